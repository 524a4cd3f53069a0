//! A part of a graph: what an export writes and a picture shows.

use std::collections::BTreeSet;

use super::{EdgeId, EdgeRef, Graph, NodeId, NodeRef};

/// Some nodes of a graph and some of the relationships between them.
///
/// Both ends of a selected relationship are selected.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    nodes: BTreeSet<NodeId>,
    edges: BTreeSet<EdgeId>,
}

impl Selection {
    /// Everything.
    pub fn all(graph: &Graph) -> Self {
        Self {
            nodes: graph.nodes().map(NodeRef::id).collect(),
            edges: graph.edges().map(EdgeRef::id).collect(),
        }
    }

    /// These nodes, and every relationship both ends of which are among them. O(sum of degrees).
    pub fn induced(graph: &Graph, nodes: impl IntoIterator<Item = NodeId>) -> Self {
        let nodes: BTreeSet<_> = nodes.into_iter().collect();
        let edges = nodes
            .iter()
            .flat_map(|&node| graph.node(node).outgoing())
            .filter(|edge| nodes.contains(&edge.to().id()))
            .map(EdgeRef::id)
            .collect();
        Self { nodes, edges }
    }

    /// Adds a node.
    pub fn insert_node(&mut self, node: NodeId) {
        self.nodes.insert(node);
    }

    /// Adds a relationship and its ends.
    pub fn insert_edge(&mut self, edge: EdgeRef<'_>) {
        self.nodes.extend([edge.from().id(), edge.to().id()]);
        self.edges.insert(edge.id());
    }

    /// Whether a node is part of it.
    pub fn contains_node(&self, node: NodeId) -> bool {
        self.nodes.contains(&node)
    }

    /// Whether a relationship is part of it.
    pub fn contains_edge(&self, edge: EdgeId) -> bool {
        self.edges.contains(&edge)
    }

    /// Its nodes in the order of the graph.
    pub fn nodes<'g>(&self, graph: &'g Graph) -> impl Iterator<Item = NodeRef<'g>> {
        self.nodes.iter().map(|&node| graph.node(node))
    }

    /// Its relationships in the order of the graph.
    pub fn edges<'g>(&self, graph: &'g Graph) -> impl Iterator<Item = EdgeRef<'g>> {
        self.edges.iter().map(|&edge| graph.edge(edge))
    }
}
