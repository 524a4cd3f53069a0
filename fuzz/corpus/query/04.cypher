MATCH p = shortestPath((a:A)-[*..4]-(b:B)) RETURN [n IN nodes(p) WHERE n.x > 1 | n.name] AS names
