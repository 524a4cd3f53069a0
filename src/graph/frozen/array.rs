//! Arrays of plain numbers, in memory of their own or in a section of a file.

use std::ops::Deref;
use std::sync::Arc;

use bytemuck::Pod;

use super::section::Section;

/// An array of plain numbers.
#[derive(Debug, Clone)]
pub(super) enum Array<T> {
    Owned(Vec<T>),
    /// A section whose length is that of whole numbers.
    Stored(Arc<dyn Section>),
}

impl<T> From<Vec<T>> for Array<T> {
    fn from(numbers: Vec<T>) -> Self {
        Self::Owned(numbers)
    }
}

impl<T> Default for Array<T> {
    fn default() -> Self {
        Self::Owned(Vec::new())
    }
}

impl<T: Pod> Array<T> {
    /// How many numbers there are, without reading them.
    pub(super) fn count(&self) -> usize {
        match self {
            Self::Owned(numbers) => numbers.len(),
            Self::Stored(section) => section.len() / size_of::<T>(),
        }
    }
}

impl<T: Pod> Deref for Array<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Self::Owned(numbers) => numbers,
            Self::Stored(section) => bytemuck::try_cast_slice(section.bytes()).unwrap_or_default(),
        }
    }
}
