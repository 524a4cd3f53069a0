//! Entries: the keys that each section knows, and the statements that all other keys make.

use super::shape::Shape;
use super::{Entry, Link, Section, Statement, Text};
use crate::ingest::yaml::{self, Key, Node, Value};
use crate::model::registry::attribute_name_fault;

/// Keys of every entry with an id of its own.
const DESCRIPTIVE: [&str; 4] = ["name", "aliases", "description", "wikidata"];

/// The keys that a section knows beside attributes.
fn known(section: Section, background: bool) -> Vec<&'static str> {
    let mut keys: Vec<&str> = match section {
        Section::Actors => vec!["type", "unnamed", "represents", "member_of", "part_of"],
        Section::Places => vec!["type", "part_of"],
        Section::Events => vec![
            "type", "phase", "by", "date", "place", "part_of", "who", "led_to", "why",
        ],
        Section::Agreements => vec!["type", "phase", "by", "date", "part_of", "who", "why"],
        Section::Claims => vec![
            "id",
            "by",
            "says",
            "stance",
            "medium",
            "about",
            "denies",
            "during",
            "date",
            "why",
            "description",
            "aliases",
        ],
        Section::Relations => vec!["type", "from", "to", "by", "why"],
    };
    if !matches!(section, Section::Claims | Section::Relations) {
        keys.extend(DESCRIPTIVE);
    }
    if !background {
        keys.push("quote");
    }
    keys.push("allow");
    keys
}

/// Whether other keys of the section are attributes, which the compiler judges.
fn has_attributes(section: Section) -> bool {
    !matches!(section, Section::Actors | Section::Places)
}

/// Reads a section: a mapping from ids to entries, or a list of claims or relations.
pub(super) fn section(
    shape: &mut Shape,
    section: Section,
    node: &Node,
    background: bool,
) -> Vec<Entry> {
    let by_id = !matches!(section, Section::Claims | Section::Relations);
    match &node.value {
        Value::Null => Vec::new(),
        Value::Mapping(entries) if by_id => entries
            .iter()
            .enumerate()
            .filter_map(|(at, item)| {
                let id = Text {
                    text: item.key.text.clone(),
                    span: item.key.span.clone(),
                };
                let head = item.key.span.clone();
                read(
                    shape,
                    section,
                    Some(id),
                    head,
                    at + 1,
                    &item.value,
                    background,
                )
            })
            .collect(),
        Value::Sequence(items) if !by_id => items
            .iter()
            .enumerate()
            .filter_map(|(at, item)| {
                if item.value == Value::Null {
                    shape.empty_item(section.entry(), item);
                    return None;
                }
                let first = match &item.value {
                    Value::Mapping(keys) => keys.first().map(|entry| entry.key.span.clone()),
                    _ => None,
                };
                let head = first.unwrap_or_else(|| item.span.clone());
                read(shape, section, None, head, at + 1, item, background)
            })
            .collect(),
        _ => {
            let entry = section.entry();
            let expected = if by_id {
                format!("a mapping from ids to {entry}s")
            } else {
                format!("a list of {entry}s")
            };
            shape.wrong(node, &expected);
            Vec::new()
        }
    }
}

fn read(
    shape: &mut Shape,
    section: Section,
    id: Option<Text>,
    head: std::ops::Range<usize>,
    position: usize,
    node: &Node,
    background: bool,
) -> Option<Entry> {
    let keys: &[yaml::Entry] = match &node.value {
        Value::Mapping(keys) => keys,
        Value::Null => &[],
        _ => {
            shape.wrong(node, &format!("a mapping: what the {} is", section.entry()));
            return None;
        }
    };
    let mut entry = Entry {
        section,
        id,
        position,
        head,
        kind: None,
        names: Vec::new(),
        aliases: Vec::new(),
        descriptions: Vec::new(),
        wikidata: None,
        unnamed: false,
        phase: None,
        stance: None,
        medium: None,
        from: None,
        to: None,
        by: Vec::new(),
        about: Vec::new(),
        denies: Vec::new(),
        during: Vec::new(),
        quotes: Vec::new(),
        why: None,
        allow: Vec::new(),
        statements: Vec::new(),
        links: Vec::new(),
    };
    let known = known(section, background);
    for yaml::Entry { key, value } in keys {
        if known.contains(&key.text.as_str()) {
            known_key(shape, &mut entry, key, value);
        } else if has_attributes(section) && !misspelt(key, section, &known) {
            let others = keys.iter().map(|other| other.key.text.as_str());
            let fault = match section {
                Section::Claims => attribute_name_fault(&key.text, others),
                _ => None,
            };
            match fault {
                Some(fault) => shape.fault(key, fault),
                None => entry
                    .statements
                    .extend(statements(shape, key, &key.text, value)),
            }
        } else {
            let place = match section {
                Section::Actors => "an actor",
                Section::Places => "a place",
                Section::Events => "an event",
                Section::Agreements => "an agreement",
                Section::Claims => "a claim",
                Section::Relations => "a relation",
            };
            let help = (key.text == "quote").then_some(
                "background needs no quotes: what an article says stands in its own file",
            );
            shape.unknown_key(key, place, &known, help);
        }
    }
    let has = |key: &str| node.get(key).is_some();
    let what = match (&entry.id, section) {
        (Some(id), _) => format!("`{}`", id.text),
        (None, Section::Claims) => "this claim".to_owned(),
        (None, _) => "this relation".to_owned(),
    };
    let required: &[(&str, &str)] = match section {
        Section::Actors | Section::Places => &[],
        Section::Events | Section::Agreements => &[(
            "quote",
            "every entry needs the words of the article that say so",
        )],
        Section::Claims => &[
            (
                "by",
                "name who says so; `author` for the writer’s own judgement",
            ),
            ("says", "say in your own words what is claimed"),
            (
                "quote",
                "every claim needs the words of the article that report it",
            ),
        ],
        Section::Relations => &[
            ("type", "name the relation, `type: supports`"),
            ("from", "name where the relation starts"),
            ("to", "name where the relation ends"),
            (
                "quote",
                "every relation needs the words of the article that say so",
            ),
        ],
    };
    for (key, help) in required {
        if !has(key) {
            shape.missing(entry.head.clone(), &what, key, help);
        }
    }
    Some(entry)
}

/// Whether a key of a claim is a known one misspelt rather than an attribute: claims take any
/// attribute, so a slip of the pen would pass unseen.
fn misspelt(key: &Key, section: Section, known: &[&str]) -> bool {
    section == Section::Claims
        && known
            .iter()
            .any(|known| known.len() > 3 && strsim::osa_distance(known, &key.text) == 1)
}

fn known_key(shape: &mut Shape, entry: &mut Entry, key: &Key, value: &Node) {
    match key.text.as_str() {
        "id" => entry.id = shape.text(key, value),
        "type" => entry.kind = shape.text(key, value),
        "name" | "says" => entry.names = shape.named(key, value),
        "aliases" => entry.aliases = shape.texts(key, value),
        "description" => entry.descriptions = shape.named(key, value),
        "wikidata" => entry.wikidata = shape.text(key, value),
        "unnamed" => entry.unnamed = shape.flag(key, value),
        "phase" => entry.phase = shape.text(key, value),
        "stance" => entry.stance = shape.text(key, value),
        "medium" => entry.medium = shape.text(key, value),
        "from" => entry.from = shape.text(key, value),
        "to" => entry.to = shape.text(key, value),
        "by" => {
            entry.by = shape.texts(key, value);
            if matches!(&value.value, Value::Sequence(items) if items.is_empty()) {
                shape.empty(key);
            }
        }
        "about" => entry.about = shape.texts(key, value),
        "denies" => entry.denies = shape.texts(key, value),
        "during" => entry.during = shape.texts(key, value),
        "quote" => entry.quotes = shape.quotes(key, value),
        "why" => entry.why = shape.text(key, value).map(|text| text.text),
        "allow" => entry.allow = shape.texts(key, value),
        "represents" => entry.links.extend(links(shape, "represents", key, value)),
        "member_of" => entry.links.extend(links(shape, "member-of", key, value)),
        "who" => who(shape, entry, key, value),
        _ => entry
            .statements
            .extend(statements(shape, key, &key.text, value)),
    }
}

/// `who: [a, b]`, or roles with their actors.
fn who(shape: &mut Shape, entry: &mut Entry, key: &Key, value: &Node) {
    let default = match entry.section {
        Section::Agreements => "party",
        _ => "participant",
    };
    match &value.value {
        Value::Mapping(roles) if value.get("is").is_none() => {
            for role in roles {
                let field = format!("who.{}", role.key.text);
                let statements = statements(shape, &role.key, &field, &role.value);
                entry.statements.extend(statements);
            }
        }
        _ => {
            let field = format!("who.{default}");
            entry
                .statements
                .extend(statements(shape, key, &field, value));
        }
    }
}

/// The statements of a field: `v`, `{is: v, …}`, or a list of them.
fn statements(shape: &mut Shape, key: &Key, field: &str, node: &Node) -> Vec<Statement> {
    match &node.value {
        Value::Sequence(items) => items
            .iter()
            .flat_map(|item| match &item.value {
                Value::Sequence(_) => {
                    shape.wrong(item, "a value or `{is: value}`");
                    Vec::new()
                }
                _ => statements(shape, key, field, item),
            })
            .collect(),
        Value::Mapping(_) if node.get("is").is_some() => qualified(shape, key, field, node),
        Value::Mapping(stages) if field == "led_to" => stages
            .iter()
            .flat_map(|entry| {
                let target = Text {
                    text: entry.key.text.clone(),
                    span: entry.key.span.clone(),
                };
                // The stage is a value of its own: it may bring its quote.
                statements(shape, &entry.key, field, &entry.value)
                    .into_iter()
                    .map(move |stage| Statement {
                        field_span: key.span.clone(),
                        stage: Some(stage.value),
                        value: target.clone(),
                        ..stage
                    })
            })
            .collect(),
        Value::Mapping(_) => {
            let help = "write `{is: value, quote: …}`";
            shape.missing(
                node.span.clone(),
                &format!("this value of `{field}`"),
                "is",
                help,
            );
            Vec::new()
        }
        _ => shape
            .text(key, node)
            .map(|value| statement(key, field, value))
            .into_iter()
            .collect(),
    }
}

fn statement(key: &Key, field: &str, value: Text) -> Statement {
    Statement {
        field: field.to_owned(),
        field_span: key.span.clone(),
        value,
        stage: None,
        quotes: Vec::new(),
        by: Vec::new(),
        why: None,
    }
}

/// `{is: v, quote:, by:, why:}`; `is` may be a list.
fn qualified(shape: &mut Shape, key: &Key, field: &str, node: &Node) -> Vec<Statement> {
    let Value::Mapping(entries) = &node.value else {
        return Vec::new();
    };
    let mut values = Vec::new();
    let (mut quotes, mut by, mut why) = (Vec::new(), Vec::new(), None);
    for entry in entries {
        match entry.key.text.as_str() {
            "is" => values = statements(shape, &entry.key, field, &entry.value),
            "quote" => quotes = shape.quotes(&entry.key, &entry.value),
            "by" => by = shape.texts(&entry.key, &entry.value),
            "why" => why = shape.text(&entry.key, &entry.value).map(|text| text.text),
            _ => shape.unknown_key(&entry.key, "a value", &["is", "quote", "by", "why"], None),
        }
    }
    for statement in &mut values {
        statement.field_span = key.span.clone();
        if statement.quotes.is_empty() {
            statement.quotes.clone_from(&quotes);
        }
        if statement.by.is_empty() {
            statement.by.clone_from(&by);
        }
        if statement.why.is_none() {
            statement.why.clone_from(&why);
        }
    }
    values
}

/// `represents` and `member_of`: `id`, `{of: id, office:, since: …}`, or a list of them.
fn links(shape: &mut Shape, relation: &'static str, key: &Key, node: &Node) -> Vec<Link> {
    match &node.value {
        Value::Sequence(items) => items
            .iter()
            .flat_map(|item| match &item.value {
                Value::Sequence(_) => {
                    shape.wrong(item, "an id or `{of: id}`");
                    Vec::new()
                }
                _ => links(shape, relation, key, item),
            })
            .collect(),
        Value::Mapping(entries) => {
            let mut of = None;
            let mut attributes = Vec::new();
            for entry in entries {
                if entry.key.text == "of" {
                    of = shape.text(&entry.key, &entry.value);
                } else {
                    attributes.extend(statements(shape, &entry.key, &entry.key.text, &entry.value));
                }
            }
            if node.get("of").is_none() {
                let what = format!("this `{}`", key.text);
                shape.missing(node.span.clone(), &what, "of", "name whom: `{of: belarus}`");
            }
            of.map(|of| Link {
                relation,
                of,
                statements: attributes,
            })
            .into_iter()
            .collect()
        }
        _ => shape
            .text(key, node)
            .map(|of| Link {
                relation,
                of,
                statements: Vec::new(),
            })
            .into_iter()
            .collect(),
    }
}
