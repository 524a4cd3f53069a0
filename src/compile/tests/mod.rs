//! What the model says, on small dossiers: each test writes one, compiles it and looks at the graph.

mod findings;
mod merging;
mod statuses;

use std::fs;

use super::{Compilation, open};
use crate::graph::{EdgeRef, NodeRef, ValueRef};

/// Actors of the small dossiers.
pub(super) const ACTORS: &str = "\
actors:
  ada: {type: person, name: {en: Ada, nl: Ada}, represents: [{of: norland, office: president, since: 1999}]}
  bo: {type: person, name: Bo}
  norland: {type: state, name: Norland}
  sudland: {type: state, name: {en: Sudland, nl: Zuidland}}
places:
  port: {name: {en: Port, nl: Haven}, part_of: norland}
  quay: {name: Quay, part_of: port}
";

/// Texts that say a few things about them.
pub(super) const TEXT_A: &str = "\
Ada and Bo met in Port on 9 September 2021. It was their fifth meeting of the year.

Norland lends Sudland between 630 and 640 million dollars. Ada is glad, she says.
";

/// The same by another witness.
pub(super) const TEXT_B: &str = "\
On 10 September 2021 Ada saw Bo in Port for the sixth time. Norland lends Sudland 635 million dollars.
";

/// Compiles the files of a dossier.
pub(super) fn compile(files: &[(&str, &str)]) -> Compilation {
    let dir = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("written");
    }
    open(dir.path(), dir.path()).expect("read")
}

/// Compiles two articles with an annotation file each.
pub(super) fn two(a: &str, b: &str) -> Compilation {
    compile(&[
        ("annotations/actors.yaml", ACTORS),
        (
            "annotations/a.yaml",
            &format!("article: a.txt\npublished: 2021-09-12\n{a}"),
        ),
        (
            "annotations/b.yaml",
            &format!("article: b.txt\npublished: 2021-09-12\n{b}"),
        ),
        ("seeds/a.txt", TEXT_A),
        ("seeds/b.txt", TEXT_B),
    ])
}

/// Findings as `code path:line:column`, background noise of the small dossiers apart.
pub(super) fn codes(compilation: &Compilation) -> Vec<String> {
    let mut codes = Vec::new();
    for finding in &compilation.findings {
        if matches!(
            finding.code,
            "article-without-annotations" | "actor-not-mentioned"
        ) {
            continue;
        }
        let source = compilation.sources.get(finding.primary.span.source);
        let at = crate::text::LineIndex::new(&source.text).position(finding.primary.span.start);
        codes.push(format!(
            "{} {}:{}:{}",
            finding.code, source.path, at.line, at.column
        ));
    }
    codes
}

/// Nothing but the noise was found.
pub(super) fn clean(compilation: &Compilation) {
    let messages: Vec<_> = compilation.findings.iter().map(|f| &f.message).collect();
    assert_eq!(codes(compilation), Vec::<String>::new(), "{messages:?}");
}

/// A node by id.
pub(super) fn node<'c>(compilation: &'c Compilation, id: &str) -> NodeRef<'c> {
    let dossier = &compilation.dossier;
    dossier.graph.node(
        dossier
            .names
            .by_id(id)
            .unwrap_or_else(|| panic!("no node {id}")),
    )
}

/// A property of a node as text, lists joined by spaces; empty where there is none.
pub(super) fn property(compilation: &Compilation, id: &str, key: &str) -> String {
    node(compilation, id)
        .get(key)
        .map_or(String::new(), written)
}

/// A relationship by its ends and type.
pub(super) fn edges<'c>(
    compilation: &'c Compilation,
    from: &str,
    kind: &str,
    to: &str,
) -> Vec<EdgeRef<'c>> {
    node(compilation, from)
        .outgoing()
        .filter(|edge| edge.kind() == kind && edge.to().text("id") == Some(to))
        .collect()
}

/// A value as text.
pub(super) fn written(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::List(list) => {
            let texts = list.iter().map(|value| written(value.into()));
            texts.collect::<Vec<_>>().join(" ")
        }
        scalar => scalar.printed().unwrap_or_default(),
    }
}
