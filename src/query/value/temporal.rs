//! Arithmetic and components of temporal values.

use super::Value;
use crate::model::date::Day;
use crate::model::temporal::{
    Duration, LocalTime, Moment, Offset, Ratio, Zone, add_to_day, calendar,
};
use crate::query::{Error, ErrorType};

/// The sum of a temporal value and another one; `None` if these types have no sum.
pub(super) fn add(a: &Value, b: &Value) -> Option<Result<Value, Error>> {
    match (a, b) {
        (Value::Duration(a), Value::Duration(b)) => Some(in_range(a.plus(**b))),
        (instant, Value::Duration(duration)) | (Value::Duration(duration), instant) => {
            shift(instant, **duration)
        }
        _ => None,
    }
}

/// The difference; `None` if these types have none.
pub(super) fn subtract(a: &Value, b: &Value) -> Option<Result<Value, Error>> {
    match (a, b) {
        (Value::Duration(a), Value::Duration(b)) => Some(in_range(a.minus(**b))),
        (instant, Value::Duration(duration)) => match duration.negated() {
            Some(duration) => shift(instant, duration),
            None => Some(Err(out_of_range())),
        },
        _ => None,
    }
}

/// A duration times a number, in either order; `None` for other types.
pub(super) fn multiply(a: &Value, b: &Value) -> Option<Result<Value, Error>> {
    let (duration, factor) = match (a, b) {
        (Value::Duration(duration), number) | (number, Value::Duration(duration)) => {
            (**duration, number)
        }
        _ => return None,
    };
    let factor = ratio(factor)?;
    Some(in_range(factor.and_then(|factor| duration.times(factor))))
}

/// A duration divided by a number; `None` for other types.
pub(super) fn divide(a: &Value, b: &Value) -> Option<Result<Value, Error>> {
    let Value::Duration(duration) = a else {
        return None;
    };
    if b.as_float()? == 0.0 {
        return Some(Err(Error::runtime(
            ErrorType::ArithmeticError,
            "DivisionByZero",
            "a duration is divided by zero",
        )));
    }
    let divisor = ratio(b)?;
    Some(in_range(
        divisor.and_then(|divisor| duration.divided_by(divisor)),
    ))
}

/// A number as a fraction: `None` for other types, `Some(None)` if it is out of range.
#[expect(clippy::option_option, reason = "no number and a wrong one differ")]
fn ratio(number: &Value) -> Option<Option<Ratio>> {
    match number {
        Value::Int(int) => Some(Some(Ratio::of_int(*int))),
        Value::Float(float) => Some(Ratio::of_float(*float)),
        _ => None,
    }
}

/// An instant moved by a duration; `None` if it is no instant.
fn shift(instant: &Value, duration: Duration) -> Option<Result<Value, Error>> {
    let moved = match instant {
        Value::Date(day) => add_to_day(*day, duration).map(Value::Date),
        Value::LocalTime(time) => Some(Value::LocalTime(time.plus(duration))),
        Value::Time(time) => Some(Value::Time(time.plus(duration))),
        Value::LocalDateTime(local) => local.plus(duration).map(Value::LocalDateTime),
        Value::DateTime(instant) => instant.plus(duration).map(Value::from),
        _ => return None,
    };
    Some(moved.ok_or_else(out_of_range))
}

fn in_range(duration: Option<Duration>) -> Result<Value, Error> {
    duration.map(Value::from).ok_or_else(out_of_range)
}

/// The error of a temporal value beyond what can be represented.
pub(in crate::query) fn out_of_range() -> Error {
    Error::runtime(
        ErrorType::ArithmeticError,
        "NumberOutOfRange",
        "the result is beyond the range of temporal values",
    )
}

/// What a date, time or date-time says of a moment; `None` for other types.
pub(in crate::query) fn moment(value: &Value) -> Option<Moment> {
    Some(match value {
        Value::Date(day) => Moment::from(*day),
        Value::LocalTime(time) => Moment::from(*time),
        Value::Time(time) => Moment::from(*time),
        Value::LocalDateTime(local) => Moment::from(*local),
        Value::DateTime(instant) => Moment::from(&**instant),
        _ => return None,
    })
}

/// A component of a temporal value by name; `None` if it has no such component or is no
/// temporal value.
pub(super) fn component(value: &Value, name: &str) -> Option<Result<Value, Error>> {
    if let Value::Duration(duration) = value {
        return of_duration(**duration, name);
    }
    if let (Value::DateTime(instant), "epochSeconds" | "epochMillis") = (value, name) {
        let seconds = instant.epoch_seconds();
        return Some(Ok(Value::Int(match name {
            "epochSeconds" => seconds,
            _ => seconds * 1000 + instant.local().time.nanosecond() / 1_000_000,
        })));
    }
    let moment = moment(value)?;
    let found = moment
        .day
        .and_then(|day| of_day(day, name))
        .or_else(|| moment.time.and_then(|time| of_time(time, name)))
        .map(Value::Int)
        .or_else(|| of_zone(moment.zone.as_ref()?, moment.offset?, name))?;
    Some(Ok(found))
}

/// Whether some temporal value has a component of this name.
pub(in crate::query) fn is_component(name: &str) -> bool {
    let of_time_or_zone = matches!(
        name,
        "hour"
            | "minute"
            | "second"
            | "millisecond"
            | "microsecond"
            | "nanosecond"
            | "timezone"
            | "offset"
            | "offsetMinutes"
            | "offsetSeconds"
            | "epochSeconds"
            | "epochMillis"
    );
    of_time_or_zone
        || of_day(Day(0), name).is_some()
        || of_duration(Duration::default(), name).is_some()
}

fn of_day(day: Day, name: &str) -> Option<i64> {
    let (year, month, day_of_month) = day.ymd();
    Some(match name {
        "year" => year,
        "quarter" => calendar::quarter_of(month),
        "month" => month.into(),
        "week" => calendar::week_of(day).1,
        "weekYear" => calendar::week_of(day).0,
        "day" => day_of_month.into(),
        "ordinalDay" => calendar::day_of_year(day),
        "weekDay" | "dayOfWeek" => calendar::day_of_week(day),
        "dayOfQuarter" => calendar::day_of_quarter(day),
        _ => return None,
    })
}

fn of_time(time: LocalTime, name: &str) -> Option<i64> {
    Some(match name {
        "hour" => time.hour(),
        "minute" => time.minute(),
        "second" => time.second(),
        "millisecond" => time.nanosecond() / 1_000_000,
        "microsecond" => time.nanosecond() / 1_000,
        "nanosecond" => time.nanosecond(),
        _ => return None,
    })
}

fn of_zone(zone: &Zone, offset: Offset, name: &str) -> Option<Value> {
    Some(match name {
        "timezone" => Value::text(zone.to_string()),
        "offset" => Value::text(offset.to_string()),
        "offsetMinutes" => Value::Int(offset.seconds() / 60),
        "offsetSeconds" => Value::Int(offset.seconds()),
        _ => return None,
    })
}

fn of_duration(duration: Duration, name: &str) -> Option<Result<Value, Error>> {
    let (months, days) = (duration.months(), duration.days());
    let (seconds, nanos) = (duration.seconds(), duration.nanosecond());
    // Seconds in a smaller unit, `per_second` of which make a second.
    let in_unit = |per_second: i64| {
        seconds
            .checked_mul(per_second)?
            .checked_add(nanos / (1_000_000_000 / per_second))
    };
    let number = match name {
        "years" => Some(months / 12),
        "quarters" => Some(months / 3),
        "months" => Some(months),
        "weeks" => Some(days / 7),
        "days" => Some(days),
        "hours" => Some(seconds / 3600),
        "minutes" => Some(seconds / 60),
        "seconds" => Some(seconds),
        "milliseconds" => in_unit(1_000),
        "microseconds" => in_unit(1_000_000),
        "nanoseconds" => in_unit(1_000_000_000),
        "quartersOfYear" => Some(months / 3 % 4),
        "monthsOfYear" => Some(months % 12),
        "monthsOfQuarter" => Some(months % 3),
        "daysOfWeek" => Some(days % 7),
        "minutesOfHour" => Some(seconds / 60 % 60),
        "secondsOfMinute" => Some(seconds % 60),
        "millisecondsOfSecond" => Some(nanos / 1_000_000),
        "microsecondsOfSecond" => Some(nanos / 1_000),
        "nanosecondsOfSecond" => Some(nanos),
        _ => return None,
    };
    Some(number.map(Value::Int).ok_or_else(out_of_range))
}
