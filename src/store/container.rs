//! Opening a snapshot.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use memmap2::Mmap;

use super::layout::{Entry, HEADER, Header, Unreadable, padded};
use super::write::error;
use super::{Damage, Error};
use crate::graph::frozen;

/// A snapshot that is open. The header and the table of sections are checked, the sections are
/// when they are read.
#[derive(Debug, Clone)]
pub struct Container {
    sections: BTreeMap<String, Arc<Section>>,
    path: Arc<Path>,
}

/// A section of a snapshot, mapped. It keeps the whole file mapped.
#[derive(Debug)]
pub struct Section {
    file: Arc<Mapped>,
    name: String,
    /// Its bytes.
    range: Range<usize>,
    /// Where the zeros end that fill it up.
    padded_end: usize,
    checksum: u32,
    sound: OnceLock<bool>,
}

#[derive(Debug)]
struct Mapped {
    path: Arc<Path>,
    map: Mmap,
}

impl Container {
    /// Opens a snapshot. O(number of sections), whatever their size.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let failed = |source| error("open", path, source);
        let file = File::open(path).map_err(failed)?;
        let about = file.metadata().map_err(failed)?;
        if about.is_dir() {
            return Err(failed(io::Error::from(io::ErrorKind::IsADirectory)));
        }
        let damaged = |damage| Error::Damaged {
            path: path.to_owned(),
            damage,
        };
        if !about.is_file() || about.len() < HEADER as u64 {
            return Err(damaged(Damage::Foreign));
        }
        // A file that is replaced while it is mapped stays as it was: snapshots are renamed into
        // their place and never written to again. Bytes are checked before they are believed.
        #[expect(
            unsafe_code,
            reason = "a mapped file may change under the program, and only the system can map one"
        )]
        let map = unsafe { Mmap::map(&file) }.map_err(failed)?;
        let file = Arc::new(Mapped {
            path: path.into(),
            map,
        });
        let header = file.map.first_chunk().ok_or(Unreadable::Foreign);
        let header = header
            .and_then(Header::from_bytes)
            .map_err(|why| match why {
                Unreadable::Foreign => damaged(Damage::Foreign),
                Unreadable::Damaged => damaged(Damage::Header),
                Unreadable::Format(found) => Error::Format {
                    path: path.to_owned(),
                    found,
                    known: super::layout::FORMAT,
                },
            })?;
        let sections = file.sections(&header).map_err(damaged)?;
        Ok(Self {
            sections,
            path: path.into(),
        })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The bytes of a section that must be there.
    pub fn bytes(&self, name: &str) -> Result<&[u8], Error> {
        match self.sections.get(name) {
            Some(section) => section.verified(),
            None => Err(self.damaged(Damage::Missing(name.to_owned()))),
        }
    }

    /// An error about this file.
    pub(super) fn damaged(&self, damage: Damage) -> Error {
        Error::Damaged {
            path: PathBuf::from(&*self.path),
            damage,
        }
    }

    /// Verifies every section. O(size of the file).
    pub fn verify(&self) -> Result<(), Error> {
        self.sections
            .values()
            .try_for_each(|section| section.verified().map(drop))
    }
}

impl Mapped {
    /// The sections, as the table gives them: one after the other, without a gap.
    fn sections(
        self: &Arc<Self>,
        header: &Header,
    ) -> Result<BTreeMap<String, Arc<Section>>, Damage> {
        let index = |number: u64| usize::try_from(number).map_err(|_| Damage::Header);
        let table_length = padded(header.table_length).ok_or(Damage::Header)?;
        let expected = header
            .table
            .checked_add(table_length)
            .ok_or(Damage::Header)?;
        if expected != self.map.len() as u64 {
            return Err(Damage::Length {
                found: self.map.len() as u64,
                expected,
            });
        }
        let table = self.map.get(index(header.table)?..).ok_or(Damage::Header)?;
        if crc32fast::hash(table) != header.table_checksum {
            return Err(Damage::Table);
        }
        let mut table = &table[..index(header.table_length)?];
        let mut sections = BTreeMap::new();
        let mut free = HEADER as u64;
        for _ in 0..header.sections {
            let entry = Entry::take(&mut table).ok_or(Damage::Table)?;
            let length = padded(entry.length).ok_or(Damage::Table)?;
            let end = entry.offset.checked_add(length).ok_or(Damage::Table)?;
            if entry.offset != free || end > header.table {
                return Err(Damage::Table);
            }
            free = end;
            let section = Section {
                file: Arc::clone(self),
                name: entry.name.clone(),
                // Both are smaller than the map, whose length is an index.
                range: index(entry.offset)?..index(entry.offset + entry.length)?,
                padded_end: index(end)?,
                checksum: entry.checksum,
                sound: OnceLock::new(),
            };
            if sections.insert(entry.name, Arc::new(section)).is_some() {
                return Err(Damage::Table);
            }
        }
        if table.is_empty() && free == header.table {
            Ok(sections)
        } else {
            Err(Damage::Table)
        }
    }
}

impl Section {
    /// Its bytes, which begin at a multiple of 64 in memory. Their checksum is verified the first
    /// time: O(size) then, O(1) after it.
    pub fn verified(&self) -> Result<&[u8], Error> {
        let map = &self.file.map;
        let sound = *self.sound.get_or_init(|| {
            crc32fast::hash(&map[self.range.start..self.padded_end]) == self.checksum
        });
        if sound {
            return Ok(&map[self.range.clone()]);
        }
        Err(Error::Damaged {
            path: PathBuf::from(&*self.file.path),
            damage: Damage::Section(self.name.clone()),
        })
    }
}

impl frozen::Section for Section {
    /// The bytes of [`Section::verified`]. Who reads a graph expects no error from the bytes below
    /// it; a damaged section therefore unwinds with the [`Error`], as a panic that is none: no
    /// message is printed, and whoever began the reading catches it.
    fn bytes(&self) -> &[u8] {
        match self.verified() {
            Ok(bytes) => bytes,
            Err(error) => std::panic::resume_unwind(Box::new(error)),
        }
    }

    fn len(&self) -> usize {
        self.range.len()
    }
}

impl frozen::Sections for Container {
    fn section(&self, name: &str) -> Option<Arc<dyn frozen::Section>> {
        let section = self.sections.get(name)?;
        Some(Arc::clone(section) as Arc<dyn frozen::Section>)
    }
}
