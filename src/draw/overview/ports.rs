//! Where edges touch the boxes: the order of the ports on a side of a box, and their heights.

use super::content::{Content, Target};

/// Ends of edges on one side of every box of a column: for each box the edges from top to bottom.
pub(super) type Ports = Vec<Vec<usize>>;

/// Which end of an edge between two events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LeadEnd {
    /// At the cause: the place in [`Content::leads`].
    From(usize),
    /// At the effect.
    To(usize),
}

/// Ties at the right of the actors, in the order of the events.
pub(super) fn of_actors(content: &Content) -> Ports {
    let mut ports = vec![Vec::new(); content.actors.len()];
    let mut ties: Vec<usize> = (0..content.ties.len()).collect();
    ties.sort_by_key(|&tie| content.ties[tie].event);
    for tie in ties {
        ports[content.ties[tie].actor].push(tie);
    }
    ports
}

/// Ties at the left of the events, in the order of the actors (`rank` by place).
pub(super) fn of_events(content: &Content, rank: &[usize]) -> Ports {
    let mut ports = vec![Vec::new(); content.events.len()];
    let mut ties: Vec<usize> = (0..content.ties.len()).collect();
    ties.sort_by_key(|&tie| rank[content.ties[tie].actor]);
    for tie in ties {
        ports[content.ties[tie].event].push(tie);
    }
    ports
}

/// Leads at the right of the events: those from and to events above first, the nearest one
/// outermost, then those to sheets (`rank` by place), then those from and to events below.
pub(super) fn of_leads(content: &Content, rank: &[usize]) -> Vec<Vec<LeadEnd>> {
    let mut ports: Vec<Vec<((u8, i64), LeadEnd)>> = vec![Vec::new(); content.events.len()];
    let key = |at: usize, other: usize| {
        let away = i64::try_from(at.abs_diff(other)).unwrap_or(i64::MAX);
        if other < at { (0, away) } else { (2, -away) }
    };
    for (at, lead) in content.leads.iter().enumerate() {
        match lead.to {
            Target::Sheet(sheet) => {
                let rank = i64::try_from(rank[sheet]).unwrap_or(i64::MAX);
                ports[lead.from].push(((1, rank), LeadEnd::From(at)));
            }
            Target::Event(event) => {
                ports[lead.from].push((key(lead.from, event), LeadEnd::From(at)));
                ports[event].push((key(event, lead.from), LeadEnd::To(at)));
            }
        }
    }
    ports
        .into_iter()
        .map(|mut ends| {
            ends.sort_unstable();
            ends.into_iter().map(|(_, end)| end).collect()
        })
        .collect()
}

/// Leads at the left of the sheets, in the order of the events.
pub(super) fn of_sheets(content: &Content) -> Ports {
    let mut ports = vec![Vec::new(); content.sheets.len()];
    for (at, lead) in content.leads.iter().enumerate() {
        if let Target::Sheet(sheet) = lead.to {
            ports[sheet].push(at);
        }
    }
    ports
}

/// Distances of `count` ports from the middle of a box of a height.
#[expect(clippy::cast_precision_loss, reason = "a box has few ports")]
pub(super) fn offsets(count: usize, height: f64, scale: f64) -> Vec<f64> {
    let step = (10.0 * scale).min((height - 8.0 * scale) / count.max(1) as f64);
    (0..count)
        .map(|at| (at as f64 - (count as f64 - 1.0) / 2.0) * step)
        .collect()
}

/// The least height of a box with `count` ports on a side.
#[expect(clippy::cast_precision_loss, reason = "a box has few ports")]
pub(super) fn room(count: usize, scale: f64) -> f64 {
    (8.0 + count as f64 * 6.0) * scale
}

/// Makes an edge straight that can be so, by moving one of its ends where its neighbours on
/// that side of the box are far enough away. `ends` are the heights of the ports of a box from
/// top to bottom, `at` the one to move, `to` where it should be, `within` the box.
pub(super) fn nudge(ends: &mut [f64], at: usize, to: f64, within: (f64, f64), apart: f64) -> bool {
    let above = at
        .checked_sub(1)
        .map_or(within.0, |above| ends[above] + apart);
    let below = ends.get(at + 1).map_or(within.1, |below| below - apart);
    let fits = to >= above && to <= below;
    if fits {
        ends[at] = to;
    }
    fits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_stay_inside_their_box_and_apart() {
        for count in 0..9 {
            let height = room(count, 1.0);
            let offsets = offsets(count, height, 1.0);
            assert!(
                offsets
                    .iter()
                    .all(|offset| offset.abs() <= height / 2.0 - 4.0)
            );
            assert!(
                offsets
                    .windows(2)
                    .all(|pair| pair[1] - pair[0] >= 6.0 - 1e-9)
            );
        }
    }

    #[test]
    fn a_port_moves_only_where_there_is_room() {
        let mut ends = [10.0, 20.0, 30.0];
        assert!(nudge(&mut ends, 1, 23.0, (4.0, 40.0), 5.0));
        assert!(!nudge(&mut ends, 0, 19.0, (4.0, 40.0), 5.0));
        assert!(!nudge(&mut ends, 2, 41.0, (4.0, 40.0), 5.0));
        assert!((ends[1] - 23.0).abs() < 1e-9 && (ends[2] - 30.0).abs() < 1e-9);
    }
}
