//! Measures of who stands where among the actors: the algorithms of network analysis on the
//! actors that share events.
//!
//! [`Actors`] is that network, made of a graph; petgraph's visit traits are implemented on it, so that
//! petgraph's algorithms run on it too. What petgraph does not have, or only in a form that does
//! not scale, stands here: plain functions from the network and options to a number for each
//! actor, by position. All of them give the same result on every run and on any number of cores.

mod actors;
mod betweenness;
mod communities;
mod components;
mod degree;
mod pagerank;
mod paths;
#[cfg(test)]
mod tests;
mod visit;

pub use actors::Actors;
pub use betweenness::{betweenness_centrality, betweenness_centrality_sampled};
pub use communities::{Communities, leiden, louvain, modularity};
pub use components::connected_components;
pub use degree::{degree, degree_centrality, weighted_degree};
pub use pagerank::{PageRank, pagerank};
pub use paths::{Cost, Path, k_shortest_paths};
pub use visit::Tie;

/// Numbers groups anew, the largest first and of equally large ones that of the earliest member.
fn by_size(groups: &[usize]) -> Vec<usize> {
    let count = groups.iter().max().map_or(0, |last| last + 1);
    let mut sizes = vec![(0_usize, 0_usize); count];
    for (position, &group) in groups.iter().enumerate().rev() {
        sizes[group] = (sizes[group].0 + 1, position);
    }
    let mut order: Vec<usize> = (0..count).filter(|&group| sizes[group].0 > 0).collect();
    order.sort_by_key(|&group| (std::cmp::Reverse(sizes[group].0), sizes[group].1));
    let mut numbers = vec![0; count];
    for (number, group) in order.into_iter().enumerate() {
        numbers[group] = number;
    }
    groups.iter().map(|&group| numbers[group]).collect()
}

/// A number as a float. Exact below 2^53.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of this size do not occur"
)]
fn float(number: usize) -> f64 {
    number as f64
}
