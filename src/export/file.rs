//! Files that are whole or not there: what is written goes into a temporary file beside its place
//! and takes the name only when it is complete.

use std::fs;
use std::io;
use std::path::Path;

/// Writes a file; on failure what was there before stays as it was.
///
/// # Errors
///
/// What the system says: no such folder, a folder in the place, no room.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if path.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    let process = std::process::id();
    let temporary = path.with_file_name(format!(".{}.{process}.part", name.to_string_lossy()));
    let done = fs::write(&temporary, bytes).and_then(|()| fs::rename(&temporary, path));
    if done.is_err() {
        // The failure that is told is the one that came first.
        let _ = fs::remove_file(&temporary);
    }
    done
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
        assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 1);
    }
}
