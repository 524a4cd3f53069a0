//! Tables: CSV, TSV, JSON Lines and Parquet, plain or packed, as coded columns.
//!
//! [`mapping`] is what a YAML file says of a table; [`read`] reads one file of it in blocks, side by
//! side, and keeps the columns that the mapping wants as [`Coded`] numbers. Rows that cannot be
//! read are counted and kept as [`Refusal`]s. What the cells mean is the compiler's business.

mod blocks;
mod coded;
mod json;
pub mod mapping;
#[cfg(feature = "parquet")]
mod parquet;
mod rows;
mod stream;

use std::io::{self, Read};
use std::path::Path;

use encoding_rs::Encoding;
use rayon::prelude::*;

use blocks::{Block, Blocks};
pub use coded::{Coded, Dictionary, Series};
use rows::Delimited;
pub use rows::{Refusal, Refusals, Rows, SHOWN};
pub use stream::Packing;
use stream::Stream;

/// Stands between the elements of a list in a cell (JSON Lines, Parquet): ASCII's unit separator.
pub const LIST: char = '\u{1f}';

/// The form of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Cells parted by commas, in quotation marks where needed (RFC 4180).
    Csv,
    /// Cells parted by tabs, without quotation marks.
    Tsv,
    /// A JSON object a line.
    JsonLines,
    /// Apache Parquet.
    Parquet,
}

impl Format {
    /// By the word in a mapping.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "csv" => Self::Csv,
            "tsv" => Self::Tsv,
            "jsonl" => Self::JsonLines,
            "parquet" => Self::Parquet,
            _ => return None,
        })
    }

    /// By the name of a file, packed or not.
    pub fn of(name: &str) -> Option<Self> {
        let (_, name) = Packing::of(name);
        let (_, extension) = name.rsplit_once('.')?;
        Some(match extension.to_ascii_lowercase().as_str() {
            "csv" => Self::Csv,
            "tsv" | "tab" => Self::Tsv,
            "jsonl" | "ndjson" | "json" => Self::JsonLines,
            "parquet" => Self::Parquet,
            _ => return None,
        })
    }
}

/// How a table is written.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Its form.
    pub format: Format,
    /// What stands between cells, an ASCII character.
    pub delimiter: u8,
    /// What stands around cells that hold a delimiter or a line break, an ASCII character.
    pub quote: Option<u8>,
    /// Lines before the table begins.
    pub skip: usize,
    /// Whether the first row names the columns.
    pub header: bool,
    /// Names of the columns instead of those of the first row.
    pub columns: Option<Vec<String>>,
    /// Its encoding; `None` is UTF-8.
    pub encoding: Option<&'static Encoding>,
}

/// A table that was read.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// The wanted columns of all rows.
    pub rows: Rows,
    /// The names of all its columns; none in JSON Lines.
    pub names: Vec<String>,
    /// Wanted columns that it does not have; then no rows were read.
    pub absent: Vec<usize>,
    /// Wanted columns whose name it has twice; then no rows were read.
    pub doubled: Vec<usize>,
    /// SHA-256 of the file, in hexadecimal digits; empty where no rows were read.
    pub sha256: String,
}

impl Table {
    /// The places of wanted columns among those of the table; notes those that are not to be had.
    fn find(&mut self, wanted: &[String]) -> Vec<usize> {
        let mut places = Vec::with_capacity(wanted.len());
        for (at, name) in wanted.iter().enumerate() {
            let mut found = (0..self.names.len()).filter(|&place| self.names[place] == *name);
            match (found.next(), found.next()) {
                (Some(place), None) => places.push(place),
                (Some(_), Some(_)) => self.doubled.push(at),
                (None, _) => self.absent.push(at),
            }
        }
        places
    }

    fn is_complete(&self) -> bool {
        self.absent.is_empty() && self.doubled.is_empty()
    }
}

/// Reads the wanted columns of a file, by name; without names they are called `1`, `2` ….
///
/// The file is read once, from its beginning to its end, in blocks that are parsed in parallel; only
/// the distinct texts of the wanted columns are kept. Linear in its size. An error is one of the
/// disk or of the packing, or a file that changed while it was being read.
pub fn read(path: &Path, layout: &Layout, wanted: &[String]) -> io::Result<Table> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let packing = match Packing::of(&name).0 {
        // Parquet packs its pages itself.
        _ if layout.format == Format::Parquet => Packing::Plain,
        packing => packing,
    };
    match layout.format {
        #[cfg(feature = "parquet")]
        Format::Parquet => parquet::read(path, wanted),
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => Err(io::Error::other(
            "this kroniek was built without the feature `parquet`",
        )),
        Format::JsonLines => json_lines(path, packing, layout, wanted),
        Format::Csv | Format::Tsv => delimited(path, packing, layout, wanted),
    }
}

fn json_lines(
    path: &Path,
    packing: Packing,
    layout: &Layout,
    wanted: &[String],
) -> io::Result<Table> {
    let stream = Stream::open(path, packing, layout.encoding)?;
    let mut blocks = Blocks::new(stream, None);
    let mut rows = Rows::new(wanted.len());
    let mut seen = vec![false; wanted.len()];
    let read = |block: &Block| json::read(block, wanted);
    in_parallel(&mut blocks, read, |(more, keys)| {
        rows.append(more);
        for (seen, key) in seen.iter_mut().zip(keys) {
            *seen |= key;
        }
    })?;
    // A key is absent if no row has it; without any row nobody knows.
    let known = !rows.lines.is_empty();
    let absent = (0..wanted.len()).filter(|&at| known && !seen[at]);
    Ok(Table {
        absent: absent.collect(),
        rows,
        sha256: blocks.into_input().finish()?,
        ..Table::default()
    })
}

fn delimited(
    path: &Path,
    packing: Packing,
    layout: &Layout,
    wanted: &[String],
) -> io::Result<Table> {
    let stream = Stream::open(path, packing, layout.encoding)?;
    let quote = layout.quote.map(|quote| (quote, layout.delimiter));
    let mut blocks = Blocks::new(stream, quote);
    let mut table = Table::default();
    let mut rows = Rows::new(wanted.len());
    for _ in 0..layout.skip {
        let Some(line) = blocks.take_line()? else {
            break;
        };
        // A quoted row may have several lines.
        rows.line_count += memchr::memchr_iter(b'\n', &line).count().max(1) as u64;
    }
    // The first row says how many cells a row has; without a header it is one of the rows.
    let mut above = Vec::new();
    let first = loop {
        match blocks.take_line()? {
            Some(line) if line.trim_ascii().is_empty() => above.extend(line),
            line => break line,
        }
    };
    let Some(first) = first else {
        table.sha256 = blocks.into_input().finish()?;
        return Ok(table);
    };
    let cells = rows::cells(layout.delimiter, layout.quote, &first);
    table.names = match &layout.columns {
        Some(names) => names.clone(),
        None if layout.header => cells,
        None => (1..=cells.len()).map(|number| number.to_string()).collect(),
    };
    let wanted = table.find(wanted);
    if !table.is_complete() {
        return Ok(table);
    }
    if layout.header {
        let lines = [&above, &first].map(|part| memchr::memchr_iter(b'\n', part).count() as u64);
        rows.line_count += lines.iter().sum::<u64>();
    } else {
        above.extend(first);
        blocks.put_back(above);
    }
    let format = Delimited {
        delimiter: layout.delimiter,
        quote: layout.quote,
        width: table.names.len(),
        wanted,
    };
    in_parallel(
        &mut blocks,
        |block| format.read(block),
        |more| rows.append(more),
    )?;
    table.rows = rows;
    table.sha256 = blocks.into_input().finish()?;
    Ok(table)
}

/// Reads blocks side by side while the next ones come from the disk, and hands on what was read in
/// the order of the file.
fn in_parallel<R: Read + Send, T: Send>(
    blocks: &mut Blocks<R>,
    read: impl Fn(&Block) -> T + Sync,
    mut add: impl FnMut(T),
) -> io::Result<()> {
    let at_once = rayon::current_num_threads().max(1);
    let some = |blocks: &mut Blocks<R>| -> io::Result<Vec<Block>> {
        let mut some = Vec::with_capacity(at_once);
        while some.len() < at_once
            && let Some(block) = blocks.next()?
        {
            some.push(block);
        }
        Ok(some)
    };
    let mut now = some(blocks)?;
    while !now.is_empty() {
        let parse = || -> Vec<T> { now.par_iter().map(&read).collect() };
        let (parts, next) = rayon::join(parse, || some(blocks));
        parts.into_iter().for_each(&mut add);
        now = next?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
