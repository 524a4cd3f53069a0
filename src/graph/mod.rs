//! The property graph of a dossier: nodes and relationships with labels and properties, and the
//! indexes that find them. It is kept in petgraph while it is made and changed (`open.rs`), and in flat
//! arrays when it is only read ([`frozen`]).
//!
//! This is the only room that names petgraph. It must not know articles, annotations or files: it
//! holds what the compiler put in, and answers. Start reading at [`Graph`]; a [`Dossier`] is a
//! graph with the vocabulary it was built under.

pub mod algorithms;
mod dossier;
pub mod filter;
pub mod frozen;
mod index;
mod names;
mod open;
mod own_ids;
pub mod projection;
mod property_graph;
mod selection;
mod symbols;
mod value;
mod value_ref;

pub use dossier::Dossier;
pub use filter::{Filter, NodeKind, Window};
pub use names::NameIndex;
pub use own_ids::OwnIds;
pub use property_graph::{EdgeId, EdgeRef, Graph, NodeId, NodeRef};
pub use selection::Selection;
pub use symbols::Symbol;
pub use value::Value;
pub use value_ref::ValueRef;
