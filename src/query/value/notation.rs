//! Values as text: the notation of the conformance suite, and floats.

use std::fmt::{self, Write as _};

use super::{Map, Path, Value};
use crate::graph::{EdgeId, Graph, NodeId};

/// A value in the notation of the openCypher conformance suite: `'text'`, `(:Label {key: 1})`,
/// `[:TYPE]`, `<(:A)-[:T]->(:B)>`; temporal values as strings.
pub fn notation(graph: &Graph, value: &Value) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = Writer {
        graph,
        out: &mut out,
    }
    .value(value);
    out
}

struct Writer<'a> {
    graph: &'a Graph,
    out: &'a mut String,
}

impl Writer<'_> {
    fn value(&mut self, value: &Value) -> fmt::Result {
        match value {
            Value::Null => self.out.write_str("null"),
            Value::Bool(_) | Value::Int(_) | Value::Float(_) => {
                self.out.write_str(&printed(value).unwrap_or_default())
            }
            Value::Text(text) => self.text(text),
            Value::List(list) => {
                self.out.write_str("[")?;
                for (at, element) in list.iter().enumerate() {
                    self.separator(at)?;
                    self.value(element)?;
                }
                self.out.write_str("]")
            }
            Value::Map(map) => self.map(map),
            Value::Node(node) => self.node(*node),
            Value::Relationship(relationship) => self.relationship(*relationship),
            Value::Path(path) => self.path(path),
            temporal => self.text(&printed(temporal).unwrap_or_default()),
        }
    }

    fn separator(&mut self, at: usize) -> fmt::Result {
        self.out.write_str(if at == 0 { "" } else { ", " })
    }

    fn text(&mut self, text: &str) -> fmt::Result {
        self.out.write_str("'")?;
        for char in text.chars() {
            if matches!(char, '\'' | '\\') {
                self.out.write_str("\\")?;
            }
            self.out.write_char(char)?;
        }
        self.out.write_str("'")
    }

    fn map(&mut self, map: &Map) -> fmt::Result {
        self.out.write_str("{")?;
        for (at, (key, value)) in map.iter().enumerate() {
            self.separator(at)?;
            self.name(key)?;
            self.out.write_str(": ")?;
            self.value(value)?;
        }
        self.out.write_str("}")
    }

    fn name(&mut self, name: &str) -> fmt::Result {
        let plain = name
            .chars()
            .all(|char| char.is_alphanumeric() || char == '_')
            && !name.starts_with(|char: char| char.is_numeric())
            && !name.is_empty();
        if plain {
            self.out.write_str(name)
        } else {
            write!(self.out, "`{}`", name.replace('`', "``"))
        }
    }

    fn node(&mut self, id: NodeId) -> fmt::Result {
        if !self.graph.contains_node(id) {
            return self.out.write_str("()");
        }
        let node = self.graph.node(id);
        self.out.write_str("(")?;
        for label in node.labels() {
            self.out.write_str(":")?;
            self.name(label)?;
        }
        let space = node.labels().next().is_some();
        self.properties(node.properties(), space)?;
        self.out.write_str(")")
    }

    fn relationship(&mut self, id: EdgeId) -> fmt::Result {
        if !self.graph.contains_edge(id) {
            return self.out.write_str("[]");
        }
        let relationship = self.graph.edge(id);
        self.out.write_str("[:")?;
        self.name(relationship.kind())?;
        self.properties(relationship.properties(), true)?;
        self.out.write_str("]")
    }

    fn properties<'g>(
        &mut self,
        properties: impl Iterator<Item = (&'g str, crate::graph::ValueRef<'g>)>,
        space: bool,
    ) -> fmt::Result {
        let map: Map = properties
            .map(|(key, value)| (key.into(), Value::from(value)))
            .collect();
        if map.is_empty() {
            return Ok(());
        }
        self.out.write_str(if space { " " } else { "" })?;
        self.map(&map)
    }

    fn path(&mut self, path: &Path) -> fmt::Result {
        self.out.write_str("<")?;
        for (at, &node) in path.nodes.iter().enumerate() {
            if let Some(&relationship) = at.checked_sub(1).and_then(|at| path.relationships.get(at))
            {
                let forward = !self.graph.contains_edge(relationship)
                    || self.graph.edge(relationship).to().id() == node;
                self.out.write_str(if forward { "-" } else { "<-" })?;
                self.relationship(relationship)?;
                self.out.write_str(if forward { "->" } else { "-" })?;
            }
            self.node(node)?;
        }
        self.out.write_str(">")
    }
}

/// A scalar as `toString()` gives it: temporal values in ISO 8601, a string as it is; `None` for null
/// and for what is no scalar.
pub fn printed(value: &Value) -> Option<String> {
    Some(match value {
        Value::Bool(bool) => bool.to_string(),
        Value::Int(int) => int.to_string(),
        Value::Float(float) => float_text(*float),
        Value::Text(text) => text.to_string(),
        Value::Date(day) => day.to_string(),
        Value::LocalTime(time) => time.to_string(),
        Value::Time(time) => time.to_string(),
        Value::LocalDateTime(local) => local.to_string(),
        Value::DateTime(instant) => instant.to_string(),
        Value::Duration(duration) => duration.to_string(),
        Value::Null
        | Value::List(_)
        | Value::Map(_)
        | Value::Node(_)
        | Value::Relationship(_)
        | Value::Path(_) => return None,
    })
}

/// A float as text, so that it reads as a float: `1.0`, `0.001`, `1.0E7`, `NaN`, `-Infinity`.
/// The shortest digits that give the same float; with an exponent below 10⁻³ and from 10⁷ on.
pub fn float_text(float: f64) -> String {
    if float.is_nan() {
        return "NaN".into();
    }
    if float.is_infinite() {
        return if float > 0.0 { "Infinity" } else { "-Infinity" }.into();
    }
    let size = float.abs();
    if size == 0.0 || (1e-3..1e7).contains(&size) {
        return format!("{float:?}");
    }
    let scientific = format!("{float:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let point = if digits.contains('.') { "" } else { ".0" };
    format!("{digits}{point}E{exponent}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph;

    #[test]
    fn floats_read_as_floats() {
        let check = |float: f64, expected: &str| assert_eq!(float_text(float), expected);
        check(1.0, "1.0");
        check(-0.0, "-0.0");
        check(0.001, "0.001");
        check(0.0001, "1.0E-4");
        check(9_999_999.5, "9999999.5");
        check(1e7, "1.0E7");
        check(1.234_567_89e308, "1.23456789E308");
        check(-1e-305, "-1.0E-305");
        check(f64::NAN, "NaN");
        check(f64::NEG_INFINITY, "-Infinity");
    }

    #[test]
    fn graph_values_show_labels_properties_and_directions() {
        let mut graph = Graph::new();
        let a = graph.add_node(["A", "B"]);
        let b = graph.add_node([]);
        graph.set(a, "x", graph::Value::from(1));
        graph.set(b, "name", graph::Value::from("it's"));
        let edge = graph.add_edge(a, "T", b);
        graph.set_edge(edge, "w", graph::Value::from(0.5));
        let check = |value: Value, expected: &str| assert_eq!(notation(&graph, &value), expected);
        check(Value::Node(a), "(:A:B {x: 1})");
        check(Value::Node(b), r"({name: 'it\'s'})");
        check(Value::Relationship(edge), "[:T {w: 0.5}]");
        let path = |nodes| {
            Value::path(Path {
                nodes,
                relationships: vec![edge],
            })
        };
        check(
            path(vec![a, b]),
            r"<(:A:B {x: 1})-[:T {w: 0.5}]->({name: 'it\'s'})>",
        );
        check(
            path(vec![b, a]),
            r"<({name: 'it\'s'})<-[:T {w: 0.5}]-(:A:B {x: 1})>",
        );
        check(
            Value::map([
                ("b c", Value::Null),
                ("a", Value::list([Value::Float(1.0)])),
            ]),
            "{a: [1.0], `b c`: null}",
        );
    }
}
