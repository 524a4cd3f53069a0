//! Orderability: the total order of `ORDER BY`, `min` and `max`.

use std::cmp::Ordering;

use super::Value;

/// The order of any two values, ascending: maps, nodes, relationships, lists, paths, date-times,
/// local date-times, dates, times, local times, durations, strings, booleans, numbers, NaN, null.
///
/// Values are `Equal` exactly if they are [equivalent](super::equivalent). Lists compare element by element and a
/// prefix comes first; maps compare by their keys, then by their values; times and date-times
/// with a zone compare as instants, in whatever zone they are.
pub fn order(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Map(a), Value::Map(b)) => a.keys().cmp(b.keys()).then_with(|| {
            let pairs = a.values().zip(b.values());
            first_difference(pairs)
        }),
        (Value::Node(a), Value::Node(b)) => a.cmp(b),
        (Value::Relationship(a), Value::Relationship(b)) => a.cmp(b),
        (Value::List(a), Value::List(b)) => {
            first_difference(a.iter().zip(b.iter())).then_with(|| a.len().cmp(&b.len()))
        }
        (Value::Path(a), Value::Path(b)) => a.steps().cmp(b.steps()),
        (Value::DateTime(a), Value::DateTime(b)) => a.instant().cmp(&b.instant()),
        (Value::LocalDateTime(a), Value::LocalDateTime(b)) => a.cmp(b),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (Value::Time(a), Value::Time(b)) => a.utc_nanos().cmp(&b.utc_nanos()),
        (Value::LocalTime(a), Value::LocalTime(b)) => a.cmp(b),
        (Value::Duration(a), Value::Duration(b)) => a.cmp(b),
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        _ if rank(a) == NUMBER && rank(b) == NUMBER => order_numbers(a, b),
        _ => rank(a).cmp(&rank(b)),
    }
}

fn first_difference<'v>(mut pairs: impl Iterator<Item = (&'v Value, &'v Value)>) -> Ordering {
    pairs
        .find_map(|(a, b)| Some(order(a, b)).filter(|order| order.is_ne()))
        .unwrap_or(Ordering::Equal)
}

const NUMBER: u8 = 13;

fn rank(value: &Value) -> u8 {
    match value {
        Value::Map(_) => 0,
        Value::Node(_) => 1,
        Value::Relationship(_) => 2,
        Value::List(_) => 3,
        Value::Path(_) => 4,
        Value::DateTime(_) => 5,
        Value::LocalDateTime(_) => 6,
        Value::Date(_) => 7,
        Value::Time(_) => 8,
        Value::LocalTime(_) => 9,
        Value::Duration(_) => 10,
        Value::Text(_) => 11,
        Value::Bool(_) => 12,
        Value::Int(_) | Value::Float(_) => NUMBER,
        Value::Null => 14,
    }
}

fn order_numbers(a: &Value, b: &Value) -> Ordering {
    let is_nan = |value: &Value| matches!(value, Value::Float(float) if float.is_nan());
    compare_numbers(a, b).unwrap_or_else(|| is_nan(a).cmp(&is_nan(b)))
}

/// The order of two numbers, exact for integers of any size; `None` if one is NaN or no number.
pub(super) fn compare_numbers(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
        (Value::Int(a), Value::Float(b)) => compare_mixed(*a, *b),
        (Value::Float(a), Value::Int(b)) => compare_mixed(*b, *a).map(Ordering::reverse),
        _ => None,
    }
}

/// An integer against a float, without rounding the integer.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "2^63 is a float, and a whole float within its bounds is an i64"
)]
fn compare_mixed(int: i64, float: f64) -> Option<Ordering> {
    const BOUND: f64 = -(i64::MIN as f64);
    if float.is_nan() {
        None
    } else if float >= BOUND {
        Some(Ordering::Less)
    } else if float < -BOUND {
        Some(Ordering::Greater)
    } else {
        let whole = float.floor();
        Some(match int.cmp(&(whole as i64)) {
            Ordering::Equal if float > whole => Ordering::Less,
            order => order,
        })
    }
}
