//! Reaching into values: properties and components, elements, slices, membership.

use super::{Map, Value, equal, temporal};
use crate::graph::Graph;
use crate::query::{Error, ErrorType};

/// `subject.key`: an entry of a map, a property of a node or relationship, a component of a
/// temporal value; null where there is none, and of null.
///
/// # Errors
///
/// `EntityNotFound` with `DeletedEntityAccess` for a node or relationship that is not there any
/// more, `TypeError` with `InvalidArgumentType` for a value without properties.
pub fn property(graph: &Graph, subject: &Value, key: &str) -> Result<Value, Error> {
    let stored = match subject {
        Value::Null => return Ok(Value::Null),
        Value::Map(map) => return Ok(entry(map, key)),
        Value::Node(node) if graph.contains_node(*node) => graph.node(*node).get(key),
        Value::Relationship(edge) if graph.contains_edge(*edge) => graph.edge(*edge).get(key),
        Value::Node(_) | Value::Relationship(_) => return Err(deleted(subject)),
        _ => {
            return temporal::component(subject, key).unwrap_or_else(|| {
                Err(Error::runtime(
                    ErrorType::TypeError,
                    "InvalidArgumentType",
                    format!("{} has no property `{key}`", subject.kind().described()),
                ))
            });
        }
    };
    Ok(stored.map_or(Value::Null, Value::from))
}

/// The error of reading from a node or relationship that was deleted.
pub(in crate::query) fn deleted(subject: &Value) -> Error {
    Error::runtime(
        ErrorType::EntityNotFound,
        "DeletedEntityAccess",
        format!(
            "{} was deleted and cannot be read",
            subject.kind().described()
        ),
    )
}

fn entry(map: &Map, key: &str) -> Value {
    map.get(key).cloned().unwrap_or(Value::Null)
}

/// `subject[index]`: an element of a list by position from 0, from the end if negative; an
/// entry or property by name. Null if there is none, and if either is null.
///
/// # Errors
///
/// `TypeError` with `ListElementAccessByNonInteger`, `MapElementAccessByNonString`, or
/// `InvalidArgumentType` for a subject without elements; `DeletedEntityAccess` as for [`property`].
pub fn index(graph: &Graph, subject: &Value, index: &Value) -> Result<Value, Error> {
    let wrong = |detail, expected| {
        let message = format!(
            "{} is indexed by {expected}, not by {}",
            subject.kind().described(),
            index.kind().described()
        );
        Err(Error::runtime(ErrorType::TypeError, detail, message))
    };
    match (subject, index) {
        (Value::Null, _) => Ok(Value::Null),
        (Value::List(_) | Value::Map(_) | Value::Node(_) | Value::Relationship(_), Value::Null) => {
            Ok(Value::Null)
        }
        (Value::List(list), Value::Int(at)) => Ok(position(*at, list.len())
            .and_then(|at| list.get(at))
            .cloned()
            .unwrap_or(Value::Null)),
        (Value::List(_), _) => wrong("ListElementAccessByNonInteger", "an integer"),
        (Value::Map(_) | Value::Node(_) | Value::Relationship(_), Value::Text(key)) => {
            property(graph, subject, key)
        }
        (Value::Map(_) | Value::Node(_) | Value::Relationship(_), _) => {
            wrong("MapElementAccessByNonString", "a string")
        }
        _ => Err(Error::runtime(
            ErrorType::TypeError,
            "InvalidArgumentType",
            format!("{} has no elements", subject.kind().described()),
        )),
    }
}

/// A position from the front, for one that may count from the end.
fn position(at: i64, length: usize) -> Option<usize> {
    if at < 0 {
        length.checked_sub(usize::try_from(at.unsigned_abs()).ok()?)
    } else {
        usize::try_from(at).ok()
    }
}

/// `subject[from..to]`: a part of a list; a bound that is not given (`None`) is the list's own. Negative
/// bounds count from the end, bounds outside the list are moved to it. Null if anything is null.
///
/// # Errors
///
/// `TypeError` with `InvalidArgumentType` if the subject is no list, and with
/// `ListElementAccessByNonInteger` if a bound is no integer.
pub fn slice(subject: &Value, from: Option<&Value>, to: Option<&Value>) -> Result<Value, Error> {
    let list = match subject {
        Value::Null => return Ok(Value::Null),
        Value::List(list) => list,
        _ => {
            return Err(Error::runtime(
                ErrorType::TypeError,
                "InvalidArgumentType",
                format!("{} cannot be sliced", subject.kind().described()),
            ));
        }
    };
    let bound = |bound: Option<&Value>, default: usize| match bound {
        None => Ok(Some(default)),
        Some(Value::Null) => Ok(None),
        Some(Value::Int(at)) if *at < 0 => Ok(Some(position(*at, list.len()).unwrap_or(0))),
        Some(Value::Int(at)) => Ok(Some(usize::try_from(*at).unwrap_or(usize::MAX))),
        Some(other) => Err(Error::runtime(
            ErrorType::TypeError,
            "ListElementAccessByNonInteger",
            format!(
                "a list is sliced by integers, not by {}",
                other.kind().described()
            ),
        )),
    };
    let (from, to) = (bound(from, 0)?, bound(to, list.len())?);
    Ok(from.zip(to).map_or(Value::Null, |(from, to)| {
        let to = to.min(list.len());
        Value::List(list.get(from..to).unwrap_or_default().into())
    }))
}

/// `element IN list`: true if one element is equal, else unknown if one comparison is, else false.
///
/// # Errors
///
/// `TypeError` with `InvalidArgumentType` if the second value is neither a list nor null.
pub fn in_list(element: &Value, list: &Value) -> Result<Value, Error> {
    let list = match list {
        Value::Null => return Ok(Value::Null),
        Value::List(list) => list,
        other => {
            return Err(Error::runtime(
                ErrorType::TypeError,
                "InvalidArgumentType",
                format!("IN needs a list, found {}", other.kind().described()),
            ));
        }
    };
    let mut known = true;
    for candidate in list.iter() {
        match equal(element, candidate) {
            Some(true) => return Ok(Value::Bool(true)),
            Some(false) => {}
            None => known = false,
        }
    }
    Ok(Value::from(known.then_some(false)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(numbers: impl IntoIterator<Item = i64>) -> Value {
        Value::list(numbers.into_iter().map(Value::Int))
    }

    #[test]
    fn slices_stay_within_the_list() {
        let check = |from: Option<i64>, to: Option<i64>, expected: &[i64]| {
            let (from, to) = (from.map(Value::Int), to.map(Value::Int));
            let slice = slice(&numbers(1..=5), from.as_ref(), to.as_ref()).unwrap();
            assert_eq!(
                equal(&slice, &numbers(expected.iter().copied())),
                Some(true)
            );
        };
        check(Some(1), Some(3), &[2, 3]);
        check(Some(-3), Some(-1), &[3, 4]);
        check(Some(-9), Some(9), &[1, 2, 3, 4, 5]);
        check(Some(3), Some(1), &[]);
        check(Some(i64::MIN), Some(i64::MAX), &[1, 2, 3, 4, 5]);
        check(None, Some(2), &[1, 2]);
        check(Some(9), None, &[]);
    }

    #[test]
    fn indexes_count_from_either_end() {
        let check = |at: i64, expected: Option<i64>| {
            let found = index(&Graph::new(), &numbers(1..=3), &Value::Int(at)).unwrap();
            assert_eq!(found.as_int(), expected, "{at}");
        };
        check(0, Some(1));
        check(-1, Some(3));
        check(3, None);
        check(-4, None);
        check(i64::MIN, None);
    }

    #[test]
    fn wrong_indexes_are_type_errors() {
        let check = |subject: Value, at: Value, detail: &str| {
            let error = index(&Graph::new(), &subject, &at).unwrap_err();
            assert_eq!(error.detail, detail);
        };
        check(
            numbers([1]),
            Value::Float(0.0),
            "ListElementAccessByNonInteger",
        );
        check(
            Value::map::<&str>([]),
            Value::Int(0),
            "MapElementAccessByNonString",
        );
        check(Value::Int(1), Value::Int(0), "InvalidArgumentType");
    }
}
