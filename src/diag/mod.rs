//! Findings: what is wrong with the user's input, as plain data, and how it is shown.
//!
//! A [`Finding`] has a severity, a stable kebab-case code, a span, labels and help. All findings of
//! a run are collected, sorted and shown together; the same data makes text, JSON and SARIF.
//! This room must not know what an annotation, an article or a graph is; it knows sources (a path
//! and its text) and byte ranges in them. Start reading at [`Finding`]; [`text`], [`json`] and
//! [`sarif`] show findings, [`explain`] says what a code means.

mod clean;
mod explain;
mod json;
mod place;
mod render;
mod sarif;

use std::ops::Range;
use std::sync::Arc;

pub use explain::{Explanation, codes, explain, find as explanation};
pub use json::json;
pub use render::{Looks, text};
pub use sarif::sarif;

/// How bad a finding is. An error fails the run; a warning and a note do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The input is wrong; what it says is not compiled.
    Error,
    /// Probably a mistake; can be silenced at its entry by `allow:`.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word in texts and JSON: `error`, `warning` or `note`.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// Index of a source in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A file that findings point into.
#[derive(Debug, Clone)]
pub struct Source {
    /// Path as it is to be shown, with `/` between its parts.
    pub path: String,
    /// The decoded text that byte ranges refer to.
    pub text: Arc<str>,
    /// The line of the file on which the text begins: 1, but for an excerpt.
    pub first_line: usize,
}

/// Every file of a run that a finding may point into, in the order they were read.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Adds a file and returns its index.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<Arc<str>>) -> SourceId {
        self.add_excerpt(path, 1, text)
    }

    /// Adds some lines of a file that is too large to be kept, and returns their index.
    pub fn add_excerpt(
        &mut self,
        path: impl Into<String>,
        first_line: usize,
        text: impl Into<Arc<str>>,
    ) -> SourceId {
        let id = SourceId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(Source {
            path: path.into(),
            text: text.into(),
            first_line,
        });
        id
    }

    /// The file of an index that [`Sources::add`] returned.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.files[id.0 as usize]
    }

    /// All files with their indexes.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        (0u32..).map(SourceId).zip(&self.files)
    }
}

/// A byte range in a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub source: SourceId,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span of a byte range in a file.
    pub fn new(source: SourceId, range: Range<usize>) -> Self {
        Self {
            source,
            start: range.start,
            end: range.end,
        }
    }

    /// The byte range.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// A span with a few words beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is to be seen there; may be empty.
    pub message: String,
}

/// One problem of the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// Stable kebab-case code, `quote-not-found`; explained in `docs/diagnostics.md`.
    pub code: &'static str,
    /// One sentence without a full stop: what was found and what was expected.
    pub message: String,
    /// Where, with what is to be seen there.
    pub primary: Label,
    /// Other places that explain it, in this or another file.
    pub related: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Finding {
    /// An error at a span.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, span, message)
    }

    /// A warning at a span.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, span, message)
    }

    /// A note at a span.
    pub fn note(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, span, message)
    }

    fn new(severity: Severity, code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self {
            severity,
            code,
            message: message.into(),
            primary: Label {
                span,
                message: String::new(),
            },
            related: Vec::new(),
            help: None,
        }
    }

    /// Sets the words beside the underlined place.
    #[must_use]
    pub fn label(mut self, message: impl Into<String>) -> Self {
        self.primary.message = message.into();
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Label {
            span,
            message: message.into(),
        });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Sorts findings by path, place, severity and code, and drops exact repeats.
pub fn sort(findings: &mut Vec<Finding>, sources: &Sources) {
    findings.sort_by(|a, b| {
        let key = |finding: &Finding| {
            let span = finding.primary.span;
            let first_line = sources.get(span.source).first_line;
            let place = (first_line, span.start, span.end);
            (place, finding.severity, finding.code)
        };
        let path = |finding: &Finding| sources.get(finding.primary.span.source).path.as_str();
        path(a)
            .cmp(path(b))
            .then_with(|| key(a).cmp(&key(b)))
            .then_with(|| a.message.cmp(&b.message))
    });
    findings.dedup();
}
