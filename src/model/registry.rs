//! The registry of types and relations: what an actor, event, agreement or relation of a type may
//! say. Types are data; the built-in ones stand in `vocabulary.yaml` beside this file.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// How an actor takes part in an event or agreement by a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoleMode {
    /// Acts on those with a passive role: the caller of a call.
    Active,
    /// Is acted on: the target of a sanction.
    Passive,
    /// One among equals: a participant.
    Equal,
    /// Watches: an observer.
    Observing,
}

/// What values an attribute takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AttributeKind {
    /// An integer or float, approximate or a range.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Free text.
    Text,
    /// An EDTF date.
    Date,
    /// An amount of money.
    Amount,
    /// A stage of an agreement.
    Stage,
}

impl fmt::Display for AttributeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Number => "a number",
            Self::Boolean => "true or false",
            Self::Text => "a text",
            Self::Date => "an EDTF date",
            Self::Amount => "an amount of money",
            Self::Stage => "a stage",
        })
    }
}

/// Kinds of nodes that have types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Who acts.
    Actor,
    /// Where.
    Place,
    /// What happened or is planned.
    Event,
    /// What binds parties.
    Agreement,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 4] = [Kind::Actor, Kind::Place, Kind::Event, Kind::Agreement];

    /// The name of the root type, also the kind's name in commands: `actor`.
    pub fn root(self) -> &'static str {
        match self {
            Kind::Actor => "actor",
            Kind::Place => "place",
            Kind::Event => "event",
            Kind::Agreement => "agreement",
        }
    }
}

/// One type as it is defined: what it adds to its parent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct TypeDef {
    /// The type it refines; the roots have none.
    pub parent: Option<String>,
    /// A second root whose label its nodes also bear: a state is also a place.
    pub also: Option<String>,
    /// Roles with how they take part.
    pub roles: BTreeMap<String, RoleMode>,
    /// Attributes with what values they take.
    pub attributes: BTreeMap<String, AttributeKind>,
    /// RDF class as a prefixed name.
    pub rdf: Option<String>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// FollowTheMoney schema.
    pub ftm: Option<String>,
}

/// One type of relation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct RelationDef {
    /// Labels one of which its start must bear; empty: any node.
    pub from: Vec<String>,
    /// Labels one of which its end must bear; empty: any node.
    pub to: Vec<String>,
    /// Attributes beside `since` and `until`.
    pub attributes: BTreeMap<String, AttributeKind>,
    /// RDF property as a prefixed name.
    pub rdf: Option<String>,
    /// FollowTheMoney schema.
    pub ftm: Option<String>,
}

impl RelationDef {
    /// The kind of an attribute; `since` and `until` are dates of every relation.
    pub fn attribute(&self, key: &str) -> Option<AttributeKind> {
        match key {
            "since" | "until" => Some(AttributeKind::Date),
            _ => self.attributes.get(key).copied(),
        }
    }

    /// All attributes, `since` and `until` included, in code-point order.
    pub fn attribute_names(&self) -> Vec<&str> {
        let own = self.attributes.keys().map(String::as_str);
        let mut names: Vec<_> = own.chain(["since", "until"]).collect();
        names.sort_unstable();
        names
    }
}

/// Types and relations by name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
pub struct Registry {
    types: BTreeMap<String, TypeDef>,
    relations: BTreeMap<String, RelationDef>,
}

/// Why a type cannot be added to a registry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegistryError {
    /// It is there already.
    #[error("the type `{0}` is defined already")]
    Duplicate(String),
    /// Its parent is not known, or comes to it again.
    #[error("the parent `{0}` is not a type")]
    UnknownParent(String),
}

impl Registry {
    /// The built-in vocabulary.
    pub fn builtin() -> Self {
        serde_yaml::from_str(include_str!("vocabulary.yaml"))
            .expect("the vocabulary that is compiled in is well formed")
    }

    /// Adds a type; its parent must be there.
    pub fn add_type(&mut self, name: &str, def: TypeDef) -> Result<(), RegistryError> {
        if self.types.contains_key(name) {
            return Err(RegistryError::Duplicate(name.to_owned()));
        }
        match &def.parent {
            Some(parent) if self.types.contains_key(parent) => {}
            parent => {
                return Err(RegistryError::UnknownParent(
                    parent.clone().unwrap_or_default(),
                ));
            }
        }
        self.types.insert(name.to_owned(), def);
        Ok(())
    }

    /// Adds a relation; false if one of this name is there.
    pub fn add_relation(&mut self, name: &str, def: RelationDef) -> bool {
        let new = !self.relations.contains_key(name);
        if new {
            self.relations.insert(name.to_owned(), def);
        }
        new
    }

    /// The definition of a type.
    pub fn get(&self, name: &str) -> Option<&TypeDef> {
        self.types.get(name)
    }

    /// All type names in code-point order.
    pub fn types(&self) -> impl Iterator<Item = &str> {
        self.types.keys().map(String::as_str)
    }

    /// The type and its ancestors, nearest first.
    pub fn lineage<'r>(&'r self, name: &str) -> impl Iterator<Item = (&'r str, &'r TypeDef)> {
        let mut next = self.types.get_key_value(name);
        std::iter::from_fn(move || {
            let (name, def) = next?;
            next = def
                .parent
                .as_deref()
                .and_then(|parent| self.types.get_key_value(parent));
            Some((name.as_str(), def))
        })
    }

    /// The kind of nodes that a type is of.
    pub fn kind(&self, name: &str) -> Option<Kind> {
        let (root, _) = self.lineage(name).last()?;
        Kind::ALL.into_iter().find(|kind| kind.root() == root)
    }

    /// Types of a kind, roots included, in code-point order.
    pub fn types_of(&self, kind: Kind) -> impl Iterator<Item = &str> {
        self.types()
            .filter(move |name| self.kind(name) == Some(kind))
    }

    /// Whether a type is another or descends from it.
    pub fn is_a(&self, name: &str, ancestor: &str) -> bool {
        self.lineage(name).any(|(name, _)| name == ancestor)
    }

    /// The labels of a type's nodes, the roots first: `Event`, `Statement`, `PressConference`.
    pub fn labels(&self, name: &str) -> Vec<String> {
        let lineage: Vec<_> = self.lineage(name).collect();
        let mut labels: Vec<String> = Vec::new();
        for (depth, (name, _)) in lineage.iter().rev().enumerate() {
            labels.push(pascal_case(name));
            if depth == 0 {
                labels.extend(
                    lineage
                        .iter()
                        .filter_map(|(_, def)| def.also.as_deref().map(pascal_case)),
                );
            }
        }
        labels
    }

    /// How a role takes part in a type, inherited roles included.
    pub fn role(&self, name: &str, role: &str) -> Option<RoleMode> {
        self.lineage(name)
            .find_map(|(_, def)| def.roles.get(role).copied())
    }

    /// Every role that a type allows, in code-point order.
    pub fn roles(&self, name: &str) -> Vec<&str> {
        let mut roles: Vec<_> = self
            .lineage(name)
            .flat_map(|(_, def)| def.roles.keys().map(String::as_str))
            .collect();
        roles.sort_unstable();
        roles.dedup();
        roles
    }

    /// The kind of an attribute of a type, inherited ones included.
    pub fn attribute(&self, name: &str, attribute: &str) -> Option<AttributeKind> {
        self.lineage(name)
            .find_map(|(_, def)| def.attributes.get(attribute).copied())
    }

    /// Every attribute that a type allows, in code-point order.
    pub fn attributes(&self, name: &str) -> Vec<&str> {
        let mut attributes: Vec<_> = self
            .lineage(name)
            .flat_map(|(_, def)| def.attributes.keys().map(String::as_str))
            .collect();
        attributes.sort_unstable();
        attributes.dedup();
        attributes
    }

    /// The definition of a relation.
    pub fn relation(&self, name: &str) -> Option<&RelationDef> {
        self.relations.get(name)
    }

    /// All relation names in code-point order.
    pub fn relations(&self) -> impl Iterator<Item = &str> {
        self.relations.keys().map(String::as_str)
    }

    /// The CAMEO code of a type, its own or the nearest ancestor's.
    pub fn cameo(&self, name: &str) -> Option<&str> {
        self.lineage(name).find_map(|(_, def)| def.cameo.as_deref())
    }

    /// The FollowTheMoney schema of a type, its own or the nearest ancestor's.
    pub fn ftm(&self, name: &str) -> Option<&str> {
        self.lineage(name).find_map(|(_, def)| def.ftm.as_deref())
    }

    /// The RDF class of a type, its own or the nearest ancestor's.
    pub fn rdf(&self, name: &str) -> Option<&str> {
        self.lineage(name).find_map(|(_, def)| def.rdf.as_deref())
    }

    /// The most specific type of a node from its labels: the type all of whose labels it bears,
    /// with most of them.
    pub fn type_of_labels<'r>(&'r self, labels: &[&str]) -> Option<&'r str> {
        let last = labels.iter().rev().find_map(|label| {
            self.types()
                .find(|name| pascal_case(name) == *label && self.labels(name).len() == labels.len())
        });
        last.or_else(|| {
            labels
                .iter()
                .rev()
                .find_map(|label| self.types().find(|name| pascal_case(name) == *label))
        })
    }
}

/// Property names that the graph itself gives: no attribute may have them.
const RESERVED: [&str; 31] = [
    "id",
    "name",
    "says",
    "aliases",
    "description",
    "wikidata",
    "status",
    "disputed_fields",
    "sources",
    "type",
    "phase",
    "stance",
    "medium",
    "by",
    "value",
    "date",
    "earliest",
    "latest",
    "place",
    "part_of",
    "who",
    "led_to",
    "why",
    "quote",
    "quotes",
    "allow",
    "currency",
    "claimed_by",
    "entry",
    "about",
    "denies",
];

/// Endings of the properties that a number or an amount makes beside its own.
const ENDINGS: [&str; 5] = ["_min", "_max", "_approximate", "_text", "_currency"];

/// Why an attribute cannot have a name beside others; `None` if it can.
pub fn attribute_name_fault<'a>(
    name: &str,
    others: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let word = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    let translated = ["name_", "says_", "description_"]
        .iter()
        .any(|start| name.starts_with(start));
    if RESERVED.contains(&name) || translated {
        return Some(format!(
            "`{name}` has a meaning of its own and cannot be an attribute"
        ));
    }
    if !name.split('_').all(word) {
        return Some(format!("`{name}` is not snake_case, `import_share`"));
    }
    let base = ENDINGS
        .iter()
        .find_map(|ending| name.strip_suffix(ending))?;
    let base = others.into_iter().find(|other| *other == base)?;
    Some(format!(
        "`{name}` is a property that `{base}` makes by itself"
    ))
}

/// `press-conference` as the label `PressConference`.
pub fn pascal_case(name: &str) -> String {
    name.split('-')
        .flat_map(|word| {
            let mut chars = word.chars();
            chars
                .next()
                .into_iter()
                .flat_map(char::to_uppercase)
                .chain(chars)
        })
        .collect()
}

/// `trades-with` as the relationship type `TRADES_WITH`.
pub fn upper_snake(name: &str) -> String {
    name.replace('-', "_").to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_begin_with_the_root() {
        let registry = Registry::builtin();
        assert_eq!(
            registry.labels("press-conference"),
            ["Event", "Statement", "PressConference"]
        );
        assert_eq!(registry.labels("state"), ["Actor", "Place", "State"]);
        assert_eq!(registry.labels("loan"), ["Agreement", "Loan"]);
    }

    #[test]
    fn types_inherit_roles_and_attributes() {
        let registry = Registry::builtin();
        assert_eq!(
            registry.roles("press-conference"),
            ["addressee", "observer", "participant", "speaker"]
        );
        assert_eq!(registry.role("visit", "host"), Some(RoleMode::Passive));
        assert_eq!(registry.role("meeting", "host"), Some(RoleMode::Equal));
        assert_eq!(
            registry.attribute("loan", "amount"),
            Some(AttributeKind::Amount)
        );
        assert_eq!(registry.attribute("loan", "troops"), None);
    }

    #[test]
    fn the_type_of_a_node_is_its_most_specific() {
        let registry = Registry::builtin();
        for name in registry.types() {
            let labels = registry.labels(name);
            let labels: Vec<_> = labels.iter().map(String::as_str).collect();
            assert_eq!(registry.type_of_labels(&labels), Some(name));
        }
    }

    #[test]
    fn every_parent_is_a_type_and_every_lineage_ends_in_a_kind() {
        let registry = Registry::builtin();
        for name in registry.types() {
            assert!(registry.kind(name).is_some(), "{name}");
        }
    }
}
