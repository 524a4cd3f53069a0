//! Tables: a folder with `nodes.csv` and `edges.csv`.
//!
//! RFC 4180 with line feeds, in UTF-8. The first columns are named as Gephi, Kumu and Flourish
//! look for them: `Id`, `Label`, `Type` and `Source`, `Target`, `Type`, `Label`; a property follows
//! under its own name. Lists are JSON. A missing value is an empty field and an empty text is `""`.
//!
//! Spreadsheets take a field that begins with `=`, `+`, `-`, `@`, a tab or a line break for a
//! formula. A text that does gets an apostrophe before it, as does one that begins with
//! apostrophes and then so; whoever takes one apostrophe from every field that matches
//! `'+[=+\-@\t\r\n]` has the texts back. Numbers stay numbers.

use std::io::Write;

use super::buffer::{Buffer, number_key, write_float};
use super::columns::{self, Columns};
use super::file::FolderDraft;
use super::keys::Keys;
use super::survey::{PerKind, PerLabels};
use super::{ExportError, Key, View};
use crate::graph::projection::INVOLVED_WITH;
use crate::graph::{EdgeRef, NodeRef, ValueRef};

/// What stands before the properties of a node.
pub(super) const NODES: [&str; 4] = ["Id", "Label", "Type", "Labels"];
/// What stands before the properties of a relationship.
pub(super) const EDGES: [&str; 4] = ["Source", "Target", "Type", "Label"];

/// Writes the tables.
///
/// # Errors
///
/// What the disk says.
pub fn write(view: &View<'_>, folder: &FolderDraft) -> Result<(), ExportError> {
    let keys = Keys::of(view, key);
    nodes(view, &keys, &mut folder.file("nodes.csv")?)?;
    edges(view, &keys, &mut folder.file("edges.csv")?)
}

fn nodes(view: &View<'_>, keys: &Keys, out: &mut dyn Write) -> Result<(), ExportError> {
    let columns = Columns::of_nodes(view, keys, &NODES);
    let mut out = Buffer::new(out);
    header(&mut out, &NODES, &columns);
    let mut labels = PerLabels::new();
    let mut row = Vec::new();
    for node in view.nodes() {
        keys.write(out.bytes(), node);
        out.byte(b',');
        text(out.bytes(), view.name(node));
        out.byte(b',');
        out.ready(labels.get(node, || label_fields(node)));
        columns.row_of_node(node, &mut row);
        values(&mut out, &row);
        out.byte(b'\n');
        out.relieve()?;
    }
    Ok(out.finish()?)
}

fn edges(view: &View<'_>, keys: &Keys, out: &mut dyn Write) -> Result<(), ExportError> {
    let columns = Columns::of_edges(view, &EDGES);
    let mut out = Buffer::new(out);
    header(&mut out, &EDGES, &columns);
    let mut kinds = PerKind::new();
    let mut row = Vec::new();
    for edge in view.edges() {
        keys.write(out.bytes(), edge.from());
        out.byte(b',');
        keys.write(out.bytes(), edge.to());
        out.byte(b',');
        out.ready(kinds.get(edge, || {
            let mut fields = format!("{},", direction(edge)).into_bytes();
            text(&mut fields, edge.kind());
            fields
        }));
        columns.row_of_edge(edge, &mut row);
        values(&mut out, &row);
        out.byte(b'\n');
        out.relieve()?;
    }
    Ok(out.finish()?)
}

/// Gephi's word for whether a relationship has a direction: what two actors share has none.
pub(super) fn direction(edge: EdgeRef<'_>) -> &'static str {
    match edge.kind() {
        INVOLVED_WITH => "Undirected",
        _ => "Directed",
    }
}

fn header(out: &mut Buffer<'_>, fixed: &[&str], columns: &Columns) {
    out.raw(&fixed.join(","));
    for column in &columns.columns {
        out.byte(b',');
        text(out.bytes(), &column.name);
    }
    out.byte(b'\n');
}

fn key(out: &mut Vec<u8>, key: Key<'_>) {
    match key {
        Key::Id(id) => text(out, id),
        Key::Number(number) => number_key(out, number),
    }
}

/// The fields `Type` and `Labels`.
fn label_fields(node: NodeRef<'_>) -> Vec<u8> {
    let names: Vec<_> = node.labels().collect();
    let mut fields = Vec::new();
    text(&mut fields, names.last().unwrap_or(&""));
    fields.push(b',');
    text(&mut fields, &serde_json::json!(names).to_string());
    fields
}

fn values(out: &mut Buffer<'_>, row: &[Option<ValueRef<'_>>]) {
    for value in row {
        out.byte(b',');
        match *value {
            None => {}
            Some(ValueRef::Text(string)) => text(out.bytes(), string),
            Some(ValueRef::Int(int)) => out.int(int),
            Some(ValueRef::Date(day)) => out.day(day),
            Some(ValueRef::Bool(bool)) => out.raw(if bool { "true" } else { "false" }),
            Some(ValueRef::Float(float)) => write_float(out.bytes(), float),
            Some(ValueRef::List([])) => out.raw("[]"),
            Some(ValueRef::List(items)) => quoted(out.bytes(), &columns::json(items).to_string()),
            Some(other) => text(out.bytes(), &other.printed().unwrap_or_default()),
        }
    }
}

/// Writes a text as a field.
fn text(out: &mut Vec<u8>, text: &str) {
    if text.is_empty() {
        out.extend_from_slice(b"\"\"");
        return;
    }
    if is_formula(text) {
        quoted(out, &format!("'{text}"));
    } else if needs_quotes(text.as_bytes()) {
        quoted(out, text);
    } else {
        out.extend_from_slice(text.as_bytes());
    }
}

/// Whether a spreadsheet would compute it, or would once an apostrophe is taken away.
fn is_formula(text: &str) -> bool {
    match text.as_bytes()[0] {
        b'\'' => text.trim_start_matches('\'').starts_with(FORMULA),
        first => first < b'A' && FORMULA.contains(&char::from(first)),
    }
}

const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];

fn needs_quotes(bytes: &[u8]) -> bool {
    let edge = |byte: Option<&u8>| byte == Some(&b' ');
    has_special(bytes) || edge(bytes.first()) || edge(bytes.last())
}

/// Whether a field must stand in quotation marks. Most need not; without an early end the compiler
/// looks at many bytes at once.
pub(super) fn has_special(bytes: &[u8]) -> bool {
    let special = |any: bool, byte: &u8| any | matches!(byte, b',' | b'"' | b'\n' | b'\r');
    bytes.iter().fold(false, special)
}

/// Appends a field in quotation marks, those inside doubled (RFC 4180).
pub(super) fn quoted(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'"', rest.as_bytes()) {
        out.extend_from_slice(&rest.as_bytes()[..=at]);
        out.push(b'"');
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest.as_bytes());
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::strange;
    use crate::graph::Selection;

    fn read(bytes: &[u8]) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(bytes);
        let rows = reader.records().map(|row| row.expect("a row"));
        rows.map(|row| row.iter().map(str::to_owned).collect())
            .collect()
    }

    fn check(string: &str, expected: &str) {
        let mut bytes = Vec::new();
        text(&mut bytes, string);
        assert_eq!(String::from_utf8(bytes).expect("text"), expected);
        let read = &read(format!("{expected},x\n").as_bytes())[0][0];
        let apostrophe = read.starts_with('\'') && is_formula(read);
        assert_eq!(&read[usize::from(apostrophe)..], string);
    }

    #[test]
    fn a_text_is_no_formula_and_can_be_had_back() {
        check("", "\"\"");
        check("Sochi", "Sochi");
        check("=1+1", "\"'=1+1\"");
        check("@a", "\"'@a\"");
        check("'-1", "\"''-1\"");
        check("'s-Hertogenbosch", "'s-Hertogenbosch");
        check("\tx", "\"'\tx\"");
        check(" a, \"b\"\n", "\" a, \"\"b\"\"\n\"");
    }

    proptest::proptest! {
        #[test]
        fn every_text_comes_back(dossier in strange::dossiers()) {
            let selection = Selection::all(&dossier.graph);
            let view = View::new(&dossier, &selection);
            let mut bytes = Vec::new();
            nodes(&view, &Keys::of(&view, key), &mut bytes).expect("written");
            let rows = read(&bytes);
            proptest::prop_assert_eq!(rows.len(), dossier.graph.node_count() + 1);
            for (row, node) in rows[1..].iter().zip(dossier.graph.nodes()) {
                for (name, cell) in rows[0].iter().zip(row).skip(NODES.len()) {
                    let Some(ValueRef::Text(text)) = node.get(name) else { continue };
                    let apostrophe = is_formula(&format!("{cell}x")) && cell.starts_with('\'');
                    proptest::prop_assert_eq!(&cell[usize::from(apostrophe)..], text);
                }
            }
            let mut bytes = Vec::new();
            edges(&view, &Keys::of(&view, key), &mut bytes).expect("written");
            proptest::prop_assert_eq!(read(&bytes).len(), dossier.graph.edge_count() + 1);
        }
    }
}
