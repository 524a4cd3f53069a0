//! What came of an event, as cards: agreements with their stage, parties and figures; other events.

use std::collections::BTreeSet;

use super::super::font::{self, Face};
use super::super::story::{Agreement, Outcome, Story};
use super::super::style::{DETAIL, NAME};
use super::columns::Columns;
use super::rows::{DETAIL_STEP, NAME_STEP};
use crate::model::registry::RoleMode;

/// White space under a card.
pub(super) const CARD_GAP: f64 = 3.2;

/// What a card is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// An agreement brought to a stage.
    Agreement(usize, Option<usize>),
    /// Another event.
    Event(usize),
}

/// A card with its words broken into lines.
#[derive(Debug, Clone)]
pub(super) struct Card {
    /// What it is about.
    pub(super) about: About,
    /// The name.
    pub(super) name: Vec<String>,
    /// Whether the agreement stands here for the first time.
    pub(super) first: bool,
    /// Type, figures, stage, parties.
    pub(super) details: Vec<String>,
    /// What is in dispute.
    pub(super) disputes: Vec<String>,
    /// Whether the event was only the occasion of a saying about it.
    pub(super) spoken_of: bool,
}

impl Card {
    /// Its height with the white space under it.
    #[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
    pub(super) fn height(&self) -> f64 {
        self.name.len() as f64 * NAME_STEP
            + (self.details.len() + self.disputes.len()) as f64 * DETAIL_STEP
            + CARD_GAP
    }
}

/// Agreements that have had a card, and the usual parties.
#[derive(Debug, Clone, Default)]
pub(super) struct Shown {
    agreements: BTreeSet<usize>,
}

/// The cards of an event: what it led to, furthest stage first, then what was spoken of.
pub(super) fn of_event(
    story: &Story<'_>,
    event: usize,
    spoken_of: &[usize],
    columns: &Columns,
    shown: &mut Shown,
) -> Vec<Card> {
    let mut cards: Vec<Card> = story.events[event]
        .outcomes
        .iter()
        .map(|outcome| match *outcome {
            Outcome::Agreement(agreement, stage) => card(story, agreement, stage, columns, shown),
            Outcome::Event(other) => Card {
                about: About::Event(other),
                name: font::wrap(
                    &format!("→ {}", story.events[other].name),
                    Face::Regular,
                    NAME,
                    columns.card_width,
                    2,
                ),
                first: false,
                details: Vec::new(),
                disputes: Vec::new(),
                spoken_of: false,
            },
        })
        .collect();
    // What stands here for the first time goes before what has stood above.
    cards.sort_by_key(|card| match card.about {
        About::Agreement(..) => u8::from(!card.first),
        About::Event(_) => 2,
    });
    cards.extend(spoken_of.iter().map(|&agreement| Card {
        spoken_of: true,
        ..card(
            story,
            agreement,
            story.agreements[agreement].stage,
            columns,
            shown,
        )
    }));
    cards
}

/// The card of an agreement that no event led to.
pub(super) fn of_agreement(
    story: &Story<'_>,
    agreement: usize,
    columns: &Columns,
    shown: &mut Shown,
) -> Card {
    card(
        story,
        agreement,
        story.agreements[agreement].stage,
        columns,
        shown,
    )
}

fn card(
    story: &Story<'_>,
    at: usize,
    stage: Option<usize>,
    columns: &Columns,
    shown: &mut Shown,
) -> Card {
    let agreement = &story.agreements[at];
    let about = About::Agreement(at, stage);
    if !shown.agreements.insert(at) {
        let again = match story.stage(stage) {
            Some(stage) => format!("{} · {stage}", agreement.name),
            None => agreement.name.to_owned(),
        };
        let name = font::wrap(&again, Face::Regular, NAME, columns.card_width, 2);
        return Card {
            about,
            name,
            first: false,
            details: Vec::new(),
            disputes: Vec::new(),
            spoken_of: false,
        };
    }
    let mut details = Vec::new();
    if !story.name_says_type(agreement.name, agreement.kind) && agreement.kind != "agreement" {
        details.push(story.key(agreement.kind));
    }
    details.extend(agreement.figures.iter().cloned());
    details.extend(story.stage(stage).map(str::to_owned));
    details.extend(parties(story, agreement));
    let disputes: Vec<_> = agreement
        .disputes
        .iter()
        .map(|dispute| dispute.text.as_str())
        .collect();
    let disputes = if disputes.is_empty() {
        String::new()
    } else {
        format!("≠ {}", disputes.join(" · "))
    };
    Card {
        about,
        name: font::wrap(agreement.name, Face::Bold, NAME, columns.card_width, 3),
        first: true,
        details: font::wrap(
            &details.join(" · "),
            Face::Regular,
            DETAIL,
            columns.card_width,
            2,
        ),
        disputes: font::wrap(&disputes, Face::Bold, DETAIL, columns.card_width, 2),
        spoken_of: false,
    }
}

/// The parties of an agreement in words, unless the heading says them: `Russia → Belarus`, `Belarus
/// – Russia`.
pub(super) fn parties(story: &Story<'_>, agreement: &Agreement<'_>) -> Option<String> {
    let of = |mode: RoleMode| -> Vec<&str> {
        let parts = agreement.parties.iter().filter(|part| part.mode == mode);
        parts
            .map(|part| story.actors[part.actor].short.as_str())
            .collect()
    };
    let (active, passive) = (of(RoleMode::Active), of(RoleMode::Passive));
    let equal = of(RoleMode::Equal);
    match (active.is_empty() && passive.is_empty(), equal.is_empty()) {
        (true, true) => None,
        (true, false) if usual_parties(story).is_some_and(|usual| usual == actors(agreement)) => {
            None
        }
        (true, false) => Some(few(&equal, " – ")),
        (false, _) => {
            let from = if active.is_empty() { equal } else { active };
            let to = few(&passive, ", ");
            Some(match (from.is_empty(), to.is_empty()) {
                (true, _) => format!("→ {to}"),
                (_, true) => few(&from, ", "),
                _ => format!("{} → {to}", few(&from, ", ")),
            })
        }
    }
}

/// Up to four names; of more the first three and the number of the rest.
fn few(names: &[&str], separator: &str) -> String {
    if names.len() <= 4 {
        return names.join(separator);
    }
    format!("{} +{}", names[..3].join(separator), names.len() - 3)
}

fn actors(agreement: &Agreement<'_>) -> Vec<usize> {
    agreement.parties.iter().map(|part| part.actor).collect()
}

/// The parties, two or three and equal ones, of at least two agreements and of most that have equal
/// ones: the heading says them once.
pub(super) fn usual_parties(story: &Story<'_>) -> Option<Vec<usize>> {
    let equal: Vec<Vec<usize>> = story
        .agreements
        .iter()
        .filter(|agreement| {
            agreement
                .parties
                .iter()
                .all(|part| part.mode == RoleMode::Equal)
        })
        .map(actors)
        .filter(|parties| !parties.is_empty())
        .collect();
    let count = |parties: &Vec<usize>| equal.iter().filter(|other| *other == parties).count();
    let usual = equal
        .iter()
        .filter(|parties| (2..=3).contains(&parties.len()))
        .max_by_key(|parties| (count(parties), std::cmp::Reverse((*parties).clone())))?;
    (count(usual) >= 2 && count(usual) * 2 > equal.len()).then(|| usual.clone())
}
