//! Parquet.

use super::file::FolderDraft;
use super::{ExportError, View};

/// Writes Parquet.
pub fn write(_view: &View<'_>, _folder: &FolderDraft) -> Result<(), ExportError> {
    Err(ExportError::Impossible("not yet".to_owned()))
}
