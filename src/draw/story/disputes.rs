//! What is in dispute about an event or agreement, as the red line says it.

use super::super::labels::{When, Words, fill};
use crate::graph::{Dossier, EdgeRef, NodeRef};

/// A field in dispute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dispute {
    /// The field, `date` or a role without `who.`.
    pub(crate) field: String,
    /// The values in dispute as they are written: dates, figures, ids.
    pub(crate) values: Vec<String>,
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
            let values = values(node, field);
            let said: Vec<_> = values
                .iter()
                .map(|value| value.words(dossier, field, lang, words, year))
                .collect();
            let deniers = deniers(dossier, node, field, lang);
            let name = if field == "entry" {
                words.itself.to_owned()
            } else {
                words.key(short)
            };
            let denied = fill(words.denied_by, &[&words.list(&deniers)]);
            let text = match (said.as_slice(), deniers.is_empty()) {
                ([], true) => name,
                ([], false) => format!("{name}: {denied}"),
                // Whose word it is stands in the tooltip: here the denial counts.
                ([_], false) => format!(
                    "{name} {}: {denied}",
                    values[0].bare(dossier, field, lang, words, year)
                ),
                (_, true) => format!("{name}: {}", words.alternatives(&said)),
                (_, false) => format!("{name}: {}, {denied}", words.alternatives(&said)),
            };
            Dispute {
                field: short.to_owned(),
                values: values.into_iter().map(|value| value.written).collect(),
                text,
            }
        })
        .collect()
}

/// A value in dispute.
struct Disputed<'g> {
    /// As it is written.
    written: String,
    /// The claim that gives it, if no article does.
    claim: Option<NodeRef<'g>>,
}

impl Disputed<'_> {
    fn bare(
        &self,
        dossier: &Dossier,
        field: &str,
        lang: &str,
        words: &Words,
        year: Option<i64>,
    ) -> String {
        match When::parse(&self.written).filter(|_| field == "date") {
            Some(when) => when.label(words, year),
            None => dossier.names.by_id(&self.written).map_or_else(
                || self.written.clone(),
                |id| {
                    let node = dossier.graph.node(id);
                    super::read::short_name(node, dossier.display_name(node, Some(lang)))
                },
            ),
        }
    }

    fn words(
        &self,
        dossier: &Dossier,
        field: &str,
        lang: &str,
        words: &Words,
        year: Option<i64>,
    ) -> String {
        let bare = self.bare(dossier, field, lang, words, year);
        let speakers = self
            .claim
            .map(|claim| speakers(dossier, claim, lang))
            .unwrap_or_default();
        if speakers.is_empty() {
            bare
        } else {
            format!("{bare} ({})", fill(words.says, &[&words.list(&speakers)]))
        }
    }
}

/// The values that witnesses or speakers give, sorted; a date that another makes more precise left
/// out.
fn values<'g>(node: NodeRef<'g>, field: &str) -> Vec<Disputed<'g>> {
    let told = node
        .outgoing()
        .filter(|edge| edge.kind() == "SUPPORTED_BY" && same_field(edge.text("field"), field))
        .filter_map(|edge| {
            Some(Disputed {
                written: edge.text("value")?.to_owned(),
                claim: None,
            })
        });
    let claimed = claims_about(node, field).filter_map(|claim| {
        Some(Disputed {
            written: text_of(claim, "value")?,
            claim: Some(claim),
        })
    });
    let mut values: Vec<_> = told.chain(claimed).collect();
    values.sort_by(|a, b| (&a.written, a.claim.is_some()).cmp(&(&b.written, b.claim.is_some())));
    values.dedup_by(|a, b| a.written == b.written);
    if field == "date" {
        let whens: Vec<_> = values
            .iter()
            .map(|value| When::parse(&value.written))
            .collect();
        let mut at = 0;
        values.retain(|_| {
            let kept = !whens.iter().any(|when| holds(whens[at], *when));
            at += 1;
            kept
        });
    }
    values
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
        .map(EdgeRef::from)
        .collect();
    claims.sort_by_key(|claim| claim.text("id").unwrap_or_default());
    claims.into_iter()
}

/// Names of the actors who made a claim, by id.
pub(super) fn speakers(dossier: &Dossier, claim: NodeRef<'_>, lang: &str) -> Vec<String> {
    let mut makers: Vec<_> = claim
        .incoming()
        .filter(|edge| edge.kind() == "MADE" && edge.from().is("Actor"))
        .map(EdgeRef::from)
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
    node.get(key)?.printed()
}
