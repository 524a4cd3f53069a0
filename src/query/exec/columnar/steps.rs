//! The operators of a plan as steps, put together and freed of what is proven.

use std::collections::{BTreeMap, BTreeSet};

use super::super::super::ast::{CompareOp, Shortest};
use super::super::super::bind::tree::{AggregateCall, Expr, NameId, Slot};
use super::super::super::functions::aggregates::Aggregate;
use super::super::super::plan::{Direction, Follow, Op, Plan, Source};
use super::super::Run;
use super::super::expand::types;
use super::batch::Entity;
use crate::graph::Symbol;
use crate::graph::frozen::Frozen;

/// What a stage will do.
pub(super) enum Step<'p> {
    Seek {
        slot: Slot,
        source: &'p Source,
    },
    Expand {
        follow: &'p Follow,
        /// Nodes that the one at the other end must not be.
        others: Vec<Slot>,
        /// Relationships that it must not be.
        differ: Vec<Slot>,
    },
    Meet {
        first: &'p Follow,
        second: &'p Follow,
        differ: bool,
    },
    Degree(&'p Follow),
    Filter(Vec<&'p Expr>),
    Project(Vec<(Slot, &'p Expr)>),
    Distinct(&'p [Slot]),
    Aggregate {
        keys: &'p [(Slot, Expr)],
        calls: &'p [AggregateCall],
    },
    Sort {
        order: Vec<(bool, &'p Expr)>,
        kept: Vec<Slot>,
        first: &'p [Expr],
    },
    Skip(&'p Expr),
    Limit(&'p Expr),
    Join {
        inner: &'p Plan,
        outer_key: Slot,
        inner_key: Slot,
        columns: Vec<Slot>,
        differ: Vec<(Slot, Slot)>,
        once: bool,
    },
    Shortest(&'p Plan),
}

/// The steps of a plan with what is known of their registers.
pub(super) struct Steps<'p> {
    pub(super) steps: Vec<Step<'p>>,
    /// Registers with nodes or relationships.
    pub(super) entities: BTreeMap<Slot, Entity>,
}

/// The steps of a plan; `None` if something in it has no counterpart.
pub(super) fn steps<'p>(plan: &'p Plan, frozen: &Frozen, run: &mut Run<'_>) -> Option<Steps<'p>> {
    let mut chain = Vec::new();
    let mut at = Some(plan);
    while let Some(plan) = at {
        chain.push(plan);
        at = plan.input.as_deref();
    }
    chain.reverse();
    if !matches!(chain.first()?.op, Op::Argument) {
        return None;
    }
    let mut maker = Maker {
        frozen,
        run,
        steps: Vec::with_capacity(chain.len()),
        entities: BTreeMap::new(),
        labels: BTreeMap::new(),
    };
    for plan in &chain[1..] {
        maker.add(plan)?;
    }
    if !matches!(maker.steps.first()?, Step::Seek { .. }) {
        return None;
    }
    let mut steps = maker.steps;
    let entities = maker.entities;
    meet(&mut steps);
    count_degrees(&mut steps, &entities);
    read_late(&mut steps, &entities);
    pair_once(&mut steps, &entities);
    Some(Steps { steps, entities })
}

struct Maker<'p, 'x, 'r> {
    frozen: &'x Frozen,
    run: &'x mut Run<'r>,
    steps: Vec<Step<'p>>,
    entities: BTreeMap<Slot, Entity>,
    /// The sets of labels that the node in a register may have.
    labels: BTreeMap<Slot, BTreeSet<Vec<Symbol>>>,
}

impl<'p> Maker<'p, '_, '_> {
    fn add(&mut self, plan: &'p Plan) -> Option<()> {
        match &plan.op {
            Op::Scan { slot, source } => {
                let reads = match source {
                    Source::Property { value, .. } | Source::Id(value) => slots_of(value),
                    Source::All | Source::Label(_) => Vec::new(),
                };
                // What is looked for must be the same for all rows.
                if !reads.is_empty() {
                    return None;
                }
                if let Source::Label(label)
                | Source::Property {
                    label: Some(label), ..
                } = source
                {
                    let label = self.run.symbol(*label);
                    let sets = (0..self.frozen.label_set_count())
                        .map(|set| {
                            self.frozen
                                .label_set(u32::try_from(set).unwrap_or(u32::MAX))
                        })
                        .filter(|set| label.is_some_and(|label| set.contains(&label)));
                    let sets = sets.map(<[Symbol]>::to_vec).collect();
                    self.labels.insert(*slot, sets);
                }
                self.entities.insert(*slot, Entity::Node);
                self.steps.push(Step::Seek {
                    slot: *slot,
                    source,
                });
            }
            Op::Expand(follow) => {
                self.expand(follow)?;
            }
            Op::Filter(conditions) => self.filter(conditions),
            Op::Project(items) => {
                let items = items.iter().map(|(slot, expr)| (*slot, expr)).collect();
                self.steps.push(Step::Project(items));
            }
            Op::Distinct(slots) => self.steps.push(Step::Distinct(slots)),
            Op::Aggregate { keys, aggregates } => {
                self.steps.push(Step::Aggregate {
                    keys,
                    calls: aggregates,
                });
            }
            Op::Sort { order, kept, first } => self.steps.push(Step::Sort {
                order: order.iter().map(|(way, expr)| (*way, expr)).collect(),
                kept: kept.clone(),
                first,
            }),
            Op::Skip(count) => self.steps.push(Step::Skip(count)),
            Op::Limit {
                count,
                writes: false,
            } => self.steps.push(Step::Limit(count)),
            Op::HashJoin {
                inner,
                outer_keys,
                inner_keys,
                columns,
            } => {
                let ([Expr::Slot(outer_key)], [Expr::Slot(inner_key)]) =
                    (&outer_keys[..], &inner_keys[..])
                else {
                    return None;
                };
                if self.entities.get(outer_key) != Some(&Entity::Node) {
                    return None;
                }
                let found = steps(inner, self.frozen, self.run)?;
                if found.entities.get(inner_key) != Some(&Entity::Node) {
                    return None;
                }
                self.entities.extend(found.entities);
                self.steps.push(Step::Join {
                    inner,
                    outer_key: *outer_key,
                    inner_key: *inner_key,
                    columns: columns.clone(),
                    differ: Vec::new(),
                    once: false,
                });
            }
            Op::ShortestPath {
                follow,
                length,
                properties,
                shortest: Shortest::One,
                ..
            } if properties.is_empty() && length.min <= 1 && follow.distinct_from.is_empty() => {
                let known = |slot| self.entities.get(slot) == Some(&Entity::Node);
                if !known(&follow.from) || !known(&follow.to) {
                    return None;
                }
                self.steps.push(Step::Shortest(plan));
            }
            _ => return None,
        }
        Some(())
    }

    fn expand(&mut self, follow: &'p Follow) -> Option<()> {
        let known = |slot: &Slot| self.entities.contains_key(slot);
        if !known(&follow.from) || follow.into != known(&follow.to) {
            return None;
        }
        if !follow
            .distinct_from
            .iter()
            .all(|slot| self.entities.get(slot) == Some(&Entity::Relationship))
        {
            return None;
        }
        // What the nodes reached can be.
        let kinds = self.kinds(&follow.types);
        let mut sets = BTreeSet::new();
        for &kind in &kinds {
            let (from, to) = self.frozen.edge_ends_labels(kind);
            if follow.direction != Direction::In {
                sets.extend(to.into_iter().map(<[Symbol]>::to_vec));
            }
            if follow.direction != Direction::Out {
                sets.extend(from.into_iter().map(<[Symbol]>::to_vec));
            }
        }
        let narrower = self
            .labels
            .get(&follow.to)
            .is_none_or(|known| sets.len() < known.len());
        if narrower {
            self.labels.insert(follow.to, sets);
        }
        self.entities.insert(follow.to, Entity::Node);
        self.entities
            .insert(follow.relationship, Entity::Relationship);
        self.steps.push(Step::Expand {
            follow,
            others: Vec::new(),
            differ: follow.distinct_from.clone(),
        });
        Some(())
    }

    fn kinds(&mut self, names: &[NameId]) -> Vec<Symbol> {
        kinds(self.frozen, self.run, names)
    }

    fn filter(&mut self, conditions: &'p [Expr]) {
        let mut left = Vec::new();
        for condition in conditions {
            if !self.is_proven(condition) && !self.is_taken(condition) {
                left.push(condition);
            }
        }
        if left.is_empty() {
            return;
        }
        if let Some(Step::Filter(before)) = self.steps.last_mut() {
            before.extend(left);
        } else {
            self.steps.push(Step::Filter(left));
        }
    }

    /// Whether it holds of all nodes that the register can have.
    fn is_proven(&mut self, condition: &Expr) -> bool {
        if let Expr::IsNode(slot) = condition {
            return self.entities.get(slot) == Some(&Entity::Node);
        }
        let Expr::HasLabels(base, names) = condition else {
            return false;
        };
        let Expr::Slot(slot) = **base else {
            return false;
        };
        let symbols: Option<Vec<_>> = names.iter().map(|&name| self.run.symbol(name)).collect();
        let (Some(symbols), Some(sets)) = (symbols, self.labels.get(&slot)) else {
            return false;
        };
        sets.iter()
            .all(|set| symbols.iter().all(|label| set.contains(label)))
    }

    /// Lets the step before tell a condition, if it can.
    fn is_taken(&mut self, condition: &Expr) -> bool {
        let Some((a, b)) = different(condition) else {
            return false;
        };
        let kind = (self.entities.get(&a), self.entities.get(&b));
        match (self.steps.last_mut(), kind) {
            (
                Some(Step::Expand {
                    follow,
                    others,
                    differ,
                }),
                (Some(Entity::Node), Some(Entity::Node)),
            ) if !follow.into && (a == follow.to) != (b == follow.to) => {
                let other = if a == follow.to { b } else { a };
                others.push(other);
                // Two relationships of one node that are the same lead to the same other end.
                let ends = follows(&self.steps);
                if let Some(Step::Expand { follow, differ, .. }) = self.steps.last_mut() {
                    differ.retain(|slot| {
                        !ends.iter().any(|(relationship, from, to)| {
                            relationship == slot
                                && [(*from, *to), (*to, *from)].contains(&(other, follow.from))
                        })
                    });
                }
                true
            }
            (
                Some(Step::Join {
                    columns, differ, ..
                }),
                (Some(Entity::Relationship), Some(Entity::Relationship)),
            ) if columns.contains(&a) != columns.contains(&b) => {
                let (outer, inner) = if columns.contains(&a) { (b, a) } else { (a, b) };
                differ.push((outer, inner));
                true
            }
            _ => false,
        }
    }
}

/// Relationships with their two ends.
fn follows(steps: &[Step<'_>]) -> Vec<(Slot, Slot, Slot)> {
    let ends = |follow: &Follow| (follow.relationship, follow.from, follow.to);
    let mut found = Vec::new();
    for step in steps {
        match step {
            Step::Expand { follow, .. } => found.push(ends(follow)),
            Step::Meet { first, second, .. } => found.extend([ends(first), ends(second)]),
            _ => {}
        }
    }
    found
}

/// The types of a pattern in a graph: all, if none are named.
pub(super) fn kinds(frozen: &Frozen, run: &mut Run<'_>, names: &[NameId]) -> Vec<Symbol> {
    match types(run, names) {
        Some(kinds) if kinds.is_empty() => frozen.kinds().collect(),
        Some(mut kinds) => {
            kinds.sort_unstable();
            kinds.dedup();
            kinds
        }
        None => Vec::new(),
    }
}

/// The registers of `a <> b`.
fn different(condition: &Expr) -> Option<(Slot, Slot)> {
    let Expr::Comparison(left, rest) = condition else {
        return None;
    };
    match (&**left, &rest[..]) {
        (Expr::Slot(a), [(CompareOp::NotEqual, Expr::Slot(b))]) => Some((*a, *b)),
        _ => None,
    }
}

/// From a known node to another and on to a known one: the two meet.
fn meet(steps: &mut Vec<Step<'_>>) {
    let mut known: BTreeSet<Slot> = BTreeSet::new();
    let mut at = 0;
    while at < steps.len() {
        match &steps[at] {
            Step::Seek { slot, .. } => drop(known.insert(*slot)),
            Step::Join { columns, .. } => known.extend(columns),
            _ => {}
        }
        let Step::Expand {
            follow: first,
            differ,
            ..
        } = &steps[at]
        else {
            at += 1;
            continue;
        };
        let first = *first;
        let before = known.clone();
        known.extend([first.from, first.to]);
        let simple = !first.into && first.direction != Direction::Both && differ.is_empty();
        let mut next = at + 1;
        while matches!(steps.get(next), Some(Step::Filter(_))) {
            next += 1;
        }
        if let Some(Step::Expand {
            follow: second,
            differ,
            others,
        }) = steps.get(next)
            && simple
            && second.into
            && second.direction != Direction::Both
            && others.is_empty()
            && differ.iter().all(|slot| *slot == first.relationship)
        {
            let middle_first = second.from == first.to && before.contains(&second.to);
            let middle_last = second.to == first.to && before.contains(&second.from);
            let second = *second;
            if middle_first || middle_last {
                let differ = !differ.is_empty();
                let excluded = match &steps[at] {
                    Step::Expand { others, .. } => others.clone(),
                    _ => Vec::new(),
                };
                if excluded.is_empty() {
                    steps[at] = Step::Meet {
                        first,
                        second,
                        differ,
                    };
                    steps.remove(next);
                }
            }
        }
        at += 1;
    }
}

/// `count(*)`, or `count` of what is never null.
fn counts_rows(call: &AggregateCall, entities: &BTreeMap<Slot, Entity>) -> bool {
    match (call.function, &call.arguments[..]) {
        (None, _) => true,
        (Some(Aggregate::Count), [Expr::Slot(slot)]) => {
            !call.distinct && entities.contains_key(slot)
        }
        _ => false,
    }
}

/// Relationships that are only counted are not looked at one by one.
fn count_degrees(steps: &mut [Step<'_>], entities: &BTreeMap<Slot, Entity>) {
    for at in 1..steps.len() {
        let Step::Aggregate { keys, calls } = &steps[at] else {
            continue;
        };
        let Step::Expand {
            follow,
            others,
            differ,
        } = &steps[at - 1]
        else {
            continue;
        };
        let mut read = Vec::new();
        keys.iter().for_each(|(_, expr)| expr.slots(&mut read));
        let plain = others.is_empty()
            && differ.is_empty()
            && !follow.into
            && follow.direction != Direction::Both
            && !read.contains(&follow.to)
            && !read.contains(&follow.relationship);
        if plain && calls.iter().all(|call| counts_rows(call, entities)) {
            steps[at - 1] = Step::Degree(follow);
        }
    }
}

/// Properties are read when rows have been put in order, not before.
fn read_late(steps: &mut Vec<Step<'_>>, entities: &BTreeMap<Slot, Entity>) {
    let mut at = 0;
    while at + 1 < steps.len() {
        at += 1;
        let (before, after) = steps.split_at_mut(at);
        let (Some(Step::Project(items)), Some(Step::Sort { order, kept, .. })) =
            (before.last(), after.first_mut())
        else {
            continue;
        };
        let base = |expr: &Expr| match expr {
            Expr::Property(base, _) => match **base {
                Expr::Slot(slot) if entities.contains_key(&slot) => Some(slot),
                _ => None,
            },
            _ => None,
        };
        if !items.iter().all(|(_, expr)| base(expr).is_some()) {
            continue;
        }
        let made = |slot: Slot| items.iter().find(|(made, _)| *made == slot);
        let movable = order.iter().all(|(_, expr)| match expr {
            Expr::Slot(_) => true,
            expr => slots_of(expr).iter().all(|slot| made(*slot).is_none()),
        });
        if !movable {
            continue;
        }
        for (_, expr) in order.iter_mut() {
            if let Expr::Slot(slot) = expr
                && let Some((_, property)) = made(*slot)
            {
                *expr = property;
            }
        }
        let mut needed: Vec<Slot> = Vec::new();
        for &slot in kept.iter() {
            needed.push(made(slot).and_then(|(_, expr)| base(expr)).unwrap_or(slot));
        }
        needed.sort_unstable();
        needed.dedup();
        *kept = needed;
        let mut end = at + 1;
        while matches!(steps.get(end), Some(Step::Skip(_) | Step::Limit(_))) {
            end += 1;
        }
        steps[at - 1..end].rotate_left(1);
        at = end;
    }
}

/// Where equal rows count once afterwards, a row is paired once.
fn pair_once(steps: &mut [Step<'_>], entities: &BTreeMap<Slot, Entity>) {
    for at in 0..steps.len() {
        let (before, after) = steps.split_at_mut(at + 1);
        let Some(Step::Join {
            columns,
            outer_key,
            once,
            ..
        }) = before.last_mut()
        else {
            continue;
        };
        let mut read = Vec::new();
        for step in after {
            match step {
                Step::Distinct(slots) => {
                    read.extend_from_slice(slots);
                    let fresh = |slot: &Slot| columns.contains(slot) && slot != outer_key;
                    *once = !read.iter().any(fresh);
                    break;
                }
                Step::Aggregate { keys, calls } => {
                    let is_set = |call: &AggregateCall| call.distinct && call.function.is_some();
                    if calls.iter().all(is_set) {
                        keys.iter().for_each(|(_, expr)| expr.slots(&mut read));
                        let arguments = calls.iter().flat_map(|call| &call.arguments);
                        arguments.for_each(|expr| expr.slots(&mut read));
                        let fresh = |slot: &Slot| columns.contains(slot) && slot != outer_key;
                        *once = !read.iter().any(fresh);
                    }
                    break;
                }
                Step::Filter(_) | Step::Project(_) => reads(step, entities, &mut read),
                _ => break,
            }
        }
    }
}

/// The registers that a step reads.
pub(super) fn reads(step: &Step<'_>, entities: &BTreeMap<Slot, Entity>, out: &mut Vec<Slot>) {
    match step {
        Step::Expand {
            follow,
            others,
            differ,
        } => {
            out.push(follow.from);
            if follow.into {
                out.push(follow.to);
            }
            out.extend(others);
            out.extend(differ);
        }
        Step::Meet { first, second, .. } => {
            out.extend([first.from, second.from, second.to]);
        }
        Step::Degree(follow) => out.push(follow.from),
        Step::Filter(conditions) => conditions.iter().for_each(|expr| expr.slots(out)),
        Step::Project(items) => items.iter().for_each(|(_, expr)| expr.slots(out)),
        Step::Distinct(slots) => out.extend_from_slice(slots),
        Step::Aggregate { keys, calls } => {
            keys.iter().for_each(|(_, expr)| expr.slots(out));
            for call in calls.iter().filter(|call| !counts_rows(call, entities)) {
                call.arguments.iter().for_each(|expr| expr.slots(out));
            }
        }
        Step::Sort { order, kept, .. } => {
            for (_, expr) in order {
                expr.slots(out);
            }
            out.extend_from_slice(kept);
        }
        Step::Seek { .. } | Step::Skip(_) | Step::Limit(_) => {}
        Step::Join {
            outer_key, differ, ..
        } => {
            out.push(*outer_key);
            out.extend(differ.iter().map(|(outer, _)| *outer));
        }
        Step::Shortest(plan) => {
            if let Op::ShortestPath { follow, .. } = &plan.op {
                out.extend([follow.from, follow.to]);
            }
        }
    }
}

pub(super) fn slots_of(expr: &Expr) -> Vec<Slot> {
    let mut slots = Vec::new();
    expr.slots(&mut slots);
    slots
}
