//! Sequences of clauses: which may follow which, and the reading ones.

use super::super::ast::{self, ClauseKind, Imports, Span};
use super::super::error::Error;
use super::super::value::Kinds;
use super::pattern::Introduce;
use super::scope::{Scope, Type};
use super::tree::{Branch, CallSubquery, Clause, Column, Expr, Match, Query};
use super::{Bind, Binder, Position, semantic};

impl Binder<'_> {
    pub(super) fn branch(&mut self, query: &ast::SingleQuery, position: Position) -> Bind<Branch> {
        let mut clauses = Vec::with_capacity(query.clauses.len());
        let mut columns = Vec::new();
        let standalone = query.clauses.len() == 1 && position == Position::Top;
        let count = query.clauses.len();
        for (at, clause) in query.clauses.iter().enumerate() {
            let last = at + 1 == count;
            check_composition(clause, last, position)?;
            match &clause.kind {
                ClauseKind::Match {
                    optional,
                    pattern,
                    condition,
                } => {
                    let bound = self.match_clause(*optional, pattern, condition.as_ref())?;
                    clauses.push(Clause::Match(bound));
                }
                ClauseKind::Unwind { list, variable } => {
                    let (list, ty) = self.expr(list)?;
                    if self.scope.find(&variable.text).is_some() {
                        return Err(already_bound(variable));
                    }
                    let element = if ty.can_be(Kinds::LIST) && ty.kinds == Kinds::LIST {
                        ty.elements()
                    } else {
                        Type::ANY
                    };
                    let slot = self.declare(variable, element);
                    clauses.push(Clause::Unwind { list, slot });
                }
                ClauseKind::Call(call) if standalone => {
                    let (call, found) = self.standalone_call(call)?;
                    clauses.push(call);
                    columns = found;
                }
                ClauseKind::Call(call) => clauses.push(self.call(call)?),
                ClauseKind::Subquery { imports, query } => {
                    clauses.push(self.call_subquery(imports, query, clause.span)?);
                }
                ClauseKind::With(projection) => {
                    let (projection, _) = self.projection(projection, false)?;
                    clauses.push(Clause::Project(projection));
                }
                ClauseKind::Return(projection) => {
                    let (projection, found) = self.projection(projection, true)?;
                    clauses.push(Clause::Project(projection));
                    columns = found;
                }
                _ => {
                    let live = self.scope.slots();
                    let write = self.write(clause)?;
                    clauses.push(Clause::Write { write, live });
                }
            }
        }
        Ok(Branch { clauses, columns })
    }

    pub(super) fn match_clause(
        &mut self,
        optional: bool,
        pattern: &[ast::PathPattern],
        condition: Option<&ast::Expr>,
    ) -> Bind<Match> {
        let before = self.scope.variables.len();
        let mut graph = self.pattern(pattern, Introduce::Variables)?;
        let introduced = self.scope.variables[before..]
            .iter()
            .map(|v| v.slot)
            .collect();
        if let Some(condition) = condition {
            graph
                .conditions
                .extend(conjuncts(self.condition(condition)?));
        }
        Ok(Match {
            optional,
            pattern: graph,
            introduced,
        })
    }

    /// The condition of a `WHERE`.
    pub(super) fn condition(&mut self, condition: &ast::Expr) -> Bind<Expr> {
        self.with_aggregation(super::Aggregation::Forbidden, |binder| {
            binder.truth_expr(condition)
        })
    }

    /// A query inside an expression or a clause sees the variables around it.
    pub(super) fn subquery(&mut self, query: &ast::Query, position: Position) -> Bind<Query> {
        let around = self.scope.clone();
        self.scope.outer = self.scope.variables.len();
        let result = self.with_aggregation(super::Aggregation::Forbidden, |binder| {
            let patterns_allowed = std::mem::take(&mut binder.patterns_allowed);
            let result = binder.query(query, position);
            binder.patterns_allowed = patterns_allowed;
            result
        });
        self.scope = around;
        result
    }

    fn call_subquery(&mut self, imports: &Imports, query: &ast::Query, span: Span) -> Bind<Clause> {
        let live = self.scope.slots();
        let around = self.scope.clone();
        let mut inner = Scope::default();
        match imports {
            Imports::All => inner.variables.clone_from(&around.variables),
            Imports::Listed(names) => {
                for name in names {
                    let Some((_, variable)) = around.find(&name.text) else {
                        return Err(self.undefined(name));
                    };
                    inner.variables.push(variable.clone());
                }
            }
            // The variables of a leading `WITH` are those around; nothing else is seen.
            Imports::Leading if leads_with_import(query) => {
                inner.variables.clone_from(&around.variables);
            }
            Imports::Leading => {}
        }
        if !matches!(imports, Imports::Leading) {
            inner.outer = inner.variables.len();
        }
        self.scope = inner;
        let wrote = std::mem::take(&mut self.writes);
        let result = self.query(query, Position::Call);
        let writes = std::mem::replace(&mut self.writes, wrote) || self.writes;
        self.writes |= writes;
        let types: Vec<_> = match &result {
            Ok(query) if query.branches.len() == 1 => query
                .columns
                .iter()
                .map(|column| {
                    self.scope
                        .find(&column.name)
                        .map_or(Type::ANY, |(_, variable)| variable.ty.clone())
                })
                .collect(),
            _ => Vec::new(),
        };
        self.scope = around;
        let query = result?;
        for (at, Column { name, slot }) in query.columns.iter().enumerate() {
            if self.scope.find(name).is_some() {
                return Err(semantic(
                    "VariableAlreadyBound",
                    span,
                    format!("the subquery returns `{name}`, which is already bound"),
                ));
            }
            let ty = types.get(at).cloned().unwrap_or(Type::ANY);
            self.scope.declare(name.clone(), *slot, ty);
        }
        Ok(Clause::Subquery(CallSubquery {
            is_unit: query.columns.is_empty(),
            query,
            writes,
            live,
        }))
    }
}

/// Whether a clause may stand where it does.
fn check_composition(clause: &ast::Clause, last: bool, position: Position) -> Bind<()> {
    let wrong = |message: &str| {
        Err(semantic(
            "InvalidClauseComposition",
            clause.span,
            message.to_owned(),
        ))
    };
    let kind = &clause.kind;
    let reads_only = matches!(position, Position::Exists | Position::Collect);
    if kind.only_writes() && reads_only {
        return wrong("a subquery in an expression cannot change the graph");
    }
    if matches!(kind, ClauseKind::Return(_)) && !last {
        return wrong("RETURN must be the last clause");
    }
    let ends = match kind {
        ClauseKind::Return(_) => true,
        ClauseKind::Match { .. } | ClauseKind::Unwind { .. } | ClauseKind::With(_) => {
            position == Position::Exists
        }
        _ => position != Position::Collect,
    };
    if last && !ends {
        return wrong("the query must end with RETURN or a clause that changes the graph");
    }
    Ok(())
}

/// Whether every branch begins with a `WITH` that takes variables from around.
fn leads_with_import(query: &ast::Query) -> bool {
    let imports = |query: &ast::SingleQuery| {
        matches!(
            query.clauses.first().map(|clause| &clause.kind),
            Some(ClauseKind::With(projection))
                if projection.star.is_some()
                    || projection.items.iter().all(|item| item.expr.as_variable().is_some())
        )
    };
    imports(&query.first) || query.unions.iter().any(|union| imports(&union.query))
}

/// The operands of a conjunction.
pub(super) fn conjuncts(condition: Expr) -> Vec<Expr> {
    match condition {
        Expr::And(operands) => operands.into_iter().flat_map(conjuncts).collect(),
        other => vec![other],
    }
}

pub(super) fn already_bound(name: &ast::Name) -> Error {
    semantic(
        "VariableAlreadyBound",
        name.span,
        format!("the variable `{}` is already bound", name.text),
    )
}
