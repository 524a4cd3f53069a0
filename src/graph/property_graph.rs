//! A labelled property graph on petgraph.

use std::collections::HashMap;
use std::sync::Arc;

use petgraph::Direction;
use petgraph::stable_graph::{EdgeIndex, NodeIndex, StableDiGraph};
use petgraph::visit::{EdgeIndexable as _, EdgeRef as _, NodeIndexable as _};

use super::index::Indexes;
use super::{Value, ValueRef};

/// An interned label, relationship type or property key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(u32);

/// Identity of a node in one graph; stable until the node is removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

/// Identity of a relationship in one graph; stable until the relationship is removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EdgeId(u32);

impl NodeId {
    /// The number of the node, from 0, dense in a graph from which nothing was removed.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The one with a number.
    pub(super) fn at(number: usize) -> Self {
        Self(u32::try_from(number).unwrap_or(u32::MAX))
    }

    fn of(index: NodeIndex<u32>) -> Self {
        Self::at(index.index())
    }

    fn petgraph(self) -> NodeIndex<u32> {
        NodeIndex::new(self.index())
    }
}

impl EdgeId {
    /// The number of the relationship, from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The one with a number.
    pub(super) fn at(number: usize) -> Self {
        Self(u32::try_from(number).unwrap_or(u32::MAX))
    }

    fn of(index: EdgeIndex<u32>) -> Self {
        Self::at(index.index())
    }

    fn petgraph(self) -> EdgeIndex<u32> {
        EdgeIndex::new(self.index())
    }
}

/// Properties, sorted by symbol; looked up by binary search.
type Properties = Vec<(Symbol, Value)>;

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

/// A directed multigraph whose nodes have labels and properties and whose relationships have a
/// type and properties.
///
/// Iteration is deterministic: nodes and relationships come in the order of their ids, which is
/// the order of insertion as long as nothing is removed; the relationships of a node come newest
/// first, as petgraph keeps them.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    topology: StableDiGraph<NodeRecord, EdgeRecord, u32>,
    symbols: HashMap<Arc<str>, Symbol>,
    names: Vec<Arc<str>>,
    /// The nodes of every label in the order of their ids.
    labelled: HashMap<Symbol, Vec<NodeId>>,
    /// The number of relationships of every type.
    kinds: HashMap<Symbol, usize>,
    /// Nodes and relationships that are hidden until the next [`Graph::sweep`].
    gone_nodes: usize,
    gone_edges: usize,
    indexes: Indexes,
}

impl Graph {
    /// An empty graph.
    pub fn new() -> Self {
        Self::default()
    }

    /// Interns a label, relationship type or property key.
    pub fn intern(&mut self, name: &str) -> Symbol {
        if let Some(&symbol) = self.symbols.get(name) {
            return symbol;
        }
        let symbol = Symbol(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        let name: Arc<str> = name.into();
        self.names.push(Arc::clone(&name));
        self.symbols.insert(name, symbol);
        symbol
    }

    /// The symbol of a name, if anything was ever called so.
    pub fn symbol(&self, name: &str) -> Option<Symbol> {
        self.symbols.get(name).copied()
    }

    /// Every label, relationship type and property key that was ever used, in the order of use.
    pub fn symbols(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|name| &**name)
    }

    /// The name of a symbol.
    pub fn name(&self, symbol: Symbol) -> &str {
        &self.names[symbol.0 as usize]
    }

    /// Adds a node. Labels keep their order; a label given twice counts once.
    pub fn add_node<'s>(&mut self, labels: impl IntoIterator<Item = &'s str>) -> NodeId {
        let mut record = NodeRecord::default();
        for label in labels {
            let label = self.intern(label);
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
    pub fn add_edge(&mut self, from: NodeId, kind: &str, to: NodeId) -> EdgeId {
        let kind = self.intern(kind);
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
    pub fn remove_node(&mut self, node: NodeId) -> bool {
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
    pub fn remove_edge(&mut self, edge: EdgeId) -> bool {
        let hidden = self.hide_edge(edge);
        if hidden {
            self.gone_edges -= 1;
            self.topology.remove_edge(edge.petgraph());
        }
        hidden
    }

    /// Removes a node with its relationships, but keeps their ids from being used again until
    /// [`Graph::sweep`]; false if it was not there. O(degree).
    pub fn hide_node(&mut self, node: NodeId) -> bool {
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

    /// Removes a relationship, but keeps its id from being used again until [`Graph::sweep`];
    /// false if it was not there.
    pub fn hide_edge(&mut self, edge: EdgeId) -> bool {
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
    pub fn sweep(&mut self) {
        if self.gone_edges > 0 {
            self.topology.retain_edges(|graph, edge| !graph[edge].gone);
        }
        if self.gone_nodes > 0 {
            self.topology.retain_nodes(|graph, node| !graph[node].gone);
        }
        (self.gone_nodes, self.gone_edges) = (0, 0);
    }

    /// Adds a label to a node; false if it had it.
    pub fn add_label(&mut self, node: NodeId, label: &str) -> bool {
        let label = self.intern(label);
        let labels = &mut self.topology[node.petgraph()].labels;
        let new = !labels.contains(&label);
        if new {
            labels.push(label);
            self.index_label(label, node);
        }
        new
    }

    /// Takes a label from a node; false if it had none such.
    pub fn remove_label(&mut self, node: NodeId, label: &str) -> bool {
        let Some(label) = self.symbol(label) else {
            return false;
        };
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
    pub fn set(&mut self, node: NodeId, key: &str, value: impl Into<Option<Value>>) {
        let key = self.intern(key);
        let properties = &mut self.topology[node.petgraph()].properties;
        let old = assign(properties, key, value.into());
        self.property_changed(node, key, old.as_ref());
    }

    /// Sets a property of a relationship, or removes it with `None`.
    pub fn set_edge(&mut self, edge: EdgeId, key: &str, value: impl Into<Option<Value>>) {
        let key = self.intern(key);
        assign(
            &mut self.topology[edge.petgraph()].properties,
            key,
            value.into(),
        );
    }

    /// Number of nodes.
    pub fn node_count(&self) -> usize {
        self.topology.node_count() - self.gone_nodes
    }

    /// Number of relationships.
    pub fn edge_count(&self) -> usize {
        self.topology.edge_count() - self.gone_edges
    }

    /// Number of nodes with a label.
    pub fn label_count(&self, label: Symbol) -> usize {
        self.labelled(label).len()
    }

    /// The nodes with a label in the order of their ids.
    pub fn labelled(&self, label: Symbol) -> &[NodeId] {
        self.labelled.get(&label).map_or(&[], Vec::as_slice)
    }

    /// The nodes, with a label where one is given, of which a property is equal to a value, in the
    /// order of their ids; `None` if no index answers: the first time, and for lists, times and
    /// durations. O(1) for each node found, once the index is built.
    pub fn find_nodes(
        &self,
        label: Option<Symbol>,
        key: Symbol,
        value: &Value,
    ) -> Option<Vec<NodeId>> {
        self.indexes.find((label, key), value, || {
            let with_label = label.map(|label| self.labelled(label).iter().copied());
            let all = label.is_none().then(|| self.nodes().map(NodeRef::id));
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
    pub fn kind_count(&self, kind: Symbol) -> usize {
        self.kinds.get(&kind).copied().unwrap_or(0)
    }

    /// The first node whose id is not below a number: the way to go through all nodes while the
    /// graph is not borrowed. O(1) if nothing was removed.
    pub fn node_from(&self, number: usize) -> Option<NodeId> {
        (number..self.topology.node_bound())
            .map(|at| NodeId::of(NodeIndex::new(at)))
            .find(|&node| self.contains_node(node))
    }

    /// The first relationship whose id is not below a number. O(1) if nothing was removed.
    pub fn edge_from(&self, number: usize) -> Option<EdgeId> {
        (number..self.topology.edge_bound())
            .map(|at| EdgeId::of(EdgeIndex::new(at)))
            .find(|&edge| self.contains_edge(edge))
    }

    /// Whether the node is there.
    pub fn contains_node(&self, node: NodeId) -> bool {
        self.topology
            .node_weight(node.petgraph())
            .is_some_and(|record| !record.gone)
    }

    /// Whether the relationship is there.
    pub fn contains_edge(&self, edge: EdgeId) -> bool {
        self.topology
            .edge_weight(edge.petgraph())
            .is_some_and(|record| !record.gone)
    }

    /// All nodes in the order of their ids.
    pub fn nodes(&self) -> impl Iterator<Item = NodeRef<'_>> {
        self.topology
            .node_indices()
            .filter(|&index| self.gone_nodes == 0 || !self.topology[index].gone)
            .map(|index| self.node(NodeId::of(index)))
    }

    /// All relationships in the order of their ids.
    pub fn edges(&self) -> impl Iterator<Item = EdgeRef<'_>> {
        self.topology
            .edge_indices()
            .filter(|&index| self.gone_edges == 0 || !self.topology[index].gone)
            .map(|index| self.edge(EdgeId::of(index)))
    }

    /// A node that is there.
    pub fn node(&self, id: NodeId) -> NodeRef<'_> {
        NodeRef { graph: self, id }
    }

    /// A relationship that is there.
    pub fn edge(&self, id: EdgeId) -> EdgeRef<'_> {
        EdgeRef { graph: self, id }
    }

    fn properties<'g>(
        &'g self,
        properties: &'g Properties,
    ) -> impl Iterator<Item = (&'g str, ValueRef<'g>)> {
        let mut sorted: Vec<_> = properties
            .iter()
            .map(|(key, value)| (self.name(*key), ValueRef::from(value)))
            .collect();
        sorted.sort_unstable_by_key(|(key, _)| *key);
        sorted.into_iter()
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

/// A node of a graph, for reading.
#[derive(Debug, Clone, Copy)]
pub struct NodeRef<'g> {
    graph: &'g Graph,
    id: NodeId,
}

impl<'g> NodeRef<'g> {
    /// Its identity.
    pub fn id(self) -> NodeId {
        self.id
    }

    fn record(self) -> &'g NodeRecord {
        &self.graph.topology[self.id.petgraph()]
    }

    /// Its labels as symbols, in the order they were given.
    pub fn label_symbols(self) -> &'g [Symbol] {
        &self.record().labels
    }

    /// Its labels, in the order they were given: the root first.
    pub fn labels(self) -> impl Iterator<Item = &'g str> {
        let graph = self.graph;
        self.record()
            .labels
            .iter()
            .map(move |&label| graph.name(label))
    }

    /// Whether it has a label.
    pub fn is(self, label: &str) -> bool {
        self.graph
            .symbol(label)
            .is_some_and(|label| self.record().labels.contains(&label))
    }

    /// A property by key.
    pub fn get(self, key: &str) -> Option<ValueRef<'g>> {
        self.get_symbol(self.graph.symbol(key)?)
    }

    /// A property by interned key.
    pub fn get_symbol(self, key: Symbol) -> Option<ValueRef<'g>> {
        look_up(&self.record().properties, key).map(ValueRef::from)
    }

    /// A property by interned key, to keep: a text that the graph shares is shared, not copied.
    pub fn value(self, key: Symbol) -> Option<Value> {
        look_up(&self.record().properties, key).cloned()
    }

    /// A text property.
    pub fn text(self, key: &str) -> Option<&'g str> {
        self.get(key)?.as_text()
    }

    /// The texts of a list property; empty where there is none.
    pub fn texts(self, key: &str) -> impl Iterator<Item = &'g str> {
        self.get(key)
            .and_then(ValueRef::as_list)
            .unwrap_or_default()
            .iter()
            .filter_map(Value::as_text)
    }

    /// All properties in the code-point order of their keys.
    pub fn properties(self) -> impl Iterator<Item = (&'g str, ValueRef<'g>)> {
        self.graph.properties(&self.record().properties)
    }

    /// Relationships that leave it.
    pub fn outgoing(self) -> impl Iterator<Item = EdgeRef<'g>> {
        self.directed(Direction::Outgoing)
    }

    /// Relationships that reach it.
    pub fn incoming(self) -> impl Iterator<Item = EdgeRef<'g>> {
        self.directed(Direction::Incoming)
    }

    fn directed(self, direction: Direction) -> impl Iterator<Item = EdgeRef<'g>> {
        let graph = self.graph;
        graph
            .topology
            .edges_directed(self.id.petgraph(), direction)
            .filter(|edge| graph.gone_edges == 0 || !edge.weight().gone)
            .map(move |edge| graph.edge(EdgeId::of(edge.id())))
    }
}

/// A relationship of a graph, for reading.
#[derive(Debug, Clone, Copy)]
pub struct EdgeRef<'g> {
    graph: &'g Graph,
    id: EdgeId,
}

impl<'g> EdgeRef<'g> {
    /// Its identity.
    pub fn id(self) -> EdgeId {
        self.id
    }

    fn record(self) -> &'g EdgeRecord {
        &self.graph.topology[self.id.petgraph()]
    }

    fn ends(self) -> (NodeId, NodeId) {
        let (from, to) = self
            .graph
            .topology
            .edge_endpoints(self.id.petgraph())
            .expect("an EdgeRef is only made of a relationship that is there");
        (NodeId::of(from), NodeId::of(to))
    }

    /// The node it leaves.
    pub fn from(self) -> NodeRef<'g> {
        self.graph.node(self.ends().0)
    }

    /// The node it reaches.
    pub fn to(self) -> NodeRef<'g> {
        self.graph.node(self.ends().1)
    }

    /// Its type as a symbol.
    pub fn kind_symbol(self) -> Symbol {
        self.record().kind
    }

    /// Its type.
    pub fn kind(self) -> &'g str {
        self.graph.name(self.record().kind)
    }

    /// A property by key.
    pub fn get(self, key: &str) -> Option<ValueRef<'g>> {
        self.get_symbol(self.graph.symbol(key)?)
    }

    /// A property by interned key.
    pub fn get_symbol(self, key: Symbol) -> Option<ValueRef<'g>> {
        look_up(&self.record().properties, key).map(ValueRef::from)
    }

    /// A property by interned key, to keep: a text that the graph shares is shared, not copied.
    pub fn value(self, key: Symbol) -> Option<Value> {
        look_up(&self.record().properties, key).cloned()
    }

    /// A text property.
    pub fn text(self, key: &str) -> Option<&'g str> {
        self.get(key)?.as_text()
    }

    /// The texts of a list property; empty where there is none.
    pub fn texts(self, key: &str) -> impl Iterator<Item = &'g str> {
        self.get(key)
            .and_then(ValueRef::as_list)
            .unwrap_or_default()
            .iter()
            .filter_map(Value::as_text)
    }

    /// All properties in the code-point order of their keys.
    pub fn properties(self) -> impl Iterator<Item = (&'g str, ValueRef<'g>)> {
        self.graph.properties(&self.record().properties)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_come_in_the_order_of_their_keys() {
        let mut graph = Graph::new();
        let node = graph.add_node(["Event", "Meeting", "Event"]);
        graph.set(node, "name", Value::from("Sochi"));
        graph.set(node, "date", Value::from("2020-09-14"));
        graph.set(node, "gone", Value::from(1));
        graph.set(node, "gone", None);
        let node = graph.node(node);
        assert_eq!(node.labels().collect::<Vec<_>>(), ["Event", "Meeting"]);
        assert_eq!(
            node.properties().map(|(key, _)| key).collect::<Vec<_>>(),
            ["date", "name"]
        );
    }

    #[test]
    fn ids_stay_when_other_nodes_go() {
        let mut graph = Graph::new();
        let a = graph.add_node(["A"]);
        let b = graph.add_node(["B"]);
        let c = graph.add_node(["C"]);
        graph.add_edge(a, "TO", b);
        let kept = graph.add_edge(c, "TO", a);
        assert!(graph.remove_node(b));
        assert_eq!(graph.edge_count(), 1);
        assert_eq!(graph.edge(kept).from().id(), c);
        assert_eq!(graph.node(a).incoming().count(), 1);
    }
}
