//! Between stored properties and values of the language.

use super::Value;
use crate::graph;
use crate::query::{Error, ErrorType};

impl From<graph::Value> for Value {
    fn from(stored: graph::Value) -> Self {
        match stored {
            graph::Value::Bool(bool) => Self::Bool(bool),
            graph::Value::Int(int) => Self::Int(int),
            graph::Value::Float(float) => Self::Float(float),
            graph::Value::Text(text) => Self::Text(text),
            graph::Value::Date(day) => Self::Date(day),
            graph::Value::LocalTime(time) => Self::LocalTime(time),
            graph::Value::Time(time) => Self::Time(time),
            graph::Value::LocalDateTime(local) => Self::LocalDateTime(local),
            graph::Value::DateTime(instant) => Self::DateTime(instant),
            graph::Value::Duration(duration) => Self::Duration(duration),
            graph::Value::List(list) => Self::list(list.iter().cloned().map(Self::from)),
        }
    }
}

impl From<graph::ValueRef<'_>> for Value {
    fn from(stored: graph::ValueRef<'_>) -> Self {
        Self::from(stored.to_value())
    }
}

/// What a property holds for a value: `None` for null, which removes the property.
///
/// # Errors
///
/// `TypeError` with `InvalidPropertyType` for what a property cannot hold: maps, nodes,
/// relationships, paths, and lists with any of them, with nulls or with lists.
pub fn storable(value: &Value) -> Result<Option<graph::Value>, Error> {
    if let Value::List(list) = value {
        let list: Result<_, _> = list.iter().map(stored_element).collect();
        return Ok(Some(graph::Value::List(list?)));
    }
    match value {
        Value::Null => Ok(None),
        _ => scalar(value).map(Some).ok_or_else(|| {
            refused(format!(
                "a property cannot hold {}",
                value.kind().described()
            ))
        }),
    }
}

fn stored_element(value: &Value) -> Result<graph::Value, Error> {
    scalar(value).ok_or_else(|| {
        refused(format!(
            "a list in a property cannot hold {}",
            value.kind().described()
        ))
    })
}

fn refused(message: String) -> Error {
    Error::runtime(ErrorType::TypeError, "InvalidPropertyType", message)
}

fn scalar(value: &Value) -> Option<graph::Value> {
    Some(match value {
        Value::Bool(bool) => graph::Value::Bool(*bool),
        Value::Int(int) => graph::Value::Int(*int),
        Value::Float(float) => graph::Value::Float(*float),
        Value::Text(text) => graph::Value::Text(text.clone()),
        Value::Date(day) => graph::Value::Date(*day),
        Value::LocalTime(time) => graph::Value::LocalTime(*time),
        Value::Time(time) => graph::Value::Time(*time),
        Value::LocalDateTime(local) => graph::Value::LocalDateTime(*local),
        Value::DateTime(instant) => graph::Value::DateTime(instant.clone()),
        Value::Duration(duration) => graph::Value::Duration(duration.clone()),
        Value::Null
        | Value::List(_)
        | Value::Map(_)
        | Value::Node(_)
        | Value::Relationship(_)
        | Value::Path(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_property_cannot_hold_is_refused() {
        let check = |value: Value| {
            let error = storable(&value).unwrap_err();
            assert_eq!(error.detail, "InvalidPropertyType", "{value:?}");
        };
        check(Value::map([("a", Value::Int(1))]));
        check(Value::list([Value::Int(1), Value::Null]));
        check(Value::list([Value::list([])]));
        check(Value::list([Value::map::<&str>([])]));
    }

    #[test]
    fn null_removes_and_lists_are_held() {
        assert_eq!(storable(&Value::Null), Ok(None));
        let list = Value::list([Value::Int(1), Value::text("a")]);
        let held = storable(&list).unwrap().unwrap();
        assert_eq!(held.as_list().map(<[_]>::len), Some(2));
    }
}
