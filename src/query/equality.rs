//! The same rows however they are found: by the optimised plan, by the plan as it is written, and by
//! trying everything.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;

use super::ast::{self, Arrow, ClauseKind, ExprKind, PathPattern};
use super::procedures::Registry;
use super::value::notation;
use super::{Limits, Parameters, Strategy as Planning, Table, Value, parser, prepare_with};
use crate::graph::{self, EdgeId, Graph, NodeId};

fn a_graph() -> impl Strategy<Value = Graph> {
    let node = (0..4_usize, prop::option::of(0..3_i64));
    let edge = (
        0..6_usize,
        0..6_usize,
        any::<bool>(),
        prop::option::of(0..3_i64),
    );
    (vec(node, 1..6), vec(edge, 0..8)).prop_map(|(nodes, edges)| {
        let mut graph = Graph::new();
        let labels: [&[&str]; 4] = [&[], &["A"], &["B"], &["A", "B"]];
        let nodes: Vec<_> = (nodes.into_iter())
            .map(|(label, x)| {
                let node = graph.add_node(labels[label].iter().copied());
                graph.set(node, "x", x.map(graph::Value::from));
                let t = ["p", "q", "pq", "r"][(label + x.map_or(0, |_| 1)) % 4];
                graph.set(node, "t", graph::Value::from(t));
                graph.set(
                    node,
                    "n",
                    graph::Value::from(format!("{t}{}", node.index())),
                );
                graph.set(node, "i", graph::Value::from(label_index(node)));
                node
            })
            .collect();
        for (from, to, kind, x) in edges {
            let kind = if kind { "R" } else { "S" };
            let (from, to) = (nodes[from % nodes.len()], nodes[to % nodes.len()]);
            let edge = graph.add_edge(from, kind, to);
            graph.set_edge(edge, "x", x.map(graph::Value::from));
        }
        graph
    })
}

/// A number that rises with the node.
fn label_index(node: NodeId) -> i64 {
    i64::try_from(node.index() / 2).unwrap_or(0)
}

fn one_of(texts: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(texts).prop_map(str::to_owned)
}

fn a_node() -> impl Strategy<Value = String> {
    let name = one_of(&["a", "b", "c", ""]);
    let label = one_of(&["", "", ":A", ":B", ":A:B", ":C"]);
    let map = one_of(&["", "", "", " {x: 1}"]);
    (name, label, map).prop_map(|(name, label, map)| format!("({name}{label}{map})"))
}

fn a_path(relationships: &'static [&'static str]) -> impl Strategy<Value = String> {
    let arrow = one_of(&["- ->", "<- -", "- -", "- ->"]);
    let step = (arrow, one_of(relationships), a_node()).prop_map(|(arrow, inside, node)| {
        let (left, right) = arrow.split_once(' ').unwrap_or(("-", "-"));
        format!("{left}[{inside}]{right}{node}")
    });
    (a_node(), vec(step, 0..3)).prop_map(|(start, steps)| start + &steps.concat())
}

const SIMPLE: &[&str] = &[
    "",
    ":R",
    ":S",
    ":R|S",
    " {x: 1}",
    "*1..2",
    ":R*0..2",
    "*",
    ":S*2",
    "*0..1 {x: 1}",
];

/// One pattern and nothing else, so that trying everything is easy.
fn a_pattern() -> impl Strategy<Value = String> {
    vec(a_path(SIMPLE), 1..3).prop_map(|paths| paths.join(", "))
}

fn a_condition() -> impl Strategy<Value = String> {
    one_of(&[
        "",
        "",
        " WHERE a.x = 1",
        " WHERE a.x = b.x",
        " WHERE a.x IN [0, 2]",
        " WHERE a <> b",
        " WHERE a:A OR b:B",
        " WHERE (a)-->(b)",
        " WHERE NOT (a)--()",
        " WHERE id(a) = 1",
        " WHERE a.x + 1 = b.x",
        " WHERE toString(a.x) = toString(b.x)",
        " WHERE a.x < 2 AND b:B",
        " WHERE EXISTS { (b)-[:R]->(c) WHERE c.x = a.x }",
        " WHERE COUNT { (a)-->() } > 1",
        " WHERE size([(a)-[r]->(q) | q]) = 2",
        " WHERE a.x IS NULL",
    ])
}

fn a_return() -> impl Strategy<Value = String> {
    one_of(&[
        " RETURN id(a) AS a, id(b) AS b",
        " RETURN DISTINCT b",
        " RETURN DISTINCT a.x AS x, b.x AS y",
        " RETURN count(*) AS n",
        " RETURN count(DISTINCT b) AS n",
        " RETURN a.x AS x, count(*) AS n, collect(DISTINCT b.x) AS l",
        " WITH a, b WHERE a.x = 1 RETURN id(a) AS a, id(b) AS b",
        " RETURN id(a) AS i, id(b) AS j ORDER BY i, j LIMIT 3",
        " RETURN id(a) AS i, id(b) AS j ORDER BY j DESC, i SKIP 1 LIMIT 2",
        " WITH DISTINCT a, b ORDER BY a.x, id(a), id(b) LIMIT 2 MATCH (b)-[r]-(d) RETURN id(a) AS a, id(b) AS b, id(d) AS d",
        " WITH count(b) AS n, a MATCH (a)--(e) RETURN n, id(e) AS e",
    ])
}

fn a_query() -> impl Strategy<Value = String> {
    let second = one_of(&[
        "",
        "",
        " OPTIONAL MATCH (b)-[:R]->(c {x: 1})",
        " MATCH (a)-[s]->(c)",
        " OPTIONAL MATCH (a)-[:S*1..2]-(c)-->(d) WHERE d.x = b.x",
        " MATCH (c:A), (d:B {x: a.x})",
        " MATCH p = (b)<-[*0..1]-(c)",
        " UNWIND [0, 1] AS i MATCH (c {x: i})",
        " MATCH (c {x: a.x})--(d)",
    ]);
    (a_pattern(), a_condition(), second, a_return()).prop_map(
        |(pattern, condition, second, end)| {
            // Both names must be there to be asked for.
            format!("MATCH (a), (b), {pattern}{condition}{second}{end}")
        },
    )
}

fn run(text: &str, graph: &Graph, planning: Planning) -> Result<Table, String> {
    let registry = Registry::empty();
    let prepared = prepare_with(text, graph, &registry, planning)
        .map_err(|errors| errors[0].detail.to_owned())?;
    prepared
        .run(graph, &registry, &Parameters::new(), &Limits::default())
        .map_err(|error| error.detail.to_owned())
}

/// Rows as texts, sorted; what stands in lists is sorted too.
fn rows(table: &Table, graph: &Graph) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::List(list) => {
            let mut items: Vec<_> = list.iter().map(|value| notation(graph, value)).collect();
            items.sort();
            items.join(", ")
        }
        Value::Node(node) => format!("node {}", node.index()),
        Value::Relationship(edge) => format!("edge {}", edge.index()),
        value => notation(graph, value),
    };
    let mut rows: Vec<_> = (table.rows.iter())
        .map(|row| row.iter().map(text).collect::<Vec<_>>().join(" | "))
        .collect();
    rows.sort();
    rows
}

/// Finds matches of a pattern by trying everything.
struct Trial<'g, 'p> {
    graph: &'g Graph,
    paths: &'p [PathPattern],
    nodes: BTreeMap<&'p str, NodeId>,
    used: Vec<EdgeId>,
    found: Vec<String>,
}

impl<'p> Trial<'_, 'p> {
    fn path(&mut self, at: usize) {
        let Some(path) = self.paths.get(at) else {
            let row: Vec<_> = ["a", "b"]
                .iter()
                .map(|name| {
                    self.nodes
                        .get(name)
                        .map_or(String::new(), |n| n.index().to_string())
                })
                .collect();
            self.found.push(row.join(" | "));
            return;
        };
        for node in all_nodes(self.graph) {
            self.node(at, 0, &path.start, node);
        }
    }

    /// Tries a node for a place, then goes on with the step after it.
    fn node(&mut self, at: usize, step: usize, pattern: &'p ast::NodePattern, node: NodeId) {
        let it = self.graph.node(node);
        let fits = pattern.labels.iter().all(|label| it.is(&label.text))
            && has(pattern.properties.as_ref(), |key| it.get(key));
        if !fits {
            return;
        }
        let name = pattern.variable.as_ref().map(|name| &*name.text);
        let known = name.and_then(|name| self.nodes.get(name).copied());
        if known.is_some_and(|known| known != node) {
            return;
        }
        if let (Some(name), None) = (name, known) {
            self.nodes.insert(name, node);
        }
        match self.paths[at].steps.get(step) {
            None => self.path(at + 1),
            Some(found) => {
                let length = found.relationship.length;
                let (min, max) = length.map_or((1, 1), |length| {
                    (length.min.unwrap_or(1), length.max.unwrap_or(u32::MAX))
                });
                self.walk(at, step, node, 0, min, max);
            }
        }
        if let (Some(name), None) = (name, known) {
            self.nodes.remove(name);
        }
    }

    fn walk(&mut self, at: usize, step: usize, node: NodeId, taken: u32, min: u32, max: u32) {
        let paths = self.paths;
        let found = &paths[at].steps[step];
        if taken >= min {
            self.node(at, step + 1, &found.node, node);
        }
        if taken == max {
            return;
        }
        let pattern = &found.relationship;
        for edge in self.graph.edges() {
            let kind = pattern.types.is_empty()
                || pattern.types.iter().any(|kind| &*kind.text == edge.kind());
            if !kind
                || self.used.contains(&edge.id())
                || !has(pattern.properties.as_ref(), |key| edge.get(key))
            {
                continue;
            }
            let (from, to) = (edge.from().id(), edge.to().id());
            let mut ends = Vec::new();
            if pattern.direction != Arrow::Left && from == node {
                ends.push(to);
            }
            if pattern.direction != Arrow::Right && to == node && !ends.contains(&from) {
                ends.push(from);
            }
            for end in ends {
                self.used.push(edge.id());
                self.walk(at, step, end, taken + 1, min, max);
                self.used.pop();
            }
        }
    }
}

fn all_nodes(graph: &Graph) -> Vec<NodeId> {
    graph.nodes().map(graph::NodeRef::id).collect()
}

/// Whether something has the properties of a pattern.
fn has<'v>(pattern: Option<&ast::Expr>, get: impl Fn(&str) -> Option<graph::ValueRef<'v>>) -> bool {
    let Some(ExprKind::Map(entries)) = pattern.map(|pattern| &pattern.kind) else {
        return true;
    };
    entries.iter().all(|(key, value)| match value.kind {
        ExprKind::Int(int) => get(&key.text).and_then(graph::ValueRef::as_int) == Some(int),
        _ => false,
    })
}

fn by_trial(text: &str, graph: &Graph) -> Vec<String> {
    let statement = parser::parse(text).unwrap();
    let ClauseKind::Match { pattern, .. } = &statement.query.first.clauses[0].kind else {
        return Vec::new();
    };
    let mut trial = Trial {
        graph,
        paths: pattern,
        nodes: BTreeMap::new(),
        used: Vec::new(),
        found: Vec::new(),
    };
    trial.path(0);
    let mut found = trial.found;
    found.sort();
    found
}

/// A query of which many rows at a time can be made, with an order that leaves nothing open.
fn a_flat_query() -> impl Strategy<Value = String> {
    let second = one_of(&[
        "",
        "",
        " MATCH (a)-[s]->(c)",
        " MATCH (c {t: 'p'})<-[s]-(b)",
        " WITH DISTINCT a, b MATCH (b)-[:R]->(c)<-[:R]-(d) WHERE d <> b AND d <> a",
        " WITH DISTINCT b, a MATCH (b)-->(c)-->(d {n: 'q1'})",
        " MATCH (a)-[r1]-(d)-[r2]-(b)",
    ]);
    let end = one_of(&[
        " RETURN id(a) AS a, id(b) AS b",
        " RETURN a.n AS n, b.t AS t, a.x AS x",
        " RETURN a.t AS t, count(*) AS n ORDER BY n DESC, t LIMIT 2",
        " RETURN a.n AS t, count(b) AS n ORDER BY n DESC, t LIMIT 3",
        " RETURN b.x AS t, a AS a, count(*) AS n",
        " RETURN substring(b.n, 0, 1) AS t, count(DISTINCT a) AS n ORDER BY t",
        " RETURN count(DISTINCT b) AS n",
        " RETURN count(DISTINCT b.t) AS n, min(a.x) AS x, collect(DISTINCT b.n) AS l",
        " RETURN DISTINCT b.t AS t, a.t AS s ORDER BY t, s",
        " RETURN DISTINCT b.n AS n ORDER BY n DESC SKIP 1 LIMIT 2",
        " RETURN b.i AS i, b.n AS n, id(b) AS b, a.n AS m ORDER BY b.i DESC, b.n DESC, m LIMIT 3",
        " RETURN b.n AS n, a.n AS m ORDER BY a.i, id(a), n",
        " RETURN toUpper(b.t) AS n, b.x + 1 AS m",
        " RETURN {t: b.t + 'x'}.t AS t, count(*) AS n",
        " RETURN {t: b.n + 'x'}.t AS t",
        " RETURN substring({t: b.t + 'x'}.t, 1, 9) AS t, count(*) AS n",
    ]);
    let condition = one_of(&[
        "",
        "",
        " WHERE a <> b",
        " WHERE a.t = 'p'",
        " WHERE b.t <> 'p' AND a.n <> 'q1'",
        " WHERE a.t CONTAINS 'q' OR b.t STARTS WITH 'p'",
        " WHERE a.n CONTAINS 'q'",
        " WHERE b.n STARTS WITH 'p' AND a.n ENDS WITH '1'",
        " WHERE a.x = 1",
        " WHERE 1 <= a.i < 3",
        " WHERE a.i >= 1 AND b.x <= 1",
        " WHERE a.t >= 'pq' AND b.n < 'q'",
        " WHERE a:A AND b:B",
        " WHERE a.t IN ['p', 'r']",
        " WHERE b.x IS NULL",
        " WHERE a.t = b.t",
    ]);
    let first = one_of(&[
        "(a)-[:R]->(b)",
        "(a:A)-[e:R]->(b)",
        "(a)-[:R]->()<-[:R]-(b)",
        "(a {n: 'p0'})-[:R]->()<-[:R]-(b)",
        "(a {t: 'p'})-[:R]->(c)<-[:R]-(b {n: 'q1'})",
        "(a)-[:R]-(c)-[:S]-(b)",
        "(a)-[]-(b)",
        "(a)-[:R|S]->(b)-[]->(b)",
        "(a:A), (b {t: 'q'})",
        "(b)<-[e {x: 1}]-(a)",
        "(a:B)-[:S]->(c)-[:R]->(b {n: 'p0'})",
        "(a {n: 'p0'})-[:R]->(c)-[:R]->(d)<-[:R]-(e)<-[:R]-(b {n: 'q1'})",
        "(a)-[:R]->(b)-[:R]->(a)",
    ]);
    (first, condition, second, end).prop_map(|(first, condition, second, end)| {
        format!("MATCH {first}{condition}{second}{end}")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.max(1024)))]

    #[test]
    fn a_frozen_graph_gives_the_rows_of_an_open_one(
        graph in a_graph(),
        query in prop_oneof![a_query(), a_flat_query()],
    ) {
        let open = run(&query, &graph, Planning::AsWritten);
        let frozen_graph = graph.freeze();
        let frozen = run(&query, &frozen_graph, Planning::Cheapest);
        if query.contains(" ORDER BY ") && !query.contains("WITH DISTINCT") {
            // In that order.
            let texts = |table: &Table, graph: &Graph| -> Vec<String> {
                table.rows.iter().map(|row| rows(&Table { columns: Vec::new(), rows: vec![row.clone()] }, graph).concat()).collect()
            };
            let open = open.map(|table| texts(&table, &graph));
            let frozen = frozen.map(|table| texts(&table, &frozen_graph));
            prop_assert_eq!(open, frozen, "{}", query);
        } else {
            let open = open.map(|table| rows(&table, &graph));
            let frozen = frozen.map(|table| rows(&table, &frozen_graph));
            prop_assert_eq!(open, frozen, "{}", query);
        }
    }

    #[test]
    fn shortest_paths_of_a_frozen_graph_are_as_short(graph in a_graph(), at in 0..3_usize) {
        let way = ["-[:R*]-", "-[*..3]->", "<-[:R|S*]-"][at];
        let query = format!("MATCH (a), (b) MATCH p = shortestPath((a){way}(b)) RETURN id(a), id(b), length(p)");
        let open = run(&query, &graph, Planning::AsWritten).map(|table| rows(&table, &graph));
        let frozen_graph = graph.freeze();
        let frozen = run(&query, &frozen_graph, Planning::Cheapest).map(|table| rows(&table, &frozen_graph));
        prop_assert_eq!(open, frozen, "{}", query);
    }
}

proptest! {
    #[test]
    fn an_optimised_plan_gives_the_rows_of_the_plan_as_written(
        graph in a_graph(),
        query in a_query(),
    ) {
        let optimised = run(&query, &graph, Planning::Cheapest);
        let written = run(&query, &graph, Planning::AsWritten);
        let optimised = optimised.map(|table| rows(&table, &graph));
        let written = written.map(|table| rows(&table, &graph));
        prop_assert_eq!(optimised, written, "{}", query);
    }

    #[test]
    fn a_plan_finds_what_trying_everything_finds(
        graph in a_graph(),
        pattern in a_pattern(),
    ) {
        let query = format!("MATCH (a), (b), {pattern} RETURN id(a) AS a, id(b) AS b");
        let table = run(&query, &graph, Planning::Cheapest).unwrap();
        prop_assert_eq!(rows(&table, &graph), by_trial(&query, &graph), "{}", query);
    }
}
