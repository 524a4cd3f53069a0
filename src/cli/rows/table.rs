//! Rows as a table for people: as wide as it needs to be into a pipe, as wide as the terminal on a
//! terminal. A table that would have to break words is shown as records, one field a line.

use std::io::{self, Write};

use comfy_table::{
    ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle, Table, TableStyle, Width,
};
use unicode_width::UnicodeWidthStr as _;

use super::Rows;
use crate::cli::output::{Page, visible};

/// Between two columns.
const GAP: usize = 2;
/// A record's field is never narrower, however narrow the terminal is.
const NARROWEST: usize = 20;

const STYLE: TableStyle = TableStyle::new()
    .header_lines(ContentLineStyle::none())
    .header_separator(LineStyle::none().fill('─'))
    .content_lines(ContentLineStyle::none());

/// Writes nothing where there are no rows.
pub(crate) fn write(rows: &Rows, page: Page, out: &mut dyn Write) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let texts: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().map(|cell| visible(&cell.plain())).collect())
        .collect();
    let columns: Vec<String> = rows
        .columns()
        .iter()
        .map(|column| visible(column))
        .collect();
    match page.width {
        Some(width) if !fits(&columns, &texts, width) => {
            write_records(&columns, &texts, width, out)
        }
        width => write_table(&columns, &texts, width, out),
    }
}

/// The columns of a table: their header and every cell.
fn column<'t>(
    columns: &'t [String],
    texts: &'t [Vec<String>],
    at: usize,
) -> impl Iterator<Item = &'t str> {
    let cells = texts.iter().filter_map(move |row| row.get(at));
    columns.get(at).into_iter().chain(cells).map(String::as_str)
}

fn longest_word<'t>(texts: impl Iterator<Item = &'t str>) -> usize {
    texts
        .flat_map(|text| text.split([' ', '\n']))
        .map(|word| word.width())
        .max()
        .unwrap_or_default()
}

/// Whether no word has to be broken.
fn fits(columns: &[String], texts: &[Vec<String>], width: usize) -> bool {
    let words: usize = (0..columns.len())
        .map(|at| longest_word(column(columns, texts, at)) + GAP)
        .sum();
    words <= width
}

fn write_table(
    columns: &[String],
    texts: &[Vec<String>],
    width: Option<usize>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut table = Table::new();
    table.load_style(STYLE).set_header(columns.to_vec());
    table.add_rows(texts.iter().cloned());
    let wraps = width.is_some_and(|width| {
        let natural: usize = (0..columns.len())
            .map(|at| {
                let widths = column(columns, texts, at).map(|text| text.width());
                widths.max().unwrap_or_default() + GAP
            })
            .sum();
        natural > width
    });
    if let Some(width) = width {
        table
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(u16::try_from(width).unwrap_or(u16::MAX));
        if wraps {
            table.style_mut().row_separator = LineStyle::none().fill('┄');
        }
    }
    for at in 0..columns.len() {
        let word = longest_word(column(columns, texts, at));
        if let Some(column) = table.column_mut(at) {
            let gap = u16::try_from(GAP).unwrap_or_default();
            column.set_padding((0, gap));
            if wraps {
                let least = u16::try_from(word + GAP).unwrap_or(u16::MAX);
                column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least)));
            }
        }
    }
    for line in table.trim_fmt().lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn write_records(
    columns: &[String],
    texts: &[Vec<String>],
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let names = columns
        .iter()
        .map(|column| column.width())
        .max()
        .unwrap_or_default();
    let room = width.saturating_sub(names + GAP).max(NARROWEST);
    for (at, row) in texts.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        for (name, text) in columns.iter().zip(row).filter(|(_, text)| !text.is_empty()) {
            let pad = " ".repeat(names - name.width() + GAP);
            for (line_at, line) in wrap(text, room).iter().enumerate() {
                if line_at == 0 {
                    writeln!(out, "{name}{pad}{line}")?;
                } else {
                    writeln!(out, "{}{line}", " ".repeat(names + GAP))?;
                }
            }
        }
    }
    Ok(())
}

/// Breaks a text at spaces into lines of a width; a longer word gets a line of its own.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            if !line.is_empty() && line.width() + 1 + word.width() > width {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}
