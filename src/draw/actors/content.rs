//! Who dealt with whom: the actors of a story and, for each pair, the events and agreements that
//! they share.

use std::collections::{BTreeMap, BTreeSet};

use crate::draw::story::{Event, Manner, Part, Story};
use crate::model::registry::RoleMode;

/// What the picture of the actors shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Content {
    /// Places in [`Story::actors`], those with most dealings first.
    pub(crate) actors: Vec<usize>,
    /// One edge a pair.
    pub(crate) edges: Vec<Edge>,
    /// Actors that share nothing with another: places in [`Story::actors`].
    pub(crate) alone: Vec<usize>,
    /// Actors left out because there are too many: places in [`Story::actors`].
    pub(crate) hidden: Vec<usize>,
}

/// What two actors share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edge {
    /// The two actors: places in [`Content::actors`], ascending.
    pub(crate) ends: [usize; 2],
    /// The events, as places in [`Story::events`]: a part stands for its whole.
    pub(crate) events: Vec<usize>,
    /// The agreements, as places in [`Story::agreements`].
    pub(crate) agreements: Vec<usize>,
    /// Which of the two were acted on by the other, where nothing else is shared.
    pub(crate) heads: [bool; 2],
    /// Planned or claimed if all that they share is.
    pub(crate) manner: Manner,
}

impl Edge {
    /// How many things they share.
    pub(crate) fn weight(&self) -> usize {
        self.events.len() + self.agreements.len()
    }
}

/// How one part in an event meets another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dealing {
    Together,
    /// The first acts on the second.
    Acts,
    /// The second acts on the first.
    Suffers,
}

fn dealing(first: RoleMode, second: RoleMode) -> Option<Dealing> {
    use RoleMode::{Active, Equal, Observing, Passive};
    match (first, second) {
        (Observing, _) | (_, Observing) | (Passive, Passive) => None,
        (Active | Equal, Active | Equal) => Some(Dealing::Together),
        (Active | Equal, Passive) => Some(Dealing::Acts),
        (Passive, Active | Equal) => Some(Dealing::Suffers),
    }
}

#[derive(Default)]
struct Shared {
    /// By the whole that they belong to: the event that stands for it, and how they met.
    events: BTreeMap<usize, (usize, Dealing)>,
    agreements: BTreeSet<usize>,
}

/// The event that an event is part of, and that one of, up to the last; a circle ends it.
fn whole_of(story: &Story<'_>, event: usize) -> usize {
    let mut at = event;
    let mut seen = BTreeSet::from([event]);
    while let Some(whole) = story.events[at].whole.filter(|&whole| seen.insert(whole)) {
        at = whole;
    }
    at
}

fn pairs<'p, 'g>(
    parts: &'p [Part<'g>],
) -> impl Iterator<Item = (&'p Part<'g>, &'p Part<'g>)> + use<'p, 'g> {
    parts.iter().enumerate().flat_map(move |(at, first)| {
        parts[at + 1..].iter().map(move |second| {
            if first.actor < second.actor {
                (first, second)
            } else {
                (second, first)
            }
        })
    })
}

/// Reads who dealt with whom, at most `limit` actors: those with most dealings. O(Σ p²) for events
/// and agreements of p actors.
pub(crate) fn content(story: &Story<'_>, limit: usize) -> Content {
    let mut shared: BTreeMap<[usize; 2], Shared> = BTreeMap::new();
    for (at, event) in story.events.iter().enumerate() {
        let whole = whole_of(story, at);
        for (first, second) in pairs(&event.parts) {
            if let Some(dealing) = dealing(first.mode, second.mode) {
                let events = &mut shared
                    .entry([first.actor, second.actor])
                    .or_default()
                    .events;
                // The whole itself says best what it was; else its first part.
                if at == whole {
                    events.insert(whole, (at, dealing));
                } else {
                    events.entry(whole).or_insert((at, dealing));
                }
            }
        }
    }
    for (at, agreement) in story.agreements.iter().enumerate() {
        for (first, second) in pairs(&agreement.parties) {
            if dealing(first.mode, second.mode).is_some() {
                let pair = [first.actor, second.actor];
                shared.entry(pair).or_default().agreements.insert(at);
            }
        }
    }
    choose(story, shared, limit)
}

fn choose(story: &Story<'_>, shared: BTreeMap<[usize; 2], Shared>, limit: usize) -> Content {
    let mut dealings = vec![0; story.actors.len()];
    for (pair, shared) in &shared {
        for actor in pair {
            dealings[*actor] += shared.events.len() + shared.agreements.len();
        }
    }
    let (mut actors, alone): (Vec<usize>, Vec<usize>) =
        (0..story.actors.len()).partition(|&actor| dealings[actor] > 0);
    actors.sort_by_key(|&actor| (std::cmp::Reverse(dealings[actor]), actor));
    let hidden = actors.split_off(limit.min(actors.len()));
    let place: BTreeMap<usize, usize> = actors
        .iter()
        .enumerate()
        .map(|(place, &actor)| (actor, place))
        .collect();
    let mut edges: Vec<Edge> = shared
        .into_iter()
        .filter_map(|([first, second], shared)| {
            let ends = [*place.get(&first)?, *place.get(&second)?];
            Some(edge(story, ends, &shared))
        })
        .collect();
    edges.sort_by_key(|edge| edge.ends);
    Content {
        actors,
        edges,
        alone,
        hidden,
    }
}

fn edge(story: &Story<'_>, ends: [usize; 2], shared: &Shared) -> Edge {
    let mut events: Vec<usize> = shared.events.values().map(|(event, _)| *event).collect();
    events.sort_unstable();
    let agreements: Vec<usize> = shared.agreements.iter().copied().collect();
    let all_acts = agreements.is_empty()
        && shared
            .events
            .values()
            .all(|(_, dealing)| *dealing != Dealing::Together);
    let any = |wanted: Dealing| {
        all_acts
            && shared
                .events
                .values()
                .any(|(_, dealing)| *dealing == wanted)
    };
    let mut heads = [any(Dealing::Suffers), any(Dealing::Acts)];
    let all = |wanted: fn(&Event<'_>) -> bool| {
        agreements.is_empty() && events.iter().all(|&event| wanted(&story.events[event]))
    };
    let manner = if all(|event| event.manner == Manner::Cancelled) {
        Manner::Cancelled
    } else if all(|event| matches!(event.manner, Manner::Planned | Manner::Cancelled)) {
        Manner::Planned
    } else if all(|event| event.manner == Manner::Claimed) {
        Manner::Claimed
    } else {
        Manner::Told
    };
    let mut ends = ends;
    if ends[0] > ends[1] {
        ends.swap(0, 1);
        heads.swap(0, 1);
    }
    Edge {
        ends,
        events,
        agreements,
        heads,
        manner,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Options;
    use crate::draw::sample::Sample;
    use crate::graph::Selection;

    fn check(sample: Sample, expected: &[(&str, &str, usize, [bool; 2])]) {
        let dossier = sample.dossier();
        let all = Selection::all(&dossier.graph);
        let story = Story::read(&dossier, &all, &Options::default());
        let content = content(&story, 20);
        let id = |place: usize| story.actors[content.actors[place]].id;
        let edges: Vec<_> = content
            .edges
            .iter()
            .map(|edge| {
                (
                    id(edge.ends[0]),
                    id(edge.ends[1]),
                    edge.weight(),
                    edge.heads,
                )
            })
            .collect();
        assert_eq!(edges, expected);
    }

    fn with(actors: &[&str]) -> Sample {
        let mut sample = Sample::new();
        for actor in actors {
            sample.node(actor, "person", actor);
        }
        sample
    }

    #[test]
    fn the_passive_and_the_observers_do_not_deal_with_each_other() {
        let mut sample = with(&["a", "b", "c", "d"]);
        sample.event("ban", "sanction", "2021", "A ban");
        sample.involved("a", "ban", "imposer");
        sample.involved("b", "ban", "target");
        sample.involved("c", "ban", "target");
        sample.involved("d", "ban", "observer");
        check(
            sample,
            &[("a", "b", 1, [false, true]), ("a", "c", 1, [false, true])],
        );
    }

    #[test]
    fn a_part_counts_with_its_whole() {
        let mut sample = with(&["a", "b"]);
        sample.event("summit", "meeting", "2021-05-01", "A summit");
        sample.event("talk", "press-conference", "2021-05-01", "A talk");
        sample.edge("talk", "PART_OF", "summit", "", "");
        for event in ["summit", "talk"] {
            sample.involved("a", event, "participant");
            sample.involved("b", event, "participant");
        }
        check(sample, &[("a", "b", 1, [false, false])]);
    }

    #[test]
    fn an_arrow_yields_to_what_is_shared_as_equals() {
        let mut sample = with(&["a", "b"]);
        sample.event("call", "call", "2021-05-01", "A call");
        sample.involved("b", "call", "caller");
        sample.involved("a", "call", "called");
        check(sample, &[("a", "b", 1, [true, false])]);
        let mut sample = with(&["a", "b"]);
        sample.event("call", "call", "2021-05-01", "A call");
        sample.involved("b", "call", "caller");
        sample.involved("a", "call", "called");
        sample.event("meeting", "meeting", "2021-05-02", "A meeting");
        sample.involved("b", "meeting", "participant");
        sample.involved("a", "meeting", "participant");
        check(sample, &[("a", "b", 2, [false, false])]);
    }
}
