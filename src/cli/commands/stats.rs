//! `kroniek stats`

use crate::cli::failure::Failure;
use crate::cli::rows::{FormatArgs, Rows};
use crate::cli::session::Session;
use crate::graph::{Dossier, EdgeRef, NodeRef};

/// How many there are of everything
///
/// Statuses are counted over events, agreements and claims; conflicts are their fields on which
/// the articles do not agree.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    format: FormatArgs,
}

const EXAMPLES: &str = "\
Examples:
  kroniek stats
  kroniek stats --format csv";

/// Prints the counts.
pub(crate) fn run(args: &Args, session: &mut Session) -> Result<(), Failure> {
    let rows = rows(&session.dossier()?);
    session.print(&rows, args.format.format)
}

/// Counts in the order in which they are shown.
pub(crate) fn counts(dossier: &Dossier) -> Vec<(&'static str, usize)> {
    let graph = &dossier.graph;
    let nodes = |wanted: &dyn Fn(NodeRef<'_>) -> bool| graph.nodes().filter(|n| wanted(*n)).count();
    let edges = |wanted: &dyn Fn(EdgeRef<'_>) -> bool| graph.edges().filter(|e| wanted(*e)).count();
    let label = |label: &'static str| nodes(&|node| node.is(label));
    let status = |status: &'static str| {
        nodes(&|node| is_reported(node) && node.text("status") == Some(status))
    };
    vec![
        ("articles", label("Article")),
        ("actors", label("Actor")),
        ("persons", label("Person")),
        ("states", label("State")),
        ("organizations", label("Organization")),
        ("groups", label("Group")),
        (
            "places",
            nodes(&|node| node.is("Place") && !node.is("Actor")),
        ),
        ("events", label("Event")),
        ("agreements", label("Agreement")),
        ("claims", label("Claim")),
        (
            "relationships",
            edges(&|edge| !matches!(edge.kind(), "SUPPORTED_BY" | "MENTIONS")),
        ),
        ("quotes", edges(&|edge| edge.kind() == "SUPPORTED_BY")),
        ("mentions", edges(&|edge| edge.kind() == "MENTIONS")),
        ("reported", status("reported")),
        ("corroborated", status("corroborated")),
        ("disputed", status("disputed")),
        ("claimed", status("claimed")),
        (
            "conflicts",
            graph
                .nodes()
                .map(|node| node.texts("disputed_fields").count())
                .sum(),
        ),
    ]
}

fn is_reported(node: NodeRef<'_>) -> bool {
    node.is("Event") || node.is("Agreement") || node.is("Claim")
}

fn rows(dossier: &Dossier) -> Rows {
    let mut rows = Rows::new(["what", "count"]);
    for (what, count) in counts(dossier) {
        rows.push([what.into(), count.into()]);
    }
    rows
}
