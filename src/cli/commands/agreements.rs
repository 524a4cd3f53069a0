//! `kroniek agreements`

use clap::ValueEnum;

use crate::cli::facts;
use crate::cli::failure::Failure;
use crate::cli::rows::{FormatArgs, Rows};
use crate::cli::select::{CommonFlags, Conditions};
use crate::cli::session::Session;
use crate::graph::{Dossier, NodeKind};
use crate::model::registry::Kind;

/// List what binds parties: treaties, loans, contracts, pledges
///
/// The stage is the furthest that an article reports, from discussed to delivered; the amount is
/// as the article gives it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Only those to which this actor is a party; more than once: all of them
    #[arg(long, visible_alias = "actor", value_name = "NAME")]
    party: Vec<String>,

    /// Only this type and its subtypes: loan, treaty; more than once: any of them
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    types: Vec<String>,

    /// Only those at one of these stages
    #[arg(long, value_enum, value_name = "STAGE", value_delimiter = ',')]
    stage: Vec<Stage>,

    #[command(flatten)]
    common: CommonFlags,

    #[command(flatten)]
    format: FormatArgs,
}

/// How far an agreement has come.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Stage {
    Discussed,
    Promised,
    Agreed,
    Signed,
    Ratified,
    Disbursed,
    Delivered,
    Cancelled,
}

const EXAMPLES: &str = "\
Examples:
  kroniek agreements --party belarus
  kroniek agreements --type loan
  kroniek agreements --stage promised,agreed --format csv";

/// Prints the agreements that meet the flags.
pub(crate) fn run(args: &Args, session: &mut Session) -> Result<(), Failure> {
    let dossier = &session.dossier()?;
    let mut conditions = Conditions::new(&args.common, dossier)?;
    conditions.add_types(&args.types, &[Kind::Agreement], dossier)?;
    conditions.add_actors("--party", &args.party, dossier)?;
    if !args.stage.is_empty() {
        let stages: Vec<String> = args
            .stage
            .iter()
            .filter_map(|stage| Some(stage.to_possible_value()?.get_name().to_owned()))
            .collect();
        conditions.add(format!("--stage {}", stages.join(",")), move |agreement| {
            let stage = agreement.text("stage");
            stage.is_some_and(|stage| stages.iter().any(|wanted| wanted == stage))
        });
    }
    let mut rows = rows(dossier, &conditions);
    rows.shorten(&["sources"], facts::short_articles(dossier));
    session.print(&rows, args.format.format)?;
    if rows.is_empty() {
        let all = facts::chronological(dossier, NodeKind::Agreement);
        session.note(&conditions.none_of(&all, "agreement"))?;
    }
    Ok(())
}

fn rows<'d>(dossier: &'d Dossier, conditions: &Conditions<'d>) -> Rows {
    let mut rows = Rows::new([
        "id", "type", "date", "name", "parties", "stage", "amount", "status", "sources",
    ]);
    for agreement in conditions.chosen(dossier, NodeKind::Agreement) {
        rows.push([
            facts::id(agreement).into(),
            facts::type_of(dossier, agreement).into(),
            facts::property(agreement, "date"),
            facts::name(agreement).into(),
            facts::roles(agreement),
            facts::property(agreement, "stage"),
            facts::property(agreement, "amount_text"),
            facts::property(agreement, "status"),
            facts::sources(agreement),
        ]);
    }
    rows
}
