//! The order of the boxes in a column, so that few of their edges cross.

use std::collections::BTreeSet;

/// Rounds of moving every box once; each ends earlier when nothing helps.
const ROUNDS: usize = 12;

/// The order of `count` boxes whose `edges` lead to places in a column that stands: first by the
/// mean of those places, then each box moved to every place as long as that lowers the number of
/// crossings, or keeps it and shortens the edges. Boxes in one group (their place in `groups`)
/// count as neighbours: parting them costs less than a crossing.
///
/// O(rounds · n² · e²) for n boxes with e edges in all.
pub(super) fn order(count: usize, edges: &[(usize, usize)], groups: &[usize]) -> Vec<usize> {
    let mean = |of: usize| {
        let places: Vec<usize> = edges
            .iter()
            .filter(|(from, _)| *from == of)
            .map(|(_, to)| *to)
            .collect();
        // In thousandths, to compare whole numbers.
        (places.iter().sum::<usize>() * 1000)
            .checked_div(places.len())
            .unwrap_or(usize::MAX)
    };
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|&of| (mean(of), of));
    let mut best = cost(&order, edges, groups);
    for _ in 0..ROUNDS {
        let before = best;
        for of in 0..count {
            for to in 0..count {
                let mut moved = order.clone();
                moved.retain(|&other| other != of);
                moved.insert(to, of);
                let cost = cost(&moved, edges, groups);
                if cost < best {
                    (order, best) = (moved, cost);
                }
            }
        }
        if best == before {
            break;
        }
    }
    order
}

/// Crossings of edges between two columns.
pub(super) fn crossings(order: &[usize], edges: &[(usize, usize)]) -> usize {
    let mut place = vec![0; order.len()];
    for (at, &of) in order.iter().enumerate() {
        place[of] = at;
    }
    edges
        .iter()
        .enumerate()
        .map(|(at, &(from, to))| {
            edges[at + 1..]
                .iter()
                .filter(|&&(other, end)| {
                    (place[from] < place[other] && to > end)
                        || (place[from] > place[other] && to < end)
                })
                .count()
        })
        .sum()
}

fn cost(order: &[usize], edges: &[(usize, usize)], groups: &[usize]) -> (usize, usize) {
    let parted: usize = order
        .windows(2)
        .filter(|pair| groups[pair[0]] != groups[pair[1]])
        .count();
    let kinds: BTreeSet<usize> = order.iter().map(|&of| groups[of]).collect();
    let parted = (parted + 1).saturating_sub(kinds.len());
    // A box stands best at the height of its edges' other ends, the columns being as high.
    let ends = edges.iter().map(|(_, to)| to + 1).max().unwrap_or(1);
    let count = order.len().max(1);
    let length = edges
        .iter()
        .map(|&(from, to)| {
            let at = order.iter().position(|&of| of == from).unwrap_or(0);
            ((2 * at + 1) * 500 / count).abs_diff((2 * to + 1) * 500 / ends)
        })
        .sum();
    (4 * crossings(order, edges) + parted, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(count: usize, edges: &[(usize, usize)], expected: &[usize]) {
        let alone: Vec<usize> = (0..count).collect();
        assert_eq!(order(count, edges, &alone), expected);
    }

    #[test]
    fn boxes_stand_beside_what_they_are_tied_to() {
        check(3, &[(0, 2), (1, 0), (2, 1)], &[1, 2, 0]);
        check(0, &[], &[]);
        check(2, &[(1, 0)], &[1, 0]);
    }

    #[test]
    fn the_search_lowers_the_crossings_of_the_means() {
        let edges = [
            (0, 0),
            (0, 5),
            (1, 2),
            (1, 3),
            (2, 0),
            (2, 1),
            (3, 4),
            (3, 5),
        ];
        let found = order(4, &edges, &[0, 1, 2, 3]);
        assert!(crossings(&found, &edges) <= 5, "{found:?}");
    }

    #[test]
    fn boxes_of_a_group_stay_together_where_that_costs_no_crossing() {
        assert_eq!(order(3, &[(0, 0), (1, 0), (2, 0)], &[7, 8, 7]).len(), 3);
        let found = order(3, &[(0, 0), (1, 0), (2, 0)], &[7, 8, 7]);
        assert_ne!(found[1], 1, "{found:?}");
    }
}
