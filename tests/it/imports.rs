//! Imports: our own exports come back as far as their formats carry, and whatever is imported can be
//! checked.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use kroniek::compile::{self, Compilation};
use kroniek::diag::Severity;
use kroniek::export::{self, ExportError, View};
use kroniek::graph::{Dossier, EdgeRef, Selection};
use kroniek::ingest::import::{Format, Import, import};
use proptest::prelude::*;
use tempfile::TempDir;

fn open(root: &Path) -> Compilation {
    compile::open(root, root).expect("read")
}

/// Writes an import into a folder and compiles it.
fn compiled(made: &Import) -> Compilation {
    let dir = TempDir::new().expect("a folder");
    for (path, text) in &made.files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    open(dir.path())
}

fn errors(compilation: &Compilation) -> Vec<String> {
    let errors = compilation.findings.iter();
    errors
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| format!("{}: {}", finding.code, finding.message))
        .collect()
}

/// Nodes by id and labels, with the properties that every format carries.
fn nodes(dossier: &Dossier) -> BTreeSet<String> {
    let nodes = dossier.graph.nodes().filter(|node| !node.is("Article"));
    nodes
        .map(|node| {
            let text = |key| node.text(key).unwrap_or_default();
            let mut aliases: Vec<_> = node.texts("aliases").chain(node.text("name")).collect();
            aliases.sort_unstable();
            // Names of a claim are what it says.
            let aliases = if node.is("Claim") {
                Vec::new()
            } else {
                aliases
            };
            let labels: Vec<_> = node.labels().collect();
            format!(
                "{} {labels:?} {aliases:?} {} {} {}",
                text("id"),
                text("date"),
                text("stage"),
                text("phase")
            )
        })
        .collect()
}

/// Relationships between them, each by its ends, type and what makes it one.
fn edges(dossier: &Dossier) -> BTreeSet<String> {
    let of_article = |edge: &EdgeRef<'_>| edge.from().is("Article") || edge.to().is("Article");
    let edges = dossier.graph.edges().filter(|edge| !of_article(edge));
    edges
        .map(|edge| {
            let text = |key| edge.text(key).unwrap_or_default();
            let id =
                |end: kroniek::graph::NodeRef<'_>| end.text("id").unwrap_or_default().to_owned();
            format!(
                "{} {} {} {} {} {} {} {}",
                id(edge.from()),
                edge.kind(),
                id(edge.to()),
                text("role"),
                text("office"),
                text("stage"),
                text("since"),
                text("until"),
            )
        })
        .collect()
}

type Writer = fn(&View<'_>, &mut dyn std::io::Write) -> Result<(), ExportError>;

/// Exports the bundled dossier, imports it, and compares the graphs. `ids` says whether the format
/// keeps every id; articles are told as what they are without their text: left out.
fn comes_back(writer: Writer, format: Format, file: &str) {
    let original = open(Path::new(env!("CARGO_MANIFEST_DIR")));
    let selection = Selection::all(&original.dossier.graph);
    let mut bytes = Vec::new();
    writer(&View::new(&original.dossier, &selection), &mut bytes).expect("written");
    let made = import(format, file, &bytes).expect("read");
    let problems = made.problems.iter().map(|problem| problem.message.as_str());
    let others: Vec<_> = problems
        .filter(|message| !message.contains("has no text here"))
        .collect();
    assert_eq!(others, [""; 0]);
    let back = compiled(&made);
    assert_eq!(errors(&back), [""; 0]);
    // Ids of claims that have none of their own (`article_1-2`, `vote-who.winner-ada`) become
    // kebab-case.
    let kebab = |lines: BTreeSet<String>| -> BTreeSet<String> {
        lines
            .into_iter()
            .map(|line| line.replace(['_', '.'], "-"))
            .collect()
    };
    let (before, after) = (kebab(nodes(&original.dossier)), kebab(nodes(&back.dossier)));
    assert_eq!(
        before.difference(&after).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "nodes are lost"
    );
    assert_eq!(
        after.difference(&before).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "nodes are made up"
    );
    let (before, after) = (kebab(edges(&original.dossier)), kebab(edges(&back.dossier)));
    assert_eq!(
        before.difference(&after).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "relationships are lost"
    );
    assert_eq!(
        after.difference(&before).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "relationships are made up"
    );
}

#[test]
fn graphml_comes_back() {
    comes_back(export::graphml::write, Format::Graphml, "a.graphml");
}

#[test]
fn node_link_comes_back() {
    comes_back(export::node_link::write, Format::NodeLink, "a.json");
}

#[test]
fn followthemoney_comes_back() {
    comes_back(export::ftm::write, Format::Ftm, "a.ftm");
}

fn any_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\"",
        "\\",
        "\n",
        "\0",
        "]]>",
        "</script>",
        "⟦1⟧",
        "…",
        "...",
        "[...]",
        "author",
        "entry",
        "🇳🇱",
        "e\u{301}",
        "\u{202e}",
        "\u{fffe}",
        "- ",
        ": ",
        "#",
        "no",
        "12:30",
        "a",
        "B",
        "1",
        "date 2021 ",
        "involved-in",
        "part of",
        "mentions",
    ]);
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_is_imported_can_be_checked(
        names in prop::collection::vec((any_text(), any_text(), any_text(), 0..10usize), 1..8),
        kinds in prop::collection::vec((any_text(), 0..9usize, any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..12),
    ) {
        let types = ["person", "state", "place", "event", "loan", "claim", "article", "ship", "", "exercise"];
        let nodes: Vec<_> = (names.iter().enumerate())
            .map(|(at, (id, name, text, kind))| serde_json::json!({
                "id": format!("{id}{at}"), "name": name, "labels": [types[*kind]], name.as_str(): id, "date": text,
                "troops": text, "stage": text, "phase": text, "wikidata": "Q1", "aliases": [text, name], "description": text,
            }))
            .collect();
        let known = ["INVOLVED_IN", "PART_OF", "LED_TO", "REPRESENTS", "OWES", "ABOUT", "AT", "MADE"];
        let links: Vec<_> = (kinds.iter())
            .map(|(kind, at, from, to)| serde_json::json!({
                "source": from.get(&nodes)["id"], "target": to.get(&nodes)["id"],
                "type": known.get(*at).copied().unwrap_or(kind.as_str()), "role": kind, "since": kind, "field": kind, kind.as_str(): kind,
            }))
            .collect();
        let text = serde_json::json!({"nodes": nodes, "links": links}).to_string();
        let made = import(Format::NodeLink, "n.json", text.as_bytes()).expect("read");
        let compilation = compiled(&made);
        let files: Vec<_> = made.files.iter().map(|(path, text)| format!("{path}:\n{text}")).collect();
        prop_assert_eq!(errors(&compilation), Vec::<String>::new(), "{}", files.join("\n"));
    }
}
