//! The texts in the boxes of events and in the sheets of agreements, broken into lines and
//! measured at a width.

use super::content::{Content, Sheet};
use super::words::OverviewWords;
use crate::draw::font::{self, Face};
use crate::draw::labels::{Words, fill};
use crate::draw::portrait::named;
use crate::draw::story::{Event, Manner, Story};
use crate::draw::style::{GREY, INK, RED};
use crate::graph::NodeRef;

/// A line of text in a box.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// What it says.
    pub(super) text: String,
    /// Its face.
    pub(super) face: Face,
    /// Its size.
    pub(super) size: f64,
    /// Its colour.
    pub(super) fill: &'static str,
    /// Its base line below the top of the box.
    pub(super) base: f64,
    /// Its distance from the left of the box.
    pub(super) indent: f64,
    /// Whether it ends at the right of the box.
    pub(super) right: bool,
}

/// A box with its lines.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Card {
    /// The lines from top to bottom.
    pub(super) lines: Vec<Line>,
    /// Middles of clock faces with the stage, and the agreement as a place in the story.
    pub(super) clocks: Vec<(f64, Option<usize>, usize)>,
    /// Its height.
    pub(super) height: f64,
}

/// Size of names at scale 1.
const NAME: f64 = 8.0;
/// Size of dates and details at scale 1.
const DETAIL: f64 = 6.6;
/// White space inside a box at scale 1.
pub(super) const PAD: f64 = 6.5;
/// Indent of names in a sheet at scale 1, for the clock face.
const CLOCK: f64 = 14.0;
/// Room that a sheet keeps free at the right for its folded corner, at scale 1.
const FOLD: f64 = 4.0;

impl Card {
    /// The least width in which its lines break as they do.
    pub(super) fn needs(&self, scale: f64) -> f64 {
        let reach = |line: &Line| {
            let indent = if line.right { PAD * scale } else { line.indent };
            indent + font::width(&line.text, line.face, line.size)
        };
        let widest = self.lines.iter().map(reach).fold(0.0, f64::max);
        let right = if self.clocks.is_empty() {
            PAD
        } else {
            PAD + FOLD
        };
        // Beside the date stand the witnesses; the hair keeps the breaks in spite of rounding.
        (widest + right * scale + 0.1).max(110.0 * scale)
    }
}

struct Setter {
    card: Card,
    scale: f64,
    indent: f64,
    room: f64,
}

impl Setter {
    fn new(width: f64, scale: f64, indent: f64) -> Self {
        let card = Card {
            height: PAD * scale * 0.8,
            ..Card::default()
        };
        Self {
            card,
            scale,
            indent: (PAD + indent) * scale,
            room: width - (2.0 * PAD + indent + if indent > 0.0 { FOLD } else { 0.0 }) * scale,
        }
    }

    fn put(&mut self, text: &str, face: Face, fill: &'static str, lines: usize) {
        let size = self.scale
            * if face == Face::Bold && fill == INK {
                NAME
            } else {
                DETAIL
            };
        for text in font::wrap(text, face, size, self.room, lines) {
            self.card.height += size * 1.2;
            self.card.lines.push(Line {
                text,
                face,
                size,
                fill,
                base: self.card.height - size * 0.28,
                indent: self.indent,
                right: false,
            });
        }
    }

    fn finish(mut self) -> Card {
        self.card.height += PAD * self.scale * 0.8;
        self.card
    }
}

/// The box of an event.
pub(super) fn event_card(
    story: &Story<'_>,
    content: &Content,
    place: usize,
    width: f64,
    scale: f64,
) -> Card {
    let at = content.events[place];
    let event = &story.events[at];
    let mut setter = Setter::new(width, scale, 0.0);
    let date = event.when.map_or_else(
        || story.words.undated.to_owned(),
        |when| when.label(story.words, None),
    );
    setter.put(&date, Face::Regular, GREY, 1);
    setter.put(named(event.name, id_of(event.node)), Face::Bold, INK, 3);
    let details = event_details(
        story,
        event,
        content.folded.get(&at).map_or(&[], Vec::as_slice),
    );
    setter.put(&details, Face::Regular, GREY, 2);
    if !event.disputes.is_empty() {
        let said: Vec<&str> = event.disputes.iter().map(|one| one.text.as_str()).collect();
        setter.put(&format!("≠ {}", said.join(" · ")), Face::Bold, RED, 3);
    }
    setter.finish()
}

fn id_of(node: NodeRef<'_>) -> &str {
    node.text("id").unwrap_or_default()
}

/// Whether it happened, figures, place unless the name says it, actors without a box of their own.
fn event_details(story: &Story<'_>, event: &Event<'_>, folded: &[usize]) -> String {
    let words = story.words;
    let mut details = Vec::new();
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
        let (name, folded) = (crate::text::fold(event.name), crate::text::fold(place));
        if !name.contains(&folded) {
            details.push(place.to_owned());
        }
    }
    if !folded.is_empty() {
        let names: Vec<String> = folded
            .iter()
            .map(|&actor| story.actors[actor].short.clone())
            .collect();
        details.push(fill(words.with, &[&names.join(", ")]));
    }
    details.join(" · ")
}

/// The sheet of agreements, of which at most `most` are named.
pub(super) fn sheet_card(
    story: &Story<'_>,
    sheet: &Sheet,
    most: usize,
    own: &OverviewWords,
    width: f64,
    scale: f64,
) -> Card {
    let mut setter = Setter::new(width, scale, CLOCK);
    let rest = sheet.agreements.len().saturating_sub(most);
    for (nth, &at) in sheet.agreements.iter().take(most).enumerate() {
        let agreement = &story.agreements[at];
        if nth > 0 {
            setter.card.height += 2.5 * scale;
        }
        let middle = setter.card.height + NAME * scale * 0.62;
        setter.card.clocks.push((middle, agreement.stage, at));
        setter.put(
            named(agreement.name, id_of(agreement.node)),
            Face::Bold,
            INK,
            2,
        );
        let mut details = agreement.figures.clone();
        details.extend(story.stage(agreement.stage).map(str::to_owned));
        setter.put(&details.join(" · "), Face::Regular, GREY, 1);
        if !agreement.disputes.is_empty() {
            let said: Vec<&str> = agreement
                .disputes
                .iter()
                .map(|one| one.text.as_str())
                .collect();
            setter.put(&format!("≠ {}", said.join(" · ")), Face::Bold, RED, 2);
        }
    }
    if rest > 0 {
        let more = Words::count(own.more, rest);
        setter.put(&more, Face::Regular, GREY, 1);
    }
    let parties = parties(story, sheet, own);
    let lines = setter.card.lines.len();
    setter.put(&parties, Face::Italic, GREY, 1);
    for line in &mut setter.card.lines[lines..] {
        line.right = true;
    }
    setter.finish()
}

fn parties(story: &Story<'_>, sheet: &Sheet, own: &OverviewWords) -> String {
    const NAMED: usize = 3;
    if sheet.parties.len() > NAMED {
        return Words::count(own.parties, sheet.parties.len());
    }
    let mut parties = sheet.parties.clone();
    // The busiest side first, as in the colours.
    parties.sort_by_key(|&actor| {
        let actor = &story.actors[actor];
        (story.sides.rank_of(actor.side), actor.id)
    });
    let names: Vec<&str> = parties
        .iter()
        .map(|&actor| story.actors[actor].name)
        .collect();
    names.join(" – ")
}
