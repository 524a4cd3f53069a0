//! Columns: the values of one property for consecutive nodes or relationships.

use super::array::Array;
use super::encode::is_set;
use super::mixed::MixedArray;
use super::texts::{TextArray, Texts};
use crate::graph::{Symbol, Value, ValueRef};
use crate::model::date::Day;

/// A column as it is kept.
#[derive(Debug, Clone)]
pub(super) struct ColumnStore {
    pub(super) key: Symbol,
    pub(super) data: Data,
    /// A bit for each row that has a value; `None` if all have.
    pub(super) valid: Option<Array<u64>>,
    pub(super) len: usize,
    pub(super) ascending: bool,
    pub(super) strict: bool,
    pub(super) distinct: bool,
}

#[derive(Debug, Clone)]
pub(super) enum Data {
    Constant(Value),
    Sequence(i64),
    Int(Array<i64>),
    Int32(Array<i32>),
    Float(Array<f64>),
    Bool(Array<u8>),
    Date(Array<i32>),
    Codes {
        codes: CodeArray,
        texts: TextArray,
        index: Option<Index>,
    },
    Text {
        texts: TextArray,
        sorted: Option<Array<u32>>,
    },
    Mixed(MixedArray),
}

/// Codes in as few bytes each as the dictionary allows.
#[derive(Debug, Clone)]
pub(super) enum CodeArray {
    U8(Array<u8>),
    U16(Array<u16>),
    U32(Array<u32>),
}

/// The rows of every code, rising.
#[derive(Debug, Clone)]
pub(super) struct Index {
    /// One more than there are codes.
    pub(super) offsets: Array<u32>,
    pub(super) rows: Array<u32>,
}

/// The values of one property for the nodes of a [`Segment`](super::Segment) or the relationships of
/// a [`Block`](super::Block), by row.
#[derive(Debug, Clone, Copy)]
pub struct Column<'g>(pub(super) &'g ColumnStore);

/// How the values of a column are kept. Where a row has no value, what stands in its place means
/// nothing.
#[derive(Debug, Clone, Copy)]
pub enum Values<'g> {
    /// The same value in every row.
    Constant(ValueRef<'g>),
    /// This integer in the first row, and one more in each that follows.
    Sequence(i64),
    /// Integers.
    Int(&'g [i64]),
    /// Integers that fit in 32 bits.
    Int32(&'g [i32]),
    /// Floats.
    Float(&'g [f64]),
    /// Booleans: zero is false.
    Bool(&'g [u8]),
    /// Calendar days, counted from 1970-01-01.
    Date(&'g [i32]),
    /// Texts as numbers into a dictionary in the order of code points without repetition, so that
    /// comparing codes compares texts.
    Codes {
        /// The number of the text of each row.
        codes: Codes<'g>,
        /// The dictionary.
        texts: Texts<'g>,
        /// The rows of each code, where they are kept.
        index: Option<Postings<'g>>,
    },
    /// A text for each row.
    Text {
        /// The texts by row.
        texts: Texts<'g>,
        /// The rows in the order of their texts and then of their numbers, where that is kept.
        sorted: Option<Sorted<'g>>,
    },
    /// Values of any type.
    Mixed(&'g [Option<Value>]),
}

/// Numbers of texts in a dictionary.
#[derive(Debug, Clone, Copy)]
pub enum Codes<'g> {
    /// At most 256 texts.
    U8(&'g [u8]),
    /// At most 65,536 texts.
    U16(&'g [u16]),
    /// More texts.
    U32(&'g [u32]),
}

impl Codes<'_> {
    /// The code of a row; 0 beyond the last.
    pub fn get(self, row: usize) -> u32 {
        match self {
            Self::U8(codes) => codes.get(row).copied().unwrap_or(0).into(),
            Self::U16(codes) => codes.get(row).copied().unwrap_or(0).into(),
            Self::U32(codes) => codes.get(row).copied().unwrap_or(0),
        }
    }
}

/// The rows of every code of a column, rising.
#[derive(Debug, Clone, Copy)]
pub struct Postings<'g>(&'g Index);

impl<'g> Postings<'g> {
    /// The rows of a code, rising; empty for one that there is not.
    pub fn of(self, code: u32) -> &'g [u32] {
        slice_between(&self.0.offsets, code as usize, &self.0.rows)
    }
}

/// The rows of a column of texts in the order of their texts and then of their numbers.
#[derive(Debug, Clone, Copy)]
pub struct Sorted<'g>(&'g Array<u32>);

impl<'g> Sorted<'g> {
    /// The rows.
    pub fn rows(self) -> &'g [u32] {
        self.0
    }
}

/// What lies between an offset and the next one.
pub(super) fn slice_between<'g, T>(offsets: &[u32], at: usize, values: &'g [T]) -> &'g [T] {
    match offsets.get(at..at.saturating_add(2)) {
        Some(&[from, to]) => values.get(from as usize..to as usize).unwrap_or_default(),
        _ => &[],
    }
}

impl CodeArray {
    fn get(&self) -> Codes<'_> {
        match self {
            Self::U8(codes) => Codes::U8(codes),
            Self::U16(codes) => Codes::U16(codes),
            Self::U32(codes) => Codes::U32(codes),
        }
    }
}

impl<'g> Column<'g> {
    /// How its values are kept.
    pub fn values(self) -> Values<'g> {
        match &self.0.data {
            Data::Constant(value) => Values::Constant(value.into()),
            Data::Sequence(first) => Values::Sequence(*first),
            Data::Int(values) => Values::Int(values),
            Data::Int32(values) => Values::Int32(values),
            Data::Float(values) => Values::Float(values),
            Data::Bool(values) => Values::Bool(values),
            Data::Date(values) => Values::Date(values),
            Data::Codes {
                codes,
                texts,
                index,
            } => Values::Codes {
                codes: codes.get(),
                texts: texts.get(),
                index: index.as_ref().map(Postings),
            },
            Data::Text { texts, sorted } => Values::Text {
                texts: texts.get(),
                sorted: sorted.as_ref().map(Sorted),
            },
            Data::Mixed(values) => Values::Mixed(values.get()),
        }
    }

    /// A bit for each row, the first in the lowest bit of the first word: whether it has a value.
    /// `None` if all rows have one (and for mixed values, which say it themselves).
    pub fn valid(self) -> Option<&'g [u64]> {
        self.0.valid.as_deref()
    }

    /// Number of rows.
    pub fn len(self) -> usize {
        self.0.len
    }

    /// Whether it has no rows.
    pub fn is_empty(self) -> bool {
        self.0.len == 0
    }

    /// Whether every row has a value and none is less than the one before. False for mixed values.
    pub fn ascending(self) -> bool {
        self.0.ascending
    }

    /// Whether every row has a value and each is greater than the one before. False for mixed
    /// values.
    pub fn strict(self) -> bool {
        self.0.strict
    }

    /// Whether every row is known to have a value and no two have the same: where the column is
    /// [`Column::strict`] or its rows are kept in order.
    pub fn distinct(self) -> bool {
        self.0.distinct
    }

    /// Whether a row has a value.
    pub fn has(self, row: usize) -> bool {
        row < self.0.len
            && match (&self.0.data, &self.0.valid) {
                (Data::Mixed(values), _) => values.get().get(row).is_some_and(Option::is_some),
                (_, Some(valid)) => is_set(valid, row),
                (_, None) => true,
            }
    }

    /// The value of a row. O(1); the first time with mixed values of a stored graph O(length).
    pub fn get(self, row: usize) -> Option<ValueRef<'g>> {
        if !self.has(row) {
            return None;
        }
        Some(match &self.0.data {
            Data::Constant(value) => value.into(),
            Data::Sequence(first) => ValueRef::Int(first.wrapping_add(offset(row))),
            Data::Int(values) => ValueRef::Int(*values.get(row)?),
            Data::Int32(values) => ValueRef::Int((*values.get(row)?).into()),
            Data::Float(values) => ValueRef::Float(*values.get(row)?),
            Data::Bool(values) => ValueRef::Bool(*values.get(row)? != 0),
            Data::Date(values) => ValueRef::Date(Day((*values.get(row)?).into())),
            Data::Codes { codes, texts, .. } => {
                ValueRef::Text(texts.get().get(codes.get().get(row) as usize))
            }
            Data::Text { texts, .. } => ValueRef::Text(texts.get().get(row)),
            Data::Mixed(values) => values.get().get(row)?.as_ref()?.into(),
        })
    }
}

/// A row as a signed number.
pub(super) fn offset(row: usize) -> i64 {
    i64::try_from(row).unwrap_or(i64::MAX)
}
