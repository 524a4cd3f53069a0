//! Files and folders that are whole or not there: what is written goes into a temporary place
//! beside the right one and takes the name only when it is complete. Devices and pipes are written
//! to as they are: they have no other place.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// How much is gathered before the system is asked to write.
const BUFFER: usize = 1 << 16;

/// A file that is being written. Dropped before [`Draft::commit`], it leaves nothing behind.
#[derive(Debug)]
pub struct Draft {
    path: PathBuf,
    /// None for what is no file but a device or a pipe.
    temporary: Option<PathBuf>,
    /// None once the file has its name.
    file: Option<BufWriter<File>>,
}

impl Draft {
    /// Begins a file.
    ///
    /// # Errors
    ///
    /// What the system says: no such folder, a folder in the place, no room.
    pub fn create(path: &Path) -> io::Result<Self> {
        if path.is_dir() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        // A link keeps pointing at the file that it points at.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let (temporary, file) = match fs::metadata(&path) {
            Ok(there) if !there.is_file() => (None, File::options().write(true).open(&path)?),
            there => {
                let temporary = beside(&path)?;
                let file = File::create(&temporary)?;
                if let Ok(there) = there {
                    // Who could not read it before shall not now; where that cannot be had, it is
                    // as if the file were new.
                    let _ = file.set_permissions(there.permissions());
                }
                (Some(temporary), file)
            }
        };
        Ok(Self {
            path,
            temporary,
            file: Some(BufWriter::with_capacity(BUFFER, file)),
        })
    }

    /// Gives the file its name; what was there before is gone.
    ///
    /// # Errors
    ///
    /// What the system says, with nothing changed.
    pub fn commit(mut self) -> io::Result<()> {
        if let Some(file) = &mut self.file {
            file.flush()?;
        }
        if let Some(temporary) = &self.temporary {
            fs::rename(temporary, &self.path)?;
        }
        self.file = None;
        Ok(())
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.file {
            Some(file) => file.write(bytes),
            None => Ok(0),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if let (Some(_), Some(temporary)) = (self.file.take(), &self.temporary) {
            // The failure that is told is the one that came first.
            let _ = fs::remove_file(temporary);
        }
    }
}

/// A folder that is being written. Dropped before [`FolderDraft::commit`], it leaves nothing
/// behind.
#[derive(Debug)]
pub struct FolderDraft {
    path: PathBuf,
    temporary: PathBuf,
}

impl FolderDraft {
    /// Begins a folder.
    ///
    /// # Errors
    ///
    /// What the system says: no such folder above, a file in the place, no room.
    pub fn create(path: &Path) -> io::Result<Self> {
        if path.exists() && !path.is_dir() {
            return Err(io::Error::from(io::ErrorKind::NotADirectory));
        }
        // What is there may be a disk of its own, into which nothing can be moved from outside.
        let temporary = if path.is_dir() {
            path.join(format!(".{}.part", std::process::id()))
        } else {
            beside(path)?
        };
        fs::create_dir(&temporary)?;
        Ok(Self {
            path: path.to_owned(),
            temporary,
        })
    }

    /// Begins a file of the folder; its name may have folders before it.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn file(&self, name: &str) -> io::Result<BufWriter<File>> {
        let path = self.temporary.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        Ok(BufWriter::with_capacity(BUFFER, File::create(path)?))
    }

    /// Puts everything in its place. In a folder that is there already, files of the same names
    /// are replaced one after the other and others are left alone.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn commit(self) -> io::Result<()> {
        if self.path.exists() {
            move_into(&self.temporary, &self.path)
        } else {
            fs::rename(&self.temporary, &self.path)
        }
    }
}

impl Drop for FolderDraft {
    fn drop(&mut self) {
        // It is gone already when all went well.
        let _ = fs::remove_dir_all(&self.temporary);
    }
}

fn move_into(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            fs::create_dir_all(&target)?;
            move_into(&entry.path(), &target)?;
        } else {
            fs::rename(entry.path(), target)?;
        }
    }
    Ok(())
}

/// The temporary path beside a path.
fn beside(path: &Path) -> io::Result<PathBuf> {
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    let process = std::process::id();
    Ok(path.with_file_name(format!(".{}.{process}.part", name.to_string_lossy())))
}

/// Writes a file; on failure what was there before stays as it was.
///
/// # Errors
///
/// What the system says: no such folder, a folder in the place, no room.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut draft = Draft::create(path)?;
    draft.write_all(bytes)?;
    draft.commit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_behind() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.svg");
        write(&path, b"one").expect("written");
        write(&path, b"two").expect("written");
        assert_eq!(fs::read(&path).expect("read"), b"two");
        assert!(write(dir.path(), b"x").is_err(), "a folder");
        assert!(write(&dir.path().join("none/a.svg"), b"x").is_err());
        let mut draft = Draft::create(&path).expect("begun");
        draft.write_all(b"half").expect("written");
        drop(draft);
        assert_eq!(fs::read(&path).expect("read"), b"two");
        assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 1);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_device_is_written_to_and_a_link_stays_a_link() {
        let dir = tempfile::tempdir().expect("a folder");
        write(Path::new("/dev/null"), b"gone").expect("written");
        assert!(write(Path::new("/dev/full"), b"x").is_err(), "no room");
        let (file, link) = (dir.path().join("file"), dir.path().join("link"));
        write(&file, b"one").expect("written");
        std::os::unix::fs::symlink(&file, &link).expect("a link");
        write(&link, b"two").expect("written");
        assert!(link.is_symlink());
        assert_eq!(fs::read(&file).expect("read"), b"two");
    }

    #[test]
    fn a_folder_is_filled_whole_and_what_else_lies_there_stays() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("vault");
        let fill = |text: &[u8]| {
            let draft = FolderDraft::create(&path).expect("begun");
            let mut file = draft.file("deep/a.md").expect("a file");
            file.write_all(text).expect("written");
            file.flush().expect("written");
            draft
        };
        fill(b"one").commit().expect("whole");
        fs::write(path.join("mine.md"), b"mine").expect("written");
        drop(fill(b"half"));
        assert_eq!(fs::read(path.join("deep/a.md")).expect("read"), b"one");
        fill(b"two").commit().expect("whole");
        assert_eq!(fs::read(path.join("deep/a.md")).expect("read"), b"two");
        assert!(path.join("mine.md").exists());
        assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 1);
        drop(fill(b"half"));
        assert_eq!(fs::read_dir(&path).expect("a folder").count(), 2);
        let file = path.join("mine.md");
        assert!(FolderDraft::create(&file).is_err(), "a file in the place");
    }
}
