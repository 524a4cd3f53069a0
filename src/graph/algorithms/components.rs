//! Which actors can be reached from one another.

use petgraph::unionfind::UnionFind;
use petgraph::visit::IntoEdgeReferences as _;

use super::{Actors, by_size};

/// The number of each actor's connected component: 0 is the largest, and of equally large ones
/// that of the earliest actor comes first. O(actors + ties), nearly.
pub fn connected_components(actors: &Actors) -> Vec<usize> {
    connected_parts(actors, &vec![0; actors.len()])
}

/// The number of the part of each actor's group within which all can be reached from one another
/// through the group; numbered as components are.
pub(super) fn connected_parts(actors: &Actors, groups: &[usize]) -> Vec<usize> {
    let mut sets = UnionFind::<u32>::new(actors.len());
    for tie in actors.edge_references() {
        if groups[tie.from as usize] == groups[tie.to as usize] {
            sets.union(tie.from, tie.to);
        }
    }
    let groups = sets.into_labeling().into_iter().map(|group| group as usize);
    by_size(&groups.collect::<Vec<_>>())
}
