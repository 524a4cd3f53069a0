//! Rows as JSON: one array of objects, or one object a line.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};

use super::cell::float_text;
use super::{Cell, Node, Relationship, Rows};

/// One array, one row a line.
pub(crate) fn write_array(rows: &Rows, out: &mut dyn Write) -> io::Result<()> {
    if rows.is_empty() {
        return out.write_all(b"[]\n");
    }
    out.write_all(b"[\n")?;
    for (at, row) in rows.iter().enumerate() {
        let last = at + 1 == rows.len();
        writeln!(
            out,
            "  {}{}",
            object(rows.columns(), row),
            if last { "" } else { "," }
        )?;
    }
    out.write_all(b"]\n")
}

/// One object a line.
pub(crate) fn write_lines(rows: &Rows, out: &mut dyn Write) -> io::Result<()> {
    for row in rows.iter() {
        writeln!(out, "{}", object(rows.columns(), row))?;
    }
    Ok(())
}

/// One object over several lines.
pub(crate) fn write_object(
    columns: &[String],
    row: &[Cell],
    out: &mut dyn Write,
) -> io::Result<()> {
    let text = serde_json::to_string_pretty(&Entries(columns, row))?;
    writeln!(out, "{}", escape_controls(&text))
}

fn object(columns: &[String], row: &[Cell]) -> String {
    compact(&Entries(columns, row))
}

/// A cell as compact JSON.
pub(crate) fn cell(cell: &Cell) -> String {
    compact(cell)
}

fn compact(value: &impl Serialize) -> String {
    let text = serde_json::to_string(value)
        .expect("cells have text keys, and writing to memory does not fail");
    escape_controls(&text)
}

/// JSON leaves DEL and the C1 controls as they are; a terminal may obey them, so they are escaped
/// too. They can only stand inside strings.
fn escape_controls(json: &str) -> String {
    let raw = |c: char| ('\u{7f}'..='\u{9f}').contains(&c);
    if !json.contains(raw) {
        return json.to_owned();
    }
    json.chars()
        .map(|c| {
            if raw(c) {
                format!("\\u{:04x}", u32::from(c))
            } else {
                c.to_string()
            }
        })
        .collect()
}

struct Entries<'r>(&'r [String], &'r [Cell]);

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().zip(self.1))
    }
}

struct Properties<'r>(&'r [(String, Cell)]);

impl Serialize for Properties<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Cell::Null => serializer.serialize_unit(),
            Cell::Bool(bool) => serializer.serialize_bool(*bool),
            Cell::Int(int) => serializer.serialize_i64(*int),
            Cell::Float(float) if float.is_finite() => serializer.serialize_f64(*float),
            Cell::Float(float) => serializer.serialize_str(&float_text(*float)),
            Cell::Text(text) => serializer.serialize_str(text),
            Cell::List(cells) => {
                let mut list = serializer.serialize_seq(Some(cells.len()))?;
                for cell in cells {
                    list.serialize_element(cell)?;
                }
                list.end()
            }
            Cell::Map(entries) => Properties(entries).serialize(serializer),
            Cell::Node(node) => node.serialize(serializer),
            Cell::Relationship(relationship) => relationship.serialize(serializer),
            Cell::Path(nodes, relationships) => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("nodes", nodes)?;
                map.serialize_entry("relationships", relationships)?;
                map.end()
            }
        }
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("labels", &self.labels)?;
        map.serialize_entry("properties", &Properties(&self.properties))?;
        map.end()
    }
}

impl Serialize for Relationship {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("type", &self.kind)?;
        map.serialize_entry("from", &self.from)?;
        map.serialize_entry("to", &self.to)?;
        map.serialize_entry("properties", &Properties(&self.properties))?;
        map.end()
    }
}
