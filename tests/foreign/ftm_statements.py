"""Reads FollowTheMoney statements (CSV) and compares them with the entities of the same dossier."""

import json
import sys
from pathlib import Path

from followthemoney import model
from followthemoney.dataset.util import dataset_name_check
from followthemoney.statement import Statement
from followthemoney.statement.serialize import CSV, read_path_statements

statements = list(read_path_statements(Path(sys.argv[1]), format=CSV))
with open(sys.argv[2], encoding="utf-8") as lines:
    entities = [json.loads(line) for line in lines]
wrong = 0
have, values = set(), {}
for statement in statements:
    dataset_name_check(statement.dataset)
    key = Statement.make_key(
        statement.dataset, statement.entity_id, statement.prop, statement.value, False, lang=statement.lang
    )
    wrong += key != statement.id
    have.add((statement.entity_id, statement.prop, statement.value))
    if statement.prop != "id":
        assert model.get(statement.schema).get(statement.prop).type.name == statement.prop_type
    values.setdefault(statement.entity_id, {}).setdefault(statement.prop, []).append(
        {"value": statement.value, "dataset": statement.dataset, "origin": statement.origin}
    )
assert len({statement.id for statement in statements}) == len(statements), "a statement stands twice"
missing = [
    [entity["id"], prop, value]
    for entity in entities
    for prop, given in entity["properties"].items()
    for value in given
    if (entity["id"], prop, value) not in have
]
missing += [[entity["id"]] for entity in entities if (entity["id"], "id", entity["id"]) not in have]
seen = sorted({statement.first_seen for statement in statements if statement.first_seen})
print(json.dumps({"wrong_ids": wrong, "missing": missing, "first_seen": seen, "values": values}))
