//! Entries to a checked dossier: resolve what they refer to, find the evidence, merge the witnesses,
//! compute the statuses, and write the graph.
//!
//! The stages, in the order they run:
//!
//! 1. [`input`] reads every file and keeps the order of files from mattering,
//! 2. [`symbols`] declares the ids,
//! 3. [`testimony`] turns each entry into what one article says: its references and values are
//!    checked and its quotes found in the text ([`evidence`], [`figures`]),
//! 4. [`merge`] unites the testimonies of all articles into nodes and relationships with a status,
//! 5. [`checks`] looks at the whole,
//! 6. [`emit`] writes the graph, and [`tables`] adds what tables say.
//!
//! Each stage reports all that it finds and passes on what is right, so that one mistake is one
//! finding. This room must not know how findings are shown or what is asked of the graph.

mod checks;
mod emit;
mod evidence;
mod field;
mod figures;
mod input;
mod mentions;
mod merge;
mod settings;
mod symbols;
mod tables;
mod testimony;
#[cfg(test)]
mod tests;
mod types;
mod witness;

use std::path::{Path, PathBuf};

use crate::diag::{self, Finding, Severity, Sources};
use crate::graph::Dossier;
use crate::ingest::folder::{Folder, ReadError};
use crate::ingest::trace::Trace;
pub use tables::TableReport;

/// A dossier that went through the compiler.
#[derive(Debug, Clone)]
pub struct Compilation {
    /// The graph with its vocabulary; of a dossier with errors, what compiled.
    pub dossier: Dossier,
    /// Everything that is wrong, sorted by place.
    pub findings: Vec<Finding>,
    /// The files that findings point into.
    pub sources: Sources,
    /// How much was made of each table.
    pub tables: Vec<TableReport>,
    /// The folder of the dossier, an absolute path.
    pub root: PathBuf,
    /// What was read of it.
    pub trace: Trace,
}

impl Compilation {
    /// Number of errors.
    pub fn errors(&self) -> usize {
        self.count(Severity::Error)
    }

    /// The first error by place, if there is one.
    pub fn first_error(&self) -> &[Finding] {
        let mut each = self.findings.chunks(1);
        let error = |finding: &&[Finding]| finding[0].severity == Severity::Error;
        each.find(error).unwrap_or_default()
    }

    /// Number of findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        let of = |finding: &&Finding| finding.severity == severity;
        self.findings.iter().filter(of).count()
    }
}

/// Compiles the dossier in a folder. Paths in findings are shown as seen from `shown_from`.
///
/// What is wrong with the dossier's files is in [`Compilation::findings`]; an error is a failure of
/// the disk. Linear in the size of articles and annotations.
pub fn open(dir: &Path, shown_from: &Path) -> Result<Compilation, ReadError> {
    let folder = Folder::open(dir, shown_from)?;
    let mut findings = Vec::new();
    let mut input = input::read(&folder, &mut findings)?;
    let (dossier, told) = compile(&input, &mut findings);
    let tables = told.tell(&mut input, &mut findings);
    diag::sort(&mut findings, &input.sources);
    Ok(Compilation {
        dossier,
        findings,
        sources: input.sources,
        tables,
        root: folder.root().to_path_buf(),
        trace: folder.trace(),
    })
}

fn compile(input: &input::Input, findings: &mut Vec<Finding>) -> (Dossier, tables::Told) {
    let symbols = symbols::declare(input, findings);
    let tables = tables::understand(input, &symbols, findings);
    let witnesses = witness::Witnesses::of(input, &symbols, findings);
    let mut testimonies = testimony::hear(input, &symbols, findings);
    for (id, articles) in tables.uses(input) {
        testimonies.uses.entry(id).or_default().extend(articles);
    }
    let mentions = mentions::find(input, &symbols);
    let draft = merge::merge(input, &symbols, &witnesses, &testimonies);
    checks::check(input, &symbols, &testimonies, &mentions, findings);
    let dossier = emit::emit(input, &draft, &mentions, &tables);
    (dossier, tables.into_told())
}
