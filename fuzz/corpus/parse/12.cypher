RETURN a:B:C, (a:B):C, a.b[c].d[..], $`p q`, $1
