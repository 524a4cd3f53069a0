//! What holds for every format: the same bytes twice, whole or not there, and a clear word about what
//! cannot be.

use std::fs;
use std::path::Path;

use crate::program::Dossier;

const FILES: [&str; 18] = [
    "graphml",
    "gexf",
    "cyjs",
    "cx2",
    "node-link",
    "xlsx",
    "turtle",
    "nquads",
    "trig",
    "jsonld",
    "cypher",
    "ftm",
    "ftm-statements",
    "stix",
    "mermaid",
    "timelinejs",
    "ical",
    "icews",
];
const FOLDERS: [&str; 4] = ["csv", "parquet", "neo4j-csv", "obsidian"];

/// Everything below a folder with its path, or the one file.
fn bytes(path: &Path) -> Vec<(String, Vec<u8>)> {
    if path.is_file() {
        return vec![(String::new(), fs::read(path).unwrap())];
    }
    let mut all = Vec::new();
    for entry in fs::read_dir(path).unwrap() {
        let entry = entry.unwrap();
        for (below, bytes) in bytes(&entry.path()) {
            let name = entry.file_name().into_string().unwrap();
            all.push((format!("{name}/{below}"), bytes));
        }
    }
    all.sort();
    all
}

/// Exports with flags and gives what was written.
fn exported(dossier: &Dossier, format: &str, name: &str, flags: &[&str]) -> Vec<(String, Vec<u8>)> {
    let args = [&["export", format, "-o", name], flags].concat();
    let output = dossier.output(&args);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}: {said}");
    assert!(output.stdout.is_empty(), "{args:?}");
    bytes(&dossier.path().join(name))
}

#[test]
fn every_format_gives_the_same_bytes_twice() {
    let dossier = Dossier::bundled();
    for format in FILES.iter().chain(&FOLDERS) {
        let [one, two] = ["one", "two"].map(|name| {
            let name = format!("{name}-{format}");
            exported(&dossier, format, &name, &[])
        });
        assert!(one == two, "{format}");
        assert!(!one.is_empty(), "{format}");
    }
}

#[test]
fn a_file_and_standard_output_hold_the_same() {
    let dossier = Dossier::example();
    for format in FILES {
        let output = dossier.output(&["export", format]);
        assert!(output.status.success(), "{format}");
        let file = exported(&dossier, format, &format!("a.{format}"), &[]);
        assert!(file[0].1 == output.stdout, "{format}");
    }
}

#[test]
fn every_format_takes_every_selection_also_an_empty_one() {
    let dossier = Dossier::example();
    for (at, flags) in [
        &["--project", "actors"][..],
        &["--only", "corroborated"],
        &["--kinds", "actor,event", "--no-claims", "--no-text"],
        &["--query", "MATCH (nothing:Nothing) RETURN nothing"],
        &["--lang", "nl", "--from", "1990", "--to", "2030"],
    ]
    .into_iter()
    .enumerate()
    {
        for format in FILES.iter().chain(&FOLDERS) {
            exported(&dossier, format, &format!("{at}-{format}"), flags);
        }
    }
}

#[test]
fn what_cannot_be_written_is_said_and_leaves_nothing() {
    let dossier = Dossier::example();
    let said = |line: &str, expected: &str| {
        let said = dossier.run(line);
        assert!(said.contains(expected), "{line}: {said}");
        assert!(said.ends_with("--- status Some(2)\n"), "{line}: {said}");
    };
    dossier.write("file", "mine");
    for format in FOLDERS {
        said(&format!("export {format}"), "--output DIR");
        said(&format!("export {format} -o file"), "cannot write `file`");
        said(&format!("export {format} -o no/where"), "cannot write");
    }
    for format in FILES {
        said(&format!("export {format} -o seeds"), "cannot write `seeds`");
        said(&format!("export {format} -o no/where"), "cannot write");
        if cfg!(target_os = "linux") {
            said(&format!("export {format} -o /dev/full"), "cannot write");
        }
    }
    said("export ftm --style around", "`--style` is for pictures");
    said("export trig --base nonsense", "an IRI begins with");
    said("export svg --project actors", "leaves no events");
    let names: Vec<_> = fs::read_dir(dossier.path()).unwrap().collect();
    let half = names
        .iter()
        .map(|entry| entry.as_ref().unwrap().file_name())
        .find(|name| name.to_string_lossy().ends_with(".part"));
    assert_eq!(half, None);
}
