//! The properties of a note: its front matter.

use super::markdown::label;
use crate::export::View;
use crate::graph::{NodeRef, Value, ValueRef};
use crate::model::yaml::Yaml;

/// Keys with a place of their own.
const OWN: [&str; 7] = [
    "id",
    "name",
    "aliases",
    "description",
    "sources",
    "status",
    "date",
];

/// The properties of a note. `link` gives the link to an article.
pub(super) fn matter<'d>(
    view: &View<'d>,
    node: NodeRef<'d>,
    link: impl Fn(&str) -> Option<String>,
) -> Yaml {
    let mut entries: Vec<(String, Yaml)> = Vec::new();
    let mut add = |key: &str, value: Yaml| entries.push((key.to_owned(), value));
    add("id", Yaml::text(view.key(node).text()));
    let labels: Vec<_> = node.labels().collect();
    let type_name = view.dossier.registry.type_of_labels(&labels);
    if let Some(name) = type_name.or_else(|| labels.last().copied()) {
        add("type", Yaml::text(name));
    }
    // Obsidian finds a note by its aliases; the display name is the first.
    let mut aliases: Vec<&str> = Vec::new();
    let names = std::iter::once(view.name(node))
        .chain(node.text("name"))
        .chain(node.texts("aliases"));
    for name in names.filter(|name| !name.is_empty()) {
        if !aliases.contains(&name) {
            aliases.push(name);
        }
    }
    add("aliases", Yaml::texts(aliases));
    if let Some(date) = node.text("date") {
        add("date", Yaml::text(date));
    }
    if let Some(status) = node.text("status") {
        add("status", Yaml::text(status));
    }
    let sources = node
        .texts("sources")
        .map(|id| link(id).unwrap_or_else(|| label(id)));
    add("sources", Yaml::texts(sources));
    let tags = labels.iter().copied().chain(node.text("status"));
    add("tags", Yaml::texts(tags.filter_map(tag)));
    for (key, value) in node.properties() {
        let text = value.as_text();
        let shown = match key {
            "id" => text == Some(&view.key(node).text()),
            "aliases" | "sources" => value.as_list().is_some(),
            _ => OWN.contains(&key) && text.is_some(),
        };
        if shown {
            continue;
        }
        let mut key = key.to_owned();
        while entries.iter().any(|(other, _)| *other == key) {
            key.push_str(" (property)");
        }
        entries.push((key, of_value(value)));
    }
    Yaml::Map(entries)
}

/// A tag: letters, digits and hyphens, of which one is no digit.
fn tag(text: &str) -> Option<String> {
    let kept = |c: char| {
        if c.is_alphanumeric() || c == '_' {
            c
        } else {
            '-'
        }
    };
    let tag: String = text.chars().map(kept).collect();
    tag.contains(char::is_alphabetic).then_some(tag)
}

fn of_value(value: ValueRef<'_>) -> Yaml {
    match value {
        ValueRef::Bool(bool) => Yaml::Plain(bool.to_string()),
        ValueRef::Int(int) => Yaml::Plain(int.to_string()),
        ValueRef::List(items) => {
            let items = items.iter().map(|item| of_value(item.into()));
            Yaml::List(items.collect())
        }
        other => Yaml::text(other.printed().unwrap_or_default()),
    }
}

/// A value of any shape in words.
pub(super) fn printed(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::List(items) => {
            let items = items.iter().filter_map(Value::printed);
            items.collect::<Vec<_>>().join(", ")
        }
        scalar => scalar.printed().unwrap_or_default(),
    }
}
