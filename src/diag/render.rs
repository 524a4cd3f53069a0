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
    let mut out = String::new();
    for finding in findings {
        out.push_str(&one(finding, &places, &renderer, looks.width));
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
    let labels = || [&finding.primary].into_iter().chain(&finding.related);
    let last_line = labels().map(|label| places.of(label.span).1.line).max();
    // Line number, bar and the spaces around it.
    let margin = last_line.unwrap_or(1).to_string().len() + 3;
    let width = width.max(40) - margin.min(20);
    let mut group = Group::with_title(title);
    let mut shown = Vec::new();
    for label in labels() {
        let kind = if shown.is_empty() {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let words = clean::line(&label.message);
        let room = room_for_marks(width, words.chars().count());
        let excerpt = excerpt(label.span, places, width, room);
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
    let mut text = renderer.clone().term_width(width).render(&[group]);
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

/// How many characters of a place are marked: the words beside them should fit too, but never less
/// than a third of the width. The rest is for the renderer's `...` at both ends.
fn room_for_marks(width: usize, words: usize) -> usize {
    let dots = 14;
    (width - dots).saturating_sub(words).max(width / 3)
}

fn excerpt(span: Span, places: &Places<'_>, width: usize, room: usize) -> Excerpt {
    let (start, end) = places.of(span);
    let source = places.text(span.source);
    let first = places.line(span.source, start.line);
    let start_byte = source.floor_char_boundary(span.start).min(first.end);
    if start.line == end.line || end.line - start.line >= MOST_LINES {
        let end_byte = source
            .ceil_char_boundary(span.end)
            .clamp(start_byte, first.end);
        return cut(source, first, start_byte..end_byte, width, room);
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
        let one = cut(source, range, at..to.max(at), width, room);
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
fn cut(
    source: &str,
    line: Range<usize>,
    place: Range<usize>,
    width: usize,
    room: usize,
) -> Excerpt {
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
    let end = place.end.min(after(place.start, room));
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const YAML: &str = "article: a.txt\nevents:\n  één: {date: 2020-9-1, quote: \"hun lange rit\",\n    who: x}\n\tx\u{1b}[31mred: 漢字\n";

    /// A paragraph of some 2,500 characters with one passage in it.
    fn paragraph() -> String {
        format!(
            "{}lange rit per boot {}",
            "woord na woord ".repeat(70),
            "en nog meer ".repeat(110)
        )
    }

    fn at(text: &str, part: &str) -> Range<usize> {
        let start = text.find(part).expect(part);
        start..start + part.len()
    }

    fn plain(finding: &Finding, sources: &Sources) -> String {
        text(std::slice::from_ref(finding), sources, Looks::default())
    }

    #[test]
    fn a_finding_has_its_code_place_line_label_and_help() {
        let mut sources = Sources::default();
        let yaml = sources.add("annotations/a.yaml", YAML);
        let finding = Finding::error(
            "bad-date",
            Span::new(yaml, at(YAML, "2020-9-1")),
            "`2020-9-1` is not a date",
        )
        .label("a month has two digits")
        .help("write 2020-09-01\nor leave it out");
        insta::assert_snapshot!(plain(&finding, &sources), @r#"
        error[bad-date]: `2020-9-1` is not a date
         --> annotations/a.yaml:3:15
          |
        3 |   één: {date: 2020-9-1, quote: "hun lange rit",
          |               ^^^^^^^^ a month has two digits
          |
          = help: write 2020-09-01
                  or leave it out
        "#);
    }

    #[test]
    fn a_long_line_is_cut_around_the_place_and_its_column_stays_right() {
        let mut sources = Sources::default();
        let yaml = sources.add("annotations/a.yaml", YAML);
        let paragraph = paragraph();
        let article = sources.add("seeds/b.txt", paragraph.as_str());
        let finding = Finding::warning(
            "quote-not-found",
            Span::new(yaml, at(YAML, "\"hun lange rit\"")),
            "this quote does not stand in the article",
        )
        .related(
            Span::new(article, at(&paragraph, "lange rit")),
            "the nearest passage",
        );
        let shown = plain(&finding, &sources);
        insta::assert_snapshot!(shown, @r#"
        warning[quote-not-found]: this quote does not stand in the article
         --> annotations/a.yaml:3:32
          |
        3 |   één: {date: 2020-9-1, quote: "hun lange rit",
          |                                ^^^^^^^^^^^^^^^
          |
         ::: seeds/b.txt:1:1051
          |
        1 | ...ord na woord woord na woord lange rit per boot en nog meer en nog meer en nog meer en ...
          |                                --------- the nearest passage
        "#);
        // A place that is longer than the terminal is wide shows its beginning.
        let lines = shown.lines().map(str::to_owned);
        let mut lines: Vec<String> = lines.collect();
        for label in [
            "",
            "all",
            "a label that is as long as labels should ever be here",
        ] {
            let span = Span::new(article, 10..2000);
            let finding = Finding::note("long", span, "long").label(label);
            lines.extend(plain(&finding, &sources).lines().map(str::to_owned));
        }
        for line in lines {
            assert!(line.chars().count() <= 100, "{line}");
        }
    }

    #[test]
    fn a_place_of_a_few_lines_is_shown_whole() {
        let mut sources = Sources::default();
        let yaml = sources.add("a.yaml", YAML);
        let finding = Finding::error("wrong-shape", Span::new(yaml, 23..79), "found a mapping");
        insta::assert_snapshot!(plain(&finding, &sources), @r#"
        error[wrong-shape]: found a mapping
         --> a.yaml:3:1
          |
        3 | /   één: {date: 2020-9-1, quote: "hun lange rit",
        4 | |     who: x}
          | |______^
        "#);
    }

    #[test]
    fn nothing_of_the_input_commands_the_terminal() {
        let mut sources = Sources::default();
        let yaml = sources.add("a\u{1b}]0;title\u{7}.yaml", YAML);
        let hostile = "\u{1b}[2J \u{9b}31m \u{202e}x";
        let span = Span::new(yaml, at(YAML, "red"));
        let finding = Finding::error("code", span, hostile)
            .label(hostile)
            .related(span, hostile)
            .help(hostile);
        let shown = plain(&finding, &sources);
        assert!(shown.contains(" --> a␛]0;title␇.yaml:5:8\n"), "{shown}");
        assert!(
            !shown.contains(|c| c != '\n' && clean::is_unsafe(c)),
            "{shown}"
        );
    }

    #[test]
    fn colours_are_escape_sequences_around_the_same_text() {
        let mut sources = Sources::default();
        let yaml = sources.add("a.yaml", YAML);
        let finding = Finding::error("code", Span::new(yaml, 0..7), "message").help("help");
        let looks = Looks {
            colour: true,
            width: 100,
        };
        let coloured = text(std::slice::from_ref(&finding), &sources, looks);
        assert!(coloured.starts_with('\u{1b}'), "{coloured}");
        assert_eq!(
            anstream::adapter::strip_str(&coloured).to_string(),
            plain(&finding, &sources)
        );
    }

    #[test]
    fn places_at_the_edges_of_a_source_are_shown() {
        let mut sources = Sources::default();
        let empty = sources.add("empty.yaml", "");
        let yaml = sources.add("a.yaml", "ab\r\ncd\n");
        for (source, range, place) in [
            (empty, 0..0, "empty.yaml:1:1"),
            (yaml, 0..0, "a.yaml:1:1"),
            (yaml, 2..4, "a.yaml:1:3"),
            (yaml, 7..7, "a.yaml:3:1"),
            (yaml, 99..99, "a.yaml:3:1"),
            (yaml, 0..7, "a.yaml:1:1"),
        ] {
            let finding = Finding::error("code", Span::new(source, range.clone()), "here");
            let shown = plain(&finding, &sources);
            assert!(
                shown.contains(&format!(" --> {place}\n")),
                "{range:?}: {shown}"
            );
        }
    }

    #[test]
    fn the_time_for_a_finding_does_not_grow_with_its_line() {
        // Ten megabytes in one line; a look at the whole line per finding would take minutes.
        let mut sources = Sources::default();
        let long = sources.add("long.txt", "één woord en nog een ".repeat(500_000));
        let findings: Vec<Finding> = (0..1000)
            .map(|n| {
                let start = n * 10_000;
                Finding::error("code", Span::new(long, start..start + 5000), "here")
            })
            .collect();
        let shown = text(&findings, &sources, Looks::default());
        assert_eq!(shown.matches("error[code]").count(), 1000);
    }

    proptest! {
        #[test]
        fn no_span_makes_the_renderer_panic(
            source in "[a\n\r\té漢\u{1b}\u{202e} ]{0,300}",
            a in 0_usize..400, b in 0_usize..400, c in 0_usize..400, width in 0_usize..120,
            label in "\\PC{0,20}",
        ) {
            let mut sources = Sources::default();
            let id = sources.add("x.txt", source.as_str());
            let finding = Finding::error("code", Span::new(id, a.min(b)..a.max(b)), "message")
                .label(label)
                .related(Span::new(id, c..c), "related");
            let shown = text(&[finding], &sources, Looks { colour: false, width });
            prop_assert!(!shown.contains(|c| c != '\n' && clean::is_unsafe(c)));
            prop_assert!(!shown.contains(MARK));
        }
    }
}
