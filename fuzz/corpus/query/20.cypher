FOREACH (x IN [1, 2, 3] | CREATE (:F {x: x}) FOREACH (y IN [x] | MERGE (:G {y: y})))
