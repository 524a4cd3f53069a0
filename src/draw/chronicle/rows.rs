//! The rows of a chronicle: years, pauses, events, agreements without an event; their words and
//! heights.

use super::super::font::{self, Face};
use super::super::labels::{When, Words, fill};
use super::super::story::{Event, Manner, Story};
use super::super::style::{DETAIL, NAME};
use super::cards::{self, Card};
use super::columns::Columns;
use super::lanes::Lanes;

/// Height of a line of a name.
pub(super) const NAME_STEP: f64 = 8.6;
/// Height of a line of details.
pub(super) const DETAIL_STEP: f64 = 7.5;
/// White space under a row.
pub(super) const ROW_GAP: f64 = 3.8;
/// Height of a year's row.
pub(super) const YEAR_ROW: f64 = 13.5;
/// Height of a pause's row.
const PAUSE_ROW: f64 = 9.5;
/// Indent of a part under its whole.
pub(super) const INDENT: f64 = 8.0;
/// Days without a new event that are worth a word.
const PAUSE: i64 = 100;

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// A year, or what has no date.
    Year,
    /// A time in which nothing begins.
    Pause,
    /// An event, as a place in the story.
    Event(usize),
    /// An agreement without an event, as a place in the story.
    Agreement(usize),
}

/// A row with its words, broken into lines.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// What it is about.
    pub(super) subject: Subject,
    /// The date, or the year.
    pub(super) date: Vec<String>,
    /// Whether the row above has the same date.
    pub(super) same_date: bool,
    /// Name, or the words of a pause.
    pub(super) name: Vec<String>,
    /// Details.
    pub(super) details: Vec<String>,
    /// What is in dispute.
    pub(super) disputes: Vec<String>,
    /// Whether it is a part under its whole.
    pub(super) indented: bool,
    /// What came of it.
    pub(super) cards: Vec<Card>,
    /// Year and month, for the cuts between pages; none where nothing may be cut.
    pub(super) month: Option<(i64, u32)>,
    /// Its height, cards apart.
    pub(super) height: f64,
}

/// What stands in the rows and what does not.
#[derive(Debug, Clone, Default)]
pub(super) struct Plan {
    /// Events and agreements in their order.
    pub(super) subjects: Vec<(Subject, Option<When>)>,
    /// For each event, agreements of which it was the occasion of a saying only.
    pub(super) spoken_of: Vec<Vec<usize>>,
    /// Agreements that have no place among the rows.
    pub(super) unplaced: Vec<usize>,
}

impl Plan {
    /// Decides where the agreements stand. With an event that led to it, at that event; else on its
    /// own month or day; else at the first event during which somebody spoke of it; else nowhere.
    pub(super) fn of(story: &Story<'_>) -> Self {
        let mut plan = Self {
            spoken_of: vec![Vec::new(); story.events.len()],
            ..Self::default()
        };
        let mut dated: Vec<(usize, When)> = Vec::new();
        for (at, agreement) in story.agreements.iter().enumerate() {
            let occasion = || {
                let about = story.claims.iter().filter(|claim| {
                    claim
                        .about
                        .iter()
                        .any(|node| node.id() == agreement.node.id())
                });
                about.filter_map(|claim| claim.during).min()
            };
            match (
                agreement.causes.is_empty(),
                agreement.when.filter(|when| when.is_month_or_finer()),
            ) {
                (false, _) => {}
                (true, Some(when)) => dated.push((at, when)),
                (true, None) => match occasion() {
                    Some(event) => plan.spoken_of[event].push(at),
                    None => plan.unplaced.push(at),
                },
            }
        }
        dated.sort_by(|(a, when_a), (b, when_b)| when_a.order(*when_b).then(a.cmp(b)));
        let mut dated = dated.into_iter().peekable();
        for (at, event) in story.events.iter().enumerate() {
            while let Some((agreement, when)) =
                dated.next_if(|(_, when)| event.when.is_none_or(|event| when.order(event).is_lt()))
            {
                plan.subjects
                    .push((Subject::Agreement(agreement), Some(when)));
            }
            plan.subjects.push((Subject::Event(at), event.when));
        }
        plan.subjects
            .extend(dated.map(|(at, when)| (Subject::Agreement(at), Some(when))));
        plan
    }

    /// The agreements that have a row.
    pub(super) fn agreements(&self) -> Vec<usize> {
        let agreements = self
            .subjects
            .iter()
            .filter_map(|(subject, _)| match subject {
                Subject::Agreement(at) => Some(*at),
                _ => None,
            });
        agreements.collect()
    }
}

/// The rows, words broken for the columns, with at most so many lines of details.
pub(super) fn rows(
    story: &Story<'_>,
    plan: &Plan,
    lanes: &Lanes,
    columns: &Columns,
    detail_lines: usize,
) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut year: Option<Option<i64>> = None;
    let mut last_day: Option<i64> = None;
    let mut above = String::new();
    let mut shown = cards::Shown::default();
    for (subject, when) in &plan.subjects {
        let pause = when.and_then(|when| {
            let first = when.earliest().map_or(when.day().0, |day| day.0);
            let days = first - last_day?;
            (days > PAUSE).then(|| pause_words(days, story.words))
        });
        if let Some(when) = when {
            last_day = Some(last_day.unwrap_or(i64::MIN).max(when.day().0));
        }
        let this_year = when.map(When::year);
        if year == Some(this_year) {
            rows.extend(pause.map(pause_row));
        } else {
            rows.push(year_row(this_year, pause, story.words));
            above.clear();
        }
        year = Some(this_year);
        let mut row = match *subject {
            Subject::Event(at) => event_row(story, at, lanes, columns, detail_lines, &rows),
            Subject::Agreement(at) => agreement_row(story, at, columns),
            Subject::Year | Subject::Pause => continue,
        };
        let label = when.map_or_else(
            || story.words.undated.to_owned(),
            |when| when.label(story.words, this_year),
        );
        row.date = font::wrap(&label, Face::Regular, NAME, columns.date_width, 3);
        row.same_date = label == above;
        row.month = when.filter(|_| !row.indented).map(|when| {
            let (year, month, _) = when.day().ymd();
            (year, month)
        });
        row.cards = match *subject {
            Subject::Event(at) => {
                cards::of_event(story, at, &plan.spoken_of[at], columns, &mut shown)
            }
            Subject::Agreement(at) => vec![cards::of_agreement(story, at, columns, &mut shown)],
            Subject::Year | Subject::Pause => Vec::new(),
        };
        row.height = height(&row);
        above = label;
        rows.push(row);
    }
    rows
}

#[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
fn height(row: &Row) -> f64 {
    let words = row.name.len().max(1) as f64 * NAME_STEP
        + (row.details.len() + row.disputes.len()) as f64 * DETAIL_STEP;
    words.max(row.date.len() as f64 * NAME_STEP) + ROW_GAP
}

fn empty(subject: Subject, height: f64) -> Row {
    Row {
        subject,
        date: Vec::new(),
        same_date: false,
        name: Vec::new(),
        details: Vec::new(),
        disputes: Vec::new(),
        indented: false,
        cards: Vec::new(),
        month: None,
        height,
    }
}

fn year_row(year: Option<i64>, pause: Option<String>, words: &Words) -> Row {
    Row {
        date: vec![year.map_or_else(|| words.undated_heading.to_owned(), |year| year.to_string())],
        name: pause.into_iter().collect(),
        ..empty(Subject::Year, YEAR_ROW)
    }
}

/// The year's row again, at the top of the next page.
pub(super) fn repeated_year(row: &Row) -> Row {
    Row {
        name: Vec::new(),
        ..row.clone()
    }
}

fn pause_row(words: String) -> Row {
    Row {
        name: vec![words],
        ..empty(Subject::Pause, PAUSE_ROW)
    }
}

fn pause_words(days: i64, words: &Words) -> String {
    let months = usize::try_from(days * 12 / 365).unwrap_or(0);
    if months >= 24 {
        Words::count(words.years_without, months / 12)
    } else {
        Words::count(words.months_without, months)
    }
}

fn event_row(
    story: &Story<'_>,
    at: usize,
    lanes: &Lanes,
    columns: &Columns,
    detail_lines: usize,
    above: &[Row],
) -> Row {
    let event = &story.events[at];
    let indented = above.last().is_some_and(|row| match row.subject {
        Subject::Event(other) => {
            event.whole == Some(other)
                || (event.whole.is_some()
                    && row.indented
                    && story.events[other].whole == event.whole)
        }
        _ => false,
    });
    let indent = if indented { INDENT } else { 0.0 };
    let face = if event.outcomes.len() > 1 {
        Face::Bold
    } else {
        Face::Regular
    };
    let details = details(story, event, lanes).join(" · ");
    let disputes: Vec<_> = event
        .disputes
        .iter()
        .map(|dispute| dispute.text.as_str())
        .collect();
    let disputes = if disputes.is_empty() {
        String::new()
    } else {
        format!("≠ {}", disputes.join(" · "))
    };
    let room = columns.name_width - indent;
    Row {
        name: font::wrap(event.name, face, NAME, room - columns.witness_width, 2),
        details: font::wrap(&details, Face::Regular, DETAIL, room, detail_lines),
        disputes: font::wrap(&disputes, Face::Bold, DETAIL, room, 2),
        indented,
        ..empty(Subject::Event(at), 0.0)
    }
}

fn agreement_row(story: &Story<'_>, at: usize, columns: &Columns) -> Row {
    Row {
        name: font::wrap(
            story.words.no_event,
            Face::Italic,
            DETAIL,
            columns.name_width,
            2,
        ),
        ..empty(Subject::Agreement(at), 0.0)
    }
}

/// Those who stand in shared lanes, planned or claimed, figures, the place.
fn details(story: &Story<'_>, event: &Event<'_>, lanes: &Lanes) -> Vec<String> {
    let words = story.words;
    let mut details: Vec<String> = Vec::new();
    let hidden: Vec<_> = event
        .parts
        .iter()
        .filter(|part| !lanes.is_own(part.actor))
        .map(|part| story.actors[part.actor].short.clone())
        .filter(|name| !says(event.name, name))
        .collect();
    if !hidden.is_empty() {
        let list = hidden.join(", ");
        let all = event.parts.iter().all(|part| !lanes.is_own(part.actor));
        details.push(if all {
            list
        } else {
            fill(words.with, &[&list])
        });
    }
    match event.manner {
        Manner::Planned => details.push(words.planned.to_owned()),
        Manner::Cancelled => details.push(words.cancelled.to_owned()),
        Manner::Claimed if !event.claimed_by.is_empty() => {
            details.push(fill(words.says, &[&words.list(&event.claimed_by)]));
        }
        Manner::Claimed => details.push(words.legend.claimed.to_owned()),
        Manner::Told => {}
    }
    details.extend(event.figures.iter().cloned());
    if let Some(place) = event.place {
        let place = story.dossier.display_name(place, Some(&story.lang));
        if !says(event.name, place) {
            details.push(place.to_owned());
        }
    }
    details
}

/// Whether a name says another: whole words, folded.
fn says(name: &str, other: &str) -> bool {
    let (name, other) = (crate::text::fold(name), crate::text::fold(other));
    !other.is_empty() && format!(" {name} ").contains(&format!(" {other} "))
}
