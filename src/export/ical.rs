//! iCalendar.

use std::io::Write;

use super::{ExportError, View};

/// Writes iCalendar.
pub fn write(_view: &View<'_>, _out: &mut dyn Write) -> Result<(), ExportError> {
    Err(ExportError::Impossible("not yet".to_owned()))
}
