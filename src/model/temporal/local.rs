//! Times and date-times without a zone.

use std::fmt;

use super::super::date::Day;
use super::{NANOS_PER_DAY, NANOS_PER_SECOND, SECONDS_PER_DAY, calendar};

/// A time of the day without a zone, counted in nanoseconds from midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct LocalTime(u64);

impl LocalTime {
    /// Midnight.
    pub const MIDNIGHT: Self = Self(0);

    /// The time of hour, minute, second and nanosecond of the second; `None` if there is no such time.
    pub fn new(hour: i64, minute: i64, second: i64, nanosecond: i64) -> Option<Self> {
        let exists = (0..24).contains(&hour)
            && (0..60).contains(&minute)
            && (0..60).contains(&second)
            && (0..NANOS_PER_SECOND).contains(&nanosecond);
        exists.then(|| {
            Self::of_nanos((hour * 3600 + minute * 60 + second) * NANOS_PER_SECOND + nanosecond)
        })
    }

    /// The time so many nanoseconds after midnight, as a clock shows it: any number of days is dropped.
    pub fn of_nanos(nanos: i64) -> Self {
        Self(nanos.rem_euclid(NANOS_PER_DAY).unsigned_abs())
    }

    /// Nanoseconds since midnight.
    pub fn nanos(self) -> i64 {
        self.0.cast_signed()
    }

    /// Whole seconds since midnight.
    pub fn seconds(self) -> i64 {
        self.nanos() / NANOS_PER_SECOND
    }

    /// Hour, 0 to 23.
    pub fn hour(self) -> i64 {
        self.seconds() / 3600
    }

    /// Minute of the hour.
    pub fn minute(self) -> i64 {
        self.seconds() / 60 % 60
    }

    /// Second of the minute.
    pub fn second(self) -> i64 {
        self.seconds() % 60
    }

    /// Nanosecond of the second.
    pub fn nanosecond(self) -> i64 {
        self.nanos() % NANOS_PER_SECOND
    }
}

impl fmt::Display for LocalTime {
    /// Hours and minutes always, seconds unless they and their fraction are zero, the fraction
    /// without trailing zeros.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour(), self.minute())?;
        if self.nanos() % (60 * NANOS_PER_SECOND) != 0 {
            write!(f, ":{:02}", self.second())?;
            write_fraction(f, self.nanosecond())?;
        }
        Ok(())
    }
}

/// Writes `.` and up to nine digits without trailing zeros; nothing for zero.
pub(super) fn write_fraction(f: &mut fmt::Formatter<'_>, nanosecond: i64) -> fmt::Result {
    if nanosecond == 0 {
        return Ok(());
    }
    let digits = format!("{nanosecond:09}");
    write!(f, ".{}", digits.trim_end_matches('0'))
}

/// A day and a time without a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalDateTime {
    /// The day.
    pub day: Day,
    /// The time of the day.
    pub time: LocalTime,
}

impl LocalDateTime {
    /// The date-time of a day and a time.
    pub fn new(day: Day, time: LocalTime) -> Self {
        Self { day, time }
    }

    /// The date-time so many seconds after 1970-01-01T00:00, with nanoseconds of the second;
    /// `None` if its year is not one there is.
    pub fn of_seconds(seconds: i64, nanosecond: u32) -> Option<Self> {
        let day = calendar::in_range(Day(seconds.div_euclid(SECONDS_PER_DAY)))?;
        let time = seconds.rem_euclid(SECONDS_PER_DAY) * NANOS_PER_SECOND + i64::from(nanosecond);
        Some(Self::new(day, LocalTime::of_nanos(time)))
    }

    /// Seconds since 1970-01-01T00:00, rounded down.
    pub fn seconds(self) -> i64 {
        self.day.0 * SECONDS_PER_DAY + self.time.seconds()
    }

    /// Nanosecond of the second.
    pub fn nanosecond(self) -> u32 {
        u32::try_from(self.time.nanosecond()).unwrap_or(0)
    }

    /// The date-time some seconds and nanoseconds (of either sign) later.
    pub fn add_seconds(self, seconds: i64, nanos: i64) -> Option<Self> {
        let nanos = i64::from(self.nanosecond()).checked_add(nanos)?;
        let seconds = self
            .seconds()
            .checked_add(seconds)?
            .checked_add(nanos.div_euclid(NANOS_PER_SECOND))?;
        let nanosecond = u32::try_from(nanos.rem_euclid(NANOS_PER_SECOND)).ok()?;
        Self::of_seconds(seconds, nanosecond)
    }
}

impl fmt::Display for LocalDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.day, self.time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_printed_only_where_there_are_any() {
        let check = |hour, minute, second, nano, expected: &str| {
            let time = LocalTime::new(hour, minute, second, nano).unwrap();
            assert_eq!(time.to_string(), expected);
        };
        check(12, 0, 0, 0, "12:00");
        check(12, 31, 14, 0, "12:31:14");
        check(12, 31, 0, 2, "12:31:00.000000002");
        check(21, 40, 32, 142_000_000, "21:40:32.142");
    }

    #[test]
    fn seconds_before_1970_round_down() {
        let before = LocalDateTime::of_seconds(-1, 500_000_000).unwrap();
        assert_eq!(before.to_string(), "1969-12-31T23:59:59.5");
        assert_eq!(before.seconds(), -1);
        let later = before.add_seconds(0, 500_000_000).unwrap();
        assert_eq!(later.to_string(), "1970-01-01T00:00");
        assert_eq!(before.add_seconds(i64::MAX, i64::MAX), None);
    }
}
