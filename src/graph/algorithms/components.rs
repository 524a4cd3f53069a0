//! Which actors can be reached from one another.

use petgraph::unionfind::UnionFind;
use petgraph::visit::IntoEdgeReferences as _;

use super::{Actors, by_size};

/// The number of each actor's connected component: 0 is the largest, and of equally large ones
/// that of the earliest actor comes first. O(actors + ties), nearly.
pub fn connected_components(actors: &Actors) -> Vec<usize> {
    let mut sets = UnionFind::<u32>::new(actors.len());
    for tie in actors.edge_references() {
        sets.union(tie.from, tie.to);
    }
    let groups = sets.into_labeling().into_iter().map(|group| group as usize);
    by_size(&groups.collect::<Vec<_>>())
}
