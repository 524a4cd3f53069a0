//! Actors, places, events and agreements.

use std::collections::{BTreeMap, BTreeSet};

use super::Merger;
use super::draft::{EdgeKey, NodeDraft, Properties};
use super::settle::{Given, write, write_date};
use crate::compile::field::{Field, Typed};
use crate::compile::symbols::NodeKind;
use crate::compile::testimony::{Fact, Speaker, Testimony};
use crate::graph::Value;
use crate::model::words::{Phase, Stage};

/// A fact with the testimony that it is part of.
type Told<'t, 'i> = (&'t Testimony<'i>, &'t Fact<'i>);

impl<'i> Merger<'_, 'i> {
    /// Merges an actor, place, event or agreement.
    pub(super) fn thing(&mut self, id: &str, kind: NodeKind) {
        let testimonies = self.testimonies;
        let told: Vec<&Testimony<'i>> = testimonies.of(id).collect();
        let Some(thing) = self.symbols.get(id) else {
            return;
        };
        if told.is_empty() {
            return;
        }
        let mut properties = self.described(id, &told);
        let mut disputed = self.denied.get(id).cloned().unwrap_or_default();
        let mut fields: BTreeMap<&str, Vec<Told<'_, 'i>>> = BTreeMap::new();
        for testimony in &told {
            self.draft.support(id, None, None, &testimony.evidence);
            for fact in &testimony.facts {
                let name = fact.statement.field.as_str();
                fields.entry(name).or_default().push((testimony, fact));
            }
        }
        for (name, facts) in fields {
            let (reported, voiced): (Vec<_>, Vec<_>) =
                facts.into_iter().partition(|(_, fact)| fact.by.is_empty());
            for (testimony, fact) in &reported {
                let value = (name, fact.statement.written());
                self.draft.support(
                    id,
                    Some(value),
                    fact.statement.why.as_deref(),
                    &fact.evidence,
                );
                debug_assert!(testimony.article.is_some() || fact.evidence.is_empty());
            }
            for (testimony, fact) in &voiced {
                self.voice(id, id, testimony, fact);
            }
            if self.field(id, kind, name, &reported, &voiced, &mut properties) {
                disputed.insert(name.to_owned());
            }
        }
        if matches!(kind, NodeKind::Event | NodeKind::Agreement)
            && phase(kind, &told, &mut properties)
        {
            disputed.insert("phase".to_owned());
        }
        if kind == NodeKind::Agreement {
            self.stage(id, &mut properties);
        }
        let speakers: BTreeSet<&str> = told
            .iter()
            .filter(|testimony| testimony.is_claimed())
            .flat_map(|testimony| &testimony.by)
            .map(|speaker| match speaker {
                Speaker::Author => "author",
                Speaker::Actor(actor) => actor.as_str(),
            })
            .collect();
        if !speakers.is_empty() {
            properties.insert("claimed_by".to_owned(), Value::texts(speakers));
        }
        let status = match kind {
            NodeKind::Event | NodeKind::Agreement => {
                self.status(!disputed.is_empty(), told.iter().copied())
            }
            _ => {
                let uses = self.testimonies.uses.get(id).into_iter().flatten().copied();
                self.status_of(!disputed.is_empty(), false, uses)
            }
        };
        properties.insert("status".to_owned(), Value::text(status.as_str()));
        properties.insert("disputed_fields".to_owned(), Value::texts(disputed));
        let labels = self.input.registry.labels(&thing.type_name);
        let node = NodeDraft { labels, properties };
        self.draft.nodes.insert((kind, id.to_owned()), node);
    }

    /// What every node but an article has, status and disputes apart.
    pub(super) fn described(&self, id: &str, told: &[&Testimony<'i>]) -> Properties {
        let mut properties = Properties::new();
        let names: Vec<_> = told
            .iter()
            .flat_map(|testimony| &testimony.entry.names)
            .collect();
        let english = names
            .iter()
            .find(|named| named.language.as_deref() == Some("en"));
        let name = english
            .or(names.first())
            .map_or(id, |named| named.text.text.as_str());
        let mut aliases: BTreeSet<&str> =
            names.iter().map(|named| named.text.text.as_str()).collect();
        let more = told.iter().flat_map(|testimony| &testimony.entry.aliases);
        aliases.extend(more.map(|alias| alias.text.as_str()));
        aliases.remove(name);
        properties.insert("id".to_owned(), Value::text(id));
        properties.insert("name".to_owned(), Value::text(name));
        properties.insert("aliases".to_owned(), Value::texts(aliases));
        for named in &names {
            if let Some(language) = &named.language {
                let text = || Value::text(named.text.text.as_str());
                properties
                    .entry(format!("name_{language}"))
                    .or_insert_with(text);
            }
        }
        let descriptions = told
            .iter()
            .flat_map(|testimony| &testimony.entry.descriptions);
        for named in descriptions {
            let text = || Value::text(named.text.text.as_str());
            if named
                .language
                .as_deref()
                .is_none_or(|language| language == "en")
            {
                properties
                    .entry("description".to_owned())
                    .or_insert_with(text);
            }
            if let Some(language) = &named.language {
                properties
                    .entry(format!("description_{language}"))
                    .or_insert_with(text);
                properties
                    .entry("description".to_owned())
                    .or_insert_with(text);
            }
        }
        if let Some(wikidata) = told
            .iter()
            .find_map(|testimony| testimony.entry.wikidata.as_ref())
        {
            properties.insert("wikidata".to_owned(), Value::text(wikidata.text.as_str()));
        }
        let uses = self.testimonies.uses.get(id).into_iter().flatten().copied();
        properties.insert("sources".to_owned(), Value::texts(self.article_ids(uses)));
        properties
    }

    /// Settles one field; true if it is disputed.
    fn field(
        &mut self,
        id: &str,
        kind: NodeKind,
        name: &str,
        reported: &[Told<'_, 'i>],
        voiced: &[Told<'_, 'i>],
        properties: &mut Properties,
    ) -> bool {
        let Some((_, first)) = reported.first().or(voiced.first()) else {
            return false;
        };
        let denied = self
            .denied
            .get(id)
            .is_some_and(|fields| fields.contains(name));
        match first.field.clone() {
            Field::Role(role) => {
                let edge = match kind {
                    NodeKind::Agreement => "PARTY_TO",
                    _ => "INVOLVED_IN",
                };
                for (testimony, fact) in reported {
                    if let Typed::Id(actor, _) = &fact.value {
                        let key = EdgeKey::new(edge, actor, id, &role);
                        let draft = self.draft.edge(key);
                        draft
                            .properties
                            .insert("role".to_owned(), Value::text(role.as_str()));
                        draft.denied |= denied;
                        draft.hear(testimony.article, &fact.evidence, testimony.is_claimed());
                    }
                }
                return false;
            }
            Field::PartOf => {
                for (testimony, fact) in reported {
                    if let Typed::Id(whole, _) = &fact.value {
                        let draft = self.draft.edge(EdgeKey::new("PART_OF", id, whole, ""));
                        draft.denied |= denied;
                        draft.hear(testimony.article, &fact.evidence, testimony.is_claimed());
                    }
                }
                return false;
            }
            Field::LedTo => {
                let mut stages: BTreeMap<&str, Stage> = BTreeMap::new();
                for (testimony, fact) in reported {
                    let Typed::Id(outcome, stage) = &fact.value else {
                        continue;
                    };
                    let draft = self.draft.edge(EdgeKey::new("LED_TO", id, outcome, ""));
                    draft.denied |= denied;
                    draft.hear(testimony.article, &fact.evidence, testimony.is_claimed());
                    if let Some(stage) = stage {
                        let furthest = stages.entry(outcome).or_insert(*stage);
                        *furthest = (*furthest).max(*stage);
                        let stage = Value::text(furthest.as_str());
                        draft.properties.insert("stage".to_owned(), stage);
                    }
                }
                return false;
            }
            Field::Date | Field::Place | Field::Attribute(_) | Field::Free => {}
        }
        let yields = matches!(first.field, Field::Date | Field::Place);
        let given: Vec<Given<'_>> = reported
            .iter()
            .map(|(testimony, fact)| Given {
                article: testimony.article,
                value: &fact.value,
                planned: yields && testimony.plans(),
            })
            .collect();
        let voices: Vec<&Typed> = voiced.iter().map(|(_, fact)| &fact.value).collect();
        let settled = self.settle(&given, &voices);
        match settled.value {
            Some(Typed::Date(date)) if first.field == Field::Date => {
                self.dates.insert(id.to_owned(), date);
                write_date(properties, date);
            }
            Some(Typed::Id(place, _)) => {
                for (testimony, fact) in reported {
                    if matches!(&fact.value, Typed::Id(said, _) if *said == place) {
                        let draft = self.draft.edge(EdgeKey::new("AT", id, &place, ""));
                        draft.denied |= denied || settled.disputed;
                        draft.hear(testimony.article, &fact.evidence, testimony.is_claimed());
                    }
                }
            }
            Some(value) => write(properties, name, &value),
            None => {}
        }
        settled.disputed
    }

    /// An agreement's stage is the furthest of any `stage` or `led_to`.
    fn stage(&self, id: &str, properties: &mut Properties) {
        let own = properties
            .get("stage")
            .and_then(Value::as_text)
            .and_then(Stage::parse);
        let led = self.outcomes.get(id).copied();
        if let Some(stage) = own.max(led) {
            properties.insert("stage".to_owned(), Value::text(stage.as_str()));
        }
    }
}

/// Sets the phase: what others say goes before a planner's word. True if one says that it happened
/// and another that it was called off.
fn phase(kind: NodeKind, told: &[&Testimony<'_>], properties: &mut Properties) -> bool {
    if kind == NodeKind::Agreement && told.iter().all(|testimony| testimony.phase.is_none()) {
        return false;
    }
    let phases = || {
        told.iter()
            .map(|testimony| testimony.phase.unwrap_or(Phase::Happened))
    };
    let firm: BTreeSet<Phase> = phases().filter(|phase| *phase != Phase::Planned).collect();
    let first = phases().find(|phase| *phase != Phase::Planned);
    let phase = first.unwrap_or(Phase::Planned);
    properties.insert("phase".to_owned(), Value::text(phase.as_str()));
    firm.len() > 1
}
