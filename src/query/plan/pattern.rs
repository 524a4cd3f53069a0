//! Patterns into operators: where to start, what to follow next, when a condition can be told.

use std::collections::BTreeSet;

use super::super::ast::{BinaryOp, CompareOp};
use super::super::bind::tree::{
    Expr, NameId, PathBinding, PatternNode, PatternRelationship, QueryGraph, Slot,
};
use super::super::error::Error;
use super::build::{Planner, Strategy};
use super::cost::{slots_of, work};
use super::merge::Merged;
use super::{Direction, Follow, Op, Plan, Source};

/// A pattern on its way into operators.
struct Solver<'p, 'a> {
    planner: &'p Planner<'a>,
    graph: QueryGraph,
    /// The clause of each relationship: those of one differ.
    clauses: Vec<usize>,
    /// Whether it is a part of another pattern.
    is_part: bool,
    plan: Plan,
    /// Slots that have values.
    known: BTreeSet<Slot>,
    /// Nodes that are known and checked.
    solved: Vec<bool>,
    /// Relationships that are followed.
    followed: Vec<bool>,
    conditions: Vec<(Expr, Vec<Slot>)>,
    paths: Vec<PathBinding>,
    /// Slots that the pattern itself binds.
    own: BTreeSet<Slot>,
}

impl Planner<'_> {
    /// The operators that find a pattern, after a plan.
    pub(super) fn pattern(&self, plan: Plan, graph: QueryGraph) -> Result<Plan, Error> {
        self.patterns(plan, Merged::new(graph))
    }

    /// As [`Planner::pattern`], for the patterns of several clauses.
    pub(super) fn patterns(&self, plan: Plan, merged: Merged) -> Result<Plan, Error> {
        let Merged {
            mut graph,
            clauses,
            is_part,
            ..
        } = merged;
        let own: BTreeSet<_> = (graph.nodes.iter().filter(|node| !node.bound))
            .map(|node| node.slot)
            .chain(
                graph
                    .relationships
                    .iter()
                    .filter(|r| !r.bound)
                    .map(|r| r.slot),
            )
            .chain(graph.paths.iter().map(|path| path.slot))
            .collect();
        let conditions = std::mem::take(&mut graph.conditions)
            .into_iter()
            .map(|condition| {
                let mut slots = Vec::new();
                condition.slots(&mut slots);
                slots.retain(|slot| own.contains(slot));
                (condition, slots)
            })
            .collect();
        let solver = Solver {
            planner: self,
            plan,
            known: BTreeSet::new(),
            solved: vec![false; graph.nodes.len()],
            followed: vec![false; graph.relationships.len()],
            conditions,
            paths: std::mem::take(&mut graph.paths),
            own,
            graph,
            clauses,
            is_part,
        };
        solver.solve()
    }

    fn smart(&self) -> bool {
        self.strategy == Strategy::Cheapest
    }

    fn texts(&self, names: &[NameId]) -> Vec<&str> {
        names
            .iter()
            .map(|name| &*self.names[name.0 as usize])
            .collect()
    }
}

impl Solver<'_, '_> {
    fn solve(mut self) -> Result<Plan, Error> {
        self.conditions()?;
        for at in 0..self.graph.nodes.len() {
            if self.graph.nodes[at].bound {
                self.check_node(at)?;
            }
        }
        loop {
            if let Some(next) = self.next_relationship() {
                if !self.come_from_the_other_end(next)? {
                    self.follow(next)?;
                }
            } else if let Some(next) = self.next_node() {
                if !self.join(next)? {
                    self.start(next)?;
                }
            } else {
                break;
            }
            if self.planner.smart() {
                self.paths();
                self.conditions()?;
            }
        }
        self.paths();
        // Conditions that wait for nothing more.
        let rest = std::mem::take(&mut self.conditions);
        let rest = rest.into_iter().map(|(condition, _)| condition).collect();
        self.planner.filter(self.plan, rest)
    }

    /// The relationship to follow next: one that has a known end, the cheapest or the first.
    fn next_relationship(&self) -> Option<usize> {
        let candidates = (0..self.followed.len()).filter(|&at| {
            let relationship = &self.graph.relationships[at];
            let ends = [self.solved[relationship.from], self.solved[relationship.to]];
            let ready = if relationship.shortest.is_some() {
                ends[0] && ends[1]
            } else {
                ends[0] || ends[1]
            };
            !self.followed[at] && ready
        });
        if !self.planner.smart() {
            return candidates.into_iter().next();
        }
        candidates.min_by(|&a, &b| self.fan_out(a).total_cmp(&self.fan_out(b)))
    }

    /// How many rows a relationship makes of one.
    fn fan_out(&self, at: usize) -> f64 {
        let relationship = &self.graph.relationships[at];
        if relationship.bound {
            return 0.0;
        }
        let (from, to) = (relationship.from, relationship.to);
        let nodes = self.planner.statistics.nodes().max(1.0);
        if self.solved[from] && self.solved[to] {
            let degree = self.degree(at, from).min(self.degree(at, to));
            return (degree / nodes).min(0.5);
        }
        let (near, end) = if self.solved[from] {
            (from, to)
        } else {
            (to, from)
        };
        let degree = self.degree(at, near);
        if let Some(length) = relationship.length {
            let steps = length.max.clamp(1, 6);
            return degree.max(1.1).powi(i32::try_from(steps).unwrap_or(6)) * 10.0;
        }
        degree * self.share(at, near, end)
    }

    /// How many relationships of the pattern's a node at one end of it has.
    fn degree(&self, at: usize, near: usize) -> f64 {
        let relationship = &self.graph.relationships[at];
        let types = self.planner.texts(&relationship.types);
        let direction = direction(relationship, near);
        self.planner.statistics.degree(&types, direction)
    }

    /// The part of the nodes reached that have the labels and properties that they must have.
    fn share(&self, at: usize, near: usize, end: usize) -> f64 {
        let (rows, source) = self.node_rows(end);
        let of = match source {
            Source::Property { label, .. } => match label {
                Some(label) => {
                    (self.planner.statistics).with_label(self.planner.texts(&[label])[0])
                }
                None => self.planner.statistics.nodes(),
            },
            Source::Id(_) => self.planner.statistics.nodes(),
            Source::All | Source::Label(_) => rows,
        };
        self.label_share(at, near, end) * (rows / of.max(1.0)).clamp(0.0001, 1.0)
    }

    fn label_share(&self, at: usize, near: usize, end: usize) -> f64 {
        let relationship = &self.graph.relationships[at];
        let types = self.planner.texts(&relationship.types);
        let labels = self.planner.texts(&self.graph.nodes[end].labels);
        let direction = direction(relationship, near);
        let statistics = &self.planner.statistics;
        statistics.label_share(&types, direction, &labels)
    }

    /// The node to start the next component from.
    fn next_node(&self) -> Option<usize> {
        let candidates = (0..self.solved.len()).filter(|&at| !self.solved[at]);
        if !self.planner.smart() {
            return candidates.into_iter().next();
        }
        candidates.min_by(|&a, &b| self.node_rows(a).0.total_cmp(&self.node_rows(b).0))
    }

    /// How many nodes a node of the pattern can be, and how they are found.
    fn node_rows(&self, at: usize) -> (f64, Source) {
        let node = &self.graph.nodes[at];
        if node.bound {
            return (1.0, Source::All);
        }
        let statistics = &self.planner.statistics;
        let mut best = (statistics.nodes(), Source::All);
        let mut best_label = None;
        for &label in &node.labels {
            let rows = statistics.with_label(self.planner.texts(&[label])[0]);
            if best_label.is_none() || rows < best.0 {
                best = (rows, Source::Label(label));
                best_label = Some(label);
            }
        }
        if !self.planner.smart() {
            return best;
        }
        if let Some((key, value, any)) = self.equality(node) {
            let label = best_label.map(|label| self.planner.texts(&[label])[0]);
            let known = statistics.with_same_value(label, self.planner.texts(&[key])[0]);
            let rows = known.unwrap_or((best.0 / 100.0).clamp(1.0_f64.min(best.0), 10.0));
            let source = Source::Property {
                label: best_label,
                key,
                value,
                any,
            };
            best = (if any { rows * 3.0 } else { rows }, source);
        }
        if let Some(value) = self.id_equality(node) {
            best = (1.0_f64.min(best.0), Source::Id(value));
        }
        best
    }

    /// A property of a node that must be equal to something that is known, or to an element of it.
    fn equality(&self, node: &PatternNode) -> Option<(NameId, Expr, bool)> {
        let written = (node.properties.iter()).find(|(_, value)| self.is_known(value));
        if let Some((key, value)) = written {
            return Some((*key, value.clone(), false));
        }
        let property = |side: &Expr, other: &Expr| match side {
            Expr::Property(base, key)
                if matches!(**base, Expr::Slot(slot) if slot == node.slot)
                    && self.is_known(other) =>
            {
                Some(*key)
            }
            _ => None,
        };
        self.conditions.iter().find_map(|(condition, _)| {
            if let Expr::Binary(BinaryOp::In, element, list) = condition {
                return property(element, list).map(|key| (key, Expr::clone(list), true));
            }
            equal_sides(condition)
                .into_iter()
                .find_map(|(side, other)| {
                    property(side, other).map(|key| (key, other.clone(), false))
                })
        })
    }

    fn id_equality(&self, node: &PatternNode) -> Option<Expr> {
        self.conditions.iter().find_map(|(condition, _)| {
            equal_sides(condition)
                .into_iter()
                .find_map(|(side, other)| match side {
                    Expr::Function(function, arguments)
                        if function.name == "id"
                            && matches!(arguments[..], [Expr::Slot(slot)] if slot == node.slot)
                            && self.is_known(other) =>
                    {
                        Some(other.clone())
                    }
                    _ => None,
                })
        })
    }

    /// Whether an expression can be computed from what is known, and always gives the same.
    fn is_known(&self, expr: &Expr) -> bool {
        let mut slots = Vec::new();
        expr.slots(&mut slots);
        slots
            .iter()
            .all(|slot| !self.own.contains(slot) || self.known.contains(slot))
            && is_deterministic(expr)
    }

    /// The nodes that are joined with a node by relationships that are still to follow.
    fn component(&self, at: usize) -> BTreeSet<usize> {
        let mut nodes = BTreeSet::from([at]);
        loop {
            let before = nodes.len();
            for (at, relationship) in self.graph.relationships.iter().enumerate() {
                let ends = [relationship.from, relationship.to];
                if !self.followed[at] && ends.iter().any(|end| nodes.contains(end)) {
                    nodes.extend(ends);
                }
            }
            if nodes.len() == before {
                return nodes;
            }
        }
    }

    /// Joins a component with what is there by hashing, if conditions say that something of it
    /// equals something that is known, and nothing else ties the two together.
    fn join(&mut self, at: usize) -> Result<bool, Error> {
        let (rows, source) = self.node_rows(at);
        let looked_up = matches!(source, Source::Property { .. } | Source::Id(_));
        if !self.planner.smart() || looked_up || self.plan.estimate < 2.0 || rows < 2.0 {
            return Ok(false);
        }
        let nodes = self.component(at);
        let inside = |r: &PatternRelationship| nodes.contains(&r.from) || nodes.contains(&r.to);
        let inner: Vec<_> = self
            .graph
            .relationships
            .iter()
            .filter(|r| inside(r))
            .collect();
        // Relationships of both sides would have to differ.
        let both = !inner.is_empty() && inner.len() < self.graph.relationships.len();
        if both || nodes.iter().any(|&node| self.graph.nodes[node].bound) {
            return Ok(false);
        }
        let mut own: BTreeSet<_> = nodes
            .iter()
            .map(|&node| self.graph.nodes[node].slot)
            .collect();
        own.extend(inner.iter().map(|relationship| relationship.slot));
        let only_own = |expr: &Expr| slots_of(expr).iter().all(|slot| own.contains(slot));
        let tied = (nodes
            .iter()
            .flat_map(|&node| &self.graph.nodes[node].properties))
        .chain(
            inner
                .iter()
                .flat_map(|relationship| &relationship.properties),
        )
        .any(|(_, value)| !only_own(value));
        if tied || inner.iter().any(|relationship| relationship.bound) {
            return Ok(false);
        }
        let mut keys = Vec::new();
        for (condition, _) in &self.conditions {
            for (side, other) in equal_sides(condition) {
                let is_key = only_own(side)
                    && !slots_of(side).is_empty()
                    && is_deterministic(side)
                    && self.is_known(other);
                if is_key {
                    keys.push((other.clone(), side.clone()));
                    break;
                }
            }
        }
        if keys.is_empty() {
            return Ok(false);
        }
        let inner: Vec<_> = (0..self.graph.relationships.len())
            .filter(|&at| inside(&self.graph.relationships[at]))
            .collect();
        let inner = self.apart(&nodes, &inner, None)?;
        let estimate = self.plan.estimate.max(inner.estimate);
        self.hash_join(inner, keys, own, estimate)?;
        for &node in &nodes {
            self.solved[node] = true;
        }
        for (at, relationship) in self.graph.relationships.iter().enumerate() {
            if nodes.contains(&relationship.from) {
                self.followed[at] = true;
            }
        }
        Ok(true)
    }

    /// A plan of its own for a part of the pattern. What is known of `open` outside is not known there.
    fn apart(
        &self,
        nodes: &BTreeSet<usize>,
        relationships: &[usize],
        open: Option<usize>,
    ) -> Result<Plan, Error> {
        let mut places = vec![0; self.graph.nodes.len()];
        let mut graph = QueryGraph::default();
        for &node in nodes {
            places[node] = graph.nodes.len();
            let mut inner = self.graph.nodes[node].clone();
            if open == Some(node) {
                inner.bound = false;
                inner.labels.clear();
                inner.properties.clear();
            }
            graph.nodes.push(inner);
        }
        let mut clauses = Vec::new();
        for &at in relationships {
            let mut relationship = self.graph.relationships[at].clone();
            relationship.from = places[relationship.from];
            relationship.to = places[relationship.to];
            graph.relationships.push(relationship);
            clauses.push(self.clauses[at]);
        }
        let own = self.slots_in(nodes, relationships);
        let own_conditions = self.conditions.iter().filter(|(condition, slots)| {
            !slots.is_empty()
                && slots_of(condition).iter().all(|slot| own.contains(slot))
                && is_deterministic(condition)
        });
        graph.conditions = own_conditions
            .map(|(condition, _)| condition.clone())
            .collect();
        let mut merged = Merged::new(graph);
        merged.clauses = clauses;
        merged.is_part = true;
        self.planner.patterns(Plan::argument(), merged)
    }

    fn slots_in(&self, nodes: &BTreeSet<usize>, relationships: &[usize]) -> BTreeSet<Slot> {
        let nodes = nodes.iter().map(|&node| self.graph.nodes[node].slot);
        let relationships = relationships
            .iter()
            .map(|&at| self.graph.relationships[at].slot);
        nodes.chain(relationships).collect()
    }

    fn hash_join(
        &mut self,
        inner: Plan,
        keys: Vec<(Expr, Expr)>,
        own: BTreeSet<Slot>,
        estimate: f64,
    ) -> Result<(), Error> {
        self.known.extend(&own);
        let (outer_keys, inner_keys): (Vec<_>, Vec<_>) = keys.into_iter().unzip();
        let op = Op::HashJoin {
            inner: Box::new(inner),
            outer_keys: self.planner.exprs(outer_keys)?,
            inner_keys: self.planner.exprs(inner_keys)?,
            columns: own.into_iter().collect(),
        };
        self.add(op, estimate);
        Ok(())
    }

    /// Instead of following a relationship from the end that is known, begins at a node beyond it that
    /// can be looked up, where that is less work: beside what is known, so that the two meet, or apart
    /// from it, joined by hashing. False if the relationship is best followed as it is.
    fn come_from_the_other_end(&mut self, at: usize) -> Result<bool, Error> {
        let relationship = &self.graph.relationships[at];
        let (from, to) = (relationship.from, relationship.to);
        let is_step = |r: &PatternRelationship| {
            !r.bound && r.length.is_none() && r.shortest.is_none() && r.from != r.to
        };
        if !self.planner.smart() || !is_step(relationship) || self.solved[from] == self.solved[to] {
            return Ok(false);
        }
        let (near, middle) = if self.solved[from] {
            (from, to)
        } else {
            (to, from)
        };
        let Some((nodes, steps)) = self.beyond(near, middle) else {
            return Ok(false);
        };
        let seeds: Vec<_> = (nodes.iter().copied())
            .filter(|&node| !self.solved[node] && self.is_seed(node))
            .collect();
        if seeds.is_empty() {
            return Ok(false);
        }
        let rows = self.plan.estimate.max(1.0);
        let degree = self.degree(at, near);
        let forward = rows * degree * (1.0 + self.share(at, near, middle));
        // Where the two meet: at the node beyond, or at the one between.
        let mut meeting: Option<(f64, usize)> = None;
        for &seed in &seeds {
            let last = (self.graph.relationships.iter().enumerate()).find(|(other, r)| {
                !self.followed[*other]
                    && is_step(r)
                    && [[r.from, r.to], [r.to, r.from]].contains(&[seed, middle])
            });
            let other = match last {
                _ if seed == middle => self.degree(at, middle),
                Some((other, _)) => self.degree(other, seed),
                None => continue,
            };
            let cost = rows * (1.0 + self.node_rows(seed).0 * degree.min(other));
            if meeting.is_none_or(|(least, _)| cost < least) {
                meeting = Some((cost, seed));
            }
        }
        let apart = if !self.is_part
            && steps
                .iter()
                .all(|&at| is_step(&self.graph.relationships[at]))
            && !self.is_tied(&nodes, &steps, near)
            && !self.must_differ_from_lists(&steps)
        {
            let plan = self.apart(&nodes, &steps, Some(near))?;
            Some((work(&plan) + 2.0 * plan.estimate + rows, plan))
        } else {
            None
        };
        let least = forward
            .min(meeting.map_or(f64::MAX, |(cost, _)| cost))
            .min(apart.as_ref().map_or(f64::MAX, |(cost, _)| *cost));
        if let Some((cost, seed)) = meeting
            && cost <= least
        {
            self.start(seed)?;
            return Ok(true);
        }
        if let Some((cost, plan)) = apart
            && cost <= least
        {
            self.join_beyond(near, &nodes, &steps, plan)?;
            return Ok(true);
        }
        Ok(false)
    }

    /// The nodes and relationships of the pattern beyond a node that is known, itself among them;
    /// `None` if something else of it is known, too.
    fn beyond(&self, near: usize, first: usize) -> Option<(BTreeSet<usize>, Vec<usize>)> {
        let mut nodes = BTreeSet::from([first]);
        let mut steps = BTreeSet::new();
        loop {
            let before = (nodes.len(), steps.len());
            for (at, relationship) in self.graph.relationships.iter().enumerate() {
                let ends = [relationship.from, relationship.to];
                let touches = ends.iter().any(|end| *end != near && nodes.contains(end));
                if !self.followed[at] && touches {
                    nodes.extend(ends);
                    steps.insert(at);
                }
            }
            if before == (nodes.len(), steps.len()) {
                break;
            }
        }
        let others_known = nodes.iter().any(|&node| node != near && self.solved[node]);
        (!others_known).then(|| (nodes, steps.into_iter().collect()))
    }

    /// Whether a node can be looked up by something that is known, and is probably the only one.
    fn is_seed(&self, node: usize) -> bool {
        let (rows, source) = self.node_rows(node);
        rows <= 10.0 && matches!(source, Source::Property { any: false, .. } | Source::Id(_))
    }

    /// Whether a part of the pattern needs something from outside of it, but for one node.
    fn is_tied(&self, nodes: &BTreeSet<usize>, steps: &[usize], open: usize) -> bool {
        let own = self.slots_in(nodes, steps);
        let outside = |expr: &Expr| {
            let slots = slots_of(expr);
            slots.iter().any(|slot| !own.contains(slot)) || !is_deterministic(expr)
        };
        let inner_nodes = nodes.iter().filter(|&&node| node != open);
        let of_nodes = inner_nodes
            .clone()
            .flat_map(|&node| &self.graph.nodes[node].properties);
        let of_steps = (steps.iter()).flat_map(|&at| &self.graph.relationships[at].properties);
        of_nodes.chain(of_steps).any(|(_, value)| outside(value))
            || inner_nodes
                .clone()
                .any(|&node| self.graph.nodes[node].bound)
    }

    /// Whether a relationship must be none of several that are known, which no comparison can say.
    fn must_differ_from_lists(&self, steps: &[usize]) -> bool {
        let others = steps.iter().flat_map(|&at| self.same_clause(at));
        others
            .filter(|&other| self.followed[other])
            .any(|other| self.graph.relationships[other].length.is_some())
    }

    /// Joins the part of the pattern beyond a known node, found on its own, by that node.
    fn join_beyond(
        &mut self,
        near: usize,
        nodes: &BTreeSet<usize>,
        steps: &[usize],
        plan: Plan,
    ) -> Result<(), Error> {
        let own = self.slots_in(nodes, steps);
        // What hangs on nothing else has been asked there.
        self.conditions.retain(|(condition, slots)| {
            slots.is_empty()
                || !slots_of(condition).iter().all(|slot| own.contains(slot))
                || !is_deterministic(condition)
        });
        let mut differ = Vec::new();
        for &at in steps {
            for other in self.same_clause(at) {
                if self.followed[other] {
                    let slot = |at: usize| Expr::Slot(self.graph.relationships[at].slot);
                    let rest = vec![(CompareOp::NotEqual, slot(other))];
                    differ.push(Expr::Comparison(Box::new(slot(at)), rest));
                }
            }
        }
        let key = Expr::Slot(self.graph.nodes[near].slot);
        let estimate = self.plan.estimate.max(plan.estimate);
        self.hash_join(plan, vec![(key.clone(), key)], own, estimate)?;
        for &node in nodes {
            self.solved[node] = true;
        }
        for &at in steps {
            self.followed[at] = true;
        }
        if !differ.is_empty() {
            let plan = std::mem::replace(&mut self.plan, Plan::argument());
            self.plan = self.planner.filter(plan, differ)?;
        }
        Ok(())
    }

    /// Relationships that must differ from one: those of its clause that can be of the same type.
    fn same_clause(&self, at: usize) -> Vec<usize> {
        let types = &self.graph.relationships[at].types;
        let can_be_same = |other: &PatternRelationship| {
            types.is_empty()
                || other.types.is_empty()
                || other.types.iter().any(|kind| types.contains(kind))
        };
        (self.graph.relationships.iter().enumerate())
            .filter(|(other, relationship)| {
                *other != at
                    && self.clauses[*other] == self.clauses[at]
                    && can_be_same(relationship)
            })
            .map(|(other, _)| other)
            .collect()
    }

    fn start(&mut self, at: usize) -> Result<(), Error> {
        let node = &self.graph.nodes[at];
        if node.bound {
            return self.check_node(at);
        }
        let slot = node.slot;
        let (rows, source) = self.node_rows(at);
        let source = match source {
            Source::Property {
                label,
                key,
                value,
                any,
            } => Source::Property {
                label,
                key,
                value: self.planner.expr(value)?,
                any,
            },
            Source::Id(value) => Source::Id(self.planner.expr(value)?),
            other => other,
        };
        let estimate = self.plan.estimate * rows;
        let looked_up = match &source {
            Source::Property { any, .. } => Some(if *any { 0.2 } else { 0.1 }),
            Source::Id(_) => Some(0.1),
            _ => None,
        };
        self.add(Op::Scan { slot, source }, estimate);
        self.check_node(at)?;
        // The condition by which it was looked up is asked again, but leaves nothing out.
        if let Some(share) = looked_up {
            self.plan.estimate = (self.plan.estimate / share).min(estimate);
        }
        Ok(())
    }

    fn add(&mut self, op: Op, estimate: f64) {
        let before = std::mem::replace(&mut self.plan, Plan::argument());
        self.plan = before.then(op, estimate);
    }

    /// What must hold of a node that has just got a value.
    fn check_node(&mut self, at: usize) -> Result<(), Error> {
        self.check_node_of(at, 0.5)
    }

    /// As [`Solver::check_node`], where a part of the nodes has the labels.
    fn check_node_of(&mut self, at: usize, share: f64) -> Result<(), Error> {
        if self.solved[at] {
            return Ok(());
        }
        self.solved[at] = true;
        let node = &self.graph.nodes[at];
        let slot = node.slot;
        self.known.insert(slot);
        let mut checks = Vec::new();
        if node.bound {
            checks.push(Expr::IsNode(slot));
        }
        let mut labels = node.labels.clone();
        if let Op::Scan {
            slot: scanned,
            source:
                Source::Label(label)
                | Source::Property {
                    label: Some(label), ..
                },
        } = &self.plan.op
            && *scanned == slot
        {
            labels.retain(|known| known != label);
        }
        if !labels.is_empty() {
            checks.push(Expr::HasLabels(Box::new(Expr::Slot(slot)), labels));
        }
        let properties = node.properties.clone();
        let labelled = checks
            .iter()
            .any(|check| matches!(check, Expr::HasLabels(..)));
        let before = self.plan.estimate;
        self.plan = self
            .planner
            .filter(std::mem::replace(&mut self.plan, Plan::argument()), checks)?;
        if labelled {
            self.plan.estimate = before * share;
        }
        self.properties(slot, properties)
    }

    /// Properties that an entity must have, as conditions.
    fn properties(&mut self, slot: Slot, properties: Vec<(NameId, Expr)>) -> Result<(), Error> {
        for (key, value) in properties {
            let property = Expr::Property(Box::new(Expr::Slot(slot)), key);
            let condition = Expr::Comparison(Box::new(property), vec![(CompareOp::Equal, value)]);
            let mut slots = Vec::new();
            condition.slots(&mut slots);
            slots.retain(|slot| self.own.contains(slot));
            self.conditions.push((condition, slots));
        }
        if self.planner.smart() {
            self.conditions()?;
        }
        Ok(())
    }

    /// Adds the conditions that can be told by now.
    fn conditions(&mut self) -> Result<(), Error> {
        if !self.planner.smart() {
            return Ok(());
        }
        let known = &self.known;
        let (ready, waiting): (Vec<_>, Vec<_>) = std::mem::take(&mut self.conditions)
            .into_iter()
            .partition(|(_, slots)| slots.iter().all(|slot| known.contains(slot)));
        self.conditions = waiting;
        let ready: Vec<_> = ready.into_iter().map(|(condition, _)| condition).collect();
        let plan = std::mem::replace(&mut self.plan, Plan::argument());
        self.plan = self.planner.filter(plan, ready)?;
        Ok(())
    }

    /// Adds the named paths of which everything is known.
    fn paths(&mut self) {
        let known = &self.known;
        let (ready, waiting): (Vec<_>, Vec<_>) = std::mem::take(&mut self.paths)
            .into_iter()
            .partition(|path| {
                known.contains(&path.start) && path.steps.iter().all(|step| known.contains(step))
            });
        self.paths = waiting;
        if ready.is_empty() {
            return;
        }
        self.known.extend(ready.iter().map(|path| path.slot));
        let items = ready
            .into_iter()
            .map(|path| {
                let slot = path.slot;
                (slot, Expr::Path(Box::new(path)))
            })
            .collect();
        let rows = self.plan.estimate;
        self.add(Op::Project(items), rows);
    }

    fn follow(&mut self, at: usize) -> Result<(), Error> {
        let into = self.solved[self.graph.relationships[at].from]
            && self.solved[self.graph.relationships[at].to];
        let near = self.graph.relationships[at].from;
        let near = if self.solved[near] {
            near
        } else {
            self.graph.relationships[at].to
        };
        let is_step = self.graph.relationships[at].length.is_none();
        let fan_out = if into || !is_step {
            self.fan_out(at)
        } else {
            self.degree(at, near)
        };
        self.followed[at] = true;
        let relationship: PatternRelationship = self.graph.relationships[at].clone();
        let backwards_walk = !self.solved[relationship.from];
        let (from, to) = if backwards_walk {
            (relationship.to, relationship.from)
        } else {
            (relationship.from, relationship.to)
        };
        let direction = match (relationship.undirected, backwards_walk) {
            (true, _) => Direction::Both,
            (false, false) => Direction::Out,
            (false, true) => Direction::In,
        };
        // A list is in the order in which the pattern is written.
        let backwards = backwards_walk != relationship.reversed;
        let distinct_from = (self.same_clause(at).into_iter())
            .filter(|&other| self.followed[other])
            .map(|other| self.graph.relationships[other].slot)
            .collect();
        let follow = Follow {
            from: self.graph.nodes[from].slot,
            relationship: relationship.slot,
            to: self.graph.nodes[to].slot,
            direction,
            types: relationship.types.clone(),
            into,
            distinct_from,
        };
        let rows = self.plan.estimate * fan_out;
        let op = if relationship.bound {
            Op::Check {
                follow,
                length: relationship.length,
                backwards,
            }
        } else if let Some(shortest) = relationship.shortest {
            Op::ShortestPath {
                follow,
                length: relationship
                    .length
                    .unwrap_or(super::Length { min: 1, max: 1 }),
                single: relationship.length.is_none(),
                properties: self.known_properties(&relationship)?,
                backwards,
                shortest,
            }
        } else if let Some(length) = relationship.length {
            Op::ExpandMany {
                follow,
                length,
                properties: self.known_properties(&relationship)?,
                backwards,
                ends_only: false,
            }
        } else {
            Op::Expand(follow)
        };
        self.add(op, rows);
        self.known.insert(relationship.slot);
        if relationship.length.is_none() && relationship.shortest.is_none() {
            self.properties(relationship.slot, relationship.properties)?;
        }
        let share = if into {
            1.0
        } else {
            self.label_share(at, near, to)
        };
        self.check_node_of(to, share)
    }

    fn known_properties(
        &self,
        relationship: &PatternRelationship,
    ) -> Result<Vec<(NameId, Expr)>, Error> {
        relationship
            .properties
            .iter()
            .map(|(key, value)| Ok((*key, self.planner.expr(value.clone())?)))
            .collect()
    }
}

/// The two sides of `a = b`, either way round.
fn equal_sides(condition: &Expr) -> Vec<(&Expr, &Expr)> {
    match condition {
        Expr::Comparison(left, rest) => match &rest[..] {
            [(CompareOp::Equal, right)] => vec![(left, right), (right, left)],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Which way a relationship is followed from one of its ends.
fn direction(relationship: &PatternRelationship, near: usize) -> Direction {
    match (relationship.undirected, relationship.from == near) {
        (true, _) => Direction::Both,
        (false, true) => Direction::Out,
        (false, false) => Direction::In,
    }
}

/// Whether an expression gives the same value whenever it is computed.
pub(in super::super) fn is_deterministic(expr: &Expr) -> bool {
    let mut deterministic = match expr {
        Expr::Function(function, _) => function.deterministic,
        Expr::Subquery(_) => false,
        _ => true,
    };
    expr.operands(&mut |operand| deterministic = deterministic && is_deterministic(operand));
    deterministic
}
