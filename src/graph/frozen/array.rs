//! Arrays of plain numbers.

use std::ops::Deref;

/// An array of plain numbers.
#[derive(Debug, Clone)]
pub(super) struct Array<T>(Vec<T>);

impl<T> From<Vec<T>> for Array<T> {
    fn from(numbers: Vec<T>) -> Self {
        Self(numbers)
    }
}

impl<T> Default for Array<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Deref for Array<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}
