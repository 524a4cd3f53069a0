MATCH (a)-[rs:R*2]->(b) MATCH (a)-[rs*]->(c) RETURN c, [r IN rs | r.x]
