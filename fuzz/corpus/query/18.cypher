CALL db.schema.visualization()
