//! What the overview shows of a story: its main events, their actors, and what came of them as
//! sheets of agreements. Positions are places in the lists of [`Story`] and of [`Content`].

use std::collections::{BTreeMap, BTreeSet};

use crate::draw::story::{Event, Outcome, Story};
use crate::model::registry::RoleMode;

/// What an overview shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Content {
    /// Places of the main events in [`Story::events`], in their order.
    pub(crate) events: Vec<usize>,
    /// Places of their actors in [`Story::actors`], those with most of these events first.
    pub(crate) actors: Vec<usize>,
    /// Actors that found no place, by event: places in [`Story::actors`].
    pub(crate) folded: BTreeMap<usize, Vec<usize>>,
    /// What came of the events.
    pub(crate) sheets: Vec<Sheet>,
    /// Who took part in what.
    pub(crate) ties: Vec<Tie>,
    /// What led to what.
    pub(crate) leads: Vec<Lead>,
    /// Agreements that no event led to: places in [`Story::agreements`].
    pub(crate) loose: Vec<usize>,
    /// How many events are not shown.
    pub(crate) hidden_events: usize,
    /// How many agreements came of hidden events alone.
    pub(crate) hidden_agreements: usize,
}

/// Agreements with the same causes and the same parties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sheet {
    /// Places in [`Story::agreements`], furthest stage first.
    pub(crate) agreements: Vec<usize>,
    /// Places of the causes in [`Content::events`], ascending.
    pub(crate) causes: Vec<usize>,
    /// Places of the parties in [`Story::actors`].
    pub(crate) parties: Vec<usize>,
}

/// An actor's part in an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tie {
    /// Place in [`Content::actors`].
    pub(crate) actor: usize,
    /// Place in [`Content::events`].
    pub(crate) event: usize,
    /// How it takes part.
    pub(crate) mode: RoleMode,
}

/// An event led to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lead {
    /// Place of the cause in [`Content::events`].
    pub(crate) from: usize,
    /// What it led to.
    pub(crate) to: Target,
}

/// What an event led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    /// A place in [`Content::events`].
    Event(usize),
    /// A place in [`Content::sheets`].
    Sheet(usize),
}

/// How much an overview may show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Events.
    pub(crate) events: usize,
    /// Actors.
    pub(crate) actors: usize,
}

/// How many things an event led to.
fn led_to(event: &Event<'_>) -> usize {
    event.outcomes.len()
}

/// Whether an event belongs to the main lines: it led to something or something led to it, two
/// articles or more report it, or it is in dispute.
fn is_main(at: usize, event: &Event<'_>, effects: &BTreeSet<usize>) -> bool {
    led_to(event) > 0 || effects.contains(&at) || event.witnesses > 1 || !event.disputes.is_empty()
}

/// All events where they fit; else the main ones, of those the most telling.
fn main_events(story: &Story<'_>, limit: usize) -> Vec<usize> {
    if story.events.len() <= limit {
        return (0..story.events.len()).collect();
    }
    let effects: BTreeSet<usize> = story
        .events
        .iter()
        .flat_map(|event| &event.outcomes)
        .filter_map(|outcome| match outcome {
            Outcome::Event(event) => Some(*event),
            Outcome::Agreement(..) => None,
        })
        .collect();
    let mut ranked: Vec<usize> = (0..story.events.len()).collect();
    ranked.sort_by_key(|&at| {
        let event = &story.events[at];
        let weight = led_to(event) + event.witnesses;
        std::cmp::Reverse((
            is_main(at, event, &effects),
            weight,
            event.disputes.len(),
            event.parts.len(),
        ))
    });
    let main = ranked
        .iter()
        .filter(|&&at| is_main(at, &story.events[at], &effects))
        .count();
    // Where half of the places or fewer would be taken, the next in rank fill them.
    let kept = if main * 2 <= limit { limit } else { main };
    ranked.truncate(kept.min(limit));
    ranked.sort_unstable();
    ranked
}

/// Chooses what to show. O(E log E + A log A + P) for events, agreements and participations.
pub(crate) fn content(story: &Story<'_>, limits: Limits) -> Content {
    let events = main_events(story, limits.events);
    let place: BTreeMap<usize, usize> = events
        .iter()
        .enumerate()
        .map(|(place, &event)| (event, place))
        .collect();
    let (actors, folded) = actors_of(story, &events, limits.actors);
    let actor_place: BTreeMap<usize, usize> = actors
        .iter()
        .enumerate()
        .map(|(place, &actor)| (actor, place))
        .collect();
    let ties = events
        .iter()
        .enumerate()
        .flat_map(|(event, &at)| story.events[at].parts.iter().map(move |part| (event, part)))
        .filter_map(|(event, part)| {
            Some(Tie {
                actor: *actor_place.get(&part.actor)?,
                event,
                mode: part.mode,
            })
        })
        .collect();
    let (sheets, loose, hidden_agreements) = sheets_of(story, &place);
    let leads = leads_of(story, &events, &place, &sheets);
    Content {
        hidden_events: story.events.len() - events.len(),
        events,
        actors,
        folded,
        sheets,
        ties,
        leads,
        loose,
        hidden_agreements,
    }
}

/// Actors of the events, those with most of them first; above the limit they are folded into the
/// events.
fn actors_of(
    story: &Story<'_>,
    events: &[usize],
    limit: usize,
) -> (Vec<usize>, BTreeMap<usize, Vec<usize>>) {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for part in events.iter().flat_map(|&event| &story.events[event].parts) {
        *counts.entry(part.actor).or_default() += 1;
    }
    let mut actors: Vec<usize> = counts.keys().copied().collect();
    actors.sort_by_key(|actor| {
        let all = story.actors[*actor].events.len();
        (std::cmp::Reverse((counts[actor], all)), *actor)
    });
    let cut: BTreeSet<usize> = actors
        .split_off(limit.min(actors.len()))
        .into_iter()
        .collect();
    let mut folded: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &event in events {
        for part in &story.events[event].parts {
            if cut.contains(&part.actor) {
                folded.entry(event).or_default().push(part.actor);
            }
        }
    }
    (actors, folded)
}

/// Sheets, agreements without a cause, and the number of those whose causes are not shown.
fn sheets_of(story: &Story<'_>, place: &BTreeMap<usize, usize>) -> (Vec<Sheet>, Vec<usize>, usize) {
    let mut groups: BTreeMap<(Vec<usize>, Vec<usize>), Vec<usize>> = BTreeMap::new();
    let mut loose = Vec::new();
    let mut hidden = 0;
    for (at, agreement) in story.agreements.iter().enumerate() {
        let mut causes: Vec<usize> = agreement
            .causes
            .iter()
            .filter_map(|cause| place.get(cause).copied())
            .collect();
        causes.sort_unstable();
        causes.dedup();
        if agreement.causes.is_empty() {
            loose.push(at);
        } else if causes.is_empty() {
            hidden += 1;
        } else {
            let parties = agreement.parties.iter().map(|part| part.actor).collect();
            groups.entry((causes, parties)).or_default().push(at);
        }
    }
    let sheets = groups
        .into_iter()
        .map(|((causes, parties), mut agreements)| {
            agreements.sort_by_key(|&at| std::cmp::Reverse(story.agreements[at].stage));
            Sheet {
                agreements,
                causes,
                parties,
            }
        })
        .collect();
    (sheets, loose, hidden)
}

fn leads_of(
    story: &Story<'_>,
    events: &[usize],
    place: &BTreeMap<usize, usize>,
    sheets: &[Sheet],
) -> Vec<Lead> {
    let to_events = events.iter().enumerate().flat_map(|(from, &event)| {
        let outcomes = story.events[event].outcomes.iter();
        outcomes.filter_map(move |outcome| match outcome {
            Outcome::Event(effect) => Some(Lead {
                from,
                to: Target::Event(*place.get(effect)?),
            }),
            Outcome::Agreement(..) => None,
        })
    });
    let to_sheets = sheets.iter().enumerate().flat_map(|(at, sheet)| {
        sheet.causes.iter().map(move |&from| Lead {
            from,
            to: Target::Sheet(at),
        })
    });
    let mut leads: Vec<Lead> = to_events
        .chain(to_sheets)
        .filter(|lead| lead.to != Target::Event(lead.from))
        .collect();
    leads.sort_by_key(|lead| (lead.from, lead.to));
    leads.dedup();
    leads
}
