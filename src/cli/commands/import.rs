//! `kroniek import`

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::ValueEnum;

use crate::cli::failure::Failure;
use crate::cli::session::{Session, counted};
use crate::export::file::FolderDraft;
use crate::ingest::import::{self, ImportError};

/// Make stubs of a dossier from a file of another program
///
/// Nodes, entities or subjects become actors, places, events, agreements and claims; links become
/// roles and relations. The file itself becomes the article that all of them quote, one paragraph a
/// record. What could not be mapped is told, and listed with its place in import-report.txt.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The format
    #[arg(value_enum)]
    format: Format,

    /// The file to read
    file: PathBuf,

    /// Where to: a folder that is not there yet or empty [default: the file’s name without ending]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// A format of other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// GraphML: yEd, Gephi, NetworkX, Neo4j
    Graphml,
    /// Node-link JSON: NetworkX, D3
    NodeLink,
    /// FollowTheMoney entities: Aleph, OpenSanctions
    Ftm,
    /// RDF: Turtle, N-Triples, N-Quads, TriG, RDF/XML or JSON-LD, by the file's ending
    Rdf,
}

const EXAMPLES: &str = "\
Examples:
  kroniek import graphml network.graphml -o network && kroniek check --dossier network
  kroniek import ftm entities.ftm.json
  kroniek import rdf people.ttl -o people";

/// Problems that are told on standard error; the report has them all.
const SHOWN: usize = 20;

/// Makes the dossier.
pub(crate) fn run(args: &Args, session: &mut Session) -> Result<(), Failure> {
    let path = &args.file;
    let shown = path.display().to_string();
    let bytes = fs::read(path).with_context(|| format!("cannot read `{shown}`"))?;
    let dir = match &args.output {
        Some(dir) => dir.clone(),
        None => PathBuf::from(path.file_stem().unwrap_or_default()),
    };
    if !is_free(&dir)? {
        return Err(Failure::call(format!("`{}` is not empty", dir.display()))
            .hint("name a folder that is not there yet with `--output DIR`; nothing was written"));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let format = match args.format {
        Format::Graphml => import::Format::Graphml,
        Format::NodeLink => import::Format::NodeLink,
        Format::Ftm => import::Format::Ftm,
        Format::Rdf => import::Format::Rdf,
    };
    let made = import::import(format, &name, &bytes).map_err(|error| match error {
        ImportError::Syntax { place, message } => {
            Failure::input(format!("{shown}:{place}: {message}"))
        }
        missing @ ImportError::MissingFeature { .. } => Failure::call(missing.to_string()),
    })?;
    write(&dir, &made.files)
        .with_context(|| format!("cannot write the folder `{}`", dir.display()))?;
    let counts = made.counts.iter().filter(|(_, count)| *count > 0);
    let counts: Vec<_> = counts
        .map(|(what, count)| counted(*count, what.trim_end_matches('s')))
        .collect();
    let counts = if counts.is_empty() {
        "nothing".to_owned()
    } else {
        counts.join(", ")
    };
    session.note(&format!("made a dossier in `{}`: {counts}", dir.display()))?;
    if made.problems.is_empty() {
        return Ok(());
    }
    for problem in made.problems.iter().take(SHOWN) {
        session.note(&format!(
            "note: {shown}:{}: {}",
            problem.place, problem.message
        ))?;
    }
    let report = dir.join("import-report.txt");
    session.note(&format!(
        "{} could not be mapped; `{}` lists all of it",
        counted(made.problems.len(), "thing"),
        report.display()
    ))
}

fn write(dir: &Path, files: &[(String, String)]) -> std::io::Result<()> {
    let draft = FolderDraft::create(dir)?;
    for (path, text) in files {
        let mut file = draft.file(path)?;
        file.write_all(text.as_bytes())?;
        file.flush()?;
    }
    draft.commit()
}

/// Whether there is no such folder yet, or nothing in it.
fn is_free(dir: &Path) -> anyhow::Result<bool> {
    match fs::read_dir(dir) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error).with_context(|| format!("cannot look into `{}`", dir.display())),
    }
}
