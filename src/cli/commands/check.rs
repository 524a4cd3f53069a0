//! `kroniek check`

use std::io::Write as _;

use clap::ValueEnum;

use super::stats;
use crate::cli::failure::Failure;
use crate::cli::output::say;
use crate::cli::session::{Session, counted};
use crate::compile::Compilation;
use crate::diag::{self, Severity};

/// Verify every quote, date, name and number of a dossier
///
/// Reads the articles and annotations, finds every quote verbatim in its article and tells what is
/// wrong at its file, line and column, with what to do about it. Findings go to standard error, the summary
/// to standard output. The status is 1 if there is an error; warnings and notes do not fail.
///
/// A warning that is not wanted is silenced at its entry by `allow: [code]`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// How the findings are written; json and sarif go to standard output, without a summary
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    /// For people, on standard error
    #[default]
    Text,
    /// One array of objects
    Json,
    /// SARIF 2.1.0, for code hosts and editors
    Sarif,
}

const EXAMPLES: &str = "\
Examples:
  kroniek check
  kroniek check --format json
  kroniek check --format sarif > kroniek.sarif
  kroniek explain quote-not-found";

/// Prints what is wrong, and how much there is.
pub(crate) fn run(args: &Args, session: &mut Session) -> Result<(), Failure> {
    let compilation = session.check()?;
    let (findings, sources) = (&compilation.findings, &compilation.sources);
    match args.format {
        Format::Text => report(&compilation, session)?,
        Format::Json => write!(session.out, "{}", diag::json(findings, sources))?,
        Format::Sarif => write!(session.out, "{}", diag::sarif(findings, sources))?,
    }
    if compilation.errors() > 0 {
        session.out.flush()?;
        return Err(Failure::reported());
    }
    Ok(())
}

/// Prints findings for people, then the summary.
pub(super) fn report(compilation: &Compilation, session: &mut Session) -> Result<(), Failure> {
    let text = diag::text(&compilation.findings, &compilation.sources, session.looks());
    if !text.is_empty() {
        say(text.trim_end_matches('\n'));
        say("");
    }
    write!(session.out, "{}", summary(compilation))?;
    Ok(())
}

fn summary(compilation: &Compilation) -> String {
    let counts = stats::counts(&compilation.dossier);
    let count = |what: &str| {
        let found = counts.iter().find(|(name, _)| *name == what);
        found.map_or(0, |(_, count)| *count)
    };
    let things = [
        ("articles", "article"),
        ("events", "event"),
        ("agreements", "agreement"),
        ("claims", "claim"),
        ("actors", "actor"),
        ("places", "place"),
        ("relationships", "relationship"),
    ];
    let things: Vec<_> = things
        .iter()
        .map(|(what, one)| counted(count(what), one))
        .collect();
    let statuses: Vec<_> = ["corroborated", "reported", "disputed", "claimed"]
        .iter()
        .map(|status| format!("{} {status}", count(status)))
        .collect();
    let of = |severity: Severity| {
        let found = compilation
            .findings
            .iter()
            .filter(|finding| finding.severity == severity);
        counted(found.count(), severity.as_str())
    };
    format!(
        "{}\n{} found verbatim in the articles\nevents, agreements and claims: {}\n{}, {}, {}\n",
        things.join(", "),
        counted(count("quotes"), "quote"),
        statuses.join(", "),
        of(Severity::Error),
        of(Severity::Warning),
        of(Severity::Note),
    )
}
