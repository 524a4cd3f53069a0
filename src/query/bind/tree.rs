//! The bound query: names are slots and symbols, patterns are graphs, every error of meaning has
//! been found.

use std::sync::Arc;

use super::super::ast::{BinaryOp, CompareOp, Quantifier, Shortest, Subquery};
use super::super::functions::Function;
use super::super::functions::aggregates::Aggregate;
use super::super::plan::Plan;
use super::super::value::Value;

/// A register of the row: every variable of a query has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot(pub u32);

impl Slot {
    /// Its place in the row.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A label, relationship type or property key: its place in `Query::names` of the whole query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameId(pub u32);

/// Branches with `UNION` between them, all with the same columns.
#[derive(Debug, Clone)]
pub struct Query {
    /// The branches; one without `UNION`.
    pub branches: Vec<Branch>,
    /// Whether repeated rows go.
    pub distinct: bool,
    /// Where the branches put their columns; those of the only branch if there is one.
    pub columns: Vec<Column>,
}

/// A sequence of clauses.
#[derive(Debug, Clone)]
pub struct Branch {
    /// The clauses in order.
    pub clauses: Vec<Clause>,
    /// What it returns; nothing if it has no `RETURN`.
    pub columns: Vec<Column>,
}

/// A named result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The alias, or the text of the expression.
    pub name: Arc<str>,
    /// Where it is.
    pub slot: Slot,
}

/// A clause.
#[derive(Debug, Clone)]
pub enum Clause {
    /// `MATCH`
    Match(Match),
    /// `UNWIND`
    Unwind {
        /// The list.
        list: Expr,
        /// Where its elements go.
        slot: Slot,
    },
    /// `CALL procedure`
    Call(Call),
    /// `CALL { … }`
    Subquery(CallSubquery),
    /// `WITH`, `RETURN`
    Project(Projection),
    /// Clauses that write; the rows before them are complete before they begin.
    Write {
        /// What is written.
        write: Write,
        /// What the rows are made of.
        live: Vec<Slot>,
    },
}

/// `[OPTIONAL] MATCH pattern WHERE …`
#[derive(Debug, Clone)]
pub struct Match {
    /// Whether rows without a match stay.
    pub optional: bool,
    /// The pattern and its condition.
    pub pattern: QueryGraph,
    /// Slots that are null where nothing matches.
    pub introduced: Vec<Slot>,
}

/// A pattern without an order: what must hold of its nodes and relationships.
#[derive(Debug, Clone, Default)]
pub struct QueryGraph {
    /// Every node once.
    pub nodes: Vec<PatternNode>,
    /// Every relationship.
    pub relationships: Vec<PatternRelationship>,
    /// Named paths.
    pub paths: Vec<PathBinding>,
    /// Conditions that must all be true.
    pub conditions: Vec<Expr>,
    /// Slots that have values before.
    pub arguments: Vec<Slot>,
}

/// A node of a pattern.
#[derive(Debug, Clone)]
pub struct PatternNode {
    /// Where it goes, or where it is.
    pub slot: Slot,
    /// Whether it is known before.
    pub bound: bool,
    /// Labels that it must all have.
    pub labels: Vec<NameId>,
    /// Properties that it must have.
    pub properties: Vec<(NameId, Expr)>,
}

/// A relationship of a pattern.
#[derive(Debug, Clone)]
pub struct PatternRelationship {
    /// Where it goes, or where it is; a list for a variable length.
    pub slot: Slot,
    /// Whether it is known before.
    pub bound: bool,
    /// The node it leaves, as an index of [`QueryGraph::nodes`].
    pub from: usize,
    /// The node it reaches.
    pub to: usize,
    /// Whether it may also point the other way.
    pub undirected: bool,
    /// Types one of which it must have; any, if there are none.
    pub types: Vec<NameId>,
    /// The number of relationships, where it may be another one than 1.
    pub length: Option<Length>,
    /// Properties that it must have.
    pub properties: Vec<(NameId, Expr)>,
    /// Whether only shortest paths are wanted.
    pub shortest: Option<Shortest>,
    /// Whether it is written from `to` to `from`; a list of relationships is in written order.
    pub reversed: bool,
}

/// Bounds of a variable length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length {
    /// At least so many.
    pub min: u32,
    /// At most so many.
    pub max: u32,
}

/// A named path.
#[derive(Debug, Clone)]
pub struct PathBinding {
    /// Where it goes.
    pub slot: Slot,
    /// Its first node.
    pub start: Slot,
    /// Its relationships, single ones and lists.
    pub steps: Vec<Slot>,
}

/// `CALL procedure(…) YIELD …`
#[derive(Debug, Clone)]
pub struct Call {
    /// The name in the registry.
    pub procedure: Arc<str>,
    /// The arguments, in the order of the signature.
    pub arguments: Vec<Expr>,
    /// Fields of the result by their place, and where they go.
    pub outputs: Vec<(usize, Slot)>,
    /// `WHERE` after `YIELD`.
    pub condition: Option<Expr>,
    /// Whether rows stay as they are: the procedure has no fields.
    pub is_void: bool,
}

/// `CALL { … }`
#[derive(Debug, Clone)]
pub struct CallSubquery {
    /// The query; its columns go straight to slots of the outer query.
    pub query: Query,
    /// Whether it returns nothing, so that rows stay as they are.
    pub is_unit: bool,
    /// Whether it writes.
    pub writes: bool,
    /// What the rows before it are made of.
    pub live: Vec<Slot>,
}

/// `WITH` and `RETURN`.
#[derive(Debug, Clone)]
pub struct Projection {
    /// Keys and aggregates, where something is aggregated.
    pub grouping: Option<Grouping>,
    /// Items and where they go.
    pub items: Vec<(Slot, Expr)>,
    /// Whether repeated rows go.
    pub distinct: bool,
    /// `ORDER BY`: whether great values come first, and expressions.
    pub order: Vec<(bool, Expr)>,
    /// `SKIP`
    pub skip: Option<Expr>,
    /// `LIMIT`
    pub limit: Option<Expr>,
    /// `WHERE`
    pub condition: Option<Expr>,
    /// What rows are made of afterwards.
    pub live: Vec<Slot>,
    /// What must be kept while sorting: `live`, and what the condition reads.
    pub kept: Vec<Slot>,
}

/// How rows are put together.
#[derive(Debug, Clone)]
pub struct Grouping {
    /// Keys and where they go.
    pub keys: Vec<(Slot, Expr)>,
    /// Aggregates and where they go.
    pub aggregates: Vec<AggregateCall>,
}

/// A call of an aggregating function.
#[derive(Debug, Clone)]
pub struct AggregateCall {
    /// The function; `None` for `count(*)`.
    pub function: Option<Aggregate>,
    /// Whether equal values count once.
    pub distinct: bool,
    /// Its arguments.
    pub arguments: Vec<Expr>,
    /// Where the result goes.
    pub slot: Slot,
}

/// A clause that changes the graph.
#[derive(Debug, Clone)]
pub enum Write {
    /// `CREATE`
    Create(Vec<Creation>),
    /// `MERGE`
    Merge(Box<Merge>),
    /// `SET`, `REMOVE`
    Set(Vec<SetItem>),
    /// `DELETE`
    Delete {
        /// Whether relationships go with their nodes.
        detach: bool,
        /// What goes.
        targets: Vec<Expr>,
    },
    /// `FOREACH`
    Foreach {
        /// The list.
        list: Expr,
        /// Where its elements go.
        slot: Slot,
        /// What is done with each.
        body: Vec<Write>,
    },
}

/// Something to create.
#[derive(Debug, Clone)]
pub enum Creation {
    /// A node.
    Node {
        /// Where it goes.
        slot: Slot,
        /// Its labels.
        labels: Vec<NameId>,
        /// Its properties.
        properties: Option<Properties>,
    },
    /// A relationship.
    Relationship {
        /// Where it goes.
        slot: Slot,
        /// Where the node is that it leaves.
        from: Slot,
        /// Where the node is that it reaches.
        to: Slot,
        /// Its type.
        kind: NameId,
        /// Its properties.
        properties: Option<Properties>,
    },
    /// A path of what was created.
    Path(PathBinding),
}

/// Properties of something new.
#[derive(Debug, Clone)]
pub enum Properties {
    /// Key by key.
    Listed(Vec<(NameId, Expr)>),
    /// A map that is a parameter.
    Map(Expr),
}

/// `MERGE`
#[derive(Debug, Clone)]
pub struct Merge {
    /// What is looked for.
    pub pattern: QueryGraph,
    /// How it is found; filled in by the planner.
    pub plan: Option<Arc<Plan>>,
    /// What is created if nothing is found.
    pub creations: Vec<Creation>,
    /// Properties that must not be null.
    pub properties: Vec<Expr>,
    /// `ON CREATE`
    pub on_create: Vec<SetItem>,
    /// `ON MATCH`
    pub on_match: Vec<SetItem>,
    /// Slots that get values.
    pub introduced: Vec<Slot>,
}

/// One change.
#[derive(Debug, Clone)]
pub enum SetItem {
    /// A property; null removes it.
    Property {
        /// The node or relationship.
        target: Expr,
        /// The key.
        key: NameId,
        /// The value.
        value: Expr,
    },
    /// All properties, or more of them.
    Properties {
        /// The node or relationship.
        target: Expr,
        /// A map, node or relationship.
        value: Expr,
        /// Whether others stay.
        add: bool,
    },
    /// Labels.
    Labels {
        /// The node.
        target: Expr,
        /// The labels.
        labels: Vec<NameId>,
        /// Whether they are taken away.
        remove: bool,
    },
}

/// A bound expression.
#[derive(Debug, Clone)]
pub enum Expr {
    /// A value.
    Constant(Value),
    /// A parameter.
    Parameter(Arc<str>),
    /// A variable.
    Slot(Slot),
    /// A list.
    List(Vec<Expr>),
    /// A map.
    Map(Vec<(Arc<str>, Expr)>),
    /// A property or field.
    Property(Box<Expr>, NameId),
    /// An element.
    Index(Box<Expr>, Box<Expr>),
    /// Whether a variable is a node that is there.
    IsNode(Slot),
    /// A part of a list.
    Slice(Box<Expr>, Option<Box<Expr>>, Option<Box<Expr>>),
    /// Whether a node has all labels, or a relationship the type.
    HasLabels(Box<Expr>, Vec<NameId>),
    /// Negation.
    Not(Box<Expr>),
    /// All are true.
    And(Vec<Expr>),
    /// One is true.
    Or(Vec<Expr>),
    /// An odd number is true.
    Xor(Vec<Expr>),
    /// Whether it is null, or is not if the flag is set.
    IsNull(Box<Expr>, bool),
    /// The other sign.
    Negate(Box<Expr>),
    /// The same number.
    Plus(Box<Expr>),
    /// An operator.
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// A chain of comparisons.
    Comparison(Box<Expr>, Vec<(CompareOp, Expr)>),
    /// `CASE`
    Case {
        /// What is compared.
        subject: Option<Box<Expr>>,
        /// Conditions or values, and results.
        branches: Vec<(Expr, Expr)>,
        /// `ELSE`
        otherwise: Option<Box<Expr>>,
    },
    /// A function.
    Function(&'static Function, Vec<Expr>),
    /// A list comprehension.
    ListComprehension {
        /// Where the element goes.
        slot: Slot,
        /// The list.
        list: Box<Expr>,
        /// Which elements count.
        condition: Option<Box<Expr>>,
        /// What becomes of them.
        projection: Option<Box<Expr>>,
    },
    /// A quantifier.
    Quantifier {
        /// Which.
        kind: Quantifier,
        /// Where the element goes.
        slot: Slot,
        /// The list.
        list: Box<Expr>,
        /// The condition.
        condition: Box<Expr>,
    },
    /// A fold.
    Reduce {
        /// Where the result so far goes.
        accumulator: Slot,
        /// Its first value.
        initial: Box<Expr>,
        /// Where the element goes.
        slot: Slot,
        /// The list.
        list: Box<Expr>,
        /// The next value.
        step: Box<Expr>,
    },
    /// A path of nodes and relationships in slots.
    Path(Box<PathBinding>),
    /// A subquery, a pattern as a predicate, a pattern comprehension.
    Subquery(Box<SubqueryExpr>),
    /// Fields and properties of a map or entity, with more of them.
    MapProjection {
        /// The map, node or relationship.
        base: Box<Expr>,
        /// Whether all its properties are taken.
        all: bool,
        /// The others.
        items: Vec<(Arc<str>, Expr)>,
    },
}

/// A query inside an expression.
#[derive(Debug, Clone)]
pub struct SubqueryExpr {
    /// What is asked of it.
    pub kind: Subquery,
    /// The query.
    pub query: Query,
    /// What is collected, for [`Subquery::Collect`].
    pub value: Option<Expr>,
    /// Slots of the rows around it that it may read.
    pub reads: Vec<Slot>,
    /// The first value instead of a list of all: a shortest path.
    pub first_only: bool,
    /// How it is answered; filled in by the planner.
    pub plan: Option<Arc<Plan>>,
}

impl Expr {
    /// Calls a function with every direct operand. Those of subqueries are not among them.
    pub fn operands<'e>(&'e self, visit: &mut dyn FnMut(&'e Expr)) {
        match self {
            Self::Constant(_)
            | Self::Parameter(_)
            | Self::Slot(_)
            | Self::IsNode(_)
            | Self::Path(_)
            | Self::Subquery(_) => {}
            Self::List(items) | Self::And(items) | Self::Or(items) | Self::Xor(items) => {
                items.iter().for_each(visit);
            }
            Self::Function(_, arguments) => arguments.iter().for_each(visit),
            Self::Map(entries) => entries.iter().for_each(|(_, value)| visit(value)),
            Self::Property(base, _)
            | Self::HasLabels(base, _)
            | Self::Not(base)
            | Self::IsNull(base, _)
            | Self::Negate(base)
            | Self::Plus(base) => visit(base),
            Self::Index(left, right) | Self::Binary(_, left, right) => {
                visit(left);
                visit(right);
            }
            Self::Slice(base, from, to) => {
                visit(base);
                from.iter().chain(to).for_each(|bound| visit(bound));
            }
            Self::Comparison(first, rest) => {
                visit(first);
                for (_, operand) in rest {
                    visit(operand);
                }
            }
            Self::Case {
                subject,
                branches,
                otherwise,
            } => {
                if let Some(subject) = subject {
                    visit(subject);
                }
                for (when, then) in branches {
                    visit(when);
                    visit(then);
                }
                if let Some(otherwise) = otherwise {
                    visit(otherwise);
                }
            }
            Self::ListComprehension {
                list,
                condition,
                projection,
                ..
            } => {
                visit(list);
                condition
                    .iter()
                    .chain(projection)
                    .for_each(|part| visit(part));
            }
            Self::Quantifier {
                list, condition, ..
            } => {
                visit(list);
                visit(condition);
            }
            Self::Reduce {
                initial,
                list,
                step,
                ..
            } => {
                visit(initial);
                visit(list);
                visit(step);
            }
            Self::MapProjection { base, items, .. } => {
                visit(base);
                for (_, value) in items {
                    visit(value);
                }
            }
        }
    }

    /// Calls a function with every direct operand, to change it. Those of subqueries are not among them.
    pub fn operands_mut(&mut self, visit: &mut dyn FnMut(&mut Expr)) {
        match self {
            Self::Constant(_)
            | Self::Parameter(_)
            | Self::Slot(_)
            | Self::IsNode(_)
            | Self::Path(_)
            | Self::Subquery(_) => {}
            Self::List(items) | Self::And(items) | Self::Or(items) | Self::Xor(items) => {
                items.iter_mut().for_each(visit);
            }
            Self::Function(_, arguments) => arguments.iter_mut().for_each(visit),
            Self::Map(entries) => entries.iter_mut().for_each(|(_, value)| visit(value)),
            Self::Property(base, _)
            | Self::HasLabels(base, _)
            | Self::Not(base)
            | Self::IsNull(base, _)
            | Self::Negate(base)
            | Self::Plus(base) => visit(base),
            Self::Index(left, right) | Self::Binary(_, left, right) => {
                visit(left);
                visit(right);
            }
            Self::Slice(base, from, to) => {
                visit(base);
                from.iter_mut().chain(to).for_each(|bound| visit(bound));
            }
            Self::Comparison(first, rest) => {
                visit(first);
                for (_, operand) in rest {
                    visit(operand);
                }
            }
            Self::Case {
                subject,
                branches,
                otherwise,
            } => {
                if let Some(subject) = subject {
                    visit(subject);
                }
                for (when, then) in branches {
                    visit(when);
                    visit(then);
                }
                if let Some(otherwise) = otherwise {
                    visit(otherwise);
                }
            }
            Self::ListComprehension {
                list,
                condition,
                projection,
                ..
            } => {
                visit(list);
                condition
                    .iter_mut()
                    .chain(projection)
                    .for_each(|part| visit(part));
            }
            Self::Quantifier {
                list, condition, ..
            } => {
                visit(list);
                visit(condition);
            }
            Self::Reduce {
                initial,
                list,
                step,
                ..
            } => {
                visit(initial);
                visit(list);
                visit(step);
            }
            Self::MapProjection { base, items, .. } => {
                visit(base);
                for (_, value) in items {
                    visit(value);
                }
            }
        }
    }

    /// Adds the slots it reads; for a subquery all that it might read.
    pub fn slots(&self, slots: &mut Vec<Slot>) {
        match self {
            Self::Slot(slot) | Self::IsNode(slot) => slots.push(*slot),
            Self::Path(path) => {
                slots.push(path.start);
                slots.extend(&path.steps);
            }
            Self::Subquery(subquery) => slots.extend(&subquery.reads),
            _ => {}
        }
        self.operands(&mut |operand| operand.slots(slots));
    }
}
