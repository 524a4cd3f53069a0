//! Sides: whom an actor stands for, and the colour of that side.

use std::collections::{BTreeMap, BTreeSet};

use super::style::{Colour, side_colour};
use crate::graph::{Graph, NodeId, NodeRef};

/// The sides of a picture, the one with most participations first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sides {
    ranks: BTreeMap<NodeId, usize>,
}

impl Sides {
    /// Ranks sides by the number of participations of their actors; equal ones by id.
    pub(crate) fn rank<'g>(participations: impl Iterator<Item = (NodeRef<'g>, usize)>) -> Self {
        let mut counts: BTreeMap<NodeId, (usize, &str)> = BTreeMap::new();
        for (side, count) in participations {
            counts
                .entry(side.id())
                .or_insert((0, side.text("id").unwrap_or_default()))
                .0 += count;
        }
        let mut ordered: Vec<_> = counts.into_iter().collect();
        ordered.sort_by(|(_, (a, id_a)), (_, (b, id_b))| b.cmp(a).then(id_a.cmp(id_b)));
        let ranks = ordered
            .into_iter()
            .enumerate()
            .map(|(rank, (side, _))| (side, rank))
            .collect();
        Self { ranks }
    }

    /// The rank of a side; the last for one that nobody of the picture stands for.
    pub(crate) fn rank_of(&self, side: NodeId) -> usize {
        self.ranks.get(&side).copied().unwrap_or(self.ranks.len())
    }

    /// The colour of a side.
    pub(crate) fn colour(&self, side: NodeId) -> Colour {
        side_colour(self.rank_of(side))
    }
}

/// The side of an actor: what it represents, else what it is a member of, followed up to the end;
/// else itself. What has not ended goes before what has, then the lowest id.
pub(crate) fn side_of(graph: &Graph, actor: NodeId) -> NodeId {
    let mut seen = BTreeSet::from([actor]);
    let mut side = actor;
    while let Some(next) = step(graph.node(side)).filter(|&next| seen.insert(next)) {
        side = next;
    }
    side
}

fn step(actor: NodeRef<'_>) -> Option<NodeId> {
    ["REPRESENTS", "MEMBER_OF"].into_iter().find_map(|kind| {
        actor
            .outgoing()
            .filter(|edge| edge.kind() == kind)
            .min_by_key(|edge| {
                (
                    edge.get("until").is_some(),
                    edge.to().text("id").unwrap_or_default().to_owned(),
                )
            })
            .map(|edge| edge.to().id())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Value;

    #[test]
    fn a_side_is_followed_to_its_end_and_a_circle_does_not_hang() {
        let mut graph = Graph::new();
        let [minister, state, union, club] = ["minister", "state", "union", "club"].map(|id| {
            let node = graph.add_node(["Actor"]);
            graph.set(node, "id", Value::from(id));
            node
        });
        graph.add_edge(minister, "MEMBER_OF", club);
        graph.add_edge(minister, "REPRESENTS", state);
        graph.add_edge(state, "MEMBER_OF", union);
        assert_eq!(side_of(&graph, minister), union);
        assert_eq!(side_of(&graph, club), club);
        graph.add_edge(union, "MEMBER_OF", minister);
        assert_eq!(side_of(&graph, minister), union);
    }
}
