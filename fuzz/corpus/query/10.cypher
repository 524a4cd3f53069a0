MATCH (a)-[r]->() DELETE r RETURN type(r), a.x
