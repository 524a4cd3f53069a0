//! What was read of the disk, so that somebody can tell later whether it is still the same.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// A file that changed less than this before it was read may change again without its times
/// telling: the clocks of file systems tick so slowly.
const TICK: Duration = Duration::from_millis(20);

/// The same, where times have no fractions of a second.
const SLOW_TICK: Duration = Duration::from_secs(2);

/// For a file of this many bytes it is worth while to wait for the next tick.
const LARGE: u64 = 1 << 20;

/// So many files are looked at by all processors.
const MANY: usize = 1000;

/// What was read of a folder: files, lists of files, and files that were looked for and are not there.
/// Paths are relative to the folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// The folder's name.
    name: String,
    files: BTreeMap<String, Stamp>,
    /// What lay in a folder, as [`kept`] tells it.
    folders: BTreeMap<String, Vec<String>>,
    absent: BTreeSet<String>,
    /// Whether a file was so young that its stamp proves nothing.
    #[serde(skip)]
    unsettled: bool,
}

/// Size of a file in bytes, and when its content and it itself were changed last, in nanoseconds since
/// 1970. What was changed by a program that sets the first time back still has another second one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp(u64, i64, i64);

impl Stamp {
    fn of(file: &fs::Metadata) -> Self {
        let modified = file.modified().map_or(0, |time| {
            let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
            i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
        });
        Self(file.len(), modified, changed(file).unwrap_or(modified))
    }

    /// Whether the file may change without this stamp changing.
    fn unsettled(self) -> bool {
        let Self(_, _, changed) = self;
        let tick = if changed % 1_000_000_000 == 0 {
            SLOW_TICK
        } else {
            TICK
        };
        let changed = UNIX_EPOCH + Duration::from_nanos(changed.unsigned_abs());
        let age = SystemTime::now().duration_since(changed);
        // A clock that is ahead tells nothing.
        !age.is_ok_and(|age| age >= tick)
    }
}

#[cfg(unix)]
fn changed(file: &fs::Metadata) -> Option<i64> {
    use std::os::unix::fs::MetadataExt as _;
    let seconds = file.ctime().checked_mul(1_000_000_000)?;
    seconds.checked_add(file.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_: &fs::Metadata) -> Option<i64> {
    None
}

/// What lies in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Listed {
    pub(super) name: OsString,
    pub(super) kind: EntryKind,
}

/// What something in a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum EntryKind {
    File,
    Folder,
    /// A link to a folder, which is not followed: one to a folder above would never end.
    LinkToFolder,
}

/// What lies in a folder, in order, but for hidden files.
pub(super) fn listing(dir: &Path) -> io::Result<Vec<Listed>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name();
        if name.as_encoded_bytes().starts_with(b".") {
            continue;
        }
        let kind = entry.file_type()?;
        let kind = match kind.is_symlink() {
            true if entry.path().is_dir() => EntryKind::LinkToFolder,
            false if kind.is_dir() => EntryKind::Folder,
            _ => EntryKind::File,
        };
        found.push(Listed { name, kind });
    }
    found.sort_unstable();
    Ok(found)
}

/// A listing as it is kept: names that end as `ls -F` shows them.
fn kept(listing: &[Listed]) -> Vec<String> {
    let kept = listing.iter().map(|Listed { name, kind }| {
        let ending = match kind {
            EntryKind::File => "",
            EntryKind::Folder => "/",
            EntryKind::LinkToFolder => "@",
        };
        format!("{}{ending}", name.to_string_lossy())
    });
    kept.collect()
}

impl Trace {
    /// Nothing read yet of a folder of this name.
    pub(super) fn of(name: String) -> Self {
        Self {
            name,
            ..Self::default()
        }
    }

    /// Notes what was found in a folder.
    pub(super) fn note_listing(&mut self, path: String, listing: &[Listed]) {
        self.folders.insert(path, kept(listing));
    }

    /// Notes that something was looked for in vain.
    pub(super) fn note_absent(&mut self, path: String) {
        self.absent.insert(path);
    }

    /// Notes a file that is about to be read.
    pub(super) fn note(&mut self, path: String, file: &Path) -> io::Result<()> {
        let mut stamp = Stamp::of(&fs::metadata(file)?);
        if stamp.unsettled() && stamp.0 >= LARGE {
            thread::sleep(TICK);
            stamp = Stamp::of(&fs::metadata(file)?);
        }
        self.unsettled |= stamp.unsettled();
        self.files.insert(path, stamp);
        Ok(())
    }

    /// Whether what was read can be told from what lies there later.
    pub fn is_settled(&self) -> bool {
        !self.unsettled
    }

    /// Whether a folder still holds what was read of it, judged by names, sizes and times.
    /// O(number of files).
    pub fn holds(&self, root: &Path) -> bool {
        let same = |(path, stamp): (&String, &Stamp)| {
            let now = fs::metadata(root.join(path));
            now.is_ok_and(|now| now.is_file() && Stamp::of(&now) == *stamp)
        };
        let name = root.file_name().map(|name| name.to_string_lossy());
        name.is_none_or(|name| name == self.name.as_str())
            && self.absent.iter().all(|path| !root.join(path).exists())
            && (self.folders.iter()).all(|(path, names)| {
                listing(&root.join(path)).is_ok_and(|now| kept(&now) == *names)
            })
            && if self.files.len() < MANY {
                self.files.iter().all(same)
            } else {
                self.files.par_iter().all(same)
            }
    }

    /// The SHA-256 of every file in hexadecimal digits, by path; `None` if a file is not any more as it was
    /// read. O(bytes).
    pub fn hashes(&self, root: &Path) -> Option<BTreeMap<String, String>> {
        let hash = |(path, stamp): (&String, &Stamp)| {
            let file = root.join(path);
            let hash = sha256(&file).ok()?;
            let now = Stamp::of(&fs::metadata(&file).ok()?);
            (now == *stamp).then(|| (path.clone(), hash))
        };
        self.files.par_iter().map(hash).collect()
    }
}

fn sha256(file: &Path) -> io::Result<String> {
    let mut file = fs::File::open(file)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            read => hash.update(&buffer[..read]),
        }
    }
    let mut digits = String::new();
    for byte in hash.finalize() {
        // Writing to a string does not fail.
        let _ = write!(digits, "{byte:02x}");
    }
    Ok(digits)
}

#[cfg(test)]
mod tests {
    use super::super::folder::Folder;
    use super::*;

    /// Reads a folder as the compiler does.
    fn read(root: &Path) -> Trace {
        let folder = Folder::open(root, root).expect("a folder");
        folder.file("dossier.yaml").expect("read");
        folder.annotations().expect("read");
        folder
            .articles(&["more".to_owned(), "x/*.txt".to_owned()], &[])
            .expect("read");
        folder.trace()
    }

    fn dossier() -> tempfile::TempDir {
        let dir = tempfile::tempdir().expect("a folder");
        for folder in ["annotations", "seeds/deep"] {
            fs::create_dir_all(dir.path().join(folder)).expect("made");
        }
        for file in ["annotations/a.yaml", "seeds/b.txt", "seeds/deep/c.txt"] {
            fs::write(dir.path().join(file), "text").expect("written");
        }
        dir
    }

    #[test]
    fn a_folder_holds_what_was_read_until_something_changes() {
        type Change<'a> = (&'a str, &'a dyn Fn(&Path) -> io::Result<()>);
        let changes: [Change<'_>; 9] = [
            ("a file changed", &|dir| {
                fs::write(dir.join("seeds/b.txt"), "longer")
            }),
            ("a file of the same size", &|dir| {
                fs::write(dir.join("seeds/b.txt"), "tixt")
            }),
            ("a new file", &|dir| {
                fs::write(dir.join("seeds/deep/d.txt"), "")
            }),
            ("a new setting", &|dir| {
                fs::write(dir.join("dossier.yaml"), "")
            }),
            ("a new folder", &|dir| fs::create_dir(dir.join("seeds/new"))),
            ("a folder that was named", &|dir| {
                fs::create_dir(dir.join("more"))
            }),
            ("the folder of a pattern", &|dir| {
                fs::create_dir(dir.join("x"))
            }),
            ("a file gone", &|dir| {
                fs::remove_file(dir.join("annotations/a.yaml"))
            }),
            ("another name", &|dir| {
                fs::rename(dir.join("seeds/b.txt"), dir.join("seeds/bb.txt"))
            }),
        ];
        for (what, change) in changes {
            let dir = dossier();
            let trace = read(dir.path());
            assert!(trace.holds(dir.path()), "before {what}");
            thread::sleep(TICK);
            change(dir.path()).expect("changed");
            assert!(!trace.holds(dir.path()), "{what}");
            assert!(read(dir.path()).holds(dir.path()), "after {what}");
        }
    }

    #[test]
    fn what_no_compiler_reads_changes_nothing() {
        let dir = dossier();
        let trace = read(dir.path());
        fs::write(dir.path().join("notes.md"), "").expect("written");
        fs::write(dir.path().join("seeds/.b.txt.swp"), "").expect("written");
        fs::create_dir(dir.path().join("out")).expect("made");
        assert!(trace.holds(dir.path()));
    }

    #[test]
    fn a_young_file_is_not_settled_and_an_old_one_is() {
        let dir = dossier();
        assert!(!read(dir.path()).is_settled());
        thread::sleep(TICK);
        assert!(read(dir.path()).is_settled());
        fs::write(dir.path().join("seeds/large.txt"), vec![b'x'; 1 << 20]).expect("written");
        assert!(read(dir.path()).is_settled(), "was not waited for");
    }

    #[test]
    fn hashes_are_of_the_files_that_were_read() {
        let dir = dossier();
        let trace = read(dir.path());
        let hashes = trace.hashes(dir.path()).expect("hashed");
        let paths: Vec<_> = hashes.keys().map(String::as_str).collect();
        assert_eq!(
            paths,
            ["annotations/a.yaml", "seeds/b.txt", "seeds/deep/c.txt"]
        );
        assert_eq!(
            hashes["seeds/b.txt"],
            "982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1"
        );
        fs::write(dir.path().join("seeds/b.txt"), "other").expect("written");
        assert_eq!(trace.hashes(dir.path()), None);
    }
}
