RETURN 'no end
