//! How many others an actor is tied to.

use super::{Actors, float};

/// The number of others that each actor shares events with. O(actors).
pub fn degree(actors: &Actors) -> Vec<usize> {
    let degree = |position| actors.neighbours(position).len();
    (0..actors.len()).map(degree).collect()
}

/// The sum of the weights of each actor's ties. O(actors + ties).
pub fn weighted_degree(actors: &Actors) -> Vec<u64> {
    let sum = |position| {
        actors
            .weights(position)
            .iter()
            .copied()
            .map(u64::from)
            .sum()
    };
    (0..actors.len()).map(sum).collect()
}

/// The degree of each actor as a share of all others: 1 for who is tied to everybody. In a
/// network of one actor it is 1. O(actors).
pub fn degree_centrality(actors: &Actors) -> Vec<f64> {
    if actors.len() <= 1 {
        return vec![1.0; actors.len()];
    }
    let others = float(actors.len() - 1);
    let degrees = degree(actors).into_iter();
    degrees.map(|degree| float(degree) / others).collect()
}
