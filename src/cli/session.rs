//! What every command is given: the dossier it is about and the streams it writes to.

use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context as _;

use super::cache::{Cache, WORTH_WHILE};
use super::failure::Failure;
use super::output::{Colour, Page, say, visible};
use super::rows::{self, Format, Rows};
use crate::compile::{self, Compilation};
use crate::diag::{self, Finding, Looks, SourceId, Span};
use crate::graph::Dossier;
use crate::ingest::folder::{is_dossier, relative};
use crate::store::{self, Snapshot};

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

    /// Compile the dossier, and neither read nor write the snapshot that it keeps of itself
    #[arg(long, global = true, help_heading = FOR_ALL)]
    pub(crate) no_cache: bool,

    /// Answer from this file that `kroniek snapshot` wrote, with no dossier
    #[arg(long, global = true, help_heading = FOR_ALL, value_name = "FILE", conflicts_with = "dossier")]
    pub(crate) snapshot: Option<PathBuf>,

    /// When to use colours
    #[arg(long, global = true, help_heading = FOR_ALL, value_enum, default_value_t, value_name = "WHEN")]
    pub(crate) color: Colour,
}

/// One run of a command.
#[derive(Debug)]
pub(crate) struct Session {
    globals: Globals,
    /// Standard output; commands write their answer here and nothing else.
    pub(crate) out: BufWriter<Output>,
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
            out: Output::buffered(),
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
        if let Some(file) = &self.globals.snapshot {
            return Err(Failure::call(format!(
                "this command reads the dossier itself, which is not in `{}`",
                file.display()
            )));
        }
        compile::open(&self.folder()?, &here()?).map_err(|error| Failure::call(error.to_string()))
    }

    /// The dossier to answer from; one with errors stops the command unless `--force` is given.
    ///
    /// It is the file of `--snapshot`, or the snapshot that the dossier keeps of itself if that is still
    /// true, or else compiled.
    pub(crate) fn dossier(&self) -> Result<Dossier, Failure> {
        if let Some(file) = &self.globals.snapshot {
            return self.carried(file);
        }
        let cache = self.cache()?;
        let current = cache.as_ref().and_then(Cache::current);
        let kept = current.and_then(|(snapshot, about)| {
            let dossier = snapshot.dossier().ok()?;
            Some((dossier, about.errors))
        });
        let is_current = match kept {
            Some((dossier, errors)) if errors == 0 || self.globals.force => return Ok(dossier),
            // The first error is shown with the text around it, which only the files have.
            Some(_) => true,
            None => false,
        };
        let start = Instant::now();
        let compilation = self.compile()?;
        if let Some(cache) = cache
            && !is_current
            && start.elapsed() >= WORTH_WHILE
        {
            cache.write(&compilation);
        }
        self.sound(compilation)
            .map(|compilation| compilation.dossier)
    }

    /// The dossier of a file that was carried away.
    fn carried(&self, file: &Path) -> Result<Dossier, Failure> {
        let failed = |error: store::Error| Failure::call(error.to_string());
        let snapshot = Snapshot::open(file).map_err(failed)?;
        let about = snapshot.about().map_err(failed)?;
        if about.errors > 0 && !self.globals.force {
            if let Some(first) = about.first_error {
                say(&format!("{}\n", first.trim_end()));
            }
            let failure = Failure::input(has_errors(about.errors));
            return Err(failure.hint("`--force` answers from what compiled"));
        }
        snapshot.dossier().map_err(failed)
    }

    /// The place of the snapshot that the dossier keeps of itself; none if it is not to be used.
    fn cache(&self) -> Result<Option<Cache>, Failure> {
        if self.globals.no_cache || self.globals.snapshot.is_some() {
            return Ok(None);
        }
        Ok(Some(Cache::of(&self.folder()?)))
    }

    /// A compilation that may be answered from: without errors, or by `--force`.
    pub(crate) fn sound(&self, compilation: Compilation) -> Result<Compilation, Failure> {
        let errors = compilation.errors();
        if errors == 0 || self.globals.force {
            return Ok(compilation);
        }
        let text = diag::text(
            compilation.first_error(),
            &compilation.sources,
            self.looks(),
        );
        say(&format!("{}\n", text.trim_end()));
        Err(Failure::input(has_errors(errors))
            .hint("`kroniek check` shows them all; `--force` answers from what compiled"))
    }

    /// Compiles the dossier and makes the snapshot that it keeps of itself agree; that this was
    /// damaged is a finding.
    pub(crate) fn check(&self) -> Result<Compilation, Failure> {
        let start = Instant::now();
        let mut compilation = self.compile()?;
        let took = start.elapsed();
        if let Some(cache) = self.cache()?
            && let Err(damage) = cache.renew(&compilation, took)
        {
            let path = relative(&here()?, cache.file());
            let source = compilation.sources.add(path, "");
            let finding = damaged(&damage, source);
            compilation.findings.push(finding);
            diag::sort(&mut compilation.findings, &compilation.sources);
        }
        Ok(compilation)
    }

    /// Gets ready to run a command again that came upon damage in the snapshot that the dossier keeps of
    /// itself. An error if there is no other way to answer, or part of the answer has been given.
    pub(crate) fn distrust(&mut self, damage: &store::Error) -> Result<(), Failure> {
        let failure = Failure::call(damage.to_string());
        let Some(cache) = self.cache()? else {
            return Err(failure);
        };
        cache.remove();
        if self.out.get_ref().begun {
            return Err(
                failure.hint("the answer is not whole; it will be when the command is run again")
            );
        }
        // What was gathered of the first answer is thrown away; a writer that is dropped writes it.
        let first = std::mem::replace(&mut self.out, Output::buffered());
        drop(first.into_parts());
        Ok(())
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

/// Standard output, which knows whether anything has been written to it.
#[derive(Debug)]
pub(crate) struct Output {
    stream: StdoutLock<'static>,
    begun: bool,
}

impl Output {
    fn buffered() -> BufWriter<Self> {
        BufWriter::new(Self {
            stream: io::stdout().lock(),
            begun: false,
        })
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.begun = true;
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

fn has_errors(errors: usize) -> String {
    format!("the dossier has {}", counted(errors, "error"))
}

fn damaged(damage: &store::Error, source: SourceId) -> Finding {
    let message = match damage {
        store::Error::Damaged { damage, .. } => format!("the snapshot was damaged: {damage}"),
        other => other.to_string(),
    };
    Finding::warning("snapshot-damaged", Span::new(source, 0..0), message)
        .help("nothing is lost: it was written anew; if it happens again, suspect the disk")
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
