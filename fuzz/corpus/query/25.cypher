MATCH (n) RETURN n.x AS x, count(*) AS c ORDER BY c DESC, x UNION ALL MATCH ()-[r]->() RETURN type(r) AS x, count(r) AS c
