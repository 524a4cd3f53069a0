//! Which dates can both hold, which holds another, and what several have in common.
//!
//! A date or `a..b` is a span of days in which something lies. `a/b` is two spans, one for its first
//! and one for its last day, and an open end says nothing: it can hold with any date on its side.
//! So `2020-08/..` (begun in August, no end known) and `2020-08-09/2021-03` can both hold, while
//! `2020-08/..` and `../2020-01` cannot: what ended in January did not begin in August.
//! Between a date and an interval only the whole spans count: something that lies in the interval.

use super::{Date, Day, Edtf, Precision};
use crate::model::shown::Ranged;

/// Days from the first to the last; `None` is without end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Days {
    from: Option<Day>,
    to: Option<Day>,
}

impl Days {
    fn overlaps(self, other: Self) -> bool {
        in_order(self.from, other.to) && in_order(other.from, self.to)
    }

    fn contains(self, other: Self) -> bool {
        let from = self.from.is_none_or(|a| other.from.is_some_and(|b| a <= b));
        from && self.to.is_none_or(|a| other.to.is_some_and(|b| b <= a))
    }
}

fn in_order(from: Option<Day>, to: Option<Day>) -> bool {
    match (from, to) {
        (Some(from), Some(to)) => from <= to,
        _ => true,
    }
}

impl Date {
    /// Its days, widened by one unit at both ends if it is approximate.
    fn days(self) -> Days {
        let (mut from, mut to) = (self.first(), self.last());
        if self.approximate {
            // The day before the first lies in the unit before, the day after the last in the next.
            from = unit_around(Day(from.0 - 1), self.precision()).0;
            to = unit_around(Day(to.0 + 1), self.precision()).1;
        }
        Days {
            from: Some(from),
            to: Some(to),
        }
    }

    /// Of two dates with the same days the one that says more: without `~`, then without `?`.
    fn doubt(self) -> (bool, bool) {
        (self.approximate, self.uncertain)
    }
}

/// First and last day of the year, month or day that a day lies in.
fn unit_around(day: Day, precision: Precision) -> (Day, Day) {
    let (year, month, _) = day.ymd();
    let first = |year, month| Day::from_ymd(year, month, 1);
    match precision {
        Precision::Day => (day, day),
        Precision::Month => {
            let next = if month == 12 {
                first(year + 1, 1)
            } else {
                first(year, month + 1)
            };
            (first(year, month), Day(next.0 - 1))
        }
        Precision::Year => (first(year, 1), Day(first(year + 1, 1).0 - 1)),
    }
}

impl Edtf {
    /// All of its days, each end widened if it is approximate.
    fn days(&self) -> Days {
        Days {
            from: self.begin().and_then(|date| date.days().from),
            to: self.end().and_then(|date| date.days().to),
        }
    }

    /// The days of an interval's first and of its last day.
    fn ends(&self) -> Option<(Days, Days)> {
        let open = Days {
            from: None,
            to: None,
        };
        let days = |date: Option<Date>| date.map_or(open, Date::days);
        match *self {
            Self::Interval { first, last } => Some((days(first), days(last))),
            _ => None,
        }
    }
}

impl Ranged for Edtf {
    fn holds_with(&self, other: &Self) -> bool {
        match (self.ends(), other.ends()) {
            (Some((a, b)), Some((c, d))) => {
                // And some first day of both must not lie after every last day of both.
                let ordered = in_order(a.from, d.to) && in_order(c.from, b.to);
                a.overlaps(c) && b.overlaps(d) && ordered
            }
            _ => self.days().overlaps(other.days()),
        }
    }

    fn contains(&self, other: &Self) -> bool {
        match (self.ends(), other.ends()) {
            (Some((a, b)), Some((c, d))) => a.contains(c) && b.contains(d),
            _ => self.days().contains(other.days()),
        }
    }

    fn common(values: &[&Self]) -> Option<Self> {
        let (intervals, moments): (Vec<&Self>, Vec<&Self>) =
            values.iter().partition(|date| date.ends().is_some());
        let interval = common_interval(&intervals)?;
        if moments.is_empty() {
            let (first, last) = interval;
            return Some(Self::Interval { first, last }).filter(|_| !intervals.is_empty());
        }
        let begins = moments.iter().filter_map(|date| date.begin());
        let ends = moments.iter().filter_map(|date| date.end());
        // Of equal days the date that says most.
        let begin = begins
            .chain(interval.0)
            .min_by_key(|date| (-date.first().0, date.doubt()))?;
        let end = ends
            .chain(interval.1)
            .min_by_key(|date| (date.last(), date.doubt()))?;
        if begin.first() > end.last() {
            return None;
        }
        Some(as_written(values, begin, end))
    }
}

/// The date that lies in all firsts and the one that lies in all lasts, as written; open where all
/// are. Years, months and days lie in each other or apart, so that is always one of them.
fn common_interval(intervals: &[&Edtf]) -> Option<(Option<Date>, Option<Date>)> {
    let narrowest = |dates: Vec<Date>| {
        let date = dates
            .iter()
            .copied()
            .min_by_key(|date| (date.last().0 - date.first().0, date.doubt()));
        let inside = |date: Date| {
            dates
                .iter()
                .all(|other| other.first() <= date.first() && date.last() <= other.last())
        };
        date.is_none_or(inside).then_some(date)
    };
    let first = narrowest(intervals.iter().filter_map(|date| date.begin()).collect())?;
    let last = narrowest(intervals.iter().filter_map(|date| date.end()).collect())?;
    in_order(first.map(Date::first), last.map(Date::last)).then_some((first, last))
}

/// The span from the beginning of one date to the end of another: as one of the values says it,
/// else as a year, month or day, else as `a..b`.
fn as_written(values: &[&Edtf], begin: Date, end: Date) -> Edtf {
    let (from, to) = (begin.first(), end.last());
    let doubt = |date: &Edtf| {
        let doubts = |date: Option<Date>| date.map(Date::doubt);
        (doubts(date.begin()), doubts(date.end()))
    };
    let same = values
        .iter()
        .filter(|date| (date.earliest(), date.latest()) == (Some(from), Some(to)))
        .min_by_key(|date| doubt(date));
    if let Some(date) = same {
        return **date;
    }
    if begin.doubt() == (false, false) && end.doubt() == (false, false) {
        for precision in [Precision::Year, Precision::Month, Precision::Day] {
            if unit_around(from, precision) == (from, to)
                && let Some(day) = Date::of_day(from)
            {
                return Edtf::Date(Date {
                    month: day.month.filter(|_| precision >= Precision::Month),
                    day: day.day.filter(|_| precision == Precision::Day),
                    ..day
                });
            }
        }
    }
    Edtf::Between(begin, end)
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(text: &str) -> Edtf {
        Edtf::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn two_dates_hold_if_they_can_be_the_same_time() {
        for (a, b, hold) in [
            ("2021-09", "2021-09-09", true),
            ("2021-09-09", "2021-09-10", false),
            ("2021", "2020-12", false),
            ("2021-09-09~", "2021-09-10", true),
            ("2021-09-09~", "2021-09-11", false),
            ("2021-09-09~", "2021-09-11~", true),
            ("2021-09-09?", "2021-09-10", false),
            ("1999-12~", "2000-01-31", true),
            ("1999-12~", "1999-10-31", false),
            ("1999~", "2000-12-31", true),
            ("1999%", "2001", false),
            ("2021-09-05..2021-09-11", "2021-09-09", true),
            ("2021-09-05..2021-09-11", "2021-09-12", false),
            ("2021-09-05..2021-09-11~", "2021-09-12", true),
            ("2021-09-05~..2021-09-11", "2021-09-12", false),
            // Two intervals: both their firsts and their lasts.
            ("2020-09/2021-09", "2020-09-14/2021-09-30", true),
            ("2020-09/2021-09", "2020-10/2021-09", false),
            ("2020-09/2021-09", "2020-09/2021-08", false),
            ("2020-09~/2021-09", "2020-10/2021-09", true),
            // Open ends.
            ("2020-08/..", "2020-08-09/..", true),
            ("2020-08/..", "2020-08-09/2021-03", true),
            ("2020-08/..", "2020-09/..", false),
            ("2020-08/..", "../2021", true),
            ("2020-08/..", "../2020-01", false),
            ("../2021-09-06", "../2021-09", true),
            ("../2021-09-06", "../2021-09-11", false),
            // The first says from the 20th, the second until the 10th.
            ("2021-09-20/2021-09", "2021-09/2021-09-10", false),
            // A date and an interval: their whole spans.
            ("2021-09-11", "2021-09-10/2021-09-12", true),
            ("2021-09-13", "2021-09-10/2021-09-12", false),
            ("2021-05-23", "../2021-09", true),
            ("2021-10", "../2021-09", false),
        ] {
            assert_eq!(date(a).holds_with(&date(b)), hold, "{a} and {b}");
            assert_eq!(date(b).holds_with(&date(a)), hold, "{b} and {a}");
        }
    }

    #[test]
    fn a_span_holds_what_lies_in_it() {
        for (a, b, contains) in [
            ("2021-09", "2021-09-09", true),
            ("2021-09-09", "2021-09", false),
            ("2021-09-09~", "2021-09-09", true),
            ("2021-09-09", "2021-09-09~", false),
            ("2021-09-05..2021-09-11", "2021-09-09", true),
            ("2020-08/..", "2020-08-09/2021-03", true),
            ("2020-08/..", "2020-08/..", true),
            ("2020-08-09/2021-03", "2020-08/..", false),
            ("2021-09-10/2021-09-12", "2021-09-11", true),
            ("2021-09", "2021-09-10/2021-09-12", true),
            ("../2021-09", "2021-05-23", true),
            ("2021-05-23", "../2021-09", false),
        ] {
            assert_eq!(date(a).contains(&date(b)), contains, "{a} holds {b}");
        }
    }

    #[test]
    fn the_common_part_is_as_written() {
        for (values, common) in [
            (&["2021-09", "2021-09-09"][..], Some("2021-09-09")),
            (&["2021-09-09", "2021-09", "2021"], Some("2021-09-09")),
            (&["2021-09-09", "2021-09-10"], None),
            (&["2021-09~", "2021-09"], Some("2021-09")),
            (&["2021-09?", "2021-09~"], Some("2021-09?")),
            // `~` does not widen what is shown.
            (&["2021-09-09~", "2021-09-10"], None),
            (&["2021-09-09~", "2021-09"], Some("2021-09-09~")),
            (
                &["2021-09-09/2021-09", "2021-09/2021-09-19"],
                Some("2021-09-09/2021-09-19"),
            ),
            (&["2021-09-20/2021-09", "2021-09/2021-09-10"], None),
            (&["2020-08/..", "2020-08-09/.."], Some("2020-08-09/..")),
            (&["2020-08/..", "../2021-03"], Some("2020-08/2021-03")),
            (&["../2020-01", "2020-08/.."], None),
            (&["2021-08..2021-09", "2021-09"], Some("2021-09")),
            (&["2021-08..2021-09", "2021-09..2021-10"], Some("2021-09")),
            (
                &["2021-08..2021-10", "2021-09..2021-11"],
                Some("2021-09..2021-10"),
            ),
            (
                &["2021-08..2021-09-15", "2021-09"],
                Some("2021-09..2021-09-15"),
            ),
            (
                &["2021-01-01..2021-06", "2020-12..2021-01-31"],
                Some("2021-01"),
            ),
            (
                &["2021-09-05..2021-09-11", "2021-09"],
                Some("2021-09-05..2021-09-11"),
            ),
            (&["2021-09-11", "2021-09-10/2021-09-12"], Some("2021-09-11")),
            (
                &["2021-09", "2021-09-10/2021-09-12"],
                Some("2021-09-10/2021-09-12"),
            ),
            (&["../2021-09-11", "2021-09"], Some("2021-09..2021-09-11")),
            (
                &["2021-09-01/2021-09-05", "2021-09-03/2021-09-08", "2021-09"],
                None,
            ),
            (&[], None),
        ] {
            let dates: Vec<Edtf> = values.iter().map(|text| date(text)).collect();
            let dates: Vec<&Edtf> = dates.iter().collect();
            let shown = Edtf::common(&dates).map(|date| date.to_string());
            assert_eq!(shown.as_deref(), common, "{values:?}");
        }
    }

    fn single() -> impl Strategy<Value = Date> {
        // A small calendar, so that dates meet.
        let parts = (
            2019_i16..2023,
            1_u8..13,
            1_u8..29,
            0..3,
            any::<bool>(),
            any::<bool>(),
        );
        parts.prop_map(|(year, month, day, parts, uncertain, approximate)| Date {
            year,
            month: (parts > 0).then_some(month),
            day: (parts > 1).then_some(day),
            uncertain,
            approximate,
        })
    }

    pub(in super::super) fn edtf() -> impl Strategy<Value = Edtf> {
        let pair = || {
            (single(), single()).prop_map(|(a, b)| {
                if a.first() <= b.last() {
                    (a, b)
                } else {
                    (b, a)
                }
            })
        };
        prop_oneof![
            single().prop_map(Edtf::Date),
            pair().prop_map(|(a, b)| Edtf::Between(a, b)),
            pair().prop_map(|(a, b)| Edtf::Interval {
                first: Some(a),
                last: Some(b)
            }),
            single().prop_map(|a| Edtf::Interval {
                first: Some(a),
                last: None
            }),
            single().prop_map(|b| Edtf::Interval {
                first: None,
                last: Some(b)
            }),
        ]
    }

    proptest! {
        #[test]
        fn holding_is_symmetric_and_every_date_holds_with_itself(a in edtf(), b in edtf()) {
            prop_assert_eq!(a.holds_with(&b), b.holds_with(&a));
            prop_assert!(a.holds_with(&a));
            prop_assert!(a.contains(&a));
        }

        #[test]
        fn what_holds_another_can_hold_with_it(a in edtf(), b in edtf()) {
            if a.contains(&b) {
                prop_assert!(a.holds_with(&b), "{} {}", a, b);
            }
        }

        #[test]
        fn the_common_part_lies_in_each(values in proptest::collection::vec(edtf(), 1..4)) {
            let values: Vec<&Edtf> = values.iter().collect();
            if let Some(common) = Edtf::common(&values) {
                prop_assert_eq!(Edtf::parse(&common.to_string()), Ok(common));
                for value in &values {
                    let lies = |inner: Option<Day>, outer: Option<Day>, after: bool| match (inner, outer) {
                        (_, None) => true,
                        (None, Some(_)) => false,
                        (Some(inner), Some(outer)) => if after { inner >= outer } else { inner <= outer },
                    };
                    prop_assert!(lies(common.earliest(), value.earliest(), true), "{} {}", common, value);
                    prop_assert!(lies(common.latest(), value.latest(), false), "{} {}", common, value);
                    prop_assert!(common.holds_with(value), "{} {}", common, value);
                }
            }
        }

        #[test]
        fn one_value_is_its_own_common_part(a in edtf()) {
            prop_assert_eq!(Edtf::common(&[&a]), Some(a));
            prop_assert_eq!(Edtf::common(&[&a, &a]), Some(a));
        }
    }
}
