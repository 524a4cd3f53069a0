//! Findings as text for people, in the form of rustc's messages.
//!
//! The renderer of `annotate-snippets` gets only the lines that a finding points at, and of a long
//! line only the stretch around the place, so that the time for a finding does not depend on the
//! length of its file or line.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::place::Places;
use super::{Finding, Severity, Sources, Span, clean};

/// How text is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Looks {
    /// With escape sequences for colours.
    pub colour: bool,
    /// Columns of the terminal. Longer lines of a source are cut around the place.
    pub width: usize,
}

impl Default for Looks {
    /// No colours and 100 columns.
    fn default() -> Self {
        Self {
            colour: false,
            width: 100,
        }
    }
}

/// More lines than these are not shown of one place; its first line stands for it.
const MOST_LINES: usize = 6;

/// Findings in the order given, an empty line after each.
///
/// Each begins with `error[code]: message` and ` --> PATH:LINE:COL`. Every character that could
/// command a terminal is replaced.
pub fn text(findings: &[Finding], sources: &Sources, looks: Looks) -> String {
    let places = Places::new(sources);
    let renderer = if looks.colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer.term_width(looks.width.max(40));
    let mut out = String::new();
    for finding in findings {
        out.push_str(&one(finding, &places, &renderer, looks.width.max(40)));
        out.push_str("\n\n");
    }
    out
}

fn one(finding: &Finding, places: &Places<'_>, renderer: &Renderer, width: usize) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level
        .primary_title(clean::line(&finding.message))
        .id(finding.code);
    let mut group = Group::with_title(title);
    let mut shown = Vec::new();
    for label in [&finding.primary].into_iter().chain(&finding.related) {
        let kind = if shown.is_empty() {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let words = clean::line(&label.message);
        let excerpt = excerpt(label.span, places, width);
        let annotation = kind
            .span(excerpt.span)
            .label((!words.is_empty()).then_some(words));
        let start = places.of(label.span).0;
        let snippet = Snippet::source(excerpt.text)
            .path(stand_in(shown.len()))
            .line_start(start.line)
            .annotation(annotation);
        let path = clean::line(places.path(label.span.source));
        shown.push(format!("{path}:{}:{}", start.line, start.column));
        group = group.element(snippet);
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(clean::lines(help)));
    }
    let mut text = renderer.render(&[group]);
    for (n, place) in shown.iter().enumerate() {
        put_in(&mut text, &stand_in(n), place);
    }
    text
}

/// Begins and ends what stands for a path until the rest is rendered. A noncharacter, which
/// [`clean`] leaves in no text.
const MARK: char = '\u{fdd0}';

/// Stands for the path of a place. The renderer sees a part of a line only and would count the
/// wrong column.
fn stand_in(n: usize) -> String {
    format!("{MARK}{n}{MARK}")
}

/// Puts a path with line and column where its stand-in stands with the renderer's.
fn put_in(text: &mut String, stand_in: &str, place: &str) {
    let Some(start) = text.find(stand_in) else {
        return;
    };
    let after = start + stand_in.len();
    let end = text[after..]
        .find(|c: char| c != ':' && !c.is_ascii_digit())
        .map_or(text.len(), |at| after + at);
    text.replace_range(start..end, place);
}

/// The lines of a place as they are shown, and the place in them.
struct Excerpt {
    text: String,
    span: Range<usize>,
}

fn excerpt(span: Span, places: &Places<'_>, width: usize) -> Excerpt {
    let (start, end) = places.of(span);
    let source = places.text(span.source);
    let first = places.line(span.source, start.line);
    let start_byte = source.floor_char_boundary(span.start).min(first.end);
    if start.line == end.line || end.line - start.line >= MOST_LINES {
        let end_byte = source
            .ceil_char_boundary(span.end)
            .clamp(start_byte, first.end);
        return cut(source, first, start_byte..end_byte, width);
    }
    // A few lines: each as far as it fits, the marks from the first character to the last.
    let mut text = String::new();
    let mut marked = 0..0;
    for line in start.line..=end.line {
        let range = places.line(span.source, line);
        let at = if line == start.line {
            start_byte
        } else {
            range.start
        };
        let to = source.ceil_char_boundary(span.end).min(range.end);
        let one = cut(source, range, at..to.max(at), width);
        if line == start.line {
            marked.start = one.span.start;
        }
        marked.end = text.len() + one.span.end;
        text.push_str(&one.text);
        text.push('\n');
    }
    text.pop();
    Excerpt { text, span: marked }
}

/// A stretch of a line around a place: enough for the renderer to cut it to the width at both ends,
/// and of a long place its beginning.
fn cut(source: &str, line: Range<usize>, place: Range<usize>, width: usize) -> Excerpt {
    let before = source[line.start..place.start]
        .char_indices()
        .rev()
        .nth(2 * width)
        .map_or(line.start, |(at, _)| line.start + at);
    let after = |from: usize, most: usize| {
        source[from..line.end]
            .char_indices()
            .nth(most)
            .map_or(line.end, |(at, _)| from + at)
    };
    let end = place.end.min(after(place.start, width / 2));
    let clean = |range: Range<usize>| source[range].chars().map(clean::source_char).collect();
    let mut text: String = clean(before..place.start);
    let start = text.len();
    text.push_str(&clean(place.start..end));
    let stop = text.len();
    text.push_str(&clean(end..after(end, 2 * width)));
    Excerpt {
        text,
        span: start..stop,
    }
}
