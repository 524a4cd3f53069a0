//! `dossier.yaml` and `types.yaml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diag::{Finding, SourceId, Span};
use crate::ingest::yaml::{Entry, Key, Node, Value};
use crate::model::registry::{
    AttributeKind, Registry, RelationDef, RoleMode, TypeDef, pascal_case,
};
use crate::text::nearest;

/// What `dossier.yaml` says.
#[derive(Debug, Clone, Default)]
pub(super) struct Settings {
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) languages: Vec<String>,
    /// Folders or globs of articles, each with its place.
    pub(super) articles: Vec<(String, Span)>,
}

/// Property names that the graph itself gives; an attribute of one's own must have another.
const RESERVED: [&str; 24] = [
    "id",
    "name",
    "aliases",
    "description",
    "wikidata",
    "status",
    "disputed_fields",
    "sources",
    "type",
    "phase",
    "by",
    "date",
    "earliest",
    "latest",
    "place",
    "part_of",
    "who",
    "led_to",
    "why",
    "quote",
    "allow",
    "currency",
    "claimed_by",
    "entry",
];

/// Reads `dossier.yaml`.
pub(super) fn settings(source: SourceId, tree: &Node, findings: &mut Vec<Finding>) -> Settings {
    let mut settings = Settings::default();
    let keys = mapping(
        source,
        tree,
        "a mapping with `title`, `languages` …",
        findings,
    );
    for Entry { key, value } in keys {
        let mut text = || scalar(source, key, value, findings);
        match key.text.as_str() {
            "title" => settings.title = text(),
            "description" => settings.description = text(),
            "languages" | "articles" => {
                let items: Vec<_> = match &value.value {
                    Value::Sequence(items) => items.iter().collect(),
                    _ => vec![value],
                };
                for item in items {
                    let Some(text) = scalar(source, key, item, findings) else {
                        continue;
                    };
                    if key.text == "languages" {
                        settings.languages.push(text);
                    } else {
                        let at = Span::new(source, item.span.clone());
                        settings.articles.push((text, at));
                    }
                }
            }
            _ => {
                let known = ["title", "description", "languages", "articles"];
                findings.push(unknown(source, key, "dossier.yaml", &known));
            }
        }
    }
    settings
}

fn unknown(source: SourceId, key: &Key, place: &str, known: &[&str]) -> Finding {
    let help = nearest(&key.text, known.iter().copied()).map_or_else(
        || format!("known here: {}", known.join(", ")),
        |near| format!("did you mean `{near}`?"),
    );
    let span = Span::new(source, key.span.clone());
    let message = format!("`{}` is not a key of {place}", key.text);
    Finding::error("unknown-key", span, message).help(help)
}

fn mapping<'n>(
    source: SourceId,
    node: &'n Node,
    expected: &str,
    findings: &mut Vec<Finding>,
) -> &'n [Entry] {
    match &node.value {
        Value::Mapping(entries) => return entries,
        Value::Null => {}
        _ => findings.push(Finding::error(
            "wrong-shape",
            Span::new(source, node.span.clone()),
            format!("found {}, expected {expected}", node.shape()),
        )),
    }
    &[]
}

fn scalar(source: SourceId, key: &Key, node: &Node, findings: &mut Vec<Finding>) -> Option<String> {
    match &node.value {
        Value::Scalar(text) if !text.trim().is_empty() => return Some(text.trim().to_owned()),
        Value::Null | Value::Scalar(_) => findings.push(Finding::error(
            "empty-value",
            Span::new(source, key.span.clone()),
            format!("`{}` has no value", key.text),
        )),
        _ => findings.push(Finding::error(
            "wrong-shape",
            Span::new(source, node.span.clone()),
            format!("found {}, expected a text", node.shape()),
        )),
    }
    None
}

/// A type as `types.yaml` writes it: roles may be a list, which makes them equal.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
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
#[serde(
    untagged,
    expecting = "roles are a list, or a mapping to active, passive, equal or observing"
)]
enum Roles {
    Equal(Vec<String>),
    Modes(BTreeMap<String, RoleMode>),
}

impl Default for Roles {
    fn default() -> Self {
        Self::Equal(Vec::new())
    }
}

/// Reads `types.yaml` into the registry.
pub(super) fn types(
    source: SourceId,
    tree: &Node,
    registry: &mut Registry,
    findings: &mut Vec<Finding>,
) {
    let mut relations = Vec::new();
    let keys = mapping(
        source,
        tree,
        "a mapping with `types` and `relations`",
        findings,
    );
    for Entry { key, value } in keys {
        match key.text.as_str() {
            "types" => {
                let written = mapping(source, value, "a mapping from names to types", findings);
                add_types(source, written, registry, findings);
            }
            "relations" => {
                relations = mapping(source, value, "a mapping from names to relations", findings)
                    .iter()
                    .collect();
            }
            _ => findings.push(unknown(source, key, "types.yaml", &["types", "relations"])),
        }
    }
    for entry in relations {
        if let Err(message) = add_relation(entry, registry) {
            findings.push(bad_type(source, &entry.key, message));
        }
    }
}

fn bad_type(source: SourceId, key: &Key, message: String) -> Finding {
    Finding::error("bad-type", Span::new(source, key.span.clone()), message)
}

fn add_types(
    source: SourceId,
    written: &[Entry],
    registry: &mut Registry,
    findings: &mut Vec<Finding>,
) {
    let mut waiting = Vec::new();
    for entry in written {
        match read_type(entry) {
            Ok(def) => waiting.push((&entry.key, def)),
            Err(message) => findings.push(bad_type(source, &entry.key, message)),
        }
    }
    // A parent may stand after its child.
    loop {
        let before = waiting.len();
        waiting.retain(|(key, def)| {
            let parent = def.parent.as_deref().unwrap_or_default();
            let ready = registry.get(parent).is_some() || registry.get(&key.text).is_some();
            if ready && let Err(error) = registry.add_type(&key.text, def.clone()) {
                findings.push(bad_type(source, key, error.to_string()));
            }
            !ready
        });
        if waiting.len() == before {
            break;
        }
    }
    for (key, def) in waiting {
        let parent = def.parent.unwrap_or_default();
        let message = if parent.is_empty() {
            format!("the type `{}` has no `parent`", key.text)
        } else {
            format!("the parent `{parent}` of `{}` is not a type", key.text)
        };
        let near = nearest(&parent, registry.types());
        let help = near.map_or_else(
            || "a type refines another: `parent: event`, or any type below it".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        findings.push(bad_type(source, key, message).help(help));
    }
}

fn read_type(entry: &Entry) -> Result<TypeDef, String> {
    let name = entry.key.text.as_str();
    kebab_case(name)?;
    let written: WrittenType = serde_yaml::from_value(plain(&entry.value))
        .map_err(|e| format!("the type `{name}`: {e}"))?;
    let roles: BTreeMap<_, _> = match written.roles {
        Roles::Equal(names) => names.into_iter().map(|n| (n, RoleMode::Equal)).collect(),
        Roles::Modes(modes) => modes,
    };
    for role in roles.keys() {
        snake_case(role)?;
    }
    for attribute in written.attributes.keys() {
        snake_case(attribute)?;
    }
    Ok(TypeDef {
        parent: written.parent,
        also: None,
        roles,
        attributes: written.attributes,
        rdf: written.rdf,
        cameo: written.cameo,
        ftm: written.ftm,
    })
}

fn add_relation(entry: &Entry, registry: &mut Registry) -> Result<(), String> {
    let name = entry.key.text.as_str();
    kebab_case(name)?;
    let def: RelationDef = serde_yaml::from_value(plain(&entry.value))
        .map_err(|e| format!("the relation `{name}`: {e}"))?;
    let labels: Vec<String> = registry
        .types()
        .map(pascal_case)
        .chain(["Article".to_owned(), "Claim".to_owned()])
        .collect();
    for label in def.from.iter().chain(&def.to) {
        if !labels.contains(label) {
            let near = nearest(label, labels.iter().map(String::as_str));
            let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            return Err(format!("`{label}` is not a label{near}"));
        }
    }
    for attribute in def.attributes.keys() {
        snake_case(attribute)?;
    }
    if registry.add_relation(name, def) {
        Ok(())
    } else {
        Err(format!("the relation `{name}` is defined already"))
    }
}

fn kebab_case(name: &str) -> Result<(), String> {
    if super::symbols::is_kebab_case(name) {
        Ok(())
    } else {
        Err(format!("`{name}` is not kebab-case, `naval-exercise`"))
    }
}

fn snake_case(name: &str) -> Result<(), String> {
    let parts = name.split('_').all(|part| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    });
    if RESERVED.contains(&name) {
        Err(format!(
            "`{name}` has a meaning of its own and cannot be a role or attribute"
        ))
    } else if parts {
        Ok(())
    } else {
        Err(format!("`{name}` is not snake_case, `import_share`"))
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
