//! The style `around`: one actor, its events with all who took part, what came of them, and what
//! it said.

use std::collections::BTreeSet;

use super::overview::tie_attributes;
use super::write::{Attributes, Document};
use super::{Names, blank, shapes};
use crate::draw::story::{Outcome, Story};
use crate::draw::style::GREY;
use crate::graph::NodeId;

pub(super) fn document(story: &Story<'_>, around: Option<NodeId>, names: &Names) -> Document {
    let mut document = blank(&story.dossier.title, "LR");
    for (key, value) in [("nodesep", "0.15"), ("ranksep", "0.7")] {
        document.set(key, value);
    }
    let busiest = (0..story.actors.len())
        .max_by_key(|&actor| (story.actors[actor].events.len(), std::cmp::Reverse(actor)));
    let centre = match around {
        Some(node) => story
            .actors
            .iter()
            .position(|actor| actor.node.id() == node),
        None => busiest,
    };
    // An actor without any event or agreement still has its sayings.
    let centre_node = match (around, centre) {
        (Some(node), _) => story.dossier.graph.node(node),
        (None, Some(actor)) => story.actors[actor].node,
        (None, None) => return document,
    };
    let centre_name = match names.get(centre_node) {
        "" => return document,
        name => name,
    };
    if let Some(actor) = centre {
        let told = &story.actors[actor];
        let attributes = shapes::actor(told.name, told.shape, story.colour(actor))
            .with("tooltip", told.name)
            .with("penwidth", "3");
        document.node(centre_name, attributes);
    } else {
        let name = story.dossier.display_name(centre_node, Some(&story.lang));
        document.node(centre_name, shapes::other(name, ""));
    }
    let events: Vec<usize> =
        centre.map_or_else(Vec::new, |actor| story.actors[actor].events.clone());
    let said: Vec<usize> = (0..story.claims.len())
        .filter(|&claim| {
            let claim = &story.claims[claim];
            !claim.is_value && claim.by.iter().any(|by| by.id() == centre_node.id())
        })
        .collect();

    others(&mut document, story, names, &events, centre);
    let mut sheets: BTreeSet<usize> = centre
        .map(|actor| story.actors[actor].agreements.iter().copied().collect())
        .unwrap_or_default();
    for &at in &events {
        let event = &story.events[at];
        document.node(
            names.get(event.node),
            shapes::event(story, event, true, &[]),
        );
        for part in &event.parts {
            let attributes = tie_attributes(part.mode, event.manner)
                .with("color", story.colour(part.actor).line)
                .with(
                    "penwidth",
                    if Some(part.actor) == centre {
                        "2.2"
                    } else {
                        "1.2"
                    },
                );
            let from = names.get(story.actors[part.actor].node);
            let attributes = if Some(part.actor) == centre {
                // The others stand between.
                attributes.with("minlen", "2")
            } else {
                attributes
            };
            document.edge(from, names.get(event.node), attributes);
        }
        for outcome in &event.outcomes {
            let to = match *outcome {
                Outcome::Agreement(agreement, _) => {
                    sheets.insert(agreement);
                    story.agreements[agreement].node
                }
                Outcome::Event(effect) if events.contains(&effect) => story.events[effect].node,
                Outcome::Event(_) => continue,
            };
            let attributes = Attributes::new().with("penwidth", "1.7");
            document.edge(names.get(event.node), names.get(to), attributes);
        }
    }
    for agreement in sheets {
        let told = &story.agreements[agreement];
        let tip = story.agreement_tip(told);
        let lines = shapes::agreement_lines(story, told);
        document.node(
            names.get(told.node),
            shapes::sheet(&lines, &tip, !told.disputes.is_empty()),
        );
        if !told.causes.iter().any(|cause| events.contains(cause)) {
            let attributes = Attributes::new()
                .with("color", GREY)
                .with("arrowhead", "none");
            document.edge(
                centre_name,
                names.get(told.node),
                attributes.with("minlen", "3"),
            );
        }
    }
    for claim in said {
        let claim = &story.claims[claim];
        let name = names.get(claim.node);
        document.node(name, shapes::saying(claim.says, &story.claim_tip(claim)));
        let attributes = Attributes::new()
            .with("color", GREY)
            .with("style", "dotted")
            .with("arrowhead", "none");
        match claim.during.filter(|during| events.contains(during)) {
            Some(during) => document.edge(names.get(story.events[during].node), name, attributes),
            None => document.edge(centre_name, name, attributes.with("minlen", "3")),
        }
    }
    document
}

/// The other actors of the events, in one column.
fn others(
    document: &mut Document,
    story: &Story<'_>,
    names: &Names,
    events: &[usize],
    centre: Option<usize>,
) {
    let others: BTreeSet<usize> = events
        .iter()
        .flat_map(|&event| story.events[event].parts.iter().map(|part| part.actor))
        .filter(|&actor| Some(actor) != centre)
        .collect();
    let mut column = Document::default();
    column.set("rank", "same");
    for actor in others {
        let told = &story.actors[actor];
        let attributes = shapes::actor(told.name, told.shape, story.colour(actor));
        column.node(names.get(told.node), attributes.with("tooltip", told.name));
    }
    document.part(column);
}
