//! The snapshot that a dossier keeps of itself: `.kroniek/snapshot` in its folder.
//!
//! It is made from the dossier and can be thrown away. That it cannot be read or written, on a disk that
//! is full or may only be read, is no error of any command: then the dossier is compiled.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use crate::compile::Compilation;
use crate::diag::Severity;
use crate::ingest::trace::Trace;
use crate::store::snapshot::{self, About, Origin};
use crate::store::{self, Snapshot};

/// The folder in the dossier's.
const FOLDER: &str = ".kroniek";
/// The file in that folder.
const FILE: &str = "snapshot";

/// A dossier that compiles faster than this is compiled every time: a snapshot would gain nothing.
pub(super) const WORTH_WHILE: Duration = Duration::from_millis(5);

/// The place of a dossier's own snapshot.
#[derive(Debug, Clone)]
pub(super) struct Cache {
    root: PathBuf,
    file: PathBuf,
}

impl Cache {
    /// That of the dossier in a folder.
    pub(super) fn of(root: &Path) -> Self {
        // The folder's own name is part of what a snapshot is made from.
        let root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        let file = root.join(FOLDER).join(FILE);
        Self { root, file }
    }

    /// The file.
    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// The snapshot, if it is of this dossier as it is now, judged by the sizes and times of its files, and
    /// by this program.
    pub(super) fn current(&self) -> Option<(Snapshot, About)> {
        let snapshot = Snapshot::open(&self.file).ok()?;
        let about = snapshot.about().ok()?;
        let inputs: Trace = serde_json::from_slice(snapshot.inputs().ok()?).ok()?;
        (about.maker == maker() && inputs.holds(&self.root)).then_some((snapshot, about))
    }

    /// Writes a snapshot of what was compiled, unless its files changed meanwhile or so shortly before
    /// that nobody could tell. Whether it was written.
    pub(super) fn write(&self, compilation: &Compilation) -> bool {
        let trace = &compilation.trace;
        let hashes = trace
            .is_settled()
            .then(|| trace.hashes(&self.root))
            .flatten();
        let Some(hashes) = hashes else {
            return false;
        };
        let (Ok(inputs), Ok(hashes)) = (serde_json::to_vec(trace), serde_json::to_vec(&hashes))
        else {
            return false;
        };
        let origin = Origin {
            inputs: &inputs,
            hashes: &hashes,
        };
        let about = about(compilation, None);
        self.make_folder().is_ok()
            && snapshot::write(&self.file, &compilation.dossier, &about, origin, false).is_ok()
    }

    /// Compares the snapshot with what was just compiled, by the content of every file, and makes it
    /// agree where it does not. An error tells that it was damaged.
    pub(super) fn renew(
        &self,
        compilation: &Compilation,
        took: Duration,
    ) -> Result<(), store::Error> {
        let outcome = match Snapshot::open(&self.file) {
            Err(store::Error::Disk { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                if took >= WORTH_WHILE {
                    self.write(compilation);
                }
                return Ok(());
            }
            Err(error @ store::Error::Damaged { .. }) => Err(error),
            Err(_) => Ok(()),
            Ok(snapshot) => match self.agrees(&snapshot, compilation) {
                Ok(true) => return Ok(()),
                Ok(false) => Ok(()),
                Err(error) => Err(error),
            },
        };
        if !self.write(compilation) {
            self.remove();
        }
        outcome
    }

    fn agrees(&self, snapshot: &Snapshot, compilation: &Compilation) -> Result<bool, store::Error> {
        snapshot.verify()?;
        let origin = snapshot.origin()?;
        let read = |bytes| serde_json::from_slice(bytes).ok();
        Ok(snapshot.about()?.maker == maker()
            && serde_json::from_slice(origin.inputs).ok().as_ref() == Some(&compilation.trace)
            && read(origin.hashes) == compilation.trace.hashes(&self.root))
    }

    /// Removes the snapshot. That it cannot be removed is found out by whoever reads it.
    pub(super) fn remove(&self) {
        let _ = fs::remove_file(&self.file);
    }

    /// Makes the folder, which tells version control to leave it alone.
    fn make_folder(&self) -> io::Result<()> {
        let folder = self.root.join(FOLDER);
        if !folder.is_dir() {
            fs::create_dir(&folder)?;
        }
        let ignore = folder.join(".gitignore");
        if !ignore.is_file() {
            fs::write(ignore, "*\n")?;
        }
        Ok(())
    }
}

/// What a snapshot says of a compilation.
pub(super) fn about(compilation: &Compilation, first_error: Option<String>) -> About {
    About {
        maker: maker(),
        errors: compilation.errors(),
        warnings: compilation.count(Severity::Warning),
        notes: compilation.count(Severity::Note),
        first_error,
    }
}

/// This program: its version, and size and time of its file, which differ whenever it was built anew.
fn maker() -> String {
    let version = env!("CARGO_PKG_VERSION");
    let file = env::current_exe().and_then(fs::metadata);
    let built = file.ok().and_then(|file| {
        let time = file.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some((file.len(), time))
    });
    match built {
        Some((size, time)) => format!("kroniek {version}, {size} bytes, built {}", time.as_nanos()),
        None => format!("kroniek {version}"),
    }
}
