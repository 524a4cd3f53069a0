//! Rows of delimited text to coded columns.

use std::ops::Range;

use csv::ByteRecord;
use memchr::memchr2_iter;

use super::blocks::Block;
use super::coded::{Coded, Series};

/// A row that nothing was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Its line in the file, from 1.
    pub line: u64,
    /// The row, or the cell that is wrong; long ones are cut.
    pub text: String,
    /// Bytes of the text that are wrong.
    pub place: Range<usize>,
    /// What is wrong, one sentence without a full stop.
    pub reason: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// Refusals that are kept with their text; the others are counted.
pub const SHOWN: usize = 20;

/// The longest text that is kept of a refused row, in bytes.
const LONGEST: usize = 400;

/// Rows that were refused.
#[derive(Debug, Clone, Default)]
pub struct Refusals {
    /// The first of them, in the order of their lines.
    pub shown: Vec<Refusal>,
    /// How many there are.
    pub count: u64,
}

impl Refusals {
    /// Adds a row; `make` is only called if it is one of the first.
    pub fn push(&mut self, make: impl FnOnce() -> Refusal) {
        self.count += 1;
        if self.shown.len() < SHOWN {
            self.shown.push(make());
        }
    }

    fn append(&mut self, other: Self, lines_before: u64) {
        self.count += other.count;
        let room = SHOWN - self.shown.len().min(SHOWN);
        self.shown
            .extend(other.shown.into_iter().take(room).map(|refusal| Refusal {
                line: refusal.line + lines_before,
                ..refusal
            }));
    }
}

/// The rows of a table or of a part of it, as far as they can be read.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// The wanted columns.
    pub columns: Vec<Coded>,
    /// The line of each row, from 1.
    pub lines: Series,
    /// The number of each row, from 0; rows that were refused have one too.
    pub numbers: Series,
    /// What could not be read.
    pub refused: Refusals,
    /// Number of rows, those that were refused with them.
    pub count: u64,
    /// Number of lines.
    pub(super) line_count: u64,
}

impl Rows {
    /// No rows of some columns.
    pub(super) fn new(columns: usize) -> Self {
        Self {
            columns: (0..columns).map(|_| Coded::default()).collect(),
            ..Self::default()
        }
    }

    /// Adds the rows that follow.
    pub(super) fn append(&mut self, other: Self) {
        for (column, more) in self.columns.iter_mut().zip(&other.columns) {
            column.append(more);
        }
        self.lines.append(&other.lines, self.line_count);
        self.numbers.append(&other.numbers, self.count);
        self.refused.append(other.refused, self.line_count);
        self.count += other.count;
        self.line_count += other.line_count;
    }

    /// Counts a row that is kept; its cells are pushed by the caller.
    pub(super) fn keep(&mut self, line: u64) {
        self.lines.push(line);
        self.numbers.push(self.count);
        self.count += 1;
    }

    /// Counts a row that is refused.
    pub(super) fn refuse(
        &mut self,
        line: u64,
        text: &[u8],
        place: Range<usize>,
        reason: impl FnOnce() -> (String, Option<String>),
    ) {
        self.count += 1;
        self.refused.push(|| refusal(line, text, place, reason()));
    }
}

/// A refusal with its text cut to some length around the place.
fn refusal(
    line: u64,
    text: &[u8],
    place: Range<usize>,
    (reason, help): (String, Option<String>),
) -> Refusal {
    let text = text.trim_ascii_end();
    let start = place.start.min(text.len());
    let end = place.end.clamp(start, text.len());
    // Lossy decoding may change lengths, so each part is decoded by itself.
    let cut = |range: Range<usize>| String::from_utf8_lossy(&text[range]).into_owned();
    let before = cut(start.saturating_sub(LONGEST)..start);
    let middle = cut(start..end.min(start + LONGEST));
    let after = cut(end..text.len().min(end + LONGEST));
    Refusal {
        line,
        place: before.len()..before.len() + middle.len(),
        text: before + &middle + &after,
        reason,
        help,
    }
}

/// How rows are written.
#[derive(Debug, Clone)]
pub(super) struct Delimited {
    pub(super) delimiter: u8,
    pub(super) quote: Option<u8>,
    /// Cells of every row.
    pub(super) width: usize,
    /// The cells that are wanted, by their place in the row, and the names of all columns.
    pub(super) wanted: Vec<usize>,
}

impl Delimited {
    /// Reads a block. Linear in its length.
    pub(super) fn read(&self, block: &Block) -> Rows {
        let mut rows = Rows::new(self.wanted.len());
        if let Some(reason) = block.broken {
            rows.line_count = memchr::memchr_iter(b'\n', &block.bytes).count() as u64;
            rows.refuse(1, &block.bytes, 0..block.bytes.len(), || {
                (reason.to_owned(), None)
            });
        } else if block.quoted {
            self.quoted(&block.bytes, &mut rows);
        } else {
            self.plain(&block.bytes, &mut rows);
        }
        rows
    }

    /// Rows without quotation marks.
    fn plain(&self, bytes: &[u8], rows: &mut Rows) {
        let valid = std::str::from_utf8(bytes).ok();
        let mut cells: Vec<Range<usize>> = Vec::with_capacity(self.width);
        let mut line_start = 0;
        let mut cell_start = 0;
        let ends = memchr2_iter(self.delimiter, b'\n', bytes);
        let last = (!bytes.ends_with(b"\n")).then_some(bytes.len());
        for at in ends.chain(last) {
            if at < bytes.len() && bytes[at] == self.delimiter {
                cells.push(cell_start..at);
                cell_start = at + 1;
                continue;
            }
            rows.line_count += 1;
            let end = at - usize::from(at > line_start && bytes[at - 1] == b'\r');
            cells.push(cell_start..end.max(cell_start));
            if end > line_start {
                let line = rows.line_count;
                self.row(line, bytes, line_start..end, &cells, valid, rows);
            }
            cells.clear();
            line_start = at + 1;
            cell_start = line_start;
        }
    }

    /// A row whose cells are stretches of `bytes`, which is `valid` as a text if it is one.
    fn row(
        &self,
        line: u64,
        bytes: &[u8],
        whole: Range<usize>,
        cells: &[Range<usize>],
        valid: Option<&str>,
        rows: &mut Rows,
    ) {
        if cells.len() != self.width {
            rows.refuse(line, &bytes[whole.clone()], 0..whole.len(), || {
                self.ragged(cells.len())
            });
            return;
        }
        // In most blocks all is valid; else this row may be.
        let (text, shift) = match valid {
            Some(text) => (text, 0),
            None => match std::str::from_utf8(&bytes[whole.clone()]) {
                Ok(text) => (text, whole.start),
                Err(error) => {
                    let at = error.valid_up_to();
                    rows.refuse(line, &bytes[whole], at..at + 1, not_utf8);
                    return;
                }
            },
        };
        let cell = |column: usize| &text[cells[column].start - shift..cells[column].end - shift];
        if let Some(at) = self.undecoded(cell) {
            let place = cells[at].start - whole.start..cells[at].end - whole.start;
            rows.refuse(line, &bytes[whole], place, undecoded);
            return;
        }
        for (coded, &column) in rows.columns.iter_mut().zip(&self.wanted) {
            coded.push(cell(column));
        }
        rows.keep(line);
    }

    /// The wanted column with a character that could not be decoded.
    fn undecoded<'t>(&self, cell: impl Fn(usize) -> &'t str) -> Option<usize> {
        // Only texts that are not ASCII are looked at.
        let replaced = |text: &str| !text.is_ascii() && text.contains('\u{fffd}');
        self.wanted
            .iter()
            .copied()
            .find(|&column| replaced(cell(column)))
    }

    /// Rows with quotation marks in some of them.
    fn quoted(&self, bytes: &[u8], rows: &mut Rows) {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.delimiter)
            .quote(self.quote.unwrap_or(b'"'))
            .from_reader(bytes);
        let mut record = ByteRecord::new();
        // Reading from memory does not fail, and flexible rows have any number of cells.
        while let Ok(true) = reader.read_byte_record(&mut record) {
            let (line, start) = record
                .position()
                .map_or((1, 0), |at| (at.line(), at.byte()));
            let start = usize::try_from(start)
                .unwrap_or(usize::MAX)
                .min(bytes.len());
            let end = usize::try_from(reader.position().byte())
                .unwrap_or(usize::MAX)
                .clamp(start, bytes.len());
            // Lines that the position stands before may be empty ones.
            let blank = bytes[start..end]
                .iter()
                .take_while(|byte| matches!(byte, b'\r' | b'\n'));
            let (blank, breaks) = blank.fold((0, 0), |(all, breaks), byte| {
                (all + 1, breaks + u64::from(*byte == b'\n'))
            });
            let (line, whole) = (line + breaks, start + blank..end);
            self.record(line, &bytes[whole], &record, rows);
        }
        rows.line_count = memchr::memchr_iter(b'\n', bytes).count() as u64;
    }

    fn record(&self, line: u64, whole: &[u8], record: &ByteRecord, rows: &mut Rows) {
        if record.len() != self.width {
            rows.refuse(line, whole, 0..whole.len(), || self.ragged(record.len()));
            return;
        }
        let texts = |column: usize| std::str::from_utf8(&record[column]);
        if self.wanted.iter().any(|&column| texts(column).is_err()) {
            let at = std::str::from_utf8(whole)
                .err()
                .map_or(0, |error| error.valid_up_to());
            rows.refuse(line, whole, at..at + 1, not_utf8);
            return;
        }
        let cell = |column: usize| texts(column).unwrap_or_default();
        if self.undecoded(cell).is_some() {
            rows.refuse(line, whole, 0..whole.len(), undecoded);
            return;
        }
        for (coded, &column) in rows.columns.iter_mut().zip(&self.wanted) {
            coded.push(cell(column));
        }
        rows.keep(line);
    }

    fn ragged(&self, found: usize) -> (String, Option<String>) {
        let cells = if found == 1 { "cell" } else { "cells" };
        let help = (found == 1).then(|| {
            format!(
                "cells are parted by {}; say `delimiter:` if it is another",
                shown(self.delimiter)
            )
        });
        (
            format!(
                "the row has {found} {cells} where the table has {}",
                self.width
            ),
            help,
        )
    }
}

/// The cells of one row.
pub(super) fn cells(delimiter: u8, quote: Option<u8>, row: &[u8]) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .quoting(quote.is_some())
        .quote(quote.unwrap_or(b'"'))
        .from_reader(row);
    let mut record = ByteRecord::new();
    match reader.read_byte_record(&mut record) {
        Ok(true) => record
            .iter()
            .map(|cell| String::from_utf8_lossy(cell).trim().to_owned())
            .collect(),
        _ => Vec::new(),
    }
}

fn not_utf8() -> (String, Option<String>) {
    let help = "say how the table is encoded, `encoding: windows-1252`";
    ("the row is not UTF-8".to_owned(), Some(help.to_owned()))
}

fn undecoded() -> (String, Option<String>) {
    let help = "look whether `encoding:` is right";
    (
        "a character of the row could not be decoded".to_owned(),
        Some(help.to_owned()),
    )
}

/// A delimiter for people.
pub(super) fn shown(delimiter: u8) -> String {
    match delimiter {
        b'\t' => "tabs".to_owned(),
        b' ' => "spaces".to_owned(),
        other => format!("`{}`", char::from(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows as `line number: cells`, and refusals as `line: reason`.
    fn check(text: &[u8], quoted: bool, expected: &[&str]) {
        let format = Delimited {
            delimiter: b',',
            quote: Some(b'"'),
            width: 2,
            wanted: vec![1, 0],
        };
        let block = Block {
            bytes: text.to_vec(),
            broken: None,
            quoted,
        };
        let rows = format.read(&block);
        let mut found: Vec<(u64, String)> = (0..rows.lines.len())
            .map(|at| {
                let cell = |column: &Coded| column.texts.get(column.codes[at]).to_owned();
                let cells: Vec<String> = rows.columns.iter().map(cell).collect();
                let (line, number) = (rows.lines.at(at), rows.numbers.at(at));
                (line, format!("{line} {number}: {}", cells.join("|")))
            })
            .collect();
        found.extend(rows.refused.shown.iter().map(|refusal| {
            let wrong = &refusal.text[refusal.place.clone()];
            (
                refusal.line,
                format!("{} {}: {wrong}", refusal.line, refusal.reason),
            )
        }));
        found.sort();
        let found: Vec<_> = found.iter().map(|(_, row)| row.as_str()).collect();
        assert_eq!(found, expected);
        assert_eq!(rows.count as usize, expected.len());
    }

    #[test]
    fn ragged_rows_are_refused_and_empty_lines_are_none() {
        for quoted in [false, true] {
            check(
                b"a,b\r\n\n,\nc\nd,e,f\ng,h",
                quoted,
                &[
                    "1 0: b|a",
                    "3 1: |",
                    "4 the row has 1 cell where the table has 2: c",
                    "5 the row has 3 cells where the table has 2: d,e,f",
                    "6 4: h|g",
                ],
            );
        }
    }

    #[test]
    fn a_row_that_is_not_utf_8_costs_no_other() {
        for quoted in [false, true] {
            check(
                b"\xc3\xa9,b\nx,\xe9\nc,d\n",
                quoted,
                &[
                    "1 0: b|\u{e9}",
                    "2 the row is not UTF-8: \u{fffd}",
                    "3 2: d|c",
                ],
            );
        }
    }

    #[test]
    fn lines_are_counted_through_quoted_cells() {
        check(
            b"\"a\nb\",\"c \"\"d\"\"\"\n\ne,f\n",
            true,
            &["1 0: c \"d\"|a\nb", "4 1: f|e"],
        );
    }
}
