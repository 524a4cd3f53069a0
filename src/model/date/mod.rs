//! Calendar days and EDTF dates.
//!
//! Of EDTF (ISO 8601-2, Library of Congress 2019) a dossier uses years, months and days with `~`,
//! `?` or `%` behind them, intervals with `/` and "some day between" with `..`. Start reading at
//! [`Edtf`]; `parse` reads it, `compare` says which dates can both hold.

mod compare;
mod day;
mod parse;
mod suggest;

use std::fmt;

use crate::model::value::ValueError;

pub use day::Day;

/// How exactly a date is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// A year.
    Year,
    /// A month of a year.
    Month,
    /// A day.
    Day,
}

/// A year, month or day, perhaps with a qualifier: `2021`, `2021-09~`, `2021-09-09?`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Date {
    year: i16,
    month: Option<u8>,
    day: Option<u8>,
    uncertain: bool,
    approximate: bool,
}

impl Date {
    /// The day itself, without a qualifier. `None` outside the years −9999 to 9999.
    pub fn of_day(day: Day) -> Option<Self> {
        let (year, month, day) = day.ymd();
        Some(Self {
            year: i16::try_from(year).ok().filter(|y| y.abs() <= 9999)?,
            month: Some(u8::try_from(month).ok()?),
            day: Some(u8::try_from(day).ok()?),
            uncertain: false,
            approximate: false,
        })
    }

    /// How exactly it is given.
    pub fn precision(self) -> Precision {
        match (self.month, self.day) {
            (None, _) => Precision::Year,
            (Some(_), None) => Precision::Month,
            (Some(_), Some(_)) => Precision::Day,
        }
    }

    /// The year, of which 0 is the one before 1.
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12, where it is given.
    pub fn month(self) -> Option<u8> {
        self.month
    }

    /// The day of the month, where it is given.
    pub fn day(self) -> Option<u8> {
        self.day
    }

    /// `?` or `%`: the source may be wrong.
    pub fn is_uncertain(self) -> bool {
        self.uncertain
    }

    /// `~` or `%`: near that date.
    pub fn is_approximate(self) -> bool {
        self.approximate
    }

    /// Its first day, not widened by `~`.
    pub fn first(self) -> Day {
        Day::from_ymd(
            self.year.into(),
            self.month.unwrap_or(1).into(),
            self.day.unwrap_or(1).into(),
        )
    }

    /// Its last day, not widened by `~`.
    pub fn last(self) -> Day {
        Day(self.first_of_next().0 - 1)
    }

    /// First day of the year, month or day that follows.
    fn first_of_next(self) -> Day {
        let year = i64::from(self.year);
        match (self.month, self.day) {
            (None, _) | (Some(12), None) => Day::from_ymd(year + 1, 1, 1),
            (Some(month), None) => Day::from_ymd(year, u32::from(month) + 1, 1),
            (Some(_), Some(_)) => Day(self.first().0 + 1),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.year < 0 { "-" } else { "" };
        write!(f, "{sign}{:04}", self.year.unsigned_abs())?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        f.write_str(match (self.uncertain, self.approximate) {
            (false, false) => "",
            (true, false) => "?",
            (false, true) => "~",
            (true, true) => "%",
        })
    }
}

/// An EDTF date of a dossier. Made by [`Edtf::parse`], which sees to it that no date ends before
/// it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Edtf {
    /// A year, month or day; an event of one day is on some day of it.
    Date(Date),
    /// `a/b`: from `a` to `b`. `None` is an open end, `..`; one end at least is a date.
    Interval {
        /// When it begins.
        first: Option<Date>,
        /// When it ends.
        last: Option<Date>,
    },
    /// `a..b`: some day between the beginning of `a` and the end of `b`.
    Between(Date, Date),
}

impl Edtf {
    /// Reads a date. White space around it is left out; otherwise `print ∘ parse` gives the text
    /// back, but for the brackets of `[a..b]`.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        parse::parse(text)
    }

    /// Its first day, `None` at an open end; not widened by `~`.
    pub fn earliest(&self) -> Option<Day> {
        self.begin().map(Date::first)
    }

    /// Its last day, `None` at an open end; not widened by `~`.
    pub fn latest(&self) -> Option<Day> {
        self.end().map(Date::last)
    }

    /// The date that it begins with, `None` at an open end.
    pub fn begin(&self) -> Option<Date> {
        match *self {
            Self::Date(date) | Self::Between(date, _) => Some(date),
            Self::Interval { first, .. } => first,
        }
    }

    /// The date that it ends with, `None` at an open end.
    pub fn end(&self) -> Option<Date> {
        match *self {
            Self::Date(date) | Self::Between(_, date) => Some(date),
            Self::Interval { last, .. } => last,
        }
    }

    /// Precision of [`Self::begin`] and [`Self::end`].
    pub fn precision(&self) -> (Option<Precision>, Option<Precision>) {
        (
            self.begin().map(Date::precision),
            self.end().map(Date::precision),
        )
    }

    /// The single day that it names, where it does: `2021-09-09`, also with a qualifier.
    pub fn single_day(&self) -> Option<Day> {
        match self {
            Self::Date(date) if date.precision() == Precision::Day => Some(date.first()),
            _ => None,
        }
    }

    /// The text for readers of plain EDTF, where `a..b` stands in brackets.
    pub fn to_edtf(&self) -> String {
        match self {
            Self::Between(..) => format!("[{self}]"),
            _ => self.to_string(),
        }
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let open = |date: Option<Date>| date.map_or_else(|| "..".to_owned(), |d| d.to_string());
        match *self {
            Self::Date(date) => date.fmt(f),
            Self::Interval { first, last } => write!(f, "{}/{}", open(first), open(last)),
            Self::Between(a, b) => write!(f, "{a}..{b}"),
        }
    }
}

impl std::str::FromStr for Edtf {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        Self::parse(text)
    }
}
