//! A part of a graph: what an export writes and a picture shows.

use fixedbitset::FixedBitSet;

use super::{EdgeId, EdgeRef, Graph, NodeId, NodeRef};

/// Some nodes of a graph and some of the relationships between them.
///
/// Both ends of a selected relationship are selected. It takes a bit for every node and
/// relationship of the graph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    nodes: FixedBitSet,
    edges: FixedBitSet,
}

impl Selection {
    /// Everything.
    pub fn all(graph: &Graph) -> Self {
        Self {
            nodes: graph.nodes().map(|node| node.id().index()).collect(),
            edges: graph.edges().map(|edge| edge.id().index()).collect(),
        }
    }

    /// These nodes, and every relationship both ends of which are among them. O(sum of degrees).
    pub fn induced(graph: &Graph, nodes: impl IntoIterator<Item = NodeId>) -> Self {
        let nodes: FixedBitSet = nodes.into_iter().map(NodeId::index).collect();
        let edges = nodes
            .ones()
            .flat_map(|node| graph.node(NodeId::at(node)).outgoing())
            .filter(|edge| nodes.contains(edge.to().id().index()))
            .map(|edge| edge.id().index())
            .collect();
        Self { nodes, edges }
    }

    /// Adds a node.
    pub fn insert_node(&mut self, node: NodeId) {
        self.nodes.grow_and_insert(node.index());
    }

    /// Adds a relationship and its ends.
    pub fn insert_edge(&mut self, edge: EdgeRef<'_>) {
        self.nodes.grow_and_insert(edge.from().id().index());
        self.nodes.grow_and_insert(edge.to().id().index());
        self.edges.grow_and_insert(edge.id().index());
    }

    /// Whether a node is part of it.
    pub fn contains_node(&self, node: NodeId) -> bool {
        self.nodes.contains(node.index())
    }

    /// Whether a relationship is part of it.
    pub fn contains_edge(&self, edge: EdgeId) -> bool {
        self.edges.contains(edge.index())
    }

    /// Number of nodes. O(number of nodes of the graph / 64).
    pub fn node_count(&self) -> usize {
        self.nodes.count_ones(..)
    }

    /// Number of relationships. O(number of relationships of the graph / 64).
    pub fn edge_count(&self) -> usize {
        self.edges.count_ones(..)
    }

    /// Its nodes in the order of the graph.
    pub fn nodes<'g>(&self, graph: &'g Graph) -> impl Iterator<Item = NodeRef<'g>> {
        self.nodes
            .ones()
            .map(move |node| graph.node(NodeId::at(node)))
    }

    /// Its relationships in the order of the graph.
    pub fn edges<'g>(&self, graph: &'g Graph) -> impl Iterator<Item = EdgeRef<'g>> {
        self.edges
            .ones()
            .map(move |edge| graph.edge(EdgeId::at(edge)))
    }
}
