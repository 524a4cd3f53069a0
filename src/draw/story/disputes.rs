//! What is in dispute about an event or agreement, as the red line says it.

use super::super::labels::{When, Words, fill};
use crate::graph::{Dossier, NodeRef};

/// A field in dispute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dispute {
    /// The field, `date` or a role without `who.`.
    pub(crate) field: String,
    /// The line without its `≠`: `date: 9 Sep or 10 Sep`.
    pub(crate) text: String,
}

/// The disputes of a node in the order of its `disputed_fields`.
pub(super) fn of(
    dossier: &Dossier,
    node: NodeRef<'_>,
    lang: &str,
    words: &Words,
    year: Option<i64>,
) -> Vec<Dispute> {
    node.texts("disputed_fields")
        .map(|field| {
            let short = field.strip_prefix("who.").unwrap_or(field);
            let mut says = alternatives(dossier, node, field, lang, words, year);
            let deniers = deniers(dossier, node, field, lang);
            // One value needs no telling: it stands in the picture already.
            let denied =
                (!deniers.is_empty()).then(|| fill(words.denied_by, &[&words.list(&deniers)]));
            if denied.is_some() && says.len() < 2 {
                says.clear();
            }
            let said = (!says.is_empty()).then(|| words.alternatives(&says));
            let said: Vec<_> = said.into_iter().chain(denied).collect();
            let name = if field == "entry" {
                words.itself.to_owned()
            } else {
                words.key(short)
            };
            let text = if said.is_empty() {
                name
            } else {
                format!("{name}: {}", said.join(", "))
            };
            Dispute {
                field: short.to_owned(),
                text,
            }
        })
        .collect()
}

/// The values that witnesses or speakers give, in words, sorted; those that another makes more precise left out.
fn alternatives(
    dossier: &Dossier,
    node: NodeRef<'_>,
    field: &str,
    lang: &str,
    words: &Words,
    year: Option<i64>,
) -> Vec<String> {
    let told = node
        .outgoing()
        .filter(|edge| edge.kind() == "SUPPORTED_BY" && same_field(edge.text("field"), field))
        .filter_map(|edge| Some((edge.text("value")?.to_owned(), None)));
    let claimed = claims_about(node, field).filter_map(|claim| {
        let speakers = speakers(dossier, claim, lang);
        Some((
            text_of(claim, "value")?,
            (!speakers.is_empty()).then(|| words.list(&speakers)),
        ))
    });
    let mut values: Vec<(String, Option<String>)> = told.chain(claimed).collect();
    values.sort();
    values.dedup_by(|a, b| a.0 == b.0);
    let whens: Vec<_> = values.iter().map(|(value, _)| When::parse(value)).collect();
    if field == "date" {
        let mut at = 0;
        values.retain(|_| {
            let kept = !whens
                .iter()
                .enumerate()
                .any(|(other, when)| other != at && holds(whens[at], *when));
            at += 1;
            kept
        });
    }
    values
        .into_iter()
        .map(|(value, by)| {
            let text = match When::parse(&value).filter(|_| field == "date") {
                Some(when) => when.label(words, year),
                None => dossier.names.by_id(&value).map_or(value.clone(), |id| {
                    dossier
                        .display_name(dossier.graph.node(id), Some(lang))
                        .to_owned()
                }),
            };
            match by {
                Some(by) => format!("{text} ({})", fill(words.says, &[&by])),
                None => text,
            }
        })
        .collect()
}

/// Whether the first span holds the second and more.
fn holds(wide: Option<When>, narrow: Option<When>) -> bool {
    let (Some(wide), Some(narrow)) = (wide, narrow) else {
        return false;
    };
    let spans = |when: When| Some((when.earliest()?, when.latest()?));
    let (Some(wide), Some(narrow)) = (spans(wide), spans(narrow)) else {
        return false;
    };
    wide.0 <= narrow.0 && narrow.1 <= wide.1 && wide != narrow
}

/// Names of those who deny a field, or what somebody else says of it.
fn deniers(dossier: &Dossier, node: NodeRef<'_>, field: &str, lang: &str) -> Vec<String> {
    let mut deniers: Vec<String> = claims_about(node, field)
        .filter(|claim| {
            claim.text("stance") == Some("denies")
                || claim.outgoing().any(|edge| edge.kind() == "DISPUTES")
        })
        .filter(|claim| claim.get("value").is_none())
        .flat_map(|claim| speakers(dossier, claim, lang))
        .collect();
    deniers.sort();
    deniers.dedup();
    deniers
}

/// The claims about a field of a node, by id.
pub(super) fn claims_about<'g>(
    node: NodeRef<'g>,
    field: &str,
) -> impl Iterator<Item = NodeRef<'g>> + use<'g> {
    let mut claims: Vec<_> = node
        .incoming()
        .filter(|edge| edge.kind() == "ABOUT")
        .filter(|edge| {
            same_field(edge.text("field"), field)
                || (field == "entry" && edge.get("field").is_none())
        })
        .map(|edge| edge.from())
        .collect();
    claims.sort_by_key(|claim| claim.text("id").unwrap_or_default());
    claims.into_iter()
}

/// Names of the actors who made a claim, by id.
pub(super) fn speakers(dossier: &Dossier, claim: NodeRef<'_>, lang: &str) -> Vec<String> {
    let mut makers: Vec<_> = claim
        .incoming()
        .filter(|edge| edge.kind() == "MADE" && edge.from().is("Actor"))
        .map(|edge| edge.from())
        .collect();
    makers.sort_by_key(|maker| maker.text("id").unwrap_or_default());
    makers
        .into_iter()
        .map(|maker| super::read::short_name(maker, dossier.display_name(maker, Some(lang))))
        .collect()
}

fn same_field(field: Option<&str>, other: &str) -> bool {
    field.is_some_and(|field| {
        field.strip_prefix("who.").unwrap_or(field) == other.strip_prefix("who.").unwrap_or(other)
    })
}

/// A property as text, whatever its kind.
pub(super) fn text_of(node: NodeRef<'_>, key: &str) -> Option<String> {
    use crate::graph::Value;
    Some(match node.get(key)? {
        Value::Text(text) => text.to_string(),
        Value::Int(int) => int.to_string(),
        Value::Float(float) => float.to_string(),
        Value::Bool(bool) => bool.to_string(),
        Value::Date(day) => day.to_string(),
        Value::List(_) => return None,
    })
}
