//! The property graph of a dossier: nodes and relationships with labels and properties, kept in
//! petgraph, and the indexes that find them.
//!
//! This is the only room that names petgraph. It must not know articles, annotations or files: it
//! holds what the compiler put in, and answers. Start reading at [`Graph`]; a [`Dossier`] is a
//! graph with the vocabulary it was built under.

mod bits;
mod dossier;
pub mod filter;
mod index;
pub mod projection;
mod property_graph;
mod selection;
mod value;
mod value_ref;

pub use dossier::{Dossier, NameIndex};
pub use filter::{Filter, NodeKind, Window};
pub use property_graph::{EdgeId, EdgeRef, Graph, NodeId, NodeRef, Symbol};
pub use selection::Selection;
pub use value::Value;
pub use value_ref::ValueRef;
