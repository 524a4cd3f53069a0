//! Dates as the pictures write them: `c. Dec`, `by 6 Sep`, `since 2020`, `14–23 Sep`.

use std::cmp::Ordering;

use super::words::{Words, fill};
use crate::model::date::{Date, Day, Edtf, Precision};

/// When something was, with the place that pictures give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct When(Edtf);

impl When {
    /// Reads a date of the model.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Edtf::parse(text).ok().map(Self)
    }

    /// A day; `None` outside the years that EDTF can write.
    pub(crate) fn of(day: Day) -> Option<Self> {
        Date::of_day(day).map(|date| Self(Edtf::Date(date)))
    }

    /// The date by which it is sorted: the first, or the last where the start is open.
    fn start(self) -> Option<Date> {
        self.0.begin().or(self.0.end())
    }

    fn has_open_start(self) -> bool {
        self.0.begin().is_none()
    }

    /// The day that it is sorted by. With an imprecise start the last day of that month or year;
    /// with an open start the first day of its last unit.
    pub(crate) fn day(self) -> Day {
        let start = self.start();
        let day = if self.has_open_start() {
            start.map(Date::first)
        } else {
            start.map(Date::last)
        };
        day.unwrap_or(Day(i64::MAX))
    }

    /// The day that it names, where it is a single one.
    pub(crate) fn single_day(self) -> Option<Day> {
        self.0.single_day()
    }

    /// The year under which it stands.
    pub(crate) fn year(self) -> i64 {
        self.start().map_or(0, |start| start.year().into())
    }

    /// The order of pictures: by [`day`](Self::day); on one day open starts, then days, then
    /// spans, then imprecise starts.
    pub(crate) fn order(self, other: Self) -> Ordering {
        (self.day(), self.class()).cmp(&(other.day(), other.class()))
    }

    fn class(self) -> u8 {
        match self.0 {
            _ if self.has_open_start() => 0,
            _ if self
                .start()
                .is_some_and(|start| start.precision() != Precision::Day) =>
            {
                3
            }
            Edtf::Date(_) => 1,
            _ => 2,
        }
    }

    /// Its first possible day, if it has a start.
    pub(crate) fn earliest(self) -> Option<Day> {
        self.0.earliest()
    }

    /// Its last possible day, if it has an end.
    pub(crate) fn latest(self) -> Option<Day> {
        self.0.latest()
    }

    /// Whether it says the day or month, so that it can have a place in a chronicle.
    pub(crate) fn is_month_or_finer(self) -> bool {
        self.start()
            .is_some_and(|start| start.precision() != Precision::Year)
    }

    /// As pictures write it. Under a heading with the `year`, the year is left out where nothing is
    /// lost.
    pub(crate) fn label(self, words: &Words, year: Option<i64>) -> String {
        let alone = |date: Date| label(date, words, year != Some(date.year().into()));
        match self.0 {
            Edtf::Date(date) => alone(date),
            Edtf::Interval {
                first: None,
                last: None,
            } => words.undated.to_owned(),
            Edtf::Interval {
                first: Some(from),
                last: None,
            } => fill(words.since, &[&alone(from)]),
            Edtf::Interval {
                first: None,
                last: Some(to),
            } => fill(words.by, &[&alone(to)]),
            Edtf::Interval {
                first: Some(from),
                last: Some(to),
            } if is_from(from, to) => fill(words.from, &[&alone(from)]),
            Edtf::Interval {
                first: Some(from),
                last: Some(to),
            } => {
                let spaced = (from.year(), from.month()) != (to.year(), to.month());
                let (from, to) = pair(from, to, words, year);
                let dash = if spaced && (from.contains(' ') || to.contains(' ')) {
                    " – "
                } else {
                    "–"
                };
                format!("{from}{dash}{to}")
            }
            Edtf::Between(from, to) => {
                let (from, to) = pair(from, to, words, year);
                fill(words.between, &[&from, &to])
            }
        }
    }
}

/// `9 Sep 2021` with or without the year, which stays where there is nothing else.
fn label(date: Date, words: &Words, with_year: bool) -> String {
    let month = date
        .month()
        .map(|month| words.months[(usize::from(month) + 11) % 12]);
    let year = date.year();
    let plain = match (month, date.day(), with_year) {
        (Some(month), Some(day), true) => format!("{day} {month} {year}"),
        (Some(month), Some(day), false) => format!("{day} {month}"),
        (Some(month), None, true) => format!("{month} {year}"),
        (Some(month), None, false) => month.to_owned(),
        (None, ..) => year.to_string(),
    };
    let doubted = if date.is_uncertain() {
        format!("{plain}?")
    } else {
        plain
    };
    if date.is_approximate() {
        fill(words.circa, &[&doubted])
    } else {
        doubted
    }
}

/// A start to the day in the month or year that is all the end tells: `from 9 Sep`.
fn is_from(from: Date, to: Date) -> bool {
    from.precision() == Precision::Day
        && to.precision() != Precision::Day
        && from.year() == to.year()
        && to.month().is_none_or(|month| from.month() == Some(month))
}

/// The two ends of a span, what they share said once.
fn pair(from: Date, to: Date, words: &Words, year: Option<i64>) -> (String, String) {
    let same_year = from.year() == to.year();
    let with_year = !(same_year && year == Some(to.year().into()));
    let both_days = from.precision() == Precision::Day && to.precision() == Precision::Day;
    let same_marks =
        from.is_approximate() == to.is_approximate() && !from.is_uncertain() && !to.is_uncertain();
    if same_marks && same_year && from.month() == to.month() && both_days {
        // `c.` is said once, before both days.
        let day = from.day().map(|day| day.to_string()).unwrap_or_default();
        let first = if from.is_approximate() {
            fill(words.circa, &[&day])
        } else {
            day
        };
        let last = label(to, words, with_year);
        let circa = fill(words.circa, &[""]);
        return (
            first,
            last.strip_prefix(circa.as_str())
                .unwrap_or(&last)
                .to_owned(),
        );
    }
    (
        label(from, words, with_year && !same_year),
        label(to, words, with_year),
    )
}

#[cfg(test)]
mod tests {
    use super::super::words::{EN, NL};
    use super::*;

    fn check(edtf: &str, year: Option<i64>, english: &str, dutch: &str) {
        let when = When::parse(edtf).unwrap();
        assert_eq!(when.label(&EN, year), english, "{edtf}");
        assert_eq!(when.label(&NL, year), dutch, "{edtf}");
    }

    #[test]
    fn labels_say_no_more_than_the_date() {
        check("1999-12~", Some(1999), "c. Dec", "ca. dec");
        check("1999-12?", None, "Dec 1999?", "dec 1999?");
        check("../2021-09-06", Some(2021), "by 6 Sep", "uiterlijk 6 sep");
        check("../2021-09", Some(2021), "by Sep", "uiterlijk sep");
        check("2020/..", Some(2020), "since 2020", "sinds 2020");
        check("2020-08-09/..", Some(2020), "since 9 Aug", "sinds 9 aug");
        check(
            "2021-09-09/2021-09",
            Some(2021),
            "from 9 Sep",
            "vanaf 9 sep",
        );
        check("2021-09-09/2021-09-19", Some(2021), "9–19 Sep", "9–19 sep");
        check(
            "2021-08-30/2021-09-02",
            Some(2021),
            "30 Aug – 2 Sep",
            "30 aug – 2 sep",
        );
        check(
            "2020-09/2021-09",
            Some(2020),
            "Sep 2020 – Sep 2021",
            "sep 2020 – sep 2021",
        );
        check(
            "2020-09-14~/2020-09-23~",
            Some(2020),
            "c. 14–23 Sep",
            "ca. 14–23 sep",
        );
        check(
            "2020-09-14/2020-09-23~",
            Some(2020),
            "14 Sep–c. 23 Sep",
            "14 sep–ca. 23 sep",
        );
        check("2019/2021", Some(2019), "2019–2021", "2019–2021");
        check(
            "2021-09-05..2021-09-11",
            Some(2021),
            "between 5 and 11 Sep",
            "tussen 5 en 11 sep",
        );
        check("2014", Some(2014), "2014", "2014");
        check("2021-05", None, "May 2021", "mei 2021");
        check(
            "2020-12-30/2021-01-02",
            Some(2020),
            "30 Dec 2020 – 2 Jan 2021",
            "30 dec 2020 – 2 jan 2021",
        );
        assert_eq!(When::parse("yesterday"), None);
    }

    #[test]
    fn open_starts_come_first_and_imprecise_ones_last_on_their_day() {
        let dates = [
            "../2020-09-14",
            "2020-09-14",
            "2020-09-14/2020-09-23",
            "../2020-09-30",
            "2020-09-30",
            "2020-09",
            "2020-09/2021-09",
            "../2020-10",
            "2020",
        ];
        let whens: Vec<_> = dates
            .into_iter()
            .map(|date| When::parse(date).unwrap())
            .collect();
        for pair in whens.windows(2) {
            assert_ne!(pair[0].order(pair[1]), Ordering::Greater, "{pair:?}");
        }
    }
}
