//! Places in a text: bytes to lines and columns, bytes to code points, and back.

/// A place as people count: both from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in code points, from 1.
    pub column: usize,
}

/// Finds the line and column of a byte, and the byte of a line and column.
///
/// LF, CR LF and a lone CR each end a line; a line break belongs to the line that it ends. Built in
/// one pass; a look-up takes time logarithmic in the text's length.
#[derive(Debug, Clone)]
pub struct LineIndex<'a> {
    points: CodePoints<'a>,
    /// First byte of every line; the first line starts at 0.
    starts: Vec<usize>,
}

impl<'a> LineIndex<'a> {
    /// Indexes a text.
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            let ends_line = match byte {
                b'\n' => true,
                b'\r' => bytes.get(at + 1) != Some(&b'\n'),
                _ => false,
            };
            if ends_line {
                starts.push(at + 1);
            }
        }
        Self {
            points: CodePoints::new(text),
            starts,
        }
    }

    /// Line and column of a byte. A byte inside a character counts as the character's first, one
    /// past the end as the end.
    pub fn position(&self, byte: usize) -> Position {
        let byte = self.points.text.floor_char_boundary(byte);
        let line = self.starts.partition_point(|start| *start <= byte);
        let column = self.points.offset(byte) - self.points.offset(self.starts[line - 1]) + 1;
        Position { line, column }
    }

    /// The byte at a line and column; nothing where the text has no such place. The column after
    /// the last character of the text is a place.
    pub fn byte(&self, position: Position) -> Option<usize> {
        let start = *self.starts.get(position.line.checked_sub(1)?)?;
        let next = self.starts.get(position.line).copied();
        let column = position.column.checked_sub(1)?;
        let byte = self
            .points
            .byte(self.points.offset(start).checked_add(column)?)?;
        next.is_none_or(|next| byte < next).then_some(byte)
    }

    /// The number of lines; a text that ends in a line break has an empty last line.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }
}

/// The number of line breaks in a text; CR LF is one.
pub fn line_breaks(text: &str) -> usize {
    let bytes = text.as_bytes();
    let ends_line = |(at, byte): (usize, &u8)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    };
    bytes
        .iter()
        .enumerate()
        .filter(|item| ends_line(*item))
        .count()
}

/// Bytes between two entries of [`CodePoints`].
const STEP: usize = 128;

/// Converts byte offsets to code-point offsets and back.
///
/// Line breaks count as they stand: CR LF is two code points. Built in one pass; offset to code
/// point takes constant time, the way back time logarithmic in the text's length.
#[derive(Debug, Clone)]
pub struct CodePoints<'a> {
    text: &'a str,
    /// Code points that begin before byte `n * STEP`; empty when every code point is one byte.
    counts: Vec<usize>,
    total: usize,
}

impl<'a> CodePoints<'a> {
    /// Indexes a text.
    pub fn new(text: &'a str) -> Self {
        if text.is_ascii() {
            return Self {
                text,
                counts: Vec::new(),
                total: text.len(),
            };
        }
        let mut total = 0;
        let counts = text
            .as_bytes()
            .chunks(STEP)
            .map(|chunk| {
                let before = total;
                total += begun(chunk);
                before
            })
            .collect();
        Self {
            text,
            counts,
            total,
        }
    }

    /// The code points before a byte. A byte inside a character counts as the character's first,
    /// one past the end as the end.
    pub fn offset(&self, byte: usize) -> usize {
        let byte = self.text.floor_char_boundary(byte);
        match self.counts.get(byte / STEP) {
            None if self.counts.is_empty() => byte,
            None => self.total,
            Some(before) => before + begun(&self.text.as_bytes()[byte / STEP * STEP..byte]),
        }
    }

    /// The first byte of a code point; of the number of all code points, the text's length;
    /// nothing beyond that.
    pub fn byte(&self, offset: usize) -> Option<usize> {
        if offset > self.total {
            return None;
        }
        if self.counts.is_empty() {
            return Some(offset);
        }
        let step = self.counts.partition_point(|count| *count <= offset) - 1;
        let mut left = offset - self.counts[step];
        let start = step * STEP;
        for (at, byte) in self.text.as_bytes()[start..].iter().enumerate() {
            if is_first(*byte) {
                if left == 0 {
                    return Some(start + at);
                }
                left -= 1;
            }
        }
        Some(self.text.len())
    }

    /// The number of code points.
    pub fn total(&self) -> usize {
        self.total
    }
}

/// The number of code points whose first byte is among these.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| is_first(**b)).count()
}

/// Whether a byte is the first of a code point in UTF-8.
fn is_first(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Checks one place both ways.
    fn check(text: &str, byte: usize, line: usize, column: usize) {
        let index = LineIndex::new(text);
        let position = Position { line, column };
        assert_eq!(index.position(byte), position, "byte {byte} of {text:?}");
        assert_eq!(index.byte(position), Some(byte), "{position:?} of {text:?}");
    }

    #[test]
    fn every_kind_of_line_break_ends_one_line() {
        let text = "a\nb\r\nc\rd";
        check(text, 0, 1, 1);
        check(text, 1, 1, 2);
        check(text, 2, 2, 1);
        check(text, 3, 2, 2);
        check(text, 4, 2, 3);
        check(text, 5, 3, 1);
        check(text, 7, 4, 1);
        check(text, 8, 4, 2);
        assert_eq!(LineIndex::new(text).lines(), 4);
    }

    #[test]
    fn columns_count_characters_not_bytes() {
        let text = "één\n🇷🇺 x";
        check(text, 5, 1, 4);
        check(text, 6, 2, 1);
        check(text, 14, 2, 3);
        check(text, 15, 2, 4);
    }

    #[test]
    fn an_empty_text_has_one_place() {
        check("", 0, 1, 1);
        assert_eq!(
            LineIndex::new("").byte(Position { line: 1, column: 2 }),
            None
        );
        assert_eq!(
            LineIndex::new("").byte(Position { line: 2, column: 1 }),
            None
        );
        assert_eq!(
            LineIndex::new("").byte(Position { line: 0, column: 0 }),
            None
        );
    }

    #[test]
    fn a_column_past_the_line_is_no_place() {
        let index = LineIndex::new("ab\ncd");
        assert_eq!(index.byte(Position { line: 1, column: 3 }), Some(2));
        assert_eq!(index.byte(Position { line: 1, column: 4 }), None);
        assert_eq!(index.byte(Position { line: 2, column: 3 }), Some(5));
        assert_eq!(
            index.byte(Position {
                line: 2,
                column: usize::MAX
            }),
            None
        );
    }

    #[test]
    fn a_byte_inside_a_character_or_past_the_end_is_moved() {
        let points = CodePoints::new("é😀");
        assert_eq!(points.offset(1), 0);
        assert_eq!(points.offset(4), 1);
        assert_eq!(points.offset(99), 2);
        assert_eq!(points.byte(2), Some(6));
        assert_eq!(points.byte(3), None);
    }

    #[test]
    fn line_breaks_count_as_they_stand() {
        assert_eq!(CodePoints::new("a\r\nb").offset(3), 3);
        assert_eq!(CodePoints::new("é\r\nb").offset(4), 3);
    }

    proptest! {
        #[test]
        fn offsets_agree_with_counting(text in "[a\né😀\r]{0,400}") {
            let points = CodePoints::new(&text);
            let index = LineIndex::new(&text);
            for (n, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.offset(byte), n);
                prop_assert_eq!(points.byte(n), Some(byte));
                prop_assert_eq!(index.byte(index.position(byte)), Some(byte));
            }
            prop_assert_eq!(points.offset(text.len()), text.chars().count());
            prop_assert_eq!(points.byte(text.chars().count()), Some(text.len()));
        }
    }
}
