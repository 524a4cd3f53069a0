//! `kroniek explain`

use std::io::Write as _;

use crate::cli::failure::Failure;
use crate::cli::rows::{FormatArgs, Rows};
use crate::cli::session::Session;
use crate::diag;
use crate::text::nearest;

/// Explain a code of `check`, with an example; without a code, list them all
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The code in the brackets of a finding: quote-not-found
    code: Option<String>,

    #[command(flatten)]
    format: FormatArgs,
}

const EXAMPLES: &str = "\
Examples:
  kroniek explain quote-not-found
  kroniek explain --format markdown";

/// Prints the section about a code, or a row for every code.
pub(crate) fn run(args: &Args, session: &mut Session) -> Result<(), Failure> {
    let Some(code) = &args.code else {
        return session.print(&rows(), args.format.format);
    };
    let Some(section) = diag::explain(code) else {
        let failure = Failure::call(format!("there is no code `{code}`"));
        return Err(match nearest(code, diag::codes()) {
            Some(near) => failure.hint(format!("did you mean `{near}`?")),
            None => failure.hint("`kroniek explain` lists them all"),
        });
    };
    writeln!(session.out, "{section}")?;
    Ok(())
}

fn rows() -> Rows {
    let mut rows = Rows::new(["code", "severity", "summary"]);
    for explanation in diag::codes().filter_map(diag::explanation) {
        rows.push([
            explanation.code.into(),
            explanation.severity.as_str().into(),
            explanation.summary.replace('\n', " ").into(),
        ]);
    }
    rows
}
