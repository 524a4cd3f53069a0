//! openCypher over the graph: text → tokens → [`ast`] → [`bind`] (names and types) → [`plan`] →
//! rows. Must not know files or the terminal.
//!
//! Start reading at [`prepare`]. The graph is a dossier's or any other: an empty
//! [`Graph`] will do.

pub mod ast;
pub mod bind;
#[cfg(test)]
mod equality;
mod error;
mod exec;
pub mod functions;
pub mod lexer;
mod optimize;
pub mod parser;
pub mod plan;
mod print;
pub mod procedures;
pub mod value;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use error::{Error, ErrorType, Phase};
pub use exec::Limits;
pub use plan::Strategy;
pub use value::Value;

use crate::graph::Graph;
use crate::text::nearest;
use ast::{Expr, ExprKind, Mode, UnaryOp};
use exec::{Access, Run};
use plan::{Plan, Planner};
use procedures::Registry;

/// Values of parameters by name, without `$`.
pub type Parameters = BTreeMap<Arc<str>, Value>;

/// A query that is ready to run.
#[derive(Debug, Clone)]
pub struct Prepared {
    text: Arc<str>,
    mode: Mode,
    plan: Plan,
    columns: Vec<bind::tree::Column>,
    slots: usize,
    names: Vec<Arc<str>>,
    parameters: BTreeMap<Arc<str>, ast::Span>,
    writes: bool,
    warnings: Vec<Warning>,
}

/// Something in a query that is probably not meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// What.
    pub message: String,
    /// Bytes of the query's text.
    pub span: std::ops::Range<usize>,
    /// What to do about it.
    pub help: Option<String>,
}

/// The rows of a query.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// The names of the columns.
    pub columns: Vec<Arc<str>>,
    /// The rows, each as long as `columns`.
    pub rows: Vec<Vec<Value>>,
}

/// Reads, checks and plans a query. The plan fits the graph as it is now; it is right for every
/// other graph too.
///
/// # Errors
///
/// All errors that can be found before it runs.
pub fn prepare(text: &str, graph: &Graph, procedures: &Registry) -> Result<Prepared, Vec<Error>> {
    prepare_with(text, graph, procedures, Strategy::Cheapest)
}

/// As [`prepare`], with a plan of a certain kind.
pub fn prepare_with(
    text: &str,
    graph: &Graph,
    procedures: &Registry,
    strategy: Strategy,
) -> Result<Prepared, Vec<Error>> {
    let statement = parser::parse(text)?;
    let bound = bind::bind(text, &statement.query, procedures)?;
    let columns = bound.query.columns.clone();
    let warnings = if bound.writes {
        Vec::new()
    } else {
        unknown_names(&bound, graph)
    };
    let plan = Planner::new(strategy, graph, &bound.names, optimize::optimize)
        .query(bound.query)
        .map_err(|error| vec![error])?;
    Ok(Prepared {
        text: text.into(),
        mode: statement.mode,
        plan,
        columns,
        slots: bound.slots,
        names: bound.names,
        parameters: bound.parameters,
        writes: bound.writes,
        warnings,
    })
}

impl Prepared {
    /// The text it was made of.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it begins with `EXPLAIN` or `PROFILE`.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Whether it changes the graph.
    pub fn writes(&self) -> bool {
        self.writes
    }

    /// Names that the graph does not have.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The plan as a table, one operator a row, the last one first.
    pub fn explain(&self) -> Table {
        plan::explain::explain(&self.plan, &self.names, None)
    }

    /// Runs a query that reads.
    ///
    /// # Errors
    ///
    /// What goes wrong on the way; `SemanticError` with `ReadOnly` if it changes the graph.
    pub fn run(
        &self,
        graph: &Graph,
        procedures: &Registry,
        parameters: &Parameters,
        limits: &Limits,
    ) -> Result<Table, Error> {
        self.run_in(Access::Read(graph), procedures, parameters, limits, false)
            .map(|(table, _)| table)
    }

    /// Runs a query that may change the graph. After an error the graph may be half changed: run it
    /// on a copy to be able to go back.
    ///
    /// # Errors
    ///
    /// What goes wrong on the way.
    pub fn run_mut(
        &self,
        graph: &mut Graph,
        procedures: &Registry,
        parameters: &Parameters,
        limits: &Limits,
    ) -> Result<Table, Error> {
        if !self.writes {
            return self.run(graph, procedures, parameters, limits);
        }
        self.run_in(Access::Write(graph), procedures, parameters, limits, false)
            .map(|(table, _)| table)
    }

    /// Runs a query and returns its plan with the rows and the time of every operator.
    ///
    /// # Errors
    ///
    /// What goes wrong on the way.
    pub fn profile(
        &self,
        graph: &mut Graph,
        procedures: &Registry,
        parameters: &Parameters,
        limits: &Limits,
    ) -> Result<(Table, Table), Error> {
        let graph = Access::Write(graph);
        self.run_in(graph, procedures, parameters, limits, true)
    }

    fn run_in(
        &self,
        graph: Access<'_>,
        procedures: &Registry,
        parameters: &Parameters,
        limits: &Limits,
        profile: bool,
    ) -> Result<(Table, Table), Error> {
        if let Some((name, span)) =
            (self.parameters.iter()).find(|(name, _)| !parameters.contains_key(*name))
        {
            return Err(Error::compile(
                ErrorType::ParameterMissing,
                "MissingParameter",
                span.range(),
                format!("the parameter `{name}` has no value"),
            ));
        }
        let mut table = Table {
            columns: self
                .columns
                .iter()
                .map(|column| column.name.clone())
                .collect(),
            rows: Vec::new(),
        };
        let slots: Vec<_> = self.columns.iter().map(|column| column.slot).collect();
        let rows = &mut table.rows;
        let mut run = Run::new(graph, parameters, &self.names, procedures, limits, profile);
        let result = exec::run(&self.plan, self.slots, &slots, &mut run, &mut |run, row| {
            if slots.is_empty() {
                return Ok(());
            }
            let values: Vec<_> = slots.iter().map(|slot| row[slot.index()].clone()).collect();
            run.keep(&values)?;
            rows.push(values);
            Ok(())
        });
        run.finish();
        result?;
        let profile = run
            .into_tallies()
            .map(|tallies| plan::explain::explain(&self.plan, &self.names, Some(&tallies)));
        Ok((table, profile.unwrap_or_default()))
    }
}

/// The value of a literal of the language: `1`, `'text'`, `[1, {a: null}]`.
///
/// # Errors
///
/// `SyntaxError` if the text is anything else.
pub fn literal(text: &str) -> Result<Value, Error> {
    literal_value(&parser::parse_expression(text)?)
}

fn literal_value(expr: &Expr) -> Result<Value, Error> {
    Ok(match &expr.kind {
        ExprKind::Null => Value::Null,
        ExprKind::Bool(value) => Value::Bool(*value),
        ExprKind::Int(value) => Value::Int(*value),
        ExprKind::Float(value) => Value::Float(*value),
        ExprKind::Text(value) => Value::Text(value.clone()),
        ExprKind::Unary(UnaryOp::Minus, operand) => value::negate(&literal_value(operand)?)?,
        ExprKind::List(items) => {
            let items: Result<Vec<_>, _> = items.iter().map(literal_value).collect();
            Value::list(items?)
        }
        ExprKind::Map(entries) => {
            let entries: Result<Vec<_>, Error> = (entries.iter())
                .map(|(key, value)| Ok((key.text.clone(), literal_value(value)?)))
                .collect();
            Value::map(entries?)
        }
        _ => {
            return Err(Error::compile(
                ErrorType::SyntaxError,
                "UnexpectedSyntax",
                expr.span.range(),
                "expected a literal",
            ));
        }
    })
}

/// Names in a reading query that the graph does not have: nothing can be found by them.
fn unknown_names(bound: &bind::Bound, graph: &Graph) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for (name, what, span) in &bound.uses {
        let name = &bound.names[name.0 as usize];
        if graph.symbol(name).is_some() || graph.node_count() == 0 {
            continue;
        }
        if matches!(what, bind::Use::Key) && value::is_component(name) {
            continue;
        }
        let what = match what {
            bind::Use::Label => "label",
            bind::Use::Type => "relationship type",
            bind::Use::Key => "property",
        };
        warnings.push(Warning {
            message: format!("the graph has no {what} `{name}`"),
            span: span.range(),
            help: nearest(name, graph.symbols()).map(|near| format!("did you mean `{near}`?")),
        });
    }
    warnings
}
