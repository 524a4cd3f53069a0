//! Actors, places, events, agreements and relations of a row.

use super::{Part, Reader, Relation, Thing};
use crate::ingest::annotation::{Section, Text};
use crate::ingest::yaml::{Entry, Key, Node, Value};

/// The keys of a thing in a section.
fn known(section: Section) -> Vec<&'static str> {
    let mut keys = vec![
        "label",
        "id",
        "key",
        "name",
        "aliases",
        "attributes",
        "where",
    ];
    match section {
        Section::Events => keys.extend(["type", "date", "who", "place"]),
        Section::Agreements => keys.extend(["type", "date", "who"]),
        _ => keys.extend(["type", "of"]),
    }
    keys
}

impl Reader {
    /// A section: a mapping, or a list of them.
    pub(super) fn things(&mut self, section: Section, node: &Node) -> Vec<Thing> {
        self.items(section, node)
            .into_iter()
            .map(|item| self.thing(section, item))
            .collect()
    }

    /// The mappings of a section.
    fn items<'n>(&mut self, section: Section, node: &'n Node) -> Vec<&'n Node> {
        let items = match &node.value {
            Value::Sequence(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let (mappings, others): (Vec<_>, Vec<_>) = items
            .iter()
            .partition(|item| matches!(item.value, Value::Mapping(_)));
        for other in others {
            let expected = format!("a mapping: what of the row makes the {}", section.entry());
            self.shape.wrong(other, &expected);
        }
        mappings
    }

    fn thing(&mut self, section: Section, node: &Node) -> Thing {
        let mut thing = empty(section, node);
        let entries: &[Entry] = match &node.value {
            Value::Mapping(entries) => entries,
            _ => &[],
        };
        let known = known(section);
        for Entry { key, value } in entries {
            match key.text.as_str() {
                other if !known.contains(&other) => {
                    let place = format!("{} of a table", article(section));
                    let help = "other values are `attributes:`";
                    self.shape.unknown_key(key, &place, &known, Some(help));
                }
                "label" => thing.label = self.label(key, value),
                "id" => thing.id = self.id(key, value),
                "key" => thing.key = self.shape.texts(key, value),
                "of" => thing.of = self.shape.text(key, value),
                "name" => thing.name = self.cell(key, value),
                "aliases" => thing.aliases = self.cell(key, value),
                "type" => thing.kind = self.cell(key, value),
                "date" => thing.date = self.cell(key, value),
                "who" => thing.who = self.who(key, value),
                "place" => thing.place = self.reference(Section::Places, key, value).map(Box::new),
                "attributes" => thing.attributes = self.attributes(value),
                "where" => thing.filters = self.filters(value),
                _ => {}
            }
        }
        let named = thing.name.is_some() || thing.id.is_some() || !thing.key.is_empty();
        if matches!(section, Section::Actors | Section::Places) && !named && !entries.is_empty() {
            let what = format!("this {}", section.entry());
            self.shape.missing(
                node.span.clone(),
                &what,
                "name",
                "say which column names it",
            );
        }
        thing
    }

    /// A type is written as it is; a column needs `{column: …}`.
    fn label(&mut self, key: &Key, node: &Node) -> Option<super::Cell> {
        let mut cell = self.cell(key, node)?;
        if node.as_scalar().is_some() {
            cell.constant = cell.columns.pop();
        }
        Some(cell)
    }

    /// An actor or place that a row refers to: the column of its name, or a mapping.
    fn reference(&mut self, section: Section, key: &Key, node: &Node) -> Option<Thing> {
        match &node.value {
            Value::Mapping(_) if !is_cell(node) => Some(self.thing(section, node)),
            _ => {
                let name = self.cell(key, node)?;
                Some(Thing {
                    name: Some(name),
                    ..empty(section, node)
                })
            }
        }
    }

    /// `{role: who}`, `[{role:, …}]`, or a column of participants.
    fn who(&mut self, key: &Key, node: &Node) -> Vec<Part> {
        match &node.value {
            Value::Mapping(roles) => roles
                .iter()
                .filter_map(|role| {
                    let actor = self.reference(Section::Actors, &role.key, &role.value)?;
                    let constant = Text {
                        text: role.key.text.clone(),
                        span: role.key.span.clone(),
                    };
                    let role = super::Cell::constant(constant);
                    Some(Part {
                        role: Some(role),
                        actor,
                    })
                })
                .collect(),
            Value::Sequence(items) => items
                .iter()
                .filter_map(|item| self.part(key, item))
                .collect(),
            _ => {
                let actor = self.reference(Section::Actors, key, node);
                actor
                    .map(|actor| Part { role: None, actor })
                    .into_iter()
                    .collect()
            }
        }
    }

    /// An item of a list: a column of participants, or an actor with `role`.
    fn part(&mut self, key: &Key, node: &Node) -> Option<Part> {
        let Value::Mapping(entries) = &node.value else {
            let actor = self.reference(Section::Actors, key, node)?;
            return Some(Part { role: None, actor });
        };
        let (roles, others): (Vec<_>, Vec<_>) = entries
            .iter()
            .cloned()
            .partition(|entry| entry.key.text == "role");
        let role = roles
            .first()
            .and_then(|role| self.label(&role.key, &role.value));
        let rest = Node {
            span: node.span.clone(),
            value: Value::Mapping(others),
        };
        let actor = self.reference(Section::Actors, key, &rest)?;
        Some(Part { role, actor })
    }

    fn attributes(&mut self, node: &Node) -> Vec<(Text, super::Cell)> {
        let Value::Mapping(entries) = &node.value else {
            self.shape
                .wrong(node, "a mapping from attributes to columns");
            return Vec::new();
        };
        let mut attributes = Vec::new();
        for Entry { key, value } in entries {
            let name = Text {
                text: key.text.clone(),
                span: key.span.clone(),
            };
            attributes.extend(self.cell(key, value).map(|cell| (name, cell)));
        }
        attributes
    }

    /// Relations: a mapping, or a list of them.
    pub(super) fn relations(&mut self, node: &Node) -> Vec<Relation> {
        let items = self.items(Section::Relations, node);
        items
            .into_iter()
            .filter_map(|item| self.relation(item))
            .collect()
    }

    fn relation(&mut self, node: &Node) -> Option<Relation> {
        let Value::Mapping(entries) = &node.value else {
            return None;
        };
        let (mut kind, mut from, mut to) = (None, None, None);
        let (mut attributes, mut filters) = (Vec::new(), Vec::new());
        let known = ["type", "from", "to", "attributes", "where"];
        for Entry { key, value } in entries {
            match key.text.as_str() {
                "type" => kind = self.label(key, value),
                "from" => from = self.reference(Section::Actors, key, value),
                "to" => to = self.reference(Section::Actors, key, value),
                "attributes" => attributes = self.attributes(value),
                "where" => filters = self.filters(value),
                _ => self.shape.unknown_key(
                    key,
                    "a relation of a table",
                    &known,
                    Some("other values are `attributes:`"),
                ),
            }
        }
        for (key, help) in [
            ("type", "name the relation, `type: owns`"),
            ("from", "name the column of where it starts"),
            ("to", "name the column of where it ends"),
        ] {
            if node.get(key).is_none() {
                self.shape
                    .missing(node.span.clone(), "this relation", key, help);
            }
        }
        Some(Relation {
            span: node.span.clone(),
            kind: kind?,
            from: from?,
            to: to?,
            attributes,
            filters,
        })
    }
}

/// Whether a mapping is a value and no thing.
fn is_cell(node: &Node) -> bool {
    ["column", "columns", "is"]
        .iter()
        .any(|key| node.get(key).is_some())
}

fn empty(section: Section, node: &Node) -> Thing {
    Thing {
        section,
        span: node.span.clone(),
        label: None,
        id: None,
        key: Vec::new(),
        of: None,
        name: None,
        aliases: None,
        kind: None,
        date: None,
        who: Vec::new(),
        place: None,
        attributes: Vec::new(),
        filters: Vec::new(),
    }
}

fn article(section: Section) -> &'static str {
    match section {
        Section::Actors => "an actor",
        Section::Places => "a place",
        Section::Agreements => "an agreement",
        _ => "an event",
    }
}
