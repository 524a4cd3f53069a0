//! Answers the queries of a workload over an event table: one line `{"q": NAME, "rows": […]}` each.
//!
//! `cargo run --release --example workload -- EVENTS.tsv [WORKLOAD.json]`; the table may also be
//! named by `KRONIEK_ICEWS`. It has four columns without a header: subject, type, object and date.

use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;
use std::{env, fs, io};

use kroniek::compile;
use kroniek::query::procedures::Registry;
use kroniek::query::{self, Limits, Parameters, Value};
use serde_json::json;

/// The mapping of the table.
const MAPPING: &str = "
title: Events
columns: [subject, type, object, date]
events:
  id: {row: 0}
  type: type
  date: date
  who: {source: subject, target: object}
";

/// Where the workload lies unless it is named.
const WORKLOAD: &str = "../shared/bench/workload.json";

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let table = arguments.next().or_else(|| env::var("KRONIEK_ICEWS").ok());
    let table = table.ok_or("name the table: workload EVENTS.tsv [WORKLOAD.json]")?;
    let workload = arguments.next().unwrap_or_else(|| WORKLOAD.to_owned());
    let workload: serde_json::Value = serde_json::from_str(&fs::read_to_string(workload)?)?;

    let dir = dossier(&fs::canonicalize(table)?)?;
    let start = Instant::now();
    let compiled = compile::open(&dir, &dir);
    fs::remove_dir_all(&dir)?;
    let compiled = compiled?;
    if compiled.errors() > 0 {
        return Err(format!("{:?}", compiled.findings).into());
    }
    let mut errors = io::stderr().lock();
    writeln!(errors, "compiled in {} ms", start.elapsed().as_millis())?;

    let graph = &compiled.dossier.graph;
    let registry = Registry::standard();
    let mut out = io::stdout().lock();
    for query in workload["queries"].as_array().ok_or("no queries")? {
        let text = query["cypher"].as_str().ok_or("a query without text")?;
        let prepared =
            query::prepare(text, graph, &registry).map_err(|errors| format!("{errors:?}"))?;
        let parameters = parameters(&query["parameters"]);
        let start = Instant::now();
        let answer = prepared.run(graph, &registry, &parameters, &Limits::default());
        let answer = answer.map_err(|error| format!("{error:?}"))?;
        let took = start.elapsed();
        let rows: Vec<Vec<_>> = (answer.rows.iter())
            .map(|row| row.iter().map(as_json).collect())
            .collect();
        let line = json!({"q": query["name"], "rows": rows});
        writeln!(out, "{line}")?;
        writeln!(
            errors,
            "{}: {:.3} ms",
            query["name"],
            took.as_secs_f64() * 1e3
        )?;
    }
    Ok(())
}

/// A dossier of one table, in a new folder.
fn dossier(table: &Path) -> io::Result<PathBuf> {
    let dir = env::temp_dir().join(format!("kroniek-workload-{}", std::process::id()));
    fs::create_dir_all(dir.join("annotations"))?;
    let table = json!(table);
    let mapping = format!("table: {table}{MAPPING}");
    fs::write(dir.join("annotations/events.yaml"), mapping)?;
    Ok(dir)
}

fn parameters(json: &serde_json::Value) -> Parameters {
    let pairs = json.as_object().into_iter().flatten();
    pairs
        .map(|(name, value)| {
            let text = value.as_str().unwrap_or_default();
            (Arc::from(name.as_str()), Value::Text(text.into()))
        })
        .collect()
}

fn as_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Int(int) => json!(int),
        Value::Float(float) => json!(float),
        Value::Bool(bool) => json!(bool),
        Value::Text(text) => json!(&**text),
        Value::Null => serde_json::Value::Null,
        other => json!(format!("{other:?}")),
    }
}
