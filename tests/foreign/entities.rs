//! Entities and notes: FollowTheMoney, STIX and Obsidian, and imports of what other libraries wrote.
//! The bundled dossier and hostile graphs, read back by the followthemoney package, the STIX
//! validator, `PyYAML`, `NetworkX` and `RDFLib`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use kroniek::export::{self, ExportError, View, file::FolderDraft};
use kroniek::graph::{Dossier, Graph, NodeId, Selection, Value};
use kroniek::model::yaml::Yaml;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::Value as Json;
use tempfile::TempDir;

use crate::programs::{export, kroniek, python, said};

type Writer = fn(&View<'_>, &mut dyn std::io::Write) -> Result<(), ExportError>;

/// The number that a query of one row and column gives.
fn count(query: &str) -> usize {
    let rows = rows(query);
    usize::try_from(rows[0]["n"].as_u64().expect("a number")).expect("small")
}

fn rows(query: &str) -> Vec<Json> {
    let json = kroniek(&["query", "--format", "json", query]);
    serde_json::from_slice(&json).expect("JSON")
}

fn read(json: &str) -> Json {
    serde_json::from_str(json).expect("JSON")
}

/// The texts of a list.
fn texts(list: &Json) -> Vec<&str> {
    let items = list.as_array().into_iter().flatten();
    items.filter_map(Json::as_str).collect()
}

#[test]
#[ignore = "needs followthemoney"]
fn followthemoney_validates_every_entity_and_keeps_every_value() {
    let (_dir, path) = export("ftm", &[]);
    let read = read(&python("ftm.py", &[&path]));
    assert_eq!(
        read["lost"],
        Json::Array(Vec::new()),
        "values that cleaning changes"
    );
    let things = [
        "Person",
        "PublicBody",
        "Organization",
        "LegalEntity",
        "Address",
        "Event",
        "Contract",
        "Project",
        "Note",
        "Article",
    ];
    let things: u64 = things
        .iter()
        .filter_map(|schema| read["schemata"][schema].as_u64())
        .sum();
    assert_eq!(
        things,
        u64::try_from(count("MATCH (n) RETURN count(n) AS n")).expect("small")
    );
    let entities = read["entities"].as_object().expect("entities");
    let records = entities.values().filter(|entity| {
        let schema = entity["schema"].as_str().unwrap_or_default();
        [
            "UnknownLink",
            "Membership",
            "Directorship",
            "Succession",
            "Mention",
        ]
        .contains(&schema)
            || schema == "Debt" && entity["properties"].get("recordId").is_none()
    });
    let edges = "MATCH ()-[r]->() WHERE type(r) <> 'SUPPORTED_BY' RETURN count(r) AS n";
    assert_eq!(records.count(), count(edges));
    // An id that FollowTheMoney cannot take stands among the notes.
    let mut entities = entities.clone();
    for entity in read["entities"].as_object().expect("entities").values() {
        for note in texts(&entity["properties"]["notes"]) {
            if let Some(id) = note.strip_prefix("id: ") {
                entities.insert(id.to_owned(), entity.clone());
            }
        }
    }
    // Every quote stands with what it supports.
    for row in rows(
        "MATCH (n)-[s:SUPPORTED_BY]->(a) RETURN n.id AS id, s.quote AS quote, a.id AS article, s.field AS field, s.value AS value",
    ) {
        let text = |key: &str| row[key].as_str().unwrap_or_default();
        // White space of other kinds becomes a space.
        let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let notes = folded(&texts(&entities[text("id")]["properties"]["notes"]).join("\n"));
        let quote = folded(&format!("“{}” – {}", text("quote"), text("article")));
        assert!(notes.contains(&quote), "{quote} of {notes}");
    }
    // Names, dates and statuses are those of the graph.
    for row in rows(
        "MATCH (e:Event) RETURN e.id AS id, e.name AS name, e.date AS date, e.status AS status",
    ) {
        let entity = &entities[row["id"].as_str().expect("an id")]["properties"];
        assert_eq!(
            texts(&entity["name"]),
            [row["name"].as_str().expect("a name")]
        );
        let notes = texts(&entity["notes"]);
        let status = format!("status: {}", row["status"].as_str().expect("a status"));
        assert!(notes.contains(&status.as_str()), "{notes:?}");
        let date = row["date"].as_str().expect("a date");
        let plain = texts(&entity["date"]) == [date];
        let from_to = texts(&entity["startDate"])
            .into_iter()
            .next()
            .is_some_and(|start| date.starts_with(start))
            || texts(&entity["endDate"])
                .into_iter()
                .next()
                .is_some_and(|end| date.ends_with(end));
        assert!(
            plain || from_to || notes.contains(&format!("date: {date}").as_str()),
            "{date}: {entity}"
        );
    }
    let loan = entities.values().find(|entity| {
        entity["schema"] == "Debt" && texts(&entity["properties"]["recordId"]) == ["loan-2021"]
    });
    let loan = &loan.expect("the debt of the loan")["properties"];
    assert_eq!(texts(&loan["debtor"]), ["belarus"]);
    assert_eq!(texts(&loan["creditor"]), ["russia"]);
    assert_eq!(texts(&loan["amount"]).len(), 2, "{loan}");
}

#[test]
#[ignore = "needs followthemoney"]
fn followthemoney_reads_statements_each_with_its_article() {
    let (_dir, entities) = export("ftm", &[]);
    let (_other, statements) = export("ftm-statements", &["--date", "2026-01-02"]);
    let read = read(&python("ftm_statements.py", &[&statements, &entities]));
    assert_eq!(
        read["wrong_ids"], 0,
        "ids that the package computes otherwise"
    );
    assert_eq!(
        read["missing"],
        Json::Array(Vec::new()),
        "values of entities that no statement has"
    );
    assert_eq!(read["first_seen"], serde_json::json!(["2026-01-02"]));
    // Both articles' dates of the disputed summit, each under its article.
    let dates = &read["values"]["moscow-summit-2021-09"]["date"];
    let by: BTreeMap<&str, &str> = (dates.as_array().expect("dates").iter())
        .map(|date| {
            (
                date["origin"].as_str().expect("an article"),
                date["value"].as_str().expect("a date"),
            )
        })
        .collect();
    assert_eq!(by["001_0fd79b9917c4090c"], "2021-09-09");
    assert_eq!(by["003_8432a360b6a1ac58"], "2021-09-10");
}

#[test]
#[ignore = "needs stix2-validator"]
fn the_stix_validator_accepts_the_bundle() {
    let (_dir, path) = export("stix", &[]);
    let read = read(&python("stix.py", &[&path]));
    assert_eq!(read["errors"], Json::Array(Vec::new()));
    assert_eq!(read["valid"], true);
    let counted =
        |kind: &str| usize::try_from(read["counts"][kind].as_u64().unwrap_or(0)).expect("small");
    assert_eq!(
        counted("incident"),
        count("MATCH (n:Event) RETURN count(n) AS n")
    );
    assert_eq!(
        counted("grouping"),
        count("MATCH (n:Agreement) RETURN count(n) AS n")
    );
    assert_eq!(
        counted("report"),
        count("MATCH (n:Article) RETURN count(n) AS n")
    );
    assert_eq!(
        counted("note"),
        count("MATCH (n:Claim) RETURN count(n) AS n")
    );
    // The dossier itself is an identity too.
    assert_eq!(
        counted("identity") + counted("location") - 1,
        count("MATCH (n) WHERE n:Actor OR n:Place RETURN count(n) AS n")
    );
    let edges = "MATCH (a)-[r]->(b) WHERE NOT type(r) IN ['SUPPORTED_BY', 'MENTIONS', 'ABOUT', 'DURING', 'MADE', 'DISPUTES'] RETURN count(r) AS n";
    assert_eq!(counted("relationship"), count(edges));
    // What the graph holds stands in the bundle: statuses, dates and quotes.
    let bundle = fs::read_to_string(&path).expect("read");
    let bundle = self::read(&bundle);
    let objects = bundle["objects"].as_array().expect("objects");
    let extension = |object: &Json| {
        object["extensions"]
            .as_object()
            .and_then(|all| all.values().next().cloned())
    };
    let by_id: BTreeMap<String, &Json> = (objects.iter())
        .filter_map(|object| Some((extension(object)?["item"].as_str()?.to_owned(), object)))
        .collect();
    for row in rows(
        "MATCH (n)-[s:SUPPORTED_BY]->() RETURN n.id AS id, n.status AS status, n.date AS date, s.quote AS quote",
    ) {
        let object = by_id[row["id"].as_str().expect("an id")];
        let quote = format!("“{}”", row["quote"].as_str().expect("a quote"));
        let references = object["external_references"]
            .as_array()
            .into_iter()
            .flatten();
        let mut descriptions = references.filter_map(|reference| reference["description"].as_str());
        assert!(
            descriptions.any(|text| text.contains(&quote)),
            "{quote}: {object}"
        );
        let properties = &extension(object).expect("an extension")["properties"];
        for key in ["status", "date"]
            .into_iter()
            .filter(|key| !row[*key].is_null())
        {
            let wanted = serde_json::json!({"key": key, "value": row[key]});
            assert!(
                properties.as_array().expect("a list").contains(&wanted),
                "{wanted}: {properties}"
            );
        }
    }
}

#[test]
#[ignore = "needs PyYAML"]
fn pyyaml_reads_the_front_matter_of_every_note_and_every_link_resolves() {
    let (_dir, path) = export("obsidian", &[]);
    let read = read(&python("obsidian.py", &[&path]));
    assert_eq!(read["dead"], Json::Array(Vec::new()), "links to no note");
    assert_eq!(
        read["unreached"],
        Json::Array(Vec::new()),
        "notes that no note links to"
    );
    let notes = read["notes"].as_object().expect("notes");
    assert_eq!(notes.len(), count("MATCH (n) RETURN count(n) AS n"));
    for row in rows(
        "MATCH (n) RETURN n.id AS id, n.status AS status, n.date AS date, n.name AS name, size(n.sources) AS sources",
    ) {
        let note = &notes[row["id"].as_str().expect("an id")];
        for key in ["status", "date"] {
            assert_eq!(note[key], row[key], "{note}");
        }
        if let Some(name) = row["name"].as_str() {
            assert!(texts(&note["aliases"]).contains(&name), "{note}");
        }
        let sources = note["sources"].as_array().map_or(0, Vec::len);
        assert_eq!(
            sources,
            usize::try_from(row["sources"].as_u64().unwrap_or(0)).expect("small")
        );
    }
    for row in rows("MATCH (n)-[s:SUPPORTED_BY]->() RETURN n.id AS id, s.quote AS quote") {
        let quotes = texts(&notes[row["id"].as_str().expect("an id")]["quotes"]).join("\n");
        let quote = row["quote"].as_str().expect("a quote");
        let quote = quote.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(quotes.contains(&quote), "{quote}: {quotes}");
    }
}

/// Texts that break what is not careful.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\"",
        "'",
        "\\",
        "\n",
        "\r\n",
        "\t",
        "\0",
        "\u{1b}",
        "\u{7f}",
        "\u{85}",
        "\u{2028}",
        "]]>",
        "</script>",
        "<b>",
        "&amp;",
        "🇳🇱",
        "👩\u{200d}🚀",
        "שלום",
        "\u{202e}abc",
        "e\u{301}",
        "\u{fffe}",
        "\u{ffff}",
        "\u{feff}",
        "\u{10ffff}",
        "[[a|b]]",
        "#tag",
        "- item",
        "%%",
        "---",
        "no",
        "12:30",
        "~",
        "0x1",
        "1999-12-31",
        "null",
        "a/b",
        "C:\\con",
        "...",
        "…",
        " ",
        "-- ",
        "é",
        "name",
        "id",
        "MATCH",
        "“q”",
        "key: value",
        ",",
        ";",
        "{",
        "}",
        "|",
        "*",
    ]);
    let any = prop_oneof![4 => piece.prop_map(str::to_owned), 1 => "\\PC{1,5}", 1 => any::<char>().prop_map(String::from)];
    prop::collection::vec(any, 0..6).prop_map(|pieces| pieces.concat())
}

/// A graph with nodes of every kind and none, relationships of every kind, and hostile texts
/// everywhere that a text can stand.
fn hostile() -> Graph {
    let mut runner = TestRunner::deterministic();
    let strategy = any_text();
    let mut text = || strategy.new_tree(&mut runner).expect("a text").current();
    let mut graph = Graph::new();
    let labels: [&[&str]; 11] = [
        &["Article"],
        &["Claim"],
        &["Event", "Meeting"],
        &["Event", "Sanction"],
        &["Agreement", "Loan"],
        &["Agreement", "Programme"],
        &["Actor", "Person"],
        &["Actor", "Place", "State"],
        &["Place"],
        &["Läbel ]]>"],
        &[],
    ];
    let mut nodes: Vec<NodeId> = Vec::new();
    for number in 0..220 {
        let node = graph.add_node(labels[number % labels.len()].iter().copied());
        // Ids that are the same, missing, keywords or anything else.
        if number % 7 != 0 {
            graph.set(node, "id", Value::from(text()));
        }
        for key in [
            "name",
            "name_nl",
            "title",
            "description",
            "status",
            "publisher",
            "url",
            "date",
            "stage",
            "phase",
            "says",
            "wikidata",
            "type",
            "tags",
        ] {
            if number % 3 != 0 || key == "name" {
                graph.set(node, key, Value::from(text()));
            }
        }
        graph.set(
            node,
            "aliases",
            Value::texts([text(), text(), String::new()]),
        );
        graph.set(node, "sources", Value::texts([text()]));
        graph.set(node, &text(), Value::from(f64::NAN));
        graph.set(
            node,
            &text(),
            Value::List(
                [Value::Int(1), Value::from(text()), Value::texts([text()])]
                    .into_iter()
                    .collect(),
            ),
        );
        graph.set(node, "published", Value::from("2021-09~"));
        nodes.push(node);
    }
    let huge = graph.add_node(["Actor", "Group"]);
    graph.set(huge, "id", Value::from("null"));
    graph.set(huge, "name", Value::from("é\u{301}x ".repeat(25_000)));
    graph.set(
        huge,
        "description",
        Value::from("long text ".repeat(10_000)),
    );
    nodes.push(huge);
    let kinds = [
        "INVOLVED_IN",
        "PARTY_TO",
        "AT",
        "SUPPORTED_BY",
        "MENTIONS",
        "MADE",
        "ABOUT",
        "DURING",
        "DISPUTES",
        "OPPOSES",
        "MEMBER_OF",
        "OWES",
        "läbel ]]>",
        "REPRESENTS",
        "OWNS",
    ];
    for number in 0..900 {
        let (from, to) = (
            nodes[number * 7 % nodes.len()],
            nodes[number * 13 % nodes.len()],
        );
        let edge = graph.add_edge(from, kinds[number % kinds.len()], to);
        for key in [
            "quote", "field", "value", "why", "role", "office", "since", "status",
        ] {
            if number % 2 == 0 {
                graph.set_edge(edge, key, Value::from(text()));
            }
        }
        graph.set_edge(edge, "until", Value::from("2021-09-05..2021-09-11"));
        graph.set_edge(edge, "quotes", Value::texts([text()]));
        graph.set_edge(edge, "sources", Value::texts([text()]));
        graph.set_edge(
            edge,
            "role",
            Value::from(["borrower", "lender", "target"][number % 3]),
        );
        graph.set_edge(edge, &text(), Value::from(text()));
    }
    graph
}

fn dossier(graph: Graph) -> Dossier {
    Dossier {
        title: "]]></script>\"\u{0}".to_owned(),
        description: Some("\u{1}[[a]]".to_owned()),
        ..Dossier::of(graph)
    }
}

/// An empty graph, one node, and the hostile one.
fn graphs() -> [Dossier; 3] {
    let mut one = Graph::new();
    let node = one.add_node(["Actor", "Person"]);
    one.set(node, "id", Value::from("end"));
    [Graph::new(), one, hostile()].map(dossier)
}

fn write(dossier: &Dossier, writer: Writer, path: &Path) {
    let mut file = fs::File::create(path).expect("a file");
    let selection = Selection::all(&dossier.graph);
    writer(&View::new(dossier, &selection), &mut file).expect("written");
}

#[test]
#[ignore = "needs followthemoney"]
fn followthemoney_validates_hostile_entities_and_statements() {
    for dossier in graphs() {
        let dir = TempDir::new().expect("a folder");
        let (entities, statements) = (dir.path().join("a.ftm"), dir.path().join("a.csv"));
        write(&dossier, export::ftm::write, &entities);
        write(&dossier, export::ftm_statements::write, &statements);
        let found = read(&python("ftm.py", &[&entities]));
        assert_eq!(found["lost"], Json::Array(Vec::new()));
        let found = read(&python("ftm_statements.py", &[&statements, &entities]));
        assert_eq!(found["wrong_ids"], 0);
        assert_eq!(found["missing"], Json::Array(Vec::new()));
    }
}

#[test]
#[ignore = "needs stix2-validator"]
fn the_stix_validator_accepts_hostile_bundles() {
    for dossier in graphs() {
        let dir = TempDir::new().expect("a folder");
        let path = dir.path().join("a.json");
        write(&dossier, export::stix::write, &path);
        let found = read(&python("stix.py", &[&path]));
        assert_eq!(found["errors"], Json::Array(Vec::new()));
        // Every text comes back as it was.
        let bundle = fs::read_to_string(&path).expect("read");
        let bundle: Json = serde_json::from_str(&bundle).expect("JSON");
        let mut held = Vec::new();
        strings(&bundle, &mut held);
        held.sort();
        for node in dossier.graph.nodes() {
            for (_, value) in node.properties() {
                if let Some(text) = value.as_text() {
                    assert!(
                        held.binary_search(&text.to_owned()).is_ok(),
                        "{text:?} is lost"
                    );
                }
            }
        }
    }
}

fn strings(value: &Json, held: &mut Vec<String>) {
    match value {
        Json::String(text) => held.push(text.clone()),
        Json::Array(items) => items.iter().for_each(|item| strings(item, held)),
        Json::Object(members) => members.values().for_each(|member| strings(member, held)),
        _ => {}
    }
}

#[test]
#[ignore = "needs PyYAML"]
fn pyyaml_reads_hostile_notes_and_every_link_resolves() {
    for dossier in graphs() {
        let dir = TempDir::new().expect("a folder");
        let path = dir.path().join("vault");
        let draft = FolderDraft::create(&path).expect("begun");
        let selection = Selection::all(&dossier.graph);
        export::obsidian::write(&View::new(&dossier, &selection), &draft).expect("written");
        draft.commit().expect("whole");
        let found = read(&python("obsidian.py", &[&path]));
        assert_eq!(found["dead"], Json::Array(Vec::new()));
        assert_eq!(found["unreached"], Json::Array(Vec::new()));
        assert_eq!(
            found["notes"].as_object().expect("notes").len(),
            dossier.graph.node_count()
        );
    }
}

#[test]
#[ignore = "needs PyYAML"]
fn pyyaml_takes_every_written_text_for_the_same_text() {
    let mut runner = TestRunner::deterministic();
    let strategy = any_text();
    let mut texts: Vec<String> = (0..3_000)
        .map(|_| strategy.new_tree(&mut runner).expect("a text").current())
        .collect();
    let words = [
        "y",
        "Y",
        "yes",
        "No",
        "ON",
        "off",
        "TRUE",
        "~",
        "null",
        "12:30",
        "1:2:3",
        "1_000",
        "0o7",
        "0b1",
        "1e3",
        ".5",
        ".inf",
        ".NaN",
        "=",
        "<<",
        "2021-09-09",
        "+1",
        "-",
        "1.",
        "1,000",
        "",
    ];
    texts.extend(words.map(str::to_owned));
    texts.push("k".repeat(2_000));
    let keys: BTreeMap<String, Yaml> = texts
        .iter()
        .map(|text| (text.clone(), Yaml::text(text.as_str())))
        .collect();
    let value = Yaml::Map(vec![
        (
            "list".to_owned(),
            Yaml::texts(texts.iter().map(String::as_str)),
        ),
        ("map".to_owned(), Yaml::Map(keys.into_iter().collect())),
    ]);
    let dir = TempDir::new().expect("a folder");
    let (yaml, json) = (dir.path().join("a.yaml"), dir.path().join("a.json"));
    fs::write(&yaml, value.document()).expect("written");
    let map: serde_json::Map<String, Json> = texts
        .iter()
        .map(|text| (text.clone(), text.clone().into()))
        .collect();
    fs::write(
        &json,
        serde_json::json!({"list": texts, "map": map}).to_string(),
    )
    .expect("written");
    assert_eq!(python("yaml_equals.py", &[&yaml, &json]), "equal\n");
}

/// Imports a file and checks the dossier that comes of it; gives the answer to a query on it.
fn imported(format: &str, file: &Path, query: &str) -> Vec<Json> {
    let dir = std::path::PathBuf::from(format!("{}-dossier", file.display()));
    let run = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_kroniek"))
            .args(args)
            .output()
            .expect("the program runs");
        assert!(output.status.success(), "{args:?}: {}", said(&output));
        output.stdout
    };
    let (path, folder) = (file.to_str().expect("text"), dir.to_str().expect("text"));
    run(&["import", format, path, "--output", folder]);
    run(&["check", "--dossier", folder]);
    serde_json::from_slice(&run(&[
        "query",
        "--dossier",
        folder,
        "--format",
        "json",
        query,
    ]))
    .expect("JSON")
}

const WHO_KNOWS_WHOM: &str = "MATCH (a)-[r]->(b) WHERE type(r) = 'KNOWS' RETURN a.name AS a, b.name AS b, r.since AS since ORDER BY a";

#[test]
#[ignore = "needs NetworkX"]
fn what_networkx_writes_is_imported() {
    let dir = TempDir::new().expect("a folder");
    python("networks.py", &[dir.path()]);
    let wanted = serde_json::json!([
        {"a": "Ada <Lund> & \"co\"", "b": "Jon Berg", "since": "2021-03"},
        {"a": "Jon Berg", "b": "Шёлк 👩‍🚀", "since": null},
    ]);
    for (format, file) in [("graphml", "a.graphml"), ("node-link", "a.json")] {
        let rows = imported(format, &dir.path().join(file), WHO_KNOWS_WHOM);
        assert_eq!(Json::Array(rows), wanted, "{format}");
    }
}

#[test]
#[ignore = "needs RDFLib"]
fn what_rdflib_writes_is_imported_from_every_syntax() {
    let dir = TempDir::new().expect("a folder");
    python("triples.py", &[dir.path()]);
    for ending in ["ttl", "nt", "xml", "jsonld", "trig", "nq"] {
        let ending = if ending == "xml" { "rdf" } else { ending };
        let rows = imported(
            "rdf",
            &dir.path().join(format!("a.{ending}")),
            "MATCH (p:Person)-[:KNOWS]->(q) RETURN p.id AS a, q.name AS b, p.aliases AS c",
        );
        let wanted =
            serde_json::json!([{"a": "ada-lund", "b": "Jon \"B\"\nBerg", "c": ["Ada Lunt"]}]);
        assert_eq!(Json::Array(rows), wanted, "{ending}");
    }
}

#[test]
#[ignore = "needs followthemoney"]
fn what_followthemoney_writes_is_imported() {
    let dir = TempDir::new().expect("a folder");
    let path = dir.path().join("a.ftm");
    python("ftm_write.py", &[&path]);
    let query = "MATCH (p:Person)-[r:MEMBER_OF]->(o:Organization) RETURN p.name AS a, o.name AS b, r.role AS c, r.since AS d";
    let rows = imported("ftm", &path, query);
    let wanted =
        serde_json::json!([{"a": "Ada Lund", "b": "Vega Ferries", "c": "board", "d": "2019-05"}]);
    assert_eq!(Json::Array(rows), wanted);
}
