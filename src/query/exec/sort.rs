//! Putting rows in order.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::super::bind::tree::{Expr, Slot};
use super::super::error::Error;
use super::super::value::{Value, order as value_order};
use super::eval::eval;
use super::rows::first_rows;
use super::{Input, Operator, Run};

/// Puts rows in order; rows that are equal stay in the order they come. O(n log n), and if only
/// the first k are wanted O(n log k) and no more than k rows kept.
pub(super) struct Sort<'p> {
    input: Input<'p>,
    order: &'p [(bool, Expr)],
    kept: &'p [Slot],
    first: &'p [Expr],
    sorted: Option<std::vec::IntoIter<Kept<'p>>>,
}

/// A row with its keys and its place among all rows.
struct Kept<'p> {
    order: &'p [(bool, Expr)],
    keys: Vec<Value>,
    place: usize,
    values: Vec<Value>,
}

impl Ord for Kept<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        for ((descending, _), (a, b)) in self.order.iter().zip(self.keys.iter().zip(&other.keys)) {
            let ordering = value_order(a, b);
            if ordering.is_ne() {
                return if *descending {
                    ordering.reverse()
                } else {
                    ordering
                };
            }
        }
        self.place.cmp(&other.place)
    }
}

impl PartialOrd for Kept<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Kept<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Kept<'_> {}

impl<'p> Sort<'p> {
    pub(super) fn new(
        input: Input<'p>,
        order: &'p [(bool, Expr)],
        kept: &'p [Slot],
        first: &'p [Expr],
    ) -> Self {
        Self {
            input,
            order,
            kept,
            first,
            sorted: None,
        }
    }

    fn collect(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<Vec<Kept<'p>>, Error> {
        let most = first_rows(run, row, self.first)?;
        let mut heap = BinaryHeap::new();
        let mut all = Vec::new();
        let mut place = 0;
        while self.input.next(run, row)? {
            run.tick()?;
            let mut keys = Vec::with_capacity(self.order.len());
            for (_, expr) in self.order {
                keys.push(eval(run, row, expr)?);
            }
            let values: Vec<_> = (self.kept.iter())
                .map(|slot| row[slot.index()].clone())
                .collect();
            let kept = Kept {
                order: self.order,
                keys,
                place,
                values,
            };
            place += 1;
            if most == usize::MAX {
                run.keep(&kept.values)?;
                all.push(kept);
            } else {
                heap.push(kept);
                if heap.len() > most {
                    heap.pop();
                }
            }
        }
        if most == usize::MAX {
            all.sort_unstable();
            return Ok(all);
        }
        Ok(heap.into_sorted_vec())
    }
}

impl Operator for Sort<'_> {
    fn next(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<bool, Error> {
        if self.sorted.is_none() {
            self.sorted = Some(self.collect(run, row)?.into_iter());
        }
        let Some(kept) = self.sorted.as_mut().and_then(Iterator::next) else {
            return Ok(false);
        };
        for (slot, value) in self.kept.iter().zip(kept.values) {
            row[slot.index()] = value;
        }
        Ok(true)
    }

    fn reset(&mut self) {
        self.sorted = None;
        self.input.reset();
    }
}
