//! How kinds of nodes look in the formats that say so: the palette of the pictures, a colour a kind.
//! Red is left out: in every picture it means disputed and nothing else.

use crate::draw::style::{GREY, OTHERS, SIDES};
use crate::graph::NodeRef;

/// The look of a kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    /// The label of the kind; empty for all others.
    pub(super) kind: &'static str,
    /// A fill, `#RRGGBB`.
    pub(super) fill: &'static str,
    /// A light fill for dark text.
    pub(super) tint: &'static str,
    /// Diameter, where an event has 10.
    pub(super) size: u8,
    /// One of the shapes of GEXF: disc, square, triangle, diamond.
    pub(super) shape: &'static str,
}

const fn look(
    kind: &'static str,
    (fill, tint): (&'static str, &'static str),
    size: u8,
    shape: &'static str,
) -> Look {
    Look {
        kind,
        fill,
        tint,
        size,
        shape,
    }
}

const LOOKS: [Look; 6] = [
    look("Actor", (SIDES[0].line, SIDES[0].tint), 14, "disc"),
    look("Event", (SIDES[1].line, SIDES[1].tint), 10, "disc"),
    look("Agreement", (SIDES[2].line, SIDES[2].tint), 10, "square"),
    look("Place", (SIDES[3].line, SIDES[3].tint), 8, "diamond"),
    look("Claim", (OTHERS.line, OTHERS.tint), 5, "triangle"),
    look("Article", (GREY, "#FFFFFF"), 6, "square"),
];

/// What is of no kind.
pub(super) const OTHER: Look = look("", (OTHERS.line, OTHERS.tint), 8, "disc");

/// The look of a node: its first label that is a kind decides.
pub(super) fn of(node: NodeRef<'_>) -> Look {
    let known = |label| LOOKS.into_iter().find(|look| look.kind == label);
    node.labels().find_map(known).unwrap_or(OTHER)
}

/// The looks of all kinds.
pub(super) fn all() -> [Look; 6] {
    LOOKS
}

/// Red, green and blue of `#RRGGBB`.
pub(super) fn rgb(colour: &str) -> [u8; 3] {
    [1, 3, 5].map(|at| {
        let digits = colour.get(at..at + 2).unwrap_or_default();
        u8::from_str_radix(digits, 16).unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Graph;

    #[test]
    fn a_state_looks_like_an_actor_and_the_unknown_like_nothing_else() {
        let mut graph = Graph::new();
        for (labels, kind) in [(["Actor", "State"], "Actor"), (["X", "Y"], "")] {
            let node = graph.add_node(labels);
            assert_eq!(of(graph.node(node)).kind, kind);
        }
    }

    #[test]
    fn colours_are_read_by_their_digits() {
        assert_eq!(rgb("#004F82"), [0, 0x4F, 0x82]);
    }
}
