//! A workbook with the sheets nodes, edges, evidence and about.
//!
//! Nodes and edges have the columns of [`csv`](super::csv). The sheet of evidence has a line for each
//! `SUPPORTED_BY`: what is said, in which article, and the quote with its place. Texts are cells of
//! text, so that nothing is taken for a formula; lists are JSON.
//!
//! Excel holds 1,048,576 rows, 16,384 columns and 32,767 characters a cell, whole numbers up to 2^53 and
//! days from March 1900. What is more is left out, cut or written as text, each with a remark. A
//! workbook is put together in memory, which those limits bound.

#[cfg(feature = "xlsx")]
mod sheet;
#[cfg(feature = "xlsx")]
mod workbook;

#[cfg(feature = "xlsx")]
pub use workbook::write;

/// Refuses: the program was built without the feature.
///
/// # Errors
///
/// [`ExportError::MissingFeature`](super::ExportError::MissingFeature).
#[cfg(not(feature = "xlsx"))]
pub fn write(
    _view: &super::View<'_>,
    _out: &mut dyn std::io::Write,
) -> Result<(), super::ExportError> {
    Err(super::ExportError::MissingFeature {
        format: "XLSX",
        feature: "xlsx",
    })
}
