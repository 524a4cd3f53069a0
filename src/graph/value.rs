//! Property values.

use std::sync::Arc;

use super::ValueRef;
use crate::model::date::Day;
use crate::model::temporal::{DateTime, Duration, LocalDateTime, LocalTime, Time};

/// The value of a property. A property that is null is not there.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A boolean.
    Bool(bool),
    /// A 64-bit integer.
    Int(i64),
    /// A 64-bit float.
    Float(f64),
    /// A text.
    Text(Arc<str>),
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
    /// A list.
    List(Arc<[Value]>),
}

impl Value {
    /// A text value.
    pub fn text(text: impl Into<Arc<str>>) -> Self {
        Self::Text(text.into())
    }

    /// A list of texts, in the order given.
    pub fn texts<T: Into<Arc<str>>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(texts.into_iter().map(Self::text).collect())
    }

    /// The text of a text value.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The elements of a list value.
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }

    /// The integer of an integer value.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(int) => Some(*int),
            _ => None,
        }
    }

    /// A scalar as text, temporal values in ISO 8601; `None` for a list.
    pub fn printed(&self) -> Option<String> {
        ValueRef::from(self).printed()
    }

    /// The day of a date value.
    pub fn as_day(&self) -> Option<Day> {
        match self {
            Self::Date(day) => Some(*day),
            _ => None,
        }
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

impl From<i64> for Value {
    fn from(int: i64) -> Self {
        Self::Int(int)
    }
}

impl From<bool> for Value {
    fn from(bool: bool) -> Self {
        Self::Bool(bool)
    }
}

impl From<f64> for Value {
    fn from(float: f64) -> Self {
        Self::Float(float)
    }
}

impl From<Day> for Value {
    fn from(day: Day) -> Self {
        Self::Date(day)
    }
}
