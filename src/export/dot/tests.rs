//! What every style holds, whatever the dossier.

use std::collections::BTreeSet;

use graphviz_rust::dot_structures::{Edge, EdgeTy, Graph, Id, Node, NodeId as DotId, Stmt, Vertex};

use super::*;
use crate::draw::sample::Sample;

fn text(dossier: &Dossier, style: DotStyle, lang: &str) -> String {
    let options = DotOptions {
        lang: Some(lang.to_owned()),
        around: None,
    };
    to_dot(dossier, &Selection::all(&dossier.graph), style, &options)
}

/// Statements of a text that must be a directed graph, those of its parts included.
fn statements(text: &str) -> Vec<Stmt> {
    fn flat(stmts: Vec<Stmt>, into: &mut Vec<Stmt>) {
        for stmt in stmts {
            match stmt {
                Stmt::Subgraph(part) => flat(part.stmts, into),
                stmt => into.push(stmt),
            }
        }
    }
    let mut all = Vec::new();
    match graphviz_rust::parse(text) {
        Ok(Graph::DiGraph { stmts, .. }) => flat(stmts, &mut all),
        other => unreachable!("{other:?}\n{text}"),
    }
    all
}

fn id(of: &DotId) -> String {
    match &of.0 {
        Id::Escaped(id) => id.clone(),
        other => unreachable!("{other:?} is not quoted"),
    }
}

fn dossiers() -> [Dossier; 3] {
    [
        Sample::small(),
        Sample::hostile(),
        Sample::crowd(4, 12, 14, 3),
    ]
}

#[test]
fn every_style_is_read_back_and_every_edge_has_its_nodes() {
    for dossier in dossiers() {
        for style in DotStyle::ALL {
            let text = text(&dossier, style, "en");
            let mut nodes = BTreeSet::new();
            let mut ends = BTreeSet::new();
            for stmt in statements(&text) {
                match stmt {
                    Stmt::Node(Node { id: node, .. }) => {
                        nodes.insert(id(&node));
                    }
                    Stmt::Edge(Edge {
                        ty: EdgeTy::Pair(Vertex::N(from), Vertex::N(to)),
                        ..
                    }) => ends.extend([id(&from), id(&to)]),
                    Stmt::Attribute(_) | Stmt::GAttribute(_) => {}
                    other => unreachable!("{other:?}"),
                }
            }
            assert!(!nodes.is_empty(), "{style:?}");
            let missing: Vec<_> = ends.difference(&nodes).collect();
            assert!(missing.is_empty(), "{style:?}: {missing:?}");
        }
    }
}

#[test]
fn the_style_graph_has_every_node_and_relationship_of_the_selection() {
    for dossier in dossiers() {
        let statements = statements(&text(&dossier, DotStyle::Graph, "en"));
        let nodes = statements
            .iter()
            .filter(|stmt| matches!(stmt, Stmt::Node(_)));
        assert_eq!(nodes.count(), dossier.graph.node_count());
        let edges = statements
            .iter()
            .filter(|stmt| matches!(stmt, Stmt::Edge(_)));
        assert_eq!(edges.count(), dossier.graph.edge_count());
    }
}

#[test]
fn the_same_selection_gives_the_same_text() {
    for style in DotStyle::ALL {
        let dossier = Sample::crowd(4, 12, 14, 3);
        assert_eq!(text(&dossier, style, "en"), text(&dossier, style, "en"));
    }
}

#[test]
fn quotes_stand_in_the_tooltips_and_roles_on_the_edges() {
    let text = text(&Sample::small(), DotStyle::Graph, "en");
    for expected in [
        "“a quote on Fish pact”",
        r#"label="INVOLVED_IN\ncaller""#,
        r#"label="LED_TO\nsigned""#,
        "“as the article says”",
        r##"color="#C8102E""##,
        "≠ date",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

#[test]
fn words_and_dates_are_in_the_language() {
    let dossier = Sample::small();
    assert!(text(&dossier, DotStyle::Overview, "nl").contains("14 sep 2020"));
    assert!(text(&dossier, DotStyle::Actors, "nl").contains("5 afspraken"));
    assert!(text(&dossier, DotStyle::Chronicle, "nl").contains("gepland"));
}

#[test]
fn an_empty_selection_is_an_empty_graph() {
    let dossier = Sample::small();
    for style in DotStyle::ALL {
        let text = to_dot(
            &dossier,
            &Selection::default(),
            style,
            &DotOptions::default(),
        );
        let statements = statements(&text);
        assert!(
            !statements.iter().any(|stmt| matches!(stmt, Stmt::Node(_))),
            "{style:?}"
        );
    }
}

#[test]
fn equal_ids_and_none_stay_different_nodes() {
    let mut dossier = Sample::small();
    for _ in 0..2 {
        dossier.graph.add_node(["Thing"]);
        let twin = dossier.graph.add_node(["Thing"]);
        dossier
            .graph
            .set(twin, "id", crate::graph::Value::from("abel"));
    }
    let nodes: Vec<String> = statements(&text(&dossier, DotStyle::Graph, "en"))
        .iter()
        .filter_map(|stmt| match stmt {
            Stmt::Node(node) => Some(id(&node.id)),
            _ => None,
        })
        .collect();
    let different: BTreeSet<_> = nodes.iter().collect();
    assert_eq!(different.len(), nodes.len());
}

#[test]
#[ignore = "needs Graphviz"]
fn graphviz_reads_and_draws_every_style() {
    for dossier in dossiers() {
        for style in DotStyle::ALL {
            let text = text(&dossier, style, "en");
            let svg = draw_with_graphviz(&text, GraphvizFormat::Svg)
                .unwrap_or_else(|error| unreachable!("{style:?}: {error}"));
            let svg = String::from_utf8_lossy(&svg);
            assert!(svg.contains("</svg>"), "{style:?}");
            assert!(!svg.contains("<b>"), "{style:?}");
        }
    }
}
