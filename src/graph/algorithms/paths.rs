//! The shortest ways from one actor to another.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use fixedbitset::FixedBitSet;

use super::Actors;

/// What a tie costs on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cost {
    /// 1.
    #[default]
    Steps,
    /// 1 divided by the number of shared events, so that close ties are short.
    Inverse,
}

/// A way from one actor to another that meets nobody twice.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// The positions of the actors on it, both ends included.
    pub actors: Vec<usize>,
    /// What its ties cost together.
    pub cost: f64,
}

/// The shortest ways from one actor to another, at most so many, the shortest first; of those that
/// cost the same the one with the lower positions. None if there is no such actor, or no way. O(count ×
/// length of the ways × ties × log of their number) at worst.
///
/// Source: Yen, "Finding the K Shortest Loopless Paths in a Network" (1971).
pub fn k_shortest_paths(
    actors: &Actors,
    from: usize,
    to: usize,
    count: usize,
    cost: Cost,
) -> Vec<Path> {
    let mut found: Vec<Path> = Vec::new();
    if from.max(to) >= actors.len() {
        return found;
    }
    let mut search = Search::new(actors, to, cost);
    let mut candidates = BTreeSet::new();
    let mut seen = BTreeSet::new();
    if let Some(rest) = search.best(from, &[], &[]) {
        candidates.insert(Candidate::of(actors, cost, rest));
    }
    while found.len() < count
        && let Some(candidate) = candidates.pop_first()
    {
        let path = candidate.path;
        // Every other way leaves this one, or one found before, somewhere.
        for spur in 0..path.len() - 1 {
            let root = &path[..=spur];
            let taken: Vec<usize> = (found.iter().map(|path| &path.actors))
                .chain([&path])
                .filter(|other| other.len() > spur + 1 && other[..=spur] == *root)
                .map(|other| other[spur + 1])
                .collect();
            if let Some(rest) = search.best(path[spur], &root[..spur], &taken) {
                let whole: Vec<usize> = root[..spur].iter().copied().chain(rest).collect();
                if seen.insert(whole.clone()) {
                    candidates.insert(Candidate::of(actors, cost, whole));
                }
            }
        }
        found.push(Path {
            actors: path,
            cost: f64::from_bits(candidate.cost),
        });
    }
    found
}

/// A way that may be the next one. Ordered by cost, and then by positions.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    /// The bits of a cost, which is not negative: they are in the order of the numbers.
    cost: u64,
    path: Vec<usize>,
}

impl Candidate {
    fn of(actors: &Actors, cost: Cost, path: Vec<usize>) -> Self {
        let steps = path.windows(2).map(|step| {
            let neighbours = actors.neighbours(step[0]);
            let at = neighbours.partition_point(|&other| (other as usize) < step[1]);
            cost.of(actors.weights(step[0])[at])
        });
        // Summed from the far end, as the search does.
        let sum = steps.collect::<Vec<_>>().into_iter().rev();
        let sum = sum.fold(0.0, |sum, step| sum + step);
        Self {
            cost: f64::to_bits(sum),
            path,
        }
    }
}

impl Cost {
    fn of(self, weight: u32) -> f64 {
        match self {
            Self::Steps => 1.0,
            Self::Inverse => 1.0 / f64::from(weight),
        }
    }
}

/// Looks for the shortest way to one actor, backwards from there.
struct Search<'a> {
    actors: &'a Actors,
    to: usize,
    cost: Cost,
    /// The cost from each actor, as far as it is known.
    costs: Vec<f64>,
    reached: Vec<usize>,
    is_done: FixedBitSet,
    is_barred: FixedBitSet,
}

impl<'a> Search<'a> {
    fn new(actors: &'a Actors, to: usize, cost: Cost) -> Self {
        Self {
            actors,
            to,
            cost,
            costs: vec![f64::INFINITY; actors.len()],
            reached: Vec::new(),
            is_done: FixedBitSet::with_capacity(actors.len()),
            is_barred: FixedBitSet::with_capacity(actors.len()),
        }
    }

    /// The shortest way from an actor that meets none of those that are barred and whose first step
    /// is none of those that are taken.
    fn best(&mut self, from: usize, barred: &[usize], taken: &[usize]) -> Option<Vec<usize>> {
        if from == self.to {
            return Some(vec![from]).filter(|_| taken.is_empty() && barred.is_empty());
        }
        self.is_barred.extend(barred.iter().copied());
        self.is_barred.insert(from);
        let path = self
            .spread(from, taken)
            .map(|first| self.walked(from, first));
        for actor in self.reached.drain(..) {
            self.costs[actor] = f64::INFINITY;
            self.is_done.remove(actor);
        }
        for &actor in barred.iter().chain([&from]) {
            self.is_barred.remove(actor);
        }
        path
    }

    /// Finds the costs of actors, by Dijkstra's algorithm, until the best first step is known.
    fn spread(&mut self, from: usize, taken: &[usize]) -> Option<usize> {
        let mut heap = BinaryHeap::new();
        let mut best: Option<(f64, usize)> = None;
        self.costs[self.to] = 0.0;
        self.reached.push(self.to);
        heap.push(Reverse((0.0_f64.to_bits(), self.to)));
        while let Some(Reverse((bits, actor))) = heap.pop() {
            let so_far = f64::from_bits(bits);
            if best.is_some_and(|(cost, _)| so_far >= cost) {
                break;
            }
            if self.is_done.put(actor) {
                continue;
            }
            let (neighbours, weights) = (self.actors.neighbours(actor), self.actors.weights(actor));
            for (&other, &weight) in neighbours.iter().zip(weights) {
                let other = other as usize;
                let cost = so_far + self.cost.of(weight);
                if other == from {
                    let is_better = best.is_none_or(|best| (cost, actor) < best);
                    if is_better && !taken.contains(&actor) {
                        best = Some((cost, actor));
                    }
                } else if cost < self.costs[other] && !self.is_barred.contains(other) {
                    if self.costs[other].is_infinite() {
                        self.reached.push(other);
                    }
                    self.costs[other] = cost;
                    heap.push(Reverse((cost.to_bits(), other)));
                }
            }
        }
        best.map(|(_, first)| first)
    }

    /// The way from an actor by a first step on, always to the lowest position that lies on a
    /// shortest way.
    #[expect(
        clippy::float_cmp,
        reason = "a cost is the very sum that is made again here"
    )]
    fn walked(&self, from: usize, first: usize) -> Vec<usize> {
        let mut path = vec![from, first];
        let mut at = first;
        while at != self.to {
            let next =
                self.actors
                    .ties(at)
                    .zip(self.actors.weights(at))
                    .find(|((other, _), weight)| {
                        self.is_done.contains(*other)
                            && self.costs[*other] + self.cost.of(**weight) == self.costs[at]
                    });
            let Some(((next, _), _)) = next else {
                break;
            };
            path.push(next);
            at = next;
        }
        path
    }
}
