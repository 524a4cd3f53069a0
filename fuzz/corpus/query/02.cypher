MATCH (a), (b) WHERE toString(a.x) = toString(b.x) AND id(a) < id(b) RETURN a, b
