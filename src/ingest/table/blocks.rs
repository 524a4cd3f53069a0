//! A stream cut into blocks of whole rows, so that blocks can be read side by side.

use std::io::{self, Read};

use memchr::{memchr, memrchr};

/// Bytes of a block, but for a row that is longer.
const BLOCK: usize = 1 << 21;

/// The longest cell in quotation marks. What goes on for longer is a mark that is not closed.
const LONGEST_QUOTED: usize = 1 << 20;

/// The longest row; a longer one is refused.
const LONGEST_ROW: usize = 1 << 24;

/// Some rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// The rows with their line ends; at the end of a file the last one may be missing.
    pub(super) bytes: Vec<u8>,
    /// Whether it is one row that cannot be read, and why.
    pub(super) broken: Option<&'static str>,
    /// Whether there are quotation marks in it.
    pub(super) quoted: bool,
}

/// Cuts a stream.
pub(super) struct Blocks<R> {
    input: R,
    /// Mark of quotation and delimiter, where cells are quoted.
    quote: Option<(u8, u8)>,
    rest: Vec<u8>,
    ended: bool,
    size: usize,
}

/// Where a block ends.
enum End {
    /// After these bytes, all of them whole rows.
    Whole(usize),
    /// The first row has no end yet.
    Open,
    /// A quotation mark in the row that starts here is not closed as far as can be seen.
    Quote(usize),
}

impl<R: Read> Blocks<R> {
    /// Cuts a stream at line ends; `quote` is the mark of quotation with the delimiter.
    pub(super) fn new(input: R, quote: Option<(u8, u8)>) -> Self {
        Self {
            input,
            quote,
            rest: Vec::new(),
            ended: false,
            size: BLOCK,
        }
    }

    /// Takes the first line alone, with its end; in a table with quotation marks the first row.
    pub(super) fn take_line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let Some(Block {
            mut bytes,
            quoted,
            broken,
        }) = self.next()?
        else {
            return Ok(None);
        };
        let end = match self.quote {
            Some((quote, delimiter)) if quoted && broken.is_none() => {
                first_row(&bytes, quote, delimiter)
            }
            _ => first_line(&bytes),
        };
        let mut rest = bytes.split_off(end);
        rest.append(&mut self.rest);
        self.rest = rest;
        Ok(Some(bytes))
    }

    /// Puts bytes before those that come next.
    pub(super) fn put_back(&mut self, mut bytes: Vec<u8>) {
        bytes.append(&mut self.rest);
        self.rest = bytes;
    }

    /// The stream, of which nothing more is to be read here.
    pub(super) fn into_input(self) -> R {
        self.input
    }

    /// The next block, `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Block>> {
        let mut bytes = std::mem::take(&mut self.rest);
        let mut wanted = self.size;
        loop {
            if !self.ended && bytes.len() < wanted {
                bytes.reserve_exact(wanted - bytes.len());
                let missing = (wanted - bytes.len()) as u64;
                let read = self.input.by_ref().take(missing).read_to_end(&mut bytes)?;
                self.ended = (read as u64) < missing;
            }
            if bytes.is_empty() {
                return Ok(None);
            }
            let quoted = self
                .quote
                .is_some_and(|(quote, _)| memchr(quote, &bytes).is_some());
            let end = match self.quote {
                Some((quote, delimiter)) if quoted => {
                    quoted_end(&bytes, quote, delimiter, self.ended)
                }
                _ if self.ended => End::Whole(bytes.len()),
                _ => memrchr(b'\n', &bytes).map_or(End::Open, |at| End::Whole(at + 1)),
            };
            let (cut, broken) = match end {
                End::Whole(cut) => (cut, None),
                // What stands before the row can be read.
                End::Quote(row) if row > 0 => (row, None),
                End::Quote(_) => (first_line(&bytes), Some("a quotation mark is not closed")),
                End::Open if bytes.len() < LONGEST_ROW => {
                    wanted = bytes.len() + self.size;
                    continue;
                }
                End::Open => {
                    // What follows in the line is no row.
                    self.rest = self.after_line()?;
                    bytes.push(b'\n');
                    return Ok(Some(Block {
                        bytes,
                        broken: Some("the line is too long"),
                        quoted,
                    }));
                }
            };
            self.rest = bytes.split_off(cut);
            return Ok(Some(Block {
                bytes,
                broken,
                quoted,
            }));
        }
    }

    /// Reads to the end of a line, of which nothing is kept, and gives what was read after it.
    fn after_line(&mut self) -> io::Result<Vec<u8>> {
        loop {
            let mut part = Vec::with_capacity(self.size);
            let input = self.input.by_ref().take(self.size as u64);
            let read = { input }.read_to_end(&mut part)?;
            self.ended = read < self.size;
            match memchr(b'\n', &part) {
                Some(at) => return Ok(part.split_off(at + 1)),
                None if self.ended => return Ok(Vec::new()),
                None => {}
            }
        }
    }
}

fn first_line(bytes: &[u8]) -> usize {
    memchr(b'\n', bytes).map_or(bytes.len(), |at| at + 1)
}

/// The end of the first row, of which at least one is whole.
fn first_row(bytes: &[u8], quote: u8, delimiter: u8) -> usize {
    let mut end = 0;
    while end < bytes.len() {
        end += first_line(&bytes[end..]);
        if matches!(quoted_end(&bytes[..end], quote, delimiter, false), End::Whole(whole) if whole == end)
        {
            break;
        }
    }
    end
}

/// The end of the last row that is whole. A quotation mark opens a cell where it stands at its
/// beginning, and two of them inside are one; so does the crate `csv` read them.
fn quoted_end(bytes: &[u8], quote: u8, delimiter: u8, ended: bool) -> End {
    // Everything before `row` is whole rows, and `at` lies outside of quotation marks.
    let (mut at, mut row) = (0, 0);
    loop {
        let mark = memchr(quote, &bytes[at..]).map(|next| at + next);
        let outside = &bytes[at..mark.unwrap_or(bytes.len())];
        if let Some(line_end) = memrchr(b'\n', outside) {
            row = at + line_end + 1;
        }
        let Some(mark) = mark else {
            return match (ended, row) {
                (true, _) => End::Whole(bytes.len()),
                (false, 0) => End::Open,
                (false, row) => End::Whole(row),
            };
        };
        let before = mark.checked_sub(1).map(|before| bytes[before]);
        let opens = mark == row || before == Some(delimiter);
        at = mark + 1;
        if !opens {
            continue;
        }
        loop {
            let Some(next) = memchr(quote, &bytes[at..]) else {
                return match (ended || bytes.len() - mark > LONGEST_QUOTED, row) {
                    (true, row) => End::Quote(row),
                    (false, 0) => End::Open,
                    (false, row) => End::Whole(row),
                };
            };
            at += next + 1;
            if bytes.get(at) == Some(&quote) {
                at += 1;
            } else {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, size: usize, expected: &[(&str, bool)]) {
        let mut blocks = Blocks::new(text.as_bytes(), Some((b'"', b',')));
        blocks.size = size;
        let mut found = Vec::new();
        while let Some(block) = blocks.next().expect("in memory") {
            let text = String::from_utf8(block.bytes).expect("UTF-8");
            found.push((text, block.broken.is_some()));
        }
        let found: Vec<_> = found
            .iter()
            .map(|(text, broken)| (text.as_str(), *broken))
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn blocks_end_where_a_row_ends() {
        check(
            "a,b\nc,d\ne,f",
            5,
            &[("a,b\n", false), ("c,d\n", false), ("e,f", false)],
        );
        check(
            "a,\"b\nc\",d\neeeeeeee\n",
            8,
            &[("a,\"b\nc\",d\n", false), ("eeeeeeee\n", false)],
        );
        check(
            "\"\"\"a\n\"\"\",b\nc\n",
            4,
            &[("\"\"\"a\n\"\"\",b\n", false), ("c\n", false)],
        );
        check(
            "5\" gun,x\n\"a\nb\",y\nzzzzzzzzzzzzz\n",
            12,
            &[
                ("5\" gun,x\n", false),
                ("\"a\nb\",y\n", false),
                ("zzzzzzzzzzzzz\n", false),
            ],
        );
        check("", 4, &[]);
    }

    #[test]
    fn a_mark_that_is_not_closed_costs_one_line() {
        check(
            "a,b\nc,\"d\ne,f\n",
            100,
            &[("a,b\n", false), ("c,\"d\n", true), ("e,f\n", false)],
        );
        check("\"a", 100, &[("\"a", true)]);
    }
}
