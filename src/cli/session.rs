//! What every command is given: the dossier it is about and the streams it writes to.

use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::PathBuf;

use anyhow::Context as _;

use super::failure::Failure;
use super::output::{Colour, Page, say, visible};
use super::rows::{self, Format, Rows};
use crate::compile::{self, Compilation};
use crate::diag::{self, Finding, Looks, Severity};
use crate::ingest::folder::is_dossier;

/// The heading of these flags in help texts.
const FOR_ALL: &str = "For every command";

/// Flags of every command.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Globals {
    /// The dossier's folder [default: the current folder, or the nearest above it that is a dossier]
    #[arg(long, global = true, help_heading = FOR_ALL, value_name = "DIR")]
    pub(crate) dossier: Option<PathBuf>,

    /// Answer from what compiled, although the dossier has errors
    #[arg(long, global = true, help_heading = FOR_ALL)]
    pub(crate) force: bool,

    /// When to use colours
    #[arg(long, global = true, help_heading = FOR_ALL, value_enum, default_value_t, value_name = "WHEN")]
    pub(crate) color: Colour,
}

/// One run of a command.
#[derive(Debug)]
pub(crate) struct Session {
    globals: Globals,
    /// Standard output; commands write their answer here and nothing else.
    pub(crate) out: BufWriter<StdoutLock<'static>>,
    /// What standard output is.
    pub(crate) page: Page,
    /// What standard error is.
    pub(crate) errors: Page,
}

impl Session {
    /// A session on the streams of this process.
    pub(crate) fn new(globals: Globals) -> Self {
        let (page, errors) = (Page::stdout(globals.color), Page::stderr(globals.color));
        Self {
            globals,
            out: BufWriter::new(io::stdout().lock()),
            page,
            errors,
        }
    }

    /// The folder of the dossier that the command is about.
    pub(crate) fn folder(&self) -> Result<PathBuf, Failure> {
        if let Some(dir) = &self.globals.dossier {
            return match is_dossier(dir) {
                true => Ok(dir.clone()),
                false if dir.is_dir() => Err(Failure::call(format!(
                    "`{}` is no dossier: it has neither a folder `annotations` nor a file `dossier.yaml`",
                    dir.display()
                ))
                .hint("`kroniek init DIR` makes a small example")),
                false => Err(Failure::call(format!("there is no folder `{}`", dir.display()))),
            };
        }
        let here = here()?;
        match here.ancestors().find(|dir| is_dossier(dir)) {
            Some(dir) if dir == here => Ok(PathBuf::from(".")),
            Some(dir) => Ok(dir.to_owned()),
            None => Err(Failure::call("neither this folder nor one above it is a dossier")
                .hint("a dossier has a folder `annotations` or a file `dossier.yaml`; name one with `--dossier DIR`")
                .hint("`kroniek init DIR` makes a small example")),
        }
    }

    /// Whether a dossier with errors is to be answered from.
    pub(crate) fn forced(&self) -> bool {
        self.globals.force
    }

    /// Compiles the dossier, errors or not.
    pub(crate) fn compile(&self) -> Result<Compilation, Failure> {
        compile::open(&self.folder()?, &here()?).map_err(|error| Failure::call(error.to_string()))
    }

    /// Compiles the dossier; one with errors stops the command unless `--force` is given.
    pub(crate) fn dossier(&self) -> Result<Compilation, Failure> {
        let compilation = self.compile()?;
        let errors = compilation.errors();
        if errors == 0 || self.globals.force {
            return Ok(compilation);
        }
        let error = |finding: &&Finding| finding.severity == Severity::Error;
        let first: Vec<_> = compilation
            .findings
            .iter()
            .filter(error)
            .take(1)
            .cloned()
            .collect();
        let text = diag::text(&first, &compilation.sources, self.looks());
        say(&format!("{}\n", text.trim_end()));
        Err(
            Failure::input(format!("the dossier has {}", counted(errors, "error")))
                .hint("`kroniek check` shows them all; `--force` answers from what compiled"),
        )
    }

    /// How findings look on standard error.
    pub(crate) fn looks(&self) -> Looks {
        Looks {
            colour: self.errors.colour,
            width: self.errors.width.unwrap_or(Looks::default().width),
        }
    }

    /// Writes rows to standard output.
    pub(crate) fn print(&mut self, rows: &Rows, format: Format) -> Result<(), Failure> {
        rows::write(rows, format, self.page, &mut self.out)?;
        Ok(())
    }

    /// Says something on standard error, after what has been written so far.
    pub(crate) fn note(&mut self, text: &str) -> Result<(), Failure> {
        self.out.flush()?;
        say(&visible(text));
        Ok(())
    }
}

fn here() -> anyhow::Result<PathBuf> {
    std::env::current_dir().context("cannot tell the current folder")
}

/// `1 error`, `2 errors`, `no errors`.
pub(crate) fn counted(count: usize, one: &str) -> String {
    let plural = match one.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{one}s"),
    };
    match count {
        0 => format!("no {plural}"),
        1 => format!("1 {one}"),
        _ => format!("{count} {plural}"),
    }
}
