//! Relationships as records between things.

use super::nodes::{note, printed, proof};
use super::{Entity, clean, dates, ids, schema};
use crate::export::View;
use crate::graph::EdgeRef;

/// The record that a relationship becomes; none where the things themselves say all of it.
pub(super) fn entity<'d>(
    view: &View<'d>,
    edge: EdgeRef<'d>,
    ids: &mut ids::Links,
) -> Option<Entity<'d>> {
    let (from, to) = (edge.from(), edge.to());
    let (from_schema, to_schema) = (schema::of_node(view, from), schema::of_node(view, to));
    let (from_id, to_id) = (ids::of_node(view, from), ids::of_node(view, to));
    match edge.kind() {
        // The quotes stand among the notes of the thing.
        "SUPPORTED_BY" if to_schema == "Article" => return None,
        "MENTIONS" if from_schema == "Article" && schema::is_a(to_schema, "LegalEntity") => {
            view.remark("how often and where an article mentions somebody is left out");
            let mut mention = Entity::new(ids.next(edge, &from_id, &to_id), "Mention");
            mention.add("document", from_id);
            mention.add("resolved", to_id.clone());
            mention.add("name", clean::name(view, view.name(to)).unwrap_or(to_id));
            mention.add("detectedSchema", to_schema);
            return Some(mention);
        }
        _ => {}
    }
    let relation = edge.kind().to_lowercase().replace('_', "-");
    let record = schema::of_relationship(&view.dossier.registry, &relation, from_schema, to_schema);
    let mut entity = Entity::new(ids.next(edge, &from_id, &to_id), record.schema);
    let sources: Vec<_> = edge.texts("sources").collect();
    entity
        .add(record.from.0, from_id)
        .articles
        .clone_from(&sources);
    entity.add(record.to.0, to_id).articles.clone_from(&sources);
    if let Some(name) = clean::string(view, &relation) {
        entity.add("summary", name);
    }
    properties(view, edge, record, &relation, &mut entity);
    proof(view, &mut entity, &sources);
    let quotes = edge.texts("quotes").zip(sources.iter());
    let quotes: Vec<_> = quotes.map(|(quote, source)| (quote, *source)).collect();
    for (quote, source) in quotes {
        for piece in clean::texts(view, &format!("“{quote}” – {source}")) {
            entity.add("description", piece).articles.push(source);
        }
    }
    Some(entity)
}

/// Keys that are carried elsewhere: quotes and their places go with the sources.
const ELSEWHERE: [&str; 7] = [
    "sources", "quotes", "starts", "ends", "quote", "start", "end",
];

fn properties<'d>(
    view: &View<'d>,
    edge: EdgeRef<'d>,
    record: &schema::Record,
    relation: &str,
    entity: &mut Entity<'d>,
) {
    if record.interest {
        let role = edge.text("role").or_else(|| edge.text("office"));
        if let Some(role) = clean::string(view, role.unwrap_or(relation)) {
            entity.add("role", role);
        }
    }
    let curated = edge.get("sources").is_some();
    for (key, value) in edge.properties() {
        let text = value.as_text();
        let empty = value.as_list().is_some_and(<[_]>::is_empty);
        match (key, text) {
            ("start" | "end" | "quote", _) if !curated => note(view, entity, key, &printed(value)),
            _ if ELSEWHERE.contains(&key) || empty => {}
            ("role" | "office", Some(text)) if record.interest && !clean::is_cut(text, false) => {
                // Of two that are there, the second stands among the notes.
                if key == "office" && edge.text("role").is_some() {
                    note(view, entity, key, text);
                }
            }
            ("status", Some(status)) if record.interest => {
                entity.add("status", status);
            }
            ("since", Some(date)) => bound(view, entity, "since", "startDate", date),
            ("until", Some(date)) => bound(view, entity, "until", "endDate", date),
            ("date", Some(date)) => {
                let dates = dates::of(view, date);
                let exact = dates.exact;
                let parts = [
                    ("date", dates.date),
                    ("startDate", dates.start),
                    ("endDate", dates.end),
                ];
                for (property, date) in parts {
                    if let Some(date) = date {
                        entity.add(property, date);
                    }
                }
                if !exact {
                    note(view, entity, key, date);
                }
            }
            ("amount_min" | "amount_max", _) if record.schema == "Debt" => {
                entity.add("amount", printed(value));
            }
            ("currency", Some(currency)) if record.schema == "Debt" => {
                entity.add("currency", currency);
            }
            ("share", _) if record.schema == "Ownership" => {
                entity.add("percentage", printed(value));
            }
            ("amount_text", Some(amount)) => note(view, entity, "amount", amount),
            _ => note(view, entity, key, &printed(value)),
        }
    }
}

/// When a relationship began or ended.
fn bound(view: &View<'_>, entity: &mut Entity<'_>, key: &str, property: &'static str, date: &str) {
    let dates = dates::of(view, date);
    let exact = dates.exact && dates.date.is_some();
    if let Some(day) = dates.date.or(dates.start).or(dates.end) {
        entity.add(property, day);
    }
    if !exact {
        note(view, entity, key, date);
    }
}
