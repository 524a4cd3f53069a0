//! Rows as CSV and TSV: null is empty, lists, maps and parts of a graph are JSON.

use std::io::{self, Write};

use super::{Cell, Rows, json};
use crate::cli::output::{Page, visible};

/// A header and one record a row, quoted as RFC 4180 does where the delimiter, a quotation mark or
/// a line break stands in a field.
pub(crate) fn write(rows: &Rows, delimiter: u8, page: Page, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .from_writer(out);
    let record = |fields: Vec<String>| {
        if page.terminal {
            fields.iter().map(|field| visible(field)).collect()
        } else {
            fields
        }
    };
    writer.write_record(record(rows.columns().to_vec()))?;
    for row in rows.iter() {
        writer.write_record(record(row.iter().map(field).collect()))?;
    }
    writer.flush()
}

/// The text of a cell where a column has one type of text.
pub(crate) fn field(cell: &Cell) -> String {
    if cell.is_structured() {
        json::cell(cell)
    } else {
        cell.plain()
    }
}
