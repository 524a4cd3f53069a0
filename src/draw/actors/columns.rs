//! Which actor stands in which column: the two busiest sides in the two middle columns, every
//! other side left or right by its weight to either.

use std::collections::BTreeMap;

use super::content::Content;

/// Shares the actors out to columns from left to right, at most `capacity` to one. `side` says of
/// each place in [`Content::actors`] which side it is of. Columns without actors are dropped;
/// within a column the actors stand as in the content. Where all are of one side, each counts as
/// its own.
///
/// With four columns of `capacity` or fewer actors in all everybody has a place. O((n + e) · log n).
pub(super) fn columns(content: &Content, side: &[usize], capacity: usize) -> Vec<Vec<usize>> {
    let count = content.actors.len();
    let one_side = side.iter().all(|of| *of == side[0]);
    let side: Vec<usize> = if one_side {
        (0..count).collect()
    } else {
        side.to_vec()
    };
    let mut weights: BTreeMap<usize, usize> = BTreeMap::new();
    for edge in &content.edges {
        for end in edge.ends {
            *weights.entry(side[end]).or_default() += edge.weight();
        }
    }
    let mut busiest: Vec<usize> = weights.keys().copied().collect();
    busiest.sort_by_key(|of| (std::cmp::Reverse(weights[of]), first_of(&side, *of)));
    let mut column_of: BTreeMap<usize, usize> = BTreeMap::new();
    for (&of, column) in busiest.iter().zip([1, 2]) {
        column_of.insert(of, column);
    }
    for &of in busiest.iter().skip(2) {
        let towards = |column: usize| -> usize {
            let shared = content.edges.iter().filter(|edge| {
                let [a, b] = edge.ends.map(|end| side[end]);
                let other = if a == of { b } else { a };
                (a == of || b == of) && column_of.get(&other) == Some(&column)
            });
            shared.map(super::content::Edge::weight).sum()
        };
        column_of.insert(of, if towards(1) > towards(2) { 0 } else { 3 });
    }
    let mut columns = vec![Vec::new(); 4];
    for (actor, of) in side.iter().enumerate() {
        columns[column_of.get(of).copied().unwrap_or(3)].push(actor);
    }
    // What is too much for a middle column goes outwards, then to wherever there is room.
    for (from, to) in [
        (1, 0),
        (2, 3),
        (0, 3),
        (3, 0),
        (0, 1),
        (3, 2),
        (1, 2),
        (2, 1),
    ] {
        while columns[from].len() > capacity && columns[to].len() < capacity {
            let last = columns[from].pop();
            columns[to].extend(last);
        }
    }
    columns.retain(|column| !column.is_empty());
    for column in &mut columns {
        column.sort_unstable();
    }
    columns
}

fn first_of(side: &[usize], of: usize) -> usize {
    side.iter()
        .position(|other| *other == of)
        .unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::content::Edge;
    use super::*;
    use crate::draw::story::Manner;

    fn check(
        count: usize,
        edges: &[[usize; 2]],
        side: &[usize],
        capacity: usize,
        expected: &[&[usize]],
    ) {
        let edges = edges.iter().map(|&ends| Edge {
            ends,
            events: vec![0],
            agreements: Vec::new(),
            heads: [false; 2],
            manner: Manner::Told,
        });
        let content = Content {
            actors: (0..count).collect(),
            edges: edges.collect(),
            alone: Vec::new(),
            hidden: Vec::new(),
        };
        assert_eq!(columns(&content, side, capacity), expected);
    }

    #[test]
    fn the_busiest_sides_stand_in_the_middle() {
        // 0 and 3 are of the first side, 1 of the second, 2 deals with the first, 4 with the second.
        let edges = [[0, 1], [1, 3], [0, 2], [1, 4]];
        check(
            5,
            &edges,
            &[7, 8, 9, 7, 6],
            12,
            &[&[2], &[0, 3], &[1], &[4]],
        );
    }

    #[test]
    fn actors_of_one_side_stand_apart_all_the_same() {
        check(2, &[[0, 1]], &[5, 5], 12, &[&[0], &[1]]);
    }

    #[test]
    fn a_full_column_gives_to_its_neighbours() {
        let edges: Vec<[usize; 2]> = (1..7).map(|end| [0, end]).collect();
        check(
            7,
            &edges,
            &[1, 2, 2, 2, 2, 2, 2],
            3,
            &[&[0], &[1, 2, 3], &[4, 5, 6]],
        );
    }
}
