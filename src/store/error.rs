//! What can be wrong with a snapshot.

use std::io;
use std::path::PathBuf;

/// A snapshot that cannot be written or answered from.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The system refused.
    #[error("cannot {act} the snapshot {path}: {source}")]
    Disk {
        /// What was tried, `open`.
        act: &'static str,
        /// On which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is not what was written.
    #[error("the snapshot {path} is damaged: {damage}")]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        damage: Damage,
    },
    /// The file is sound, but this program does not read its format.
    #[error("the snapshot {path} has format {found}, this program reads {known}")]
    Format {
        /// Which file.
        path: PathBuf,
        /// The file's format.
        found: u32,
        /// The format that is read here.
        known: u32,
    },
}

/// What is wrong with the bytes of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// It does not begin as a snapshot does.
    #[error("it is no snapshot")]
    Foreign,
    /// The header has another checksum, or says what cannot be.
    #[error("its header is not as it was written")]
    Header,
    /// The file is shorter or longer than its header says.
    #[error("it has {found} bytes instead of {expected}")]
    Length {
        /// Bytes of the file.
        found: u64,
        /// Bytes that the header promises.
        expected: u64,
    },
    /// The table of sections has another checksum, or says what cannot be.
    #[error("its table of sections is not as it was written")]
    Table,
    /// A section has another checksum.
    #[error("its section `{0}` is not as it was written")]
    Section(String),
    /// A section that every snapshot has is not there.
    #[error("its section `{0}` is missing")]
    Missing(String),
    /// A section has the right checksum and yet cannot be read.
    #[error("its section `{section}` cannot be read: {reason}")]
    Content {
        /// Which section.
        section: String,
        /// What is wrong.
        reason: String,
    },
}
