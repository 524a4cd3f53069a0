//! Plans: trees of operators that turn registers into rows. [`build`] makes one of a bound query;
//! [`super::exec`] runs it as it is.
//!
//! Every operator has one input whose rows it changes, multiplies or drops; operators with a plan of
//! their own inside run it once per row. Rows are the registers of the query at one moment: an
//! operator writes its slots and leaves the others alone.

pub mod build;
mod cost;
pub mod explain;
mod merge;
mod pattern;

use std::sync::Arc;

use super::ast::Shortest;
use super::bind::tree::{AggregateCall, Column, Expr, Length, NameId, Slot, Write};

pub use build::{Planner, Strategy};
pub(super) use pattern::is_deterministic;

/// An operator and what it takes its rows from.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What it does.
    pub op: Op,
    /// Where its rows come from; the row around it for the first operator of a plan.
    pub input: Option<Box<Plan>>,
    /// How many rows the planner expects in all.
    pub estimate: f64,
}

/// Which way relationships are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the node they leave.
    Out,
    /// From the node they reach.
    In,
    /// Both ways.
    Both,
}

/// Where the nodes of a scan come from.
#[derive(Debug, Clone)]
pub enum Source {
    /// All nodes.
    All,
    /// Nodes with a label.
    Label(NameId),
    /// Nodes, with a label where one is given, of which a property is equal to a value.
    Property {
        /// The label.
        label: Option<NameId>,
        /// The key.
        key: NameId,
        /// The value.
        value: Expr,
        /// Whether the value is a list, of which one element is equal.
        any: bool,
    },
    /// The one node with this `id()`.
    Id(Expr),
}

/// A relationship of a pattern, as it is followed.
#[derive(Debug, Clone)]
pub struct Follow {
    /// The node to start from.
    pub from: Slot,
    /// Where the relationship goes.
    pub relationship: Slot,
    /// The node at the other end.
    pub to: Slot,
    /// Which way.
    pub direction: Direction,
    /// Types one of which it must have.
    pub types: Vec<NameId>,
    /// Whether the node at the other end is known.
    pub into: bool,
    /// Relationships of the same pattern, none of which it may be.
    pub distinct_from: Vec<Slot>,
}

/// What an operator does.
#[derive(Debug, Clone)]
pub enum Op {
    /// One row: the registers as they are.
    Argument,
    /// A row for every node of a source.
    Scan {
        /// Where the node goes.
        slot: Slot,
        /// Where nodes come from.
        source: Source,
    },
    /// A row for every relationship of the graph.
    ScanRelationships(Follow),
    /// A row for every relationship of a node.
    Expand(Follow),
    /// A row for every walk from a node that uses no relationship twice.
    ExpandMany {
        /// The relationships.
        follow: Follow,
        /// How many.
        length: Length,
        /// What every relationship must have.
        properties: Vec<(NameId, Expr)>,
        /// Whether the walk is against the order in which the pattern is written.
        backwards: bool,
        /// Whether each node at the other end is wanted only once, and the relationships not.
        ends_only: bool,
    },
    /// A row for every shortest path between two nodes, or for one of them.
    ShortestPath {
        /// The relationships.
        follow: Follow,
        /// How many.
        length: Length,
        /// Whether the relationship is a single one, not a list.
        single: bool,
        /// What every relationship must have.
        properties: Vec<(NameId, Expr)>,
        /// Whether the walk is against the order in which the pattern is written.
        backwards: bool,
        /// One, or all.
        shortest: Shortest,
    },
    /// Keeps rows whose relationships, known before, lead from one node to the other.
    Check {
        /// The relationships.
        follow: Follow,
        /// How many, for a list.
        length: Option<Length>,
        /// Whether the list is against the order of the walk.
        backwards: bool,
    },
    /// Keeps rows for which all conditions are true.
    Filter(Vec<Expr>),
    /// The rows of a plan for each row, or the row with nulls if there are none.
    Optional {
        /// The plan.
        inner: Box<Plan>,
        /// Slots that become null.
        introduced: Vec<Slot>,
    },
    /// The rows of a plan for each row.
    Apply {
        /// The plan.
        inner: Box<Plan>,
        /// Whether the row stays as it is.
        is_unit: bool,
        /// Whether the plan changes the graph.
        writes: bool,
        /// What rows are made of before.
        live: Vec<Slot>,
        /// What the plan adds.
        columns: Vec<Slot>,
    },
    /// Pairs each row with the rows of a plan that does not depend on it and has equal keys.
    HashJoin {
        /// The plan.
        inner: Box<Plan>,
        /// Keys of a row.
        outer_keys: Vec<Expr>,
        /// Keys of a row of the plan.
        inner_keys: Vec<Expr>,
        /// What is taken from the rows of the plan.
        columns: Vec<Slot>,
    },
    /// Computes values.
    Project(Vec<(Slot, Expr)>),
    /// One row for all rows with the same keys.
    Aggregate {
        /// The keys.
        keys: Vec<(Slot, Expr)>,
        /// The aggregates.
        aggregates: Vec<AggregateCall>,
    },
    /// The number of relationships of a node, or of nodes or relationships of the graph.
    Count {
        /// What is counted.
        what: Counted,
        /// Where the number goes.
        slot: Slot,
    },
    /// Drops rows with the same values as one before.
    Distinct(Vec<Slot>),
    /// Puts rows in order.
    Sort {
        /// Whether great values come first, and expressions.
        order: Vec<(bool, Expr)>,
        /// What rows are made of.
        kept: Vec<Slot>,
        /// Only so many of the first rows are wanted: the sum of these.
        first: Vec<Expr>,
    },
    /// Drops the first rows.
    Skip(Expr),
    /// Drops all but the first rows.
    Limit {
        /// How many.
        count: Expr,
        /// Whether something before it changes the graph and must run.
        writes: bool,
    },
    /// A row for every element of a list.
    Unwind {
        /// The list.
        list: Expr,
        /// Where the element goes.
        slot: Slot,
    },
    /// A row for every row of a procedure.
    Call {
        /// Its name.
        procedure: Arc<str>,
        /// Its arguments.
        arguments: Vec<Expr>,
        /// Its fields and where they go.
        outputs: Vec<(usize, Slot)>,
        /// Whether rows stay as they are.
        is_void: bool,
    },
    /// Changes the graph, one after the other for all rows.
    Write {
        /// The changes.
        writes: Vec<Write>,
        /// What rows are made of.
        live: Vec<Slot>,
    },
    /// The rows of all plans.
    Union {
        /// The plans, with their columns.
        branches: Vec<(Plan, Vec<Column>)>,
        /// Where the columns go.
        columns: Vec<Column>,
    },
}

/// What can be counted without looking at it one by one.
#[derive(Debug, Clone)]
pub enum Counted {
    /// All nodes, or those with a label.
    Nodes(Option<NameId>),
    /// All relationships, or those of some types.
    Relationships(Vec<NameId>),
}

impl Plan {
    /// The first operator of a plan.
    pub fn argument() -> Self {
        Self {
            op: Op::Argument,
            input: None,
            estimate: 1.0,
        }
    }

    /// An operator after this one.
    #[must_use]
    pub fn then(self, op: Op, estimate: f64) -> Self {
        Self {
            op,
            input: Some(Box::new(self)),
            estimate,
        }
    }

    /// Whether running it changes the graph.
    pub fn writes(&self) -> bool {
        let here = match &self.op {
            Op::Write { .. } => true,
            Op::Apply { writes, .. } => *writes,
            Op::Union { branches, .. } => branches.iter().any(|(plan, _)| plan.writes()),
            _ => false,
        };
        here || self.input.as_ref().is_some_and(|input| input.writes())
    }

    /// Whether there can be only one row: nothing multiplies rows.
    pub fn is_single(&self) -> bool {
        let here = match &self.op {
            Op::Argument
            | Op::Filter(_)
            | Op::Project(_)
            | Op::Count { .. }
            | Op::Distinct(_)
            | Op::Sort { .. }
            | Op::Skip(_)
            | Op::Limit { .. }
            | Op::Write { .. } => true,
            Op::Aggregate { keys, .. } if keys.is_empty() => return true,
            Op::Call { is_void, .. } => *is_void,
            Op::Apply { is_unit, .. } => *is_unit,
            _ => false,
        };
        here && self.input.as_ref().is_none_or(|input| input.is_single())
    }
}

impl Op {
    /// Adds the registers that an operator reads of the rows before it; false if that cannot be told
    /// easily: operators with plans inside, and those that change the graph.
    pub(super) fn reads(&self, slots: &mut Vec<Slot>) -> bool {
        match self {
            Self::Argument | Self::Count { .. } => {}
            Self::Filter(conditions) => conditions.iter().for_each(|expr| expr.slots(slots)),
            Self::Project(items) => items.iter().for_each(|(_, expr)| expr.slots(slots)),
            Self::Aggregate { keys, aggregates } => {
                for (_, expr) in keys {
                    expr.slots(slots);
                }
                let arguments = aggregates.iter().flat_map(|call| &call.arguments);
                arguments.for_each(|expr| expr.slots(slots));
            }
            Self::Distinct(of) => slots.extend_from_slice(of),
            Self::Sort { order, kept, .. } => {
                for (_, expr) in order {
                    expr.slots(slots);
                }
                slots.extend_from_slice(kept);
            }
            Self::Skip(count) | Self::Limit { count, .. } => count.slots(slots),
            Self::Unwind { list, .. } => list.slots(slots),
            _ => return false,
        }
        true
    }
}
