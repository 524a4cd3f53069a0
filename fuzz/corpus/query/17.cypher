CALL db.labels() YIELD label WHERE label STARTS WITH 'A' RETURN label
