//! What nodes are called, for tables that name each of them many times.

use std::collections::BTreeSet;

use super::{Key, View};
use crate::graph::{Graph, NodeId, NodeRef, Symbol};

/// The keys of a part, which are those of [`View::key`]. It holds only the nodes that do not go by
/// their `id`.
#[derive(Debug)]
pub(super) struct Keys {
    id: Option<Symbol>,
    numbered: BTreeSet<NodeId>,
}

impl Keys {
    /// The keys of the nodes of a part. O(number of nodes).
    pub(super) fn of(view: &View<'_>) -> Self {
        let graph = &view.dossier.graph;
        let nodes = view.selection.nodes(graph);
        let numbered =
            |node: &NodeRef<'_>| matches!(view.key(graph.node(node.id())), Key::Number(_));
        Self {
            id: graph.symbol("id"),
            numbered: nodes.filter(numbered).map(NodeRef::id).collect(),
        }
    }

    /// What a node is called. O(1) where all go by their `id`.
    pub(super) fn of_node<'g>(&self, node: NodeRef<'g>) -> Key<'g> {
        let own = self.numbered.is_empty() || !self.numbered.contains(&node.id());
        let id = self.id.filter(|_| own).and_then(|id| node.get_symbol(id));
        match id.and_then(crate::graph::ValueRef::as_text) {
            Some(id) => Key::Id(id),
            None => Key::Number(node.id().index()),
        }
    }

    /// Whether no node has an `id` beside its key.
    pub(super) fn tell_every_id(&self, graph: &Graph) -> bool {
        (self.numbered.iter()).all(|node| graph.node(*node).get("id").is_none())
    }
}
