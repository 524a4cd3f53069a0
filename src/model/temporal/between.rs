//! Durations between two temporal values of any types.
//!
//! What one value lacks it takes from the other: a time without a day happens on the other's day,
//! a value without a zone in the other's zone; a day without a time begins at midnight.

use super::super::date::Day;
use super::{
    DateTime, Duration, LocalDateTime, LocalTime, NANOS_PER_DAY, NANOS_PER_SECOND, Offset, Time,
    Zone, calendar,
};

/// What a date, time or date-time of any type says of a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The day, if it has one.
    pub day: Option<Day>,
    /// The time, if it has one.
    pub time: Option<LocalTime>,
    /// The zone, if it has one.
    pub zone: Option<Zone>,
    /// The offset in the zone, if the value knows it.
    pub offset: Option<Offset>,
}

impl From<Day> for Moment {
    fn from(day: Day) -> Self {
        Self {
            day: Some(day),
            time: None,
            zone: None,
            offset: None,
        }
    }
}

impl From<LocalTime> for Moment {
    fn from(time: LocalTime) -> Self {
        Self {
            day: None,
            time: Some(time),
            zone: None,
            offset: None,
        }
    }
}

impl From<Time> for Moment {
    fn from(time: Time) -> Self {
        Self {
            day: None,
            time: Some(time.local),
            zone: Some(Zone::Offset(time.offset)),
            offset: Some(time.offset),
        }
    }
}

impl From<LocalDateTime> for Moment {
    fn from(local: LocalDateTime) -> Self {
        Self {
            day: Some(local.day),
            time: Some(local.time),
            zone: None,
            offset: None,
        }
    }
}

impl From<&DateTime> for Moment {
    fn from(instant: &DateTime) -> Self {
        Self {
            day: Some(instant.local().day),
            time: Some(instant.local().time),
            zone: Some(instant.zone().clone()),
            offset: Some(instant.offset()),
        }
    }
}

/// Whole months, then whole days, then the rest in seconds; only the rest if one of the two has
/// no day. `None` if a step leaves the calendar.
pub fn between(from: &Moment, to: &Moment) -> Option<Duration> {
    let (start, end) = align(from, to)?;
    if from.day.is_none() || to.day.is_none() {
        return seconds_between(&start, &end, 0, 0);
    }
    let months = months_until(start.local(), end.local());
    let after_months = start.plus_months(months)?;
    let days = days_until(after_months.local(), end.local());
    let after_days = after_months.plus_days(days)?;
    seconds_between(&after_days, &end, months, days)
}

/// Whole months; none if one of the two has no day.
pub fn in_months(from: &Moment, to: &Moment) -> Option<Duration> {
    if from.day.is_none() || to.day.is_none() {
        return Some(Duration::ZERO);
    }
    let (start, end) = align(from, to)?;
    Duration::new(months_until(start.local(), end.local()), 0, 0, 0)
}

/// Whole days; none if one of the two has no day.
pub fn in_days(from: &Moment, to: &Moment) -> Option<Duration> {
    if from.day.is_none() || to.day.is_none() {
        return Some(Duration::ZERO);
    }
    let (start, end) = align(from, to)?;
    Duration::new(0, days_until(start.local(), end.local()), 0, 0)
}

/// Seconds and nanoseconds.
pub fn in_seconds(from: &Moment, to: &Moment) -> Option<Duration> {
    let (start, end) = align(from, to)?;
    seconds_between(&start, &end, 0, 0)
}

/// A date-time with a zone or without.
enum Aligned {
    Local(LocalDateTime),
    Zoned(DateTime),
}

impl Aligned {
    fn local(&self) -> LocalDateTime {
        match self {
            Self::Local(local) => *local,
            Self::Zoned(instant) => instant.local(),
        }
    }

    fn seconds(&self) -> i64 {
        match self {
            Self::Local(local) => local.seconds(),
            Self::Zoned(instant) => instant.epoch_seconds(),
        }
    }

    fn plus_months(&self, months: i64) -> Option<Self> {
        Some(match self {
            Self::Local(local) => Self::Local(local.add_months(months)?),
            Self::Zoned(instant) => Self::Zoned(instant.add_months(months)?),
        })
    }

    fn plus_days(&self, days: i64) -> Option<Self> {
        Some(match self {
            Self::Local(local) => Self::Local(local.add_days(days)?),
            Self::Zoned(instant) => Self::Zoned(instant.add_days(days)?),
        })
    }
}

/// Both with a day and a time, and both in the zone of the first that has one, or both without.
fn align(from: &Moment, to: &Moment) -> Option<(Aligned, Aligned)> {
    let complete = |moment: &Moment, other: &Moment| {
        let day = moment.day.or(other.day).unwrap_or(Day(0));
        LocalDateTime::new(day, moment.time.unwrap_or_default())
    };
    let (start, end) = (complete(from, to), complete(to, from));
    let Some(zone) = from.zone.as_ref().or(to.zone.as_ref()) else {
        return Some((Aligned::Local(start), Aligned::Local(end)));
    };
    let place = |moment: &Moment, local| {
        let own = moment.zone.as_ref().unwrap_or(zone).clone();
        DateTime::with_preferred_offset(local, moment.offset, own)
    };
    let start = place(from, start)?;
    let end = place(to, end)?.in_zone(start.zone().clone())?;
    Some((Aligned::Zoned(start), Aligned::Zoned(end)))
}

/// The last day that is a whole number of days away from the start.
fn whole_days_end(from: LocalDateTime, to: LocalDateTime) -> Day {
    if to.day > from.day && to.time < from.time {
        Day(to.day.0 - 1)
    } else if to.day < from.day && to.time > from.time {
        Day(to.day.0 + 1)
    } else {
        to.day
    }
}

fn months_until(from: LocalDateTime, to: LocalDateTime) -> i64 {
    calendar::months_between(from.day, whole_days_end(from, to))
}

fn days_until(from: LocalDateTime, to: LocalDateTime) -> i64 {
    whole_days_end(from, to).0 - from.day.0
}

fn seconds_between(from: &Aligned, to: &Aligned, months: i64, days: i64) -> Option<Duration> {
    let seconds = to.seconds() - from.seconds();
    let nanos = i64::from(to.local().nanosecond()) - i64::from(from.local().nanosecond());
    Duration::new(months, days, seconds, nanos)
}

impl LocalDateTime {
    /// The date-time some months later, clamped to the end of that month.
    pub fn add_months(self, months: i64) -> Option<Self> {
        Some(Self::new(
            calendar::add_months(self.day, months)?,
            self.time,
        ))
    }

    /// The date-time some days later.
    pub fn add_days(self, days: i64) -> Option<Self> {
        Some(Self::new(calendar::add_days(self.day, days)?, self.time))
    }

    /// The date-time a duration later: first the months, then the days, then the seconds.
    pub fn plus(self, duration: Duration) -> Option<Self> {
        self.add_months(duration.months())?
            .add_days(duration.days())?
            .add_seconds(duration.seconds(), duration.nanosecond())
    }
}

impl DateTime {
    /// What clocks show some months later, clamped to the end of that month.
    pub fn add_months(&self, months: i64) -> Option<Self> {
        self.with_local(self.local().add_months(months)?)
    }

    /// What clocks show some days later.
    pub fn add_days(&self, days: i64) -> Option<Self> {
        self.with_local(self.local().add_days(days)?)
    }

    /// The same zone at another local time, with the same offset where that is possible.
    pub fn with_local(&self, local: LocalDateTime) -> Option<Self> {
        Self::with_preferred_offset(local, Some(self.offset()), self.zone().clone())
    }

    /// The date-time a duration later: first the months, then the days of the calendar, then the
    /// seconds that pass.
    pub fn plus(&self, duration: Duration) -> Option<Self> {
        let moved = self
            .add_months(duration.months())?
            .add_days(duration.days())?;
        let nanos = i64::from(moved.local().nanosecond()) + duration.nanosecond();
        let seconds = moved
            .epoch_seconds()
            .checked_add(duration.seconds())?
            .checked_add(nanos / NANOS_PER_SECOND)?;
        let nanosecond = u32::try_from(nanos % NANOS_PER_SECOND).ok()?;
        Self::at(seconds, nanosecond, moved.zone().clone())
    }
}

impl LocalTime {
    /// The time of the day a duration later; months and days change nothing.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        let seconds = duration.seconds() % (NANOS_PER_DAY / NANOS_PER_SECOND);
        Self::of_nanos(self.nanos() + seconds * NANOS_PER_SECOND + duration.nanosecond())
    }
}

impl Time {
    /// The time of the day a duration later; months and days change nothing.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        Self::new(self.local.plus(duration), self.offset)
    }
}

/// The day a duration later: first the months, then the days and the whole days that the
/// seconds make.
pub fn add_to_day(day: Day, duration: Duration) -> Option<Day> {
    let whole_days = duration.whole_days_of_seconds();
    let day = calendar::add_months(day, duration.months())?;
    let day = calendar::add_days(day, duration.days())?;
    calendar::add_days(day, whole_days)
}
