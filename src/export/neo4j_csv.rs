//! A folder for `neo4j-admin database import full`: `nodes.csv` and `relationships.csv`, whose
//! headers name the type of each column, and `README.txt` with the command.
//!
//! Format: Neo4j Operations Manual 5, "Neo4j-admin import", "CSV header format". Elements of lists
//! are parted by the unit separator U+001F, which no text of a dossier needs; the command names it.
//! An unquoted empty field is no value, `""` is an empty text. Empty lists cannot be told from
//! missing ones and are left out.

use std::io::Write;

use super::buffer::{Buffer, not_finite, number_key, write_float};
use super::columns::{self, Column, Columns, Kind, Scalar};
use super::csv::{has_special, quoted};
use super::file::FolderDraft;
use super::keys::Keys;
use super::survey::{PerKind, PerLabels};
use super::{ExportError, Key, View};
use crate::graph::{NodeRef, ValueRef};

/// What parts the elements of a list.
const SEPARATOR: char = '\u{1f}';

const README: &str = "\
Import into a new database of Neo4j 5 (it must not exist yet). With Neo4j stopped, in this folder:

    neo4j-admin database import full neo4j --nodes=nodes.csv --relationships=relationships.csv \\
        --array-delimiter=U+001F --multiline-fields=true --overwrite-destination

Then start Neo4j and look:

    MATCH (n) RETURN labels(n), count(*);
";

/// Writes the folder.
///
/// # Errors
///
/// What the disk says.
pub fn write(view: &View<'_>, folder: &FolderDraft) -> Result<(), ExportError> {
    let keys = Keys::of(view, key);
    nodes(view, &keys, &mut folder.file("nodes.csv")?)?;
    relationships(view, &keys, &mut folder.file("relationships.csv")?)?;
    let mut readme = folder.file("README.txt")?;
    readme.write_all(README.as_bytes())?;
    Ok(readme.flush()?)
}

fn nodes(view: &View<'_>, keys: &Keys, out: &mut dyn Write) -> Result<(), ExportError> {
    // The key is no property of the node in Neo4j: `id` has a column of its own.
    let columns = Columns::of_nodes(view, keys, &[]);
    let mut table = Table::new(view, keys, out, &columns);
    table.header(":ID,:LABEL");
    let mut labels = PerLabels::new();
    let mut row = Vec::new();
    for node in view.nodes() {
        table.key(node);
        table.out.byte(b',');
        let field = labels.get(node, || {
            let mut field = Vec::new();
            text(&mut field, &joined(view, node.labels()));
            field
        });
        table.out.ready(field);
        columns.row_of_node(node, &mut row);
        table.values(&row)?;
    }
    Ok(table.out.finish()?)
}

fn relationships(view: &View<'_>, keys: &Keys, out: &mut dyn Write) -> Result<(), ExportError> {
    let columns = Columns::of_edges(view, &[]);
    let mut table = Table::new(view, keys, out, &columns);
    table.header(":START_ID,:END_ID,:TYPE");
    let mut kinds = PerKind::new();
    let mut row = Vec::new();
    for edge in view.edges() {
        table.key(edge.from());
        table.out.byte(b',');
        table.key(edge.to());
        table.out.byte(b',');
        table.out.ready(kinds.get(edge, || {
            let mut field = Vec::new();
            text(&mut field, edge.kind());
            field
        }));
        columns.row_of_edge(edge, &mut row);
        table.values(&row)?;
    }
    Ok(table.out.finish()?)
}

struct Table<'t, 'd, 'w> {
    view: &'t View<'d>,
    keys: &'t Keys,
    out: Buffer<'w>,
    columns: &'t Columns,
}

impl<'t, 'd, 'w> Table<'t, 'd, 'w> {
    fn new(
        view: &'t View<'d>,
        keys: &'t Keys,
        out: &'w mut dyn Write,
        columns: &'t Columns,
    ) -> Self {
        let out = Buffer::new(out);
        Self {
            view,
            keys,
            out,
            columns,
        }
    }

    fn header(&mut self, fixed: &str) {
        self.out.raw(fixed);
        for column in &self.columns.columns {
            self.out.byte(b',');
            let name = self.name(&column.key);
            quoted(self.out.bytes(), &format!("{name}:{}", type_name(column)));
        }
        self.out.byte(b'\n');
    }

    /// A name in a header: what follows a colon is a type, what follows a brace an option.
    fn name(&self, key: &str) -> String {
        if !key.contains([':', '{', '}']) && !key.is_empty() {
            return key.to_owned();
        }
        let note = "names of properties with a colon or brace, or with nothing, changed";
        self.view.remark(note);
        format!("{}_", key.replace([':', '{', '}'], "_"))
    }

    fn key(&mut self, node: NodeRef<'_>) {
        self.keys.write(self.out.bytes(), node);
    }

    fn text(&mut self, string: &str) {
        text(self.out.bytes(), string);
    }

    fn values(&mut self, row: &[Option<ValueRef<'_>>]) -> Result<(), ExportError> {
        for (value, column) in row.iter().zip(&self.columns.columns) {
            self.out.byte(b',');
            match (value, column.kind) {
                (None, _) => {}
                (Some(ValueRef::Text(text)), _) => self.text(text),
                (Some(value), Kind::Mixed) => {
                    self.view.remark(format!(
                        "values of several kinds in `{}` written as text",
                        column.key
                    ));
                    match value {
                        ValueRef::List(items) => self.text(&columns::json(items).to_string()),
                        other => self.text(&other.printed().unwrap_or_default()),
                    }
                }
                (Some(ValueRef::List([])), _) => self.view.remark(format!(
                    "empty lists in `{}` left out: the importer has no word for them",
                    column.key
                )),
                (Some(ValueRef::List(items)), _) => {
                    let printed: Vec<_> = items.iter().map(|item| scalar(item.into())).collect();
                    self.text(&joined(self.view, printed.iter().map(String::as_str)));
                }
                (Some(ValueRef::Int(int)), _) => self.out.int(*int),
                (Some(ValueRef::Date(day)), _) => self.out.day(*day),
                (Some(other), _) => {
                    let text = scalar(*other);
                    self.text(&text);
                }
            }
        }
        self.out.byte(b'\n');
        Ok(self.out.relieve()?)
    }
}

/// A list as one text.
fn joined<'s>(view: &View<'_>, items: impl Iterator<Item = &'s str>) -> String {
    let mut joined = String::new();
    for (at, item) in items.enumerate() {
        if at > 0 {
            joined.push(SEPARATOR);
        }
        if item.contains(SEPARATOR) {
            view.remark("the unit separator U+001F in a list replaced by U+FFFD");
            joined.push_str(&item.replace(SEPARATOR, "\u{fffd}"));
        } else {
            joined.push_str(item);
        }
    }
    joined
}

fn type_name(column: &Column) -> String {
    let scalar = |scalar| match scalar {
        Scalar::Bool => "boolean",
        Scalar::Int => "long",
        Scalar::Float => "double",
        Scalar::Text => "string",
        Scalar::Date => "date",
        Scalar::LocalTime => "localtime",
        Scalar::Time => "time",
        Scalar::LocalDateTime => "localdatetime",
        Scalar::DateTime => "datetime",
        Scalar::Duration => "duration",
    };
    match column.kind {
        Kind::One(kind) => scalar(kind).to_owned(),
        Kind::List(Some(kind)) => format!("{}[]", scalar(kind)),
        Kind::List(None) => "string[]".to_owned(),
        Kind::Mixed => "string".to_owned(),
    }
}

fn scalar(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Float(float) if !float.is_finite() => not_finite(float).to_owned(),
        ValueRef::Float(float) => {
            let mut bytes = Vec::new();
            write_float(&mut bytes, float);
            String::from_utf8_lossy(&bytes).into_owned()
        }
        other => other.printed().unwrap_or_default(),
    }
}

fn needs_quotes(bytes: &[u8]) -> bool {
    let blank = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_whitespace);
    has_special(bytes) || blank(bytes.first()) || blank(bytes.last())
}

fn key(out: &mut Vec<u8>, key: Key<'_>) {
    match key {
        Key::Id(id) => text(out, id),
        Key::Number(number) => number_key(out, number),
    }
}

fn text(out: &mut Vec<u8>, text: &str) {
    if text.is_empty() || needs_quotes(text.as_bytes()) {
        quoted(out, text);
    } else {
        out.extend_from_slice(text.as_bytes());
    }
}
