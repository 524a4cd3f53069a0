MATCH p = allShortestPaths((a)-[:R*0..]->(b)) RETURN p, allShortestPaths((a)-[*]-(b)) AS q
