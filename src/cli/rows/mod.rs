//! Answers as rows: columns and cells, and the formats in which they are written.
//!
//! Knows nothing of what the rows are about; every command that prints rows, queries included,
//! makes a [`Rows`] and calls [`write`].

mod cell;
mod delimited;
mod json;
mod markdown;
mod table;

use std::collections::BTreeMap;
use std::io::{self, Write};

use clap::ValueEnum;

pub(crate) use cell::{Cell, Node, Relationship};
pub(crate) use table::wrap;

use super::output::Page;

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    /// For people: a table, or records on a narrow terminal
    #[default]
    Table,
    /// One array of objects
    Json,
    /// One object a line
    Jsonl,
    /// Comma-separated values, RFC 4180
    Csv,
    /// Tab-separated values
    Tsv,
    /// A table of GitHub's Markdown
    Markdown,
}

/// The flag that every command with rows has.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct FormatArgs {
    /// How the answer is written
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: Format,
}

/// Columns and rows, each as long as there are columns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rows {
    columns: Vec<String>,
    cells: Vec<Vec<Cell>>,
    shortened: Vec<&'static str>,
    forms: BTreeMap<String, String>,
}

impl Rows {
    /// No rows yet.
    pub(crate) fn new<C: Into<String>>(columns: impl IntoIterator<Item = C>) -> Self {
        Self {
            columns: columns.into_iter().map(Into::into).collect(),
            cells: Vec::new(),
            shortened: Vec::new(),
            forms: BTreeMap::new(),
        }
    }

    /// On a terminal, a table shows texts of these columns in a shorter form where they have one.
    /// Into a pipe and in all other formats they stay as they are.
    pub(crate) fn shorten(&mut self, columns: &[&'static str], forms: BTreeMap<String, String>) {
        self.shortened.extend(columns);
        self.forms = forms;
    }

    fn short(&self, column: &str, page: Page) -> Option<&BTreeMap<String, String>> {
        (page.terminal && self.shortened.contains(&column)).then_some(&self.forms)
    }

    /// Adds a row; it must have a cell for every column.
    pub(crate) fn push(&mut self, row: impl IntoIterator<Item = Cell>) {
        let row: Vec<_> = row.into_iter().collect();
        assert_eq!(row.len(), self.columns.len(), "a cell for every column");
        self.cells.push(row);
    }

    /// The names of the columns.
    pub(crate) fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The rows in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[Cell]> {
        self.cells.iter().map(Vec::as_slice)
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }
}

/// Writes rows in a format.
pub(crate) fn write(
    rows: &Rows,
    format: Format,
    page: Page,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Table => table::write(rows, page, out),
        Format::Json => json::write_array(rows, out),
        Format::Jsonl => json::write_lines(rows, out),
        Format::Csv => delimited::write(rows, b',', page, out),
        Format::Tsv => delimited::write(rows, b'\t', page, out),
        Format::Markdown => markdown::write(rows, page, out),
    }
}

/// Writes an answer that is always one thing: in JSON the object itself, over several lines.
pub(crate) fn write_one(
    rows: &Rows,
    format: Format,
    page: Page,
    out: &mut dyn Write,
) -> io::Result<()> {
    match (format, rows.iter().next()) {
        (Format::Json, Some(row)) => json::write_object(rows.columns(), row, out),
        _ => write(rows, format, page, out),
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;

    fn check(rows: &Rows, format: Format, width: Option<usize>) -> String {
        let page = Page {
            width,
            terminal: width.is_some(),
            colour: false,
        };
        let mut out = Vec::new();
        write(rows, format, page, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn meetings() -> Rows {
        let mut rows = Rows::new(["id", "troops", "roles", "said"]);
        rows.push([
            "lake-summit".into(),
            Cell::Null,
            Cell::texts(["host: ada", "guest: bo"]),
            "“Ja, <b>zeker</b> | misschien”, zei zij".into(),
        ]);
        rows.push([
            "exercise".into(),
            200i64.into(),
            Cell::texts::<&str>([]),
            "a\nb".into(),
        ]);
        rows
    }

    fn graph_values() -> Rows {
        let node = |id: &str| Node {
            id: id.into(),
            labels: vec!["Actor".to_owned(), "Person".to_owned()],
            properties: vec![("id".to_owned(), id.into())],
        };
        let relationship = Relationship {
            kind: "KNOWS".to_owned(),
            from: "bo".into(),
            to: "ada".into(),
            properties: vec![("since".to_owned(), 1i64.into())],
        };
        let mut rows = Rows::new(["v"]);
        for cell in [
            Cell::Float(1.0),
            Cell::Float(f64::NAN),
            Cell::Float(f64::NEG_INFINITY),
            Cell::Node(Box::new(node("ada"))),
            Cell::Relationship(Box::new(relationship.clone())),
            Cell::Path(vec![node("ada"), node("bo")], vec![relationship]),
            Cell::List(vec![Cell::Null, Cell::List(vec![1i64.into()])]),
            Cell::Map(vec![("a".to_owned(), Cell::Null)]),
        ] {
            rows.push([cell]);
        }
        rows
    }

    #[test]
    fn json_keeps_keys_in_column_order_and_nulls() {
        assert_snapshot!(check(&meetings(), Format::Json, None), @r#"
        [
          {"id":"lake-summit","troops":null,"roles":["host: ada","guest: bo"],"said":"“Ja, <b>zeker</b> | misschien”, zei zij"},
          {"id":"exercise","troops":200,"roles":[],"said":"a\nb"}
        ]
        "#);
        assert_snapshot!(check(&graph_values(), Format::Jsonl, None), @r#"
        {"v":1.0}
        {"v":"NaN"}
        {"v":"-Infinity"}
        {"v":{"id":"ada","labels":["Actor","Person"],"properties":{"id":"ada"}}}
        {"v":{"type":"KNOWS","from":"bo","to":"ada","properties":{"since":1}}}
        {"v":{"nodes":[{"id":"ada","labels":["Actor","Person"],"properties":{"id":"ada"}},{"id":"bo","labels":["Actor","Person"],"properties":{"id":"bo"}}],"relationships":[{"type":"KNOWS","from":"bo","to":"ada","properties":{"since":1}}]}}
        {"v":[null,[1]]}
        {"v":{"a":null}}
        "#);
        assert_eq!(check(&Rows::new(["a"]), Format::Json, None), "[]\n");
    }

    #[test]
    fn delimited_formats_keep_structure_as_json_and_null_empty() {
        assert_snapshot!(check(&meetings(), Format::Csv, None), @r#"
        id,troops,roles,said
        lake-summit,,"[""host: ada"",""guest: bo""]","“Ja, <b>zeker</b> | misschien”, zei zij"
        exercise,200,[],"a
        b"
        "#);
        assert_snapshot!(check(&meetings(), Format::Markdown, None), @r#"
        | id | troops | roles | said |
        | --- | --- | --- | --- |
        | lake-summit |  | ["host: ada","guest: bo"] | “Ja, \<b>zeker\</b> \| misschien”, zei zij |
        | exercise | 200 | [] | a<br>b |
        "#);
    }

    #[test]
    fn a_table_into_a_pipe_is_as_wide_as_it_needs() {
        assert_snapshot!(check(&meetings(), Format::Table, None), @"
        id           troops  roles                 said
        ──────────────────────────────────────────────────────────────────────────────────
        lake-summit          host: ada, guest: bo  “Ja, <b>zeker</b> | misschien”, zei zij
        exercise     200                           a
                                                   b
        ");
        assert_snapshot!(check(&graph_values(), Format::Table, None), @"
        v
        ─────────────────────────────────────────────────────────
        1.0
        NaN
        -Infinity
        (ada:Actor:Person)
        (bo)-[:KNOWS {since: 1}]->(ada)
        (ada:Actor:Person)<-[:KNOWS {since: 1}]-(bo:Actor:Person)
        null, [1]
        {a: null}
        ");
    }

    #[test]
    fn a_table_wraps_at_spaces_and_falls_back_to_records() {
        assert_snapshot!(check(&meetings(), Format::Table, Some(72)), @"
        id           troops  roles                 said
        ────────────────────────────────────────────────────────────────────────
        lake-summit          host: ada, guest: bo  “Ja, <b>zeker</b> |
                                                   misschien”, zei zij
        ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
        exercise     200                           a
                                                   b
        ");
        assert_snapshot!(check(&meetings(), Format::Table, Some(30)), @"
        id      lake-summit
        roles   host: ada, guest: bo
        said    “Ja, <b>zeker</b> |
                misschien”, zei zij

        id      exercise
        troops  200
        said    a
                b
        ");
    }

    #[test]
    fn short_forms_are_for_tables_on_terminals_alone() {
        let mut rows = Rows::new(["id", "sources"]);
        rows.push(["001_ab".into(), Cell::texts(["001_ab", "x"])]);
        let forms = BTreeMap::from([("001_ab".to_owned(), "001".to_owned())]);
        rows.shorten(&["sources"], forms);
        assert_eq!(
            check(&rows, Format::Tsv, Some(40)).lines().last(),
            Some("001_ab\t\"[\"\"001_ab\"\",\"\"x\"\"]\"")
        );
        assert_eq!(
            check(&rows, Format::Table, Some(40)).lines().last(),
            Some("001_ab  001, x")
        );
        assert_eq!(
            check(&rows, Format::Table, None).lines().last(),
            Some("001_ab  001_ab, x")
        );
    }

    #[test]
    fn no_control_character_reaches_a_terminal() {
        let mut rows = Rows::new(["a\u{1b}[31m"]);
        rows.push(["b\u{1b}[31m\u{9b}1m".into()]);
        for format in Format::value_variants() {
            for width in [20, 40, 80, 200] {
                let text = check(&rows, *format, Some(width));
                assert!(!text.contains(['\u{1b}', '\u{9b}']), "{format:?} {width}");
            }
        }
        assert!(
            check(&rows, Format::Csv, None).contains('\u{1b}'),
            "a pipe gets the data"
        );
    }
}
