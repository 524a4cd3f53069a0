//! Cutting dates and times off below a unit.

use super::super::date::Day;
use super::{LocalTime, NANOS_PER_SECOND, calendar};

/// A unit to truncate to, from the largest to the smallest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are the units")]
pub enum Unit {
    Millennium,
    Century,
    Decade,
    Year,
    /// The year of ISO weeks.
    WeekYear,
    Quarter,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
    Millisecond,
    Microsecond,
    Nanosecond,
}

impl Unit {
    /// The unit of a name, in whatever case.
    pub fn find(name: &str) -> Option<Self> {
        const UNITS: [(&str, Unit); 15] = [
            ("millennium", Unit::Millennium),
            ("century", Unit::Century),
            ("decade", Unit::Decade),
            ("year", Unit::Year),
            ("weekYear", Unit::WeekYear),
            ("quarter", Unit::Quarter),
            ("month", Unit::Month),
            ("week", Unit::Week),
            ("day", Unit::Day),
            ("hour", Unit::Hour),
            ("minute", Unit::Minute),
            ("second", Unit::Second),
            ("millisecond", Unit::Millisecond),
            ("microsecond", Unit::Microsecond),
            ("nanosecond", Unit::Nanosecond),
        ];
        UNITS
            .into_iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, unit)| unit)
    }

    /// Whether it divides a day.
    pub fn is_time(self) -> bool {
        self > Self::Day
    }

    /// The first day of the unit that a day is in; the day itself for units of time. `None` if
    /// the unit begins before the calendar.
    pub fn truncate_day(self, day: Day) -> Option<Day> {
        let (year, month, _) = day.ymd();
        let year_multiple = |years: i64| calendar::date(year.div_euclid(years) * years, 1, 1);
        match self {
            Self::Millennium => year_multiple(1000),
            Self::Century => year_multiple(100),
            Self::Decade => year_multiple(10),
            Self::Year => year_multiple(1),
            Self::WeekYear => calendar::in_range(calendar::first_monday(calendar::week_of(day).0)),
            Self::Quarter => calendar::quarter_date(year, calendar::quarter_of(month), 1),
            Self::Month => calendar::date(year, month.into(), 1),
            Self::Week => calendar::in_range(Day(day.0 + 1 - calendar::day_of_week(day))),
            _ => Some(day),
        }
    }

    /// The beginning of the unit that a time is in: midnight for days and more.
    pub fn truncate_time(self, time: LocalTime) -> LocalTime {
        let nanos = match self {
            Self::Nanosecond => 1,
            Self::Microsecond => 1_000,
            Self::Millisecond => 1_000_000,
            Self::Second => NANOS_PER_SECOND,
            Self::Minute => 60 * NANOS_PER_SECOND,
            Self::Hour => 3600 * NANOS_PER_SECOND,
            _ => return LocalTime::MIDNIGHT,
        };
        LocalTime::of_nanos(time.nanos() / nanos * nanos)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_begin_where_they_should() {
        let check = |unit: &str, (y, m, d): (i64, i64, i64), expected: &str| {
            let day = calendar::date(y, m, d).unwrap();
            let first = Unit::find(unit).unwrap().truncate_day(day).unwrap();
            assert_eq!(first.to_string(), expected, "{unit}");
        };
        check("millennium", (2017, 10, 11), "2000-01-01");
        check("century", (-1, 10, 11), "-0100-01-01");
        check("weekYear", (1984, 1, 1), "1983-01-03");
        check("weekyear", (1984, 2, 1), "1984-01-02");
        check("quarter", (1984, 11, 11), "1984-10-01");
        check("week", (1984, 10, 11), "1984-10-08");
        check("second", (1984, 10, 11), "1984-10-11");
    }
}
