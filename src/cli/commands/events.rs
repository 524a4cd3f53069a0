//! `kroniek events`

use crate::cli::facts;
use crate::cli::failure::Failure;
use crate::cli::rows::{FormatArgs, Rows};
use crate::cli::select::{CommonFlags, Conditions};
use crate::cli::session::Session;
use crate::graph::{Dossier, NodeKind};
use crate::model::registry::Kind;

/// List what happened or is planned, the earliest first
///
/// An event is something at a time: a meeting, a call, an election, an exercise. It is one row
/// however many articles tell of it. The date is the one that the articles have in common or most
/// of them support; `kroniek conflicts` lists the others.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Only those in which this actor takes part; more than once: all of them
    #[arg(long, value_name = "NAME")]
    actor: Vec<String>,

    /// Only those in which this actor takes part too; more than once: all of them
    #[arg(long, value_name = "NAME")]
    with: Vec<String>,

    /// Only those in which --actor, or without it anybody, has this role: host, caller
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,

    /// Only this type and its subtypes: meeting, statement; more than once: any of them
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    types: Vec<String>,

    /// Only those in this place or a part of it
    #[arg(long, value_name = "NAME")]
    place: Option<String>,

    #[command(flatten)]
    common: CommonFlags,

    #[command(flatten)]
    format: FormatArgs,
}

const EXAMPLES: &str = "\
Examples:
  kroniek events --actor lukashenko --type meeting
  kroniek events --actor putin --with lukashenko --from 2021
  kroniek events --actor putin --role caller
  kroniek events --place russia --from 2021
  kroniek events --status disputed --format json";

/// Prints the events that meet the flags.
pub(crate) fn run(args: &Args, session: &mut Session) -> Result<(), Failure> {
    let dossier = &session.dossier()?;
    let mut conditions = Conditions::new(&args.common, dossier)?;
    conditions.add_types(&args.types, &[Kind::Event], dossier)?;
    conditions.add_actors("--actor", &args.actor, dossier)?;
    conditions.add_actors("--with", &args.with, dossier)?;
    conditions.add_role(args.role.as_deref(), &args.actor, dossier)?;
    conditions.add_place(args.place.as_deref(), dossier)?;
    let mut rows = rows(dossier, &conditions);
    rows.shorten(&["sources"], facts::short_articles(dossier));
    session.print(&rows, args.format.format)?;
    if rows.is_empty() {
        let all = facts::chronological(dossier, NodeKind::Event);
        session.note(&conditions.none_of(&all, "event"))?;
    }
    Ok(())
}

fn rows<'d>(dossier: &'d Dossier, conditions: &Conditions<'d>) -> Rows {
    let mut rows = Rows::new([
        "id", "type", "date", "name", "roles", "place", "status", "sources",
    ]);
    for event in conditions.chosen(dossier, NodeKind::Event) {
        rows.push([
            facts::id(event).into(),
            facts::type_of(dossier, event).into(),
            facts::property(event, "date"),
            facts::name(event).into(),
            facts::roles(event),
            facts::joined(&facts::targets(event, "AT")),
            facts::property(event, "status"),
            facts::sources(event),
        ]);
    }
    rows
}
