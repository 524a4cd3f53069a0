//! A vault for Obsidian: a folder of linked notes in Markdown.
//!
//! Every node is a note in the folder of its kind, with its properties as front matter, its
//! relationships as wiki links both ways, and what articles say of it as block quotes under a link
//! to the article. `Index.md` lists them all. Links are written with the whole path of the note,
//! so that each resolves to one file; what is shown is the name.
//!
//! Source: Obsidian's help on internal links, properties and file names.

mod front;
mod markdown;
mod names;

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::io::{BufWriter, Write};

use super::file::FolderDraft;
use super::{ExportError, View};
use crate::graph::{EdgeRef, NodeId, NodeRef};
use crate::model::yaml::Yaml;
use markdown::{inline, quoted};

/// The folders of the vault, in the order of the index, with the label of what lies in them.
const FOLDERS: [(&str, &str); 6] = [
    ("Event", "Events"),
    ("Agreement", "Agreements"),
    ("Actor", "Actors"),
    ("Place", "Places"),
    ("Claim", "Claims"),
    ("Article", "Articles"),
];
const OTHERS: &str = "Others";

/// Writes a vault.
pub fn write(view: &View<'_>, folder: &FolderDraft) -> Result<(), ExportError> {
    let vault = Vault::of(view);
    for node in view.nodes() {
        let Some(path) = vault.paths.get(&node.id()) else {
            continue;
        };
        let mut file = folder.file(&format!("{path}.md"))?;
        vault.note(node, &mut file)?;
        file.flush()?;
    }
    let mut file = folder.file("Index.md")?;
    vault.index(&mut file)?;
    file.flush()?;
    Ok(())
}

struct Vault<'v, 'd> {
    view: &'v View<'d>,
    /// The note of each node, without `.md`.
    paths: HashMap<NodeId, String>,
}

/// The folder of a node's note.
fn folder_of(node: NodeRef<'_>) -> &'static str {
    let found = FOLDERS.iter().find(|(label, _)| node.is(label));
    found.map_or(OTHERS, |(_, folder)| folder)
}

impl<'v, 'd> Vault<'v, 'd> {
    /// Names the note of every node. O(number of nodes).
    fn of(view: &'v View<'d>) -> Self {
        let mut taken = names::Taken::default();
        let mut paths = HashMap::new();
        for node in view.nodes() {
            let folder = folder_of(node);
            // A claim goes by what it says, which is long: its id is the better name of a file.
            let key = view.key(node).text();
            let name = match view.name(node) {
                "" => &key,
                _ if node.is("Claim") || node.is("Article") => &key,
                name => name,
            };
            paths.insert(node.id(), taken.path(folder, name));
        }
        Self { view, paths }
    }

    /// A link to the note of a node; its name where it has no note.
    fn link(&self, node: NodeRef<'d>) -> String {
        let name = match self.view.name(node) {
            "" => self.view.key(node).text().into_owned(),
            name => name.to_owned(),
        };
        match self.paths.get(&node.id()) {
            Some(path) => format!("[[{path}|{}]]", markdown::label(&name)),
            None => inline(&name),
        }
    }

    fn note(
        &self,
        node: NodeRef<'d>,
        out: &mut BufWriter<std::fs::File>,
    ) -> Result<(), ExportError> {
        let mut text = String::from("---\n");
        text.push_str(&front::matter(self.view, node, |article| self.source(article)).document());
        text.push_str("---\n\n# ");
        let name = match self.view.name(node) {
            "" => self.view.key(node).text().into_owned(),
            name => name.to_owned(),
        };
        text.push_str(&inline(&name));
        text.push('\n');
        if let Some(description) = node.text("description") {
            text.push('\n');
            text.push_str(&inline(description));
            text.push('\n');
        }
        self.relationships(node, &mut text);
        self.quotes(node, &mut text);
        if node.is("Article") {
            self.supported(node, &mut text);
        }
        out.write_all(text.as_bytes())?;
        Ok(())
    }

    /// A link to an article by its id, for the front matter.
    fn source(&self, article: &str) -> Option<String> {
        let node = self.view.dossier.names.by_id(article)?;
        let path = self.paths.get(&node)?;
        Some(format!("[[{path}]]"))
    }

    /// The relationships of a node as lists of links, each kind under its own words.
    fn relationships(&self, node: NodeRef<'d>, text: &mut String) {
        let mut sections: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let plain = |edge: &EdgeRef<'d>| edge.kind() != "SUPPORTED_BY";
        for edge in self.view.shown(node.outgoing().filter(plain)) {
            let words = edge.kind().to_lowercase().replace('_', " ");
            sections
                .entry(words)
                .or_default()
                .push(self.item(edge, edge.to()));
        }
        for edge in self.view.shown(node.incoming().filter(plain)) {
            let words = edge.kind().to_lowercase().replace('_', " ");
            let words = format!("{words} (of this)");
            sections
                .entry(words)
                .or_default()
                .push(self.item(edge, edge.from()));
        }
        for (words, items) in sections {
            text.push_str("\n## ");
            let mut chars = words.chars();
            let first = chars.next().into_iter().flat_map(char::to_uppercase);
            text.push_str(&inline(&first.chain(chars).collect::<String>()));
            text.push_str("\n\n");
            for item in items {
                text.push_str(&item);
            }
        }
    }

    /// A relationship as an item of a list, its quotes under it.
    fn item(&self, edge: EdgeRef<'d>, other: NodeRef<'d>) -> String {
        let mut item = format!("- {}", self.link(other));
        let told = [
            "quote", "quotes", "start", "starts", "end", "ends", "sources",
        ];
        let details: Vec<_> = edge
            .properties()
            .filter(|(key, _)| !told.contains(key))
            .filter_map(|(key, value)| {
                let value = front::printed(value);
                (!value.is_empty())
                    .then(|| format!("{}: {}", inline(&key.replace('_', " ")), inline(&value)))
            })
            .collect();
        if !details.is_empty() {
            item.push_str(" – ");
            item.push_str(&details.join("; "));
        }
        item.push('\n');
        for (quote, source) in edge.texts("quotes").zip(edge.texts("sources")) {
            let source = self.source(source).unwrap_or_else(|| inline(source));
            item.push_str(&quoted(&format!("{}\n— {source}", inline(quote)), "  > "));
        }
        item
    }

    /// What articles say of a node, as block quotes under the field and value.
    fn quotes(&self, node: NodeRef<'d>, text: &mut String) {
        let supports = self
            .view
            .shown(node.outgoing().filter(|edge| edge.kind() == "SUPPORTED_BY"));
        if supports.is_empty() {
            return;
        }
        text.push_str("\n## Sources\n");
        for edge in supports {
            text.push('\n');
            if let Some(field) = edge.text("field") {
                let value = edge.text("value").unwrap_or_default();
                let _ = write!(text, "**{}**: {}", inline(field), inline(value));
                if let Some(why) = edge.text("why") {
                    let _ = write!(text, " ({})", inline(why));
                }
                text.push_str("\n\n");
            }
            let quote = edge.text("quote").unwrap_or_default();
            let sentence = edge.get("sentence").map(front::printed).unwrap_or_default();
            let place = if sentence.is_empty() {
                String::new()
            } else {
                format!(", sentence {sentence}")
            };
            let source = format!("{}\n\n— {}{place}", inline(quote), self.link(edge.to()));
            text.push_str(&quoted(&source, "> "));
        }
    }

    /// What an article supports, each thing once.
    fn supported(&self, article: NodeRef<'d>, text: &mut String) {
        let edges = self.view.shown(
            article
                .incoming()
                .filter(|edge| edge.kind() == "SUPPORTED_BY"),
        );
        let mut nodes: Vec<_> = edges.iter().map(|edge| edge.from().id()).collect();
        nodes.sort_unstable();
        nodes.dedup();
        if nodes.is_empty() {
            return;
        }
        text.push_str("\n## Says of\n\n");
        for node in nodes {
            let link = self.link(self.view.dossier.graph.node(node));
            let _ = writeln!(text, "- {link}");
        }
    }

    fn index(&self, out: &mut BufWriter<std::fs::File>) -> Result<(), ExportError> {
        let dossier = self.view.dossier;
        let mut entries = vec![("title".to_owned(), Yaml::text(dossier.title.as_str()))];
        if let Some(day) = self.view.made {
            entries.push(("made".to_owned(), Yaml::Plain(day.to_string())));
        }
        let mut text = format!(
            "---\n{}---\n\n# {}\n",
            Yaml::Map(entries).document(),
            inline(&dossier.title)
        );
        if let Some(description) = &dossier.description {
            let _ = writeln!(text, "\n{}", inline(description));
        }
        out.write_all(text.as_bytes())?;
        let folders = FOLDERS.iter().map(|(_, folder)| *folder).chain([OTHERS]);
        for folder in folders {
            let mut first = true;
            for node in self.view.nodes().filter(|node| folder_of(*node) == folder) {
                if std::mem::take(&mut first) {
                    write!(out, "\n## {folder}\n\n")?;
                }
                let date = node.text("date").or_else(|| node.text("published"));
                let date = date
                    .map(|date| format!(" – {}", inline(date)))
                    .unwrap_or_default();
                writeln!(out, "- {}{date}", self.link(node))?;
            }
        }
        Ok(())
    }
}
