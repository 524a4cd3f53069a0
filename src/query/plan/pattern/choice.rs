//! What comes next: the cheapest way into a pattern, by the rows that it is thought to give.

use super::super::super::ast::{BinaryOp, CompareOp};
use super::super::super::bind::tree::{Expr, NameId, PatternNode};
use super::super::Source;
use super::{Solver, direction, is_deterministic};

impl Solver<'_, '_> {
    /// The relationship to follow next: one that has a known end, the cheapest or the first.
    pub(super) fn next_relationship(&self) -> Option<usize> {
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
    pub(super) fn fan_out(&self, at: usize) -> f64 {
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
    pub(super) fn degree(&self, at: usize, near: usize) -> f64 {
        let relationship = &self.graph.relationships[at];
        let types = self.planner.texts(&relationship.types);
        let direction = direction(relationship, near);
        self.planner.statistics.degree(&types, direction)
    }

    /// The part of the nodes reached that have the labels and properties that they must have.
    pub(super) fn share(&self, at: usize, near: usize, end: usize) -> f64 {
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

    pub(super) fn label_share(&self, at: usize, near: usize, end: usize) -> f64 {
        let relationship = &self.graph.relationships[at];
        let types = self.planner.texts(&relationship.types);
        let labels = self.planner.texts(&self.graph.nodes[end].labels);
        let direction = direction(relationship, near);
        let statistics = &self.planner.statistics;
        statistics.label_share(&types, direction, &labels)
    }

    /// The node to start the next component from.
    pub(super) fn next_node(&self) -> Option<usize> {
        let candidates = (0..self.solved.len()).filter(|&at| !self.solved[at]);
        if !self.planner.smart() {
            return candidates.into_iter().next();
        }
        candidates.min_by(|&a, &b| self.node_rows(a).0.total_cmp(&self.node_rows(b).0))
    }

    /// How many nodes a node of the pattern can be, and how they are found.
    pub(super) fn node_rows(&self, at: usize) -> (f64, Source) {
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
    pub(super) fn is_known(&self, expr: &Expr) -> bool {
        let mut slots = Vec::new();
        expr.slots(&mut slots);
        slots
            .iter()
            .all(|slot| !self.own.contains(slot) || self.known.contains(slot))
            && is_deterministic(expr)
    }
}

/// The two sides of `a = b`, either way round.
pub(super) fn equal_sides(condition: &Expr) -> Vec<(&Expr, &Expr)> {
    match condition {
        Expr::Comparison(left, rest) => match &rest[..] {
            [(CompareOp::Equal, right)] => vec![(left, right), (right, left)],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
