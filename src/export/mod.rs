//! One file per format, each a function from a [`View`] of the graph or a drawn picture to a
//! writer, or to the files of a folder.
//!
//! Must not know arguments, terminals or where the bytes go. Formats write as they read the graph
//! and keep nothing of its size in memory. What a format cannot carry as it is, it notes with
//! [`View::remark`]. Start reading at [`View`].

mod buffer;
mod columns;
pub mod csv;
pub mod cx2;
pub mod cyjs;
pub mod cypher;
pub mod dot;
pub mod file;
pub mod ftm;
pub mod ftm_statements;
pub mod gexf;
pub mod graphml;
pub mod ical;
pub mod icews;
mod keys;
mod look;
pub mod mermaid;
pub mod neo4j_csv;
pub mod node_link;
pub mod obsidian;
mod occasion;
pub mod parquet;
pub mod pdf;
pub mod png;
pub mod rdf;
#[cfg(test)]
#[cfg(any(feature = "png", feature = "pdf"))]
mod sample;
pub mod stix;
#[cfg(test)]
mod strange;
mod survey;
pub mod svg;
pub mod timelinejs;
mod view;
pub mod xlsx;

#[cfg(any(feature = "png", feature = "pdf"))]
mod vector;

pub use view::{DEFAULT_BASE, Key, View};

/// Why an export fails.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The disk, or whatever reads the output.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The program was built without what the format needs.
    #[error(
        "this build of kroniek cannot write {format}: it was built without the feature `{feature}`"
    )]
    MissingFeature {
        /// The format asked for.
        format: &'static str,
        /// The feature of the crate that brings it.
        feature: &'static str,
    },
    /// The format has no place for what is asked.
    #[error("{0}")]
    Impossible(String),
}

/// Why a picture cannot be exported.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The program was built without what the format needs.
    #[error(
        "this build of kroniek cannot write {format}: it was built without the feature `{feature}`"
    )]
    MissingFeature {
        /// The format asked for.
        format: &'static str,
        /// The feature of the crate that brings it.
        feature: &'static str,
    },
    /// The picture is empty, or too large for its resolution.
    #[error("a picture of {width} by {height} pixels cannot be drawn: choose a lower resolution")]
    Size {
        /// Width in pixels.
        width: u64,
        /// Height in pixels.
        height: u64,
    },
    /// The converter refused the picture.
    #[error("the picture cannot be converted: {0}")]
    Conversion(String),
}
