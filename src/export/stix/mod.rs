//! A STIX 2.1 bundle, for OpenCTI and MISP.
//!
//! Actors become identities, states too; places locations where their country is known, else
//! identities; events incidents, agreements groupings of their parties, articles reports of all that
//! they support, claims notes, and denials opinions. Quotes are external references of what they
//! support. What STIX has no property for stands in an extension of type `property-extension`, whose
//! definition is part of the bundle: id, labels, and each property as a key with its value.
//!
//! Ids are made from the ids of the dossier, in the form of a random UUID (version 4), which the
//! standard asks of these objects. Source: STIX 2.1, OASIS Standard, 10 June 2021.

mod country;
mod object;

use std::io::Write;

use serde_json::{Map, Value, json};
use uuid::{Builder, Uuid};

use super::{ExportError, View};
use crate::graph::{EdgeRef, NodeRef};
use crate::model::date::{Day, Edtf};

/// Under which names are hashed.
const NAMESPACE: Uuid = Uuid::from_u128(0x6b72_6f6e_6965_6b00_8000_7374_6978_3231);

/// Writes a STIX 2.1 bundle.
pub fn write(view: &View<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let bundle = Bundle::of(view);
    let id = bundle.id("bundle", "bundle");
    writeln!(out, "{{\"type\":\"bundle\",\"id\":\"{id}\",\"objects\":[")?;
    serde_json::to_writer(&mut *out, &bundle.maker()).map_err(std::io::Error::from)?;
    let mut object = |object: Value| -> Result<(), ExportError> {
        out.write_all(b",\n")?;
        serde_json::to_writer(&mut *out, &object).map_err(std::io::Error::from)?;
        Ok(())
    };
    object(bundle.extension())?;
    for node in view.nodes() {
        for made in bundle.node(node) {
            object(made)?;
        }
    }
    for (number, edge) in view.edges().enumerate() {
        if let Some(made) = bundle.relationship(edge, number) {
            object(made)?;
        }
    }
    out.write_all(b"\n]}\n")?;
    Ok(())
}

/// What all objects of a bundle share.
struct Bundle<'v, 'd> {
    view: &'v View<'d>,
    /// When the objects were made.
    time: String,
    maker: String,
    extension: String,
}

/// A relationship that a property of an object says already.
fn is_said_elsewhere(edge: EdgeRef<'_>) -> bool {
    match edge.kind() {
        "SUPPORTED_BY" => edge.to().is("Article"),
        "MENTIONS" => edge.from().is("Article"),
        "ABOUT" | "DURING" | "DISPUTES" => edge.from().is("Claim"),
        "MADE" => edge.to().is("Claim"),
        _ => false,
    }
}

impl<'v, 'd> Bundle<'v, 'd> {
    fn of(view: &'v View<'d>) -> Self {
        // The day of making, else of the newest article; the same input gives the same bundle.
        let published = |node: NodeRef<'d>| {
            let date = Edtf::parse(node.text("published")?).ok()?;
            date.latest()
        };
        let newest = || view.nodes().filter_map(published).max();
        let day = view.made.or_else(newest).unwrap_or(Day(0));
        let mut bundle = Self {
            view,
            time: time(day).unwrap_or_else(|| "1970-01-01T00:00:00.000Z".to_owned()),
            maker: String::new(),
            extension: String::new(),
        };
        bundle.maker = bundle.id("identity", "maker");
        bundle.extension = stable("extension-definition", "kroniek properties 1");
        bundle
    }

    /// The id of an object, made from a text.
    fn id(&self, kind: &str, text: &str) -> String {
        stable(kind, &format!("{} {kind} {text}", self.view.base))
    }

    /// The id of the object that a node becomes.
    fn id_of(&self, node: NodeRef<'d>) -> String {
        let kind = object::kind(self.view, node);
        self.id(kind, &self.view.key(node).text())
    }

    /// An object with what all have.
    fn object(&self, kind: &str, id: String) -> Map<String, Value> {
        let mut object = Map::new();
        object.insert("type".to_owned(), kind.into());
        object.insert("spec_version".to_owned(), "2.1".into());
        object.insert("id".to_owned(), id.into());
        object.insert("created_by_ref".to_owned(), self.maker.clone().into());
        object.insert("created".to_owned(), self.time.clone().into());
        object.insert("modified".to_owned(), self.time.clone().into());
        object
    }

    /// Who made the objects: the dossier.
    fn maker(&self) -> Value {
        let mut object = self.object("identity", self.maker.clone());
        let title = &self.view.dossier.title;
        let title = if title.is_empty() { "dossier" } else { title };
        object.insert("name".to_owned(), title.into());
        object.insert("identity_class".to_owned(), "system".into());
        if let Some(description) = &self.view.dossier.description {
            object.insert("description".to_owned(), description.clone().into());
        }
        object.into()
    }

    fn extension(&self) -> Value {
        let mut object = self.object("extension-definition", self.extension.clone());
        let more = json!({
            "name": "Properties of a kroniek dossier",
            "description": "What a dossier knows of a thing or a relationship and STIX has no property for.",
            "schema": "`item` is the id in the dossier, `kinds` its labels or the type of the relationship, and `properties` a list of objects with a `key` and a `value`: a text, a number, true or false, or a list of these. `links` of a note are objects with a `kind`, a `ref` and perhaps `properties`.",
            "version": "1.0.0",
            "extension_types": ["property-extension"],
        });
        if let Value::Object(more) = more {
            object.extend(more);
        }
        object.into()
    }

    /// The object that a relationship becomes; none where the objects themselves say it.
    fn relationship(&self, edge: EdgeRef<'d>, number: usize) -> Option<Value> {
        if is_said_elsewhere(edge) {
            return None;
        }
        let (from, to) = (self.id_of(edge.from()), self.id_of(edge.to()));
        let mut object = self.object(
            "relationship",
            self.id(
                "relationship",
                &format!("{from} {} {to} {number}", edge.kind()),
            ),
        );
        let words = edge.kind().to_lowercase().replace('_', " ");
        let part = edge
            .text("role")
            .or_else(|| edge.text("office"))
            .or_else(|| edge.text("stage"));
        let description = match part {
            Some(part) => format!("{words}: {part}"),
            None => words,
        };
        // Types of one's own are discouraged, and readers drop them.
        object.insert("relationship_type".to_owned(), "related-to".into());
        object.insert("description".to_owned(), description.into());
        object.insert("source_ref".to_owned(), from.into());
        object.insert("target_ref".to_owned(), to.into());
        let day = |key, last: bool| {
            let date = Edtf::parse(edge.text(key)?).ok()?;
            if last { date.latest() } else { date.earliest() }
        };
        let (start, stop) = (day("since", false), day("until", true));
        if let Some(start) = start.and_then(time) {
            object.insert("start_time".to_owned(), start.into());
        }
        if let Some(stop) = stop
            .filter(|stop| start.is_none_or(|start| start < *stop))
            .and_then(time)
        {
            object.insert("stop_time".to_owned(), stop.into());
        }
        if let Some(status) = edge.text("status").filter(|status| !status.is_empty()) {
            object.insert("labels".to_owned(), json!([status]));
        }
        let quotes = edge.texts("quotes").zip(edge.texts("sources"));
        let references: Vec<_> = quotes
            .map(|(quote, source)| self.reference(source, None, quote, None))
            .collect();
        if !references.is_empty() {
            object.insert("external_references".to_owned(), references.into());
        }
        let carried = ["quote", "quotes", "start", "starts", "end", "ends"];
        let properties =
            object::properties(edge.properties().filter(|(key, _)| !carried.contains(key)));
        self.extend(
            &mut object,
            json!({"kinds": [edge.kind()], "properties": properties}),
        );
        Some(object.into())
    }

    /// A quote as an external reference.
    fn reference(
        &self,
        article: &str,
        field: Option<(&str, &str)>,
        quote: &str,
        why: Option<&str>,
    ) -> Value {
        let node =
            (self.view.dossier.names.by_id(article)).map(|id| self.view.dossier.graph.node(id));
        let text = |key| {
            node.and_then(|node| node.text(key))
                .filter(|text| !text.is_empty())
        };
        let name = text("title").unwrap_or(article);
        // Two names are kept for catalogues of weaknesses.
        let name = match name {
            "" => "article".to_owned(),
            "cve" | "capec" => format!("article {name}"),
            name => name.to_owned(),
        };
        let mut description = match field {
            Some((field, value)) => format!("{field} = {value}: “{quote}”"),
            None => format!("“{quote}”"),
        };
        if let Some(why) = why {
            description = format!("{description} ({why})");
        }
        description = format!("{description} – {article}");
        if let Some(publisher) = text("publisher") {
            description = format!("{description}, {publisher}");
        }
        // An address without a hash of what stands there is discouraged; the dossier has none.
        if let Some(url) = text("url") {
            description = format!("{description}, {url}");
        }
        json!({"source_name": name, "description": description})
    }

    /// Adds the extension to an object, without lists that are empty, which STIX forbids.
    fn extend(&self, object: &mut Map<String, Value>, content: Value) {
        let mut extension = Map::new();
        extension.insert("extension_type".to_owned(), "property-extension".into());
        if let Value::Object(content) = content {
            let filled = content
                .into_iter()
                .filter(|(_, value)| value.as_array().is_none_or(|list| !list.is_empty()));
            extension.extend(filled);
        }
        object.insert(
            "extensions".to_owned(),
            json!({self.extension.as_str(): extension}),
        );
    }
}

/// An id that a text always gets: a hash in the form of a random UUID.
fn stable(kind: &str, text: &str) -> String {
    let hash = Uuid::new_v5(&NAMESPACE, text.as_bytes());
    let uuid = Builder::from_random_bytes(hash.into_bytes()).into_uuid();
    format!("{kind}--{uuid}")
}

/// The beginning of a day as a timestamp; none outside the years 1 to 9999.
fn time(day: Day) -> Option<String> {
    let (year, ..) = day.ymd();
    (1..=9999)
        .contains(&year)
        .then(|| format!("{day}T00:00:00.000Z"))
}
