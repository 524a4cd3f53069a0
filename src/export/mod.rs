//! One file per format, each a function from a selection of the graph, the rows of a query or a
//! drawn picture to bytes or a writer.
//!
//! Must not know arguments, terminals or where the bytes go.

pub mod dot;
pub mod file;
pub mod pdf;
pub mod png;
#[cfg(test)]
#[cfg(any(feature = "png", feature = "pdf"))]
mod sample;
pub mod svg;

#[cfg(any(feature = "png", feature = "pdf"))]
mod vector;

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
