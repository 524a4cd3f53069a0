//! `+ - * / % ^` on numbers, strings, lists and temporal values.

use super::{Value, check_count, check_text, printed, temporal};
use crate::query::{Error, ErrorType};

/// `a + b`: sum of numbers and of durations, an instant a duration later, concatenation of strings
/// and of lists, a list with an element before or behind it; null if either is null.
///
/// # Errors
///
/// `TypeError` with `InvalidArgumentType`, `ArithmeticError` with `IntegerOverflow` for integers and
/// `NumberOutOfRange` for temporal values, `LimitExceeded` for strings and lists that grow too long.
pub fn add(a: &Value, b: &Value) -> Result<Value, Error> {
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::Int(a), Value::Int(b)) => whole(a.checked_add(*b), "+"),
        (Value::List(a), Value::List(b)) => joined(a, b),
        (Value::List(list), element) => joined(list, std::slice::from_ref(element)),
        (element, Value::List(list)) => joined(std::slice::from_ref(element), list),
        (Value::Text(_), _) | (_, Value::Text(_)) => match (printed(a), printed(b)) {
            (Some(a), Some(b)) => {
                check_text(a.len() + b.len())?;
                Ok(Value::text(a + &b))
            }
            _ => Err(mismatch("+", a, b)),
        },
        _ => temporal::add(a, b).unwrap_or_else(|| floats(a, b, "+", |a, b| a + b)),
    }
}

/// `a - b`: difference of numbers and of durations, an instant a duration earlier; null if either is
/// null.
///
/// # Errors
///
/// As for [`add`].
pub fn subtract(a: &Value, b: &Value) -> Result<Value, Error> {
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::Int(a), Value::Int(b)) => whole(a.checked_sub(*b), "-"),
        _ => temporal::subtract(a, b).unwrap_or_else(|| floats(a, b, "-", |a, b| a - b)),
    }
}

/// `a * b`: product of numbers, or of a duration and a number; null if either is null.
///
/// # Errors
///
/// As for [`add`].
pub fn multiply(a: &Value, b: &Value) -> Result<Value, Error> {
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::Int(a), Value::Int(b)) => whole(a.checked_mul(*b), "*"),
        _ => temporal::multiply(a, b).unwrap_or_else(|| floats(a, b, "*", |a, b| a * b)),
    }
}

/// `a / b`: quotient of numbers, of two integers rounded towards zero, or of a duration and a number;
/// null if either is null.
///
/// # Errors
///
/// As for [`add`], and `ArithmeticError` with `DivisionByZero` for an integer by integer zero.
pub fn divide(a: &Value, b: &Value) -> Result<Value, Error> {
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::Int(_), Value::Int(0)) => Err(by_zero()),
        (Value::Int(a), Value::Int(b)) => whole(a.checked_div(*b), "/"),
        _ => temporal::divide(a, b).unwrap_or_else(|| floats(a, b, "/", |a, b| a / b)),
    }
}

/// `a % b`: remainder with the sign of the dividend; null if either is null.
///
/// # Errors
///
/// As for [`divide`].
pub fn modulo(a: &Value, b: &Value) -> Result<Value, Error> {
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::Int(_), Value::Int(0)) => Err(by_zero()),
        // The one case that overflows, i64::MIN % -1, is 0.
        (Value::Int(a), Value::Int(b)) => Ok(Value::Int(a.wrapping_rem(*b))),
        _ => floats(a, b, "%", |a, b| a % b),
    }
}

/// `a ^ b`, always a float; null if either is null.
///
/// # Errors
///
/// As for [`add`].
pub fn power(a: &Value, b: &Value) -> Result<Value, Error> {
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        _ => floats(a, b, "^", f64::powf),
    }
}

/// `-a` of a number; null of null.
///
/// # Errors
///
/// As for [`add`].
pub fn negate(a: &Value) -> Result<Value, Error> {
    match a {
        Value::Null => Ok(Value::Null),
        Value::Int(int) => whole(int.checked_neg(), "-"),
        Value::Float(float) => Ok(Value::Float(-float)),
        _ => Err(Error::runtime(
            ErrorType::TypeError,
            "InvalidArgumentType",
            format!("`-` needs a number, found {}", a.kind().described()),
        )),
    }
}

/// `+a`: the number itself; null of null.
///
/// # Errors
///
/// `TypeError` with `InvalidArgumentType`.
pub fn plus(a: &Value) -> Result<Value, Error> {
    match a {
        Value::Null | Value::Int(_) | Value::Float(_) => Ok(a.clone()),
        _ => Err(Error::runtime(
            ErrorType::TypeError,
            "InvalidArgumentType",
            format!("`+` needs a number, found {}", a.kind().described()),
        )),
    }
}

fn joined(a: &[Value], b: &[Value]) -> Result<Value, Error> {
    check_count(a.len() + b.len())?;
    Ok(Value::list(a.iter().chain(b).cloned()))
}

fn floats(
    a: &Value,
    b: &Value,
    operator: &str,
    operation: fn(f64, f64) -> f64,
) -> Result<Value, Error> {
    match (a.as_float(), b.as_float()) {
        (Some(a), Some(b)) => Ok(Value::Float(operation(a, b))),
        _ => Err(mismatch(operator, a, b)),
    }
}

fn whole(result: Option<i64>, operator: &str) -> Result<Value, Error> {
    result.map(Value::Int).ok_or_else(|| {
        Error::runtime(
            ErrorType::ArithmeticError,
            "IntegerOverflow",
            format!("the result of `{operator}` does not fit 64 bits"),
        )
    })
}

fn by_zero() -> Error {
    Error::runtime(
        ErrorType::ArithmeticError,
        "DivisionByZero",
        "an integer is divided by zero",
    )
}

fn mismatch(operator: &str, a: &Value, b: &Value) -> Error {
    Error::runtime(
        ErrorType::TypeError,
        "InvalidArgumentType",
        format!(
            "`{operator}` cannot combine {} with {}",
            a.kind().described(),
            b.kind().described()
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Graph;
    use crate::model::date::Day;
    use crate::model::temporal::{Duration, LocalTime, Offset, Time};
    use crate::query::value::notation;

    type Operator = fn(&Value, &Value) -> Result<Value, Error>;

    fn check(operator: Operator, a: impl Into<Value>, b: impl Into<Value>, expected: &str) {
        let (a, b) = (a.into(), b.into());
        let found = match operator(&a, &b) {
            Ok(value) => notation(&Graph::new(), &value),
            Err(error) => error.detail.into(),
        };
        assert_eq!(found, expected, "{a:?} {b:?}");
    }

    #[test]
    fn integers_stay_integers_and_never_wrap() {
        check(add, 1, 2, "3");
        check(add, i64::MAX, 1, "IntegerOverflow");
        check(subtract, i64::MIN, 1, "IntegerOverflow");
        check(multiply, i64::MAX, 2, "IntegerOverflow");
        check(divide, -7, 2, "-3");
        check(divide, i64::MIN, -1, "IntegerOverflow");
        check(divide, 1, 0, "DivisionByZero");
        check(modulo, -7, 3, "-1");
        check(modulo, i64::MIN, -1, "0");
        check(modulo, 1, 0, "DivisionByZero");
        check(power, 2, 3, "8.0");
        check(divide, 1, 0.0, "Infinity");
        check(divide, 0.0, 0.0, "NaN");
        check(add, 1, 0.5, "1.5");
        assert_eq!(
            negate(&Value::Int(i64::MIN)).unwrap_err().detail,
            "IntegerOverflow"
        );
    }

    #[test]
    fn strings_and_lists_are_joined() {
        let list = || Value::list([Value::Int(1)]);
        check(add, "a", "b", "'ab'");
        check(add, "a", 1, "'a1'");
        check(add, 1.0, "a", "'1.0a'");
        check(add, list(), list(), "[1, 1]");
        check(add, list(), "a", "[1, 'a']");
        check(add, 0, list(), "[0, 1]");
        check(add, list(), Value::Null, "null");
        check(add, "a", Value::map::<&str>([]), "InvalidArgumentType");
        check(subtract, "a", "b", "InvalidArgumentType");
        check(add, true, 1, "InvalidArgumentType");
    }

    #[test]
    fn instants_move_by_what_they_can_hold() {
        let duration = || Value::from(Duration::new(1, -14, 58_390, 2).unwrap());
        let day = || Value::Date(Day::from_ymd(1984, 10, 11));
        let local = LocalTime::new(12, 31, 14, 1).unwrap();
        let time = || Value::Time(Time::new(local, Offset::of_seconds(3600).unwrap()));
        check(add, day(), duration(), "'1984-10-28'");
        check(add, duration(), day(), "'1984-10-28'");
        check(subtract, day(), duration(), "'1984-09-25'");
        check(add, time(), duration(), "'04:44:24.000000003+01:00'");
        check(subtract, time(), duration(), "'20:18:03.999999999+01:00'");
        check(subtract, day(), day(), "InvalidArgumentType");
        check(subtract, duration(), day(), "InvalidArgumentType");
        let long = Value::from(Duration::new(0, i64::MAX, 0, 0).unwrap());
        check(add, day(), long, "NumberOutOfRange");
    }

    #[test]
    fn durations_are_multiplied_and_divided_exactly() {
        let duration = || Value::from(Duration::new(149, 14, 58_390, 1).unwrap());
        check(multiply, duration(), 2, "'P24Y10M28DT32H26M20.000000002S'");
        check(multiply, 0.5, duration(), "'P6Y2M22DT13H21M8S'");
        check(divide, duration(), 2, "'P6Y2M22DT13H21M8S'");
        check(divide, duration(), 0.5, "'P24Y10M28DT32H26M20.000000002S'");
        check(divide, duration(), 0, "DivisionByZero");
        check(multiply, duration(), f64::INFINITY, "NumberOutOfRange");
        check(divide, 2, duration(), "InvalidArgumentType");
    }
}
