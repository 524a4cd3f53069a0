//! Property values as they are read.

use super::Value;
use crate::model::date::Day;
use crate::model::temporal::{DateTime, Duration, LocalDateTime, LocalTime, Time};

/// The value of a property, borrowed from wherever the graph keeps it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ValueRef<'g> {
    /// A boolean.
    Bool(bool),
    /// A 64-bit integer.
    Int(i64),
    /// A 64-bit float.
    Float(f64),
    /// A text.
    Text(&'g str),
    /// A calendar day.
    Date(Day),
    /// A time of the day without a zone.
    LocalTime(LocalTime),
    /// A time of the day with an offset.
    Time(Time),
    /// A day and a time without a zone.
    LocalDateTime(LocalDateTime),
    /// An instant in a time zone.
    DateTime(&'g DateTime),
    /// Months, days and seconds.
    Duration(&'g Duration),
    /// A list.
    List(&'g [Value]),
}

impl<'g> ValueRef<'g> {
    /// The text of a text value.
    pub fn as_text(self) -> Option<&'g str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The elements of a list value.
    pub fn as_list(self) -> Option<&'g [Value]> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }

    /// The integer of an integer value.
    pub fn as_int(self) -> Option<i64> {
        match self {
            Self::Int(int) => Some(int),
            _ => None,
        }
    }

    /// The boolean of a boolean value.
    pub fn as_bool(self) -> Option<bool> {
        match self {
            Self::Bool(bool) => Some(bool),
            _ => None,
        }
    }

    /// The day of a date value.
    pub fn as_day(self) -> Option<Day> {
        match self {
            Self::Date(day) => Some(day),
            _ => None,
        }
    }

    /// A scalar as text, temporal values in ISO 8601; `None` for a list.
    pub fn printed(self) -> Option<String> {
        Some(match self {
            Self::Bool(bool) => bool.to_string(),
            Self::Int(int) => int.to_string(),
            Self::Float(float) => float.to_string(),
            Self::Text(text) => text.to_owned(),
            Self::Date(day) => day.to_string(),
            Self::LocalTime(time) => time.to_string(),
            Self::Time(time) => time.to_string(),
            Self::LocalDateTime(local) => local.to_string(),
            Self::DateTime(instant) => instant.to_string(),
            Self::Duration(duration) => duration.to_string(),
            Self::List(_) => return None,
        })
    }

    /// A copy that stands on its own. O(length) for texts and lists.
    pub fn to_value(self) -> Value {
        match self {
            Self::Bool(bool) => Value::Bool(bool),
            Self::Int(int) => Value::Int(int),
            Self::Float(float) => Value::Float(float),
            Self::Text(text) => Value::text(text),
            Self::Date(day) => Value::Date(day),
            Self::LocalTime(time) => Value::LocalTime(time),
            Self::Time(time) => Value::Time(time),
            Self::LocalDateTime(local) => Value::LocalDateTime(local),
            Self::DateTime(instant) => Value::DateTime(instant.clone().into()),
            Self::Duration(duration) => Value::Duration((*duration).into()),
            Self::List(list) => Value::List(list.into()),
        }
    }
}

impl<'g> From<&'g Value> for ValueRef<'g> {
    fn from(value: &'g Value) -> Self {
        match value {
            Value::Bool(bool) => Self::Bool(*bool),
            Value::Int(int) => Self::Int(*int),
            Value::Float(float) => Self::Float(*float),
            Value::Text(text) => Self::Text(text),
            Value::Date(day) => Self::Date(*day),
            Value::LocalTime(time) => Self::LocalTime(*time),
            Value::Time(time) => Self::Time(*time),
            Value::LocalDateTime(local) => Self::LocalDateTime(*local),
            Value::DateTime(instant) => Self::DateTime(instant),
            Value::Duration(duration) => Self::Duration(duration),
            Value::List(list) => Self::List(list),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_borrowed_value_gives_back_the_value_it_was_borrowed_from() {
        for value in [
            Value::Bool(true),
            Value::Int(-3),
            Value::Float(0.5),
            Value::text("a"),
            Value::Date(Day(7)),
            Value::texts(["a", "b"]),
        ] {
            assert_eq!(ValueRef::from(&value).to_value(), value);
        }
    }
}
