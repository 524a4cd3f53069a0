"""Validates FollowTheMoney entities, and says what each holds: JSON of counts and values."""

import json
import sys

from followthemoney import model
from followthemoney.types import registry

ids, refs, schemata, lost = set(), [], {}, []
values = {}
with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        data = json.loads(line)
        schema = model.get(data["schema"])
        assert schema is not None and not schema.abstract, data["schema"]
        schema.validate(data)
        for required in schema.required:
            assert data["properties"].get(required), f"{data['id']} lacks {required}"
        proxy = model.get_proxy(data, cleaned=False)
        assert proxy.id == data["id"] and registry.entity.clean(proxy.id) == proxy.id, data["id"]
        assert proxy.id not in ids, f"{proxy.id} stands twice"
        ids.add(proxy.id)
        for name, given in data["properties"].items():
            prop = schema.get(name)
            assert prop is not None and not prop.stub, f"{data['schema']} has no {name}"
            kept = proxy.get(name)
            if sorted(kept) != sorted(given):
                lost.append([proxy.id, name, given, kept])
            for value in given:
                assert len(value) <= prop.type.max_length, (proxy.id, name, len(value))
            if prop.type == registry.entity:
                refs.extend((proxy.id, prop.range.name, value) for value in given)
        schemata[schema.name] = schemata.get(schema.name, 0) + 1
        values[proxy.id] = {"schema": schema.name, "caption": proxy.caption, "properties": data["properties"]}
for owner, wanted, ref in refs:
    assert ref in ids, f"{owner} names {ref}, which is not there"
    assert model.get(values[ref]["schema"]).is_a(wanted), f"{owner}: {ref} is no {wanted}"
print(json.dumps({"schemata": schemata, "lost": lost, "entities": values}))
