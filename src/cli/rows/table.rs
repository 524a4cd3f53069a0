//! Rows as a table for people: as wide as it needs to be into a pipe, as wide as the terminal on a
//! terminal. Where a table would be mostly broken lines, rows are shown as records, one field a
//! line.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::Rows;
use crate::cli::output::{DIM, Page, visible};

/// Between two columns.
const GAP: usize = 2;
/// A record's field is never narrower, however narrow the terminal is.
const NARROWEST: usize = 20;
/// Lines of a row, on average, from which records read better than a table.
const TALL: f64 = 3.0;
/// Lines of a row, on average, from which a rule between rows helps the eye.
const RULED: f64 = 1.5;

/// Texts in rows, each as long as there are columns.
type Texts = Vec<Vec<String>>;

/// Writes nothing where there are no rows.
pub(crate) fn write(rows: &Rows, page: Page, out: &mut dyn Write) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let columns: Vec<String> = rows
        .columns()
        .iter()
        .map(|column| visible(column))
        .collect();
    let texts: Texts = rows
        .iter()
        .map(|row| {
            let cells = row.iter().zip(rows.columns());
            cells
                .map(|(cell, column)| visible(&cell.short(rows.short(column, page))))
                .collect()
        })
        .collect();
    let widths = match page.width {
        Some(width) => fitting(&columns, &texts, width),
        None => Some(natural(&columns, &texts)),
    };
    match widths {
        Some(widths) => write_table(&columns, &texts, &widths, page, out),
        None => write_records(&columns, &texts, page.width.unwrap_or(usize::MAX), out),
    }
}

/// For each column the greatest measure of its header and cells.
fn greatest(columns: &[String], texts: &Texts, measure: impl Fn(&str) -> usize) -> Vec<usize> {
    let column = |at: usize| {
        let cells = texts.iter().filter_map(move |row| row.get(at));
        columns
            .get(at)
            .into_iter()
            .chain(cells)
            .map(|text| measure(text))
            .max()
            .unwrap_or_default()
    };
    (0..columns.len()).map(column).collect()
}

/// The widths at which no line is broken.
fn natural(columns: &[String], texts: &Texts) -> Vec<usize> {
    let lines = |text: &str| {
        text.split('\n')
            .map(UnicodeWidthStr::width)
            .max()
            .unwrap_or_default()
    };
    greatest(columns, texts, lines)
}

/// Widths that fit a page without breaking inside a word or making the rows tall; wide columns are
/// narrowed first.
fn fitting(columns: &[String], texts: &Texts, page: usize) -> Option<Vec<usize>> {
    let natural = natural(columns, texts);
    let total = |widths: &[usize]| widths.iter().map(|width| width + GAP).sum::<usize>() - GAP;
    if total(&natural) <= page {
        return Some(natural);
    }
    let piece = |text: &str| {
        pieces(text)
            .map(|piece| piece.trim_end().width())
            .max()
            .unwrap_or_default()
    };
    let least = greatest(columns, texts, piece);
    let capped = |cap: usize| -> Vec<usize> {
        natural
            .iter()
            .zip(&least)
            .map(|(natural, least)| (*natural).min(cap).max(*least))
            .collect()
    };
    let cap = (1..=page).rev().find(|cap| total(&capped(*cap)) <= page)?;
    let widths = capped(cap);
    (mean_height(texts, &widths) < TALL).then_some(widths)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a mean that only decides a layout"
)]
fn mean_height(texts: &Texts, widths: &[usize]) -> f64 {
    let height = |row: &Vec<String>| {
        let lines = row
            .iter()
            .zip(widths)
            .map(|(text, width)| wrap(text, *width).len());
        lines.max().unwrap_or_default()
    };
    texts.iter().map(height).sum::<usize>() as f64 / texts.len().max(1) as f64
}

fn write_table(
    columns: &[String],
    texts: &Texts,
    widths: &[usize],
    page: Page,
    out: &mut dyn Write,
) -> io::Result<()> {
    let full = widths
        .iter()
        .map(|width| width + GAP)
        .sum::<usize>()
        .saturating_sub(GAP);
    let ruled = mean_height(texts, widths) > RULED;
    write_row(columns, widths, out)?;
    for (at, row) in texts.iter().enumerate() {
        if at == 0 {
            writeln!(out, "{}", page.paint(DIM, &"─".repeat(full)))?;
        } else if ruled {
            writeln!(out, "{}", page.paint(DIM, &"┄".repeat(full)))?;
        }
        write_row(row, widths, out)?;
    }
    Ok(())
}

fn write_row(texts: &[String], widths: &[usize], out: &mut dyn Write) -> io::Result<()> {
    let cells: Vec<_> = texts
        .iter()
        .zip(widths)
        .map(|(text, width)| wrap(text, *width))
        .collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or_default();
    for at in 0..height {
        let mut line = String::new();
        for (cell, width) in cells.iter().zip(widths) {
            let part = cell.get(at).map_or("", String::as_str);
            let pad = (width + GAP).saturating_sub(part.width());
            line.push_str(part);
            line.push_str(&" ".repeat(pad));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn write_records(
    columns: &[String],
    texts: &Texts,
    page: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let names = columns
        .iter()
        .map(|column| column.width())
        .max()
        .unwrap_or_default();
    let room = page.saturating_sub(names + GAP).max(NARROWEST);
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

/// The stretches of a text between which a line may be broken, each with what divides it from the
/// next: after a space, and after a hyphen, underscore or slash inside a word.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive([' ', '-', '_', '/', '\n'])
}

/// Breaks a text into lines of a width: at spaces where it can, else inside words at hyphens and
/// the like; what cannot be broken gets a line of its own.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split_inclusive(' ') {
            if line.width() + word.trim_end().width() <= width {
                line.push_str(word);
                continue;
            }
            if !line.trim_end().is_empty() {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
            }
            for piece in pieces(word) {
                if !line.is_empty() && line.width() + piece.trim_end().width() > width {
                    lines.push(std::mem::take(&mut line));
                }
                line.push_str(piece);
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, width: usize, expected: &[&str]) {
        assert_eq!(wrap(text, width), expected, "{text}");
    }

    #[test]
    fn lines_break_at_spaces_then_inside_words_and_lose_nothing() {
        check("", 5, &[""]);
        check("one two three", 7, &["one two", "three"]);
        check("one two three", 3, &["one", "two", "three"]);
        check(
            "a makei-visit-2020 b",
            6,
            &["a", "makei-", "visit-", "2020 b"],
        );
        check("unbreakable x", 4, &["unbreakable", "x"]);
        check("a\n\nb", 4, &["a", "", "b"]);
        check("Минск и Москва", 7, &["Минск и", "Москва"]);
    }
}
