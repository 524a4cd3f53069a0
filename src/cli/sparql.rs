//! SPARQL queries of the command line: their answers as rows, or as Turtle where they are
//! statements.

use std::io::Write as _;

use oxrdf::{NamedNodeRef, Term, vocab::xsd};
use oxrdfio::{RdfFormat, RdfSerializer};

use super::failure::Failure;
use super::rows::{Cell, Format, Rows};
use super::session::Session;
use crate::diag::{self, Finding, Sources, Span};
use crate::rdf::sparql::{Answer, Error, Limits, ask};
use crate::rdf::{Mapping, PREFIXES};

/// A query with the name that it goes by in messages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question<'q> {
    /// `query`, or the path of a file.
    pub(crate) path: &'q str,
    /// The query.
    pub(crate) text: &'q str,
    /// What identifiers begin with.
    pub(crate) base: &'q str,
}

/// Answers a query and prints the answer.
pub(crate) fn run(
    question: Question<'_>,
    limits: Limits,
    format: Format,
    session: &mut Session,
) -> Result<(), Failure> {
    let Question { text, base, .. } = question;
    let dossier = session.dossier()?;
    if let Err(error) = Mapping::new(&dossier, base) {
        return Err(Failure::call(error.to_string()));
    }
    let answer = ask(text, dossier, base, limits);
    match answer.map_err(|error| wrong(question, error, session))? {
        Answer::Statements(triples) if format == Format::Table => {
            if triples.is_empty() {
                return session.note("no statements");
            }
            session.out.write_all(&turtle(&triples, base)?)?;
            Ok(())
        }
        answer => {
            let rows = rows(answer);
            session.print(&rows, format)?;
            if rows.is_empty() {
                session.note("no rows")?;
            }
            Ok(())
        }
    }
}

fn rows(answer: Answer) -> Rows {
    match answer {
        Answer::Truth(truth) => {
            let mut rows = Rows::new(["answer"]);
            rows.push([Cell::Bool(truth)]);
            rows
        }
        Answer::Rows(columns, terms) => {
            let mut rows = Rows::new(columns);
            for row in terms {
                rows.push(row.iter().map(|term| match term {
                    Some(term) => cell(term),
                    None => Cell::Null,
                }));
            }
            rows
        }
        Answer::Statements(triples) => {
            let mut rows = Rows::new(["subject", "predicate", "object"]);
            for triple in triples {
                let (subject, predicate) = (triple.subject.into(), triple.predicate.into());
                rows.push([cell(&subject), cell(&predicate), cell(&triple.object)]);
            }
            rows
        }
    }
}

/// A term as a value: an IRI is a text, a literal the number or truth that it stands for, or its
/// text. The language of a text is not shown; `lang()` gives it.
fn cell(term: &Term) -> Cell {
    let literal = match term {
        Term::NamedNode(iri) => return Cell::Text(iri.as_str().to_owned()),
        Term::BlankNode(blank) => return Cell::Text(blank.to_string()),
        Term::Literal(literal) => literal,
    };
    let (value, datatype) = (literal.value(), literal.datatype());
    let number = match datatype {
        xsd::BOOLEAN => value.parse().ok().map(Cell::Bool),
        xsd::DECIMAL | xsd::DOUBLE | xsd::FLOAT => float(value).map(Cell::Float),
        _ if is_integer(datatype) => value.parse().ok().map(Cell::Int),
        _ => None,
    };
    number.unwrap_or_else(|| Cell::Text(value.to_owned()))
}

fn is_integer(datatype: NamedNodeRef<'_>) -> bool {
    [xsd::INTEGER, xsd::INT, xsd::LONG, xsd::SHORT, xsd::BYTE].contains(&datatype)
}

fn float(text: &str) -> Option<f64> {
    match text {
        "INF" => Some(f64::INFINITY),
        "-INF" => Some(f64::NEG_INFINITY),
        _ => text.parse().ok(),
    }
}

/// Statements as Turtle, with the prefixes that they use.
fn turtle(triples: &[oxrdf::Triple], base: &str) -> Result<Vec<u8>, Failure> {
    let mut serializer = RdfSerializer::from_format(RdfFormat::Turtle);
    let written: String = triples.iter().map(ToString::to_string).collect();
    for (prefix, namespace) in PREFIXES.into_iter().chain([("", base)]) {
        if written.contains(&format!("<{namespace}")) {
            serializer = serializer
                .with_prefix(prefix, namespace)
                .map_err(|error| Failure::call(error.to_string()))?;
        }
    }
    let mut writer = serializer.for_writer(Vec::new());
    for triple in triples {
        writer.serialize_triple(triple)?;
    }
    Ok(writer.finish()?)
}

/// Says why there is no answer; limits are the world's fault, all else is the query's.
fn wrong(question: Question<'_>, error: Error, session: &Session) -> Failure {
    let (line, column, message) = match error {
        Error::Limit(message) => return Failure::call(message),
        Error::Wrong(message) => return Failure::input(message),
        Error::Syntax {
            line,
            column,
            message,
        } => (line, column, message),
    };
    let Question { path, text, .. } = question;
    let mut sources = Sources::default();
    let source = sources.add(path, text);
    let at = offset(text, line, column);
    let next = text[at..].chars().next().map_or(0, char::len_utf8);
    let span = Span::new(source, at..at + next);
    let finding = Finding::error("query", span, "the query cannot be read").label(message);
    let shown = diag::text(&[finding], &sources, session.looks());
    super::output::say(shown.trim_end());
    Failure::reported()
}

/// The byte at a line and column, which count from 1; the end if it lies beyond.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let mut begin = 0;
    for (number, content) in (1..).zip(text.split_inclusive('\n')) {
        if number == line {
            let at = content.char_indices().nth(column.saturating_sub(1));
            return begin + at.map_or(content.len(), |(at, _)| at);
        }
        begin += content.len();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_in_the_text() {
        let check = |line, column, expected| assert_eq!(offset("aé\nb", line, column), expected);
        check(1, 1, 0);
        check(1, 2, 1);
        check(1, 3, 3);
        check(2, 1, 4);
        check(2, 2, 5);
        check(9, 9, 5);
    }

    #[test]
    fn literals_become_what_they_stand_for() {
        let check = |literal: &str, expected: Cell| {
            let term: Term = literal.parse::<oxrdf::Literal>().unwrap().into();
            assert_eq!(cell(&term), expected, "{literal}");
        };
        let xsd = "http://www.w3.org/2001/XMLSchema#";
        check(&format!("\"3\"^^<{xsd}integer>"), Cell::Int(3));
        check(&format!("\"2.5\"^^<{xsd}decimal>"), Cell::Float(2.5));
        check(&format!("\"1.0E0\"^^<{xsd}double>"), Cell::Float(1.0));
        check(&format!("\"true\"^^<{xsd}boolean>"), Cell::Bool(true));
        check(&format!("\"x\"^^<{xsd}integer>"), "x".into());
        check(&format!("\"2031-03-05\"^^<{xsd}date>"), "2031-03-05".into());
        check("\"huis\"@nl", "huis".into());
    }
}
