/* no end
