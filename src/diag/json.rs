//! Findings as one array in JSON.

use std::fmt::Write as _;

use serde::Serialize;

use super::place::Places;
use super::{Finding, Label, Sources};

/// A finding with its keys in the order that scripts see. Lines and columns count from 1, columns in
/// characters; the end is the place after the last character, so that an empty place has an end
/// equal to its beginning.
#[derive(Serialize)]
struct Shown<'a> {
    code: &'a str,
    severity: &'a str,
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    message: &'a str,
    help: Option<&'a str>,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
}

/// Findings in the order given as an array of objects, with a line break at the end.
///
/// An object has `code`, `severity`, `file`, `line`, `column`, `end_line`, `end_column`, `message`,
/// `help` (null without) and `related`, in this order.
pub fn json(findings: &[Finding], sources: &Sources) -> String {
    let places = Places::new(sources);
    let shown: Vec<Shown<'_>> = findings
        .iter()
        .map(|finding| {
            let (start, end) = places.of(finding.primary.span);
            Shown {
                code: finding.code,
                severity: finding.severity.as_str(),
                file: places.path(finding.primary.span.source),
                line: start.line,
                column: start.column,
                end_line: end.line,
                end_column: end.column,
                message: &finding.message,
                help: finding.help.as_deref(),
                related: finding
                    .related
                    .iter()
                    .map(|label| related(label, &places))
                    .collect(),
            }
        })
        .collect();
    pretty(&shown)
}

fn related<'a>(label: &'a Label, places: &Places<'a>) -> Related<'a> {
    let start = places.of(label.span).0;
    Related {
        file: places.path(label.span.source),
        line: start.line,
        column: start.column,
        message: &label.message,
    }
}

/// Indented JSON, in which every character that could command a terminal is escaped. Such characters
/// stand in strings only, so the whole text can be gone through.
pub(super) fn pretty(value: &impl Serialize) -> String {
    // Texts, numbers, lists and keys of text: nothing that JSON cannot write.
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    let mut out = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if c != '\n' && super::clean::is_unsafe(c) {
            // All of them lie in the basic plane.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::super::Span;
    use super::*;

    #[test]
    fn keys_stand_in_order_and_places_count_characters() {
        let mut sources = Sources::default();
        let a = sources.add("annotations/één.yaml", "één:\r\n  date: 2020-9-1\n");
        let b = sources.add("seeds/b.txt", "\u{9b}31m");
        let findings = [
            Finding::error("bad-date", Span::new(a, 16..24), "not a date")
                .help("write 2020-09-01")
                .related(Span::new(b, 0..2), "see \u{9b} \u{1b} \u{202e}"),
            Finding::warning("other", Span::new(a, 0..16), "two lines"),
        ];
        let text = json(&findings, &sources);
        let start = r#"[
  {
    "code": "bad-date",
    "severity": "error",
    "file": "annotations/één.yaml",
    "line": 2,
    "column": 9,
    "end_line": 2,
    "end_column": 17,
    "message": "not a date",
    "help": "write 2020-09-01",
    "related": [
      {
        "file": "seeds/b.txt",
        "line": 1,
        "column": 1,
        "message": "see \u009b \u001b \u202e"
      }
    ]
  },
"#;
        assert!(text.starts_with(start), "{text}");
        let read: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(
            read[0]["related"][0]["message"],
            "see \u{9b} \u{1b} \u{202e}"
        );
        assert_eq!(read[1]["help"], serde_json::Value::Null);
        assert_eq!(read[1]["end_line"], 2);
        assert_eq!(read[1]["end_column"], 9);
        assert_eq!(json(&[], &sources), "[]\n");
    }
}
