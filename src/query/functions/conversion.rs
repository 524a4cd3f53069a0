//! `toInteger()`, `toFloat()`, `toBoolean()`, `toString()`, their `…OrNull` forms and their forms for
//! lists.

#![expect(
    clippy::unnecessary_wraps,
    reason = "all functions of the table have one signature"
)]

use super::{Context, wrong};
use crate::query::value::{Value, float_text, printed};
use crate::query::{Error, ErrorType};

/// Converts one value: `None` if its type cannot be converted.
type Convert = fn(&Value) -> Option<Result<Value, Error>>;

fn or_error(
    function: &str,
    expected: &str,
    convert: Convert,
    value: &Value,
) -> Result<Value, Error> {
    convert(value).unwrap_or_else(|| Err(wrong(function, expected, value)))
}

/// Null for what cannot be converted.
fn or_null(convert: Convert, value: &Value) -> Value {
    convert(value).and_then(Result::ok).unwrap_or(Value::Null)
}

/// Every element of a list, null for what cannot be converted.
fn list(function: &str, convert: Convert, value: &Value) -> Result<Value, Error> {
    match value {
        Value::Null => Ok(Value::Null),
        Value::List(list) => Ok(Value::list(
            list.iter().map(|element| or_null(convert, element)),
        )),
        other => Err(wrong(function, "a list", other)),
    }
}

pub(super) fn to_integer(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    or_error(
        "toInteger",
        "a number, a string or a boolean",
        integer,
        &arguments[0],
    )
}

pub(super) fn to_integer_or_null(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    Ok(or_null(integer, &arguments[0]))
}

pub(super) fn to_integer_list(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    list("toIntegerList", integer, &arguments[0])
}

pub(super) fn to_float(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    or_error("toFloat", "a number or a string", float, &arguments[0])
}

pub(super) fn to_float_or_null(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    Ok(or_null(float, &arguments[0]))
}

pub(super) fn to_float_list(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    list("toFloatList", float, &arguments[0])
}

pub(super) fn to_boolean(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    or_error(
        "toBoolean",
        "a boolean, a string or an integer",
        boolean,
        &arguments[0],
    )
}

pub(super) fn to_boolean_or_null(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    Ok(or_null(boolean, &arguments[0]))
}

pub(super) fn to_boolean_list(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    list("toBooleanList", boolean, &arguments[0])
}

pub(super) fn to_string(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    or_error(
        "toString",
        "a number, a string, a boolean or a temporal value",
        string,
        &arguments[0],
    )
}

pub(super) fn to_string_or_null(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    Ok(or_null(string, &arguments[0]))
}

pub(super) fn to_string_list(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    list("toStringList", string, &arguments[0])
}

/// Floats lose their fraction; a string that is no number is null.
fn integer(value: &Value) -> Option<Result<Value, Error>> {
    Some(match value {
        Value::Null => Ok(Value::Null),
        Value::Int(_) => Ok(value.clone()),
        Value::Bool(bool) => Ok(Value::Int((*bool).into())),
        Value::Float(float) => whole(*float).map(Value::Int).ok_or_else(|| {
            Error::runtime(
                ErrorType::ArithmeticError,
                "IntegerOverflow",
                format!("{} is no 64-bit integer", float_text(*float)),
            )
        }),
        Value::Text(text) => {
            let text = text.trim();
            let exact = text.parse().ok();
            let number = exact.or_else(|| whole(parse_float(text)?));
            Ok(number.map_or(Value::Null, Value::Int))
        }
        _ => return None,
    })
}

/// The whole part of a float that an integer can hold.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "the bounds are checked, and are floats"
)]
fn whole(float: f64) -> Option<i64> {
    let bound = -(i64::MIN as f64);
    (-bound..bound)
        .contains(&float)
        .then(|| float.trunc() as i64)
}

/// A decimal number, with an exponent or not; not the words that Rust reads as floats too.
fn parse_float(text: &str) -> Option<f64> {
    let numeric = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    text.parse().ok().filter(|_| numeric)
}

fn float(value: &Value) -> Option<Result<Value, Error>> {
    Some(Ok(match value {
        Value::Null => Value::Null,
        Value::Int(_) | Value::Float(_) => value.as_float().map_or(Value::Null, Value::Float),
        Value::Text(text) => {
            let text = text.trim();
            let special = match text {
                "NaN" => Some(f64::NAN),
                "Infinity" => Some(f64::INFINITY),
                "-Infinity" => Some(f64::NEG_INFINITY),
                _ => None,
            };
            let number = special.or_else(|| parse_float(text));
            number.map_or(Value::Null, Value::Float)
        }
        _ => return None,
    }))
}

fn boolean(value: &Value) -> Option<Result<Value, Error>> {
    Some(Ok(match value {
        Value::Null | Value::Bool(_) => value.clone(),
        Value::Int(int) => Value::Bool(*int != 0),
        Value::Text(text) => {
            let text = text.trim();
            let truth = if text.eq_ignore_ascii_case("true") {
                Some(true)
            } else if text.eq_ignore_ascii_case("false") {
                Some(false)
            } else {
                None
            };
            Value::from(truth)
        }
        _ => return None,
    }))
}

fn string(value: &Value) -> Option<Result<Value, Error>> {
    match value {
        Value::Null | Value::Text(_) => Some(Ok(value.clone())),
        _ => printed(value).map(|text| Ok(Value::from(text))),
    }
}
