//! `kroniek sources`

use std::collections::BTreeSet;

use crate::cli::facts;
use crate::cli::failure::Failure;
use crate::cli::rows::{FormatArgs, Rows};
use crate::cli::session::Session;
use crate::graph::{Dossier, NodeRef};

/// What each article supports, and what it alone supports
///
/// `supports` counts the things that have a quote in the article; `alone` those that have a quote
/// in no other article.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    format: FormatArgs,
}

const EXAMPLES: &str = "\
Examples:
  kroniek sources
  kroniek show 003           what an article supports
  kroniek events --source 003";

/// Prints the articles.
pub(crate) fn run(args: &Args, session: &mut Session) -> Result<(), Failure> {
    let rows = rows(&session.dossier()?);
    session.print(&rows, args.format.format)?;
    if rows.is_empty() {
        session.note("the dossier has no articles")?;
    }
    Ok(())
}

fn rows(dossier: &Dossier) -> Rows {
    let mut rows = Rows::new(["article", "title", "published", "supports", "alone"]);
    let mut articles: Vec<_> = dossier
        .graph
        .nodes()
        .filter(|node| node.is("Article"))
        .collect();
    articles.sort_by_key(|article| facts::id(*article));
    for article in articles {
        let supported: BTreeSet<_> = article
            .incoming()
            .filter(|edge| edge.kind() == "SUPPORTED_BY")
            .map(|edge| edge.from().id())
            .collect();
        let alone = supported
            .iter()
            .filter(|node| witnesses(dossier.graph.node(**node)).len() == 1)
            .count();
        rows.push([
            facts::id(article).into(),
            facts::property(article, "title"),
            facts::property(article, "published"),
            supported.len().into(),
            alone.into(),
        ]);
    }
    rows
}

fn witnesses(node: NodeRef<'_>) -> BTreeSet<&str> {
    facts::targets(node, "SUPPORTED_BY")
}
