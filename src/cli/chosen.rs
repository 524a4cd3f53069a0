//! The flags that choose the part of the graph that is exported or drawn.

use super::commands::query;
use super::failure::Failure;
use super::names;
use super::select::{Status, edtf};
use super::session::Session;
use crate::graph::{Dossier, Filter, Graph, NodeId, NodeKind, Selection, Window};
use crate::model::date::Edtf;
use crate::model::registry::Kind;
use crate::query::{Table, Value};

/// The heading of these flags in help texts.
const SELECTION: &str = "What is chosen";

/// Flags of a selection.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct SelectionFlags {
    /// Only what is connected to this thing
    #[arg(long, value_name = "NAME", help_heading = SELECTION)]
    pub(crate) around: Option<String>,

    /// How many steps around it [default: 1; for the style `around` 2]
    #[arg(long, value_name = "N", requires = "around", help_heading = SELECTION)]
    pub(crate) depth: Option<usize>,

    /// Only these kinds: actor, event, agreement, claim, place, article
    #[arg(long, value_name = "KINDS", value_delimiter = ',', value_parser = kind, help_heading = SELECTION)]
    pub(crate) kinds: Vec<NodeKind>,

    /// Only these types, each with its subtypes
    #[arg(long, value_name = "TYPES", value_delimiter = ',', help_heading = SELECTION)]
    pub(crate) types: Vec<String>,

    /// Only what is not over before this EDTF date
    #[arg(long, value_name = "DATE", value_parser = edtf, allow_hyphen_values = true, help_heading = SELECTION)]
    pub(crate) from: Option<Edtf>,

    /// Only what has begun by this EDTF date
    #[arg(long, value_name = "DATE", value_parser = edtf, allow_hyphen_values = true, help_heading = SELECTION)]
    pub(crate) to: Option<Edtf>,

    /// Only what has one of these statuses
    #[arg(long, value_enum, value_name = "STATUSES", value_delimiter = ',', help_heading = SELECTION)]
    pub(crate) only: Vec<Status>,

    /// Only the nodes, relationships and paths of the answer to this openCypher query
    #[arg(long, value_name = "QUERY", help_heading = SELECTION)]
    pub(crate) query: Option<String>,

    /// Leave claims out
    #[arg(long, help_heading = SELECTION)]
    pub(crate) no_claims: bool,

    /// Leave the words of the articles out
    #[arg(long, help_heading = SELECTION)]
    pub(crate) no_text: bool,
}

fn kind(text: &str) -> Result<NodeKind, String> {
    NodeKind::ALL
        .into_iter()
        .find(|kind| kind.as_str() == text)
        .ok_or_else(|| {
            let kinds: Vec<_> = NodeKind::ALL.iter().map(|kind| kind.as_str()).collect();
            format!("kinds are {}", kinds.join(", "))
        })
}

impl SelectionFlags {
    /// The node in the middle.
    pub(crate) fn middle(&self, dossier: &Dossier) -> Result<Option<NodeId>, Failure> {
        let name = self.around.as_deref();
        name.map(|name| names::node(dossier, name, &[]).map(|node| node.id()))
            .transpose()
    }

    /// The part of a dossier that the flags choose; `depth` is that of `--around` where none is
    /// given.
    pub(crate) fn select(
        &self,
        dossier: &Dossier,
        depth: usize,
        session: &Session,
    ) -> Result<Selection, Failure> {
        let kinds = [Kind::Actor, Kind::Place, Kind::Event, Kind::Agreement];
        for name in &self.types {
            names::label_of_type(dossier, name, &kinds)?;
        }
        let window = Window {
            from: self.from.and_then(|date| date.earliest()),
            to: self.to.and_then(|date| date.latest()),
        };
        if let (Some(from), Some(to)) = (window.from, window.to)
            && to < from
        {
            return Err(Failure::call(format!(
                "`--to` ends on {to}, before `--from` begins on {from}"
            )));
        }
        let within = match &self.query {
            Some(text) => {
                let table = query::answer(text, &dossier.graph, session)?;
                Some(part_of(&table, &dossier.graph)?)
            }
            None => None,
        };
        let filter = Filter {
            within,
            around: self
                .middle(dossier)?
                .map(|middle| (middle, self.depth.unwrap_or(depth))),
            kinds: self.kinds.iter().copied().collect(),
            types: self.types.iter().cloned().collect(),
            window,
            statuses: self
                .only
                .iter()
                .map(|status| status.as_str().to_owned())
                .collect(),
            claims: !self.no_claims,
        };
        Ok(filter.select(dossier))
    }

    /// The dossier as it may be shown: with `--no-text` without the words of the articles.
    pub(crate) fn shown(&self, mut dossier: Dossier) -> Dossier {
        if self.no_text {
            let edges: Vec<_> = dossier.graph.edges().map(|edge| edge.id()).collect();
            for edge in edges {
                for key in ["quote", "quotes"] {
                    dossier.graph.set_edge(edge, key, None);
                }
            }
        }
        dossier
    }
}

/// The nodes, relationships and paths of an answer, also inside lists and maps.
fn part_of(table: &Table, graph: &Graph) -> Result<Selection, Failure> {
    let mut part = Selection::default();
    let mut found = false;
    let mut values: Vec<&Value> = table.rows.iter().flatten().collect();
    while let Some(value) = values.pop() {
        match value {
            Value::Node(node) => part.insert_node(*node),
            Value::Relationship(edge) => part.insert_edge(graph.edge(*edge)),
            Value::Path(path) => {
                path.nodes.iter().for_each(|node| part.insert_node(*node));
                let edges = path.relationships.iter();
                edges.for_each(|edge| part.insert_edge(graph.edge(*edge)));
            }
            Value::List(list) => {
                values.extend(list.iter());
                continue;
            }
            Value::Map(map) => {
                values.extend(map.values());
                continue;
            }
            _ => continue,
        }
        found = true;
    }
    if found || table.rows.is_empty() {
        Ok(part)
    } else {
        Err(
            Failure::call("the answer to `--query` has neither nodes nor relationships nor paths")
                .hint("return them whole: `MATCH (a)-[r]->(b) RETURN a, r, b`"),
        )
    }
}
