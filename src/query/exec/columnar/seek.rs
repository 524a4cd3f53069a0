//! Where rows begin: the nodes of a source, narrowed by what is in order.

use std::ops::Range;

use super::super::super::ast::CompareOp;
use super::super::super::bind::tree::Slot;
use super::super::super::error::Error;
use super::super::super::plan::Source;
use super::super::super::value::Value;
use super::super::Run;
use super::super::eval::eval;
use super::super::scan::sought;
use super::batch::{Batch, Entity, ROWS, Vector};
use super::follow::carry;
use super::read::Part;
use super::{Input, Stage};
use crate::graph::frozen::Frozen;
use crate::graph::{Symbol, ValueRef};

/// A property that must be on one side of a value.
#[derive(Debug, Clone)]
pub(super) struct Bound {
    pub(super) key: Option<Symbol>,
    pub(super) op: CompareOp,
    pub(super) value: Value,
}

/// A row for every node of a source, for each row before.
pub(super) struct Seek<'p, 'g> {
    pub(super) frozen: &'g Frozen,
    /// The rows before; one without registers if there are none.
    pub(super) input: Option<Input<'g>>,
    pub(super) slot: Slot,
    pub(super) source: &'p Source,
    /// What must hold of the nodes and can be told by searching in order.
    pub(super) bounds: Vec<Bound>,
    pub(super) needed: Vec<Slot>,
    pub(super) state: State<'g>,
}

/// How far a [`Seek`] has come.
pub(super) struct State<'g> {
    found: Option<Found>,
    batch: Batch<'g>,
    row: usize,
    place: usize,
    done: bool,
}

impl State<'_> {
    pub(super) fn new(slots: usize) -> Self {
        Self {
            found: None,
            batch: Batch::new(slots),
            row: 0,
            place: 0,
            done: false,
        }
    }
}

/// Nodes, rising.
enum Found {
    Ranges(Vec<Range<u32>>),
    Nodes(Vec<u32>),
}

impl Found {
    fn len(&self) -> usize {
        match self {
            Self::Ranges(ranges) => ranges.iter().map(ExactSizeIterator::len).sum(),
            Self::Nodes(nodes) => nodes.len(),
        }
    }

    /// So many nodes from a place on.
    fn take(&self, mut place: usize, most: usize) -> Vec<u32> {
        match self {
            Self::Nodes(nodes) => {
                nodes[place.min(nodes.len())..nodes.len().min(place + most)].to_vec()
            }
            Self::Ranges(ranges) => {
                let mut nodes = Vec::with_capacity(most.min(self.len() - place));
                for range in ranges {
                    if place >= range.len() {
                        place -= range.len();
                        continue;
                    }
                    let from = range.start + u32::try_from(place).unwrap_or(0);
                    let room = u32::try_from(most - nodes.len()).unwrap_or(u32::MAX);
                    nodes.extend(from..range.end.min(from.saturating_add(room)));
                    place = 0;
                    if nodes.len() == most {
                        break;
                    }
                }
                nodes
            }
        }
    }
}

impl Seek<'_, '_> {
    fn find(&self, run: &mut Run<'_>, row: &mut [Value]) -> Result<Found, Error> {
        let found = match self.source {
            Source::All => {
                let all = u32::try_from(self.frozen.node_count()).unwrap_or(u32::MAX);
                Found::Ranges(std::iter::once(0..all).collect())
            }
            Source::Label(label) => match run.symbol(*label) {
                Some(label) => self.labelled(label),
                None => Found::Nodes(Vec::new()),
            },
            Source::Id(value) => {
                let id = eval(run, row, value)?.as_int();
                let id = id.and_then(|id| u32::try_from(id).ok());
                let there = id.filter(|&id| (id as usize) < self.frozen.node_count());
                Found::Nodes(there.into_iter().collect())
            }
            Source::Property {
                label,
                key,
                value,
                any,
            } => {
                let value = eval(run, row, value)?;
                let nodes = sought(run, *label, *key, &value, *any)?;
                Found::Nodes(nodes.into_iter().map(u32::from).collect())
            }
        };
        Ok(self.narrowed(found))
    }

    fn labelled(&self, label: Symbol) -> Found {
        let mut ranges: Vec<Range<u32>> = Vec::new();
        let mut add = |range: Range<u32>| match ranges.last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            _ => ranges.push(range),
        };
        for segment in self.frozen.segments() {
            let first = u32::from(segment.first());
            let len = u32::try_from(segment.len()).unwrap_or(0);
            match segment.label_codes() {
                None if segment.labels().is_some_and(|has| has.contains(&label)) => {
                    add(first..first + len);
                }
                None => {}
                Some(codes) => {
                    for (node, &code) in (first..).zip(codes) {
                        if self.frozen.label_set(code).contains(&label) {
                            add(node..node + 1);
                        }
                    }
                }
            }
        }
        Found::Ranges(ranges)
    }

    /// Leaves out what lies outside of the bounds where values are in order. What is not is left
    /// for the filter to tell.
    fn narrowed(&self, found: Found) -> Found {
        if self.bounds.is_empty() {
            return found;
        }
        let mut allowed: Vec<Range<u32>> = Vec::new();
        for segment in self.frozen.segments() {
            let first = u32::from(segment.first());
            let end = first + u32::try_from(segment.len()).unwrap_or(0);
            let mut range = first..end;
            for bound in &self.bounds {
                let part = Part {
                    first,
                    end,
                    column: bound.key.and_then(|key| segment.column(key)),
                };
                if let Some(within) = within(&part, bound) {
                    range.start = range.start.max(within.start);
                    range.end = range.end.min(within.end);
                }
            }
            if range.start < range.end {
                allowed.push(range);
            }
        }
        match found {
            Found::Nodes(nodes) => {
                let mut kept = Vec::new();
                for range in allowed {
                    let from = nodes.partition_point(|&node| node < range.start);
                    let to = nodes.partition_point(|&node| node < range.end);
                    kept.extend_from_slice(&nodes[from..to]);
                }
                Found::Nodes(kept)
            }
            Found::Ranges(ranges) => {
                let mut kept = Vec::new();
                for range in &ranges {
                    for within in &allowed {
                        let both = range.start.max(within.start)..range.end.min(within.end);
                        if both.start < both.end {
                            kept.push(both);
                        }
                    }
                }
                Found::Ranges(kept)
            }
        }
    }
}

/// The ids of a part whose value is on the right side of a bound; `None` if that cannot be told.
fn within(part: &Part<'_>, bound: &Bound) -> Option<Range<u32>> {
    let column = part.column.filter(|column| column.ascending())?;
    let len = (part.end - part.first) as usize;
    // The first row whose value is not less, or greater.
    let place = |above: bool| {
        let (mut low, mut high) = (0, len);
        while low < high {
            let middle = low.midpoint(high);
            let order = match (column.get(middle)?, &bound.value) {
                (ValueRef::Text(a), Value::Text(b)) => a.cmp(b),
                (ValueRef::Int(a), Value::Int(b)) => a.cmp(b),
                (ValueRef::Date(a), Value::Date(b)) => a.cmp(b),
                _ => return None,
            };
            if order.is_lt() || (above && order.is_eq()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Some(part.first + u32::try_from(low).unwrap_or(0))
    };
    Some(match bound.op {
        CompareOp::Equal => place(false)?..place(true)?,
        CompareOp::Less => part.first..place(false)?,
        CompareOp::LessOrEqual => part.first..place(true)?,
        CompareOp::Greater => place(true)?..part.end,
        CompareOp::GreaterOrEqual => place(false)?..part.end,
        CompareOp::NotEqual => return None,
    })
}

impl<'g> Stage<'g> for Seek<'_, 'g> {
    fn next(
        &mut self,
        run: &mut Run<'_>,
        row: &mut [Value],
        out: &mut Batch<'g>,
    ) -> Result<bool, Error> {
        run.check_time()?;
        loop {
            if self.state.row >= self.state.batch.len {
                self.state.row = 0;
                self.state.batch.clear();
                match &mut self.input {
                    Some(input) => {
                        if !input.next(run, row, &mut self.state.batch)? {
                            return Ok(false);
                        }
                    }
                    None if self.state.done => return Ok(false),
                    None => {
                        self.state.done = true;
                        self.state.batch.len = 1;
                    }
                }
            }
            let found = match self.state.found.take() {
                Some(found) => found,
                None => self.find(run, row)?,
            };
            let count = found.len();
            let state = &mut self.state;
            if count == 0 {
                state.found = Some(found);
                state.row = state.batch.len;
                continue;
            }
            out.clear();
            if count == 1 {
                // All rows at once.
                let node = found.take(0, 1)[0];
                state.found = Some(found);
                std::mem::swap(out, &mut state.batch);
                out.set(self.slot, Vector::One(Entity::Node, node));
                (state.row, state.batch.len) = (0, 0);
                return Ok(true);
            }
            let nodes = found.take(state.place, ROWS);
            state.found = Some(found);
            let parent = u32::try_from(state.row).unwrap_or(u32::MAX);
            let parents = vec![parent; nodes.len()];
            carry(&state.batch, &parents, &self.needed, nodes.len(), out);
            state.place += nodes.len();
            out.set(self.slot, Vector::Ids(Entity::Node, nodes));
            if state.place >= count {
                state.place = 0;
                state.row += 1;
            }
            return Ok(true);
        }
    }
}
