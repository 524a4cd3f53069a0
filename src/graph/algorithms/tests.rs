//! Measures of networks small enough to be computed by hand.

use petgraph::algo;
use proptest::prelude::*;

use super::*;
use crate::graph::Graph;

/// Events by who takes part in them, among actors numbered from 0.
fn network(count: usize, events: &[&[usize]]) -> Actors {
    let mut graph = Graph::new();
    let actors: Vec<_> = (0..count)
        .map(|_| graph.add_node(["Actor", "Person"]))
        .collect();
    graph.add_node(["Place"]);
    for members in events {
        let event = graph.add_node(["Event", "Meeting"]);
        for &member in *members {
            graph.add_edge(actors[member], "INVOLVED_IN", event);
        }
    }
    let open = Actors::of(&graph);
    assert_eq!(Actors::of(&graph.freeze()), open);
    open
}

/// Two triangles, 0 1 2 and 3 4 5, tied by 2 and 3; and 6, who is alone.
fn barbell() -> Actors {
    network(7, &[&[0, 1, 2], &[2, 3], &[3, 4], &[4, 5], &[5, 3], &[6]])
}

fn close(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (a, b) in found.iter().zip(expected) {
        assert!((a - b).abs() < 1e-6, "{found:?} {expected:?}");
    }
}

#[test]
fn two_actors_are_tied_once_with_the_number_of_shared_events() {
    let actors = network(4, &[&[0, 1, 1], &[1, 0], &[0, 2], &[3, 3]]);
    assert_eq!(actors.neighbours(0), [1, 2]);
    assert_eq!(actors.weights(0), [2, 1]);
    assert_eq!(actors.neighbours(1), [0]);
    assert_eq!(actors.neighbours(3), [0_u32; 0]);
    assert_eq!(actors.tie_count(), 2);
    assert_eq!(degree(&actors), [2, 1, 1, 0]);
    assert_eq!(weighted_degree(&actors), [3, 2, 1, 0]);
    close(
        &degree_centrality(&actors),
        &[2.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0, 0.0],
    );
}

#[test]
fn other_relationships_and_nodes_tie_nobody() {
    let mut graph = Graph::new();
    let [a, b] = ["Actor", "Actor"].map(|label| graph.add_node([label]));
    let deal = graph.add_node(["Agreement"]);
    let event = graph.add_node(["Event"]);
    graph.add_edge(a, "INVOLVED_IN", deal);
    graph.add_edge(b, "INVOLVED_IN", deal);
    graph.add_edge(a, "INVOLVED_IN", event);
    graph.add_edge(b, "OPPOSES", event);
    graph.add_edge(event, "INVOLVED_IN", b);
    assert_eq!(Actors::of(&graph).tie_count(), 0);
    assert_eq!(Actors::of(&graph.freeze()).tie_count(), 0);
}

#[test]
fn actors_without_a_tie_hand_their_rank_to_all() {
    // Two in a pair and one alone: x = (1 - d) / 3 + d y / 3 + d x with y = (1 - d) / 3 + d y / 3.
    let actors = network(3, &[&[0, 1], &[2]]);
    let alone = 0.05 / (1.0 - 0.85 / 3.0);
    let rest = (1.0 - alone) / 2.0;
    close(
        &pagerank(
            &actors,
            &PageRank {
                tolerance: 1e-12,
                ..PageRank::default()
            },
        ),
        &[rest, rest, alone],
    );
}

#[test]
fn rank_goes_by_the_weights_of_ties() {
    // The middle of a path, tied three times to one end and once to the other.
    let actors = network(3, &[&[0, 1], &[0, 1], &[0, 1], &[1, 2]]);
    let options = PageRank {
        tolerance: 1e-12,
        max_iterations: 1000,
        ..PageRank::default()
    };
    // b = 0.05 + 0.85 (a + c), a = 0.05 + 0.85 · 3/4 b, c = 0.05 + 0.85 · 1/4 b.
    let b = (0.05 + 0.85 * 0.1) / (1.0 - 0.85 * 0.85);
    close(
        &pagerank(&actors, &options),
        &[0.05 + 0.85 * 0.75 * b, b, 0.05 + 0.85 * 0.25 * b],
    );
    let alike = pagerank(
        &actors,
        &PageRank {
            weighted: false,
            ..options
        },
    );
    close(&alike, &[0.05 + 0.85 * 0.5 * b, b, 0.05 + 0.85 * 0.5 * b]);
}

#[test]
fn betweenness_counts_the_pairs_that_must_pass() {
    // 2 stands between its two friends and the other three; 3 as well.
    let actors = barbell();
    close(
        &betweenness_centrality(&actors, false),
        &[0.0, 0.0, 6.0, 6.0, 0.0, 0.0, 0.0],
    );
    close(
        &betweenness_centrality(&actors, true),
        &[0.0, 0.0, 0.4, 0.4, 0.0, 0.0, 0.0],
    );
    // A square: each way round is one of two.
    let square = network(4, &[&[0, 1], &[1, 2], &[2, 3], &[3, 0]]);
    close(&betweenness_centrality(&square, false), &[0.5; 4]);
    close(&betweenness_centrality(&network(1, &[]), true), &[0.0]);
    assert!(betweenness_centrality(&network(0, &[]), true).is_empty());
}

#[test]
fn a_sample_of_everybody_is_exact_and_a_smaller_one_repeats() {
    let actors = barbell();
    let exact = betweenness_centrality(&actors, true);
    close(
        &betweenness_centrality_sampled(&actors, 99, 5, true),
        &exact,
    );
    let sampled = |seed| betweenness_centrality_sampled(&actors, 3, seed, true);
    assert_eq!(sampled(1), sampled(1));
    assert!((2..20).any(|seed| sampled(seed) != sampled(1)));
    // Averaged over many seeds it comes near.
    let mean = (0..2000).map(|seed| sampled(seed)[2]).sum::<f64>() / 2000.0;
    assert!((mean - exact[2]).abs() < 0.02, "{mean}");
}

#[test]
fn components_are_numbered_by_size() {
    let actors = network(6, &[&[0], &[1, 2], &[3, 4], &[4, 5]]);
    assert_eq!(connected_components(&actors), [2, 1, 1, 0, 0, 0]);
}

#[test]
fn close_groups_are_communities() {
    let actors = barbell();
    let expected = [0, 0, 0, 1, 1, 1, 2];
    let options = Communities::default();
    assert_eq!(louvain(&actors, &options), expected);
    assert_eq!(leiden(&actors, &options), expected);
    // Of 7 ties 6 lie within; each triangle has half of all ends.
    let found = modularity(&actors, &expected, &options);
    assert!((found - (6.0 / 7.0 - 0.5)).abs() < 1e-12, "{found}");
    // At a low resolution everybody who can be reached is one community.
    let options = Communities {
        resolution: 0.1,
        ..options
    };
    assert_eq!(leiden(&actors, &options), [0, 0, 0, 0, 0, 0, 1]);
    assert_eq!(leiden(&network(2, &[]), &options), [0, 1]);
    assert!(louvain(&network(0, &[]), &options).is_empty());
}

#[test]
fn ways_come_from_the_shortest_to_the_longest() {
    let actors = barbell();
    let check = |from, to, count, cost, expected: &[(&[usize], f64)]| {
        let found = k_shortest_paths(&actors, from, to, count, cost);
        let found: Vec<_> = found
            .iter()
            .map(|path| (&path.actors[..], path.cost))
            .collect();
        assert_eq!(found, expected, "{from} {to}");
    };
    check(
        0,
        5,
        9,
        Cost::Steps,
        &[
            (&[0, 2, 3, 5], 3.0),
            (&[0, 1, 2, 3, 5], 4.0),
            (&[0, 2, 3, 4, 5], 4.0),
            (&[0, 1, 2, 3, 4, 5], 5.0),
        ],
    );
    check(
        0,
        5,
        2,
        Cost::Steps,
        &[(&[0, 2, 3, 5], 3.0), (&[0, 1, 2, 3, 5], 4.0)],
    );
    check(0, 6, 2, Cost::Steps, &[]);
    check(0, 99, 2, Cost::Steps, &[]);
    check(0, 0, 2, Cost::Steps, &[(&[0], 0.0)]);
    check(0, 5, 0, Cost::Steps, &[]);
    let actors = network(
        3,
        &[
            &[0, 2],
            &[0, 1],
            &[0, 1],
            &[0, 1],
            &[1, 2],
            &[1, 2],
            &[1, 2],
        ],
    );
    let found = k_shortest_paths(&actors, 0, 2, 9, Cost::Inverse);
    let found: Vec<_> = found.iter().map(|path| &path.actors[..]).collect();
    assert_eq!(found, [&[0, 1, 2][..], &[0, 2]]);
}

fn networks() -> impl Strategy<Value = Actors> {
    let event = prop::collection::vec(0_usize..9, 1..4);
    prop::collection::vec(event, 0..14).prop_map(|events| {
        let events: Vec<_> = events.iter().map(Vec::as_slice).collect();
        network(9, &events)
    })
}

/// All ways that meet nobody twice, by trying everything.
fn all_ways(actors: &Actors, way: &mut Vec<usize>, to: usize, found: &mut Vec<Vec<usize>>) {
    let at = way[way.len() - 1];
    if at == to {
        found.push(way.clone());
        return;
    }
    for &other in actors.neighbours(at) {
        if !way.contains(&(other as usize)) {
            way.push(other as usize);
            all_ways(actors, way, to, found);
            way.pop();
        }
    }
}

proptest! {
    #[test]
    fn the_shortest_ways_are_all_ways_in_order(actors in networks(), to in 0_usize..9) {
        let mut expected = Vec::new();
        all_ways(&actors, &mut vec![0], to, &mut expected);
        expected.sort_by_key(|way| (way.len(), way.clone()));
        expected.truncate(12);
        let found = k_shortest_paths(&actors, 0, to, 12, Cost::Steps);
        let found: Vec<_> = found.into_iter().map(|path| path.actors).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn petgraph_finds_the_same_in_the_network(actors in networks(), from in 0_u32..9) {
        let components = connected_components(&actors);
        let count = components.iter().max().unwrap() + 1;
        prop_assert_eq!(algo::connected_components(&actors), count);
        let costs = algo::dijkstra(&actors, from, None, |tie| 1.0 / f64::from(*petgraph::visit::EdgeRef::weight(&tie)));
        for to in 0..9 {
            let found = k_shortest_paths(&actors, from as usize, to, 1, Cost::Inverse);
            let cost = costs.get(&u32::try_from(to).unwrap());
            prop_assert_eq!(found.len(), usize::from(cost.is_some()));
            if let (Some(path), Some(cost)) = (found.first(), cost) {
                prop_assert!((path.cost - cost).abs() < 1e-9);
                prop_assert_eq!(components[to], components[from as usize]);
            }
        }
        let mut bfs = petgraph::visit::Bfs::new(&actors, from);
        let mut reached = 0;
        while bfs.next(&actors).is_some() {
            reached += 1;
        }
        prop_assert_eq!(reached, costs.len());
    }

    #[test]
    fn betweenness_counts_what_trying_everything_finds(actors in networks()) {
        let mut expected = [0.0; 9];
        for from in 0..9 {
            for to in from + 1..9 {
                let mut ways = Vec::new();
                all_ways(&actors, &mut vec![from], to, &mut ways);
                let shortest = ways.iter().map(Vec::len).min();
                ways.retain(|way| Some(way.len()) == shortest);
                for way in &ways {
                    for &actor in &way[1..way.len() - 1] {
                        expected[actor] += 1.0 / float(ways.len());
                    }
                }
            }
        }
        close(&betweenness_centrality(&actors, false), &expected);
    }

    #[test]
    fn communities_beat_everybody_for_themselves_and_hold_together(actors in networks()) {
        let options = Communities::default();
        let alone: Vec<usize> = (0..9).collect();
        for (groups, is_connected) in [(louvain(&actors, &options), false), (leiden(&actors, &options), true)] {
            let found = modularity(&actors, &groups, &options);
            prop_assert!(found >= modularity(&actors, &alone, &options));
            for group in 0..=*groups.iter().max().unwrap() {
                let members: Vec<usize> = (0..9).filter(|&at| groups[at] == group).collect();
                let mut reached = vec![members[0]];
                let mut at = 0;
                while at < reached.len() {
                    for &other in actors.neighbours(reached[at]) {
                        let other = other as usize;
                        if groups[other] == group && !reached.contains(&other) {
                            reached.push(other);
                        }
                    }
                    at += 1;
                }
                prop_assert!(!is_connected || reached.len() == members.len(), "{:?}", groups);
            }
        }
    }
}
