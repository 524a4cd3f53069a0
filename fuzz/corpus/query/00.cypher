MATCH (a:A {x: 1})-[r:R|S*1..2]->(b) WHERE a.x < b.x OR NOT (a)--(b) RETURN DISTINCT b ORDER BY b.x DESC SKIP 1 LIMIT 3
