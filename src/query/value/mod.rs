//! Values of the query language and what holds between them.
//!
//! Equality (`=`), equivalence (grouping and `DISTINCT`) and orderability (`ORDER BY`) are three
//! relations: [`equal`] and [`compare`] are three-valued, [`equivalent`] and [`order`] are total. The
//! operators of the language on values are functions here too. Must not know queries or plans.

mod access;
mod arithmetic;
mod compare;
mod convert;
mod key;
mod kind;
#[cfg(test)]
mod laws;
mod logic;
mod notation;
mod order;
mod size;
mod temporal;
mod text;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(in crate::query) use access::deleted;
pub use access::{in_list, index, property, slice};
pub use arithmetic::{add, divide, modulo, multiply, negate, plus, power, subtract};
pub use compare::{Comparison, compare, equal, not_equal};
pub use convert::storable;
pub use key::{Key, equivalent};
pub use kind::{Kind, Kinds};
pub use logic::{and, not, or, truth, xor};
pub use notation::{float_text, notation, printed};
pub use order::order;
pub use size::{MAX_DEPTH, MAX_ELEMENTS, MAX_TEXT, check_size};
pub(in crate::query) use size::{check_count, check_text};
pub(in crate::query) use temporal::{is_component, moment, out_of_range};
pub use text::{contains, ends_with, starts_with};

use crate::graph::{EdgeId, NodeId};
use crate::model::date::Day;
use crate::model::temporal::{DateTime, Duration, LocalDateTime, LocalTime, Time};

/// A map: keys in code-point order.
pub type Map = BTreeMap<Arc<str>, Value>;

/// A value of the query language. Cheap to clone.
#[derive(Debug, Clone)]
pub enum Value {
    /// Nothing, or not known.
    Null,
    /// A boolean.
    Bool(bool),
    /// A 64-bit integer.
    Int(i64),
    /// A 64-bit float.
    Float(f64),
    /// A string.
    Text(Arc<str>),
    /// A list.
    List(Arc<[Value]>),
    /// A map.
    Map(Arc<Map>),
    /// A node.
    Node(NodeId),
    /// A relationship.
    Relationship(EdgeId),
    /// A path.
    Path(Arc<Path>),
    /// A calendar day.
    Date(Day),
    /// A time of the day without a zone.
    LocalTime(LocalTime),
    /// A time of the day with an offset.
    Time(Time),
    /// A day and a time without a zone.
    LocalDateTime(LocalDateTime),
    /// An instant in a time zone.
    DateTime(Arc<DateTime>),
    /// Months, days and seconds.
    Duration(Arc<Duration>),
}

/// A walk through the graph: one more node than relationships, each of which joins the nodes
/// before and after it, in either direction.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Path {
    /// Its nodes, at least one.
    pub nodes: Vec<NodeId>,
    /// Its relationships.
    pub relationships: Vec<EdgeId>,
}

impl Path {
    /// The numbers of its nodes and relationships in turn, as paths are compared.
    fn steps(&self) -> impl Iterator<Item = (Option<EdgeId>, NodeId)> {
        let relationships = self.relationships.iter().copied().map(Some);
        let entered_by = std::iter::once(None).chain(relationships);
        entered_by.zip(self.nodes.iter().copied())
    }
}

impl Value {
    /// A string.
    pub fn text(text: impl Into<Arc<str>>) -> Self {
        Self::Text(text.into())
    }

    /// A list.
    pub fn list(values: impl IntoIterator<Item = Value>) -> Self {
        Self::List(values.into_iter().collect())
    }

    /// A map; of two equal keys the last one counts.
    pub fn map<K: Into<Arc<str>>>(entries: impl IntoIterator<Item = (K, Value)>) -> Self {
        let entries = entries.into_iter().map(|(key, value)| (key.into(), value));
        Self::Map(Arc::new(entries.collect()))
    }

    /// A path.
    pub fn path(path: Path) -> Self {
        Self::Path(Arc::new(path))
    }

    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The text of a string.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The elements of a list.
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }

    /// The integer of an integer.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(int) => Some(*int),
            _ => None,
        }
    }

    /// An integer or float as a float.
    #[expect(clippy::cast_precision_loss, reason = "floats are approximate")]
    pub fn as_float(&self) -> Option<f64> {
        match self {
            Self::Int(int) => Some(*int as f64),
            Self::Float(float) => Some(*float),
            _ => None,
        }
    }
}

impl From<Option<bool>> for Value {
    /// Unknown is null.
    fn from(truth: Option<bool>) -> Self {
        truth.map_or(Self::Null, Self::Bool)
    }
}

impl From<bool> for Value {
    fn from(bool: bool) -> Self {
        Self::Bool(bool)
    }
}

impl From<i64> for Value {
    fn from(int: i64) -> Self {
        Self::Int(int)
    }
}

impl From<f64> for Value {
    fn from(float: f64) -> Self {
        Self::Float(float)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<DateTime> for Value {
    fn from(value: DateTime) -> Self {
        Self::DateTime(Arc::new(value))
    }
}

impl From<Duration> for Value {
    fn from(value: Duration) -> Self {
        Self::Duration(Arc::new(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stay_three_words() {
        assert!(size_of::<Value>() <= 24);
    }
}
