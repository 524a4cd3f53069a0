//! A compiled dossier: the graph, its vocabulary and the index of names.

use super::{Graph, NameIndex, NodeRef};
use crate::model::registry::Registry;

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
    /// A graph under the built-in vocabulary, without a title. Its names are indexed as
    /// [`NameIndex::of`] does.
    pub fn of(graph: Graph) -> Self {
        Self {
            names: NameIndex::of(&graph),
            graph,
            registry: Registry::builtin(),
            title: String::new(),
            description: None,
            languages: Vec::new(),
        }
    }

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
