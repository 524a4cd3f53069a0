//! The syntax of a query as a tree in which everything knows its place.
//!
//! The tree says what was written, not what it means: names are texts, and a pattern in an
//! expression is only a pattern. [`super::bind`] gives meaning. Depth is bounded by the parser
//! ([`MAX_DEPTH`]), so that recursion over a tree is safe.

use std::ops::Range;
use std::sync::Arc;

/// The deepest tree the parser builds; longer chains and deeper nesting are errors.
pub const MAX_DEPTH: u16 = 400;

/// Bytes of the query's text. All spans are equal: where something stands does not change what
/// it is, and trees are compared to see whether they say the same.
#[derive(Debug, Clone, Copy, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl PartialEq for Span {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Span {}

impl Span {
    /// From the beginning of one to the end of the other.
    #[must_use]
    pub fn to(self, last: Self) -> Self {
        Self {
            start: self.start,
            end: last.end,
        }
    }

    /// The byte range.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// A variable, label, type, key, parameter or function as it was written, without backticks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The text.
    pub text: Arc<str>,
    /// Where.
    pub span: Span,
}

/// A whole query, or what is asked about one.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Whether to run it.
    pub mode: Mode,
    /// The query.
    pub query: Query,
}

/// What to do with a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Run it.
    Run,
    /// Show its plan.
    Explain,
    /// Run it and show its plan with rows and times.
    Profile,
}

/// Single queries put together by `UNION`.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// The first.
    pub first: SingleQuery,
    /// The others in order.
    pub unions: Vec<Union>,
}

/// `UNION [ALL]` and what follows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// Whether repeated rows stay.
    pub all: bool,
    /// The query after it.
    pub query: SingleQuery,
    /// Where the word stands.
    pub span: Span,
}

/// A sequence of clauses.
#[derive(Debug, Clone, PartialEq)]
pub struct SingleQuery {
    /// The clauses; never empty.
    pub clauses: Vec<Clause>,
    /// Where.
    pub span: Span,
}

/// One clause.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// What it is.
    pub kind: ClauseKind,
    /// Where.
    pub span: Span,
}

/// The kinds of clauses.
#[derive(Debug, Clone, PartialEq)]
pub enum ClauseKind {
    /// `[OPTIONAL] MATCH pattern [WHERE condition]`
    Match {
        /// Whether rows without a match stay.
        optional: bool,
        /// The paths.
        pattern: Vec<PathPattern>,
        /// The condition.
        condition: Option<Expr>,
    },
    /// `UNWIND list AS variable`
    Unwind {
        /// The list.
        list: Expr,
        /// The variable.
        variable: Name,
    },
    /// `CALL procedure(…) YIELD …`
    Call(Call),
    /// `CALL { … }` or `CALL (variables) { … }`
    Subquery {
        /// The variables it sees.
        imports: Imports,
        /// The query.
        query: Box<Query>,
    },
    /// `WITH …`
    With(Projection),
    /// `RETURN …`
    Return(Projection),
    /// `CREATE pattern`
    Create(Vec<PathPattern>),
    /// `MERGE path ON CREATE SET … ON MATCH SET …`
    Merge {
        /// The path.
        path: PathPattern,
        /// What to set on what was created.
        on_create: Vec<SetItem>,
        /// What to set on what was found.
        on_match: Vec<SetItem>,
    },
    /// `SET …`
    Set(Vec<SetItem>),
    /// `REMOVE …`
    Remove(Vec<RemoveItem>),
    /// `[DETACH] DELETE …`
    Delete {
        /// Whether relationships go with their nodes.
        detach: bool,
        /// What to delete.
        targets: Vec<Expr>,
    },
    /// `FOREACH (variable IN list | clauses)`
    Foreach {
        /// The variable.
        variable: Name,
        /// The list.
        list: Expr,
        /// Clauses that write.
        body: Vec<Clause>,
    },
}

/// The variables that a `CALL` subquery sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imports {
    /// Those of a `WITH` at its beginning.
    Leading,
    /// All: `CALL (*) { … }`
    All,
    /// These: `CALL (a, b) { … }`
    Listed(Vec<Name>),
}

/// A call of a procedure.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The name with its dots.
    pub procedure: Name,
    /// The arguments; `None` where there are no parentheses.
    pub arguments: Option<Vec<Expr>>,
    /// `YIELD`, where there is one.
    pub yields: Option<Yield>,
}

/// What `YIELD` takes from a procedure.
#[derive(Debug, Clone, PartialEq)]
pub enum Yield {
    /// `YIELD *`
    All(Span),
    /// `YIELD a, b AS c [WHERE …]`
    Items {
        /// The fields.
        items: Vec<YieldItem>,
        /// The condition.
        condition: Option<Expr>,
    },
}

/// A field of a procedure and the variable it is put in.
#[derive(Debug, Clone, PartialEq)]
pub struct YieldItem {
    /// The field.
    pub field: Name,
    /// The variable, where it has another name.
    pub alias: Option<Name>,
}

/// The body of `WITH` and `RETURN`.
#[derive(Debug, Clone, PartialEq)]
pub struct Projection {
    /// Whether repeated rows go.
    pub distinct: bool,
    /// `*`
    pub star: Option<Span>,
    /// The items.
    pub items: Vec<Item>,
    /// `ORDER BY`
    pub order: Vec<SortItem>,
    /// `SKIP`
    pub skip: Option<Expr>,
    /// `LIMIT`
    pub limit: Option<Expr>,
    /// `WHERE`, after `WITH` only.
    pub condition: Option<Expr>,
}

/// One item of a projection.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The expression.
    pub expr: Expr,
    /// `AS`
    pub alias: Option<Name>,
    /// The expression as it was written: the name of its column.
    pub text: Span,
}

/// One item of `ORDER BY`.
#[derive(Debug, Clone, PartialEq)]
pub struct SortItem {
    /// The expression.
    pub expr: Expr,
    /// Whether great values come first.
    pub descending: bool,
}

/// One item of `SET`.
#[derive(Debug, Clone, PartialEq)]
pub enum SetItem {
    /// `target.key = value`
    Property {
        /// The node or relationship.
        target: Expr,
        /// The key.
        key: Name,
        /// The value.
        value: Expr,
    },
    /// `variable = map` or `variable += map`
    Properties {
        /// The node or relationship.
        variable: Name,
        /// The map.
        value: Expr,
        /// Whether other properties stay.
        add: bool,
    },
    /// `variable:Label`
    Labels {
        /// The node.
        variable: Name,
        /// The labels.
        labels: Vec<Name>,
    },
}

/// One item of `REMOVE`.
#[derive(Debug, Clone, PartialEq)]
pub enum RemoveItem {
    /// `target.key`
    Property {
        /// The node or relationship.
        target: Expr,
        /// The key.
        key: Name,
    },
    /// `variable:Label`
    Labels {
        /// The node.
        variable: Name,
        /// The labels.
        labels: Vec<Name>,
    },
}

/// A path: nodes and the relationships between them.
#[derive(Debug, Clone, PartialEq)]
pub struct PathPattern {
    /// The variable of the path.
    pub variable: Option<Name>,
    /// `shortestPath( … )` or `allShortestPaths( … )`
    pub shortest: Option<Shortest>,
    /// The first node.
    pub start: NodePattern,
    /// The steps from there.
    pub steps: Vec<Step>,
    /// Where.
    pub span: Span,
}

/// Which shortest paths are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortest {
    /// One of them.
    One,
    /// All of them.
    All,
}

/// A relationship and the node at its other end.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The relationship.
    pub relationship: RelationshipPattern,
    /// The node.
    pub node: NodePattern,
}

/// `(variable:Label {key: value})`
#[derive(Debug, Clone, PartialEq)]
pub struct NodePattern {
    /// The variable.
    pub variable: Option<Name>,
    /// Labels that it must all have.
    pub labels: Vec<Name>,
    /// A map or a parameter.
    pub properties: Option<Expr>,
    /// Where.
    pub span: Span,
}

/// `-[variable:TYPE|OTHER*1..3 {key: value}]->`
#[derive(Debug, Clone, PartialEq)]
pub struct RelationshipPattern {
    /// The variable.
    pub variable: Option<Name>,
    /// Types one of which it must have; any, if there are none.
    pub types: Vec<Name>,
    /// How many relationships, where there may be more or fewer than one.
    pub length: Option<Length>,
    /// A map or a parameter.
    pub properties: Option<Expr>,
    /// Which way it points, as it is read.
    pub direction: Arrow,
    /// Where.
    pub span: Span,
}

/// The number of relationships of a variable-length pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length {
    /// At least so many; 1 if it is not said.
    pub min: Option<u32>,
    /// At most so many.
    pub max: Option<u32>,
}

/// The arrows of a relationship pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrow {
    /// `-->`
    Right,
    /// `<--`
    Left,
    /// `--`
    Neither,
    /// `<-->`
    Both,
}

/// An expression. Two are equal if they say the same.
#[derive(Debug, Clone)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where, without parentheses around it.
    pub span: Span,
    depth: u16,
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

/// The kinds of expressions.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// An integer, with its sign.
    Int(i64),
    /// A float, without a sign.
    Float(f64),
    /// A string.
    Text(Arc<str>),
    /// `$name`
    Parameter(Name),
    /// `name`
    Variable(Name),
    /// `[a, b]`
    List(Vec<Expr>),
    /// `{a: 1}`
    Map(Vec<(Name, Expr)>),
    /// `map.key`
    Property(Box<Expr>, Name),
    /// `list[index]`
    Index(Box<Expr>, Box<Expr>),
    /// `list[from..to]`
    Slice(Box<Expr>, Option<Box<Expr>>, Option<Box<Expr>>),
    /// `node:Label:Other`
    HasLabels(Box<Expr>, Vec<Name>),
    /// A prefix or postfix operator.
    Unary(UnaryOp, Box<Expr>),
    /// An operator between two operands.
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// `a AND b AND c`
    Logical(LogicalOp, Vec<Expr>),
    /// `a < b <= c`
    Comparison(Box<Expr>, Vec<(CompareOp, Expr)>),
    /// `CASE subject WHEN … THEN … ELSE … END`
    Case {
        /// What is compared; conditions otherwise.
        subject: Option<Box<Expr>>,
        /// `WHEN` and `THEN`.
        branches: Vec<(Expr, Expr)>,
        /// `ELSE`
        otherwise: Option<Box<Expr>>,
    },
    /// `count(*)`
    CountStar,
    /// `name(DISTINCT arguments)`
    Function {
        /// The name with its dots.
        name: Name,
        /// `DISTINCT`
        distinct: bool,
        /// The arguments.
        arguments: Vec<Expr>,
    },
    /// `[x IN list WHERE condition | projection]`
    ListComprehension {
        /// The variable.
        variable: Name,
        /// The list.
        list: Box<Expr>,
        /// The condition.
        condition: Option<Box<Expr>>,
        /// The value of each element; the element itself if there is none.
        projection: Option<Box<Expr>>,
    },
    /// `[pattern WHERE condition | projection]`
    PatternComprehension {
        /// The pattern.
        path: Box<PathPattern>,
        /// The condition.
        condition: Option<Box<Expr>>,
        /// The value of each match.
        projection: Box<Expr>,
    },
    /// `all(x IN list WHERE condition)`
    Quantifier {
        /// Which.
        kind: Quantifier,
        /// The variable.
        variable: Name,
        /// The list.
        list: Box<Expr>,
        /// The condition; the element itself if there is none.
        condition: Option<Box<Expr>>,
    },
    /// `reduce(accumulator = initial, x IN list | expression)`
    Reduce {
        /// The variable of the result so far.
        accumulator: Name,
        /// Its first value.
        initial: Box<Expr>,
        /// The variable of the element.
        variable: Name,
        /// The list.
        list: Box<Expr>,
        /// The next value.
        step: Box<Expr>,
    },
    /// A pattern that is true where it matches, or a shortest path.
    Pattern(Box<PathPattern>),
    /// `EXISTS { … }`, `COUNT { … }`, `COLLECT { … }`
    Subquery(Subquery, Box<Query>),
    /// `variable {.key, .*, key: value, variable}`
    MapProjection(Name, Vec<MapItem>),
}

/// One item of a map projection.
#[derive(Debug, Clone, PartialEq)]
pub enum MapItem {
    /// `.*`
    All,
    /// `.key`
    Property(Name),
    /// `key: value`
    Entry(Name, Expr),
    /// `variable`
    Variable(Name),
}

/// What is asked of a subquery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subquery {
    /// Whether it has a row.
    Exists,
    /// How many rows it has.
    Count,
    /// The values of its one column.
    Collect,
}

/// The quantifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantifier {
    /// `all`
    All,
    /// `any`
    Any,
    /// `none`
    None,
    /// `single`
    Single,
}

/// Operators with one operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnaryOp {
    /// `NOT a`
    Not,
    /// `-a`
    Minus,
    /// `+a`
    Plus,
    /// `a IS NULL`
    IsNull,
    /// `a IS NOT NULL`
    IsNotNull,
}

/// Operators with two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BinaryOp {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Modulo,
    /// `^`
    Power,
    /// `IN`
    In,
    /// `STARTS WITH`
    StartsWith,
    /// `ENDS WITH`
    EndsWith,
    /// `CONTAINS`
    Contains,
    /// `=~`
    Matches,
}

/// Operators of three-valued logic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogicalOp {
    /// `OR`
    Or,
    /// `XOR`
    Xor,
    /// `AND`
    And,
}

/// Operators that compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompareOp {
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Expr {
    /// An expression at a place. O(number of operands).
    pub fn new(kind: ExprKind, span: Span) -> Self {
        let mut depth = 0;
        kind.operands(&mut |operand: &Expr| depth = depth.max(operand.depth));
        Self {
            kind,
            span,
            depth: depth.saturating_add(1),
        }
    }

    /// An expression around a pattern or a subquery whose deepest expression is known.
    pub(super) fn around(kind: ExprKind, span: Span, inner: u16) -> Self {
        let mut expr = Self::new(kind, span);
        expr.depth = expr.depth.max(inner.saturating_add(1));
        expr
    }

    /// The number of levels of the tree.
    pub fn depth(&self) -> u16 {
        self.depth
    }

    /// The variable, if it is nothing else.
    pub fn as_variable(&self) -> Option<&Name> {
        match &self.kind {
            ExprKind::Variable(name) => Some(name),
            _ => None,
        }
    }
}

impl ExprKind {
    /// Calls a function with every direct operand, in the order they are written. Operands of
    /// patterns and subqueries are not operands of the expression.
    pub fn operands<'a>(&'a self, visit: &mut dyn FnMut(&'a Expr)) {
        match self {
            Self::Null
            | Self::Bool(_)
            | Self::Int(_)
            | Self::Float(_)
            | Self::Text(_)
            | Self::Parameter(_)
            | Self::Variable(_)
            | Self::CountStar
            | Self::Pattern(_)
            | Self::Subquery(..) => {}
            Self::List(items) | Self::Logical(_, items) => items.iter().for_each(visit),
            Self::Function { arguments, .. } => arguments.iter().for_each(visit),
            Self::Map(entries) => entries.iter().for_each(|(_, value)| visit(value)),
            Self::Property(base, _) | Self::HasLabels(base, _) | Self::Unary(_, base) => {
                visit(base);
            }
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
            Self::PatternComprehension {
                condition,
                projection,
                ..
            } => {
                if let Some(part) = condition {
                    visit(part);
                }
                visit(projection);
            }
            Self::Quantifier {
                list, condition, ..
            } => {
                visit(list);
                if let Some(part) = condition {
                    visit(part);
                }
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
            Self::MapProjection(_, items) => items.iter().for_each(|item| {
                if let MapItem::Entry(_, value) = item {
                    visit(value);
                }
            }),
        }
    }
}
