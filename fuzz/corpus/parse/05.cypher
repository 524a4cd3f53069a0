RETURN `no end
