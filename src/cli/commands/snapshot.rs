//! `kroniek snapshot`

use std::path::PathBuf;

use crate::cli::cache;
use crate::cli::failure::Failure;
use crate::cli::session::Session;
use crate::diag::{self, Looks};
use crate::store::snapshot::{self, Origin};

/// Write the compiled dossier into one file to carry away
///
/// `--snapshot FILE` then answers from it, on any machine of the same kind, with no dossier there. It holds
/// the graph with the quotes, not the articles. It is read by the version of kroniek that wrote it and by
/// others with the same format.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The file to write
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

const EXAMPLES: &str = "\
Examples:
  kroniek snapshot summits.kroniek
  kroniek --snapshot summits.kroniek events";

/// Compiles the dossier and writes the file.
pub(crate) fn run(args: &Args, session: &mut Session) -> Result<(), Failure> {
    let compilation = session.compile()?;
    let compilation = session.sound(compilation)?;
    let first = compilation.first_error();
    let text = diag::text(first, &compilation.sources, Looks::default());
    let about = cache::about(&compilation, (!first.is_empty()).then_some(text));
    // A file that was carried away has nothing beside it that could have changed.
    let origin = Origin {
        inputs: b"",
        hashes: b"",
    };
    snapshot::write(&args.file, &compilation.dossier, &about, origin, true)
        .map_err(|error| Failure::call(error.to_string()))
}
