"""Reads a table with programs that are not ours and compares it with what a query says.

tables.py FORMAT PATH NODES EDGES, the last two as `kroniek query --format json` writes them.
"""
import datetime
import json
import math
import re
import sys
from collections import Counter
from pathlib import Path

FORMULA = re.compile(r"'+[=+\-@\t\r\n]")


def value(text, like):
    """What a field of CSV says, read as the value it should be."""
    if isinstance(like, bool):
        return {"true": True, "false": False}[text]
    if isinstance(like, (int, float)):
        return type(like)(text)
    if isinstance(like, list):
        return json.loads(text)
    return text[1:] if FORMULA.match(text) else text


def csv(path, nodes, edges):
    import pandas

    for name, expected, fixed in [("nodes", nodes, node_row), ("edges", edges, edge_row)]:
        table = pandas.read_csv(Path(path) / f"{name}.csv", dtype=str, keep_default_na=False)
        assert len(table) == len(expected), (name, len(table), len(expected))
        rows = []
        for (row, like) in zip(table.to_dict("records"), expected):
            found = {}
            for key, text in row.items():
                if key in ("Id", "Label", "Type", "Labels", "Source", "Target"):
                    continue
                if text != "" or key in like["properties"]:
                    found[key] = value(text, like["properties"].get(key, ""))
            keep(like, found)
            assert found == without_id(like, name), (found, like)
            fixed(row, like, lambda text: value(text, ""), json.loads)
        # Without being told, pandas finds the kinds of the columns.
        plain = pandas.read_csv(Path(path) / f"{name}.csv")
        for key in plain.columns:
            kinds = {type(e["properties"].get(key)) for e in expected} - {type(None)}
            if kinds == {int}:
                assert pandas.api.types.is_numeric_dtype(plain[key]), (key, plain[key].dtype)


def node_row(row, like, text, labels):
    assert text(row["Id"]) == like["properties"]["id"]
    assert labels(row["Labels"]) == like["labels"], row
    assert text(row["Type"]) == like["labels"][-1]
    name = like["properties"].get("name", like["properties"].get("title"))
    assert text(row["Label"]) == name, (row, name)


def edge_row(row, like, text, _):
    assert (text(row["Source"]), text(row["Label"]), text(row["Target"])) == (
        like["from"], like["type"], like["to"])
    assert row["Type"] == "Directed"


def keep(like, found):
    """An empty text is the same as none to pandas."""
    for key, value in like["properties"].items():
        if value == "":
            found.setdefault(key, "")


def without_id(like, name):
    return {k: v for k, v in like["properties"].items() if name == "edges" or k != "id"}


def plain(value):
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()[:10]
    return value


def parquet(path, nodes, edges):
    import duckdb
    import pyarrow
    import pyarrow.parquet

    for name, expected in [("nodes", nodes), ("edges", edges)]:
        file = str(Path(path) / f"{name}.parquet")
        arrow = pyarrow.parquet.read_table(file)
        cursor = duckdb.sql(f"SELECT * FROM read_parquet('{file}')")
        rows = [dict(zip(cursor.columns, row)) for row in cursor.fetchall()]
        assert rows == arrow.to_pylist(), name
        assert len(rows) == len(expected)
        for row, like in zip(rows, expected):
            row = {k: plain(v) for k, v in row.items() if v is not None}
            if name == "nodes":
                assert row.pop("id") == like["properties"]["id"]
                assert row.pop("labels") == like["labels"]
            else:
                ends = row.pop("source"), row.pop("type"), row.pop("target")
                assert ends == (like["from"], like["type"], like["to"])
            assert row == without_id(like, name), (row, like)
        for key in arrow.column_names:
            kinds = {type(e["properties"].get(key)) for e in expected} - {type(None)}
            kind = arrow.schema.field(key).type
            if kinds == {int}:
                assert kind == pyarrow.int64(), key
            if kinds == {bool}:
                assert kind == pyarrow.bool_(), key
            if kinds == {list}:
                assert pyarrow.types.is_list(kind), key
            if key in ("earliest", "latest"):
                assert kind == pyarrow.date32(), key


def cell(value):
    """What a cell can hold of a value."""
    if isinstance(value, list):
        value = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, str):
        value = re.sub("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", value)
        units = value.encode("utf-16-le")[: 2 * 32767]
        return units.decode("utf-16-le", "ignore") or None
    return value


def xlsx(path, nodes, edges):
    import openpyxl
    from openpyxl.utils.escape import unescape

    book = openpyxl.load_workbook(open(path, "rb"))
    assert book.sheetnames == ["nodes", "edges", "evidence", "about"], book.sheetnames

    def rows(sheet):
        table = book[sheet].iter_rows()
        header = [unescape(c.value) for c in next(table)]
        for row in table:
            assert all(c.data_type != "f" for c in row), "a formula"
            read = [unescape(c.value) if isinstance(c.value, str) else plain(c.value) for c in row]
            yield dict(zip(header, read))

    for name, expected in [("nodes", nodes), ("edges", edges)]:
        found = list(rows(name))
        assert len(found) == len(expected), (name, len(found))
        for row, like in zip(found, expected):
            if name == "nodes":
                assert row["Id"] == cell(like["properties"]["id"])
                assert json.loads(row["Labels"]) == like["labels"]
            else:
                ends = row["Source"], row["Label"], row["Target"]
                assert ends == (cell(like["from"]), like["type"], cell(like["to"]))
            for key, value in without_id(like, name).items():
                # Excel ends lines with a line feed, and so do its readers.
                got, want = row[key], cell(value)
                assert got == want, (key, got, want)
    found = Counter((r["Id"], r["article"], r["quote"], r["field"], r["value"], r["sentence"], r["start"], r["end"])
                    for r in rows("evidence"))
    expected = Counter((e["from"], e["to"], *(e["properties"].get(k) for k in ("quote", "field", "value", "sentence", "start", "end")))
                       for e in edges if e["type"] == "SUPPORTED_BY")
    assert found == expected


def main():
    kind, path, *expected = sys.argv[1:]
    nodes, edges = (json.loads(Path(file).read_text()) for file in expected)
    nodes = [row["n"] for row in nodes]
    edges = [row["r"] for row in edges]
    {"csv": csv, "parquet": parquet, "xlsx": xlsx}[kind](path, nodes, edges)
    print(len(nodes), len(edges))


main()
