//! Snapshots on disk: a compiled dossier in one file that is opened in microseconds.
//!
//! [`layout`] says how the file lies, [`mod@write`] makes one and [`container`] opens one: named
//! sections of bytes, mapped and not copied, each with a checksum that is verified when the section
//! is first read. [`snapshot`] knows which sections a dossier has. Nothing in a file is trusted
//! unchecked; whatever is wrong with it is an [`Error`] that names the file and the section.
//!
//! This room must not know how a dossier is compiled or when a snapshot is outdated: what tells
//! that lies in the file as bytes. Start reading at [`container::Container`].

pub mod container;
mod error;
mod layout;
pub mod snapshot;
#[cfg(test)]
mod tests;
pub mod write;

pub use container::Container;
pub use error::{Damage, Error};
pub use snapshot::Snapshot;
