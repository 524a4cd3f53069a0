//! Grouping and `DISTINCT`.

use std::collections::{HashMap, HashSet};

use super::super::super::bind::tree::{AggregateCall, Expr, Slot};
use super::super::super::error::Error;
use super::super::super::functions::aggregates::Aggregate;
use super::super::super::value::{Key as ValueKey, Value};
use super::super::Run;
use super::super::aggregate::State;
use super::batch::{Batch, Entity, Vector};
use super::keys::{Combined, Key, Source};
use super::scratch::Dense;
use super::{Input, Stage};

/// An aggregate in all groups.
pub(super) enum Total<'p> {
    /// The number of rows, or of those in which a register is not null.
    Count(Slot, Option<Slot>, Vec<u64>),
    /// The number of different nodes or relationships.
    Different {
        slot: Slot,
        of: Slot,
        seen: Seen,
        counts: Vec<u64>,
    },
    /// Whatever else, with the registers it reads.
    Other(&'p AggregateCall, Vec<Slot>, Vec<State>),
}

/// What has been counted.
pub(super) enum Seen {
    Nothing,
    /// Of the only group.
    Ids(Dense),
    Values(HashSet<(u32, ValueKey)>),
}

impl<'p> Total<'p> {
    pub(super) fn new(call: &'p AggregateCall) -> Self {
        match (call.function, call.distinct, &call.arguments[..]) {
            (None, _, _) => Self::Count(call.slot, None, Vec::new()),
            (Some(Aggregate::Count), false, [Expr::Slot(of)]) => {
                Self::Count(call.slot, Some(*of), Vec::new())
            }
            (Some(Aggregate::Count), true, [Expr::Slot(of)]) => Self::Different {
                slot: call.slot,
                of: *of,
                seen: Seen::Nothing,
                counts: Vec::new(),
            },
            (_, _, arguments) => {
                let mut slots = Vec::new();
                for expr in arguments {
                    expr.slots(&mut slots);
                }
                Self::Other(call, slots, Vec::new())
            }
        }
    }

    /// Whether totals of two groups can be added.
    pub(super) fn adds(&self) -> bool {
        matches!(self, Self::Count(..))
    }

    fn grow(&mut self, groups: usize) {
        match self {
            Self::Count(_, _, counts) | Self::Different { counts, .. } => counts.resize(groups, 0),
            Self::Other(call, _, states) => states.resize_with(groups, || State::new(call)),
        }
    }

    fn feed(
        &mut self,
        run: &mut Run<'_>,
        registers: &mut [Value],
        batch: &Batch<'_>,
        groups: &[u32],
        keyed: bool,
    ) -> Result<(), Error> {
        match self {
            Self::Count(_, of, counts) => {
                let never_null = of.is_none_or(|of| {
                    let vector = batch.get(of);
                    matches!(vector, Vector::One(..) | Vector::Ids(..) | Vector::Ints(_))
                });
                match (&batch.weights, of) {
                    (None, _) if never_null && !keyed => counts[0] += batch.len as u64,
                    (None, _) if never_null => {
                        for &group in groups {
                            counts[group as usize] += 1;
                        }
                    }
                    (Some(weights), _) if never_null => {
                        for (&group, weight) in groups.iter().zip(weights) {
                            counts[group as usize] += weight;
                        }
                    }
                    (_, Some(of)) => {
                        for (row, &group) in groups.iter().enumerate() {
                            if !batch.get(*of).value(row).is_null() {
                                counts[group as usize] += 1;
                            }
                        }
                    }
                    (_, None) => {}
                }
            }
            Self::Different {
                of, seen, counts, ..
            } => {
                let vector = batch.get(*of);
                let ids = matches!(
                    vector,
                    Vector::One(Entity::Node, _) | Vector::Ids(Entity::Node, _)
                );
                if matches!(seen, Seen::Nothing) {
                    *seen = if ids && !keyed {
                        Seen::Ids(Dense::new(run.graph().node_count()))
                    } else {
                        Seen::Values(HashSet::new())
                    };
                }
                match (seen, vector) {
                    (Seen::Ids(seen), Vector::Ids(_, ids)) => {
                        counts[0] += ids.iter().filter(|&&id| seen.mark(id)).count() as u64;
                    }
                    (Seen::Ids(seen), Vector::One(_, id)) => {
                        counts[0] += u64::from(seen.mark(*id));
                    }
                    (Seen::Values(seen), vector) => {
                        for (row, &group) in groups.iter().enumerate() {
                            let value = vector.value(row);
                            if !value.is_null() && seen.insert((group, ValueKey(value.clone()))) {
                                run.keep(std::slice::from_ref(&value))?;
                                counts[group as usize] += 1;
                            }
                        }
                    }
                    _ => {}
                }
            }
            Self::Other(call, slots, states) => {
                for (row, &group) in groups.iter().enumerate() {
                    run.tick()?;
                    batch.write(row, slots, registers);
                    states[group as usize].feed(run, registers, call)?;
                }
            }
        }
        Ok(())
    }

    /// Adds the totals of groups to those they are the same as.
    fn merge(&mut self, into: &[u32], groups: usize) {
        if let Self::Count(_, _, counts) = self {
            let mut sums = vec![0; groups];
            for (count, &group) in counts.iter().zip(into) {
                sums[group as usize] += count;
            }
            *counts = sums;
        }
    }

    fn finish<'g>(self) -> Result<(Slot, Vector<'g>), Error> {
        Ok(match self {
            Self::Count(slot, _, counts) | Self::Different { slot, counts, .. } => {
                let ints = counts.into_iter();
                let ints = ints.map(|count| i64::try_from(count).unwrap_or(i64::MAX));
                (slot, Vector::Ints(ints.collect()))
            }
            Self::Other(call, _, states) => {
                let values = states.into_iter().map(State::finish);
                (call.slot, Vector::Values(values.collect::<Result<_, _>>()?))
            }
        })
    }
}

/// One row for all rows with the same keys, in the order in which keys come first.
pub(super) struct Group<'p, 'g> {
    pub(super) input: Input<'g>,
    pub(super) keys: Vec<(Slot, Key<'p, 'g>)>,
    pub(super) totals: Vec<Total<'p>>,
    pub(super) batch: Batch<'g>,
    pub(super) done: bool,
}

impl Group<'_, '_> {
    /// The numbers of keys for each group, key by key.
    fn collect(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<Vec<Vec<u32>>, Error> {
        let mut groups: Vec<Vec<u32>> = vec![Vec::new(); self.keys.len()];
        let mut count = usize::from(self.keys.is_empty());
        let mut combined: Vec<Combined> = Vec::new();
        combined.resize_with(self.keys.len().saturating_sub(1), Combined::default);
        let (mut numbers, mut more) = (Vec::new(), Vec::new());
        let mut by_key: Vec<Vec<u32>> = vec![Vec::new(); self.keys.len()];
        for total in &mut self.totals {
            total.grow(count);
        }
        if !self.input.next(run, row, &mut self.batch)? {
            return Ok(groups);
        }
        let only_counts = self
            .totals
            .iter()
            .all(|total| matches!(total, Total::Count(_, None, _)))
            && self.batch.weights.is_none();
        if only_counts && let [(_, key)] = &mut self.keys[..] {
            let mut counts = Vec::new();
            if key.count(run, row, &self.batch, &mut counts)? {
                return self.count(run, row, counts);
            }
        }
        loop {
            run.check_time()?;
            let batch = &self.batch;
            match &mut self.keys[..] {
                [] => {
                    numbers.clear();
                    numbers.resize(batch.len, 0);
                }
                [(_, key)] => {
                    key.numbers(run, row, batch, &mut numbers)?;
                }
                keys => {
                    for (at, (_, key)) in keys.iter_mut().enumerate() {
                        key.numbers(run, row, batch, &mut more)?;
                        by_key[at].clone_from(&more);
                        if at == 0 {
                            numbers.clone_from(&more);
                        } else {
                            combined[at - 1].join(&mut numbers, &more);
                        }
                    }
                }
            }
            let most = numbers.iter().max().map_or(0, |&most| most as usize + 1);
            if most > count {
                if let [only] = &mut groups[..] {
                    only.extend((count..most).map(|n| u32::try_from(n).unwrap_or(u32::MAX)));
                } else {
                    // New numbers come in order.
                    let mut next = count;
                    for (at, &number) in numbers.iter().enumerate() {
                        if number as usize == next {
                            for (group, key) in groups.iter_mut().zip(&by_key) {
                                group.push(key[at]);
                            }
                            next += 1;
                        }
                    }
                }
                run.keep_bytes((most - count) * size_of::<Value>() * (self.keys.len() + 1))?;
                count = most;
                for total in &mut self.totals {
                    total.grow(count);
                }
            }
            let keyed = !self.keys.is_empty();
            for total in &mut self.totals {
                total.feed(run, row, &self.batch, &numbers, keyed)?;
            }
            if !self.input.next(run, row, &mut self.batch)? {
                return Ok(groups);
            }
        }
    }

    /// The rest of the rows, where only rows are counted, and that by one key.
    fn count(
        &mut self,
        run: &mut Run<'_>,
        row: &mut [Value],
        mut counts: Vec<u64>,
    ) -> Result<Vec<Vec<u32>>, Error> {
        let Some((_, key)) = self.keys.first_mut() else {
            return Ok(Vec::new());
        };
        while self.input.next(run, row, &mut self.batch)? {
            run.check_time()?;
            key.count(run, row, &self.batch, &mut counts)?;
        }
        run.keep_bytes(counts.len() * 2 * size_of::<Value>())?;
        let groups = (0..counts.len()).map(|n| u32::try_from(n).unwrap_or(u32::MAX));
        let groups = vec![groups.collect()];
        for total in &mut self.totals {
            if let Total::Count(_, _, all) = total {
                all.clone_from(&counts);
            }
        }
        Ok(groups)
    }

    /// Where nodes stand for values that two of them may have: makes one group of those that do.
    fn merge(&mut self, groups: &mut [Vec<u32>]) {
        let mut any = false;
        for ((_, key), numbers) in self.keys.iter().zip(groups.iter_mut()) {
            let (Source::ById(_, reader), Some((_, ids))) = (&key.source, key.ids()) else {
                continue;
            };
            let first = ids.first().map_or(0, |&id| reader.part_of(id));
            let one_part = reader.parts.get(first).is_some_and(|part| {
                reader.is_unique(first) && ids.iter().all(|&id| part.holds(id))
            });
            if one_part {
                continue;
            }
            let mut places: HashMap<ValueKey, u32> = HashMap::with_capacity(ids.len());
            let mut same: Vec<u32> = Vec::with_capacity(ids.len());
            for (&id, number) in ids.iter().zip(0..) {
                same.push(*places.entry(ValueKey(reader.value(id))).or_insert(number));
            }
            for number in numbers.iter_mut() {
                let first = same[*number as usize];
                any |= first != *number;
                *number = first;
            }
        }
        if !any {
            return;
        }
        let count = groups.first().map_or(0, Vec::len);
        let mut places: HashMap<Vec<u32>, u32> = HashMap::new();
        let (mut into, mut kept) = (Vec::with_capacity(count), Vec::new());
        for at in 0..count {
            let key = groups.iter().map(|numbers| numbers[at]).collect();
            let next = u32::try_from(kept.len()).unwrap_or(u32::MAX);
            let group = *places.entry(key).or_insert_with(|| {
                kept.push(at);
                next
            });
            into.push(group);
        }
        for numbers in groups.iter_mut() {
            *numbers = kept.iter().map(|&at| numbers[at]).collect();
        }
        for total in &mut self.totals {
            total.merge(&into, kept.len());
        }
    }
}

impl<'g> Stage<'g> for Group<'_, 'g> {
    fn next(
        &mut self,
        run: &mut Run<'_>,
        row: &mut [Value],
        out: &mut Batch<'g>,
    ) -> Result<bool, Error> {
        if std::mem::replace(&mut self.done, true) {
            return Ok(false);
        }
        let mut groups = self.collect(run, row)?;
        self.merge(&mut groups);
        out.clear();
        out.len = groups.first().map_or(1, Vec::len);
        for ((slot, key), numbers) in self.keys.iter().zip(&groups) {
            let vector = if let Some((entity, ids)) = key.ids() {
                let ids = numbers.iter().map(|&n| ids[n as usize]).collect();
                if let Source::ById(_, reader) = &key.source {
                    Vector::Property(ids, reader.clone())
                } else {
                    Vector::Ids(entity, ids)
                }
            } else {
                let values = numbers.iter().map(|&n| key.values()[n as usize].clone());
                Vector::Values(values.collect())
            };
            out.set(*slot, vector);
        }
        for total in std::mem::take(&mut self.totals) {
            let (slot, vector) = total.finish()?;
            out.set(slot, vector);
        }
        self.keys.clear();
        Ok(out.len > 0)
    }
}

/// Drops rows with the same values as one before.
pub(super) struct Distinct<'p, 'g> {
    pub(super) input: Input<'g>,
    pub(super) keys: Vec<Key<'p, 'g>>,
    pub(super) combined: Vec<Combined>,
    /// How many rows have been kept: the next new number.
    pub(super) count: u32,
    pub(super) needed: Vec<Slot>,
}

impl<'g> Stage<'g> for Distinct<'_, 'g> {
    fn next(
        &mut self,
        run: &mut Run<'_>,
        row: &mut [Value],
        out: &mut Batch<'g>,
    ) -> Result<bool, Error> {
        let (mut numbers, mut more) = (Vec::new(), Vec::new());
        loop {
            run.check_time()?;
            if !self.input.next(run, row, out)? {
                return Ok(false);
            }
            for (at, key) in self.keys.iter_mut().enumerate() {
                if at == 0 {
                    key.numbers(run, row, out, &mut numbers)?;
                } else {
                    key.numbers(run, row, out, &mut more)?;
                    self.combined[at - 1].join(&mut numbers, &more);
                }
            }
            let mut keep = Vec::new();
            for (number, at) in numbers.iter().zip(0..) {
                if *number == self.count {
                    self.count += 1;
                    keep.push(at);
                }
            }
            run.keep_bytes(keep.len() * size_of::<Value>() * self.keys.len())?;
            if !keep.is_empty() {
                out.keep(&keep, &self.needed);
                return Ok(true);
            }
        }
    }
}
