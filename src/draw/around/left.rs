//! The other actors at the left: who is there, in which order, and how high.

use std::collections::BTreeMap;

use super::super::labels::fill;
use super::super::story::{Event, Shape, Story};
use crate::model::registry::RoleMode;

/// Most boxes of a page.
const MOST: usize = 18;
/// Height of a box.
pub(super) const BOX: f64 = 15.0;
/// From a box to the next.
const STEP: f64 = 20.0;
/// Room for the name of a kind above its boxes.
pub(super) const KIND: f64 = 13.0;
/// White space above a kind.
const KIND_GAP: f64 = 8.0;

/// A line from an actor to the spine.
#[derive(Debug, Clone)]
pub(super) struct Edge {
    /// The event, as a place in the story.
    pub(super) event: usize,
    /// Height of its dot.
    pub(super) y: f64,
    /// The other actor's part.
    pub(super) mode: RoleMode,
    /// The part of the actor in the middle, if it has one.
    pub(super) center: Option<RoleMode>,
}

/// An actor's box, or the rest of a kind.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// The actors behind it, as places in the story.
    pub(super) actors: Vec<usize>,
    /// Its label.
    pub(super) label: String,
    /// Its kind.
    pub(super) shape: Shape,
    /// Its middle.
    pub(super) y: f64,
    /// Its lines.
    pub(super) edges: Vec<Edge>,
}

impl Node {
    #[expect(clippy::cast_precision_loss, reason = "few edges")]
    fn mean(&self) -> f64 {
        self.edges.iter().map(|edge| edge.y).sum::<f64>() / self.edges.len().max(1) as f64
    }
}

/// The boxes of one kind, from top to bottom.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// The kind.
    pub(super) shape: Shape,
    /// Its boxes.
    pub(super) nodes: Vec<Node>,
}

impl Group {
    #[expect(clippy::cast_precision_loss, reason = "at most 18 boxes")]
    fn height(&self) -> f64 {
        KIND_GAP + KIND + self.nodes.len() as f64 * STEP
    }

    /// Sets its boxes below its top.
    #[expect(clippy::cast_precision_loss, reason = "at most 18 boxes")]
    fn set(&mut self, top: f64) {
        for (at, node) in self.nodes.iter_mut().enumerate() {
            node.y = top + KIND_GAP + KIND + (at as f64 + 0.5) * STEP;
        }
    }

    /// The top at which its boxes lie nearest to their events.
    #[expect(clippy::cast_precision_loss, reason = "at most 18 boxes")]
    fn wish(&self) -> f64 {
        let offset = |at: usize| KIND_GAP + KIND + (at as f64 + 0.5) * STEP;
        let wishes = self
            .nodes
            .iter()
            .enumerate()
            .map(|(at, node)| node.mean() - offset(at));
        wishes.sum::<f64>() / self.nodes.len().max(1) as f64
    }
}

/// The other actors of the events on a page, with the heights of their dots. The kinds stand in the
/// order with the fewest crossings of lines, then with the shortest lines; in a kind the boxes by
/// the mean height of their events. Returns the groups from top to bottom, between `top` and
/// `bottom` as far as they fit.
pub(super) fn place(
    story: &Story<'_>,
    center: Option<usize>,
    dots: &[(usize, f64)],
    top: f64,
    bottom: f64,
) -> Vec<Group> {
    let groups = gather(story, center, dots);
    let mut best: Option<(usize, f64, Vec<Group>)> = None;
    for order in orders(groups.len()) {
        let mut tried: Vec<Group> = order.iter().map(|&at| groups[at].clone()).collect();
        spread(&mut tried, top, bottom);
        let (crossings, length) = (crossings(&tried), length(&tried));
        let better = best.as_ref().is_none_or(|(fewest, shortest, _)| {
            crossings < *fewest || crossings == *fewest && length < *shortest - 1e-6
        });
        if better {
            best = Some((crossings, length, tried));
        }
    }
    best.map(|(.., groups)| groups).unwrap_or_default()
}

/// The lowest point of the groups.
pub(super) fn bottom(groups: &[Group]) -> f64 {
    groups
        .iter()
        .flat_map(|group| &group.nodes)
        .map(|node| node.y + BOX / 2.0 + 4.0)
        .fold(0.0, f64::max)
}

fn gather(story: &Story<'_>, center: Option<usize>, dots: &[(usize, f64)]) -> Vec<Group> {
    let mut nodes: BTreeMap<usize, Node> = BTreeMap::new();
    for &(at, y) in dots {
        let event: &Event<'_> = &story.events[at];
        let own = center
            .and_then(|center| event.part_of(center))
            .map(|part| part.mode);
        for part in event.parts.iter().filter(|part| Some(part.actor) != center) {
            let actor = &story.actors[part.actor];
            let node = nodes.entry(part.actor).or_insert_with(|| Node {
                actors: vec![part.actor],
                label: actor.name.to_owned(),
                shape: actor.shape,
                y: 0.0,
                edges: Vec::new(),
            });
            // A part folded into its whole has the same dot: one line is enough.
            if !node
                .edges
                .iter()
                .any(|edge| edge.y.to_bits() == y.to_bits())
            {
                node.edges.push(Edge {
                    event: at,
                    y,
                    mode: part.mode,
                    center: own,
                });
            }
        }
    }
    let mut groups: Vec<Group> = Vec::new();
    for (_, node) in nodes {
        match groups.iter_mut().find(|group| group.shape == node.shape) {
            Some(group) => group.nodes.push(node),
            None => groups.push(Group {
                shape: node.shape,
                nodes: vec![node],
            }),
        }
    }
    groups.sort_by_key(|group| group.shape);
    fold_rest(story, &mut groups);
    for group in &mut groups {
        group.nodes.sort_by(|a, b| a.mean().total_cmp(&b.mean()));
    }
    groups
}

/// Above 18 boxes the least frequent of the largest kind become one, until they fit.
fn fold_rest(story: &Story<'_>, groups: &mut [Group]) {
    while groups.iter().map(|group| group.nodes.len()).sum::<usize>() > MOST {
        let Some(group) = groups
            .iter_mut()
            .rev()
            .max_by_key(|group| group.nodes.len())
        else {
            return;
        };
        // The busiest first; what was folded already stays last.
        group.nodes.sort_by_key(|node| {
            (
                node.actors.len() > 1,
                std::cmp::Reverse(node.edges.len()),
                story.actors[node.actors[0]].id,
            )
        });
        let (Some(mut last), Some(rest)) = (group.nodes.pop(), group.nodes.pop()) else {
            return;
        };
        last.actors.extend(rest.actors);
        for edge in rest.edges {
            if !last
                .edges
                .iter()
                .any(|known| known.y.to_bits() == edge.y.to_bits())
            {
                last.edges.push(edge);
            }
        }
        last.label = fill(story.words.around.more, &[&last.actors.len().to_string()]);
        group.nodes.push(last);
    }
}

/// Sets groups below each other, each as near to its wish as the others allow: the least sum of
/// squares, by pooling neighbours that press on each other (isotonic regression).
fn spread(groups: &mut [Group], top: f64, bottom: f64) {
    struct Pool {
        wish: f64,
        weight: f64,
        height: f64,
        groups: usize,
    }
    let mut pools: Vec<Pool> = Vec::new();
    for group in groups.iter() {
        #[expect(clippy::cast_precision_loss, reason = "at most 18 boxes")]
        let weight = group.nodes.len() as f64;
        pools.push(Pool {
            wish: group.wish(),
            weight,
            height: group.height(),
            groups: 1,
        });
        while let [.., above, below] = pools.as_mut_slice() {
            if above.wish + above.height <= below.wish {
                break;
            }
            let weight = above.weight + below.weight;
            above.wish =
                (above.wish * above.weight + (below.wish - above.height) * below.weight) / weight;
            above.weight = weight;
            above.height += below.height;
            above.groups += below.groups;
            pools.pop();
        }
    }
    let mut tops: Vec<f64> = pools.iter().map(|pool| pool.wish).collect();
    let mut floor = bottom;
    for (at, pool) in pools.iter().enumerate().rev() {
        tops[at] = tops[at].min(floor - pool.height);
        floor = tops[at];
    }
    let mut ceiling = top;
    for (at, pool) in pools.iter().enumerate() {
        tops[at] = tops[at].max(ceiling);
        ceiling = tops[at] + pool.height;
    }
    let mut groups = groups.iter_mut();
    for (pool, mut top) in pools.iter().zip(tops) {
        for group in groups.by_ref().take(pool.groups) {
            group.set(top);
            top += group.height();
        }
    }
}

fn lines(groups: &[Group]) -> Vec<(f64, f64)> {
    let nodes = groups.iter().flat_map(|group| &group.nodes);
    nodes
        .flat_map(|node| node.edges.iter().map(|edge| (node.y, edge.y)))
        .collect()
}

fn crossings(groups: &[Group]) -> usize {
    let lines = lines(groups);
    let crosses = |a: &(f64, f64), b: &(f64, f64)| (a.0 - b.0) * (a.1 - b.1) < 0.0;
    lines
        .iter()
        .enumerate()
        .map(|(at, line)| {
            lines[at + 1..]
                .iter()
                .filter(|other| crosses(line, other))
                .count()
        })
        .sum()
}

fn length(groups: &[Group]) -> f64 {
    lines(groups)
        .iter()
        .map(|(from, to)| (from - to).abs())
        .sum()
}

/// All orders of up to four kinds.
fn orders(count: usize) -> Vec<Vec<usize>> {
    let mut orders = vec![Vec::new()];
    for _ in 0..count {
        orders = orders
            .into_iter()
            .flat_map(|order: Vec<usize>| {
                let free: Vec<usize> = (0..count).filter(|at| !order.contains(at)).collect();
                free.into_iter().map(move |at| {
                    let mut longer = order.clone();
                    longer.push(at);
                    longer
                })
            })
            .collect();
    }
    orders
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(shape: Shape, events: &[f64]) -> Group {
        let nodes = events.iter().map(|&y| Node {
            actors: vec![0],
            label: String::new(),
            shape,
            y: 0.0,
            edges: vec![Edge {
                event: 0,
                y,
                mode: RoleMode::Equal,
                center: None,
            }],
        });
        Group {
            shape,
            nodes: nodes.collect(),
        }
    }

    #[test]
    fn groups_do_not_overlap_and_stay_on_the_sheet() {
        let mut groups = [
            group(Shape::Person, &[300.0, 310.0]),
            group(Shape::State, &[305.0]),
            group(Shape::Group, &[20.0, 900.0]),
        ];
        spread(&mut groups, 100.0, 400.0);
        let middles: Vec<f64> = groups
            .iter()
            .flat_map(|group| &group.nodes)
            .map(|node| node.y)
            .collect();
        assert!(
            middles
                .windows(2)
                .all(|pair| pair[1] - pair[0] >= STEP - 1e-9),
            "{middles:?}"
        );
        assert!(middles[0] >= 100.0 && middles[4] <= 400.0, "{middles:?}");
    }

    #[test]
    fn there_are_24_orders_of_four_kinds() {
        assert_eq!(orders(4).len(), 24);
        assert_eq!(orders(0), [Vec::<usize>::new()]);
    }
}
