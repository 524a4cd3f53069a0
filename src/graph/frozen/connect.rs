//! From blocks of relationships to the adjacency of every type in both directions.

use std::collections::BTreeSet;

use super::Frozen;
use super::adjacency::{AdjacencyStore, Direction};
use super::build::number;
use super::parts::{BlockStore, Coded, EndStore, KindSummary, LabelSet, SegmentStore};
use crate::graph::Symbol;

impl Frozen {
    pub(super) fn add_label_set(&mut self, labels: Vec<Symbol>) {
        self.label_sets.push(LabelSet { labels, count: 0 });
    }

    /// Fills in whatever follows from the segments and blocks.
    pub(super) fn connect(&mut self) {
        self.count_labels();
        let mut kinds = BTreeSet::new();
        for block in &self.blocks {
            match &block.kinds {
                Coded::One(kind) => drop(kinds.insert(*kind)),
                Coded::Each(each) => kinds.extend(each.iter().copied()),
            }
        }
        let kinds: Vec<u32> = kinds.into_iter().collect();
        let all = |direction| -> Vec<_> {
            let adjacency = |&kind: &u32| self.adjacency_of(kind, direction);
            kinds.iter().map(adjacency).collect()
        };
        let (outgoing, incoming) =
            rayon::join(|| all(Direction::Outgoing), || all(Direction::Incoming));
        self.kinds = (outgoing.iter().zip(&incoming))
            .map(|(out, into)| KindSummary {
                kind: Symbol(out.kind),
                count: self.count(out),
                from_labels: self.labels_at(out, Direction::Outgoing),
                to_labels: self.labels_at(into, Direction::Incoming),
            })
            .collect();
        (self.outgoing, self.incoming) = (outgoing, incoming);
    }

    fn count_labels(&mut self) {
        for set in &mut self.label_sets {
            set.count = 0;
        }
        for segment in &self.segments {
            match &segment.labels {
                Coded::One(set) => self.label_sets[*set as usize].count += segment.len,
                Coded::Each(sets) => {
                    for set in sets.iter() {
                        self.label_sets[*set as usize].count += 1;
                    }
                }
            }
        }
    }

    /// Sorts the relationships of a type by their nodes, newest first, by counting.
    fn adjacency_of(&self, kind: u32, direction: Direction) -> AdjacencyStore {
        let (mut listed, mut implied) = (Vec::new(), Vec::new());
        for (block, at) in self.blocks.iter().zip(0..) {
            match &block.kinds {
                Coded::One(only) if *only != kind => {}
                _ if block.is_implied() => implied.push(at),
                _ => listed.push(block),
            }
        }
        let ranges: Vec<_> = (listed.iter())
            .filter_map(|block| range_of(block, kind, direction))
            .collect();
        let first = ranges.iter().map(|(first, _)| *first).min().unwrap_or(0);
        let after = ranges.iter().map(|(_, last)| last + 1).max().unwrap_or(0);
        assert!(
            after <= self.node_count,
            "a relationship leads to a node that was not added"
        );
        let mut offsets = vec![0_u32; (after - first) as usize + 1];
        for block in &listed {
            for_each(block, kind, direction, |_, near, _| {
                offsets[(near - first) as usize] += 1;
            });
        }
        // Each node's count becomes the place after its last, and with every relationship that is
        // put there, from the oldest on, moves one down: at the end it is where the node begins.
        let mut sum = 0;
        for offset in &mut offsets {
            sum += *offset;
            *offset = sum;
        }
        let mut neighbours = vec![0; sum as usize];
        let mut edges = vec![0; sum as usize];
        for block in &listed {
            for_each(block, kind, direction, |edge, near, far| {
                let offset = &mut offsets[(near - first) as usize];
                *offset -= 1;
                neighbours[*offset as usize] = far;
                edges[*offset as usize] = edge;
            });
        }
        AdjacencyStore {
            kind,
            first,
            offsets: offsets.into(),
            neighbours: neighbours.into(),
            edges: edges.into(),
            implied,
        }
    }

    fn count(&self, adjacency: &AdjacencyStore) -> u32 {
        let implied = adjacency
            .implied
            .iter()
            .map(|&at| self.blocks[at as usize].len);
        number(adjacency.edges.len()) + implied.sum::<u32>()
    }

    /// The label sets of all nodes that have relationships of the type in the direction.
    fn labels_at(&self, adjacency: &AdjacencyStore, direction: Direction) -> Vec<u32> {
        let mut found = vec![false; self.label_sets.len()];
        let first = adjacency.first as usize;
        let has = |node: usize| match node.checked_sub(first) {
            Some(at) => (adjacency.offsets.get(at..at + 2)).is_some_and(|pair| pair[0] < pair[1]),
            None => false,
        };
        let nodes = first..first + adjacency.offsets.len().saturating_sub(1);
        for segment in &self.segments {
            let rows = rows_in(segment, nodes.start, nodes.end);
            let has = |row: &usize| has(segment.first as usize + row);
            match segment.only_label_set() {
                Some(set) if found[set as usize] => {}
                Some(set) => found[set as usize] = rows.into_iter().any(|row| has(&row)),
                None => {
                    for row in rows.filter(has) {
                        found[segment.label_set(row) as usize] = true;
                    }
                }
            }
        }
        for &at in &adjacency.implied {
            let block = &self.blocks[at as usize];
            let (first, last) = near_range(block.ends(direction).0, block);
            let after = self
                .segments
                .partition_point(|segment| segment.first <= last);
            let segments = &self.segments[..after];
            let from = segments.partition_point(|segment| segment.first + segment.len <= first);
            for segment in &segments[from..] {
                for row in rows_in(segment, first as usize, last as usize + 1) {
                    found[segment.label_set(row) as usize] = true;
                    if segment.only_label_set().is_some() {
                        break;
                    }
                }
            }
        }
        (0..)
            .zip(found)
            .filter_map(|(set, found)| found.then_some(set))
            .collect()
    }
}

/// The rows of a segment whose nodes lie in a range.
fn rows_in(segment: &SegmentStore, from: usize, to: usize) -> std::ops::Range<usize> {
    let first = segment.first as usize;
    let (from, to) = (from.saturating_sub(first), to.saturating_sub(first));
    from.min(segment.len as usize)..to.min(segment.len as usize)
}

/// The lowest and the highest node at an end of a block, which is not empty.
fn near_range(end: &EndStore, block: &BlockStore) -> (u32, u32) {
    match end {
        EndStore::List(nodes) => (nodes.iter()).fold((u32::MAX, 0), |(low, high), &node| {
            (low.min(node), high.max(node))
        }),
        EndStore::Range { first, .. } => (*first, end.get(block.len as usize - 1)),
        EndStore::One(node) => (*node, *node),
    }
}

/// The lowest and the highest node at which relationships of a type in a block begin in a
/// direction; `None` if there are none of the type.
fn range_of(block: &BlockStore, kind: u32, direction: Direction) -> Option<(u32, u32)> {
    if matches!(block.kinds, Coded::One(_)) {
        return Some(near_range(block.ends(direction).0, block));
    }
    let mut range = None;
    for_each(block, kind, direction, |_, near, _| {
        let (low, high) = range.unwrap_or((near, near));
        range = Some((low.min(near), high.max(near)));
    });
    range
}

/// Calls a function with each relationship of a type in a block, its node in a direction and the
/// node at its other end, from the first to the last.
fn for_each(
    block: &BlockStore,
    kind: u32,
    direction: Direction,
    mut call: impl FnMut(u32, u32, u32),
) {
    let (near, far) = block.ends(direction);
    let len = block.len as usize;
    let mut call = |row: usize, near: u32, far: u32| {
        if block.kinds.get(row) == kind {
            call(block.first + number(row), near, far);
        }
    };
    match (near, far) {
        (EndStore::List(near), EndStore::List(far)) => {
            for (row, (&near, &far)) in near.iter().zip(far.iter()).enumerate() {
                call(row, near, far);
            }
        }
        _ => {
            for row in 0..len {
                call(row, near.get(row), far.get(row));
            }
        }
    }
}
