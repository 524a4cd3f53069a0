//! Groups of actors that are tied more closely among themselves than to others.

use std::collections::VecDeque;

use super::{Actors, by_size};

/// A gain below this is taken for an error of rounding.
const LEAST_GAIN: f64 = 1e-10;

/// How communities are found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Communities {
    /// Above 1 there are more and smaller communities, below 1 fewer and larger ones.
    pub resolution: f64,
    /// Whether the weights of ties count rather than only the ties.
    pub weighted: bool,
}

impl Default for Communities {
    fn default() -> Self {
        Self {
            resolution: 1.0,
            weighted: true,
        }
    }
}

/// The number of each actor's community, by greedy growth of modularity: 0 is the largest, and of
/// equally large ones that of the earliest actor comes first. A community may fall into parts that are not tied to
/// one another; [`leiden`] does not allow that. Nearly O(ties) for each level.
///
/// Source: Blondel, Guillaume, Lambiotte, Lefebvre, "Fast unfolding of communities in large
/// networks" (2008), with actors taken in their order.
pub fn louvain(actors: &Actors, options: &Communities) -> Vec<usize> {
    found(actors, options, false)
}

/// The number of each actor's community, numbered as by [`louvain`]. Every community is connected. Nearly
/// O(ties) for each level.
///
/// Source: Traag, Waltman, van Eck, "From Louvain to Leiden: guaranteeing well-connected
/// communities" (2019), with actors taken in their order and the best merge in place of a random
/// one.
pub fn leiden(actors: &Actors, options: &Communities) -> Vec<usize> {
    found(actors, options, true)
}

/// How much more weight lies within groups than chance would put there: at most 1. `groups` gives
/// each actor's, as [`louvain`] does. 0 if there are no ties. O(actors + ties).
///
/// Source: Newman, Girvan, "Finding and evaluating community structure in networks" (2004).
pub fn modularity(actors: &Actors, groups: &[usize], options: &Communities) -> f64 {
    let level = Level::of(actors, options.weighted);
    let count = groups.iter().max().map_or(0, |last| last + 1);
    let (mut within, mut total) = (vec![0.0; count], vec![0.0; count]);
    for (actor, &group) in groups.iter().enumerate() {
        total[group] += level.strength[actor];
        within[group] += (level.ties(actor))
            .filter(|(other, _)| groups[*other] == group)
            .map(|(_, weight)| weight)
            .sum::<f64>();
    }
    if level.total == 0.0 {
        return 0.0;
    }
    let share = |(within, total): (&f64, &f64)| {
        within / level.total - options.resolution * (total / level.total).powi(2)
    };
    within.iter().zip(&total).map(share).sum()
}

fn found(actors: &Actors, options: &Communities, refine: bool) -> Vec<usize> {
    let mut level = Level::of(actors, options.weighted);
    // The node of the level that each actor is part of.
    let mut part_of: Vec<usize> = (0..actors.len()).collect();
    let mut groups: Vec<usize> = (0..actors.len()).collect();
    loop {
        let moved = level.move_nodes(&mut groups, options.resolution);
        let parts = if refine {
            level.refined(&groups, options.resolution)
        } else {
            groups.clone()
        };
        let parts = by_size(&parts);
        let count = parts.iter().max().map_or(0, |last| last + 1);
        if !moved || count == level.len() {
            break;
        }
        // A part lies in one group as a whole.
        let mut group_of_part = vec![0; count];
        for (node, &part) in parts.iter().enumerate() {
            group_of_part[part] = groups[node];
        }
        for part in &mut part_of {
            *part = parts[*part];
        }
        level = level.aggregated(&parts, count);
        groups = by_size(&group_of_part);
    }
    let groups: Vec<usize> = part_of.into_iter().map(|part| groups[part]).collect();
    by_size(&groups)
}

/// A network whose nodes are actors or groups of them.
struct Level {
    offsets: Vec<usize>,
    ties: Vec<(u32, f64)>,
    /// The weights of a node's ties together, those within it twice.
    strength: Vec<f64>,
    /// All strengths together.
    total: f64,
}

impl Level {
    fn of(actors: &Actors, weighted: bool) -> Self {
        let mut level = Self::empty();
        for position in 0..actors.len() {
            let ties = actors.ties(position);
            level.push(ties.map(|(other, weight)| (other, if weighted { weight } else { 1.0 })));
        }
        for node in 0..level.len() {
            let strength = level.ties(node).map(|(_, weight)| weight).sum();
            level.strength.push(strength);
            level.total += strength;
        }
        level
    }

    fn empty() -> Self {
        Self {
            offsets: vec![0],
            ties: Vec::new(),
            strength: Vec::new(),
            total: 0.0,
        }
    }

    fn push(&mut self, ties: impl Iterator<Item = (usize, f64)>) {
        let number = |other| u32::try_from(other).unwrap_or(u32::MAX);
        self.ties
            .extend(ties.map(|(other, weight)| (number(other), weight)));
        self.offsets.push(self.ties.len());
    }

    fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// The ties of a node to others.
    fn ties(&self, node: usize) -> impl Iterator<Item = (usize, f64)> {
        let ties = &self.ties[self.offsets[node]..self.offsets[node + 1]];
        ties.iter().map(|&(other, weight)| (other as usize, weight))
    }

    /// Moves nodes to the group of a neighbour for as long as that makes modularity grow; whether
    /// any was moved. Groups are numbered below the number of nodes.
    fn move_nodes(&self, groups: &mut [usize], resolution: f64) -> bool {
        let mut totals = vec![0.0; self.len()];
        for (node, &group) in groups.iter().enumerate() {
            totals[group] += self.strength[node];
        }
        let mut sums = Sums::new(self.len());
        let mut queue: VecDeque<usize> = (0..self.len()).collect();
        let mut is_queued = vec![true; self.len()];
        let mut moved = false;
        while let Some(node) = queue.pop_front() {
            is_queued[node] = false;
            let (old, strength) = (groups[node], self.strength[node]);
            totals[old] -= strength;
            let chance = resolution * strength / self.total;
            sums.add(
                self.ties(node)
                    .map(|(other, weight)| (groups[other], weight)),
            );
            let mut best = (old, sums.of[old] - chance * totals[old]);
            for &group in &sums.met {
                let gain = sums.of[group] - chance * totals[group];
                if gain > best.1 + LEAST_GAIN {
                    best = (group, gain);
                }
            }
            sums.clear();
            totals[best.0] += strength;
            if best.0 != old {
                moved = true;
                groups[node] = best.0;
                for (other, _) in self.ties(node) {
                    if groups[other] != best.0 && !is_queued[other] {
                        is_queued[other] = true;
                        queue.push_back(other);
                    }
                }
            }
        }
        moved
    }

    /// Splits every group into parts that are well connected: each node for itself, and then merged
    /// into the part of its group where it adds most.
    fn refined(&self, groups: &[usize], resolution: f64) -> Vec<usize> {
        let mut totals = vec![0.0; self.len()];
        for (node, &group) in groups.iter().enumerate() {
            totals[group] += self.strength[node];
        }
        // How much a part must be tied to the rest of its group.
        let due = |group: usize, strength: f64| {
            resolution * strength * (totals[group] - strength) / self.total - LEAST_GAIN
        };
        let to_group = |node: usize| -> f64 {
            let ties = self.ties(node);
            let within = ties.filter(|(other, _)| groups[*other] == groups[node]);
            within.map(|(_, weight)| weight).sum()
        };
        let mut parts: Vec<usize> = (0..self.len()).collect();
        let mut is_alone = vec![true; self.len()];
        let mut strengths = self.strength.clone();
        // What ties each part to the rest of its group.
        let mut outward: Vec<f64> = (0..self.len()).map(to_group).collect();
        let mut sums = Sums::new(self.len());
        for node in 0..self.len() {
            let (group, strength) = (groups[node], self.strength[node]);
            let own = outward[node];
            if !is_alone[node] || own < due(group, strength) {
                continue;
            }
            let within = self.ties(node).filter(|(other, _)| groups[*other] == group);
            sums.add(within.map(|(other, weight)| (parts[other], weight)));
            let mut best = (node, 0.0);
            for &part in &sums.met {
                let gain = sums.of[part] - resolution * strength * strengths[part] / self.total;
                if gain > best.1 + LEAST_GAIN && outward[part] >= due(group, strengths[part]) {
                    best = (part, gain);
                }
            }
            let part = best.0;
            if part != node {
                parts[node] = part;
                is_alone[part] = false;
                is_alone[node] = false;
                strengths[part] += strength;
                outward[part] += own - 2.0 * sums.of[part];
            }
            sums.clear();
        }
        parts
    }

    /// The network of the parts, which are numbered below a count.
    fn aggregated(&self, parts: &[usize], count: usize) -> Self {
        let mut members = vec![Vec::new(); count];
        for (node, &part) in parts.iter().enumerate() {
            members[part].push(node);
        }
        let mut level = Self::empty();
        let mut sums = Sums::new(count);
        for (part, members) in members.iter().enumerate() {
            for &node in members {
                let ties = self.ties(node).filter(|(other, _)| parts[*other] != part);
                sums.add(ties.map(|(other, weight)| (parts[other], weight)));
            }
            sums.met.sort_unstable();
            level.push(sums.met.iter().map(|&other| (other, sums.of[other])));
            sums.clear();
            level
                .strength
                .push(members.iter().map(|&node| self.strength[node]).sum());
        }
        level.total = self.total;
        level
    }
}

/// Weights by group, of which only a few are not zero.
struct Sums {
    of: Vec<f64>,
    /// The groups that were added to, in that order.
    met: Vec<usize>,
    is_met: Vec<bool>,
}

impl Sums {
    fn new(count: usize) -> Self {
        Self {
            of: vec![0.0; count],
            met: Vec::new(),
            is_met: vec![false; count],
        }
    }

    fn add(&mut self, weights: impl Iterator<Item = (usize, f64)>) {
        for (group, weight) in weights {
            if !self.is_met[group] {
                self.is_met[group] = true;
                self.met.push(group);
            }
            self.of[group] += weight;
        }
    }

    fn clear(&mut self) {
        for group in self.met.drain(..) {
            self.of[group] = 0.0;
            self.is_met[group] = false;
        }
    }
}
