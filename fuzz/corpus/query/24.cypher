RETURN 1 = 1.0, null = null, [1, null] = [1, null], 1 < 2 < 3, 'a' < 1, NOT null, true XOR null, 'abc' =~ 'a.*'
