//! Properties of many nodes or relationships: the column in which each id has its value.

use std::cell::RefCell;
use std::cmp::Ordering;

use super::super::super::value::Value;
use crate::graph::frozen::{Codes, Column, Frozen, Values};
use crate::graph::{Symbol, ValueRef};

/// The largest dictionary whose texts are kept as values once they have been made.
const MOST_KEPT: usize = 1 << 14;

/// One property of all nodes, or of all relationships.
pub(super) struct Reader<'g> {
    pub(super) parts: Vec<Part<'g>>,
    /// For each part the texts of a dictionary that have been asked for.
    kept: RefCell<Vec<Vec<Option<Value>>>>,
}

/// Consecutive ids and their column.
#[derive(Clone, Copy)]
pub(super) struct Part<'g> {
    pub(super) first: u32,
    pub(super) end: u32,
    pub(super) column: Option<Column<'g>>,
}

impl<'g> Part<'g> {
    pub(super) fn row(&self, id: u32) -> usize {
        (id - self.first) as usize
    }

    pub(super) fn holds(&self, id: u32) -> bool {
        id >= self.first && id < self.end
    }

    /// The codes of a column that is a dictionary in every row.
    pub(super) fn codes(&self) -> Option<(Codes<'g>, usize)> {
        let column = self.column?;
        match column.values() {
            Values::Codes { codes, texts, .. } if column.valid().is_none() => {
                Some((codes, texts.len()))
            }
            _ => None,
        }
    }
}

impl<'g> Reader<'g> {
    pub(super) fn new(frozen: &'g Frozen, key: Option<Symbol>, of_nodes: bool) -> Self {
        let part = |first: u32, len: usize, column| Part {
            first,
            end: first + u32::try_from(len).unwrap_or(0),
            column,
        };
        let parts: Vec<_> = if of_nodes {
            (frozen.segments())
                .map(|s| part(s.first().into(), s.len(), key.and_then(|key| s.column(key))))
                .collect()
        } else {
            (frozen.blocks())
                .map(|b| part(b.first().into(), b.len(), key.and_then(|key| b.column(key))))
                .collect()
        };
        Self {
            kept: RefCell::new(Vec::new()),
            parts,
        }
    }

    /// The number of the part in which an id lies.
    pub(super) fn part_of(&self, id: u32) -> usize {
        if let [_] = self.parts[..] {
            return 0;
        }
        let after = self.parts.partition_point(|part| part.first <= id);
        after.saturating_sub(1)
    }

    /// Calls a function with every run of ids that lie in one part.
    pub(super) fn runs(&self, ids: &[u32], mut each: impl FnMut(usize, std::ops::Range<usize>)) {
        let mut at = 0;
        while at < ids.len() {
            let number = self.part_of(ids[at]);
            let Some(part) = self.parts.get(number) else {
                return;
            };
            let rest = &ids[at..];
            let len = if rest.iter().all(|&id| part.holds(id)) {
                rest.len()
            } else {
                let other = rest.iter().position(|&id| !part.holds(id));
                other.unwrap_or(rest.len()).max(1)
            };
            each(number, at..at + len);
            at += len;
        }
    }

    /// The value of an id.
    pub(super) fn get(&self, id: u32) -> Option<ValueRef<'g>> {
        let part = self.parts.get(self.part_of(id))?;
        part.column?.get(part.row(id))
    }

    /// The value of an id, to keep.
    pub(super) fn value(&self, id: u32) -> Value {
        let number = self.part_of(id);
        let Some(part) = self.parts.get(number) else {
            return Value::Null;
        };
        if let Some((codes, count)) = part.codes()
            && count <= MOST_KEPT
        {
            let code = codes.get(part.row(id)) as usize;
            let mut kept = self.kept.borrow_mut();
            if kept.len() <= number {
                kept.resize(number + 1, Vec::new());
            }
            if kept[number].is_empty() {
                kept[number].resize(count, None);
            }
            if let Some(Some(value)) = kept[number].get(code) {
                return value.clone();
            }
            let value = self.get(id).map_or(Value::Null, Value::from);
            if let Some(place) = kept[number].get_mut(code) {
                *place = Some(value.clone());
            }
            return value;
        }
        self.get(id).map_or(Value::Null, Value::from)
    }

    /// Whether no two ids of a part have the same value, and all have one.
    pub(super) fn is_unique(&self, number: usize) -> bool {
        let column = self.parts.get(number).and_then(|part| part.column);
        column.is_some_and(|column| {
            column.strict() || (column.distinct() && column.valid().is_none())
        })
    }

    /// The order of two values, as `ORDER BY` has it.
    pub(super) fn order(&self, a: u32, b: u32) -> Ordering {
        match (self.get(a), self.get(b)) {
            (Some(ValueRef::Text(a)), Some(ValueRef::Text(b))) => a.cmp(b),
            (Some(ValueRef::Int(a)), Some(ValueRef::Int(b))) => a.cmp(&b),
            (a, b) => {
                let value = |value: Option<ValueRef<'_>>| value.map_or(Value::Null, Value::from);
                super::super::super::value::order(&value(a), &value(b))
            }
        }
    }
}
