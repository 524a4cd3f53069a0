CALL db.index.fulltext.queryNodes('all', 'a*') YIELD node, score RETURN node.name, score
