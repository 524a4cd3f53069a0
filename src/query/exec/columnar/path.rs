//! One shortest path between two known nodes.

use super::super::super::bind::tree::{Length, Slot};
use super::super::super::error::Error;
use super::super::super::plan::{Direction, Plan};
use super::super::super::value::Value;
use super::super::Run;
use super::batch::{Batch, Vector};
use super::follow::Lists;
use super::scratch::Dense;
use super::{Input, Stage};
use crate::graph::EdgeId;

/// One shortest walk for every row whose nodes are joined by any.
pub(super) struct Shortest<'p, 'g> {
    pub(super) input: Input<'g>,
    pub(super) from: Slot,
    pub(super) to: Slot,
    pub(super) relationship: Slot,
    pub(super) ways: [Lists<'g>; 2],
    pub(super) length: Length,
    /// Whether it is a single relationship, not a list.
    pub(super) single: bool,
    /// Whether the list is against the order of the walk.
    pub(super) backwards: bool,
    /// For a walk from a node to itself, which is another question.
    pub(super) plan: &'p Plan,
    pub(super) needed: Vec<Slot>,
}

/// The nodes that a search has reached from one end.
struct Side {
    /// For every node that was reached the one before it, one more than it is; for the end itself
    /// its own number.
    before: Dense,
    frontier: Vec<u32>,
    /// Number of relationships of the frontier.
    work: usize,
}

impl Side {
    fn new(nodes: usize, end: u32, lists: &Lists<'_>) -> Self {
        let mut before = Dense::new(nodes);
        before.put(end, end + 1);
        Self {
            before,
            frontier: vec![end],
            work: lists.degree(end),
        }
    }

    /// The nodes on the way from a node back to the end, both included.
    fn way_back(&self, mut node: u32) -> Vec<u32> {
        let mut way = vec![node];
        loop {
            let before = self.before.get(node).wrapping_sub(1);
            if before == node || before == u32::MAX {
                return way;
            }
            way.push(before);
            node = before;
        }
    }
}

/// The nodes of a shortest walk, by breadth-first search from both ends at once: the side with fewer
/// relationships to follow goes on until the two meet. O(relationships), mostly far less.
fn search(
    run: &mut Run<'_>,
    ways: &[Lists<'_>; 2],
    (from, to): (u32, u32),
    most: u32,
) -> Result<Option<Vec<u32>>, Error> {
    let nodes = run.graph().node_count();
    let mut sides = [
        Side::new(nodes, from, &ways[0]),
        Side::new(nodes, to, &ways[1]),
    ];
    let mut depth = 0;
    while depth < most && sides.iter().all(|side| !side.frontier.is_empty()) {
        depth += 1;
        let at = usize::from(sides[1].work < sides[0].work);
        let [first, second] = &mut sides;
        let (side, other) = if at == 0 {
            (first, &*second)
        } else {
            (second, &*first)
        };
        let lists = &ways[at];
        let mut next = Vec::new();
        let mut meeting = None;
        for &node in &side.frontier {
            run.tick()?;
            let before = &mut side.before;
            let mut reach = |reached: u32| {
                if before.get(reached) == 0 {
                    before.put(reached, node + 1);
                    if other.before.get(reached) > 0 {
                        meeting = Some(reached);
                        return true;
                    }
                    next.push(reached);
                }
                false
            };
            if lists.any(node, &mut reach) {
                break;
            }
        }
        if let Some(meeting) = meeting {
            let mut walk = sides[0].way_back(meeting);
            walk.reverse();
            walk.extend(&sides[1].way_back(meeting)[1..]);
            return Ok(Some(walk));
        }
        side_done(&mut sides[at], next, lists);
    }
    Ok(None)
}

fn side_done(side: &mut Side, next: Vec<u32>, lists: &Lists<'_>) {
    side.work = next.iter().map(|&node| lists.degree(node)).sum();
    side.frontier = next;
}

impl Shortest<'_, '_> {
    /// The relationships of a walk through some nodes.
    fn relationships(&self, walk: &[u32]) -> Vec<EdgeId> {
        let mut edges = Vec::with_capacity(walk.len().saturating_sub(1));
        for pair in walk.windows(2) {
            let mut found = None;
            let (near, far, lists) = if self.ways[1].degree(pair[1]) < self.ways[0].degree(pair[0])
            {
                (pair[1], pair[0], &self.ways[1])
            } else {
                (pair[0], pair[1], &self.ways[0])
            };
            lists.each(near, |node, edge| {
                if node == far && found.is_none() {
                    found = Some(edge);
                }
            });
            edges.extend(found.map(EdgeId::from));
        }
        edges
    }
}

impl<'g> Stage<'g> for Shortest<'_, 'g> {
    fn next(
        &mut self,
        run: &mut Run<'_>,
        row: &mut [Value],
        out: &mut Batch<'g>,
    ) -> Result<bool, Error> {
        loop {
            if !self.input.next(run, row, out)? {
                return Ok(false);
            }
            let (mut keep, mut values) = (Vec::new(), Vec::new());
            for at in 0..out.len {
                let id = |slot| out.get(slot).id(at);
                let (Some(from), Some(to)) = (id(self.from), id(self.to)) else {
                    continue;
                };
                let value = if from == to {
                    row[self.from.index()] = out.get(self.from).value(at);
                    row[self.to.index()] = out.get(self.to).value(at);
                    let mut found = super::super::shortest(self.plan);
                    if !found.next(run, row)? {
                        continue;
                    }
                    row[self.relationship.index()].clone()
                } else {
                    let Some(walk) = search(run, &self.ways, (from, to), self.length.max)? else {
                        continue;
                    };
                    let edges = self.relationships(&walk);
                    let edges = edges.into_iter().map(Value::Relationship);
                    if self.single {
                        edges.into_iter().next().unwrap_or(Value::Null)
                    } else if self.backwards {
                        Value::list(edges.rev())
                    } else {
                        Value::list(edges)
                    }
                };
                keep.push(u32::try_from(at).unwrap_or(u32::MAX));
                values.push(value);
            }
            if !keep.is_empty() {
                out.keep(&keep, &self.needed);
                out.set(self.relationship, Vector::Values(values));
                return Ok(true);
            }
        }
    }
}

/// Whether a direction can be searched from both ends.
pub(super) fn directions(direction: Direction) -> [Direction; 2] {
    [direction, super::super::expand::opposite(direction)]
}
