//! Patterns into operators: where to start, what to follow next, when a condition can be told.

mod choice;
mod joins;

use std::collections::BTreeSet;

use super::super::ast::CompareOp;
use super::super::bind::tree::{Expr, NameId, PathBinding, PatternRelationship, QueryGraph, Slot};
use super::super::error::Error;
use super::build::{Planner, Strategy};
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
