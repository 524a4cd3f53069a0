//! Tables: pandas, `DuckDB`, `PyArrow` and openpyxl.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::programs::{python, said};

/// The bundled dossier, and one of names that break what was not written with care.
pub(crate) fn dossiers() -> [PathBuf; 2] {
    let bundled = Path::new(env!("CARGO_MANIFEST_DIR"));
    [bundled.to_owned(), bundled.join("tests/foreign/strange")]
}

/// Runs the program on a dossier and gives what it prints.
pub(crate) fn on(dossier: &Path, args: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_kroniek"))
        .arg("--dossier")
        .arg(dossier)
        .args(args)
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{args:?}: {}", said(&output));
    output.stdout
}

/// Exports a dossier and hands the result with the answers to queries to a script, which compares
/// them; gives what the script prints.
pub(crate) fn compare(script: &str, dossier: &Path, format: &str, queries: &[&str]) -> String {
    let dir = TempDir::new().expect("a folder");
    let path = dir.path().join(format);
    let output = path.to_str().expect("text");
    on(dossier, &["export", format, "--output", output]);
    let mut args = vec![PathBuf::from(format), path.clone()];
    for (at, query) in queries.iter().enumerate() {
        let file = dir.path().join(format!("{at}.json"));
        let rows = on(dossier, &["query", "--format", "json", query]);
        std::fs::write(&file, rows).expect("written");
        args.push(file);
    }
    python(script, &args)
}

fn check(format: &str) {
    for dossier in dossiers() {
        let queries = ["MATCH (n) RETURN n", "MATCH ()-[r]->() RETURN r"];
        let counts = compare("tables.py", &dossier, format, &queries);
        let asked = on(
            &dossier,
            &[
                "query",
                "--format",
                "json",
                "MATCH (n) RETURN count(n) AS n",
            ],
        );
        let asked: serde_json::Value = serde_json::from_slice(&asked).expect("JSON");
        let nodes = counts.split(' ').next().map(str::to_owned);
        assert_eq!(nodes, Some(asked[0]["n"].to_string()), "{format}");
    }
}

#[test]
#[ignore = "needs pandas"]
fn pandas_reads_the_counts_and_values_of_csv() {
    check("csv");
}

#[test]
#[ignore = "needs DuckDB and PyArrow"]
fn duckdb_and_pyarrow_read_the_same_rows_and_types_of_parquet() {
    check("parquet");
}

#[test]
#[ignore = "needs openpyxl"]
fn openpyxl_reads_every_sheet_of_a_workbook() {
    check("xlsx");
}
