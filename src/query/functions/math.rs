//! Functions on numbers.

#![expect(
    clippy::unnecessary_wraps,
    reason = "all functions of the table have one signature"
)]

use std::f64::consts;

use super::{Context, rounding, wrong};
use crate::query::value::Value;
use crate::query::{Error, ErrorType};

/// A function of one number that gives a float.
fn float(function: &str, arguments: &[Value], compute: fn(f64) -> f64) -> Result<Value, Error> {
    let Some(number) = number(function, &arguments[0])? else {
        return Ok(Value::Null);
    };
    Ok(Value::Float(compute(number)))
}

fn number(function: &str, value: &Value) -> Result<Option<f64>, Error> {
    match value {
        Value::Null => Ok(None),
        _ => match value.as_float() {
            Some(float) => Ok(Some(float)),
            None => Err(wrong(function, "a number", value)),
        },
    }
}

/// Functions of one number that give a float.
macro_rules! floats {
    ($($name:ident = $function:literal: $compute:expr;)*) => {
        $(pub(super) fn $name(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
            float($function, arguments, $compute)
        })*
    };
}

floats! {
    ceil = "ceil": f64::ceil;
    floor = "floor": f64::floor;
    sqrt = "sqrt": f64::sqrt;
    exp = "exp": f64::exp;
    log = "log": f64::ln;
    log10 = "log10": f64::log10;
    sin = "sin": f64::sin;
    cos = "cos": f64::cos;
    tan = "tan": f64::tan;
    cot = "cot": |x| x.tan().recip();
    asin = "asin": f64::asin;
    acos = "acos": f64::acos;
    atan = "atan": f64::atan;
    sinh = "sinh": f64::sinh;
    cosh = "cosh": f64::cosh;
    tanh = "tanh": f64::tanh;
    coth = "coth": |x| x.tanh().recip();
    degrees = "degrees": f64::to_degrees;
    radians = "radians": f64::to_radians;
    haversin = "haversin": |x| (x / 2.0).sin().powi(2);
}

pub(super) fn atan2(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    let y = number("atan2", &arguments[0])?;
    let x = number("atan2", &arguments[1])?;
    Ok(y.zip(x)
        .map_or(Value::Null, |(y, x)| Value::Float(y.atan2(x))))
}

pub(super) fn e(_: &Context<'_>, _: &[Value]) -> Result<Value, Error> {
    Ok(Value::Float(consts::E))
}

pub(super) fn pi(_: &Context<'_>, _: &[Value]) -> Result<Value, Error> {
    Ok(Value::Float(consts::PI))
}

pub(super) fn rand(context: &Context<'_>, _: &[Value]) -> Result<Value, Error> {
    Ok(Value::Float(context.random.next()))
}

/// The absolute value, of the same type.
pub(super) fn abs(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::Int(int) => int.checked_abs().map(Value::Int).ok_or_else(|| {
            Error::runtime(
                ErrorType::ArithmeticError,
                "IntegerOverflow",
                format!("the absolute value of {int} does not fit 64 bits"),
            )
        }),
        Value::Float(float) => Ok(Value::Float(float.abs())),
        other => Err(wrong("abs", "a number", other)),
    }
}

/// -1, 0 or 1; of NaN 0.
pub(super) fn sign(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    let sign = number("sign", &arguments[0])?.map(|number| {
        if number > 0.0 {
            1
        } else if number < 0.0 {
            -1
        } else {
            0
        }
    });
    Ok(sign.map_or(Value::Null, Value::Int))
}

pub(super) fn is_nan(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    let number = number("isNaN", &arguments[0])?;
    Ok(Value::from(number.map(f64::is_nan)))
}

/// `round(number [, digits [, mode]])`: to the nearest whole number, halves up; to digits behind the
/// point, halves away from zero unless a mode says otherwise.
pub(super) fn round(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    if arguments.iter().any(Value::is_null) {
        return Ok(Value::Null);
    }
    let Some(float) = number("round", &arguments[0])? else {
        return Ok(Value::Null);
    };
    let digits = match arguments.get(1) {
        None => {
            let floor = float.floor();
            let up = float - floor >= 0.5;
            return Ok(Value::Float(if up { floor + 1.0 } else { floor }));
        }
        Some(Value::Int(digits)) => usize::try_from(*digits).map_err(|_| {
            Error::runtime(
                ErrorType::ArgumentError,
                "NumberOutOfRange",
                format!("`round()` cannot keep {digits} digits"),
            )
        })?,
        Some(other) => return Err(wrong("round", "a number of digits", other)),
    };
    let mode = match arguments.get(2) {
        None => rounding::Mode::HalfUp,
        Some(mode) => mode
            .as_text()
            .and_then(rounding::Mode::find)
            .ok_or_else(|| {
                Error::runtime(
                    ErrorType::ArgumentError,
                    "InvalidArgumentValue",
                    "the mode of `round()` is one of UP, DOWN, CEILING, FLOOR, HALF_UP, HALF_DOWN \
                     and HALF_EVEN",
                )
            })?,
    };
    Ok(Value::Float(rounding::round(float, digits, mode)))
}
