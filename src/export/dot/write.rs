//! Statements of the DOT language, made of our texts: the one place where a text is quoted.
//!
//! Language: <https://graphviz.org/doc/info/lang.html>; escapes in labels and tooltips:
//! <https://graphviz.org/docs/attr-types/escString/>.

use graphviz_rust::dot_structures::{
    Attribute, Edge, EdgeTy, Graph, GraphAttributes, Id, Node, NodeId, Stmt, Subgraph, Vertex,
};
use graphviz_rust::printer::{DotPrinter as _, PrinterContext};

/// How the lines of a text stand in a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    /// In the middle.
    Centred,
    /// At the left.
    Left,
}

/// Any text as a quoted DOT string that Graphviz shows as it is.
///
/// Quotation marks and backslashes are escaped, line ends become `\n` or `\l`, other control
/// characters their pictures (U+2400 and on) or a replacement character, and what Graphviz would take for an HTML entity
/// gets its ampersand spelt out. Never an HTML label: those begin without a quotation mark.
pub(super) fn quote(text: &str, lines: Lines) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    let end_of_line = match lines {
        Lines::Centred => "\\n",
        Lines::Left => "\\l",
    };
    let mut rest = text.chars();
    while let Some(char) = rest.next() {
        match char {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\r' if rest.as_str().starts_with('\n') => {}
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => quoted.push_str(end_of_line),
            '\t' => quoted.push(' '),
            '\0'..='\u{1f}' => quoted.extend(char::from_u32(0x2400 + u32::from(char))),
            '\u{7f}' => quoted.push('\u{2421}'),
            // Not allowed in the XML that Graphviz makes of it, or turning the rest of a line.
            '\u{80}'..='\u{9f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{fffe}'
            | '\u{ffff}' => quoted.push('\u{fffd}'),
            '&' if begins_entity(rest.as_str()) => quoted.push_str("&amp;"),
            char => quoted.push(char),
        }
    }
    if lines == Lines::Left && !text.ends_with(['\n', '\r']) && !text.is_empty() {
        quoted.push_str(end_of_line);
    }
    quoted.push('"');
    quoted
}

/// Whether an ampersand before this would begin an entity: `amp;`, `#233;`.
fn begins_entity(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let end = name.find(|char: char| !char.is_ascii_alphanumeric());
    end.is_some_and(|end| end > 0 && name[end..].starts_with(';'))
}

/// Attributes of a node, an edge or the graph, in the order given.
#[derive(Debug, Clone, Default)]
pub(super) struct Attributes(Vec<Attribute>);

impl Attributes {
    /// No attributes.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds one of any value.
    pub(super) fn with(self, key: &'static str, value: &str) -> Self {
        self.with_lines(key, value, Lines::Centred)
    }

    /// Adds one whose lines stand as said.
    pub(super) fn with_lines(mut self, key: &'static str, value: &str, lines: Lines) -> Self {
        self.0.push(Attribute(
            Id::Plain(key.to_owned()),
            Id::Escaped(quote(value, lines)),
        ));
        self
    }
}

/// A graph in the making.
#[derive(Debug, Clone, Default)]
pub(super) struct Document {
    statements: Vec<Stmt>,
}

impl Document {
    /// Adds an attribute of the whole graph (or of the subgraph).
    pub(super) fn set(&mut self, key: &'static str, value: &str) {
        let Attributes(mut one) = Attributes::new().with(key, value);
        self.statements.extend(one.pop().map(Stmt::Attribute));
    }

    /// Gives all nodes that follow these attributes.
    pub(super) fn nodes_are(&mut self, attributes: Attributes) {
        self.statements
            .push(Stmt::GAttribute(GraphAttributes::Node(attributes.0)));
    }

    /// Gives all edges that follow these attributes.
    pub(super) fn edges_are(&mut self, attributes: Attributes) {
        self.statements
            .push(Stmt::GAttribute(GraphAttributes::Edge(attributes.0)));
    }

    /// Adds a node.
    pub(super) fn node(&mut self, id: &str, attributes: Attributes) {
        self.statements
            .push(Stmt::Node(Node::new(node_id(id), attributes.0)));
    }

    /// Adds an edge.
    pub(super) fn edge(&mut self, from: &str, to: &str, attributes: Attributes) {
        self.statements.push(Stmt::Edge(Edge {
            ty: EdgeTy::Pair(Vertex::N(node_id(from)), Vertex::N(node_id(to))),
            attributes: attributes.0,
        }));
    }

    /// Adds a part without a name, for nodes of one rank.
    pub(super) fn part(&mut self, part: Document) {
        self.statements.push(Stmt::Subgraph(Subgraph {
            id: Id::Anonymous(String::new()),
            stmts: part.statements,
        }));
    }

    /// The text of the directed graph of this name.
    pub(super) fn print(self, name: &str) -> String {
        let graph = Graph::DiGraph {
            id: Id::Escaped(quote(name, Lines::Centred)),
            strict: false,
            stmts: self.statements,
        };
        let mut text = graph.print(&mut PrinterContext::default());
        text.push('\n');
        text
    }
}

fn node_id(id: &str) -> NodeId {
    NodeId(Id::Escaped(quote(id, Lines::Centred)), None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(quote(text, Lines::Centred), expected);
    }

    #[test]
    fn a_text_cannot_leave_its_quotation_marks() {
        check("plain", r#""plain""#);
        check(r#"the "Union" \ State\"#, r#""the \"Union\" \\ State\\""#);
        check("two\r\nlines\rthree", r#""two\nlines\nthree""#);
        check("a\tb\0c\u{7f}", "\"a b\u{2400}c\u{2421}\"");
        check("<b>bold</b>", r#""<b>bold</b>""#);
        assert_eq!(quote("a\nb", Lines::Left), r#""a\lb\l""#);
    }

    #[test]
    fn an_entity_shows_as_it_is_written() {
        check("Q&A; R&D", r#""Q&amp;A; R&D""#);
        check("&amp; &#233; & &; &x", r#""&amp;amp; &amp;#233; & &; &x""#);
    }

    proptest! {
        #[test]
        fn any_text_is_one_string_of_the_language(text in any::<String>()) {
            let mut document = Document::default();
            document.set("label", &text);
            document.node(&text, Attributes::new().with_lines("label", &text, Lines::Left));
            document.edge(&text, "b", Attributes::new().with("tooltip", &text));
            let printed = document.print(&text);
            let parsed = graphviz_rust::parse(&printed);
            let Ok(Graph::DiGraph { id, stmts, .. }) = parsed else {
                return Err(TestCaseError::fail(format!("{parsed:?}")));
            };
            prop_assert_eq!(stmts.len(), 3);
            prop_assert_eq!(id, Id::Escaped(quote(&text, Lines::Centred)));
        }
    }
}
