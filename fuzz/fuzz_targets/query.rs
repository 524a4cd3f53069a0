//! Any query ends, with rows or an error, within its limits.

#![no_main]

use std::time::Duration;

use kroniek::graph::Graph;
use kroniek::query::procedures::Registry;
use kroniek::query::{Limits, Parameters, prepare};
use libfuzzer_sys::fuzz_target;

const SETUP: &str = "CREATE (a:A {x: 1, name: 'a'})-[:R {x: 1}]->(b:B {x: 2})-[:S]->(c:A:B {x: 1}), \
                     (c)-[:R]->(a), (a)-[:R]->(a), (:C {d: date('2020-01-01'), l: [1, 2]})";

fuzz_target!(|text: &str| {
    let registry = Registry::standard();
    let limits = Limits {
        timeout: Some(Duration::from_secs(1)),
        max_rows: Some(10_000),
        max_memory: Some(50_000_000),
        cancel: None,
    };
    let mut graph = Graph::new();
    for text in [SETUP, text] {
        if let Ok(prepared) = prepare(text, &graph, &registry) {
            let _ = prepared.run_mut(&mut graph, &registry, &Parameters::new(), &limits);
        }
    }
});
