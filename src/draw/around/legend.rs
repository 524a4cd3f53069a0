//! The legend of the picture around an actor: only marks that occur.

use super::super::marks;
use super::super::sheet::{self, Entry};
use super::super::story::{Event, Manner, Story};
use super::super::style::{GREY, PAPER};
use super::super::svg::Paint;
use super::Center;
use super::plan::Plan;
use super::rows::{Item, Subject};
use crate::model::registry::RoleMode;

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
