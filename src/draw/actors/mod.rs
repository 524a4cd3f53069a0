//! The actors: who deals with whom. The actors of a selection in columns by side, joined by curves
//! as wide as they have events and agreements in common. One sheet of A4, landscape.
//!
//! [`content`] says who shares what, `columns` and `layout` place, `place` finds room for the
//! labels, `paint` draws; `curve` and `course` are
//! geometry and know no story.

mod columns;
pub(crate) mod content;
mod course;
mod curve;
mod layout;
mod paint;
mod place;
pub(crate) mod words;

#[cfg(test)]
mod tests;

use self::content::{Content, content};
use self::layout::{Area, Layout, lay_out};
use self::place::place;
use self::words::{ActorsWords, EdgeLabel};
pub(crate) use layout::line_width;
pub(crate) use paint::edge_tip;

use super::labels::{Words, fill};
use super::marks::Frame;
use super::sheet::{self, Foot};
use super::story::Story;
use super::style::{A4_LONG, A4_SHORT, MARGIN};
use super::svg::Canvas;
use super::{Options, Picture};
use crate::graph::{Dossier, Selection};

/// Actors on a sheet at most.
pub(crate) const ACTORS: usize = 20;
/// The scales that are tried, the largest first; at 1 the smallest text has 6.6 points.
const SCALES: [f64; 4] = [1.15, 1.1, 1.05, 1.0];
/// Most lines of a note in the foot.
const NOTE_LINES: usize = 2;
/// From the header to the picture, and from the picture to the foot.
const AIR: f64 = 12.0;
/// A picture with a single row is this high at least.
const LOW: f64 = 110.0;

/// Draws the actors of a selection and what each two of them share: the twenty with most dealings.
/// A selection in which no two share anything gives a sheet that says so.
///
/// Ends in bounded time: reading is linear but for the pairs of each event's actors, the search for
/// a layout has a fixed amount of work.
pub fn actors(dossier: &Dossier, selection: &Selection, options: &Options) -> Picture {
    let story = Story::read(dossier, selection, options);
    let own = words::words(story.words);
    let width = A4_LONG - 2.0 * MARGIN;
    let years = story.years();
    let subtitle = if years.is_empty() {
        own.subtitle.to_owned()
    } else {
        format!("{}, {years}", own.subtitle)
    };
    let subtitle = sheet::subtitle(&subtitle, A4_LONG);
    let top = sheet::header_height(subtitle.len()) + AIR;
    let title = fill(own.title, &[&dossier.title]);

    let mut limit = ACTORS;
    let (shown, layout, foot) = loop {
        let shown = content(&story, limit);
        let notes = notes(&story, &shown, own);
        let legend = paint::legend(&story, &shown, own);
        // A note on labels without room may follow.
        let spare = own.unlabelled[1].to_owned();
        let all: Vec<String> = notes.iter().cloned().chain([spare]).collect();
        let foot = Foot::new(width, &all, NOTE_LINES, legend, &story.source_line(options));
        let bottom = A4_SHORT - MARGIN - foot.height() - AIR;
        if shown.edges.is_empty() {
            break (shown, None, notes);
        }
        let area = Area {
            left: MARGIN,
            top,
            width,
            height: wanted_height(&shown, bottom - top),
        };
        let labels = labels(&story, &shown);
        let layout = SCALES
            .into_iter()
            .find_map(|scale| lay_out(&story, &shown, &labels, area, scale));
        if layout.is_some() || limit <= 2 {
            break (shown, layout, notes);
        }
        // Boxes with very many edges may be too high for their column: the least busy actors go.
        limit = shown.actors.len().min(limit) - 1;
    };
    sheet_of(
        &story,
        &shown,
        layout.as_ref(),
        foot,
        &title,
        &subtitle,
        top,
        options,
    )
}

fn labels(story: &Story<'_>, shown: &Content) -> Vec<EdgeLabel> {
    let edges = shown.edges.iter();
    edges.map(|edge| words::label(story, edge)).collect()
}

/// Few actors do not need the whole sheet.
#[expect(clippy::cast_precision_loss, reason = "twenty actors at most")]
fn wanted_height(shown: &Content, most: f64) -> f64 {
    (shown.actors.len() as f64 * 60.0).max(LOW).min(most)
}

#[expect(
    clippy::too_many_arguments,
    reason = "everything that stands on the sheet"
)]
fn sheet_of(
    story: &Story<'_>,
    shown: &Content,
    layout: Option<&Layout>,
    mut notes: Vec<String>,
    title: &str,
    subtitle: &[String],
    top: f64,
    options: &Options,
) -> Picture {
    let own = words::words(story.words);
    let width = A4_LONG - 2.0 * MARGIN;
    let mut texts = Vec::new();
    let mut bottom = top;
    if let Some(layout) = layout {
        let labels: Vec<_> = shown
            .edges
            .iter()
            .map(|edge| words::label(story, edge))
            .collect();
        let area = Frame {
            x: MARGIN,
            y: top - AIR,
            width,
            height: layout.bottom + AIR - top + AIR,
        };
        texts = place(shown, layout, &labels, area);
        bottom = layout.bottom;
        let without = texts.iter().filter(|lines| lines.is_empty()).count();
        if without > 0 {
            notes.push(Words::count(own.unlabelled, without));
        }
    }
    let (notes, legend) = match layout {
        Some(_) => (notes, paint::legend(story, shown, own)),
        None => (
            [own.nothing.to_owned()].into_iter().chain(notes).collect(),
            Vec::new(),
        ),
    };
    let foot = Foot::new(
        width,
        &notes,
        NOTE_LINES,
        legend,
        &story.source_line(options),
    );
    let needed = bottom + AIR + foot.height() + MARGIN;
    let height = if needed < 0.75 * A4_SHORT {
        needed
    } else {
        A4_SHORT.max(needed)
    };
    let mut canvas = Canvas::new(A4_LONG, height, &story.lang, title, &subtitle.join(" "));
    sheet::header(&mut canvas, title, subtitle);
    if let Some(layout) = layout {
        paint::paint(&mut canvas, story, shown, layout, &texts);
    }
    let rule = height - MARGIN - foot.height();
    foot.draw(&mut canvas, MARGIN, rule, width);
    Picture {
        pages: vec![canvas.finish()],
    }
}

/// What the foot says: actors left out, actors that share nothing.
fn notes(story: &Story<'_>, shown: &Content, own: &ActorsWords) -> Vec<String> {
    let names = |actors: &[usize]| {
        let names: Vec<&str> = actors
            .iter()
            .map(|&actor| story.actors[actor].name)
            .collect();
        names.join(", ")
    };
    let mut notes = Vec::new();
    if !shown.hidden.is_empty() {
        let count = shown.actors.len().to_string();
        notes.push(fill(own.hidden, &[&count, &names(&shown.hidden)]));
    }
    if !shown.alone.is_empty() {
        notes.push(fill(own.alone, &[&names(&shown.alone)]));
    }
    notes
}
