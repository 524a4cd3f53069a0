//! RDF: rdflib, Oxigraph and pyshacl.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value as Json;
use tempfile::TempDir;

use crate::programs::{export, kroniek, python, said};

/// The rows of a query as texts; its columns must be named in alphabetical order.
fn asked(query: &str) -> BTreeSet<Vec<String>> {
    let json = kroniek(&["query", "--format", "json", query]);
    let rows: Vec<serde_json::Map<String, Json>> = serde_json::from_slice(&json).expect("JSON");
    let text = |value: &Json| match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let row = |row: &serde_json::Map<String, Json>| row.values().map(text).collect();
    rows.iter().map(row).collect()
}

/// The rows that the script printed, without the namespace of our words.
fn found(answer: &Json, name: &str) -> BTreeSet<Vec<String>> {
    let rows = answer[name].as_array().expect(name);
    let text = |value: &Json| {
        let text = value.as_str().expect("a text");
        text.trim_start_matches("urn:kroniek-vocabulary:")
            .to_owned()
    };
    let row = |row: &Json| row.as_array().expect("a row").iter().map(text).collect();
    rows.iter().map(row).collect()
}

/// EDTF has brackets around "some day between".
fn with_brackets(rows: BTreeSet<Vec<String>>) -> BTreeSet<Vec<String>> {
    let edtf = |text: String| {
        if text.contains("..") && !text.contains('/') {
            format!("[{text}]")
        } else {
            text
        }
    };
    let row = |row: Vec<String>| row.into_iter().map(edtf).collect();
    rows.into_iter().map(row).collect()
}

#[test]
#[ignore = "needs rdflib and pyoxigraph"]
fn rdflib_and_oxigraph_read_every_syntax_to_what_the_graph_says() {
    for base in [&[][..], &["--base", "https://example.org/union-state#"]] {
        let files = ["turtle", "trig", "nquads", "jsonld"].map(|format| export(format, base));
        let paths: Vec<_> = files.iter().map(|(_, path)| path).collect();
        let answer: Json = serde_json::from_str(&python("rdf.py", &paths)).expect("JSON");
        let check = |name: &str, query: &str| {
            let expected = with_brackets(asked(query));
            assert!(!expected.is_empty(), "{name}");
            let found = found(&answer, name);
            let differ: Vec<_> = found.symmetric_difference(&expected).collect();
            assert!(differ.is_empty(), "{name}: {differ:?}");
        };
        check("nodes", "MATCH (n) RETURN count(n) AS column0");
        check(
            "labels",
            "MATCH (n) UNWIND labels(n) AS l RETURN l AS column0, count(n) AS column1",
        );
        check(
            "relationships",
            "MATCH ()-[r]->() WHERE type(r) <> 'SUPPORTED_BY' RETURN type(r) AS column0, count(r) AS column1",
        );
        check(
            "evidence",
            "MATCH ()-[r:SUPPORTED_BY]->() RETURN count(r) AS column0",
        );
        check(
            "quotes",
            "MATCH (n)-[r:SUPPORTED_BY]->(a) RETURN n.id AS column0, a.id AS column1, r.quote AS column2, r.start AS column3, r.end AS column4",
        );
        check(
            "status",
            "MATCH (n) WHERE n.status IS NOT NULL RETURN n.id AS column0, n.status AS column1",
        );
        check(
            "disputed",
            "MATCH (n) UNWIND n.disputed_fields AS f RETURN n.id AS column0, f AS column1",
        );
        check(
            "dates",
            "MATCH (n) WHERE n.date IS NOT NULL RETURN n.id AS column0, n.date AS column1",
        );
        check(
            "amounts",
            "MATCH (n) WHERE n.amount_min IS NOT NULL RETURN n.id AS column0, n.amount_min AS column1, n.amount_max AS column2, n.currency AS column3",
        );
        check(
            "roles",
            "MATCH (a)-[r:INVOLVED_IN]->(e) RETURN a.id AS column0, r.role AS column1, e.id AS column2, r.status AS column3",
        );
        check(
            "names",
            "MATCH (n) WHERE n.name IS NOT NULL RETURN n.id AS column0, n.name AS column1",
        );
    }
}

fn shacl(data: &Path) -> String {
    let shapes = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/shapes.ttl");
    python("shacl.py", &[&shapes, data])
}

#[test]
#[ignore = "needs pyshacl"]
fn the_shapes_hold_of_the_dossier_and_not_of_broken_ones() {
    let (_dir, path) = export("turtle", &[]);
    assert_eq!(shacl(&path), "conforms\n");
    let whole = fs::read_to_string(&path).expect("text");
    for (what, line) in [
        (
            "an event without a type",
            "\tsem:eventType kroniek:Meeting ;\n",
        ),
        (
            "an annotation without a thing",
            "\toa:hasBody :loan-2021 ;\n",
        ),
        (
            "a thing without an identifier",
            "\tschema:identifier \"putin\" ;\n",
        ),
        (
            "a thing without a status",
            "\tkroniek:status \"disputed\" ;\n",
        ),
        (
            "a role without its kind",
            "\tsem:roleType role:participant ;\n",
        ),
        ("a passage that ends nowhere", ";\n\toa:end 2681 .\n"),
    ] {
        assert!(whole.contains(line), "{what}");
        let end = if line.starts_with(';') { ".\n" } else { "" };
        let broken = path.with_extension("broken");
        fs::write(&broken, whole.replacen(line, end, 1)).expect("written");
        let found = shacl(&broken);
        assert!(found.contains("Constraint Violation"), "{what}: {found}");
    }
    let begin = whole.find("\toa:exact ").expect("a quote");
    let end = begin + whole[begin..].find('\n').expect("a line");
    let mut broken = whole.clone();
    broken.replace_range(begin..end, "\toa:exact \"\" .");
    let file = path.with_extension("empty");
    fs::write(&file, broken).expect("written");
    assert!(shacl(&file).contains("Constraint Violation"));
}

#[test]
#[ignore = "needs rdflib and pyoxigraph"]
fn hostile_names_reach_both_readers_whole() {
    let dir = TempDir::new().expect("a folder");
    let folder = dir.path().join("dossier");
    let init = Command::new(env!("CARGO_BIN_EXE_kroniek"))
        .args(["init", folder.to_str().expect("text")])
        .output()
        .expect("the program runs");
    assert!(init.status.success(), "{}", said(&init));
    let name = "a \\\"b\\\" </script> ]]> \\\\ \\u0001 \\uFFFE é 😀 עברית e\\u0301 ' `";
    let path = folder.join("annotations/actors.yaml");
    let actors = fs::read_to_string(&path).expect("text");
    let entry = format!("  match: {{type: person, unnamed: true, name: {{en: \"{name}\"}}}}\n");
    let actors = actors.replace("\nplaces:\n", &format!("\n{entry}\nplaces:\n"));
    fs::write(&path, actors).expect("written");
    let files = ["turtle", "trig", "nquads", "jsonld"].map(|format| dir.path().join(format));
    for file in &files {
        let format = file.file_name().expect("a name");
        let output = Command::new(env!("CARGO_BIN_EXE_kroniek"))
            .arg("--dossier")
            .arg(&folder)
            .arg("export")
            .arg(format)
            .arg("-o")
            .arg(file)
            .output()
            .expect("the program runs");
        assert!(output.status.success(), "{}", said(&output));
    }
    let answer: Json = serde_json::from_str(&python("rdf.py", &files)).expect("JSON");
    let whole: String = serde_json::from_str(&format!("\"{name}\"")).expect("a text");
    let names = found(&answer, "names");
    assert!(
        names.contains(&vec!["match".to_owned(), whole]),
        "{names:?}"
    );
}
