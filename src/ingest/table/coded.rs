//! Columns as numbers: each distinct text of a column is kept once, and a row holds its number.
//!
//! Whatever is asked of a text (is it a date, which actor is it?) is then asked once for each text
//! and not for each row.

use std::hash::BuildHasher as _;

use hashbrown::hash_table::{Entry, HashTable};

/// Distinct texts, numbered in the order in which they were first seen. No allocation per text.
#[derive(Debug, Clone, Default)]
pub struct Dictionary {
    bytes: String,
    /// Where each text ends in `bytes`.
    ends: Vec<usize>,
    numbers: HashTable<u32>,
    hasher: hashbrown::DefaultHashBuilder,
}

impl Dictionary {
    /// The number of a text, which gets the next one if it is new. O(length of the text).
    pub fn intern(&mut self, text: &str) -> u32 {
        let Self {
            bytes,
            ends,
            numbers,
            hasher,
        } = self;
        let hash = hasher.hash_one(text);
        let entry = numbers.entry(
            hash,
            |&number| slice(bytes, ends, number) == text,
            |&number| hasher.hash_one(slice(bytes, ends, number)),
        );
        match entry {
            Entry::Occupied(entry) => *entry.get(),
            Entry::Vacant(entry) => {
                let number = u32::try_from(ends.len()).unwrap_or(u32::MAX);
                entry.insert(number);
                bytes.push_str(text);
                ends.push(bytes.len());
                number
            }
        }
    }

    /// The number of a text that was seen.
    pub fn find(&self, text: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(text);
        let same = |&number: &u32| self.get(number) == text;
        self.numbers.find(hash, same).copied()
    }

    /// The text of a number that [`Dictionary::intern`] returned.
    pub fn get(&self, number: u32) -> &str {
        slice(&self.bytes, &self.ends, number)
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All texts in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0u32..).take(self.len()).map(|number| self.get(number))
    }
}

fn slice<'b>(bytes: &'b str, ends: &[usize], number: u32) -> &'b str {
    let at = number as usize;
    let start = if at == 0 { 0 } else { ends[at - 1] };
    &bytes[start..ends[at]]
}

/// A column: of each row the number of its text.
#[derive(Debug, Clone, Default)]
pub struct Coded {
    /// Numbers in [`Coded::texts`], a row each.
    pub codes: Vec<u32>,
    /// The distinct texts.
    pub texts: Dictionary,
}

impl Coded {
    /// Adds a row. Tables are often sorted, so the text before is tried first.
    pub fn push(&mut self, text: &str) {
        let code = match self.codes.last() {
            Some(&last) if self.texts.get(last) == text => last,
            _ => self.texts.intern(text),
        };
        self.codes.push(code);
    }

    /// Adds the rows of another column.
    pub fn append(&mut self, other: &Self) {
        let numbers: Vec<u32> = other
            .texts
            .iter()
            .map(|text| self.texts.intern(text))
            .collect();
        let codes = other.codes.iter().map(|&code| numbers[code as usize]);
        self.codes.extend(codes);
    }
}

/// A rising sequence of numbers, of which mostly each is one more than the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Series {
    /// `first`, `first + 1` …
    Run {
        /// The first number.
        first: u64,
        /// How many there are.
        len: usize,
    },
    /// Any numbers.
    List(Vec<u64>),
}

impl Default for Series {
    fn default() -> Self {
        Self::Run { first: 0, len: 0 }
    }
}

impl Series {
    /// Adds a number.
    pub fn push(&mut self, number: u64) {
        match self {
            Self::Run {
                first,
                len: len @ 0,
            } => (*first, *len) = (number, 1),
            Self::Run { first, len } if number == *first + *len as u64 => *len += 1,
            Self::Run { .. } => {
                let mut list: Vec<u64> = self.iter().collect();
                list.push(number);
                *self = Self::List(list);
            }
            Self::List(list) => list.push(number),
        }
    }

    /// Adds the numbers of another series, each raised by a number.
    pub fn append(&mut self, other: &Self, raise: u64) {
        match (&mut *self, other) {
            (
                Self::Run { first, len },
                Self::Run {
                    first: next,
                    len: more,
                },
            ) if *len > 0 && next + raise == *first + *len as u64 => {
                *len += more;
            }
            (
                Self::Run { first, len },
                Self::Run {
                    first: next,
                    len: more,
                },
            ) if *len == 0 => {
                (*first, *len) = (next + raise, *more);
            }
            _ => {
                for number in other.iter() {
                    self.push(number + raise);
                }
            }
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Run { len, .. } => *len,
            Self::List(list) => list.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number at a place.
    pub fn at(&self, place: usize) -> u64 {
        match self {
            Self::Run { first, .. } => first + place as u64,
            Self::List(list) => list[place],
        }
    }

    /// All numbers.
    pub fn iter(&self) -> impl Iterator<Item = u64> {
        (0..self.len()).map(|place| self.at(place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_numbered_in_the_order_of_first_appearance() {
        let mut column = Coded::default();
        for text in ["b", "", "a", "a", "b"] {
            column.push(text);
        }
        assert_eq!(column.codes, [0, 1, 2, 2, 0]);
        assert_eq!(column.texts.iter().collect::<Vec<_>>(), ["b", "", "a"]);
        let mut other = Coded::default();
        for text in ["c", "a", "c"] {
            other.push(text);
        }
        column.append(&other);
        assert_eq!(column.codes, [0, 1, 2, 2, 0, 3, 2, 3]);
        assert_eq!(column.texts.find("c"), Some(3));
        assert_eq!(column.texts.find("d"), None);
    }

    #[test]
    fn a_series_keeps_its_numbers_when_it_stops_being_a_run() {
        let mut series = Series::default();
        for number in [4, 5, 6] {
            series.push(number);
        }
        assert_eq!(series, Series::Run { first: 4, len: 3 });
        let mut more = Series::default();
        more.push(0);
        more.push(1);
        series.append(&more, 7);
        assert_eq!(series, Series::Run { first: 4, len: 5 });
        series.append(&more, 10);
        assert_eq!(series.iter().collect::<Vec<_>>(), [4, 5, 6, 7, 8, 10, 11]);
    }
}
