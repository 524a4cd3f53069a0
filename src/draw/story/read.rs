//! Reads a story from a selection of a graph.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Options;
use super::super::labels::{self, When, Words, fill};
use super::super::sides::{Sides, side_of};
use super::order::{Placed, order};
use super::{Actor, Agreement, Claim, Event, Manner, Outcome, Part, Shape, Story, disputes};
use crate::graph::{Dossier, EdgeRef, NodeId, NodeRef, Selection};
use crate::model::registry::{Registry, RoleMode};
use crate::model::words::{Phase, Stage, Status};

impl<'g> Story<'g> {
    /// Reads the events, agreements, actors and claims of a selection. O(nodes + relationships),
    /// and the order of events (see there).
    pub(crate) fn read(dossier: &'g Dossier, selection: &Selection, options: &Options) -> Self {
        let lang = options
            .lang
            .clone()
            .or_else(|| dossier.languages.first().cloned());
        let lang = lang.unwrap_or_else(|| "en".to_owned());
        let reader = Reader {
            dossier,
            selection,
            words: Words::of(&lang),
            lang,
        };
        reader.read()
    }
}

struct Reader<'g, 's> {
    dossier: &'g Dossier,
    selection: &'s Selection,
    words: &'static Words,
    lang: String,
}

impl<'g> Reader<'g, '_> {
    fn read(self) -> Story<'g> {
        let events = self.events_in_order();
        let agreements = self.nodes("Agreement");
        let event_at = places(&events);
        let agreement_at = places(&agreements);
        let taking_part: BTreeSet<_> = events
            .iter()
            .map(|event| (event, "INVOLVED_IN"))
            .chain(agreements.iter().map(|agreement| (agreement, "PARTY_TO")))
            .flat_map(|(node, kind)| self.incoming(*node, kind))
            .map(EdgeRef::from)
            .filter(|node| node.is("Actor"))
            .map(NodeRef::id)
            .collect();
        let mut actor_nodes: Vec<_> = taking_part
            .into_iter()
            .map(|id| self.dossier.graph.node(id))
            .collect();
        actor_nodes.sort_by_key(|node| id_of(*node));
        let actor_at = places(&actor_nodes);

        let events: Vec<_> = events
            .iter()
            .map(|node| self.event(*node, &actor_at, &event_at, &agreement_at))
            .collect();
        let mut agreements: Vec<_> = agreements
            .iter()
            .map(|node| self.agreement(*node, &actor_at))
            .collect();
        for (at, event) in events.iter().enumerate() {
            for (agreement, _) in event.agreements() {
                agreements[agreement].causes.push(at);
            }
        }
        let claims = self.claims(&event_at);
        let mut actors: Vec<_> = actor_nodes.iter().map(|node| self.actor(*node)).collect();
        for (at, event) in events.iter().enumerate() {
            for part in &event.parts {
                actors[part.actor].events.push(at);
            }
        }
        for (at, agreement) in agreements.iter().enumerate() {
            for part in &agreement.parties {
                actors[part.actor].agreements.push(at);
            }
        }
        let graph = &self.dossier.graph;
        let sides = Sides::rank(
            actors
                .iter()
                .map(|actor| (graph.node(actor.side), actor.events.len())),
        );
        let told = events
            .iter()
            .map(|event| event.node)
            .chain(agreements.iter().map(|agreement| agreement.node));
        let articles = told
            .chain(claims.iter().map(|claim: &Claim<'g>| claim.node))
            .flat_map(|node| node.texts("sources"));
        Story {
            articles: articles.collect(),
            dossier: self.dossier,
            words: self.words,
            lang: self.lang,
            actors,
            events,
            agreements,
            claims,
            sides,
        }
    }

    /// Nodes of a label in the selection, by id.
    fn nodes(&self, label: &str) -> Vec<NodeRef<'g>> {
        let mut nodes: Vec<_> = self
            .selection
            .nodes(&self.dossier.graph)
            .filter(|node| node.is(label))
            .collect();
        nodes.sort_by_key(|node| id_of(*node));
        nodes
    }

    /// Selected relationships of a type that leave a node, by the id of their end.
    fn outgoing(&self, node: NodeRef<'g>, kind: &str) -> Vec<EdgeRef<'g>> {
        let mut edges: Vec<_> = node
            .outgoing()
            .filter(|edge| edge.kind() == kind && self.selection.contains_edge(edge.id()))
            .collect();
        edges.sort_by_key(|edge| (id_of(edge.to()), edge.id()));
        edges
    }

    /// Selected relationships of a type that reach a node, by the id of their start.
    fn incoming(&self, node: NodeRef<'g>, kind: &str) -> Vec<EdgeRef<'g>> {
        let mut edges: Vec<_> = node
            .incoming()
            .filter(|edge| edge.kind() == kind && self.selection.contains_edge(edge.id()))
            .collect();
        edges.sort_by_key(|edge| (id_of(edge.from()), edge.id()));
        edges
    }

    fn events_in_order(&self) -> Vec<NodeRef<'g>> {
        let nodes = self.nodes("Event");
        let at = places(&nodes);
        let placed: Vec<_> = nodes
            .iter()
            .map(|node| {
                let wholes = self
                    .outgoing(*node, "PART_OF")
                    .into_iter()
                    .map(|edge| edge.to().id());
                let causes = self
                    .incoming(*node, "LED_TO")
                    .into_iter()
                    .map(|edge| edge.from().id());
                Placed {
                    id: id_of(*node),
                    when: when_of(*node),
                    after: wholes
                        .chain(causes)
                        .filter_map(|id| at.get(&id).copied())
                        .collect(),
                }
            })
            .collect();
        order(&placed).into_iter().map(|at| nodes[at]).collect()
    }

    fn name(&self, node: NodeRef<'g>) -> &'g str {
        self.dossier.display_name(node, Some(&self.lang))
    }

    fn actor(&self, node: NodeRef<'g>) -> Actor<'g> {
        let name = self.name(node);
        Actor {
            node,
            id: id_of(node),
            name,
            short: short_name(node, name),
            shape: shape_of(node),
            side: side_of(&self.dossier.graph, node.id()),
            events: Vec::new(),
            agreements: Vec::new(),
        }
    }

    fn parts(
        &self,
        node: NodeRef<'g>,
        edge_kind: &str,
        kind: &str,
        actor_at: &BTreeMap<NodeId, usize>,
    ) -> Vec<Part<'g>> {
        let mut parts: BTreeMap<usize, Part<'g>> = BTreeMap::new();
        for edge in self.incoming(node, edge_kind) {
            let Some(&actor) = actor_at.get(&edge.from().id()) else {
                continue;
            };
            let role = edge.text("role").unwrap_or_default();
            let mode = self
                .dossier
                .registry
                .role(kind, role)
                .unwrap_or(RoleMode::Equal);
            let part = parts.entry(actor).or_insert(Part {
                actor,
                roles: Vec::new(),
                mode,
            });
            part.roles.push(role);
            part.mode = part.mode.min(mode);
        }
        for part in parts.values_mut() {
            part.roles.sort_unstable();
            part.roles.dedup();
        }
        parts.into_values().collect()
    }

    fn event(
        &self,
        node: NodeRef<'g>,
        actor_at: &BTreeMap<NodeId, usize>,
        event_at: &BTreeMap<NodeId, usize>,
        agreement_at: &BTreeMap<NodeId, usize>,
    ) -> Event<'g> {
        let kind = kind_of(node, &self.dossier.registry, "event");
        let when = when_of(node);
        let status = node.text("status").and_then(Status::parse);
        let manner = match (node.text("phase").and_then(Phase::parse), status) {
            (Some(Phase::Cancelled), _) => Manner::Cancelled,
            (Some(Phase::Planned), _) => Manner::Planned,
            (_, Some(Status::Claimed)) => Manner::Claimed,
            _ => Manner::Told,
        };
        let mut outcomes: Vec<_> = self
            .outgoing(node, "LED_TO")
            .into_iter()
            .filter_map(|edge| {
                let stage = edge.text("stage").and_then(stage_index);
                let to = edge.to().id();
                match (agreement_at.get(&to), event_at.get(&to)) {
                    (Some(&agreement), _) => Some(Outcome::Agreement(agreement, stage)),
                    (_, Some(&event)) => Some(Outcome::Event(event)),
                    _ => None,
                }
            })
            .collect();
        // Furthest first, events last; agreements of one stage stay in the order of their ids.
        outcomes.sort_by_key(|outcome| match *outcome {
            Outcome::Agreement(_, stage) => (0, std::cmp::Reverse(stage)),
            Outcome::Event(_) => (1, std::cmp::Reverse(None)),
        });
        Event {
            node,
            kind,
            name: self.name(node),
            when,
            manner,
            claimed_by: if manner == Manner::Claimed {
                self.tellers(node)
            } else {
                Vec::new()
            },
            parts: self.parts(node, "INVOLVED_IN", kind, actor_at),
            place: self.outgoing(node, "AT").first().map(|edge| edge.to()),
            whole: self
                .outgoing(node, "PART_OF")
                .first()
                .and_then(|edge| event_at.get(&edge.to().id()).copied()),
            outcomes,
            figures: self.figures(node, kind),
            disputes: disputes::of(
                self.dossier,
                node,
                &self.lang,
                self.words,
                when.map(When::year),
            ),
            witnesses: node.texts("sources").count(),
        }
    }

    fn agreement(&self, node: NodeRef<'g>, actor_at: &BTreeMap<NodeId, usize>) -> Agreement<'g> {
        let kind = kind_of(node, &self.dossier.registry, "agreement");
        let when = when_of(node);
        let disputed = node.texts("disputed_fields").any(|field| field == "amount");
        let mut figures: Vec<_> = labels::amount(node, self.words)
            .filter(|_| !disputed)
            .into_iter()
            .collect();
        figures.extend(self.figures(node, kind));
        if let Some(until) = node.text("until") {
            let label = When::parse(until)
                .map_or_else(|| until.to_owned(), |when| when.label(self.words, None));
            figures.push(fill(self.words.by, &[&label]));
        }
        Agreement {
            node,
            kind,
            name: self.name(node),
            when,
            stage: node.text("stage").and_then(stage_index),
            parties: self.parts(node, "PARTY_TO", kind, actor_at),
            causes: Vec::new(),
            figures,
            disputes: disputes::of(
                self.dossier,
                node,
                &self.lang,
                self.words,
                when.map(When::year),
            ),
        }
    }

    /// The figures of a node, and those that only somebody claims, with the claimant.
    fn figures(&self, node: NodeRef<'g>, kind: &str) -> Vec<String> {
        let mut told = labels::figures(node, kind, &self.dossier.registry, self.words);
        told.retain(|(key, _)| !node.texts("disputed_fields").any(|field| field == key));
        let mut figures: Vec<_> = told.iter().map(|(_, text)| text.clone()).collect();
        for key in self.dossier.registry.attributes(kind) {
            let disputed = node.texts("disputed_fields").any(|field| field == key);
            if disputed || told.iter().any(|(known, _)| known == key) {
                continue;
            }
            let mut claimed: Vec<(String, Vec<String>)> = Vec::new();
            for claim in disputes::claims_about(node, key) {
                let Some(value) = disputes::text_of(claim, "value") else {
                    continue;
                };
                let text = labels::written(key, &value, self.words);
                let speakers = disputes::speakers(self.dossier, claim, &self.lang);
                match claimed.iter_mut().find(|(known, _)| *known == text) {
                    Some((_, known)) => known.extend(speakers),
                    None => claimed.push((text, speakers)),
                }
            }
            figures.extend(
                claimed
                    .into_iter()
                    .filter(|(_, speakers)| !speakers.is_empty())
                    .map(|(text, speakers)| {
                        format!(
                            "{text} ({})",
                            fill(self.words.says, &[&self.words.list(&speakers)])
                        )
                    }),
            );
        }
        figures
    }

    /// Who tell of an event that is only claimed, by name.
    fn tellers(&self, node: NodeRef<'g>) -> Vec<String> {
        let tellers = node
            .texts("claimed_by")
            .map(|id| match self.dossier.names.by_id(id) {
                Some(teller) => {
                    let teller = self.dossier.graph.node(teller);
                    short_name(teller, self.name(teller))
                }
                None => id.to_owned(),
            });
        tellers.collect()
    }

    fn claims(&self, event_at: &BTreeMap<NodeId, usize>) -> Vec<Claim<'g>> {
        self.nodes("Claim")
            .into_iter()
            .map(|node| {
                let mut by: Vec<_> = node
                    .incoming()
                    .filter(|edge| edge.kind() == "MADE")
                    .map(EdgeRef::from)
                    .collect();
                by.retain(|maker| maker.is("Actor"));
                by.sort_by_key(|maker| id_of(*maker));
                let about = node
                    .outgoing()
                    .filter(|edge| edge.kind() == "ABOUT")
                    .map(EdgeRef::to);
                let mut about: Vec<_> = about.collect();
                about.sort_by_key(|node| id_of(*node));
                about.dedup_by_key(|node| node.id());
                Claim {
                    node,
                    says: node
                        .text(&format!("says_{}", self.lang))
                        .or_else(|| node.text("says"))
                        .unwrap_or_else(|| self.name(node)),
                    by,
                    when: when_of(node),
                    during: self
                        .outgoing(node, "DURING")
                        .first()
                        .and_then(|edge| event_at.get(&edge.to().id()).copied()),
                    about,
                    is_value: node.get("value").is_some(),
                }
            })
            .collect()
    }
}

fn places(nodes: &[NodeRef<'_>]) -> BTreeMap<NodeId, usize> {
    nodes
        .iter()
        .enumerate()
        .map(|(at, node)| (node.id(), at))
        .collect()
}

pub(super) fn id_of(node: NodeRef<'_>) -> &str {
    node.text("id").unwrap_or_default()
}

fn when_of(node: NodeRef<'_>) -> Option<When> {
    let written = node.text("date").and_then(When::parse);
    written.or_else(|| When::of(node.get("earliest")?.as_day()?))
}

fn stage_index(stage: &str) -> Option<usize> {
    Stage::words().position(|known| known == stage)
}

fn kind_of<'g>(node: NodeRef<'g>, registry: &'g Registry, root: &'g str) -> &'g str {
    let labels: Vec<_> = node.labels().collect();
    registry.type_of_labels(&labels).unwrap_or(root)
}

fn shape_of(node: NodeRef<'_>) -> Shape {
    [
        ("Person", Shape::Person),
        ("State", Shape::State),
        ("Group", Shape::Group),
    ]
    .into_iter()
    .find_map(|(label, shape)| node.is(label).then_some(shape))
    .unwrap_or(Shape::Organization)
}

/// A person's family name: a person's id is the family name in English, so the last words of the
/// English name that fold to the id; of a name in another language as many last words. Else the
/// whole name.
pub(crate) fn short_name(node: NodeRef<'_>, name: &str) -> String {
    if !node.is("Person") {
        return name.to_owned();
    }
    let id = crate::text::fold(id_of(node));
    let english: Vec<&str> = node.text("name").unwrap_or(name).split(' ').collect();
    let length = (1..=english.len())
        .find(|length| crate::text::fold(&english[english.len() - length..].join(" ")) == id);
    let words: Vec<&str> = name.split(' ').collect();
    match length {
        Some(length) if words.len() == english.len() => words[words.len() - length..].join(" "),
        _ => name.to_owned(),
    }
}
