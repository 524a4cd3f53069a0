//! What is wrong with a mapping whatever its table holds: types, roles, relations, ids.

use crate::compile::field::one_of;
use crate::compile::input::Input;
use crate::compile::symbols::{NodeKind, Symbols};
use crate::diag::{Finding, Span};
use crate::ingest::annotation::{Section, Text};
use crate::ingest::table::mapping::{Cell, Mapping, Thing};
use crate::model::registry::{Kind, Registry, attribute_name_fault};

use super::plan::root;
use super::values;

/// Roles that events of any type may have in tables: who acts, and who is acted upon.
const ENDS: [&str; 2] = ["source", "target"];

/// Reports everything that is wrong with a mapping.
pub(super) fn check(
    mapping: &Mapping,
    input: &Input,
    symbols: &Symbols,
    findings: &mut Vec<Finding>,
) {
    let mut checker = Checker {
        mapping,
        input,
        findings,
    };
    for thing in &mapping.things {
        checker.thing(thing);
    }
    for relation in &mapping.relations {
        checker.relation_type(&relation.kind);
        checker.reference(&relation.from);
        checker.reference(&relation.to);
    }
    for (_, id) in &mapping.same_as {
        let Some(id) = id else { continue };
        let known = symbols
            .get(&id.text)
            .is_some_and(|thing| matches!(thing.kind, NodeKind::Actor | NodeKind::Place));
        if !known {
            let help = symbols
                .meant(&id.text, &[NodeKind::Actor, NodeKind::Place])
                .map(|near| format!("did you mean `{near}`?"));
            checker.report(
                "unknown-id",
                id,
                format!("there is no actor or place `{}`", id.text),
                help,
            );
        }
    }
}

struct Checker<'c> {
    mapping: &'c Mapping,
    input: &'c Input,
    findings: &'c mut Vec<Finding>,
}

impl Checker<'_> {
    fn report(&mut self, code: &'static str, at: &Text, message: String, help: Option<String>) {
        let span = Span::new(self.mapping.source, at.span.clone());
        let finding = Finding::error(code, span, message);
        self.findings.push(match help {
            Some(help) => finding.help(help),
            None => finding,
        });
    }

    fn registry(&self) -> &Registry {
        &self.input.registry
    }

    fn thing(&mut self, thing: &Thing) {
        self.label(thing);
        let types = types(thing);
        for part in &thing.who {
            self.reference(&part.actor);
            for role in part.role.iter().flat_map(words) {
                self.role(thing, &types, role);
            }
        }
        if let Some(place) = &thing.place {
            self.reference(place);
        }
        self.scope(thing);
        let keys: Vec<&str> = thing
            .attributes
            .iter()
            .map(|(key, _)| key.text.as_str())
            .collect();
        for (key, _) in &thing.attributes {
            let known = types
                .iter()
                .any(|name| self.registry().attribute(name, &key.text).is_some());
            let fault = attribute_name_fault(&key.text, keys.iter().copied())
                .filter(|_| !known && key.text != "description");
            if let Some(fault) = fault {
                self.report("unknown-key", key, fault, None);
            }
        }
    }

    /// An actor or place that rows refer to.
    fn reference(&mut self, thing: &Thing) {
        self.label(thing);
        self.scope(thing);
    }

    /// Types that are written in the mapping; those of the table are judged row by row.
    fn label(&mut self, thing: &Thing) {
        let kinds: &[Kind] = &[root(thing.section)];
        for word in thing.label.iter().flat_map(words) {
            if self.input.faulty_types.contains(&word.text) {
                continue;
            }
            if let Err(fault) = values::type_of(&word.text, kinds, self.registry()) {
                self.report("unknown-type", word, fault.reason, fault.help);
            }
        }
    }

    fn role(&mut self, thing: &Thing, types: &[&str], role: &Text) {
        let registry = self.registry();
        let event = thing.section == Section::Events && ENDS.contains(&role.text.as_str());
        if event
            || types
                .iter()
                .any(|name| registry.role(name, &role.text).is_some())
        {
            return;
        }
        let mut known: Vec<&str> = types.iter().flat_map(|name| registry.roles(name)).collect();
        if thing.section == Section::Events {
            known.extend(ENDS);
        }
        known.sort_unstable();
        known.dedup();
        let help = one_of(&role.text, &known);
        let message = format!(
            "an {} of this table has no role `{}`",
            thing.section.entry(),
            role.text
        );
        self.report("unknown-role", role, message, Some(help));
    }

    fn relation_type(&mut self, kind: &Cell) {
        for word in words(kind) {
            if self.registry().relation(&word.text).is_none() {
                let known: Vec<&str> = self.registry().relations().collect();
                let help = one_of(&word.text, &known);
                self.report(
                    "unknown-relation",
                    word,
                    format!("`{}` is not a relation", word.text),
                    Some(help),
                );
            }
        }
    }

    /// `of` names a table.
    fn scope(&mut self, thing: &Thing) {
        let Some(of) = &thing.of else { return };
        let scopes: Vec<&str> = self
            .input
            .tables
            .iter()
            .map(|unit| unit.scope.as_str())
            .collect();
        // A table that could not be read has been reported.
        if scopes.contains(&of.text.as_str()) || scopes.len() < self.input.mappings.len() {
            return;
        }
        let help = one_of(&of.text, &scopes);
        self.report(
            "unknown-id",
            of,
            format!("there is no table `{}`", of.text),
            Some(help),
        );
    }
}

/// The words of a value that are written in the mapping.
fn words(cell: &Cell) -> impl Iterator<Item = &Text> {
    let mapped = cell.map.iter().flatten().filter_map(|(_, to)| to.as_ref());
    cell.constant.iter().chain(&cell.default).chain(mapped)
}

/// The types that a thing may have, as far as the mapping says.
fn types(thing: &Thing) -> Vec<&str> {
    let types: Vec<&str> = thing
        .label
        .iter()
        .flat_map(words)
        .map(|word| word.text.as_str())
        .collect();
    if types.is_empty() {
        return vec![root(thing.section).root()];
    }
    types
}
