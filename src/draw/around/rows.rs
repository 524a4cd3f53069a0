//! What stands along the spine: the events of an actor, agreements and days of sayings; beside each
//! what came of it and what the actor said.

use std::collections::BTreeSet;

use super::super::font::{self, Face};
use super::super::labels::{When, fill};
use super::super::story::{Event, Manner, Outcome, Story};
use super::super::style::{DETAIL, NAME};
use super::plan::Draft;
use super::{Center, Columns};

/// Height of a line of a name or saying.
pub(super) const LINE: f64 = 9.2;
/// Height of a line of details.
pub(super) const DETAIL_LINE: f64 = 7.8;
/// White space between a row and the next.
const GAP: f64 = 8.0;
/// White space between two things at the right.
pub(super) const ITEM_GAP: f64 = 3.0;
/// Height of a year.
const YEAR: f64 = 20.0;
/// From the left edge of the right column to a card's text.
pub(super) const CARD_INDENT: f64 = 14.0;
/// From there to a saying's text.
pub(super) const SAYING_INDENT: f64 = 9.0;

/// What is on the spine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// A year, or what has no date.
    Year,
    /// An event, as a place in the story.
    Event(usize),
    /// An agreement that no event led to, as a place in the story.
    Agreement(usize),
    /// An event of others that led to agreements of the actor, as a place in the story.
    Occasion(usize),
    /// A day on which the actor said something.
    Sayings,
}

/// A thing at the right.
#[derive(Debug, Clone)]
pub(super) enum Item {
    /// An agreement, as a place in the story, brought to a stage: name and details.
    Agreement {
        at: usize,
        stage: Option<usize>,
        name: Vec<String>,
        details: Vec<String>,
        first: bool,
    },
    /// Another event, as a place in the story.
    Event { at: usize, name: Vec<String> },
    /// A claim of the actor, as a place in the story.
    Saying { at: usize, says: Vec<String> },
}

impl Item {
    /// Its height without the white space under it.
    #[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
    pub(super) fn height(&self) -> f64 {
        match self {
            Self::Agreement { name, details, .. } => {
                name.len() as f64 * LINE + details.len() as f64 * DETAIL_LINE
            }
            Self::Event { name, .. } => name.len() as f64 * LINE,
            Self::Saying { says, .. } => says.len() as f64 * LINE,
        }
    }
}

/// A row with its words broken into lines.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// What it is about.
    pub(super) subject: Subject,
    /// The date, or the year.
    pub(super) date: String,
    /// Whether the name begins on the line of the date.
    pub(super) inline: bool,
    /// The name.
    pub(super) name: Vec<String>,
    /// Role, figures and more.
    pub(super) details: Vec<String>,
    /// What is in dispute.
    pub(super) disputes: Vec<String>,
    /// What stands at the right.
    pub(super) items: Vec<Item>,
    /// Its height.
    pub(super) height: f64,
}

/// The row of a year.
pub(super) fn year_row(story: &Story<'_>, year: Option<i64>) -> Row {
    Row {
        subject: Subject::Year,
        date: year.map_or_else(
            || story.words.undated_heading.to_owned(),
            |year| year.to_string(),
        ),
        inline: false,
        name: Vec::new(),
        details: Vec::new(),
        disputes: Vec::new(),
        items: Vec::new(),
        height: YEAR,
    }
}

/// Breaks the words of a row into lines.
pub(super) fn row(
    story: &Story<'_>,
    center: &Center<'_>,
    columns: Columns,
    draft: &Draft,
    shown: &mut BTreeSet<usize>,
) -> Row {
    let words = story.words;
    let year = draft.when.map(When::year);
    let date = draft
        .when
        .map_or_else(|| words.undated.to_owned(), |when| when.label(words, year));
    let (mut name, mut face, mut details, mut disputes) =
        (String::new(), Face::Bold, Vec::new(), String::new());
    let mut items = Vec::new();
    match draft.subject {
        Subject::Event(at) => {
            let event = &story.events[at];
            event.name.clone_into(&mut name);
            details.push(event_details(story, center, event).join(" · "));
            if !draft.with.is_empty() {
                let parts: Vec<_> = draft
                    .with
                    .iter()
                    .map(|&part| story.events[part].name)
                    .collect();
                details.push(format!(
                    "{}: {}",
                    fill(words.with, &[""]).trim_end(),
                    parts.join(", ")
                ));
            }
            let texts: Vec<_> = event
                .disputes
                .iter()
                .map(|dispute| dispute.text.as_str())
                .collect();
            if !texts.is_empty() {
                disputes = format!("≠ {}", texts.join(" · "));
            }
            let events = std::iter::once(at).chain(draft.with.iter().copied());
            items.extend(
                events
                    .flat_map(|event| &story.events[event].outcomes)
                    .map(|outcome| item(story, *outcome, columns, shown)),
            );
        }
        Subject::Agreement(at) => {
            words.around.no_event.clone_into(&mut name);
            face = Face::Italic;
            items.push(item(
                story,
                Outcome::Agreement(at, story.agreements[at].stage),
                columns,
                shown,
            ));
        }
        Subject::Occasion(at) => {
            story.events[at].name.clone_into(&mut name);
            face = Face::Italic;
            let own = story.events[at].outcomes.iter().filter(|outcome| {
                matches!(outcome, Outcome::Agreement(agreement, _) if draft.with.contains(agreement))
            });
            items.extend(own.map(|outcome| item(story, *outcome, columns, shown)));
        }
        Subject::Sayings => {
            words.around.statements.clone_into(&mut name);
            face = Face::Italic;
        }
        Subject::Year => {}
    }
    items.extend(draft.sayings.iter().map(|&at| Item::Saying {
        at,
        says: font::wrap(
            story.claims[at].says,
            Face::Italic,
            NAME,
            columns.right_width() - SAYING_INDENT,
            2,
        ),
    }));
    let left = font::width(&font::displayable(&date), Face::Regular, NAME) + 7.0;
    let inline = left + font::width(&font::displayable(&name), face, NAME) <= columns.event_width;
    let mut row = Row {
        subject: draft.subject,
        date,
        inline,
        name: font::wrap(&name, face, NAME, columns.event_width, 2),
        details: details
            .iter()
            .flat_map(|line| font::wrap(line, Face::Regular, DETAIL, columns.event_width, 2))
            .collect(),
        disputes: font::wrap(&disputes, Face::Bold, DETAIL, columns.event_width, 3),
        items,
        height: 0.0,
    };
    row.height = height(&row);
    row
}

#[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
fn height(row: &Row) -> f64 {
    let lines = row.name.len() + usize::from(!row.inline);
    let left = lines as f64 * LINE + (row.details.len() + row.disputes.len()) as f64 * DETAIL_LINE;
    let right: f64 = row.items.iter().map(|item| item.height() + ITEM_GAP).sum();
    left.max(right) + GAP
}

/// The actor's role, whether it was planned or only told, figures.
fn event_details(story: &Story<'_>, center: &Center<'_>, event: &Event<'_>) -> Vec<String> {
    let words = story.words;
    let mut details = Vec::new();
    let part = center.actor.and_then(|actor| event.part_of(actor));
    if let Some(part) = part {
        let telling = part
            .roles
            .iter()
            .filter(|role| !matches!(**role, "participant" | "speaker"));
        details.extend(telling.map(|role| story.key(role)));
    }
    match event.manner {
        Manner::Planned => details.push(words.planned.to_owned()),
        Manner::Cancelled => details.push(words.cancelled.to_owned()),
        Manner::Claimed => details.push(fill(
            words.around.only_by,
            &[&words.list(&event.claimed_by)],
        )),
        Manner::Told => {}
    }
    details.extend(event.figures.iter().cloned());
    details
}

fn item(
    story: &Story<'_>,
    outcome: Outcome,
    columns: Columns,
    shown: &mut BTreeSet<usize>,
) -> Item {
    match outcome {
        Outcome::Agreement(at, stage) => {
            let agreement = &story.agreements[at];
            let first = shown.insert(at);
            let mut details = Vec::new();
            if first {
                details.extend(agreement.figures.iter().cloned());
            }
            details.extend(story.stage(stage).map(str::to_owned));
            if first {
                details.extend(
                    agreement
                        .disputes
                        .iter()
                        .map(|dispute| format!("≠ {}", dispute.text)),
                );
            }
            let face = if first { Face::Bold } else { Face::Regular };
            Item::Agreement {
                at,
                stage,
                name: font::wrap(
                    agreement.name,
                    face,
                    NAME,
                    columns.right_width() - CARD_INDENT,
                    2,
                ),
                details: font::wrap(
                    &details.join(" · "),
                    Face::Regular,
                    DETAIL,
                    columns.right_width() - CARD_INDENT,
                    2,
                ),
                first,
            }
        }
        Outcome::Event(at) => Item::Event {
            at,
            name: font::wrap(
                &format!("→ {}", story.events[at].name),
                Face::Regular,
                NAME,
                columns.right_width() - CARD_INDENT,
                2,
            ),
        },
    }
}
