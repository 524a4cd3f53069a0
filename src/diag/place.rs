//! From byte ranges to lines and columns. The lines of a source are counted once, when a finding
//! first points into it.

use std::cell::OnceCell;
use std::ops::Range;

use super::{SourceId, Sources, Span};
use crate::text::{LineIndex, Position};

/// Lines and columns of every source of a run.
pub(super) struct Places<'a> {
    sources: &'a Sources,
    indexes: Vec<OnceCell<LineIndex<'a>>>,
}

impl<'a> Places<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        Self {
            sources,
            indexes: sources.iter().map(|_| OnceCell::new()).collect(),
        }
    }

    pub(super) fn path(&self, id: SourceId) -> &'a str {
        &self.sources.get(id).path
    }

    pub(super) fn text(&self, id: SourceId) -> &'a str {
        &self.sources.get(id).text
    }

    /// Where a span begins, and where it ends: the place after its last character.
    pub(super) fn of(&self, span: Span) -> (Position, Position) {
        let index = self.index(span.source);
        let above = self.above(span.source);
        let at = |byte: usize| {
            let position = index.position(byte);
            Position {
                line: position.line + above,
                ..position
            }
        };
        let start = at(span.start);
        (start, at(span.end).max(start))
    }

    /// Lines of the file that stand above the source's text.
    fn above(&self, id: SourceId) -> usize {
        self.sources.get(id).first_line.saturating_sub(1)
    }

    /// Bytes of a line, counted from 1, without its line break.
    pub(super) fn line(&self, id: SourceId, line: usize) -> Range<usize> {
        let (index, text) = (self.index(id), self.text(id));
        let line = line - self.above(id);
        let byte = |line| index.byte(Position { line, column: 1 });
        let start = byte(line).unwrap_or(text.len());
        let end = byte(line + 1).unwrap_or(text.len());
        let content = text[start..end].trim_end_matches(['\n', '\r']);
        start..start + content.len()
    }

    fn index(&self, id: SourceId) -> &LineIndex<'a> {
        self.indexes[id.0 as usize].get_or_init(|| LineIndex::new(self.text(id)))
    }
}
