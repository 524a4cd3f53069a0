//! How long openCypher queries take on a frozen graph of events, prepared once or each time.
//!
//! The events are lines of a tab-separated file, `subject type object date` in the order of their dates
//! (`KRONIEK_ICEWS` is its path), the queries a JSON file with a list `queries` of `name`, `cypher`
//! and `parameters` (`KRONIEK_WORKLOAD`). Run: `cargo bench --bench workload`; with `-- rows` the answers
//! are printed instead, one JSON line a query, and other arguments name the queries wanted.

#![expect(
    clippy::print_stdout,
    reason = "what was measured is what it is run for"
)]

use std::collections::HashMap;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::Instant;

use kroniek::graph::frozen::{BlockColumn, Builder, ColumnData, EdgeBlock, Ends, NodeBlock};
use kroniek::graph::{Graph, Value as Property};
use kroniek::query::procedures::Registry;
use kroniek::query::{Limits, Parameters, Table, Value, prepare};
use serde_json::Value as Json;

/// Numbers of texts in the order in which they come first.
#[derive(Default)]
struct Names<'t> {
    numbers: HashMap<&'t str, u32>,
    texts: Vec<&'t str>,
}

impl<'t> Names<'t> {
    fn number(&mut self, text: &'t str) -> u32 {
        let next = u32::try_from(self.texts.len()).expect("fewer than 4 billion");
        *self.numbers.entry(text).or_insert_with(|| {
            self.texts.push(text);
            next
        })
    }

    fn dictionary(&self) -> Vec<String> {
        self.texts.iter().map(|&text| text.to_owned()).collect()
    }
}

/// The graph of a table: actors and events with their ids, an event's two participants by their roles.
fn load(table: &str) -> Graph {
    let (mut actors, mut types, mut dates) = (Names::default(), Names::default(), Names::default());
    let (mut ends, mut kinds, mut days) = (Vec::new(), Vec::new(), Vec::new());
    for line in table.lines() {
        let mut fields = line.split('\t');
        let mut field = || fields.next().unwrap_or_default();
        let (subject, kind, object, date) = (field(), field(), field(), field());
        ends.extend([actors.number(subject), actors.number(object)]);
        kinds.push(types.number(kind));
        days.push(dates.number(date));
    }
    let events = kinds.len();
    let mut builder = Builder::of(&Graph::new());
    let (mut offsets, mut bytes) = (vec![0], Vec::new());
    for name in &actors.texts {
        bytes.extend_from_slice(name.as_bytes());
        offsets.push(u32::try_from(bytes.len()).expect("short"));
    }
    let first_actor = builder.add_nodes(NodeBlock {
        labels: &["Actor"],
        len: actors.texts.len(),
        columns: vec![
            BlockColumn::new("id", ColumnData::Sequence(0)),
            BlockColumn::new("name", ColumnData::Text { offsets, bytes }),
        ],
    });
    let first_event = builder.add_nodes(NodeBlock {
        labels: &["Event"],
        len: events,
        columns: vec![
            BlockColumn::new("id", ColumnData::Sequence(0)),
            BlockColumn::new(
                "type",
                ColumnData::Codes {
                    codes: kinds,
                    dictionary: types.dictionary(),
                },
            ),
            BlockColumn::new(
                "date",
                ColumnData::Codes {
                    codes: days,
                    dictionary: dates.dictionary(),
                },
            ),
        ],
    });
    let base = u32::from(first_actor);
    for end in &mut ends {
        *end += base;
    }
    let roles = (0..2 * events).map(|at| u32::from(at % 2 == 1)).collect();
    builder.add_edges(EdgeBlock {
        kind: "INVOLVED_IN",
        len: 2 * events,
        from: Ends::List(ends),
        to: Ends::Range {
            first: first_event,
            each: 2,
        },
        columns: vec![BlockColumn::new(
            "role",
            ColumnData::Codes {
                codes: roles,
                dictionary: vec!["source".to_owned(), "target".to_owned()],
            },
        )],
    });
    let graph = builder.finish();
    assert_eq!(
        graph
            .find_nodes(None, graph.symbol("id").expect("used"), &Property::Int(0))
            .map(|found| found.len()),
        Some(2)
    );
    graph
}

fn json(value: &Value) -> Json {
    match value {
        Value::Int(int) => Json::from(*int),
        Value::Text(text) => Json::from(&**text),
        Value::Float(float) => Json::from(*float),
        _ => Json::Null,
    }
}

fn rows(table: &Table) -> Json {
    let row = |row: &Vec<Value>| Json::from(row.iter().map(json).collect::<Vec<_>>());
    Json::from(table.rows.iter().map(row).collect::<Vec<_>>())
}

/// Rows as JSON with a space after each comma between elements.
fn spaced(json: &Json) -> String {
    match json {
        Json::Array(items) => {
            let items: Vec<_> = items.iter().map(spaced).collect();
            format!("[{}]", items.join(", "))
        }
        other => other.to_string(),
    }
}

/// The median and the least of the milliseconds that something takes.
fn median(mut what: impl FnMut()) -> (f64, f64) {
    let start = Instant::now();
    what();
    let once = start.elapsed().as_secs_f64();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "small"
    )]
    let (repeats, rounds) = (
        (200e-6 / once).clamp(1.0, 5000.0) as u32,
        (0.4 / once.max(200e-6)).clamp(5.0, 41.0) as usize,
    );
    let mut times: Vec<f64> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..repeats {
                what();
            }
            start.elapsed().as_secs_f64() * 1000.0 / f64::from(repeats)
        })
        .collect();
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], times[0])
}

fn path(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from)
}

fn main() {
    let (Some(table), Some(workload)) = (path("KRONIEK_ICEWS"), path("KRONIEK_WORKLOAD")) else {
        println!("KRONIEK_ICEWS and KRONIEK_WORKLOAD say what to measure; nothing is measured");
        return;
    };
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with('-'))
        .collect();
    let table = std::fs::read_to_string(table).expect("the table can be read");
    let start = Instant::now();
    let graph = load(&table);
    let loaded = start.elapsed().as_secs_f64();
    drop(table);
    let workload = std::fs::read_to_string(workload).expect("the queries can be read");
    let workload: Json = serde_json::from_str(&workload).expect("JSON");
    let registry = Registry::empty();
    let limits = Limits::default();
    let prints_rows = wanted.iter().any(|arg| arg == "rows");
    let explains = wanted.iter().any(|arg| arg == "explain");
    if !prints_rows {
        println!("loaded and frozen in {loaded:.3} s");
        println!(
            "{:<10}{:>8}{:>14}{:>12}{:>12}{:>12}",
            "query", "rows", "prepared, ms", "least", "parsed too", "parsing"
        );
    }
    for query in workload["queries"].as_array().expect("a list") {
        let name = query["name"].as_str().expect("a name");
        let named = wanted
            .iter()
            .filter(|arg| *arg != "rows" && *arg != "explain");
        if named.clone().count() > 0 && !named.clone().any(|arg| arg == name) {
            continue;
        }
        let cypher = query["cypher"].as_str().expect("a query");
        let mut parameters = Parameters::new();
        for (key, value) in query["parameters"].as_object().into_iter().flatten() {
            parameters.insert(
                key.as_str().into(),
                Value::from(value.as_str().expect("a text")),
            );
        }
        let prepared = prepare(cypher, &graph, &registry).expect("a right query");
        let answer = || {
            prepared
                .run(&graph, &registry, &parameters, &limits)
                .expect("rows")
        };
        let found = answer();
        if prints_rows {
            println!("{{\"q\": \"{name}\", \"rows\": {}}}", spaced(&rows(&found)));
            continue;
        }
        if explains {
            for row in prepared.explain().rows {
                println!(
                    "    {}",
                    spaced(&Json::from(row.iter().map(json).collect::<Vec<_>>()))
                );
            }
        }
        let (warm, least) = median(|| drop(black_box(answer())));
        let (each, _) = median(|| {
            let prepared = prepare(cypher, &graph, &registry).expect("a right query");
            drop(black_box(prepared.run(
                &graph,
                &registry,
                &parameters,
                &limits,
            )));
        });
        println!(
            "{name:<10}{:>8}{warm:>14.4}{least:>12.4}{each:>12.4}{:>12.4}",
            found.rows.len(),
            each - warm
        );
    }
}
