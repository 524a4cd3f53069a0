"""Reads a vault: the front matter of every note by PyYAML, its block quotes, and where its links go."""

import json
import os
import re
import sys
import unicodedata

import yaml

LINK = re.compile(r"\[\[([^\]|]*)(?:\|([^\]]*))?\]\]")
FORBIDDEN = re.compile(r'[<>:"\\|?*#^\[\]\x00-\x1f]')

root = sys.argv[1]
paths = {}
for folder, _, files in os.walk(root):
    for file in files:
        path = os.path.relpath(os.path.join(folder, file), root)
        assert path.endswith(".md") and not FORBIDDEN.search(path) and len(file.encode()) < 200, path
        assert not re.search(r"[. ]\.md$", file), path
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).lower())
        assert folded not in paths, f"{path} and {paths[folded]} are one on some systems"
        paths[folded] = path
notes, dead, reached = {}, [], {"Index.md"}
known = set(paths.values())
for path in sorted(known):
    with open(os.path.join(root, path), encoding="utf-8", newline="") as file:
        text = file.read()
    assert text.startswith("---\n"), path
    head, body = text[4:].split("\n---\n", 1)
    front = yaml.safe_load(head)
    assert isinstance(front, dict), path
    unescaped = re.sub(r"\\.", "", body, flags=re.S)
    for target, _ in LINK.findall(unescaped) + [(t, "") for s in front.get("sources", []) for t, _ in LINK.findall(s)]:
        if f"{target}.md" in known:
            reached.add(f"{target}.md")
        else:
            dead.append([path, target])
    if path != "Index.md":
        quotes = [line.lstrip(" ")[2:] for line in body.split("\n") if line.lstrip(" ").startswith("> ")]
        front["quotes"] = [re.sub(r"\\(.)", r"\1", quote).replace("&amp;", "&") for quote in quotes]
        assert front["id"] not in notes, front["id"]
        notes[front["id"]] = front
print(json.dumps({"notes": notes, "dead": dead, "unreached": sorted(known - reached)}, default=str))
