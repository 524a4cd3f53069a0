//! The relationships of a node.

use std::ops::Range;

use super::array::Array;
use super::column::slice_between;
use super::parts::{BlockStore, EndStore};
use crate::graph::{EdgeId, NodeId};

/// Which way a relationship is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From the node that it leaves.
    Outgoing,
    /// From the node that it reaches.
    Incoming,
}

/// The relationships of a type in one direction that are not implied, in compressed sparse rows.
#[derive(Debug, Clone, Default)]
pub(super) struct AdjacencyStore {
    pub(super) kind: u32,
    /// The first node that has any.
    pub(super) first: u32,
    /// One more than there are nodes from the first to the last that has any.
    pub(super) offsets: Array<u32>,
    pub(super) neighbours: Array<u32>,
    pub(super) edges: Array<u32>,
    /// Numbers of the implied blocks of the type.
    pub(super) implied: Vec<u32>,
}

/// The relationships of one type by the nodes that they leave, or by those that they reach.
#[derive(Debug, Clone, Copy)]
pub struct Adjacency<'g> {
    direction: Direction,
    first: u32,
    offsets: &'g [u32],
    neighbours: &'g [u32],
    edges: &'g [u32],
    implied: &'g [u32],
    blocks: &'g [BlockStore],
}

impl<'g> Adjacency<'g> {
    pub(super) fn of(
        store: &'g AdjacencyStore,
        direction: Direction,
        blocks: &'g [BlockStore],
    ) -> Self {
        Self {
            direction,
            first: store.first,
            offsets: &store.offsets,
            neighbours: &store.neighbours,
            edges: &store.edges,
            implied: &store.implied,
            blocks,
        }
    }

    /// Whether [`Adjacency::listed`] lists every relationship of the type.
    pub fn is_complete(self) -> bool {
        self.implied.is_empty()
    }

    /// The nodes at the other ends of a node's relationships, and the relationships, newest first;
    /// without those of implied blocks. O(1).
    pub fn listed(self, node: NodeId) -> (&'g [u32], &'g [u32]) {
        let Some(at) = node.index().checked_sub(self.first as usize) else {
            return (&[], &[]);
        };
        (
            slice_between(self.offsets, at, self.neighbours),
            slice_between(self.offsets, at, self.edges),
        )
    }

    /// The nodes at the other ends of a node's relationships, with the relationships, newest first
    /// within the list and within each implied block. O(degree).
    pub fn of_node(self, node: NodeId) -> impl Iterator<Item = (NodeId, EdgeId)> + use<'g> {
        let (neighbours, edges) = self.listed(node);
        let listed = neighbours.iter().zip(edges).map(|(&n, &e)| (n, e));
        let implied = self.implied().flat_map(move |block| {
            let other = match self.direction {
                Direction::Outgoing => &block.to,
                Direction::Incoming => &block.from,
            };
            let edges = implied_edges(block, self.direction, node).rev();
            edges.map(move |edge| (other.get((edge - block.first) as usize), edge))
        });
        (implied.chain(listed)).map(|(node, edge)| (node.into(), edge.into()))
    }

    /// Number of relationships of a node, implied ones too. O(1 + number of implied blocks).
    pub fn degree(self, node: NodeId) -> usize {
        let implied = self
            .implied()
            .map(|block| implied_edges(block, self.direction, node).len());
        self.listed(node).0.len() + implied.sum::<usize>()
    }

    /// The first node of those that [`Adjacency::offsets`] covers.
    pub fn first(self) -> NodeId {
        self.first.into()
    }

    /// Where the relationships of each node from [`Adjacency::first`] on begin in
    /// [`Adjacency::neighbours`] and [`Adjacency::edges`], and where those of the last one end.
    pub fn offsets(self) -> &'g [u32] {
        self.offsets
    }

    /// The other ends of all listed relationships, node by node.
    pub fn neighbours(self) -> &'g [u32] {
        self.neighbours
    }

    /// All listed relationships, node by node, newest first.
    pub fn edges(self) -> &'g [u32] {
        self.edges
    }

    fn implied(self) -> impl DoubleEndedIterator<Item = &'g BlockStore> {
        (self.implied.iter().rev()).filter_map(move |&at| self.blocks.get(at as usize))
    }
}

/// The relationships of a node in an implied block.
fn implied_edges(block: &BlockStore, direction: Direction, node: NodeId) -> Range<u32> {
    let node = u32::from(node);
    let rows = match block.ends(direction).0 {
        EndStore::One(one) if *one == node => 0..block.len,
        EndStore::Range { first, each } if node >= *first => {
            let row = (node - first).saturating_mul(*each);
            row.min(block.len)..row.saturating_add(*each).min(block.len)
        }
        _ => 0..0,
    };
    block.first.saturating_add(rows.start)..block.first.saturating_add(rows.end)
}

/// The relationships of a node in one direction, whatever their type, newest first.
#[derive(Debug, Clone)]
pub(in crate::graph) struct FrozenEdges<'g> {
    /// What is left of each list, the first that is not empty apart: most nodes have only one.
    first: Run<'g>,
    others: Vec<Run<'g>>,
}

#[derive(Debug, Clone)]
enum Run<'g> {
    /// Falling.
    Listed(&'g [u32]),
    /// To be taken from the end.
    Range(Range<u32>),
}

impl Run<'_> {
    /// The relationship that comes next, with one added.
    fn peek(&self) -> u64 {
        match self {
            Self::Listed(edges) => edges.first().map_or(0, |&edge| u64::from(edge) + 1),
            Self::Range(range) if range.is_empty() => 0,
            Self::Range(range) => range.end.into(),
        }
    }

    fn take(&mut self) -> Option<u32> {
        match self {
            Self::Listed(edges) => {
                let (&first, rest) = edges.split_first()?;
                *edges = rest;
                Some(first)
            }
            Self::Range(range) => range.next_back(),
        }
    }
}

impl<'g> FrozenEdges<'g> {
    pub(super) fn of(
        node: NodeId,
        direction: Direction,
        kinds: &'g [AdjacencyStore],
        blocks: &'g [BlockStore],
    ) -> Self {
        let mut edges = Self {
            first: Run::Listed(&[]),
            others: Vec::new(),
        };
        for kind in kinds {
            if let Some(at) = node.index().checked_sub(kind.first as usize)
                && at < kind.offsets.count().saturating_sub(1)
            {
                edges.add(Run::Listed(slice_between(&kind.offsets, at, &kind.edges)));
            }
            for block in kind
                .implied
                .iter()
                .filter_map(|&at| blocks.get(at as usize))
            {
                edges.add(Run::Range(implied_edges(block, direction, node)));
            }
        }
        edges
    }

    fn add(&mut self, run: Run<'g>) {
        if run.peek() == 0 {
        } else if self.first.peek() == 0 {
            self.first = run;
        } else {
            self.others.push(run);
        }
    }
}

impl Iterator for FrozenEdges<'_> {
    type Item = EdgeId;

    fn next(&mut self) -> Option<EdgeId> {
        let mut newest = &mut self.first;
        for run in &mut self.others {
            if run.peek() > newest.peek() {
                newest = run;
            }
        }
        newest.take().map(EdgeId::from)
    }
}
