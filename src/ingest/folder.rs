//! A dossier on disk: which files it has, and their bytes.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use globset::Glob;

use super::trace::{EntryKind, Listed, Trace, listing};

/// A file as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path as it is to be shown, with `/` between its parts.
    pub shown: String,
    /// Its path inside the dossier, with `/` between its parts; outside of it the shown path.
    pub inside: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A file that was found and not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableFile {
    /// Where it lies, an absolute path.
    pub path: PathBuf,
    /// Its path as it is to be shown, with `/` between its parts.
    pub shown: String,
    /// Its path inside the dossier, with `/` between its parts; outside of it as seen from there.
    pub inside: String,
}

impl File {
    /// The file's name without its folders.
    pub fn name(&self) -> &str {
        self.inside.rsplit('/').next().unwrap_or(&self.inside)
    }

    /// The file's name without folders and extension.
    pub fn stem(&self) -> &str {
        let name = self.name();
        name.rsplit_once('.')
            .map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
    }

    /// The file's extension, lower case; empty without one.
    pub fn extension(&self) -> String {
        let name = self.name();
        name.rsplit_once('.')
            .filter(|(stem, _)| !stem.is_empty())
            .map_or(String::new(), |(_, extension)| {
                extension.to_ascii_lowercase()
            })
    }
}

/// A failure of the disk.
#[derive(Debug, thiserror::Error)]
#[error("cannot {act} {path}: {source}")]
pub struct ReadError {
    /// What was tried, `read`.
    pub act: &'static str,
    /// On what.
    pub path: String,
    /// What the system said.
    pub source: io::Error,
}

/// The folder of a dossier, opened.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
    shown_from: PathBuf,
    trace: Arc<Mutex<Trace>>,
}

/// Whether a folder is a dossier: it has `annotations/` or `dossier.yaml`.
pub fn is_dossier(dir: &Path) -> bool {
    dir.join("annotations").is_dir() || dir.join("dossier.yaml").is_file()
}

impl Folder {
    /// Opens a folder; paths are shown as seen from `shown_from`.
    pub fn open(root: &Path, shown_from: &Path) -> Result<Self, ReadError> {
        let canonical = |path: &Path| {
            fs::canonicalize(path).map_err(|source| ReadError {
                act: "open",
                path: path.display().to_string(),
                source,
            })
        };
        let folder = Self {
            root: canonical(root)?,
            shown_from: canonical(shown_from)?,
            trace: Arc::default(),
        };
        *folder.traced() = Trace::of(folder.name());
        fs::read_dir(&folder.root).map_err(|source| ReadError {
            act: "open the folder",
            path: root.display().to_string(),
            source,
        })?;
        Ok(folder)
    }

    /// The folder itself, an absolute path.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder's name.
    pub fn name(&self) -> String {
        self.root.file_name().map_or_else(
            || "dossier".to_owned(),
            |name| name.to_string_lossy().into_owned(),
        )
    }

    /// What has been read so far.
    pub fn trace(&self) -> Trace {
        self.traced().clone()
    }

    fn traced(&self) -> MutexGuard<'_, Trace> {
        self.trace.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a file that is about to be read by other means than this folder's: a change of it is a
    /// change of the dossier.
    pub fn note(&self, path: &Path) -> Result<(), ReadError> {
        let failed = |source| self.failed("read", path, source);
        let inside = relative(&self.root, path);
        let noted = self.traced().note(inside, path);
        if noted.is_err() {
            self.note_absent(path);
        }
        noted.map_err(failed)
    }

    /// Notes that something was looked for in vain.
    fn note_absent(&self, path: &Path) {
        let inside = relative(&self.root, path);
        self.traced().note_absent(inside);
    }

    /// A file of the dossier's folder, if it is there.
    pub fn file(&self, name: &str) -> Result<Option<File>, ReadError> {
        let path = self.root.join(name);
        if path.is_file() {
            self.read(&path).map(Some)
        } else {
            self.note_absent(&path);
            Ok(None)
        }
    }

    /// All `*.yaml` and `*.yml` below `annotations/`, by path.
    pub fn annotations(&self) -> Result<Vec<File>, ReadError> {
        let yaml = |path: &Path| {
            let extension = path.extension().and_then(OsStr::to_str);
            extension.is_some_and(|e| matches!(e.to_ascii_lowercase().as_str(), "yaml" | "yml"))
        };
        let mut paths = Vec::new();
        self.walk(&self.root.join("annotations"), &mut paths)?;
        paths.retain(|path| yaml(path));
        self.read_all(paths)
    }

    /// All files below `seeds/`, or what `articles` of `dossier.yaml` names: folders or globs,
    /// relative to the dossier. `README*` and hidden files are no articles. The second list holds
    /// the patterns that name nothing. Files that are `tables` are no articles.
    pub fn articles(
        &self,
        patterns: &[String],
        tables: &[PathBuf],
    ) -> Result<(Vec<File>, Vec<usize>), ReadError> {
        let mut paths = Vec::new();
        let mut idle = Vec::new();
        self.walk(&self.root.join("seeds"), &mut paths)?;
        for (at, pattern) in patterns.iter().enumerate() {
            let before = paths.len();
            let folder = self.root.join(pattern);
            if folder.is_dir() {
                self.walk(&folder, &mut paths)?;
            } else if folder.is_file() {
                paths.push(folder);
            } else if let Ok(glob) = Glob::new(pattern) {
                paths.extend(self.globbed(pattern, &glob)?);
            } else {
                self.note_absent(&folder);
            }
            if paths.len() == before {
                idle.push(at);
            }
        }
        let readme = |path: &Path| {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .to_lowercase();
            name.starts_with("readme")
        };
        paths.retain(|path| !readme(path) && !tables.contains(path));
        Ok((self.read_all(paths)?, idle))
    }

    /// The files that a glob names.
    fn globbed(&self, pattern: &str, glob: &Glob) -> Result<Vec<PathBuf>, ReadError> {
        let matcher = glob.compile_matcher();
        let mut paths = Vec::new();
        self.walk(&self.glob_base(pattern), &mut paths)?;
        paths.retain(|path| matcher.is_match(relative(&self.root, path)));
        Ok(paths)
    }

    /// The files that a path or glob names, relative to the dossier, by path; nothing is read.
    pub fn tables(&self, pattern: &str) -> Result<Vec<TableFile>, ReadError> {
        let path = self.root.join(pattern);
        let mut paths = Vec::new();
        if path.is_file() {
            paths.push(path);
        } else if let Ok(glob) = Glob::new(pattern) {
            paths = self.globbed(pattern, &glob)?;
        } else {
            self.note_absent(&path);
        }
        paths.sort();
        let file = |path: PathBuf| TableFile {
            shown: relative(&self.shown_from, &path),
            inside: relative(&self.root, &path),
            path,
        };
        Ok(paths.into_iter().map(file).collect())
    }

    /// The folder that a glob's fixed beginning names.
    fn glob_base(&self, pattern: &str) -> PathBuf {
        let fixed = pattern
            .split('/')
            .take_while(|part| !part.contains(['*', '?', '[', '{']));
        self.root.join(fixed.collect::<Vec<_>>().join("/"))
    }

    fn walk(&self, dir: &Path, into: &mut Vec<PathBuf>) -> Result<(), ReadError> {
        if !dir.is_dir() {
            self.note_absent(dir);
            return Ok(());
        }
        let names = listing(dir).map_err(|source| self.failed("list", dir, source))?;
        for Listed { name, kind } in &names {
            let path = dir.join(name);
            match kind {
                EntryKind::Folder => self.walk(&path, into)?,
                EntryKind::File => into.push(path),
                EntryKind::LinkToFolder => {}
            }
        }
        let inside = relative(&self.root, dir);
        self.traced().note_listing(inside, &names);
        Ok(())
    }

    fn read_all(&self, mut paths: Vec<PathBuf>) -> Result<Vec<File>, ReadError> {
        paths.sort();
        paths.dedup();
        paths.iter().map(|path| self.read(path)).collect()
    }

    fn read(&self, path: &Path) -> Result<File, ReadError> {
        self.note(path)?;
        let bytes = fs::read(path).map_err(|source| self.failed("read", path, source))?;
        Ok(File {
            shown: relative(&self.shown_from, path),
            inside: relative(&self.root, path),
            bytes,
        })
    }

    fn failed(&self, act: &'static str, path: &Path, source: io::Error) -> ReadError {
        ReadError {
            act,
            path: relative(&self.shown_from, path),
            source,
        }
    }
}

/// A path as seen from a folder, with `/` between its parts. Both are absolute.
pub fn relative(from: &Path, path: &Path) -> String {
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), path.components().collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from[shared..].iter().map(|_| "..".to_owned());
    let down = to[shared..].iter().map(|part| match part {
        Component::RootDir => String::new(),
        part => part.as_os_str().to_string_lossy().into_owned(),
    });
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_as_seen_from_a_folder() {
        for (from, path, shown) in [
            ("/a/b", "/a/b/c/d.txt", "c/d.txt"),
            ("/a/b", "/a/d.txt", "../d.txt"),
            ("/", "/a/d.txt", "a/d.txt"),
            ("/a/b", "/c/d.txt", "../../c/d.txt"),
        ] {
            assert_eq!(relative(Path::new(from), Path::new(path)), shown);
        }
    }

    #[test]
    fn articles_are_found_in_seeds_folders_and_globs() {
        let dir = tempfile::tempdir().expect("a folder");
        for path in [
            "seeds/a.txt",
            "seeds/README.md",
            "seeds/.b.txt",
            "seeds/x/c.md",
            "more/d.txt",
            "more/e.html",
            "f.jsonl",
        ] {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("made");
            fs::write(path, "x").expect("written");
        }
        let folder = Folder::open(dir.path(), dir.path()).expect("opened");
        let found = |patterns: &[&str]| {
            let patterns: Vec<_> = patterns.iter().map(|&p| p.to_owned()).collect();
            let (files, idle) = folder.articles(&patterns, &[]).expect("read");
            (
                files.into_iter().map(|f| f.inside).collect::<Vec<_>>(),
                idle,
            )
        };
        assert_eq!(found(&[]).0, ["seeds/a.txt", "seeds/x/c.md"]);
        let (files, idle) = found(&["more/*.html", "f.jsonl", "nowhere", "seeds"]);
        assert_eq!(
            files,
            ["f.jsonl", "more/e.html", "seeds/a.txt", "seeds/x/c.md"]
        );
        assert_eq!(idle, [2]);
    }
}
