//! Writing a snapshot: whole, or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use super::Error;
use super::layout::{Entry, FORMAT, HEADER, Header, padded};
use crate::graph::frozen::SectionsMut;

/// How long a file that was begun is left alone: whoever writes it has ended by then.
const ABANDONED: Duration = Duration::from_hours(1);

/// A snapshot being written. It goes into a file of its own beside its place, which
/// [`Writer::finish`] moves there; dropped before that, it leaves nothing behind.
///
/// Any number of writers may write to one place at once: the last that finishes wins.
#[derive(Debug)]
pub struct Writer {
    path: PathBuf,
    part: Part,
    file: BufWriter<File>,
    at: u64,
    entries: Vec<Entry>,
    failed: Option<io::Error>,
}

/// The file of a snapshot that is not finished, removed when it is dropped.
#[derive(Debug)]
struct Part(PathBuf);

impl Drop for Part {
    fn drop(&mut self) {
        // After `finish` it is not there any more.
        let _ = fs::remove_file(&self.0);
    }
}

impl Writer {
    /// Begins a snapshot that is to lie at a path; the folder must be there.
    pub fn create(path: &Path) -> Result<Self, Error> {
        static WRITERS: AtomicU32 = AtomicU32::new(0);
        let failed = |source| error("write", path, source);
        // A link keeps pointing at the file that it points at.
        let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        match fs::metadata(path) {
            Ok(there) if there.is_dir() => {
                return Err(failed(io::Error::from(io::ErrorKind::IsADirectory)));
            }
            Ok(there) if !there.is_file() => {
                let device = "a snapshot is a file, and this is none";
                return Err(failed(io::Error::new(io::ErrorKind::InvalidInput, device)));
            }
            _ => {}
        }
        let name = path
            .file_name()
            .ok_or_else(|| failed(io::Error::from(io::ErrorKind::InvalidInput)))?;
        remove_abandoned(path);
        let (process, writer) = (std::process::id(), WRITERS.fetch_add(1, Ordering::Relaxed));
        let part = Part(path.with_file_name(format!(
            ".{}.{process}-{writer}.part",
            name.to_string_lossy()
        )));
        let mut file = BufWriter::new(File::create(&part.0).map_err(failed)?);
        file.write_all(&[0; HEADER]).map_err(failed)?;
        Ok(Self {
            path: path.to_owned(),
            part,
            file,
            at: HEADER as u64,
            entries: Vec::new(),
            failed: None,
        })
    }

    fn try_add(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let offset = self.at;
        let checksum = self.put(bytes)?;
        self.entries.push(Entry {
            name: name.to_owned(),
            offset,
            length: bytes.len() as u64,
            checksum,
        });
        Ok(())
    }

    /// Writes bytes and the zeros that fill them up; gives the checksum of both.
    fn put(&mut self, bytes: &[u8]) -> io::Result<u32> {
        const ZEROS: [u8; 64] = [0; 64];
        let full = padded(bytes.len() as u64).ok_or(io::ErrorKind::FileTooLarge)?;
        let zeros = usize::try_from(full).map_or(0, |full| full - bytes.len());
        let mut checksum = crc32fast::Hasher::new();
        for part in [bytes, &ZEROS[..zeros]] {
            self.file.write_all(part)?;
            checksum.update(part);
        }
        self.at += full;
        Ok(checksum.finalize())
    }

    /// Completes the snapshot and puts it in its place, where it replaces what was there. With
    /// `sync` it waits until the disk has it; without, a loss of power may damage it, which the
    /// checksums tell.
    pub fn finish(mut self, sync: bool) -> Result<(), Error> {
        let path = self.path.clone();
        self.try_finish(sync)
            .map_err(|source| error("write", &path, source))
    }

    fn try_finish(&mut self, sync: bool) -> io::Result<()> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let mut table = Vec::new();
        self.entries
            .iter()
            .for_each(|entry| entry.append_to(&mut table));
        let header = Header {
            format: FORMAT,
            sections: u32::try_from(self.entries.len()).map_err(io::Error::other)?,
            table: self.at,
            table_length: table.len() as u64,
            table_checksum: self.put(&table)?,
        };
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(&header.to_bytes())?;
        self.file.flush()?;
        if sync {
            // Else the name could survive a loss of power and the content not.
            self.file.get_ref().sync_data()?;
        }
        fs::rename(&self.part.0, &self.path)
    }
}

impl SectionsMut for Writer {
    /// Adds a section. A failure is told by [`Writer::finish`].
    fn add(&mut self, name: &str, bytes: &[u8]) {
        if self.failed.is_none()
            && let Err(error) = self.try_add(name, bytes)
        {
            self.failed = Some(error);
        }
    }
}

/// Removes what writers that were killed have left behind. That it fails harms nobody.
fn remove_abandoned(path: &Path) {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return;
    };
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let start = format!(".{}.", name.to_string_lossy());
    let now = SystemTime::now();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let old = |time: SystemTime| now.duration_since(time).is_ok_and(|age| age > ABANDONED);
        if name.starts_with(&start)
            && name.ends_with(".part")
            && entry
                .metadata()
                .and_then(|data| data.modified())
                .is_ok_and(old)
        {
            let _ = fs::remove_file(entry.path());
        }
    }
}

pub(super) fn error(act: &'static str, path: &Path, source: io::Error) -> Error {
    Error::Disk {
        act,
        path: path.to_owned(),
        source,
    }
}
