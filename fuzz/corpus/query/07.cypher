CREATE (n:N {x: 1})-[:T {y: [1, 2]}]->(m:N) SET n.z = date('2024-02-29') + duration('P1Y'), n += {q: null} REMOVE m:N RETURN n, m
