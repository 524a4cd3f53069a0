//! A channel between two columns: which vertical track each edge takes, so that few edges cross
//! and none lie on each other.
//!
//! An edge enters at one height, runs along its track and leaves at another height, on the other
//! side of the channel or on the same. For two edges, which of them lies further left decides how
//! often they cross; so the order of the tracks is a linear ordering, found by moving one edge at
//! a time while that helps. Edges that never meet share a track.

/// A side of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The left column's.
    Left,
    /// The right column's.
    Right,
}

/// Where an edge enters or leaves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct End {
    /// On which side.
    pub(super) side: Side,
    /// At what height.
    pub(super) y: f64,
}

/// An edge through the channel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Run {
    /// One end.
    pub(super) from: End,
    /// The other.
    pub(super) to: End,
}

/// The tracks of a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tracks {
    /// The track of each run, from 0 at the left; none for a straight run.
    pub(super) of: Vec<Option<usize>>,
    /// How many tracks there are.
    pub(super) count: usize,
    /// How often runs cross, an overlap counted as [`OVERLAP`].
    pub(super) cost: u32,
}

/// Lines closer than this look like one.
const CLOSE: f64 = 4.0;
/// How many crossings lines that lie on each other are worth.
const OVERLAP: u32 = 12;
/// Above this many runs they take tracks as they come: the search would take too long.
const SEARCHED: usize = 150;

impl Run {
    /// Whether it needs no track.
    pub(super) fn is_straight(self) -> bool {
        self.from.side != self.to.side && (self.from.y - self.to.y).abs() < 0.01
    }

    fn top(self) -> f64 {
        self.from.y.min(self.to.y)
    }

    fn bottom(self) -> f64 {
        self.from.y.max(self.to.y)
    }

    fn ends(self) -> [End; 2] {
        [self.from, self.to]
    }
}

/// What it costs that `left` lies left of `right`.
fn cost(left: Run, right: Run) -> u32 {
    let mut cost = 0;
    // The horizontal parts of each that reach over the other's track.
    for (of, over, side) in [(right, left, Side::Left), (left, right, Side::Right)] {
        for end in of.ends() {
            if end.side == side {
                if end.y > over.top() && end.y < over.bottom() {
                    cost += 1;
                }
                // Each such pair is met from both sides; it counts from the left.
                let lies_on = |other: End| other.side != side && (end.y - other.y).abs() < CLOSE;
                if side == Side::Left && over.ends().into_iter().any(lies_on) {
                    cost += OVERLAP;
                }
            }
        }
    }
    cost
}

/// What it costs that a straight run passes the other's track.
fn straight_cost(straight: Run, other: Run) -> u32 {
    let y = straight.from.y;
    if y > other.top() - CLOSE && y < other.bottom() + CLOSE {
        let touches = other.ends().iter().any(|end| (end.y - y).abs() < CLOSE);
        if touches { OVERLAP } else { 1 }
    } else {
        0
    }
}

/// Whether two runs may not share a track, whatever their order costs.
fn overlap(a: Run, b: Run) -> bool {
    a.top() < b.bottom() + CLOSE && b.top() < a.bottom() + CLOSE
}

/// Gives every run that is not straight a track. O(n²) a round, at most 20 rounds.
pub(super) fn tracks(runs: &[Run]) -> Tracks {
    let (bent, straight): (Vec<usize>, Vec<usize>) =
        (0..runs.len()).partition(|&run| !runs[run].is_straight());
    let fixed: u32 = straight
        .iter()
        .flat_map(|&s| bent.iter().map(move |&b| straight_cost(runs[s], runs[b])))
        .sum();
    let (order, moving) = best_order(runs, &bent);
    let mut of: Vec<Option<usize>> = vec![None; runs.len()];
    let mut count = 0;
    for (at, &run) in order.iter().enumerate() {
        let track = order[..at]
            .iter()
            .filter(|&&before| {
                let (a, b) = (runs[before], runs[run]);
                overlap(a, b) || cost(a, b) != cost(b, a)
            })
            .filter_map(|&before| of[before].map(|track| track + 1))
            .max()
            .unwrap_or(0);
        of[run] = Some(track);
        count = count.max(track + 1);
    }
    Tracks {
        of,
        count,
        cost: fixed + moving,
    }
}

/// The order from left to right that costs least of those that moving one run at a time finds,
/// from two beginnings.
fn best_order(runs: &[Run], bent: &[usize]) -> (Vec<usize>, u32) {
    let mut falling = bent.to_vec();
    falling.sort_by(|&a, &b| runs[b].top().total_cmp(&runs[a].top()).then(a.cmp(&b)));
    let rising: Vec<usize> = falling.iter().rev().copied().collect();
    if bent.len() > SEARCHED {
        let cost = total(runs, &falling);
        return (falling, cost);
    }
    [falling, rising]
        .into_iter()
        .map(|order| improved(runs, order))
        .min_by_key(|(_, cost)| *cost)
        .unwrap_or_default()
}

fn total(runs: &[Run], order: &[usize]) -> u32 {
    order
        .iter()
        .enumerate()
        .flat_map(|(at, &left)| {
            order[at + 1..]
                .iter()
                .map(move |&right| cost(runs[left], runs[right]))
        })
        .sum()
}

fn improved(runs: &[Run], mut order: Vec<usize>) -> (Vec<usize>, u32) {
    for _ in 0..20 {
        let mut better = false;
        for at in 0..order.len() {
            let run = runs[order[at]];
            let (mut gain, mut best, mut best_at) = (0_i64, 0_i64, at);
            // Moved to the right past each one, then to the left.
            for (to, &other) in order.iter().enumerate().skip(at + 1) {
                gain += i64::from(cost(run, runs[other])) - i64::from(cost(runs[other], run));
                if gain > best {
                    (best, best_at) = (gain, to);
                }
            }
            gain = 0;
            for (to, &other) in order.iter().enumerate().take(at).rev() {
                gain += i64::from(cost(runs[other], run)) - i64::from(cost(run, runs[other]));
                if gain > best {
                    (best, best_at) = (gain, to);
                }
            }
            if best_at != at {
                let moved = order.remove(at);
                order.insert(best_at, moved);
                better = true;
            }
        }
        if !better {
            break;
        }
    }
    let cost = total(runs, &order);
    (order, cost)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn run(from: f64, to: f64) -> Run {
        Run {
            from: End {
                side: Side::Left,
                y: from,
            },
            to: End {
                side: Side::Right,
                y: to,
            },
        }
    }

    fn check(runs: &[(f64, f64)], cost: u32, count: usize) {
        let runs: Vec<_> = runs.iter().map(|&(from, to)| run(from, to)).collect();
        let tracks = tracks(&runs);
        assert_eq!((tracks.cost, tracks.count), (cost, count), "{tracks:?}");
    }

    #[test]
    fn edges_that_need_not_cross_do_not() {
        check(&[(0.0, 100.0), (20.0, 120.0), (40.0, 140.0)], 0, 3);
        check(&[(100.0, 0.0), (120.0, 20.0), (140.0, 40.0)], 0, 3);
        check(&[(0.0, 0.0), (20.0, 20.0)], 0, 0);
        check(&[(0.0, 40.0), (100.0, 140.0)], 0, 1);
    }

    #[test]
    fn edges_that_must_cross_do_so_once() {
        check(&[(0.0, 100.0), (100.0, 0.0)], OVERLAP, 2);
        check(&[(0.0, 90.0), (100.0, 10.0)], 1, 2);
        check(&[(50.0, 50.0), (0.0, 100.0)], 1, 1);
    }

    #[test]
    fn an_edge_may_return_to_its_side() {
        let loops = Run {
            from: End {
                side: Side::Left,
                y: 0.0,
            },
            to: End {
                side: Side::Left,
                y: 100.0,
            },
        };
        // The edge that leaves between its ends crosses it wherever it turns.
        let tracks = tracks(&[loops, run(50.0, 200.0)]);
        assert_eq!(tracks.cost, 1);
    }

    proptest! {
        #[test]
        fn no_two_edges_lie_on_each_other_in_a_track(
            ends in prop::collection::vec((0_u16..300, 0_u16..300, any::<bool>()), 0..40)
        ) {
            let runs: Vec<_> = ends
                .iter()
                .map(|&(from, to, back)| {
                    let mut run = run(f64::from(from), f64::from(to));
                    if back {
                        run.to.side = Side::Left;
                    }
                    run
                })
                .collect();
            let tracks = tracks(&runs);
            prop_assert_eq!(&tracks, &super::tracks(&runs));
            for (a, first) in runs.iter().enumerate() {
                prop_assert_eq!(tracks.of[a].is_none(), first.is_straight());
                for (b, second) in runs.iter().enumerate().skip(a + 1) {
                    if tracks.of[a].is_some() && tracks.of[a] == tracks.of[b] {
                        prop_assert!(!overlap(*first, *second));
                    }
                }
            }
        }
    }
}
