//! Parts of a pattern that are found on their own and joined with what is there by hashing.

use std::collections::BTreeSet;

use super::super::super::ast::CompareOp;
use super::super::super::bind::tree::{Expr, PatternRelationship, QueryGraph, Slot};
use super::super::super::error::Error;
use super::super::cost::{slots_of, work};
use super::super::merge::Merged;
use super::super::{Op, Plan, Source};
use super::choice::equal_sides;
use super::{Solver, is_deterministic};

impl Solver<'_, '_> {
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
    pub(super) fn join(&mut self, at: usize) -> Result<bool, Error> {
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
    pub(super) fn come_from_the_other_end(&mut self, at: usize) -> Result<bool, Error> {
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
        let lists = differ.len();
        let key = Expr::Slot(self.graph.nodes[near].slot);
        let estimate = self.plan.estimate.max(plan.estimate);
        self.hash_join(plan, vec![(key.clone(), key)], own, estimate)?;
        for &node in nodes {
            self.solved[node] = true;
        }
        for &at in steps {
            self.followed[at] = true;
        }
        if lists > 0 {
            let plan = std::mem::replace(&mut self.plan, Plan::argument());
            self.plan = self.planner.filter(plan, differ)?;
        }
        Ok(())
    }
}
