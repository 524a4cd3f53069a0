//! Three-valued logic.

use super::Value;
use crate::query::{Error, ErrorType};

/// The truth of a value: unknown for null.
///
/// # Errors
///
/// `TypeError` with `InvalidArgumentType` if it is neither a boolean nor null.
pub fn truth(value: &Value) -> Result<Option<bool>, Error> {
    match value {
        Value::Null => Ok(None),
        Value::Bool(bool) => Ok(Some(*bool)),
        _ => Err(Error::runtime(
            ErrorType::TypeError,
            "InvalidArgumentType",
            format!("expected a boolean, found {}", value.kind().described()),
        )),
    }
}

/// `a AND b`.
pub fn and(a: &Value, b: &Value) -> Result<Value, Error> {
    Ok(Value::from(match (truth(a)?, truth(b)?) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }))
}

/// `a OR b`.
pub fn or(a: &Value, b: &Value) -> Result<Value, Error> {
    Ok(Value::from(match (truth(a)?, truth(b)?) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }))
}

/// `a XOR b`.
pub fn xor(a: &Value, b: &Value) -> Result<Value, Error> {
    let truths = truth(a)?.zip(truth(b)?);
    Ok(Value::from(truths.map(|(a, b)| a != b)))
}

/// `NOT a`.
pub fn not(a: &Value) -> Result<Value, Error> {
    Ok(Value::from(truth(a)?.map(|truth| !truth)))
}
