//! Bound clauses into a plan, clause by clause.

use std::sync::Arc;

use super::super::bind::tree::{
    self, Branch, Clause, Expr, Match, Merge, Projection, Query, Slot, SubqueryExpr, Write,
};
use super::super::error::{Error, ErrorType, Phase};
use super::cost::{Statistics, selectivity};
use super::merge::{Step, merge};
use super::{Op, Plan};

/// How patterns are put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strategy {
    /// By estimated cost, with conditions as early as they can be told.
    Cheapest,
    /// As they are written, with conditions at the end: the meaning, and nothing but it.
    AsWritten,
}

/// The most operators in one row of operators.
const MAX_OPERATORS: usize = 700;

/// Makes plans.
pub struct Planner<'a> {
    pub(super) strategy: Strategy,
    pub(super) statistics: Statistics<'a>,
    pub(super) names: &'a [Arc<str>],
    /// What makes a finished plan better.
    passes: fn(&mut Plan),
}

impl<'a> Planner<'a> {
    /// A planner for queries on a graph, and what makes its plans better.
    pub fn new(
        strategy: Strategy,
        graph: &'a crate::graph::Graph,
        names: &'a [Arc<str>],
        passes: fn(&mut Plan),
    ) -> Self {
        Self {
            strategy,
            statistics: Statistics::new(graph),
            names,
            passes,
        }
    }

    /// The plan of a query.
    ///
    /// # Errors
    ///
    /// `LimitExceeded` if it would have too many operators.
    pub fn query(&self, query: Query) -> Result<Plan, Error> {
        let mut plan = self.query_after(query)?;
        if self.strategy == Strategy::Cheapest {
            (self.passes)(&mut plan);
        }
        Ok(plan)
    }

    fn query_after(&self, query: Query) -> Result<Plan, Error> {
        let Query {
            mut branches,
            distinct,
            columns,
        } = query;
        if branches.len() == 1
            && let Some(branch) = branches.pop()
        {
            return self.branch(branch);
        }
        let mut planned = Vec::new();
        let mut estimate = 0.0;
        for branch in branches {
            let names = branch.columns.clone();
            let plan = self.branch(branch)?;
            estimate += plan.estimate;
            planned.push((plan, names));
        }
        let slots = columns.iter().map(|column| column.slot).collect();
        let union = Op::Union {
            branches: planned,
            columns,
        };
        let plan = Plan::argument().then(union, estimate);
        if distinct {
            return Ok(plan.then(Op::Distinct(slots), estimate));
        }
        Ok(plan)
    }

    fn branch(&self, branch: Branch) -> Result<Plan, Error> {
        let mut plan = Plan::argument();
        let mut clauses = branch.clauses;
        if self.strategy == Strategy::Cheapest {
            move_conditions(&mut clauses);
            for step in merge(clauses) {
                plan = match step {
                    Step::Pattern(merged) => self.patterns(plan, merged)?,
                    Step::Clause(clause) => self.clause(plan, clause)?,
                };
            }
        } else {
            for clause in clauses {
                plan = self.clause(plan, clause)?;
            }
        }
        let mut operators = 0;
        let mut at = Some(&plan);
        while let Some(found) = at {
            operators += 1;
            at = found.input.as_deref();
        }
        if operators > MAX_OPERATORS {
            // Taken apart one by one, as a tree so deep cannot be dropped.
            let mut next = Some(Box::new(plan));
            while let Some(mut found) = next {
                next = found.input.take();
            }
            return Err(Error::new(
                ErrorType::LimitExceeded,
                Phase::CompileTime,
                "TooManyClauses",
                format!("the query takes {operators} steps, at most {MAX_OPERATORS} are possible"),
            ));
        }
        Ok(plan)
    }

    fn clause(&self, plan: Plan, clause: Clause) -> Result<Plan, Error> {
        let rows = plan.estimate;
        Ok(match clause {
            Clause::Match(clause) => self.match_clause(plan, clause)?,
            Clause::Unwind { list, slot } => {
                let list = self.expr(list)?;
                let length = match &list {
                    Expr::Constant(value) => value.as_list().map_or(1, <[_]>::len),
                    _ => 10,
                };
                #[expect(clippy::cast_precision_loss, reason = "an estimate")]
                let estimate = rows * length as f64;
                plan.then(Op::Unwind { list, slot }, estimate)
            }
            Clause::Call(call) => {
                let op = Op::Call {
                    procedure: call.procedure,
                    arguments: self.exprs(call.arguments)?,
                    outputs: call.outputs,
                    is_void: call.is_void,
                };
                let plan = plan.then(op, rows * 10.0);
                self.filter(plan, call.condition.into_iter().collect())?
            }
            Clause::Subquery(call) => {
                let columns = call.query.columns.iter().map(|c| c.slot).collect();
                let inner = Box::new(self.query_after(call.query)?);
                let estimate = rows * if call.is_unit { 1.0 } else { inner.estimate };
                let op = Op::Apply {
                    inner,
                    is_unit: call.is_unit,
                    writes: call.writes,
                    live: call.live,
                    columns,
                };
                plan.then(op, estimate)
            }
            Clause::Project(projection) => self.project(plan, projection)?,
            Clause::Write { write, live } => {
                let write = self.write(write)?;
                add_write(plan, write, live)
            }
        })
    }

    fn match_clause(&self, plan: Plan, clause: Match) -> Result<Plan, Error> {
        let Match {
            optional,
            pattern,
            introduced,
        } = clause;
        if !optional {
            return self.pattern(plan, pattern);
        }
        let rows = plan.estimate;
        let inner = Box::new(self.pattern(Plan::argument(), pattern)?);
        let estimate = rows * inner.estimate.max(1.0);
        Ok(plan.then(Op::Optional { inner, introduced }, estimate))
    }

    pub(super) fn filter(&self, plan: Plan, conditions: Vec<Expr>) -> Result<Plan, Error> {
        if conditions.is_empty() {
            return Ok(plan);
        }
        let conditions = self.exprs(conditions)?;
        let shares = conditions.iter().map(selectivity);
        let estimate = plan.estimate * shares.product::<f64>();
        Ok(plan.then(Op::Filter(conditions), estimate))
    }

    fn project(&self, mut plan: Plan, projection: Projection) -> Result<Plan, Error> {
        if let Some(grouping) = projection.grouping {
            let keys = self.items(grouping.keys)?;
            let estimate = if keys.is_empty() {
                1.0
            } else {
                plan.estimate.sqrt().max(1.0)
            };
            let mut aggregates = grouping.aggregates;
            for aggregate in &mut aggregates {
                let arguments = std::mem::take(&mut aggregate.arguments);
                aggregate.arguments = self.exprs(arguments)?;
            }
            plan = plan.then(Op::Aggregate { keys, aggregates }, estimate);
        }
        let rows = plan.estimate;
        if !projection.items.is_empty() {
            plan = plan.then(Op::Project(self.items(projection.items)?), rows);
        }
        if projection.distinct {
            plan = plan.then(Op::Distinct(projection.live), rows * 0.8);
        }
        if !projection.order.is_empty() {
            let order = self.items(projection.order)?;
            let op = Op::Sort {
                order,
                kept: projection.kept,
                first: Vec::new(),
            };
            let rows = plan.estimate;
            plan = plan.then(op, rows);
        }
        if let Some(count) = projection.skip {
            let rows = plan.estimate;
            plan = plan.then(Op::Skip(self.expr(count)?), rows);
        }
        if let Some(count) = projection.limit {
            let count = self.expr(count)?;
            let writes = plan.writes();
            let rows = match &count {
                Expr::Constant(value) => value.as_float().unwrap_or(10.0).min(plan.estimate),
                _ => plan.estimate.min(10.0),
            };
            plan = plan.then(Op::Limit { count, writes }, rows);
        }
        self.filter(plan, projection.condition.into_iter().collect())
    }

    fn write(&self, write: Write) -> Result<Write, Error> {
        Ok(match write {
            Write::Create(mut creations) => {
                for creation in &mut creations {
                    self.creation(creation)?;
                }
                Write::Create(creations)
            }
            Write::Merge(mut merge) => {
                self.merge(&mut merge)?;
                Write::Merge(merge)
            }
            Write::Set(items) => Write::Set(self.set_items(items)?),
            Write::Delete { detach, targets } => Write::Delete {
                detach,
                targets: self.exprs(targets)?,
            },
            Write::Foreach { list, slot, body } => Write::Foreach {
                list: self.expr(list)?,
                slot,
                body: (body.into_iter())
                    .map(|write| self.write(write))
                    .collect::<Result<_, _>>()?,
            },
        })
    }

    fn creation(&self, creation: &mut tree::Creation) -> Result<(), Error> {
        let (tree::Creation::Node { properties, .. }
        | tree::Creation::Relationship { properties, .. }) = creation
        else {
            return Ok(());
        };
        match properties {
            Some(tree::Properties::Listed(entries)) => {
                *entries = self.items(std::mem::take(entries))?;
            }
            Some(tree::Properties::Map(map)) => {
                let bound = std::mem::replace(map, Expr::List(Vec::new()));
                *map = self.expr(bound)?;
            }
            None => {}
        }
        Ok(())
    }

    fn merge(&self, merge: &mut Merge) -> Result<(), Error> {
        let pattern = std::mem::take(&mut merge.pattern);
        merge.plan = Some(Arc::new(self.pattern(Plan::argument(), pattern)?));
        for creation in &mut merge.creations {
            self.creation(creation)?;
        }
        merge.properties = self.exprs(std::mem::take(&mut merge.properties))?;
        merge.on_create = self.set_items(std::mem::take(&mut merge.on_create))?;
        merge.on_match = self.set_items(std::mem::take(&mut merge.on_match))?;
        Ok(())
    }

    fn set_items(&self, items: Vec<tree::SetItem>) -> Result<Vec<tree::SetItem>, Error> {
        use tree::SetItem;
        items
            .into_iter()
            .map(|item| {
                Ok(match item {
                    SetItem::Property { target, key, value } => SetItem::Property {
                        target: self.expr(target)?,
                        key,
                        value: self.expr(value)?,
                    },
                    SetItem::Properties { target, value, add } => SetItem::Properties {
                        target: self.expr(target)?,
                        value: self.expr(value)?,
                        add,
                    },
                    labels @ SetItem::Labels { .. } => labels,
                })
            })
            .collect()
    }

    pub(super) fn exprs(&self, exprs: Vec<Expr>) -> Result<Vec<Expr>, Error> {
        exprs.into_iter().map(|expr| self.expr(expr)).collect()
    }

    fn items<T>(&self, items: Vec<(T, Expr)>) -> Result<Vec<(T, Expr)>, Error>
    where
        (T, Expr): Sized,
    {
        items
            .into_iter()
            .map(|(other, expr)| Ok((other, self.expr(expr)?)))
            .collect()
    }

    /// Plans the subqueries of an expression.
    pub(super) fn expr(&self, mut expr: Expr) -> Result<Expr, Error> {
        let mut result = Ok(());
        self.plan_subqueries(&mut expr, &mut result);
        result.map(|()| expr)
    }

    fn plan_subqueries(&self, expr: &mut Expr, result: &mut Result<(), Error>) {
        if result.is_err() {
            return;
        }
        if let Expr::Subquery(subquery) = expr {
            *result = self.subquery(subquery);
            return;
        }
        expr.operands_mut(&mut |operand| self.plan_subqueries(operand, result));
    }

    fn subquery(&self, subquery: &mut SubqueryExpr) -> Result<(), Error> {
        let empty = Query {
            branches: Vec::new(),
            distinct: false,
            columns: Vec::new(),
        };
        let query = std::mem::replace(&mut subquery.query, empty);
        subquery.plan = Some(Arc::new(self.query(query)?));
        if let Some(value) = subquery.value.take() {
            subquery.value = Some(self.expr(value)?);
        }
        Ok(())
    }
}

/// `MATCH … WITH a WHERE c` is `MATCH … WHERE c WITH a` where `WITH` only says what is seen.
fn move_conditions(clauses: &mut [Clause]) {
    for at in 1..clauses.len() {
        let (before, after) = clauses.split_at_mut(at);
        if let (Some(Clause::Match(matched)), Some(Clause::Project(projection))) =
            (before.last_mut(), after.first_mut())
            && !matched.optional
            && projection.grouping.is_none()
            && projection.items.is_empty()
            && !projection.distinct
            && projection.skip.is_none()
            && projection.limit.is_none()
        {
            matched
                .pattern
                .conditions
                .extend(projection.condition.take());
        }
    }
}

/// Adds a change; joins it with the changes before it, as they are made one after the other anyway.
fn add_write(mut plan: Plan, write: Write, live: Vec<Slot>) -> Plan {
    if let Op::Write {
        writes,
        live: before,
    } = &mut plan.op
    {
        before.extend(live);
        before.sort_unstable();
        before.dedup();
        writes.push(write);
        return plan;
    }
    let rows = plan.estimate;
    plan.then(
        Op::Write {
            writes: vec![write],
            live,
        },
        rows,
    )
}
