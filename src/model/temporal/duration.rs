//! Durations.

use std::cmp::Ordering;
use std::fmt;

use super::local::write_fraction;
use super::{NANOS_PER_SECOND, SECONDS_PER_DAY};

/// Months, days and seconds, none of which has a fixed length in another; nanoseconds count up
/// from the second.
///
/// Equality is by component. Durations are ordered by their average length (a month is a twelfth
/// of 365.2425 days), then by component, so that the order agrees with equality.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Duration {
    months: i64,
    days: i64,
    seconds: i64,
    nanosecond: u32,
}

/// Seconds of an average month.
pub(super) const SECONDS_PER_MONTH: i64 = 2_629_746;

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self {
        months: 0,
        days: 0,
        seconds: 0,
        nanosecond: 0,
    };

    /// A duration of components of either sign; `None` if the seconds overflow.
    pub fn new(months: i64, days: i64, seconds: i64, nanos: i64) -> Option<Self> {
        Some(Self {
            months,
            days,
            seconds: seconds.checked_add(nanos.div_euclid(NANOS_PER_SECOND))?,
            nanosecond: u32::try_from(nanos.rem_euclid(NANOS_PER_SECOND)).ok()?,
        })
    }

    /// Months.
    pub fn months(self) -> i64 {
        self.months
    }

    /// Days.
    pub fn days(self) -> i64 {
        self.days
    }

    /// Whole seconds, rounded down.
    pub fn seconds(self) -> i64 {
        self.seconds
    }

    /// Nanoseconds beyond the whole seconds.
    pub fn nanosecond(self) -> i64 {
        self.nanosecond.into()
    }

    fn average(self) -> i128 {
        let seconds = i128::from(self.months) * i128::from(SECONDS_PER_MONTH)
            + i128::from(self.days) * i128::from(SECONDS_PER_DAY)
            + i128::from(self.seconds);
        seconds * i128::from(NANOS_PER_SECOND) + i128::from(self.nanosecond)
    }
}

impl PartialOrd for Duration {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Duration {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |it: &Self| (it.average(), it.months, it.days, it.seconds);
        key(self).cmp(&key(other))
    }
}

impl fmt::Display for Duration {
    /// ISO 8601: years and months from the months, days, and hours, minutes and seconds from the
    /// seconds; components that are zero are left out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::ZERO {
            return f.write_str("PT0S");
        }
        f.write_str("P")?;
        let write = |f: &mut fmt::Formatter<'_>, number: i64, unit: char| match number {
            0 => Ok(()),
            _ => write!(f, "{number}{unit}"),
        };
        write(f, self.months / 12, 'Y')?;
        write(f, self.months % 12, 'M')?;
        write(f, self.days, 'D')?;
        if self.seconds == 0 && self.nanosecond == 0 {
            return Ok(());
        }
        f.write_str("T")?;
        let negative = self.seconds < 0;
        let (seconds, nanos) = if negative && self.nanosecond > 0 {
            let nanos = NANOS_PER_SECOND - i64::from(self.nanosecond);
            (self.seconds + 1, nanos)
        } else {
            (self.seconds, i64::from(self.nanosecond))
        };
        write(f, seconds / 3600, 'H')?;
        write(f, seconds / 60 % 60, 'M')?;
        if seconds % 60 != 0 || nanos != 0 {
            let sign = if negative { "-" } else { "" };
            write!(f, "{sign}{}", (seconds % 60).unsigned_abs())?;
            write_fraction(f, nanos)?;
            f.write_str("S")?;
        }
        Ok(())
    }
}
