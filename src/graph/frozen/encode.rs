//! From values to the column that keeps them best.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::array::Array;
use super::build::number;
use super::column::{CodeArray, ColumnStore, Data, Index};
use super::mixed::MixedArray;
use super::texts::{TextArray, Texts};
use crate::graph::{Symbol, Value};

/// Values for the rows of a column, as whoever makes a block of nodes or relationships has them.
#[derive(Debug, Clone)]
pub enum ColumnData {
    /// The same value in every row.
    Constant(Value),
    /// This integer in the first row, and one more in each that follows.
    Sequence(i64),
    /// Integers.
    Int(Vec<i64>),
    /// Floats.
    Float(Vec<f64>),
    /// Booleans.
    Bool(Vec<bool>),
    /// Calendar days, counted from 1970-01-01.
    Date(Vec<i32>),
    /// Texts as numbers into a dictionary, which may have any order.
    Codes {
        /// The number of the text of each row.
        codes: Vec<u32>,
        /// The dictionary.
        dictionary: Vec<String>,
    },
    /// Texts behind one another.
    Text {
        /// Where each begins in the bytes, and where the last one ends.
        offsets: Vec<u32>,
        /// Their bytes, valid UTF-8.
        bytes: Vec<u8>,
    },
    /// Values of any type, or none.
    Mixed(Vec<Option<Value>>),
}

impl ColumnData {
    /// For how many rows there are values; `None` if for any number.
    fn len(&self) -> Option<usize> {
        match self {
            Self::Constant(_) | Self::Sequence(_) => None,
            Self::Int(values) => Some(values.len()),
            Self::Float(values) => Some(values.len()),
            Self::Bool(values) => Some(values.len()),
            Self::Date(values) => Some(values.len()),
            Self::Codes { codes, .. } => Some(codes.len()),
            Self::Text { offsets, .. } => Some(offsets.len().saturating_sub(1)),
            Self::Mixed(values) => Some(values.len()),
        }
    }
}

/// What a column is for: columns of nodes get the look-ups that their key is asked for by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LookUp {
    /// None.
    No,
    /// The rows in the order of their texts.
    Sorted,
    /// The rows of each code.
    Index,
}

impl LookUp {
    /// What the nodes' property of a name is asked for by.
    pub(super) fn of_nodes(key: &str) -> Self {
        match key {
            "id" | "name" => Self::Sorted,
            "type" => Self::Index,
            _ => Self::No,
        }
    }
}

/// The column for some values. A bit of `valid` that is 0 says that the row has none.
pub(super) fn encode(
    key: Symbol,
    len: usize,
    data: ColumnData,
    valid: Option<Vec<u64>>,
    look_up: LookUp,
) -> ColumnStore {
    assert!(
        data.len().is_none_or(|rows| rows == len),
        "a column has a value for each row"
    );
    let mut data = match data {
        ColumnData::Mixed(values) => {
            let values = (0..).zip(&values);
            let cells: Vec<_> = values
                .filter_map(|(row, value)| Some((row, value.as_ref()?)))
                .collect();
            return choose(key, len, &cells, look_up);
        }
        ColumnData::Constant(value) => Data::Constant(value),
        ColumnData::Sequence(first) => Data::Sequence(first),
        ColumnData::Int(values) => narrowed(values),
        ColumnData::Float(values) => Data::Float(values.into()),
        ColumnData::Bool(values) => {
            Data::Bool(values.into_iter().map(u8::from).collect::<Vec<_>>().into())
        }
        ColumnData::Date(values) => Data::Date(values.into()),
        ColumnData::Codes { codes, dictionary } => in_order(codes, &dictionary),
        ColumnData::Text { offsets, bytes } => Data::Text {
            texts: TextArray {
                offsets: offsets.into(),
                bytes: bytes.into(),
            },
            sorted: None,
        },
    };
    let mut valid = valid.filter(|valid| !all_set(valid, len));
    if let Data::Mixed(MixedArray::Owned(values)) = &mut data
        && let Some(valid) = valid.take()
    {
        for (row, value) in values.iter_mut().enumerate() {
            *value = value.take().filter(|_| is_set(&valid, row));
        }
    }
    finish(key, len, data, valid, look_up)
}

/// Adds what is known about the values, and the look-ups.
fn finish(
    key: Symbol,
    len: usize,
    mut data: Data,
    valid: Option<Vec<u64>>,
    look_up: LookUp,
) -> ColumnStore {
    let (ascending, strict) = match (&data, &valid) {
        (Data::Mixed(_), _) | (_, Some(_)) => (false, false),
        (Data::Constant(_), _) => (true, len <= 1),
        (Data::Sequence(_), _) => (true, true),
        (Data::Int(values), _) => order(values),
        (Data::Int32(values) | Data::Date(values), _) => order(values),
        (Data::Bool(values), _) => order(values),
        (Data::Float(values), _) => (
            values.is_sorted() && !values.iter().any(|value| value.is_nan()),
            values.is_sorted_by(|a, b| a < b),
        ),
        (Data::Codes { codes, .. }, _) => match codes {
            CodeArray::U8(codes) => order(codes),
            CodeArray::U16(codes) => order(codes),
            CodeArray::U32(codes) => order(codes),
        },
        (Data::Text { texts, .. }, _) => {
            let texts = texts.get();
            let pairs = || (1..texts.len()).map(|at| (texts.raw(at - 1), texts.raw(at)));
            (pairs().all(|(a, b)| a <= b), pairs().all(|(a, b)| a < b))
        }
    };
    match &mut data {
        Data::Codes {
            codes,
            texts,
            index,
        } if look_up == LookUp::Index && !ascending && valid.is_none() => {
            *index = Some(match codes {
                CodeArray::U8(codes) => postings(codes, texts.get().len()),
                CodeArray::U16(codes) => postings(codes, texts.get().len()),
                CodeArray::U32(codes) => postings(codes, texts.get().len()),
            });
        }
        Data::Text { texts, sorted } if look_up == LookUp::Sorted && !strict => {
            *sorted = Some(rows_in_order(texts.get()).into());
        }
        _ => {}
    }
    let distinct = strict
        || match &data {
            Data::Text {
                texts,
                sorted: Some(sorted),
            } if valid.is_none() => {
                let texts = texts.get();
                let raw = |row: u32| texts.raw(row as usize);
                sorted.is_sorted_by(|a, b| raw(*a) < raw(*b))
            }
            _ => false,
        };
    ColumnStore {
        key,
        data,
        valid: valid.map(Array::from),
        len,
        ascending,
        strict,
        distinct,
    }
}

fn order<T: Ord>(values: &[T]) -> (bool, bool) {
    (values.is_sorted(), values.is_sorted_by(|a, b| a < b))
}

pub(super) fn is_set(words: &[u64], at: usize) -> bool {
    words
        .get(at / 64)
        .is_some_and(|word| word >> (at % 64) & 1 == 1)
}

fn all_set(valid: &[u64], len: usize) -> bool {
    let (whole, rest) = (len / 64, len % 64);
    let rest_set = rest == 0
        || valid
            .get(whole)
            .is_some_and(|word| word.trailing_ones() as usize >= rest);
    valid.len() >= whole && valid[..whole].iter().all(|word| *word == u64::MAX) && rest_set
}

fn narrowed(values: Vec<i64>) -> Data {
    let is_sequence = |first: i64| {
        (values.iter().zip(0..)).all(|(value, at)| first.checked_add(at) == Some(*value))
    };
    if let Some(&first) = values.first()
        && is_sequence(first)
    {
        return Data::Sequence(first);
    }
    match values
        .iter()
        .map(|value| i32::try_from(*value))
        .collect::<Result<Vec<_>, _>>()
    {
        Ok(small) => Data::Int32(small.into()),
        Err(_) => Data::Int(values.into()),
    }
}

/// Sorts a dictionary, without repetition, and changes the codes accordingly.
fn in_order(mut codes: Vec<u32>, dictionary: &[String]) -> Data {
    let mut sorted: Vec<&str> = dictionary.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    sorted.dedup();
    let new: Vec<u32> = (dictionary.iter())
        .map(|text| number(sorted.partition_point(|other| *other < text.as_str())))
        .collect();
    let len = sorted.len();
    let unchanged = new.iter().zip(0..).all(|(new, old)| *new == old);
    let Some(texts) = TextArray::of(sorted) else {
        // More than 4 GB of texts: as values they have no such bound.
        let texts: Vec<Arc<str>> = dictionary.iter().map(|text| text.as_str().into()).collect();
        let value = |code: u32| texts.get(code as usize).cloned().map(Value::Text);
        return Data::Mixed(MixedArray::Owned(codes.into_iter().map(value).collect()));
    };
    // Rows without a value may have any code.
    if !unchanged || codes.iter().any(|code| *code as usize >= len) {
        for code in &mut codes {
            *code = new.get(*code as usize).copied().unwrap_or(0);
        }
    }
    Data::Codes {
        codes: CodeArray::narrowed(codes, len),
        texts,
        index: None,
    }
}

impl CodeArray {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "there are no more than `len` codes"
    )]
    fn narrowed(codes: Vec<u32>, len: usize) -> Self {
        if len <= 1 << 8 {
            Self::U8(
                codes
                    .iter()
                    .map(|code| *code as u8)
                    .collect::<Vec<_>>()
                    .into(),
            )
        } else if len <= 1 << 16 {
            Self::U16(
                codes
                    .iter()
                    .map(|code| *code as u16)
                    .collect::<Vec<_>>()
                    .into(),
            )
        } else {
            Self::U32(codes.into())
        }
    }
}

/// The rows of every code, by counting.
fn postings<T: Copy + Into<u32>>(codes: &[T], len: usize) -> Index {
    let mut offsets = vec![0_u32; len.max(1) + 1];
    for code in codes {
        offsets[(*code).into() as usize + 1] += 1;
    }
    for at in 1..offsets.len() {
        offsets[at] += offsets[at - 1];
    }
    let mut next = offsets.clone();
    let mut rows = vec![0; codes.len()];
    for (code, row) in codes.iter().zip(0..) {
        let next = &mut next[(*code).into() as usize];
        rows[*next as usize] = row;
        *next += 1;
    }
    Index {
        offsets: offsets.into(),
        rows: rows.into(),
    }
}

fn rows_in_order(texts: Texts<'_>) -> Vec<u32> {
    // Most texts differ in their first bytes, so that few have to be looked up.
    let mut rows: Vec<_> = (0..number(texts.len()))
        .map(|row| {
            let raw = texts.raw(row as usize);
            let mut head = [0; 8];
            let length = raw.len().min(8);
            head[..length].copy_from_slice(&raw[..length]);
            (u64::from_be_bytes(head), row)
        })
        .collect();
    rows.sort_unstable_by(|a, b| {
        (a.0.cmp(&b.0))
            .then_with(|| texts.raw(a.1 as usize).cmp(texts.raw(b.1 as usize)))
            .then(a.1.cmp(&b.1))
    });
    rows.into_iter().map(|(_, row)| row).collect()
}

/// A row that has a value, and the value.
pub(super) type Cell<'v> = (u32, &'v Value);

/// The column that keeps values of any type best. `cells` are the rows that have one, rising.
pub(super) fn choose(key: Symbol, len: usize, cells: &[Cell<'_>], look_up: LookUp) -> ColumnStore {
    let valid = (cells.len() < len).then(|| {
        let mut valid = vec![0_u64; len.div_ceil(64)];
        for (row, _) in cells {
            valid[*row as usize / 64] |= 1 << (row % 64);
        }
        valid
    });
    let data = cells.first().and_then(|(_, first)| match first {
        _ if cells.iter().all(|(_, value)| same(first, value)) => {
            Some(Data::Constant((*first).clone()))
        }
        Value::Int(_) => filled(len, cells, 0, Value::as_int).map(narrowed),
        Value::Float(_) => filled(len, cells, 0.0, |value| match value {
            Value::Float(float) => Some(*float),
            _ => None,
        })
        .map(|floats| Data::Float(floats.into())),
        Value::Bool(_) => filled(len, cells, 0, |value| match value {
            Value::Bool(bool) => Some(u8::from(*bool)),
            _ => None,
        })
        .map(|bools| Data::Bool(bools.into())),
        Value::Date(_) => filled(len, cells, 0, |value| {
            value.as_day().and_then(|day| day.0.try_into().ok())
        })
        .map(|days: Vec<i32>| Data::Date(days.into())),
        Value::Text(_) => filled(len, cells, "", Value::as_text)
            .and_then(|texts| chosen_texts(&texts, cells.len(), look_up)),
        _ => None,
    });
    if let Some(data) = data {
        return finish(key, len, data, valid, look_up);
    }
    let mut values = vec![None; len];
    for (row, value) in cells {
        values[*row as usize] = Some((*value).clone());
    }
    finish(
        key,
        len,
        Data::Mixed(MixedArray::Owned(values)),
        None,
        look_up,
    )
}

/// What `get` makes of the value of each row; `None` if that is nothing for one that is there.
fn filled<'v, T: Copy>(
    len: usize,
    cells: &[Cell<'v>],
    missing: T,
    get: impl Fn(&'v Value) -> Option<T>,
) -> Option<Vec<T>> {
    let mut values = vec![missing; len];
    for (row, value) in cells {
        values[*row as usize] = get(value)?;
    }
    Some(values)
}

/// A dictionary where texts are repeated, and where nobody looks for the rows in order.
fn chosen_texts(texts: &[&str], present: usize, look_up: LookUp) -> Option<Data> {
    let plain = || {
        Some(Data::Text {
            texts: TextArray::of(texts.iter().copied())?,
            sorted: None,
        })
    };
    if look_up == LookUp::Sorted {
        return plain();
    }
    let mut numbers: BTreeMap<&str, u32> = texts.iter().map(|text| (*text, 0)).collect();
    if numbers.len() > present / 2 {
        return plain();
    }
    for (at, value) in (0..).zip(numbers.values_mut()) {
        *value = at;
    }
    Some(Data::Codes {
        texts: TextArray::of(numbers.keys().copied())?,
        codes: CodeArray::narrowed(
            texts.iter().map(|text| numbers[text]).collect(),
            numbers.len(),
        ),
        index: None,
    })
}

/// Whether two values are the same in every bit.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same(a, b))
        }
        _ => a == b,
    }
}
