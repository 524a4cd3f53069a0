//! Who is tied to those who are well tied.

use super::{Actors, float, weighted_degree};

/// How the rank of actors is computed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageRank {
    /// The share of its rank that an actor hands on to those it is tied to; the rest goes to
    /// everybody alike.
    pub damping: f64,
    /// How little the ranks must change in a step, for each actor on average, to be taken as final.
    pub tolerance: f64,
    /// The most steps.
    pub max_iterations: usize,
    /// Whether rank is handed on by the weights of ties rather than to all neighbours alike.
    pub weighted: bool,
}

impl Default for PageRank {
    fn default() -> Self {
        Self {
            damping: 0.85,
            tolerance: 1e-6,
            max_iterations: 100,
            weighted: true,
        }
    }
}

/// The `PageRank` of each actor; together they are 1. An actor without ties hands its rank on to
/// everybody alike. O((actors + ties) × steps).
///
/// Source: Page, Brin, Motwani, Winograd, "The `PageRank` Citation Ranking" (1999), by power iteration
/// with the same rule for ending as `NetworkX`.
pub fn pagerank(actors: &Actors, options: &PageRank) -> Vec<f64> {
    let count = float(actors.len());
    let tie_weights: Vec<f64> = if options.weighted {
        let sums = weighted_degree(actors).into_iter();
        #[expect(
            clippy::cast_precision_loss,
            reason = "counts of events are far below 2^53"
        )]
        sums.map(|sum| sum as f64).collect()
    } else {
        (0..actors.len())
            .map(|at| float(actors.neighbours(at).len()))
            .collect()
    };
    let mut ranks = vec![1.0 / count; actors.len()];
    // What an actor hands on for each unit of weight.
    let mut handed = vec![0.0; actors.len()];
    for _ in 0..options.max_iterations {
        let mut alone = 0.0;
        for ((handed, rank), weight) in handed.iter_mut().zip(&ranks).zip(&tie_weights) {
            *handed = 0.0;
            if *weight > 0.0 {
                *handed = rank / weight;
            } else {
                alone += rank;
            }
        }
        let to_all = (options.damping * alone + 1.0 - options.damping) / count;
        let mut change = 0.0;
        for (position, rank) in ranks.iter_mut().enumerate() {
            let received: f64 = if options.weighted {
                let ties = actors.ties(position);
                ties.map(|(other, weight)| handed[other] * weight).sum()
            } else {
                let others = actors.neighbours(position).iter();
                others.map(|&other| handed[other as usize]).sum()
            };
            let next = options.damping * received + to_all;
            change += (next - *rank).abs();
            *rank = next;
        }
        if change < count * options.tolerance {
            break;
        }
    }
    ranks
}
