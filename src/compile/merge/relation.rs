//! Relations, and the status of every curated relationship.

use std::collections::BTreeMap;

use super::Merger;
use super::draft::EdgeKey;
use super::settle::{Given, write};
use crate::compile::testimony::{Ends, Fact, Testimony};
use crate::model::registry::upper_snake;

/// Attributes that tell two relations of one type and ends apart.
const IDENTIFYING: [&str; 3] = ["office", "role", "since"];

impl<'i> Merger<'_, 'i> {
    /// Merges relations.
    pub(super) fn relations(&mut self) {
        let testimonies = self.testimonies;
        let mut groups: BTreeMap<EdgeKey, Vec<(&Ends, &Testimony<'i>)>> = BTreeMap::new();
        for testimony in &testimonies.all {
            if let Some(ends) = &testimony.relation {
                let key = EdgeKey::new(
                    &upper_snake(&ends.relation),
                    &ends.from,
                    &ends.to,
                    &identity(testimony),
                );
                groups.entry(key).or_default().push((ends, testimony));
            }
        }
        for (key, told) in groups {
            self.relation(key, &told);
        }
    }

    fn relation(&mut self, key: EdgeKey, told: &[(&Ends, &Testimony<'i>)]) {
        let mut attributes: BTreeMap<&str, (Vec<Given<'_>>, Vec<&Fact<'i>>)> = BTreeMap::new();
        for (ends, testimony) in told {
            for fact in &testimony.facts {
                let (given, voiced) = attributes.entry(fact.statement.field.as_str()).or_default();
                if fact.by.is_empty() {
                    given.push(Given {
                        article: testimony.article,
                        value: &fact.value,
                        planned: false,
                    });
                } else {
                    voiced.push(fact);
                    let entry = format!("{}-{}-{}", ends.from, ends.relation, ends.to);
                    self.voice(&entry, &ends.from, testimony, fact);
                }
            }
        }
        let mut settled = Vec::new();
        for (name, (given, voiced)) in attributes {
            let voices: Vec<_> = voiced.iter().map(|fact| &fact.value).collect();
            settled.push((name, self.settle(&given, &voices)));
        }
        let draft = self.draft.edge(key);
        for (name, settled) in settled {
            if settled.disputed {
                draft.disputed_fields.insert(name.to_owned());
            }
            if let Some(value) = settled.value {
                write(&mut draft.properties, name, &value);
            }
        }
        for (_, testimony) in told {
            draft.hear(
                testimony.article,
                &testimony.evidence,
                testimony.is_claimed(),
            );
        }
    }

    /// Gives every curated relationship its status.
    pub(super) fn judge_relationships(&mut self) {
        let mut edges = std::mem::take(&mut self.draft.edges);
        for edge in edges.values_mut() {
            let disputed = edge.denied || !edge.disputed_fields.is_empty();
            let claimed = edge.witnesses.values().any(|saying| saying.claimed);
            let reporting = edge
                .witnesses
                .iter()
                .filter(|(_, saying)| !saying.claimed)
                .map(|(&article, _)| article);
            edge.status = Some(self.status_of(disputed, claimed, reporting));
        }
        self.draft.edges = edges;
    }
}

fn identity(testimony: &Testimony<'_>) -> String {
    let parts = IDENTIFYING.iter().map(|name| {
        let facts = testimony.facts.iter().filter(|fact| fact.by.is_empty());
        let mut values = facts.filter(|fact| fact.statement.field == *name);
        values
            .next()
            .map_or(String::new(), |fact| fact.statement.value.text.clone())
    });
    parts.collect::<Vec<_>>().join("\n")
}
