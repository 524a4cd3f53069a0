//! The dossiers of `examples/` are checked, each in a copy.

use std::fs;
use std::path::Path;

use crate::program::Dossier;

/// A copy of an example.
fn example(name: &str) -> Dossier {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(name);
    let mut files = Vec::new();
    for folder in ["", "annotations", "tables"] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let inside = path.strip_prefix(&root).unwrap().display().to_string();
                files.push((inside, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let files: Vec<_> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    Dossier::of(&files)
}

#[track_caller]
fn check(name: &str, expected: &[&str]) {
    let said = example(name).run("check");
    for line in expected {
        assert!(said.contains(line), "{name}: `{line}` in {said}");
    }
    assert!(!said.contains("--- status"), "{name}: {said}");
}

#[test]
fn every_example_compiles() {
    check(
        "icews",
        &[
            "tables/events-2031.tsv: 6 rows, 6 made, 0 refused\n",
            "no errors, no warnings",
        ],
    );
    check(
        "acled",
        &[
            "tables/incidents-2031.csv: 6 rows, 3 made, 2 refused, 1 left out\n",
            "tables/incidents-2031.csv:4:1",
            "no errors, 2 warnings",
        ],
    );
    check(
        "followthemoney",
        &[
            "tables/entities.jsonl: 4 rows, 4 made, 0 refused\n",
            "tables/links.csv: 4 rows, 4 made, 0 refused\n",
            "no errors, no warnings",
        ],
    );
}

#[test]
fn examples_answer_questions_about_who_is_who() {
    let icews = example("icews");
    let query = "MATCH (a {id: 'osthavn-town'})-[i:INVOLVED_IN]->(e) RETURN e.id, i.role, e.date ORDER BY e.id";
    let output = icews.output(&["query", query, "--format", "csv"]);
    assert_eq!(
        String::from_utf8(output.stdout).unwrap().replace('\r', ""),
        "e.id,i.role,e.date\n0,target,2031-03-01\n2,source,2031-03-02\n3,source,2031-03-05\n"
    );
    let money = example("followthemoney");
    let query = "MATCH (a)-[o:OWNS]->(c) RETURN a.id, o.share, c.name ORDER BY o.share";
    let output = money.output(&["query", query, "--format", "csv"]);
    assert_eq!(
        String::from_utf8(output.stdout).unwrap().replace('\r', ""),
        "a.id,o.share,c.name\nc-2,37.5,Vega Ferries AS\nlund,62.5,Vega Ferries AS\np-2,100,Norvik Marine Ltd\n"
    );
}
