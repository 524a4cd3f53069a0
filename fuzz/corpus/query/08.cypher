MERGE (a:A {x: 7})-[r:R]->(b:B {x: 8}) ON CREATE SET r.new = true ON MATCH SET r.new = false RETURN r.new
