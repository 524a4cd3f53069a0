//! Files of neo4j-admin import.

use super::file::FolderDraft;
use super::{ExportError, View};

/// Writes Files of neo4j-admin import.
pub fn write(_view: &View<'_>, _folder: &FolderDraft) -> Result<(), ExportError> {
    Err(ExportError::Impossible("not yet".to_owned()))
}
