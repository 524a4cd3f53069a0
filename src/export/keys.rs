//! What nodes are called, for formats that name each of them many times.
//!
//! Relationships join nodes from all over the graph: fetching an `id` for each end from there costs
//! more than all the rest of an export. So what nodes are called is kept as the format writes it,
//! as much as fits into some MiB.

use fixedbitset::FixedBitSet;

use super::{Key, View};
use crate::graph::{NodeId, NodeRef, Symbol, ValueRef};

/// The keys of a part.
#[derive(Debug)]
pub(super) struct Keys {
    accepts: fn(&str) -> bool,
    write: fn(&mut Vec<u8>, Key<'_>),
    id: Option<Symbol>,
    /// The nodes that go by their `id`.
    own: FixedBitSet,
    /// Whether some node has an `id` beside its key.
    beside: bool,
    /// Keys as written, one after the other in the order of the nodes' numbers.
    bytes: Vec<u8>,
    /// Where the key of each number ends, and that of the next begins; nodes that are not selected
    /// have an empty one.
    ends: Vec<u32>,
}

impl Keys {
    /// How many bytes are kept; nodes beyond are asked again.
    const KEPT: usize = 16 << 20;

    /// The keys of the nodes of a part, where every `id` can be one. `write` writes them.
    /// O(number of nodes).
    pub(super) fn of(view: &View<'_>, write: fn(&mut Vec<u8>, Key<'_>)) -> Self {
        let mut keys = Self::none(view, |_| true, write);
        for node in view.selection.nodes(&view.dossier.graph) {
            keys.add(view, node);
        }
        keys
    }

    /// No keys yet: nodes are added in the order of the graph. `accepts` says which `id` can be one.
    pub(super) fn none(
        view: &View<'_>,
        accepts: fn(&str) -> bool,
        write: fn(&mut Vec<u8>, Key<'_>),
    ) -> Self {
        Self {
            accepts,
            write,
            id: view.dossier.graph.symbol("id"),
            own: FixedBitSet::new(),
            beside: false,
            bytes: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// Adds a node, and says whether it goes by its `id`.
    pub(super) fn add<'d>(&mut self, view: &View<'d>, node: NodeRef<'d>) -> bool {
        let number = node.id().index();
        let mut key = view.key(node);
        let own = matches!(key, Key::Id(id) if (self.accepts)(id));
        if own {
            self.own.grow_and_insert(number);
        } else {
            key = Key::Number(number);
            self.beside |= self.id.is_some_and(|id| node.get_symbol(id).is_some());
        }
        if self.bytes.len() + size_of::<u32>() * number < Self::KEPT {
            let end = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap_or(u32::MAX);
            self.ends.resize(number, end(&self.bytes));
            (self.write)(&mut self.bytes, key);
            self.ends.push(end(&self.bytes));
        }
        own
    }

    /// Whether a node goes by its `id`.
    pub(super) fn is_own(&self, node: NodeId) -> bool {
        self.own.contains(node.index())
    }

    /// What a node is called; no two are called the same.
    pub(super) fn of_node<'g>(&self, node: NodeRef<'g>) -> Key<'g> {
        let id = self.id.filter(|_| self.is_own(node.id()));
        match id.and_then(|id| node.get_symbol(id)) {
            Some(ValueRef::Text(id)) => Key::Id(id),
            _ => Key::Number(node.id().index()),
        }
    }

    /// Appends what a node is called.
    pub(super) fn write(&self, bytes: &mut Vec<u8>, node: NodeRef<'_>) {
        match self.kept(node.id().index()) {
            Some(key) => bytes.extend_from_slice(key),
            None => (self.write)(bytes, self.of_node(node)),
        }
    }

    fn kept(&self, number: usize) -> Option<&[u8]> {
        let end = *self.ends.get(number)?;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        let key = self.bytes.get(start as usize..end as usize)?;
        Some(key).filter(|key| !key.is_empty())
    }

    /// Whether no node has an `id` beside its key.
    pub(super) fn tell_every_id(&self) -> bool {
        !self.beside
    }
}
