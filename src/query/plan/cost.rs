//! What is known of a graph before a query runs, and what it says about the sizes of things.
//!
//! Degrees are those of the node at the end of a random relationship, not of a random node: questions
//! are asked about nodes of which much is known, and walks arrive at them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::ast::{BinaryOp, CompareOp};
use super::super::bind::tree::{Expr, Slot};
use super::{Direction, Plan};
use crate::graph::frozen::{self, Values};
use crate::graph::{EdgeRef, Graph, NodeId, NodeRef, Symbol};

/// How many relationships of a type are looked at.
const SAMPLE: usize = 12;
/// The most relationships of a node that are counted where counting is a walk.
const MOST_COUNTED: usize = 64;

/// Numbers about a graph.
pub(super) struct Statistics<'g> {
    pub(super) graph: &'g Graph,
    samples: RefCell<BTreeMap<Option<Symbol>, Rc<Sample>>>,
}

/// Some relationships of a type.
#[derive(Debug, Default)]
struct Sample {
    ends: Vec<(NodeId, NodeId)>,
    /// Mean degree of the nodes they leave, and of those they reach.
    degrees: (f64, f64),
}

#[expect(clippy::cast_precision_loss, reason = "estimates")]
impl<'g> Statistics<'g> {
    pub(super) fn new(graph: &'g Graph) -> Self {
        Self {
            graph,
            samples: RefCell::default(),
        }
    }

    pub(super) fn nodes(&self) -> f64 {
        self.graph.node_count() as f64
    }

    pub(super) fn with_label(&self, label: &str) -> f64 {
        self.graph
            .symbol(label)
            .map_or(0, |label| self.graph.label_count(label)) as f64
    }

    fn kinds(&self, types: &[&str]) -> Vec<Option<Symbol>> {
        if types.is_empty() {
            return vec![None];
        }
        let symbols = types.iter().filter_map(|name| self.graph.symbol(name));
        symbols.map(Some).collect()
    }

    /// How many relationships a node has that is at the end of one.
    pub(super) fn degree(&self, types: &[&str], direction: Direction) -> f64 {
        let kinds = self.kinds(types);
        let samples = kinds.into_iter().map(|kind| self.sample(kind));
        samples
            .map(|sample| match direction {
                Direction::Out => sample.degrees.0,
                Direction::In => sample.degrees.1,
                Direction::Both => sample.degrees.0 + sample.degrees.1,
            })
            .sum()
    }

    /// The part of the nodes reached by relationships of some types that has all labels.
    pub(super) fn label_share(&self, types: &[&str], direction: Direction, labels: &[&str]) -> f64 {
        if labels.is_empty() {
            return 1.0;
        }
        let symbols: Option<Vec<_>> = labels.iter().map(|name| self.graph.symbol(name)).collect();
        let Some(symbols) = symbols else {
            return 0.0;
        };
        let (mut seen, mut fits) = (0_usize, 0_usize);
        for kind in self.kinds(types) {
            for (from, to) in &self.sample(kind).ends {
                let mut look = |node: NodeId| {
                    let has = self.graph.node(node).label_symbols();
                    seen += 1;
                    fits += usize::from(symbols.iter().all(|label| has.contains(label)));
                };
                if direction != Direction::In {
                    look(*to);
                }
                if direction != Direction::Out {
                    look(*from);
                }
            }
        }
        // Something that was not seen is rare, not impossible.
        (fits as f64 / seen.max(1) as f64).max(0.01)
    }

    fn sample(&self, kind: Option<Symbol>) -> Rc<Sample> {
        if let Some(sample) = self.samples.borrow().get(&kind) {
            return Rc::clone(sample);
        }
        let sample = Rc::new(self.take_sample(kind));
        let mut samples = self.samples.borrow_mut();
        samples.insert(kind, Rc::clone(&sample));
        sample
    }

    /// Relationships at even distances. O(1), as degrees are not counted to the end.
    fn take_sample(&self, kind: Option<Symbol>) -> Sample {
        let graph = self.graph;
        let count = graph.edge_count();
        // Of a rare type some are found among more.
        let tries = match kind {
            Some(kind) if graph.kind_count(kind) == 0 => 0,
            Some(kind) if graph.kind_count(kind) < count / 2 => 8 * SAMPLE,
            _ => SAMPLE,
        };
        let mut sample = Sample::default();
        let mut sums = (0.0, 0.0);
        for at in 0..tries.min(count) {
            let number = (2 * at + 1) * count / (2 * tries.min(count));
            let Some(edge) = graph.edge_from(number).map(|edge| graph.edge(edge)) else {
                break;
            };
            if kind.is_some_and(|kind| edge.kind_symbol() != kind) {
                continue;
            }
            let (from, to) = (edge.from(), edge.to());
            sums.0 += self.count(from, kind, frozen::Direction::Outgoing) as f64;
            sums.1 += self.count(to, kind, frozen::Direction::Incoming) as f64;
            sample.ends.push((from.id(), to.id()));
            if sample.ends.len() == SAMPLE {
                break;
            }
        }
        let seen = sample.ends.len().max(1) as f64;
        sample.degrees = (sums.0 / seen, sums.1 / seen);
        if sample.ends.is_empty() && tries > 0 {
            // Too rare to be met.
            let most = kind.map_or(count, |kind| graph.kind_count(kind)) as f64;
            sample.degrees = (most.sqrt().max(1.0), most.sqrt().max(1.0));
        }
        sample
    }

    /// Number of relationships of a node; where counting is a walk, it is not gone to the end.
    fn count(&self, node: NodeRef<'_>, kind: Option<Symbol>, way: frozen::Direction) -> usize {
        if let Some(frozen) = self.graph.frozen() {
            let degree = |kind| {
                let lists = frozen.adjacency(kind, way);
                lists.map_or(0, |lists| lists.degree(node.id()))
            };
            return match kind {
                Some(kind) => degree(kind),
                None => frozen.kinds().map(degree).sum(),
            };
        }
        let fits = |edge: &EdgeRef<'_>| kind.is_none_or(|kind| edge.kind_symbol() == kind);
        match way {
            frozen::Direction::Outgoing => node.outgoing().filter(fits).take(MOST_COUNTED).count(),
            frozen::Direction::Incoming => node.incoming().filter(fits).take(MOST_COUNTED).count(),
        }
    }

    /// How many of some nodes have the same value of a property, if that is known.
    pub(super) fn with_same_value(&self, label: Option<&str>, key: &str) -> Option<f64> {
        let frozen = self.graph.frozen()?;
        let label = label.map(|label| self.graph.symbol(label));
        let Some(key) = self.graph.symbol(key) else {
            return Some(0.0);
        };
        let mut most: f64 = 0.0;
        for segment in frozen.segments() {
            let may_have = match (label, segment.labels()) {
                (None, _) | (Some(_), None) => true,
                (Some(label), Some(labels)) => label.is_some_and(|label| labels.contains(&label)),
            };
            let Some(column) = segment.column(key).filter(|_| may_have) else {
                continue;
            };
            most = most.max(match column.values() {
                _ if column.distinct() => 1.0,
                Values::Sequence(_) => 1.0,
                Values::Constant(_) => column.len() as f64,
                Values::Codes { texts, .. } => column.len() as f64 / texts.len().max(1) as f64,
                Values::Text { .. } => 2.0,
                _ => (column.len() as f64 / 100.0).clamp(1.0, 10.0),
            });
        }
        Some(most)
    }
}

/// The part of rows for which a condition is true.
pub(super) fn selectivity(condition: &Expr) -> f64 {
    match condition {
        Expr::Comparison(left, rest) => match &rest[..] {
            [(CompareOp::Equal, right)] => {
                if matches!((&**left, right), (Expr::Slot(_), Expr::Slot(_))) {
                    0.01
                } else {
                    0.1
                }
            }
            [(CompareOp::NotEqual, _)] => 0.9,
            _ => 0.4,
        },
        Expr::Binary(
            BinaryOp::Contains | BinaryOp::StartsWith | BinaryOp::EndsWith | BinaryOp::Matches,
            _,
            _,
        ) => 0.1,
        Expr::Binary(BinaryOp::In, _, _) => 0.2,
        Expr::And(parts) => parts.iter().map(selectivity).product(),
        Expr::Not(part) => 1.0 - selectivity(part).min(0.9),
        Expr::IsNode(_) => 1.0,
        Expr::IsNull(_, not) => {
            if *not {
                0.9
            } else {
                0.1
            }
        }
        _ => 0.5,
    }
}

/// How much work a plan is: the rows that its operators make together.
pub(super) fn work(plan: &Plan) -> f64 {
    let mut sum = 0.0;
    let mut at = Some(plan);
    while let Some(plan) = at {
        sum += plan.estimate;
        at = plan.input.as_deref();
    }
    sum
}

/// The slots of an expression.
pub(super) fn slots_of(expr: &Expr) -> Vec<Slot> {
    let mut slots = Vec::new();
    expr.slots(&mut slots);
    slots
}
