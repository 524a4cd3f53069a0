//! The components in a map, `{year: 1984, week: 10}`, and the days and times they make.

use super::{invalid, malformed};
use crate::model::date::Day;
use crate::model::temporal::{LocalTime, NANOS_PER_SECOND, Zone, calendar, parse};
use crate::query::value::{Map, Value};
use crate::query::{Error, ErrorType};

/// Keys that give the day.
pub(super) const OF_DAY: [&str; 8] = [
    "year",
    "month",
    "day",
    "week",
    "dayOfWeek",
    "quarter",
    "dayOfQuarter",
    "ordinalDay",
];

/// Keys that give the time, from the largest unit to the smallest.
pub(super) const OF_TIME: [&str; 6] = [
    "hour",
    "minute",
    "second",
    "millisecond",
    "microsecond",
    "nanosecond",
];

/// The components that a function was given.
pub(super) struct Fields<'m> {
    map: &'m Map,
    function: &'static str,
}

impl<'m> Fields<'m> {
    pub(super) fn new(map: &'m Map, function: &'static str) -> Self {
        Self { map, function }
    }

    pub(super) fn get(&self, key: &str) -> Option<&'m Value> {
        self.map.get(key)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    /// Refuses keys outside these sets.
    pub(super) fn only(&self, allowed: &[&[&str]]) -> Result<(), Error> {
        let unknown = self
            .map
            .keys()
            .find(|key| !allowed.iter().any(|keys| keys.contains(&&***key)));
        match unknown {
            None => Ok(()),
            Some(key) => Err(invalid(format!(
                "`{}()` has no component `{key}`",
                self.function
            ))),
        }
    }

    pub(super) fn int(&self, key: &str) -> Result<Option<i64>, Error> {
        match self.map.get(key) {
            None => Ok(None),
            Some(Value::Int(int)) => Ok(Some(*int)),
            Some(other) => Err(Error::runtime(
                ErrorType::TypeError,
                "InvalidArgumentType",
                format!(
                    "component `{key}` is an integer, found {}",
                    other.kind().described()
                ),
            )),
        }
    }

    /// The zone of `timezone`.
    pub(super) fn zone(&self) -> Result<Option<Zone>, Error> {
        match self.map.get("timezone") {
            None => Ok(None),
            Some(Value::Text(text)) => match parse::zone(text) {
                Ok(zone) => Ok(Some(zone)),
                Err(error) => Err(malformed(&error)),
            },
            Some(other) => Err(Error::runtime(
                ErrorType::TypeError,
                "InvalidArgumentType",
                format!(
                    "component `timezone` is a string, found {}",
                    other.kind().described()
                ),
            )),
        }
    }

    /// The day that the components give, over those of a day given already.
    pub(super) fn day(&self, base: Option<Day>) -> Result<Day, Error> {
        let ways = [
            ["month", "day"],
            ["week", "dayOfWeek"],
            ["quarter", "dayOfQuarter"],
            ["ordinalDay", "ordinalDay"],
        ];
        let mut used = ways
            .iter()
            .enumerate()
            .filter(|(_, keys)| keys.iter().any(|key| self.has(key)));
        let way = used.next();
        if let (Some((_, [first, _])), Some((_, [second, _]))) = (way, used.next()) {
            return Err(invalid(format!(
                "`{}()` cannot combine `{first}` with `{second}`",
                self.function
            )));
        }
        match way.map_or(0, |(at, _)| at) {
            1 => self.week_date(base),
            2 => self.quarter_date(base),
            3 => self.ordinal_date(base),
            _ => self.calendar_date(base),
        }
    }

    fn calendar_date(&self, base: Option<Day>) -> Result<Day, Error> {
        let base = base.map(Day::ymd);
        let year = self.largest("year", base.map(|(year, _, _)| year))?;
        let month = self.next("month", "day", base.map(|(_, month, _)| month.into()))?;
        let day = self.last("day", base.map(|(_, _, day)| day.into()))?;
        self.existing(calendar::date(year, month, day))
    }

    fn week_date(&self, base: Option<Day>) -> Result<Day, Error> {
        let week = base.map(calendar::week_of);
        let year = self.largest("year", week.map(|(year, _)| year))?;
        let week = self.next("week", "dayOfWeek", week.map(|(_, week)| week))?;
        let day = self.last("dayOfWeek", base.map(calendar::day_of_week))?;
        self.existing(calendar::week_date(year, week, day))
    }

    fn quarter_date(&self, base: Option<Day>) -> Result<Day, Error> {
        let ymd = base.map(Day::ymd);
        let year = self.largest("year", ymd.map(|(year, _, _)| year))?;
        let quarter = ymd.map(|(_, month, _)| calendar::quarter_of(month));
        let quarter = self.next("quarter", "dayOfQuarter", quarter)?;
        let day = self.last("dayOfQuarter", base.map(calendar::day_of_quarter))?;
        self.existing(calendar::quarter_date(year, quarter, day))
    }

    fn ordinal_date(&self, base: Option<Day>) -> Result<Day, Error> {
        let year = self.largest("year", base.map(|day| day.ymd().0))?;
        let day = self.last("ordinalDay", base.map(calendar::day_of_year))?;
        self.existing(calendar::ordinal_date(year, day))
    }

    /// A component that must be given or come from the base.
    fn largest(&self, key: &str, base: Option<i64>) -> Result<i64, Error> {
        self.int(key)?
            .or(base)
            .ok_or_else(|| self.missing(key, "a date"))
    }

    /// A component that may be left out only together with the smaller one.
    fn next(&self, key: &str, smaller: &str, base: Option<i64>) -> Result<i64, Error> {
        match self.int(key)?.or(base) {
            Some(value) => Ok(value),
            None if self.has(smaller) => Err(self.missing(key, &format!("`{smaller}`"))),
            None => Ok(1),
        }
    }

    /// A component that may be left out.
    fn last(&self, key: &str, base: Option<i64>) -> Result<i64, Error> {
        Ok(self.int(key)?.or(base).unwrap_or(1))
    }

    fn missing(&self, key: &str, by: &str) -> Error {
        invalid(format!(
            "`{}()` needs the component `{key}` for {by}",
            self.function
        ))
    }

    fn existing<T>(&self, value: Option<T>) -> Result<T, Error> {
        value.ok_or_else(|| {
            let components: Vec<_> = self
                .map
                .iter()
                .filter_map(|(key, value)| Some(format!("{key}: {}", value.as_int()?)))
                .collect();
            invalid(format!(
                "`{}()` knows no such day or time: {{{}}}",
                self.function,
                components.join(", ")
            ))
        })
    }

    /// The time that the components give, over those of a time given already. A fraction of a
    /// second that is given at all replaces the whole fraction.
    pub(super) fn time(&self, base: Option<LocalTime>) -> Result<LocalTime, Error> {
        if base.is_none() {
            self.no_gap_in_time()?;
        }
        let base = base.unwrap_or(LocalTime::MIDNIGHT);
        let hour = self.int("hour")?.unwrap_or_else(|| base.hour());
        let minute = self.int("minute")?.unwrap_or_else(|| base.minute());
        let second = self.int("second")?.unwrap_or_else(|| base.second());
        let nanosecond = match self.fraction()? {
            Some(nanos) => nanos,
            None => base.nanosecond(),
        };
        self.existing(LocalTime::new(hour, minute, second, nanosecond))
    }

    /// A unit may be left out only if all smaller ones are: refuses `{minute: 1}`.
    fn no_gap_in_time(&self) -> Result<(), Error> {
        let [hour, minute, second, ..] = OF_TIME;
        for (at, key) in [hour, minute, second].into_iter().enumerate() {
            let smaller = OF_TIME[at + 1..].iter().find(|smaller| self.has(smaller));
            if let Some(smaller) = smaller
                && !self.has(key)
            {
                return Err(self.missing(key, &format!("`{smaller}`")));
            }
        }
        Ok(())
    }

    /// Nanoseconds of the second: each unit counts within the next larger one that is given.
    fn fraction(&self) -> Result<Option<i64>, Error> {
        let millis = self.int("millisecond")?;
        let micros = self.int("microsecond")?;
        let nanos = self.int("nanosecond")?;
        let micros_limit = if millis.is_some() { 1_000 } else { 1_000_000 };
        let nanos_limit = match (millis, micros) {
            (_, Some(_)) => 1_000,
            (Some(_), None) => 1_000_000,
            (None, None) => NANOS_PER_SECOND,
        };
        let mut sum = 0;
        for (value, limit, factor) in [
            (millis, 1_000, 1_000_000),
            (micros, micros_limit, 1_000),
            (nanos, nanos_limit, 1),
        ] {
            let value = value.unwrap_or(0);
            let value = self.existing((0..limit).contains(&value).then_some(value))?;
            sum += value * factor;
        }
        let given = millis.or(micros).or(nanos).is_some();
        Ok(given.then_some(sum))
    }
}
