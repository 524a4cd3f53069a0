//! Graph formats: the bundled dossier and hostile graphs, written and read back by the libraries of
//! the programs that analysts use, value by value.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use kroniek::export::{self, ExportError, View};
use kroniek::graph::{Dossier, Graph, NameIndex, NodeId, Selection, Value};
use kroniek::model::date::Day;
use kroniek::model::registry::Registry;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value as Json, json};
use tempfile::TempDir;

use crate::programs::{export, kroniek, node, python};

/// What a node or relationship has, by name.
type Attributes = Map<String, Json>;

/// A graph as any reader should see it.
#[derive(Debug, PartialEq)]
struct Read {
    nodes: BTreeMap<String, Attributes>,
    /// Sorted by ends and attributes.
    edges: Vec<(String, String, Attributes)>,
}

impl Read {
    fn new(
        nodes: BTreeMap<String, Attributes>,
        mut edges: Vec<(String, String, Attributes)>,
    ) -> Self {
        edges.sort_by_key(|(from, to, attributes)| {
            (
                from.clone(),
                to.clone(),
                Json::from(attributes.clone()).to_string(),
            )
        });
        Self { nodes, edges }
    }

    /// What a script printed.
    fn printed(text: &str) -> Self {
        let mut json: Json = serde_json::from_str(text).expect("JSON");
        let attributes = |json: &Json| json.as_object().expect("attributes").clone();
        let key = |json: &Json| json.as_str().expect("a key").to_owned();
        let nodes = json["nodes"].as_object().expect("nodes");
        let nodes = nodes
            .iter()
            .map(|(name, node)| (name.clone(), attributes(node)))
            .collect();
        let edges = json["edges"].as_array_mut().expect("edges").iter();
        Self::new(
            nodes,
            edges
                .map(|edge| (key(&edge[0]), key(&edge[1]), attributes(&edge[2])))
                .collect(),
        )
    }

    /// Each attribute changed or, with `None`, left out; the first argument says whether it is a
    /// node's.
    fn map(self, f: impl Fn(bool, &str, Json) -> Option<(String, Json)>) -> Self {
        let all = |of_node: bool, attributes: Attributes| {
            let kept = attributes
                .into_iter()
                .filter_map(|(name, value)| f(of_node, &name, value));
            kept.collect::<Attributes>()
        };
        let nodes = self
            .nodes
            .into_iter()
            .map(|(key, node)| (key, all(true, node)))
            .collect();
        let edges = self
            .edges
            .into_iter()
            .map(|(from, to, edge)| (from, to, all(false, edge)));
        Self::new(nodes, edges.collect())
    }

    /// Without these attributes.
    fn without(self, names: &[&str]) -> Self {
        self.map(|_, name, value| (!names.contains(&name)).then(|| (name.to_owned(), value)))
    }

    /// With whole numbers as floats, as not every reader tells them apart.
    fn floats(self) -> Self {
        self.map(|_, name, value| Some((name.to_owned(), as_floats(value))))
    }

    /// With lists as the texts that XML holds.
    fn lists_as_text(self) -> Self {
        self.map(|_, name, value| {
            let value = if value.is_array() {
                value.to_string().into()
            } else {
                value
            };
            Some((name.to_owned(), value))
        })
    }
}

fn as_floats(value: Json) -> Json {
    match value {
        Json::Number(number) => number.as_f64().into(),
        Json::Array(list) => list.into_iter().map(as_floats).collect(),
        other => other,
    }
}

/// The bundled dossier by its own query language: properties, and `labels` and `type`.
fn by_query() -> Read {
    let rows = |query: &str| {
        let json = kroniek(&["query", "--format", "json", query]);
        serde_json::from_slice::<Vec<Json>>(&json).expect("JSON")
    };
    let text = |json: &Json| json.as_str().expect("a text").to_owned();
    let attributes = |of: &Json| of["properties"].as_object().expect("properties").clone();
    let nodes = rows("MATCH (n) RETURN n").into_iter().map(|row| {
        let mut node = attributes(&row["n"]);
        let id = text(&node.remove("id").expect("an id"));
        node.insert("labels".to_owned(), row["n"]["labels"].clone());
        let shown = node
            .get("name")
            .or(node.get("title"))
            .expect("a name")
            .clone();
        node.insert("label".to_owned(), shown);
        (id, node)
    });
    let edges = rows("MATCH ()-[r]->() RETURN r").into_iter().map(|row| {
        let mut edge = attributes(&row["r"]);
        edge.insert("type".to_owned(), row["r"]["type"].clone());
        (text(&row["r"]["from"]), text(&row["r"]["to"]), edge)
    });
    Read::new(nodes.collect(), edges.collect())
}

/// What `GraphML` and GEXF call the labels.
fn with_label_text(read: Read, text: impl Fn(&[Json]) -> Json) -> Read {
    read.map(|of_node, name, value| match (of_node, name, &value) {
        (true, "labels", Json::Array(labels)) => Some(("labels".to_owned(), text(labels))),
        _ => Some((name.to_owned(), value)),
    })
}

fn by_colons(labels: &[Json]) -> Json {
    let labels: String = labels
        .iter()
        .flat_map(|label| [":", label.as_str().expect("text")])
        .collect();
    labels.into()
}

/// The display name of a relationship is its type.
fn label_is_type(read: Read) -> Read {
    let Read { nodes, edges } = read;
    let edges = edges.into_iter().map(|(from, to, mut edge)| {
        edge.insert("label".to_owned(), edge["type"].clone());
        (from, to, edge)
    });
    Read::new(nodes, edges.collect())
}

fn renamed(read: Read, of_node: bool, from: &str, to: &str) -> Read {
    read.map(|node, name, value| {
        let name = if node == of_node && name == from {
            to
        } else {
            name
        };
        Some((name.to_owned(), value))
    })
}

/// As the attributes of `GraphML`.
fn as_graphml(read: Read) -> Read {
    label_is_type(with_label_text(read, by_colons).lists_as_text())
}

/// As the attributes of GEXF; lifetimes and looks are checked apart.
fn as_gexf(read: Read) -> Read {
    let read = renamed(label_is_type(read), false, "start", "start_");
    let read = renamed(read, false, "end", "end_");
    read.lists_as_text()
        .map(|of_node, name, value| (of_node || name != "type").then(|| (name.to_owned(), value)))
}

const LOOK: [&str; 5] = ["color", "size", "shape", "kind", "viz"];
const LIFETIME: [&str; 3] = ["start", "end", "id"];

#[test]
#[ignore = "needs JGraphT"]
fn graphml_is_valid_by_the_schema_of_graphdrawing() {
    let (_dir, path) = export("graphml", &[]);
    assert_eq!(
        python("graphs.py", &["graphml_schema".as_ref(), path.as_os_str()]),
        "valid\n"
    );
}

#[test]
#[ignore = "needs NetworkX"]
fn networkx_reads_every_value_of_graphml() {
    let (_dir, path) = export("graphml", &[]);
    let read = Read::printed(&python(
        "graphs.py",
        &["graphml_networkx".as_ref(), path.as_os_str()],
    ));
    assert_eq!(read, as_graphml(by_query()));
}

#[test]
#[ignore = "needs igraph"]
fn igraph_reads_every_value_of_graphml() {
    let (_dir, path) = export("graphml", &[]);
    let read = Read::printed(&python(
        "graphs.py",
        &["graphml_igraph".as_ref(), path.as_os_str()],
    ));
    // igraph has false where there is nothing, and the id among the attributes.
    let plain = |read: Read| {
        read.without(&["id", "fraudulent", "people_approximate"])
            .floats()
    };
    assert_eq!(plain(read), plain(as_graphml(by_query())));
}

#[test]
#[ignore = "needs lxml"]
fn gexf_is_valid_by_a_schema_of_1_3() {
    for args in [&[][..], &["--project", "actors"], &["--date", "2026-11-24"]] {
        let (_dir, path) = export("gexf", args);
        assert_eq!(
            python("graphs.py", &["gexf_schema".as_ref(), path.as_os_str()]),
            "valid\n"
        );
    }
}

#[test]
#[ignore = "needs NetworkX"]
fn networkx_reads_every_value_of_gexf_and_when_things_were() {
    let (_dir, path) = export("gexf", &[]);
    let read = || {
        Read::printed(&python(
            "graphs.py",
            &["gexf_networkx".as_ref(), path.as_os_str()],
        ))
    };
    let own = |read: Read| read.without(&LOOK).without(&LIFETIME);
    assert_eq!(own(read()), own(as_gexf(by_query())));
    for (key, node) in read().nodes {
        let lifetime = |name| node.get(name).and_then(Json::as_str);
        let begun = lifetime("earliest").or(lifetime("published"));
        let months = |text: &str| format!("{text}-01-01")[..10].to_owned();
        assert_eq!(
            lifetime("start").map(str::to_owned),
            begun.map(months),
            "{key}"
        );
        assert_eq!(lifetime("end"), lifetime("latest"), "{key}");
    }
}

#[test]
#[ignore = "needs graphology-gexf"]
fn graphology_reads_every_value_of_gexf_and_its_colours() {
    let (_dir, path) = export("gexf", &[]);
    let read = Read::printed(&node("graphs.mjs", &["gexf".as_ref(), path.as_os_str()]));
    for (key, node) in &read.nodes {
        assert!(
            node["color"]
                .as_str()
                .is_some_and(|text| text.starts_with("rgb(")),
            "{key}"
        );
        assert!(
            node["size"].as_f64().is_some_and(|size| size > 0.0),
            "{key}"
        );
    }
    assert_eq!(
        read.without(&LOOK).floats(),
        as_gexf(by_query()).without(&LOOK).floats()
    );
}

#[test]
#[ignore = "needs NetworkX"]
fn networkx_reads_every_value_of_node_link() {
    let (_dir, path) = export("node-link", &[]);
    let read = Read::printed(&python(
        "graphs.py",
        &["node_link_networkx".as_ref(), path.as_os_str()],
    ));
    assert_eq!(read, by_query());
}

#[test]
#[ignore = "needs d3-force"]
fn d3_places_every_node_of_node_link() {
    let (_dir, path) = export("node-link", &[]);
    let read = Read::printed(&node("graphs.mjs", &["d3".as_ref(), path.as_os_str()]));
    assert!(read.nodes.values().all(|node| node["placed"] == true));
    let ends = |read: Read| {
        read.edges
            .into_iter()
            .map(|(from, to, edge)| (from, edge["type"].clone(), to))
    };
    let (mut read, mut expected): (Vec<_>, Vec<_>) =
        (ends(read).collect(), ends(by_query()).collect());
    read.sort_by_key(|edge| format!("{edge:?}"));
    expected.sort_by_key(|edge| format!("{edge:?}"));
    assert_eq!(read, expected);
}

#[test]
#[ignore = "needs Cytoscape.js"]
fn cytoscape_reads_every_value() {
    let (_dir, path) = export("cyjs", &[]);
    let read = Read::printed(&node("graphs.mjs", &["cyjs".as_ref(), path.as_os_str()]));
    for (key, node) in &read.nodes {
        assert_eq!(node["shared_name"], key.as_str());
        assert_eq!(node["classes"], node["labels"], "{key}");
        assert!(node["name"].is_string(), "{key}");
    }
    for (from, to, edge) in &read.edges {
        let name = format!(
            "{from} ({}) {to}",
            edge["interaction"].as_str().expect("a type")
        );
        assert_eq!(edge["name"], name.as_str());
    }
    let read = read.without(&["classes", "shared_name", "shared_interaction", "name"]);
    let expected = renamed(by_query(), false, "type", "interaction").without(&["name"]);
    assert_eq!(read.floats(), expected.floats());
}

#[test]
#[ignore = "needs ndex2"]
fn ndex_reads_every_value_of_cx2() {
    let (_dir, path) = export("cx2", &[]);
    let read = Read::printed(&python(
        "graphs.py",
        &["cx2_ndex".as_ref(), path.as_os_str()],
    ));
    let expected = renamed(by_query(), false, "type", "interaction");
    assert_eq!(read.without(&["kind"]).floats(), expected.floats());
}

#[test]
#[ignore = "needs Mermaid"]
fn mermaid_reads_every_name_and_arrow() {
    let (_dir, path) = export("mermaid", &["--kinds", "actor,event,agreement"]);
    let read = Read::printed(&node("graphs.mjs", &["mermaid".as_ref(), path.as_os_str()]));
    let chosen = |labels: &Json| {
        let labels = labels.as_array().expect("labels");
        ["Actor", "Event", "Agreement"]
            .iter()
            .any(|kind| labels.contains(&json!(kind)))
    };
    let expected = by_query();
    let names = |nodes: &BTreeMap<String, Attributes>| {
        let mut names: Vec<_> = nodes
            .values()
            .map(|node| node["label"].to_string())
            .collect();
        names.sort();
        names
    };
    let kept: BTreeMap<_, _> = expected
        .nodes
        .into_iter()
        .filter(|(_, node)| chosen(&node["labels"]))
        .collect();
    assert_eq!(names(&read.nodes), names(&kept));
    let arrows: std::collections::BTreeSet<_> = (expected.edges.iter())
        .filter(|(from, to, _)| kept.contains_key(from) && kept.contains_key(to))
        .map(|(from, to, edge)| (from, to, edge["type"].to_string()))
        .collect();
    assert_eq!(read.edges.len(), arrows.len());
}

type Format = fn(&View<'_>, &mut dyn Write) -> Result<(), ExportError>;

/// Texts that break formats.
fn text() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "",
        " ",
        "\"",
        "'",
        "\\",
        "\n",
        "\r\n",
        "\t",
        "\0",
        "\u{1}",
        "\u{1B}[31m",
        "\u{7F}",
        "\u{85}",
        "]]>",
        "<!--",
        "</script>",
        "&amp;",
        "&#0;",
        "#35;",
        "#quot;",
        ";",
        "|",
        "[",
        "]",
        "{",
        "}",
        "((",
        "end",
        "graph",
        "null",
        "true",
        "NaN",
        "class",
        "🇧🇾",
        "👩‍👩‍👧",
        "مرحبا",
        "\u{202E}abc",
        "e\u{301}\u{323}",
        "\u{FFFE}",
        "\u{FFFF}",
        "\u{2028}",
        "1. ",
        "- ",
        "```",
        "%%",
        "-->",
        "_:3",
        "_:e1",
        "n1",
        "é",
        "`a`",
        "/",
        "=1+1",
        "{{x}}",
    ]);
    let part = prop_oneof![odd.prop_map(str::to_owned), "\\PC{0,5}", "[a-z]{1,6}"];
    prop::collection::vec(part, 0..4).prop_map(|parts| parts.concat())
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => text().prop_map(Value::from),
        1 => (-(1_i64 << 53)..1 << 53).prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => (-1e9..1e9).prop_map(Value::from),
        1 => (-800_000_i64..3_000_000).prop_map(|day| Value::from(Day(day))),
        1 => prop::collection::vec(text(), 0..3).prop_map(Value::texts),
    ]
}

/// Keys of which each holds one type: a column of several is tested beside the code.
fn properties() -> impl Strategy<Value = Vec<(String, Value)>> {
    let key = prop::sample::select(vec![
        "name",
        "a b",
        "\"quoted\"",
        "<é>",
        "label",
        "type",
        "start",
        "parent",
        "weight",
    ]);
    prop::collection::vec((key, text()), 0..4).prop_map(|pairs| {
        pairs
            .into_iter()
            .map(|(key, text)| (key.to_owned(), Value::from(text)))
            .collect()
    })
}

/// A graph of strange things: ids that are the same, missing, or look like something else.
fn graph() -> impl Strategy<Value = Graph> {
    let node = (prop::option::weighted(0.9, text()), properties(), value());
    let nodes = prop::collection::vec(node, 0..12);
    let edges = prop::collection::vec(
        (
            any::<prop::sample::Index>(),
            any::<prop::sample::Index>(),
            properties(),
        ),
        0..12,
    );
    (nodes, edges).prop_map(|(nodes, edges)| {
        let mut graph = Graph::new();
        let mut ids: Vec<NodeId> = Vec::new();
        for (at, (id, properties, value)) in nodes.into_iter().enumerate() {
            let node = graph.add_node(["Event", "Läbel"]);
            if let Some(id) = id {
                graph.set(node, "id", Value::from(id));
            }
            for (key, value) in properties {
                graph.set(node, &key, value);
            }
            graph.set(node, &format!("own{at}"), value);
            ids.push(node);
        }
        for (from, to, properties) in edges {
            if ids.is_empty() {
                break;
            }
            let edge = graph.add_edge(*from.get(&ids), "LED_TO", *to.get(&ids));
            for (key, value) in properties {
                graph.set_edge(edge, &key, value);
            }
        }
        graph
    })
}

/// Writes a graph and gives the file to a reader.
fn through(graph: &Graph, write: Format, reader: impl Fn(&Path) -> String) -> Read {
    let dossier = Dossier {
        names: NameIndex::of(graph),
        graph: graph.clone(),
        registry: Registry::builtin(),
        title: "]]></script>\"\u{0}".to_owned(),
        description: None,
        languages: Vec::new(),
    };
    let selection = Selection::all(&dossier.graph);
    let dir = TempDir::new().expect("a folder");
    let path = dir.path().join("graph");
    let mut file = BufWriter::new(File::create(&path).expect("a file"));
    write(&View::new(&dossier, &selection), &mut file).expect("written");
    drop(file);
    Read::printed(&reader(&path))
}

/// Every text of the graph, as often as it occurs, but for what XML cannot hold.
fn texts(graph: &Graph, xml: bool) -> Vec<String> {
    let legal =
        |c: char| !xml || matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..);
    let mut texts = Vec::new();
    let mut add = |value: &Value| {
        if let Value::Text(text) = value {
            texts.push(
                text.chars()
                    .map(|c| if legal(c) { c } else { '\u{FFFD}' })
                    .collect::<String>(),
            );
        }
    };
    for node in graph.nodes() {
        node.properties()
            .for_each(|(_, value)| add(&value.to_value()));
    }
    for edge in graph.edges() {
        edge.properties()
            .for_each(|(_, value)| add(&value.to_value()));
    }
    texts
}

/// Reads hostile graphs through a format: as many nodes and relationships, and no text lost.
fn check_hostile(write: Format, xml: bool, reader: impl Fn(&Path) -> String) {
    let check = |graph: &Graph| {
        let read = through(graph, write, &reader);
        assert_eq!(read.nodes.len(), graph.node_count());
        assert_eq!(read.edges.len(), graph.edge_count());
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let attributes = read
            .nodes
            .values()
            .chain(read.edges.iter().map(|(_, _, edge)| edge));
        for value in attributes
            .flat_map(|attributes| attributes.values())
            .filter_map(Json::as_str)
        {
            *seen.entry(value.to_owned()).or_default() += 1;
        }
        read.nodes
            .into_keys()
            .for_each(|key| *seen.entry(key).or_default() += 1);
        // Readers leave out attributes that are empty.
        for text in texts(graph, xml)
            .into_iter()
            .filter(|text| !text.is_empty())
        {
            let left = seen.entry(text.clone()).or_default();
            assert!(*left > 0, "{text:?} is lost");
            *left -= 1;
        }
    };
    check(&Graph::new());
    let mut one = Graph::new();
    let node = one.add_node(["Actor"]);
    one.set(node, "id", Value::from("end"));
    one.set(
        node,
        "name",
        Value::from("é\u{301}x ".repeat(25_000).trim().to_owned()),
    );
    one.set(node, "not a number", Value::from(f64::NAN));
    check(&one);
    let mut blank = Graph::new();
    for id in [" ", "\n", "\u{FEFF}"] {
        let node = blank.add_node(["Actor"]);
        blank.set(node, "id", Value::from(id));
    }
    check(&blank);
    let mut runner = TestRunner::new(Config {
        failure_persistence: None,
        ..Config::with_cases(12)
    });
    let ran = runner.run(&graph(), |graph| {
        check(&graph);
        Ok(())
    });
    ran.expect("every graph is read back");
}

#[test]
#[ignore = "needs NetworkX"]
fn hostile_graphml_is_read_by_networkx() {
    check_hostile(export::graphml::write, true, |path| {
        assert_eq!(
            python("graphs.py", &["graphml_schema".as_ref(), path.as_os_str()]),
            "valid\n"
        );
        python(
            "graphs.py",
            &["graphml_networkx".as_ref(), path.as_os_str()],
        )
    });
}

#[test]
#[ignore = "needs igraph"]
fn hostile_graphml_is_read_by_igraph() {
    check_hostile(export::graphml::write, true, |path| {
        python("graphs.py", &["graphml_igraph".as_ref(), path.as_os_str()])
    });
}

#[test]
#[ignore = "needs NetworkX"]
fn hostile_gexf_is_read_by_networkx() {
    check_hostile(export::gexf::write, true, |path| {
        assert_eq!(
            python("graphs.py", &["gexf_schema".as_ref(), path.as_os_str()]),
            "valid\n"
        );
        python("graphs.py", &["gexf_networkx".as_ref(), path.as_os_str()])
    });
}

#[test]
#[ignore = "needs graphology-gexf"]
fn hostile_gexf_is_read_by_graphology() {
    check_hostile(export::gexf::write, true, |path| {
        node("graphs.mjs", &["gexf".as_ref(), path.as_os_str()])
    });
}

#[test]
#[ignore = "needs NetworkX"]
fn hostile_node_link_is_read_by_networkx() {
    check_hostile(export::node_link::write, false, |path| {
        python(
            "graphs.py",
            &["node_link_networkx".as_ref(), path.as_os_str()],
        )
    });
}

#[test]
#[ignore = "needs Cytoscape.js"]
fn hostile_cyjs_is_read_by_cytoscape() {
    check_hostile(export::cyjs::write, false, |path| {
        node("graphs.mjs", &["cyjs".as_ref(), path.as_os_str()])
    });
}

#[test]
#[ignore = "needs ndex2"]
fn hostile_cx2_is_read_by_ndex() {
    check_hostile(export::cx2::write, false, |path| {
        python("graphs.py", &["cx2_ndex".as_ref(), path.as_os_str()])
    });
}

#[test]
#[ignore = "needs Mermaid"]
fn hostile_names_are_read_by_mermaid() {
    let mut runner = TestRunner::new(Config {
        failure_persistence: None,
        ..Config::with_cases(12)
    });
    let ran = runner.run(&prop::collection::vec(text(), 0..60), |names| {
        let mut graph = Graph::new();
        let nodes: Vec<_> = (names.iter())
            .map(|name| {
                let node = graph.add_node(["Event"]);
                graph.set(node, "name", Value::from(name.as_str()));
                node
            })
            .collect();
        for pair in nodes.windows(2) {
            let edge = graph.add_edge(pair[0], "LED_TO", pair[1]);
            graph.set_edge(edge, "role", Value::from(names[pair[0].index()].as_str()));
        }
        let read = through(&graph, export::mermaid::write, |path| {
            node("graphs.mjs", &["mermaid".as_ref(), path.as_os_str()])
        });
        assert_eq!(read.edges.len(), graph.edge_count());
        assert_eq!(read.nodes.len(), graph.node_count());
        for (at, name) in names.iter().enumerate() {
            let folded = name.split_whitespace().collect::<Vec<_>>().join(" ");
            let shown: String = (folded.chars())
                .map(|c| {
                    if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') {
                        '\u{FFFD}'
                    } else {
                        c
                    }
                })
                .collect();
            let label = read.nodes[&format!("n{at}")]["label"]
                .as_str()
                .expect("a label");
            let expected = if name.is_empty() {
                "Event"
            } else {
                shown.as_str()
            };
            assert_eq!(label.trim(), expected.trim());
        }
        Ok(())
    });
    ran.expect("every chart is read");
}
