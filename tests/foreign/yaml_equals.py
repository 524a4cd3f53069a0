"""Whether PyYAML (YAML 1.1) reads the same from a YAML file as a JSON file holds."""

import json
import sys

import yaml

with open(sys.argv[1], encoding="utf-8", newline="") as file:
    read = yaml.safe_load(file)
with open(sys.argv[2], encoding="utf-8") as file:
    wanted = json.load(file)
if read != wanted:
    for left, right in zip(read["list"], wanted["list"]):
        assert left == right, f"{left!r} for {right!r}"
    raise SystemExit("the mappings differ")
print("equal")
