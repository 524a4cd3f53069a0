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

    let sheets = sheets(story, names);
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
        // What came of the events stands beside them.
        for sheet in sheets.iter().filter(|sheet| events.contains(&sheet.beside)) {
            rank.node(&sheet.name, sheet_attributes(story, &sheet.agreements));
        }
        document.part(rank);
    }
    for (at, agreement) in story.agreements.iter().enumerate() {
        if agreement.causes.is_empty() {
            document.node(names.get(agreement.node), sheet_attributes(story, &[at]));
        }
    }
    draw_threads(&mut document, story, names, &threads);
    outcomes(&mut document, story, names, &sheets);
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

/// Agreements that are one node.
struct Sheet {
    name: String,
    agreements: Vec<usize>,
    /// The last of the events that led to them.
    beside: usize,
}

/// What each event alone led to on one sheet; what several led to on a sheet of its own, beside
/// the last of them.
fn sheets(story: &Story<'_>, names: &mut Names) -> Vec<Sheet> {
    let mut alone: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut sheets = Vec::new();
    for (at, agreement) in story.agreements.iter().enumerate() {
        match agreement.causes.as_slice() {
            [] => {}
            [cause] => alone.entry(*cause).or_default().push(at),
            [.., last] => sheets.push(Sheet {
                name: names.get(agreement.node).to_owned(),
                agreements: vec![at],
                beside: *last,
            }),
        }
    }
    for (nth, (beside, agreements)) in alone.into_iter().enumerate() {
        let name = match agreements.as_slice() {
            [one] => names.get(story.agreements[*one].node).to_owned(),
            _ => names.new_name(&format!("sheet {}", nth + 1)),
        };
        sheets.push(Sheet {
            name,
            agreements,
            beside,
        });
    }
    sheets
}

fn sheet_attributes(story: &Story<'_>, agreements: &[usize]) -> Attributes {
    let told = || agreements.iter().map(|&at| &story.agreements[at]);
    let lines: Vec<String> = told()
        .flat_map(|agreement| shapes::agreement_lines(story, agreement))
        .collect();
    let tips: Vec<String> = told()
        .map(|agreement| story.agreement_tip(agreement))
        .collect();
    let disputed = told().any(|agreement| !agreement.disputes.is_empty());
    shapes::sheet(&lines, &tips.join("\n\n"), disputed)
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

fn outcomes(document: &mut Document, story: &Story<'_>, names: &Names, sheets: &[Sheet]) {
    let line = || Attributes::new().with("penwidth", "1.7");
    for event in &story.events {
        for outcome in &event.outcomes {
            if let Outcome::Event(effect) = *outcome {
                let to = names.get(story.events[effect].node);
                document.edge(
                    names.get(event.node),
                    to,
                    line().with("constraint", "false"),
                );
            }
        }
    }
    for sheet in sheets {
        let causes = &story.agreements[sheet.agreements[0]].causes;
        for &cause in causes {
            let from = names.get(story.events[cause].node);
            let free = cause != sheet.beside;
            let attributes = if free {
                line().with("constraint", "false")
            } else {
                line()
            };
            document.edge(from, &sheet.name, attributes);
        }
    }
}
