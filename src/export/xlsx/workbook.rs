//! The sheets and the file.

use std::io::Write;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::sheet::Sheet;
use crate::export::columns::Columns;
use crate::export::csv::{EDGES, NODES, direction};
use crate::export::keys::Keys;
use crate::export::{ExportError, View};
use crate::graph::{EdgeRef, ValueRef};
use crate::model::date::Day;

const EVIDENCE: [&str; 14] = [
    "Id",
    "Label",
    "Type",
    "field",
    "value",
    "quote",
    "article",
    "title",
    "publisher",
    "published",
    "sentence",
    "start",
    "end",
    "why",
];

/// Writes the workbook.
///
/// # Errors
///
/// What the writer says.
pub fn write(view: &View<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let bytes = workbook(view).map_err(|error| match error {
        XlsxError::IoError(error) => ExportError::Io(error),
        other => ExportError::Impossible(format!("the workbook cannot be written: {other}")),
    })?;
    out.write_all(&bytes)?;
    Ok(out.flush()?)
}

fn workbook(view: &View<'_>) -> Result<Vec<u8>, XlsxError> {
    let keys = Keys::of(view, crate::export::buffer::plain_key);
    let mut workbook = Workbook::new();
    // The same graph gives the same bytes, whatever the clock says.
    let made = view.made.map_or((2000, 1, 1), Day::ymd);
    let (year, month, day) = made;
    let year = u16::try_from(year).unwrap_or(2000).clamp(1900, 9999);
    let part = |number: u32| u8::try_from(number).unwrap_or(1);
    let created = ExcelDateTime::from_ymd(year, part(month), part(day))?;
    let properties = DocProperties::new()
        .set_title(printable(&view.dossier.title))
        .set_creation_datetime(&created);
    workbook.set_properties(&properties);
    workbook.push_worksheet(nodes(view, &keys)?);
    workbook.push_worksheet(edges(view, &keys)?);
    workbook.push_worksheet(evidence(view, &keys)?);
    workbook.push_worksheet(about(view)?);
    workbook.save_to_buffer()
}

fn nodes(view: &View<'_>, keys: &Keys) -> Result<Worksheet, XlsxError> {
    let columns = Columns::of_nodes(view, keys, &NODES);
    let names = columns.columns.iter().map(|column| column.name.as_str());
    let mut sheet = Sheet::new(view, "nodes", NODES.into_iter().chain(names))?;
    let mut row = Vec::new();
    for node in view.nodes() {
        if !sheet.next_row() {
            continue;
        }
        sheet.text(&keys.of_node(node).text())?;
        sheet.text(view.name(node))?;
        let labels: Vec<_> = node.labels().collect();
        sheet.text(labels.last().unwrap_or(&""))?;
        sheet.text(&serde_json::json!(labels).to_string())?;
        columns.row_of_node(node, &mut row);
        for value in &row {
            sheet.value(*value)?;
        }
    }
    sheet.widths(&[28.0, 40.0, 14.0])
}

fn edges(view: &View<'_>, keys: &Keys) -> Result<Worksheet, XlsxError> {
    let columns = Columns::of_edges(view, &EDGES);
    let names = columns.columns.iter().map(|column| column.name.as_str());
    let mut sheet = Sheet::new(view, "edges", EDGES.into_iter().chain(names))?;
    let mut row = Vec::new();
    for edge in view.edges() {
        if !sheet.next_row() {
            continue;
        }
        sheet.text(&keys.of_node(edge.from()).text())?;
        sheet.text(&keys.of_node(edge.to()).text())?;
        sheet.text(direction(edge))?;
        sheet.text(edge.kind())?;
        columns.row_of_edge(edge, &mut row);
        for value in &row {
            sheet.value(*value)?;
        }
    }
    sheet.widths(&[28.0, 28.0, 10.0, 16.0])
}

fn evidence(view: &View<'_>, keys: &Keys) -> Result<Worksheet, XlsxError> {
    let mut sheet = Sheet::new(view, "evidence", EVIDENCE.into_iter())?;
    let graph = &view.dossier.graph;
    let is_evidence = |edge: &EdgeRef<'_>| edge.kind() == "SUPPORTED_BY";
    for edge in view.selection.edges(graph).filter(is_evidence) {
        if !sheet.next_row() {
            continue;
        }
        let (thing, article) = (edge.from(), edge.to());
        sheet.text(&keys.of_node(thing).text())?;
        sheet.text(view.name(thing))?;
        sheet.text(thing.labels().last().unwrap_or_default())?;
        for key in ["field", "value", "quote"] {
            sheet.value(edge.get(key))?;
        }
        sheet.text(&keys.of_node(article).text())?;
        for key in ["title", "publisher", "published"] {
            sheet.value(article.get(key))?;
        }
        for key in ["sentence", "start", "end", "why"] {
            sheet.value(edge.get(key))?;
        }
    }
    sheet.widths(&[28.0, 40.0, 14.0, 16.0, 24.0, 80.0, 24.0, 40.0])
}

fn about(view: &View<'_>) -> Result<Worksheet, XlsxError> {
    let mut sheet = Sheet::new(view, "about", ["what", "of this workbook"].into_iter())?;
    let count = |count: usize| ValueRef::Int(i64::try_from(count).unwrap_or(i64::MAX));
    let rows = [
        ("title", ValueRef::Text(&view.dossier.title)),
        (
            "description",
            ValueRef::Text(view.dossier.description.as_deref().unwrap_or_default()),
        ),
        ("nodes", count(view.selection.node_count())),
        ("relationships", count(view.selection.edge_count())),
        ("status reported", ValueRef::Text("one witness says it")),
        (
            "status corroborated",
            ValueRef::Text("two witnesses or more say it"),
        ),
        (
            "status disputed",
            ValueRef::Text(
                "witnesses cannot both be right, or a claim denies it; disputed_fields says which",
            ),
        ),
        (
            "status claimed",
            ValueRef::Text("somebody says it; no article reports it as fact"),
        ),
        (
            "status background",
            ValueRef::Text("written down beforehand; no article says it"),
        ),
        (
            "date",
            ValueRef::Text(
                "EDTF: ~ about, ? uncertain, a/b from a to b, a..b some day between; earliest and latest are its first and last day",
            ),
        ),
        ("lists", ValueRef::Text("are JSON")),
    ];
    for (what, value) in rows {
        sheet.next_row();
        sheet.text(what)?;
        sheet.value(Some(value))?;
    }
    sheet.widths(&[22.0, 100.0])
}

/// A text for the properties of the document, of which the crate escapes no control characters.
fn printable(text: &str) -> String {
    let chars = text.chars().filter(|char| !char.is_control());
    chars
        .filter(|char| !matches!(char, '\u{fffe}' | '\u{ffff}'))
        .take(255)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::strange;
    use crate::graph::Selection;

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(24))]
        #[test]
        fn whatever_a_dossier_holds_there_is_a_workbook_and_always_the_same(dossier in strange::dossiers()) {
            let selection = Selection::all(&dossier.graph);
            let write = || {
                let mut bytes = Vec::new();
                write(&View::new(&dossier, &selection), &mut bytes).expect("written");
                bytes
            };
            let bytes = write();
            proptest::prop_assert!(bytes.starts_with(b"PK"));
            proptest::prop_assert_eq!(write(), bytes);
        }
    }
}
