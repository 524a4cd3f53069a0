//! One value of an answer, and how it reads as plain text.

use std::collections::BTreeMap;

use crate::graph::{EdgeRef, NodeRef, ValueRef};

/// A value in a row. Dates, times and durations are ISO texts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    /// Nothing.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A float.
    Float(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Cell>),
    /// Keys with values in the order in which they are shown.
    Map(Vec<(String, Cell)>),
    /// A node of a graph.
    Node(Box<Node>),
    /// A relationship of a graph.
    Relationship(Box<Relationship>),
    /// Nodes and the relationships between them, one less.
    Path(Vec<Node>, Vec<Relationship>),
}

/// A node as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    /// Its property `id`, else `_:n` with its number in the graph.
    pub(crate) id: Cell,
    /// Its labels, the root first.
    pub(crate) labels: Vec<String>,
    /// Its properties in code-point order of their keys.
    pub(crate) properties: Vec<(String, Cell)>,
}

/// A relationship as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Relationship {
    /// Its type.
    pub(crate) kind: String,
    /// The `id` of the node that it leaves.
    pub(crate) from: Cell,
    /// The `id` of the node that it reaches.
    pub(crate) to: Cell,
    /// Its properties in code-point order of their keys.
    pub(crate) properties: Vec<(String, Cell)>,
}

impl Cell {
    /// A list of texts.
    pub(crate) fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(
            texts
                .into_iter()
                .map(|text| Self::Text(text.into()))
                .collect(),
        )
    }

    /// Whether it is a container whose parts only JSON tells apart.
    pub(crate) fn is_structured(&self) -> bool {
        !matches!(
            self,
            Self::Null | Self::Bool(_) | Self::Int(_) | Self::Float(_) | Self::Text(_)
        )
    }

    /// As a person reads it: null is empty, the elements of a list stand between commas, a node is
    /// its id and labels.
    pub(crate) fn plain(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::List(cells) => commas(cells.iter().map(Self::nested)),
            _ => self.nested(),
        }
    }

    /// As [`Self::plain`], with a shorter form of those texts that have one, alone or in a list.
    pub(crate) fn short(&self, forms: Option<&BTreeMap<String, String>>) -> String {
        let Some(forms) = forms else {
            return self.plain();
        };
        match self {
            Self::Text(text) => forms.get(text).unwrap_or(text).clone(),
            Self::List(cells) => commas(cells.iter().map(|cell| cell.short(Some(forms)))),
            _ => self.plain(),
        }
    }

    /// As part of another value: a list is in brackets, a null says so.
    fn nested(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(bool) => bool.to_string(),
            Self::Int(int) => int.to_string(),
            Self::Float(float) => float_text(*float),
            Self::Text(text) => text.clone(),
            Self::List(cells) => format!("[{}]", commas(cells.iter().map(Self::nested))),
            Self::Map(entries) => map_text(entries),
            Self::Node(node) => node.plain(),
            Self::Relationship(relationship) => relationship.plain(),
            Self::Path(nodes, relationships) => path_text(nodes, relationships),
        }
    }
}

/// A float with at least one digit after the point, or an exponent.
pub(crate) fn float_text(float: f64) -> String {
    match float {
        f if f.is_nan() => "NaN".to_owned(),
        f if f.is_infinite() => if f > 0.0 { "Infinity" } else { "-Infinity" }.to_owned(),
        f => format!("{f:?}"),
    }
}

fn commas(texts: impl Iterator<Item = String>) -> String {
    texts.collect::<Vec<_>>().join(", ")
}

fn map_text(entries: &[(String, Cell)]) -> String {
    let entries = entries
        .iter()
        .map(|(key, value)| format!("{key}: {}", value.nested()));
    format!("{{{}}}", commas(entries))
}

fn path_text(nodes: &[Node], relationships: &[Relationship]) -> String {
    let mut text = nodes.first().map(Node::plain).unwrap_or_default();
    for ((from, to), relationship) in nodes.iter().zip(nodes.iter().skip(1)).zip(relationships) {
        let step = relationship.bracketed();
        // A relationship from a node to itself reads forward.
        if relationship.from == from.id {
            text.extend(["-", &step, "->", &to.plain()]);
        } else {
            text.extend(["<-", &step, "-", &to.plain()]);
        }
    }
    text
}

impl Node {
    /// `(putin:Actor:Person)`; a node that has no id of its own also shows its properties.
    fn plain(&self) -> String {
        let labels: String = self.labels.iter().flat_map(|label| [":", label]).collect();
        let id = self.id.nested();
        if self.properties.iter().any(|(key, _)| key == "id") || self.properties.is_empty() {
            format!("({id}{labels})")
        } else {
            format!("({id}{labels} {})", map_text(&self.properties))
        }
    }
}

impl Relationship {
    fn plain(&self) -> String {
        let (from, to) = (self.from.nested(), self.to.nested());
        format!("({from})-{}->({to})", self.bracketed())
    }

    fn bracketed(&self) -> String {
        if self.properties.is_empty() {
            format!("[:{}]", self.kind)
        } else {
            format!("[:{} {}]", self.kind, map_text(&self.properties))
        }
    }
}

impl From<ValueRef<'_>> for Cell {
    fn from(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Bool(bool) => Self::Bool(bool),
            ValueRef::Int(int) => Self::Int(int),
            ValueRef::Float(float) => Self::Float(float),
            ValueRef::Text(text) => Self::Text(text.to_owned()),
            ValueRef::Date(day) => Self::Text(day.to_string()),
            ValueRef::LocalTime(time) => Self::Text(time.to_string()),
            ValueRef::Time(time) => Self::Text(time.to_string()),
            ValueRef::LocalDateTime(local) => Self::Text(local.to_string()),
            ValueRef::DateTime(instant) => Self::Text(instant.to_string()),
            ValueRef::Duration(duration) => Self::Text(duration.to_string()),
            ValueRef::List(values) => {
                let cells = values.iter().map(ValueRef::from).map(Self::from);
                Self::List(cells.collect())
            }
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(int: i64) -> Self {
        Self::Int(int)
    }
}

impl From<usize> for Cell {
    fn from(count: usize) -> Self {
        Self::Int(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

impl From<bool> for Cell {
    fn from(bool: bool) -> Self {
        Self::Bool(bool)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl From<NodeRef<'_>> for Node {
    fn from(node: NodeRef<'_>) -> Self {
        Self {
            id: identity(node),
            labels: node.labels().map(str::to_owned).collect(),
            properties: properties(node.properties()),
        }
    }
}

impl From<EdgeRef<'_>> for Relationship {
    fn from(edge: EdgeRef<'_>) -> Self {
        Self {
            kind: edge.kind().to_owned(),
            from: identity(edge.from()),
            to: identity(edge.to()),
            properties: properties(edge.properties()),
        }
    }
}

impl From<NodeRef<'_>> for Cell {
    fn from(node: NodeRef<'_>) -> Self {
        Self::Node(Box::new(node.into()))
    }
}

impl From<EdgeRef<'_>> for Cell {
    fn from(edge: EdgeRef<'_>) -> Self {
        Self::Relationship(Box::new(edge.into()))
    }
}

fn identity(node: NodeRef<'_>) -> Cell {
    node.get("id").map_or_else(
        || Cell::Text(format!("_:{}", node.id().index())),
        Cell::from,
    )
}

fn properties<'g>(
    properties: impl Iterator<Item = (&'g str, ValueRef<'g>)>,
) -> Vec<(String, Cell)> {
    properties
        .map(|(key, value)| (key.to_owned(), value.into()))
        .collect()
}
