//! The style `chronicle`: events by date from top to bottom, with a thread for every actor of two
//! events or more. A skeleton: Graphviz has no lanes.

use std::collections::{BTreeMap, BTreeSet};

use super::write::{Attributes, Document};
use super::{Names, blank, shapes};
use crate::draw::labels::fill;
use crate::draw::story::{Outcome, Story};
use crate::draw::style::GREY;

/// Threads at most, the busiest actors first, as lanes in our own chronicle.
const THREADS: usize = 12;

pub(super) fn document(story: &Story<'_>, names: &mut Names) -> Document {
    let mut document = blank(&story.dossier.title, "TB");
    for (key, value) in [
        ("newrank", "true"),
        ("nodesep", "0.25"),
        ("ranksep", "0.22"),
    ] {
        document.set(key, value);
    }
    let threads = threads(story);
    let dates = dates(story);
    let axis: Vec<String> = dates
        .iter()
        .enumerate()
        .map(|(at, _)| names.new_name(&format!("date {}", at + 1)))
        .collect();
    for ((label, _), name) in dates.iter().zip(&axis) {
        let attributes = Attributes::new()
            .with("label", label)
            .with("shape", "plaintext")
            .with("fontcolor", GREY)
            .with("group", "axis");
        document.node(name, attributes);
    }
    for pair in axis.windows(2) {
        let hidden = Attributes::new()
            .with("style", "invis")
            .with("weight", "1000");
        document.edge(&pair[0], &pair[1], hidden);
    }

    let mut heads = Document::default();
    heads.set("rank", "min");
    for &actor in &threads {
        let told = &story.actors[actor];
        let attributes = shapes::actor(told.name, told.shape, story.colour(actor));
        heads.node(names.get(told.node), attributes.with("tooltip", told.name));
    }
    document.part(heads);

    let last = last_causes(story);
    for ((_, events), name) in dates.iter().zip(&axis) {
        let mut rank = Document::default();
        rank.set("rank", "same");
        rank.node(name, Attributes::new());
        for &at in events {
            let event = &story.events[at];
            let with = others(story, at, &threads);
            rank.node(
                names.get(event.node),
                shapes::event(story, event, false, &with),
            );
        }
        // An agreement stands beside the last event that led to it.
        for (&agreement, _) in last.iter().filter(|(_, cause)| events.contains(cause)) {
            let told = &story.agreements[agreement];
            let lines = shapes::agreement_lines(story, told);
            let tip = story.agreement_tip(told);
            let sheet = shapes::sheet(&lines, &tip, !told.disputes.is_empty());
            rank.node(names.get(told.node), sheet);
        }
        document.part(rank);
    }
    for (at, agreement) in story.agreements.iter().enumerate() {
        if !last.contains_key(&at) {
            let lines = shapes::agreement_lines(story, agreement);
            let tip = story.agreement_tip(agreement);
            let sheet = shapes::sheet(&lines, &tip, !agreement.disputes.is_empty());
            document.node(names.get(agreement.node), sheet);
        }
    }
    draw_threads(&mut document, story, names, &threads);
    outcomes(&mut document, story, names, &last);
    document
}

/// Actors with a thread, those with most events first.
fn threads(story: &Story<'_>) -> Vec<usize> {
    let mut busy: Vec<usize> = (0..story.actors.len())
        .filter(|&actor| story.actors[actor].events.len() > 1)
        .collect();
    busy.sort_by_key(|&actor| (std::cmp::Reverse(story.actors[actor].events.len()), actor));
    busy.truncate(THREADS);
    busy
}

/// Dates as written, in their order, each with its events; what follows each other under one
/// date stands together.
fn dates(story: &Story<'_>) -> Vec<(String, Vec<usize>)> {
    let mut dates: Vec<(String, Vec<usize>)> = Vec::new();
    for (at, event) in story.events.iter().enumerate() {
        let label = event.when.map_or_else(
            || story.words.undated.to_owned(),
            |when| when.label(story.words, None),
        );
        match dates.last_mut() {
            Some((last, events)) if *last == label => events.push(at),
            _ => dates.push((label, vec![at])),
        }
    }
    dates
}

/// Actors of an event that have no thread.
fn others(story: &Story<'_>, event: usize, threads: &[usize]) -> Vec<String> {
    let parts = story.events[event].parts.iter();
    let names: Vec<&str> = parts
        .filter(|part| !threads.contains(&part.actor))
        .map(|part| story.actors[part.actor].name)
        .collect();
    if names.is_empty() {
        Vec::new()
    } else {
        vec![fill(story.words.with, &[&names.join(", ")])]
    }
}

/// The last event that led to each agreement.
fn last_causes(story: &Story<'_>) -> BTreeMap<usize, usize> {
    let agreements = story.agreements.iter().enumerate();
    agreements
        .filter_map(|(at, agreement)| Some((at, *agreement.causes.last()?)))
        .collect()
}

fn draw_threads(document: &mut Document, story: &Story<'_>, names: &Names, threads: &[usize]) {
    for &actor in threads {
        let told = &story.actors[actor];
        let colour = story.colour(actor).line;
        let stops: BTreeSet<usize> = told.events.iter().copied().collect();
        let mut before = names.get(told.node);
        for at in stops {
            let event = names.get(story.events[at].node);
            let attributes = Attributes::new()
                .with("color", colour)
                .with("penwidth", "2.2")
                .with("arrowhead", "none")
                .with("tooltip", told.name);
            document.edge(before, event, attributes);
            before = event;
        }
    }
}

fn outcomes(
    document: &mut Document,
    story: &Story<'_>,
    names: &Names,
    last: &BTreeMap<usize, usize>,
) {
    for (at, event) in story.events.iter().enumerate() {
        let from = names.get(event.node);
        for outcome in &event.outcomes {
            match *outcome {
                Outcome::Event(effect) => {
                    let to = names.get(story.events[effect].node);
                    let attributes = Attributes::new().with("penwidth", "1.7");
                    document.edge(from, to, attributes.with("constraint", "false"));
                }
                Outcome::Agreement(agreement, stage) => {
                    let to = names.get(story.agreements[agreement].node);
                    let attributes = Attributes::new().with_some("label", story.stage(stage));
                    let free = last.get(&agreement) != Some(&at);
                    let attributes = if free {
                        attributes.with("constraint", "false")
                    } else {
                        attributes
                    };
                    document.edge(from, to, attributes);
                }
            }
        }
    }
}
