//! `kroniek conflicts`

use std::collections::BTreeSet;

use crate::cli::facts;
use crate::cli::failure::Failure;
use crate::cli::rows::{Cell, FormatArgs, Rows};
use crate::cli::session::Session;
use crate::graph::{Dossier, EdgeRef, NodeRef};
use crate::model::date::Edtf;
use crate::model::number::Number;

/// Where the articles contradict each other, or somebody denies what they say
///
/// One row for each value and article, with its quote; a value that somebody denies has a row
/// `denied by`. `shown` is true for the value that the other commands show: the one that most
/// articles can hold with.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Only the conflicts about this: an id, a name or an alias
    name: Option<String>,

    #[command(flatten)]
    format: FormatArgs,
}

const EXAMPLES: &str = "\
Examples:
  kroniek conflicts
  kroniek conflicts moscow-summit-2021-09
  kroniek conflicts --format json";

/// Prints every value of every disputed field.
pub(crate) fn run(args: &Args, session: &mut Session) -> Result<(), Failure> {
    let dossier = &session.dossier()?;
    let only = match &args.name {
        Some(name) => Some(crate::cli::names::node(dossier, name, &[])?),
        None => None,
    };
    let mut rows = rows(dossier, only);
    rows.shorten(&["source"], facts::short_articles(dossier));
    session.print(&rows, args.format.format)?;
    if rows.is_empty() {
        session.note(&match only {
            Some(node) => format!("nothing about {} is disputed", facts::id(node)),
            None => "nothing is disputed".to_owned(),
        })?;
    }
    Ok(())
}

/// The field that stands for the entry as a whole.
const ENTRY: &str = "entry";

/// A value that somebody gives for a disputed field.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Said<'g> {
    value: Option<String>,
    source: Option<&'g str>,
    quote: Option<&'g str>,
    shown: bool,
}

fn rows(dossier: &Dossier, only: Option<NodeRef<'_>>) -> Rows {
    let graph = &dossier.graph;
    let wanted = |node: NodeRef<'_>| only.is_none_or(|only| only.id() == node.id());
    let mut found: Vec<(String, &str, Said<'_>)> = Vec::new();
    for node in graph.nodes().filter(|node| wanted(*node)) {
        for field in node.texts("disputed_fields") {
            let said = said_of_node(node, field);
            found.extend(
                said.into_iter()
                    .map(|said| (facts::id(node).to_owned(), field, said)),
            );
        }
    }
    for edge in graph
        .edges()
        .filter(|edge| wanted(edge.from()) || wanted(edge.to()))
    {
        let id = || {
            format!(
                "{} {} {}",
                facts::id(edge.from()),
                edge.kind(),
                facts::id(edge.to())
            )
        };
        for field in edge.texts("disputed_fields") {
            let said = said_of_relationship(edge, field);
            found.extend(said.into_iter().map(|said| (id(), field, said)));
        }
    }
    found.sort();
    let mut rows = Rows::new(["id", "field", "value", "shown", "source", "quote"]);
    for (id, field, said) in found {
        rows.push([
            id.into(),
            field.into(),
            said.value.into(),
            said.shown.into(),
            said.source.into(),
            said.quote.into(),
        ]);
    }
    rows
}

/// What articles say for a field of a node, what others say according to them, and who denies it.
fn said_of_node<'g>(node: NodeRef<'g>, field: &str) -> BTreeSet<Said<'g>> {
    let reported = facts::evidence(node)
        .into_iter()
        .filter(|evidence| evidence.field.unwrap_or(ENTRY) == field)
        .map(|evidence| {
            let (value, shown) = match evidence.value {
                Some(value) => (value, shows(node, field, value)),
                None => (facts::name(node), true),
            };
            Said {
                value: Some(value.to_owned()),
                source: Some(evidence.article),
                quote: Some(evidence.quote),
                shown,
            }
        });
    let voiced = node
        .incoming()
        .filter(|edge| edge.kind() == "ABOUT")
        .filter_map(|edge| Some((edge, stated(edge, field)?)))
        .flat_map(|(edge, value)| {
            edge.texts("sources")
                .zip(edge.texts("quotes"))
                .map(move |(source, quote)| Said {
                    value: Some(value.clone()),
                    source: Some(source),
                    quote: Some(quote),
                    shown: false,
                })
        });
    let mut said: BTreeSet<_> = reported.chain(voiced).collect();
    if said.is_empty() {
        // A field without a quote of its own, such as the phase: the entries are what there is.
        said.extend(
            facts::evidence(node)
                .into_iter()
                .filter(|e| e.field.is_none())
                .map(|e| Said {
                    value: None,
                    source: Some(e.article),
                    quote: Some(e.quote),
                    shown: false,
                }),
        );
    }
    said
}

/// What a claim about a node states of a field: a value of its own, or that it is denied.
fn stated(about: EdgeRef<'_>, field: &str) -> Option<String> {
    let claim = about.from();
    // A denial that names no field denies the entry as a whole.
    if about.text("field").unwrap_or(ENTRY) != field {
        return None;
    }
    let denies = about.get("denies").is_some();
    let denial = || facts::joined(&facts::origins(claim, "MADE")).plain();
    match claim.text("value") {
        Some(value) => Some(value.to_owned()),
        None => denies.then(|| format!("denied by {}", denial())),
    }
}

/// Of a relationship the graph keeps the value that shows, and a quote of each article.
fn said_of_relationship<'g>(edge: EdgeRef<'g>, field: &str) -> Vec<Said<'g>> {
    let value = edge.get(field).map(|value| Cell::from(value).plain());
    edge.texts("sources")
        .zip(edge.texts("quotes"))
        .map(|(source, quote)| Said {
            value: value.clone(),
            source: Some(source),
            quote: Some(quote),
            shown: true,
        })
        .collect()
}

/// Whether a value as an annotation writes it is the one that a node shows.
fn shows(node: NodeRef<'_>, field: &str, written: &str) -> bool {
    let text = |key: &str| node.get(key).map(|value| Cell::from(value).plain());
    match field {
        "place" => facts::targets(node, "AT").contains(written),
        "date" => Edtf::parse(written).is_ok_and(|date| text("date") == Some(date.to_string())),
        _ if text(field).as_deref() == Some(written) => true,
        _ if text(&format!("{field}_text")).as_deref() == Some(written) => true,
        _ => Number::parse(written).is_ok_and(|number| {
            let same = |key: &str, end: String| text(key) == Some(end);
            let (min, max) = (number.min().to_string(), number.max().to_string());
            same(field, min.clone())
                || (same(&format!("{field}_min"), min) && same(&format!("{field}_max"), max))
        }),
    }
}
