WITH [1, 2, 3] AS l RETURN l[0], l[-1], l[1..], l[..2], l[5], 2 IN l, l + 4, size(l), head(l), reverse(l)
