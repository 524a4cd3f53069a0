//! A labelled property graph: one face for the two stores.

use std::sync::Arc;

use super::frozen::{Frozen, FrozenEdges};
use super::open::{Open, OpenEdges};
use super::symbols::{Symbol, Symbols};
use super::{Value, ValueRef};

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
}

impl From<u32> for NodeId {
    fn from(number: u32) -> Self {
        Self(number)
    }
}

impl From<u32> for EdgeId {
    fn from(number: u32) -> Self {
        Self(number)
    }
}

impl From<NodeId> for u32 {
    fn from(node: NodeId) -> Self {
        node.0
    }
}

impl From<EdgeId> for u32 {
    fn from(edge: EdgeId) -> Self {
        edge.0
    }
}

/// A directed multigraph whose nodes have labels and properties and whose relationships have a
/// type and properties.
///
/// Iteration is deterministic: nodes and relationships come in the order of their ids, which is
/// the order of insertion as long as nothing is removed; the relationships of a node come newest
/// first.
///
/// A graph is *open*, on petgraph, and can be changed, or *frozen* ([`Frozen`]), in flat arrays that
/// can lie in a mapped file. Both answer alike; a change to a frozen graph opens it first
/// ([`Graph::thaw`]).
#[derive(Debug, Clone, Default)]
pub struct Graph {
    symbols: Arc<Symbols>,
    store: Store,
}

#[derive(Debug, Clone)]
enum Store {
    Open(Box<Open>),
    Frozen(Arc<Frozen>),
}

impl Default for Store {
    fn default() -> Self {
        Self::Open(Box::default())
    }
}

impl From<Frozen> for Graph {
    fn from(frozen: Frozen) -> Self {
        Self {
            symbols: Arc::clone(frozen.symbols()),
            store: Store::Frozen(Arc::new(frozen)),
        }
    }
}

impl Graph {
    /// An empty graph, open.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same graph in flat arrays. Numbers of nodes and relationships that were removed are
    /// closed up, in order; otherwise every id stays. O(size of the graph), or O(1) if it is frozen.
    #[must_use]
    pub fn freeze(&self) -> Self {
        match &self.store {
            Store::Open(_) => super::frozen::Builder::of(self).finish(),
            Store::Frozen(_) => self.clone(),
        }
    }

    /// The flat arrays of a frozen graph.
    pub fn frozen(&self) -> Option<&Frozen> {
        match &self.store {
            Store::Frozen(frozen) => Some(frozen),
            Store::Open(_) => None,
        }
    }

    /// Makes the graph one that can be changed. Every id stays. O(size of the graph), or O(1) if it
    /// is open.
    pub fn thaw(&mut self) {
        self.open_mut();
    }

    fn open_mut(&mut self) -> &mut Open {
        if let Store::Frozen(frozen) = &self.store {
            self.store = Store::Open(Box::new(frozen.thaw()));
        }
        match &mut self.store {
            Store::Open(open) => open,
            Store::Frozen(_) => unreachable!("it was just opened"),
        }
    }

    /// The open store, and the symbols.
    pub(super) fn parts(&self) -> (Option<&Open>, &Arc<Symbols>) {
        match &self.store {
            Store::Open(open) => (Some(open), &self.symbols),
            Store::Frozen(_) => (None, &self.symbols),
        }
    }

    /// Interns a label, relationship type or property key.
    pub fn intern(&mut self, name: &str) -> Symbol {
        Symbols::intern_in(&mut self.symbols, name)
    }

    /// The symbol of a name, if anything was ever called so.
    pub fn symbol(&self, name: &str) -> Option<Symbol> {
        self.symbols.find(name)
    }

    /// Every label, relationship type and property key that was ever used, in the order of use.
    pub fn symbols(&self) -> impl Iterator<Item = &str> {
        self.symbols.names()
    }

    /// The name of a symbol.
    pub fn name(&self, symbol: Symbol) -> &str {
        self.symbols.name(symbol)
    }

    /// Adds a node. Labels keep their order; a label given twice counts once.
    pub fn add_node<'s>(&mut self, labels: impl IntoIterator<Item = &'s str>) -> NodeId {
        let labels: Vec<_> = labels.into_iter().map(|label| self.intern(label)).collect();
        self.open_mut().add_node(labels)
    }

    /// Adds a relationship.
    pub fn add_edge(&mut self, from: NodeId, kind: &str, to: NodeId) -> EdgeId {
        let kind = self.intern(kind);
        self.open_mut().add_edge(from, kind, to)
    }

    /// Removes a node with its relationships; false if it was not there. O(degree). Its id may be
    /// given to a node that is added later.
    pub fn remove_node(&mut self, node: NodeId) -> bool {
        self.open_mut().remove_node(node)
    }

    /// Removes a relationship; false if it was not there. Its id may be given to one that is added
    /// later.
    pub fn remove_edge(&mut self, edge: EdgeId) -> bool {
        self.open_mut().remove_edge(edge)
    }

    /// Removes a node with its relationships, but keeps their ids from being used again until
    /// [`Graph::sweep`]; false if it was not there. O(degree).
    pub fn hide_node(&mut self, node: NodeId) -> bool {
        self.open_mut().hide_node(node)
    }

    /// Removes a relationship, but keeps its id from being used again until [`Graph::sweep`];
    /// false if it was not there.
    pub fn hide_edge(&mut self, edge: EdgeId) -> bool {
        self.open_mut().hide_edge(edge)
    }

    /// Lets go of everything that is hidden; its ids may be used again. O(size of the graph) if
    /// anything is.
    pub fn sweep(&mut self) {
        if let Store::Open(open) = &mut self.store {
            open.sweep();
        }
    }

    /// Adds a label to a node; false if it had it.
    pub fn add_label(&mut self, node: NodeId, label: &str) -> bool {
        let label = self.intern(label);
        self.open_mut().add_label(node, label)
    }

    /// Takes a label from a node; false if it had none such.
    pub fn remove_label(&mut self, node: NodeId, label: &str) -> bool {
        match self.symbol(label) {
            Some(label) => self.open_mut().remove_label(node, label),
            None => false,
        }
    }

    /// Sets a property of a node, or removes it with `None`.
    pub fn set(&mut self, node: NodeId, key: &str, value: impl Into<Option<Value>>) {
        let key = self.intern(key);
        self.open_mut().set(node, key, value.into());
    }

    /// Sets a property of a relationship, or removes it with `None`.
    pub fn set_edge(&mut self, edge: EdgeId, key: &str, value: impl Into<Option<Value>>) {
        let key = self.intern(key);
        self.open_mut().set_edge(edge, key, value.into());
    }

    /// Number of nodes.
    pub fn node_count(&self) -> usize {
        match &self.store {
            Store::Open(open) => open.node_count(),
            Store::Frozen(frozen) => frozen.node_count(),
        }
    }

    /// Number of relationships.
    pub fn edge_count(&self) -> usize {
        match &self.store {
            Store::Open(open) => open.edge_count(),
            Store::Frozen(frozen) => frozen.edge_count(),
        }
    }

    /// Number of nodes with a label. O(1), in a frozen graph O(number of label sets).
    pub fn label_count(&self, label: Symbol) -> usize {
        match &self.store {
            Store::Open(open) => open.labelled(label).len(),
            Store::Frozen(frozen) => frozen.label_count(label),
        }
    }

    /// The nodes with a label in the order of their ids.
    pub fn labelled(&self, label: Symbol) -> impl Iterator<Item = NodeId> {
        let (open, frozen) = match &self.store {
            Store::Open(open) => (Some(open.labelled(label).iter().copied()), None),
            Store::Frozen(frozen) => (None, Some(frozen.labelled(label))),
        };
        let frozen = frozen.into_iter().flatten();
        open.into_iter().flatten().chain(frozen)
    }

    /// The first node with a label whose id is not below a number: the way to go through them while
    /// the graph is not borrowed. O(log n) in an open graph; in a frozen one O(1) in a block of nodes
    /// with the same labels, otherwise as far as the next one is away.
    pub fn labelled_from(&self, label: Symbol, number: usize) -> Option<NodeId> {
        match &self.store {
            Store::Open(open) => {
                let nodes = open.labelled(label);
                let at = nodes.partition_point(|node| node.index() < number);
                nodes.get(at).copied()
            }
            Store::Frozen(frozen) => frozen.labelled_from(label, number),
        }
    }

    /// The nodes, with a label where one is given, of which a property is equal to a value, in the
    /// order of their ids; `None` if no index answers: always for lists, times and durations, and
    /// the first time in an open graph. In an open graph O(1) for each node found, once the
    /// index is built; a frozen one searches what is sorted and scans what is not.
    pub fn find_nodes(
        &self,
        label: Option<Symbol>,
        key: Symbol,
        value: &Value,
    ) -> Option<Vec<NodeId>> {
        match &self.store {
            Store::Open(open) => open.find_nodes(label, key, value),
            Store::Frozen(frozen) => frozen.find_nodes(label, key, value.into()),
        }
    }

    /// Number of relationships of a type.
    pub fn kind_count(&self, kind: Symbol) -> usize {
        match &self.store {
            Store::Open(open) => open.kind_count(kind),
            Store::Frozen(frozen) => frozen.kind_count(kind),
        }
    }

    /// The first node whose id is not below a number: the way to go through all nodes while the
    /// graph is not borrowed. O(1) if nothing was removed.
    pub fn node_from(&self, number: usize) -> Option<NodeId> {
        match &self.store {
            Store::Open(open) => open.node_from(number),
            Store::Frozen(frozen) => (number < frozen.node_count()).then(|| NodeId::at(number)),
        }
    }

    /// The first relationship whose id is not below a number. O(1) if nothing was removed.
    pub fn edge_from(&self, number: usize) -> Option<EdgeId> {
        match &self.store {
            Store::Open(open) => open.edge_from(number),
            Store::Frozen(frozen) => (number < frozen.edge_count()).then(|| EdgeId::at(number)),
        }
    }

    /// Whether the node is there.
    pub fn contains_node(&self, node: NodeId) -> bool {
        match &self.store {
            Store::Open(open) => open.contains_node(node),
            Store::Frozen(frozen) => node.index() < frozen.node_count(),
        }
    }

    /// Whether the relationship is there.
    pub fn contains_edge(&self, edge: EdgeId) -> bool {
        match &self.store {
            Store::Open(open) => open.contains_edge(edge),
            Store::Frozen(frozen) => edge.index() < frozen.edge_count(),
        }
    }

    /// All nodes in the order of their ids.
    pub fn nodes(&self) -> impl Iterator<Item = NodeRef<'_>> {
        let (open, frozen) = match &self.store {
            Store::Open(open) => (Some(open.nodes()), 0..0),
            Store::Frozen(frozen) => (None, 0..frozen.node_count()),
        };
        let nodes = open.into_iter().flatten().chain(frozen.map(NodeId::at));
        nodes.map(|node| self.node(node))
    }

    /// All relationships in the order of their ids.
    pub fn edges(&self) -> impl Iterator<Item = EdgeRef<'_>> {
        let (open, frozen) = match &self.store {
            Store::Open(open) => (Some(open.edges()), 0..0),
            Store::Frozen(frozen) => (None, 0..frozen.edge_count()),
        };
        let edges = open.into_iter().flatten().chain(frozen.map(EdgeId::at));
        edges.map(|edge| self.edge(edge))
    }

    /// A node that is there.
    pub fn node(&self, id: NodeId) -> NodeRef<'_> {
        NodeRef { graph: self, id }
    }

    /// A relationship that is there.
    pub fn edge(&self, id: EdgeId) -> EdgeRef<'_> {
        EdgeRef { graph: self, id }
    }

    /// Properties in the code-point order of their keys.
    fn by_key<'g>(
        &'g self,
        properties: impl Iterator<Item = (Symbol, ValueRef<'g>)>,
    ) -> std::vec::IntoIter<(&'g str, ValueRef<'g>)> {
        let mut sorted: Vec<_> = properties
            .map(|(key, value)| (self.name(key), value))
            .collect();
        sorted.sort_unstable_by_key(|(key, _)| *key);
        sorted.into_iter()
    }
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

    /// Its labels as symbols, in the order they were given.
    pub fn label_symbols(self) -> &'g [Symbol] {
        match &self.graph.store {
            Store::Open(open) => open.labels(self.id),
            Store::Frozen(frozen) => frozen.labels(self.id),
        }
    }

    /// Its labels, in the order they were given: the root first.
    pub fn labels(self) -> impl Iterator<Item = &'g str> {
        let graph = self.graph;
        (self.label_symbols().iter()).map(move |&label| graph.name(label))
    }

    /// Whether it has a label.
    pub fn is(self, label: &str) -> bool {
        (self.graph.symbol(label)).is_some_and(|label| self.label_symbols().contains(&label))
    }

    /// A property by key.
    pub fn get(self, key: &str) -> Option<ValueRef<'g>> {
        self.get_symbol(self.graph.symbol(key)?)
    }

    /// A property by interned key.
    pub fn get_symbol(self, key: Symbol) -> Option<ValueRef<'g>> {
        match &self.graph.store {
            Store::Open(open) => open.property(self.id, key).map(ValueRef::from),
            Store::Frozen(frozen) => frozen.property(self.id, key),
        }
    }

    /// A property by interned key, to keep: a text that an open graph shares is shared, not copied.
    pub fn value(self, key: Symbol) -> Option<Value> {
        match &self.graph.store {
            Store::Open(open) => open.property(self.id, key).cloned(),
            Store::Frozen(frozen) => frozen.property(self.id, key).map(ValueRef::to_value),
        }
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

    /// Calls a function with every property, in the order of the symbols of their keys: nothing is
    /// sorted or allocated.
    pub fn each_property(self, mut f: impl FnMut(Symbol, ValueRef<'g>)) {
        match &self.graph.store {
            Store::Open(open) => {
                borrowed(open.properties(self.id)).for_each(|(key, value)| f(key, value));
            }
            Store::Frozen(frozen) => {
                (frozen.properties(self.id)).for_each(|(key, value)| f(key, value));
            }
        }
    }

    /// All properties in the code-point order of their keys.
    pub fn properties(self) -> impl Iterator<Item = (&'g str, ValueRef<'g>)> {
        match &self.graph.store {
            Store::Open(open) => self.graph.by_key(borrowed(open.properties(self.id))),
            Store::Frozen(frozen) => self.graph.by_key(frozen.properties(self.id)),
        }
    }

    /// Relationships that leave it.
    pub fn outgoing(self) -> impl Iterator<Item = EdgeRef<'g>> {
        let edges = match &self.graph.store {
            Store::Open(open) => Edges::Open(open.outgoing(self.id)),
            Store::Frozen(frozen) => Edges::Frozen(frozen.outgoing(self.id)),
        };
        edges.map(move |edge| self.graph.edge(edge))
    }

    /// Relationships that reach it.
    pub fn incoming(self) -> impl Iterator<Item = EdgeRef<'g>> {
        let edges = match &self.graph.store {
            Store::Open(open) => Edges::Open(open.incoming(self.id)),
            Store::Frozen(frozen) => Edges::Frozen(frozen.incoming(self.id)),
        };
        edges.map(move |edge| self.graph.edge(edge))
    }
}

/// The relationships of a node in one direction.
enum Edges<'g> {
    Open(OpenEdges<'g>),
    Frozen(FrozenEdges<'g>),
}

impl Iterator for Edges<'_> {
    type Item = EdgeId;

    fn next(&mut self) -> Option<EdgeId> {
        match self {
            Self::Open(edges) => edges.next(),
            Self::Frozen(edges) => edges.next(),
        }
    }
}

fn borrowed(properties: &[(Symbol, Value)]) -> impl Iterator<Item = (Symbol, ValueRef<'_>)> {
    (properties.iter()).map(|(key, value)| (*key, ValueRef::from(value)))
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

    fn ends(self) -> (NodeId, NodeId) {
        match &self.graph.store {
            Store::Open(open) => open.ends(self.id),
            Store::Frozen(frozen) => frozen.ends(self.id),
        }
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
        match &self.graph.store {
            Store::Open(open) => open.kind(self.id),
            Store::Frozen(frozen) => frozen.kind(self.id),
        }
    }

    /// Its type.
    pub fn kind(self) -> &'g str {
        self.graph.name(self.kind_symbol())
    }

    /// A property by key.
    pub fn get(self, key: &str) -> Option<ValueRef<'g>> {
        self.get_symbol(self.graph.symbol(key)?)
    }

    /// A property by interned key.
    pub fn get_symbol(self, key: Symbol) -> Option<ValueRef<'g>> {
        match &self.graph.store {
            Store::Open(open) => open.edge_property(self.id, key).map(ValueRef::from),
            Store::Frozen(frozen) => frozen.edge_property(self.id, key),
        }
    }

    /// A property by interned key, to keep: a text that an open graph shares is shared, not copied.
    pub fn value(self, key: Symbol) -> Option<Value> {
        match &self.graph.store {
            Store::Open(open) => open.edge_property(self.id, key).cloned(),
            Store::Frozen(frozen) => frozen.edge_property(self.id, key).map(ValueRef::to_value),
        }
    }

    /// A text property.
    pub fn text(self, key: &str) -> Option<&'g str> {
        self.get(key)?.as_text()
    }

    /// What tells it from others between the same ends: its `role`, `office`, `stage` or `field`.
    pub fn qualifier(self) -> Option<&'g str> {
        ["role", "office", "stage", "field"]
            .into_iter()
            .find_map(|key| self.text(key))
    }

    /// The texts of a list property; empty where there is none.
    pub fn texts(self, key: &str) -> impl Iterator<Item = &'g str> {
        self.get(key)
            .and_then(ValueRef::as_list)
            .unwrap_or_default()
            .iter()
            .filter_map(Value::as_text)
    }

    /// Calls a function with every property, in the order of the symbols of their keys: nothing is
    /// sorted or allocated.
    pub fn each_property(self, mut f: impl FnMut(Symbol, ValueRef<'g>)) {
        match &self.graph.store {
            Store::Open(open) => {
                borrowed(open.edge_properties(self.id)).for_each(|(key, value)| f(key, value));
            }
            Store::Frozen(frozen) => {
                (frozen.edge_properties(self.id)).for_each(|(key, value)| f(key, value));
            }
        }
    }

    /// All properties in the code-point order of their keys.
    pub fn properties(self) -> impl Iterator<Item = (&'g str, ValueRef<'g>)> {
        match &self.graph.store {
            Store::Open(open) => (self.graph).by_key(borrowed(open.edge_properties(self.id))),
            Store::Frozen(frozen) => self.graph.by_key(frozen.edge_properties(self.id)),
        }
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
