//! The style `overview`: what our own overview shows, laid out by Graphviz in three columns.

use super::write::{Attributes, Document};
use super::{Names, blank, shapes};
use crate::draw::labels::fill;
use crate::draw::overview::content::{Content, Limits, Target, content};
use crate::draw::overview::{ACTORS, EVENTS};
use crate::draw::story::{Manner, Story};
use crate::model::registry::RoleMode;

pub(super) fn document(story: &Story<'_>, names: &mut Names) -> Document {
    let content = content(
        story,
        Limits {
            events: EVENTS,
            actors: ACTORS,
        },
    );
    let mut document = blank(&story.dossier.title, "LR");
    for (key, value) in [("nodesep", "0.15"), ("ranksep", "0.9"), ("size", "11,7.6")] {
        document.set(key, value);
    }
    let actor = |place: usize| {
        names
            .get(story.actors[content.actors[place]].node)
            .to_owned()
    };
    let event = |place: usize| {
        names
            .get(story.events[content.events[place]].node)
            .to_owned()
    };

    let mut column = Document::default();
    column.set("rank", "same");
    for (place, &at) in content.actors.iter().enumerate() {
        let told = &story.actors[at];
        let attributes = shapes::actor(told.name, told.shape, story.colour(at));
        column.node(&actor(place), attributes.with("tooltip", told.name));
    }
    document.part(column);
    // What no event of these led to stands in one column, in the order of dates: edges that are
    // not seen hold it.
    let is_effect = |place: usize| {
        let leads = &content.leads;
        leads.iter().any(|lead| lead.to == Target::Event(place))
    };
    let mut column = Document::default();
    column.set("rank", "same");
    let mut before: Option<usize> = None;
    for (place, &at) in content.events.iter().enumerate() {
        let with = folded(story, &content, at);
        let attributes = shapes::event(story, &story.events[at], true, &with);
        if is_effect(place) {
            document.node(&event(place), attributes);
            continue;
        }
        column.node(&event(place), attributes);
        if let Some(before) = before {
            let hidden = Attributes::new().with("style", "invis");
            column.edge(&event(before), &event(place), hidden);
        }
        before = Some(place);
    }
    document.part(column);
    ties(&mut document, story, &content, actor, event);

    let sheets: Vec<String> = (0..content.sheets.len())
        .map(|at| names.new_name(&format!("sheet {}", at + 1)))
        .collect();
    for (sheet, name) in content.sheets.iter().zip(&sheets) {
        let agreements = || sheet.agreements.iter().map(|&at| &story.agreements[at]);
        let mut lines: Vec<String> = agreements()
            .flat_map(|agreement| shapes::agreement_lines(story, agreement))
            .collect();
        let parties: Vec<&str> = sheet
            .parties
            .iter()
            .map(|&at| story.actors[at].name)
            .collect();
        lines.push(parties.join(" – "));
        let tips: Vec<String> = agreements()
            .map(|agreement| story.agreement_tip(agreement))
            .collect();
        let disputed = agreements().any(|agreement| !agreement.disputes.is_empty());
        document.node(name, shapes::sheet(&lines, &tips.join("\n\n"), disputed));
    }
    for lead in &content.leads {
        let to = match lead.to {
            Target::Event(place) => event_name(story, &content, names, place),
            Target::Sheet(at) => sheets[at].clone(),
        };
        let from = event_name(story, &content, names, lead.from);
        document.edge(&from, &to, Attributes::new().with("penwidth", "1.7"));
    }
    document
}

fn event_name(story: &Story<'_>, content: &Content, names: &Names, place: usize) -> String {
    names
        .get(story.events[content.events[place]].node)
        .to_owned()
}

/// Actors of an event that have no node of their own.
fn folded(story: &Story<'_>, content: &Content, event: usize) -> Vec<String> {
    let Some(folded) = content.folded.get(&event) else {
        return Vec::new();
    };
    let names: Vec<&str> = folded
        .iter()
        .map(|&actor| story.actors[actor].name)
        .collect();
    vec![fill(story.words.with, &[&names.join(", ")])]
}

fn ties(
    document: &mut Document,
    story: &Story<'_>,
    content: &Content,
    actor: impl Fn(usize) -> String,
    event: impl Fn(usize) -> String,
) {
    for tie in &content.ties {
        let told = &story.events[content.events[tie.event]];
        let colour = story.colour(content.actors[tie.actor]);
        let attributes = tie_attributes(tie.mode, told.manner)
            .with("color", colour.line)
            .with("penwidth", "1.5");
        document.edge(&actor(tie.actor), &event(tie.event), attributes);
    }
}

/// The head and the line of an actor's part in an event; an edge always runs from the actor.
pub(super) fn tie_attributes(mode: RoleMode, manner: Manner) -> Attributes {
    let hollow = manner != Manner::Told;
    let base = Attributes::new();
    let base = match mode {
        RoleMode::Active => base.with("arrowhead", "normal"),
        RoleMode::Passive => base.with("dir", "back").with("arrowtail", "normal"),
        RoleMode::Equal if hollow => base.with("arrowhead", "odot"),
        RoleMode::Equal => base.with("arrowhead", "dot"),
        RoleMode::Observing => return base.with("arrowhead", "odot").with("style", "dotted"),
    };
    match manner {
        Manner::Told => base,
        Manner::Planned | Manner::Cancelled => base.with("style", "dashed"),
        Manner::Claimed => base.with("style", "dotted"),
    }
}
