//! `kroniek neighbours`

use std::collections::{BTreeMap, BTreeSet};

use crate::cli::failure::Failure;
use crate::cli::rows::{Cell, FormatArgs, Rows};
use crate::cli::session::Session;
use crate::cli::{facts, names};
use crate::graph::filter::{edges, other_end, steps_from};
use crate::graph::{Dossier, NodeId, NodeRef};

/// What is connected to a thing, the nearest first
///
/// Relationships count in either direction, with evidence and mentions aside: that one article
/// speaks of two things does not connect them. `relations` are those of the last step:
/// `PARTY_TO (lender) →` leads away from the thing, `← PARTY_TO (lender)` towards it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The thing: an id, a name or an alias
    name: String,

    /// How many steps away at most
    #[arg(long, default_value_t = 1, value_name = "N")]
    depth: usize,

    #[command(flatten)]
    format: FormatArgs,
}

const EXAMPLES: &str = "\
Examples:
  kroniek neighbours putin
  kroniek neighbours Loekasjenko --depth 2
  kroniek neighbours 003 --format json";

/// Prints what can be reached from a node.
pub(crate) fn run(args: &Args, session: &mut Session) -> Result<(), Failure> {
    let dossier = &session.dossier()?;
    let middle = names::node(dossier, &args.name, &[])?;
    let rows = rows(dossier, middle, args.depth);
    session.print(&rows, args.format.format)?;
    if rows.is_empty() {
        let text = format!("nothing is connected to {} but articles", facts::id(middle));
        session.note(&text)?;
    }
    Ok(())
}

fn rows(dossier: &Dossier, middle: NodeRef<'_>, depth: usize) -> Rows {
    let graph = &dossier.graph;
    let steps = steps_from(graph, middle.id(), depth);
    let mut found: Vec<_> = steps
        .iter()
        .filter(|(node, _)| **node != middle.id())
        .map(|(node, steps)| (*steps, graph.node(*node)))
        .collect();
    found.sort_by_key(|(steps, node)| (*steps, facts::id(*node)));
    let mut rows = Rows::new(["id", "kind", "name", "steps", "relations"]);
    for (count, node) in found {
        rows.push([
            facts::id(node).into(),
            facts::kind(node).into(),
            facts::name(node).into(),
            count.into(),
            Cell::texts(last_steps(node, count, &steps)),
        ]);
    }
    rows
}

/// The relationships that lead to a node from those one step nearer to the middle.
fn last_steps(
    node: NodeRef<'_>,
    count: usize,
    steps: &BTreeMap<NodeId, usize>,
) -> BTreeSet<String> {
    edges(node)
        .filter(|edge| {
            let other = other_end(*edge, node.id()).id();
            steps.get(&other).is_some_and(|nearer| nearer + 1 == count)
        })
        .map(|edge| facts::step(edge, edge.to().id() == node.id()))
        .collect()
}
