//! Putting rows in order, and the first of them.

use std::cmp::Ordering;
use std::rc::Rc;

use super::super::super::bind::tree::{Expr, Slot};
use super::super::super::error::Error;
use super::super::super::value::{Value, order};
use super::super::Run;
use super::super::eval::eval;
use super::super::rows::first_rows;
use super::batch::{Batch, Entity, Vector};
use super::read::Reader;
use super::{Input, Stage};
use crate::graph::frozen::Values;

/// What rows are ordered by.
pub(super) enum By<'p, 'g> {
    /// A register.
    Slot(Slot),
    /// A property of the node or relationship in a register.
    Property(Slot, Rc<Reader<'g>>),
    /// Whatever else, and the registers it reads.
    Value(&'p Expr, Vec<Slot>),
}

/// Puts rows in order; rows that are equal stay in the order they come. O(n log n); if only the first k
/// are wanted O(n + k log k) mostly, and O(k) rows are kept.
pub(super) struct Sort<'p, 'g> {
    pub(super) input: Input<'g>,
    /// Whether great values come first, and what.
    pub(super) order: Vec<(bool, By<'p, 'g>)>,
    /// Only so many of the first rows are wanted: the sum of these.
    pub(super) first: &'p [Expr],
    pub(super) needed: Vec<Slot>,
    pub(super) slots: usize,
    pub(super) done: bool,
}

/// The values of an order for all rows, as what is quickest to compare.
enum Ranks<'g> {
    Ids(Vec<u32>),
    Ints(Vec<i64>),
    Read(Vec<u32>, Rc<Reader<'g>>),
    Values(Vec<Value>),
    Same,
}

impl Ranks<'_> {
    fn compare(&self, a: usize, b: usize) -> Ordering {
        match self {
            Self::Ids(ids) => ids[a].cmp(&ids[b]),
            Self::Ints(ints) => ints[a].cmp(&ints[b]),
            Self::Read(ids, reader) => reader.order(ids[a], ids[b]),
            Self::Values(values) => order(&values[a], &values[b]),
            Self::Same => Ordering::Equal,
        }
    }

    fn is_falling(&self) -> bool {
        match self {
            Self::Ids(ids) => ids.is_sorted_by(|a, b| a >= b),
            Self::Ints(ints) => ints.is_sorted_by(|a, b| a >= b),
            _ => false,
        }
    }

    fn is_rising(&self) -> bool {
        match self {
            Self::Ids(ids) => ids.is_sorted(),
            Self::Ints(ints) => ints.is_sorted(),
            _ => false,
        }
    }
}

/// The properties of ids as ranks.
fn property_ranks<'g>(ids: Vec<u32>, reader: &Rc<Reader<'g>>) -> Ranks<'g> {
    let at = ids.first().map_or(0, |&id| reader.part_of(id));
    let Some(part) = reader
        .parts
        .get(at)
        .filter(|part| ids.iter().all(|&id| part.holds(id)))
    else {
        return Ranks::Read(ids, Rc::clone(reader));
    };
    let Some(column) = part.column.filter(|column| column.valid().is_none()) else {
        return Ranks::Read(ids, Rc::clone(reader));
    };
    let row = |id: &u32| part.row(*id);
    match column.values() {
        Values::Constant(_) => Ranks::Same,
        _ if column.strict() => Ranks::Ids(ids),
        Values::Int(ints) => Ranks::Ints(ids.iter().map(|id| ints[row(id)]).collect()),
        Values::Int32(ints) | Values::Date(ints) => {
            Ranks::Ints(ids.iter().map(|id| ints[row(id)].into()).collect())
        }
        Values::Codes { codes, .. } => {
            Ranks::Ids(ids.iter().map(|id| codes.get(row(id))).collect())
        }
        _ => Ranks::Read(ids, Rc::clone(reader)),
    }
}

/// Whether, within one part, the values of a property never fall from one id to the next.
fn rises(ids: &[u32], reader: &Reader<'_>) -> Option<bool> {
    let at = ids.first().map_or(0, |&id| reader.part_of(id));
    let part = reader.parts.get(at)?;
    let column = part.column.filter(|column| column.ascending())?;
    (ids.iter().all(|&id| part.holds(id))).then(|| column.strict())
}

impl<'g> Sort<'_, 'g> {
    fn ranks(
        &self,
        run: &mut Run<'_>,
        registers: &mut [Value],
        batch: &Batch<'g>,
    ) -> Result<Vec<(bool, Ranks<'g>)>, Error> {
        let mut ranks = Vec::new();
        let mut at = 0;
        while let Some((descending, by)) = self.order.get(at) {
            if let Some((ids, count)) = self.by_id(batch, at) {
                ranks.push((*descending, Ranks::Ids(ids)));
                at += count;
                continue;
            }
            at += 1;
            let rank = match by {
                By::Slot(slot) => match batch.get(*slot) {
                    Vector::Ids(_, ids) => Ranks::Ids(ids.clone()),
                    Vector::Ints(ints) => Ranks::Ints(ints.clone()),
                    Vector::Property(ids, reader) => property_ranks(ids.clone(), reader),
                    Vector::Values(values) => Ranks::Values(values.clone()),
                    Vector::One(..) | Vector::Empty => Ranks::Same,
                },
                By::Property(slot, reader) => match batch.get(*slot) {
                    Vector::Ids(_, ids) => property_ranks(ids.clone(), reader),
                    // The same one in all rows.
                    _ => Ranks::Same,
                },
                By::Value(expr, slots) => {
                    let mut values = Vec::with_capacity(batch.len);
                    for row in 0..batch.len {
                        run.tick()?;
                        batch.write(row, slots, registers);
                        values.push(eval(run, registers, expr)?);
                    }
                    Ranks::Values(values)
                }
            };
            ranks.push((*descending, rank));
        }
        Ok(ranks)
    }

    /// The ids whose order is that of properties which all rise with them, and how many these are from
    /// one on.
    fn by_id(&self, batch: &Batch<'g>, from: usize) -> Option<(Vec<u32>, usize)> {
        let mut found: Option<(bool, &[u32])> = None;
        for (at, (descending, by)) in self.order.iter().enumerate().skip(from) {
            let (ids, reader) = match by {
                By::Property(slot, reader) => match batch.get(*slot) {
                    Vector::Ids(Entity::Node, ids) => (ids, reader),
                    _ => return None,
                },
                By::Slot(slot) => match batch.get(*slot) {
                    Vector::Property(ids, reader) => (ids, reader),
                    _ => return None,
                },
                By::Value(..) => return None,
            };
            if found.is_some_and(|(way, known)| way != *descending || known != &ids[..]) {
                return None;
            }
            let strict = rises(ids, reader)?;
            if strict || at + 1 == self.order.len() {
                return Some((ids.clone(), at + 1 - from));
            }
            found = Some((*descending, ids));
        }
        None
    }

    fn collect(
        &self,
        run: &mut Run<'_>,
        row: &mut [Value],
        input: &mut Input<'g>,
    ) -> Result<Batch<'g>, Error> {
        let most = first_rows(run, row, self.first)?;
        let mut kept = Batch::new(self.slots);
        let mut batch = Batch::new(self.slots);
        let room = most.saturating_mul(2).max(8 * super::batch::ROWS);
        while input.next(run, row, &mut batch)? {
            run.check_time()?;
            run.keep_bytes(if most == usize::MAX {
                batch.len * self.needed.len() * 8
            } else {
                0
            })?;
            if kept.len == 0 {
                std::mem::swap(&mut kept, &mut batch);
            } else {
                kept.append(&batch, &self.needed);
            }
            if kept.len > room {
                self.put_in_order(run, row, &mut kept, most)?;
            }
        }
        self.put_in_order(run, row, &mut kept, most)?;
        Ok(kept)
    }

    /// The first rows in order.
    fn put_in_order(
        &self,
        run: &mut Run<'_>,
        row: &mut [Value],
        batch: &mut Batch<'g>,
        most: usize,
    ) -> Result<(), Error> {
        let ranks = self.ranks(run, row, batch)?;
        let compare = |a: u32, b: u32| {
            for (descending, ranks) in &ranks {
                let order = ranks.compare(a as usize, b as usize);
                if order.is_ne() {
                    return if *descending { order.reverse() } else { order };
                }
            }
            a.cmp(&b)
        };
        let len = u32::try_from(batch.len).unwrap_or(u32::MAX);
        let rows = match &ranks[..] {
            // They are in order already, or the other way round.
            [(false, only)] if only.is_rising() => (0..len).take(most).collect(),
            [(true, only)] if only.is_falling() => (0..len).take(most).collect(),
            [(true, Ranks::Ids(ids))] if ids.is_sorted_by(|a, b| a < b) => {
                (0..len).rev().take(most).collect()
            }
            [(false, Ranks::Ids(ids))] if ids.is_sorted_by(|a, b| a > b) => {
                (0..len).rev().take(most).collect()
            }
            _ => first(len, most, compare),
        };
        batch.take(&rows, &self.needed);
        Ok(())
    }
}

/// The first numbers in an order, in order.
fn first(len: u32, most: usize, compare: impl Fn(u32, u32) -> Ordering) -> Vec<u32> {
    if most == 0 {
        return Vec::new();
    }
    if most.saturating_mul(2) >= len as usize {
        let mut rows: Vec<u32> = (0..len).collect();
        rows.sort_unstable_by(|&a, &b| compare(a, b));
        rows.truncate(most);
        return rows;
    }
    let mut best: Vec<u32> = Vec::with_capacity(2 * most);
    let mut worst = None;
    for row in 0..len {
        if worst.is_some_and(|worst| compare(row, worst).is_gt()) {
            continue;
        }
        best.push(row);
        if best.len() == 2 * most {
            best.select_nth_unstable_by(most - 1, |&a, &b| compare(a, b));
            best.truncate(most);
            worst = best.last().copied();
        }
    }
    best.sort_unstable_by(|&a, &b| compare(a, b));
    best.truncate(most);
    best
}

impl<'g> Stage<'g> for Sort<'_, 'g> {
    fn next(
        &mut self,
        run: &mut Run<'_>,
        row: &mut [Value],
        out: &mut Batch<'g>,
    ) -> Result<bool, Error> {
        if std::mem::replace(&mut self.done, true) {
            return Ok(false);
        }
        let mut input = std::mem::replace(&mut self.input, Box::new(super::Nothing));
        *out = self.collect(run, row, &mut input)?;
        Ok(out.len > 0)
    }
}
