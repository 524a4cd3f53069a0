//! `kroniek query`

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use clap::ValueEnum;

use crate::cli::answer::rows_of;
use crate::cli::failure::Failure;
use crate::cli::rows::FormatArgs;
use crate::cli::session::Session;
use crate::diag::{self, Finding, Sources, Span};
use crate::graph::Graph;
use crate::query::ast::Mode;
use crate::query::procedures::Registry;
use crate::query::{self, Error, ErrorType, Limits, Parameters, Prepared, Table, Value};

/// Ask the graph in openCypher, or in SPARQL
///
/// A query that writes runs on a private copy of the graph, and only with `--scratch`: nothing on
/// disk changes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub(crate) struct Args {
    /// The query, or the name of a file in the dossier's folder `queries`
    #[arg(value_name = "QUERY", required_unless_present = "file")]
    query: Option<String>,

    /// Read the query from a file; `-` is standard input
    #[arg(short, long, value_name = "FILE", conflicts_with = "query")]
    file: Option<PathBuf>,

    /// The language of the query
    #[arg(long, value_enum, default_value_t, value_name = "LANGUAGE")]
    language: Language,

    /// What identifiers begin with in SPARQL [default: urn:kroniek:]
    #[arg(long, value_name = "IRI", value_parser = super::export::base)]
    base: Option<String>,

    /// The value of a parameter: a literal where it reads as one, else a text
    #[arg(long = "param", value_name = "NAME=VALUE")]
    parameters: Vec<String>,

    /// A JSON object with the values of parameters
    #[arg(long = "params", value_name = "FILE")]
    parameter_file: Option<PathBuf>,

    /// Let the query write to a private copy of the graph
    #[arg(long)]
    scratch: bool,

    /// Begin with an empty graph; no dossier is needed
    #[arg(long, requires = "scratch")]
    empty: bool,

    /// Stop with an error after so many seconds
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,

    /// Stop with an error if there are more rows
    #[arg(long, value_name = "N")]
    max_rows: Option<usize>,

    /// Stop with an error if rows take more memory, in megabytes
    #[arg(long, value_name = "MB")]
    max_memory: Option<usize>,

    /// Show the plan and do not run it
    #[arg(long)]
    explain: bool,

    /// Run it and show the plan with rows and times
    #[arg(long, conflicts_with = "explain")]
    profile: bool,

    #[command(flatten)]
    format: FormatArgs,
}

/// A language of queries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Language {
    /// openCypher
    #[default]
    Cypher,
    /// SPARQL 1.1, over the statements of `kroniek export trig`
    Sparql,
}

impl Language {
    /// How the names of files of canned queries end.
    fn ending(self) -> &'static str {
        match self {
            Self::Cypher => "cypher",
            Self::Sparql => "rq",
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  kroniek query 'MATCH (p:Person) RETURN p.name ORDER BY p.name'
  kroniek query 'MATCH (e:Event {id: $id}) RETURN e' --param id=sochi-meeting --format json
  kroniek query --language sparql 'SELECT ?name { ?p a schema:Person ; rdfs:label ?name }'
  kroniek query --scratch --empty 'CREATE (n:Test {x: 1}) RETURN n'";

fn seconds(text: &str) -> Result<Duration, String> {
    text.parse()
        .ok()
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or_else(|| format!("`{text}` is no number of seconds"))
}

/// Runs a query and prints its rows.
pub(crate) fn run(args: &Args, session: &mut Session) -> Result<(), Failure> {
    let (path, text) = source(args, session)?;
    if args.language == Language::Sparql {
        return sparql(args, &path, &text, session);
    }
    if args.base.is_some() {
        return Err(Failure::call("`--base` is for SPARQL")
            .hint("`--language sparql` asks in that language"));
    }
    let parameters = parameters(args)?;
    let registry = Registry::standard();
    let compiled;
    let graph = if args.empty {
        &Graph::new()
    } else {
        compiled = session.dossier()?;
        &compiled.graph
    };
    let prepared = query::prepare(&text, graph, &registry)
        .map_err(|errors| wrong(session, &path, &text, &errors))?;
    warn(session, &path, &prepared);
    if args.explain || prepared.mode() == Mode::Explain {
        return session.print(&rows_of(&prepared.explain(), graph), args.format.format);
    }
    if prepared.writes() && !args.scratch {
        return Err(Failure::input("the query changes the graph")
            .hint("`--scratch` lets it, on a private copy: nothing on disk changes"));
    }
    let limits = Limits {
        timeout: args.timeout,
        max_rows: args.max_rows,
        max_memory: args
            .max_memory
            .map(|megabytes| megabytes.saturating_mul(1_000_000)),
        cancel: None,
    };
    let failed = |session: &Session, error: Error| wrong(session, &path, &text, &[error]);
    if args.profile || prepared.mode() == Mode::Profile {
        let mut copy = graph.clone();
        let (_, profile) = prepared
            .profile(&mut copy, &registry, &parameters, &limits)
            .map_err(|error| failed(session, error))?;
        return session.print(&rows_of(&profile, &copy), args.format.format);
    }
    if prepared.writes() {
        let mut copy = graph.clone();
        let table = prepared
            .run_mut(&mut copy, &registry, &parameters, &limits)
            .map_err(|error| failed(session, error))?;
        session.print(&rows_of(&table, &copy), args.format.format)?;
        return session
            .note("the query changed a private copy of the graph; the dossier is as before");
    }
    let table = prepared
        .run(graph, &registry, &parameters, &limits)
        .map_err(|error| failed(session, error))?;
    session.print(&rows_of(&table, graph), args.format.format)?;
    if table.rows.is_empty() && !table.columns.is_empty() {
        session.note("no rows")?;
    }
    Ok(())
}

/// Refuses what only openCypher has.
fn refuse_cypher(args: &Args) -> Result<(), Failure> {
    let flags = [
        ("--param", !args.parameters.is_empty()),
        ("--params", args.parameter_file.is_some()),
        ("--scratch", args.scratch),
        ("--explain", args.explain),
        ("--profile", args.profile),
    ];
    match flags.iter().find(|(_, given)| *given) {
        Some((flag, _)) => Err(Failure::call(format!(
            "`{flag}` is for openCypher, not for SPARQL"
        ))),
        None => Ok(()),
    }
}

#[cfg(feature = "rdf")]
fn sparql(args: &Args, path: &str, text: &str, session: &mut Session) -> Result<(), Failure> {
    refuse_cypher(args)?;
    let limits = crate::rdf::sparql::Limits {
        timeout: args.timeout,
        max_rows: args.max_rows,
        max_memory: args
            .max_memory
            .map(|megabytes| megabytes.saturating_mul(1_000_000)),
    };
    let base = args.base.as_deref().unwrap_or(crate::export::DEFAULT_BASE);
    let question = crate::cli::sparql::Question { path, text, base };
    crate::cli::sparql::run(question, limits, args.format.format, session)
}

#[cfg(not(feature = "rdf"))]
fn sparql(args: &Args, _path: &str, _text: &str, _session: &mut Session) -> Result<(), Failure> {
    refuse_cypher(args)?;
    Err(Failure::call(
        "this build of kroniek cannot answer SPARQL: it was built without the feature `rdf`",
    ))
}

/// The answer to a query that only reads, for other commands.
pub(crate) fn answer(text: &str, graph: &Graph, session: &Session) -> Result<Table, Failure> {
    let registry = Registry::standard();
    let failed = |errors: &[Error]| wrong(session, "query", text, errors);
    let prepared = query::prepare(text, graph, &registry).map_err(|errors| failed(&errors))?;
    warn(session, "query", &prepared);
    if prepared.writes() {
        return Err(Failure::input(
            "the query changes the graph: here it can only read",
        ));
    }
    prepared
        .run(graph, &registry, &Parameters::new(), &Limits::default())
        .map_err(|error| failed(&[error]))
}

/// The text of the query and the name it goes by in messages.
fn source(args: &Args, session: &Session) -> Result<(String, String), Failure> {
    if let Some(file) = &args.file {
        return read(file);
    }
    let text = args.query.clone().unwrap_or_default();
    // A word may be the name of a canned query.
    if !args.empty && !text.is_empty() && !text.contains(char::is_whitespace) {
        let file = session
            .folder()?
            .join("queries")
            .join(format!("{text}.{}", args.language.ending()));
        if file.is_file() {
            return read(&file);
        }
    }
    Ok(("query".to_owned(), text))
}

fn read(file: &Path) -> Result<(String, String), Failure> {
    if file.as_os_str() == "-" {
        let mut text = String::new();
        std::io::stdin()
            .read_to_string(&mut text)
            .context("cannot read the query from standard input")?;
        return Ok(("standard input".to_owned(), text));
    }
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("cannot read `{}`", file.display()))?;
    Ok((file.display().to_string(), text))
}

fn parameters(args: &Args) -> Result<Parameters, Failure> {
    let mut parameters = Parameters::new();
    if let Some(file) = &args.parameter_file {
        let (_, text) = read(file)?;
        let json: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text)
            .with_context(|| format!("`{}` holds no JSON object", file.display()))?;
        for (name, value) in json {
            parameters.insert(name.into(), crate::cli::answer::from_json(&value));
        }
    }
    for parameter in &args.parameters {
        let Some((name, text)) = parameter.split_once('=') else {
            return Err(Failure::call(format!("`--param {parameter}` has no `=`")));
        };
        let value = query::literal(text).unwrap_or_else(|_| Value::from(text));
        parameters.insert(Arc::from(name), value);
    }
    Ok(parameters)
}

/// Says what is wrong with a query; limits are the world's fault, all else is the query's.
fn wrong(session: &Session, path: &str, text: &str, errors: &[Error]) -> Failure {
    let limit = errors.iter().find(|error| {
        error.kind == ErrorType::LimitExceeded && error.phase == query::Phase::Runtime
    });
    if let Some(error) = limit {
        return Failure::call(error.message.clone());
    }
    let mut sources = Sources::default();
    let source = sources.add(path, text);
    let findings: Vec<_> = (errors.iter())
        .map(|error| {
            let span = Span::new(source, error.span.clone().unwrap_or(0..text.len()));
            let message = error.message.clone();
            let finding = Finding::error("query", span, message)
                .label(format!("{}: {}", error.kind, error.detail));
            match &error.help {
                Some(help) => finding.help(help.clone()),
                None => finding,
            }
        })
        .collect();
    let shown = diag::text(&findings, &sources, session.looks());
    crate::cli::output::say(shown.trim_end());
    Failure::reported()
}

fn warn(session: &Session, path: &str, prepared: &Prepared) {
    if prepared.warnings().is_empty() {
        return;
    }
    let mut sources = Sources::default();
    let source = sources.add(path, prepared.text());
    let findings: Vec<_> = (prepared.warnings().iter())
        .map(|warning| {
            let span = Span::new(source, warning.span.clone());
            let finding = Finding::warning("unknown-name", span, warning.message.clone());
            match &warning.help {
                Some(help) => finding.help(help.clone()),
                None => finding,
            }
        })
        .collect();
    let shown = diag::text(&findings, &sources, session.looks());
    crate::cli::output::say(shown.trim_end());
}
