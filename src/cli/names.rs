//! What people type for a node or a type, looked up.

use std::collections::BTreeSet;

use super::facts;
use super::failure::Failure;
use crate::graph::{Dossier, NodeKind, NodeRef};
use crate::model::registry::Kind;
use crate::text::{fold, nearest};

/// How many candidates an error lists.
const LISTED: usize = 8;
/// How many candidates are suggested for a name that nothing goes by.
const SUGGESTED: usize = 3;

/// The node that goes by a name, among nodes with one of some labels (none: all): the one with
/// exactly this id, else the one with this name or alias, folded; an article also by the beginning
/// of its id.
pub(crate) fn node<'d>(
    dossier: &'d Dossier,
    name: &str,
    labels: &[&str],
) -> Result<NodeRef<'d>, Failure> {
    let graph = &dossier.graph;
    let exact = dossier.names.by_id(name).map(|id| graph.node(id));
    if let Some(node) = exact.filter(|node| bears(*node, labels)) {
        return Ok(node);
    }
    let named = dossier.names.by_folded(&fold(name));
    let mut hits: Vec<_> = named
        .into_iter()
        .map(|node| graph.node(node))
        .filter(|node| bears(*node, labels))
        .collect();
    if hits.is_empty() && !name.is_empty() {
        hits = facts::articles(dossier)
            .filter(|node| bears(*node, labels))
            .filter(|node| id(*node).starts_with(name))
            .collect();
    }
    match hits.as_slice() {
        [hit] => Ok(*hit),
        [] => Err(unknown(dossier, name, labels)),
        _ => Err(ambiguous(name, hits)),
    }
}

fn bears(node: NodeRef<'_>, labels: &[&str]) -> bool {
    labels.is_empty() || labels.iter().any(|label| node.is(label))
}

fn id(node: NodeRef<'_>) -> &str {
    node.text("id").unwrap_or_default()
}

fn ambiguous(name: &str, mut hits: Vec<NodeRef<'_>>) -> Failure {
    hits.sort_by_key(|hit| id(*hit));
    let mut failure = Failure::call(format!(
        "`{name}` may be one of {}; name one by its id",
        hits.len()
    ));
    for hit in hits.iter().take(LISTED) {
        failure = failure.hint(described(*hit));
    }
    if hits.len() > LISTED {
        failure = failure.hint(format!("and {} more", hits.len() - LISTED));
    }
    failure
}

fn unknown(dossier: &Dossier, name: &str, labels: &[&str]) -> Failure {
    let wanted = match labels {
        [] => "nothing".to_owned(),
        labels => format!("no {}", labels.join(" or ").to_lowercase()),
    };
    let mut failure = Failure::call(format!("{wanted} goes by the name `{name}`"));
    let others = dossier.names.find(name);
    for other in others.iter().take(LISTED) {
        failure = failure.hint(format!(
            "there is {}",
            described(dossier.graph.node(*other))
        ));
    }
    for node in similar(dossier, name, labels) {
        failure = failure.hint(format!("did you mean {}?", described(node)));
    }
    failure
}

/// Nodes that were perhaps meant: the nearest id or name, then those whose id or name holds it.
fn similar<'d>(dossier: &'d Dossier, name: &str, labels: &[&str]) -> Vec<NodeRef<'d>> {
    let candidates: Vec<(&str, NodeRef<'d>)> = dossier
        .names
        .folded()
        .flat_map(|(folded, nodes)| nodes.into_iter().map(move |node| (folded, node)))
        .map(|(folded, node)| (folded, dossier.graph.node(node)))
        .filter(|(_, node)| bears(*node, labels))
        .collect();
    let part = fold(name);
    let closest = nearest(&part, candidates.iter().map(|(folded, _)| *folded));
    let holding = |folded: &str| part.len() >= 3 && folded.contains(&part);
    let by_likeness = candidates
        .iter()
        .filter(|(folded, _)| Some(*folded) == closest)
        .chain(candidates.iter().filter(|(folded, _)| holding(folded)));
    let mut near: Vec<NodeRef<'d>> = Vec::new();
    for (_, node) in by_likeness {
        if near.len() < SUGGESTED && near.iter().all(|had| had.id() != node.id()) {
            near.push(*node);
        }
    }
    near
}

/// `putin` (actor: Vladimir Putin).
fn described(node: NodeRef<'_>) -> String {
    let id = id(node);
    let kind = NodeKind::of(node).map_or("node", NodeKind::as_str);
    match node.text("name").or_else(|| node.text("title")) {
        Some(name) => format!("`{id}` ({kind}: {name})"),
        None => format!("`{id}` ({kind})"),
    }
}

/// A role that some type of a kind has.
pub(crate) fn role<'d>(dossier: &'d Dossier, name: &str, kind: Kind) -> Result<&'d str, Failure> {
    let registry = &dossier.registry;
    let known: BTreeSet<&str> = registry
        .types_of(kind)
        .flat_map(|name| registry.roles(name))
        .collect();
    if let Some(role) = known.get(name) {
        return Ok(role);
    }
    let hint = if let Some(near) = nearest(name, known.iter().copied()) {
        format!("did you mean `{near}`?")
    } else {
        let known: Vec<_> = known.into_iter().collect();
        format!("roles: {}", known.join(", "))
    };
    Err(Failure::call(format!("there is no role `{name}`")).hint(hint))
}

/// The label of a type that is of one of some kinds: its nodes and those of its subtypes bear it.
pub(crate) fn label_of_type(
    dossier: &Dossier,
    name: &str,
    kinds: &[Kind],
) -> Result<String, Failure> {
    let registry = &dossier.registry;
    let label = registry.labels(name).pop();
    match (registry.kind(name), label) {
        (Some(kind), Some(label)) if kinds.contains(&kind) => Ok(label),
        (Some(kind), _) => {
            let wanted: Vec<_> = kinds.iter().map(|kind| kind.root()).collect();
            Err(Failure::call(format!(
                "`{name}` is a type of {}, not of {}",
                kind.root(),
                wanted.join(" or ")
            )))
        }
        _ => {
            let known: Vec<_> = kinds
                .iter()
                .flat_map(|kind| registry.types_of(*kind))
                .collect();
            let failure = Failure::call(format!("there is no type `{name}`"));
            Err(match nearest(name, known.iter().copied()) {
                Some(near) => failure.hint(format!("did you mean `{near}`?")),
                None => failure.hint(format!("types: {}", known.join(", "))),
            })
        }
    }
}
