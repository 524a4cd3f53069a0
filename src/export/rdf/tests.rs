//! What is written, read back by Oxigraph's parsers.

use std::collections::BTreeSet;

use oxrdf::{GraphName, Quad};
use oxrdfio::{JsonLdProfileSet, RdfFormat, RdfParser};
use proptest::prelude::*;

use super::{Syntax, write};
use crate::export::View;
use crate::graph::{Dossier, Graph, Selection, Value};
use crate::model::date::Day;

fn dossier(graph: Graph) -> Dossier {
    Dossier::of(graph)
}

fn written(dossier: &Dossier, syntax: Syntax) -> Vec<u8> {
    let selection = Selection::all(&dossier.graph);
    let view = View::new(dossier, &selection);
    let mut out = Vec::new();
    write(&view, syntax, &mut out).expect("written");
    out
}

/// The statements as texts.
fn read(bytes: &[u8], syntax: Syntax) -> Vec<Quad> {
    let format = match syntax {
        Syntax::Turtle => RdfFormat::Turtle,
        Syntax::NQuads => RdfFormat::NQuads,
        Syntax::TriG => RdfFormat::TriG,
        Syntax::JsonLd => RdfFormat::JsonLd {
            profile: JsonLdProfileSet::empty(),
        },
    };
    let parser = RdfParser::from_format(format).for_slice(bytes);
    parser.map(|quad| quad.expect("well formed")).collect()
}

fn set(quads: &[Quad]) -> BTreeSet<String> {
    quads.iter().map(ToString::to_string).collect()
}

/// Every syntax says the same, each statement once.
fn check(dossier: &Dossier) -> BTreeSet<String> {
    let lines = written(dossier, Syntax::NQuads);
    let quads = read(&lines, Syntax::NQuads);
    let all = set(&quads);
    assert_eq!(all.len(), quads.len(), "a statement comes twice");
    assert_eq!(
        set(&read(&written(dossier, Syntax::TriG), Syntax::TriG)),
        all
    );
    let json = written(dossier, Syntax::JsonLd);
    assert_eq!(set(&read(&json, Syntax::JsonLd)), all);
    let mut in_one = quads;
    for quad in &mut in_one {
        quad.graph_name = GraphName::DefaultGraph;
    }
    let turtle = read(&written(dossier, Syntax::Turtle), Syntax::Turtle);
    assert_eq!(set(&turtle), set(&in_one));
    all
}

#[test]
fn the_lines_are_those_of_the_serializer() {
    let mut graph = Graph::new();
    let node = graph.add_node(["Person", "a \"b\""]);
    graph.set(node, "id", Value::from("ann é"));
    graph.set(
        node,
        "name",
        Value::from("\"\\\n\r\t\u{0}\u{7f}\u{85}\u{fffe}\u{ffff}\u{ffef}😀"),
    );
    graph.set(node, "name_nl", Value::from("Anna"));
    graph.set(node, "day", Value::Date(Day::from_ymd(2031, 3, 5)));
    graph.set(node, "long ago", Value::Date(Day::from_ymd(-43, 3, 15)));
    graph.set(node, "n", Value::from(i64::MIN));
    graph.set(node, "x", Value::from(-1.5e-7));
    graph.set(node, "yes", Value::from(true));
    graph.set(node, "list", Value::texts(["b", "a"]));
    let dossier = dossier(graph);
    let lines = written(&dossier, Syntax::NQuads);
    let lines = String::from_utf8(lines).expect("text");
    let quads = read(lines.as_bytes(), Syntax::NQuads);
    let theirs: Vec<_> = quads.iter().map(|quad| format!("{quad} .")).collect();
    assert_eq!(lines.lines().collect::<Vec<_>>(), theirs);
    for line in [
        "<urn:kroniek:ann%20%C3%A9> <urn:kroniek-vocabulary:x> \"-1.5E-7\"^^<http://www.w3.org/2001/XMLSchema#double> .",
        "<urn:kroniek:ann%20%C3%A9> <https://schema.org/name> \"Anna\"@nl .",
        "<urn:kroniek:ann%20%C3%A9> <urn:kroniek-vocabulary:long%20ago> \"-0043-03-15\"^^<http://www.w3.org/2001/XMLSchema#date> .",
    ] {
        assert!(lines.lines().any(|written| written == line), "{lines}");
    }
}

#[test]
fn an_empty_graph_and_a_node_without_anything_are_valid() {
    assert!(check(&dossier(Graph::new())).is_empty());
    let mut graph = Graph::new();
    graph.add_node([]);
    assert!(check(&dossier(graph)).is_empty());
}

#[test]
fn relationships_side_by_side_stay_apart() {
    let mut graph = Graph::new();
    let (a, b) = (graph.add_node(["A"]), graph.add_node(["B"]));
    graph.add_edge(a, "KNOWS", b);
    let one = check(&dossier(graph.clone()));
    graph.add_edge(a, "KNOWS", b);
    let two = check(&dossier(graph));
    let statements = |set: &BTreeSet<String>| {
        let is = |line: &&String| line.ends_with("rdf-syntax-ns#Statement>");
        set.iter().filter(is).count()
    };
    assert_eq!((statements(&one), statements(&two)), (0, 2));
}

#[test]
fn a_text_of_a_hundred_thousand_characters_stays_whole() {
    let mut graph = Graph::new();
    let node = graph.add_node(["A"]);
    let text = "é\"\n".repeat(40_000);
    graph.set(node, "text", Value::from(text.as_str()));
    let quads = read(&written(&dossier(graph), Syntax::NQuads), Syntax::NQuads);
    let found = quads.iter().any(|quad| match &quad.object {
        oxrdf::Term::Literal(literal) => literal.value() == text,
        _ => false,
    });
    assert!(found);
}

proptest! {
    #[test]
    fn hostile_texts_come_back_in_every_syntax(
        id in any::<String>(),
        text in any::<String>(),
        key in "\\PC{1,8}|[\"<>\\\\{}|^`\u{0}-\u{20}]{1,4}",
        label in any::<String>(),
    ) {
        let mut graph = Graph::new();
        let a = graph.add_node(["Event", &label]);
        graph.set(a, "id", Value::from(id.as_str()));
        graph.set(a, &key, Value::from(text.as_str()));
        let b = graph.add_node([label.as_str()]);
        let edge = graph.add_edge(a, &key, b);
        graph.set_edge(edge, &key, Value::from(text.as_str()));
        graph.set_edge(edge, "sources", Value::texts([id.as_str()]));
        let dossier = dossier(graph);
        let all = check(&dossier);
        prop_assert!(!all.is_empty());
        let quads = read(&written(&dossier, Syntax::TriG), Syntax::TriG);
        let has = |expected: &str| quads.iter().any(|quad| match &quad.object {
            oxrdf::Term::Literal(literal) => literal.value() == expected,
            _ => false,
        });
        prop_assert!(has(&text) || key == "id" || key == "sources");
    }
}
