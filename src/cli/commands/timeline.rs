//! `kroniek timeline`

use crate::cli::facts;
use crate::cli::failure::Failure;
use crate::cli::rows::{FormatArgs, Rows};
use crate::cli::select::{CommonFlags, Conditions};
use crate::cli::session::Session;
use crate::graph::{NodeKind, NodeRef};
use crate::model::registry::Kind;

/// Events, agreements and claims in the order of time
///
/// What has no first day (a date such as ../2021, or none at all) comes last.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Only what this actor takes part in, is a party to or says; more than once: all of them
    #[arg(long, value_name = "NAME")]
    actor: Vec<String>,

    /// Only these kinds
    #[arg(
        long,
        value_name = "KIND",
        value_delimiter = ',',
        default_value = "event,agreement,claim",
        value_parser = kind
    )]
    kinds: Vec<NodeKind>,

    /// Only events and agreements of this type and its subtypes; more than once: any of them
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    types: Vec<String>,

    /// Only events in this place or a part of it
    #[arg(long, value_name = "NAME")]
    place: Option<String>,

    #[command(flatten)]
    common: CommonFlags,

    #[command(flatten)]
    format: FormatArgs,
}

const EXAMPLES: &str = "\
Examples:
  kroniek timeline --from 2020-08 --to 2020-12
  kroniek timeline --actor tsikhanouskaya
  kroniek timeline --kinds event,agreement --format markdown";

/// Kinds that have a time.
fn kind(text: &str) -> Result<NodeKind, String> {
    NodeKind::ALL
        .into_iter()
        .filter(|kind| kind.is_reported())
        .find(|kind| kind.as_str() == text)
        .ok_or_else(|| "kinds with a time are event, agreement and claim".to_owned())
}

/// Prints what has a time and meets the flags.
pub(crate) fn run(args: &Args, session: &mut Session) -> Result<(), Failure> {
    let dossier = &session.dossier()?;
    let mut conditions = Conditions::new(&args.common, dossier)?;
    conditions.add_actors("--actor", &args.actor, dossier)?;
    conditions.add_types(&args.types, &[Kind::Event, Kind::Agreement], dossier)?;
    conditions.add_place(args.place.as_deref(), dossier)?;
    let chosen = nodes(&args.kinds, |kind| conditions.chosen(dossier, kind));
    let mut rows = rows(&chosen);
    rows.shorten(&["sources"], facts::short_articles(dossier));
    session.print(&rows, args.format.format)?;
    if rows.is_empty() {
        let all = nodes(&args.kinds, |kind| facts::chronological(dossier, kind));
        session.note(&conditions.none_of(&all, "entry"))?;
    }
    Ok(())
}

/// The nodes of all kinds that are wanted, by first day and id.
fn nodes<'d>(
    kinds: &[NodeKind],
    mut of_kind: impl FnMut(NodeKind) -> Vec<NodeRef<'d>>,
) -> Vec<NodeRef<'d>> {
    let mut nodes: Vec<_> = NodeKind::ALL
        .into_iter()
        .filter(|kind| kinds.contains(kind))
        .flat_map(&mut of_kind)
        .collect();
    nodes.sort_by(|a, b| facts::by_time(*a, *b));
    nodes
}

fn rows(nodes: &[NodeRef<'_>]) -> Rows {
    let mut rows = Rows::new(["date", "kind", "id", "name", "status", "sources"]);
    for &node in nodes {
        rows.push([
            facts::property(node, "date"),
            facts::kind(node).into(),
            facts::id(node).into(),
            facts::name(node).into(),
            facts::property(node, "status"),
            facts::sources(node),
        ]);
    }
    rows
}
