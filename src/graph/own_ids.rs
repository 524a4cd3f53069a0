//! Which nodes an `id` names.

use std::hash::BuildHasher;

use fixedbitset::FixedBitSet;
use hashbrown::{DefaultHashBuilder, HashTable};

use super::frozen::Values;
use super::{Graph, NodeId, NodeRef, Symbol, ValueRef};

/// The nodes with an `id` that no node before them has: those that
/// [`NameIndex::by_id`](super::NameIndex::by_id) finds. A bit for each node.
#[derive(Debug, Clone, Default)]
pub struct OwnIds {
    key: Option<Symbol>,
    nodes: FixedBitSet,
}

impl OwnIds {
    /// Looks at the `id` of every node once. O(total length of ids); while it looks, five to ten
    /// bytes a node, in a frozen graph whose column of ids is known to be distinct nothing.
    pub fn of(graph: &Graph) -> Self {
        let Some(key) = graph.symbol("id") else {
            return Self::default();
        };
        let nodes = distinct(graph, key).unwrap_or_else(|| first(graph, key));
        Self {
            key: Some(key),
            nodes,
        }
    }

    /// Whether the `id` of a node names it.
    pub fn contains(&self, node: NodeId) -> bool {
        self.nodes.contains(node.index())
    }

    /// The `id` of a node, if it names it.
    pub fn of_node<'g>(&self, node: NodeRef<'g>) -> Option<&'g str> {
        let key = self.key.filter(|_| self.contains(node.id()))?;
        node.get_symbol(key).and_then(ValueRef::as_text)
    }
}

/// All nodes that have an `id`, where one column says that no two have the same.
fn distinct(graph: &Graph, key: Symbol) -> Option<FixedBitSet> {
    let segments = graph.frozen()?.segments();
    let mut with_ids = segments.filter_map(|segment| Some((segment, segment.column(key)?)));
    let (segment, column) = with_ids.next()?;
    let texts = matches!(column.values(), Values::Text { .. } | Values::Codes { .. });
    if !texts || !column.distinct() || with_ids.next().is_some() {
        return None;
    }
    let first = segment.first().index();
    Some((first..first + segment.len()).collect())
}

fn first(graph: &Graph, key: Symbol) -> FixedBitSet {
    let hash = DefaultHashBuilder::default();
    let text = |node: NodeId| graph.node(node).get_symbol(key).and_then(ValueRef::as_text);
    let mut met: HashTable<NodeId> = HashTable::with_capacity(graph.node_count());
    let mut nodes = FixedBitSet::new();
    for node in graph.nodes() {
        let Some(id) = node.get_symbol(key).and_then(ValueRef::as_text) else {
            continue;
        };
        let number = hash.hash_one(id);
        if met.find(number, |other| text(*other) == Some(id)).is_none() {
            met.insert_unique(number, node.id(), |other| {
                hash.hash_one(text(*other).unwrap_or_default())
            });
            nodes.grow_and_insert(node.id().index());
        }
    }
    nodes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{NameIndex, Value};

    fn check(ids: &[Value], expected: &[usize]) {
        let mut graph = Graph::new();
        for id in ids {
            let node = graph.add_node(["Event"]);
            graph.set(node, "id", id.clone());
        }
        graph.add_node(["Place"]);
        for graph in [graph.freeze(), graph] {
            let (own, names) = (OwnIds::of(&graph), NameIndex::of(&graph));
            let named = graph.nodes().filter(|node| own.contains(node.id()));
            let named: Vec<_> = named.map(|node| node.id().index()).collect();
            assert_eq!(named, expected, "{ids:?}");
            for node in graph.nodes() {
                let found = node
                    .text("id")
                    .filter(|id| names.by_id(id) == Some(node.id()));
                assert_eq!(own.of_node(node), found, "{ids:?}");
            }
        }
    }

    #[test]
    fn an_id_names_the_first_node_that_has_it() {
        check(&[], &[]);
        check(&["a".into(), "b".into()], &[0, 1]);
        check(&["b".into(), "a".into(), "b".into()], &[0, 1]);
        check(&["a".into(), 1.into(), "".into(), "a".into()], &[0, 2]);
        check(&[1.into(), 2.into()], &[]);
    }
}
