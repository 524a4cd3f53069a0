//! The frozen graph: nodes, relationships and properties in flat arrays, for reading.
//!
//! Nodes lie in [`Segment`]s of consecutive ids and relationships in [`Block`]s, each with a
//! [`Column`] for every property that any of them has. An [`Adjacency`] for each type and direction
//! lists the relationships of a node, newest first; a block whose relationships all lead from
//! consecutive nodes to one and the same node, or back, needs none and is *implied*.
//!
//! A frozen graph is made from an open one or from columns ([`Builder`]). It must not know
//! where its arrays are kept. Start reading at [`Frozen`].

mod adjacency;
mod array;
mod build;
mod column;
mod connect;
mod encode;
mod find;
mod mixed;
mod parts;
mod section;
mod stored;
#[cfg(test)]
mod tests;
mod texts;

use std::sync::Arc;

pub(super) use adjacency::FrozenEdges;
pub use adjacency::{Adjacency, Direction};
pub use build::{BlockColumn, Builder, EdgeBlock, Ends, NodeBlock};
pub use column::{Codes, Column, Postings, Sorted, Values};
pub use encode::ColumnData;
pub use parts::{Block, Segment};
pub use section::{Section, Sections, SectionsMut};
pub use stored::OpenError;
pub use texts::Texts;

use adjacency::AdjacencyStore;
use parts::{BlockStore, KindSummary, LabelSet, SegmentStore};

use super::open::Open;
use super::symbols::{Symbol, Symbols};
use super::{EdgeId, NodeId, ValueRef};

/// A graph in flat arrays, for reading.
#[derive(Debug, Clone, Default)]
pub struct Frozen {
    symbols: Arc<Symbols>,
    node_count: u32,
    edge_count: u32,
    label_sets: Vec<LabelSet>,
    segments: Vec<SegmentStore>,
    blocks: Vec<BlockStore>,
    /// In the order of symbols.
    kinds: Vec<KindSummary>,
    outgoing: Vec<AdjacencyStore>,
    incoming: Vec<AdjacencyStore>,
}

impl Frozen {
    pub(super) fn symbols(&self) -> &Arc<Symbols> {
        &self.symbols
    }

    /// Number of nodes. Their ids are all numbers below.
    pub fn node_count(&self) -> usize {
        self.node_count as usize
    }

    /// Number of relationships. Their ids are all numbers below.
    pub fn edge_count(&self) -> usize {
        self.edge_count as usize
    }

    /// The nodes, in segments in the order of their ids.
    pub fn segments(&self) -> impl ExactSizeIterator<Item = Segment<'_>> {
        self.segments.iter().map(|store| Segment::of(store, self))
    }

    /// The relationships, in blocks in the order of their ids.
    pub fn blocks(&self) -> impl ExactSizeIterator<Item = Block<'_>> {
        self.blocks.iter().map(Block)
    }

    /// The relationships of a type by the nodes that they leave or reach; `None` if there are none
    /// of the type. O(log number of types).
    pub fn adjacency(&self, kind: Symbol, direction: Direction) -> Option<Adjacency<'_>> {
        let at = self.kind_at(kind)?;
        let stores = match direction {
            Direction::Outgoing => &self.outgoing,
            Direction::Incoming => &self.incoming,
        };
        Some(Adjacency::of(stores.get(at)?, direction, &self.blocks))
    }

    /// The relationship types that there are, in the order of their symbols.
    pub fn kinds(&self) -> impl Iterator<Item = Symbol> {
        self.kinds.iter().map(|kind| kind.kind)
    }

    /// The sets of labels that nodes have, which relationships of a type leave, and that those
    /// have which they reach: a label that is in every one of them need not be checked.
    pub fn edge_ends_labels(&self, kind: Symbol) -> (Vec<&[Symbol]>, Vec<&[Symbol]>) {
        let Some(kind) = self.kind_summary(kind) else {
            return (Vec::new(), Vec::new());
        };
        let sets = |sets: &[u32]| sets.iter().map(|&set| self.label_set(set)).collect();
        (sets(&kind.from_labels), sets(&kind.to_labels))
    }

    /// Where a type stands among all.
    fn kind_at(&self, kind: Symbol) -> Option<usize> {
        let at = self.kinds.binary_search_by_key(&kind, |kind| kind.kind);
        at.ok()
    }

    fn kind_summary(&self, kind: Symbol) -> Option<&KindSummary> {
        self.kinds.get(self.kind_at(kind)?)
    }

    /// The labels of a set, by its code; see [`Segment::label_codes`].
    pub fn label_set(&self, code: u32) -> &[Symbol] {
        (self.label_sets.get(code as usize)).map_or(&[], |set| &set.labels)
    }

    /// Number of sets of labels.
    pub fn label_set_count(&self) -> usize {
        self.label_sets.len()
    }

    /// Number of nodes with a label. O(number of label sets).
    pub fn label_count(&self, label: Symbol) -> usize {
        (self.label_sets.iter())
            .filter(|set| set.labels.contains(&label))
            .map(|set| set.count as usize)
            .sum()
    }

    /// Number of relationships of a type.
    pub fn kind_count(&self, kind: Symbol) -> usize {
        self.kind_summary(kind)
            .map_or(0, |kind| kind.count as usize)
    }

    /// The nodes with a label in the order of their ids.
    pub(super) fn labelled(&self, label: Symbol) -> impl Iterator<Item = NodeId> {
        self.segments.iter().flat_map(move |segment| {
            let mut next = 0;
            let rows = std::iter::from_fn(move || {
                let wanted = |set| self.label_set(set).contains(&label);
                let row = segment.row_from(next, wanted)?;
                next = row + 1;
                Some(row)
            });
            rows.map(|row| NodeId::at(segment.first as usize + row))
        })
    }

    /// The first node with a label whose id is not below a number.
    pub(super) fn labelled_from(&self, label: Symbol, number: usize) -> Option<NodeId> {
        let first = self.segment_at(number);
        for segment in self.segments.get(first..)? {
            let row = number.saturating_sub(segment.first as usize);
            let found = segment.row_from(row, |set| self.label_set(set).contains(&label));
            if let Some(row) = found {
                return Some(NodeId::at(segment.first as usize + row));
            }
        }
        None
    }

    /// The segment in which a number lies, or would lie.
    fn segment_at(&self, number: usize) -> usize {
        let after = (self.segments).partition_point(|segment| segment.first as usize <= number);
        after.saturating_sub(1)
    }

    fn segment(&self, node: NodeId) -> Option<(&SegmentStore, usize)> {
        let segment = self.segments.get(self.segment_at(node.index()))?;
        let row = node.index().checked_sub(segment.first as usize)?;
        (row < segment.len as usize).then_some((segment, row))
    }

    fn block(&self, edge: EdgeId) -> Option<(&BlockStore, usize)> {
        let number = edge.index();
        let after = (self.blocks).partition_point(|block| block.first as usize <= number);
        let block = self.blocks.get(after.checked_sub(1)?)?;
        let row = number.checked_sub(block.first as usize)?;
        (row < block.len as usize).then_some((block, row))
    }

    pub(super) fn labels(&self, node: NodeId) -> &[Symbol] {
        let set = self
            .segment(node)
            .map(|(segment, row)| segment.label_set(row));
        set.map_or(&[], |set| self.label_set(set))
    }

    pub(super) fn property(&self, node: NodeId, key: Symbol) -> Option<ValueRef<'_>> {
        let (segment, row) = self.segment(node)?;
        segment.columns.get(key)?.get(row)
    }

    pub(super) fn properties(&self, node: NodeId) -> impl Iterator<Item = (Symbol, ValueRef<'_>)> {
        let found = self.segment(node);
        (found.into_iter()).flat_map(|(segment, row)| segment.columns.row(row))
    }

    pub(super) fn edge_property(&self, edge: EdgeId, key: Symbol) -> Option<ValueRef<'_>> {
        let (block, row) = self.block(edge)?;
        block.columns.get(key)?.get(row)
    }

    pub(super) fn edge_properties(
        &self,
        edge: EdgeId,
    ) -> impl Iterator<Item = (Symbol, ValueRef<'_>)> {
        let found = self.block(edge);
        (found.into_iter()).flat_map(|(block, row)| block.columns.row(row))
    }

    /// The type of a relationship that is there.
    pub(super) fn kind(&self, edge: EdgeId) -> Symbol {
        let found = self.block(edge).map(|(block, row)| block.kind(row));
        found.unwrap_or(Symbol(u32::MAX))
    }

    /// The node that a relationship leaves and the one it reaches.
    pub(super) fn ends(&self, edge: EdgeId) -> (NodeId, NodeId) {
        let found = self.block(edge);
        let (from, to) = found.map_or((0, 0), |(block, row)| {
            (block.from.get(row), block.to.get(row))
        });
        (from.into(), to.into())
    }

    pub(super) fn outgoing(&self, node: NodeId) -> FrozenEdges<'_> {
        FrozenEdges::of(node, Direction::Outgoing, &self.outgoing, &self.blocks)
    }

    pub(super) fn incoming(&self, node: NodeId) -> FrozenEdges<'_> {
        FrozenEdges::of(node, Direction::Incoming, &self.incoming, &self.blocks)
    }

    /// The nodes, with a label where one is given, of which a property equals a value, in the order
    /// of their ids; `None` for lists, times and durations.
    pub(super) fn find_nodes(
        &self,
        label: Option<Symbol>,
        key: Symbol,
        value: ValueRef<'_>,
    ) -> Option<Vec<NodeId>> {
        if !find::can_be_found(value) {
            return None;
        }
        let mut nodes = Vec::new();
        for segment in &self.segments {
            let wanted = |set: u32| label.is_none_or(|label| self.label_set(set).contains(&label));
            if segment.only_label_set().is_some_and(|set| !wanted(set)) {
                continue;
            }
            let Some(column) = segment.columns.get(key) else {
                continue;
            };
            let first = segment.first;
            let rows = column.rows_of(value).into_iter();
            nodes.extend(
                rows.filter(|&row| wanted(segment.label_set(row as usize)))
                    .map(|row| NodeId::from(first.saturating_add(row))),
            );
        }
        Some(nodes)
    }

    /// The same graph on petgraph. O(size).
    pub(super) fn thaw(&self) -> Open {
        let mut open = Open::default();
        for node in (0..self.node_count).map(NodeId::from) {
            open.add_node(self.labels(node).iter().copied());
            for (key, value) in self.properties(node) {
                open.set(node, key, Some(value.to_value()));
            }
        }
        for edge in (0..self.edge_count).map(EdgeId::from) {
            let (from, to) = self.ends(edge);
            if from.index().max(to.index()) >= self.node_count() {
                // Whoever keeps the arrays did not see that they are not those that were written.
                continue;
            }
            let copy = open.add_edge(from, self.kind(edge), to);
            for (key, value) in self.edge_properties(edge) {
                open.set_edge(copy, key, Some(value.to_value()));
            }
        }
        open
    }
}
