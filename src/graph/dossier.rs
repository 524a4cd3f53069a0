//! A compiled dossier: the graph, its vocabulary and the index of names.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Graph, NodeId, NodeRef};
use crate::model::registry::Registry;
use crate::text::fold;

/// A compiled dossier.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// Actors, places, articles, events, agreements and claims.
    pub graph: Graph,
    /// The types and relations it was compiled under.
    pub registry: Registry,
    /// Title, from `dossier.yaml` or the folder's name.
    pub title: String,
    /// Description from `dossier.yaml`.
    pub description: Option<String>,
    /// Languages in the order of preference for display.
    pub languages: Vec<String>,
    /// Finds nodes by id, name and alias.
    pub names: NameIndex,
}

impl Dossier {
    /// The display name of a node in a language: `name_<lang>` where there is one, else `name`,
    /// else `title`, else `id`.
    pub fn display_name<'g>(&self, node: NodeRef<'g>, lang: Option<&str>) -> &'g str {
        lang.and_then(|lang| node.text(&format!("name_{lang}")))
            .or_else(|| node.text("name"))
            .or_else(|| node.text("title"))
            .or_else(|| node.text("id"))
            .unwrap_or_default()
    }
}

/// Nodes by id, and by name and alias folded for case, accents and script.
#[derive(Debug, Clone, Default)]
pub struct NameIndex {
    ids: HashMap<String, NodeId>,
    folded: BTreeMap<String, BTreeSet<NodeId>>,
}

impl NameIndex {
    /// Indexes every node of a graph that has an `id`: by its id as it is, and by its id, `name`,
    /// `name_<lang>`, `title` and `aliases` folded. O(total length of names).
    pub fn of(graph: &Graph) -> Self {
        let mut index = Self::default();
        for node in graph.nodes() {
            let Some(id) = node.text("id") else { continue };
            index.ids.insert(id.to_owned(), node.id());
            let named = node
                .properties()
                .filter(|(key, _)| matches!(*key, "name" | "title") || key.starts_with("name_"))
                .filter_map(|(_, value)| value.as_text());
            for name in [id].into_iter().chain(named).chain(node.texts("aliases")) {
                let folded = fold(name);
                if !folded.is_empty() {
                    index.folded.entry(folded).or_default().insert(node.id());
                }
            }
        }
        index
    }

    /// The node with exactly this id.
    pub fn by_id(&self, id: &str) -> Option<NodeId> {
        self.ids.get(id).copied()
    }

    /// The nodes that go by this name: the one with exactly this id, else all whose folded id,
    /// name or alias is equal to the folded text, in the order of the graph.
    pub fn find(&self, name: &str) -> Vec<NodeId> {
        match self.by_id(name) {
            Some(node) => vec![node],
            None => self
                .folded
                .get(&fold(name))
                .into_iter()
                .flatten()
                .copied()
                .collect(),
        }
    }

    /// Every folded name with its nodes, in code-point order.
    pub fn folded(&self) -> impl Iterator<Item = (&str, &BTreeSet<NodeId>)> {
        self.folded
            .iter()
            .map(|(name, nodes)| (name.as_str(), nodes))
    }
}
