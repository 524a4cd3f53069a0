//! Instants from maps of components and from other instants.

use super::super::{Context, wrong};
use super::fields::{Fields, OF_DAY, OF_TIME};
use super::{Target, instant, invalid, of_epoch};
use crate::model::date::Day;
use crate::model::temporal::{DateTime, LocalDateTime, LocalTime, Moment, Offset, Time, Zone};
use crate::query::Error;
use crate::query::value::{Value, out_of_range};

/// Another temporal value as this type: `date(datetime())`.
pub(super) fn of_moment(value: &Value, moment: Moment, target: Target) -> Result<Value, Error> {
    let unusable =
        (target.has_day() && moment.day.is_none()) || (!target.has_day() && moment.time.is_none());
    if unusable {
        let expected = if target.has_day() {
            "a value with a day"
        } else {
            "a value with a time"
        };
        return Err(wrong(target.name(), expected, value));
    }
    let parts = Parts {
        day: moment.day.unwrap_or(Day(0)),
        time: moment.time.unwrap_or_default(),
        zone: moment.zone,
        offset: moment.offset,
    };
    parts.assemble(None, target)
}

/// The instant that components give: `date({year: 1984, week: 10})`,
/// `datetime({date: d, time: t, timezone: 'Europe/Stockholm'})`.
///
/// The zone is that of `timezone`, to which the instant is converted if `time` or `datetime`
/// already had one.
pub(super) fn of_map(
    context: &Context<'_>,
    fields: &Fields<'_>,
    target: Target,
) -> Result<Value, Error> {
    if target == Target::DateTime && (fields.has("epochSeconds") || fields.has("epochMillis")) {
        return of_epoch_fields(fields);
    }
    allow(fields, target)?;
    let base = |key: &str| match fields.get(key) {
        None => Ok(None),
        Some(value) => instant(target.name(), value).map(Some),
    };
    let both = base("datetime")?;
    let day = part(both.clone().or(base("date")?), |it| it.day, "date")?;
    let time = both.or(base("time")?);
    let zone = time.as_ref().and_then(|time| time.zone.clone());
    let offset = time.as_ref().and_then(|time| time.offset);
    let time = part(time, |it| it.time, "time")?;
    let parts = Parts {
        day: if target.has_day() {
            fields.day(day)?
        } else {
            Day(0)
        },
        time: if target.has_time() {
            fields.time(time)?
        } else {
            LocalTime::MIDNIGHT
        },
        zone,
        offset,
    };
    let zone = match fields.zone()? {
        // A time of the day has an offset: that of the zone now.
        Some(zone @ Zone::Named(_)) if target == Target::Time => Some(Zone::Offset(
            zone.offset_at(context.clock.statement.seconds),
        )),
        zone => zone,
    };
    parts.assemble(zone, target)
}

fn allow(fields: &Fields<'_>, target: Target) -> Result<(), Error> {
    let day: &[&str] = if target.has_day() { &OF_DAY } else { &[] };
    let time: &[&str] = if target.has_time() { &OF_TIME } else { &[] };
    let zone: &[&str] = if target.has_zone() {
        &["timezone"]
    } else {
        &[]
    };
    let bases: &[&str] = match target {
        Target::Date => &["date"],
        Target::LocalTime | Target::Time => &["time"],
        Target::LocalDateTime | Target::DateTime => &["date", "time", "datetime"],
    };
    fields.only(&[day, time, zone, bases])?;
    if fields.has("datetime") && (fields.has("date") || fields.has("time")) {
        return Err(invalid(format!(
            "`{}()` cannot combine `datetime` with `date` or `time`",
            target.name()
        )));
    }
    Ok(())
}

/// The day or time of a base, which must have one.
fn part<T>(
    base: Option<Moment>,
    part: fn(&Moment) -> Option<T>,
    name: &str,
) -> Result<Option<T>, Error> {
    match base {
        None => Ok(None),
        Some(base) => part(&base)
            .map(Some)
            .ok_or_else(|| invalid(format!("the value given to take from has no {name}"))),
    }
}

fn of_epoch_fields(fields: &Fields<'_>) -> Result<Value, Error> {
    fields.only(&[&["epochSeconds", "epochMillis", "nanosecond", "timezone"]])?;
    let zone = fields.zone()?.unwrap_or(Zone::UTC);
    let nanosecond = fields.int("nanosecond")?.unwrap_or(0);
    let (seconds, millis, limit) = match (fields.int("epochSeconds")?, fields.int("epochMillis")?) {
        (Some(seconds), None) => (seconds, 0, 1_000_000_000),
        (None, Some(millis)) => (millis.div_euclid(1000), millis.rem_euclid(1000), 1_000_000),
        _ => {
            return Err(invalid(
                "`epochSeconds` and `epochMillis` cannot be combined",
            ));
        }
    };
    if !(0..limit).contains(&nanosecond) {
        return Err(invalid(format!(
            "component `nanosecond` is from 0 to below {limit} here, found {nanosecond}"
        )));
    }
    of_epoch(seconds, millis * 1_000_000 + nanosecond, zone)
}

/// A day and a time, and the zone of the value that the time comes from.
pub(super) struct Parts {
    pub(super) day: Day,
    pub(super) time: LocalTime,
    pub(super) zone: Option<Zone>,
    pub(super) offset: Option<Offset>,
}

impl Parts {
    /// The value of a type; in another zone if one is asked for.
    pub(super) fn assemble(self, zone: Option<Zone>, target: Target) -> Result<Value, Error> {
        let local = LocalDateTime::new(self.day, self.time);
        Ok(match target {
            Target::Date => Value::Date(self.day),
            Target::LocalTime => Value::LocalTime(self.time),
            Target::LocalDateTime => Value::LocalDateTime(local),
            Target::Time => {
                let asked = zone.map(|zone| zone.offset_at(0));
                let own = self.offset.or(asked).unwrap_or_default();
                let time = Time::new(self.time, own);
                Value::Time(asked.map_or(time, |asked| time.with_offset(asked)))
            }
            Target::DateTime => {
                let own = self.zone.or_else(|| zone.clone()).unwrap_or(Zone::UTC);
                let instant = DateTime::with_preferred_offset(local, self.offset, own);
                let converted = match zone {
                    Some(zone) => instant.and_then(|instant| instant.in_zone(zone)),
                    None => instant,
                };
                Value::from(converted.ok_or_else(out_of_range)?)
            }
        })
    }
}
