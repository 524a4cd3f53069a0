//! petgraph's visit traits on the network of actors: positions as nodes, ties without a direction.

use std::ops::Range;

use fixedbitset::FixedBitSet;
use petgraph::Undirected;
use petgraph::visit::{
    Data, EdgeCount, EdgeRef, GraphBase, GraphProp, IntoEdgeReferences, IntoEdges, IntoNeighbors,
    IntoNodeIdentifiers, NodeCompactIndexable, NodeCount, NodeIndexable, Visitable,
};

use super::Actors;
use crate::graph::NodeId;

/// A tie between two actors, by their positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tie<'a> {
    /// The actor from which it is seen.
    pub from: u32,
    /// The other.
    pub to: u32,
    weight: &'a u32,
}

impl EdgeRef for Tie<'_> {
    type NodeId = u32;
    type EdgeId = (u32, u32);
    type Weight = u32;

    fn source(&self) -> u32 {
        self.from
    }

    fn target(&self) -> u32 {
        self.to
    }

    fn weight(&self) -> &u32 {
        self.weight
    }

    /// The lower position first, whichever way it is seen.
    fn id(&self) -> (u32, u32) {
        (self.from.min(self.to), self.from.max(self.to))
    }
}

impl GraphBase for Actors {
    type NodeId = u32;
    type EdgeId = (u32, u32);
}

impl GraphProp for Actors {
    type EdgeType = Undirected;
}

impl Data for Actors {
    type NodeWeight = NodeId;
    type EdgeWeight = u32;
}

impl NodeCount for Actors {
    fn node_count(&self) -> usize {
        self.len()
    }
}

impl EdgeCount for Actors {
    fn edge_count(&self) -> usize {
        self.tie_count()
    }
}

impl NodeIndexable for Actors {
    fn node_bound(&self) -> usize {
        self.len()
    }

    fn to_index(&self, actor: u32) -> usize {
        actor as usize
    }

    fn from_index(&self, position: usize) -> u32 {
        u32::try_from(position).unwrap_or(u32::MAX)
    }
}

impl NodeCompactIndexable for Actors {}

impl Visitable for Actors {
    type Map = FixedBitSet;

    fn visit_map(&self) -> FixedBitSet {
        FixedBitSet::with_capacity(self.len())
    }

    fn reset_map(&self, map: &mut FixedBitSet) {
        map.clear();
        map.grow(self.len());
    }
}

impl IntoNodeIdentifiers for &Actors {
    type NodeIdentifiers = Range<u32>;

    fn node_identifiers(self) -> Range<u32> {
        0..self.from_index(self.len())
    }
}

impl<'a> IntoNeighbors for &'a Actors {
    type Neighbors = std::iter::Copied<std::slice::Iter<'a, u32>>;

    fn neighbors(self, actor: u32) -> Self::Neighbors {
        self.neighbours(actor as usize).iter().copied()
    }
}

impl<'a> IntoEdgeReferences for &'a Actors {
    type EdgeRef = Tie<'a>;
    type EdgeReferences = AllTies<'a>;

    /// Every tie once.
    fn edge_references(self) -> AllTies<'a> {
        AllTies {
            actors: self,
            actor: 0,
            ties: Ties::empty(self),
        }
    }
}

impl<'a> IntoEdges for &'a Actors {
    type Edges = Ties<'a>;

    fn edges(self, actor: u32) -> Ties<'a> {
        Ties {
            actors: self,
            actor,
            range: self.range(actor as usize),
        }
    }
}

/// The ties of an actor.
#[derive(Debug, Clone)]
pub struct Ties<'a> {
    actors: &'a Actors,
    actor: u32,
    range: Range<usize>,
}

impl<'a> Ties<'a> {
    fn empty(actors: &'a Actors) -> Self {
        Self {
            actors,
            actor: 0,
            range: 0..0,
        }
    }
}

impl<'a> Iterator for Ties<'a> {
    type Item = Tie<'a>;

    fn next(&mut self) -> Option<Tie<'a>> {
        let (to, weight) = self.actors.tie(self.range.next()?);
        Some(Tie {
            from: self.actor,
            to,
            weight,
        })
    }
}

/// All ties, each from the actor with the lower position.
#[derive(Debug, Clone)]
pub struct AllTies<'a> {
    actors: &'a Actors,
    /// The actor whose ties come next.
    actor: u32,
    ties: Ties<'a>,
}

impl<'a> Iterator for AllTies<'a> {
    type Item = Tie<'a>;

    fn next(&mut self) -> Option<Tie<'a>> {
        loop {
            if let Some(tie) = self.ties.find(|tie| tie.from < tie.to) {
                return Some(tie);
            }
            if self.actor as usize >= self.actors.len() {
                return None;
            }
            self.ties = self.actors.edges(self.actor);
            self.actor += 1;
        }
    }
}
