//! Pairing rows with those of another plan that have the same node.

use super::super::super::bind::tree::Slot;
use super::super::super::error::Error;
use super::super::super::value::Value;
use super::super::Run;
use super::batch::{Batch, ROWS, Vector};
use super::scratch::Dense;
use super::{Input, Stage};

/// Pairs each row with the rows of a plan that does not depend on it and has the same node in a register.
pub(super) struct Join<'g> {
    pub(super) input: Input<'g>,
    pub(super) inner: Input<'g>,
    pub(super) outer_key: Slot,
    pub(super) inner_key: Slot,
    /// What is taken from the rows of the plan.
    pub(super) columns: Vec<Slot>,
    /// Relationships of a row and of the plan that must differ.
    pub(super) differ: Vec<(Slot, Slot)>,
    /// Whether it does not matter with how many rows of the plan a row is paired.
    pub(super) once: bool,
    pub(super) needed: Vec<Slot>,
    pub(super) table: Option<Table<'g>>,
    pub(super) batch: Batch<'g>,
    pub(super) row: usize,
}

/// The rows of the plan.
pub(super) struct Table<'g> {
    rows: Batch<'g>,
    /// The first row of every node, one more than it is.
    first: Dense,
    /// The next row of the same node, one more than it is.
    next: Vec<u32>,
}

impl<'g> Join<'g> {
    fn build(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<Table<'g>, Error> {
        let mut kept = self.columns.clone();
        kept.extend(self.differ.iter().map(|(_, inner)| *inner));
        kept.push(self.inner_key);
        kept.sort_unstable();
        kept.dedup();
        let plain = self.once && self.differ.is_empty();
        let slots = self.batch.columns.len();
        let (mut rows, mut batch) = (Batch::new(slots), Batch::new(slots));
        let mut first = Dense::new(run.graph().node_count());
        let mut next: Vec<u32> = Vec::new();
        while self.inner.next(run, row, &mut batch)? {
            run.check_time()?;
            let keys = batch.get(self.inner_key);
            if plain {
                // Only which nodes there are.
                for id in (0..batch.len).filter_map(|at| keys.id(at)) {
                    first.mark(id);
                }
            } else {
                run.keep_bytes(batch.len * kept.len() * size_of::<u32>())?;
                rows.append(&batch, &kept);
            }
        }
        let keys = rows.get(self.inner_key);
        next.resize(rows.len, 0);
        // From the last to the first, so that the first of a node comes first.
        for at in (0..rows.len).rev() {
            if let Some(id) = keys.id(at) {
                next[at] = first.get(id);
                first.put(id, u32::try_from(at + 1).unwrap_or(u32::MAX));
            }
        }
        Ok(Table { rows, first, next })
    }
}

impl<'g> Stage<'g> for Join<'g> {
    fn next(
        &mut self,
        run: &mut Run<'_>,
        row: &mut [Value],
        out: &mut Batch<'g>,
    ) -> Result<bool, Error> {
        loop {
            run.check_time()?;
            if self.row >= self.batch.len {
                self.row = 0;
                self.batch.clear();
                if !self.input.next(run, row, &mut self.batch)? {
                    return Ok(false);
                }
            }
            if self.table.is_none() {
                self.table = Some(self.build(run, row)?);
            }
            let Some(table) = &self.table else {
                return Ok(false);
            };
            let plain = self.once && self.differ.is_empty();
            let (mut parents, mut found): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
            while self.row < self.batch.len && parents.len() < ROWS {
                let at = self.row;
                self.row += 1;
                let Some(id) = self.batch.get(self.outer_key).id(at) else {
                    continue;
                };
                let parent = u32::try_from(at).unwrap_or(u32::MAX);
                let mut place = table.first.get(id);
                if plain {
                    if place > 0 {
                        parents.push(parent);
                    }
                    continue;
                }
                while place > 0 {
                    let inner = place as usize - 1;
                    place = table.next[inner];
                    let differ = self.differ.iter().all(|(outer, other)| {
                        self.batch.get(*outer).id(at) != table.rows.get(*other).id(inner)
                    });
                    if differ {
                        parents.push(parent);
                        found.push(u32::try_from(inner).unwrap_or(u32::MAX));
                        if self.once {
                            break;
                        }
                    }
                }
            }
            if parents.is_empty() {
                continue;
            }
            out.clear();
            for &slot in &self.needed {
                let vector = self.batch.get(slot);
                if !matches!(vector, Vector::Empty) {
                    out.set(slot, vector.gathered(&parents));
                }
            }
            for &slot in &self.columns {
                if slot != self.outer_key {
                    out.set(slot, table.rows.get(slot).gathered(&found));
                }
            }
            out.len = parents.len();
            return Ok(true);
        }
    }
}
