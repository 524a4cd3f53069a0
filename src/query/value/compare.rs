//! Equality and comparability: three-valued, `None` is null.

use std::cmp::Ordering;

use super::order::compare_numbers;
use super::{Map, Value, order};

/// `a = b`: unknown if either is null or the answer hangs on a null inside; values of different
/// types differ, except that integers and floats are compared as numbers.
pub fn equal(a: &Value, b: &Value) -> Option<bool> {
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => None,
        (Value::Bool(a), Value::Bool(b)) => Some(a == b),
        (Value::Int(_) | Value::Float(_), Value::Int(_) | Value::Float(_)) => {
            Some(compare_numbers(a, b) == Some(Ordering::Equal))
        }
        (Value::Text(a), Value::Text(b)) => Some(a == b),
        (Value::List(a), Value::List(b)) => equal_lists(a, b),
        (Value::Map(a), Value::Map(b)) => equal_maps(a, b),
        (Value::Node(a), Value::Node(b)) => Some(a == b),
        (Value::Relationship(a), Value::Relationship(b)) => Some(a == b),
        (Value::Path(a), Value::Path(b)) => Some(a == b),
        (Value::Date(a), Value::Date(b)) => Some(a == b),
        (Value::LocalTime(a), Value::LocalTime(b)) => Some(a == b),
        (Value::Time(a), Value::Time(b)) => Some(a.utc_nanos() == b.utc_nanos()),
        (Value::LocalDateTime(a), Value::LocalDateTime(b)) => Some(a == b),
        (Value::DateTime(a), Value::DateTime(b)) => Some(a.instant() == b.instant()),
        (Value::Duration(a), Value::Duration(b)) => Some(a == b),
        _ => Some(false),
    }
}

/// `a <> b`.
pub fn not_equal(a: &Value, b: &Value) -> Option<bool> {
    equal(a, b).map(|equal| !equal)
}

fn equal_lists(a: &[Value], b: &[Value]) -> Option<bool> {
    if a.len() != b.len() {
        return Some(false);
    }
    all(a.iter().zip(b).map(|(a, b)| equal(a, b)))
}

fn equal_maps(a: &Map, b: &Map) -> Option<bool> {
    if !a.keys().eq(b.keys()) {
        return Some(false);
    }
    all(a.values().zip(b.values()).map(|(a, b)| equal(a, b)))
}

/// Three-valued conjunction.
fn all(truths: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = true;
    for truth in truths {
        match truth {
            Some(false) => return Some(false),
            None => known = false,
            Some(true) => {}
        }
    }
    known.then_some(true)
}

/// An operator that compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    fn accepts(self, order: Ordering) -> bool {
        match self {
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }
}

/// `a < b` and its kin: unknown for null, for values of different types and for maps with a null in
/// them; false for numbers of which one is NaN.
///
/// Lists compare element by element; nodes and relationships by their identity, paths by those
/// of their steps; times and date-times with a zone as instants. Durations have no order, as a month
/// has no fixed length: `<=` and `>=` are true for equal ones, all else is unknown.
pub fn compare(comparison: Comparison, a: &Value, b: &Value) -> Option<bool> {
    match (a, b) {
        (Value::Int(_) | Value::Float(_), Value::Int(_) | Value::Float(_)) => {
            Some(compare_numbers(a, b).is_some_and(|order| comparison.accepts(order)))
        }
        (Value::List(a), Value::List(b)) => compare_lists(comparison, a, b),
        (Value::Duration(a), Value::Duration(b)) => {
            (a == b && comparison.accepts(Ordering::Equal)).then_some(true)
        }
        _ if a.kind() != b.kind() || contains_null(a) || contains_null(b) => None,
        _ => Some(comparison.accepts(order(a, b))),
    }
}

fn contains_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::List(list) => list.iter().any(contains_null),
        Value::Map(map) => map.values().any(contains_null),
        _ => false,
    }
}

/// The first pair that is not equal decides; an unknown pair before it makes the answer unknown.
fn compare_lists(comparison: Comparison, a: &[Value], b: &[Value]) -> Option<bool> {
    for (a, b) in a.iter().zip(b) {
        match equal(a, b) {
            Some(true) => {}
            Some(false) => return compare(comparison, a, b),
            None => return None,
        }
    }
    Some(comparison.accepts(a.len().cmp(&b.len())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::temporal::{Duration, LocalTime, Offset, Time};

    fn list(values: impl IntoIterator<Item = Value>) -> Value {
        Value::list(values)
    }

    fn time(hour: i64, offset_hours: i64) -> Value {
        let local = LocalTime::new(hour, 0, 0, 0).unwrap();
        let offset = Offset::of_seconds(offset_hours * 3600).unwrap();
        Value::Time(Time::new(local, offset))
    }

    #[test]
    fn a_null_inside_makes_equality_unknown_only_where_it_matters() {
        let check = |a: Value, b: Value, expected: Option<bool>| {
            assert_eq!(equal(&a, &b), expected, "{a:?} {b:?}");
        };
        let (one, two) = (|| Value::Int(1), || Value::Int(2));
        check(list([one(), two()]), list([one()]), Some(false));
        check(list([Value::Null]), list([one()]), None);
        check(
            list([one(), Value::Null]),
            list([two(), Value::Null]),
            Some(false),
        );
        check(
            list([one(), list([Value::Null])]),
            list([one(), list([two()])]),
            None,
        );
        let map = |key: &str, value| Value::map([(key, value)]);
        check(map("k", Value::Null), map("k", Value::Null), None);
        check(map("k", Value::Null), map("l", Value::Null), Some(false));
        check(Value::Null, Value::Null, None);
        check(Value::from("1"), one(), Some(false));
        check(one(), Value::Float(1.0), Some(true));
        check(Value::Float(f64::NAN), Value::Float(f64::NAN), Some(false));
        check(time(12, 1), time(11, 0), Some(true));
    }

    #[test]
    fn lists_compare_up_to_the_first_difference() {
        let check = |a: Value, b: Value, expected: Option<bool>| {
            let greater_or_equal = compare(Comparison::GreaterOrEqual, &a, &b);
            assert_eq!(greater_or_equal, expected, "{a:?} {b:?}");
        };
        let int = Value::Int;
        check(list([int(1), int(0)]), list([int(1)]), Some(true));
        check(list([int(1), Value::Null]), list([int(1)]), Some(true));
        check(list([int(1), int(2)]), list([int(1), Value::Null]), None);
        check(
            list([int(1), int(2)]),
            list([int(3), Value::Null]),
            Some(false),
        );
        check(
            list([int(1), Value::from("a")]),
            list([int(1), int(2)]),
            None,
        );
    }

    #[test]
    fn only_values_of_one_type_compare() {
        let check = |a: Value, b: Value, less: Option<bool>, less_or_equal: Option<bool>| {
            assert_eq!(compare(Comparison::Less, &a, &b), less, "{a:?} {b:?}");
            let found = compare(Comparison::LessOrEqual, &a, &b);
            assert_eq!(found, less_or_equal, "{a:?} {b:?}");
        };
        let (yes, no) = (Some(true), Some(false));
        let day = |days| Value::from(Duration::new(0, days, 0, 0).unwrap());
        let map = |value| Value::map([("a", value)]);
        check(Value::Bool(false), Value::Bool(true), yes, yes);
        check(Value::from("1"), Value::Int(1), None, None);
        check(Value::Float(f64::NAN), Value::Int(1), no, no);
        check(
            Value::Int(i64::MAX),
            Value::Float(9_223_372_036_854_775_808.0),
            yes,
            yes,
        );
        check(day(1), day(2), None, None);
        check(day(1), day(1), None, yes);
        check(map(Value::Int(1)), map(Value::Int(2)), yes, yes);
        check(map(Value::Int(1)), map(Value::Null), None, None);
        check(time(11, 0), time(12, 1), no, yes);
        check(time(10, 0), time(12, 1), yes, yes);
    }
}
