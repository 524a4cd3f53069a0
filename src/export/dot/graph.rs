//! The style `graph`: every node and relationship of a selection.

use std::collections::BTreeMap;

use super::write::{Attributes, Document};
use super::{Names, blank, shapes};
use crate::draw::sides::side_of;
use crate::draw::story::{Shape, Story};
use crate::draw::style::{GREY, INK, RED};
use crate::graph::{EdgeRef, NodeId, NodeRef, Selection, ValueRef};

/// Relationships above which Graphviz is told to spend less on their order.
const MANY: usize = 300;

/// Places in the story of the nodes that it tells of.
struct Told {
    actors: BTreeMap<NodeId, usize>,
    events: BTreeMap<NodeId, usize>,
    agreements: BTreeMap<NodeId, usize>,
    claims: BTreeMap<NodeId, usize>,
}

pub(super) fn document(story: &Story<'_>, selection: &Selection, names: &Names) -> Document {
    let graph = &story.dossier.graph;
    let told = Told::of(story);
    let mut document = blank(&story.dossier.title, "LR");
    for (key, value) in [
        ("nodesep", "0.15"),
        ("ranksep", "0.9"),
        ("splines", "true"),
        ("forcelabels", "false"),
    ] {
        document.set(key, value);
    }
    if selection.edges(graph).count() > MANY {
        // Without these Graphviz looks for a better layout for minutes.
        for (key, value) in [
            ("nslimit", "1"),
            ("nslimit1", "1"),
            ("mclimit", "0.2"),
            ("splines", "line"),
        ] {
            document.set(key, value);
        }
    }
    for node in selection.nodes(graph) {
        document.node(names.get(node), node_attributes(story, &told, node));
    }
    for edge in selection.edges(graph) {
        let (from, to) = (names.get(edge.from()), names.get(edge.to()));
        document.edge(from, to, edge_attributes(story, edge));
    }
    document
}

impl Told {
    fn of(story: &Story<'_>) -> Self {
        Self {
            actors: places(story.actors.iter().map(|actor| actor.node)),
            events: places(story.events.iter().map(|event| event.node)),
            agreements: places(story.agreements.iter().map(|agreement| agreement.node)),
            claims: places(story.claims.iter().map(|claim| claim.node)),
        }
    }
}

fn places<'g>(nodes: impl Iterator<Item = NodeRef<'g>>) -> BTreeMap<NodeId, usize> {
    nodes
        .enumerate()
        .map(|(at, node)| (node.id(), at))
        .collect()
}

fn node_attributes(story: &Story<'_>, told: &Told, node: NodeRef<'_>) -> Attributes {
    let id = node.id();
    let name = story.dossier.display_name(node, Some(&story.lang));
    if let Some(&event) = told.events.get(&id) {
        return shapes::event(story, &story.events[event], true, &[]);
    }
    if let Some(&agreement) = told.agreements.get(&id) {
        let agreement = &story.agreements[agreement];
        let lines = shapes::agreement_lines(story, agreement);
        let tip = story.agreement_tip(agreement);
        return shapes::sheet(&lines, &tip, !agreement.disputes.is_empty());
    }
    if let Some(&claim) = told.claims.get(&id) {
        let claim = &story.claims[claim];
        return shapes::saying(claim.says, &story.claim_tip(claim));
    }
    if node.is("Actor") {
        let colour = story.sides.colour(side_of(&story.dossier.graph, id));
        let shape = told
            .actors
            .get(&id)
            .map_or_else(|| shape_of(node), |&actor| story.actors[actor].shape);
        return shapes::actor(name, shape, colour).with("tooltip", &described(node, name));
    }
    if node.is("Article") {
        let title = node.text("title").unwrap_or_default();
        return shapes::article(node.text("id").unwrap_or_default(), title);
    }
    if node.is("Place") {
        return shapes::place(name, &described(node, name));
    }
    let labels: Vec<&str> = node.labels().collect();
    shapes::other(name, &labels.join(" "))
}

fn shape_of(node: NodeRef<'_>) -> Shape {
    [
        ("Person", Shape::Person),
        ("State", Shape::State),
        ("Group", Shape::Group),
    ]
    .into_iter()
    .find_map(|(label, shape)| node.is(label).then_some(shape))
    .unwrap_or(Shape::Organization)
}

fn described(node: NodeRef<'_>, name: &str) -> String {
    match node.text("description") {
        Some(description) => format!("{name}\n{description}"),
        None => name.to_owned(),
    }
}

/// Type, and role, stage, field, office or count; the quotes in the tooltip.
fn edge_attributes(story: &Story<'_>, edge: EdgeRef<'_>) -> Attributes {
    let said = edge.qualifier().map(str::to_owned).or_else(|| {
        edge.get("count")
            .and_then(ValueRef::as_int)
            .map(|count| count.to_string())
    });
    let label = match said {
        Some(said) => format!("{}\n{said}", edge.kind()),
        None => edge.kind().to_owned(),
    };
    let evidence = matches!(edge.kind(), "SUPPORTED_BY" | "MENTIONS");
    // Evidence is plenty: its labels stand where there is room left, and pull at nothing.
    let base = Attributes::new()
        .with(if evidence { "xlabel" } else { "label" }, &label)
        .with("tooltip", &tooltip(edge, &label));
    match edge.kind() {
        "INVOLVED_IN" | "PARTY_TO" => {
            let side = side_of(&story.dossier.graph, edge.from().id());
            let base = base.with("color", story.sides.colour(side).line);
            if edge.text("status") == Some("disputed") {
                base.with("fontcolor", RED)
            } else {
                base
            }
        }
        "LED_TO" => base.with("color", INK).with("penwidth", "1.7"),
        "DISPUTES" => base.with("color", RED).with("fontcolor", RED),
        _ if evidence => base
            .with("color", "#BFBFBF")
            .with("style", "dotted")
            .with("weight", "0"),
        _ => base.with("color", GREY),
    }
}

fn tooltip(edge: EdgeRef<'_>, label: &str) -> String {
    let mut quotes: Vec<&str> = edge.texts("quotes").collect();
    if quotes.is_empty() {
        quotes.extend(edge.text("quote"));
    }
    let mut tip = label.replace('\n', ": ");
    for quote in quotes {
        tip.push_str("\n“");
        tip.push_str(quote);
        tip.push('”');
    }
    tip
}
