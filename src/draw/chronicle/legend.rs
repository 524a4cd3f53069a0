//! The legend of a chronicle: only marks that occur.

use super::super::font::Face;
use super::super::marks;
use super::super::sheet::{self, Entry};
use super::super::story::{Event, Manner, Story};
use super::super::style::{DETAIL, GREY, INK, OTHERS, RED, SIDES};
use super::super::svg::{Canvas, Paint, TextStyle};
use super::dots::{arrow_directions, is_disputed, lanes_of};
use super::lanes::Lanes;
use super::rows::Plan;
use crate::model::registry::RoleMode;

pub(super) fn entries(story: &Story<'_>, plan: &Plan, lanes: &Lanes) -> Vec<Entry> {
    let words = &story.words.legend;
    let any = |test: &dyn Fn(&Event<'_>) -> bool| story.events.iter().any(test);
    let has_bar = |event: &Event<'_>| lanes_of(event, lanes).len() > 1;
    let has_arrow = |event: &Event<'_>| !arrow_directions(&lanes_of(event, lanes)).is_empty();
    let (first, second) = (SIDES[0], SIDES[1]);
    let mut entries = Vec::new();
    if any(&|event| event.manner == Manner::Told && has_bar(event) && !has_arrow(event)) {
        entries.push(Entry::new(
            24.0,
            words.together,
            move |canvas: &mut Canvas, x, y| {
                marks::bar(canvas, (x + 3.6, x + 20.4), y, Manner::Told, false);
                marks::dot(canvas, (x + 3.6, y), first, Manner::Told, false, false);
                marks::dot(canvas, (x + 20.4, y), second, Manner::Told, false, false);
            },
        ));
    }
    if any(&|event| has_arrow(event)) {
        entries.push(Entry::new(
            24.0,
            words.acted,
            move |canvas: &mut Canvas, x, y| {
                marks::bar(canvas, (x + 3.6, x + 14.0), y, Manner::Told, false);
                marks::dot(canvas, (x + 3.6, y), first, Manner::Told, false, false);
                marks::dot(canvas, (x + 20.4, y), second, Manner::Told, false, false);
                marks::arrow_head(canvas, (x + 16.6, y), 0.0, 7.0, INK);
            },
        ));
    }
    for (manner, word) in [
        (Manner::Planned, words.planned),
        (Manner::Claimed, words.claimed),
        (Manner::Cancelled, story.words.cancelled),
    ] {
        if any(&|event| event.manner == manner) {
            entries.push(Entry::new(24.0, word, move |canvas: &mut Canvas, x, y| {
                marks::bar(canvas, (x + 3.6, x + 20.4), y, manner, false);
                marks::dot(canvas, (x + 3.6, y), first, manner, false, false);
                marks::dot(canvas, (x + 20.4, y), second, manner, false, false);
            }));
        }
    }
    if any(&|event| {
        event
            .parts
            .iter()
            .any(|part| part.mode == RoleMode::Observing)
    }) {
        entries.push(Entry::new(
            20.0,
            words.watched,
            move |canvas: &mut Canvas, x, y| {
                marks::bar(canvas, (x, x + 14.0), y, Manner::Told, true);
                marks::dot(canvas, (x + 16.4, y), OTHERS, Manner::Told, true, false);
            },
        ));
    }
    let ringed = any(&|event| {
        lanes_of(event, lanes)
            .iter()
            .any(|dot| is_disputed(story, event, dot))
    });
    let disputed = any(&|event| !event.disputes.is_empty())
        || story
            .agreements
            .iter()
            .any(|agreement| !agreement.disputes.is_empty());
    if ringed {
        entries.push(Entry::new(
            13.0,
            &format!("≠ {}", words.disputed),
            move |canvas: &mut Canvas, x, y| {
                marks::dot(canvas, (x + 6.5, y), first, Manner::Told, false, true);
            },
        ));
    } else if disputed {
        entries.push(Entry::new(
            5.0,
            words.disputed,
            |canvas: &mut Canvas, x, y| {
                canvas.text(
                    x,
                    y + 2.4,
                    "≠",
                    TextStyle::new(Face::Bold, DETAIL).fill(RED),
                );
            },
        ));
    }
    if !plan.agreements().is_empty() {
        entries.push(Entry::new(
            8.0,
            words.party,
            move |canvas: &mut Canvas, x, y| {
                marks::square(canvas, (x + 4.0, y), first);
            },
        ));
    }
    if any(&|event| event.witnesses > 0) {
        entries.push(Entry::new(
            8.0,
            words.witnesses,
            |canvas: &mut Canvas, x, y| {
                marks::witnesses(canvas, x + 8.0, y, 3);
            },
        ));
    }
    let reached = story
        .events
        .iter()
        .flat_map(Event::agreements)
        .map(|(_, stage)| stage);
    let stages = reached
        .chain(story.agreements.iter().map(|agreement| agreement.stage))
        .flatten();
    entries.extend(sheet::stages(story.words, &stages.collect::<Vec<_>>()));
    if plan.spoken_of.iter().any(|spoken_of| !spoken_of.is_empty()) {
        entries.push(Entry::new(
            14.0,
            words.spoken_of,
            |canvas: &mut Canvas, x, y| {
                canvas.line(
                    (x, y),
                    (x + 14.0, y),
                    Paint::stroke(GREY, 0.8).dashed("1.2 1.6"),
                );
            },
        ));
    }
    entries
}
