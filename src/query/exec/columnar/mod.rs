//! Plans on frozen graphs, many rows at a time: registers are vectors of node and relationship numbers,
//! relationships are slices of the graph's own lists, conditions are told from columns, and a property
//! is read when a row is given out.
//!
//! [`lower`] turns the operators of a plan, from the first on and as many as have a counterpart here,
//! into [`Stage`]s for one run on one graph; the general operators do the rest. Rows and their order are the
//! same, but for what a query leaves open. Must not know texts of queries or how patterns are put in order.

mod batch;
mod filter;
mod follow;
mod group;
mod join;
mod keys;
mod lower;
mod path;
mod read;
mod rows;
mod scratch;
mod seek;
mod sort;
mod steps;

use super::super::bind::tree::Slot;
use super::super::error::Error;
use super::super::plan::Plan;
use super::super::value::Value;
use super::{Operator, Run};
use crate::graph::Graph;
use batch::Batch;

/// Makes batches of rows.
trait Stage<'g> {
    /// Fills a batch with at least one row; false if there are no more. The registers are for computing
    /// expressions.
    fn next(
        &mut self,
        run: &mut Run<'_>,
        registers: &mut [Value],
        out: &mut Batch<'g>,
    ) -> Result<bool, Error>;
}

type Input<'g> = Box<dyn Stage<'g> + 'g>;

/// No rows.
struct Nothing;

impl<'g> Stage<'g> for Nothing {
    fn next(&mut self, _: &mut Run<'_>, _: &mut [Value], _: &mut Batch<'g>) -> Result<bool, Error> {
        Ok(false)
    }
}

/// The operators of a plan, many rows at a time, giving out one row after the other.
pub(super) struct Columnar<'g> {
    plan: &'g Plan,
    graph: &'g Graph,
    needed: Vec<Slot>,
    stage: Option<Input<'g>>,
    batch: Batch<'g>,
    row: usize,
}

impl<'g> Columnar<'g> {
    /// `None` if something in the plan has no counterpart here, or the graph is not frozen.
    /// `needed` are the registers that are read afterwards.
    pub(super) fn new(
        plan: &'g Plan,
        graph: &'g Graph,
        needed: &[Slot],
        slots: usize,
        run: &mut Run<'_>,
    ) -> Option<Self> {
        let stage = lower::lower(plan, graph, needed, slots, run)?;
        Some(Self {
            plan,
            graph,
            needed: needed.to_vec(),
            stage: Some(stage),
            batch: Batch::new(slots),
            row: 0,
        })
    }
}

impl Operator for Columnar<'_> {
    fn next(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<bool, Error> {
        if self.stage.is_none() {
            self.stage = lower::lower(self.plan, self.graph, &self.needed, row.len(), run);
        }
        if self.row >= self.batch.len {
            self.row = 0;
            self.batch.clear();
            let Some(stage) = &mut self.stage else {
                return Ok(false);
            };
            if !stage.next(run, row, &mut self.batch)? {
                return Ok(false);
            }
        }
        self.batch.write(self.row, &self.needed, row);
        self.row += 1;
        Ok(true)
    }

    fn reset(&mut self) {
        self.stage = None;
        self.row = 0;
        self.batch.clear();
    }
}
