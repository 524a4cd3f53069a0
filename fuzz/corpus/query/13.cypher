MATCH (a) RETURN a {.x, .*, k: size([(a)-->(b) WHERE b.x > 1 | b]), a}
