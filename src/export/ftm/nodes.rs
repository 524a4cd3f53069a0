//! Nodes as things, and the records that repeat what a thing says in FollowTheMoney's own words.

use std::collections::BTreeSet;

use super::{Entity, clean, dates, ids, schema};
use crate::export::View;
use crate::graph::{EdgeRef, NodeRef, ValueRef};
use crate::model::amount::Amount;
use crate::model::number::Num;
use crate::model::registry::RoleMode;

/// Languages by their two and three letters.
const LANGUAGES: [(&str, &str); 32] = [
    ("ar", "ara"),
    ("be", "bel"),
    ("bg", "bul"),
    ("cs", "ces"),
    ("da", "dan"),
    ("de", "deu"),
    ("el", "ell"),
    ("en", "eng"),
    ("es", "spa"),
    ("et", "est"),
    ("fa", "fas"),
    ("fi", "fin"),
    ("fr", "fra"),
    ("he", "heb"),
    ("hr", "hrv"),
    ("hu", "hun"),
    ("it", "ita"),
    ("ja", "jpn"),
    ("ko", "kor"),
    ("lt", "lit"),
    ("lv", "lav"),
    ("nl", "nld"),
    ("no", "nor"),
    ("pl", "pol"),
    ("pt", "por"),
    ("ro", "ron"),
    ("ru", "rus"),
    ("sr", "srp"),
    ("sv", "swe"),
    ("tr", "tur"),
    ("uk", "ukr"),
    ("zh", "zho"),
];

/// The three letters of a language.
pub(in crate::export) fn language(code: &str) -> Option<&'static str> {
    let found = LANGUAGES
        .iter()
        .find(|(two, three)| *two == code || *three == code);
    found.map(|(_, three)| *three)
}

/// The thing that a node becomes, and the records beside it.
pub(super) fn entities<'d>(view: &View<'d>, node: NodeRef<'d>) -> Vec<Entity<'d>> {
    let schema = schema::of_node(view, node);
    let mut thing = Entity::new(ids::of_node(view, node), schema);
    names(view, node, &mut thing);
    properties(view, node, &mut thing);
    evidence(view, node, &mut thing);
    neighbours(view, node, &mut thing);
    let record = match schema::named(view, node) {
        Some("Debt") if node.is("Agreement") => debt(view, node, &thing),
        Some("Sanction") if node.is("Event") => sanction(view, node, &thing),
        _ => None,
    };
    std::iter::once(thing).chain(record).collect()
}

/// A value of any shape in words.
pub(super) fn printed(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::List(items) => {
            let items = items
                .iter()
                .map(|item| item.printed().unwrap_or_else(|| "[…]".to_owned()));
            items.collect::<Vec<_>>().join(", ")
        }
        scalar => scalar.printed().unwrap_or_default(),
    }
}

/// Adds `key: value` to the notes, or to where the schema has long texts.
pub(super) fn note(view: &View<'_>, entity: &mut Entity<'_>, key: &str, value: &str) {
    let property = if schema::is_thing(entity.schema) {
        "notes"
    } else {
        "description"
    };
    for text in clean::texts(view, &format!("{key}: {value}")) {
        entity.add(property, text);
    }
}

/// Adds a short text, if anything is left of it.
pub(super) fn string(view: &View<'_>, entity: &mut Entity<'_>, property: &'static str, text: &str) {
    if let Some(text) = clean::string(view, text) {
        entity.add(property, text);
    }
}

/// Whether a value is a number that can be written in digits.
pub(super) fn is_number(value: ValueRef<'_>) -> bool {
    match value {
        ValueRef::Int(_) => true,
        ValueRef::Float(float) => float.is_finite(),
        _ => false,
    }
}

fn names<'d>(view: &View<'d>, node: NodeRef<'d>, thing: &mut Entity<'d>) {
    let name = view.name(node);
    let mut said = BTreeSet::new();
    let language_of = |name: &str| {
        node.properties().find_map(|(key, value)| {
            let code = key
                .strip_prefix("name_")
                .or_else(|| key.strip_prefix("says_"))?;
            (value.as_text() == Some(name)).then_some(code)
        })
    };
    let all = std::iter::once(name)
        .chain(node.text("name"))
        .chain(node.texts("aliases"))
        .chain(node.properties().filter_map(|(key, value)| {
            key.starts_with("name_").then(|| value.as_text()).flatten()
        }));
    for text in all {
        let Some(cleaned) = clean::name(view, text) else {
            continue;
        };
        if !said.insert(cleaned.clone()) {
            continue;
        }
        let property = if said.len() == 1 { "name" } else { "alias" };
        let value = thing.add(property, cleaned.clone());
        value.language = language_of(text);
        if cleaned != text {
            value.original = Some(text.to_owned());
        }
        if clean::is_cut(text, true) {
            note(view, thing, property, text);
        }
    }
    if said.is_empty() {
        // A thing without a name is refused.
        let name = clean::name(view, &view.key(node).text()).unwrap_or_else(|| thing.id.clone());
        thing.add("name", name);
    }
    let short = clean::string(view, name).unwrap_or_else(|| thing.id.clone());
    match thing.schema {
        "Contract" => {
            thing.add("title", short);
        }
        "Address" => {
            if let Some(full) = clean::address(view, name) {
                thing.add("full", full);
            }
        }
        "Article" => {
            thing.add("title", short);
            let id = view.key(node).text().into_owned();
            let id = clean::string(view, &id).unwrap_or_else(|| thing.id.clone());
            thing.add("fileName", id);
        }
        _ => {}
    }
    if node.is("Claim") {
        for (key, value) in node.properties() {
            let Some(text) = value
                .as_text()
                .filter(|_| key == "says" || key.starts_with("says_"))
            else {
                continue;
            };
            for piece in clean::texts(view, text) {
                thing.add("description", piece).language = key.strip_prefix("says_");
            }
        }
    }
}

/// Keys that are carried elsewhere.
const ELSEWHERE: [&str; 8] = [
    "name", "title", "says", "aliases", "earliest", "latest", "sources", "date",
];

fn properties<'d>(view: &View<'d>, node: NodeRef<'d>, thing: &mut Entity<'d>) {
    let type_name = schema::type_of(&view.dossier.registry, node).map(str::to_owned);
    let type_name = type_name.or_else(|| node.labels().last().map(str::to_owned));
    if let Some(word) = type_name.and_then(|name| clean::string(view, &name)) {
        thing.add("keywords", word);
    }
    let has_date = node.text("date").is_some();
    let has_value = matches!(thing.schema, "Contract" | "Project" | "Asset");
    for (key, value) in node.properties() {
        let text = value.as_text();
        let translated = key.starts_with("name_") || key.starts_with("says_") && node.is("Claim");
        match (key, text) {
            ("id", Some(id)) => {
                if id != thing.id {
                    note(view, thing, "id", id);
                }
            }
            ("title", Some(title)) if thing.schema != "Article" => note(view, thing, key, title),
            ("earliest" | "latest", _) if !has_date => note(view, thing, key, &printed(value)),
            _ if translated || ELSEWHERE.contains(&key) => {}
            ("description", Some(text)) => {
                for piece in clean::texts(view, text) {
                    thing.add("description", piece);
                }
            }
            ("wikidata", Some(id)) if is_wikidata(id) => {
                thing.add("wikidataId", id);
            }
            ("published", Some(date)) if thing.schema == "Article" => published(view, thing, date),
            ("publisher", Some(name)) => {
                if let Some(name) = clean::string(view, name) {
                    thing.add("publisher", name);
                }
            }
            ("language", Some(code)) if thing.schema == "Article" && language(code).is_some() => {
                thing.add("language", language(code).unwrap_or_default());
            }
            ("url", Some(url)) if clean::url(url).is_some() => {
                thing.add("sourceUrl", clean::url(url).unwrap_or_default());
            }
            ("stage", Some(stage)) if matches!(thing.schema, "Contract" | "Project") => {
                string(view, thing, "status", stage);
            }
            ("amount_min" | "amount_max", _) if has_value && is_number(value) => {
                thing.add("amount", printed(value));
            }
            ("currency", Some(currency)) if has_value => {
                string(view, thing, "currency", currency);
            }
            ("amount_text", Some(amount)) => note(view, thing, "amount", amount),
            (_, _) if value.as_list().is_some_and(<[_]>::is_empty) => {}
            _ => note(view, thing, key, &printed(value)),
        }
    }
    if let Some(date) = node.text("date") {
        when(view, node, thing, date);
    }
}

/// A Wikidata id.
fn is_wikidata(id: &str) -> bool {
    let digits = id.strip_prefix('Q').unwrap_or_default();
    !digits.is_empty() && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit())
}

fn published(view: &View<'_>, article: &mut Entity<'_>, date: &str) {
    let dates = dates::of(view, date);
    if let Some(day) = dates.date.or(dates.start) {
        article.add("publishedAt", day);
    }
    if !dates.exact {
        note(view, article, "published", date);
    }
}

/// The properties of a schema for a date, with its values.
fn dated(schema: &str, dates: dates::Dates) -> Vec<(&'static str, String)> {
    let parts = [
        ("date", dates.date),
        ("startDate", dates.start),
        ("endDate", dates.end),
    ];
    let parts = parts
        .into_iter()
        .filter_map(|(key, date)| Some((key, date?)));
    match schema {
        "Event" | "Project" => parts.collect(),
        // A contract is dated by the day it was made.
        "Contract" => (parts.take(1).filter(|(key, _)| *key != "endDate"))
            .map(|(_, date)| ("contractDate", date))
            .collect(),
        _ => Vec::new(),
    }
}

/// The date of a thing, each witness's own as well.
fn when<'d>(view: &View<'d>, node: NodeRef<'d>, thing: &mut Entity<'d>, date: &str) {
    let schema = thing.schema;
    let dates = dates::of(view, date);
    let exact = dates.exact && (schema != "Contract" || dates.date.is_some());
    let begin = thing.values.len();
    for (property, text) in dated(schema, dates) {
        thing.add(property, text);
    }
    if !exact || thing.values.len() == begin {
        note(view, thing, "date", date);
    }
    for support in supports(view, node).filter(|edge| edge.text("field") == Some("date")) {
        let (Some(value), Some(article)) = (support.text("value"), support.to().text("id")) else {
            continue;
        };
        for (property, text) in dated(schema, dates::of(view, value)) {
            witness(thing, property, text, article, value);
        }
    }
}

/// Adds an article to a value, or the value as that article's word alone.
fn witness<'d>(
    thing: &mut Entity<'d>,
    property: &'static str,
    text: String,
    article: &'d str,
    written: &str,
) {
    let twin = |value: &&mut super::Value<'_>| value.property == property && value.text == text;
    let value = if let Some(value) = thing.values.iter_mut().find(twin) {
        value
    } else {
        let value = thing.add(property, text);
        value.aside = true;
        value
    };
    if !value.articles.contains(&article) {
        value.articles.push(article);
    }
    if written != value.text {
        value.original = Some(written.to_owned());
    }
}

/// The evidence of a node that is part of the view.
fn supports<'d>(view: &View<'d>, node: NodeRef<'d>) -> impl Iterator<Item = EdgeRef<'d>> {
    let supports = |edge: &EdgeRef<'_>| edge.kind() == "SUPPORTED_BY";
    view.shown(node.outgoing().filter(supports)).into_iter()
}

fn evidence<'d>(view: &View<'d>, node: NodeRef<'d>, thing: &mut Entity<'d>) {
    let sources: Vec<_> = node.texts("sources").collect();
    proof(view, thing, &sources);
    for edge in supports(view, node) {
        let Some(article) = edge.to().text("id") else {
            continue;
        };
        let quote = edge.text("quote").unwrap_or_default();
        let mut text = match (edge.text("field"), edge.text("value")) {
            (Some(field), Some(value)) => format!("{field} = {value}: “{quote}” – {article}"),
            (Some(field), None) => format!("{field}: “{quote}” – {article}"),
            (None, _) => format!("“{quote}” – {article}"),
        };
        if let Some(why) = edge.text("why") {
            text = format!("{text} ({why})");
        }
        for piece in clean::texts(view, &text) {
            thing.add("notes", piece).articles.push(article);
        }
        if edge.text("field") == Some("amount")
            && matches!(thing.schema, "Contract" | "Project")
            && let Some(amount) = edge
                .text("value")
                .and_then(|value| Amount::parse(value).ok())
        {
            let written = amount.text().to_owned();
            for number in [amount.min(), amount.max()] {
                witness(thing, "amount", number_text(number), article, &written);
            }
        }
    }
}

fn number_text(number: Num) -> String {
    match number {
        Num::Int(int) => int.to_string(),
        Num::Float(float) => float.to_string(),
    }
}

/// Adds the articles that say so, with their publishers and addresses.
pub(super) fn proof<'d>(view: &View<'d>, entity: &mut Entity<'d>, sources: &[&'d str]) {
    for &source in sources {
        let article = (view.dossier.names.by_id(source))
            .filter(|id| view.selection.contains_node(*id))
            .map(|id| view.dossier.graph.node(id));
        let Some(article) = article else {
            note(view, entity, "source", source);
            continue;
        };
        if schema::of_node(view, article) == "Article" {
            entity
                .add("proof", ids::of_node(view, article))
                .articles
                .push(source);
        } else {
            note(view, entity, "source", source);
        }
        if let Some(url) = article.text("url").and_then(clean::url) {
            entity.add("sourceUrl", url).articles.push(source);
        }
        if let Some(publisher) = article
            .text("publisher")
            .and_then(|name| clean::string(view, name))
        {
            entity.add("publisher", publisher).articles.push(source);
        }
    }
}

/// The things that a thing names in properties of its own, beside the records.
fn neighbours<'d>(view: &View<'d>, node: NodeRef<'d>, thing: &mut Entity<'d>) {
    let shown = |edge: &EdgeRef<'d>| view.selection.contains_edge(edge.id());
    let edges: Vec<_> = node
        .outgoing()
        .chain(node.incoming())
        .filter(shown)
        .collect();
    for edge in edges.into_iter().rev() {
        let other = if edge.from().id() == node.id() {
            edge.to()
        } else {
            edge.from()
        };
        let leaves = edge.from().id() == node.id();
        let schema_of_other = schema::of_node(view, other);
        let id = ids::of_node(view, other);
        let property = match (edge.kind(), thing.schema, leaves) {
            ("INVOLVED_IN", "Event", false) if schema::is_a(schema_of_other, "LegalEntity") => {
                "involved"
            }
            ("AT", "Event", true) if schema_of_other == "Address" => "addressEntity",
            ("ABOUT", "Note", true) => "entity",
            _ => "",
        };
        if edge.kind() == "AT"
            && thing.schema == "Event"
            && leaves
            && let Some(place) = clean::address(view, view.name(other))
        {
            thing.add("location", place).articles = edge.texts("sources").collect();
        }
        if !property.is_empty() && id != thing.id {
            thing.add(property, id).articles = edge.texts("sources").collect();
        }
    }
}

/// The actors of a node by how they take part.
fn parties<'d>(
    view: &View<'d>,
    node: NodeRef<'d>,
    mode: RoleMode,
) -> Vec<(EdgeRef<'d>, NodeRef<'d>)> {
    let registry = &view.dossier.registry;
    let Some(type_name) = schema::type_of(registry, node) else {
        return Vec::new();
    };
    let mut parties: Vec<_> = (node.incoming())
        .filter(|edge| matches!(edge.kind(), "INVOLVED_IN" | "PARTY_TO"))
        .filter(|edge| view.selection.contains_edge(edge.id()))
        .filter(|edge| {
            let role = edge.text("role").unwrap_or_default();
            registry.role(type_name, role) == Some(mode)
                && schema::is_a(schema::of_node(view, edge.from()), "LegalEntity")
        })
        .map(|edge| (edge, edge.from()))
        .collect();
    parties.reverse();
    parties
}

/// The debt that a loan is.
fn debt<'d>(view: &View<'d>, node: NodeRef<'d>, thing: &Entity<'d>) -> Option<Entity<'d>> {
    let debtors = parties(view, node, RoleMode::Passive);
    if debtors.is_empty() {
        return None;
    }
    let mut debt = Entity::new(ids::hash(&format!("debt {}", thing.id)), "Debt");
    debt.add("recordId", thing.id.clone());
    let creditors = parties(view, node, RoleMode::Active);
    for (property, parties) in [("debtor", debtors), ("creditor", creditors)] {
        for (edge, actor) in parties {
            debt.add(property, ids::of_node(view, actor)).articles =
                edge.texts("sources").collect();
        }
    }
    repeat(view, node, thing, &mut debt);
    for value in &thing.values {
        let property = match value.property {
            "amount" | "currency" => value.property,
            "contractDate" => "startDate",
            _ => continue,
        };
        debt.values.push(super::Value {
            property,
            ..value.clone()
        });
    }
    Some(debt)
}

/// The sanction that an event of sanctions is.
fn sanction<'d>(view: &View<'d>, node: NodeRef<'d>, thing: &Entity<'d>) -> Option<Entity<'d>> {
    let targets = parties(view, node, RoleMode::Passive);
    if targets.is_empty() {
        return None;
    }
    let mut sanction = Entity::new(ids::hash(&format!("sanction {}", thing.id)), "Sanction");
    sanction.add("recordId", thing.id.clone());
    for (edge, actor) in targets {
        sanction.add("entity", ids::of_node(view, actor)).articles =
            edge.texts("sources").collect();
    }
    for (edge, actor) in parties(view, node, RoleMode::Active) {
        if let Some(name) = clean::string(view, view.name(actor)) {
            sanction.add("authority", name).articles = edge.texts("sources").collect();
        }
    }
    repeat(view, node, thing, &mut sanction);
    for value in &thing.values {
        if matches!(value.property, "date" | "startDate" | "endDate") {
            sanction.values.push(value.clone());
        }
    }
    Some(sanction)
}

fn repeat<'d>(view: &View<'d>, node: NodeRef<'d>, thing: &Entity<'d>, record: &mut Entity<'d>) {
    for text in clean::texts(view, view.name(node)) {
        record.add("summary", text);
    }
    if let Some(status) = node.text("status") {
        note(view, record, "status", status);
    }
    let sourced = (thing.values.iter())
        .filter(|value| matches!(value.property, "proof" | "sourceUrl" | "publisher"));
    record.values.extend(sourced.cloned());
}
