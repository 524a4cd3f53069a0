//! How a snapshot lies on disk.
//!
//! ```text
//! header    64 bytes
//! sections  one after the other, each filled up with zeros to a multiple of 64 bytes
//! table     an entry for each section, filled up likewise
//! ```
//!
//! Numbers are little-endian. A checksum is the CRC-32 of a part with the zeros that fill it up, so
//! that every byte of the file is under one. The table stands at the end because the sizes of the
//! sections are known only once they are written; the header is written last.

/// The version of the format. Whoever changes what stands in a section counts it up.
pub(super) const FORMAT: u32 = 1;

/// Where sections may begin: at multiples of this many bytes, the line of a processor's cache.
pub(super) const ALIGNMENT: u64 = 64;

/// Bytes of the header.
pub(super) const HEADER: usize = 64;

/// How every snapshot begins. The control character keeps it from being taken for a text.
const MAGIC: [u8; 8] = *b"KRONIEK\x1a";

/// Sections hold numbers in the byte order of the machine; this number tells which that is.
const BYTE_ORDER: [u8; 4] = 0x0102_0304_u32.to_ne_bytes();

/// The length of a part with the zeros that fill it up; `None` if no file is as long.
pub(super) fn padded(length: u64) -> Option<u64> {
    length.checked_next_multiple_of(ALIGNMENT)
}

/// What the header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) format: u32,
    /// Number of sections.
    pub(super) sections: u32,
    /// Where the table begins, which is where the sections end.
    pub(super) table: u64,
    /// Bytes of the table without the zeros that fill it up.
    pub(super) table_length: u64,
    pub(super) table_checksum: u32,
}

/// Why bytes are no header.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    Foreign,
    Damaged,
    /// A sound header of another format.
    Format(u32),
}

impl Header {
    pub(super) fn to_bytes(self) -> [u8; HEADER] {
        let mut bytes = [0; HEADER];
        bytes[..8].copy_from_slice(&MAGIC);
        bytes[8..12].copy_from_slice(&self.format.to_le_bytes());
        bytes[12..16].copy_from_slice(&BYTE_ORDER);
        bytes[16..20].copy_from_slice(&self.sections.to_le_bytes());
        bytes[20..24].copy_from_slice(&self.table_checksum.to_le_bytes());
        bytes[24..32].copy_from_slice(&self.table.to_le_bytes());
        bytes[32..40].copy_from_slice(&self.table_length.to_le_bytes());
        let checksum = crc32fast::hash(&bytes[..HEADER - 4]);
        bytes[HEADER - 4..].copy_from_slice(&checksum.to_le_bytes());
        bytes
    }

    pub(super) fn from_bytes(bytes: &[u8; HEADER]) -> Result<Self, Unreadable> {
        if bytes[..8] != MAGIC {
            return Err(Unreadable::Foreign);
        }
        let u32_at = |at: usize| u32::from_le_bytes([0, 1, 2, 3].map(|i| bytes[at + i]));
        let u64_at = |at: usize| u64::from(u32_at(at)) | u64::from(u32_at(at + 4)) << 32;
        if u32_at(HEADER - 4) != crc32fast::hash(&bytes[..HEADER - 4]) {
            return Err(Unreadable::Damaged);
        }
        let format = u32_at(8);
        if format != FORMAT || bytes[12..16] != BYTE_ORDER {
            return Err(Unreadable::Format(format));
        }
        Ok(Self {
            format,
            sections: u32_at(16),
            table: u64_at(24),
            table_length: u64_at(32),
            table_checksum: u32_at(20),
        })
    }
}

/// One entry of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    /// Where the section begins in the file.
    pub(super) offset: u64,
    /// Its bytes without the zeros that fill it up.
    pub(super) length: u64,
    pub(super) checksum: u32,
}

impl Entry {
    pub(super) fn append_to(&self, table: &mut Vec<u8>) {
        table.extend(self.offset.to_le_bytes());
        table.extend(self.length.to_le_bytes());
        table.extend(self.checksum.to_le_bytes());
        // A name is one of ours, a few characters long.
        table.extend(
            u32::try_from(self.name.len())
                .unwrap_or(u32::MAX)
                .to_le_bytes(),
        );
        table.extend(self.name.as_bytes());
    }

    /// Takes an entry off the front of a table; `None` if there is none.
    pub(super) fn take(table: &mut &[u8]) -> Option<Self> {
        let offset = u64::from_le_bytes(take(table)?);
        let length = u64::from_le_bytes(take(table)?);
        let checksum = u32::from_le_bytes(take(table)?);
        let name = u32::from_le_bytes(take(table)?);
        let (name, rest) = table.split_at_checked(usize::try_from(name).ok()?)?;
        *table = rest;
        Some(Self {
            name: String::from_utf8(name.to_vec()).ok()?,
            offset,
            length,
            checksum,
        })
    }
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (first, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*first)
}
