//! DOT: a selection as a graph in the language of Graphviz, in five styles, and pictures of it by
//! an installed Graphviz.
//!
//! Every text goes through the one quoting function in `write`; nothing else makes a string of the
//! language. `shapes` says how nodes look, and each style is a file: what it shows comes from the
//! same choices as our own pictures, where things stand is left to Graphviz.

mod actors;
mod around;
mod chronicle;
mod graph;
mod graphviz;
mod overview;
mod shapes;
mod write;

#[cfg(test)]
mod tests;

pub use graphviz::{GraphvizError, GraphvizFormat, draw_with_graphviz};

use std::collections::{BTreeMap, BTreeSet};

use self::write::{Attributes, Document, Lines, quote};
use crate::draw::story::Story;
use crate::draw::style::{GREY, INK};
use crate::graph::{Dossier, NodeId, NodeRef, Selection};

/// What a graph in DOT shows, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DotStyle {
    /// Every node and relationship of the selection.
    Graph,
    /// Main events, their actors, and what came of them.
    Overview,
    /// Events by date, with a thread for each actor of several: a skeleton, without lanes.
    Chronicle,
    /// Events, agreements and sayings of one actor.
    Around,
    /// Who shares what with whom.
    Actors,
}

impl DotStyle {
    /// All styles.
    pub const ALL: [Self; 5] = [
        Self::Graph,
        Self::Overview,
        Self::Chronicle,
        Self::Around,
        Self::Actors,
    ];
}

/// What the caller says about a graph in DOT.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DotOptions {
    /// Language of names and words, a tag such as `nl`; else the first of the dossier's languages.
    pub lang: Option<String>,
    /// The actor that [`DotStyle::Around`] is about; else the one with most events.
    pub around: Option<NodeId>,
}

/// A selection of a dossier in the DOT language. The same selection gives the same text.
///
/// O(nodes + relationships), and for the styles but [`DotStyle::Graph`] what their choices take.
pub fn to_dot(
    dossier: &Dossier,
    selection: &Selection,
    style: DotStyle,
    options: &DotOptions,
) -> String {
    let drawing = crate::draw::Options {
        lang: options.lang.clone(),
        ..crate::draw::Options::default()
    };
    let story = Story::read(dossier, selection, &drawing);
    let mut names = Names::of(dossier, selection);
    let document = match style {
        DotStyle::Graph => graph::document(&story, selection, &names),
        DotStyle::Overview => overview::document(&story, &mut names),
        DotStyle::Chronicle => chronicle::document(&story, &mut names),
        DotStyle::Around => around::document(&story, options.around, &names),
        DotStyle::Actors => actors::document(&story, &names),
    };
    document.print(&dossier.title)
}

/// The identities of nodes in the graph: the `id` where it has one of its own, else a number.
struct Names {
    of: BTreeMap<NodeId, String>,
    /// As they are quoted: two ids may differ only in what cannot be written.
    taken: BTreeSet<String>,
}

impl Names {
    fn of(dossier: &Dossier, selection: &Selection) -> Self {
        let mut names = Self {
            of: BTreeMap::new(),
            taken: BTreeSet::new(),
        };
        for node in selection.nodes(&dossier.graph) {
            let number = format!("_:{}", node.id().index());
            let name = names.new_name(node.text("id").unwrap_or(&number));
            names.of.insert(node.id(), name);
        }
        names
    }

    /// A name that nothing else has, as near to the one wanted as can be.
    fn new_name(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut number = 2;
        while !self.taken.insert(quote(&name, Lines::Centred)) {
            name = format!("{wanted} {number}");
            number += 1;
        }
        name
    }

    fn get(&self, node: NodeRef<'_>) -> &str {
        self.of.get(&node.id()).map_or("", String::as_str)
    }
}

/// A graph with the font, the colours and the title of all styles.
fn blank(title: &str, direction: &str) -> Document {
    const FONT: &str = "Noto Sans,Arial,Helvetica,sans-serif";
    let mut document = Document::default();
    for (key, value) in [
        ("rankdir", direction),
        ("label", title),
        ("labelloc", "t"),
        ("labeljust", "l"),
        ("fontname", FONT),
        ("fontsize", "15"),
        ("fontcolor", INK),
        ("bgcolor", "white"),
        ("charset", "UTF-8"),
    ] {
        document.set(key, value);
    }
    let text = |size: &str| {
        Attributes::new()
            .with("fontname", FONT)
            .with("fontsize", size)
    };
    document.nodes_are(
        text("9")
            .with("shape", "box")
            .with("fontcolor", INK)
            .with("color", INK)
            .with("margin", "0.11,0.06")
            .with("height", "0.2"),
    );
    document.edges_are(
        text("7.5")
            .with("fontcolor", GREY)
            .with("color", INK)
            .with("arrowsize", "0.6"),
    );
    document
}
