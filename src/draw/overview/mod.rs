//! The overview: the main events of a selection, who took part in them and what came of them, in
//! three columns joined by orthogonal edges. One sheet of A4, landscape.
//!
//! [`content`] chooses, `rows` and `layout` place, `paint` draws; [`order`], `ports`, `stack` and `channel`
//! are what the layout is made of and know no story. Where a selection has more than a sheet
//! holds, the most telling events stay and the foot counts the others.

mod card;
mod channel;
pub(crate) mod content;
mod layout;
mod order;
mod paint;
mod ports;
mod rows;
mod stack;
mod words;

#[cfg(test)]
mod tests;

use self::content::{Content, Limits, content};
use self::layout::{Area, Layout, Overflow, lay_out};
use self::words::OverviewWords;
use super::labels::{Words, fill};
use super::sheet::{self, Foot};
use super::story::Story;
use super::style::{A4_LONG, A4_SHORT, MARGIN};
use super::svg::Canvas;
use super::{Options, Picture};
use crate::graph::{Dossier, Selection};

/// Events on a sheet of A4 at most.
pub(crate) const EVENTS: usize = 8;
/// Actors on a sheet of A4 at most.
pub(crate) const ACTORS: usize = 16;
/// Agreements on one sheet at most.
const AGREEMENTS: usize = 12;
/// The scales that are tried, the largest first; at 1 the smallest text has 6.6 points.
const SCALES: [f64; 4] = [1.15, 1.1, 1.05, 1.0];
/// Most lines of the note in the foot.
const NOTE_LINES: usize = 2;
/// From the header to the picture, and from the picture to the foot.
const AIR: f64 = 14.0;
/// A picture lower than this part of the sheet is cut below its foot.
const SHORT: f64 = 0.62;

/// Draws the overview of a selection: the events that led to something, that several articles
/// report or that are in dispute, at most eight, with their actors and the agreements that came of
/// them. Without events the sheet says so.
///
/// Ends in bounded time whatever the size of the selection: reading it is linear, and what is laid
/// out is at most 8 events, 16 actors and their agreements.
pub fn overview(dossier: &Dossier, selection: &Selection, options: &Options) -> Picture {
    let story = Story::read(dossier, selection, options);
    let own = words::words(story.words);
    let width = A4_LONG - 2.0 * MARGIN;
    let mut limits = Limits {
        events: EVENTS,
        actors: ACTORS,
    };
    let shown = content(&story, limits);
    let subtitle = subtitle(&story, &shown, own);
    let subtitle = sheet::subtitle(&subtitle, A4_LONG);
    let top = sheet::header_height(subtitle.len()) + AIR;
    let title = fill(own.title, &[&dossier.title]);

    // The foot's height depends on what is shown: the most it can take is set aside.
    let legend_rows = 3.0;
    let reserve = Foot::new(width, &[], 0, Vec::new(), &story.source_line(options)).height()
        + legend_rows * 11.6
        + 2.0 * 8.6 * 2.0;
    let area = Area {
        left: MARGIN,
        top,
        width,
        height: A4_SHORT - MARGIN - reserve - AIR - top,
    };
    let (shown, layout) = fit(&story, shown, &mut limits, own, area);
    let (notes, legend, bottom) = match &layout {
        Some(layout) => (
            notes(&story, &shown, layout, own),
            paint::legend(&story, &shown, layout, own),
            layout.bottom,
        ),
        None => (vec![story.words.nothing.to_owned()], Vec::new(), top),
    };
    let foot = Foot::new(
        width,
        &notes,
        NOTE_LINES,
        legend,
        &story.source_line(options),
    );
    let needed = bottom + AIR + foot.height() + MARGIN;
    let height = if needed < SHORT * A4_SHORT {
        needed
    } else {
        A4_SHORT.max(needed)
    };
    let description = subtitle.join(" ");
    let mut canvas = Canvas::new(A4_LONG, height, &story.lang, &title, &description);
    sheet::header(&mut canvas, &title, &subtitle);
    if let Some(layout) = &layout {
        paint::paint(&mut canvas, &story, &shown, layout);
    }
    let rule = height - MARGIN - foot.height();
    foot.draw(&mut canvas, MARGIN, rule, width);
    Picture {
        pages: vec![canvas.finish()],
    }
}

fn subtitle(story: &Story<'_>, shown: &Content, own: &OverviewWords) -> String {
    let text = if shown.hidden_events > 0 {
        own.main
    } else {
        own.all
    };
    let shown = shown.events.iter();
    let whens = shown.filter_map(|&event| story.events[event].when);
    let years: Vec<i64> = whens.map(super::labels::When::year).collect();
    match (years.iter().min(), years.iter().max()) {
        (Some(first), Some(last)) if first == last => format!("{text}, {first}"),
        (Some(first), Some(last)) => format!("{text}, {first}–{last}"),
        _ => text.to_owned(),
    }
}

/// The largest layout that fits; at the least scale the content shrinks until it does. None where
/// there is nothing to lay out.
fn fit(
    story: &Story<'_>,
    mut shown: Content,
    limits: &mut Limits,
    own: &OverviewWords,
    area: Area,
) -> (Content, Option<Layout>) {
    if shown.events.is_empty() {
        return (shown, None);
    }
    let most = |shown: &Content| -> Vec<usize> {
        let counts = shown.sheets.iter().map(|sheet| sheet.agreements.len());
        counts.map(|count| count.min(AGREEMENTS)).collect()
    };
    let mut named = most(&shown);
    for scale in SCALES {
        if let Ok(layout) = lay_out(story, &shown, own, &named, area, scale) {
            return (shown, Some(layout));
        }
    }
    loop {
        match lay_out(story, &shown, own, &named, area, 1.0) {
            Ok(layout) => return (shown, Some(layout)),
            Err(Overflow::Sheets) if named.iter().any(|&most| most > 1) => {
                if let Some(longest) = named.iter_mut().max_by_key(|most| **most) {
                    *longest -= 1;
                }
                continue;
            }
            Err(Overflow::Sheets) => {
                drop_sheet(&mut shown);
                named = vec![1; shown.sheets.len()];
                continue;
            }
            Err(Overflow::Actors) if limits.actors > 1 => {
                limits.actors = shown.actors.len().min(limits.actors) - 1;
            }
            Err(Overflow::Width) if limits.actors > limits.events => limits.actors -= 1,
            Err(_) if limits.events > 1 => {
                limits.events = shown.events.len().min(limits.events) - 1;
            }
            // A single event always fits: its texts are cut.
            Err(_) => return (shown, None),
        }
        shown = content(story, *limits);
        named = most(&shown);
    }
}

/// Leaves out the sheet with fewest agreements, the last of those.
fn drop_sheet(shown: &mut Content) {
    let fewest = shown
        .sheets
        .iter()
        .map(|sheet| sheet.agreements.len())
        .min();
    let last = shown
        .sheets
        .iter()
        .rposition(|sheet| Some(sheet.agreements.len()) == fewest);
    let Some(at) = last else { return };
    let dropped = shown.sheets.remove(at);
    shown.hidden_agreements += dropped.agreements.len();
    shown
        .leads
        .retain(|lead| lead.to != content::Target::Sheet(at));
    for lead in &mut shown.leads {
        if let content::Target::Sheet(sheet) = &mut lead.to
            && *sheet > at
        {
            *sheet -= 1;
        }
    }
}

/// What the foot says: agreements without a cause, what is not shown.
fn notes(story: &Story<'_>, shown: &Content, layout: &Layout, own: &OverviewWords) -> Vec<String> {
    let mut notes = Vec::new();
    if !shown.loose.is_empty() {
        let names: Vec<&str> = shown
            .loose
            .iter()
            .map(|&agreement| story.agreements[agreement].name)
            .collect();
        notes.push(fill(own.loose, &[&names.join("; ")]));
    }
    let named: usize = layout
        .sheets
        .iter()
        .map(|(card, _)| card.clocks.len())
        .sum();
    let all: usize = shown
        .sheets
        .iter()
        .map(|sheet| sheet.agreements.len())
        .sum();
    let mut hidden = Vec::new();
    if shown.hidden_events > 0 {
        hidden.push(Words::count(own.hidden_events, shown.hidden_events));
    }
    let hidden_agreements = shown.hidden_agreements + all - named;
    if hidden_agreements > 0 {
        hidden.push(Words::count(own.hidden_agreements, hidden_agreements));
    }
    if !hidden.is_empty() {
        notes.push(fill(own.hidden, &[&story.words.list(&hidden)]));
    }
    notes
}
