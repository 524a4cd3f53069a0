//! Which actors get a lane of their own, who shares one, and from left to right in which order.

use std::collections::BTreeSet;

use super::super::labels::Words;
use super::super::story::Story;
use super::super::style::{Colour, OTHERS};
use crate::graph::NodeId;

/// Most lanes that one actor has for itself.
const OWN: usize = 12;
/// Up to this many actors, everybody has a lane.
const EVERYBODY: usize = 9;
/// Most sides, and most lanes of a side, of which all orders are tried.
const ALL_SIDES: usize = 7;
const ALL_LANES: usize = 6;
/// Most orders that are measured to find the best one.
const TRIES: usize = 20_000;

/// A line down the sheet.
#[derive(Debug, Clone)]
pub(super) struct Lane {
    /// Its head.
    pub(super) label: String,
    /// The names behind it, for the tooltip.
    pub(super) names: Vec<String>,
    /// Whether it is one actor's own.
    pub(super) own: bool,
    /// Colour of its side.
    pub(super) colour: Colour,
}

/// Lanes that stand together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Band {
    /// First lane.
    pub(super) first: usize,
    /// Last lane.
    pub(super) last: usize,
    /// Colour of the side.
    pub(super) colour: Colour,
}

/// All lanes from left to right.
#[derive(Debug, Clone, Default)]
pub(super) struct Lanes {
    /// From left to right.
    pub(super) all: Vec<Lane>,
    /// Lanes of one side each.
    pub(super) bands: Vec<Band>,
    /// The lane of each actor of the story, if it has one.
    of_actor: Vec<Option<usize>>,
}

/// Before lanes have an order: the actors of one.
#[derive(Debug, Clone)]
struct Draft {
    actors: Vec<usize>,
    own: bool,
    side: Option<NodeId>,
}

impl Lanes {
    /// Chooses and orders the lanes for the actors of the events, and of the agreements that have a
    /// row; `most` lanes at most.
    pub(super) fn choose(story: &Story<'_>, agreements: &[usize], most: usize) -> Self {
        let mut shown: BTreeSet<usize> = story
            .events
            .iter()
            .flat_map(|event| &event.parts)
            .map(|part| part.actor)
            .collect();
        let parties = agreements
            .iter()
            .flat_map(|&agreement| &story.agreements[agreement].parties);
        shown.extend(parties.map(|part| part.actor));
        let mut busiest: Vec<usize> = shown.iter().copied().collect();
        busiest.sort_by_key(|&actor| {
            (
                std::cmp::Reverse(dealings(story, actor)),
                story.actors[actor].id,
            )
        });
        let regular = busiest
            .iter()
            .take_while(|&&actor| dealings(story, actor) > 1)
            .count();
        let mut own = if busiest.len() <= EVERYBODY {
            busiest.len()
        } else {
            regular.min(OWN)
        };
        let mut drafts = draft(story, &busiest, own);
        while drafts.len() > most.max(1) && own > 0 {
            own -= 1;
            drafts = draft(story, &busiest, own);
        }
        Self::arrange(story, &drafts)
    }

    fn arrange(story: &Story<'_>, drafts: &[Draft]) -> Self {
        let lane_of = |actor: usize| {
            drafts
                .iter()
                .position(|draft| draft.actors.contains(&actor))
        };
        let rows: Vec<Vec<usize>> = story
            .events
            .iter()
            .map(|event| {
                event
                    .parts
                    .iter()
                    .filter_map(|part| lane_of(part.actor))
                    .collect()
            })
            .filter(|row: &Vec<usize>| row.len() > 1)
            .collect();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (at, lane) in drafts.iter().enumerate() {
            match groups
                .iter_mut()
                .find(|group| drafts[group[0]].side == lane.side)
            {
                Some(group) if lane.side.is_some() => group.push(at),
                _ => groups.push(vec![at]),
            }
        }
        let others = groups
            .iter()
            .position(|group| drafts[group[0]].side.is_none())
            .map(|at| groups.remove(at));
        let ordered = order(&groups, others.as_deref(), drafts.len(), &rows);
        let mut lanes = Self {
            of_actor: vec![None; story.actors.len()],
            ..Self::default()
        };
        for group in ordered {
            let first = lanes.all.len();
            let colour = drafts[group[0]]
                .side
                .map_or(OTHERS, |side| story.sides.colour(side));
            for at in group {
                for &actor in &drafts[at].actors {
                    lanes.of_actor[actor] = Some(lanes.all.len());
                }
                lanes.all.push(lane(story, &drafts[at], colour));
            }
            lanes.bands.push(Band {
                first,
                last: lanes.all.len() - 1,
                colour,
            });
        }
        lanes
    }

    /// The lane of an actor.
    pub(super) fn of(&self, actor: usize) -> Option<usize> {
        self.of_actor[actor]
    }

    /// Whether an actor has a lane for itself, so that its name stands at the lane's head.
    pub(super) fn is_own(&self, actor: usize) -> bool {
        self.of(actor)
            .is_some_and(|lane| self.all[lane].names.len() == 1)
    }
}

/// Events of an actor, a part and its whole counted once.
fn dealings(story: &Story<'_>, actor: usize) -> usize {
    let events = &story.actors[actor].events;
    events
        .iter()
        .filter(|&&event| {
            !story.events[event]
                .whole
                .is_some_and(|whole| events.contains(&whole))
        })
        .count()
}

/// The lanes when the `own` busiest actors have one for themselves.
fn draft(story: &Story<'_>, busiest: &[usize], own: usize) -> Vec<Draft> {
    let (own, rest) = busiest.split_at(own);
    let mut drafts: Vec<Draft> = own
        .iter()
        .map(|&actor| Draft {
            actors: vec![actor],
            own: true,
            side: Some(story.actors[actor].side),
        })
        .collect();
    let mut rest = rest.to_vec();
    rest.sort_by_key(|&actor| story.actors[actor].id);
    for actor in rest {
        let side = Some(story.actors[actor].side)
            .filter(|side| drafts.iter().any(|d| d.own && d.side == Some(*side)));
        match drafts
            .iter_mut()
            .find(|draft| !draft.own && draft.side == side)
        {
            Some(draft) => draft.actors.push(actor),
            None => drafts.push(Draft {
                actors: vec![actor],
                own: false,
                side,
            }),
        }
    }
    drafts
}

fn lane(story: &Story<'_>, draft: &Draft, colour: Colour) -> Lane {
    let forms = if draft.side.is_some() {
        story.words.plus_others
    } else {
        story.words.others
    };
    let label = match draft.actors.as_slice() {
        [one] => story.actors[*one].short.clone(),
        many => Words::count(forms, many.len()),
    };
    let names = draft
        .actors
        .iter()
        .map(|&actor| story.actors[actor].name.to_owned())
        .collect();
    Lane {
        label,
        names,
        own: draft.own,
        colour,
    }
}

/// Orders groups of lanes, and the lanes in each, so that the rows are short: the sum over rows of
/// (last lane − first lane), `others` last. Of equal orders the first counts.
///
/// Where it takes at most [`TRIES`] orders, for each order of the groups the lanes of one group
/// after the other are put in their best order. Else groups and lanes are improved in turns, all
/// orders of up to seven groups and six lanes; of more, neighbours are swapped while that helps.
fn order(
    groups: &[Vec<usize>],
    others: Option<&[usize]>,
    lanes: usize,
    rows: &[Vec<usize>],
) -> Vec<Vec<usize>> {
    let mut length = Length::new(others.unwrap_or_default(), lanes, rows);
    let inner: usize = groups
        .iter()
        .map(|group| orders(group.len()))
        .fold(0, usize::saturating_add);
    let mut best = groups.to_vec();
    if orders(groups.len()).saturating_mul(inner) <= TRIES {
        let mut shortest = length.of(groups);
        let mut places: Vec<usize> = (0..groups.len()).collect();
        loop {
            let mut tried: Vec<Vec<usize>> =
                places.iter().map(|&place| groups[place].clone()).collect();
            let found = improve_lanes(&mut tried, &mut length);
            if found < shortest {
                (shortest, best) = (found, tried);
            }
            if !next_permutation(&mut places) {
                break;
            }
        }
    } else {
        let mut shortest = length.of(&best);
        loop {
            improve(&mut best, ALL_SIDES, shortest, &mut |tried| {
                length.of(tried)
            });
            let found = improve_lanes(&mut best, &mut length);
            if found >= shortest {
                break;
            }
            shortest = found;
        }
    }
    best.extend(others.map(<[usize]>::to_vec));
    best
}

/// Puts the lanes of one group after the other in their best order; returns the length of the rows.
fn improve_lanes(groups: &mut [Vec<usize>], length: &mut Length<'_>) -> usize {
    let mut best = length.of(groups);
    for at in 0..groups.len() {
        let mut inner = groups[at].clone();
        let mut tried = groups.to_vec();
        best = improve(&mut inner, ALL_LANES, best, &mut |inner: &[usize]| {
            tried[at].copy_from_slice(inner);
            length.of(&tried)
        });
        groups[at] = inner;
    }
    best
}

/// Number of orders of so many things.
fn orders(count: usize) -> usize {
    (1..=count).fold(1, usize::saturating_mul)
}

/// Measures the rows under an order of the lanes.
struct Length<'o> {
    others: &'o [usize],
    /// The rows, equal ones once with their number.
    rows: Vec<(Vec<usize>, usize)>,
    /// The place of each lane.
    place: Vec<usize>,
}

impl<'o> Length<'o> {
    fn new(others: &'o [usize], lanes: usize, rows: &[Vec<usize>]) -> Self {
        let mut counted: std::collections::BTreeMap<Vec<usize>, usize> =
            std::collections::BTreeMap::new();
        for row in rows {
            let mut row = row.clone();
            row.sort_unstable();
            row.dedup();
            *counted.entry(row).or_default() += 1;
        }
        Self {
            others,
            rows: counted.into_iter().collect(),
            place: vec![0; lanes],
        }
    }

    fn of(&mut self, groups: &[Vec<usize>]) -> usize {
        for (at, &lane) in groups.iter().flatten().chain(self.others).enumerate() {
            self.place[lane] = at;
        }
        let length = |row: &[usize]| {
            let places = || row.iter().map(|&lane| self.place[lane]);
            places().max().unwrap_or(0) - places().min().unwrap_or(0)
        };
        self.rows
            .iter()
            .map(|(row, count)| length(row) * count)
            .sum()
    }
}

/// Puts items in the order of least cost; returns the cost.
fn improve<T: Clone>(
    items: &mut Vec<T>,
    all: usize,
    cost: usize,
    measure: &mut impl FnMut(&[T]) -> usize,
) -> usize {
    let mut best = (cost, items.clone());
    if items.len() <= all {
        let mut places: Vec<usize> = (0..items.len()).collect();
        while next_permutation(&mut places) {
            let tried: Vec<T> = places.iter().map(|&place| items[place].clone()).collect();
            let cost = measure(&tried);
            if cost < best.0 {
                best = (cost, tried);
            }
        }
    } else {
        let mut helped = true;
        while helped {
            helped = false;
            for at in 1..items.len() {
                let mut tried = best.1.clone();
                tried.swap(at - 1, at);
                let cost = measure(&tried);
                if cost < best.0 {
                    best = (cost, tried);
                    helped = true;
                }
            }
        }
    }
    *items = best.1;
    best.0
}

/// The next order in lexicographic sequence; false after the last.
fn next_permutation(places: &mut [usize]) -> bool {
    let Some(pivot) = places.windows(2).rposition(|pair| pair[0] < pair[1]) else {
        return false;
    };
    let successor = places
        .iter()
        .rposition(|&place| place > places[pivot])
        .unwrap_or(pivot);
    places.swap(pivot, successor);
    places[pivot + 1..].reverse();
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_that_meet_stand_side_by_side() {
        let groups = [vec![0, 1], vec![2], vec![3, 4]];
        let rows = [vec![0, 4], vec![0, 4], vec![1, 2], vec![3, 5]];
        let ordered = order(&groups, Some(&[5]), 6, &rows);
        assert_eq!(ordered, [vec![2], vec![1, 0], vec![4, 3], vec![5]]);
    }

    #[test]
    fn many_sides_come_to_an_end() {
        let groups: Vec<_> = (0..20).map(|lane| vec![lane]).collect();
        let rows: Vec<_> = (0..19).map(|lane| vec![lane, 19 - lane]).collect();
        let ordered = order(&groups, None, 20, &rows);
        assert_eq!(ordered.len(), 20);
    }

    #[test]
    fn permutations_are_all_of_them() {
        let mut places = vec![0, 1, 2, 3];
        let mut count = 1;
        while next_permutation(&mut places) {
            count += 1;
        }
        assert_eq!(count, 24);
    }
}
