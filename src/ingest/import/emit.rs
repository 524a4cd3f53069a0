//! The entries as files of a dossier.

use std::fmt::Write as _;

use super::Import;
use super::ids::kebab;
use super::kinds::Role;
use super::stubs::{Draft, Relation, Stub};
use crate::model::registry::{Kind, RoleMode};
use crate::model::yaml::Yaml;

/// Figures in a record are right by their nature: no quote of its beginning can hold them.
const ALLOWED: &str = "value-not-in-quote";

fn entry(key: &str, value: Yaml) -> (String, Yaml) {
    (key.to_owned(), value)
}

/// One id, or a list of them.
fn ids(ids: &[String]) -> Yaml {
    match ids {
        [one] => Yaml::text(one.as_str()),
        many => Yaml::texts(many.iter().map(String::as_str)),
    }
}

pub(super) fn import(name: &str, title: Option<String>, draft: Draft) -> Import {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem = match kebab(stem) {
        stem if stem.is_empty() => "imported".to_owned(),
        stem => stem,
    };
    let title = title.unwrap_or_else(|| format!("Imported from {name}"));
    // The article needs an id that no entry has.
    let mut id = stem;
    while draft.stubs.iter().any(|stub| stub.id == id) {
        id.push_str("-file");
    }
    let settings = Yaml::Map(vec![
        entry("title", Yaml::text(title)),
        entry(
            "description",
            Yaml::text(format!(
                "Stubs that an import made of {name}; import-report.txt lists what it could not map."
            )),
        ),
    ]);
    let mut files = vec![("dossier.yaml".to_owned(), settings.document())];
    if let Some(types) = types(&draft) {
        files.push(("types.yaml".to_owned(), types.document()));
    }
    let (actors, actor_count) = section(&draft, |role| matches!(role, Role::Typed(Kind::Actor, _)));
    let (places, place_count) = section(&draft, |role| matches!(role, Role::Typed(Kind::Place, _)));
    let (events, event_count) = section(&draft, |role| matches!(role, Role::Typed(Kind::Event, _)));
    let (agreements, agreement_count) = section(&draft, |role| {
        matches!(role, Role::Typed(Kind::Agreement, _))
    });
    let claims: Vec<_> = draft
        .stubs
        .iter()
        .filter(|stub| stub.role == Role::Claim)
        .map(claim)
        .collect();
    let relations: Vec<_> = draft.relations.iter().map(relation).collect();
    let counts = vec![
        ("actors", actor_count),
        ("places", place_count),
        ("events", event_count),
        ("agreements", agreement_count),
        ("claims", claims.len()),
        (
            "relations",
            relations.len()
                + draft
                    .stubs
                    .iter()
                    .flat_map(|stub| stub.links.values())
                    .map(Vec::len)
                    .sum::<usize>(),
        ),
    ];
    let background = keys([("actors", actors), ("places", places)]);
    files.push((
        "annotations/actors.yaml".to_owned(),
        Yaml::Map(background).document(),
    ));
    let mut article = vec![
        entry("article", Yaml::text(format!("{id}.txt"))),
        entry("title", Yaml::text(format!("Records of {name}"))),
    ];
    article.extend(keys([
        ("events", events),
        ("agreements", agreements),
        ("claims", Yaml::List(claims)),
        ("relations", Yaml::List(relations)),
    ]));
    files.push((
        format!("annotations/{id}.yaml"),
        Yaml::Map(article).document(),
    ));
    files.push((format!("seeds/{id}.txt"), draft.article.finish()));
    let mut report = format!(
        "What could not be mapped of {name}, by its place: line and column, or the record.\nAll of it stands in seeds/{id}.txt as well, as far as it could be read.\n\n"
    );
    for problem in &draft.problems {
        // Writing into a String cannot fail.
        let _ = writeln!(report, "{}: {}", problem.place, one_line(&problem.message));
    }
    if draft.problems.is_empty() {
        report.push_str("Nothing: everything was mapped.\n");
    }
    files.push(("import-report.txt".to_owned(), report));
    Import {
        files,
        problems: draft.problems,
        counts,
    }
}

/// A text in one line, so that a report has a line a problem.
fn one_line(text: &str) -> String {
    let visible = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().map(visible).collect()
}

/// Sections that hold something.
fn keys<const N: usize>(sections: [(&str, Yaml); N]) -> Vec<(String, Yaml)> {
    let filled = sections.into_iter().filter(|(_, section)| match section {
        Yaml::List(items) => !items.is_empty(),
        Yaml::Map(entries) => !entries.is_empty(),
        _ => true,
    });
    filled.map(|(key, section)| entry(key, section)).collect()
}

fn section(draft: &Draft, wanted: impl Fn(&Role) -> bool) -> (Yaml, usize) {
    let entries: Vec<_> = (draft.stubs.iter())
        .filter(|stub| wanted(&stub.role))
        .map(|stub| (stub.id.clone(), Yaml::Map(thing(stub))))
        .collect();
    let count = entries.len();
    (Yaml::Map(entries), count)
}

fn thing(stub: &Stub) -> Vec<(String, Yaml)> {
    let Role::Typed(kind, type_name) = &stub.role else {
        return Vec::new();
    };
    let mut entries = Vec::new();
    if type_name != kind.root() || *kind != Kind::Place {
        entries.push(entry("type", Yaml::text(type_name.as_str())));
    }
    entries.extend(stub.fields.iter().cloned());
    for (key, ids_of_key) in &stub.refs {
        entries.push(entry(key, ids(ids_of_key)));
    }
    if !stub.who.is_empty() {
        let roles = stub
            .who
            .iter()
            .map(|(role, actors)| (role.clone(), ids(actors)));
        entries.push(entry("who", Yaml::Map(roles.collect())));
    }
    if !stub.led_to.is_empty() {
        entries.push(entry("led_to", Yaml::List(stub.led_to.clone())));
    }
    for (key, links) in &stub.links {
        entries.push(entry(key, Yaml::List(links.clone())));
    }
    if matches!(kind, Kind::Event | Kind::Agreement) {
        entries.push(entry("quote", Yaml::text(stub.quote.as_str())));
        entries.push(entry("allow", Yaml::texts([ALLOWED])));
    }
    entries
}

fn claim(stub: &Stub) -> Yaml {
    let mut entries = vec![entry("id", Yaml::text(stub.id.as_str()))];
    for (key, ids_of_key) in &stub.refs {
        entries.push(entry(key, ids(ids_of_key)));
    }
    entries.extend(stub.fields.iter().cloned());
    entries.push(entry("quote", Yaml::text(stub.quote.as_str())));
    entries.push(entry("allow", Yaml::texts([ALLOWED])));
    Yaml::Map(entries)
}

fn relation(relation: &Relation) -> Yaml {
    let mut entries = vec![
        entry("type", Yaml::text(relation.name.as_str())),
        entry("from", Yaml::text(relation.from.as_str())),
        entry("to", Yaml::text(relation.to.as_str())),
    ];
    entries.extend(relation.fields.iter().cloned());
    entries.push(entry("quote", Yaml::text(relation.quote.as_str())));
    entries.push(entry("allow", Yaml::texts([ALLOWED])));
    Yaml::Map(entries)
}

/// Types and relations of the file's own.
fn types(draft: &Draft) -> Option<Yaml> {
    let types = draft.types.own.iter().map(|(name, (parent, roles))| {
        let mut def = vec![entry("parent", Yaml::text(parent.as_str()))];
        if !roles.is_empty() {
            let mode = |mode: &RoleMode| match mode {
                RoleMode::Active => "active",
                RoleMode::Passive => "passive",
                RoleMode::Equal => "equal",
                RoleMode::Observing => "observing",
            };
            let roles = roles
                .iter()
                .map(|(role, how)| (role.clone(), Yaml::text(mode(how))));
            def.push(entry("roles", Yaml::Map(roles.collect())));
        }
        (name.clone(), Yaml::Map(def))
    });
    let types: Vec<_> = types.collect();
    let relations = draft.own_relations.iter().map(|(name, attributes)| {
        let attributes: Vec<_> = (attributes.iter())
            .map(|key| (key.clone(), Yaml::text("text")))
            .collect();
        let def = if attributes.is_empty() {
            Vec::new()
        } else {
            vec![entry("attributes", Yaml::Map(attributes))]
        };
        (name.clone(), Yaml::Map(def))
    });
    let relations: Vec<_> = relations.collect();
    if types.is_empty() && relations.is_empty() {
        return None;
    }
    Some(Yaml::Map(keys([
        ("types", Yaml::Map(types)),
        ("relations", Yaml::Map(relations)),
    ])))
}
