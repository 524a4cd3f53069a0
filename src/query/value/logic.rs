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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_wins_only_where_the_other_does_not_decide() {
        let truths = [Some(true), None, Some(false)];
        let check = |operator: fn(&Value, &Value) -> Result<Value, Error>,
                     expected: [[i8; 3]; 3]| {
            for (a, row) in truths.into_iter().zip(expected) {
                for (b, expected) in truths.into_iter().zip(row) {
                    let found = operator(&Value::from(a), &Value::from(b)).unwrap();
                    let found = match truth(&found).unwrap() {
                        Some(true) => 1,
                        None => 0,
                        Some(false) => -1,
                    };
                    assert_eq!(found, expected, "{a:?} {b:?}");
                }
            }
        };
        check(and, [[1, 0, -1], [0, 0, -1], [-1, -1, -1]]);
        check(or, [[1, 1, 1], [1, 0, 0], [1, 0, -1]]);
        check(xor, [[-1, 0, 1], [0, 0, 0], [1, 0, -1]]);
    }

    #[test]
    fn only_booleans_have_a_truth() {
        for value in [Value::Int(1), Value::from("true"), Value::list([])] {
            assert_eq!(not(&value).unwrap_err().detail, "InvalidArgumentType");
            assert!(and(&Value::Bool(false), &value).is_err());
        }
    }
}
