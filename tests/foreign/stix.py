"""Validates a STIX bundle, strictly, and prints how many objects of each type it has."""

import json
import sys

from stix2validator import ValidationOptions, validate_file

results = validate_file(sys.argv[1], ValidationOptions(strict=True, version="2.1"))
errors = [str(error)[:400] for result in results.object_results for error in result.errors + result.warnings]
with open(sys.argv[1], encoding="utf-8") as file:
    objects = json.load(file)["objects"]
ids = {thing["id"] for thing in objects}
assert len(ids) == len(objects), "an id stands twice"
counts = {}
for thing in objects:
    counts[thing["type"]] = counts.get(thing["type"], 0) + 1
    refs = thing.get("object_refs", []) + [thing[key] for key in thing if key.endswith("_ref")]
    missing = [ref for ref in refs if ref not in ids]
    assert not missing, f"{thing['id']} names {missing}"
print(json.dumps({"valid": results.is_valid, "errors": errors, "counts": counts}))
