//! A small YAML tree that keeps the byte range of every key and value.

use std::ops::Range;

/// A YAML node with its place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Bytes of the file: of a scalar its text with quotation marks, of a collection from its
    /// first to its last child.
    pub span: Range<usize>,
    /// What it holds.
    pub value: Value,
}

/// What a YAML node holds. Scalars stay text: what a number or a date is, the reader of the
/// annotation decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing, `~` or `null`.
    Null,
    /// A scalar as text, escapes resolved.
    Scalar(String),
    /// A sequence.
    Sequence(Vec<Node>),
    /// A mapping in the order of the file; no key stands twice.
    Mapping(Vec<Entry>),
}

/// A key of a mapping with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: Key,
    /// The value.
    pub value: Node,
}

/// The key of a mapping: always text here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The key's text.
    pub text: String,
    /// Bytes of the file.
    pub span: Range<usize>,
}
