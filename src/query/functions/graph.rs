//! Functions on nodes, relationships, paths and their properties.

#![expect(
    clippy::unnecessary_wraps,
    reason = "all functions of the table have one signature"
)]

use super::{Context, wrong};
use crate::graph::{EdgeRef, NodeRef};
use crate::query::Error;
use crate::query::value::{Value, deleted};

/// A node or relationship that an argument names, or what else it is.
enum Entity<'g> {
    Null,
    Node(NodeRef<'g>),
    Relationship(EdgeRef<'g>),
    Other,
}

fn entity<'g>(context: &Context<'g>, value: &Value) -> Result<Entity<'g>, Error> {
    let graph = context.graph;
    Ok(match value {
        Value::Null => Entity::Null,
        Value::Node(node) if graph.contains_node(*node) => Entity::Node(graph.node(*node)),
        Value::Relationship(edge) if graph.contains_edge(*edge) => {
            Entity::Relationship(graph.edge(*edge))
        }
        Value::Node(_) | Value::Relationship(_) => return Err(deleted(value)),
        _ => Entity::Other,
    })
}

pub(super) fn id(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    let index = match &arguments[0] {
        Value::Null => return Ok(Value::Null),
        Value::Node(node) => node.index(),
        Value::Relationship(edge) => edge.index(),
        other => return Err(wrong("id", "a node or a relationship", other)),
    };
    Ok(Value::Int(i64::try_from(index).unwrap_or(i64::MAX)))
}

/// `n` or `r` and the number of the node or relationship.
pub(super) fn element_id(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::Node(node) => Ok(Value::text(format!("n{}", node.index()))),
        Value::Relationship(edge) => Ok(Value::text(format!("r{}", edge.index()))),
        other => Err(wrong("elementId", "a node or a relationship", other)),
    }
}

pub(super) fn labels(context: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    match entity(context, &arguments[0])? {
        Entity::Null => Ok(Value::Null),
        Entity::Node(node) => Ok(Value::list(node.labels().map(Value::from))),
        _ => Err(wrong("labels", "a node", &arguments[0])),
    }
}

/// The type of a relationship, even of one that the query has deleted.
pub(super) fn kind(context: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    if let Value::Relationship(edge) = &arguments[0]
        && let Some(kind) = context.deleted_types.and_then(|types| types.get(edge))
    {
        return Ok(Value::Text(kind.clone()));
    }
    match entity(context, &arguments[0])? {
        Entity::Null => Ok(Value::Null),
        Entity::Relationship(edge) => Ok(Value::from(edge.kind())),
        _ => Err(wrong("type", "a relationship", &arguments[0])),
    }
}

pub(super) fn keys(context: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    if let Value::Map(map) = &arguments[0] {
        return Ok(Value::list(map.keys().cloned().map(Value::Text)));
    }
    match entity(context, &arguments[0])? {
        Entity::Null => Ok(Value::Null),
        Entity::Node(node) => Ok(Value::list(
            node.properties().map(|(key, _)| Value::from(key)),
        )),
        Entity::Relationship(edge) => Ok(Value::list(
            edge.properties().map(|(key, _)| Value::from(key)),
        )),
        Entity::Other => Err(wrong(
            "keys",
            "a node, a relationship or a map",
            &arguments[0],
        )),
    }
}

pub(super) fn properties(context: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    if let map @ Value::Map(_) = &arguments[0] {
        return Ok(map.clone());
    }
    match entity(context, &arguments[0])? {
        Entity::Null => Ok(Value::Null),
        Entity::Node(node) => Ok(Value::map(
            node.properties()
                .map(|(key, value)| (key, Value::from(value))),
        )),
        Entity::Relationship(edge) => Ok(Value::map(
            edge.properties()
                .map(|(key, value)| (key, Value::from(value))),
        )),
        Entity::Other => Err(wrong(
            "properties",
            "a node, a relationship or a map",
            &arguments[0],
        )),
    }
}

pub(super) fn start_node(context: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    match entity(context, &arguments[0])? {
        Entity::Null => Ok(Value::Null),
        Entity::Relationship(edge) => Ok(Value::Node(edge.from().id())),
        _ => Err(wrong("startNode", "a relationship", &arguments[0])),
    }
}

pub(super) fn end_node(context: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    match entity(context, &arguments[0])? {
        Entity::Null => Ok(Value::Null),
        Entity::Relationship(edge) => Ok(Value::Node(edge.to().id())),
        _ => Err(wrong("endNode", "a relationship", &arguments[0])),
    }
}

pub(super) fn nodes(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::Path(path) => Ok(Value::list(path.nodes.iter().copied().map(Value::Node))),
        other => Err(wrong("nodes", "a path", other)),
    }
}

pub(super) fn relationships(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::Path(path) => Ok(Value::list(
            path.relationships.iter().copied().map(Value::Relationship),
        )),
        other => Err(wrong("relationships", "a path", other)),
    }
}

pub(super) fn length(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::Path(path) => Ok(super::list::count(path.relationships.len())),
        other => Err(wrong("length", "a path", other)),
    }
}

/// Whether a property is there.
pub(super) fn exists(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    Ok(Value::Bool(!arguments[0].is_null()))
}
