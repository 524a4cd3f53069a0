//! Draws a laid-out overview.

use std::collections::BTreeSet;
use std::f64::consts::PI;

use super::card::{Card, PAD};
use super::content::{Content, Target};
use super::layout::{Layout, Route};
use super::words::OverviewWords;
use crate::draw::marks::{self, DOT, Frame};
use crate::draw::sheet::Entry;
use crate::draw::story::{Manner, Story};
use crate::draw::style::{Colour, GREY, INK, OTHERS, PAPER, RED};
use crate::draw::svg::{Anchor, Canvas, Paint, Path, TextStyle};
use crate::model::registry::RoleMode;

/// Width of a tie.
const TIE: f64 = 1.5;
/// Width of a lead.
const LEAD: f64 = 1.7;
/// Width of the white edge that makes a bridge of a crossing.
const BRIDGE: f64 = 4.0;
/// Radius of corners of edges.
const CORNER: f64 = 4.0;
/// Size of arrow heads.
const HEAD: f64 = 8.0;
/// The sheets' paper.
const SHEET: &str = "#FAFAFA";

/// Draws edges, boxes and marks.
pub(super) fn paint(canvas: &mut Canvas, story: &Story<'_>, content: &Content, layout: &Layout) {
    for (lead, route) in content.leads.iter().zip(&layout.leads) {
        let tip = lead_tip(story, content, lead.from, lead.to);
        canvas.with_tip(&tip, |canvas| edge(canvas, route, INK, LEAD, ""));
    }
    for (at, route) in layout.ties.iter().enumerate() {
        tie(canvas, story, content, at, route);
    }
    for (at, (portrait, frame)) in layout.actors.iter().enumerate() {
        let tip = actor_tip(story, content.actors[at]);
        canvas.with_tip(&tip, |canvas| portrait.draw(canvas, *frame));
    }
    for (at, (card, frame)) in layout.events.iter().enumerate() {
        event(
            canvas,
            story,
            content.events[at],
            card,
            *frame,
            layout.scale,
        );
    }
    for (card, frame) in &layout.sheets {
        sheet(canvas, story, card, *frame, layout.scale);
    }
    for (lead, route) in content.leads.iter().zip(&layout.leads) {
        let direction = if matches!(lead.to, Target::Event(_)) {
            PI
        } else {
            0.0
        };
        if let Some(&tip) = route.last() {
            marks::arrow_head(canvas, tip, direction, HEAD, INK);
        }
    }
    for (at, route) in layout.ties.iter().enumerate() {
        tie_end(canvas, story, content, at, route);
    }
}

fn edge(canvas: &mut Canvas, route: &Route, colour: &str, width: f64, dash: &str) {
    let path = rounded(route);
    canvas.path(&path, Paint::stroke(PAPER, BRIDGE));
    let paint = Paint::stroke(colour, width);
    let paint = if dash.is_empty() {
        paint
    } else {
        paint.dashed(dash)
    };
    canvas.path(&path, paint);
}

/// The course with round corners.
fn rounded(route: &[(f64, f64)]) -> Path {
    let [from, middle @ .., to] = route else {
        return Path::default();
    };
    let mut path = Path::at(from.0, from.1);
    let mut before = *from;
    for (at, &corner) in middle.iter().enumerate() {
        let after = middle.get(at + 1).copied().unwrap_or(*to);
        let length = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).abs() + (a.1 - b.1).abs();
        let radius = CORNER
            .min(length(before, corner) / 2.0)
            .min(length(corner, after) / 2.0);
        let towards = |end: (f64, f64)| {
            let length = length(corner, end).max(f64::EPSILON);
            (
                corner.0 + (end.0 - corner.0) / length * radius,
                corner.1 + (end.1 - corner.1) / length * radius,
            )
        };
        let (enter, leave) = (towards(before), towards(after));
        path = path.to(enter.0, enter.1).curve(corner, corner, leave);
        before = corner;
    }
    path.to(to.0, to.1)
}

fn tie(canvas: &mut Canvas, story: &Story<'_>, content: &Content, at: usize, route: &Route) {
    let tie = content.ties[at];
    let (actor, event) = (content.actors[tie.actor], content.events[tie.event]);
    let colour = story.colour(actor);
    let manner = story.events[event].manner;
    canvas.with_tip(&tie_tip(story, actor, event), |canvas| {
        match (tie.mode, manner) {
            (RoleMode::Observing, _) => edge(canvas, route, colour.line, 1.2, "1.2 2"),
            (_, Manner::Told) => edge(canvas, route, colour.line, TIE, ""),
            (_, Manner::Claimed) => edge(canvas, route, colour.line, TIE, "3.4 2.2"),
            (_, Manner::Planned | Manner::Cancelled) => {
                edge(canvas, route, colour.line, 2.6, "");
                canvas.path(&rounded(route), Paint::stroke(PAPER, 1.2));
            }
        }
    });
}

/// The dot or arrow head of a tie.
fn tie_end(canvas: &mut Canvas, story: &Story<'_>, content: &Content, at: usize, route: &Route) {
    let tie = content.ties[at];
    let event = &story.events[content.events[tie.event]];
    let colour = story.colour(content.actors[tie.actor]);
    let (Some(&start), Some(&end)) = (route.first(), route.last()) else {
        return;
    };
    match tie.mode {
        RoleMode::Active => marks::arrow_head(canvas, end, 0.0, HEAD, colour.line),
        RoleMode::Passive => marks::arrow_head(canvas, start, PI, HEAD, colour.line),
        RoleMode::Equal => marks::dot(canvas, end, colour, event.manner, false, false),
        RoleMode::Observing => marks::dot(canvas, end, colour, event.manner, true, false),
    }
}

fn event(canvas: &mut Canvas, story: &Story<'_>, at: usize, card: &Card, frame: Frame, scale: f64) {
    let event = &story.events[at];
    let disputed = !event.disputes.is_empty();
    let colour = if disputed { RED } else { INK };
    let width = if disputed { 1.9 } else { 1.1 };
    let outline = Paint::fill(PAPER).outlined(colour, width);
    canvas.with_tip(&story.event_tip(event), |canvas| {
        let Frame {
            x,
            y,
            width,
            height,
        } = frame;
        let radius = 5.0 * scale;
        match event.manner {
            Manner::Told => canvas.rect(x, y, width, height, radius, outline),
            Manner::Claimed => canvas.rect(x, y, width, height, radius, outline.dashed("3.4 2.2")),
            Manner::Planned | Manner::Cancelled => {
                canvas.rect(
                    x,
                    y,
                    width,
                    height,
                    radius,
                    Paint::fill(PAPER).outlined(colour, 2.8),
                );
                canvas.rect(x, y, width, height, radius, Paint::stroke(PAPER, 1.2));
            }
        }
        lines(canvas, card, frame, scale);
        if event.witnesses > 0 {
            let base = card
                .lines
                .first()
                .map_or(PAD * scale, |line| line.base - 2.4);
            let right = frame.x + frame.width - PAD * scale;
            marks::witnesses(
                canvas,
                right,
                frame.y + shift(card, frame) + base,
                event.witnesses,
            );
        }
    });
}

/// How far the lines of a card stand below its top in a box that may be taller.
fn shift(card: &Card, frame: Frame) -> f64 {
    (frame.height - card.height).max(0.0) / 2.0
}

fn lines(canvas: &mut Canvas, card: &Card, frame: Frame, scale: f64) {
    let top = frame.y + shift(card, frame);
    for line in &card.lines {
        let style = TextStyle::new(line.face, line.size).fill(line.fill);
        let y = top + line.base;
        if line.right {
            let x = frame.x + frame.width - PAD * scale;
            canvas.text(x, y, &line.text, style.anchor(Anchor::End));
        } else {
            canvas.text(frame.x + line.indent, y, &line.text, style);
        }
    }
}

fn sheet(canvas: &mut Canvas, story: &Story<'_>, card: &Card, frame: Frame, scale: f64) {
    let Frame {
        x,
        y,
        width,
        height,
    } = frame;
    let fold = 8.0 * scale;
    let (right, bottom) = (x + width, y + height);
    let outline = Path::at(x, y)
        .to(right - fold, y)
        .to(right, y + fold)
        .to(right, bottom)
        .to(x, bottom)
        .close();
    let corner = Path::at(right - fold, y)
        .to(right - fold, y + fold)
        .to(right, y + fold);
    canvas.path(&outline, Paint::fill(SHEET).outlined(INK, 1.1));
    canvas.path(&corner, Paint::fill(PAPER).outlined(INK, 0.9));
    lines(canvas, card, frame, scale);
    let top = y + shift(card, frame);
    for &(middle, stage, agreement) in &card.clocks {
        let tip = story.agreement_tip(&story.agreements[agreement]);
        let at = (x + (PAD + 4.0) * scale, top + middle);
        canvas.with_tip(&tip, |canvas| {
            // A surface to point at, as wide as the name.
            let row = Paint::fill(SHEET);
            canvas.rect(
                x + 1.0,
                top + middle - 4.5 * scale,
                13.0 * scale,
                9.0 * scale,
                0.0,
                row,
            );
            marks::clock(canvas, at, 3.8 * scale, stage);
        });
    }
}

fn actor_tip(story: &Story<'_>, actor: usize) -> String {
    let told = &story.actors[actor];
    let mut lines = vec![told.name.to_owned()];
    lines.extend(told.node.text("description").map(str::to_owned));
    lines.extend(told.events.iter().map(|&event| {
        let event = &story.events[event];
        let date = event.when.map(|when| when.label(story.words, None));
        [date.unwrap_or_default(), event.name.to_owned()]
            .join(" ")
            .trim()
            .to_owned()
    }));
    lines.join("\n")
}

fn tie_tip(story: &Story<'_>, actor: usize, event: usize) -> String {
    let (told, event) = (&story.actors[actor], &story.events[event]);
    let roles: Vec<String> = event
        .part_of(actor)
        .into_iter()
        .flat_map(|part| part.roles.iter().map(|role| story.key(role)))
        .collect();
    let mut tip = format!("{}: {}\n{}", told.name, roles.join(", "), event.name);
    let mut edges: Vec<_> = event
        .node
        .incoming()
        .filter(|edge| edge.kind() == "INVOLVED_IN" && edge.from().id() == told.node.id())
        .collect();
    edges.sort_by_key(|edge| edge.id());
    let quotes = edges.iter().flat_map(|edge| {
        let quotes: Vec<&str> = edge.texts("quotes").collect();
        if quotes.is_empty() {
            edge.text("quote").into_iter().collect()
        } else {
            quotes
        }
    });
    let mut seen = BTreeSet::new();
    for quote in quotes.filter(|quote| seen.insert(*quote)).take(3) {
        tip.push_str("\n“");
        tip.push_str(quote);
        tip.push('”');
    }
    tip
}

fn lead_tip(story: &Story<'_>, content: &Content, from: usize, to: Target) -> String {
    let event = &story.events[content.events[from]];
    let effects: Vec<&str> = match to {
        Target::Event(to) => vec![story.events[content.events[to]].name],
        Target::Sheet(sheet) => content.sheets[sheet]
            .agreements
            .iter()
            .map(|&agreement| story.agreements[agreement].name)
            .collect(),
    };
    format!("{} → {}", event.name, effects.join(", "))
}

/// The legend: only marks that occur.
pub(super) fn legend(
    story: &Story<'_>,
    content: &Content,
    layout: &Layout,
    own: &OverviewWords,
) -> Vec<Entry> {
    let colour = content
        .actors
        .first()
        .map_or(OTHERS, |&actor| story.colour(actor));
    let mut entries = tie_entries(story, content, own, colour);
    if !content.leads.is_empty() {
        entries.push(Entry::new(24.0, own.led_to, |canvas, x, y| {
            canvas.line((x, y), (x + 20.0, y), Paint::stroke(INK, LEAD));
            marks::arrow_head(canvas, (x + 24.0, y), 0.0, HEAD, INK);
        }));
    }
    let events = || content.events.iter().map(|&event| &story.events[event]);
    for (manner, word) in [
        (Manner::Planned, story.words.legend.planned),
        (Manner::Claimed, story.words.legend.claimed),
    ] {
        if events().any(|event| event.manner == manner) {
            entries.push(Entry::new(16.0, word, move |canvas, x, y| {
                let outline = Paint::fill(PAPER).outlined(INK, 1.1);
                match manner {
                    Manner::Planned => {
                        canvas.rect(
                            x,
                            y - 4.0,
                            16.0,
                            8.0,
                            2.5,
                            Paint::fill(PAPER).outlined(INK, 2.8),
                        );
                        canvas.rect(x, y - 4.0, 16.0, 8.0, 2.5, Paint::stroke(PAPER, 1.2));
                    }
                    _ => canvas.rect(x, y - 4.0, 16.0, 8.0, 2.5, outline.dashed("3.4 2.2")),
                }
            }));
        }
    }
    if events().any(|event| !event.disputes.is_empty()) {
        let word = format!("≠ {}", story.words.legend.disputed);
        entries.push(Entry::new(16.0, &word, |canvas, x, y| {
            canvas.rect(
                x,
                y - 4.0,
                16.0,
                8.0,
                2.5,
                Paint::fill(PAPER).outlined(RED, 1.7),
            );
        }));
    }
    if events().any(|event| event.witnesses > 0) {
        entries.push(Entry::new(
            8.1,
            story.words.legend.witnesses,
            |canvas, x, y| {
                marks::witnesses(canvas, x + 8.1, y, 3);
            },
        ));
    }
    let clocks = layout.sheets.iter().flat_map(|(card, _)| &card.clocks);
    let stages: BTreeSet<usize> = clocks
        .filter_map(|(_, stage, _)| stage.map(|stage| if stage < 7 { stage.min(3) } else { 7 }))
        .collect();
    for stage in stages {
        let word = match stage {
            3 => story.words.legend.signed,
            7 => own.cancelled,
            _ => story.stage(Some(stage)).unwrap_or_default(),
        };
        entries.push(Entry::new(8.0, word, move |canvas, x, y| {
            marks::clock(canvas, (x + 4.0, y), 3.6, Some(stage));
        }));
    }
    entries
}

fn tie_entries(
    story: &Story<'_>,
    content: &Content,
    own: &OverviewWords,
    colour: Colour,
) -> Vec<Entry> {
    let line = colour.line;
    let mut entries = Vec::new();
    let occurs = |mode: RoleMode| content.ties.iter().any(|tie| tie.mode == mode);
    if occurs(RoleMode::Equal) {
        entries.push(Entry::new(24.0, own.took_part, move |canvas, x, y| {
            canvas.line((x, y), (x + 20.0, y), Paint::stroke(line, TIE));
            marks::dot(
                canvas,
                (x + 24.0 - DOT, y),
                colour,
                Manner::Told,
                false,
                false,
            );
        }));
    }
    if occurs(RoleMode::Active) {
        entries.push(Entry::new(24.0, own.acted, move |canvas, x, y| {
            canvas.line((x, y), (x + 20.0, y), Paint::stroke(line, TIE));
            marks::arrow_head(canvas, (x + 24.0, y), 0.0, HEAD, line);
        }));
    }
    if occurs(RoleMode::Passive) {
        entries.push(Entry::new(24.0, own.acted_on, move |canvas, x, y| {
            canvas.line((x + 4.0, y), (x + 24.0, y), Paint::stroke(line, TIE));
            marks::arrow_head(canvas, (x, y), PI, HEAD, line);
        }));
    }
    if occurs(RoleMode::Observing) {
        entries.push(Entry::new(
            24.0,
            story.words.legend.watched,
            move |canvas, x, y| {
                canvas.line(
                    (x, y),
                    (x + 20.0, y),
                    Paint::stroke(GREY, 1.2).dashed("1.2 2"),
                );
                marks::dot(
                    canvas,
                    (x + 24.0 - DOT, y),
                    OTHERS,
                    Manner::Told,
                    true,
                    false,
                );
            },
        ));
    }
    entries
}
