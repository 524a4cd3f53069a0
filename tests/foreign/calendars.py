"""Reads a timeline, a calendar or a table of events and compares it with what a query says.

calendars.py FORMAT FILE EVENTS [PAIRS], the last two as `kroniek query --format json` writes them.
"""
import datetime
import json
import sys
import unicodedata
from collections import Counter
from pathlib import Path

def cleaned(text, kept, other):
    """A text as a format without control characters holds it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(other if unicodedata.category(c) == "Cc" and c not in kept else c for c in text)


# https://timeline.knightlab.com/docs/json-format.html
DATE = {
    "type": "object", "required": ["year"], "additionalProperties": False,
    "properties": {
        "year": {"type": "integer"},
        "month": {"type": "integer", "minimum": 1, "maximum": 12},
        "day": {"type": "integer", "minimum": 1, "maximum": 31},
        "display_date": {"type": "string"},
    },
}
TEXT = {
    "type": "object", "additionalProperties": False,
    "properties": {"headline": {"type": "string"}, "text": {"type": "string"}},
}
SLIDE = {
    "type": "object", "required": ["start_date", "text"], "additionalProperties": False,
    "properties": {
        "start_date": DATE, "end_date": DATE, "text": TEXT, "group": {"type": "string"},
        "display_date": {"type": "string"}, "unique_id": {"type": "string"},
        "autolink": {"type": "boolean"},
    },
}
TIMELINE = {
    "type": "object", "required": ["events"], "additionalProperties": False,
    "properties": {
        "title": {"type": "object", "properties": {"text": TEXT}, "additionalProperties": False},
        "events": {"type": "array", "items": SLIDE},
    },
}


def timelinejs(path, events):
    import html
    import jsonschema

    timeline = json.loads(Path(path).read_text())
    jsonschema.validate(timeline, TIMELINE)
    slides = timeline["events"]
    assert len({s["unique_id"] for s in slides}) == len(slides)
    assert [s["unique_id"] for s in slides] == [e["id"] for e in events]
    for slide, event in zip(slides, events):
        p = event["properties"]
        assert html.unescape(slide["text"]["headline"]) == p["name"]
        assert "<script" not in slide["text"]["text"].lower()
        start, first = slide["start_date"], p.get("earliest") or p["latest"]
        day = (start["year"], start.get("month", 1), start.get("day", 1))
        if p.get("earliest"):
            assert datetime.date(*day).isoformat() == first, (slide, p)
        if p["date"] != first:
            assert slide.get("display_date") or "end_date" in slide, (slide, p)
        assert p["status"] in slide["text"]["text"]
    return len(slides)


def ical(path, events):
    import icalendar

    calendar = icalendar.Calendar.from_ical(Path(path).read_bytes())
    found = list(calendar.walk("VEVENT"))
    assert len(found) == len(events), (len(found), len(events))
    assert len({str(e["UID"]) for e in found}) == len(found)
    for entry, event in zip(found, events):
        assert not entry.errors, entry.errors
        p = event["properties"]
        first, last = p.get("earliest") or p["latest"], p.get("latest") or p["earliest"]
        day = datetime.timedelta(days=1)
        assert entry.decoded("DTSTART").isoformat() == first
        assert (entry.decoded("DTEND") - day).isoformat() == last
        assert str(entry["X-KRONIEK-ID"]) == event["id"]
        assert str(entry["X-KRONIEK-DATE"]) == p["date"]
        assert str(entry["X-KRONIEK-STATUS"]) == p["status"]
        assert str(entry["SUMMARY"]).startswith(cleaned(p["name"], "\n\t", "\ufffd")), (entry["SUMMARY"], p["name"])
        assert f"Status: {p['status']}" in str(entry["DESCRIPTION"])
    for line in Path(path).read_bytes().split(b"\r\n"):
        assert len(line) <= 76, line
    return len(found)


# How the roles of the built-in types take part.
ACTIVE = {"caller", "visitor", "sender", "supplier", "authority", "imposer", "speaker"}
PASSIVE = {"called", "recipient", "target", "arrested", "convicted", "addressee"}


def mode(role, labels):
    if role == "host":
        return "equal" if "Meeting" in labels else "passive"
    if role == "observer":
        return "observing"
    return "active" if role in ACTIVE else "passive" if role in PASSIVE else "equal"


def icews(path, events, parts):
    import pandas

    table = pandas.read_csv(path, sep="\t", dtype=str, keep_default_na=False)
    # The package `gdelt` carries the code book; importing it would reach for the network.
    codes = json.loads(Path(sys.prefix, "data/cameoCodes.json").read_text())
    book, scale = codes["cameoCode"], codes["GoldsteinScale"]
    assert set(table["CAMEO Code"]) <= set(book), set(table["CAMEO Code"]) - set(book)
    for code, intensity in zip(table["CAMEO Code"], table["Intensity"]):
        assert float(intensity) == float(scale[code]), (code, intensity)
    expected = Counter()
    for event in events:
        p, labels = event["properties"], event["labels"]
        if p.get("phase", "happened") != "happened" or labels[-1] in ("Event", "Election"):
            continue
        of_event = [part for part in parts if part["event"] == event["id"]]
        modes = [(part["name"], mode(part["role"], labels)) for part in of_event]
        pairs = {(a, b) for a, how in modes if how in ("active", "equal")
                 for b, whom in modes if whom in ("passive", "equal") and a != b}
        if not pairs:
            pairs = {("", n) if how == "passive" else (n, "") for n, how in modes if how != "observing"}
        day = p.get("earliest") or p["latest"]
        pairs = [[cleaned(name, "", " ") for name in pair] for pair in pairs]
        expected.update((event["id"], day, p["status"], *pair) for pair in pairs)
    columns = ["Event Key", "Event Date", "Status", "Source Name", "Target Name"]
    found = Counter(table[columns].itertuples(index=False, name=None))
    assert found == expected, (found - expected, expected - found)
    assert list(table["Event ID"]) == [str(n + 1) for n in range(len(table))]
    return len(table)


def main():
    kind, path, *expected = sys.argv[1:]
    events, *parts = (json.loads(Path(file).read_text()) for file in expected)
    events = [row["n"] for row in events]
    print({"timelinejs": timelinejs, "ical": ical, "icews": icews}[kind](path, events, *parts))


main()
