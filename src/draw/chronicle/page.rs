//! Draws a page of a chronicle.

use std::collections::BTreeMap;

use super::super::font::{self, CAP_HEIGHT, Face};
use super::super::labels::{Words, fill};
use super::super::story::Event;
use super::super::style::{DETAIL, GREY, INK, MARGIN, NAME, RED, RULE, YEAR};
use super::super::svg::{Canvas, Paint, TextStyle};
use super::super::{Page, marks, sheet};
use super::columns::{HEAD_ANGLE, head, head_face};
use super::dots::{arrow_directions, is_disputed, lanes_of};
use super::flow::PlacedRow;
use super::rows::{DETAIL_STEP, INDENT, NAME_STEP, Subject};
use super::{Chronicle, Layout};
use crate::model::registry::RoleMode;

/// From the top of a row to the middle of its first line.
pub(super) const MIDDLE: f64 = NAME_STEP / 2.0 + 0.4;

/// Draws a page.
pub(super) fn draw(chronicle: &Chronicle<'_, '_>, layout: &Layout, number: usize) -> Page {
    let story = chronicle.story;
    let body = layout.pages.get(number);
    let body_height = body.map_or(20.0, |body| body.height + 4.0);
    let bottom = layout.top + body_height;
    let height = bottom + layout.foot.height() + MARGIN;
    let title = if story.dossier.title.is_empty() {
        story.words.what_happened
    } else {
        &story.dossier.title
    };
    let mut subtitle = chronicle.subtitle(layout.sheet);
    if layout.pages.len() > 1 {
        let page = fill(
            story.words.page,
            &[&(number + 1).to_string(), &layout.pages.len().to_string()],
        );
        if let Some(last) = subtitle.last_mut() {
            last.push_str(" · ");
            last.push_str(&page);
        }
    }
    let description = format!(
        "{}. {}",
        subtitle.join(" "),
        Words::count(story.words.around.events, story.events.len())
    );
    let mut canvas = Canvas::new(layout.sheet.width, height, &story.lang, title, &description);
    let canvas = &mut canvas;
    sheet::header(canvas, title, &subtitle);
    match body {
        Some(body) => {
            let page = Drawing {
                chronicle,
                layout,
                number,
                bottom,
            };
            page.lanes(canvas);
            page.headings(canvas);
            for row in &body.rows {
                page.row(canvas, row);
            }
        }
        None => canvas.text(
            MARGIN,
            layout.top + 8.0,
            story.words.nothing,
            TextStyle::new(Face::Regular, NAME).fill(GREY),
        ),
    }
    layout
        .foot
        .draw(canvas, MARGIN, bottom, layout.columns.right - MARGIN);
    std::mem::replace(canvas, Canvas::new(0.0, 0.0, "", "", "")).finish()
}

/// A page that is being drawn.
pub(super) struct Drawing<'d, 's, 'g> {
    pub(super) chronicle: &'d Chronicle<'s, 'g>,
    pub(super) layout: &'d Layout,
    number: usize,
    bottom: f64,
}

impl Drawing<'_, '_, '_> {
    fn headings(&self, canvas: &mut Canvas) {
        let (columns, words) = (&self.layout.columns, self.chronicle.story.words);
        let base = self.layout.top - 5.0;
        let style = TextStyle::new(Face::Bold, NAME).fill(GREY);
        canvas.text(columns.date, base - 1.5, words.when, style);
        canvas.text(columns.name, base - 1.5, words.what_happened, style);
        if columns.card_width > 0.0 {
            let room = columns.right - columns.card;
            let lines = font::wrap(&self.chronicle.cards_heading(), Face::Bold, NAME, room, 3);
            let mut y = base - 1.5;
            for line in lines.iter().rev() {
                canvas.text(columns.card, y, line, style);
                y -= NAME_STEP;
            }
        }
        for (lane, &x) in self.layout.lanes.all.iter().zip(&columns.lanes) {
            canvas.with_tip(&lane.names.join("\n"), |canvas| {
                let face = head_face(lane.own);
                let fill = if lane.own { INK } else { GREY };
                let label = head(&lane.label, lane.own);
                canvas.text_turned(
                    x + 2.6,
                    base - 1.0,
                    -HEAD_ANGLE,
                    &label,
                    TextStyle::new(face, NAME).fill(fill),
                );
            });
        }
        canvas.line(
            (columns.date, base + 2.0),
            (columns.right, base + 2.0),
            Paint::stroke(INK, 0.9),
        );
    }

    /// The bands of the sides and the lines of the actors: thick from an actor's first event to its
    /// last.
    fn lanes(&self, canvas: &mut Canvas) {
        let (columns, lanes) = (&self.layout.columns, &self.layout.lanes);
        let (top, bottom) = (self.layout.top - 3.0, self.bottom - 2.0);
        for band in &lanes.bands {
            let left = columns.lanes[band.first] - columns.lane_width / 2.0;
            let right = columns.lanes[band.last] + columns.lane_width / 2.0;
            canvas.rect(
                left,
                top,
                right - left,
                bottom - top,
                0.0,
                Paint::fill(band.colour.tint),
            );
        }
        let spans = self.spans();
        for (at, (lane, &x)) in lanes.all.iter().zip(&columns.lanes).enumerate() {
            canvas.line((x, top), (x, bottom), Paint::stroke(lane.colour.line, 0.6));
            if let Some(&(from, to)) = spans.get(&at).filter(|_| lane.own) {
                canvas.line((x, from), (x, to), Paint::stroke(lane.colour.line, 2.6));
            }
        }
    }

    /// From where to where each lane is thick on this page.
    fn spans(&self) -> BTreeMap<usize, (f64, f64)> {
        /// A page and a height on it.
        type Point = (usize, f64);
        let mut spans: BTreeMap<usize, (Point, Point)> = BTreeMap::new();
        for (page, body) in self.layout.pages.iter().enumerate() {
            for placed in &body.rows {
                let Subject::Event(event) = placed.row.subject else {
                    continue;
                };
                let here = (page, self.layout.top + placed.y + MIDDLE);
                for part in &self.chronicle.story.events[event].parts {
                    let Some(lane) = self.layout.lanes.of(part.actor) else {
                        continue;
                    };
                    spans.entry(lane).or_insert((here, here)).1 = here;
                }
            }
        }
        let (top, bottom) = (self.layout.top - 3.0, self.bottom - 2.0);
        spans
            .into_iter()
            .filter(|(_, (first, last))| first.0 <= self.number && self.number <= last.0)
            .map(|(lane, (first, last))| {
                let from = if first.0 < self.number { top } else { first.1 };
                let to = if last.0 > self.number { bottom } else { last.1 };
                (lane, (from, to))
            })
            .collect()
    }

    fn row(&self, canvas: &mut Canvas, placed: &PlacedRow) {
        let y = self.layout.top + placed.y;
        match placed.row.subject {
            Subject::Year | Subject::Pause => self.year(canvas, placed, y),
            Subject::Event(at) => {
                let story = self.chronicle.story;
                let event = &story.events[at];
                self.guide(canvas, placed, y, event.witnesses);
                canvas.with_tip(&story.event_tip(event), |canvas| {
                    self.words(
                        canvas,
                        placed,
                        y,
                        event.disputes.iter().any(|dispute| dispute.field == "date"),
                    );
                    self.dots(canvas, event, y + MIDDLE);
                });
                self.cards(canvas, placed, y, self.last_dot(event));
            }
            Subject::Agreement(at) => {
                let agreement = &self.chronicle.story.agreements[at];
                let disputed = agreement
                    .disputes
                    .iter()
                    .any(|dispute| dispute.field == "date");
                self.words(canvas, placed, y, disputed);
                let squares: Vec<_> = agreement
                    .parties
                    .iter()
                    .filter_map(|part| {
                        Some((
                            self.layout.lanes.of(part.actor)?,
                            self.chronicle.story.colour(part.actor),
                        ))
                    })
                    .collect();
                let first = squares.iter().map(|(lane, _)| *lane).min();
                let last = squares.iter().map(|(lane, _)| *lane).max();
                let middle = y + MIDDLE;
                if let (Some(first), Some(last)) = (first, last) {
                    let lanes = &self.layout.columns.lanes;
                    canvas.line(
                        (lanes[first], middle),
                        (lanes[last], middle),
                        Paint::stroke(GREY, 0.8),
                    );
                }
                self.cards(canvas, placed, y, last);
                for (lane, colour) in squares {
                    marks::square(canvas, (self.layout.columns.lanes[lane], middle), colour);
                }
            }
        }
    }

    fn year(&self, canvas: &mut Canvas, placed: &PlacedRow, y: f64) {
        let columns = &self.layout.columns;
        let is_year = placed.row.subject == Subject::Year;
        let base = if is_year { y + 9.6 } else { y + 6.8 };
        if let Some(year) = placed.row.date.first() {
            canvas.text(columns.date, base, year, TextStyle::new(Face::Bold, YEAR));
        }
        let mut from = columns.name;
        if let Some(pause) = placed.row.name.first() {
            let text = font::shorten(pause, Face::Italic, DETAIL, columns.name_width);
            canvas.text(
                from,
                base,
                &text,
                TextStyle::new(Face::Italic, DETAIL).fill(GREY),
            );
            from += font::width(&text, Face::Italic, DETAIL) + 5.0;
        } else if let Some(year) = placed.row.date.first() {
            from = from.max(columns.date + font::width(year, Face::Bold, YEAR) + 5.0);
        }
        if is_year {
            let line = base - 3.0;
            canvas.line(
                (from, line),
                (columns.lanes_left - 2.0, line),
                Paint::stroke(RULE, 0.7),
            );
            if columns.card_width > 0.0 && placed.rail_above <= placed.y {
                canvas.line(
                    (columns.rail, line),
                    (columns.right, line),
                    Paint::stroke(RULE, 0.7),
                );
            }
        }
    }

    /// The hairline from an event's name across the lanes, and the witnesses on it.
    fn guide(&self, canvas: &mut Canvas, placed: &PlacedRow, y: f64, witnesses: usize) {
        let columns = &self.layout.columns;
        let row = &placed.row;
        let face = self.name_face(row.subject);
        let indent = if row.indented { INDENT } else { 0.0 };
        let end = row
            .name
            .first()
            .map_or(0.0, |name| font::width(name, face, NAME));
        let from = columns.name + indent + end + 4.0;
        let middle = y + MIDDLE;
        let bars = columns.name + columns.name_width;
        let left = marks::witnesses(canvas, bars, middle, witnesses);
        let rule = Paint::stroke(RULE, 0.5);
        if from < left - 3.0 {
            canvas.line((from, middle), (left - 3.0, middle), rule);
        }
        canvas.line((bars + 2.0, middle), (columns.lanes_right, middle), rule);
    }

    fn name_face(&self, subject: Subject) -> Face {
        match subject {
            Subject::Event(at) if self.chronicle.story.events[at].outcomes.len() > 1 => Face::Bold,
            Subject::Agreement(_) => Face::Italic,
            _ => Face::Regular,
        }
    }

    fn words(&self, canvas: &mut Canvas, placed: &PlacedRow, y: f64, date_disputed: bool) {
        let (columns, row) = (&self.layout.columns, &placed.row);
        let first = y + MIDDLE + NAME * CAP_HEIGHT / 2.0;
        let (face, fill) = match (date_disputed, row.same_date) {
            (true, _) => (Face::Bold, RED),
            (false, true) => (Face::Regular, GREY),
            (false, false) => (Face::Regular, INK),
        };
        let mut base = first;
        for line in &row.date {
            canvas.text(
                columns.date,
                base,
                line,
                TextStyle::new(face, NAME).fill(fill),
            );
            base += NAME_STEP;
        }
        let mut x = columns.name;
        if row.indented {
            let elbow = super::super::svg::Path::at(x + 1.5, y - 2.0)
                .to(x + 1.5, y + MIDDLE)
                .to(x + 6.0, y + MIDDLE);
            canvas.path(&elbow, Paint::stroke(GREY, 0.7));
            x += INDENT;
        }
        let face = self.name_face(row.subject);
        let (size, ink) = if face == Face::Italic {
            (DETAIL, GREY)
        } else {
            (NAME, INK)
        };
        base = first;
        for line in &row.name {
            canvas.text(x, base, line, TextStyle::new(face, size).fill(ink));
            base += NAME_STEP;
        }
        base += DETAIL_STEP - NAME_STEP - 0.2;
        details(canvas, x, base, &row.details, &row.disputes);
    }

    /// The dots of an event and the bar between them.
    fn dots(&self, canvas: &mut Canvas, event: &Event<'_>, y: f64) {
        let columns = &self.layout.columns;
        let dots = lanes_of(event, &self.layout.lanes);
        let x = |lane: usize| columns.lanes[lane];
        let acting: Vec<usize> = dots
            .iter()
            .filter(|dot| dot.mode != RoleMode::Observing)
            .map(|dot| dot.lane)
            .collect();
        if let (Some(&first), Some(&last)) = (acting.first(), acting.last()) {
            if first < last {
                marks::bar(canvas, (x(first), x(last)), y, event.manner, false);
            }
            for dot in dots.iter().filter(|dot| dot.mode == RoleMode::Observing) {
                let near = if dot.lane < first { first } else { last };
                let (from, to) = (x(near.min(dot.lane)), x(near.max(dot.lane)));
                marks::bar(canvas, (from, to), y, event.manner, true);
            }
        }
        for dot in &dots {
            let colour = self.layout.lanes.all[dot.lane].colour;
            let watched = dot.mode == RoleMode::Observing;
            let ring = is_disputed(self.chronicle.story, event, dot);
            marks::dot(
                canvas,
                (x(dot.lane), y),
                colour,
                event.manner,
                watched,
                ring,
            );
        }
        for (lane, direction) in arrow_directions(&dots) {
            let tip = x(lane) - direction * (marks::DOT - 0.2);
            let angle = if direction > 0.0 {
                0.0
            } else {
                std::f64::consts::PI
            };
            marks::arrow_head(canvas, (tip, y), angle, 7.0, INK);
        }
    }

    fn last_dot(&self, event: &Event<'_>) -> Option<usize> {
        lanes_of(event, &self.layout.lanes)
            .last()
            .map(|dot| dot.lane)
    }
}

/// Details and disputes below each other.
pub(super) fn details(
    canvas: &mut Canvas,
    x: f64,
    mut base: f64,
    details: &[String],
    disputes: &[String],
) {
    for line in details {
        canvas.text(
            x,
            base,
            line,
            TextStyle::new(Face::Regular, DETAIL).fill(GREY),
        );
        base += DETAIL_STEP;
    }
    for line in disputes {
        canvas.text(x, base, line, TextStyle::new(Face::Bold, DETAIL).fill(RED));
        base += DETAIL_STEP;
    }
}
