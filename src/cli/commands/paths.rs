//! `kroniek paths`

use std::num::NonZeroUsize;

use crate::cli::facts;
use crate::cli::failure::Failure;
use crate::cli::names;
use crate::cli::rows::{FormatArgs, Rows};
use crate::cli::session::Session;
use crate::graph::Dossier;
use crate::graph::algorithms::{Actors, Cost, k_shortest_paths};

/// Several short ways from one actor to another, over the events that actors share
///
/// The shortest comes first; none passes an actor twice. `kroniek path` shows
/// one way with a quote for every step.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The actor at the beginning: an id, a name or an alias
    from: String,

    /// The actor at the end
    to: String,

    /// How many ways
    #[arg(long, value_name = "N", default_value = "3")]
    count: NonZeroUsize,

    #[command(flatten)]
    format: FormatArgs,
}

const EXAMPLES: &str = "\
Examples:
  kroniek paths lukashenko eu
  kroniek paths putin tsikhanouskaya --count 10 --format json";

/// Prints the ways.
pub(crate) fn run(args: &Args, session: &mut Session) -> Result<(), Failure> {
    let dossier = &session.dossier()?;
    let rows = rows(args, dossier)?;
    session.print(&rows, args.format.format)?;
    if rows.is_empty() {
        let (from, to) = (&args.from, &args.to);
        session.note(&format!("no shared events connect {from} with {to}"))?;
    }
    Ok(())
}

fn rows(args: &Args, dossier: &Dossier) -> Result<Rows, Failure> {
    let actors = Actors::of(&dossier.graph);
    let position = |name: &str| -> Result<Option<usize>, Failure> {
        let node = names::node(dossier, name, &["Actor"])?;
        Ok(actors.position(node.id()))
    };
    let mut rows = Rows::new(["path", "steps", "actors"]);
    let (Some(from), Some(to)) = (position(&args.from)?, position(&args.to)?) else {
        return Ok(rows);
    };
    let paths = k_shortest_paths(&actors, from, to, args.count.get(), Cost::Steps);
    for (at, path) in paths.iter().enumerate() {
        let names = path.actors.iter().map(|&actor| {
            let node = dossier.graph.node(actors.node(actor));
            facts::property(node, "id")
        });
        rows.push([
            (at + 1).into(),
            (path.actors.len() - 1).into(),
            crate::cli::rows::Cell::List(names.collect()),
        ]);
    }
    Ok(rows)
}
