MATCH (a:A) WITH collect(a) AS l UNWIND l AS n MATCH (n)-[r]-(m) RETURN n, r, m LIMIT 5
