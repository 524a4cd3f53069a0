//! `tck`: answers the cases of the openCypher conformance suite, one JSON request a line.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, Write};
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::answer::from_json;
use crate::graph::{EdgeId, Graph, NodeId};
use crate::query::procedures::{Registry, Signature};
use crate::query::value::notation;
use crate::query::{self, Error, ErrorType, Limits, Parameters, Table};

#[derive(Deserialize)]
struct Request {
    #[serde(default)]
    setup: Vec<String>,
    query: String,
    #[serde(default)]
    params: BTreeMap<String, Json>,
    #[serde(default)]
    params_tck: BTreeMap<String, String>,
    #[serde(default)]
    control: Vec<String>,
    #[serde(default)]
    procedures: Vec<Procedure>,
}

#[derive(Deserialize)]
struct Procedure {
    signature: String,
    #[serde(default)]
    rows: Vec<Vec<String>>,
}

/// Answers every line of the input with one line of output, in order.
///
/// # Errors
///
/// If reading or writing fails.
pub fn serve(input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    for line in input.lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let reply = match serde_json::from_str::<Request>(&line) {
            Ok(request) => answer(&request),
            Err(error) => {
                let error = Error::runtime(
                    ErrorType::ArgumentError,
                    "InvalidRequest",
                    format!("the request cannot be read: {error}"),
                );
                failure(&error, "setup")
            }
        };
        writeln!(output, "{reply}")?;
        output.flush()?;
    }
    Ok(())
}

fn answer(request: &Request) -> Json {
    let mut graph = Graph::new();
    let (registry, parameters) = match (procedures(request), parameters(request)) {
        (Ok(registry), Ok(parameters)) => (registry, parameters),
        (Err(error), _) | (_, Err(error)) => return failure(&error, "setup"),
    };
    for text in &request.setup {
        if let Err(error) = run(text, &mut graph, &registry, &parameters) {
            return failure(&error, "setup");
        }
    }
    let before = graph.clone();
    let table = match run(&request.query, &mut graph, &registry, &parameters) {
        Ok(table) => table,
        Err(error) => return failure(&error, "query"),
    };
    let mut reply = shown(&table, &graph);
    reply["side_effects"] = side_effects(&before, &graph);
    let control: Vec<_> = (request.control.iter())
        .map(|text| match run(text, &mut graph, &registry, &parameters) {
            Ok(table) => shown(&table, &graph),
            Err(error) => failure(&error, "control"),
        })
        .collect();
    reply["control"] = Json::Array(control);
    reply
}

fn run(
    text: &str,
    graph: &mut Graph,
    registry: &Registry,
    parameters: &Parameters,
) -> Result<Table, Error> {
    let prepared = query::prepare(text, graph, registry)
        .map_err(|errors| errors.into_iter().next().unwrap_or_else(no_error))?;
    if !prepared.writes() {
        return prepared.run(graph, registry, parameters, &Limits::default());
    }
    let mut copy = graph.clone();
    let table = prepared.run_mut(&mut copy, registry, parameters, &Limits::default())?;
    *graph = copy;
    Ok(table)
}

fn no_error() -> Error {
    Error::runtime(
        ErrorType::SemanticError,
        "Unknown",
        "an error without a reason",
    )
}

fn procedures(request: &Request) -> Result<Registry, Error> {
    let mut registry = Registry::empty();
    for procedure in &request.procedures {
        let rows: Result<Vec<Vec<_>>, _> = (procedure.rows.iter())
            .map(|row| row.iter().map(|cell| query::literal(cell)).collect())
            .collect();
        registry.add_table(Signature::parse(&procedure.signature)?, rows?);
    }
    Ok(registry)
}

fn parameters(request: &Request) -> Result<Parameters, Error> {
    let mut parameters: Parameters = (request.params.iter())
        .map(|(name, value)| (Arc::from(name.as_str()), from_json(value)))
        .collect();
    for (name, text) in &request.params_tck {
        parameters.insert(name.as_str().into(), query::literal(text)?);
    }
    Ok(parameters)
}

fn shown(table: &Table, graph: &Graph) -> Json {
    let rows: Vec<Vec<_>> = (table.rows.iter())
        .map(|row| row.iter().map(|value| notation(graph, value)).collect())
        .collect();
    let columns: Vec<&str> = table.columns.iter().map(|name| &**name).collect();
    json!({ "columns": columns, "rows": rows })
}

fn failure(error: &Error, stage: &str) -> Json {
    json!({
        "error": {
            "type": error.kind.to_string(),
            "phase": error.phase.to_string(),
            "detail": error.detail,
            "message": error.message,
        },
        "stage": stage,
        "side_effects": {},
    })
}

/// What differs between two graphs.
fn side_effects(before: &Graph, after: &Graph) -> Json {
    fn difference<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> usize {
        a.difference(b).count()
    }
    let (nodes_before, nodes_after) = (nodes(before), nodes(after));
    let (edges_before, edges_after) = (edges(before), edges(after));
    let (labels_before, labels_after) = (labels(before), labels(after));
    let (properties_before, properties_after) = (properties(before), properties(after));
    json!({
        "+nodes": difference(&nodes_after, &nodes_before),
        "-nodes": difference(&nodes_before, &nodes_after),
        "+relationships": difference(&edges_after, &edges_before),
        "-relationships": difference(&edges_before, &edges_after),
        "+labels": difference(&labels_after, &labels_before),
        "-labels": difference(&labels_before, &labels_after),
        "+properties": difference(&properties_after, &properties_before),
        "-properties": difference(&properties_before, &properties_after),
    })
}

fn nodes(graph: &Graph) -> BTreeSet<NodeId> {
    graph.nodes().map(crate::graph::NodeRef::id).collect()
}

fn edges(graph: &Graph) -> BTreeSet<EdgeId> {
    graph.edges().map(crate::graph::EdgeRef::id).collect()
}

fn labels(graph: &Graph) -> BTreeSet<&str> {
    graph
        .nodes()
        .flat_map(crate::graph::NodeRef::labels)
        .collect()
}

/// Whether of a node, its number, the key and the value.
fn properties(graph: &Graph) -> BTreeSet<(bool, usize, &str, String)> {
    let text = |value: crate::graph::ValueRef<'_>| format!("{value:?}");
    let nodes = graph.nodes().flat_map(|node| {
        node.properties()
            .map(move |(key, value)| (true, node.id().index(), key, text(value)))
    });
    let edges = graph.edges().flat_map(|edge| {
        edge.properties()
            .map(move |(key, value)| (false, edge.id().index(), key, text(value)))
    });
    nodes.chain(edges).collect()
}
