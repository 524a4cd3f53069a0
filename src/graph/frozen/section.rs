//! The places where the arrays of a frozen graph are kept outside this room.

use std::fmt::Debug;
use std::sync::Arc;

/// Some bytes that stay as they are, such as a part of a mapped file.
pub trait Section: Debug + Send + Sync {
    /// The bytes, which begin at a multiple of 8 in memory. Whoever keeps them sees to it, at the first call, that
    /// they are those that were written, and never returns others.
    fn bytes(&self) -> &[u8];

    /// Number of bytes. O(1), without reading them.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Sections by name, to read.
pub trait Sections {
    /// The section of a name. O(1), without reading its bytes.
    fn section(&self, name: &str) -> Option<Arc<dyn Section>>;
}

/// Sections by name, to write.
pub trait SectionsMut {
    /// Adds a section; every name is given once.
    fn add(&mut self, name: &str, bytes: &[u8]);
}
