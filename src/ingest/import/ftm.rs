//! FollowTheMoney entities, a JSON object a line: things become nodes, records between things links.
//!
//! Notes of the form `key: value` are properties, as the export writes what a schema has no place
//! for. Source: the schemata of the followthemoney package, version 4.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value;

use super::ImportError;
use super::node_link::broken;
use super::records::{Link, Node, Place, Property, Records, add, get, scalar};
use crate::model::registry::Registry;

/// Schemata of records: the ends, what the link is, and whether its role is an office.
const RECORDS: [(&str, &str, &str, &str); 13] = [
    ("Membership", "member", "organization", "MEMBER_OF"),
    ("Directorship", "director", "organization", "REPRESENTS"),
    ("Representation", "agent", "client", "REPRESENTS"),
    ("Ownership", "owner", "asset", "OWNS"),
    ("Debt", "debtor", "creditor", "OWES"),
    ("Succession", "successor", "predecessor", "SUCCEEDS"),
    ("UnknownLink", "subject", "object", ""),
    ("Family", "person", "relative", "FAMILY_OF"),
    ("Associate", "person", "associate", "ASSOCIATE_OF"),
    ("Employment", "employee", "employer", "EMPLOYED_BY"),
    ("Occupancy", "holder", "post", "HOLDS"),
    ("Payment", "payer", "beneficiary", "PAID"),
    ("Mention", "document", "resolved", "MENTIONS"),
];

/// Schemata of things with the type of a dossier.
const THINGS: [(&str, &str); 24] = [
    ("Person", "person"),
    ("Organization", "organization"),
    ("Company", "organization"),
    ("PublicBody", "organization"),
    ("LegalEntity", "actor"),
    ("Address", "place"),
    ("Event", "event"),
    ("Trip", "visit"),
    ("Contract", "contract"),
    ("ContractAward", "contract"),
    ("Project", "programme"),
    ("Note", "claim"),
    ("Article", "article"),
    ("Document", "article"),
    ("Pages", "article"),
    ("PlainText", "article"),
    ("HyperText", "article"),
    ("Email", "article"),
    ("Message", "article"),
    ("Image", "article"),
    ("Table", "article"),
    ("Folder", "article"),
    ("Package", "article"),
    ("Workbook", "article"),
];

struct Entity {
    id: String,
    schema: String,
    properties: BTreeMap<String, Vec<String>>,
    place: Place,
}

pub(super) fn read(bytes: &[u8]) -> Result<Records, ImportError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut records = Records::default();
    let mut entities = Vec::new();
    let mut first_fault = None;
    for (before, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let place = Place::Line {
            line: before + 1,
            column: 1,
        };
        match serde_json::from_slice::<Value>(line) {
            Ok(value) => entities.extend(entity(&mut records, place, &value)),
            Err(error) => {
                let fault = broken(&error, before);
                if let ImportError::Syntax { place, message } = &fault {
                    records.problem(place, format!("{message}: the line is left out"));
                }
                first_fault.get_or_insert(fault);
            }
        }
    }
    // A file of which no line can be read is another kind of file.
    if let (true, Some(fault)) = (entities.is_empty(), first_fault) {
        return Err(fault);
    }
    let registry = Registry::builtin();
    let ids: HashSet<String> = entities.iter().map(|entity| entity.id.clone()).collect();
    let mut told = Vec::new();
    for entity in &entities {
        let ends = RECORDS.iter().find(|(schema, ..)| *schema == entity.schema);
        // A record that repeats a thing in other words says nothing new.
        let repeats = entity.first("recordId").is_some_and(|id| ids.contains(id));
        match ends {
            _ if repeats => {}
            Some((_, from, to, kind)) => link(&mut records, entity, from, to, kind),
            None => thing(&mut records, entity, &registry, &mut told),
        }
    }
    let linked: HashSet<(String, String)> = (records.links.iter())
        .flat_map(|link| {
            [
                (link.from.clone(), link.to.clone()),
                (link.to.clone(), link.from.clone()),
            ]
        })
        .collect();
    // What a thing says of another in passing counts where no record says more.
    records.links.extend(told.into_iter().filter(|link: &Link| {
        !linked.contains(&(link.from.clone(), link.to.clone()))
            && ids.contains(&link.from)
            && ids.contains(&link.to)
    }));
    locations(&mut records, &entities);
    restore(&mut records);
    Ok(records)
}

/// Gives things the ids that they had before FollowTheMoney could not take them, where the notes
/// tell them and no two are the same.
fn restore(records: &mut Records) {
    let mut taken: HashSet<String> = records.nodes.iter().map(|node| node.id.clone()).collect();
    let mut before: HashMap<String, String> = HashMap::new();
    for node in &mut records.nodes {
        let Some(id) = get(&node.properties, "id").map(str::to_owned) else {
            continue;
        };
        if !id.trim().is_empty() && taken.insert(id.clone()) {
            before.insert(std::mem::replace(&mut node.id, id.clone()), id);
        }
    }
    for link in &mut records.links {
        for end in [&mut link.from, &mut link.to] {
            if let Some(id) = before.get(end) {
                end.clone_from(id);
            }
        }
    }
}

/// Names of places stay with events of which nothing says where they are.
fn locations(records: &mut Records, entities: &[Entity]) {
    let placed = records
        .links
        .iter()
        .filter(|link| link.kind.eq_ignore_ascii_case("at"));
    let placed: HashSet<&str> = placed.map(|link| link.from.as_str()).collect();
    let told: HashMap<&str, &[String]> = (entities.iter())
        .filter(|entity| !placed.contains(entity.id.as_str()))
        .map(|entity| (entity.id.as_str(), entity.all("location")))
        .collect();
    for node in &mut records.nodes {
        for place in told.get(node.id.as_str()).into_iter().copied().flatten() {
            add(&mut node.properties, "location", place.as_str());
        }
    }
}

impl Entity {
    fn first(&self, key: &str) -> Option<&str> {
        self.properties.get(key)?.first().map(String::as_str)
    }

    fn all(&self, key: &str) -> &[String] {
        self.properties.get(key).map_or(&[], Vec::as_slice)
    }
}

fn entity(records: &mut Records, place: Place, value: &Value) -> Option<Entity> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let (Some(id), Some(schema)) = (text("id"), text("schema")) else {
        records.problem(
            &place,
            "an entity needs an `id` and a `schema`: the line is left out",
        );
        return None;
    };
    let mut properties = BTreeMap::new();
    for (key, value) in value
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let values: Vec<String> = match value {
            Value::Array(items) => items.iter().filter_map(named).collect(),
            single => named(single).into_iter().collect(),
        };
        properties.insert(key.clone(), values);
    }
    Some(Entity {
        id,
        schema,
        properties,
        place,
    })
}

/// A value: a scalar, or the id of an entity that stands there as a whole.
fn named(value: &Value) -> Option<String> {
    scalar(value).or_else(|| scalar(value.get("id")?))
}

/// A note of the form `key: value`.
fn keyed(note: &str) -> Option<(&str, &str)> {
    let (key, value) = note.split_once(": ")?;
    let is_key = !key.is_empty()
        && (key.bytes()).all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    (is_key && !value.starts_with('“')).then_some((key, value))
}

/// Whether a note is a quote, alone or of a field.
fn is_quote(note: &str) -> bool {
    note.starts_with('“') || note.contains(": “")
}

/// The properties that notes say; others are given back as they are.
fn notes(properties: &mut Vec<Property>, notes: &[String], rest: &str) {
    for note in notes {
        match keyed(note) {
            _ if is_quote(note) => add(properties, "quote", note.as_str()),
            Some((key @ ("disputed_fields" | "claimed_by"), value)) => {
                for item in value.split(", ") {
                    add(properties, key, item);
                }
            }
            // An amount is put together from its text.
            Some(("amount", value)) => add(properties, "amount_text", value),
            Some((key, value)) if get(properties, key).is_none() => add(properties, key, value),
            _ => add(properties, rest, note.as_str()),
        }
    }
}

/// A date from when something was, began and ended.
fn date(entity: &Entity) -> Option<String> {
    match (
        entity.first("date"),
        entity.first("startDate"),
        entity.first("endDate"),
    ) {
        (Some(date), ..) => Some(date.to_owned()),
        (None, Some(start), Some(end)) if start == end => Some(start.to_owned()),
        (None, Some(start), Some(end)) => Some(format!("{start}/{end}")),
        (None, Some(start), None) => Some(format!("{start}/..")),
        (None, None, Some(end)) => Some(format!("../{end}")),
        (None, None, None) => entity.first("contractDate").map(str::to_owned),
    }
}

/// Where entities of a dossier come from: computed from what the articles say.
const SOURCES: [&str; 3] = ["proof", "publisher", "sourceUrl"];

fn thing(records: &mut Records, entity: &Entity, registry: &Registry, told: &mut Vec<Link>) {
    let keyword = entity
        .all("keywords")
        .iter()
        .find(|word| registry.kind(word).is_some());
    let by_schema = THINGS.iter().find(|(schema, _)| *schema == entity.schema);
    let is_sanction = entity.schema == "Sanction";
    let labels = match (keyword, by_schema) {
        (Some(word), _) if !matches!(entity.schema.as_str(), "Note" | "Article") => {
            registry.labels(word)
        }
        (_, Some((_, name))) if registry.kind(name).is_some() => registry.labels(name),
        (_, Some((_, name))) => vec![(*name).to_owned()],
        _ if is_sanction => registry.labels("sanction"),
        _ => vec![entity.schema.clone()],
    };
    let mut properties = Vec::new();
    let is_claim = labels == ["claim"];
    let is_agreement = labels.first().is_some_and(|label| label == "Agreement");
    notes(&mut properties, entity.all("notes"), "notes");
    for (key, values) in &entity.properties {
        let key = match key.as_str() {
            // What a place is called says nothing where the place itself is told.
            "notes" | "date" | "startDate" | "endDate" | "contractDate" | "location" => continue,
            "alias" | "weakAlias" | "previousName" | "abbreviation" => "aliases",
            "description" if is_claim => "says",
            "wikidataId" => "wikidata",
            "status" if is_agreement => "stage",
            "amount" if is_agreement => {
                amounts(&mut properties, values);
                continue;
            }
            "currency" if is_agreement => "currency",
            "keywords" if keyword.is_some() && values.len() == 1 => continue,
            "title" if entity.first("name").is_some() => continue,
            "full" | "fileName" => "label",
            "involved" | "organizer" => {
                told.extend(
                    values
                        .iter()
                        .map(|actor| told_link(entity, "INVOLVED_IN", actor, &entity.id)),
                );
                continue;
            }
            "addressEntity" => {
                told.extend(
                    values
                        .iter()
                        .map(|place| told_link(entity, "AT", &entity.id, place)),
                );
                continue;
            }
            "entity" => {
                told.extend(values.iter().map(|about| {
                    if !is_sanction {
                        return told_link(entity, "ABOUT", &entity.id, about);
                    }
                    Link {
                        properties: vec![Property {
                            key: "role".to_owned(),
                            values: vec!["target".to_owned()],
                        }],
                        ..told_link(entity, "INVOLVED_IN", about, &entity.id)
                    }
                }));
                continue;
            }
            "program" if is_sanction => "name",
            key if SOURCES.contains(&key) => "sources",
            other => other,
        };
        for value in values {
            add(&mut properties, key, value.as_str());
        }
    }
    if let (None, Some(date)) = (get(&properties, "date"), date(entity)) {
        add(&mut properties, "date", date);
    }
    // The id that the dossier had, where FollowTheMoney could not take it.
    let id = entity.id.clone();
    records.nodes.push(Node {
        id,
        labels,
        properties,
        place: entity.place.clone(),
    });
}

fn told_link(entity: &Entity, kind: &str, from: &str, to: &str) -> Link {
    Link {
        kind: kind.to_owned(),
        from: from.to_owned(),
        to: to.to_owned(),
        properties: Vec::new(),
        place: entity.place.clone(),
    }
}

/// The lowest and the highest of several amounts.
fn amounts(properties: &mut Vec<Property>, values: &[String]) {
    let mut sorted: Vec<(f64, &String)> = Vec::new();
    for value in values {
        match value.parse::<f64>() {
            Ok(number) => sorted.push((number, value)),
            Err(_) => add(properties, "amount", value.as_str()),
        }
    }
    sorted.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    if let (Some((_, min)), Some((_, max))) = (sorted.first(), sorted.last()) {
        add(properties, "amount_min", min.as_str());
        add(properties, "amount_max", max.as_str());
    }
}

fn link(records: &mut Records, entity: &Entity, from: &str, to: &str, kind: &str) {
    let mut properties = Vec::new();
    notes(&mut properties, entity.all("description"), "description");
    let summary = entity
        .first("summary")
        .filter(|text| !text.contains(char::is_whitespace));
    let kind = match (kind, summary) {
        // The export says what the relationship was.
        (_, Some(summary)) => summary.to_owned(),
        ("", None) => entity.first("role").unwrap_or_default().to_owned(),
        (kind, None) => kind.to_owned(),
    };
    let is_office = kind.eq_ignore_ascii_case("represents");
    let is_made = kind.eq_ignore_ascii_case("made");
    if let (true, None, Some(date)) = (is_made, get(&properties, "date"), date(entity)) {
        add(&mut properties, "date", date);
    }
    for (key, values) in &entity.properties {
        let key = match key.as_str() {
            "description" | "recordId" => continue,
            key if key == from || key == to => continue,
            "summary" if summary.is_some() => continue,
            "date" | "startDate" | "endDate" if is_made => continue,
            "startDate" => "since",
            "endDate" => "until",
            "role" if values.contains(&kind) => continue,
            "role" if is_office => "office",
            "role" if kind.eq_ignore_ascii_case("led-to") => "stage",
            "percentage" => "share",
            "amount" => {
                amounts(&mut properties, values);
                continue;
            }
            "name" | "detectedSchema" if entity.schema == "Mention" => continue,
            key if SOURCES.contains(&key) => "sources",
            other => other,
        };
        // What a note says is finer.
        if get(&properties, key).is_none() {
            for value in values {
                add(&mut properties, key, value.as_str());
            }
        }
    }
    let (starts, ends) = (entity.all(from), entity.all(to));
    if starts.is_empty() || ends.is_empty() {
        let missing = if starts.is_empty() { from } else { to };
        records.problem(
            &entity.place,
            format!("`{}` has no `{missing}`: it is left out", entity.id),
        );
    }
    for start in starts {
        for end in ends {
            records.links.push(Link {
                kind: kind.clone(),
                from: start.clone(),
                to: end.clone(),
                properties: properties.clone(),
                place: entity.place.clone(),
            });
        }
    }
}
