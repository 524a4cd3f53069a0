//! `WITH` and `RETURN`: columns, grouping, and what `ORDER BY` and `WHERE` see.

use std::sync::Arc;

use super::super::ast::{self, ExprKind, Name};
use super::super::error::Error;
use super::super::functions::aggregates;
use super::super::value::Kinds;
use super::scope::{Computed, Scope, Type, is_simple};
use super::tree::{Column, Expr, Grouping, Projection, Slot};
use super::{Aggregation, Bind, Binder, semantic};

/// An item with its name.
struct Item {
    name: Arc<str>,
    expr: ast::Expr,
    aggregates: bool,
}

impl Binder<'_> {
    pub(super) fn projection(
        &mut self,
        projection: &ast::Projection,
        is_return: bool,
    ) -> Bind<(Projection, Vec<Column>)> {
        let (items, no_alias) = self.items(projection, is_return)?;
        let aggregating = items.iter().any(|item| item.aggregates);
        let grouped = aggregating || projection.distinct;
        let mut bound = Projection {
            grouping: None,
            items: Vec::new(),
            distinct: projection.distinct,
            order: Vec::new(),
            skip: None,
            limit: None,
            condition: None,
            live: Vec::new(),
            kept: Vec::new(),
        };
        let (columns, computed) = if aggregating {
            self.group(&items, &mut bound)?
        } else {
            self.project(&items, &mut bound)?
        };
        bound.live = columns.iter().map(|(slot, _)| *slot).collect();
        bound.live.sort_unstable();
        bound.live.dedup();
        let mut after = Scope {
            variables: self.scope.variables[..self.scope.outer].to_vec(),
            outer: self.scope.outer,
        };
        let declare = |scope: &mut Scope| {
            for (item, (slot, ty)) in items.iter().zip(&columns) {
                scope.declare(item.name.clone(), *slot, ty.clone());
            }
        };
        declare(&mut after);
        bound.skip = self.row_count(projection.skip.as_ref())?;
        bound.limit = self.row_count(projection.limit.as_ref())?;
        // Where rows stay apart, what was seen before is still seen.
        let mut seen = after.clone();
        if !grouped {
            seen = self.scope.clone();
            declare(&mut seen);
        }
        self.scope = seen;
        let result = self.order_and_condition(projection, grouped, computed, &mut bound);
        self.scope = after;
        result?;
        bound.kept.clone_from(&bound.live);
        if let Some(condition) = &bound.condition {
            condition.slots(&mut bound.kept);
            bound.kept.sort_unstable();
            bound.kept.dedup();
        }
        if let Some(error) = no_alias {
            return Err(error);
        }
        let columns = (items.iter().zip(&columns))
            .map(|(item, (slot, _))| Column {
                name: item.name.clone(),
                slot: *slot,
            })
            .collect();
        Ok((bound, columns))
    }

    /// The items with their names, and the error of an item that needs an alias and has none.
    fn items(
        &self,
        projection: &ast::Projection,
        is_return: bool,
    ) -> Bind<(Vec<Item>, Option<Error>)> {
        let mut items = Vec::new();
        if let Some(star) = projection.star {
            let own = self.scope.own();
            if own.is_empty() && is_return {
                return Err(semantic(
                    "NoVariablesInScope",
                    star,
                    "RETURN * needs a variable, and there is none",
                ));
            }
            items.extend(own.into_iter().map(|variable| {
                let name = Name {
                    text: variable.name.clone(),
                    span: star,
                };
                Item {
                    name: variable.name.clone(),
                    expr: ast::Expr::new(ExprKind::Variable(name), star),
                    aggregates: false,
                }
            }));
        }
        let mut no_alias = None;
        for item in &projection.items {
            let name = match (&item.alias, item.expr.as_variable()) {
                (Some(alias), _) => alias.text.clone(),
                (None, Some(variable)) => variable.text.clone(),
                (None, None) => {
                    if !is_return && no_alias.is_none() {
                        no_alias = Some(
                            semantic(
                                "NoExpressionAlias",
                                item.text,
                                "an expression in WITH needs a name",
                            )
                            .help("write `AS` and a name after it"),
                        );
                    }
                    self.text[item.text.range()].into()
                }
            };
            if items.iter().any(|known: &Item| known.name == name) {
                return Err(semantic(
                    "ColumnNameConflict",
                    item.alias.as_ref().map_or(item.text, |alias| alias.span),
                    format!("there are two columns with the name `{name}`"),
                ));
            }
            items.push(Item {
                name,
                aggregates: has_aggregates(&item.expr),
                expr: item.expr.clone(),
            });
        }
        Ok((items, no_alias))
    }

    /// Items without aggregates.
    fn project(
        &mut self,
        items: &[Item],
        bound: &mut Projection,
    ) -> Bind<(Vec<(Slot, Type)>, Computed)> {
        let mut columns = Vec::new();
        let mut computed = Computed::default();
        for item in items {
            let (expr, ty) = self.expr(&item.expr)?;
            let slot = match expr {
                // A variable stays where it is.
                Expr::Slot(slot) => slot,
                expr => {
                    let slot = self.new_slot();
                    bound.items.push((slot, expr));
                    slot
                }
            };
            columns.push((slot, ty.clone()));
            computed.items.push((item.expr.clone(), slot, ty));
        }
        Ok((columns, computed))
    }

    /// Items of which some aggregate: the others are the keys.
    fn group(
        &mut self,
        items: &[Item],
        bound: &mut Projection,
    ) -> Bind<(Vec<(Slot, Type)>, Computed)> {
        let mut computed = Computed {
            hidden: self.scope.variables.len(),
            ..Computed::default()
        };
        let mut keys = Vec::new();
        let mut columns = vec![None; items.len()];
        for (item, column) in items.iter().zip(&mut columns) {
            if item.aggregates {
                continue;
            }
            let (expr, ty) = self.expr(&item.expr)?;
            let slot = match expr {
                Expr::Slot(slot) => slot,
                _ => self.new_slot(),
            };
            keys.push((slot, expr));
            if !is_simple(&item.expr) {
                variables_of(&item.expr, &mut computed.inside);
            }
            computed.items.push((item.expr.clone(), slot, ty.clone()));
            *column = Some((slot, ty));
        }
        let outer_aggregates = std::mem::take(&mut self.aggregates);
        let outer_computed = self.computed.replace(computed);
        let mut result = Ok(());
        for (item, column) in items.iter().zip(&mut columns) {
            if !item.aggregates {
                continue;
            }
            let expr =
                self.with_aggregation(Aggregation::Allowed, |binder| binder.expr(&item.expr));
            match expr {
                Err(error) => {
                    result = Err(error);
                    break;
                }
                Ok((expr, ty)) => {
                    let slot = match expr {
                        Expr::Slot(slot) => slot,
                        expr => {
                            let slot = self.new_slot();
                            bound.items.push((slot, expr));
                            slot
                        }
                    };
                    *column = Some((slot, ty));
                }
            }
        }
        let aggregates = std::mem::replace(&mut self.aggregates, outer_aggregates);
        let mut computed =
            std::mem::replace(&mut self.computed, outer_computed).unwrap_or_default();
        result?;
        bound.grouping = Some(Grouping { keys, aggregates });
        let columns: Vec<_> = columns.into_iter().flatten().collect();
        for (item, (slot, ty)) in items.iter().zip(&columns) {
            if item.aggregates {
                computed.items.push((item.expr.clone(), *slot, ty.clone()));
            }
        }
        Ok((columns, computed))
    }

    fn order_and_condition(
        &mut self,
        projection: &ast::Projection,
        grouped: bool,
        mut computed: Computed,
        bound: &mut Projection,
    ) -> Bind<()> {
        if grouped {
            // Nothing is hidden: what is not computed is not in scope at all.
            computed.hidden = 0;
        }
        let outer = self.computed.take();
        let mut result = Ok(());
        for item in &projection.order {
            let aggregates = has_aggregates(&item.expr);
            let expr = if grouped {
                computed.complex = !aggregates;
                if let Some((_, slot, _)) =
                    computed.items.iter().find(|(expr, ..)| *expr == item.expr)
                {
                    Ok(Expr::Slot(*slot))
                } else {
                    self.computed = Some(computed.clone());
                    self.expr(&item.expr).map(|(expr, _)| expr)
                }
            } else {
                self.expr(&item.expr).map(|(expr, _)| expr)
            };
            match expr {
                Ok(expr) => bound.order.push((item.descending, expr)),
                Err(error) => {
                    result = Err(error);
                    break;
                }
            }
        }
        if let (Ok(()), Some(condition)) = (&result, &projection.condition) {
            computed.complex = true;
            self.computed = grouped.then_some(computed);
            result = self.condition(condition).map(|condition| {
                bound.condition = Some(condition);
            });
        }
        self.computed = outer;
        result
    }

    /// The number of `SKIP` and `LIMIT`.
    fn row_count(&mut self, count: Option<&ast::Expr>) -> Bind<Option<Expr>> {
        let Some(count) = count else {
            return Ok(None);
        };
        let mut variables = Vec::new();
        variables_of(count, &mut variables);
        if !variables.is_empty() {
            return Err(semantic(
                "NonConstantExpression",
                count.span,
                "the number of rows cannot depend on a row",
            ));
        }
        if let ExprKind::Int(..0) = count.kind {
            return Err(semantic(
                "NegativeIntegerArgument",
                count.span,
                "the number of rows cannot be negative",
            ));
        }
        let (bound, ty) = self.expr(count)?;
        if !ty.can_be(Kinds::INT) {
            return Err(semantic(
                "InvalidArgumentType",
                count.span,
                format!("the number of rows is an integer, found {}", ty.kinds),
            ));
        }
        Ok(Some(bound))
    }
}

/// Whether an expression calls an aggregate function outside subqueries.
pub(super) fn has_aggregates(expr: &ast::Expr) -> bool {
    match &expr.kind {
        ExprKind::CountStar => return true,
        ExprKind::Function { name, .. } if aggregates::find(&name.text).is_some() => return true,
        _ => {}
    }
    let mut found = false;
    expr.kind
        .operands(&mut |operand| found = found || has_aggregates(operand));
    found
}

/// Adds the variables of an expression, those of comprehensions among them.
fn variables_of(expr: &ast::Expr, variables: &mut Vec<Arc<str>>) {
    match &expr.kind {
        ExprKind::Variable(name) | ExprKind::MapProjection(name, _) => {
            variables.push(name.text.clone());
        }
        ExprKind::Pattern(path) => {
            let nodes = path.steps.iter().map(|step| &step.node);
            variables.extend(
                nodes
                    .chain([&path.start])
                    .filter_map(|node| node.variable.as_ref())
                    .map(|name| name.text.clone()),
            );
        }
        _ => {}
    }
    expr.kind
        .operands(&mut |operand| variables_of(operand, variables));
}
