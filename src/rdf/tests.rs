//! SPARQL on the graph against SPARQL on a copy: the same queries, evaluated by the same evaluator
//! on a dataset that was made by writing every statement down.

use std::path::Path;

use oxrdf::Dataset;
use oxrdfio::{RdfFormat, RdfParser};
use proptest::prelude::*;
use spareval::{QueryEvaluator, QueryableDataset};
use spargebra::SparqlParser;

use super::mapping::tests::dossier;
use super::sparql::{Answer, Limits, collect};
use super::{Element, Mapping, PREFIXES, Quad};
use crate::export::View;
use crate::export::rdf::{self, Syntax};
use crate::graph::{Dossier, Graph, NodeId, Selection, Value};
use crate::model::date::Day;

const BASE: &str = "urn:kroniek:";

fn quads<'g>(mapping: &Mapping<'g>, dossier: &'g Dossier) -> Vec<Quad<'g>> {
    let mut quads = Vec::new();
    let nodes = dossier.graph.nodes().map(Element::Node);
    for element in nodes.chain(dossier.graph.edges().map(Element::Edge)) {
        mapping.quads(element, &mut |quad| quads.push(quad));
    }
    quads
}

/// The exported `TriG`, read by Oxigraph into a dataset of its own.
fn copy(dossier: &Dossier) -> Dataset {
    let selection = Selection::all(&dossier.graph);
    let view = View::new(dossier, &selection);
    let mut trig = Vec::new();
    rdf::write(&view, Syntax::TriG, &mut trig).expect("written");
    let quads = RdfParser::from_format(RdfFormat::TriG).for_slice(&trig);
    quads.map(|quad| quad.expect("TriG")).collect()
}

/// The answer of a dataset, its rows in an order that does not depend on it unless the query says so.
fn answer<'a>(dataset: impl QueryableDataset<'a>, query: &str) -> Answer {
    let mut parser = SparqlParser::new();
    for (prefix, namespace) in PREFIXES.into_iter().chain([("", BASE)]) {
        parser = parser.with_prefix(prefix, namespace).expect("an IRI");
    }
    let parsed = parser.parse_query(query).expect(query);
    let evaluator = QueryEvaluator::new();
    let results = evaluator.prepare(&parsed).execute(dataset);
    let ordered = (query.rsplit('}').next()).is_some_and(|end| end.contains("ORDER BY"));
    match collect(results, &Limits::default()).expect(query) {
        Answer::Rows(columns, mut rows) if !ordered => {
            rows.sort_by_cached_key(|row| format!("{row:?}"));
            Answer::Rows(columns, rows)
        }
        answer => answer,
    }
}

fn is_empty(answer: &Answer) -> bool {
    match answer {
        Answer::Rows(_, rows) => rows.is_empty(),
        Answer::Truth(truth) => !truth,
        Answer::Statements(statements) => statements.is_empty(),
    }
}

fn bundled() -> Dossier {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let compilation = crate::compile::open(here, here).expect("the bundled dossier");
    compilation.dossier
}

/// One of each kind of query; each has an answer.
const QUERIES: &[&str] = &[
    // Patterns by subject, predicate, object and graph.
    "SELECT * { ?s ?p ?o }",
    "SELECT * { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * { :putin ?p ?o }",
    "SELECT * { ?s ?p :putin }",
    "SELECT * { :putin ?p :moscow-summit-2021-09 }",
    "SELECT * { ?s kroniek:INVOLVED_IN ?o }",
    "SELECT * { ?s a sem:Event }",
    "SELECT * { ?s a rdf:Statement ; rdf:predicate kroniek:REPRESENTS ; kroniek:office ?office }",
    "SELECT * { ?s ?p schema:Person }",
    "SELECT * { ?s schema:identifier 'putin' }",
    "SELECT * { ?s kroniek:status 'disputed' }",
    "SELECT * { ?s kroniek:troops 300 }",
    "SELECT * { ?s ?p 'disputed' }",
    "SELECT * { ?s sem:hasTimeStamp '2021-09-09'^^xsd:date }",
    "SELECT * { ?s prov:wasDerivedFrom :001_0fd79b9917c4090c }",
    "SELECT * { ?s ?p :001_0fd79b9917c4090c }",
    "SELECT * { GRAPH ?g { ?s oa:hasSource :001_0fd79b9917c4090c } }",
    "SELECT * { GRAPH :001_0fd79b9917c4090c { ?s ?p ?o } }",
    "SELECT * { GRAPH ?g { ?e sem:hasActor :putin } }",
    "SELECT * { GRAPH ?g {} }",
    "SELECT * { <urn:kroniek:moscow-summit-2021-09/time> ?p ?o }",
    "SELECT * { ?s ?p <urn:kroniek:slavic-brotherhood-2020/time/begin> }",
    "SELECT * { ?role rdf:value :putin ; sem:roleType role:participant . ?event sem:hasActor ?role }",
    "SELECT * { ?n schema:name ?name FILTER(lang(?name) = 'nl') }",
    "SELECT * { ?n kroniek:says 'All chapters of the Treaty on the Union of Belarus and Russia are as good as ready'@en ; kroniek:stance ?stance }",
    // OPTIONAL, UNION, MINUS, FILTER, BIND, VALUES, sub-queries.
    "SELECT ?e ?place { ?e a sem:Event OPTIONAL { ?e sem:hasPlace ?place } }",
    "SELECT ?x { { ?x a schema:Person } UNION { ?x a schema:Country } }",
    "SELECT ?e { ?e a sem:Event MINUS { ?e sem:hasPlace ?p } }",
    "SELECT ?e { ?e sem:hasEarliestBeginTimeStamp ?d FILTER(?d >= '2021-09-05'^^xsd:date) }",
    "SELECT ?a ?g { GRAPH ?g { ?a oa:hasBody :moscow-summit-2021-09 ; kroniek:field 'date' } }",
    "SELECT ?q ?at { GRAPH ?g { ?a oa:hasBody :moscow-summit-2021-09 ; oa:hasTarget ?t . ?t oa:hasSelector [ oa:exact ?q ] , [ oa:start ?at ] } }",
    "SELECT ?e { ?e a sem:Event FILTER EXISTS { :putin kroniek:INVOLVED_IN ?e } }",
    "SELECT ?year { ?e sem:hasTimeStamp ?d BIND(substr(str(?d), 1, 4) AS ?year) }",
    "SELECT ?p ?name { VALUES ?p { :putin :nobody :lukashenko } ?p rdfs:label ?name }",
    "SELECT ?name { { SELECT ?p { ?p a schema:Person } ORDER BY ?p LIMIT 3 } ?p rdfs:label ?name }",
    "SELECT ?name { ?p a schema:Person ; rdfs:label ?name } ORDER BY DESC(?name) OFFSET 1 LIMIT 4",
    "SELECT DISTINCT ?p FROM :001_0fd79b9917c4090c { ?s ?p ?o }",
    "SELECT ?s FROM NAMED :001_0fd79b9917c4090c { GRAPH ?g { ?s a oa:Annotation } }",
    // Aggregates.
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?type (COUNT(DISTINCT ?e) AS ?n) { ?e sem:eventType ?type } GROUP BY ?type HAVING(COUNT(*) > 1) ORDER BY DESC(?n) ?type",
    "SELECT (SUM(?n) AS ?sum) (AVG(?n) AS ?avg) (MIN(?n) AS ?min) (MAX(?n) AS ?max) { ?a schema:wordCount ?n }",
    "SELECT ?g (COUNT(?a) AS ?n) { GRAPH ?g { ?a a oa:Annotation } } GROUP BY ?g ORDER BY ?g",
    "SELECT (GROUP_CONCAT(?id; separator=' ') AS ?ids) { SELECT ?id { ?p a schema:Country ; schema:identifier ?id } ORDER BY ?id }",
    // Property paths.
    "SELECT ?x { :brest kroniek:PART_OF+ ?x }",
    "SELECT ?x { :brest kroniek:PART_OF* ?x }",
    "SELECT ?x { :belarus ^kroniek:PART_OF/schema:identifier ?x }",
    "SELECT ?x { :putin (kroniek:INVOLVED_IN|kroniek:MADE)/kroniek:PART_OF? ?x }",
    "SELECT ?x { :putin !(rdf:type|schema:name) ?x }",
    "SELECT ?x ?y { ?x kroniek:LED_TO/kroniek:LED_TO ?y }",
    "SELECT ?y { ?y ^sem:hasActor/sem:hasPlace :moscow }",
    // ASK, CONSTRUCT, DESCRIBE.
    "ASK { :putin kroniek:INVOLVED_IN/sem:hasPlace :moscow }",
    "CONSTRUCT { ?a schema:knows ?b } { ?e sem:hasActor ?a , ?b . ?a a schema:Person . ?b a schema:Person FILTER(?a != ?b) }",
    "CONSTRUCT WHERE { ?e sem:hasPlace ?p }",
    "DESCRIBE :brest",
    "DESCRIBE ?e { ?e kroniek:status 'disputed' }",
];

#[test]
fn the_graph_answers_as_a_copy_of_it_does() {
    let dossier = bundled();
    let mapping = Mapping::new(&dossier, BASE).expect("a base");
    let copy = copy(&dossier);
    for query in QUERIES {
        let expected = answer(&copy, query);
        assert!(!is_empty(&expected), "nothing is asked: {query}");
        assert_eq!(answer(&mapping, query), expected, "{query}");
    }
    let nobody = "SELECT * { ?s ?p :nobody }";
    assert_eq!(answer(&mapping, nobody), answer(&copy, nobody));
}

#[test]
fn every_statement_is_told_once_and_found_by_each_of_its_parts() {
    let dossier = bundled();
    let mapping = Mapping::new(&dossier, BASE).expect("a base");
    for quad in quads(&mapping, &dossier).into_iter().step_by(41) {
        for mask in 0..8 {
            let given = |bit: u8, term| (mask & bit != 0).then_some(term);
            let found = (&mapping).internal_quads_for_pattern(
                given(1, &quad.subject),
                given(2, &quad.predicate),
                given(4, &quad.object),
                Some(quad.graph.as_ref()),
            );
            if mask == 0 {
                continue;
            }
            let same = found.filter(|found| {
                let Ok(found) = found else {
                    return false;
                };
                found.subject == quad.subject
                    && found.predicate == quad.predicate
                    && found.object == quad.object
                    && found.graph_name == quad.graph
            });
            assert_eq!(same.count(), 1, "{mask}: {quad:?}");
        }
    }
}

#[test]
fn a_term_that_leaves_and_returns_is_the_same() {
    let dossier = bundled();
    let mapping = Mapping::new(&dossier, BASE).expect("a base");
    for quad in quads(&mapping, &dossier) {
        for term in [&quad.subject, &quad.predicate, &quad.object] {
            assert_eq!(&mapping.from_outside(mapping.to_outside(term)), term);
        }
    }
}

/// A graph of anything, made of a list of choices.
fn any_graph() -> impl Strategy<Value = Graph> {
    let words = [
        "id",
        "name",
        "name_nl",
        "sources",
        "KNOWS",
        "x y",
        "é",
        "SUPPORTED_BY",
        "AT",
    ];
    let word = prop::sample::select(words.to_vec());
    let label = prop::sample::select(vec!["Event", "Article", "Place", "KNOWS", "a b"]);
    let text = prop::sample::select(vec!["", "a", "b", "node", "..", "a/b", "\"\\\n\u{0}\u{7f}"]);
    let value = prop_oneof![
        text.clone().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        (-2..3i64).prop_map(Value::from),
        prop::sample::select(vec![0.0, -0.0, 1.0, 1e300, f64::NAN]).prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        (-2_000_000..4_000_000i64).prop_map(|day| Value::Date(Day(day))),
        prop::collection::vec(text, 0..3).prop_map(Value::texts),
    ];
    let properties = prop::collection::vec((word.clone(), value), 0..4);
    let node = (prop::collection::vec(label, 0..3), properties.clone());
    let edge = (0..5usize, word, 0..5usize, properties);
    let nodes = prop::collection::vec(node, 5);
    (nodes, prop::collection::vec(edge, 0..8)).prop_map(|(nodes, edges)| {
        let mut graph = Graph::new();
        let mut ids: Vec<NodeId> = Vec::new();
        for (labels, properties) in nodes {
            let node = graph.add_node(labels);
            for (key, value) in properties {
                graph.set(node, key, value);
            }
            ids.push(node);
        }
        for (from, kind, to, properties) in edges {
            let edge = graph.add_edge(ids[from], kind, ids[to]);
            for (key, value) in properties {
                graph.set_edge(edge, key, value);
            }
        }
        graph
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_graph_answers_as_a_copy_of_it_does(graph in any_graph()) {
        let dossier = dossier(graph);
        let mapping = Mapping::new(&dossier, BASE).expect("a base");
        let copy = copy(&dossier);
        for query in [
            "SELECT * { ?s ?p ?o }",
            "SELECT * { GRAPH ?g { ?s ?p ?o } }",
            "SELECT * { ?a ?p ?b . ?b ?q ?c }",
            "SELECT * { ?s ?p 'a' }",
            "SELECT * { ?s rdfs:label 'a' }",
            "SELECT * { ?s kroniek:sources ?o }",
            "SELECT * { ?s prov:wasDerivedFrom ?o . ?s a ?class }",
            "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c",
            "SELECT * { ?s a sem:Event , kroniek:Event }",
            "SELECT * { ?a kroniek:KNOWS ?b . ?a ?p ?b }",
            "SELECT * { ?a kroniek:KNOWS+ ?b }",
            "SELECT * { GRAPH ?g { ?a ?p ?b } ?g ?q ?r }",
        ] {
            prop_assert_eq!(answer(&mapping, query), answer(&copy, query), "{}", query);
        }
    }

    #[test]
    fn terms_of_any_graph_leave_and_return(graph in any_graph()) {
        let dossier = dossier(graph);
        let mapping = Mapping::new(&dossier, BASE).expect("a base");
        for quad in quads(&mapping, &dossier) {
            for term in [&quad.subject, &quad.predicate, &quad.object] {
                prop_assert_eq!(&mapping.from_outside(mapping.to_outside(term)), term);
            }
        }
    }
}
