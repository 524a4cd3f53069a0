//! Pictures: Graphviz, librsvg and Poppler.

use std::fs;
use std::process::Command;

use tempfile::TempDir;

use crate::programs::{kroniek, read_by, said};

const STYLES: [&str; 5] = ["graph", "chronicle", "overview", "around", "actors"];

#[test]
#[ignore = "needs Graphviz"]
fn graphviz_reads_the_dot_of_every_style() {
    for style in STYLES {
        let dot = kroniek(&["export", "dot", "--style", style]);
        let output = read_by("dot", &["-Tcanon"], &dot);
        // Graphviz counts the labels beside lines that find no room; anything else is a fault.
        let warnings = said(&output);
        let faults: Vec<_> = warnings
            .lines()
            .filter(|line| !line.contains("exterior labels positioned"))
            .collect();
        assert_eq!(faults, [""; 0], "{style}");
        assert!(output.stdout.starts_with(b"digraph"), "{style}");
    }
}

#[test]
#[ignore = "needs Graphviz"]
fn graphviz_counts_the_nodes_and_relationships_of_the_graph() {
    let dot = kroniek(&["export", "dot", "--kinds", "actor,event", "--no-claims"]);
    let plain = read_by("dot", &["-Tplain"], &dot).stdout;
    let plain = String::from_utf8(plain).expect("text");
    let count = |word: &str| plain.lines().filter(|line| line.starts_with(word)).count();
    let asked = |query: &str| {
        let json = kroniek(&["query", "--format", "json", query]);
        let rows: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
        usize::try_from(rows[0]["n"].as_u64().expect("a number")).expect("small")
    };
    assert_eq!(
        count("node "),
        asked("MATCH (n) WHERE n:Actor OR n:Event RETURN count(n) AS n")
    );
    let edges = "MATCH (a)-[r]->(b) WHERE (a:Actor OR a:Event) AND (b:Actor OR b:Event) RETURN count(r) AS n";
    assert_eq!(count("edge "), asked(edges));
}

#[test]
#[ignore = "needs rsvg-convert"]
fn another_renderer_draws_every_picture() {
    for style in &STYLES[1..] {
        let svg = kroniek(&["export", "svg", "--style", style]);
        let png = read_by("rsvg-convert", &["--format=png"], &svg).stdout;
        assert!(png.starts_with(b"\x89PNG"), "{style}");
        assert!(
            png.len() > 20_000,
            "{style}: {} bytes are an empty sheet",
            png.len()
        );
    }
}

#[test]
#[ignore = "needs pdftotext"]
fn the_text_of_a_pdf_can_be_searched() {
    let pdf = kroniek(&["export", "pdf"]);
    let dir = TempDir::new().expect("a folder");
    let path = dir.path().join("chronicle.pdf");
    fs::write(&path, pdf).expect("written");
    let output = Command::new("pdftotext")
        .arg(&path)
        .arg("-")
        .output()
        .expect("pdftotext runs");
    let text = String::from_utf8_lossy(&output.stdout);
    for words in [
        "Russia, Belarus and their Union State",
        "Zapad 2021",
        "Russian loan of 2020",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
}
