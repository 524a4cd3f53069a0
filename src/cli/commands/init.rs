//! `kroniek init`

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::cli::failure::Failure;
use crate::cli::session::Session;

/// Make a small example dossier to start from
///
/// Two invented articles, one in Dutch and one in English, with annotations whose comments teach
/// the format: an event, an agreement, a claim, and a disagreement between the articles. The folder
/// must be empty or not there yet.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The folder
    dir: PathBuf,
}

const EXAMPLES: &str = "\
Examples:
  kroniek init bridge && cd bridge
  kroniek check
  kroniek conflicts";

/// The files of the example, by path in the folder.
const FILES: [(&str, &str); 7] = [
    (".gitignore", "/.kroniek/\n/out/\n"),
    ("dossier.yaml", include_str!("example/dossier.yaml")),
    (
        "seeds/kustbode.txt",
        include_str!("example/seeds/kustbode.txt"),
    ),
    (
        "seeds/harbour-post.txt",
        include_str!("example/seeds/harbour-post.txt"),
    ),
    (
        "annotations/actors.yaml",
        include_str!("example/annotations/actors.yaml"),
    ),
    (
        "annotations/kustbode.yaml",
        include_str!("example/annotations/kustbode.yaml"),
    ),
    (
        "annotations/harbour-post.yaml",
        include_str!("example/annotations/harbour-post.yaml"),
    ),
];

/// Writes the example into an empty folder.
pub(crate) fn run(args: &Args, session: &mut Session) -> Result<(), Failure> {
    let dir = &args.dir;
    if !is_free(dir)? {
        return Err(Failure::call(format!("`{}` is not empty", dir.display()))
            .hint("name a folder that is not there yet; nothing was written"));
    }
    for (path, text) in FILES {
        write(&dir.join(path), text)?;
    }
    session.note(&format!(
        "made an example dossier in `{0}`; now try:\n  cd {0}\n  kroniek check\n  kroniek events\n  kroniek conflicts\nand read annotations/kustbode.yaml",
        dir.display()
    ))
}

/// Whether there is no such folder yet, or nothing in it.
fn is_free(dir: &Path) -> anyhow::Result<bool> {
    match fs::read_dir(dir) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error).with_context(|| format!("cannot look into `{}`", dir.display())),
    }
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    }
    fs::write(path, text).with_context(|| format!("cannot write `{}`", path.display()))
}
