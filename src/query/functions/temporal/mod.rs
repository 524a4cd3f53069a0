//! Temporal functions: constructors of dates, times and date-times, their current values,
//! truncation, and durations.

mod build;
mod duration;
mod fields;
mod truncate;

pub(super) use duration::{between, duration, in_days, in_months, in_seconds};
pub(super) use truncate::truncate;

use fields::Fields;

use super::{Clock, Context, Instant, wrong};
use crate::model::temporal::{DateTime, Moment, ParseError, Time, Zone, parse};
use crate::query::value::{Value, moment, out_of_range};
use crate::query::{Error, ErrorType};

/// The types of instants that functions construct.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Date,
    LocalTime,
    Time,
    LocalDateTime,
    DateTime,
}

impl Target {
    fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::LocalTime => "localtime",
            Self::Time => "time",
            Self::LocalDateTime => "localdatetime",
            Self::DateTime => "datetime",
        }
    }

    fn has_day(self) -> bool {
        !matches!(self, Self::LocalTime | Self::Time)
    }

    fn has_time(self) -> bool {
        self != Self::Date
    }

    fn has_zone(self) -> bool {
        matches!(self, Self::Time | Self::DateTime)
    }

    /// What of an instant this type keeps.
    fn of(self, instant: DateTime) -> Value {
        let local = instant.local();
        match self {
            Self::Date => Value::Date(local.day),
            Self::LocalTime => Value::LocalTime(local.time),
            Self::Time => Value::Time(Time::new(local.time, instant.offset())),
            Self::LocalDateTime => Value::LocalDateTime(local),
            Self::DateTime => Value::from(instant),
        }
    }
}

/// `date(…)`, `time(…)` and their kin: of nothing the current one, of a string, of a map of
/// components, of another temporal value.
pub(super) fn construct(
    context: &Context<'_>,
    arguments: &[Value],
    target: Target,
) -> Result<Value, Error> {
    let argument = match arguments.first() {
        None => return current_in(context.clock.statement, Zone::UTC, target),
        Some(Value::Null) => return Ok(Value::Null),
        Some(argument) => argument,
    };
    match argument {
        Value::Text(text) => read(text, target).map_err(|error| malformed(&error)),
        Value::Map(map) => {
            if map.values().any(Value::is_null) {
                return Ok(Value::Null);
            }
            let fields = Fields::new(map, target.name());
            if map.len() == 1
                && let Some(zone) = fields.zone()?
            {
                return current_in(context.clock.statement, zone, target);
            }
            build::of_map(context, &fields, target)
        }
        other => match moment(other) {
            Some(moment) => build::of_moment(other, moment, target),
            None => Err(wrong(
                target.name(),
                "a string, a map or a temporal value",
                other,
            )),
        },
    }
}

/// `date.statement()` and its kin: what a clock says, in a zone if one is given.
pub(super) fn current(
    context: &Context<'_>,
    arguments: &[Value],
    target: Target,
    clock: fn(&Clock) -> Instant,
) -> Result<Value, Error> {
    let zone = match arguments.first() {
        None => Zone::UTC,
        Some(Value::Null) => return Ok(Value::Null),
        Some(Value::Text(name)) => parse::zone(name).map_err(|error| malformed(&error))?,
        Some(Value::Map(map)) => Fields::new(map, target.name()).zone()?.unwrap_or(Zone::UTC),
        Some(other) => return Err(wrong(target.name(), "a time zone", other)),
    };
    current_in(clock(context.clock), zone, target)
}

fn current_in(now: Instant, zone: Zone, target: Target) -> Result<Value, Error> {
    DateTime::at(now.seconds, now.nanosecond, zone)
        .map(|instant| target.of(instant))
        .ok_or_else(out_of_range)
}

fn read(text: &str, target: Target) -> Result<Value, ParseError> {
    Ok(match target {
        Target::Date => Value::Date(parse::date(text)?),
        Target::LocalTime => Value::LocalTime(parse::local_time(text)?),
        Target::Time => {
            let (local, offset) = parse::time(text)?;
            Value::Time(Time::new(local, offset.unwrap_or_default()))
        }
        Target::LocalDateTime => Value::LocalDateTime(parse::local_date_time(text)?),
        Target::DateTime => Value::from(parse::date_time(text, &Zone::UTC)?),
    })
}

/// `datetime.fromepoch(seconds, nanoseconds)`
pub(super) fn from_epoch(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    match arguments {
        [Value::Int(seconds), Value::Int(nanos)] => of_epoch(*seconds, *nanos, Zone::UTC),
        _ => null_or_wrong("datetime.fromepoch", "integers", arguments),
    }
}

/// `datetime.fromepochmillis(milliseconds)`
pub(super) fn from_epoch_millis(_: &Context<'_>, arguments: &[Value]) -> Result<Value, Error> {
    match arguments {
        [Value::Int(millis)] => {
            let nanos = millis.rem_euclid(1000) * 1_000_000;
            of_epoch(millis.div_euclid(1000), nanos, Zone::UTC)
        }
        _ => null_or_wrong("datetime.fromepochmillis", "an integer", arguments),
    }
}

fn of_epoch(seconds: i64, nanos: i64, zone: Zone) -> Result<Value, Error> {
    let nanosecond = u32::try_from(nanos.rem_euclid(1_000_000_000)).unwrap_or(0);
    seconds
        .checked_add(nanos.div_euclid(1_000_000_000))
        .and_then(|seconds| DateTime::at(seconds, nanosecond, zone))
        .map(Value::from)
        .ok_or_else(out_of_range)
}

/// Null if an argument is null, else an error about the first that is not as expected.
fn null_or_wrong(function: &str, expected: &str, arguments: &[Value]) -> Result<Value, Error> {
    if arguments.iter().any(Value::is_null) {
        return Ok(Value::Null);
    }
    let found = arguments
        .iter()
        .find(|argument| argument.as_int().is_none())
        .unwrap_or(&Value::Null);
    Err(wrong(function, expected, found))
}

/// The error of a text that is no temporal value.
fn malformed(error: &ParseError) -> Error {
    invalid(error.to_string())
}

fn invalid(message: impl Into<String>) -> Error {
    Error::runtime(ErrorType::ArgumentError, "InvalidArgumentValue", message)
}

/// The moment of an argument that must be a temporal instant.
fn instant(function: &str, value: &Value) -> Result<Moment, Error> {
    moment(value).ok_or_else(|| wrong(function, "a date, a time or a date-time", value))
}
