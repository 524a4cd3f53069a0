MATCH (a)–[:R]→(b)
