//! Dates as the pictures write them: `c. Dec`, `by 6 Sep`, `since 2020`, `14–23 Sep`.

use std::cmp::Ordering;

use super::words::{Words, fill};
use crate::model::date::Day;

/// A year, month or day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Point {
    /// The year.
    pub(crate) year: i64,
    /// The month, 1 to 12, if known.
    pub(crate) month: Option<u32>,
    /// The day of the month, if known.
    pub(crate) day: Option<u32>,
    /// `~`.
    pub(crate) approximate: bool,
    /// `?`.
    pub(crate) uncertain: bool,
}

/// When something was, as written in EDTF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// A year, month or day.
    At(Point),
    /// From the first to the last.
    Span(Point, Point),
    /// From then on.
    Since(Point),
    /// Until then.
    Until(Point),
    /// Some day between the two.
    Between(Point, Point),
}

impl Point {
    fn parse(text: &str) -> Option<Self> {
        let bare = text.trim_end_matches(['~', '?', '%']);
        let marks = &text[bare.len()..];
        let (sign, digits) = match bare.strip_prefix('-') {
            Some(digits) => (-1, digits),
            None => (1, bare.strip_prefix('Y').unwrap_or(bare)),
        };
        let mut parts = digits.split('-');
        let year = sign * parts.next()?.parse::<i64>().ok()?;
        let month = parts.next().map(str::parse::<u32>).transpose().ok()?;
        let day = parts.next().map(str::parse::<u32>).transpose().ok()?;
        let valid = month.is_none_or(|m| (1..=12).contains(&m))
            && day.is_none_or(|d| (1..=31).contains(&d));
        (valid && parts.next().is_none()).then_some(Self {
            year,
            month,
            day,
            approximate: marks.contains(['~', '%']),
            uncertain: marks.contains(['?', '%']),
        })
    }

    /// A day.
    pub(crate) fn of(day: Day) -> Self {
        let (year, month, day) = day.ymd();
        Self {
            year,
            month: Some(month),
            day: Some(day),
            approximate: false,
            uncertain: false,
        }
    }

    /// Its first day.
    pub(crate) fn first(self) -> Day {
        Day::from_ymd(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// Its last day.
    pub(crate) fn last(self) -> Day {
        match (self.month, self.day) {
            (Some(_), Some(_)) => self.first(),
            (Some(12) | None, _) => Day(Day::from_ymd(self.year + 1, 1, 1).0 - 1),
            (Some(month), None) => Day(Day::from_ymd(self.year, month + 1, 1).0 - 1),
        }
    }

    /// `9 Sep 2021` with or without the year, which stays where there is nothing else.
    fn label(self, words: &Words, with_year: bool) -> String {
        let month = self
            .month
            .map(|month| words.months[(month as usize + 11) % 12]);
        let plain = match (month, self.day, with_year) {
            (Some(month), Some(day), true) => format!("{day} {month} {}", self.year),
            (Some(month), Some(day), false) => format!("{day} {month}"),
            (Some(month), None, true) => format!("{month} {}", self.year),
            (Some(month), None, false) => month.to_owned(),
            (None, ..) => self.year.to_string(),
        };
        let doubted = if self.uncertain {
            format!("{plain}?")
        } else {
            plain
        };
        if self.approximate {
            fill(words.circa, &[&doubted])
        } else {
            doubted
        }
    }
}

impl When {
    /// Reads the model's EDTF: `a`, `a/b`, `a/..`, `../b`, `a..b`, also as `[a..b]`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches('[').trim_end_matches(']');
        if let Some((from, to)) = text.split_once('/') {
            return match (from, to) {
                (".." | "", to) => Some(Self::Until(Point::parse(to)?)),
                (from, ".." | "") => Some(Self::Since(Point::parse(from)?)),
                (from, to) => Some(Self::Span(Point::parse(from)?, Point::parse(to)?)),
            };
        }
        match text.split_once("..") {
            Some(("", to)) => Some(Self::Until(Point::parse(to)?)),
            Some((from, "")) => Some(Self::Since(Point::parse(from)?)),
            Some((from, to)) => Some(Self::Between(Point::parse(from)?, Point::parse(to)?)),
            None => Some(Self::At(Point::parse(text)?)),
        }
    }

    /// The point by which it is sorted: the first, or the last where the start is open.
    fn start(self) -> Point {
        match self {
            Self::At(point)
            | Self::Since(point)
            | Self::Span(point, _)
            | Self::Between(point, _) => point,
            Self::Until(point) => point,
        }
    }

    /// The day that it is sorted by and placed at in pictures. With an imprecise start the last day of that month
    /// or year; with an open start the first day of its last unit.
    pub(crate) fn day(self) -> Day {
        match self {
            Self::Until(point) => point.first(),
            _ => self.start().last(),
        }
    }

    /// The year under which it stands.
    pub(crate) fn year(self) -> i64 {
        self.start().year
    }

    /// The order of pictures: by [`day`](Self::day); on one day open starts, then days, then
    /// spans, then imprecise starts.
    pub(crate) fn order(self, other: Self) -> Ordering {
        (self.day(), self.class()).cmp(&(other.day(), other.class()))
    }

    fn class(self) -> u8 {
        match self {
            Self::Until(_) => 0,
            _ if self.start().day.is_none() => 3,
            Self::At(_) => 1,
            _ => 2,
        }
    }

    /// Its first possible day, if it has a start.
    pub(crate) fn earliest(self) -> Option<Day> {
        match self {
            Self::Until(_) => None,
            _ => Some(self.start().first()),
        }
    }

    /// Its last possible day, if it has an end.
    pub(crate) fn latest(self) -> Option<Day> {
        match self {
            Self::Since(_) => None,
            Self::At(last) | Self::Until(last) | Self::Span(_, last) | Self::Between(_, last) => {
                Some(last.last())
            }
        }
    }

    /// Whether it says the day or month, so that it can have a place in a chronicle.
    pub(crate) fn is_month_or_finer(self) -> bool {
        self.start().month.is_some()
    }

    /// As pictures write it. Under a heading with the `year`, the year is left out where nothing is lost.
    pub(crate) fn label(self, words: &Words, year: Option<i64>) -> String {
        let alone = |point: Point| point.label(words, year != Some(point.year));
        match self {
            Self::At(point) => alone(point),
            Self::Since(point) => fill(words.since, &[&alone(point)]),
            Self::Until(point) => fill(words.by, &[&alone(point)]),
            Self::Span(from, to) if is_from(from, to) => fill(words.from, &[&alone(from)]),
            Self::Span(from, to) => {
                let spaced = (from.year, from.month) != (to.year, to.month);
                let (from, to) = pair(from, to, words, year);
                let dash = if spaced && (from.contains(' ') || to.contains(' ')) {
                    " – "
                } else {
                    "–"
                };
                format!("{from}{dash}{to}")
            }
            Self::Between(from, to) => {
                let (from, to) = pair(from, to, words, year);
                fill(words.between, &[&from, &to])
            }
        }
    }
}

/// A start to the day in the month or year that is all the end tells: `from 9 Sep`.
fn is_from(from: Point, to: Point) -> bool {
    from.day.is_some()
        && to.day.is_none()
        && from.year == to.year
        && to.month.is_none_or(|m| from.month == Some(m))
}

/// The two ends of a span, what they share said once.
fn pair(from: Point, to: Point, words: &Words, year: Option<i64>) -> (String, String) {
    let same_year = from.year == to.year;
    let with_year = !(same_year && year == Some(to.year));
    let marks = |point: Point| (point.approximate, point.uncertain);
    let both_days = from.day.is_some() && to.day.is_some();
    if marks(from) == marks(to) && same_year && from.month == to.month && both_days {
        // `c.` is said once, before both days; `?` once, after them.
        let day = from.day.map(|day| day.to_string()).unwrap_or_default();
        let last = Point {
            approximate: false,
            ..to
        }
        .label(words, with_year);
        let first = if from.approximate {
            fill(words.circa, &[&day])
        } else {
            day
        };
        return (first, last);
    }
    (
        from.label(words, with_year && !same_year),
        to.label(words, with_year),
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
