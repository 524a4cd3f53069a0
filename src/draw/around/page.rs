//! Draws a page of the picture around an actor.

use super::super::Page;
use super::super::font::{self, CAP_HEIGHT, Face};
use super::super::labels::fill;
use super::super::marks::{self};
use super::super::sheet::{self};
use super::super::story::Event;
use super::super::style::{DETAIL, GREY, INK, MARGIN, NAME, PAPER, RED, RULE, YEAR};
use super::super::svg::{Canvas, Paint, TextStyle};
use super::left::{self};
use super::rows::{CARD_INDENT, SAYING_INDENT};
use super::rows::{DETAIL_LINE, ITEM_GAP, Item, LINE, Row, Subject};
use super::{Around, Columns};
use crate::model::registry::RoleMode;

/// From the top of a row to the middle of its first line.
pub(super) const MIDDLE: f64 = LINE / 2.0;
/// Radius of a dot on the spine, its ring left out.
pub(super) const DOT: f64 = marks::DOT + 1.2;

/// Draws a page.
pub(super) fn draw(around: &Around<'_, '_>, number: usize) -> Page {
    let (story, columns, top) = (around.story, around.columns, around.top);
    let (rows, count) = (&around.pages[number], around.pages.len());
    let foot = &around.feet[usize::from(number + 1 < count)];
    let (mut tops, mut end) = stand(rows, top, 0.0);
    let mut groups = left::place(story, around.center.actor, &dots(rows, &tops), top, end);
    let lacking = left::bottom(&groups) - end;
    if lacking > 0.0 {
        // The others need more height than the events: these move apart.
        (tops, end) = stand(rows, top, lacking);
        groups = left::place(story, around.center.actor, &dots(rows, &tops), top, end);
    }
    let bottom = end.max(left::bottom(&groups)) + if rows.is_empty() { 16.0 } else { 2.0 };
    let name = story
        .dossier
        .display_name(around.center.node, Some(&story.lang));
    let title = fill(story.words.around.title, &[name]);
    let mut subtitle = around.subtitle.clone();
    if let Some(last) = subtitle.last_mut().filter(|_| count > 1) {
        let page = fill(
            story.words.page,
            &[&(number + 1).to_string(), &count.to_string()],
        );
        *last = format!("{last} · {page}");
    }
    let height = bottom + foot.height() + MARGIN;
    let told = subtitle.join(" ");
    let described = if told.is_empty() {
        story.words.nothing
    } else {
        &told
    };
    let mut canvas = Canvas::new(columns.sheet, height, &story.lang, &title, described);
    sheet::header(&mut canvas, &title, &subtitle);
    let mut page = Drawing {
        around,
        columns,
        canvas,
    };
    page.headings(top);
    if rows.is_empty() {
        let style = TextStyle::new(Face::Regular, NAME).fill(GREY);
        page.canvas
            .text(MARGIN, top + 8.0, story.words.nothing, style);
    }
    page.spine(rows, &tops);
    for group in &groups {
        page.curves(group);
    }
    for group in &groups {
        page.group(group);
    }
    for (row, top) in rows.iter().zip(tops) {
        page.row(row, top);
    }
    foot.draw(&mut page.canvas, MARGIN, bottom, columns.width());
    page.canvas.finish()
}

/// The tops of rows that share out so much more height than they need, and where they end.
#[expect(clippy::cast_precision_loss, reason = "at most 40 rows")]
fn stand(rows: &[Row], top: f64, more: f64) -> (Vec<f64>, f64) {
    let subjects = rows
        .iter()
        .filter(|row| row.subject != Subject::Year)
        .count();
    let each = more / subjects.max(1) as f64;
    let mut end = top;
    let tops = rows
        .iter()
        .map(|row| {
            let here = end;
            end += row.height
                + if row.subject == Subject::Year {
                    0.0
                } else {
                    each
                };
            here
        })
        .collect();
    (tops, end)
}

/// The events with the heights of their dots.
fn dots(rows: &[Row], tops: &[f64]) -> Vec<(usize, f64)> {
    rows.iter()
        .zip(tops)
        .filter_map(|(row, top)| match row.subject {
            Subject::Event(at) => Some((at, top + MIDDLE)),
            _ => None,
        })
        .collect()
}

/// A page that is being drawn.
pub(super) struct Drawing<'a, 's, 'g> {
    pub(super) around: &'a Around<'s, 'g>,
    pub(super) columns: Columns,
    pub(super) canvas: Canvas,
}

impl Drawing<'_, '_, '_> {
    fn headings(&mut self, top: f64) {
        let words = self.around.story.words;
        let style = TextStyle::new(Face::Bold, NAME).fill(GREY);
        let base = top - 14.0;
        let right = fill(words.around.came_and_said, &[&self.around.center.short]);
        let room = self.columns.right_width();
        self.canvas.text(MARGIN, base, words.around.whom, style);
        self.canvas
            .text(self.columns.event, base, words.what_happened, style);
        self.canvas.text(
            self.columns.right,
            base,
            &font::shorten(&right, Face::Bold, NAME, room),
            style,
        );
        self.canvas.line(
            (MARGIN, base + 4.0),
            (self.columns.sheet - MARGIN, base + 4.0),
            Paint::stroke(INK, 0.9),
        );
    }

    /// The thick line in the actor's colour, open at the years.
    fn spine(&mut self, rows: &[Row], tops: &[f64]) {
        let dots: Vec<f64> = rows
            .iter()
            .zip(tops)
            .filter(|(row, _)| row.subject != Subject::Year)
            .map(|(_, top)| top + MIDDLE)
            .collect();
        let (Some(&first), Some(&last)) = (dots.first(), dots.last()) else {
            return;
        };
        let paint = Paint::stroke(self.around.center.colour.line, 4.0);
        let mut from = first;
        for (row, top) in rows
            .iter()
            .zip(tops)
            .filter(|(row, _)| row.subject == Subject::Year)
        {
            if *top > from {
                self.canvas.line(
                    (self.columns.spine, from),
                    (self.columns.spine, top - 1.0),
                    paint,
                );
            }
            from = first.max(top + row.height - 4.0);
        }
        if last > from {
            self.canvas.line(
                (self.columns.spine, from),
                (self.columns.spine, last),
                paint,
            );
        }
    }

    fn row(&mut self, row: &Row, top: f64) {
        let (around, columns) = (self.around, self.columns);
        let story = around.story;
        let colour = around.center.colour;
        let middle = top + MIDDLE;
        match row.subject {
            Subject::Year => return self.year(row, top),
            Subject::Event(at) => {
                let event = &story.events[at];
                self.canvas.with_tip(&story.event_tip(event), |canvas| {
                    let watched = around.center.actor.and_then(|actor| event.part_of(actor));
                    let watched = watched.is_some_and(|part| part.mode == RoleMode::Observing);
                    let disputed = !event.disputes.is_empty();
                    marks::spine_dot(
                        canvas,
                        (self.columns.spine, middle),
                        colour,
                        event.manner,
                        watched,
                        disputed,
                    );
                    words(canvas, columns, row, top, Some(event));
                });
            }
            Subject::Agreement(_) | Subject::Occasion(_) => {
                self.canvas.rect(
                    self.columns.spine - 3.6,
                    middle - 3.6,
                    7.2,
                    7.2,
                    0.0,
                    Paint::fill(colour.line).outlined(PAPER, 1.0),
                );
                words(&mut self.canvas, columns, row, top, None);
            }
            Subject::Sayings => {
                let hollow = Paint::fill(PAPER).outlined(colour.line, 1.4);
                self.canvas.rect(
                    self.columns.spine - 3.2,
                    middle - 3.2,
                    6.4,
                    6.4,
                    0.0,
                    hollow,
                );
                words(&mut self.canvas, columns, row, top, None);
            }
        }
        self.items(row, top);
    }

    fn year(&mut self, row: &Row, top: f64) {
        let base = top + 12.0;
        let style = TextStyle::new(Face::Bold, YEAR).anchor(super::super::svg::Anchor::Middle);
        self.canvas
            .text(self.columns.spine, base, &row.date, style.halo());
        let from = self.columns.spine + font::width(&row.date, Face::Bold, YEAR) / 2.0 + 6.0;
        self.canvas.line(
            (from, base - 3.2),
            (self.columns.sheet - MARGIN, base - 3.2),
            Paint::stroke(RULE, 0.7),
        );
    }

    /// What came of it and what was said, beside a thin rail.
    fn items(&mut self, row: &Row, top: f64) {
        if row.items.is_empty() {
            return;
        }
        let story = self.around.story;
        let colour = self.around.center.colour;
        let height: f64 = row.items.iter().map(|item| item.height() + ITEM_GAP).sum();
        self.canvas.line(
            (self.columns.right - 6.0, top),
            (self.columns.right - 6.0, top + height - ITEM_GAP),
            Paint::stroke(RULE, 0.9),
        );
        let mut y = top;
        for item in &row.items {
            let middle = y + MIDDLE;
            let base = middle + NAME * CAP_HEIGHT / 2.0;
            match item {
                Item::Agreement {
                    at,
                    stage,
                    name,
                    details,
                    first,
                } => {
                    self.canvas
                        .with_tip(&story.agreement_tip(&story.agreements[*at]), |canvas| {
                            marks::clock(canvas, (self.columns.right + 5.0, middle), 3.8, *stage);
                            let face = if *first { Face::Bold } else { Face::Regular };
                            let x = self.columns.right + CARD_INDENT;
                            let base =
                                lines(canvas, x, base, name, LINE, TextStyle::new(face, NAME));
                            let style = TextStyle::new(Face::Regular, DETAIL).fill(GREY);
                            lines(
                                canvas,
                                x,
                                base + DETAIL_LINE - LINE - 0.2,
                                details,
                                DETAIL_LINE,
                                style,
                            );
                        });
                }
                Item::Event { at, name } => {
                    self.canvas
                        .with_tip(&story.event_tip(&story.events[*at]), |canvas| {
                            lines(
                                canvas,
                                self.columns.right + CARD_INDENT,
                                base,
                                name,
                                LINE,
                                TextStyle::new(Face::Regular, NAME),
                            );
                        });
                }
                Item::Saying { at, says } => {
                    self.canvas
                        .with_tip(&story.claim_tip(&story.claims[*at]), |canvas| {
                            canvas.rect(
                                self.columns.right + 1.5,
                                y + 0.4,
                                2.0,
                                item.height() - 0.8,
                                0.0,
                                Paint::fill(colour.line),
                            );
                            lines(
                                canvas,
                                self.columns.right + SAYING_INDENT,
                                base,
                                says,
                                LINE,
                                TextStyle::new(Face::Italic, NAME),
                            );
                        });
                }
            }
            y += item.height() + ITEM_GAP;
        }
    }
}

/// Date, name, details and disputes of a row.
fn words(canvas: &mut Canvas, columns: Columns, row: &Row, top: f64, event: Option<&Event<'_>>) {
    let disputed =
        event.is_some_and(|event| event.disputes.iter().any(|dispute| dispute.field == "date"));
    let date = TextStyle::new(if disputed { Face::Bold } else { Face::Regular }, NAME);
    let date = date.fill(if disputed { RED } else { GREY });
    let mut base = top + MIDDLE + NAME * CAP_HEIGHT / 2.0;
    let label = font::shorten(&row.date, Face::Regular, NAME, columns.event_width);
    canvas.text(columns.event, base, &label, date);
    let name = match event {
        Some(_) => TextStyle::new(Face::Bold, NAME),
        None => TextStyle::new(Face::Italic, NAME).fill(GREY),
    };
    let mut x = columns.event;
    if row.inline {
        x += font::width(&label, Face::Regular, NAME) + 7.0;
    } else {
        base += LINE;
    }
    base = lines(canvas, x, base, &row.name, LINE, name);
    base += DETAIL_LINE - LINE - 0.2;
    let style = TextStyle::new(Face::Regular, DETAIL).fill(GREY);
    base = lines(
        canvas,
        columns.event,
        base,
        &row.details,
        DETAIL_LINE,
        style,
    );
    lines(
        canvas,
        columns.event,
        base,
        &row.disputes,
        DETAIL_LINE,
        TextStyle::new(Face::Bold, DETAIL).fill(RED),
    );
}

/// Writes lines below each other; returns the base line of the next.
fn lines(
    canvas: &mut Canvas,
    x: f64,
    mut base: f64,
    lines: &[String],
    step: f64,
    style: TextStyle<'_>,
) -> f64 {
    for line in lines {
        canvas.text(x, base, line, style);
        base += step;
    }
    base
}
