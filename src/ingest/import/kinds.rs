//! What a node of a file is in a dossier.

use std::collections::BTreeMap;

use super::ids::words;
use super::records::{Node, get};
use crate::model::registry::{Kind, Registry, RoleMode, TypeDef};

/// What a node becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    /// An actor, place, event or agreement of a type.
    Typed(Kind, String),
    /// What somebody said.
    Claim,
    /// A source text.
    Article,
}

/// The vocabulary: what is built in, and what the file adds to it.
pub(super) struct Types {
    pub(super) registry: Registry,
    /// Types of the file's own, by name, with their parents and the roles that they need.
    pub(super) own: BTreeMap<String, (String, BTreeMap<String, RoleMode>)>,
}

/// The type of things of which a file does not say what they are.
const UNTOLD: &str = "thing";

impl Types {
    pub(super) fn new() -> Self {
        Self {
            registry: Registry::builtin(),
            own: BTreeMap::new(),
        }
    }

    /// What a node is, and what is to be told of it.
    pub(super) fn of(&mut self, node: &Node) -> (Role, Option<String>) {
        let mut labels: Vec<String> = node.labels.clone();
        if labels.is_empty() {
            let keys = ["type", "kind", "category", "class", "group"];
            let said = keys.iter().find_map(|key| get(&node.properties, key));
            labels.extend(said.map(str::to_owned));
        }
        let names: Vec<String> = labels.iter().map(|label| words(label)).collect();
        if names.iter().any(|name| name == "article") {
            return (Role::Article, None);
        }
        if names.iter().any(|name| name == "claim") {
            return (Role::Claim, None);
        }
        // The most specific that is known: the one below all others, as labels have no order everywhere.
        let known = names
            .iter()
            .filter(|name| self.registry.kind(name).is_some());
        let known = known
            .max_by_key(|name| self.registry.lineage(name).count())
            .cloned();
        let unknown = (names.iter().rev())
            .find(|name| self.registry.kind(name).is_none() && !name.is_empty());
        match (known, unknown) {
            (Some(known), unknown) => {
                let kind = self.registry.kind(&known).unwrap_or(Kind::Actor);
                let remark = unknown
                    .map(|label| format!("the label `{label}` is left out: it is a `{known}`"));
                // An actor of no kind, or a finer type that the file alone knows.
                let own = match unknown {
                    Some(unknown) => self.add(unknown, &known),
                    None if known == Kind::Actor.root() => self.add(UNTOLD, &known),
                    None => Some(known.clone()),
                };
                match own {
                    Some(own) => (Role::Typed(kind, own), None),
                    None => (Role::Typed(kind, known), remark),
                }
            }
            (None, Some(unknown)) => {
                let own = self.add(unknown, Kind::Actor.root());
                let type_name = own.unwrap_or_else(|| UNTOLD.to_owned());
                let remark = format!(
                    "`{unknown}` is no type that a dossier knows: taken for a kind of actor"
                );
                (Role::Typed(Kind::Actor, type_name), Some(remark))
            }
            (None, None) => {
                let type_name = self.add(UNTOLD, Kind::Actor.root());
                let remark = "the file does not say what this is: taken for a kind of actor";
                (
                    Role::Typed(Kind::Actor, type_name.unwrap_or_default()),
                    Some(remark.to_owned()),
                )
            }
        }
    }

    /// Adds a type of the file's own; none if it cannot be one.
    fn add(&mut self, name: &str, parent: &str) -> Option<String> {
        let reserved = matches!(name, "claim" | "article");
        if reserved || name.is_empty() {
            return None;
        }
        match self.registry.get(name) {
            None => {
                let def = TypeDef {
                    parent: Some(parent.to_owned()),
                    ..TypeDef::default()
                };
                self.registry.add_type(name, def).ok()?;
                self.own
                    .insert(name.to_owned(), (parent.to_owned(), BTreeMap::new()));
            }
            // One name has one parent: of another kind it is no type of this.
            Some(_) if self.registry.kind(name) != self.registry.kind(parent) => return None,
            Some(_) => {}
        }
        Some(name.to_owned())
    }

    /// Whether a type has a role; a type of the file's own gets it.
    pub(super) fn admits(&mut self, type_name: &str, role: &str) -> bool {
        if self.registry.role(type_name, role).is_some() {
            return true;
        }
        let named = !role.is_empty()
            && (role.bytes()).all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        match self.own.get_mut(type_name) {
            Some((_, roles)) if named => {
                roles.insert(role.to_owned(), RoleMode::Equal);
                true
            }
            _ => false,
        }
    }
}
