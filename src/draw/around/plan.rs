//! What stands along the spine and what does not: the events of an actor, agreements, sayings.

use std::collections::BTreeSet;

use super::super::labels::When;
use super::super::story::{Claim, Event, Manner, Story};
use super::rows::{Item, Row, Subject, row, year_row};
use super::{Center, Columns};
use crate::graph::NodeId;
use crate::model::date::Day;

/// The rows, and what has no place among them.
#[derive(Debug, Clone, Default)]
pub(super) struct Plan {
    /// From the first to the last.
    pub(super) rows: Vec<Row>,
    /// Events of the actor, parts that were folded included.
    pub(super) events: Vec<usize>,
    /// Agreements shown or named, as places in the story.
    pub(super) agreements: BTreeSet<usize>,
    /// Agreements of the actor without a day.
    pub(super) undated_agreements: Vec<usize>,
    /// Claims of the actor.
    pub(super) sayings: Vec<usize>,
    /// Of these those without a day.
    pub(super) undated_sayings: Vec<usize>,
    /// Claims of others about the actor.
    pub(super) about: Vec<usize>,
}

impl Plan {
    /// Ids of the articles that what is shown comes from.
    pub(super) fn articles<'g>(&self, story: &Story<'g>) -> BTreeSet<&'g str> {
        let events = self.events.iter().map(|&at| story.events[at].node);
        let agreements = self.agreements.iter().map(|&at| story.agreements[at].node);
        let claims = self
            .sayings
            .iter()
            .chain(&self.about)
            .map(|&at| story.claims[at].node);
        events
            .chain(agreements)
            .chain(claims)
            .flat_map(|node| node.texts("sources"))
            .collect()
    }
}

/// A row before its words are broken.
pub(super) struct Draft {
    pub(super) subject: Subject,
    pub(super) when: Option<When>,
    /// Parts of an event that are folded into it; agreements of an occasion.
    pub(super) with: Vec<usize>,
    pub(super) sayings: Vec<usize>,
}

/// Gathers what is around an actor.
pub(super) fn plan(story: &Story<'_>, center: &Center<'_>, columns: Columns) -> Plan {
    let mut plan = Plan::default();
    let mut drafts = Vec::new();
    let folded_into = events(story, center, &mut drafts);
    plan.events = folded_into.iter().map(|(event, _)| *event).collect();
    agreements(story, center, &mut plan, &mut drafts);
    for (at, claim) in story.claims.iter().enumerate() {
        if claim.by.iter().any(|by| by.id() == center.node.id()) {
            if claim.is_value {
                continue;
            }
            plan.sayings.push(at);
            match occasion(claim, story, &folded_into, &drafts) {
                Some(row) => drafts[row].sayings.push(at),
                None => match claim.when {
                    Some(when) => drafts.push(Draft {
                        sayings: vec![at],
                        ..draft(Subject::Sayings, Some(when))
                    }),
                    None => plan.undated_sayings.push(at),
                },
            }
        } else if !claim.by.is_empty()
            && !claim.is_value
            && claim.about.iter().any(|node| node.id() == center.node.id())
        {
            plan.about.push(at);
        }
    }
    drafts.sort_by(|a, b| match (a.when, b.when) {
        (Some(a), Some(b)) => a.order(b),
        (Some(_), None) => std::cmp::Ordering::Less,
        (None, Some(_)) => std::cmp::Ordering::Greater,
        (None, None) => std::cmp::Ordering::Equal,
    });
    let mut shown = BTreeSet::new();
    let mut year = None;
    for draft in &drafts {
        let this_year = draft.when.map(When::year);
        if year != Some(this_year) {
            plan.rows.push(year_row(story, this_year));
            year = Some(this_year);
        }
        let row = row(story, center, columns, draft, &mut shown);
        plan.agreements
            .extend(row.items.iter().filter_map(|item| match item {
                Item::Agreement { at, .. } => Some(*at),
                _ => None,
            }));
        plan.rows.push(row);
    }
    plan
}

/// Puts the actor's events on the spine, a part on the day of its whole into its whole. Returns
/// each event with its row.
fn events(story: &Story<'_>, center: &Center<'_>, drafts: &mut Vec<Draft>) -> Vec<(usize, usize)> {
    let is_shown = |event: &Event<'_>| {
        center
            .actor
            .is_some_and(|actor| event.part_of(actor).is_some())
            || told_only_by(story, event, center)
    };
    let mut rows: Vec<(usize, usize)> = Vec::new();
    for (at, event) in story
        .events
        .iter()
        .enumerate()
        .filter(|(_, event)| is_shown(event))
    {
        let whole = event
            .whole
            .filter(|&whole| same_day(&story.events[whole], event));
        if let Some(&(_, row)) = rows.iter().find(|(other, _)| Some(*other) == whole) {
            drafts[row].with.push(at);
            rows.push((at, row));
        } else {
            rows.push((at, drafts.len()));
            drafts.push(draft(Subject::Event(at), event.when));
        }
    }
    rows
}

/// Puts the actor's agreements that none of its events led to on the spine: at the event of others
/// that did, else on their own day.
fn agreements(story: &Story<'_>, center: &Center<'_>, plan: &mut Plan, drafts: &mut Vec<Draft>) {
    let own = center
        .actor
        .map(|actor| story.actors[actor].agreements.as_slice())
        .unwrap_or_default();
    for &at in own {
        let agreement = &story.agreements[at];
        plan.agreements.insert(at);
        if agreement
            .causes
            .iter()
            .any(|cause| plan.events.contains(cause))
        {
            continue;
        }
        match (
            agreement.causes.first(),
            agreement.when.filter(|when| when.is_month_or_finer()),
        ) {
            (Some(&cause), _) => {
                let subject = Subject::Occasion(cause);
                match drafts.iter_mut().find(|draft| draft.subject == subject) {
                    Some(draft) => draft.with.push(at),
                    None => drafts.push(Draft {
                        with: vec![at],
                        ..draft(subject, story.events[cause].when)
                    }),
                }
            }
            (None, Some(when)) => drafts.push(draft(Subject::Agreement(at), Some(when))),
            (None, None) => plan.undated_agreements.push(at),
        }
    }
}

fn draft(subject: Subject, when: Option<When>) -> Draft {
    Draft {
        subject,
        when,
        with: Vec::new(),
        sayings: Vec::new(),
    }
}

/// Whether an event is only claimed, by this actor alone.
fn told_only_by(story: &Story<'_>, event: &Event<'_>, center: &Center<'_>) -> bool {
    let name = super::super::story::short_name(
        center.node,
        story.dossier.display_name(center.node, Some(&story.lang)),
    );
    event.manner == Manner::Claimed && event.claimed_by == [name]
}

fn same_day(a: &Event<'_>, b: &Event<'_>) -> bool {
    a.when.map(When::day) == b.when.map(When::day)
}

/// The row of a claim: of the event during which it was made, else of one that it is about, else of
/// one on its day; else of a day of sayings that is there.
fn occasion(
    claim: &Claim<'_>,
    story: &Story<'_>,
    rows: &[(usize, usize)],
    drafts: &[Draft],
) -> Option<usize> {
    let row_of = |event: usize| {
        rows.iter()
            .find(|(other, _)| *other == event)
            .map(|(_, row)| *row)
    };
    if let Some(row) = claim.during.and_then(row_of) {
        return Some(row);
    }
    let about: BTreeSet<NodeId> = claim.about.iter().map(|node| node.id()).collect();
    let day: Option<Day> = claim.when.map(When::day);
    let on_day = claim.when.and_then(When::single_day);
    let dated = |event: usize| story.events[event].when.map(When::day);
    // Said on another day than the event, it stands on its own day.
    let events = || {
        rows.iter()
            .filter(|(event, _)| day.is_none() || dated(*event) == day)
    };
    events()
        .find(|(event, _)| about.contains(&story.events[*event].node.id()))
        .or_else(|| {
            events().find(|(event, _)| {
                on_day.is_some() && story.events[*event].when.and_then(When::single_day) == on_day
            })
        })
        .map(|(_, row)| *row)
        .or_else(|| {
            drafts.iter().position(|draft| {
                draft.subject == Subject::Sayings && draft.when == claim.when && day.is_some()
            })
        })
}
