RETURN reduce(s = 0, x IN [1, 2, 3] | s + x) AS s, [x IN range(0, 5) WHERE x % 2 = 0 | x ^ 2] AS l, all(x IN [] WHERE x) AS a
