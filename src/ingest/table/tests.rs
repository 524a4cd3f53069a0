//! Whole files read as tables.

use std::fs;

use super::*;

fn layout(format: Format) -> Layout {
    mapping::Form::default().layout(format)
}

fn table(name: &str, bytes: &[u8], layout: &Layout, wanted: &[&str]) -> io::Result<Table> {
    let dir = tempfile::tempdir()?;
    let path = dir.path().join(name);
    fs::write(&path, bytes)?;
    let wanted: Vec<String> = wanted.iter().map(|&name| name.to_owned()).collect();
    read(&path, layout, &wanted)
}

fn cells(table: &Table) -> Vec<String> {
    let rows = &table.rows;
    (0..rows.lines.len())
        .map(|at| {
            let cells: Vec<&str> = rows
                .columns
                .iter()
                .map(|column| column.texts.get(column.codes[at]))
                .collect();
            format!("{}: {}", rows.lines.at(at), cells.join("|"))
        })
        .collect()
}

#[test]
fn a_header_names_the_columns() {
    let table = table(
        "a.csv",
        b"\n\"d,ay\",who\n1,\"x\ny\"\n2,z\n",
        &layout(Format::Csv),
        &["who", "d,ay"],
    );
    assert_eq!(cells(&table.expect("read")), ["3: x\ny|1", "5: z|2"]);
}

#[test]
fn columns_without_header_have_numbers_or_given_names() {
    let mut layout = layout(Format::Tsv);
    layout.header = false;
    let text = b"a\tb\r\nc\td\r\n";
    let read = table("a.tsv", text, &layout, &["2"]).expect("read");
    assert_eq!(cells(&read), ["1: b", "2: d"]);
    layout.columns = Some(vec!["x".to_owned(), "y".to_owned()]);
    layout.skip = 1;
    let read = table("a.tsv", text, &layout, &["y"]).expect("read");
    assert_eq!(cells(&read), ["2: d"]);
}

#[test]
fn columns_that_are_not_there_or_twice_are_told() {
    let read = table(
        "a.csv",
        b"a,b,b\n1,2,3\n",
        &layout(Format::Csv),
        &["a", "b", "c"],
    )
    .expect("read");
    assert_eq!((read.absent, read.doubled), (vec![2], vec![1]));
    let read = table(
        "a.jsonl",
        b"{\"a\": 1}\n",
        &layout(Format::JsonLines),
        &["a", "c"],
    )
    .expect("read");
    assert_eq!(read.absent, [1]);
}

#[test]
fn empty_files_have_no_rows() {
    for (name, format) in [
        ("a.csv", Format::Csv),
        ("a.tsv", Format::Tsv),
        ("a.jsonl", Format::JsonLines),
    ] {
        for bytes in [&b""[..], b"\n", b"\n\n"] {
            let read = table(name, bytes, &layout(format), &["a"]).expect("read");
            assert_eq!(read.rows.count, 0);
            assert_eq!(read.sha256.len(), 64);
        }
    }
}

#[test]
fn a_large_file_reads_as_its_rows_one_by_one() {
    let mut text = String::from("n,who,note\n");
    for n in 0..200_000 {
        let note = if n % 7 == 0 {
            "\"a\nb, \"\"c\"\"\""
        } else {
            "plain"
        };
        text.push_str(&format!("{n},actor {},{note}\n", n % 1000));
    }
    let packed = zstd::encode_all(text.as_bytes(), 1).expect("packed");
    for (name, bytes) in [("a.csv", text.as_bytes()), ("a.csv.zst", &packed)] {
        let read = table(name, bytes, &layout(Format::Csv), &["n", "who", "note"]).expect("read");
        let rows = read.rows;
        assert_eq!((rows.count, rows.refused.count), (200_000, 0));
        let mut line = 2;
        for at in 0..200_000 {
            let cell = |column: usize| {
                rows.columns[column]
                    .texts
                    .get(rows.columns[column].codes[at])
            };
            assert_eq!(cell(0), at.to_string());
            assert_eq!(cell(1), format!("actor {}", at % 1000));
            assert_eq!(cell(2), if at % 7 == 0 { "a\nb, \"c\"" } else { "plain" });
            assert_eq!(rows.lines.at(at), line, "row {at}");
            line += if at % 7 == 0 { 2 } else { 1 };
        }
    }
}

#[test]
fn a_packed_file_that_is_cut_is_an_error() {
    let text = "a,b\n1,2\n".repeat(1000);
    let packed = zstd::encode_all(text.as_bytes(), 1).expect("packed");
    for cut in [1, 8, packed.len() / 2, packed.len() - 1] {
        assert!(
            table("a.csv.zst", &packed[..cut], &layout(Format::Csv), &["a"]).is_err(),
            "{cut}"
        );
    }
}
