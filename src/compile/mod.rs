//! Entries to a checked dossier: resolve, find evidence, merge witnesses, compute statuses.

use std::path::{Path, PathBuf};

use crate::{diag, graph};

/// A compiled dossier with what is wrong with it.
#[derive(Debug)]
pub struct Compilation {
    /// What compiled.
    pub dossier: graph::Dossier,
    /// What is wrong, sorted.
    pub findings: Vec<diag::Finding>,
    /// The files that findings point into.
    pub sources: diag::Sources,
    /// The dossier's folder.
    pub root: PathBuf,
}

impl Compilation {
    /// How many findings are errors.
    pub fn errors(&self) -> usize {
        self.findings.iter().filter(|f| f.severity == diag::Severity::Error).count()
    }
}

/// The world did not let a dossier be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read `{path}`")]
pub struct OpenError {
    /// The file or folder.
    pub path: PathBuf,
}

/// Compiles the dossier of a folder.
pub fn open(dir: &Path, _shown_from: &Path) -> Result<Compilation, OpenError> {
    Err(OpenError { path: dir.to_owned() })
}
