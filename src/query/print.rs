//! A tree back to text that reads as the same tree. Parentheses stand only where they are needed.

use std::fmt::{self, Display, Write as _};

use super::ast::{
    Arrow, BinaryOp, Call, Clause, ClauseKind, CompareOp, Expr, ExprKind, Imports, Length,
    LogicalOp, MapItem, Mode, Name, NodePattern, PathPattern, Projection, Quantifier, Query,
    RelationshipPattern, RemoveItem, SetItem, Shortest, SingleQuery, Statement, Subquery, UnaryOp,
    Yield,
};
use super::lexer::is_plain_name;
use super::parser::is_reserved;

impl Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.mode {
            Mode::Run => "",
            Mode::Explain => "EXPLAIN ",
            Mode::Profile => "PROFILE ",
        })?;
        self.query.fmt(f)
    }
}

impl Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.first.fmt(f)?;
        for union in &self.unions {
            f.write_str(if union.all { " UNION ALL " } else { " UNION " })?;
            union.query.fmt(f)?;
        }
        Ok(())
    }
}

impl Display for SingleQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        joined(f, &self.clauses, " ")
    }
}

/// Items with something between them.
fn joined<T: Display>(
    f: &mut fmt::Formatter<'_>,
    items: impl IntoIterator<Item = T>,
    separator: &str,
) -> fmt::Result {
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            f.write_str(separator)?;
        }
        item.fmt(f)?;
    }
    Ok(())
}

impl Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ClauseKind::Match {
                optional,
                pattern,
                condition,
            } => {
                f.write_str(if *optional {
                    "OPTIONAL MATCH "
                } else {
                    "MATCH "
                })?;
                joined(f, pattern, ", ")?;
                condition_after(f, condition.as_ref())
            }
            ClauseKind::Unwind { list, variable } => {
                write!(f, "UNWIND {list} AS {}", variable_name(variable))
            }
            ClauseKind::Call(call) => call.fmt(f),
            ClauseKind::Subquery { imports, query } => {
                f.write_str("CALL ")?;
                match imports {
                    Imports::Leading => {}
                    Imports::All => f.write_str("(*) ")?,
                    Imports::Listed(names) => {
                        f.write_str("(")?;
                        joined(f, names.iter().map(variable_name), ", ")?;
                        f.write_str(") ")?;
                    }
                }
                write!(f, "{{ {query} }}")
            }
            ClauseKind::With(projection) => write!(f, "WITH {projection}"),
            ClauseKind::Return(projection) => write!(f, "RETURN {projection}"),
            ClauseKind::Create(paths) => {
                f.write_str("CREATE ")?;
                joined(f, paths, ", ")
            }
            ClauseKind::Merge {
                path,
                on_create,
                on_match,
            } => {
                write!(f, "MERGE {path}")?;
                for (word, items) in [("CREATE", on_create), ("MATCH", on_match)] {
                    if !items.is_empty() {
                        write!(f, " ON {word} SET ")?;
                        joined(f, items, ", ")?;
                    }
                }
                Ok(())
            }
            ClauseKind::Set(items) => {
                f.write_str("SET ")?;
                joined(f, items, ", ")
            }
            ClauseKind::Remove(items) => {
                f.write_str("REMOVE ")?;
                joined(f, items, ", ")
            }
            ClauseKind::Delete { detach, targets } => {
                f.write_str(if *detach { "DETACH DELETE " } else { "DELETE " })?;
                joined(f, targets, ", ")
            }
            ClauseKind::Foreach {
                variable,
                list,
                body,
            } => {
                write!(f, "FOREACH ({} IN {list} | ", variable_name(variable))?;
                joined(f, body, " ")?;
                f.write_str(")")
            }
        }
    }
}

fn condition_after(f: &mut fmt::Formatter<'_>, condition: Option<&Expr>) -> fmt::Result {
    match condition {
        Some(condition) => write!(f, " WHERE {condition}"),
        None => Ok(()),
    }
}

impl Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CALL ")?;
        dotted(f, &self.procedure)?;
        if let Some(arguments) = &self.arguments {
            f.write_str("(")?;
            joined(f, arguments, ", ")?;
            f.write_str(")")?;
        }
        match &self.yields {
            None => Ok(()),
            Some(Yield::All(_)) => f.write_str(" YIELD *"),
            Some(Yield::Items { items, condition }) => {
                f.write_str(" YIELD ")?;
                for (at, item) in items.iter().enumerate() {
                    f.write_str(if at == 0 { "" } else { ", " })?;
                    name(f, &item.field.text)?;
                    if let Some(alias) = &item.alias {
                        write!(f, " AS {}", variable_name(alias))?;
                    }
                }
                condition_after(f, condition.as_ref())
            }
        }
    }
}

impl Display for Projection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.distinct {
            f.write_str("DISTINCT ")?;
        }
        if self.star.is_some() {
            f.write_str(if self.items.is_empty() { "*" } else { "*, " })?;
        }
        for (at, item) in self.items.iter().enumerate() {
            f.write_str(if at == 0 { "" } else { ", " })?;
            item.expr.fmt(f)?;
            if let Some(alias) = &item.alias {
                write!(f, " AS {}", variable_name(alias))?;
            }
        }
        for (at, item) in self.order.iter().enumerate() {
            f.write_str(if at == 0 { " ORDER BY " } else { ", " })?;
            item.expr.fmt(f)?;
            f.write_str(if item.descending { " DESC" } else { "" })?;
        }
        if let Some(skip) = &self.skip {
            write!(f, " SKIP {skip}")?;
        }
        if let Some(limit) = &self.limit {
            write!(f, " LIMIT {limit}")?;
        }
        condition_after(f, self.condition.as_ref())
    }
}

impl Display for SetItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Property { target, key, value } => {
                operand(f, target, Level::Postfix)?;
                f.write_str(".")?;
                name(f, &key.text)?;
                write!(f, " = {value}")
            }
            Self::Properties {
                variable,
                value,
                add,
            } => {
                let sign = if *add { "+=" } else { "=" };
                write!(f, "{} {sign} {value}", variable_name(variable))
            }
            Self::Labels { variable, labels } => {
                write!(f, "{}", variable_name(variable))?;
                write_labels(f, labels)
            }
        }
    }
}

impl Display for RemoveItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Property { target, key } => {
                operand(f, target, Level::Postfix)?;
                f.write_str(".")?;
                name(f, &key.text)
            }
            Self::Labels { variable, labels } => {
                write!(f, "{}", variable_name(variable))?;
                write_labels(f, labels)
            }
        }
    }
}

// Patterns.

impl Display for PathPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(variable) = &self.variable {
            write!(f, "{} = ", variable_name(variable))?;
        }
        f.write_str(match self.shortest {
            None => "",
            Some(Shortest::One) => "shortestPath(",
            Some(Shortest::All) => "allShortestPaths(",
        })?;
        self.start.fmt(f)?;
        for step in &self.steps {
            step.relationship.fmt(f)?;
            step.node.fmt(f)?;
        }
        f.write_str(if self.shortest.is_some() { ")" } else { "" })
    }
}

impl Display for NodePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(")?;
        if let Some(variable) = &self.variable {
            write!(f, "{}", variable_name(variable))?;
        }
        write_labels(f, &self.labels)?;
        if let Some(properties) = &self.properties {
            write!(f, " {properties}")?;
        }
        f.write_str(")")
    }
}

impl Display for RelationshipPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (left, right) = match self.direction {
            Arrow::Right => ("-", "->"),
            Arrow::Left => ("<-", "-"),
            Arrow::Neither => ("-", "-"),
            Arrow::Both => ("<-", "->"),
        };
        write!(f, "{left}[")?;
        if let Some(variable) = &self.variable {
            write!(f, "{}", variable_name(variable))?;
        }
        for (at, kind) in self.types.iter().enumerate() {
            f.write_str(if at == 0 { ":" } else { "|" })?;
            name(f, &kind.text)?;
        }
        if let Some(Length { min, max }) = self.length {
            f.write_str("*")?;
            match (min, max) {
                (Some(min), Some(max)) if min == max => write!(f, "{min}")?,
                (None, None) => {}
                _ => {
                    let text = |bound: Option<u32>| bound.map_or(String::new(), |b| b.to_string());
                    write!(f, "{}..{}", text(min), text(max))?;
                }
            }
        }
        if let Some(properties) = &self.properties {
            write!(f, " {properties}")?;
        }
        write!(f, "]{right}")
    }
}

// Names.

fn name(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    if is_plain_name(text) {
        f.write_str(text)
    } else {
        write!(f, "`{}`", text.replace('`', "``"))
    }
}

/// A name that must not read as a keyword or as the beginning of something else.
fn variable_name(name: &Name) -> impl Display + use<'_> {
    struct Variable<'n>(&'n str);
    impl Display for Variable<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let plain = is_plain_name(self.0)
                && !is_reserved(self.0)
                && !AMBIGUOUS
                    .iter()
                    .any(|word| word.eq_ignore_ascii_case(self.0));
            if plain {
                f.write_str(self.0)
            } else {
                write!(f, "`{}`", self.0.replace('`', "``"))
            }
        }
    }
    Variable(&name.text)
}

/// Words that something else may begin with.
const AMBIGUOUS: [&str; 6] = [
    "count",
    "collect",
    "shortestPath",
    "allShortestPaths",
    "explain",
    "profile",
];

fn dotted(f: &mut fmt::Formatter<'_>, full: &Name) -> fmt::Result {
    for (at, part) in full.text.split('.').enumerate() {
        f.write_str(if at == 0 { "" } else { "." })?;
        name(f, part)?;
    }
    Ok(())
}

fn write_labels(f: &mut fmt::Formatter<'_>, labels: &[Name]) -> fmt::Result {
    for label in labels {
        f.write_str(":")?;
        name(f, &label.text)?;
    }
    Ok(())
}

// Expressions.

/// How tightly an expression is bound, the loosest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Or,
    Xor,
    And,
    Not,
    Comparison,
    Predicate,
    Sum,
    Product,
    Power,
    Unary,
    Postfix,
    Atom,
}

fn level(expr: &Expr) -> Level {
    match &expr.kind {
        ExprKind::Logical(LogicalOp::Or, _) => Level::Or,
        ExprKind::Logical(LogicalOp::Xor, _) => Level::Xor,
        ExprKind::Logical(LogicalOp::And, _) => Level::And,
        ExprKind::Unary(UnaryOp::Not, _) => Level::Not,
        ExprKind::Comparison(..) => Level::Comparison,
        ExprKind::Unary(UnaryOp::IsNull | UnaryOp::IsNotNull, _) => Level::Predicate,
        ExprKind::Binary(op, ..) => match op {
            BinaryOp::Add | BinaryOp::Subtract => Level::Sum,
            BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Modulo => Level::Product,
            BinaryOp::Power => Level::Power,
            _ => Level::Predicate,
        },
        ExprKind::Unary(UnaryOp::Minus | UnaryOp::Plus, _) | ExprKind::Int(..0) => Level::Unary,
        // What follows a pattern could read as its next relationship.
        ExprKind::Pattern(path) if path.shortest.is_none() => Level::Not,
        ExprKind::Property(..)
        | ExprKind::Index(..)
        | ExprKind::Slice(..)
        | ExprKind::HasLabels(..) => Level::Postfix,
        _ => Level::Atom,
    }
}

/// An operand, in parentheses if it is bound more loosely than its place.
fn operand(f: &mut fmt::Formatter<'_>, expr: &Expr, min: Level) -> fmt::Result {
    if level(expr) < min {
        write!(f, "({expr})")
    } else {
        expr.fmt(f)
    }
}

fn tighter(level: Level) -> Level {
    match level {
        Level::Or => Level::Xor,
        Level::Xor => Level::And,
        Level::And => Level::Not,
        Level::Not => Level::Comparison,
        Level::Comparison => Level::Predicate,
        Level::Predicate => Level::Sum,
        Level::Sum => Level::Product,
        Level::Product => Level::Power,
        Level::Power | Level::Unary => Level::Unary,
        Level::Postfix | Level::Atom => Level::Atom,
    }
}

impl Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let here = level(self);
        match &self.kind {
            ExprKind::Null => f.write_str("null"),
            ExprKind::Bool(value) => write!(f, "{value}"),
            ExprKind::Int(value) => write!(f, "{value}"),
            ExprKind::Float(value) => write!(f, "{value:?}"),
            ExprKind::Text(value) => string(f, value),
            ExprKind::Parameter(parameter) => {
                f.write_str("$")?;
                let digits = parameter.text.bytes().all(|b| b.is_ascii_digit());
                if digits && !parameter.text.is_empty() {
                    f.write_str(&parameter.text)
                } else {
                    name(f, &parameter.text)
                }
            }
            ExprKind::Variable(variable) => write!(f, "{}", variable_name(variable)),
            ExprKind::List(items) => {
                f.write_str("[")?;
                for (at, item) in items.iter().enumerate() {
                    f.write_str(if at == 0 { "" } else { ", " })?;
                    first_item(f, item, at == 0)?;
                }
                f.write_str("]")
            }
            ExprKind::Map(entries) => {
                f.write_str("{")?;
                for (at, (key, value)) in entries.iter().enumerate() {
                    f.write_str(if at == 0 { "" } else { ", " })?;
                    name(f, &key.text)?;
                    write!(f, ": {value}")?;
                }
                f.write_str("}")
            }
            ExprKind::Property(base, key) => {
                operand(f, base, Level::Postfix)?;
                f.write_str(".")?;
                name(f, &key.text)
            }
            ExprKind::Index(base, index) => {
                operand(f, base, Level::Postfix)?;
                write!(f, "[{index}]")
            }
            ExprKind::Slice(base, from, to) => {
                operand(f, base, Level::Postfix)?;
                f.write_str("[")?;
                if let Some(from) = from {
                    write!(f, "{from} ")?;
                }
                f.write_str("..")?;
                if let Some(to) = to {
                    write!(f, " {to}")?;
                }
                f.write_str("]")
            }
            ExprKind::HasLabels(base, labels) => {
                // Labels after labels would be one list of labels.
                let min = match base.kind {
                    ExprKind::HasLabels(..) => Level::Atom,
                    _ => Level::Postfix,
                };
                operand(f, base, min)?;
                write_labels(f, labels)
            }
            ExprKind::Unary(op, inner) => match op {
                UnaryOp::Not => {
                    f.write_str("NOT ")?;
                    operand(f, inner, Level::Not)
                }
                UnaryOp::Minus | UnaryOp::Plus => {
                    f.write_str(if *op == UnaryOp::Minus { "-" } else { "+" })?;
                    // A minus before a number would be part of it.
                    if matches!(first_of(inner).kind, ExprKind::Int(_)) {
                        return write!(f, "({inner})");
                    }
                    operand(f, inner, Level::Unary)
                }
                UnaryOp::IsNull => {
                    operand(f, inner, Level::Predicate)?;
                    f.write_str(" IS NULL")
                }
                UnaryOp::IsNotNull => {
                    operand(f, inner, Level::Predicate)?;
                    f.write_str(" IS NOT NULL")
                }
            },
            ExprKind::Binary(op, left, right) => {
                operand(f, left, here)?;
                write!(f, " {} ", binary_text(*op))?;
                operand(f, right, tighter(here))
            }
            ExprKind::Logical(op, operands) => {
                let word = match op {
                    LogicalOp::Or => " OR ",
                    LogicalOp::Xor => " XOR ",
                    LogicalOp::And => " AND ",
                };
                for (at, item) in operands.iter().enumerate() {
                    f.write_str(if at == 0 { "" } else { word })?;
                    operand(f, item, tighter(here))?;
                }
                Ok(())
            }
            ExprKind::Comparison(first, rest) => {
                operand(f, first, Level::Predicate)?;
                for (op, item) in rest {
                    write!(f, " {} ", compare_text(*op))?;
                    operand(f, item, Level::Predicate)?;
                }
                Ok(())
            }
            ExprKind::Case {
                subject,
                branches,
                otherwise,
            } => {
                f.write_str("CASE")?;
                if let Some(subject) = subject {
                    write!(f, " {subject}")?;
                }
                for (when, then) in branches {
                    write!(f, " WHEN {when} THEN {then}")?;
                }
                if let Some(otherwise) = otherwise {
                    write!(f, " ELSE {otherwise}")?;
                }
                f.write_str(" END")
            }
            ExprKind::CountStar => f.write_str("count(*)"),
            ExprKind::Function {
                name,
                distinct,
                arguments,
            } => {
                dotted(f, name)?;
                f.write_str(if *distinct { "(DISTINCT " } else { "(" })?;
                for (at, item) in arguments.iter().enumerate() {
                    f.write_str(if at == 0 { "" } else { ", " })?;
                    first_item(f, item, at == 0)?;
                }
                f.write_str(")")
            }
            ExprKind::ListComprehension {
                variable,
                list,
                condition,
                projection,
            } => {
                write!(f, "[{} IN {list}", variable_name(variable))?;
                condition_after(f, condition.as_deref())?;
                if let Some(projection) = projection {
                    write!(f, " | {projection}")?;
                }
                f.write_str("]")
            }
            ExprKind::PatternComprehension {
                path,
                condition,
                projection,
            } => {
                write!(f, "[{path}")?;
                condition_after(f, condition.as_deref())?;
                write!(f, " | {projection}]")
            }
            ExprKind::Quantifier {
                kind,
                variable,
                list,
                condition,
            } => {
                let word = match kind {
                    Quantifier::All => "all",
                    Quantifier::Any => "any",
                    Quantifier::None => "none",
                    Quantifier::Single => "single",
                };
                write!(f, "{word}({} IN {list}", variable_name(variable))?;
                condition_after(f, condition.as_deref())?;
                f.write_str(")")
            }
            ExprKind::Reduce {
                accumulator,
                initial,
                variable,
                list,
                step,
            } => write!(
                f,
                "reduce({} = {initial}, {} IN {list} | {step})",
                variable_name(accumulator),
                variable_name(variable)
            ),
            ExprKind::Pattern(path) => path.fmt(f),
            ExprKind::Subquery(kind, query) => {
                f.write_str(match kind {
                    Subquery::Exists => "EXISTS",
                    Subquery::Count => "COUNT",
                    Subquery::Collect => "COLLECT",
                })?;
                write!(f, " {{ {query} }}")
            }
            ExprKind::MapProjection(variable, items) => {
                write!(f, "{} {{", variable_name(variable))?;
                for (at, item) in items.iter().enumerate() {
                    f.write_str(if at == 0 { "" } else { ", " })?;
                    match item {
                        MapItem::All => f.write_str(".*")?,
                        MapItem::Property(key) => {
                            f.write_str(".")?;
                            name(f, &key.text)?;
                        }
                        MapItem::Entry(key, value) => {
                            name(f, &key.text)?;
                            write!(f, ": {value}")?;
                        }
                        MapItem::Variable(variable) => write!(f, "{}", variable_name(variable))?,
                    }
                }
                f.write_str("}")
            }
        }
    }
}

/// An item of a list. `[x IN list]` and `[(a)-->(b) …]` would be comprehensions, `reduce(a = 0, …)`
/// a fold: the first item is in parentheses if it begins like one.
fn first_item(f: &mut fmt::Formatter<'_>, item: &Expr, first: bool) -> fmt::Result {
    let begins_special = match &first_of(item).kind {
        ExprKind::Variable(_) => level(item) < Level::Postfix,
        ExprKind::Pattern(path) => path.shortest.is_none(),
        _ => false,
    };
    if first && begins_special {
        write!(f, "({item})")
    } else {
        item.fmt(f)
    }
}

/// The expression that an expression begins with.
fn first_of(expr: &Expr) -> &Expr {
    match &expr.kind {
        ExprKind::Logical(_, operands) => operands.first().map_or(expr, first_of),
        ExprKind::Unary(UnaryOp::IsNull | UnaryOp::IsNotNull, base)
        | ExprKind::Comparison(base, _)
        | ExprKind::Binary(_, base, _)
        | ExprKind::Property(base, _)
        | ExprKind::Index(base, _)
        | ExprKind::Slice(base, ..)
        | ExprKind::HasLabels(base, _) => first_of(base),
        _ => expr,
    }
}

/// A string in quotes. Characters that commands of a terminal begin with are escaped.
fn string(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("'")?;
    for c in text.chars() {
        match c {
            '\'' => f.write_str("\\'")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            c if c.is_control() => write!(f, "\\u{:04X}", u32::from(c))?,
            c => f.write_char(c)?,
        }
    }
    f.write_str("'")
}

fn binary_text(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Add => "+",
        BinaryOp::Subtract => "-",
        BinaryOp::Multiply => "*",
        BinaryOp::Divide => "/",
        BinaryOp::Modulo => "%",
        BinaryOp::Power => "^",
        BinaryOp::In => "IN",
        BinaryOp::StartsWith => "STARTS WITH",
        BinaryOp::EndsWith => "ENDS WITH",
        BinaryOp::Contains => "CONTAINS",
        BinaryOp::Matches => "=~",
    }
}

fn compare_text(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Equal => "=",
        CompareOp::NotEqual => "<>",
        CompareOp::Less => "<",
        CompareOp::LessOrEqual => "<=",
        CompareOp::Greater => ">",
        CompareOp::GreaterOrEqual => ">=",
    }
}

#[cfg(test)]
mod tests;
