"""Counts the rows of the sheets that LibreOffice made of a workbook: sheets.py FOLDER NODES EDGES."""
import csv
import json
import sys
from pathlib import Path

csv.field_size_limit(sys.maxsize)
folder, nodes, edges = sys.argv[1:]
nodes, edges = (json.loads(Path(file).read_text()) for file in (nodes, edges))
evidence = [row for row in edges if row["r"]["type"] == "SUPPORTED_BY"]
for sheet, expected in [("nodes", nodes), ("edges", edges), ("evidence", evidence)]:
    with open(Path(folder) / f"graph-{sheet}.csv", newline="", encoding="utf-8") as file:
        rows = sum(1 for _ in csv.reader(file)) - 1
    assert rows == len(expected), (sheet, rows, len(expected))
    print(sheet, rows)
