//! SPARQL queries: read, run and given back as terms.

use std::sync::mpsc;
use std::time::Duration;

use oxrdf::{Term, Triple};
use spareval::{CancellationToken, QueryEvaluationError, QueryEvaluator, QueryResults};
use spargebra::{Query, SparqlParser};

use super::mapping::Mapping;
use super::words::PREFIXES;

/// What a query answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// SELECT: columns, and rows with a term or nothing for each.
    Rows(Vec<String>, Vec<Vec<Option<Term>>>),
    /// ASK.
    Truth(bool),
    /// CONSTRUCT and DESCRIBE: statements, each once, in code-point order as N-Triples.
    Statements(Vec<Triple>),
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The query is no SPARQL query, from this line and column on, which count from 1.
    #[error("{message}")]
    Syntax {
        /// Line, where it is known.
        line: usize,
        /// Column in characters.
        column: usize,
        /// What was expected there.
        message: String,
    },
    /// The query asks for what is not there.
    #[error("{0}")]
    Wrong(String),
    /// A limit was reached.
    #[error("{0}")]
    Limit(String),
}

/// How much a query may take; `None` is no limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// Time.
    pub timeout: Option<Duration>,
    /// Rows or statements of the answer.
    pub max_rows: Option<usize>,
    /// Bytes that the answer takes, roughly.
    pub max_memory: Option<usize>,
}

/// A query that has been read.
#[derive(Debug, Clone)]
pub struct Prepared(Query);

/// Reads a query. The prefixes of [`PREFIXES`] are known, and the empty one is that of identifiers.
///
/// # Errors
///
/// The place from which on it is no query.
pub fn prepare(text: &str, base: &str) -> Result<Prepared, Error> {
    let mut parser = SparqlParser::new();
    for (prefix, namespace) in PREFIXES.into_iter().chain([("", base)]) {
        parser = parser
            .with_prefix(prefix, namespace)
            .map_err(|error| Error::Wrong(error.to_string()))?;
    }
    match parser.parse_query(text) {
        Ok(query) => Ok(Prepared(query)),
        Err(error) => Err(syntax(&error.to_string())),
    }
}

/// Takes the place out of the parser's words, `error at 1:15: expected …`.
fn syntax(text: &str) -> Error {
    let placed = text.strip_prefix("error at ").and_then(|rest| {
        let (place, expected) = rest.split_once(": ")?;
        let (line, column) = place.split_once(':')?;
        Some((line.parse().ok()?, column.parse().ok()?, expected))
    });
    match placed {
        Some((line, column, expected)) => Error::Syntax {
            line,
            column,
            message: expected.to_owned(),
        },
        None => Error::Wrong(text.to_owned()),
    }
}

impl Prepared {
    /// The answer of a graph.
    ///
    /// # Errors
    ///
    /// If a limit is reached, or the query asks another server.
    pub fn run(&self, mapping: &Mapping<'_>, limits: &Limits) -> Result<Answer, Error> {
        let token = CancellationToken::new();
        let evaluator = QueryEvaluator::new().with_cancellation_token(token.clone());
        let Some(timeout) = limits.timeout else {
            return answer(&evaluator, &self.0, mapping, limits).map_err(|error| error.told(None));
        };
        std::thread::scope(|scope| {
            let (done, waits) = mpsc::channel::<()>();
            scope.spawn(move || {
                if waits.recv_timeout(timeout) == Err(mpsc::RecvTimeoutError::Timeout) {
                    token.cancel();
                }
            });
            let answer = answer(&evaluator, &self.0, mapping, limits);
            drop(done);
            answer.map_err(|error| error.told(Some(timeout)))
        })
    }
}

/// Why an evaluation ends early.
enum Stop {
    Evaluator(QueryEvaluationError),
    Limit(String),
}

impl From<QueryEvaluationError> for Stop {
    fn from(error: QueryEvaluationError) -> Self {
        Self::Evaluator(error)
    }
}

impl Stop {
    fn told(self, timeout: Option<Duration>) -> Error {
        match self {
            Self::Limit(message) => Error::Limit(message),
            Self::Evaluator(QueryEvaluationError::Cancelled) => {
                let seconds = timeout.unwrap_or_default().as_secs_f64();
                Error::Limit(format!("the query takes more than {seconds} seconds"))
            }
            Self::Evaluator(error) => Error::Wrong(error.to_string()),
        }
    }
}

/// Counts what an answer takes.
struct Count<'l> {
    limits: &'l Limits,
    rows: usize,
    bytes: usize,
}

impl Count<'_> {
    fn add(&mut self, bytes: usize) -> Result<(), Stop> {
        self.rows += 1;
        self.bytes = self.bytes.saturating_add(bytes);
        if let Some(most) = self.limits.max_rows.filter(|most| self.rows > *most) {
            let message = format!("the query gives more than {most} rows");
            return Err(Stop::Limit(message));
        }
        if let Some(most) = self.limits.max_memory.filter(|most| self.bytes > *most) {
            let message = format!("the rows take more than {} megabytes", most / 1_000_000);
            return Err(Stop::Limit(message));
        }
        Ok(())
    }
}

fn answer(
    evaluator: &QueryEvaluator,
    query: &Query,
    mapping: &Mapping<'_>,
    limits: &Limits,
) -> Result<Answer, Stop> {
    let mut count = Count {
        limits,
        rows: 0,
        bytes: 0,
    };
    let results = evaluator.prepare(query).execute(mapping)?;
    Ok(match results {
        QueryResults::Boolean(truth) => Answer::Truth(truth),
        QueryResults::Solutions(solutions) => {
            let names = solutions.variables().iter();
            let columns: Vec<_> = names.map(|name| name.as_str().to_owned()).collect();
            let mut rows = Vec::new();
            for solution in solutions {
                let solution = solution?;
                let row: Vec<_> = solution.values().to_vec();
                count.add(row.iter().flatten().map(size).sum())?;
                rows.push(row);
            }
            Answer::Rows(columns, rows)
        }
        QueryResults::Graph(triples) => {
            let mut statements = Vec::new();
            for triple in triples {
                let triple = triple?;
                count.add(size(&triple.object) + triple.predicate.as_str().len())?;
                statements.push((triple.to_string(), triple));
            }
            statements.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
            statements.dedup_by(|(a, _), (b, _)| a == b);
            Answer::Statements(statements.into_iter().map(|(_, triple)| triple).collect())
        }
    })
}

/// Roughly the bytes of a term.
fn size(term: &Term) -> usize {
    let text = match term {
        Term::NamedNode(iri) => iri.as_str().len(),
        Term::Literal(literal) => literal.value().len(),
        Term::BlankNode(blank) => blank.as_str().len(),
    };
    text + size_of::<Term>()
}
