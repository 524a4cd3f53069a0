"""Writes three FollowTheMoney entities, as Aleph exports them."""

import json
import sys

from followthemoney import model

person = model.make_entity("Person")
person.id = "p-1"
person.add("name", "Ada Lund")
company = model.make_entity("Company")
company.id = "c-1"
company.add("name", "Vega Ferries")
member = model.make_entity("Membership")
member.id = "m-1"
member.add("member", person)
member.add("organization", company)
member.add("role", "board")
member.add("startDate", "2019-05")
with open(sys.argv[1], "w", encoding="utf-8") as file:
    for entity in (person, company, member):
        file.write(json.dumps(entity.to_dict()) + "\n")
