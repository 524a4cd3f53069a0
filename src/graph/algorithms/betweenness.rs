//! Who stands between others.

use rayon::prelude::*;

use super::{Actors, float};

/// How many sources are counted together. It does not depend on the number of cores, as the order
/// of a sum of floats can be seen in its last digits.
const SOURCES: usize = 64;

/// The betweenness of each actor: over all pairs of others the share of their shortest paths, in
/// ties, that lead through it; if `normalized` divided by the number of such pairs, so that it
/// lies between 0 and 1. O(actors × ties), on as many cores as there are.
///
/// Source: Brandes, "A Faster Algorithm for Betweenness Centrality" (2001).
pub fn betweenness_centrality(actors: &Actors, normalized: bool) -> Vec<f64> {
    let sources: Vec<usize> = (0..actors.len()).collect();
    from_sources(actors, &sources, normalized)
}

/// An estimate of [`betweenness_centrality`] by the shortest paths from only so many actors, chosen
/// at random from a seed: the same seed gives the same estimate. O(sources × ties), on as many
/// cores as there are. With as many sources as actors it is exact.
///
/// Source: Brandes, Pich, "Centrality Estimation in Large Networks" (2007), random pivots.
pub fn betweenness_centrality_sampled(
    actors: &Actors,
    sources: usize,
    seed: u64,
    normalized: bool,
) -> Vec<f64> {
    let mut chosen: Vec<usize> = (0..actors.len()).collect();
    let count = sources.min(actors.len());
    let mut random = SplitMix(seed);
    for at in 0..count {
        let left = (actors.len() - at) as u64;
        let step = usize::try_from(random.next() % left).unwrap_or(0);
        chosen.swap(at, at + step);
    }
    chosen.truncate(count);
    chosen.sort_unstable();
    from_sources(actors, &chosen, normalized)
}

/// Numbers that look like chance. Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number
/// Generators" (2014), `SplitMix64`.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

fn from_sources(actors: &Actors, sources: &[usize], normalized: bool) -> Vec<f64> {
    let count = actors.len();
    let mut sums = vec![0.0; count];
    // A few chunks at a time, so that their sums do not need memory for all sources at once.
    for chunks in sources.chunks(SOURCES * 16) {
        let parts: Vec<Vec<f64>> = (chunks.par_chunks(SOURCES))
            .map(|sources| {
                let mut search = Search::new(count);
                let mut sums = vec![0.0; count];
                for &source in sources {
                    search.add(actors, source, &mut sums);
                }
                sums
            })
            .collect();
        for part in parts {
            for (sum, part) in sums.iter_mut().zip(part) {
                *sum += part;
            }
        }
    }
    // Every pair was met from both ends, and only some of the sources may have been taken.
    let mut scale = 0.5 * float(count) / float(sources.len().max(1));
    if normalized && count > 2 {
        scale *= 2.0 / (float(count - 1) * float(count - 2));
    }
    for sum in &mut sums {
        *sum *= scale;
    }
    sums
}

/// The shortest paths from one source.
struct Search {
    /// Steps from the source, with one added; 0 if it was not reached.
    steps: Vec<u32>,
    paths: Vec<f64>,
    dependency: Vec<f64>,
    /// In the order in which they are reached.
    reached: Vec<u32>,
}

impl Search {
    fn new(count: usize) -> Self {
        Self {
            steps: vec![0; count],
            paths: vec![0.0; count],
            dependency: vec![0.0; count],
            reached: Vec::with_capacity(count),
        }
    }

    fn add(&mut self, actors: &Actors, source: usize, sums: &mut [f64]) {
        self.steps[source] = 1;
        self.paths[source] = 1.0;
        self.reached.push(u32::try_from(source).unwrap_or(u32::MAX));
        let mut at = 0;
        while let Some(&actor) = self.reached.get(at) {
            at += 1;
            let (next, paths) = (self.steps[actor as usize] + 1, self.paths[actor as usize]);
            for &other in actors.neighbours(actor as usize) {
                let steps = &mut self.steps[other as usize];
                if *steps == 0 {
                    *steps = next;
                    self.reached.push(other);
                }
                if *steps == next {
                    self.paths[other as usize] += paths;
                }
            }
        }
        for &actor in self.reached.iter().rev() {
            let actor = actor as usize;
            let before = self.steps[actor] - 1;
            let share = (1.0 + self.dependency[actor]) / self.paths[actor];
            for &other in actors.neighbours(actor) {
                if self.steps[other as usize] == before {
                    self.dependency[other as usize] += self.paths[other as usize] * share;
                }
            }
            if actor != source {
                sums[actor] += self.dependency[actor];
            }
        }
        for actor in self.reached.drain(..) {
            let actor = actor as usize;
            (self.steps[actor], self.paths[actor], self.dependency[actor]) = (0, 0.0, 0.0);
        }
    }
}
