MATCH (a)-[r]->(b)<-[s]-(c), (c)--(d) RETURN count(*), collect(DISTINCT d.x), avg(a.x)
