//! Functions on lists.

#![expect(
    clippy::unnecessary_wraps,
    reason = "all functions of the table have one signature"
)]

use super::{Context, wrong};
use crate::query::value::{Value, check_count};
use crate::query::{Error, ErrorType};

pub(super) fn count(length: usize) -> Value {
    Value::Int(i64::try_from(length).unwrap_or(i64::MAX))
}

/// The number of elements of a list, of characters of a string.
pub(super) fn size(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::List(list) => Ok(count(list.len())),
        Value::Text(text) => Ok(count(text.chars().count())),
        other => Err(wrong("size", "a list or a string", other)),
    }
}

pub(super) fn is_empty(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    Ok(Value::Bool(match &arguments[0] {
        Value::Null => return Ok(Value::Null),
        Value::List(list) => list.is_empty(),
        Value::Map(map) => map.is_empty(),
        Value::Text(text) => text.is_empty(),
        other => return Err(wrong("isEmpty", "a list, a map or a string", other)),
    }))
}

pub(super) fn head(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    let first = list("head", &arguments[0])?.and_then(<[_]>::first);
    Ok(first.cloned().unwrap_or(Value::Null))
}

pub(super) fn last(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    let last = list("last", &arguments[0])?.and_then(<[_]>::last);
    Ok(last.cloned().unwrap_or(Value::Null))
}

pub(super) fn tail(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    Ok(list("tail", &arguments[0])?.map_or(Value::Null, |list| {
        Value::List(list.get(1..).unwrap_or_default().into())
    }))
}

fn list<'v>(function: &str, value: &'v Value) -> Result<Option<&'v [Value]>, Error> {
    match value {
        Value::Null => Ok(None),
        Value::List(list) => Ok(Some(list)),
        other => Err(wrong(function, "a list", other)),
    }
}

/// A list or a string backwards.
pub(super) fn reverse(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::List(list) => Ok(Value::list(list.iter().rev().cloned())),
        Value::Text(text) => Ok(Value::from(text.chars().rev().collect::<String>())),
        other => Err(wrong("reverse", "a list or a string", other)),
    }
}

/// The first argument that is not null.
pub(super) fn coalesce(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    let known = arguments.iter().find(|argument| !argument.is_null());
    Ok(known.cloned().unwrap_or(Value::Null))
}

/// Integers from one to another, both included, in steps.
pub(super) fn range(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    let mut numbers = [0, 0, 1];
    for (number, argument) in numbers.iter_mut().zip(arguments) {
        *number = match argument {
            Value::Int(int) => *int,
            Value::Null => return Ok(Value::Null),
            other => {
                return Err(Error::runtime(
                    ErrorType::ArgumentError,
                    "InvalidArgumentType",
                    format!(
                        "`range()` needs integers, found {}",
                        other.kind().described()
                    ),
                ));
            }
        };
    }
    let [start, end, step] = numbers;
    if step == 0 {
        return Err(Error::runtime(
            ErrorType::ArgumentError,
            "NumberOutOfRange",
            "the step of `range()` cannot be 0",
        ));
    }
    let length = (i128::from(end) - i128::from(start)) / i128::from(step) + 1;
    if (end < start) != (step < 0) && end != start {
        return Ok(Value::list([]));
    }
    check_count(usize::try_from(length).unwrap_or(usize::MAX))?;
    let mut next = Some(start);
    Ok(Value::list(std::iter::from_fn(|| {
        let number = next.filter(|&number| {
            if step > 0 {
                number <= end
            } else {
                number >= end
            }
        })?;
        next = number.checked_add(step);
        Some(Value::Int(number))
    })))
}
