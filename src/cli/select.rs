//! The flags that choose among events, agreements and claims, and what is said when none is left.

use std::collections::{BTreeSet, VecDeque};

use clap::ValueEnum;

use super::failure::Failure;
use super::session::counted;
use super::{facts, names};
use crate::graph::{Dossier, NodeId, NodeKind, NodeRef, Window};
use crate::model::date::Edtf;
use crate::model::registry::Kind;

/// How well something is supported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Status {
    /// One witness says it
    Reported,
    /// Two witnesses say it, and none says otherwise
    Corroborated,
    /// Witnesses cannot both be right, or somebody denies it
    Disputed,
    /// Articles only report that somebody says it
    Claimed,
}

impl Status {
    /// The value of the property `status`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Corroborated => "corroborated",
            Self::Disputed => "disputed",
            Self::Claimed => "claimed",
        }
    }
}

/// Flags on time, status and source.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct CommonFlags {
    /// Only what is not over before this EDTF date: 2021, 2021-09, 2021-09-09
    #[arg(long, value_name = "DATE", value_parser = edtf, allow_hyphen_values = true)]
    pub(crate) from: Option<Edtf>,

    /// Only what has begun by this EDTF date
    #[arg(long, value_name = "DATE", value_parser = edtf, allow_hyphen_values = true)]
    pub(crate) to: Option<Edtf>,

    /// Only what has one of these statuses
    #[arg(long, value_enum, value_delimiter = ',', value_name = "STATUS")]
    pub(crate) status: Vec<Status>,

    /// Only what this article says (its id or the beginning of it)
    #[arg(long, value_name = "ARTICLE")]
    pub(crate) source: Option<String>,
}

/// Reads a date on the command line.
pub(crate) fn edtf(text: &str) -> Result<Edtf, String> {
    Edtf::parse(text).map_err(|error| error.to_string())
}

/// How an actor is connected to what it takes part in, is bound by or says.
const TAKES_PART: [&str; 3] = ["INVOLVED_IN", "PARTY_TO", "MADE"];

/// Conditions that all must hold.
#[derive(Default)]
pub(crate) struct Conditions<'d> {
    all: Vec<Condition<'d>>,
    /// An actor that takes part in whatever meets them, if there is one.
    actor: Option<NodeRef<'d>>,
}

struct Condition<'d> {
    flag: String,
    admits: Box<dyn Fn(NodeRef<'d>) -> bool + 'd>,
}

impl<'d> Conditions<'d> {
    /// The conditions of the flags that every list has.
    pub(crate) fn new(flags: &CommonFlags, dossier: &'d Dossier) -> Result<Self, Failure> {
        let mut conditions = Self::default();
        if let (Some(from), Some(to)) = (&flags.from, &flags.to)
            && let (Some(first), Some(last)) = (from.earliest(), to.latest())
            && first > last
        {
            return Err(
                Failure::call(format!("no time lies between --from {from} and --to {to}"))
                    .hint("--from is the earlier of the two"),
            );
        }
        if let Some(date) = &flags.from {
            let window = Window {
                from: date.earliest(),
                to: None,
            };
            conditions.add(format!("--from {date}"), move |node| {
                dated(node) && window.admits(node)
            });
        }
        if let Some(date) = &flags.to {
            let window = Window {
                from: None,
                to: date.latest(),
            };
            conditions.add(format!("--to {date}"), move |node| {
                dated(node) && window.admits(node)
            });
        }
        if !flags.status.is_empty() {
            let wanted: Vec<_> = flags.status.iter().map(|status| status.as_str()).collect();
            conditions.add(format!("--status {}", wanted.join(",")), move |node| {
                node.text("status")
                    .is_some_and(|status| wanted.contains(&status))
            });
        }
        if let Some(article) = &flags.source {
            let article = facts::id(names::node(dossier, article, &["Article"])?);
            conditions.add(format!("--source {article}"), move |node| {
                node.texts("sources").any(|source| source == article)
            });
        }
        Ok(conditions)
    }

    /// Adds a condition, told by its flag.
    pub(crate) fn add(
        &mut self,
        flag: impl Into<String>,
        admits: impl Fn(NodeRef<'d>) -> bool + 'd,
    ) {
        self.all.push(Condition {
            flag: flag.into(),
            admits: Box::new(admits),
        });
    }

    /// Each of these actors takes part, is a party or makes the claim; `author` is the writer of
    /// any article. The flag is as it is written, `--actor`.
    pub(crate) fn add_actors(
        &mut self,
        flag: &str,
        actors: &[String],
        dossier: &'d Dossier,
    ) -> Result<(), Failure> {
        for actor in actors {
            if actor == "author" {
                self.add(format!("{flag} author"), |node| {
                    node.incoming()
                        .any(|edge| edge.kind() == "MADE" && edge.from().is("Article"))
                });
                continue;
            }
            // The writer of an article makes claims too.
            let actor = names::node(dossier, actor, &["Actor", "Article"])?;
            self.actor = Some(actor);
            self.add(format!("{flag} {}", facts::id(actor)), move |node| {
                node.incoming()
                    .any(|edge| edge.from().id() == actor.id() && TAKES_PART.contains(&edge.kind()))
            });
        }
        Ok(())
    }

    /// Each of these actors, or without any somebody, takes part in an event in this role.
    pub(crate) fn add_role(
        &mut self,
        role: Option<&str>,
        actors: &[String],
        dossier: &'d Dossier,
    ) -> Result<(), Failure> {
        let Some(role) = role else {
            return Ok(());
        };
        let role = names::role(dossier, role, Kind::Event)?;
        let actors = actors
            .iter()
            .map(|actor| Ok(names::node(dossier, actor, &["Actor"])?.id()))
            .collect::<Result<Vec<_>, Failure>>()?;
        self.add(format!("--role {role}"), move |node| {
            let bearers: BTreeSet<NodeId> = node
                .incoming()
                .filter(|edge| edge.kind() == "INVOLVED_IN" && edge.text("role") == Some(role))
                .map(|edge| edge.from().id())
                .collect();
            !bearers.is_empty() && actors.iter().all(|actor| bearers.contains(actor))
        });
        Ok(())
    }

    /// One of these types, or a subtype.
    pub(crate) fn add_types(
        &mut self,
        types: &[String],
        kinds: &[Kind],
        dossier: &'d Dossier,
    ) -> Result<(), Failure> {
        if types.is_empty() {
            return Ok(());
        }
        let labels = types
            .iter()
            .map(|name| names::label_of_type(dossier, name, kinds))
            .collect::<Result<Vec<_>, _>>()?;
        self.add(format!("--type {}", types.join(",")), move |node| {
            labels.iter().any(|label| node.is(label))
        });
        Ok(())
    }

    /// At this place or a part of it.
    pub(crate) fn add_place(
        &mut self,
        place: Option<&str>,
        dossier: &'d Dossier,
    ) -> Result<(), Failure> {
        let Some(place) = place else {
            return Ok(());
        };
        let place = names::node(dossier, place, &["Place"])?;
        let within = parts_of(place);
        self.add(format!("--place {}", facts::id(place)), move |node| {
            node.outgoing()
                .any(|edge| edge.kind() == "AT" && within.contains(&edge.to().id()))
        });
        Ok(())
    }

    /// The nodes of a kind that meet the conditions, by first day and id. O(degree) if an actor must
    /// take part, else O(size of the graph).
    pub(crate) fn chosen(&self, dossier: &'d Dossier, kind: NodeKind) -> Vec<NodeRef<'d>> {
        let mut nodes = match self.actor {
            None => facts::chronological(dossier, kind),
            Some(actor) => {
                let edges = actor.outgoing();
                let theirs = edges.filter(|edge| TAKES_PART.contains(&edge.kind()));
                let nodes: BTreeSet<_> = theirs.map(|edge| edge.to().id()).collect();
                let nodes = nodes.into_iter().map(|node| dossier.graph.node(node));
                let mut nodes: Vec<_> = nodes
                    .filter(|node| NodeKind::of(*node) == Some(kind))
                    .collect();
                nodes.sort_by(|a, b| facts::by_time(*a, *b));
                nodes
            }
        };
        nodes.retain(|node| self.admit(*node));
        nodes
    }

    /// Whether all conditions hold for a node.
    pub(crate) fn admit(&self, node: NodeRef<'d>) -> bool {
        self.all.iter().all(|condition| (condition.admits)(node))
    }

    /// What to say when no node of many is left: the conditions, and which of them would leave
    /// some if it were not there.
    pub(crate) fn none_of(&self, nodes: &[NodeRef<'d>], one: &str) -> String {
        if self.all.is_empty() || nodes.is_empty() {
            return format!("the dossier has {}", counted(0, one));
        }
        let flags: Vec<_> = self
            .all
            .iter()
            .map(|condition| condition.flag.as_str())
            .collect();
        let mut text = format!("{} with {}", counted(0, one), flags.join(" "));
        let mut without = Vec::new();
        for (at, condition) in self.all.iter().enumerate() {
            let others = |node: &&NodeRef<'d>| {
                let mut others = self
                    .all
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != at);
                others.all(|(_, other)| (other.admits)(**node))
            };
            let count = nodes.iter().filter(others).count();
            let flag = condition.flag.split(' ').next().unwrap_or_default();
            if count > 0 {
                without.push(format!("{count} without {flag}"));
            }
        }
        if without.is_empty() {
            without.push(format!("{} in all", counted(nodes.len(), one)));
        }
        text.extend(["; ", &without.join(", ")]);
        text
    }
}

fn dated(node: NodeRef<'_>) -> bool {
    node.text("date").is_some()
}

/// A place with everything that is part of it, and of its parts.
fn parts_of(place: NodeRef<'_>) -> BTreeSet<NodeId> {
    let mut parts = BTreeSet::from([place.id()]);
    let mut queue = VecDeque::from([place]);
    while let Some(whole) = queue.pop_front() {
        for edge in whole.incoming().filter(|edge| edge.kind() == "PART_OF") {
            if parts.insert(edge.from().id()) {
                queue.push_back(edge.from());
            }
        }
    }
    parts
}
