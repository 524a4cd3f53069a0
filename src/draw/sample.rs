//! Dossiers made by hand, for tests of pictures and of what is exported from them.

use std::collections::BTreeMap;

use crate::graph::{Dossier, Graph, NameIndex, NodeId, Value};
use crate::model::registry::Registry;

/// A dossier in the making.
pub(crate) struct Sample {
    graph: Graph,
    registry: Registry,
    ids: BTreeMap<String, NodeId>,
    article: NodeId,
}

impl Sample {
    /// With one article.
    pub(crate) fn new() -> Self {
        let mut graph = Graph::new();
        let article = graph.add_node(["Article"]);
        graph.set(article, "id", Value::from("000_article"));
        graph.set(article, "title", Value::from("An article"));
        Self {
            graph,
            registry: Registry::builtin(),
            ids: BTreeMap::from([("000_article".to_owned(), article)]),
            article,
        }
    }

    /// Adds a node of a type, with a quote.
    pub(crate) fn node(&mut self, id: &str, type_name: &str, name: &str) -> NodeId {
        let labels = if type_name == "claim" {
            vec!["Claim".to_owned()]
        } else {
            self.registry.labels(type_name)
        };
        let node = self.graph.add_node(labels.iter().map(String::as_str));
        self.graph.set(node, "id", Value::from(id));
        self.graph.set(node, "name", Value::from(name));
        self.graph.set(node, "status", Value::from("reported"));
        self.graph
            .set(node, "sources", Value::texts(["000_article"]));
        self.ids.insert(id.to_owned(), node);
        let edge = self.graph.add_edge(node, "SUPPORTED_BY", self.article);
        self.graph
            .set_edge(edge, "quote", Value::from(format!("a quote on {name}")));
        node
    }

    /// Adds an event.
    pub(crate) fn event(&mut self, id: &str, type_name: &str, date: &str, name: &str) -> NodeId {
        let node = self.node(id, type_name, name);
        self.graph.set(node, "date", Value::from(date));
        node
    }

    /// Sets a property.
    pub(crate) fn set(&mut self, id: &str, key: &str, value: impl Into<Value>) {
        let node = self.ids[id];
        self.graph.set(node, key, value.into());
    }

    /// Adds a relationship, with one property if its key is not empty.
    pub(crate) fn edge(&mut self, from: &str, kind: &str, to: &str, key: &str, value: &str) {
        let edge = self.graph.add_edge(self.ids[from], kind, self.ids[to]);
        if !key.is_empty() {
            self.graph.set_edge(edge, key, Value::from(value));
        }
        self.graph
            .set_edge(edge, "quote", Value::from("as the article says"));
    }

    /// Adds an actor's part in an event.
    pub(crate) fn involved(&mut self, actor: &str, event: &str, role: &str) {
        self.edge(actor, "INVOLVED_IN", event, "role", role);
    }

    /// The dossier.
    pub(crate) fn dossier(self) -> Dossier {
        let names = NameIndex::of(&self.graph);
        Dossier {
            graph: self.graph,
            registry: self.registry,
            title: "A sample".to_owned(),
            description: None,
            languages: vec!["en".to_owned(), "nl".to_owned()],
            names,
        }
    }

    /// Two states, their presidents and a few dealings: every manner, role and stage occurs.
    pub(crate) fn small() -> Dossier {
        let mut sample = Self::new();
        for (id, type_name, name) in [
            ("aland", "state", "Aland"),
            ("beland", "state", "Beland"),
            ("abel", "person", "Anna Abel"),
            ("bosch", "person", "Bert Bosch"),
            ("club", "organization", "The Club"),
            ("crowd", "group", "Crowd in the square"),
            ("port", "place", "Port"),
        ] {
            sample.node(id, type_name, name);
        }
        sample.edge("abel", "REPRESENTS", "aland", "office", "president");
        sample.edge("bosch", "REPRESENTS", "beland", "office", "president");
        sample.event("summit", "meeting", "2020-09-14", "Abel–Bosch summit");
        sample.event("call", "call", "2020-09-20", "Call of Abel");
        sample.event("drill", "exercise", "2020-10/2020-11", "Drill at sea");
        sample.event("ban", "sanction", "2021", "Ban on fish");
        sample.event("visit", "visit", "2021-05-01", "Visit to Aland");
        sample.event("arrest", "arrest", "../2021-06-01", "Arrest in the crowd");
        sample.edge("summit", "AT", "port", "", "");
        for (actor, event, role) in [
            ("abel", "summit", "participant"),
            ("bosch", "summit", "participant"),
            ("abel", "call", "caller"),
            ("bosch", "call", "called"),
            ("aland", "drill", "participant"),
            ("beland", "drill", "participant"),
            ("club", "drill", "observer"),
            ("club", "ban", "imposer"),
            ("beland", "ban", "target"),
            ("bosch", "visit", "visitor"),
            ("aland", "visit", "host"),
            ("beland", "arrest", "authority"),
            ("crowd", "arrest", "arrested"),
        ] {
            sample.involved(actor, event, role);
        }
        sample.set("drill", "troops", 12_000);
        sample.set("visit", "phase", "planned");
        sample.set("arrest", "status", "claimed");
        sample.set(
            "summit",
            "sources",
            Value::texts(["000_article", "001_other"]),
        );
        sample.set("call", "disputed_fields", Value::texts(["date"]));
        for (id, type_name, name, stage, cause) in [
            ("loan", "loan", "Loan of 2020", "promised", "summit"),
            ("pact", "treaty", "Fish pact", "signed", "summit"),
            ("gas", "programme", "Gas market", "discussed", "summit"),
            ("arms", "contract", "Arms", "agreed", "call"),
            ("port-pact", "treaty", "Port pact", "cancelled", ""),
        ] {
            sample.node(id, type_name, name);
            sample.set(id, "stage", stage);
            if !cause.is_empty() {
                sample.edge(cause, "LED_TO", id, "stage", stage);
            }
            sample.edge("aland", "PARTY_TO", id, "role", "party");
            sample.edge("beland", "PARTY_TO", id, "role", "party");
        }
        sample.edge("drill", "LED_TO", "ban", "", "");
        sample.node("saying", "claim", "Fish is ours");
        sample.set("saying", "says", "Fish is ours");
        sample.edge("abel", "MADE", "saying", "", "");
        sample.edge("saying", "DURING", "summit", "", "");
        sample.edge("saying", "ABOUT", "pact", "", "");
        sample.dossier()
    }

    /// Many actors of many sides in many events, always the same ones for a seed.
    pub(crate) fn crowd(sides: usize, actors: usize, events: usize, seed: u64) -> Dossier {
        let mut sample = Self::new();
        let mut state = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let mut below = |limit: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap_or(0) % limit.max(1)
        };
        for side in 0..sides {
            sample.node(
                &format!("state-{side}"),
                "state",
                &format!("State number {side}"),
            );
        }
        for actor in 0..actors {
            let kinds = ["person", "organization", "group"];
            let id = format!("actor-{actor}");
            let name = format!("Actor {actor} of somewhere or other");
            sample.node(&id, kinds[below(3)], &name);
            sample.edge(&id, "MEMBER_OF", &format!("state-{}", below(sides)), "", "");
        }
        let types = [
            ("meeting", ["participant", "participant"]),
            ("call", ["caller", "called"]),
            ("sanction", ["imposer", "target"]),
            ("exercise", ["participant", "observer"]),
        ];
        for event in 0..events {
            let (type_name, roles) = types[below(4)];
            let id = format!("event-{event:03}");
            let date = format!(
                "20{:02}-{:02}-{:02}",
                below(20),
                below(12) + 1,
                below(28) + 1
            );
            sample.event(
                &id,
                type_name,
                &date,
                &format!("Event {event}, a {type_name} of note"),
            );
            let mut those = std::collections::BTreeSet::new();
            for nth in 0..2 + below(4) {
                let one = below(actors + sides);
                let one = match one.checked_sub(actors) {
                    Some(side) => format!("state-{side}"),
                    None => format!("actor-{one}"),
                };
                if those.insert(one.clone()) {
                    sample.involved(&one, &id, roles[nth % 2]);
                }
            }
            if below(3) == 0 {
                let pact = format!("pact-{event}");
                sample.node(
                    &pact,
                    "treaty",
                    &format!("Pact number {event} on some matter"),
                );
                sample.set(
                    &pact,
                    "stage",
                    ["discussed", "promised", "signed"][below(3)],
                );
                sample.edge(&id, "LED_TO", &pact, "stage", "discussed");
                for _ in 0..2 {
                    let party = format!("state-{}", below(sides));
                    sample.edge(&party, "PARTY_TO", &pact, "role", "party");
                }
            }
            if event > 0 && below(4) == 0 {
                sample.edge(&format!("event-{:03}", below(event)), "LED_TO", &id, "", "");
            }
        }
        sample.dossier()
    }

    /// Names that are hard on a picture or a format: long, from right to left, of emoji, with
    /// quotation marks, line ends, markup and control characters.
    pub(crate) fn hostile() -> Dossier {
        let mut sample = Self::new();
        let names = [
            "محمود عباس",
            "👩‍👩‍👧‍👦 family 🏳️‍🌈",
            "The \"quoted\" and 'quoted' \\ backslash\\",
            "line\nbreak\r\nand\ttab",
            "<b>bold</b> & &amp; ]]> <!-- x -->",
            "control \u{0}\u{1}\u{7}\u{1b}[31m\u{7f}\u{85}",
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
            "An organisation for the study of everything that has ever been written about names that are too long for any box in a picture of this kind, and of more",
            "\u{202e}evil\u{202c} \u{feff}\u{200b}",
            "-> digraph { } ; // # [label=x]",
            "",
            "ẞ ǆ ﬁ ①",
        ];
        for (at, name) in names.into_iter().enumerate() {
            let kinds = ["person", "state", "organization", "group"];
            let id = format!("x\"{at}\\\n{name}");
            sample.node(&id, kinds[at % 4], name);
            let event = format!("e-{at}");
            sample.event(&event, "meeting", "2021-05-01", name);
            sample.involved(&id, &event, "participant");
            let pact = format!("p-{at}");
            sample.node(&pact, "treaty", name);
            sample.edge(&event, "LED_TO", &pact, "stage", name);
            sample.edge(&id, "PARTY_TO", &pact, "role", "party");
            if at > 0 {
                sample.involved(&id, &format!("e-{}", at - 1), "participant");
            }
        }
        sample.dossier()
    }
}
