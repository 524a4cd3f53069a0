//! FollowTheMoney entities, a JSON object a line, for Aleph and OpenAleph.
//!
//! A node becomes an entity that is a thing; a relationship becomes a record between two things, as
//! FollowTheMoney has it: a membership, a directorship, a debt, or an `UnknownLink` with a role where
//! no schema fits. Dates are prefixes of ISO 8601; what such a date cannot say (`2021-09~`, some day
//! of a week) stands beside it in `notes`. Properties that no schema has stand in `notes` as
//! `key: value`, quotes as `“quote” – article`.
//!
//! Source: the schemata and types of the followthemoney package, version 4. `nodes` and `links` make the
//! entities, `schema` knows the schemata, `clean` what values may hold; `ftm_statements` writes the
//! same entities value by value.

mod clean;
mod dates;
mod ids;
mod links;
mod nodes;
mod schema;

use std::collections::BTreeMap;
use std::io::Write;

use serde::Serialize;

use super::{ExportError, View};

pub(super) use ids::dataset_name;
pub(super) use nodes::language;
pub(super) use schema::type_of_property;

/// A value of an entity, with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value<'d> {
    /// The property of the schema.
    pub(super) property: &'static str,
    /// The value, as FollowTheMoney keeps it.
    pub(super) text: String,
    /// The ids of the articles that say so; none for what the dossier itself says.
    pub(super) articles: Vec<&'d str>,
    /// The language of a name or text: `en`.
    pub(super) language: Option<&'d str>,
    /// The value as it is written in the dossier, where that differs.
    pub(super) original: Option<String>,
    /// Whether it is only one article's word, which the entity as a whole does not show.
    pub(super) aside: bool,
}

/// An entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entity<'d> {
    /// Letters, digits, dots and hyphens.
    pub(super) id: String,
    /// The schema.
    pub(super) schema: &'static str,
    /// Its values, in the order they were added.
    pub(super) values: Vec<Value<'d>>,
}

#[derive(Serialize)]
struct Line<'e> {
    id: &'e str,
    schema: &'e str,
    properties: BTreeMap<&'e str, Vec<&'e str>>,
}

/// Writes FollowTheMoney entities, one JSON object a line.
pub fn write(view: &View<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    entities(view, &mut |entity| {
        let mut properties: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for value in entity.values.iter().filter(|value| !value.aside) {
            let values = properties.entry(value.property).or_default();
            if !values.contains(&value.text.as_str()) {
                values.push(&value.text);
            }
        }
        let line = Line {
            id: &entity.id,
            schema: entity.schema,
            properties,
        };
        serde_json::to_writer(&mut *out, &line).map_err(std::io::Error::from)?;
        out.write_all(b"\n")?;
        Ok(())
    })
}

/// Gives every entity of a view to a function: the things in the order of the graph, each with the
/// records that only repeat it, then the relationships.
pub(super) fn entities<'d>(
    view: &View<'d>,
    give: &mut dyn FnMut(&Entity<'d>) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    for node in view.nodes() {
        for entity in nodes::entities(view, node) {
            give(&entity)?;
        }
    }
    let mut ids = ids::Links::default();
    for edge in view.edges() {
        if let Some(entity) = links::entity(view, edge, &mut ids) {
            give(&entity)?;
        }
    }
    Ok(())
}

impl<'d> Entity<'d> {
    fn new(id: String, schema: &'static str) -> Self {
        Self {
            id,
            schema,
            values: Vec::new(),
        }
    }

    /// Adds a value that the dossier itself says.
    fn add(&mut self, property: &'static str, text: impl Into<String>) -> &mut Value<'d> {
        let at = self.values.len();
        self.values.push(Value {
            property,
            text: text.into(),
            articles: Vec::new(),
            language: None,
            original: None,
            aside: false,
        });
        &mut self.values[at]
    }
}
