//! `types.yaml`: types and relations of one's own.
//!
//! The tree is checked first, so that every fault is reported where it stands; serde then types
//! what is right.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::settings::{mapping, unknown};
use super::symbols::is_kebab_case;
use crate::diag::{Finding, SourceId, Span};
use crate::ingest::yaml::{Entry, Key, Node, Value};
use crate::model::registry::{
    AttributeKind, Registry, RelationDef, RoleMode, TypeDef, attribute_name_fault, pascal_case,
};
use crate::text::nearest;

/// Relations of the graph that annotations do not write as such.
const STRUCTURAL: [&str; 11] = [
    "involved-in",
    "party-to",
    "led-to",
    "at",
    "part-of",
    "made",
    "during",
    "about",
    "disputes",
    "supported-by",
    "mentions",
];

const ATTRIBUTE_KINDS: [&str; 6] = ["number", "boolean", "text", "date", "amount", "stage"];
const ROLE_MODES: [&str; 4] = ["active", "passive", "equal", "observing"];

/// A type as `types.yaml` writes it: roles may be a list, which makes them equal.
#[derive(Deserialize)]
struct WrittenType {
    parent: Option<String>,
    #[serde(default)]
    roles: Roles,
    #[serde(default)]
    attributes: BTreeMap<String, AttributeKind>,
    rdf: Option<String>,
    cameo: Option<String>,
    ftm: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Roles {
    Equal(Vec<String>),
    Modes(BTreeMap<String, RoleMode>),
}

impl Default for Roles {
    fn default() -> Self {
        Self::Equal(Vec::new())
    }
}

/// Reads `types.yaml` into the registry; returns the names of types and relations that are faulty.
pub(super) fn types(
    source: SourceId,
    tree: &Node,
    registry: &mut Registry,
    findings: &mut Vec<Finding>,
) -> BTreeSet<String> {
    let mut types: &[Entry] = &[];
    let mut relations: &[Entry] = &[];
    let expected = "a mapping with `types` and `relations`";
    for Entry { key, value } in mapping(source, tree, expected, findings) {
        match key.text.as_str() {
            "types" => types = mapping(source, value, "a mapping from names to types", findings),
            "relations" => {
                relations = mapping(source, value, "a mapping from names to relations", findings);
            }
            _ => findings.push(unknown(source, key, "types.yaml", &["types", "relations"])),
        }
    }
    let mut reader = Reader {
        source,
        registry,
        findings,
        faulty: BTreeSet::new(),
    };
    reader.types(types);
    for entry in relations {
        reader.relation(entry);
    }
    reader.faulty
}

struct Reader<'r> {
    source: SourceId,
    registry: &'r mut Registry,
    findings: &'r mut Vec<Finding>,
    faulty: BTreeSet<String>,
}

impl Reader<'_> {
    fn report(&mut self, at: &std::ops::Range<usize>, message: String, help: Option<String>) {
        let finding = Finding::error("bad-type", Span::new(self.source, at.clone()), message);
        self.findings.push(match help {
            Some(help) => finding.help(help),
            None => finding,
        });
    }

    fn types(&mut self, written: &[Entry]) {
        let mut waiting: Vec<(&Entry, TypeDef)> = Vec::new();
        for entry in written {
            match self.read_type(entry) {
                Some(def) => waiting.push((entry, def)),
                None => drop(self.faulty.insert(entry.key.text.clone())),
            }
        }
        // A parent may stand after its child.
        while let Some(at) = waiting.iter().position(|(_, def)| {
            def.parent
                .as_deref()
                .is_some_and(|parent| self.registry.get(parent).is_some())
        }) {
            let (entry, def) = waiting.remove(at);
            self.add_type(entry, def);
        }
        self.without_parent(&waiting);
    }

    fn add_type(&mut self, entry: &Entry, def: TypeDef) {
        let parent = def.parent.clone().unwrap_or_default();
        let before = self.findings.len();
        for (name, kind) in &def.attributes {
            let inherited = self.registry.attribute(&parent, name);
            if let Some(inherited) = inherited.filter(|inherited| inherited != kind) {
                let at = inner(&entry.value, "attributes", name).unwrap_or(&entry.key);
                let message =
                    format!("`{name}` is {inherited} in `{parent}` and cannot be {kind} here");
                self.report(&at.span.clone(), message, None);
            }
        }
        if let Err(error) = self.registry.add_type(&entry.key.text, def) {
            self.report(&entry.key.span, error.to_string(), None);
        }
        if self.findings.len() > before {
            self.faulty.insert(entry.key.text.clone());
        }
    }

    /// Reports types whose parent is not there. Those below a faulty one are not to blame, and
    /// those in a circle are reported once.
    fn without_parent(&mut self, waiting: &[(&Entry, TypeDef)]) {
        let names: Vec<&str> = waiting
            .iter()
            .map(|(entry, _)| entry.key.text.as_str())
            .collect();
        let mut circle = true;
        for (entry, def) in waiting {
            let parent = def.parent.as_deref().unwrap_or_default();
            if names.contains(&parent) {
                continue;
            }
            circle = false;
            if !self.faulty.contains(parent) {
                let at = entry
                    .value
                    .get("parent")
                    .map_or(&entry.key.span, |node| &node.span);
                let near = nearest(parent, self.registry.types().chain(names.iter().copied()));
                let help = near.map(|near| format!("did you mean `{near}`?"));
                let message = format!(
                    "the parent `{parent}` of `{}` is not a type",
                    entry.key.text
                );
                self.report(at, message, help);
            }
        }
        if let (true, Some((entry, _))) = (circle, waiting.first()) {
            let message = format!("{} are below each other in a circle", names.join(", "));
            self.report(&entry.key.span, message, None);
        }
        self.faulty.extend(names.into_iter().map(str::to_owned));
    }

    fn read_type(&mut self, entry: &Entry) -> Option<TypeDef> {
        let before = self.findings.len();
        self.name(&entry.key, "naval-exercise");
        if matches!(entry.key.text.as_str(), "claim" | "article") {
            let message = format!(
                "`{}` is a kind of its own and cannot be a type",
                entry.key.text
            );
            self.report(&entry.key.span, message, None);
        }
        let known = ["parent", "roles", "attributes", "rdf", "cameo", "ftm"];
        let keys = mapping(
            self.source,
            &entry.value,
            "what the type is, `{parent: event}`",
            self.findings,
        );
        for Entry { key, value } in keys {
            match key.text.as_str() {
                "roles" => self.roles(value),
                "attributes" => self.attributes(value),
                "parent" | "rdf" | "cameo" | "ftm" => self.text(key, value),
                _ => self
                    .findings
                    .push(unknown(self.source, key, "a type", &known)),
            }
        }
        // A misspelt `parent` has been reported.
        if entry.value.get("parent").is_none() && self.findings.len() == before {
            let message = format!("the type `{}` has no `parent`", entry.key.text);
            let help = "a type refines another: `parent: event`, or any type below it".to_owned();
            self.report(&entry.key.span, message, Some(help));
        }
        let written: WrittenType = self.typed(entry, before)?;
        Some(TypeDef {
            parent: written.parent,
            also: None,
            roles: match written.roles {
                Roles::Equal(names) => names.into_iter().map(|n| (n, RoleMode::Equal)).collect(),
                Roles::Modes(modes) => modes,
            },
            attributes: written.attributes,
            rdf: written.rdf,
            cameo: written.cameo,
            ftm: written.ftm,
        })
    }

    fn relation(&mut self, entry: &Entry) {
        let before = self.findings.len();
        let name = entry.key.text.as_str();
        self.name(&entry.key, "depends-on");
        if STRUCTURAL.contains(&name) {
            let message = format!("`{name}` is a relation that the graph makes by itself");
            self.report(&entry.key.span, message, None);
        }
        let known = ["from", "to", "attributes", "rdf", "ftm"];
        let keys = mapping(
            self.source,
            &entry.value,
            "what the relation is, `{from: [Actor]}`",
            self.findings,
        );
        for Entry { key, value } in keys {
            match key.text.as_str() {
                "from" | "to" => self.labels(value),
                "attributes" => {
                    self.attributes(value);
                    for name in ["since", "until"] {
                        if let Some(key) = inner(&entry.value, "attributes", name) {
                            let message = format!("every relation has `{name}`, which is a date");
                            self.report(&key.span, message, None);
                        }
                    }
                }
                "rdf" | "ftm" => self.text(key, value),
                _ => self
                    .findings
                    .push(unknown(self.source, key, "a relation", &known)),
            }
        }
        match self.typed::<RelationDef>(entry, before) {
            Some(def) => {
                if self.registry.add_relation(name, def) {
                    return;
                }
                let message = format!("the relation `{name}` is defined already");
                self.report(&entry.key.span, message, None);
            }
            None => drop(self.faulty.insert(name.to_owned())),
        }
    }

    /// The entry as serde reads it, if nothing was found since `before`.
    fn typed<T: for<'d> Deserialize<'d>>(&mut self, entry: &Entry, before: usize) -> Option<T> {
        if self.findings.len() > before {
            return None;
        }
        match serde_yaml::from_value(plain(&entry.value)) {
            Ok(typed) => Some(typed),
            Err(error) => {
                self.report(&entry.key.span, error.to_string(), None);
                None
            }
        }
    }

    fn name(&mut self, key: &Key, example: &str) {
        if !is_kebab_case(&key.text) {
            let message = format!("`{}` is not kebab-case, `{example}`", key.text);
            self.report(&key.span, message, None);
        }
    }

    fn text(&mut self, key: &Key, value: &Node) {
        if value.as_scalar().is_none() {
            let message = format!("`{}` is {}, expected a text", key.text, value.shape());
            self.report(&key.span, message, None);
        }
    }

    fn labels(&mut self, node: &Node) {
        let Value::Sequence(items) = &node.value else {
            let message = format!(
                "found {}, expected a list of labels, `[Actor]`",
                node.shape()
            );
            return self.report(&node.span, message, None);
        };
        let labels: Vec<String> = self
            .registry
            .types()
            .map(pascal_case)
            .chain(["Article".to_owned(), "Claim".to_owned()])
            .collect();
        for item in items {
            let label = item.as_scalar().unwrap_or_default();
            if !labels.iter().any(|known| known == label) {
                let near = nearest(label, labels.iter().map(String::as_str));
                let help = near.map(|near| format!("did you mean `{near}`?"));
                self.report(&item.span, format!("`{label}` is not a label"), help);
            }
        }
    }

    fn roles(&mut self, node: &Node) {
        match &node.value {
            Value::Null => {}
            Value::Sequence(items) => {
                for item in items {
                    match item.as_scalar() {
                        Some(role) => self.property_name(role, &item.span, &[]),
                        None => self.report(&item.span, "a role is a word".to_owned(), None),
                    }
                }
            }
            Value::Mapping(roles) => {
                for Entry { key, value } in roles {
                    self.property_name(&key.text, &key.span, &[]);
                    self.one_of(value, &ROLE_MODES, "how a role takes part");
                }
            }
            Value::Scalar(_) => {
                let message =
                    "found a text, expected a list of roles, or a mapping to how they take part";
                self.report(&node.span, message.to_owned(), None);
            }
        }
    }

    fn attributes(&mut self, node: &Node) {
        let entries = mapping(
            self.source,
            node,
            "a mapping from attributes to kinds",
            self.findings,
        );
        let names: Vec<&str> = entries
            .iter()
            .map(|entry| entry.key.text.as_str())
            .collect();
        for Entry { key, value } in entries {
            self.property_name(&key.text, &key.span, &names);
            self.one_of(value, &ATTRIBUTE_KINDS, "a kind of attribute");
        }
    }

    fn property_name(&mut self, name: &str, at: &std::ops::Range<usize>, others: &[&str]) {
        if let Some(fault) = attribute_name_fault(name, others.iter().copied()) {
            self.report(at, fault, None);
        }
    }

    fn one_of(&mut self, node: &Node, words: &[&str], what: &str) {
        let word = node.as_scalar().unwrap_or_default();
        if !words.contains(&word) {
            let help = match nearest(word, words.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("one of {}", words.join(", ")),
            };
            self.report(&node.span, format!("`{word}` is not {what}"), Some(help));
        }
    }
}

/// The key of an entry inside a mapping inside a node.
fn inner<'n>(node: &'n Node, outer: &str, name: &str) -> Option<&'n Key> {
    match &node.get(outer)?.value {
        Value::Mapping(entries) => entries
            .iter()
            .find(|entry| entry.key.text == name)
            .map(|entry| &entry.key),
        _ => None,
    }
}

/// The tree without its places, for serde.
fn plain(node: &Node) -> serde_yaml::Value {
    match &node.value {
        Value::Null => serde_yaml::Value::Null,
        Value::Scalar(text) => serde_yaml::Value::String(text.clone()),
        Value::Sequence(items) => serde_yaml::Value::Sequence(items.iter().map(plain).collect()),
        Value::Mapping(entries) => entries
            .iter()
            .map(|entry| {
                let key = serde_yaml::Value::String(entry.key.text.clone());
                (key, plain(&entry.value))
            })
            .collect::<serde_yaml::Mapping>()
            .into(),
    }
}
