//! Patterns into operators: where to start, what to follow next, when a condition can be told.

use std::collections::BTreeSet;

use super::super::ast::{BinaryOp, CompareOp};
use super::super::bind::tree::{
    Expr, NameId, PathBinding, PatternNode, PatternRelationship, QueryGraph, Slot,
};
use super::super::error::Error;
use super::build::{Planner, Strategy};
use super::{Direction, Follow, Op, Plan, Source};
use crate::graph::Graph;

/// What is known of a graph before a query runs.
pub(super) struct Statistics<'g> {
    pub(super) graph: &'g Graph,
}

#[expect(clippy::cast_precision_loss, reason = "estimates")]
impl Statistics<'_> {
    fn nodes(&self) -> f64 {
        self.graph.node_count() as f64
    }

    fn with_label(&self, label: &str) -> f64 {
        self.graph
            .symbol(label)
            .map_or(0, |label| self.graph.label_count(label)) as f64
    }

    fn relationships(&self, types: &[&str]) -> f64 {
        if types.is_empty() {
            return self.graph.edge_count() as f64;
        }
        types
            .iter()
            .filter_map(|name| self.graph.symbol(name))
            .map(|symbol| self.graph.kind_count(symbol) as f64)
            .sum()
    }
}

/// A pattern on its way into operators.
struct Solver<'p, 'a> {
    planner: &'p Planner<'a>,
    graph: QueryGraph,
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
    pub(super) fn pattern(&self, plan: Plan, mut graph: QueryGraph) -> Result<Plan, Error> {
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
                self.follow(next)?;
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
        let statistics = &self.planner.statistics;
        let types = self.planner.texts(&relationship.types);
        let nodes = statistics.nodes().max(1.0);
        let mut degree = statistics.relationships(&types) / nodes;
        if relationship.undirected {
            degree *= 2.0;
        }
        if self.solved[relationship.from] && self.solved[relationship.to] {
            return (degree / nodes).min(0.5);
        }
        let end = if self.solved[relationship.from] {
            relationship.to
        } else {
            relationship.from
        };
        let selectivity = self.node_rows(end).0 / nodes;
        if let Some(length) = relationship.length {
            let steps = length.max.clamp(1, 6);
            return degree.max(1.1).powi(i32::try_from(steps).unwrap_or(6)) * 10.0;
        }
        degree * selectivity.max(0.001)
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
            let rows = (best.0 / 100.0).clamp(1.0_f64.min(best.0), 10.0);
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
        let slots_of = |expr: &Expr| {
            let mut slots = Vec::new();
            expr.slots(&mut slots);
            slots
        };
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
        // The component as a pattern of its own.
        let mut places = vec![0; self.graph.nodes.len()];
        let mut graph = QueryGraph::default();
        for &node in &nodes {
            places[node] = graph.nodes.len();
            graph.nodes.push(self.graph.nodes[node].clone());
        }
        for relationship in inner {
            let mut relationship = relationship.clone();
            relationship.from = places[relationship.from];
            relationship.to = places[relationship.to];
            graph.relationships.push(relationship);
        }
        let own_conditions = self.conditions.iter().filter(|(condition, slots)| {
            !slots.is_empty() && only_own(condition) && is_deterministic(condition)
        });
        graph.conditions = own_conditions
            .map(|(condition, _)| condition.clone())
            .collect();
        let inner = self.planner.pattern(Plan::argument(), graph)?;
        for &node in &nodes {
            self.solved[node] = true;
        }
        for (at, relationship) in self.graph.relationships.iter().enumerate() {
            if nodes.contains(&relationship.from) {
                self.followed[at] = true;
            }
        }
        self.known.extend(&own);
        let (outer_keys, inner_keys): (Vec<_>, Vec<_>) = keys.into_iter().unzip();
        let estimate = self.plan.estimate.max(inner.estimate);
        let op = Op::HashJoin {
            inner: Box::new(inner),
            outer_keys: self.planner.exprs(outer_keys)?,
            inner_keys: self.planner.exprs(inner_keys)?,
            columns: own.into_iter().collect(),
        };
        self.add(op, estimate);
        Ok(true)
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
        self.add(Op::Scan { slot, source }, estimate);
        self.check_node(at)
    }

    fn add(&mut self, op: Op, estimate: f64) {
        let before = std::mem::replace(&mut self.plan, Plan::argument());
        self.plan = before.then(op, estimate);
    }

    /// What must hold of a node that has just got a value.
    fn check_node(&mut self, at: usize) -> Result<(), Error> {
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
        self.plan = self
            .planner
            .filter(std::mem::replace(&mut self.plan, Plan::argument()), checks)?;
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
        let fan_out = self.fan_out(at);
        self.followed[at] = true;
        let relationship: PatternRelationship = self.graph.relationships[at].clone();
        let into = self.solved[relationship.from] && self.solved[relationship.to];
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
        let distinct_from = (self.graph.relationships.iter().enumerate())
            .filter(|(other, _)| *other != at && self.followed[*other])
            .map(|(_, other)| other.slot)
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
        self.check_node(to)
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

fn is_deterministic(expr: &Expr) -> bool {
    let mut deterministic = match expr {
        Expr::Function(function, _) => function.deterministic,
        Expr::Subquery(_) => false,
        _ => true,
    };
    expr.operands(&mut |operand| deterministic = deterministic && is_deterministic(operand));
    deterministic
}
