//! `kroniek measure`

use clap::ValueEnum;

use crate::cli::facts;
use crate::cli::failure::Failure;
use crate::cli::rows::{FormatArgs, Rows};
use crate::cli::session::Session;
use crate::graph::algorithms::{self, Actors, Communities, PageRank};
use crate::graph::{Dossier, NodeRef};

/// Measure how actors stand in the network of those that share events
///
/// Two actors are tied when they are involved in the same event, as strongly as the number of
/// events they share. The same measures are procedures of queries: `CALL graph.pageRank()`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The measure
    #[arg(value_enum)]
    measure: Measure,

    /// Only the first so many [default: all]
    #[arg(long, value_name = "N")]
    top: Option<usize>,

    /// Betweenness by the shortest paths from so many actors drawn at random, instead of from all
    #[arg(long, value_name = "N")]
    samples: Option<usize>,

    /// Count each tie once, however many events it stands for
    #[arg(long)]
    unweighted: bool,

    /// Of communities: above 1 more and smaller ones, below 1 fewer and larger
    #[arg(long, value_name = "NUMBER", default_value_t = 1.0, value_parser = resolution)]
    resolution: f64,

    #[command(flatten)]
    format: FormatArgs,
}

/// A measure of network analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Measure {
    /// How many events an actor shares, counted for each other; with --unweighted, how many others
    Degree,
    /// Where a walk along ties ends up most (`PageRank`)
    Pagerank,
    /// On how many shortest paths an actor lies
    Betweenness,
    /// Which actors are connected at all
    Components,
    /// Groups with many ties inside (Louvain)
    Louvain,
    /// Groups with many ties inside, each connected (Leiden)
    Leiden,
}

const EXAMPLES: &str = "\
Examples:
  kroniek measure pagerank --top 10
  kroniek measure betweenness --samples 500
  kroniek measure leiden --format csv";

/// Seed of the sample, so that a command prints the same twice.
const SEED: u64 = 1;

fn resolution(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(number) if number > 0.0 && number.is_finite() => Ok(number),
        _ => Err("the resolution is a number above 0".to_owned()),
    }
}

/// Prints the actors with what they measure.
pub(crate) fn run(args: &Args, session: &mut Session) -> Result<(), Failure> {
    if args.samples.is_some() && args.measure != Measure::Betweenness {
        return Err(Failure::call("`--samples` is for betweenness"));
    }
    let rows = rows(args, &session.dossier()?);
    session.print(&rows, args.format.format)?;
    if rows.is_empty() {
        session.note("the dossier has no actors")?;
    }
    Ok(())
}

fn rows(args: &Args, dossier: &Dossier) -> Rows {
    let actors = Actors::of(&dossier.graph);
    let weighted = !args.unweighted;
    match args.measure {
        Measure::Degree if weighted => {
            let degrees = algorithms::weighted_degree(&actors);
            ranked(args, dossier, &actors, &degrees)
        }
        Measure::Degree => ranked(args, dossier, &actors, &algorithms::degree(&actors)),
        Measure::Pagerank => {
            let options = PageRank {
                weighted,
                ..PageRank::default()
            };
            let scores = algorithms::pagerank(&actors, &options);
            ranked(args, dossier, &actors, &scores)
        }
        Measure::Betweenness => {
            let scores = match args.samples {
                Some(sources) => {
                    algorithms::betweenness_centrality_sampled(&actors, sources, SEED, true)
                }
                None => algorithms::betweenness_centrality(&actors, true),
            };
            ranked(args, dossier, &actors, &scores)
        }
        Measure::Components => {
            let groups = algorithms::connected_components(&actors);
            grouped(args, dossier, &actors, &groups)
        }
        Measure::Louvain | Measure::Leiden => {
            let options = Communities {
                resolution: args.resolution,
                weighted,
                ..Communities::default()
            };
            let method = match args.measure {
                Measure::Louvain => algorithms::louvain,
                _ => algorithms::leiden,
            };
            grouped(args, dossier, &actors, &method(&actors, &options))
        }
    }
}

/// A number that actors are ranked by.
trait Score: Copy {
    fn order(self, other: Self) -> std::cmp::Ordering;
    fn cell(self) -> crate::cli::rows::Cell;
}

impl Score for f64 {
    fn order(self, other: Self) -> std::cmp::Ordering {
        self.total_cmp(&other)
    }

    fn cell(self) -> crate::cli::rows::Cell {
        crate::cli::rows::Cell::Float(self)
    }
}

impl Score for u64 {
    fn order(self, other: Self) -> std::cmp::Ordering {
        self.cmp(&other)
    }

    fn cell(self) -> crate::cli::rows::Cell {
        crate::cli::rows::Cell::Int(i64::try_from(self).unwrap_or(i64::MAX))
    }
}

impl Score for usize {
    fn order(self, other: Self) -> std::cmp::Ordering {
        self.cmp(&other)
    }

    fn cell(self) -> crate::cli::rows::Cell {
        self.into()
    }
}

/// The highest score first, then in the order of the graph.
fn ranked<S: Score>(args: &Args, dossier: &Dossier, actors: &Actors, scores: &[S]) -> Rows {
    let mut rows = Rows::new(["rank", "id", "name", "score"]);
    let mut order: Vec<_> = (0..actors.len()).collect();
    order.sort_by(|&a, &b| scores[b].order(scores[a]).then(a.cmp(&b)));
    for (rank, at) in first(args, order).enumerate() {
        let node = dossier.graph.node(actors.node(at));
        rows.push([
            (rank + 1).into(),
            facts::property(node, "id"),
            facts::name(node).into(),
            scores[at].cell(),
        ]);
    }
    rows
}

/// The largest group first.
fn grouped(args: &Args, dossier: &Dossier, actors: &Actors, groups: &[usize]) -> Rows {
    let mut rows = Rows::new(["group", "id", "name"]);
    let mut order: Vec<_> = (0..actors.len()).collect();
    order.sort_by_key(|&at| (groups[at], at));
    for at in first(args, order) {
        let node: NodeRef<'_> = dossier.graph.node(actors.node(at));
        rows.push([
            (groups[at] + 1).into(),
            facts::property(node, "id"),
            facts::name(node).into(),
        ]);
    }
    rows
}

fn first(args: &Args, order: Vec<usize>) -> impl Iterator<Item = usize> {
    order.into_iter().take(args.top.unwrap_or(usize::MAX))
}
