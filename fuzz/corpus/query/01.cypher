OPTIONAL MATCH p = (a:A)<-[:R*]-(b) WITH a, p, count(*) AS n WHERE n > 0 RETURN nodes(p), relationships(p), length(p), n
