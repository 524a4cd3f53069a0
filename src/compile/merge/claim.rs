//! Claims: those that are written, and those that a `by` at a field makes.

use std::collections::{BTreeMap, BTreeSet};

use super::Merger;
use super::draft::{EdgeKey, NodeDraft, Properties};
use super::settle::{Given, write, write_date};
use crate::compile::evidence::Evidence;
use crate::compile::field::{Field, Typed};
use crate::compile::symbols::NodeKind;
use crate::compile::testimony::{Fact, Speaker, Testimony};
use crate::graph::Value;
use crate::model::date::Edtf;
use crate::model::words::Stance;

/// A value that somebody quoted gives for a field.
pub(super) struct Voiced {
    /// The node that it is about.
    about: String,
    field: String,
    values: Vec<String>,
    speaker: String,
    articles: BTreeMap<usize, Vec<Evidence>>,
    why: Option<String>,
}

impl<'i> Merger<'_, 'i> {
    /// The node of a speaker: an actor, or the article for its writer.
    fn speaker(&self, speaker: &Speaker, article: Option<usize>) -> Option<String> {
        match speaker {
            Speaker::Actor(id) => Some(id.clone()),
            Speaker::Author => article.map(|at| self.input.articles[at].article.id.clone()),
        }
    }

    /// Remembers the claims that a statement with `by` makes about a node. `entry` begins their
    /// ids.
    pub(super) fn voice(
        &mut self,
        entry: &str,
        about: &str,
        testimony: &Testimony<'i>,
        fact: &Fact<'i>,
    ) {
        for speaker in &fact.by {
            let Some(speaker) = self.speaker(speaker, testimony.article) else {
                continue;
            };
            let field = &fact.statement.field;
            let voiced = self
                .voiced
                .entry(format!("{entry}-{field}-{speaker}"))
                .or_insert_with(|| Voiced {
                    about: about.to_owned(),
                    field: field.clone(),
                    values: Vec::new(),
                    speaker,
                    articles: BTreeMap::new(),
                    why: fact.statement.why.clone(),
                });
            let value = fact.statement.written();
            if !voiced.values.contains(&value) {
                voiced.values.push(value);
            }
            if let Some(article) = testimony.article {
                let evidence = voiced.articles.entry(article).or_default();
                evidence.extend(fact.evidence.iter().cloned());
            }
        }
    }

    /// Writes the claims that statements with `by` made.
    pub(super) fn voiced(&mut self) {
        for (id, voiced) in std::mem::take(&mut self.voiced) {
            let value = voiced.values.join(", ");
            let says = format!("{}: {value}", voiced.field);
            let articles: Vec<usize> = voiced.articles.keys().copied().collect();
            let status = self.status_of(false, false, articles.iter().copied());
            let properties = Properties::from([
                ("id".to_owned(), Value::text(id.as_str())),
                ("name".to_owned(), Value::text(says.as_str())),
                ("says".to_owned(), Value::text(says.as_str())),
                ("value".to_owned(), Value::text(value.as_str())),
                ("stance".to_owned(), Value::text(Stance::Asserts.as_str())),
                ("aliases".to_owned(), Value::texts::<&str>([])),
                ("status".to_owned(), Value::text(status.as_str())),
                ("disputed_fields".to_owned(), Value::texts::<&str>([])),
                (
                    "sources".to_owned(),
                    Value::texts(self.article_ids(articles)),
                ),
            ]);
            let labels = vec!["Claim".to_owned()];
            let node = NodeDraft { labels, properties };
            self.draft.nodes.insert((NodeKind::Claim, id.clone()), node);
            for (article, evidence) in &voiced.articles {
                self.draft
                    .support(&id, None, voiced.why.as_deref(), evidence);
                let made = self
                    .draft
                    .edge(EdgeKey::new("MADE", &voiced.speaker, &id, ""));
                made.hear(Some(*article), evidence, false);
                let about = EdgeKey::new("ABOUT", &id, &voiced.about, &voiced.field);
                let about = self.draft.edge(about);
                about
                    .properties
                    .insert("field".to_owned(), Value::text(voiced.field.as_str()));
                about.hear(Some(*article), evidence, false);
            }
        }
    }

    /// Merges a claim that is written.
    pub(super) fn claim(&mut self, id: &str) {
        let testimonies = self.testimonies;
        let told: Vec<&Testimony<'i>> = testimonies.of(id).collect();
        if told.is_empty() {
            return;
        }
        let mut properties = self.described(id, &told);
        let mut disputed = self.denied.get(id).cloned().unwrap_or_default();
        for (key, value) in properties.clone() {
            if let Some(language) = key.strip_prefix("name") {
                properties.insert(format!("says{language}"), value);
            }
        }
        let stance = told.iter().find_map(|testimony| testimony.stance);
        let stance = stance.unwrap_or(Stance::Asserts).as_str();
        properties.insert("stance".to_owned(), Value::text(stance));
        if let Some(medium) = told
            .iter()
            .find_map(|testimony| testimony.entry.medium.as_ref())
        {
            properties.insert("medium".to_owned(), Value::text(medium.text.as_str()));
        }
        let dates: Vec<(Option<usize>, Typed)> = told
            .iter()
            .filter_map(|testimony| {
                let date = self.claim_date(id, testimony)?;
                Some((testimony.article, Typed::Date(date)))
            })
            .collect();
        let given: Vec<Given<'_>> = dates
            .iter()
            .map(|(article, value)| Given {
                article: *article,
                value,
                planned: false,
            })
            .collect();
        let date = self.settle(&given, &[]);
        if date.disputed {
            disputed.insert("date".to_owned());
        }
        let date = match date.value {
            Some(Typed::Date(date)) => Some(date),
            _ => None,
        };
        if let Some(date) = date {
            write_date(&mut properties, date);
        }
        disputed.extend(self.claim_attributes(id, &told, &mut properties));
        let status = self.status(!disputed.is_empty(), told.iter().copied());
        properties.insert("status".to_owned(), Value::text(status.as_str()));
        properties.insert("disputed_fields".to_owned(), Value::texts(disputed));
        let labels = vec!["Claim".to_owned()];
        let node = NodeDraft { labels, properties };
        self.draft
            .nodes
            .insert((NodeKind::Claim, id.to_owned()), node);
        for testimony in told {
            self.draft.support(
                id,
                None,
                testimony.entry.why.as_deref(),
                &testimony.evidence,
            );
            self.claim_edges(id, testimony, date);
        }
    }

    /// The date of a claim by one article: its own, else the one that this article gives the event
    /// during which it was made, else the one that the event shows.
    fn claim_date(&mut self, id: &str, testimony: &Testimony<'i>) -> Option<Edtf> {
        let own = testimony
            .facts
            .iter()
            .find(|fact| fact.field == Field::Date);
        if let Some(Fact {
            value: Typed::Date(date),
            ..
        }) = own
        {
            return Some(*date);
        }
        let testimonies = self.testimonies;
        for event in &testimony.during {
            let here = testimonies
                .of(event)
                .filter(|told| told.article == testimony.article)
                .flat_map(|told| &told.facts)
                .find(|fact| fact.field == Field::Date && fact.by.is_empty());
            if let Some(fact) = here
                && let Typed::Date(date) = fact.value
            {
                let why = format!("the date of {event}");
                let value = ("date", fact.statement.written());
                self.draft
                    .support(id, Some(value), Some(&why), &fact.evidence);
                return Some(date);
            }
            if let Some(date) = self.dates.get(event) {
                return Some(*date);
            }
        }
        None
    }

    /// Writes the attributes of a claim and the evidence of its fields; returns what is disputed.
    fn claim_attributes(
        &mut self,
        id: &str,
        told: &[&Testimony<'i>],
        properties: &mut Properties,
    ) -> BTreeSet<String> {
        let mut fields: BTreeMap<&str, Vec<Given<'_>>> = BTreeMap::new();
        for testimony in told {
            for fact in &testimony.facts {
                let name = fact.statement.field.as_str();
                let value = (name, fact.statement.written());
                let why = fact.statement.why.as_deref();
                self.draft.support(id, Some(value), why, &fact.evidence);
                if fact.field == Field::Free {
                    fields.entry(name).or_default().push(Given {
                        article: testimony.article,
                        value: &fact.value,
                        planned: false,
                    });
                }
            }
        }
        let mut disputed = BTreeSet::new();
        for (name, given) in fields {
            let settled = self.settle(&given, &[]);
            if settled.disputed {
                disputed.insert(name.to_owned());
            }
            if let Some(value) = settled.value {
                write(properties, name, &value);
            }
        }
        disputed
    }

    fn claim_edges(&mut self, id: &str, testimony: &Testimony<'i>, date: Option<Edtf>) {
        let (article, evidence) = (testimony.article, &testimony.evidence);
        for speaker in &testimony.by {
            let Some(speaker) = self.speaker(speaker, article) else {
                continue;
            };
            let made = self.draft.edge(EdgeKey::new("MADE", &speaker, id, ""));
            if let Some(date) = date {
                made.properties
                    .insert("date".to_owned(), Value::text(date.to_string()));
            }
            made.hear(article, evidence, false);
        }
        for target in testimony.about.iter().chain(&testimony.denies) {
            let field = target.field.as_deref().unwrap_or_default();
            let about = self
                .draft
                .edge(EdgeKey::new("ABOUT", id, &target.id, field));
            if !field.is_empty() {
                about
                    .properties
                    .insert("field".to_owned(), Value::text(field));
            }
            about.hear(article, evidence, false);
        }
        for event in &testimony.during {
            let during = self.draft.edge(EdgeKey::new("DURING", id, event, ""));
            during.hear(article, evidence, false);
        }
        for target in &testimony.denies {
            let claim = self.symbols.get(&target.id);
            if claim.is_some_and(|thing| thing.kind == NodeKind::Claim) {
                let disputes = self
                    .draft
                    .edge(EdgeKey::new("DISPUTES", id, &target.id, ""));
                disputes.hear(article, evidence, false);
            }
        }
    }
}
