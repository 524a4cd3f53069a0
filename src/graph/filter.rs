//! Which part of a graph an export writes and a picture shows, told by a few conditions.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;

use super::{Dossier, EdgeRef, Graph, NodeId, NodeRef, Selection};
use crate::model::date::Day;
use crate::model::registry::Kind;

/// What a node is, by its root label. A state, which is an actor and a place, is an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeKind {
    /// What happened or is planned.
    Event,
    /// What binds parties.
    Agreement,
    /// Who acts.
    Actor,
    /// Where.
    Place,
    /// What somebody said is so.
    Claim,
    /// A source text.
    Article,
}

impl NodeKind {
    /// All kinds.
    pub const ALL: [Self; 6] = [
        Self::Event,
        Self::Agreement,
        Self::Actor,
        Self::Place,
        Self::Claim,
        Self::Article,
    ];

    /// The kind of a node; none if it has none of the labels of a dossier.
    pub fn of(node: NodeRef<'_>) -> Option<Self> {
        [
            Self::Actor,
            Self::Place,
            Self::Event,
            Self::Agreement,
            Self::Claim,
            Self::Article,
        ]
        .into_iter()
        .find(|kind| node.is(kind.label()))
    }

    /// Its label: `Event`.
    pub fn label(self) -> &'static str {
        match self {
            Self::Event => "Event",
            Self::Agreement => "Agreement",
            Self::Actor => "Actor",
            Self::Place => "Place",
            Self::Claim => "Claim",
            Self::Article => "Article",
        }
    }

    /// Its word in commands: `event`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Agreement => "agreement",
            Self::Actor => "actor",
            Self::Place => "place",
            Self::Claim => "claim",
            Self::Article => "article",
        }
    }

    /// Whether it is what articles report, at a time: events, agreements and claims. The others
    /// are who, where and by which article.
    pub fn is_reported(self) -> bool {
        matches!(self, Self::Event | Self::Agreement | Self::Claim)
    }
}

impl fmt::Display for NodeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A span of days; an end that is missing is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Window {
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub to: Option<Day>,
}

impl Window {
    /// Whether neither end is given.
    pub fn is_open(self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// Whether the date of a node overlaps it. A node without a date overlaps only a window both
    /// ends of which are open.
    pub fn admits(self, node: NodeRef<'_>) -> bool {
        if self.is_open() {
            return true;
        }
        let day = |key| node.get(key).and_then(super::ValueRef::as_day);
        let begins_in_time = match (day("earliest"), self.to) {
            (Some(earliest), Some(to)) => earliest <= to,
            _ => true,
        };
        let ends_in_time = match (day("latest"), self.from) {
            (Some(latest), Some(from)) => latest >= from,
            _ => true,
        };
        node.text("date").is_some() && begins_in_time && ends_in_time
    }
}

/// Conditions on the part of a graph that is wanted. The default wants everything.
///
/// The conditions are taken one after the other:
///
/// 1. *Around* a node: what can be reached from it in `depth` relationships, in either direction.
///    Articles are no way through, or everything that one article reports would be two steps from
///    everything else; an article belongs to what is around when something there is supported by
///    it. Around an article is what it supports or mentions.
/// 2. *Reported* nodes (events, agreements, claims) must overlap the window and have one of the
///    statuses. Types that are events or agreements choose among events and agreements, and leave
///    claims only where they are about, or were made during, one of the chosen.
/// 3. Relationships that have a status must have one of the statuses.
/// 4. Once a reported node can have been left out by 2 or 3, an actor, place or article stays only
///    while a relationship leads to a reported node that stays: who takes part, where, by which
///    article. Types of actors and places choose among actors and places.
/// 5. Kinds, and `claims: false`, drop what is of another kind.
///
/// The node in the middle of *around* stays whatever the other conditions say. Of the rest every
/// relationship stays both ends of which do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Only these nodes and relationships, and what the other conditions leave of them.
    pub within: Option<Selection>,
    /// The node in the middle, with how many relationships around it count.
    pub around: Option<(NodeId, usize)>,
    /// Kinds of nodes; empty: all.
    pub kinds: BTreeSet<NodeKind>,
    /// Types, each with its subtypes; empty: all.
    pub types: BTreeSet<String>,
    /// The time in which something happened.
    pub window: Window,
    /// Statuses; empty: all.
    pub statuses: BTreeSet<String>,
    /// Whether claims are wanted.
    pub claims: bool,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            within: None,
            around: None,
            kinds: BTreeSet::new(),
            types: BTreeSet::new(),
            window: Window::default(),
            statuses: BTreeSet::new(),
            claims: true,
        }
    }
}

impl Filter {
    /// The nodes and relationships that meet all conditions. O(nodes + relationships), times the
    /// logarithm of their number.
    pub fn select(&self, dossier: &Dossier) -> Selection {
        let graph = &dossier.graph;
        let middle = self.around.map(|(node, _)| node);
        let mut nodes: BTreeSet<NodeId> = match self.around {
            Some((node, depth)) => surroundings(graph, node, depth),
            None => graph.nodes().map(NodeRef::id).collect(),
        };
        if let Some(within) = &self.within {
            nodes.retain(|&node| within.contains_node(node));
        }
        let types = Types::of(&self.types, dossier);
        nodes.retain(|&node| Some(node) == middle || self.admits(graph.node(node), &types));

        if types.reported.is_some() {
            let claims: Vec<_> = reported(graph, &nodes, |kind| kind == NodeKind::Claim).collect();
            let chosen: BTreeSet<_> =
                reported(graph, &nodes, |kind| kind != NodeKind::Claim).collect();
            for claim in claims.into_iter().filter(|&claim| Some(claim) != middle) {
                let concerns = |edge: EdgeRef<'_>| {
                    matches!(edge.kind(), "ABOUT" | "DURING") && chosen.contains(&edge.to().id())
                };
                if !graph.node(claim).outgoing().any(concerns) {
                    nodes.remove(&claim);
                }
            }
        }
        if !self.window.is_open() || !self.statuses.is_empty() || types.reported.is_some() {
            let reported: BTreeSet<_> = reported(graph, &nodes, NodeKind::is_reported).collect();
            nodes.retain(|&node| {
                Some(node) == middle
                    || reported.contains(&node)
                    || edges(graph.node(node)).any(|edge| {
                        self.admits_edge(edge)
                            && [edge.from().id(), edge.to().id()]
                                .iter()
                                .any(|end| *end != node && reported.contains(end))
                    })
            });
        }
        nodes.retain(|&node| {
            Some(node) == middle
                || NodeKind::of(graph.node(node)).is_none_or(|kind| {
                    (self.kinds.is_empty() || self.kinds.contains(&kind))
                        && (self.claims || kind != NodeKind::Claim)
                })
        });

        let induced = Selection::induced(graph, nodes.iter().copied());
        let mut selection = Selection::default();
        for &node in &nodes {
            selection.insert_node(node);
        }
        for edge in induced.edges(graph).filter(|edge| self.admits_edge(*edge)) {
            if self
                .within
                .as_ref()
                .is_none_or(|within| within.contains_edge(edge.id()))
            {
                selection.insert_edge(edge);
            }
        }
        selection
    }

    /// Window, status and type, as far as the node's kind has them.
    fn admits(&self, node: NodeRef<'_>, types: &Types) -> bool {
        let Some(kind) = NodeKind::of(node) else {
            return true;
        };
        let timely = !kind.is_reported() || self.window.admits(node);
        let known = !kind.is_reported() || self.admits_status(node.text("status"));
        timely && known && types.admit(node, kind)
    }

    fn admits_edge(&self, edge: EdgeRef<'_>) -> bool {
        edge.text("status")
            .is_none_or(|status| self.admits_status(Some(status)))
    }

    fn admits_status(&self, status: Option<&str>) -> bool {
        self.statuses.is_empty() || status.is_some_and(|status| self.statuses.contains(status))
    }
}

/// The labels of the wanted types, by the kinds among which they choose; nothing where the types
/// do not choose among these kinds.
#[derive(Debug, Default)]
struct Types {
    reported: Option<Vec<String>>,
    actors: Option<Vec<String>>,
    places: Option<Vec<String>>,
}

impl Types {
    fn of(names: &BTreeSet<String>, dossier: &Dossier) -> Self {
        let mut types = Self::default();
        for name in names {
            let Some(label) = dossier.registry.labels(name).pop() else {
                continue;
            };
            let group = match dossier.registry.kind(name) {
                Some(Kind::Event | Kind::Agreement) => &mut types.reported,
                Some(Kind::Actor) => &mut types.actors,
                Some(Kind::Place) => &mut types.places,
                None => continue,
            };
            group.get_or_insert_default().push(label);
        }
        types
    }

    fn admit(&self, node: NodeRef<'_>, kind: NodeKind) -> bool {
        let group = match kind {
            NodeKind::Event | NodeKind::Agreement => &self.reported,
            NodeKind::Actor => &self.actors,
            NodeKind::Place => &self.places,
            NodeKind::Claim | NodeKind::Article => &None,
        };
        group
            .as_ref()
            .is_none_or(|labels| labels.iter().any(|label| node.is(label)))
    }
}

fn reported<'g>(
    graph: &'g Graph,
    nodes: &'g BTreeSet<NodeId>,
    wanted: impl Fn(NodeKind) -> bool + 'g,
) -> impl Iterator<Item = NodeId> + 'g {
    nodes.iter().copied().filter(move |&node| {
        NodeKind::of(graph.node(node)).is_some_and(|kind| kind.is_reported() && wanted(kind))
    })
}

/// The relationships of a node, those that leave it first.
pub fn edges(node: NodeRef<'_>) -> impl Iterator<Item = EdgeRef<'_>> {
    node.outgoing().chain(node.incoming())
}

/// The other end of a relationship of a node.
pub fn other_end(edge: EdgeRef<'_>, node: NodeId) -> NodeRef<'_> {
    if edge.from().id() == node {
        edge.to()
    } else {
        edge.from()
    }
}

/// How many relationships, taken in either direction, lead from a node to each of the nodes that
/// can be reached in `depth` of them. Articles are reached only from an article in the middle, and
/// never passed through. O(nodes + relationships).
pub fn steps_from(graph: &Graph, middle: NodeId, depth: usize) -> BTreeMap<NodeId, usize> {
    let mut steps = BTreeMap::from([(middle, 0)]);
    let mut queue = VecDeque::from([middle]);
    while let Some(node) = queue.pop_front() {
        let next = steps[&node] + 1;
        if next > depth {
            break;
        }
        for edge in edges(graph.node(node)) {
            let other = other_end(edge, node);
            if !other.is("Article") && !steps.contains_key(&other.id()) {
                steps.insert(other.id(), next);
                queue.push_back(other.id());
            }
        }
    }
    steps
}

fn surroundings(graph: &Graph, middle: NodeId, depth: usize) -> BTreeSet<NodeId> {
    let mut nodes: BTreeSet<_> = steps_from(graph, middle, depth).into_keys().collect();
    let articles: Vec<_> = nodes
        .iter()
        .flat_map(|&node| graph.node(node).outgoing())
        .filter(|edge| edge.kind() == "SUPPORTED_BY")
        .map(|edge| edge.to().id())
        .collect();
    nodes.extend(articles);
    nodes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{NameIndex, Value};

    /// ada and bo met in the town of 2020, which led to a loan from bo's bank; cy only said
    /// something about the meeting; dee signed something else in 2022. Two articles.
    fn dossier() -> Dossier {
        let mut graph = Graph::new();
        let nodes: &[(&str, &[&str], &str, &str)] = &[
            ("a1", &["Article"], "", ""),
            ("a2", &["Article"], "", ""),
            ("ada", &["Actor", "Person"], "", "corroborated"),
            ("bank", &["Actor", "Organization"], "", "reported"),
            ("bo", &["Actor", "Person"], "", "corroborated"),
            ("cy", &["Actor", "Group"], "", "reported"),
            ("dee", &["Actor", "Person"], "", "reported"),
            ("town", &["Place"], "", "reported"),
            ("meeting", &["Event", "Meeting"], "2020", "corroborated"),
            ("loan", &["Agreement", "Loan"], "", "reported"),
            ("treaty", &["Agreement", "Treaty"], "2022", "reported"),
            ("word", &["Claim"], "2020", "reported"),
        ];
        for (id, labels, year, status) in nodes {
            let node = graph.add_node(labels.iter().copied());
            graph.set(node, "id", Value::from(*id));
            if !status.is_empty() {
                graph.set(node, "status", Value::from(*status));
            }
            if let Ok(number) = year.parse() {
                graph.set(node, "date", Value::from(*year));
                graph.set(node, "earliest", Value::Date(Day::from_ymd(number, 1, 1)));
                graph.set(node, "latest", Value::Date(Day::from_ymd(number, 12, 31)));
            }
        }
        let edges = [
            ("ada", "INVOLVED_IN", "meeting", "corroborated"),
            ("bo", "INVOLVED_IN", "meeting", "reported"),
            ("meeting", "AT", "town", ""),
            ("meeting", "LED_TO", "loan", "reported"),
            ("bank", "PARTY_TO", "loan", "reported"),
            ("bo", "REPRESENTS", "bank", "reported"),
            ("cy", "MADE", "word", ""),
            ("word", "ABOUT", "meeting", ""),
            ("dee", "PARTY_TO", "treaty", "reported"),
            ("meeting", "SUPPORTED_BY", "a1", ""),
            ("meeting", "SUPPORTED_BY", "a2", ""),
            ("loan", "SUPPORTED_BY", "a1", ""),
            ("word", "SUPPORTED_BY", "a2", ""),
            ("treaty", "SUPPORTED_BY", "a2", ""),
            ("a2", "MENTIONS", "dee", ""),
        ];
        for (from, kind, to, status) in edges {
            let names = NameIndex::of(&graph);
            let end = |id: &str| names.by_id(id).unwrap();
            let edge = graph.add_edge(end(from), kind, end(to));
            if !status.is_empty() {
                graph.set_edge(edge, "status", Value::from(status));
            }
        }
        Dossier::of(graph)
    }

    fn check(make: impl FnOnce(&Dossier, &mut Filter), expected: &str) -> Selection {
        let dossier = dossier();
        let mut filter = Filter::default();
        make(&dossier, &mut filter);
        let selection = filter.select(&dossier);
        let ids: Vec<_> = selection
            .nodes(&dossier.graph)
            .filter_map(|node| node.text("id"))
            .collect();
        assert_eq!(ids.join(" "), expected);
        selection
    }

    fn around(dossier: &Dossier, id: &str, depth: usize) -> (NodeId, usize) {
        (dossier.names.by_id(id).unwrap(), depth)
    }

    #[test]
    fn no_condition_selects_everything() {
        let dossier = dossier();
        assert_eq!(
            Filter::default().select(&dossier),
            Selection::all(&dossier.graph)
        );
    }

    #[test]
    fn articles_are_no_way_through_but_come_with_what_they_support() {
        check(
            |d, f| f.around = Some(around(d, "ada", 1)),
            "a1 a2 ada meeting",
        );
        check(
            |d, f| f.around = Some(around(d, "ada", 2)),
            "a1 a2 ada bo town meeting loan word",
        );
        check(
            |d, f| f.around = Some(around(d, "ada", 99)),
            "a1 a2 ada bank bo cy town meeting loan word",
        );
        check(
            |d, f| f.around = Some(around(d, "a1", 1)),
            "a1 a2 meeting loan",
        );
    }

    #[test]
    fn a_window_keeps_what_overlaps_and_who_takes_part() {
        let window = |year| Window {
            from: Some(Day::from_ymd(year, 6, 1)),
            to: Some(Day::from_ymd(year, 6, 1)),
        };
        check(
            |_, f| f.window = window(2020),
            "a1 a2 ada bo cy town meeting word",
        );
        check(|_, f| f.window = window(2022), "a2 dee treaty");
        check(|_, f| f.window = window(2021), "");
        check(
            |d, f| {
                f.window = window(2021);
                f.around = Some(around(d, "bo", 1));
            },
            "bo",
        );
    }

    #[test]
    fn types_bring_their_subtypes_their_actors_and_the_claims_about_them() {
        check(
            |_, f| f.types = BTreeSet::from(["meeting".to_owned()]),
            "a1 a2 ada bo cy town meeting word",
        );
        check(
            |_, f| f.types = BTreeSet::from(["agreement".to_owned()]),
            "a1 a2 bank dee loan treaty",
        );
        check(
            |_, f| f.types = BTreeSet::from(["loan".to_owned(), "person".to_owned()]),
            "a1 loan",
        );
        check(
            |_, f| f.types = BTreeSet::from(["group".to_owned()]),
            "a1 a2 cy town meeting loan treaty word",
        );
    }

    #[test]
    fn a_status_is_asked_of_relationships_too() {
        let selection = check(
            |_, f| f.statuses = BTreeSet::from(["corroborated".to_owned()]),
            "a1 a2 ada town meeting",
        );
        let graph = dossier().graph;
        let kinds: Vec<_> = selection.edges(&graph).map(EdgeRef::kind).collect();
        assert_eq!(kinds, ["INVOLVED_IN", "AT", "SUPPORTED_BY", "SUPPORTED_BY"]);
    }

    #[test]
    fn kinds_and_claims_drop_the_rest() {
        check(
            |_, f| f.kinds = BTreeSet::from([NodeKind::Actor, NodeKind::Place]),
            "ada bank bo cy dee town",
        );
        check(
            |_, f| f.claims = false,
            "a1 a2 ada bank bo cy dee town meeting loan treaty",
        );
    }

    #[test]
    fn what_is_not_within_is_left_out_with_its_relationships() {
        let dossier = dossier();
        let id = |id: &str| dossier.names.by_id(id).unwrap();
        let mut within = Selection::default();
        for node in ["ada", "bo", "meeting"] {
            within.insert_node(id(node));
        }
        let edge = dossier.graph.node(id("ada")).outgoing().next().unwrap();
        within.insert_edge(edge);
        let filter = Filter {
            within: Some(within.clone()),
            ..Filter::default()
        };
        assert_eq!(filter.select(&dossier), within);
    }
}
