//! Articles: a source text with its header, its body as blocks and its sentences.
//!
//! [`read`] takes the bytes of one file, decodes them and hands them to the reader of their format
//! (plain text, Markdown, HTML, JSON Lines). Every reader gives a text and the blocks that tile it;
//! language, checksum and sentences are the same for all. Nothing of a text is dropped: what is no
//! prose is a header or boilerplate block.

mod blocks;
mod boilerplate;
mod caption;
mod dates;
mod decode;
mod html;
mod json_lines;
mod language;
mod markdown;
mod plain;
mod post;

use std::fmt::Write as _;
use std::ops::Range;

use sha2::{Digest as _, Sha256};

use crate::diag::Severity;
use crate::text::sentences;

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
    /// SHA-256 of the file's bytes (of the line in JSON Lines, of the object in JSON), lower-case hex.
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

/// What came of reading a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The articles, in the file's order; none of an unreadable file.
    pub articles: Vec<Article>,
    /// What is wrong with the file, in its order.
    pub problems: Vec<ArticleProblem>,
    /// The decoded file that problems point into; empty if it could not be decoded.
    pub source: String,
}

/// Something wrong with an article's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleProblem {
    /// How bad it is; of a file or line with an error there is no article.
    pub severity: Severity,
    /// Stable kebab-case code.
    pub code: &'static str,
    /// Bytes of [`Reading::source`].
    pub range: Range<usize>,
    /// One sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl ArticleProblem {
    fn error(code: &'static str, range: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            range,
            message: message.into(),
            help: None,
        }
    }

    fn warning(code: &'static str, range: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, range, message)
        }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Reads the articles of one file.
///
/// `path` is the path as it is to be shown, `stem` the file's name without extension, `extension`
/// the extension without its full stop, in any case; unknown ones are read as plain text. Takes
/// linear time in the file's length, HTML aside, where files above a limit are an error.
pub fn read(path: &str, stem: &str, extension: &str, bytes: &[u8]) -> Reading {
    let extension = extension.to_ascii_lowercase();
    let is_html = matches!(extension.as_str(), "html" | "htm" | "xhtml");
    let decoded = match decode::decode(bytes, is_html) {
        // White space that is no ASCII is only known as such when it is decoded.
        Ok((source, _)) if source.trim().is_empty() => Err(decode::empty()),
        decoded => decoded,
    };
    let (source, mut problems) = match decoded {
        Ok((source, warning)) => (source, Vec::from_iter(warning)),
        Err(problem) => {
            return Reading {
                articles: Vec::new(),
                problems: vec![problem],
                source: String::new(),
            };
        }
    };
    let drafts = match extension.as_str() {
        _ if is_html => html::read(&source, &mut problems).into_iter().collect(),
        "json" => json_lines::read_one_or_lines(&source, stem, &mut problems),
        "jsonl" | "ndjson" => json_lines::read(&source, stem, &mut problems),
        "md" | "markdown" => vec![markdown::read(&source, &mut problems)],
        _ => vec![plain::read(source.clone())],
    };
    let mut whole_file = None;
    let articles = drafts
        .into_iter()
        .filter_map(|draft| {
            if draft.is_empty() {
                let range = draft.line.map_or(0..source.len(), |line| line.range);
                problems.push(
                    ArticleProblem::error("article-empty", range, "there is no text to read")
                        .help("an article needs at least one sentence: remove it or fill it in"),
                );
                return None;
            }
            let sha256 = match &draft.line {
                Some(line) => sha256(&source.as_bytes()[line.range.clone()]),
                None => whole_file.get_or_insert_with(|| sha256(bytes)).clone(),
            };
            Some(draft.finish(path, stem, sha256))
        })
        .collect();
    problems.sort_by_key(|problem| problem.range.start);
    Reading {
        articles,
        problems,
        source,
    }
}

/// What the reader of a format finds out.
#[derive(Debug, Default)]
struct Draft {
    /// Given in JSON Lines only.
    line: Option<Line>,
    text: String,
    title: Option<String>,
    published: Option<String>,
    publisher: Option<String>,
    language: Option<String>,
    url: Option<String>,
    blocks: Vec<Block>,
}

/// Where an article of JSON Lines stands.
#[derive(Debug)]
struct Line {
    id: String,
    range: Range<usize>,
}

impl Draft {
    /// Whether nothing but a header and white space is there.
    fn is_empty(&self) -> bool {
        self.blocks.iter().all(|block| {
            block.kind == BlockKind::Header || self.text[block.range.clone()].trim().is_empty()
        })
    }

    fn finish(self, path: &str, stem: &str, sha256: String) -> Article {
        let language = self
            .language
            .or_else(|| language::detect(&self.text, &self.blocks));
        let mut all = Vec::new();
        for block in &self.blocks {
            if block.kind != BlockKind::Header {
                let start = block.range.start;
                let text = &self.text[block.range.clone()];
                let within = sentences(text, language.as_deref()).into_iter();
                all.extend(within.map(|range| start + range.start..start + range.end));
            }
        }
        Article {
            id: self.line.map_or_else(|| stem.to_owned(), |line| line.id),
            path: path.to_owned(),
            title: self.title,
            published: self.published,
            publisher: self.publisher,
            language,
            url: self.url,
            sha256,
            blocks: self.blocks,
            sentences: all,
            text: self.text,
        }
    }
}

/// Lower-case hex.
fn sha256(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests;
