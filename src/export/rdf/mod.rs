//! RDF: Turtle, N-Quads, `TriG` and JSON-LD. What a graph says as RDF is the room `rdf`'s to know;
//! here it is written down: N-Quads by lines of our own, the others by Oxigraph's serializers.

#[cfg(feature = "rdf")]
mod grouped;
#[cfg(feature = "rdf")]
mod nquads;
#[cfg(all(test, feature = "rdf"))]
mod tests;

use std::io::Write;

use super::{ExportError, View};

/// A syntax of RDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// Turtle: everything in one graph.
    Turtle,
    /// N-Quads: a line a quad.
    NQuads,
    /// `TriG`: Turtle with named graphs.
    TriG,
    /// JSON-LD, expanded, with named graphs.
    JsonLd,
}

/// Writes RDF. N-Quads take no memory that grows with the graph but some bits for each node and
/// relationship; the others keep a number for each quote while they sort by article.
#[cfg(feature = "rdf")]
pub fn write(view: &View<'_>, syntax: Syntax, out: &mut dyn Write) -> Result<(), ExportError> {
    let mapping = crate::rdf::Mapping::new(view.dossier, view.base)
        .map_err(|error| ExportError::Impossible(error.to_string()))?;
    match syntax {
        Syntax::NQuads => nquads::write(view, &mapping, out),
        _ => grouped::write(view, &mapping, syntax, out),
    }
}

/// Writes RDF, in a build that can.
#[cfg(not(feature = "rdf"))]
pub fn write(_view: &View<'_>, syntax: Syntax, _out: &mut dyn Write) -> Result<(), ExportError> {
    let format = match syntax {
        Syntax::Turtle => "Turtle",
        Syntax::NQuads => "N-Quads",
        Syntax::TriG => "TriG",
        Syntax::JsonLd => "JSON-LD",
    };
    Err(ExportError::MissingFeature {
        format,
        feature: "rdf",
    })
}
