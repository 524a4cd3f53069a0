//! Time zones: fixed offsets and names of the IANA database.
//!
//! The database is the one bundled with jiff, so that results do not depend on the machine. It
//! knows years −9999 to 9999; other years take the rules of a year near that bound with the same
//! calendar, as the Gregorian calendar repeats every 400 years.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};

use super::super::date::Day;
use super::{LocalDateTime, SECONDS_PER_DAY};

/// Seconds that a local clock is ahead of UTC, at most 18 hours either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Offset(i32);

impl Offset {
    /// No difference.
    pub const UTC: Self = Self(0);

    const MAX: i64 = 18 * 3600;

    /// The offset of so many seconds; `None` beyond 18 hours.
    pub fn of_seconds(seconds: i64) -> Option<Self> {
        if !(-Self::MAX..=Self::MAX).contains(&seconds) {
            return None;
        }
        i32::try_from(seconds).ok().map(Self)
    }

    /// Seconds ahead of UTC.
    pub fn seconds(self) -> i64 {
        i64::from(self.0)
    }
}

impl fmt::Display for Offset {
    /// `Z`, `+01:00` or `+01:12:12`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("Z");
        }
        let sign = if self.0 < 0 { '-' } else { '+' };
        let seconds = self.0.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", seconds / 3600, seconds / 60 % 60)?;
        if !seconds.is_multiple_of(60) {
            write!(f, ":{:02}", seconds % 60)?;
        }
        Ok(())
    }
}

static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// A zone of the IANA database. Two are equal if their names are.
#[derive(Debug, Clone)]
pub struct NamedZone(TimeZone);

impl NamedZone {
    /// Looks a name up, without regard to ASCII case.
    pub fn find(name: &str) -> Option<Self> {
        let zone = DATABASE.get(name).ok()?;
        zone.iana_name()?;
        Some(Self(zone))
    }

    /// Its name as the database spells it.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The offsets that a local date-time has here.
    fn local_offset(&self, local: LocalDateTime) -> LocalOffset {
        let offset = |offset: jiff::tz::Offset| Offset(offset.seconds());
        match self.0.to_ambiguous_timestamp(civil(local)).offset() {
            AmbiguousOffset::Unambiguous { offset: only } => LocalOffset::One(offset(only)),
            AmbiguousOffset::Gap { before, after } => LocalOffset::Gap {
                before: offset(before),
                after: offset(after),
            },
            AmbiguousOffset::Fold { before, after } => LocalOffset::Two {
                before: offset(before),
                after: offset(after),
            },
        }
    }

    /// The offset at so many seconds after the epoch.
    fn offset_at(&self, seconds: i64) -> Offset {
        let cycle = CYCLE_DAYS * SECONDS_PER_DAY;
        let seconds = into_bounds(seconds, BOUND_DAYS * SECONDS_PER_DAY, cycle);
        let timestamp =
            jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        Offset(self.0.to_offset(timestamp).seconds())
    }
}

/// Days of 400 years.
const CYCLE_DAYS: i64 = 146_097;
/// Days either side of 1970 that the database certainly knows: 7,600 years.
const BOUND_DAYS: i64 = 19 * CYCLE_DAYS;

/// Moves a value by whole cycles until it is within the bound.
fn into_bounds(value: i64, bound: i64, cycle: i64) -> i64 {
    if value >= bound {
        bound - cycle + (value - bound).rem_euclid(cycle)
    } else if value < -bound {
        -bound + (value + bound).rem_euclid(cycle)
    } else {
        value
    }
}

fn civil(local: LocalDateTime) -> jiff::civil::DateTime {
    let (year, month, day) = Day(into_bounds(local.day.0, BOUND_DAYS, CYCLE_DAYS)).ymd();
    let small = |number: i64| i8::try_from(number).unwrap_or(0);
    jiff::civil::DateTime::new(
        i16::try_from(year).unwrap_or(0),
        small(month.into()),
        small(day.into()),
        small(local.time.hour()),
        small(local.time.minute()),
        small(local.time.second()),
        i32::try_from(local.time.nanosecond()).unwrap_or(0),
    )
    .unwrap_or_default()
}

enum LocalOffset {
    One(Offset),
    /// The clock was put back: the time was shown twice.
    Two {
        before: Offset,
        after: Offset,
    },
    /// The clock was put forward: the time was never shown.
    Gap {
        before: Offset,
        after: Offset,
    },
}

impl PartialEq for NamedZone {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for NamedZone {}

impl Hash for NamedZone {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

/// A time zone.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Zone {
    /// A fixed offset.
    Offset(Offset),
    /// A named zone.
    Named(NamedZone),
}

impl Zone {
    /// UTC as a fixed offset.
    pub const UTC: Self = Self::Offset(Offset::UTC);

    /// The offset a local date-time has in the zone, and the date-time itself moved forward by the
    /// length of the gap if clocks skipped it. Where a time was shown twice, `preferred` wins if
    /// it is one of the two offsets, else the earlier one. `None` if moving leaves the calendar.
    pub fn resolve(
        &self,
        local: LocalDateTime,
        preferred: Option<Offset>,
    ) -> Option<(LocalDateTime, Offset)> {
        let zone = match self {
            Self::Offset(offset) => return Some((local, *offset)),
            Self::Named(zone) => zone,
        };
        match zone.local_offset(local) {
            LocalOffset::One(offset) => Some((local, offset)),
            LocalOffset::Two { after, .. } if preferred == Some(after) => Some((local, after)),
            LocalOffset::Two { before, .. } => Some((local, before)),
            LocalOffset::Gap { before, after } => {
                let moved = local.add_seconds(after.seconds() - before.seconds(), 0)?;
                Some((moved, after))
            }
        }
    }

    /// The offset at so many seconds after 1970-01-01T00:00Z.
    pub fn offset_at(&self, seconds: i64) -> Offset {
        match self {
            Self::Offset(offset) => *offset,
            Self::Named(zone) => zone.offset_at(seconds),
        }
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Offset(offset) => offset.fmt(f),
            Self::Named(zone) => f.write_str(zone.name()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{LocalTime, calendar};
    use super::*;

    fn resolve(zone: &str, year: i64, month: i64, day: i64, hour: i64) -> String {
        let zone = Zone::Named(NamedZone::find(zone).unwrap());
        let day = calendar::date(year, month, day).unwrap();
        let time = LocalTime::new(hour, 30, 0, 0).unwrap();
        let (local, offset) = zone.resolve(LocalDateTime::new(day, time), None).unwrap();
        assert_eq!(zone.offset_at(local.seconds() - offset.seconds()), offset);
        format!("{local}{offset}")
    }

    #[test]
    fn names_are_found_in_any_case() {
        let name = |text| NamedZone::find(text).map(|zone| zone.name().to_owned());
        assert_eq!(
            name("europe/stockholm").as_deref(),
            Some("Europe/Stockholm")
        );
        assert_eq!(name("Europe/Nowhere"), None);
    }

    #[test]
    fn skipped_times_move_forward_and_repeated_ones_are_the_first() {
        let check = |month, day, hour, expected: &str| {
            assert_eq!(
                resolve("Europe/Stockholm", 2017, month, day, hour),
                expected
            );
        };
        check(3, 26, 1, "2017-03-26T01:30+01:00");
        check(3, 26, 2, "2017-03-26T03:30+02:00");
        check(10, 29, 2, "2017-10-29T02:30+02:00");
        check(10, 29, 3, "2017-10-29T03:30+01:00");
    }

    #[test]
    fn years_beyond_the_database_follow_the_rules_at_its_ends() {
        let check = |year, month, expected: &str| {
            assert_eq!(resolve("Europe/Stockholm", year, month, 1, 12), expected);
        };
        check(12_017, 7, "+12017-07-01T12:30+02:00");
        check(999_999_999, 1, "+999999999-01-01T12:30+01:00");
        check(-12_017, 7, "-12017-07-01T12:30+00:53:28");
        // Clocks change on the last Sunday of March, 400 years apart on the same day.
        assert_eq!(
            resolve("Europe/Stockholm", 2017 + 25 * 400, 3, 26, 2),
            "+12017-03-26T03:30+02:00"
        );
    }
}
