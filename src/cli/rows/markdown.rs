//! Rows as a table of GitHub's Markdown.

use std::io::{self, Write};

use super::Rows;
use super::delimited::field;
use crate::cli::output::{Page, visible};

/// A header, a rule and one line a row.
pub(crate) fn write(rows: &Rows, page: Page, out: &mut dyn Write) -> io::Result<()> {
    line(
        rows.columns().iter().map(|column| escape(column, page)),
        out,
    )?;
    line(rows.columns().iter().map(|_| "---".to_owned()), out)?;
    for row in rows.iter() {
        line(row.iter().map(|cell| escape(&field(cell), page)), out)?;
    }
    Ok(())
}

fn line(cells: impl Iterator<Item = String>, out: &mut dyn Write) -> io::Result<()> {
    for cell in cells {
        write!(out, "| {cell} ")?;
    }
    out.write_all(b"|\n")
}

/// Keeps a cell in its column and its text from being read as markup.
fn escape(text: &str, page: Page) -> String {
    let mut escaped = String::with_capacity(text.len());
    let text = if page.terminal {
        visible(text)
    } else {
        text.to_owned()
    };
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | '|' | '<' | '*' | '`' => escaped.extend(['\\', c]),
            '\n' | '\r' => escaped.push_str("<br>"),
            c => escaped.push(c),
        }
    }
    escaped
}
