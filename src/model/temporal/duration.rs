//! Durations.

use std::cmp::Ordering;
use std::fmt;

use super::local::write_fraction;
use super::{NANOS_PER_DAY, NANOS_PER_SECOND, Ratio, SECONDS_PER_DAY};

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

/// Seconds of an average month, a twelfth of 365.2425 days.
const SECONDS_PER_MONTH: i64 = 2_629_746;

/// The components a duration can be given in, each a number of its unit.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the names are the units")]
pub struct Components {
    pub years: Ratio,
    pub quarters: Ratio,
    pub months: Ratio,
    pub weeks: Ratio,
    pub days: Ratio,
    pub hours: Ratio,
    pub minutes: Ratio,
    pub seconds: Ratio,
    pub milliseconds: Ratio,
    pub microseconds: Ratio,
    pub nanoseconds: Ratio,
}

impl Default for Components {
    fn default() -> Self {
        let zero = Ratio::of_int(0);
        Self {
            years: zero,
            quarters: zero,
            months: zero,
            weeks: zero,
            days: zero,
            hours: zero,
            minutes: zero,
            seconds: zero,
            milliseconds: zero,
            microseconds: zero,
            nanoseconds: zero,
        }
    }
}

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

    /// The duration of components. The fraction of a month becomes days and seconds by the average
    /// length of a month, the fraction of a day becomes seconds; what is less than a nanosecond is
    /// dropped. `None` if it overflows.
    pub fn of(components: &Components) -> Option<Self> {
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
        } = *components;
        let months = Ratio::sum(&[(years, 12), (quarters, 3), (months, 1)])?;
        let days = Ratio::sum(&[(weeks, 7), (days, 1)])?;
        let seconds = Ratio::sum(&[(hours, 3600), (minutes, 60), (seconds, 1)])?;
        let nanos = Ratio::sum(&[
            (milliseconds, 1_000_000),
            (microseconds, 1_000),
            (nanoseconds, 1),
        ])?;
        Self::of_fractions(
            months.numerator,
            days.numerator,
            seconds.numerator,
            nanos.numerator,
            months.denominator,
        )
    }

    /// Carries the fractions of components over a common denominator down to the next.
    fn of_fractions(
        months: i128,
        days: i128,
        seconds: i128,
        nanos: i128,
        denominator: i128,
    ) -> Option<Self> {
        let nanos_per_second = i128::from(NANOS_PER_SECOND);
        let nanos_per_day = denominator.checked_mul(i128::from(NANOS_PER_DAY))?;
        let nanos_per_month = i128::from(SECONDS_PER_MONTH) * nanos_per_second;

        let whole_months = months / denominator;
        let carried = (months % denominator)
            .checked_mul(nanos_per_month)?
            .checked_add((days % denominator).checked_mul(i128::from(NANOS_PER_DAY))?)?;
        let mut whole_days = days / denominator + carried / nanos_per_day;
        let mut carried = carried % nanos_per_day;
        if whole_days > 0 && carried < 0 {
            whole_days -= 1;
            carried += nanos_per_day;
        } else if whole_days < 0 && carried > 0 {
            whole_days += 1;
            carried -= nanos_per_day;
        }

        let carried = carried
            .checked_add((seconds % denominator).checked_mul(nanos_per_second)?)?
            .checked_add(nanos)?;
        let mut total = (seconds / denominator)
            .checked_mul(nanos_per_second)?
            .checked_add(carried.div_euclid(denominator))?;
        if total < 0 && carried.rem_euclid(denominator) != 0 {
            total += 1;
        }
        Some(Self {
            months: i64::try_from(whole_months).ok()?,
            days: i64::try_from(whole_days).ok()?,
            seconds: i64::try_from(total.div_euclid(nanos_per_second)).ok()?,
            nanosecond: u32::try_from(total.rem_euclid(nanos_per_second)).ok()?,
        })
    }

    /// The duration a number of times, with fractions carried down as in [`Duration::of`]; `None` if it
    /// overflows.
    pub fn times(self, factor: Ratio) -> Option<Self> {
        let times = |component: i64| i128::from(component).checked_mul(factor.numerator);
        Self::of_fractions(
            times(self.months)?,
            times(self.days)?,
            times(self.seconds)?,
            times(self.nanosecond.into())?,
            factor.denominator,
        )
    }

    /// The duration divided by a number, with fractions carried down as in [`Duration::of`]; `None` for
    /// zero, and if it overflows.
    pub fn divided_by(self, divisor: Ratio) -> Option<Self> {
        self.times(divisor.inverse()?)
    }

    /// The sum, component by component; `None` if one overflows.
    pub fn plus(self, other: Self) -> Option<Self> {
        Self::new(
            self.months.checked_add(other.months)?,
            self.days.checked_add(other.days)?,
            self.seconds.checked_add(other.seconds)?,
            self.nanosecond() + other.nanosecond(),
        )
    }

    /// The difference, component by component; `None` if one overflows.
    pub fn minus(self, other: Self) -> Option<Self> {
        Self::new(
            self.months.checked_sub(other.months)?,
            self.days.checked_sub(other.days)?,
            self.seconds.checked_sub(other.seconds)?,
            self.nanosecond() - other.nanosecond(),
        )
    }

    /// The same duration backwards; `None` if a component overflows.
    pub fn negated(self) -> Option<Self> {
        Self::ZERO.minus(self)
    }

    /// The whole days that its seconds make, rounded towards zero.
    pub fn whole_days_of_seconds(self) -> i64 {
        let seconds = if self.seconds < 0 && self.nanosecond > 0 {
            self.seconds + 1
        } else {
            self.seconds
        };
        seconds / SECONDS_PER_DAY
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_carried_to_smaller_units() {
        let check = |components: Components, expected: &str| {
            assert_eq!(Duration::of(&components).unwrap().to_string(), expected);
        };
        let float = |float| Ratio::of_float(float).unwrap();
        let zero = Components::default;
        check(
            Components {
                months: float(0.75),
                ..zero()
            },
            "P22DT19H51M49.5S",
        );
        check(
            Components {
                years: float(0.125),
                months: float(0.5),
                ..zero()
            },
            "P2M",
        );
        check(
            Components {
                weeks: float(2.5),
                seconds: float(-0.1),
                ..zero()
            },
            "P17DT11H59M59.9S",
        );
        check(
            Components {
                months: float(0.5),
                days: float(-15.5),
                ..zero()
            },
            "PT-6H-45M-27S",
        );
        check(
            Components {
                seconds: float(-1.000_000_000_9),
                ..zero()
            },
            "PT-1S",
        );
    }

    #[test]
    fn a_third_is_exact() {
        let month = Duration::new(1, 0, 0, 0).unwrap();
        let third = month.divided_by(Ratio::of_int(3)).unwrap();
        assert_eq!(third.to_string(), "P10DT3H29M42S");
    }

    #[test]
    fn extremes_overflow_into_none() {
        let most = Duration::new(i64::MAX, i64::MIN, i64::MAX, 999_999_999).unwrap();
        assert_eq!(most.plus(most), None);
        assert_eq!(most.times(Ratio::of_int(i64::MIN)), None);
        assert_eq!(most.times(Ratio::of_int(1)), Some(most));
        assert_eq!(Duration::new(i64::MIN, 0, 0, 0).unwrap().negated(), None);
        assert_eq!(most.divided_by(Ratio::of_float(1e-300).unwrap()), None);
    }

    #[test]
    fn negative_seconds_print_their_sign_on_every_part() {
        let check = |seconds, nanos, expected: &str| {
            let duration = Duration::new(0, 0, seconds, nanos).unwrap();
            assert_eq!(duration.to_string(), expected);
        };
        check(-86_400, 100_000_000, "PT-23H-59M-59.9S");
        check(-1, 999_000_000, "PT-0.001S");
        check(0, -400_000_000, "PT-0.4S");
        check(-3_600, 0, "PT-1H");
        check(3_660, 5, "PT1H1M0.000000005S");
    }
}
