//! Puts pieces of a text together to blocks that tile it.

use std::ops::Range;

use super::{Block, BlockKind, boilerplate, caption, post};

/// A stretch of text without the white space around it, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) kind: BlockKind,
    pub(super) range: Range<usize>,
}

/// Blocks from pieces in order: each runs to where the next begins, the first from the text's
/// beginning, the last to its end. A text without pieces is one header.
pub(super) fn tile(text: &str, pieces: Vec<Piece>) -> Vec<Block> {
    let mut starts: Vec<usize> = pieces
        .iter()
        .skip(1)
        .map(|piece| piece.range.start)
        .collect();
    starts.push(text.len());
    let mut start = 0;
    let mut blocks: Vec<Block> = pieces
        .into_iter()
        .zip(starts)
        .map(|(piece, end)| {
            let range = start..end;
            start = end;
            Block {
                kind: piece.kind,
                range,
            }
        })
        .collect();
    if blocks.is_empty() && !text.is_empty() {
        blocks.push(Block {
            kind: BlockKind::Header,
            range: 0..text.len(),
        });
    }
    blocks
}

/// A line longer than this is a paragraph of its own: nobody wraps lines so late.
const UNWRAPPED: usize = 160;

/// The pieces of a paragraph between blank lines, by what its lines look like: captions and posts
/// end with their line, a line too long to be wrapped is a paragraph. `range` has no white space
/// around it.
pub(super) fn pieces_of_paragraph(text: &str, range: Range<usize>) -> Vec<Piece> {
    let paragraph = &text[range.clone()];
    let piece = |kind, from: usize, to: usize| {
        let part = &paragraph[from..to];
        let start = range.start + from + (part.len() - part.trim_start().len());
        Piece {
            kind,
            range: start..start + part.trim().len(),
        }
    };
    let lines = lines(paragraph);
    let captioned = lines.len() > 1 && lines.len() <= 3 && {
        let last = &paragraph[lines[lines.len() - 1].clone()];
        caption::is_file_name(&paragraph[lines[0].clone()])
            || (paragraph.len() < 400 && caption::caption(last).is_some())
    };
    if captioned && let Some(kind) = caption::caption(paragraph) {
        return vec![piece(kind, 0, paragraph.len())];
    }
    let unwrapped = lines.iter().any(|line| line.len() > UNWRAPPED);
    let mut pieces = Vec::new();
    let mut from = 0;
    for line in &lines {
        let words = &paragraph[line.clone()];
        if let Some(post) = post::signature(words) {
            pieces.push(piece(post, from, line.end));
        } else if let Some(caption) = caption::caption(words) {
            if from < line.start {
                pieces.push(piece(BlockKind::Paragraph, from, line.start));
            }
            pieces.push(piece(caption, line.start, line.end));
        } else if unwrapped {
            pieces.push(piece(BlockKind::Paragraph, from, line.end));
        } else {
            continue;
        }
        from = line.end;
    }
    if from < paragraph.len() {
        pieces.push(piece(BlockKind::Paragraph, from, paragraph.len()));
    }
    pieces.retain(|piece| !piece.range.is_empty());
    pieces
}

/// The lines of a text, without what breaks them.
pub(super) fn lines(text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(['\n', '\r']) {
        if start < at {
            lines.push(start..at);
        }
        start = at + 1;
    }
    if start < text.len() {
        lines.push(start..text.len());
    }
    lines
}

/// The paragraphs of a text from a place on: what stands between blank lines, without white space
/// around it.
pub(super) fn paragraphs(text: &str, from: usize) -> Vec<Range<usize>> {
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    let mut breaks = 2;
    let mut at = from;
    while at < text.len() {
        let rest = &text[at..];
        let white = &rest[..rest.len() - rest.trim_start().len()];
        breaks += crate::text::lines::line_breaks(white);
        at += white.len();
        let rest = &text[at..];
        let line = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
        let words = line.trim_end();
        if words.is_empty() {
            break;
        }
        match paragraphs.last_mut() {
            Some(last) if breaks < 2 => last.end = at + words.len(),
            _ => paragraphs.push(at..at + words.len()),
        }
        at += words.len();
        breaks = 0;
    }
    paragraphs
}

/// Makes what is no part of the article boilerplate: notices at the head and the tail, labels
/// anywhere.
pub(super) fn mark_boilerplate(text: &str, pieces: &mut [Piece]) {
    let body = pieces
        .iter()
        .take_while(|piece| piece.kind == BlockKind::Header)
        .count();
    let pieces = &mut pieces[body..];
    let is_candidate =
        |kind: &BlockKind| matches!(kind, BlockKind::Paragraph | BlockKind::Heading(_));
    let candidates = pieces
        .iter()
        .rev()
        .take_while(|piece| is_candidate(&piece.kind))
        .count();
    let from = pieces.len() - candidates;
    let tail = boilerplate::tail(
        pieces[from..]
            .iter()
            .map(|piece| &text[piece.range.clone()]),
    );
    let tail_from = pieces.len() - tail;
    let mut head = true;
    for (n, piece) in pieces.iter_mut().enumerate() {
        let likeness = match &piece.kind {
            kind if is_candidate(kind) => boilerplate::likeness(&text[piece.range.clone()]),
            _ => boilerplate::Likeness::None,
        };
        head &= likeness >= boilerplate::Likeness::Notice;
        if n >= tail_from || head || likeness == boilerplate::Likeness::Label {
            piece.kind = BlockKind::Boilerplate;
        }
    }
}
