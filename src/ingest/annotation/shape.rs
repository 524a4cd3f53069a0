//! Reading a tree's values in the shape that is expected, with a finding where they have another.

use std::ops::Range;

use super::{Named, Quote, Text};
use crate::diag::{Finding, SourceId, Span};
use crate::ingest::yaml::{Entry, Key, Node, Value};
use crate::model::value::parse_boolean;

/// Collects what is wrong with the shape of one file.
pub(in crate::ingest) struct Shape {
    source: SourceId,
    /// What was found so far.
    pub(in crate::ingest) findings: Vec<Finding>,
}

impl Shape {
    pub(in crate::ingest) fn new(source: SourceId) -> Self {
        Self {
            source,
            findings: Vec::new(),
        }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.source, range.clone())
    }

    /// Reports a value that has another shape than expected.
    pub(in crate::ingest) fn wrong(&mut self, node: &Node, expected: &str) {
        let shape = node.shape();
        self.findings.push(Finding::error(
            "wrong-shape",
            self.span(&node.span),
            format!("found {shape}, expected {expected}"),
        ));
    }

    /// Reports a key that has no value.
    pub(in crate::ingest) fn empty(&mut self, key: &Key) {
        self.findings.push(
            Finding::error(
                "empty-value",
                self.span(&key.span),
                format!("`{}` has no value", key.text),
            )
            .help("write the value, or take the key away"),
        );
    }

    /// Reports an item of a list that holds nothing.
    pub(in crate::ingest) fn empty_item(&mut self, what: &str, item: &Node) {
        self.findings.push(Finding::error(
            "empty-value",
            self.span(&item.span),
            format!("this {what} is empty"),
        ));
    }

    /// Reports a key that cannot be what it would have to be.
    pub(in crate::ingest) fn fault(&mut self, key: &Key, message: String) {
        self.findings
            .push(Finding::error("unknown-key", self.span(&key.span), message));
    }

    /// Reports a key that is not known where it stands.
    pub(in crate::ingest) fn unknown_key(
        &mut self,
        key: &Key,
        place: &str,
        known: &[&str],
        help: Option<&str>,
    ) {
        let finding = Finding::error(
            "unknown-key",
            self.span(&key.span),
            format!("`{}` is not a key of {place}", key.text),
        );
        let help = match (crate::text::nearest(&key.text, known.iter().copied()), help) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, Some(help)) => help.to_owned(),
            (None, None) => format!("known here: {}", known.join(", ")),
        };
        self.findings.push(finding.help(help));
    }

    /// Reports a key that is missing, at the head of its entry.
    pub(in crate::ingest) fn missing(
        &mut self,
        at: Range<usize>,
        what: &str,
        key: &str,
        help: &str,
    ) {
        self.findings.push(
            Finding::error(
                "missing-key",
                self.span(&at),
                format!("{what} has no `{key}`"),
            )
            .help(help),
        );
    }

    /// A text.
    pub(in crate::ingest) fn text(&mut self, key: &Key, node: &Node) -> Option<Text> {
        match &node.value {
            Value::Null => self.empty(key),
            Value::Scalar(text) if text.trim().is_empty() => self.empty(key),
            Value::Scalar(text) => {
                return Some(Text {
                    text: text.trim().to_owned(),
                    span: node.span.clone(),
                });
            }
            _ => self.wrong(node, "a text"),
        }
        None
    }

    /// A text or a list of texts.
    pub(in crate::ingest) fn texts(&mut self, key: &Key, node: &Node) -> Vec<Text> {
        match &node.value {
            Value::Sequence(items) => items
                .iter()
                .filter_map(|item| self.text(key, item))
                .collect(),
            _ => self.text(key, node).into_iter().collect(),
        }
    }

    /// A text, or a mapping from languages to texts.
    pub(in crate::ingest) fn named(&mut self, key: &Key, node: &Node) -> Vec<Named> {
        let Value::Mapping(languages) = &node.value else {
            let text = self.text(key, node);
            return text
                .map(|text| Named {
                    language: None,
                    text,
                })
                .into_iter()
                .collect();
        };
        let mut named = Vec::new();
        for Entry { key, value } in languages {
            let code = key.text.as_str();
            let valid = code.split('-').enumerate().all(|(at, part)| {
                let length = if at == 0 { 2..=3 } else { 1..=8 };
                length.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
            }) && code.bytes().next().is_some_and(|b| b.is_ascii_lowercase());
            if !valid {
                self.findings.push(
                    Finding::error(
                        "unknown-key",
                        self.span(&key.span),
                        format!("`{code}` is not a language code"),
                    )
                    .help("two or three letters: en, nl, ru, be …"),
                );
            } else if let Some(text) = self.text(key, value) {
                named.push(Named {
                    language: Some(code.replace('-', "_")),
                    text,
                });
            }
        }
        named
    }

    /// `true` or `false`.
    pub(in crate::ingest) fn flag(&mut self, key: &Key, node: &Node) -> bool {
        match self.text(key, node) {
            Some(text) => parse_boolean(&text.text).unwrap_or_else(|error| {
                let finding = Finding::error("bad-boolean", self.span(&text.span), &error.message);
                self.findings.push(match error.help {
                    Some(help) => finding.help(help),
                    None => finding,
                });
                false
            }),
            None => false,
        }
    }

    /// A quote: a text, `{text:, after:}`, or a list of them.
    pub(in crate::ingest) fn quotes(&mut self, key: &Key, node: &Node) -> Vec<Quote> {
        match &node.value {
            Value::Sequence(items) if items.is_empty() => {
                self.quote_empty(&node.span);
                Vec::new()
            }
            Value::Sequence(items) => items
                .iter()
                .filter_map(|item| self.quote(key, item))
                .collect(),
            _ => self.quote(key, node).into_iter().collect(),
        }
    }

    fn quote_empty(&mut self, at: &Range<usize>) {
        self.findings.push(
            Finding::error("quote-empty", self.span(at), "this quote is empty")
                .help("copy the words of the article that say so"),
        );
    }

    fn quote(&mut self, key: &Key, node: &Node) -> Option<Quote> {
        match &node.value {
            Value::Null => {
                let at = if node.span.is_empty() {
                    &key.span
                } else {
                    &node.span
                };
                self.quote_empty(at);
                None
            }
            Value::Scalar(text) if text.trim().is_empty() => {
                self.quote_empty(&node.span);
                None
            }
            Value::Scalar(_) => Some(Quote {
                text: self.text(key, node)?,
                after: None,
            }),
            Value::Mapping(entries) => {
                let (mut text, mut after) = (None, None);
                for entry in entries {
                    match entry.key.text.as_str() {
                        "text" => text = self.text(&entry.key, &entry.value),
                        "after" => after = self.text(&entry.key, &entry.value),
                        _ => self.unknown_key(&entry.key, "a quote", &["text", "after"], None),
                    }
                }
                if text.is_none() && node.get("text").is_none() {
                    let help = "`{text: the words, after: what stands before them}`";
                    self.missing(node.span.clone(), "this quote", "text", help);
                }
                Some(Quote { text: text?, after })
            }
            Value::Sequence(_) => {
                self.wrong(node, "a text or `{text:, after:}`");
                None
            }
        }
    }
}
