"""Compares the graph of a Neo4j with what a query says.

compare.py GRAPH NODES EDGES [--empty-lists-lost]: the first as Neo4j.java writes it, the others as
`kroniek query --format json` does.
"""
import json
import sys
from pathlib import Path

DAYS = {"earliest", "latest"}


def line(thing, lost):
    """An entity in a form that can be compared; days are told from texts."""
    properties = {}
    for key, value in thing["properties"].items():
        if lost and value == []:
            continue
        if lost and isinstance(value, list):
            value = [v.replace("\x1f", "\ufffd") if isinstance(v, str) else v for v in value]
        properties[key] = {"date": value} if key in DAYS and isinstance(value, str) else value
    parts = {k: thing[k] for k in ("from", "type", "to") if k in thing}
    if "labels" in thing:
        parts["labels"] = sorted(thing["labels"])
    return json.dumps({**parts, "properties": properties}, sort_keys=True)


def main():
    graph, nodes, edges, *flags = sys.argv[1:]
    found = [json.loads(text) for text in Path(graph).read_text().splitlines()]
    expected = [row["n"] for row in json.loads(Path(nodes).read_text())]
    expected += [row["r"] for row in json.loads(Path(edges).read_text())]
    lost = "--empty-lists-lost" in flags
    found = sorted(line(thing, False) for thing in found)
    expected = sorted(line(thing, lost) for thing in expected)
    assert len(found) == len(expected), (len(found), len(expected))
    for got, want in zip(found, expected):
        assert got == want, f"\n{got}\n{want}"
    print(f"{len(found)} nodes and relationships are equal")


main()
