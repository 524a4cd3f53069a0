//! SPARQL queries: read, run and given back as terms.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use oxrdf::{Term, Triple};
use spareval::{CancellationToken, QueryEvaluationError, QueryEvaluator, QueryResults};
use spargebra::{Query, SparqlParser};

use super::mapping::Mapping;
use super::words::PREFIXES;
use crate::graph::Dossier;

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

/// The longest query, in bytes. The evaluator recurses over what a query says one after the other.
pub const LONGEST: usize = 1 << 16;
/// How deep brackets may be nested.
pub const DEEPEST: usize = 64;
/// The stack of the thread that answers: enough for the longest query, taken only as it is used.
const STACK: usize = 1 << 28;

/// Answers a query from a dossier, seen as RDF with identifiers that begin with `base`. The
/// prefixes of [`PREFIXES`] are known, and the empty one is that of identifiers.
///
/// The evaluator cannot be stopped everywhere, so it runs in a thread of its own, which at the end
/// of its time is left to itself.
///
/// # Errors
///
/// If the text is no query, asks another server, or reaches a limit.
pub fn ask(text: &str, dossier: Dossier, base: &str, limits: Limits) -> Result<Answer, Error> {
    let (text, base) = (text.to_owned(), base.to_owned());
    let token = CancellationToken::new();
    let stop = token.clone();
    let (tell, told) = mpsc::channel();
    let thread = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || {
            // Nobody listens any more once the time is over.
            let _ = tell.send(answer_here(&text, &dossier, &base, &limits, token));
        })
        .map_err(|error| Error::Limit(format!("cannot start a thread: {error}")))?;
    let answer = match limits.timeout {
        Some(timeout) => told.recv_timeout(timeout),
        None => told.recv().map_err(|_| RecvTimeoutError::Disconnected),
    };
    match answer {
        Ok(answer) => answer,
        Err(RecvTimeoutError::Timeout) => {
            stop.cancel();
            let seconds = limits.timeout.unwrap_or_default().as_secs_f64();
            let message = format!("the query takes more than {seconds} seconds");
            Err(Error::Limit(message))
        }
        // The thread ended without an answer: a bug, told as one.
        Err(RecvTimeoutError::Disconnected) => match thread.join() {
            Err(payload) => std::panic::resume_unwind(payload),
            Ok(()) => Err(Error::Wrong("the query has no answer".to_owned())),
        },
    }
}

fn answer_here(
    text: &str,
    dossier: &Dossier,
    base: &str,
    limits: &Limits,
    token: CancellationToken,
) -> Result<Answer, Error> {
    let mapping = Mapping::new(dossier, base).map_err(|error| Error::Wrong(error.to_string()))?;
    let query = parse(text, base)?;
    let evaluator = QueryEvaluator::new().with_cancellation_token(token);
    collect(evaluator.prepare(&query).execute(&mapping), limits)
}

fn parse(text: &str, base: &str) -> Result<Query, Error> {
    if text.len() > LONGEST {
        let message = format!("the query has more than {LONGEST} bytes");
        return Err(Error::Wrong(message));
    }
    if let Some(error) = too_deep(text) {
        return Err(error);
    }
    let mut parser = SparqlParser::new();
    for (prefix, namespace) in PREFIXES.into_iter().chain([("", base)]) {
        parser = parser
            .with_prefix(prefix, namespace)
            .map_err(|error| Error::Wrong(error.to_string()))?;
    }
    parser
        .parse_query(text)
        .map_err(|error| syntax(&error.to_string()))
}

/// The place at which brackets are nested too deep. Those in texts are no brackets.
fn too_deep(text: &str) -> Option<Error> {
    let (mut line, mut column, mut depth) = (1, 1, 0usize);
    let mut quote = None;
    let mut escaped = false;
    for c in text.chars() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (_, '\\') => escaped = true,
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | '{' | '[') => depth += 1,
            (None, ')' | '}' | ']') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Some(Error::Syntax {
                line,
                column,
                message: format!("nested more than {DEEPEST} levels deep"),
            });
        }
        if c == '\n' {
            (line, column) = (line + 1, 1);
        } else {
            column += 1;
        }
    }
    None
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

/// Counts what an answer takes.
struct Count<'l> {
    limits: &'l Limits,
    rows: usize,
    bytes: usize,
}

impl Count<'_> {
    fn add(&mut self, bytes: usize) -> Result<(), Error> {
        self.rows += 1;
        self.bytes = self.bytes.saturating_add(bytes);
        if let Some(most) = self.limits.max_rows.filter(|most| self.rows > *most) {
            let message = format!("the query gives more than {most} rows");
            return Err(Error::Limit(message));
        }
        if let Some(most) = self.limits.max_memory.filter(|most| self.bytes > *most) {
            let message = format!("the rows take more than {} megabytes", most / 1_000_000);
            return Err(Error::Limit(message));
        }
        Ok(())
    }
}

/// All of what an evaluation gives.
pub(super) fn collect(
    results: Result<QueryResults<'_>, QueryEvaluationError>,
    limits: &Limits,
) -> Result<Answer, Error> {
    let wrong = |error: QueryEvaluationError| Error::Wrong(error.to_string());
    let mut count = Count {
        limits,
        rows: 0,
        bytes: 0,
    };
    Ok(match results.map_err(wrong)? {
        QueryResults::Boolean(truth) => Answer::Truth(truth),
        QueryResults::Solutions(solutions) => {
            let names = solutions.variables().iter();
            let columns: Vec<_> = names.map(|name| name.as_str().to_owned()).collect();
            let mut rows = Vec::new();
            for solution in solutions {
                let solution = solution.map_err(wrong)?;
                let row: Vec<_> = solution.values().to_vec();
                count.add(row.iter().flatten().map(size).sum())?;
                rows.push(row);
            }
            Answer::Rows(columns, rows)
        }
        QueryResults::Graph(triples) => {
            let mut statements = Vec::new();
            for triple in triples {
                let triple = triple.map_err(wrong)?;
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
