//! Articles: a source text with its header, its body as blocks and its sentences.

use std::ops::Range;

/// A source text.
///
/// Offsets into [`Article::text`] are bytes; what people see counts code points from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// File stem, or in JSON Lines the `id`, else stem and line number (`news-12`).
    pub id: String,
    /// Path of its file as it is to be shown.
    pub path: String,
    /// The decoded file without byte-order mark (plain text, Markdown), or the text taken out of
    /// it (HTML, JSON Lines).
    pub text: String,
    /// Title, where the text has one.
    pub title: Option<String>,
    /// EDTF date of publication as the text gives it.
    pub published: Option<String>,
    /// Publisher.
    pub publisher: Option<String>,
    /// ISO 639-1 code of the language, detected from the body unless given.
    pub language: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// SHA-256 of the file's bytes (of the line in JSON Lines), lower-case hex.
    pub sha256: String,
    /// The text in order: blocks touch, and together they are the whole text.
    pub blocks: Vec<Block>,
    /// Sentences in order, over all blocks but the header; a sentence lies in one block.
    pub sentences: Vec<Range<usize>>,
}

/// A stretch of an article's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Bytes of the article's text, white space after it included.
    pub range: Range<usize>,
}

/// What a stretch of an article's text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// What stands before the body and is not prose: ` date 2021-09 `, front matter.
    Header,
    /// The title or a heading between paragraphs; 1 is the title.
    Heading(u8),
    /// Prose.
    Paragraph,
    /// The caption of a picture, with its credit.
    Caption {
        /// Who is credited: "Beeld AFP" credits "AFP".
        credit: Option<String>,
    },
    /// A quoted post.
    Post {
        /// Display name.
        author: Option<String>,
        /// Handle with its @.
        handle: Option<String>,
        /// EDTF date.
        date: Option<String>,
    },
    /// Newsletter boxes, cookie notices, share buttons and the like.
    Boilerplate,
}
