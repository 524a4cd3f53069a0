//! How large a value may grow: a query can double a list or nest it at every step.

use super::Value;
use crate::query::{Error, ErrorType};

/// Most elements of a list, and of all lists and maps in a value together.
pub const MAX_ELEMENTS: usize = 1 << 24;
/// Most bytes of a string.
pub const MAX_TEXT: usize = 1 << 28;
/// Most lists and maps within one another.
pub const MAX_DEPTH: usize = 1000;

/// Refuses a value that is too large to be compared, printed or dropped safely: an element that
/// occurs more than once counts each time. O(elements), at most [`MAX_ELEMENTS`].
///
/// # Errors
///
/// `LimitExceeded`.
pub fn check_size(value: &Value) -> Result<(), Error> {
    check(value, MAX_DEPTH, &mut 0)
}

fn check(value: &Value, depth_left: usize, elements: &mut usize) -> Result<(), Error> {
    let count = match value {
        Value::List(list) => list.len(),
        Value::Map(map) => map.len(),
        _ => return Ok(()),
    };
    let Some(depth_left) = depth_left.checked_sub(1) else {
        return Err(Error::runtime(
            ErrorType::LimitExceeded,
            "NestingLimit",
            format!("a value nests more than {MAX_DEPTH} lists and maps"),
        ));
    };
    *elements = elements.saturating_add(count);
    check_count(*elements)?;
    match value {
        Value::List(list) => list
            .iter()
            .try_for_each(|value| check(value, depth_left, elements)),
        Value::Map(map) => map
            .values()
            .try_for_each(|value| check(value, depth_left, elements)),
        _ => Ok(()),
    }
}

/// Refuses a list of too many elements.
pub(in crate::query) fn check_count(elements: usize) -> Result<(), Error> {
    if elements <= MAX_ELEMENTS {
        return Ok(());
    }
    Err(Error::runtime(
        ErrorType::LimitExceeded,
        "ListTooLong",
        format!("a list has at most {MAX_ELEMENTS} elements, this one would have more"),
    ))
}

/// Refuses a string of too many bytes.
pub(in crate::query) fn check_text(bytes: usize) -> Result<(), Error> {
    if bytes <= MAX_TEXT {
        return Ok(());
    }
    Err(Error::runtime(
        ErrorType::LimitExceeded,
        "StringTooLong",
        format!("a string has at most {MAX_TEXT} bytes, this one would have {bytes}"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grown(steps: usize, step: fn(Value) -> Value) -> Value {
        (0..steps).fold(Value::list([]), |value, _| step(value))
    }

    #[test]
    fn nesting_is_stopped() {
        let nest = |value| Value::list([value]);
        assert_eq!(check_size(&grown(MAX_DEPTH - 1, nest)), Ok(()));
        let error = check_size(&grown(MAX_DEPTH, nest)).unwrap_err();
        assert_eq!(error.detail, "NestingLimit");
        let in_map = |value| Value::map([("k", value)]);
        let error = check_size(&grown(MAX_DEPTH, in_map)).unwrap_err();
        assert_eq!(error.detail, "NestingLimit");
    }

    #[test]
    fn doubling_is_stopped() {
        let double = |value: Value| Value::list([value.clone(), value]);
        // As if most of the elements had been counted already.
        let mut elements = MAX_ELEMENTS - 1000;
        let error = check(&grown(60, double), MAX_DEPTH, &mut elements).unwrap_err();
        assert_eq!(error.detail, "ListTooLong");
        assert_eq!(check_size(&grown(8, double)), Ok(()));
    }
}
