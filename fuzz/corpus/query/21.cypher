RETURN 'a\'\\\n\u00e9' + "b" AS s, 0x1F, 0o17, 1.5e3, .5, -9223372036854775808, $p, `odd name`
