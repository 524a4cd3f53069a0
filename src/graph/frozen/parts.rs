//! Segments of nodes and blocks of relationships.

use super::Direction;
use super::Frozen;
use super::array::Array;
use super::column::{Column, ColumnStore};
use crate::graph::{EdgeId, NodeId, Symbol, ValueRef};

/// A set of labels, in the order in which they were given, and how many nodes have just these.
#[derive(Debug, Clone)]
pub(super) struct LabelSet {
    pub(super) labels: Vec<Symbol>,
    pub(super) count: u32,
}

/// What is known of a relationship type.
#[derive(Debug, Clone)]
pub(super) struct KindSummary {
    pub(super) kind: Symbol,
    pub(super) count: u32,
    /// Codes of the label sets of the nodes it leaves and reaches, rising.
    pub(super) from_labels: Vec<u32>,
    pub(super) to_labels: Vec<u32>,
}

/// Columns in the order of their symbols.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns(pub(super) Vec<ColumnStore>);

impl Columns {
    pub(super) fn of(mut columns: Vec<ColumnStore>) -> Self {
        columns.sort_by_key(|column| column.key);
        Self(columns)
    }

    pub(super) fn get(&self, key: Symbol) -> Option<Column<'_>> {
        let at = self
            .0
            .binary_search_by_key(&key, |column| column.key)
            .ok()?;
        Some(Column(self.0.get(at)?))
    }

    /// The values of a row.
    pub(super) fn row(&self, row: usize) -> impl Iterator<Item = (Symbol, ValueRef<'_>)> {
        (self.0.iter()).filter_map(move |column| Some((column.key, Column(column).get(row)?)))
    }

    fn all(&self) -> impl Iterator<Item = (Symbol, Column<'_>)> {
        self.0.iter().map(|column| (column.key, Column(column)))
    }
}

/// One code for all rows, or one for each.
#[derive(Debug, Clone)]
pub(super) enum Coded {
    One(u32),
    Each(Array<u32>),
}

impl Coded {
    pub(super) fn get(&self, row: usize) -> u32 {
        match self {
            Self::One(code) => *code,
            Self::Each(codes) => codes.get(row).copied().unwrap_or(u32::MAX),
        }
    }
}

#[derive(Debug, Clone)]
pub(super) struct SegmentStore {
    pub(super) first: u32,
    pub(super) len: u32,
    /// Codes of label sets.
    pub(super) labels: Coded,
    pub(super) columns: Columns,
}

impl SegmentStore {
    pub(super) fn label_set(&self, row: usize) -> u32 {
        self.labels.get(row)
    }

    pub(super) fn only_label_set(&self) -> Option<u32> {
        match self.labels {
            Coded::One(set) => Some(set),
            Coded::Each(_) => None,
        }
    }

    /// The first row not below a number whose label set is one that is wanted.
    pub(super) fn row_from(&self, row: usize, wanted: impl Fn(u32) -> bool) -> Option<usize> {
        let len = self.len as usize;
        match &self.labels {
            Coded::One(set) => (row < len && wanted(*set)).then_some(row),
            Coded::Each(_) => (row..len).find(|&row| wanted(self.label_set(row))),
        }
    }
}

/// Nodes with consecutive ids and the columns of their properties.
#[derive(Debug, Clone, Copy)]
pub struct Segment<'g> {
    store: &'g SegmentStore,
    frozen: &'g Frozen,
}

impl<'g> Segment<'g> {
    pub(super) fn of(store: &'g SegmentStore, frozen: &'g Frozen) -> Self {
        Self { store, frozen }
    }

    /// The first node.
    pub fn first(self) -> NodeId {
        self.store.first.into()
    }

    /// Number of nodes.
    pub fn len(self) -> usize {
        self.store.len as usize
    }

    /// Whether it has no nodes.
    pub fn is_empty(self) -> bool {
        self.store.len == 0
    }

    /// The labels of all its nodes, in the order they were given; `None` if not all have the same.
    pub fn labels(self) -> Option<&'g [Symbol]> {
        let set = self.store.only_label_set()?;
        Some(self.frozen.label_set(set))
    }

    /// The code of each node's set of labels ([`Frozen::label_set`]); `None` if all have the same.
    pub fn label_codes(self) -> Option<&'g [u32]> {
        match &self.store.labels {
            Coded::One(_) => None,
            Coded::Each(codes) => Some(codes),
        }
    }

    /// The column of a property; `None` if no node has it. O(log number of columns).
    pub fn column(self, key: Symbol) -> Option<Column<'g>> {
        self.store.columns.get(key)
    }

    /// All columns with their keys, in the order of the symbols.
    pub fn columns(self) -> impl Iterator<Item = (Symbol, Column<'g>)> {
        self.store.columns.all()
    }
}

/// One end of the relationships of a block.
#[derive(Debug, Clone)]
pub(super) enum EndStore {
    /// A node for each.
    List(Array<u32>),
    /// Consecutive nodes, each of them for so many relationships.
    Range { first: u32, each: u32 },
    /// The same node for all.
    One(u32),
}

impl EndStore {
    pub(super) fn get(&self, row: usize) -> u32 {
        match self {
            Self::List(nodes) => nodes.get(row).copied().unwrap_or(0),
            Self::Range { first, each } => {
                first.wrapping_add(u32::try_from(row).unwrap_or(0) / (*each).max(1))
            }
            Self::One(node) => *node,
        }
    }
}

#[derive(Debug, Clone)]
pub(super) struct BlockStore {
    pub(super) first: u32,
    pub(super) len: u32,
    /// Numbers of symbols.
    pub(super) kinds: Coded,
    pub(super) from: EndStore,
    pub(super) to: EndStore,
    pub(super) columns: Columns,
}

impl BlockStore {
    /// The end at which its relationships begin in a direction, and the other.
    pub(super) fn ends(&self, direction: Direction) -> (&EndStore, &EndStore) {
        match direction {
            Direction::Outgoing => (&self.from, &self.to),
            Direction::Incoming => (&self.to, &self.from),
        }
    }

    pub(super) fn kind(&self, row: usize) -> Symbol {
        Symbol(self.kinds.get(row))
    }

    /// Whether its relationships follow from one another, so that no adjacency lists them.
    pub(super) fn is_implied(&self) -> bool {
        let consecutive = |end: &EndStore| matches!(end, EndStore::Range { .. });
        matches!(self.kinds, Coded::One(_))
            && match (&self.from, &self.to) {
                (EndStore::One(_), other) | (other, EndStore::One(_)) => consecutive(other),
                _ => false,
            }
    }
}

/// Relationships with consecutive ids and the columns of their properties.
#[derive(Debug, Clone, Copy)]
pub struct Block<'g>(pub(super) &'g BlockStore);

impl<'g> Block<'g> {
    /// The first relationship.
    pub fn first(self) -> EdgeId {
        self.0.first.into()
    }

    /// Number of relationships.
    pub fn len(self) -> usize {
        self.0.len as usize
    }

    /// Whether it has no relationships.
    pub fn is_empty(self) -> bool {
        self.0.len == 0
    }

    /// The type of all its relationships; `None` if they are of several.
    pub fn kind(self) -> Option<Symbol> {
        match self.0.kinds {
            Coded::One(kind) => Some(Symbol(kind)),
            Coded::Each(_) => None,
        }
    }

    /// The nodes between which a relationship leads, by its row in the block.
    pub fn ends(self, row: usize) -> (NodeId, NodeId) {
        (self.0.from.get(row).into(), self.0.to.get(row).into())
    }

    /// Whether its relationships follow from one another, so that [`Adjacency::of`] does not list
    /// them.
    ///
    /// [`Adjacency::of`]: super::Adjacency::of
    pub fn is_implied(self) -> bool {
        self.0.is_implied()
    }

    /// The column of a property; `None` if no relationship has it. O(log number of columns).
    pub fn column(self, key: Symbol) -> Option<Column<'g>> {
        self.0.columns.get(key)
    }

    /// All columns with their keys, in the order of the symbols.
    pub fn columns(self) -> impl Iterator<Item = (Symbol, Column<'g>)> {
        self.0.columns.all()
    }
}
