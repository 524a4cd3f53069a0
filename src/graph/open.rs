//! The open store: a graph that can be changed, on petgraph.

use std::collections::HashMap;

use petgraph::Direction;
use petgraph::stable_graph::{EdgeIndex, Edges, NodeIndex, StableDiGraph};
use petgraph::visit::{EdgeIndexable as _, EdgeRef as _, NodeIndexable as _};

use super::index::Indexes;
use super::{EdgeId, NodeId, Symbol, Value};

impl NodeId {
    fn of(index: NodeIndex<u32>) -> Self {
        Self::at(index.index())
    }

    fn petgraph(self) -> NodeIndex<u32> {
        NodeIndex::new(self.index())
    }
}

impl EdgeId {
    fn of(index: EdgeIndex<u32>) -> Self {
        Self::at(index.index())
    }

    fn petgraph(self) -> EdgeIndex<u32> {
        EdgeIndex::new(self.index())
    }
}

/// Properties, sorted by symbol; looked up by binary search.
pub(super) type Properties = Vec<(Symbol, Value)>;

#[derive(Debug, Clone, Default)]
struct NodeRecord {
    labels: Vec<Symbol>,
    properties: Properties,
    gone: bool,
}

#[derive(Debug, Clone)]
struct EdgeRecord {
    kind: Symbol,
    properties: Properties,
    gone: bool,
}

/// A graph on petgraph's `StableDiGraph`: ids stay valid when other nodes are removed.
#[derive(Debug, Clone, Default)]
pub(super) struct Open {
    topology: StableDiGraph<NodeRecord, EdgeRecord, u32>,
    /// The nodes of every label in the order of their ids.
    labelled: HashMap<Symbol, Vec<NodeId>>,
    /// The number of relationships of every type.
    kinds: HashMap<Symbol, usize>,
    /// Nodes and relationships that are hidden until the next sweep.
    gone_nodes: usize,
    gone_edges: usize,
    indexes: Indexes,
}

/// The relationships of a node in one direction, newest first.
#[derive(Debug, Clone)]
pub(super) struct OpenEdges<'g> {
    edges: Edges<'g, EdgeRecord, petgraph::Directed, u32>,
}

impl Iterator for OpenEdges<'_> {
    type Item = EdgeId;

    fn next(&mut self) -> Option<EdgeId> {
        let edge = self.edges.find(|edge| !edge.weight().gone)?;
        Some(EdgeId::of(edge.id()))
    }
}

impl Open {
    /// Adds a node. Labels keep their order; a label given twice counts once.
    pub(super) fn add_node(&mut self, labels: impl IntoIterator<Item = Symbol>) -> NodeId {
        let mut record = NodeRecord::default();
        for label in labels {
            if !record.labels.contains(&label) {
                record.labels.push(label);
            }
        }
        let labels = record.labels.clone();
        let node = NodeId::of(self.topology.add_node(record));
        for label in labels {
            self.index_label(label, node);
        }
        node
    }

    fn index_label(&mut self, label: Symbol, node: NodeId) {
        self.label_changed(node, label, true);
        let nodes = self.labelled.entry(label).or_default();
        if let Err(at) = nodes.binary_search(&node) {
            nodes.insert(at, node);
        }
    }

    fn unindex_label(&mut self, label: Symbol, node: NodeId) {
        self.label_changed(node, label, false);
        if let Some(nodes) = self.labelled.get_mut(&label)
            && let Ok(at) = nodes.binary_search(&node)
        {
            nodes.remove(at);
        }
    }

    /// Adds a relationship.
    pub(super) fn add_edge(&mut self, from: NodeId, kind: Symbol, to: NodeId) -> EdgeId {
        *self.kinds.entry(kind).or_default() += 1;
        let record = EdgeRecord {
            kind,
            properties: Vec::new(),
            gone: false,
        };
        EdgeId::of(
            self.topology
                .add_edge(from.petgraph(), to.petgraph(), record),
        )
    }

    /// Removes a node with its relationships; false if it was not there. O(degree). Its id may be
    /// given to a node that is added later.
    pub(super) fn remove_node(&mut self, node: NodeId) -> bool {
        let hidden = self.hide_node(node);
        if hidden {
            let edges = self.topology.edge_count();
            self.topology.remove_node(node.petgraph());
            self.gone_nodes -= 1;
            self.gone_edges -= edges - self.topology.edge_count();
        }
        hidden
    }

    /// Removes a relationship; false if it was not there. Its id may be given to one that is added
    /// later.
    pub(super) fn remove_edge(&mut self, edge: EdgeId) -> bool {
        let hidden = self.hide_edge(edge);
        if hidden {
            self.gone_edges -= 1;
            self.topology.remove_edge(edge.petgraph());
        }
        hidden
    }

    /// Removes a node with its relationships, but keeps their ids from being used again until
    /// the next sweep; false if it was not there. O(degree).
    pub(super) fn hide_node(&mut self, node: NodeId) -> bool {
        if !self.contains_node(node) {
            return false;
        }
        let index = node.petgraph();
        let edges: Vec<_> = [Direction::Outgoing, Direction::Incoming]
            .into_iter()
            .flat_map(|direction| self.topology.edges_directed(index, direction))
            .map(|edge| EdgeId::of(edge.id()))
            .collect();
        for edge in edges {
            self.hide_edge(edge);
        }
        let labels = std::mem::take(&mut self.topology[index].labels);
        for label in labels {
            self.unindex_label(label, node);
        }
        let record = &mut self.topology[index];
        record.gone = true;
        for (key, value) in std::mem::take(&mut record.properties) {
            self.property_changed(node, key, Some(&value));
        }
        self.gone_nodes += 1;
        true
    }

    /// Removes a relationship, but keeps its id from being used again until the next sweep;
    /// false if it was not there.
    pub(super) fn hide_edge(&mut self, edge: EdgeId) -> bool {
        match self.topology.edge_weight_mut(edge.petgraph()) {
            Some(record) if !record.gone => {
                record.gone = true;
                let kind = record.kind;
                if let Some(count) = self.kinds.get_mut(&kind) {
                    *count -= 1;
                }
                self.gone_edges += 1;
                true
            }
            _ => false,
        }
    }

    /// Lets go of everything that is hidden; its ids may be used again. O(size of the graph) if
    /// anything is.
    pub(super) fn sweep(&mut self) {
        if self.gone_edges > 0 {
            self.topology.retain_edges(|graph, edge| !graph[edge].gone);
        }
        if self.gone_nodes > 0 {
            self.topology.retain_nodes(|graph, node| !graph[node].gone);
        }
        (self.gone_nodes, self.gone_edges) = (0, 0);
    }

    /// Adds a label to a node; false if it had it.
    pub(super) fn add_label(&mut self, node: NodeId, label: Symbol) -> bool {
        let labels = &mut self.topology[node.petgraph()].labels;
        let new = !labels.contains(&label);
        if new {
            labels.push(label);
            self.index_label(label, node);
        }
        new
    }

    /// Takes a label from a node; false if it had none such.
    pub(super) fn remove_label(&mut self, node: NodeId, label: Symbol) -> bool {
        let labels = &mut self.topology[node.petgraph()].labels;
        let before = labels.len();
        labels.retain(|&had| had != label);
        let had = labels.len() < before;
        if had {
            self.unindex_label(label, node);
        }
        had
    }

    /// Sets a property of a node, or removes it with `None`.
    pub(super) fn set(&mut self, node: NodeId, key: Symbol, value: Option<Value>) {
        let properties = &mut self.topology[node.petgraph()].properties;
        let old = assign(properties, key, value);
        self.property_changed(node, key, old.as_ref());
    }

    /// Sets a property of a relationship, or removes it with `None`.
    pub(super) fn set_edge(&mut self, edge: EdgeId, key: Symbol, value: Option<Value>) {
        assign(&mut self.topology[edge.petgraph()].properties, key, value);
    }

    /// Number of nodes.
    pub(super) fn node_count(&self) -> usize {
        self.topology.node_count() - self.gone_nodes
    }

    /// Number of relationships.
    pub(super) fn edge_count(&self) -> usize {
        self.topology.edge_count() - self.gone_edges
    }

    /// The nodes with a label in the order of their ids.
    pub(super) fn labelled(&self, label: Symbol) -> &[NodeId] {
        self.labelled.get(&label).map_or(&[], Vec::as_slice)
    }

    /// The nodes, with a label where one is given, of which a property is equal to a value, in the
    /// order of their ids; `None` if no index answers: the first time, and for lists, times and
    /// durations. O(1) for each node found, once the index is built.
    pub(super) fn find_nodes(
        &self,
        label: Option<Symbol>,
        key: Symbol,
        value: &Value,
    ) -> Option<Vec<NodeId>> {
        self.indexes.find((label, key), value, || {
            let with_label = label.map(|label| self.labelled(label).iter().copied());
            let all = label.is_none().then(|| self.nodes());
            let nodes = with_label
                .into_iter()
                .flatten()
                .chain(all.into_iter().flatten());
            nodes.filter_map(move |node| {
                let record = &self.topology[node.petgraph()];
                Some((node, look_up(&record.properties, key)?))
            })
        })
    }

    /// Tells the indexes of a property of a node that has changed.
    fn property_changed(&mut self, node: NodeId, key: Symbol, old: Option<&Value>) {
        if self.indexes.is_empty() {
            return;
        }
        let record = &self.topology[node.petgraph()];
        let new = look_up(&record.properties, key);
        self.indexes.change((None, key), node, old, new);
        for &label in &record.labels {
            self.indexes.change((Some(label), key), node, old, new);
        }
    }

    /// Tells the indexes of a label that a node has got or is about to lose.
    fn label_changed(&mut self, node: NodeId, label: Symbol, has: bool) {
        if self.indexes.is_empty() {
            return;
        }
        for (key, value) in &self.topology[node.petgraph()].properties {
            let (old, new) = if has {
                (None, Some(value))
            } else {
                (Some(value), None)
            };
            self.indexes.change((Some(label), *key), node, old, new);
        }
    }

    /// Number of relationships of a type.
    pub(super) fn kind_count(&self, kind: Symbol) -> usize {
        self.kinds.get(&kind).copied().unwrap_or(0)
    }

    /// The first node whose id is not below a number: the way to go through all nodes while the
    /// graph is not borrowed. O(1) if nothing was removed.
    pub(super) fn node_from(&self, number: usize) -> Option<NodeId> {
        (number..self.topology.node_bound())
            .map(|at| NodeId::of(NodeIndex::new(at)))
            .find(|&node| self.contains_node(node))
    }

    /// The first relationship whose id is not below a number. O(1) if nothing was removed.
    pub(super) fn edge_from(&self, number: usize) -> Option<EdgeId> {
        (number..self.topology.edge_bound())
            .map(|at| EdgeId::of(EdgeIndex::new(at)))
            .find(|&edge| self.contains_edge(edge))
    }

    /// Whether the node is there.
    pub(super) fn contains_node(&self, node: NodeId) -> bool {
        self.topology
            .node_weight(node.petgraph())
            .is_some_and(|record| !record.gone)
    }

    /// Whether the relationship is there.
    pub(super) fn contains_edge(&self, edge: EdgeId) -> bool {
        self.topology
            .edge_weight(edge.petgraph())
            .is_some_and(|record| !record.gone)
    }

    /// All nodes in the order of their ids.
    pub(super) fn nodes(&self) -> impl Iterator<Item = NodeId> {
        self.topology
            .node_indices()
            .filter(|&index| self.gone_nodes == 0 || !self.topology[index].gone)
            .map(NodeId::of)
    }

    /// All relationships in the order of their ids.
    pub(super) fn edges(&self) -> impl Iterator<Item = EdgeId> {
        self.topology
            .edge_indices()
            .filter(|&index| self.gone_edges == 0 || !self.topology[index].gone)
            .map(EdgeId::of)
    }

    /// The labels of a node in the order they were given.
    pub(super) fn labels(&self, node: NodeId) -> &[Symbol] {
        &self.topology[node.petgraph()].labels
    }

    pub(super) fn properties(&self, node: NodeId) -> &Properties {
        &self.topology[node.petgraph()].properties
    }

    pub(super) fn edge_properties(&self, edge: EdgeId) -> &Properties {
        &self.topology[edge.petgraph()].properties
    }

    /// A property of a node.
    pub(super) fn property(&self, node: NodeId, key: Symbol) -> Option<&Value> {
        look_up(self.properties(node), key)
    }

    /// A property of a relationship.
    pub(super) fn edge_property(&self, edge: EdgeId, key: Symbol) -> Option<&Value> {
        look_up(self.edge_properties(edge), key)
    }

    /// The type of a relationship.
    pub(super) fn kind(&self, edge: EdgeId) -> Symbol {
        self.topology[edge.petgraph()].kind
    }

    /// The node that a relationship leaves and the one it reaches.
    pub(super) fn ends(&self, edge: EdgeId) -> (NodeId, NodeId) {
        let (from, to) = self
            .topology
            .edge_endpoints(edge.petgraph())
            .expect("an EdgeRef is only made of a relationship that is there");
        (NodeId::of(from), NodeId::of(to))
    }

    pub(super) fn outgoing(&self, node: NodeId) -> OpenEdges<'_> {
        self.directed(node, Direction::Outgoing)
    }

    pub(super) fn incoming(&self, node: NodeId) -> OpenEdges<'_> {
        self.directed(node, Direction::Incoming)
    }

    fn directed(&self, node: NodeId, direction: Direction) -> OpenEdges<'_> {
        let edges = self.topology.edges_directed(node.petgraph(), direction);
        OpenEdges { edges }
    }
}

/// Sets or removes a property and returns what was there.
fn assign(properties: &mut Properties, key: Symbol, value: Option<Value>) -> Option<Value> {
    match (
        properties.binary_search_by_key(&key, |(key, _)| *key),
        value,
    ) {
        (Ok(at), Some(value)) => Some(std::mem::replace(&mut properties[at].1, value)),
        (Ok(at), None) => Some(properties.remove(at).1),
        (Err(at), Some(value)) => {
            properties.insert(at, (key, value));
            None
        }
        (Err(_), None) => None,
    }
}

fn look_up(properties: &Properties, key: Symbol) -> Option<&Value> {
    let at = properties
        .binary_search_by_key(&key, |(key, _)| *key)
        .ok()?;
    Some(&properties[at].1)
}
