//! YAML as text, written so that every reader takes a text for a text.
//!
//! YAML 1.1 readers take `no`, `12:30`, `1999-12-31` or `1_000` for booleans, times, dates and
//! numbers, and YAML 1.2 readers take `0o7` or `1e3` for numbers. Only texts that begin with a
//! letter, hold nothing that either version gives a meaning and are no word of either stand plain;
//! all others are in double quotes, the one style in which every character can be escaped.

use std::borrow::Cow;
use std::fmt::Write as _;

/// A YAML value to be written.
#[derive(Debug, Clone, PartialEq)]
pub enum Yaml {
    /// A text.
    Text(String),
    /// A word that is meant as a value of its own: `true`, `200`, `2021-09-09`. It stands as it is.
    Plain(String),
    /// A list.
    List(Vec<Yaml>),
    /// Keys with values, in this order; every key is a text.
    Map(Vec<(String, Yaml)>),
}

/// Words that YAML 1.1 or 1.2 takes for booleans or nothing, in lower case.
const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
/// A key longer than this is written with `?`; YAML itself allows 1,024 characters.
const LONGEST_KEY: usize = 500;

impl Yaml {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A list of texts.
    pub fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(texts.into_iter().map(Self::text).collect())
    }

    /// The value as the whole of a document, in block style. O(length).
    pub fn document(&self) -> String {
        let mut out = String::new();
        match self {
            Self::Map(entries) if !entries.is_empty() => map(&mut out, entries, 0),
            Self::List(items) if !items.is_empty() => list(&mut out, items, 0),
            other => {
                other.inline(&mut out);
                out.push('\n');
            }
        }
        out
    }

    /// The value in one line.
    fn inline(&self, out: &mut String) {
        match self {
            Self::Text(text) => out.push_str(&scalar(text)),
            Self::Plain(word) => out.push_str(word),
            Self::List(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    out.push_str(if at > 0 { ", " } else { "" });
                    item.inline(out);
                }
                out.push(']');
            }
            Self::Map(entries) => {
                out.push('{');
                for (at, (key, value)) in entries.iter().enumerate() {
                    out.push_str(if at > 0 { ", " } else { "" });
                    // A short mapping has no key that needs `?`.
                    out.push_str(&scalar(key));
                    out.push_str(": ");
                    value.inline(out);
                }
                out.push('}');
            }
        }
    }

    /// Whether the value reads better in one line.
    fn is_short(&self) -> bool {
        match self {
            Self::Text(_) | Self::Plain(_) => true,
            Self::List(items) => {
                items.is_empty() || (items.iter().all(Self::is_scalar) && self.width() <= 80)
            }
            Self::Map(entries) => {
                entries.is_empty()
                    || (entries.iter().all(|(_, value)| value.is_scalar()) && self.width() <= 80)
            }
        }
    }

    fn is_scalar(&self) -> bool {
        matches!(self, Self::Text(_) | Self::Plain(_))
    }

    /// About how many bytes one line of it takes.
    fn width(&self) -> usize {
        match self {
            Self::Text(text) | Self::Plain(text) => text.len() + 2,
            Self::List(items) => items.iter().map(|item| item.width() + 2).sum(),
            Self::Map(entries) => {
                let width = |(key, value): &(String, Self)| key.len() + value.width() + 4;
                entries.iter().map(width).sum()
            }
        }
    }
}

fn indent(out: &mut String, depth: usize) {
    out.extend(std::iter::repeat_n("  ", depth));
}

/// Entries of a mapping, one a line, the first indented too.
fn map(out: &mut String, entries: &[(String, Yaml)], depth: usize) {
    for (name, value) in entries {
        indent(out, depth);
        if name.len() > LONGEST_KEY {
            out.push_str("? ");
            out.push_str(&scalar(name));
            out.push('\n');
            indent(out, depth);
        } else {
            out.push_str(&scalar(name));
        }
        out.push(':');
        nested(out, value, depth + 1);
    }
}

/// Items of a list, one a line, the first indented too.
fn list(out: &mut String, items: &[Yaml], depth: usize) {
    for item in items {
        indent(out, depth);
        out.push('-');
        nested(out, item, depth + 1);
    }
}

/// A value after `key:` or `-`, with the end of its line.
fn nested(out: &mut String, value: &Yaml, depth: usize) {
    match value {
        Yaml::Map(entries) if !value.is_short() => {
            out.push('\n');
            map(out, entries, depth);
        }
        Yaml::List(items) if !value.is_short() => {
            out.push('\n');
            list(out, items, depth);
        }
        short => {
            out.push(' ');
            short.inline(out);
            out.push('\n');
        }
    }
}

/// A text as a YAML scalar of one line, plain where all readers agree, else in double quotes.
pub fn scalar(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            c if is_printable(c) => quoted.push(c),
            c => {
                let code = u32::from(c);
                // Writing into a String cannot fail.
                let _ = match code {
                    0..=0xFF => write!(quoted, "\\x{code:02X}"),
                    0x100..=0xFFFF => write!(quoted, "\\u{code:04X}"),
                    _ => write!(quoted, "\\U{code:08X}"),
                };
            }
        }
    }
    quoted.push('"');
    Cow::Owned(quoted)
}

/// Whether a text means itself in YAML 1.1 and 1.2, also inside brackets.
fn is_plain(text: &str) -> bool {
    let begins = text.starts_with(char::is_alphabetic);
    let ends = text.ends_with(|c: char| c.is_alphanumeric() || ".)'’".contains(c));
    let within = |c: char| c.is_alphanumeric() || " -_./()'’–+%&@".contains(c);
    begins && ends && text.chars().all(within) && !WORDS.contains(&text.to_lowercase().as_str())
}

/// Whether a character may stand in double quotes as it is: visible, and a letter or sign to every
/// reader. Marks that turn the direction of writing and others that nobody sees are escaped.
fn is_printable(c: char) -> bool {
    let invisible = matches!(c,
        '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
        | '\u{FFF0}'..='\u{FFFB}' | '\u{E000}'..='\u{F8FF}' | '\u{FDD0}'..='\u{FDEF}'
        | '\u{AD}' | '\u{A0}');
    !c.is_control() && !invisible && u32::from(c) & 0xFFFE != 0xFFFE
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_reader_may_take_for_something_else_is_quoted() {
        let taken = [
            "no",
            "Yes",
            "ON",
            "y",
            "N",
            "true",
            "null",
            "Null",
            "~",
            "",
            " a",
            "a ",
            "12:30",
            "1999-12-31",
            "1_000",
            "0x1",
            "0o7",
            "1e3",
            ".5",
            ".inf",
            "-",
            "- a",
            "a: b",
            "a #b",
            "#a",
            "&a",
            "*a",
            "!a",
            "%a",
            "@a",
            "`a",
            "{a",
            "[a",
            "a, b",
            "<<",
            "=",
            "?",
            "|",
            ">",
            "'a",
            "\"a",
            "a\nb",
            "---",
            "...",
            "a:",
            "+1",
            "a\u{85}b",
            "\u{feff}a",
        ];
        for text in taken {
            assert!(scalar(text).starts_with('"'), "{text:?}: {}", scalar(text));
        }
        for text in [
            "Putin",
            "oil and gas",
            "één",
            "Äther",
            "O'Neill",
            "a@b.nl",
            "north-east",
        ] {
            assert_eq!(scalar(text), text);
        }
        assert_eq!(scalar("a\u{202e}\"\\"), r#""a\u202E\"\\""#);
    }

    #[test]
    fn a_document_is_written_for_people() {
        let value = Yaml::Map(vec![
            ("title".to_owned(), Yaml::text("no")),
            ("tags".to_owned(), Yaml::texts(["a", "1"])),
            ("none".to_owned(), Yaml::List(Vec::new())),
            (
                "items".to_owned(),
                Yaml::List(vec![
                    Yaml::Map(vec![("of".to_owned(), Yaml::Plain("1994".to_owned()))]),
                    Yaml::texts([
                        "a long text that fills a line",
                        "another long text that fills the rest of a line",
                    ]),
                ]),
            ),
        ]);
        assert_eq!(
            value.document(),
            "title: \"no\"\ntags: [a, \"1\"]\nnone: []\nitems:\n  - {of: 1994}\n  -\n    - a long text that fills a line\n    - another long text that fills the rest of a line\n"
        );
    }

    /// What `serde_yaml` makes of a document, with every scalar as a text.
    fn read(document: &str) -> Yaml {
        fn of(value: serde_yaml::Value) -> Yaml {
            match value {
                serde_yaml::Value::String(text) => Yaml::Text(text),
                serde_yaml::Value::Sequence(items) => {
                    Yaml::List(items.into_iter().map(of).collect())
                }
                serde_yaml::Value::Mapping(entries) => Yaml::Map(
                    (entries.into_iter())
                        .map(|(key, value)| {
                            (key.as_str().unwrap_or("not a text").to_owned(), of(value))
                        })
                        .collect(),
                ),
                other => Yaml::Plain(format!("{other:?}")),
            }
        }
        of(serde_yaml::from_str(document).expect("YAML"))
    }

    fn any_text() -> impl Strategy<Value = String> {
        let hostile = prop::sample::select(vec![
            "no",
            "12:30",
            "1_000",
            "~",
            "0x1",
            "1e3",
            "\u{fffe}",
            "\u{1f600}",
            "\0",
            "e\u{301}",
            ": ",
            " #",
            "\u{2028}",
            "\u{85}",
            "\r\n",
            "]]>",
            "</script>",
            "\u{202e}",
            "\u{10ffff}",
            "- ",
            "'",
            "\"",
            "\\",
            "?",
        ]);
        let piece = prop_oneof![
            hostile.prop_map(str::to_owned),
            "\\PC{0,6}",
            any::<char>().prop_map(String::from)
        ];
        let short = prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat());
        prop_oneof![9 => short, 1 => "[a-z ]{495,1100}"]
    }

    fn any_value() -> impl Strategy<Value = Yaml> {
        let leaf = any_text().prop_map(Yaml::Text);
        leaf.prop_recursive(3, 20, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Yaml::List),
                prop::collection::btree_map(any_text(), inner, 0..4)
                    .prop_map(|map| Yaml::Map(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn another_reader_gets_back_every_text(value in any_value()) {
            prop_assert_eq!(read(&value.document()), value);
        }
    }
}
