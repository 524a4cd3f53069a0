//! Draws a page of the picture around an actor.

use super::super::Page;
use super::super::font::{self, CAP_HEIGHT, Face};
use super::super::labels::fill;
use super::super::marks::{self, Frame};
use super::super::sheet::{self, Entry};
use super::super::story::Story;
use super::super::story::{Event, Manner, Shape};
use super::super::style::{DETAIL, GREY, INK, MARGIN, NAME, OTHERS, PAPER, RED, RULE, YEAR};
use super::super::svg::{Canvas, Paint, Path, TextStyle};
use super::left::{self, BOX, Edge, Group, Node};
use super::rows::{CARD_INDENT, Plan, SAYING_INDENT};
use super::rows::{DETAIL_LINE, ITEM_GAP, Item, LINE, Row, Subject};
use super::{Around, Center, Columns};
use crate::model::registry::RoleMode;

/// From the top of a row to the middle of its first line.
const MIDDLE: f64 = LINE / 2.0;
/// Radius of a dot on the spine, its ring left out.
const DOT: f64 = marks::DOT + 1.2;

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

struct Drawing<'a, 's, 'g> {
    around: &'a Around<'s, 'g>,
    columns: Columns,
    canvas: Canvas,
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

    fn group(&mut self, group: &Group) {
        let story = self.around.story;
        let Some(first) = group.nodes.first() else {
            return;
        };
        let kind = match group.shape {
            Shape::Person => 0,
            Shape::State => 1,
            Shape::Organization => 2,
            Shape::Group => 3,
        };
        let style = TextStyle::new(Face::Regular, DETAIL).fill(GREY).halo();
        self.canvas.text(
            MARGIN,
            first.y - BOX / 2.0 - 4.0,
            story.words.around.kinds[kind],
            style,
        );
        for node in &group.nodes {
            let frame = Frame {
                x: MARGIN,
                y: node.y - BOX / 2.0,
                width: self.columns.boxes,
                height: BOX,
            };
            let names: Vec<_> = node
                .actors
                .iter()
                .map(|&actor| story.actors[actor].name)
                .collect();
            let colour = if node.actors.len() > 1 {
                OTHERS
            } else {
                story.colour(node.actors[0])
            };
            self.canvas.with_tip(&names.join("\n"), |canvas| {
                marks::actor(canvas, frame, node.shape, colour, &node.label);
            });
        }
    }

    fn curves(&mut self, group: &Group) {
        for node in &group.nodes {
            for edge in &node.edges {
                self.curve(node, edge);
            }
        }
    }

    /// A line from an actor to a dot on the spine, with an arrow head at the passive end.
    fn curve(&mut self, node: &Node, edge: &Edge) {
        let story = self.around.story;
        let event = &story.events[edge.event];
        let colour = if node.actors.len() > 1 {
            OTHERS
        } else {
            story.colour(node.actors[0])
        };
        let ring = if event.disputes.is_empty() { 0.0 } else { 2.8 };
        let left = MARGIN + self.columns.boxes + if node.shape == Shape::Group { 2.5 } else { 0.0 };
        let right = self.columns.spine - DOT - ring;
        let to_center = edge.mode == RoleMode::Active && edge.center == Some(RoleMode::Passive);
        let to_other = edge.mode == RoleMode::Passive && edge.center == Some(RoleMode::Active);
        let start = (if to_other { left + 5.0 } else { left }, node.y);
        let end = (if to_center { right - 5.0 } else { right }, edge.y);
        let pull = (right - left) * 0.55;
        let path =
            || Path::at(start.0, start.1).curve((left + pull, start.1), (right - pull, end.1), end);
        let line = colour.line;
        self.canvas.path(&path(), Paint::stroke(PAPER, 2.8));
        match event.manner {
            _ if edge.mode == RoleMode::Observing => {
                self.canvas
                    .path(&path(), Paint::stroke(line, 0.9).dashed("1.2 1.8"));
            }
            Manner::Told => self.canvas.path(&path(), Paint::stroke(line, 1.1)),
            Manner::Planned | Manner::Cancelled => {
                self.canvas.path(&path(), Paint::stroke(line, 2.0));
                self.canvas.path(&path(), Paint::stroke(PAPER, 0.8));
            }
            Manner::Claimed => self
                .canvas
                .path(&path(), Paint::stroke(line, 1.1).dashed("2.6 1.8")),
        }
        if to_other {
            marks::arrow_head(
                &mut self.canvas,
                (left + 0.4, node.y),
                std::f64::consts::PI,
                7.0,
                line,
            );
        }
        if to_center {
            marks::arrow_head(&mut self.canvas, (right + 0.4, edge.y), 0.0, 7.0, line);
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

/// The legend: only marks that occur.
pub(super) fn legend(story: &Story<'_>, center: &Center<'_>, plan: &Plan) -> Vec<Entry> {
    let words = &story.words.legend;
    let colour = center.colour;
    let events: Vec<&Event<'_>> = plan.events.iter().map(|&at| &story.events[at]).collect();
    let has = |subject: fn(&Subject) -> bool| plan.rows.iter().any(|row| subject(&row.subject));
    let mut entries = Vec::new();
    for (manner, word) in [
        (Manner::Told, words.event),
        (Manner::Planned, words.planned),
        (Manner::Claimed, words.claimed),
        (Manner::Cancelled, story.words.cancelled),
    ] {
        if events.iter().any(|event| event.manner == manner) {
            entries.push(Entry::new(10.0, word, move |canvas, x, y| {
                marks::dot(canvas, (x + 5.0, y), colour, manner, false, false);
            }));
        }
    }
    if events.iter().any(|event| !event.disputes.is_empty()) {
        entries.push(Entry::new(
            15.0,
            &format!("≠ {}", words.disputed),
            move |canvas, x, y| {
                marks::dot(canvas, (x + 7.5, y), colour, Manner::Told, false, true);
            },
        ));
    }
    if has(|subject| matches!(subject, Subject::Agreement(_) | Subject::Occasion(_))) {
        entries.push(Entry::new(8.0, words.party, move |canvas, x, y| {
            canvas.rect(x, y - 3.6, 7.2, 7.2, 0.0, Paint::fill(colour.line));
        }));
    }
    if has(|subject| *subject == Subject::Sayings) {
        entries.push(Entry::new(
            8.0,
            story.words.around.statements,
            move |canvas, x, y| {
                canvas.rect(
                    x,
                    y - 3.2,
                    6.4,
                    6.4,
                    0.0,
                    Paint::fill(PAPER).outlined(colour.line, 1.4),
                );
            },
        ));
    }
    if plan
        .rows
        .iter()
        .flat_map(|row| &row.items)
        .any(|item| matches!(item, Item::Saying { .. }))
    {
        entries.push(Entry::new(4.0, words.said, move |canvas, x, y| {
            canvas.rect(x + 1.0, y - 4.0, 2.0, 8.0, 0.0, Paint::fill(colour.line));
        }));
    }
    let arrow = |event: &&Event<'_>| {
        let own = center
            .actor
            .and_then(|actor| event.part_of(actor))
            .map(|part| part.mode);
        let other = match own {
            Some(RoleMode::Active) => RoleMode::Passive,
            Some(RoleMode::Passive) => RoleMode::Active,
            _ => return false,
        };
        event.parts.iter().any(|part| part.mode == other)
    };
    if events.iter().any(arrow) {
        entries.push(Entry::new(20.0, words.acted_on, |canvas, x, y| {
            canvas.line((x, y), (x + 14.0, y), Paint::stroke(GREY, 1.1));
            marks::arrow_head(canvas, (x + 20.0, y), 0.0, 7.0, GREY);
        }));
    }
    let stages = plan
        .rows
        .iter()
        .flat_map(|row| &row.items)
        .filter_map(|item| match item {
            Item::Agreement { stage, .. } => *stage,
            _ => None,
        });
    entries.extend(sheet::stages(story.words, &stages.collect::<Vec<_>>()));
    entries
}
