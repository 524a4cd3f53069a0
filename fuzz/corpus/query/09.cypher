MATCH (a:A) DETACH DELETE a RETURN count(*) AS gone
