//! Numbers as attributes have them: `200000`, `200 thousand`, `80%`, `~200`, `5..6`.
//!
//! `parse` reads them, [`Decimal`] keeps them exact, `suggest` guesses what else was meant.

mod decimal;
mod parse;
mod suggest;

use std::fmt;

pub(crate) use decimal::Decimal;
pub(crate) use parse::{Parts, Percent, parts};
pub(crate) use suggest::{meanings, write};

use crate::model::shown::Ranged;
use crate::model::value::ValueError;

/// A number as properties have it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Num {
    /// A whole number.
    Int(i64),
    /// Any other.
    Float(f64),
}

impl fmt::Display for Num {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(int) => int.fmt(f),
            Self::Float(float) => write!(f, "{float:?}"),
        }
    }
}

/// A number, exact, approximate or a range. Two are equal if they mean the same: `200 thousand` and
/// `200000`.
#[derive(Debug, Clone)]
pub struct Number {
    range: Range,
    /// Written with a decimal point and not scaled: a float even if whole.
    float: bool,
    text: String,
}

impl Number {
    /// Reads a number. A percent sign is left out: shares are percent.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        parse::number(text)
    }

    /// The number, or the lower end of the range.
    pub fn min(&self) -> Num {
        self.range.min.to_num(self.float)
    }

    /// The number, or the upper end of the range.
    pub fn max(&self) -> Num {
        self.range.max.to_num(self.float)
    }

    /// Whether it is a range with two ends that differ, which makes the properties `_min` and `_max`.
    pub fn is_range(&self) -> bool {
        self.range.min != self.range.max
    }

    /// Whether `~` stands before it.
    pub fn is_approximate(&self) -> bool {
        self.range.approximate
    }

    /// The text as written, without white space around it.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.range == other.range
    }
}

impl Eq for Number {}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Ranged for Number {
    fn holds_with(&self, other: &Self) -> bool {
        self.range.overlaps(&other.range)
    }

    fn contains(&self, other: &Self) -> bool {
        self.range.contains(&other.range)
    }

    fn common(values: &[&Self]) -> Option<Self> {
        let ranges: Vec<&Range> = values.iter().map(|number| &number.range).collect();
        match Range::common(&ranges)? {
            Common::Given(at) => values.get(at).copied().cloned(),
            Common::New(range) => Some(Self {
                float: values.iter().all(|number| number.float),
                text: range.to_string(),
                range,
            }),
        }
    }
}

/// From a number to another, both included; `~` makes room beyond them by a tenth of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) min: Decimal,
    pub(crate) max: Decimal,
    pub(crate) approximate: bool,
}

/// What ranges have in common.
pub(crate) enum Common {
    /// It is the one at this place.
    Given(usize),
    /// It is a part of all of them.
    New(Range),
}

impl Range {
    /// Its ends, widened if it is approximate.
    fn wide(&self) -> (Decimal, Decimal) {
        if self.approximate {
            (self.min.less_a_tenth(), self.max.more_by_a_tenth())
        } else {
            (self.min, self.max)
        }
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.min == self.max && self.min.to_num(false) == Num::Int(0)
    }

    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        let ((a, b), (c, d)) = (self.wide(), other.wide());
        a <= d && c <= b
    }

    pub(crate) fn contains(&self, other: &Self) -> bool {
        let ((a, b), (c, d)) = (self.wide(), other.wide());
        a <= c && d <= b
    }

    /// The part that lies in all, `~` left aside. A new range is approximate if one of its ends is
    /// given by approximate values only.
    pub(crate) fn common(ranges: &[&Self]) -> Option<Common> {
        let (min, loose_min) = ranges
            .iter()
            .map(|range| (range.min, !range.approximate))
            .max()
            .map(|(min, exact)| (min, !exact))?;
        let (max, loose_max) = ranges
            .iter()
            .map(|range| (range.max, range.approximate))
            .min()?;
        if min > max {
            return None;
        }
        let given = (0..ranges.len())
            .filter(|at| (ranges[*at].min, ranges[*at].max) == (min, max))
            .min_by_key(|at| ranges[*at].approximate);
        Some(given.map_or(
            Common::New(Self {
                min,
                max,
                approximate: loose_min || loose_max,
            }),
            Common::Given,
        ))
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.approximate {
            f.write_str("~")?;
        }
        write!(f, "{}", self.min)?;
        if self.min != self.max {
            write!(f, "..{}", self.max)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn two_numbers_hold_if_their_spans_meet() {
        for (a, b, hold) in [
            ("5", "5", true),
            ("5", "6", false),
            ("5..6", "6..7", true),
            ("630..640", "635", true),
            ("~200", "220", true),
            ("~200", "221", false),
            ("~200", "180", true),
            ("~200", "179.9", false),
            ("~-200", "-220", true),
            ("~-200", "-180", true),
            ("~0", "1", false),
            ("~5..6", "6.6", true),
            ("~5..6", "4.4", false),
            ("200 thousand", "200000", true),
            ("80%", "80", true),
            // A tenth of what floats cannot keep.
            ("~0.3", "0.33", true),
            ("~0.3", "0.27", true),
        ] {
            assert_eq!(number(a).holds_with(&number(b)), hold, "{a} and {b}");
            assert_eq!(number(b).holds_with(&number(a)), hold, "{b} and {a}");
        }
    }

    #[test]
    fn the_common_part_is_as_written() {
        for (values, common) in [
            (&["5..6", "6"][..], Some("6")),
            (&["5..7", "6..8"], Some("6..7")),
            (&["5..6", "6..7"], Some("6")),
            (&["~200", "200"], Some("200")),
            (&["~200", "210"], None),
            (&["~200", "190..260"], Some("~200")),
            (&["~180..200", "190..260"], Some("~190..200")),
            (&["~180..200", "150..200"], Some("~180..200")),
            (&["200 thousand", "200000"], Some("200 thousand")),
            (&["1..2 thousand", "1500..3000"], Some("1500..2000")),
            (&["12.3450..20", "12..12.5"], Some("12.3450..12.5")),
            (&["5", "6"], None),
            (&[], None),
        ] {
            let numbers: Vec<Number> = values.iter().map(|text| number(text)).collect();
            let numbers: Vec<&Number> = numbers.iter().collect();
            let shown = Number::common(&numbers).map(|number| number.to_string());
            assert_eq!(shown.as_deref(), common, "{values:?}");
        }
    }

    fn any_number() -> impl Strategy<Value = Number> {
        let decimal = prop_oneof![
            (-30_i64..30).prop_map(|int| int.to_string()),
            (-30_i64..30, 0_u8..100).prop_map(|(int, part)| format!("{int}.{part}")),
        ];
        let unit = prop_oneof![Just(""), Just(" thousand"), Just("%"), Just(" million")];
        let all = (decimal.clone(), decimal, unit, any::<bool>(), any::<bool>());
        all.prop_filter_map("reversed", |(a, b, unit, range, approximate)| {
            let sign = if approximate { "~" } else { "" };
            let text = if range {
                format!("{sign}{a}..{b}{unit}")
            } else {
                format!("{sign}{a}{unit}")
            };
            Number::parse(&text).ok()
        })
    }

    proptest! {
        #[test]
        fn holding_is_symmetric_and_every_number_holds_with_itself(a in any_number(), b in any_number()) {
            prop_assert_eq!(a.holds_with(&b), b.holds_with(&a));
            prop_assert!(a.holds_with(&a) && a.contains(&a));
            if a.contains(&b) {
                prop_assert!(a.holds_with(&b));
            }
        }

        #[test]
        fn what_is_printed_reads_as_the_same_number(a in any_number(), b in any_number()) {
            prop_assert_eq!(Number::parse(&a.to_string()), Ok(a.clone()));
            if let Some(common) = Number::common(&[&a, &b]) {
                prop_assert_eq!(Number::parse(&common.to_string()), Ok(common));
            }
        }

        #[test]
        fn the_common_part_lies_in_each(values in proptest::collection::vec(any_number(), 1..4)) {
            let values: Vec<&Number> = values.iter().collect();
            if let Some(common) = Number::common(&values) {
                for value in values {
                    prop_assert!(value.range.min <= common.range.min, "{} {}", common, value);
                    prop_assert!(common.range.max <= value.range.max, "{} {}", common, value);
                    prop_assert!(common.holds_with(value));
                }
            }
        }
    }
}
