//! A small YAML tree that keeps the byte range of every key and value.
//!
//! YAML 1.2, read through the events of `granit-parser`. The tree is bounded: nesting is limited,
//! and what aliases repeat is counted, so that no input costs more than a small multiple of its
//! size.

use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle};

use crate::diag::{Finding, SourceId, Span};

/// Nodes that aliases may repeat in one file.
const ALIAS_BUDGET: usize = 10_000;

/// Nesting of collections that is read; what people write stays below ten.
const NESTING_LIMIT: usize = 64;

/// A YAML node with its place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Bytes of the file: of a scalar its text with quotation marks, of a collection from its
    /// first to its last child.
    pub span: Range<usize>,
    /// What it holds.
    pub value: Value,
}

/// What a YAML node holds. Scalars stay text: what a number or a date is, the reader of the
/// annotation decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing, `~` or `null`.
    Null,
    /// A scalar as text, escapes resolved.
    Scalar(String),
    /// A sequence.
    Sequence(Vec<Node>),
    /// A mapping in the order of the file; no key stands twice.
    Mapping(Vec<Entry>),
}

/// A key of a mapping with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: Key,
    /// The value.
    pub value: Node,
}

/// The key of a mapping: always text here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The key's text.
    pub text: String,
    /// Bytes of the file.
    pub span: Range<usize>,
}

impl Node {
    /// What the node is, for messages: `a text`.
    pub fn shape(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Scalar(_) => "a text",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a mapping",
        }
    }

    /// The scalar's text.
    pub fn as_scalar(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a key of a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Value::Mapping(entries) => entries
                .iter()
                .find(|entry| entry.key.text == key)
                .map(|entry| &entry.value),
            _ => None,
        }
    }

    fn size(&self) -> usize {
        1 + match &self.value {
            Value::Null | Value::Scalar(_) => 0,
            Value::Sequence(nodes) => nodes.iter().map(Node::size).sum(),
            Value::Mapping(entries) => entries.iter().map(|entry| 1 + entry.value.size()).sum(),
        }
    }
}

/// Reads the one document of a YAML text, with everything that is wrong with its structure.
///
/// After a syntax error nothing more can be read of the file, and there is no tree. A key that
/// stands twice is reported and the first one kept. O(length of the text).
pub fn parse(source: SourceId, text: &str) -> (Option<Node>, Vec<Finding>) {
    let options = granit_parser::options! {
        emit_comments: false,
        emit_unresolved_aliases: true,
        flow_nesting_limit: NESTING_LIMIT,
        block_nesting_limit: NESTING_LIMIT,
    };
    let mut reader = Reader {
        source,
        text,
        events: Parser::new_from_str_with_options(text, options),
        anchors: HashMap::new(),
        budget: ALIAS_BUDGET,
        findings: Vec::new(),
    };
    let tree = reader.stream();
    match tree {
        Ok(tree) => (tree, reader.findings),
        Err(fatal) => {
            reader.findings.push(fatal);
            (None, reader.findings)
        }
    }
}

struct Reader<'t> {
    source: SourceId,
    text: &'t str,
    events: Parser<'t, granit_parser::StrInput<'t>>,
    /// Finished nodes by anchor; a node that is still being read is not there.
    anchors: HashMap<usize, Node>,
    budget: usize,
    findings: Vec<Finding>,
}

/// An error after which the file cannot be read on.
type Fatal = Finding;

impl<'t> Reader<'t> {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.source, range)
    }

    fn next(&mut self) -> Result<(Event<'t>, Range<usize>), Fatal> {
        match self.events.next_event() {
            Some(Ok((event, span))) => Ok((event, span.byte_range().unwrap_or(0..0))),
            Some(Err(error)) => Err(self.syntax_error(&error)),
            None => Ok((Event::StreamEnd, self.text.len()..self.text.len())),
        }
    }

    fn syntax_error(&self, error: &granit_parser::ScanError) -> Fatal {
        use granit_parser::ErrorKind;
        let at = error.marker().byte_offset().unwrap_or(0);
        let at = (0..=at.min(self.text.len()))
            .rev()
            .find(|&at| self.text.is_char_boundary(at))
            .unwrap_or(0);
        let next = self.text[at..].chars().next();
        let end = at + next.filter(|&c| c != '\n').map_or(0, char::len_utf8);
        let message = error.info();
        let message = message.trim_end_matches('.');
        let nesting = matches!(error.kind(), ErrorKind::RecursionLimitExceeded);
        if nesting {
            Finding::error(
                "yaml-limit",
                self.span(at..end),
                format!("lists and mappings are nested deeper than {NESTING_LIMIT} levels"),
            )
            .help("an annotation needs fewer than ten levels; is a bracket left open?")
        } else {
            Finding::error(
                "yaml-syntax",
                self.span(at..end),
                format!("this is not YAML: {message}"),
            )
            .help("the rest of this file was not read; put texts with `: `, ` #` or quotation marks in them in double quotes")
        }
    }

    fn stream(&mut self) -> Result<Option<Node>, Fatal> {
        let mut tree = None;
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd => return Ok(tree),
                Event::DocumentStart(..) if tree.is_some() => {
                    return Err(Finding::error(
                        "yaml-syntax",
                        self.span(span),
                        "a second document begins here, but a file holds one",
                    )
                    .help("take the `---` away, or put what follows in a file of its own"));
                }
                Event::DocumentStart(..) => {
                    let (event, span) = self.next()?;
                    tree = Some(self.node(event, span)?);
                }
                _ => {}
            }
        }
    }

    fn node(&mut self, event: Event<'t>, span: Range<usize>) -> Result<Node, Fatal> {
        let (anchor, node) = match event {
            Event::Scalar(text, style, anchor, _) => {
                let null = style == ScalarStyle::Plain
                    && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                let value = if null {
                    Value::Null
                } else {
                    Value::Scalar(text.into_owned())
                };
                (anchor, Node { span, value })
            }
            Event::SequenceStart(_, anchor, _) => {
                let mut items = Vec::new();
                loop {
                    let (event, at) = self.next()?;
                    if matches!(event, Event::SequenceEnd) {
                        let span =
                            extent(span.clone(), items.last().map(|item: &Node| &item.span), at);
                        break (
                            anchor,
                            Node {
                                span,
                                value: Value::Sequence(items),
                            },
                        );
                    }
                    items.push(self.node(event, at)?);
                }
            }
            Event::MappingStart(_, anchor, _) => {
                let (span, value) = self.mapping(span)?;
                (anchor, Node { span, value })
            }
            Event::Alias(anchor) => return self.alias(anchor, span),
            Event::UnresolvedAlias(name) => {
                return Err(Finding::error(
                    "yaml-anchor",
                    self.span(span),
                    format!("`*{name}` refers to an anchor, but no `&{name}` stands before it"),
                )
                .help("a text that begins with `*` needs quotation marks"));
            }
            _ => {
                return Ok(Node {
                    span,
                    value: Value::Null,
                });
            }
        };
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    fn mapping(&mut self, start: Range<usize>) -> Result<(Range<usize>, Value), Fatal> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut places: HashMap<String, Range<usize>> = HashMap::new();
        loop {
            let (event, at) = self.next()?;
            if matches!(event, Event::MappingEnd) {
                let last = entries.last().map(|entry| {
                    let value = &entry.value;
                    if value.span.is_empty() {
                        &entry.key.span
                    } else {
                        &value.span
                    }
                });
                return Ok((extent(start, last, at), Value::Mapping(entries)));
            }
            let key = self.node(event, at)?;
            let (event, at) = self.next()?;
            let value = self.node(event, at)?;
            let text = match key.value {
                Value::Scalar(text) => text,
                Value::Null if !key.span.is_empty() => self.text[key.span.clone()].to_owned(),
                _ => {
                    let shape = key.shape();
                    self.findings.push(
                        Finding::error(
                            "wrong-shape",
                            self.span(key.span),
                            format!("a key is {shape}, expected a word"),
                        )
                        .help("a text with braces or brackets needs quotation marks"),
                    );
                    continue;
                }
            };
            if text == "<<" {
                self.findings.push(
                    Finding::error(
                        "unknown-key",
                        self.span(key.span),
                        "`<<` is no key: YAML 1.2 has no merge keys",
                    )
                    .help("write the keys out"),
                );
                continue;
            }
            if let Some(first) = places.get(&text) {
                self.findings.push(
                    Finding::error(
                        "duplicate-key",
                        self.span(key.span),
                        format!("the key `{text}` stands twice in one mapping"),
                    )
                    .related(self.span(first.clone()), "it stands here first")
                    .help("keep one of the two, or put both values in a list"),
                );
                continue;
            }
            places.insert(text.clone(), key.span.clone());
            entries.push(Entry {
                key: Key {
                    text,
                    span: key.span,
                },
                value,
            });
        }
    }

    fn alias(&mut self, anchor: usize, span: Range<usize>) -> Result<Node, Fatal> {
        let Some(node) = self.anchors.get(&anchor) else {
            return Err(Finding::error(
                "yaml-anchor",
                self.span(span),
                "this alias stands inside the anchor that it refers to",
            ));
        };
        let size = node.size();
        if size > self.budget {
            return Err(Finding::error(
                "yaml-limit",
                self.span(span),
                format!("aliases repeat more than {ALIAS_BUDGET} values"),
            )
            .help("write the values out"));
        }
        self.budget -= size;
        Ok(Node {
            span,
            value: node.value.clone(),
        })
    }
}

/// From the start of a collection to its closing bracket, or to the end of its last child where
/// it has none: a block collection ends only where the next thing begins.
fn extent(start: Range<usize>, last: Option<&Range<usize>>, end: Range<usize>) -> Range<usize> {
    let last = last.map_or(start.end, |last| last.end);
    let closed = !end.is_empty() && end.len() == 1;
    start.start..if closed {
        end.end.max(last)
    } else {
        last.max(start.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<Node>, Vec<Finding>) {
        parse(SourceId(0), text)
    }

    fn codes(text: &str) -> Vec<&'static str> {
        read(text).1.into_iter().map(|f| f.code).collect()
    }

    #[test]
    fn every_key_and_value_knows_its_bytes() {
        let text = "a: {b: 'c d', e: [é, \"f\"]}\ng:\n  h: i\n";
        let tree = read(text).0.expect("well formed");
        let slice = |node: &Node| &text[node.span.clone()];
        let a = tree.get("a").expect("a");
        assert_eq!(slice(a), "{b: 'c d', e: [é, \"f\"]}");
        assert_eq!(slice(a.get("b").expect("b")), "'c d'");
        assert_eq!(slice(a.get("e").expect("e")), "[é, \"f\"]");
        assert_eq!(slice(tree.get("g").expect("g")), "h: i");
    }

    #[test]
    fn only_plain_words_are_null() {
        let tree = read("a: ~\nb: null\nc:\nd: '~'\ne: ~200\n")
            .0
            .expect("well formed");
        for key in ["a", "b", "c"] {
            assert_eq!(tree.get(key).expect(key).value, Value::Null, "{key}");
        }
        assert_eq!(tree.get("d").and_then(Node::as_scalar), Some("~"));
        assert_eq!(tree.get("e").and_then(Node::as_scalar), Some("~200"));
    }

    #[test]
    fn a_key_that_stands_twice_is_an_error_at_the_second() {
        let text = "a: 1\nb: {c: 1, c: 2}\na: 3\n";
        let (tree, findings) = read(text);
        assert_eq!(
            findings.iter().map(|f| f.code).collect::<Vec<_>>(),
            ["duplicate-key"; 2]
        );
        assert_eq!(findings[1].primary.span.start, text.rfind('a').expect("a"));
        let first = tree.expect("well formed");
        assert_eq!(first.get("a").and_then(Node::as_scalar), Some("1"));
    }

    #[test]
    fn aliases_repeat_values_within_a_budget() {
        let tree = read("a: &x [1, 2]\nb: *x\n").0.expect("well formed");
        assert_eq!(
            tree.get("a").map(|n| &n.value),
            tree.get("b").map(|n| &n.value)
        );
        assert_eq!(codes("a: *nowhere\n"), ["yaml-anchor"]);
        let levels = (1..9).map(|n| {
            let refs = vec![format!("*a{}", n - 1); 10].join(", ");
            format!("a{n}: &a{n} [{refs}]\n")
        });
        let bomb =
            "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned() + &levels.collect::<String>();
        assert_eq!(codes(&bomb), ["yaml-limit"]);
    }

    #[test]
    fn deep_nesting_ends_in_an_error() {
        assert_eq!(codes(&"[".repeat(100_000)), ["yaml-limit"]);
        assert_eq!(codes(&"- ".repeat(100_000)), ["yaml-limit"]);
        assert_eq!(codes(&"{a: ".repeat(100_000)), ["yaml-limit"]);
    }

    #[test]
    fn broken_syntax_ends_in_one_error_at_its_place() {
        for text in [
            "a: [1, 2\nb: 3\n",
            "a: \"open\n",
            "a: b: c\n",
            "a:\n\tx: 1\n",
            "a: 1\n---\nb: 2\n",
        ] {
            assert_eq!(codes(text), ["yaml-syntax"], "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,60}|[\\[\\]{}:,&*a\n\" -]{0,60}") {
            let (tree, findings) = read(&text);
            for finding in findings {
                proptest::prop_assert!(text.get(finding.primary.span.range()).is_some());
            }
            if let Some(tree) = tree {
                proptest::prop_assert!(text.get(tree.span).is_some());
            }
        }
    }
}
