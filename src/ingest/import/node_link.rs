//! Node-link JSON, as NetworkX and D3 have it: `nodes`, and `links` or `edges`.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::ImportError;
use super::graphml::{kind, labels, member};
use super::records::{Link, Node, Place, Property, Records, scalar};

pub(super) fn read(bytes: &[u8]) -> Result<Records, ImportError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let document: Value = serde_json::from_slice(bytes).map_err(|error| broken(&error, 0))?;
    let mut records = Records::default();
    let missing = |what: &str| ImportError::Syntax {
        place: Place::Line { line: 1, column: 1 },
        message: format!("this is no node-link JSON: there is no list `{what}`"),
    };
    let nodes = document
        .get("nodes")
        .and_then(Value::as_array)
        .ok_or_else(|| missing("nodes"))?;
    let links = (document.get("links").or_else(|| document.get("edges")))
        .and_then(Value::as_array)
        .ok_or_else(|| missing("links"))?;
    records.title = (document.get("graph"))
        .and_then(|graph| graph.get("name").or_else(|| graph.get("title")))
        .and_then(Value::as_str)
        .filter(|title| !title.is_empty())
        .map(str::to_owned);
    for (at, node) in nodes.iter().enumerate() {
        let place = Place::Item(format!("nodes[{at}]"));
        let id = node
            .get("id")
            .or_else(|| node.get("key"))
            .or_else(|| node.get("name"));
        let (Some(node), Some(id)) = (node.as_object(), id.and_then(scalar)) else {
            records.problem(
                &place,
                format!("a node without an `id` is left out: {node}"),
            );
            continue;
        };
        let mut properties = members(&mut records, &place, node, &["id"]);
        let labels = labels(&mut properties);
        records.nodes.push(Node {
            id,
            labels,
            properties,
            place,
        });
    }
    let known: HashSet<String> = records.nodes.iter().map(|node| node.id.clone()).collect();
    for (at, link) in links.iter().enumerate() {
        let place = Place::Item(format!("links[{at}]"));
        let end = |key: &str| {
            let end = link.get(key)?;
            // D3 puts the nodes themselves there once it has run.
            let named = scalar(end.get("id").unwrap_or(end))?;
            // Older files count nodes instead of naming them.
            let counted = || records.nodes.get(usize::try_from(end.as_u64()?).ok()?);
            if known.contains(&named) {
                return Some(named);
            }
            Some(counted().map_or(named, |node| node.id.clone()))
        };
        let (Some(from), Some(to)) = (end("source"), end("target")) else {
            records.problem(
                &place,
                format!("a link without `source` and `target` is left out: {link}"),
            );
            continue;
        };
        let Some(link) = link.as_object() else {
            continue;
        };
        let mut properties = members(&mut records, &place, link, &["source", "target", "key"]);
        records.links.push(Link {
            kind: kind(&mut properties),
            from,
            to,
            properties,
            place,
        });
    }
    Ok(records)
}

/// What is wrong with a JSON text, after so many lines before it.
pub(super) fn broken(error: &serde_json::Error, before: usize) -> ImportError {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    ImportError::Syntax {
        place: Place::Line {
            line: before + error.line().max(1),
            column: error.column().max(1),
        },
        message: format!("this is not JSON: {message}"),
    }
}

fn members(
    records: &mut Records,
    place: &Place,
    object: &Map<String, Value>,
    without: &[&str],
) -> Vec<Property> {
    let mut properties = Vec::new();
    for (key, value) in object {
        if without.contains(&key.as_str()) {
            continue;
        }
        if let Err(message) = member(&mut properties, key, value) {
            records.problem(place, format!("{message}, which has no place in a dossier"));
        }
    }
    properties
}
