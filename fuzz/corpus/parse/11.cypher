RETURN [x IN [y IN z | y] WHERE x | x], [(x IN y)], all(x IN y)
