//! Columns in files: a folder with `nodes.parquet` and `edges.parquet`.
//!
//! Nodes have `id` and the list `labels`, relationships `source`, `target` and `type`; a property
//! follows under its own name and with a type of its own: whole numbers are INT64, floats DOUBLE, days
//! DATE, texts UTF-8, lists LISTs. What Parquet has no type for (values of several kinds, times with
//! zones, durations, days outside the years 1 to 9999) is text. Rows are written in groups, so that
//! memory does not grow with the graph.
//!
//! Format: <https://parquet.apache.org/docs/file-format/>, written with the crate `parquet` without
//! Arrow.

#[cfg(feature = "parquet")]
mod column;
#[cfg(feature = "parquet")]
mod table;

use super::file::FolderDraft;
use super::{ExportError, View};

/// Writes the files.
///
/// # Errors
///
/// What the disk says; [`ExportError::MissingFeature`] in a build without `parquet`.
#[cfg(feature = "parquet")]
pub fn write(view: &View<'_>, folder: &FolderDraft) -> Result<(), ExportError> {
    let keys = super::keys::Keys::of(view, super::buffer::plain_key);
    table::nodes(view, &keys, folder.file("nodes.parquet")?)?;
    table::edges(view, &keys, folder.file("edges.parquet")?)
}

/// Refuses: the program was built without the feature.
///
/// # Errors
///
/// [`ExportError::MissingFeature`].
#[cfg(not(feature = "parquet"))]
pub fn write(_view: &View<'_>, _folder: &FolderDraft) -> Result<(), ExportError> {
    Err(ExportError::MissingFeature {
        format: "Parquet",
        feature: "parquet",
    })
}
