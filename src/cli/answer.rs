//! Between values of the query language and what is printed or read.

use serde_json::Value as Json;

use super::rows::{Cell, Rows};
use crate::graph::Graph;
use crate::query::{Table, Value};

/// The rows of a query as they are printed; nodes and relationships are looked up in the graph.
pub(crate) fn rows_of(table: &Table, graph: &Graph) -> Rows {
    let mut rows = Rows::new(table.columns.iter().map(ToString::to_string));
    for row in &table.rows {
        rows.push(row.iter().map(|value| cell(value, graph)));
    }
    rows
}

fn cell(value: &Value, graph: &Graph) -> Cell {
    match value {
        Value::Null => Cell::Null,
        Value::Bool(bool) => Cell::Bool(*bool),
        Value::Int(int) => Cell::Int(*int),
        Value::Float(float) => Cell::Float(*float),
        Value::Text(text) => Cell::Text(text.to_string()),
        Value::List(list) => Cell::List(list.iter().map(|value| cell(value, graph)).collect()),
        Value::Map(map) => Cell::Map(
            map.iter()
                .map(|(key, value)| (key.to_string(), cell(value, graph)))
                .collect(),
        ),
        // What the query has deleted cannot be shown.
        Value::Node(node) if !graph.contains_node(*node) => Cell::Null,
        Value::Node(node) => graph.node(*node).into(),
        Value::Relationship(edge) if !graph.contains_edge(*edge) => Cell::Null,
        Value::Relationship(edge) => graph.edge(*edge).into(),
        Value::Path(path) => {
            let there = path.nodes.iter().all(|&node| graph.contains_node(node))
                && path
                    .relationships
                    .iter()
                    .all(|&edge| graph.contains_edge(edge));
            if !there {
                return Cell::Null;
            }
            Cell::Path(
                path.nodes
                    .iter()
                    .map(|&node| graph.node(node).into())
                    .collect(),
                path.relationships
                    .iter()
                    .map(|&edge| graph.edge(edge).into())
                    .collect(),
            )
        }
        Value::Date(day) => Cell::Text(day.to_string()),
        Value::LocalTime(time) => Cell::Text(time.to_string()),
        Value::Time(time) => Cell::Text(time.to_string()),
        Value::LocalDateTime(local) => Cell::Text(local.to_string()),
        Value::DateTime(instant) => Cell::Text(instant.to_string()),
        Value::Duration(duration) => Cell::Text(duration.to_string()),
    }
}

/// A value of JSON.
pub(crate) fn from_json(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => match number.as_i64() {
            Some(int) => Value::Int(int),
            None => Value::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => Value::list(items.iter().map(from_json)),
        Json::Object(entries) => Value::map(
            entries
                .iter()
                .map(|(key, value)| (key.as_str(), from_json(value))),
        ),
    }
}
