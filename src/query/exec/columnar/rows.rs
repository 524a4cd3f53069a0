//! Computing values of many rows, and leaving out the first or the last rows.

use std::rc::Rc;

use super::super::super::bind::tree::{Expr, Slot};
use super::super::super::error::Error;
use super::super::super::value::Value;
use super::super::Run;
use super::super::eval::eval;
use super::super::rows::row_count;
use super::batch::{Batch, Vector};
use super::keys::Key;
use super::read::Reader;
use super::{Input, Stage};

/// What is computed.
pub(super) enum Item<'p, 'g> {
    /// A property, read when it is asked for.
    Property(Slot, Rc<Reader<'g>>),
    /// What hangs on nothing but a property with a dictionary, computed once for each text of it.
    Keyed(Box<Key<'p, 'g>>),
    /// Whatever else, with the registers it reads.
    Value(&'p Expr, Vec<Slot>),
}

/// Computes values.
pub(super) struct Project<'p, 'g> {
    pub(super) input: Input<'g>,
    pub(super) items: Vec<(Slot, Item<'p, 'g>)>,
}

impl<'g> Stage<'g> for Project<'_, 'g> {
    fn next(
        &mut self,
        run: &mut Run<'_>,
        row: &mut [Value],
        out: &mut Batch<'g>,
    ) -> Result<bool, Error> {
        if !self.input.next(run, row, out)? {
            return Ok(false);
        }
        for (slot, item) in &mut self.items {
            let vector = match item {
                Item::Property(of, reader) => match out.get(*of) {
                    Vector::Ids(_, ids) => Vector::Property(ids.clone(), Rc::clone(reader)),
                    Vector::One(_, id) => Vector::Property(vec![*id; out.len], Rc::clone(reader)),
                    _ => Vector::Empty,
                },
                Item::Keyed(key) => {
                    let mut numbers = Vec::new();
                    key.numbers(run, row, out, &mut numbers)?;
                    let values = numbers.iter().map(|&n| key.values()[n as usize].clone());
                    Vector::Values(values.collect())
                }
                Item::Value(expr, slots) => {
                    let mut values = Vec::with_capacity(out.len);
                    for at in 0..out.len {
                        run.tick()?;
                        out.write(at, slots, row);
                        values.push(eval(run, row, expr)?);
                    }
                    Vector::Values(values)
                }
            };
            out.set(*slot, vector);
        }
        Ok(true)
    }
}

/// Drops the first rows.
pub(super) struct Skip<'p, 'g> {
    pub(super) input: Input<'g>,
    pub(super) count: &'p Expr,
    pub(super) left: Option<u64>,
    pub(super) needed: Vec<Slot>,
}

impl<'g> Stage<'g> for Skip<'_, 'g> {
    fn next(
        &mut self,
        run: &mut Run<'_>,
        row: &mut [Value],
        out: &mut Batch<'g>,
    ) -> Result<bool, Error> {
        let mut left = match self.left {
            Some(left) => left,
            None => row_count(run, row, self.count)?,
        };
        loop {
            if !self.input.next(run, row, out)? {
                return Ok(false);
            }
            let dropped = left.min(out.len as u64);
            left -= dropped;
            self.left = Some(left);
            let first = u32::try_from(dropped).unwrap_or(u32::MAX);
            let rows: Vec<u32> = (first..u32::try_from(out.len).unwrap_or(u32::MAX)).collect();
            if !rows.is_empty() {
                out.keep(&rows, &self.needed);
                return Ok(true);
            }
        }
    }
}

/// Drops all but the first rows.
pub(super) struct Limit<'p, 'g> {
    pub(super) input: Input<'g>,
    pub(super) count: &'p Expr,
    pub(super) left: Option<u64>,
    pub(super) needed: Vec<Slot>,
}

impl<'g> Stage<'g> for Limit<'_, 'g> {
    fn next(
        &mut self,
        run: &mut Run<'_>,
        row: &mut [Value],
        out: &mut Batch<'g>,
    ) -> Result<bool, Error> {
        let left = match self.left {
            Some(left) => left,
            None => row_count(run, row, self.count)?,
        };
        self.left = Some(left);
        if left == 0 || !self.input.next(run, row, out)? {
            return Ok(false);
        }
        let kept = left.min(out.len as u64);
        self.left = Some(left - kept);
        let rows: Vec<u32> = (0..u32::try_from(kept).unwrap_or(u32::MAX)).collect();
        out.keep(&rows, &self.needed);
        Ok(true)
    }
}
