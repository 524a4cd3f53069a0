MATCH (a)-[r*..]->() RETURN [(a)-->(b) | [(b)-->(c) | c]]
