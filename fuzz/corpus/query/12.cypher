MATCH (a:A) CALL (a) { CREATE (c:Copy {of: a.x}) RETURN c } RETURN c.of
