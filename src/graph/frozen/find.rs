//! Which rows of a column have a value.

use super::build::number;
use super::column::{Codes, Column, Values};
use super::texts::Texts;
use crate::graph::ValueRef;

/// Whether an index can look for a value: not for lists, times and durations, nor for what is
/// equal to nothing.
pub(super) fn can_be_found(value: ValueRef<'_>) -> bool {
    match value {
        ValueRef::Float(float) => !float.is_nan(),
        ValueRef::Bool(_) | ValueRef::Int(_) | ValueRef::Text(_) | ValueRef::Date(_) => true,
        _ => false,
    }
}

impl Column<'_> {
    /// The rows whose value equals one that [`can_be_found`], rising. O(log n) where the column is
    /// ascending, sorted or has an index, otherwise O(n).
    pub(super) fn rows_of(self, value: ValueRef<'_>) -> Vec<u32> {
        let rows = match (self.values(), value) {
            (Values::Constant(constant), _) => {
                if equal(constant, value) {
                    (0..self.len()).map(number).collect()
                } else {
                    Vec::new()
                }
            }
            (Values::Sequence(first), _) => (whole(value).and_then(|int| int.checked_sub(first)))
                .and_then(|at| usize::try_from(at).ok())
                .filter(|at| *at < self.len())
                .map(number)
                .into_iter()
                .collect(),
            (Values::Int(ints), _) => self.scan(ints, whole(value)),
            (Values::Int32(ints), _) => {
                self.scan(ints, whole(value).and_then(|int| int.try_into().ok()))
            }
            (Values::Float(floats), _) => (0..floats.len())
                .filter(|&at| equal(ValueRef::Float(floats[at]), value))
                .map(number)
                .collect(),
            (Values::Bool(bools), ValueRef::Bool(bool)) => (0..bools.len())
                .filter(|&at| (bools[at] != 0) == bool)
                .map(number)
                .collect(),
            (Values::Date(days), ValueRef::Date(day)) => self.scan(days, day.0.try_into().ok()),
            (
                Values::Codes {
                    codes,
                    texts,
                    index,
                },
                ValueRef::Text(text),
            ) => {
                let Some(code) = texts.search(text).map(number) else {
                    return Vec::new();
                };
                match (index, codes) {
                    (Some(index), _) => index.of(code).to_vec(),
                    (None, Codes::U8(codes)) => self.scan(codes, code.try_into().ok()),
                    (None, Codes::U16(codes)) => self.scan(codes, code.try_into().ok()),
                    (None, Codes::U32(codes)) => self.scan(codes, Some(code)),
                }
            }
            (Values::Text { texts, sorted }, ValueRef::Text(text)) => match sorted {
                Some(sorted) => sorted_rows(texts, sorted.rows(), text).to_vec(),
                None if self.strict() => texts.search(text).map(number).into_iter().collect(),
                None => (0..texts.len())
                    .filter(|&at| texts.raw(at) == text.as_bytes())
                    .map(number)
                    .collect(),
            },
            (Values::Mixed(values), _) => (0..values.len())
                .filter(|&at| (values[at].as_ref()).is_some_and(|held| equal(held.into(), value)))
                .map(number)
                .collect(),
            _ => Vec::new(),
        };
        match self.valid() {
            Some(_) => (rows.into_iter())
                .filter(|&row| self.has(row as usize))
                .collect(),
            None => rows,
        }
    }

    fn scan<T: Copy + Ord>(self, values: &[T], value: Option<T>) -> Vec<u32> {
        let Some(value) = value else {
            return Vec::new();
        };
        if self.ascending() {
            let from = values.partition_point(|held| *held < value);
            let to = values.partition_point(|held| *held <= value);
            return (from..to).map(number).collect();
        }
        (0..values.len())
            .filter(|&at| values[at] == value)
            .map(number)
            .collect()
    }
}

/// The rows of a text, from all rows in the order of their texts.
pub(super) fn sorted_rows<'g>(texts: Texts<'_>, sorted: &'g [u32], text: &str) -> &'g [u32] {
    let text = text.as_bytes();
    let from = sorted.partition_point(|&row| texts.raw(row as usize) < text);
    let rest = &sorted[from..];
    &rest[..rest.partition_point(|&row| texts.raw(row as usize) == text)]
}

/// The integer that a number is.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "the way there and back tells whether the number is exact"
)]
fn whole(value: ValueRef<'_>) -> Option<i64> {
    match value {
        ValueRef::Int(int) => Some(int),
        ValueRef::Float(float) => {
            let int = i64::try_from(float as i128).ok()?;
            (int as f64 == float).then_some(int)
        }
        _ => None,
    }
}

/// Whether two values that can be found are equal; numbers by what they are worth.
#[expect(
    clippy::float_cmp,
    reason = "equal values are looked for, not similar ones"
)]
fn equal(a: ValueRef<'_>, b: ValueRef<'_>) -> bool {
    match (a, b) {
        (ValueRef::Float(a), ValueRef::Float(b)) => a == b,
        (ValueRef::Int(_) | ValueRef::Float(_), ValueRef::Int(_) | ValueRef::Float(_)) => {
            whole(a).is_some() && whole(a) == whole(b)
        }
        _ => can_be_found(a) && a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_equal_by_what_they_are_worth() {
        let check = |a: ValueRef<'_>, b: ValueRef<'_>, expected| {
            assert_eq!(equal(a, b), expected, "{a:?} {b:?}");
            assert_eq!(equal(b, a), expected, "{b:?} {a:?}");
        };
        check(ValueRef::Int(1), ValueRef::Float(1.0), true);
        check(ValueRef::Int(0), ValueRef::Float(-0.0), true);
        check(ValueRef::Int(1), ValueRef::Float(1.5), false);
        check(
            ValueRef::Int(i64::MAX),
            ValueRef::Float(9.223_372_036_854_776e18),
            false,
        );
        check(ValueRef::Int(1), ValueRef::Bool(true), false);
        check(ValueRef::Float(f64::NAN), ValueRef::Float(f64::NAN), false);
        check(ValueRef::Float(1e300), ValueRef::Float(1e300), true);
    }
}
