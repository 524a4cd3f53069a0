//! Functions on nodes, relationships and paths.

use super::Context;
use crate::query::value::{Value, deleted};
use crate::query::{Error, ErrorType};

pub(super) fn id(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    let index = match &arguments[0] {
        Value::Null => return Ok(Value::Null),
        Value::Node(node) => node.index(),
        Value::Relationship(edge) => edge.index(),
        other => return Err(wrong("id", "a node or a relationship", other)),
    };
    Ok(Value::Int(i64::try_from(index).unwrap_or(i64::MAX)))
}

pub(super) fn labels(context: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::Node(node) if context.graph.contains_node(*node) => Ok(Value::list(
            context.graph.node(*node).labels().map(Value::from),
        )),
        gone @ Value::Node(_) => Err(deleted(gone)),
        other => Err(wrong("labels", "a node", other)),
    }
}

/// The error of a function that met a value it cannot take.
pub(super) fn wrong(function: &str, expected: &str, found: &Value) -> Error {
    Error::runtime(
        ErrorType::TypeError,
        "InvalidArgumentValue",
        format!(
            "`{function}()` needs {expected}, found {}",
            found.kind().described()
        ),
    )
}
