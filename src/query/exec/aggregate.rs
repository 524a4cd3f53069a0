//! Grouping, and counting without looking.

use std::collections::{HashMap, HashSet};

use super::super::bind::tree::{AggregateCall, Expr, Slot};
use super::super::error::Error;
use super::super::functions::aggregates::{Accumulator, Aggregate};
use super::super::plan::Counted;
use super::super::value::{Key, Value};
use super::eval::eval;
use super::{Input, Operator, Run};

/// One row for all rows with the same keys, in the order in which keys come first.
pub(super) struct Group<'p> {
    input: Input<'p>,
    keys: &'p [(Slot, Expr)],
    aggregates: &'p [AggregateCall],
    groups: Option<std::vec::IntoIter<Rows>>,
}

/// The rows of one group: their keys, and what has been made of them.
type Rows = (Vec<Key>, Vec<State>);

/// One aggregate in one group.
pub(super) struct State {
    /// What `DISTINCT` has seen.
    seen: Option<HashSet<Vec<Key>>>,
    accumulator: Result<Accumulator, i64>,
}

impl State {
    pub(super) fn new(call: &AggregateCall) -> Self {
        Self {
            seen: call.distinct.then(HashSet::new),
            accumulator: call.function.map(Aggregate::start).ok_or(0),
        }
    }

    pub(super) fn feed(
        &mut self,
        run: &mut Run<'_>,
        row: &mut [Value],
        call: &AggregateCall,
    ) -> Result<(), Error> {
        let accumulator = match &mut self.accumulator {
            Ok(accumulator) => accumulator,
            Err(count) => {
                *count += 1;
                return Ok(());
            }
        };
        let mut arguments = Vec::with_capacity(call.arguments.len());
        for argument in &call.arguments {
            arguments.push(eval(run, row, argument)?);
        }
        if let Some(seen) = &mut self.seen
            && !seen.insert(arguments.iter().take(1).cloned().map(Key).collect())
        {
            return Ok(());
        }
        if call.distinct || call.function == Some(Aggregate::Collect) {
            run.keep(&arguments)?;
        }
        accumulator.feed(&arguments)
    }

    pub(super) fn finish(self) -> Result<Value, Error> {
        match self.accumulator {
            Ok(accumulator) => accumulator.finish(),
            Err(count) => Ok(Value::Int(count)),
        }
    }
}

impl<'p> Group<'p> {
    pub(super) fn new(
        input: Input<'p>,
        keys: &'p [(Slot, Expr)],
        aggregates: &'p [AggregateCall],
    ) -> Self {
        Self {
            input,
            keys,
            aggregates,
            groups: None,
        }
    }

    fn collect(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<Vec<Rows>, Error> {
        let mut places: HashMap<Vec<Key>, usize> = HashMap::new();
        let mut groups: Vec<Rows> = Vec::new();
        let start = || self.aggregates.iter().map(State::new).collect();
        if self.keys.is_empty() {
            groups.push((Vec::new(), start()));
        }
        while self.input.next(run, row)? {
            run.tick()?;
            let mut at = 0;
            if !self.keys.is_empty() {
                let mut key = Vec::with_capacity(self.keys.len());
                for (_, expr) in self.keys {
                    key.push(Key(eval(run, row, expr)?));
                }
                at = if let Some(&at) = places.get(&key) {
                    at
                } else {
                    for value in &key {
                        run.keep(std::slice::from_ref(&value.0))?;
                    }
                    groups.push((key.clone(), start()));
                    places.insert(key, groups.len() - 1);
                    groups.len() - 1
                };
            }
            for (state, call) in groups[at].1.iter_mut().zip(self.aggregates) {
                state.feed(run, row, call)?;
            }
        }
        Ok(groups)
    }
}

impl Operator for Group<'_> {
    fn next(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<bool, Error> {
        if self.groups.is_none() {
            self.groups = Some(self.collect(run, row)?.into_iter());
        }
        let Some((key, states)) = self.groups.as_mut().and_then(Iterator::next) else {
            return Ok(false);
        };
        for ((slot, _), value) in self.keys.iter().zip(key) {
            row[slot.index()] = value.0;
        }
        for (call, state) in self.aggregates.iter().zip(states) {
            row[call.slot.index()] = state.finish()?;
        }
        Ok(true)
    }

    fn reset(&mut self) {
        self.groups = None;
        self.input.reset();
    }
}

/// The number of nodes or relationships, from the graph's own books.
pub(super) struct Count<'p> {
    pub(super) input: Input<'p>,
    pub(super) what: &'p Counted,
    pub(super) slot: Slot,
}

impl Operator for Count<'_> {
    fn next(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<bool, Error> {
        if !self.input.next(run, row)? {
            return Ok(false);
        }
        let count = match self.what {
            Counted::Nodes(None) => run.graph().node_count(),
            Counted::Nodes(Some(label)) => match run.symbol(*label) {
                Some(label) => run.graph().label_count(label),
                None => 0,
            },
            Counted::Relationships(types) if types.is_empty() => run.graph().edge_count(),
            Counted::Relationships(types) => {
                let mut kinds: Vec<_> = types.iter().filter_map(|&t| run.symbol(t)).collect();
                kinds.sort_unstable();
                kinds.dedup();
                kinds.iter().map(|&kind| run.graph().kind_count(kind)).sum()
            }
        };
        row[self.slot.index()] = Value::Int(i64::try_from(count).unwrap_or(i64::MAX));
        Ok(true)
    }

    fn reset(&mut self) {
        self.input.reset();
    }
}
