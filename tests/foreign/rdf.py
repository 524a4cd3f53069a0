"""Reads the exported RDF with rdflib and with Oxigraph and prints what they find, as JSON.

rdf.py TURTLE TRIG NQUADS JSONLD: the counts, after both have read all four to the same statements.
"""

import json
import sys

import pyoxigraph
import rdflib
from rdflib.compare import isomorphic

turtle, trig, nquads, jsonld = sys.argv[1:]
FORMATS = [
    (trig, "trig", pyoxigraph.RdfFormat.TRIG),
    (nquads, "nquads", pyoxigraph.RdfFormat.N_QUADS),
    (jsonld, "json-ld", pyoxigraph.RdfFormat.JSON_LD),
]

# Oxigraph: equal sets of quads; Turtle is all of them in one graph.
sets = [set(pyoxigraph.parse(path=path, format=form)) for path, _, form in FORMATS]
assert sets[0] == sets[1] == sets[2], "oxigraph reads different datasets"
in_one = {quad.triple for quad in sets[0]}
read = {quad.triple for quad in pyoxigraph.parse(path=turtle, format=pyoxigraph.RdfFormat.TURTLE)}
assert in_one == read, "oxigraph reads another Turtle"
lines = sum(1 for line in open(nquads, "rb") if line.strip())
assert lines == len(sets[1]), f"{lines} lines say {len(sets[1])} things"

# rdflib: the same.
datasets = []
for path, form, _ in FORMATS:
    dataset = rdflib.Dataset()
    dataset.parse(path, format=form)
    datasets.append(set(dataset.quads()))
assert datasets[0] == datasets[1] == datasets[2], "rdflib reads different datasets"
graph = rdflib.Graph()
graph.parse(turtle, format="turtle")
merged = rdflib.Graph()
for subject, predicate, object, _ in datasets[0]:
    merged.add((subject, predicate, object))
assert isomorphic(graph, merged), "rdflib reads another Turtle"
assert len(datasets[0]) == len(sets[0]), "rdflib and oxigraph read different numbers of statements"

store = pyoxigraph.Store()
store.extend(sets[0])
PREFIXES = """
PREFIX kroniek: <urn:kroniek-vocabulary:>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX sem: <http://semanticweb.cs.vu.nl/2009/11/sem/>
"""


def rows(query):
    return [[term and term.value for term in row] for row in store.query(PREFIXES + query)]


print(
    json.dumps(
        {
            "statements": len(sets[0]),
            "nodes": rows("SELECT (COUNT(DISTINCT ?n) AS ?c) { ?n schema:identifier ?id }"),
            "labels": rows(
                "SELECT ?l (COUNT(?n) AS ?c) { ?n a ?l ; schema:identifier ?id"
                " FILTER(STRSTARTS(STR(?l), STR(kroniek:))) } GROUP BY ?l ORDER BY ?l"
            ),
            # A relationship without properties is a statement and no resource.
            "relationships": rows(
                "SELECT ?k (COUNT(?r) AS ?c) { ?r rdf:predicate ?k } GROUP BY ?k ORDER BY ?k"
            ),
            "evidence": rows(
                "SELECT (COUNT(?a) AS ?c) { GRAPH ?g { ?a a oa:Annotation ; oa:hasBody ?n } ?n schema:identifier ?id }"
            ),
            "quotes": rows(
                "SELECT ?id ?article ?quote ?start ?end { GRAPH ?g { ?a oa:hasBody ?n ; oa:hasTarget ?t ."
                " ?t oa:hasSource ?g ; oa:hasSelector [ oa:exact ?quote ] , [ oa:start ?start ; oa:end ?end ] }"
                " ?n schema:identifier ?id . ?g schema:identifier ?article }"
            ),
            "status": rows("SELECT ?id ?s { ?n schema:identifier ?id ; kroniek:status ?s }"),
            "disputed": rows("SELECT ?id ?f { ?n schema:identifier ?id ; kroniek:disputed_fields ?f }"),
            "dates": rows("SELECT ?id ?d { ?n schema:identifier ?id ; kroniek:date ?d }"),
            "amounts": rows(
                "SELECT ?id ?min ?max ?c { ?n schema:identifier ?id ; kroniek:amount_min ?min ;"
                " kroniek:amount_max ?max ; kroniek:currency ?c }"
            ),
            "roles": rows(
                "SELECT ?actor ?role ?event ?status { ?r a sem:Role ; rdf:value ?a ; kroniek:role ?role ;"
                " kroniek:status ?status ; rdf:object ?e . ?e sem:hasActor ?r . ?a schema:identifier ?actor ."
                " ?e schema:identifier ?event }"
            ),
            "names": rows("SELECT ?id ?name { ?n schema:identifier ?id ; rdfs:label ?name }"),
        }
    )
)
