//! Which operators a query becomes.

use crate::graph::{self, Graph};
use crate::query::procedures::Registry;
use crate::query::{Value, prepare};

/// A thousand nodes `A` and ten `B`, each with an `x`, and a few relationships.
fn graph() -> Graph {
    let mut graph = Graph::new();
    let mut before = None;
    for x in 0..1000 {
        let node = graph.add_node(
            if x % 100 == 0 {
                ["A", "B"].as_slice()
            } else {
                &["A"]
            }
            .iter()
            .copied(),
        );
        graph.set(node, "x", graph::Value::from(x));
        if let Some(before) = before.replace(node) {
            graph.add_edge(before, "R", node);
        }
    }
    graph
}

fn check(text: &str, expected: &[&str]) {
    let plan = prepare(text, &graph(), &Registry::empty())
        .unwrap()
        .explain();
    let operators: Vec<_> = (plan.rows.iter())
        .map(|row| match &row[..] {
            [Value::Text(name), Value::Text(details), ..] if !details.contains(' ') => {
                format!("{name} {details}").trim_end().to_owned()
            }
            [Value::Text(name), ..] => name.to_string(),
            _ => String::new(),
        })
        .collect();
    assert_eq!(operators, expected, "{text}");
}

#[test]
fn a_pattern_starts_where_there_is_least() {
    check(
        "MATCH (a:A)-[:R]->(b:B) RETURN a",
        &[
            "Filter",
            "Expand (2)<-[1:R]-(0)",
            "ScanLabel (2:B)",
            "Argument",
        ],
    );
    check(
        "MATCH (a:A)-[:R]->(b) WHERE b.x = 3 RETURN a",
        &[
            "Filter",
            "Expand (2)<-[1:R]-(0)",
            "Filter",
            "Seek",
            "Argument",
        ],
    );
    check(
        "MATCH (a:A), (b:A) WHERE a.x = 1 AND b.x = a.x RETURN b",
        &["Filter", "Seek", "Filter", "Seek", "Argument"],
    );
    check(
        "MATCH (a) WHERE a.x IN [1, 2] WITH a WHERE a:B RETURN a",
        &["Filter", "Seek", "Argument"],
    );
    check(
        "MATCH (a) WHERE id(a) = 3 RETURN a",
        &["Filter", "SeekId (0)", "Argument"],
    );
}

#[test]
fn a_closed_pattern_is_checked_and_not_searched() {
    check(
        "MATCH (a:B)-[:R]->(b)-[:R]->(a) RETURN a",
        &[
            "ExpandInto (2)-[3:R]->(0)",
            "Expand (0)-[1:R]->(2)",
            "ScanLabel (0:B)",
            "Argument",
        ],
    );
}

#[test]
fn equal_values_of_two_patterns_are_hashed() {
    check(
        "MATCH (a:A), (b:A) WHERE toString(a.x) = toString(b.x) RETURN a",
        &[
            "Filter",
            "HashJoin",
            "  ScanLabel (1:A)",
            "  Argument",
            "ScanLabel (0:A)",
            "Argument",
        ],
    );
}

#[test]
fn the_whole_graph_is_counted_without_looking() {
    check("MATCH (a:B) RETURN count(*)", &["Count (:B)", "Argument"]);
    check(
        "MATCH ()-[r:R]->() RETURN count(r)",
        &["Count -[:R]-", "Argument"],
    );
    check(
        "MATCH (a)-[r]-() RETURN count(r)",
        &["Aggregate", "ScanRelationships (0)-[1]-(2)", "Argument"],
    );
}

#[test]
fn only_the_first_rows_are_sorted() {
    check(
        "MATCH (a:B) RETURN a.x AS x ORDER BY x SKIP 1 LIMIT 2",
        &[
            "Limit",
            "Skip",
            "Top",
            "Project",
            "ScanLabel (0:B)",
            "Argument",
        ],
    );
}

#[test]
fn ends_are_found_once_where_walks_do_not_matter() {
    check(
        "MATCH (a:B)-[:R*]->(b) RETURN DISTINCT b",
        &[
            "Distinct",
            "Reach (0)-[1:R*1..]->(2)",
            "ScanLabel (0:B)",
            "Argument",
        ],
    );
    check(
        "MATCH (a:B)-[r:R*]->(b) RETURN DISTINCT b, size(r) AS s",
        &[
            "Distinct",
            "Project",
            "ExpandMany (0)-[1:R*1..]->(2)",
            "ScanLabel (0:B)",
            "Argument",
        ],
    );
}
