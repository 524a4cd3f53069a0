//! Which operators a query becomes.

use crate::graph::{self, Graph};
use crate::query::procedures::Registry;
use crate::query::value::notation;
use crate::query::{Limits, Parameters, Strategy, Value, prepare, prepare_with};

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

/// Sixty actors with names of their own and six hundred events of a few types, each with two actors.
fn events() -> Graph {
    let mut graph = Graph::new();
    let actors: Vec<_> = (0..60)
        .map(|number| {
            let actor = graph.add_node(["Actor"]);
            graph.set(actor, "name", graph::Value::from(format!("n{number}")));
            actor
        })
        .collect();
    for number in 0..600_usize {
        let event = graph.add_node(["Event"]);
        let kind = format!("t{}", number % 7);
        graph.set(event, "type", graph::Value::from(kind));
        for at in [number * number % 59, number % 60] {
            graph.add_edge(actors[at], "IN", event);
        }
    }
    graph.freeze()
}

/// The operators of a plan without numbers: which relationships are followed which way, from where.
fn shape(text: &str, graph: &Graph) -> Vec<String> {
    let plan = prepare(text, graph, &Registry::empty()).unwrap().explain();
    let rows = plan.rows.iter().filter_map(|row| match &row[..] {
        [Value::Text(name), Value::Text(details), ..] => {
            let details: String = details.chars().filter(|c| !c.is_ascii_digit()).collect();
            Some(format!("{name} {details}"))
        }
        _ => None,
    });
    rows.collect()
}

/// Whether a question becomes the same plan in whatever words it is asked.
fn check_wordings(texts: &[&str], expected: &[&str]) {
    let graph = events();
    for text in texts {
        assert_eq!(shape(text, &graph), expected, "{text}");
    }
}

#[test]
fn an_actor_is_looked_up_first_however_it_is_written() {
    check_wordings(
        &[
            "MATCH (a:Actor {name: $x})-[:IN]->(e:Event) RETURN e.type AS type, count(*) AS n",
            "MATCH (a:Actor {name: $x})-[:IN]->(e:Event) RETURN e.type AS type, count(e) AS n",
            "MATCH (a:Actor {name: $x})-[r:IN]->(e:Event) RETURN e.type AS type, count(r) AS n",
            "MATCH (e:Event)<-[:IN]-(a:Actor {name: $x}) RETURN e.type AS type, count(*) AS n",
            "MATCH (e:Event)<-[:IN]-(a:Actor) WHERE a.name = $x RETURN e.type AS type, count(*) AS n",
            "MATCH (e:Event)<-[:IN]-(a:Actor) WHERE $x = a.name RETURN e.type AS type, count(*) AS n",
            "MATCH (a:Actor {name: $x}) MATCH (a)-[:IN]->(e:Event) RETURN e.type AS type, count(*) AS n",
            "MATCH (a)-[:IN]->(e:Event) MATCH (a:Actor {name: $x}) RETURN e.type AS type, count(*) AS n",
            "MATCH (a:Actor) WHERE a.name = $x WITH a MATCH (e:Event)<-[:IN]-(a) RETURN e.type AS type, count(*) AS n",
            "MATCH (a:Actor), (e:Event), (a)-[:IN]->(e) WHERE a.name = $x RETURN e.type AS type, count(*) AS n",
        ],
        &[
            "Aggregate  keys,  aggregates",
            "Filter  conditions",
            "Expand ()-[:IN]->()",
            "Filter  conditions",
            "Seek (:Actor {name})",
            "Argument ",
        ],
    );
}

#[test]
fn two_actors_meet_however_it_is_written() {
    check_wordings(
        &[
            "MATCH (a:Actor {name: $x})-[:IN]->(e:Event)<-[:IN]-(b:Actor {name: $y}) RETURN count(*)",
            "MATCH (b:Actor {name: $y})-[:IN]->(e:Event)<-[:IN]-(a:Actor {name: $x}) RETURN count(e)",
            "MATCH (a:Actor {name: $x})-[:IN]->(e:Event), (b:Actor {name: $y})-[:IN]->(e) RETURN count(*)",
            "MATCH (e:Event)<-[:IN]-(a:Actor {name: $x}), (e)<-[:IN]-(b:Actor {name: $y}) RETURN count(*)",
            "MATCH (a:Actor {name: $x})-[:IN]->(e:Event) MATCH (e)<-[:IN]-(b:Actor {name: $y}) RETURN count(*)",
            "MATCH (a:Actor {name: $x}) MATCH (b:Actor {name: $y}) MATCH (a)-[:IN]->(e:Event)<-[:IN]-(b) RETURN count(*)",
            "MATCH (e:Event)<-[:IN]-(a:Actor), (b:Actor)-[:IN]->(e) WHERE a.name = $x AND b.name = $y RETURN count(*)",
            "MATCH (a:Actor {name: $x})-[:IN]->(e) WITH a, e MATCH (e:Event)<-[:IN]-(b:Actor {name: $y}) RETURN count(*)",
        ],
        &[
            "Aggregate  keys,  aggregates",
            "ExpandInto ()-[:IN]->()",
            "Filter  conditions",
            "Expand ()-[:IN]->()",
            "Filter  conditions",
            "Seek (:Actor {name})",
            "Filter  conditions",
            "Seek (:Actor {name})",
            "Argument ",
        ],
    );
}

#[test]
fn two_patterns_that_meet_in_a_node_are_found_apart_and_joined() {
    let joined = |text: &str| {
        let shape = shape(text, &events());
        assert!(
            shape.contains(&"HashJoin  keys".to_owned()),
            "{text}: {shape:#?}"
        );
        let seeks = shape
            .iter()
            .filter(|row| row.contains("Seek (:Actor {name})"));
        assert_eq!(seeks.count(), 2, "{text}: {shape:#?}");
    };
    joined(
        "MATCH (x:Actor {name: $x})-[:IN]->(:Event {type: $t})<-[:IN]-(o:Actor) WITH DISTINCT o \
         MATCH (o)-[:IN]->(:Event {type: $u})<-[:IN]-(:Actor {name: $y}) RETURN DISTINCT o.name",
    );
    joined(
        "MATCH (x:Actor {name: $x})-[:IN]->(:Event {type: $t})<-[:IN]-(o:Actor), \
         (o)-[:IN]->(:Event {type: $u})<-[:IN]-(:Actor {name: $y}) RETURN DISTINCT o.name",
    );
    joined(
        "MATCH (y:Actor {name: $y})-[:IN]->(:Event {type: $u})<-[:IN]-(o:Actor)-[:IN]->\
         (:Event {type: $t})<-[:IN]-(x:Actor {name: $x}) RETURN DISTINCT o.name",
    );
    joined(
        "MATCH (x:Actor {name: $x})-[:IN]->(e:Event)<-[:IN]-(o:Actor) WHERE e.type = $t \
         MATCH (o)-[:IN]->(f:Event)<-[:IN]-(y:Actor) WHERE f.type = $u AND y.name = $y \
         RETURN DISTINCT o.name",
    );
}

#[test]
fn patterns_found_apart_give_the_rows_of_the_plan_as_written() {
    let frozen = events();
    let mut open = frozen.clone();
    open.thaw();
    let parameters: Parameters = [("x", "n3"), ("y", "n5"), ("t", "t2"), ("u", "t4")]
        .into_iter()
        .map(|(name, value)| (name.into(), Value::from(value)))
        .collect();
    let rows = |text: &str, graph: &Graph, strategy| {
        let prepared = prepare_with(text, graph, &Registry::empty(), strategy).unwrap();
        let limits = Limits::default();
        let table = prepared.run(graph, &Registry::empty(), &parameters, &limits);
        let row = |row: &Vec<Value>| row.iter().map(|value| notation(graph, value)).collect();
        let mut rows: Vec<Vec<String>> = table.unwrap().rows.iter().map(row).collect();
        rows.sort();
        rows
    };
    let mut found = 0;
    for pattern in [
        "(x:Actor {name: $x})-[:IN]->(e:Event)<-[:IN]-(o:Actor)-[:IN]->(f:Event)<-[:IN]-(y:Actor {name: $y})",
        "(x:Actor {name: $x})-[:IN]->(e:Event {type: $t})<-[:IN]-(o:Actor)-[:IN]->(f:Event)<-[:IN]-(y:Actor {name: $y})",
        "(x:Actor {name: $x})-[:IN]->(e:Event)<-[:IN]-(o:Actor), (o)-[:IN]->(f:Event {type: $u})<-[:IN]-(y:Actor {name: $y}) WHERE o <> x",
        "(x:Actor {name: $x})-[:IN]->(e:Event)<-[:IN]-(o:Actor) MATCH (o)-[:IN]->(f:Event)<-[:IN]-(y:Actor {name: $y})",
        "(x:Actor {name: $x})-[:IN]->(e:Event)<-[:IN]-(o:Actor) WITH DISTINCT o MATCH (o)-[:IN]->(f:Event)<-[:IN]-(y:Actor {name: $y})",
        "(x:Actor {name: $x})-[:IN]->(f:Event)<-[:IN]-(o:Actor {name: $y})",
    ] {
        for end in [
            "RETURN DISTINCT o.name",
            "RETURN o.name, count(*)",
            "RETURN o.name, f.type, count(DISTINCT f)",
            "RETURN count(DISTINCT o)",
            "RETURN o.name, f.type ORDER BY f.type, o.name",
        ] {
            let text = format!("MATCH {pattern} {end}");
            let expected = rows(&text, &open, Strategy::AsWritten);
            assert_eq!(rows(&text, &frozen, Strategy::Cheapest), expected, "{text}");
            found += expected.len();
        }
    }
    assert!(found > 100, "{found}");
}
