//! What the commands read off the graph of a dossier: types, who takes part, where, when, and the
//! evidence for it.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::rows::Cell;
use crate::graph::filter::edges;
use crate::graph::{Dossier, EdgeRef, NodeKind, NodeRef, ValueRef};
use crate::model::date::Day;

/// The id of a node; every node of a dossier has one.
pub(crate) fn id(node: NodeRef<'_>) -> &str {
    node.text("id").unwrap_or_default()
}

/// The id of a node as it is shown: nodes of a table may have a number.
pub(crate) fn shown_id(node: NodeRef<'_>) -> String {
    let id = node.get("id").map(|id| match id {
        ValueRef::Text(text) => text.to_owned(),
        ValueRef::Int(number) => number.to_string(),
        _ => String::new(),
    });
    id.unwrap_or_default()
}

/// The name of a node, of an article its title.
pub(crate) fn name(node: NodeRef<'_>) -> &str {
    node.text("name")
        .or_else(|| node.text("title"))
        .unwrap_or_else(|| id(node))
}

/// The word for what a node is: `actor`, `event`.
pub(crate) fn kind(node: NodeRef<'_>) -> &'static str {
    NodeKind::of(node).map_or("", NodeKind::as_str)
}

/// The most specific type of a node: `press-conference`.
pub(crate) fn type_of<'d>(dossier: &'d Dossier, node: NodeRef<'_>) -> Option<&'d str> {
    let labels: Vec<_> = node.labels().collect();
    dossier.registry.type_of_labels(&labels)
}

/// All nodes of a kind, by first day and id; those without a first day come last.
pub(crate) fn chronological(dossier: &Dossier, kind: NodeKind) -> Vec<NodeRef<'_>> {
    let nodes = dossier.graph.nodes();
    let mut nodes: Vec<_> = nodes
        .filter(|node| NodeKind::of(*node) == Some(kind))
        .collect();
    nodes.sort_by(|a, b| by_time(*a, *b));
    nodes
}

/// The articles in the order of the graph.
pub(crate) fn articles(dossier: &Dossier) -> impl Iterator<Item = NodeRef<'_>> {
    let graph = &dossier.graph;
    let label = graph.symbol("Article").into_iter();
    label
        .flat_map(|label| graph.labelled(label))
        .map(|node| graph.node(node))
}

/// The order of first day and id; what has no first day comes last.
pub(crate) fn by_time(a: NodeRef<'_>, b: NodeRef<'_>) -> Ordering {
    let earliest = |node: NodeRef<'_>| node.get("earliest").and_then(ValueRef::as_day);
    let key = |node| earliest(node).unwrap_or(Day(i64::MAX));
    key(a).cmp(&key(b)).then_with(|| id(a).cmp(id(b)))
}

/// A property as a cell.
pub(crate) fn property(node: NodeRef<'_>, key: &str) -> Cell {
    node.get(key).into()
}

/// The sources of a node.
pub(crate) fn sources(node: NodeRef<'_>) -> Cell {
    Cell::texts(node.texts("sources"))
}

/// The shortest beginning of each article's id by which the commands know it, to the end of a word:
/// `001` for `001_0fd79b9917c4090c`.
pub(crate) fn short_articles(dossier: &Dossier) -> BTreeMap<String, String> {
    let ids: BTreeSet<&str> = articles(dossier).map(id).collect();
    let tells = |short: &str| {
        // Ids come in order, so that those with one beginning stand together.
        ids.range(short..)
            .take_while(|id| id.starts_with(short))
            .nth(1)
            .is_none()
            && dossier.names.find(short).is_empty()
    };
    let short = |id: &&str| {
        let ends = id
            .char_indices()
            .filter(|(_, c)| !c.is_alphanumeric())
            .map(|(at, _)| at);
        let mut beginnings = ends.map(|at| &id[..at]).filter(|short| !short.is_empty());
        Some((
            (*id).to_owned(),
            beginnings.find(|short| tells(short))?.to_owned(),
        ))
    };
    ids.iter().filter_map(short).collect()
}

/// Who takes part in an event or is bound by an agreement, as `role: id`, in code-point order.
pub(crate) fn roles(node: NodeRef<'_>) -> Cell {
    let roles: BTreeSet<String> = node
        .incoming()
        .filter(|edge| matches!(edge.kind(), "INVOLVED_IN" | "PARTY_TO"))
        .map(|edge| match edge.text("role") {
            Some(role) => format!("{role}: {}", shown_id(edge.from())),
            None => shown_id(edge.from()),
        })
        .collect();
    Cell::texts(roles)
}

/// The ids at the other ends of the relationships of a type that leave a node, in code-point order.
pub(crate) fn targets<'g>(node: NodeRef<'g>, kind: &str) -> BTreeSet<&'g str> {
    node.outgoing()
        .filter(|edge| edge.kind() == kind)
        .map(|edge| id(edge.to()))
        .collect()
}

/// The ids at the other ends of the relationships of a type that reach a node, in code-point order.
pub(crate) fn origins<'g>(node: NodeRef<'g>, kind: &str) -> BTreeSet<&'g str> {
    node.incoming()
        .filter(|edge| edge.kind() == kind)
        .map(|edge| id(edge.from()))
        .collect()
}

/// Ids as one text; null where there are none.
pub(crate) fn joined(ids: &BTreeSet<&str>) -> Cell {
    match ids.len() {
        0 => Cell::Null,
        _ => Cell::Text(ids.iter().copied().collect::<Vec<_>>().join(", ")),
    }
}

/// What a claim is about: `id`, or `id.field`, in code-point order.
pub(crate) fn about(claim: NodeRef<'_>) -> BTreeSet<String> {
    claim
        .outgoing()
        .filter(|edge| edge.kind() == "ABOUT")
        .map(|edge| match edge.text("field") {
            Some(field) => format!("{}.{field}", id(edge.to())),
            None => id(edge.to()).to_owned(),
        })
        .collect()
}

/// A sentence of an article that says something of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Evidence<'g> {
    /// The article's id.
    pub(crate) article: &'g str,
    /// Where the quote begins, in code points from 0.
    pub(crate) start: i64,
    /// Where it ends, exclusive.
    pub(crate) end: i64,
    /// The field that it supports; none for the whole entry.
    pub(crate) field: Option<&'g str>,
    /// The value of the field as the annotation writes it.
    pub(crate) value: Option<&'g str>,
    /// The number of the sentence where it begins, from 1.
    pub(crate) sentence: Option<i64>,
    /// The article's own words.
    pub(crate) quote: &'g str,
}

/// The evidence for a node by article and place.
pub(crate) fn evidence(node: NodeRef<'_>) -> Vec<Evidence<'_>> {
    let int = |edge: EdgeRef<'_>, key: &str| edge.get(key).and_then(ValueRef::as_int);
    let mut evidence: Vec<_> = node
        .outgoing()
        .filter(|edge| edge.kind() == "SUPPORTED_BY")
        .map(|edge| Evidence {
            article: id(edge.to()),
            start: int(edge, "start").unwrap_or_default(),
            end: int(edge, "end").unwrap_or_default(),
            field: edge.text("field"),
            value: edge.text("value"),
            sentence: int(edge, "sentence"),
            quote: edge.text("quote").unwrap_or_default(),
        })
        .collect();
    evidence.sort_unstable();
    evidence
}

/// The quote for a relationship with the id of its article, of several the first; none where it is
/// background or a mention.
pub(crate) fn quote_of(edge: EdgeRef<'_>) -> Option<(&str, &str)> {
    let quote = edge.text("quote")?;
    match edge.kind() {
        "SUPPORTED_BY" => Some((quote, id(edge.to()))),
        _ => edge.texts("sources").next().map(|source| (quote, source)),
    }
}

/// A relationship as a step from one of its ends, with what qualifies it: `PARTY_TO (lender) →`,
/// or `← PARTY_TO (lender)` from its other end.
pub(crate) fn step(edge: EdgeRef<'_>, forward: bool) -> String {
    let qualifier = edge.qualifier().map(|text| format!(" ({text})"));
    let qualifier = qualifier.unwrap_or_default();
    let kind = edge.kind();
    if forward {
        format!("{kind}{qualifier} →")
    } else {
        format!("← {kind}{qualifier}")
    }
}

/// The relationships between two nodes in either direction, those with a quote of their own first,
/// then by type and what qualifies them.
pub(crate) fn between<'g>(a: NodeRef<'g>, b: NodeRef<'g>) -> Vec<(EdgeRef<'g>, bool)> {
    let mut found: Vec<_> = edges(a)
        .map(|edge| (edge, edge.from().id() == a.id()))
        .filter(|(edge, forward)| {
            let other = if *forward { edge.to() } else { edge.from() };
            other.id() == b.id()
        })
        .collect();
    found.sort_by_key(|(edge, forward)| {
        (
            edge.text("quote").is_none(),
            !forward,
            step(*edge, *forward),
            edge.id(),
        )
    });
    found
}
