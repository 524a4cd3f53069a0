//! Which relationships go between the same nodes as others: only they can say what another says.

use crate::graph::{EdgeRef, Graph};

/// Relationships that have others beside them, a bit for each.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// Another goes between the same two nodes, in whatever direction.
    shared: Vec<u64>,
    /// Another of its type goes from the same start to the same end.
    parallel: Vec<u64>,
}

impl Pairs {
    /// Looks at every relationship twice. O(relationships), and O(n log n) for the n that seem to
    /// have others beside them, about one in sixteen more than have; two bytes a relationship.
    pub(super) fn of(graph: &Graph) -> Self {
        let bits = graph.edge_count().saturating_mul(16).next_power_of_two();
        let bits = bits.max(64);
        let mut met = vec![0u64; bits / 64];
        let mut again = vec![0u64; bits / 64];
        for edge in graph.edges() {
            let at = slot(edge, bits);
            let bits = if bit(&met, at) { &mut again } else { &mut met };
            set_bit(bits, at);
        }
        let maybe = graph.edges().filter(|edge| bit(&again, slot(*edge, bits)));
        let mut pairs: Vec<_> = maybe
            .map(|edge| (ends(edge), edge.from().id(), edge.kind_symbol(), edge.id()))
            .collect();
        pairs.sort_unstable();
        let mut found = Self::default();
        for pair in pairs.chunk_by(|a, b| a.0 == b.0) {
            for same in pair.chunk_by(|a, b| (a.1, a.2) == (b.1, b.2)) {
                for (.., edge) in same {
                    if pair.len() > 1 {
                        set_bit(&mut found.shared, edge.index());
                    }
                    if same.len() > 1 {
                        set_bit(&mut found.parallel, edge.index());
                    }
                }
            }
        }
        found
    }

    /// Whether another goes between the same two nodes.
    pub(super) fn is_shared(&self, edge: EdgeRef<'_>) -> bool {
        bit(&self.shared, edge.id().index())
    }

    /// Whether another of its type goes from the same start to the same end.
    pub(super) fn is_parallel(&self, edge: EdgeRef<'_>) -> bool {
        bit(&self.parallel, edge.id().index())
    }
}

/// The numbers of its ends, the lower first.
fn ends(edge: EdgeRef<'_>) -> (usize, usize) {
    let (from, to) = (edge.from().id().index(), edge.to().id().index());
    (from.min(to), from.max(to))
}

/// A bit for its ends; others may have the same. Fibonacci hashing: Knuth, The Art of Computer
/// Programming, volume 3, section 6.4.
fn slot(edge: EdgeRef<'_>, bits: usize) -> usize {
    let (low, high) = ends(edge);
    let mixed = (low as u64)
        .wrapping_mul(0x9E37_79B9_7F4A_7C15)
        .rotate_left(32)
        .wrapping_add(high as u64)
        .wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let shift = 64 - bits.trailing_zeros();
    usize::try_from(mixed >> shift).unwrap_or(0)
}

/// Whether a bit is set; bits beyond the end are not.
pub(super) fn bit(bits: &[u64], at: usize) -> bool {
    bits.get(at / 64)
        .is_some_and(|word| word & (1 << (at % 64)) != 0)
}

/// Sets a bit.
pub(super) fn set_bit(bits: &mut Vec<u64>, at: usize) {
    if at / 64 >= bits.len() {
        bits.resize(at / 64 + 1, 0);
    }
    bits[at / 64] |= 1 << (at % 64);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn neighbours_are_found_as_by_comparing_all(
            edges in prop::collection::vec((0..6usize, 0..6usize, 0..2usize), 0..40)
        ) {
            let mut graph = Graph::new();
            let nodes: Vec<_> = (0..6).map(|_| graph.add_node(["N"])).collect();
            for (from, to, kind) in &edges {
                graph.add_edge(nodes[*from], ["A", "B"][*kind], nodes[*to]);
            }
            let pairs = Pairs::of(&graph);
            for (at, edge) in graph.edges().enumerate() {
                let (from, to, _) = edges[at];
                let others = || edges.iter().enumerate().filter(move |(other, _)| *other != at);
                let shared = others().any(|(_, (a, b, _))| [(*a, *b), (*b, *a)].contains(&(from, to)));
                let parallel = others().any(|(_, other)| *other == edges[at]);
                prop_assert_eq!(pairs.is_shared(edge), shared);
                prop_assert_eq!(pairs.is_parallel(edge), parallel);
            }
        }
    }
}
