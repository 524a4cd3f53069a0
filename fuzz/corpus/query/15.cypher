RETURN CASE 3 WHEN 1 THEN 'a' WHEN 3 THEN 'b' ELSE 'c' END, CASE WHEN null THEN 1 END, {a: [1, {b: null}]}.a[1].b
