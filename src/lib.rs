//! **kroniek** compiles a dossier, a folder of news articles and hand-written annotations, into a
//! property graph in which every fact names the sentence that says it.
//!
//! Data flows one way through the rooms of this crate:
//! [`text`] → [`ingest`] (with [`model`] and [`diag`]) → [`compile`] → [`graph`] → [`query`] →
//! [`draw`] → [`export`] → [`cli`]. Each room's module comment says what it does and what it must
//! not know; `tests/it/tidy.rs` enforces who may import whom. `ARCHITECTURE.md` is the map.

pub mod cli;
pub mod compile;
pub mod diag;
pub mod draw;
pub mod export;
pub mod graph;
pub mod ingest;
pub mod model;
pub mod query;
#[cfg(feature = "rdf")]
pub mod rdf;
pub mod store;
pub mod text;
