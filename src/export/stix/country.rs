//! The codes of states by their English names, as ISO 3166 has them.

use iso_country::Country;

use crate::export::View;
use crate::graph::{NodeId, NodeRef};

/// How far places may lie in places.
const DEPTH: usize = 16;

/// Names that people use where ISO 3166 has another.
const USUAL: [(&str, &str); 24] = [
    ("Russia", "RU"),
    ("Iran", "IR"),
    ("Syria", "SY"),
    ("Moldova", "MD"),
    ("Venezuela", "VE"),
    ("Bolivia", "BO"),
    ("Tanzania", "TZ"),
    ("Vietnam", "VN"),
    ("Laos", "LA"),
    ("South Korea", "KR"),
    ("North Korea", "KP"),
    ("United States", "US"),
    ("United States of America", "US"),
    ("UK", "GB"),
    ("Czechia", "CZ"),
    ("Czech Republic", "CZ"),
    ("Taiwan", "TW"),
    ("North Macedonia", "MK"),
    ("Palestine", "PS"),
    ("Ivory Coast", "CI"),
    ("Turkey", "TR"),
    ("Brunei", "BN"),
    ("The Netherlands", "NL"),
    ("United Kingdom", "GB"),
];

/// The two letters of the country that a place is or lies in, if they are known.
pub(super) fn of(view: &View<'_>, place: NodeRef<'_>) -> Option<String> {
    let graph = &view.dossier.graph;
    let mut at: NodeId = place.id();
    for _ in 0..DEPTH {
        let node = graph.node(at);
        if node.is("State") || !node.is("Actor") {
            let mut names = (node.text("name").into_iter()).chain(node.texts("aliases"));
            if let Some(code) = names.find_map(code) {
                return Some(code);
            }
        }
        let whole = node.outgoing().find(|edge| edge.kind() == "PART_OF")?;
        at = whole.to().id();
    }
    None
}

fn code(name: &str) -> Option<String> {
    if let Some((_, code)) = USUAL.iter().find(|(usual, _)| *usual == name) {
        return Some((*code).to_owned());
    }
    Country::from_name(name).map(|country| country.to_string())
}
