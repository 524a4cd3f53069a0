//! Durations: from text, from components, between instants.

use super::super::{Context, wrong};
use super::fields::Fields;
use super::{instant, invalid, malformed};
use crate::model::temporal::{self, Components, Duration, Moment, Ratio, parse};
use crate::query::value::{Map, Value, out_of_range};
use crate::query::{Error, ErrorType};

/// `duration(…)`: of a string, of a map of components, of a duration.
pub(in super::super) fn duration(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::Duration(duration) => Ok(Value::Duration(duration.clone())),
        Value::Text(text) => match parse::duration(text) {
            Ok(duration) => Ok(Value::from(duration)),
            Err(error) => Err(malformed(&error)),
        },
        Value::Map(map) if map.values().any(Value::is_null) => Ok(Value::Null),
        Value::Map(map) => of_map(map),
        other => Err(wrong("duration", "a string, a map or a duration", other)),
    }
}

fn of_map(map: &Map) -> Result<Value, Error> {
    let mut components = Components::default();
    let Components {
        years,
        quarters,
        months,
        weeks,
        days,
        hours,
        minutes,
        seconds,
        milliseconds,
        microseconds,
        nanoseconds,
    } = &mut components;
    let mut slots = [
        ("years", years),
        ("quarters", quarters),
        ("months", months),
        ("weeks", weeks),
        ("days", days),
        ("hours", hours),
        ("minutes", minutes),
        ("seconds", seconds),
        ("milliseconds", milliseconds),
        ("microseconds", microseconds),
        ("nanoseconds", nanoseconds),
    ];
    Fields::new(map, "duration").only(&[&slots.each_ref().map(|(key, _)| *key)])?;
    for (key, slot) in &mut slots {
        **slot = match map.get(*key) {
            None => continue,
            Some(Value::Int(int)) => Ratio::of_int(*int),
            Some(Value::Float(float)) => Ratio::of_float(*float).ok_or_else(out_of_range)?,
            Some(other) => {
                return Err(Error::runtime(
                    ErrorType::TypeError,
                    "InvalidArgumentType",
                    format!(
                        "component `{key}` is a number, found {}",
                        other.kind().described()
                    ),
                ));
            }
        };
    }
    Duration::of(&components)
        .map(Value::from)
        .ok_or_else(out_of_range)
}

/// `duration.between(from, to)`
pub(in super::super) fn between(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    difference("duration.between", arguments, temporal::between)
}

/// `duration.inMonths(from, to)`
pub(in super::super) fn in_months(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    difference("duration.inMonths", arguments, temporal::in_months)
}

/// `duration.inDays(from, to)`
pub(in super::super) fn in_days(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    difference("duration.inDays", arguments, temporal::in_days)
}

/// `duration.inSeconds(from, to)`
pub(in super::super) fn in_seconds(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    difference("duration.inSeconds", arguments, temporal::in_seconds)
}

fn difference(
    function: &str,
    arguments: &[Value],
    between: fn(&Moment, &Moment) -> Option<Duration>,
) -> Result<Value, Error> {
    let [from, to] = arguments else {
        return Err(invalid(format!("`{function}()` needs two instants")));
    };
    if from.is_null() || to.is_null() {
        return Ok(Value::Null);
    }
    between(&instant(function, from)?, &instant(function, to)?)
        .map(Value::from)
        .ok_or_else(out_of_range)
}
