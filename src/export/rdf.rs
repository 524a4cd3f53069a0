//! RDF: Turtle, N-Quads, TriG and JSON-LD.

use std::io::Write;

use super::{ExportError, View};

/// A syntax of RDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// Turtle: everything in one graph.
    Turtle,
    /// N-Quads: a line a quad.
    NQuads,
    /// TriG: Turtle with named graphs.
    TriG,
    /// JSON-LD.
    JsonLd,
}

/// Writes RDF.
pub fn write(_view: &View<'_>, _syntax: Syntax, _out: &mut dyn Write) -> Result<(), ExportError> {
    Err(ExportError::Impossible("not yet".to_owned()))
}
