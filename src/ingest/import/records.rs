//! What a file of another program holds: nodes and links, before anybody asks what they mean.

use std::fmt;

/// A place in an imported file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A line and a column in characters, both from 1.
    Line {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
    /// A record, by what the file calls it.
    Item(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line { line, column } => write!(f, "{line}:{column}"),
            Self::Item(item) => f.write_str(item),
        }
    }
}

/// Something that could not be mapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What, and why not.
    pub message: String,
}

/// A property of a node or a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// Its key.
    pub key: String,
    /// Its values, one or more.
    pub values: Vec<String>,
}

/// A node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What the file calls it.
    pub id: String,
    /// What it is, the most general first.
    pub labels: Vec<String>,
    /// Its properties, each key once.
    pub properties: Vec<Property>,
    /// Where it stands.
    pub place: Place,
}

/// A link from one node to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it is: `OPPOSES`, `knows`; empty where the file does not say.
    pub kind: String,
    /// The node that it leaves, by what the file calls it.
    pub from: String,
    /// The node that it goes to.
    pub to: String,
    /// Its properties, each key once.
    pub properties: Vec<Property>,
    /// Where it stands.
    pub place: Place,
}

/// Everything in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Records {
    /// What the file calls itself.
    pub title: Option<String>,
    /// Nodes in the order of the file.
    pub nodes: Vec<Node>,
    /// Links in the order of the file.
    pub links: Vec<Link>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

impl Records {
    /// Notes what could not be read.
    pub fn problem(&mut self, place: &Place, message: impl Into<String>) {
        self.problems.push(Problem {
            place: place.clone(),
            message: message.into(),
        });
    }
}

/// Adds a value to a key.
pub fn add(properties: &mut Vec<Property>, key: &str, value: impl Into<String>) {
    match properties.iter_mut().find(|property| property.key == key) {
        Some(property) => property.values.push(value.into()),
        None => properties.push(Property {
            key: key.to_owned(),
            values: vec![value.into()],
        }),
    }
}

/// The first value of a key.
pub fn get<'p>(properties: &'p [Property], key: &str) -> Option<&'p str> {
    let property = properties.iter().find(|property| property.key == key)?;
    property.values.first().map(String::as_str)
}

/// All values of a key.
pub fn all<'p>(properties: &'p [Property], key: &str) -> &'p [String] {
    (properties.iter().find(|property| property.key == key))
        .map_or(&[], |property| &property.values)
}

/// A value that may be a list in JSON, as formats without lists write them.
pub fn values(text: &str) -> Vec<String> {
    if text.starts_with('[')
        && let Ok(serde_json::Value::Array(items)) = serde_json::from_str(text)
        && let Some(items) = items.iter().map(scalar).collect()
    {
        return items;
    }
    vec![text.to_owned()]
}

/// A scalar of JSON as text; none of a list, an object or null.
pub fn scalar(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        serde_json::Value::Bool(bool) => Some(bool.to_string()),
        _ => None,
    }
}
