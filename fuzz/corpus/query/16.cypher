MATCH (a) WHERE EXISTS { MATCH (a)-->(b) WHERE b.x = a.x RETURN b } AND COUNT { (a)--() } > 1 RETURN COLLECT { MATCH (a)-->(c) RETURN c.x }
