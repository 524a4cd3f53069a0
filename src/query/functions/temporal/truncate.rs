//! `date.truncate(unit, value, components)` and its kin.

use super::super::{Context, wrong};
use super::build::Parts;
use super::fields::{Fields, OF_DAY, OF_TIME};
use super::{Target, current_in, instant, invalid};
use crate::model::date::Day;
use crate::model::temporal::{LocalTime, Unit, Zone};
use crate::query::Error;
use crate::query::value::{Map, Value, out_of_range};

/// The beginning of the unit that a value (now, if none is given) is in, with components set
/// over it. The zone is that of the value, unless `timezone` names another one, in which clocks then
/// show the same.
pub(in super::super) fn truncate(
    context: &Context<'_>,
    arguments: &[Value],
    target: Target,
) -> Result<Value, Error> {
    if arguments.iter().any(Value::is_null) {
        return Ok(Value::Null);
    }
    let Some(name) = arguments.first().and_then(Value::as_text) else {
        let found = arguments.first().unwrap_or(&Value::Null);
        return Err(wrong(target.name(), "the name of a unit", found));
    };
    let unit = Unit::find(name).ok_or_else(|| {
        invalid(format!(
            "`{name}` is no unit; expected `millennium`, `century`, `decade`, `year`, `weekYear`, \
             `quarter`, `month`, `week`, `day`, `hour`, `minute`, `second`, `millisecond` or \
             `microsecond`"
        ))
    })?;
    let fits = match target {
        Target::Date => !unit.is_time(),
        Target::LocalTime | Target::Time => unit >= Unit::Day,
        Target::LocalDateTime | Target::DateTime => true,
    };
    if !fits {
        return Err(invalid(format!(
            "`{}.truncate()` cannot truncate to that unit",
            target.name()
        )));
    }
    let now = current_in(context.clock.statement, Zone::UTC, target)?;
    let value = arguments.get(1).unwrap_or(&now);
    let moment = instant(target.name(), value)?;
    if (target.has_day() && moment.day.is_none()) || (!target.has_day() && moment.time.is_none()) {
        return Err(wrong(target.name(), "a value it can truncate", value));
    }
    let day = unit
        .truncate_day(moment.day.unwrap_or(Day(0)))
        .ok_or_else(out_of_range)?;
    let time = unit.truncate_time(moment.time.unwrap_or_default());
    let mut parts = Parts {
        day,
        time,
        zone: moment.zone,
        offset: moment.offset,
    };
    let map = match arguments.get(2) {
        None => return parts.assemble(None, target),
        Some(Value::Map(map)) => with_kept_fraction(map, unit, time),
        Some(other) => return Err(wrong(target.name(), "a map of components", other)),
    };
    let fields = Fields::new(&map, target.name());
    let day_keys: &[&str] = if target.has_day() { &OF_DAY } else { &[] };
    let time_keys: &[&str] = if target.has_time() { &OF_TIME } else { &[] };
    let zone_keys: &[&str] = if target.has_zone() {
        &["timezone"]
    } else {
        &[]
    };
    // A whole time can be set over a unit that has no time of its own.
    let whole_time: &[&str] = if target.has_time() && !unit.is_time() {
        &["time"]
    } else {
        &[]
    };
    fields.only(&[day_keys, time_keys, whole_time, zone_keys])?;
    let time = match fields.get("time") {
        None => time,
        Some(value) => instant(target.name(), value)?
            .time
            .ok_or_else(|| wrong(target.name(), "a value with a time", value))?,
    };
    if target.has_day() {
        parts.day = fields.day(Some(day))?;
    }
    if target.has_time() {
        parts.time = fields.time(Some(time))?;
    }
    if let Some(zone) = fields.zone()? {
        let offset = zone.offset_at(context.clock.statement.seconds);
        parts.offset = (target == Target::Time).then_some(offset);
        parts.zone = Some(zone);
    }
    parts.assemble(None, target)
}

/// Components smaller than the unit are set within it: the fraction of a second that was kept stays.
fn with_kept_fraction(map: &Map, unit: Unit, time: LocalTime) -> Map {
    let mut map = map.clone();
    let (kept, smaller, nanos): (_, &[&str], _) = match unit {
        Unit::Millisecond => ("millisecond", &["microsecond", "nanosecond"], 1_000_000),
        Unit::Microsecond => ("microsecond", &["nanosecond"], 1_000),
        _ => return map,
    };
    if smaller.iter().any(|key| map.contains_key(*key)) {
        map.entry(kept.into())
            .or_insert(Value::Int(time.nanosecond() / nanos));
    }
    map
}
