//! N-Quads, a line a statement, in the order of the graph: nodes, then relationships.
//!
//! The lines are our own, not the serializer's: that one takes each statement as owned terms, which
//! for a million relationships takes longer than everything else together. The grammar is that of
//! "RDF 1.1 N-Quads" (W3C Recommendation, 25 February 2014), literals escaped as in the canonical
//! form of N-Triples; tests read the lines back with Oxigraph's parser.

use std::io::Write;

use hashbrown::HashMap;

use crate::export::{ExportError, View};
use crate::graph::Symbol;
use crate::rdf::{Element, Mapping, Quad, Term, Unique, Word, write_form};

/// How much is gathered before it is written.
const BUFFER: usize = 1 << 16;

/// Writes N-Quads.
pub(super) fn write<'d>(
    view: &View<'d>,
    mapping: &Mapping<'d>,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let mut lines = Lines {
        mapping,
        buffer: Vec::with_capacity(2 * BUFFER),
        symbols: HashMap::new(),
        subject: None,
        written: Vec::new(),
        unique: Unique::default(),
    };
    for node in view.nodes() {
        lines.element(Element::Node(node));
        lines.flush(out, BUFFER)?;
    }
    for edge in view.edges() {
        lines.element(Element::Edge(edge));
        lines.flush(out, BUFFER)?;
    }
    lines.flush(out, 0)
}

struct Lines<'m, 'g> {
    mapping: &'m Mapping<'g>,
    buffer: Vec<u8>,
    /// Words of the graph as they are written.
    symbols: HashMap<Symbol, Vec<u8>>,
    /// The last subject, and how it is written.
    subject: Option<Term<'g>>,
    written: Vec<u8>,
    unique: Unique<'g>,
}

impl<'g> Lines<'_, 'g> {
    fn element(&mut self, element: Element<'g>) {
        let mapping = self.mapping;
        mapping.quads(element, &mut |quad| {
            if self.unique.is_new(mapping, element, &quad) {
                self.line(quad);
            }
        });
    }

    fn flush(&mut self, out: &mut dyn Write, from: usize) -> Result<(), ExportError> {
        if self.buffer.len() > from {
            out.write_all(&self.buffer)?;
            self.buffer.clear();
        }
        Ok(())
    }

    fn line(&mut self, quad: Quad<'g>) {
        if self.subject.as_ref() != Some(&quad.subject) {
            self.written.clear();
            self.written.push(b'<');
            self.mapping.write_iri(&quad.subject, &mut self.written);
            self.written.extend_from_slice(b"> ");
            self.subject = Some(quad.subject);
        }
        self.buffer.extend_from_slice(&self.written);
        self.term(&quad.predicate);
        self.buffer.push(b' ');
        self.term(&quad.object);
        if let Some(graph) = &quad.graph {
            self.buffer.push(b' ');
            self.term(graph);
        }
        self.buffer.extend_from_slice(b" .\n");
    }

    fn term(&mut self, term: &Term<'_>) {
        let out = &mut self.buffer;
        match term {
            Term::Text(text) => quoted(text, out),
            Term::Lang(text, language) => {
                quoted(text, out);
                out.push(b'@');
                out.extend_from_slice(language.as_bytes());
            }
            Term::Typed(word, form) => {
                quoted(form, out);
                datatype(Some(*word), out);
            }
            Term::Int(_) | Term::Float(_) | Term::Bool(_) | Term::Date(_) => {
                out.push(b'"');
                let word = write_form(term, out);
                out.push(b'"');
                datatype(word, out);
            }
            Term::Symbol(symbol) => {
                let mapping = self.mapping;
                let written = self.symbols.entry(*symbol).or_insert_with(|| {
                    let mut written = vec![b'<'];
                    mapping.write_iri(term, &mut written);
                    written.push(b'>');
                    written
                });
                out.extend_from_slice(written);
            }
            Term::Foreign(term) => out.extend_from_slice(term.to_string().as_bytes()),
            _ => {
                out.push(b'<');
                self.mapping.write_iri(term, out);
                out.push(b'>');
            }
        }
    }
}

fn datatype(word: Option<Word>, out: &mut Vec<u8>) {
    if let Some(word) = word {
        out.extend_from_slice(b"^^<");
        out.extend_from_slice(word.iri().as_bytes());
        out.push(b'>');
    }
}

/// How a byte of a text is written: 0 as it is, `u` as a code, else behind a backslash.
const ESCAPE: [u8; 256] = {
    let mut escape = [0; 256];
    let mut at = 0;
    while at < 0x20 {
        escape[at] = b'u';
        at += 1;
    }
    escape[0x7F] = b'u';
    escape[0x08] = b'b';
    escape[0x09] = b't';
    escape[0x0A] = b'n';
    escape[0x0C] = b'f';
    escape[0x0D] = b'r';
    escape[b'"' as usize] = b'"';
    escape[b'\\' as usize] = b'\\';
    escape
};

/// Appends a text in quotation marks.
fn quoted(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| ESCAPE[usize::from(*byte)] != 0) {
        let (plain, after) = rest.split_at(at);
        out.extend_from_slice(plain);
        match ESCAPE[usize::from(after[0])] {
            b'u' => out.extend_from_slice(format!("\\u{:04X}", after[0]).as_bytes()),
            letter => out.extend_from_slice(&[b'\\', letter]),
        }
        rest = &after[1..];
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}
