//! The style `actors`: who shares what with whom, the width of a line by how much.

use super::write::{Attributes, Document};
use super::{Names, blank, shapes};
use crate::draw::actors::content::content;
use crate::draw::actors::words::label;
use crate::draw::actors::{ACTORS, edge_tip, line_width};
use crate::draw::story::{Manner, Story};
use crate::draw::style::INK;

pub(super) fn document(story: &Story<'_>, names: &Names) -> Document {
    let content = content(story, ACTORS);
    let mut document = blank(&story.dossier.title, "LR");
    for (key, value) in [("nodesep", "0.3"), ("ranksep", "1.4"), ("splines", "true")] {
        document.set(key, value);
    }
    for &at in &content.actors {
        let told = &story.actors[at];
        let attributes = shapes::actor(told.name, told.shape, story.colour(at));
        document.node(names.get(told.node), attributes.with("tooltip", told.name));
    }
    for edge in &content.edges {
        let [from, to] = edge
            .ends
            .map(|end| names.get(story.actors[content.actors[end]].node));
        let said = label(story, edge);
        let direction = match edge.heads {
            [false, false] => "none",
            [false, true] => "forward",
            [true, false] => "back",
            [true, true] => "both",
        };
        let style = match edge.manner {
            Manner::Told => "solid",
            Manner::Planned | Manner::Cancelled => "dashed",
            Manner::Claimed => "dotted",
        };
        let text = format!("{}\n{}", said.what, said.years);
        let attributes = Attributes::new()
            .with("label", text.trim())
            .with("dir", direction)
            .with("style", style)
            .with("penwidth", &format!("{:.1}", line_width(edge.weight())))
            .with("color", "#6B6B6B")
            .with("fontcolor", INK)
            .with("tooltip", &edge_tip(story, &content, edge));
        document.edge(from, to, attributes);
    }
    document
}
