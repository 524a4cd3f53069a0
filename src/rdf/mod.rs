//! The graph as RDF, for exports and for SPARQL: which statements a node and a relationship make.
//!
//! Nothing is copied. A [`Mapping`] gives the quads of one node or relationship as they are asked
//! for, in terms that are numbers and borrowed texts ([`Term`]); exports write them down, and
//! [`dataset`] answers the patterns of a SPARQL query from them, so that both always say the same.
//! The mapping is told in `docs/exports.md`; `node` and `edge` hold it, `words` the vocabularies.
//!
//! Must not know syntaxes of files, arguments or terminals. Start reading at [`Mapping`].

pub mod dataset;
mod edge;
mod iri;
mod literal;
mod mapping;
mod node;
mod pairs;
pub mod sparql;
mod term;
#[cfg(test)]
mod tests;
mod unique;
mod words;

pub use literal::write_form;
pub use mapping::{BaseError, Mapping};
pub use term::{EdgePart, NodePart, Quad, Term};
pub use unique::{Element, Unique};
pub use words::{PREFIXES, Word};
