//! The network of the actors that share events.

use crate::graph::frozen::Direction;
use crate::graph::{Graph, NodeId};

/// The actors of a graph; two are tied if they are involved in the same event, with the number of
/// such events as the weight of the tie.
///
/// An actor is known by its *position*, counted from 0 in the order of the graph. Ties have no
/// direction. An actor that takes part twice in an event takes part, and is not tied to itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actors {
    nodes: Vec<NodeId>,
    /// One more than there are actors.
    offsets: Vec<usize>,
    neighbours: Vec<u32>,
    weights: Vec<u32>,
}

impl Actors {
    /// The network of a graph: nodes labelled `Actor`, tied by `INVOLVED_IN` the same node labelled
    /// `Event`. O(nodes + relationships + sum over events of the square of the number of their
    /// actors).
    pub fn of(graph: &Graph) -> Self {
        let labelled = |name: &str| -> Vec<NodeId> {
            let label = graph.symbol(name);
            label
                .into_iter()
                .flat_map(|label| graph.labelled(label))
                .collect()
        };
        let nodes = labelled("Actor");
        let mut positions = vec![None; nodes.last().map_or(0, |last| last.index() + 1)];
        for (node, position) in nodes.iter().zip(0_u32..) {
            positions[node.index()] = Some(position);
        }
        let position = |node: NodeId| positions.get(node.index()).copied().flatten();
        let involved = graph.symbol("INVOLVED_IN");
        let adjacency = involved.and_then(|kind| {
            let frozen = graph.frozen()?;
            frozen.adjacency(kind, Direction::Incoming)
        });
        let mut events = Lists::default();
        let mut members = Vec::new();
        for event in labelled("Event") {
            members.clear();
            if let Some(adjacency) = adjacency {
                members.extend(
                    adjacency
                        .of_node(event)
                        .filter_map(|(node, _)| position(node)),
                );
            } else {
                let edges = graph.node(event).incoming();
                let edges = edges.filter(|edge| Some(edge.kind_symbol()) == involved);
                members.extend(edges.filter_map(|edge| position(edge.from().id())));
            }
            members.sort_unstable();
            members.dedup();
            // Who is alone shares nothing.
            if members.len() > 1 {
                events.push(&members);
            }
        }
        Self::tied(nodes, &events)
    }

    fn tied(nodes: Vec<NodeId>, events: &Lists) -> Self {
        let events_of = events.inverted(nodes.len());
        let mut actors = Self {
            offsets: vec![0],
            neighbours: Vec::new(),
            weights: Vec::new(),
            nodes,
        };
        let mut shared = vec![0_u32; actors.nodes.len()];
        let mut met = Vec::new();
        for actor in 0..actors.nodes.len() {
            for &event in events_of.get(actor) {
                for &other in events.get(event as usize) {
                    if shared[other as usize] == 0 {
                        met.push(other);
                    }
                    shared[other as usize] += 1;
                }
            }
            met.sort_unstable();
            for other in met.drain(..) {
                let count = std::mem::take(&mut shared[other as usize]);
                if other as usize != actor {
                    actors.neighbours.push(other);
                    actors.weights.push(count);
                }
            }
            actors.offsets.push(actors.neighbours.len());
        }
        actors
    }

    /// Number of actors.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Number of ties.
    pub fn tie_count(&self) -> usize {
        self.neighbours.len() / 2
    }

    /// The node of the actor at a position.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub fn node(&self, position: usize) -> NodeId {
        self.nodes[position]
    }

    /// The position of a node. O(log n).
    pub fn position(&self, node: NodeId) -> Option<usize> {
        self.nodes.binary_search(&node).ok()
    }

    /// The positions of the actors that an actor is tied to, rising. O(1).
    ///
    /// # Panics
    ///
    /// If there is no such actor.
    pub fn neighbours(&self, position: usize) -> &[u32] {
        &self.neighbours[self.range(position)]
    }

    /// The weights of the ties to [`Actors::neighbours`]: the number of shared events. O(1).
    ///
    /// # Panics
    ///
    /// If there is no such actor.
    pub fn weights(&self, position: usize) -> &[u32] {
        &self.weights[self.range(position)]
    }

    /// The actors that an actor is tied to, with the weights.
    pub(super) fn ties(&self, position: usize) -> impl Iterator<Item = (usize, f64)> {
        let neighbours = self.neighbours(position).iter();
        (neighbours.zip(self.weights(position))).map(|(&other, &w)| (other as usize, w.into()))
    }

    /// Where the ties of an actor stand among all.
    pub(super) fn range(&self, position: usize) -> std::ops::Range<usize> {
        self.offsets[position]..self.offsets[position + 1]
    }

    /// The actor at the other end of a tie, and its weight.
    pub(super) fn tie(&self, at: usize) -> (u32, &u32) {
        (self.neighbours[at], &self.weights[at])
    }
}

/// Lists of numbers behind one another.
#[derive(Debug)]
struct Lists {
    offsets: Vec<usize>,
    numbers: Vec<u32>,
}

impl Default for Lists {
    fn default() -> Self {
        Self {
            offsets: vec![0],
            numbers: Vec::new(),
        }
    }
}

impl Lists {
    fn push(&mut self, list: &[u32]) {
        self.numbers.extend_from_slice(list);
        self.offsets.push(self.numbers.len());
    }

    fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    fn get(&self, at: usize) -> &[u32] {
        &self.numbers[self.offsets[at]..self.offsets[at + 1]]
    }

    /// For each number below a bound the lists that it is in, rising.
    fn inverted(&self, bound: usize) -> Self {
        let mut offsets = vec![0; bound + 1];
        for &number in &self.numbers {
            offsets[number as usize + 1] += 1;
        }
        for at in 1..=bound {
            offsets[at] += offsets[at - 1];
        }
        let mut next = offsets.clone();
        let mut numbers = vec![0; self.numbers.len()];
        for (list, at) in (0..self.len()).zip(0_u32..) {
            for &number in self.get(list) {
                let next = &mut next[number as usize];
                numbers[*next] = at;
                *next += 1;
            }
        }
        Self { offsets, numbers }
    }
}
