//! Runs plans: every operator hands out one row after the other, written into the registers of the
//! query. Rows are copied only where they must be kept: for sorting, grouping and writing.
//!
//! An operator holds its place as numbers and buffers, never as a borrow of the graph, so that
//! reading and writing ones can stand in one plan; a writing one takes all rows before it first.
//! Must not know the text of the query.

mod aggregate;
mod columnar;
mod eval;
mod expand;
mod nested;
mod rows;
mod scan;
mod sort;
mod walk;
mod write;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::bind::tree::{Expr, NameId, Slot};
use super::error::{Error, ErrorType};
use super::functions::{Clock, Context, Random};
use super::plan::{Op, Plan};
use super::procedures::Registry;
use super::value::Value;
use crate::graph::{EdgeId, Graph, Symbol};

/// What a run may use.
#[derive(Debug, Clone, Default)]
pub struct Limits {
    /// How long it may take.
    pub timeout: Option<Duration>,
    /// How many rows it may give; one more is an error.
    pub max_rows: Option<usize>,
    /// How many bytes rows may take that are kept, roughly.
    pub max_memory: Option<usize>,
    /// Stops the run when it becomes true.
    pub cancel: Option<Arc<AtomicBool>>,
}

/// A graph to read, or to read and write.
#[derive(Debug)]
pub(super) enum Access<'g> {
    Read(&'g Graph),
    Write(&'g mut Graph),
}

/// What an operator did, for `PROFILE`.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    /// Rows it gave.
    pub(super) rows: u64,
    /// Time it took, with the operators before it.
    pub(super) time: Duration,
}

/// The state of a run that all operators share.
pub(super) struct Run<'r> {
    graph: Access<'r>,
    parameters: &'r BTreeMap<Arc<str>, Value>,
    names: &'r [Arc<str>],
    symbols: Vec<Option<Symbol>>,
    procedures: &'r Registry,
    clock: Clock,
    random: Random,
    deleted_types: HashMap<EdgeId, Arc<str>>,
    limits: &'r Limits,
    deadline: Option<Instant>,
    ticks: u32,
    memory: usize,
    patterns: HashMap<Arc<str>, Arc<regex::Regex>>,
    /// Counts by the address of the operator in the plan; empty if nobody asks.
    tallies: Option<HashMap<usize, Tally>>,
}

impl<'r> Run<'r> {
    pub(super) fn new(
        graph: Access<'r>,
        parameters: &'r BTreeMap<Arc<str>, Value>,
        names: &'r [Arc<str>],
        procedures: &'r Registry,
        limits: &'r Limits,
        profile: bool,
    ) -> Self {
        let clock = Clock::start();
        let seed = u64::from(clock.statement.nanosecond) ^ clock.statement.seconds.unsigned_abs();
        Self {
            graph,
            parameters,
            names,
            symbols: vec![None; names.len()],
            procedures,
            clock,
            random: Random::new(seed),
            deleted_types: HashMap::new(),
            limits,
            deadline: limits.timeout.map(|timeout| Instant::now() + timeout),
            ticks: 0,
            memory: 0,
            patterns: HashMap::new(),
            tallies: profile.then(HashMap::new),
        }
    }

    pub(super) fn graph(&self) -> &Graph {
        match &self.graph {
            Access::Read(graph) => graph,
            Access::Write(graph) => graph,
        }
    }

    fn graph_mut(&mut self) -> Result<&mut Graph, Error> {
        match &mut self.graph {
            Access::Write(graph) => Ok(graph),
            Access::Read(_) => Err(Error::runtime(
                ErrorType::SemanticError,
                "ReadOnly",
                "the graph cannot be changed",
            )),
        }
    }

    /// The symbol of a name, if the graph has it by now.
    fn symbol(&mut self, name: NameId) -> Option<Symbol> {
        let at = name.0 as usize;
        if self.symbols[at].is_none() {
            self.symbols[at] = self.graph().symbol(&self.names[at]);
        }
        self.symbols[at]
    }

    fn name(&self, name: NameId) -> &'r Arc<str> {
        &self.names[name.0 as usize]
    }

    fn context(&self) -> Context<'_> {
        Context {
            graph: self.graph(),
            clock: &self.clock,
            random: &self.random,
            deleted_types: Some(&self.deleted_types),
        }
    }

    /// To be called for every step of work that may go on for long.
    fn tick(&mut self) -> Result<(), Error> {
        self.ticks = self.ticks.wrapping_add(1);
        if self.ticks.is_multiple_of(1024) {
            return self.check_time();
        }
        Ok(())
    }

    fn check_time(&self) -> Result<(), Error> {
        if let Some(cancel) = &self.limits.cancel
            && cancel.load(Ordering::Relaxed)
        {
            return Err(limit("Cancelled", "the query was stopped"));
        }
        if let Some(deadline) = self.deadline
            && Instant::now() > deadline
        {
            let seconds = self.limits.timeout.unwrap_or_default().as_secs_f64();
            return Err(limit(
                "TimeLimit",
                format!("the query took longer than {seconds} seconds"),
            ));
        }
        Ok(())
    }

    /// Counts values that are kept.
    pub(super) fn keep(&mut self, values: &[Value]) -> Result<(), Error> {
        self.keep_bytes(values.iter().map(size).sum::<usize>() + size_of::<Vec<Value>>())
    }

    /// Counts bytes that are kept.
    fn keep_bytes(&mut self, bytes: usize) -> Result<(), Error> {
        self.memory = self.memory.saturating_add(bytes);
        match self.limits.max_memory {
            Some(most) if self.memory > most => Err(limit(
                "MemoryLimit",
                format!("the query keeps more than {most} bytes"),
            )),
            _ => Ok(()),
        }
    }

    /// Lets go of what was deleted.
    pub(super) fn finish(&mut self) {
        if let Access::Write(graph) = &mut self.graph {
            graph.sweep();
        }
    }

    pub(super) fn into_tallies(self) -> Option<HashMap<usize, Tally>> {
        self.tallies
    }
}

fn limit(detail: &'static str, message: impl Into<String>) -> Error {
    Error::runtime(ErrorType::LimitExceeded, detail, message)
}

/// The bytes of a value, roughly: what it shares is counted each time.
fn size(value: &Value) -> usize {
    size_of::<Value>()
        + match value {
            Value::Text(text) => text.len(),
            Value::List(list) => list.iter().map(size).sum(),
            Value::Map(map) => map.iter().map(|(key, value)| key.len() + size(value)).sum(),
            Value::Path(path) => 4 * (path.nodes.len() + path.relationships.len()),
            _ => 0,
        }
}

/// What is done with every row.
type Each<'e, 'r> = &'e mut dyn FnMut(&mut Run<'r>, &[Value]) -> Result<(), Error>;

/// Runs a plan and hands every row to a function, which reads some of its registers.
pub(super) fn run<'r>(
    plan: &Plan,
    slots: usize,
    columns: &[Slot],
    run: &mut Run<'r>,
    each: Each<'_, 'r>,
) -> Result<(), Error> {
    let mut row = vec![Value::Null; slots];
    let mut operator = match run.graph {
        Access::Read(graph) if run.tallies.is_none() => {
            build_on(plan, graph, columns.to_vec(), slots, run)
        }
        _ => build(plan, run.tallies.is_some()),
    };
    let mut rows = 0;
    while operator.next(run, &mut row)? {
        rows += 1;
        if let Some(most) = run.limits.max_rows
            && rows > most
        {
            return Err(limit(
                "RowLimit",
                format!("the query gives more than {most} rows"),
            ));
        }
        each(run, &row)?;
    }
    Ok(())
}

/// The value of an expression that hangs on nothing.
pub(super) fn constant(expr: &Expr) -> Result<Value, Error> {
    let (graph, registry, limits) = (Graph::new(), Registry::empty(), Limits::default());
    let parameters = BTreeMap::new();
    let access = Access::Read(&graph);
    let mut run = Run::new(access, &parameters, &[], &registry, &limits, false);
    eval::eval(&mut run, &mut [], expr)
}

/// One running operator.
trait Operator {
    /// Writes the next row into the registers; false if there is none.
    fn next(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<bool, Error>;

    /// Begins again, for other values in the registers.
    fn reset(&mut self);
}

type Input<'p> = Box<dyn Operator + 'p>;

/// The running operators of a plan that begins a query: of its first ones as many as possible work on
/// many rows at a time. `needed` are the registers that are read afterwards.
fn build_on<'p>(
    plan: &'p Plan,
    graph: &'p Graph,
    mut needed: Vec<Slot>,
    slots: usize,
    run: &mut Run<'_>,
) -> Input<'p> {
    if let Some(operator) = columnar::Columnar::new(plan, graph, &needed, slots, run) {
        return Box::new(operator);
    }
    let input: Input<'p> = match &plan.input {
        Some(input) => {
            if !plan.op.reads(&mut needed) {
                // Whatever there is.
                needed = (0..slots)
                    .filter_map(|slot| u32::try_from(slot).ok().map(Slot))
                    .collect();
            }
            needed.sort_unstable();
            needed.dedup();
            build_on(input, graph, needed, slots, run)
        }
        None => Box::new(scan::Argument::default()),
    };
    build_after(plan, input, false)
}

/// The operator of a shortest path for one row.
fn shortest(plan: &Plan) -> Input<'_> {
    build_after(plan, Box::new(scan::Argument::default()), false)
}

/// The running operators of a plan.
fn build(plan: &Plan, profile: bool) -> Input<'_> {
    let input = match &plan.input {
        Some(input) => build(input, profile),
        None => Box::new(scan::Argument::default()),
    };
    build_after(plan, input, profile)
}

/// The last running operator of a plan.
fn build_after<'p>(plan: &'p Plan, input: Input<'p>, profile: bool) -> Input<'p> {
    let inner = |plan| build(plan, profile);
    let operator: Input<'_> = match &plan.op {
        Op::Argument => input,
        Op::Scan { slot, source } => Box::new(scan::Scan::new(input, *slot, source)),
        Op::ScanRelationships(follow) => Box::new(scan::ScanRelationships::new(input, follow)),
        Op::Expand(follow) => Box::new(expand::Expand::new(input, follow)),
        Op::Check {
            follow,
            length,
            backwards,
        } => Box::new(expand::Check::new(input, follow, *length, *backwards)),
        Op::ExpandMany {
            follow,
            length,
            properties,
            backwards,
            ends_only,
        } => {
            let steps = walk::Steps::new(follow, properties, *backwards);
            if *ends_only {
                Box::new(walk::Reach::new(input, steps, *length))
            } else {
                Box::new(walk::ExpandMany::new(input, steps, *length))
            }
        }
        Op::ShortestPath {
            follow,
            length,
            single,
            properties,
            backwards,
            shortest,
        } => {
            let steps = walk::Steps::new(follow, properties, *backwards);
            Box::new(walk::ShortestPath::new(
                input, steps, *length, *single, *shortest,
            ))
        }
        Op::Filter(conditions) => Box::new(rows::Filter { input, conditions }),
        Op::Project(items) => Box::new(rows::Project { input, items }),
        Op::Distinct(slots) => Box::new(rows::Distinct::new(input, slots)),
        Op::Skip(count) => Box::new(rows::Skip::new(input, count)),
        Op::Limit { count, writes } => Box::new(rows::Limit::new(input, count, *writes)),
        Op::Unwind { list, slot } => Box::new(rows::Unwind::new(input, list, *slot)),
        Op::Count { what, slot } => Box::new(aggregate::Count {
            input,
            what,
            slot: *slot,
        }),
        Op::Aggregate { keys, aggregates } => {
            Box::new(aggregate::Group::new(input, keys, aggregates))
        }
        Op::Sort { order, kept, first } => Box::new(sort::Sort::new(input, order, kept, first)),
        Op::Optional {
            inner: plan,
            introduced,
        } => Box::new(nested::Optional::new(input, inner(plan), introduced)),
        Op::Apply {
            inner: plan,
            is_unit,
            writes,
            live,
            columns,
        } => {
            if *writes {
                Box::new(nested::ApplyAll::new(
                    input,
                    inner(plan),
                    *is_unit,
                    live,
                    columns,
                ))
            } else {
                Box::new(nested::Apply::new(input, inner(plan), *is_unit))
            }
        }
        Op::HashJoin {
            inner: plan,
            outer_keys,
            inner_keys,
            columns,
        } => Box::new(nested::HashJoin::new(
            input,
            inner(plan),
            outer_keys,
            inner_keys,
            columns,
        )),
        Op::Call {
            procedure,
            arguments,
            outputs,
            is_void,
        } => Box::new(nested::Call::new(
            input, procedure, arguments, outputs, *is_void,
        )),
        Op::Union { branches, columns } => {
            let branches = branches
                .iter()
                .map(|(plan, columns)| (inner(plan), columns.as_slice()))
                .collect();
            Box::new(nested::Union::new(input, branches, columns))
        }
        Op::Write { writes, live } => Box::new(write::WriteAll::new(input, writes, live)),
    };
    if profile {
        return Box::new(Profiled {
            operator,
            key: std::ptr::from_ref(plan).addr(),
        });
    }
    operator
}

/// Counts rows and time of an operator.
struct Profiled<'p> {
    operator: Input<'p>,
    key: usize,
}

impl Operator for Profiled<'_> {
    fn next(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<bool, Error> {
        let start = Instant::now();
        let found = self.operator.next(run, row)?;
        if let Some(tallies) = &mut run.tallies {
            let tally = tallies.entry(self.key).or_default();
            tally.time += start.elapsed();
            tally.rows += u64::from(found);
        }
        Ok(found)
    }

    fn reset(&mut self) {
        self.operator.reset();
    }
}
