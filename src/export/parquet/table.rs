//! The two files.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::column::Gathered;
use crate::export::columns::{Columns, Kind};
use crate::export::keys::Keys;
use crate::export::{ExportError, View};
use crate::graph::NodeRef;

/// Rows of a group: what DuckDB and Polars read as one piece.
const GROUP: usize = 122_880;
/// Bytes of texts that end a group of fewer rows.
const FULL: usize = 64 << 20;

pub(super) fn nodes(
    view: &View<'_>,
    keys: &Keys,
    out: impl Write + Send,
) -> Result<(), ExportError> {
    let columns = Columns::of_nodes(view, keys, &["id", "labels"]);
    let fixed = [Gathered::required_text("id"), Gathered::texts("labels")];
    let mut file = Table::create(view, keys, out, "nodes", fixed, &columns)?;
    let graph = &view.dossier.graph;
    let mut row = Vec::new();
    for node in view.nodes() {
        file.key(0, node);
        let labels = node.label_symbols().iter().map(|label| graph.name(*label));
        file.columns[1].push_texts(labels);
        columns.row_of_node(node, &mut row);
        for (column, value) in file.columns[2..].iter_mut().zip(&row) {
            column.push(*value);
        }
        file.end_row(
            row.iter()
                .flatten()
                .map(|value| value.as_text().map_or(8, str::len))
                .sum(),
        )?;
    }
    file.close()
}

pub(super) fn edges(
    view: &View<'_>,
    keys: &Keys,
    out: impl Write + Send,
) -> Result<(), ExportError> {
    let columns = Columns::of_edges(view, &["source", "target", "type"]);
    let fixed = ["source", "target", "type"].map(Gathered::required_text);
    let mut file = Table::create(view, keys, out, "edges", fixed, &columns)?;
    let mut row = Vec::new();
    for edge in view.edges() {
        file.key(0, edge.from());
        file.key(1, edge.to());
        file.columns[2].push_text(edge.kind());
        columns.row_of_edge(edge, &mut row);
        for (column, value) in file.columns[3..].iter_mut().zip(&row) {
            column.push(*value);
        }
        file.end_row(
            row.iter()
                .flatten()
                .map(|value| value.as_text().map_or(8, str::len))
                .sum(),
        )?;
    }
    file.close()
}

struct Table<'t, W: Write + Send> {
    keys: &'t Keys,
    writer: SerializedFileWriter<W>,
    columns: Vec<Gathered>,
    rows: usize,
    bytes: usize,
}

impl<'t, W: Write + Send> Table<'t, W> {
    fn create<const N: usize>(
        view: &View<'_>,
        keys: &'t Keys,
        out: W,
        name: &str,
        fixed: [Gathered; N],
        columns: &Columns,
    ) -> Result<Self, ExportError> {
        for column in &columns.columns {
            if column.kind == Kind::Mixed {
                view.remark(format!(
                    "`{}` has values of several kinds: a column of text",
                    column.key
                ));
            }
        }
        let properties = columns.columns.iter().map(Gathered::property);
        let columns: Vec<_> = fixed.into_iter().chain(properties).collect();
        let fields: Result<Vec<_>, _> = columns.iter().map(Gathered::schema).collect();
        let schema = Type::group_type_builder(name)
            .with_fields(fields.map_err(failed)?)
            .build()
            .map_err(failed)?;
        let properties = WriterProperties::builder()
            .set_created_by(concat!("kroniek ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_compression(Compression::SNAPPY)
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .build();
        let writer = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties));
        Ok(Self {
            keys,
            writer: writer.map_err(failed)?,
            columns,
            rows: 0,
            bytes: 0,
        })
    }

    fn key(&mut self, column: usize, node: NodeRef<'_>) {
        self.columns[column].push_key(self.keys, node);
    }

    fn end_row(&mut self, bytes: usize) -> Result<(), ExportError> {
        self.rows += 1;
        self.bytes += bytes;
        if self.rows < GROUP && self.bytes < FULL {
            return Ok(());
        }
        self.write_group()
    }

    fn write_group(&mut self) -> Result<(), ExportError> {
        let mut group = self.writer.next_row_group().map_err(failed)?;
        for gathered in &mut self.columns {
            if let Some(mut column) = group.next_column().map_err(failed)? {
                gathered.write(&mut column).map_err(failed)?;
                column.close().map_err(failed)?;
            }
        }
        group.close().map_err(failed)?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }

    fn close(mut self) -> Result<(), ExportError> {
        if self.rows > 0 {
            self.write_group()?;
        }
        self.writer.close().map_err(failed)?;
        Ok(())
    }
}

/// What the crate says is about the disk, and else about a table that it cannot hold.
fn failed(error: ParquetError) -> ExportError {
    match error {
        ParquetError::External(inner) => match inner.downcast::<std::io::Error>() {
            Ok(io) => ExportError::Io(*io),
            Err(other) => ExportError::Impossible(other.to_string()),
        },
        other => ExportError::Impossible(format!("the table cannot be written: {other}")),
    }
}
