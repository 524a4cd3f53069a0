//! `kroniek claims`

use clap::ValueEnum;

use crate::cli::failure::Failure;
use crate::cli::rows::{Cell, FormatArgs, Rows};
use crate::cli::select::{CommonFlags, Conditions};
use crate::cli::session::Session;
use crate::cli::{facts, names};
use crate::graph::{Dossier, NodeKind};

/// List what somebody said is so
///
/// A claim is no fact: the articles prove that it was made, not that it is true. `says` is a
/// paraphrase, `quote` the article's own words. `by` is who made it; the id of an article stands
/// for its writer.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Only those that this actor made, or the writer of this article; `author`: the writer of any
    /// article; more than once: all of them
    #[arg(long, visible_alias = "actor", value_name = "NAME")]
    by: Vec<String>,

    /// Only those about this
    #[arg(long, value_name = "NAME")]
    about: Option<String>,

    /// Only those of one of these stances
    #[arg(long, value_enum, value_name = "STANCE", value_delimiter = ',')]
    stance: Vec<Stance>,

    #[command(flatten)]
    common: CommonFlags,

    #[command(flatten)]
    format: FormatArgs,
}

/// What somebody does by saying something.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Stance {
    Asserts,
    Denies,
    Predicts,
    Demands,
    Promises,
}

const EXAMPLES: &str = "\
Examples:
  kroniek claims --by putin
  kroniek claims --about union-state --stance predicts,promises
  kroniek claims --by 003 --format markdown
  kroniek claims --by author";

/// Prints the claims that meet the flags.
pub(crate) fn run(args: &Args, session: &mut Session) -> Result<(), Failure> {
    let dossier = &session.dossier()?;
    let mut conditions = Conditions::new(&args.common, dossier)?;
    conditions.add_actors("--by", &args.by, dossier)?;
    if let Some(about) = &args.about {
        let about = names::node(dossier, about, &[])?;
        conditions.add(format!("--about {}", facts::id(about)), move |claim| {
            claim
                .outgoing()
                .any(|edge| edge.kind() == "ABOUT" && edge.to().id() == about.id())
        });
    }
    if !args.stance.is_empty() {
        let stances: Vec<String> = args
            .stance
            .iter()
            .filter_map(|stance| Some(stance.to_possible_value()?.get_name().to_owned()))
            .collect();
        conditions.add(format!("--stance {}", stances.join(",")), move |claim| {
            let stance = claim.text("stance");
            stance.is_some_and(|stance| stances.iter().any(|wanted| wanted == stance))
        });
    }
    let mut rows = rows(dossier, &conditions);
    rows.shorten(&["source"], facts::short_articles(dossier));
    session.print(&rows, args.format.format)?;
    if rows.is_empty() {
        let all = facts::chronological(dossier, NodeKind::Claim);
        session.note(&conditions.none_of(&all, "claim"))?;
    }
    Ok(())
}

fn rows<'d>(dossier: &'d Dossier, conditions: &Conditions<'d>) -> Rows {
    let mut rows = Rows::new([
        "id", "date", "by", "stance", "says", "about", "status", "source", "quote",
    ]);
    for claim in conditions.chosen(dossier, NodeKind::Claim) {
        let evidence = facts::evidence(claim);
        let entry = evidence
            .iter()
            .find(|evidence| evidence.field.is_none())
            .or_else(|| evidence.first());
        rows.push([
            facts::id(claim).into(),
            facts::property(claim, "date"),
            facts::joined(&facts::origins(claim, "MADE")),
            facts::property(claim, "stance"),
            facts::property(claim, "says"),
            Cell::texts(facts::about(claim)),
            facts::property(claim, "status"),
            entry.map(|evidence| evidence.article).into(),
            entry.map(|evidence| evidence.quote).into(),
        ]);
    }
    rows
}
