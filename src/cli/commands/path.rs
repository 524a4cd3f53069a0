//! `kroniek path`

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::cli::failure::Failure;
use crate::cli::rows::{FormatArgs, Rows};
use crate::cli::session::Session;
use crate::cli::{facts, names};
use crate::graph::filter::{edges, other_end};
use crate::graph::{Dossier, NodeId, NodeKind, NodeRef};

/// How two things are connected: the shortest way, with a quote for every step
///
/// Relationships count in either direction; `→` and `←` tell in which the step takes them.
/// Articles are no way through: that one article speaks of two things does not connect them. Of
/// ways equally short the one through events and agreements is taken, then the first by id.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Where the way begins: an id, a name or an alias
    from: String,

    /// Where it ends
    to: String,

    #[command(flatten)]
    format: FormatArgs,
}

const EXAMPLES: &str = "\
Examples:
  kroniek path putin tsikhanouskaya
  kroniek path lukashenko loan-2021
  kroniek path Lavrov Minsk --format json";

/// Prints the steps of a shortest way.
pub(crate) fn run(args: &Args, session: &mut Session) -> Result<(), Failure> {
    let dossier = &session.dossier()?;
    let from = names::node(dossier, &args.from, &[])?;
    let to = names::node(dossier, &args.to, &[])?;
    let mut rows = rows(&shortest(dossier, from, to));
    rows.shorten(&["source"], facts::short_articles(dossier));
    session.print(&rows, args.format.format)?;
    if rows.is_empty() {
        let (from_id, to_id) = (facts::id(from), facts::id(to));
        session.note(&if from.id() == to.id() {
            format!("{from_id} is {to_id} itself")
        } else {
            format!("nothing but articles connects {from_id} with {to_id}")
        })?;
    }
    Ok(())
}

fn rows(path: &[NodeRef<'_>]) -> Rows {
    let mut rows = Rows::new(["step", "from", "relation", "to", "quote", "source"]);
    for (at, (from, to)) in path.iter().zip(path.iter().skip(1)).enumerate() {
        for (edge, forward) in facts::between(*from, *to).into_iter().take(1) {
            let quote = facts::quote_of(edge);
            rows.push([
                (at + 1).into(),
                facts::id(*from).into(),
                facts::step(edge, forward).into(),
                facts::id(*to).into(),
                quote.map(|(quote, _)| quote).into(),
                quote.map(|(_, source)| source).into(),
            ]);
        }
    }
    rows
}

/// The nodes of a shortest way; empty if there is none. Breadth first from the start, the
/// neighbours of a node by rank and id, so that the first way found is the one that is wanted.
fn shortest<'d>(dossier: &'d Dossier, from: NodeRef<'d>, to: NodeRef<'d>) -> Vec<NodeRef<'d>> {
    let graph = &dossier.graph;
    let mut before: BTreeMap<NodeId, NodeId> = BTreeMap::from([(from.id(), from.id())]);
    let mut queue = VecDeque::from([from]);
    while let Some(node) = queue.pop_front() {
        if node.id() == to.id() {
            break;
        }
        let next: BTreeSet<_> = edges(node)
            .map(|edge| other_end(edge, node.id()))
            .filter(|other| !other.is("Article") || other.id() == to.id())
            .map(|other| (rank(other), facts::id(other), other.id()))
            .collect();
        for (_, _, other) in next {
            if let std::collections::btree_map::Entry::Vacant(entry) = before.entry(other) {
                entry.insert(node.id());
                queue.push_back(graph.node(other));
            }
        }
    }
    if !before.contains_key(&to.id()) {
        return Vec::new();
    }
    let mut path = vec![to];
    let mut last = to.id();
    while last != from.id() {
        last = before[&last];
        path.push(graph.node(last));
    }
    path.reverse();
    path
}

/// Events and agreements first, then actors, places and claims.
fn rank(node: NodeRef<'_>) -> usize {
    let order = [
        NodeKind::Claim,
        NodeKind::Place,
        NodeKind::Actor,
        NodeKind::Agreement,
        NodeKind::Event,
    ];
    let at = order
        .iter()
        .position(|kind| NodeKind::of(node) == Some(*kind));
    at.map_or(order.len(), |at| order.len() - 1 - at)
}
