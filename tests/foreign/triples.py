"""Writes a few statements in every syntax of RDF into a folder."""

import os
import sys

from rdflib import Dataset, Literal, Namespace
from rdflib.namespace import FOAF, RDF

ex = Namespace("http://example.org/people#")
data = Dataset(default_union=True)
data.add((ex["Ada_Lund"], RDF.type, FOAF.Person))
data.add((ex["Ada_Lund"], FOAF.name, Literal("Ada Lund", lang="en")))
data.add((ex["Ada_Lund"], FOAF.name, Literal("Ada Lunt", lang="nl")))
data.add((ex["Ada_Lund"], FOAF.knows, ex["jon"]))
data.add((ex["jon"], RDF.type, FOAF.Person))
data.add((ex["jon"], FOAF.name, Literal('Jon "B"\nBerg')))
for ending, syntax in [
    ("ttl", "turtle"), ("nt", "nt"), ("rdf", "xml"), ("jsonld", "json-ld"), ("trig", "trig"), ("nq", "nquads"),
]:
    graph = data if syntax in ("trig", "nquads", "json-ld") else data.default_graph
    graph.serialize(os.path.join(sys.argv[1], f"a.{ending}"), format=syntax, encoding="utf-8")
