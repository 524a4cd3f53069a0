//! Expressions: names to slots, functions to their code, and types as far as they are known.

use std::sync::Arc;

use super::super::ast::{
    self, BinaryOp, ExprKind, LogicalOp, MapItem, Name, Span, Subquery, UnaryOp,
};
use super::super::error::{Error, ErrorType};
use super::super::value::{Kinds, Value};
use super::pattern::Introduce;
use super::scope::Type;
use super::tree::{Branch, Clause, Expr, Match, Query, QueryGraph, Slot, SubqueryExpr};
use super::{Aggregation, Bind, Binder, Position, Use, semantic};

/// An expression and what its values can be.
pub(super) type Typed = (Expr, Type);

impl Binder<'_> {
    /// Binds an expression that is a value.
    pub(super) fn expr(&mut self, expr: &ast::Expr) -> Bind<Typed> {
        self.expr_in(expr, false)
    }

    /// Binds an expression that is a truth value; patterns may stand for one.
    pub(super) fn truth_expr(&mut self, expr: &ast::Expr) -> Bind<Expr> {
        let (bound, ty) = self.expr_in(expr, true)?;
        expect(&ty, Kinds::BOOL, expr.span)?;
        Ok(bound)
    }

    fn expr_in(&mut self, expr: &ast::Expr, patterns_allowed: bool) -> Bind<Typed> {
        if self.aggregation != Aggregation::Nested
            && let Some((slot, ty)) = self.computed.as_ref().and_then(|c| c.find(expr))
        {
            return Ok((Expr::Slot(slot), ty));
        }
        let before = std::mem::replace(&mut self.patterns_allowed, patterns_allowed);
        let result = self.kind(expr);
        self.patterns_allowed = before;
        result
    }

    fn kind(&mut self, expr: &ast::Expr) -> Bind<Typed> {
        let constant = |value: Value| {
            let ty = Type::of(Kinds::of(value.kind()));
            Ok((Expr::Constant(value), ty))
        };
        match &expr.kind {
            ExprKind::Null => constant(Value::Null),
            ExprKind::Bool(value) => constant(Value::Bool(*value)),
            ExprKind::Int(value) => constant(Value::Int(*value)),
            ExprKind::Float(value) => constant(Value::Float(*value)),
            ExprKind::Text(value) => constant(Value::Text(value.clone())),
            ExprKind::Parameter(name) => {
                self.parameters
                    .entry(name.text.clone())
                    .or_insert(name.span);
                Ok((Expr::Parameter(name.text.clone()), Type::ANY))
            }
            ExprKind::Variable(name) => {
                let (slot, ty) = self.variable(name)?;
                Ok((Expr::Slot(slot), ty))
            }
            ExprKind::List(items) => self.list(items),
            ExprKind::Map(entries) => self.map(entries),
            ExprKind::Property(base, key) => self.property(base, key),
            ExprKind::Index(base, index) => self.index(base, index),
            ExprKind::Slice(base, from, to) => self.slice(base, from.as_deref(), to.as_deref()),
            ExprKind::HasLabels(base, labels) => {
                let (bound, ty) = self.expr(base)?;
                expect(&ty, Kinds::NODE | Kinds::RELATIONSHIP, base.span)?;
                let what = if ty.can_be(Kinds::NODE) {
                    Use::Label
                } else {
                    Use::Type
                };
                let labels = labels.iter().map(|label| self.used(label, what)).collect();
                Ok((Expr::HasLabels(Box::new(bound), labels), BOOL))
            }
            ExprKind::Unary(op, operand) => self.unary(*op, operand),
            ExprKind::Binary(op, left, right) => self.binary(*op, left, right, expr.span),
            ExprKind::Logical(op, operands) => {
                let operands = operands
                    .iter()
                    .map(|operand| self.truth_expr(operand))
                    .collect::<Bind<_>>()?;
                let bound = match op {
                    LogicalOp::And => Expr::And(operands),
                    LogicalOp::Or => Expr::Or(operands),
                    LogicalOp::Xor => Expr::Xor(operands),
                };
                Ok((bound, BOOL))
            }
            ExprKind::Comparison(first, rest) => {
                let first = Box::new(self.expr(first)?.0);
                let rest = rest
                    .iter()
                    .map(|(op, operand)| Ok((*op, self.expr(operand)?.0)))
                    .collect::<Bind<_>>()?;
                Ok((Expr::Comparison(first, rest), BOOL))
            }
            ExprKind::Case {
                subject,
                branches,
                otherwise,
            } => self.case(subject.as_deref(), branches, otherwise.as_deref()),
            ExprKind::CountStar => self.aggregate(expr, None, false, &[], expr.span),
            ExprKind::Function {
                name,
                distinct,
                arguments,
            } => self.function(expr, name, *distinct, arguments),
            ExprKind::ListComprehension {
                variable,
                list,
                condition,
                projection,
            } => {
                self.list_comprehension(variable, list, condition.as_deref(), projection.as_deref())
            }
            ExprKind::Quantifier {
                kind,
                variable,
                list,
                condition,
            } => {
                let (bound, element) = self.iterated(list)?;
                self.local(|binder| {
                    let slot = binder.declare(variable, element);
                    let condition = match condition {
                        Some(condition) => binder.truth_expr(condition)?,
                        None => Expr::Slot(slot),
                    };
                    let quantifier = Expr::Quantifier {
                        kind: *kind,
                        slot,
                        list: Box::new(bound),
                        condition: Box::new(condition),
                    };
                    Ok((quantifier, BOOL))
                })
            }
            ExprKind::Reduce {
                accumulator,
                initial,
                variable,
                list,
                step,
            } => {
                let (initial, _) = self.expr(initial)?;
                let (bound, element) = self.iterated(list)?;
                self.local(|binder| {
                    let slot_of_result = binder.declare(accumulator, Type::ANY);
                    let slot = binder.declare(variable, element);
                    let reduce = Expr::Reduce {
                        accumulator: slot_of_result,
                        initial: Box::new(initial),
                        slot,
                        list: Box::new(bound),
                        step: Box::new(binder.expr(step)?.0),
                    };
                    Ok((reduce, Type::ANY))
                })
            }
            ExprKind::PatternComprehension {
                path,
                condition,
                projection,
            } => self.pattern_comprehension(path, condition.as_deref(), projection),
            ExprKind::Pattern(path) if path.shortest.is_some() => self.shortest_path(path),
            ExprKind::Pattern(path) => self.pattern_predicate(path, expr.span),
            ExprKind::Subquery(kind, query) => self.subquery_expr(*kind, query, expr.span),
            ExprKind::MapProjection(variable, items) => self.map_projection(variable, items),
        }
    }

    /// The slot of a variable.
    pub(super) fn variable(&mut self, name: &Name) -> Bind<(Slot, Type)> {
        let Some((at, variable)) = self.scope.find(&name.text) else {
            return Err(self.undefined(name));
        };
        let found = (variable.slot, variable.ty.clone());
        // A variable that rows were grouped over is seen only if it is a key itself.
        if let Some(computed) = &self.computed
            && self.aggregation != Aggregation::Nested
            && at < computed.hidden
            && at >= self.scope.outer
        {
            let key = ast::Expr::new(ExprKind::Variable(name.clone()), name.span);
            return computed.find(&key).ok_or_else(|| ambiguous(name));
        }
        Ok(found)
    }

    pub(super) fn undefined(&self, name: &Name) -> Error {
        if let Some(computed) = &self.computed
            && self.aggregation != Aggregation::Nested
            && !computed.complex
            && computed.inside.contains(&name.text)
        {
            return ambiguous(name);
        }
        let error = semantic(
            "UndefinedVariable",
            name.span,
            format!("the variable `{}` is not defined", name.text),
        );
        let names: Vec<_> = self.scope.variables.iter().map(|v| &*v.name).collect();
        match super::super::nearest(&name.text, names.iter().copied()) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None if names.is_empty() => error,
            None => error.help(format!("in scope: {}", names.join(", "))),
        }
    }

    /// Binds what is inside a comprehension: variables of its own, no aggregates.
    fn local<T>(&mut self, rule: impl FnOnce(&mut Self) -> Bind<T>) -> Bind<T> {
        self.in_scope(|binder| binder.with_aggregation_inside(rule))
    }

    fn with_aggregation_inside<T>(&mut self, rule: impl FnOnce(&mut Self) -> Bind<T>) -> Bind<T> {
        let inside = match self.aggregation {
            Aggregation::Allowed => Aggregation::Forbidden,
            other => other,
        };
        self.with_aggregation(inside, rule)
    }

    fn list(&mut self, items: &[ast::Expr]) -> Bind<Typed> {
        let mut element: Option<Type> = None;
        let mut bound = Vec::with_capacity(items.len());
        for item in items {
            let (item, ty) = self.expr(item)?;
            element = Some(match element {
                Some(element) => element.or(ty),
                None => ty,
            });
            bound.push(item);
        }
        let ty = element.map_or(Type::of(Kinds::LIST), Type::list_of);
        if bound.iter().all(|item| matches!(item, Expr::Constant(_))) {
            let values = bound.into_iter().filter_map(|item| match item {
                Expr::Constant(value) => Some(value),
                _ => None,
            });
            return Ok((Expr::Constant(Value::list(values)), ty));
        }
        Ok((Expr::List(bound), ty))
    }

    fn map(&mut self, entries: &[(Name, ast::Expr)]) -> Bind<Typed> {
        let entries = entries
            .iter()
            .map(|(key, value)| Ok((key.text.clone(), self.expr(value)?.0)))
            .collect::<Bind<_>>()?;
        Ok((Expr::Map(entries), Type::of(Kinds::MAP)))
    }

    fn property(&mut self, base: &ast::Expr, key: &Name) -> Bind<Typed> {
        let (bound, ty) = self.expr(base)?;
        let wrong = |kind| {
            let message = format!("{} has no properties", ty.kinds);
            Err(Error::compile(
                kind,
                "InvalidArgumentType",
                base.span.range(),
                message,
            ))
        };
        if ty.kinds == Kinds::PATH {
            return wrong(ErrorType::SyntaxError);
        }
        let with_properties =
            Kinds::MAP | Kinds::NODE | Kinds::RELATIONSHIP | Kinds::INSTANT | Kinds::DURATION;
        if !ty.can_be(with_properties) {
            return wrong(ErrorType::TypeError);
        }
        let key = if ty.can_be(Kinds::NODE | Kinds::RELATIONSHIP) {
            self.used(key, Use::Key)
        } else {
            self.name_id(&key.text)
        };
        Ok((Expr::Property(Box::new(bound), key), Type::ANY))
    }

    fn index(&mut self, base: &ast::Expr, index: &ast::Expr) -> Bind<Typed> {
        let (bound, ty) = self.expr(base)?;
        let (position, _) = self.expr(index)?;
        let indexed = Kinds::LIST | Kinds::MAP | Kinds::NODE | Kinds::RELATIONSHIP;
        if !ty.can_be(indexed) {
            return Err(Error::compile(
                ErrorType::TypeError,
                "InvalidArgumentType",
                base.span.range(),
                format!("{} has no elements", ty.kinds),
            ));
        }
        let element = if ty.kinds == Kinds::LIST {
            ty.elements()
        } else {
            Type::ANY
        };
        Ok((Expr::Index(Box::new(bound), Box::new(position)), element))
    }

    fn slice(
        &mut self,
        base: &ast::Expr,
        from: Option<&ast::Expr>,
        to: Option<&ast::Expr>,
    ) -> Bind<Typed> {
        let (bound, ty) = self.expr(base)?;
        let mut bind = |part: Option<&ast::Expr>| -> Bind<Option<Box<Expr>>> {
            part.map(|part| Ok(Box::new(self.expr(part)?.0)))
                .transpose()
        };
        let (from, to) = (bind(from)?, bind(to)?);
        Ok((Expr::Slice(Box::new(bound), from, to), ty))
    }

    fn unary(&mut self, op: UnaryOp, operand: &ast::Expr) -> Bind<Typed> {
        Ok(match op {
            UnaryOp::Not => (Expr::Not(Box::new(self.truth_expr(operand)?)), BOOL),
            UnaryOp::IsNull | UnaryOp::IsNotNull => {
                let (bound, _) = self.expr(operand)?;
                (
                    Expr::IsNull(Box::new(bound), op == UnaryOp::IsNotNull),
                    BOOL,
                )
            }
            UnaryOp::Minus | UnaryOp::Plus => {
                let (bound, ty) = self.expr(operand)?;
                expect(&ty, Kinds::NUMBER | Kinds::DURATION, operand.span)?;
                let bound = Box::new(bound);
                let bound = match (op, *bound) {
                    (UnaryOp::Minus, Expr::Constant(Value::Float(value))) => {
                        Expr::Constant(Value::Float(-value))
                    }
                    (UnaryOp::Minus, bound) => Expr::Negate(Box::new(bound)),
                    (_, bound) => Expr::Plus(Box::new(bound)),
                };
                (bound, ty)
            }
        })
    }

    fn binary(
        &mut self,
        op: BinaryOp,
        left: &ast::Expr,
        right: &ast::Expr,
        span: Span,
    ) -> Bind<Typed> {
        let (a, a_type) = self.expr(left)?;
        let (b, b_type) = self.expr(right)?;
        let ty = match op {
            BinaryOp::In => {
                expect(&b_type, Kinds::LIST, right.span)?;
                BOOL
            }
            BinaryOp::StartsWith | BinaryOp::EndsWith | BinaryOp::Contains | BinaryOp::Matches => {
                BOOL
            }
            _ => arithmetic(op, &a_type, &b_type, span)?,
        };
        Ok((Expr::Binary(op, Box::new(a), Box::new(b)), ty))
    }

    fn case(
        &mut self,
        subject: Option<&ast::Expr>,
        branches: &[(ast::Expr, ast::Expr)],
        otherwise: Option<&ast::Expr>,
    ) -> Bind<Typed> {
        let searched = subject.is_none();
        let subject = subject
            .map(|subject| Ok(Box::new(self.expr(subject)?.0)))
            .transpose()?;
        let mut ty = Type::of(Kinds::NULL);
        let mut bound = Vec::with_capacity(branches.len());
        for (when, then) in branches {
            let when = if searched {
                self.truth_expr(when)?
            } else {
                self.expr(when)?.0
            };
            let (then, then_type) = self.expr(then)?;
            ty = ty.or(then_type);
            bound.push((when, then));
        }
        let otherwise = otherwise
            .map(|otherwise| {
                let (otherwise, otherwise_type) = self.expr(otherwise)?;
                ty = ty.clone().or(otherwise_type);
                Ok(Box::new(otherwise))
            })
            .transpose()?;
        let case = Expr::Case {
            subject,
            branches: bound,
            otherwise,
        };
        Ok((case, ty))
    }

    /// The list of a comprehension, and what its elements can be.
    fn iterated(&mut self, list: &ast::Expr) -> Bind<Typed> {
        let (bound, ty) = self.expr(list)?;
        expect(&ty, Kinds::LIST, list.span)?;
        Ok((bound, ty.elements()))
    }

    fn list_comprehension(
        &mut self,
        variable: &Name,
        list: &ast::Expr,
        condition: Option<&ast::Expr>,
        projection: Option<&ast::Expr>,
    ) -> Bind<Typed> {
        let (list, element) = self.iterated(list)?;
        self.local(|binder| {
            let slot = binder.declare(variable, element.clone());
            let condition = condition
                .map(|condition| binder.truth_expr(condition).map(Box::new))
                .transpose()?;
            let mut ty = element;
            let projection = projection
                .map(|projection| {
                    let (projection, projected) = binder.expr(projection)?;
                    ty = projected;
                    Ok(Box::new(projection))
                })
                .transpose()?;
            let comprehension = Expr::ListComprehension {
                slot,
                list: Box::new(list),
                condition,
                projection,
            };
            Ok((comprehension, Type::list_of(ty)))
        })
    }

    fn pattern_comprehension(
        &mut self,
        path: &ast::PathPattern,
        condition: Option<&ast::Expr>,
        projection: &ast::Expr,
    ) -> Bind<Typed> {
        self.local(|binder| {
            let paths = std::slice::from_ref(path);
            let mut graph = binder.pattern(paths, Introduce::Variables)?;
            if let Some(condition) = condition {
                let condition = binder.truth_expr(condition)?;
                graph.conditions.extend(super::clause::conjuncts(condition));
            }
            let (value, ty) = binder.expr(projection)?;
            let expr = matching(graph, Subquery::Collect, Some(value), false);
            Ok((expr, Type::list_of(ty)))
        })
    }

    pub(super) fn pattern_predicate(&mut self, path: &ast::PathPattern, span: Span) -> Bind<Typed> {
        if !self.patterns_allowed {
            return Err(semantic(
                "UnexpectedSyntax",
                span,
                "a pattern can stand only where a condition is expected",
            )
            .help(
                "write `[pattern | value]` for its matches, `EXISTS { pattern }` for a truth value",
            ));
        }
        let graph = self.pattern(std::slice::from_ref(path), Introduce::Nothing)?;
        Ok((matching(graph, Subquery::Exists, None, false), BOOL))
    }

    fn shortest_path(&mut self, path: &ast::PathPattern) -> Bind<Typed> {
        self.local(|binder| {
            let span = path.span;
            // The path gets a name that nobody can write.
            let mut named = path.clone();
            named.variable = Some(Name {
                text: Arc::from("\u{0}path"),
                span,
            });
            let graph = binder.pattern(std::slice::from_ref(&named), Introduce::Variables)?;
            let slot = graph.paths.first().map(|path| Expr::Slot(path.slot));
            let one = path.shortest == Some(ast::Shortest::One);
            let ty = if one {
                Type::of(Kinds::PATH)
            } else {
                Type::list_of(Type::of(Kinds::PATH))
            };
            Ok((matching(graph, Subquery::Collect, slot, one), ty))
        })
    }

    fn subquery_expr(&mut self, kind: Subquery, query: &ast::Query, span: Span) -> Bind<Typed> {
        let position = match kind {
            Subquery::Exists | Subquery::Count => Position::Exists,
            Subquery::Collect => Position::Collect,
        };
        let mut reads: Vec<_> = self.scope.variables.iter().map(|v| v.slot).collect();
        reads.sort_unstable();
        reads.dedup();
        let query = self.subquery(query, position)?;
        let value = match (kind, query.columns.as_slice()) {
            (Subquery::Collect, [column]) => Some(Expr::Slot(column.slot)),
            (Subquery::Collect, _) => {
                return Err(semantic(
                    "InvalidClauseComposition",
                    span,
                    "COLLECT needs a query with exactly one column",
                ));
            }
            _ => None,
        };
        let expr = SubqueryExpr {
            kind,
            query,
            value,
            reads,
            first_only: false,
            plan: None,
        };
        let ty = match kind {
            Subquery::Exists => BOOL,
            Subquery::Count => Type::of(Kinds::INT),
            Subquery::Collect => Type::of(Kinds::LIST),
        };
        Ok((Expr::Subquery(Box::new(expr)), ty))
    }

    fn map_projection(&mut self, variable: &Name, items: &[MapItem]) -> Bind<Typed> {
        let (slot, ty) = self.variable(variable)?;
        expect(
            &ty,
            Kinds::MAP | Kinds::NODE | Kinds::RELATIONSHIP,
            variable.span,
        )?;
        let mut all = false;
        let mut bound = Vec::new();
        for item in items {
            match item {
                MapItem::All => all = true,
                MapItem::Property(key) => {
                    let id = self.used(key, Use::Key);
                    let value = Expr::Property(Box::new(Expr::Slot(slot)), id);
                    bound.push((key.text.clone(), value));
                }
                MapItem::Entry(key, value) => {
                    bound.push((key.text.clone(), self.expr(value)?.0));
                }
                MapItem::Variable(name) => {
                    let (slot, _) = self.variable(name)?;
                    bound.push((name.text.clone(), Expr::Slot(slot)));
                }
            }
        }
        let projection = Expr::MapProjection {
            base: Box::new(Expr::Slot(slot)),
            all,
            items: bound,
        };
        Ok((projection, Type::of(Kinds::MAP)))
    }
}

const BOOL: Type = Type::of(Kinds::BOOL);

/// A pattern as a subquery.
fn matching(pattern: QueryGraph, kind: Subquery, value: Option<Expr>, first_only: bool) -> Expr {
    let reads = pattern.arguments.clone();
    let clause = Clause::Match(Match {
        optional: false,
        pattern,
        introduced: Vec::new(),
    });
    Expr::Subquery(Box::new(SubqueryExpr {
        kind,
        query: Query {
            branches: vec![Branch {
                clauses: vec![clause],
                columns: Vec::new(),
            }],
            distinct: false,
            columns: Vec::new(),
        },
        value,
        reads,
        first_only,
        plan: None,
    }))
}

/// Complains if a value can be nothing that is accepted.
pub(super) fn expect(found: &Type, expected: Kinds, span: Span) -> Bind<()> {
    if found.can_be(expected) {
        return Ok(());
    }
    Err(semantic(
        "InvalidArgumentType",
        span,
        format!("expected {expected}, found {}", found.kinds),
    ))
}

/// The type of an arithmetic operation.
fn arithmetic(op: BinaryOp, a: &Type, b: &Type, span: Span) -> Bind<Type> {
    let number_or_duration = Kinds::NUMBER | Kinds::DURATION;
    let accepted = match op {
        BinaryOp::Modulo | BinaryOp::Power => Kinds::NUMBER,
        BinaryOp::Multiply | BinaryOp::Divide => number_or_duration,
        BinaryOp::Subtract => number_or_duration | Kinds::INSTANT,
        _ => Kinds::ANY,
    };
    expect(a, accepted, span)?;
    expect(b, accepted, span)?;
    let is = |kinds: Kinds| a.kinds == kinds && b.kinds == kinds;
    let number = |ty: &Type| [Kinds::INT, Kinds::FLOAT, Kinds::NUMBER].contains(&ty.kinds);
    Ok(if op == BinaryOp::Power && number(a) && number(b) {
        Type::of(Kinds::FLOAT)
    } else if is(Kinds::INT) {
        Type::of(Kinds::INT)
    } else if number(a) && number(b) {
        Type::of(Kinds::NUMBER)
    } else if op == BinaryOp::Add && is(Kinds::TEXT) {
        Type::of(Kinds::TEXT)
    } else if op == BinaryOp::Add && (a.kinds == Kinds::LIST || b.kinds == Kinds::LIST) {
        Type::of(Kinds::LIST)
    } else {
        Type::ANY
    })
}

fn ambiguous(name: &Name) -> Error {
    semantic(
        "AmbiguousAggregationExpression",
        name.span,
        format!(
            "`{}` stands beside an aggregate, but rows are not grouped by it",
            name.text
        ),
    )
    .help("make it an item of its own, in a WITH before if it is more than a property")
}
