//! A table of events as conflict researchers keep them, tab-separated: who did what to whom, on which day,
//! with a code of CAMEO.
//!
//! The first twenty columns are those of the ICEWS Coded Event Data (doi:10.7910/DVN/28075); what a dossier
//! knows beyond them stands behind. Such a table is dyadic. Each event gives a row for every pair of
//! one who acts or takes part as an equal and another who is acted on or takes part as an equal; where
//! there is no pair, a row for each who takes part, with the other side empty. So two who meet are
//! two rows, one in each direction, as CAMEO codes meetings. Observers are in no row.
//!
//! Only events that happened, with a date and a type that has a code, are in the table; the others are noted.
//! `Intensity` is Goldstein's scale (1992) as extended to CAMEO, empty for codes of one's own types.

use std::collections::BTreeSet;
use std::io::Write;

use super::columns::is_common;
use super::{ExportError, View};
use crate::graph::{EdgeRef, NodeRef, ValueRef};
use crate::model::date::Day;
use crate::model::registry::RoleMode;

const HEADER: [&str; 27] = [
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "Event Key",
    "Event Name",
    "Source Role",
    "Target Role",
    "Status",
    "EDTF Date",
    "Quote",
];

/// The codes of the built-in types on Goldstein's scale.
const INTENSITIES: [(&str, &str); 15] = [
    ("010", "0.0"),
    ("030", "4.0"),
    ("040", "1.0"),
    ("041", "1.0"),
    ("042", "1.9"),
    ("057", "8.0"),
    ("071", "7.4"),
    ("072", "8.3"),
    ("141", "-6.5"),
    ("150", "-7.2"),
    ("154", "-7.2"),
    ("163", "-6.5"),
    ("170", "-7.0"),
    ("173", "-5.0"),
    ("175", "-9.0"),
];

/// An event that can be coded.
struct Coded<'d> {
    event: NodeRef<'d>,
    day: Day,
    kind: &'d str,
    code: &'d str,
}

/// One who takes part.
#[derive(Clone, Copy)]
struct Part<'d> {
    actor: NodeRef<'d>,
    role: &'d str,
    mode: RoleMode,
}

/// Writes the table.
///
/// # Errors
///
/// What the writer says.
pub fn write(view: &View<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut table = csv::WriterBuilder::new().delimiter(b'\t').from_writer(out);
    table.write_record(HEADER).map_err(failed)?;
    let mut number = 0_u64;
    for event in view.nodes().filter(|node| node.is("Event")) {
        let Some(coded) = Coded::of(view, event) else {
            continue;
        };
        for (source, target) in coded.pairs(view) {
            number += 1;
            let row = coded.row(view, number, source, target);
            let fields = row.iter().map(|field| one_line(view, field));
            table.write_record(fields).map_err(failed)?;
        }
    }
    Ok(table.flush()?)
}

fn failed(error: csv::Error) -> ExportError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => ExportError::Io(error),
        other => ExportError::Impossible(format!("the table cannot be written: {other:?}")),
    }
}

/// A field without tabs and line breaks: many readers of such tables know no quotes.
fn one_line(view: &View<'_>, text: &str) -> String {
    if !text.contains(char::is_control) {
        return text.to_owned();
    }
    view.remark("tabs, line breaks and control characters written as spaces");
    text.replace("\r\n", " ").replace(char::is_control, " ")
}

impl<'d> Coded<'d> {
    fn of(view: &View<'d>, event: NodeRef<'d>) -> Option<Self> {
        if !matches!(event.text("phase"), None | Some("happened")) {
            view.remark("events that were planned or cancelled left out");
            return None;
        }
        let registry = &view.dossier.registry;
        let labels: Vec<_> = event.labels().collect();
        let Some(kind) = registry.type_of_labels(&labels) else {
            view.remark("events of no known type left out");
            return None;
        };
        let Some(code) = registry.cameo(kind).filter(|code| is_cameo(code)) else {
            view.remark(format!(
                "events of the type `{kind}`, which has no CAMEO code, left out"
            ));
            return None;
        };
        let day = |key| event.get(key).and_then(ValueRef::as_day);
        let Some(day) = day("earliest").or(day("latest")) else {
            view.remark("events without a date left out");
            return None;
        };
        if !is_common(day) {
            view.remark("events outside the years 1 to 9999 left out");
            return None;
        }
        Some(Self {
            event,
            day,
            kind,
            code,
        })
    }

    /// Who takes part, in the order of the graph; an actor in two roles of one mode once.
    fn parts(&self, view: &View<'d>) -> Vec<Part<'d>> {
        let involved = |edge: &EdgeRef<'_>| edge.kind() == "INVOLVED_IN";
        let mut parts: Vec<Part<'d>> = Vec::new();
        for edge in view.shown(self.event.incoming().filter(involved)) {
            let role = edge.text("role").unwrap_or("participant");
            let mode = view.dossier.registry.role(self.kind, role);
            let part = Part {
                actor: edge.from(),
                role,
                mode: mode.unwrap_or(RoleMode::Equal),
            };
            let same =
                |other: &Part<'_>| other.actor.id() == part.actor.id() && other.mode == part.mode;
            if part.mode != RoleMode::Observing && !parts.iter().any(same) {
                parts.push(part);
            }
        }
        parts
    }

    fn pairs(&self, view: &View<'d>) -> Vec<(Option<Part<'d>>, Option<Part<'d>>)> {
        let parts = self.parts(view);
        let mut pairs: Vec<(Option<Part<'d>>, Option<Part<'d>>)> = Vec::new();
        let mut known = BTreeSet::new();
        let with = |mode| move |part: &&Part<'d>| part.mode != mode;
        for source in parts.iter().filter(with(RoleMode::Passive)) {
            for target in parts.iter().filter(with(RoleMode::Active)) {
                let (from, to) = (source.actor.id(), target.actor.id());
                if from != to && known.insert((from, to)) {
                    pairs.push((Some(*source), Some(*target)));
                }
            }
        }
        if pairs.is_empty() {
            pairs.extend(parts.iter().map(|part| match part.mode {
                RoleMode::Passive => (None, Some(*part)),
                _ => (Some(*part), None),
            }));
        }
        if pairs.is_empty() {
            view.remark("events in which nobody takes part left out");
        }
        pairs
    }

    fn row(
        &self,
        view: &View<'d>,
        number: u64,
        source: Option<Part<'d>>,
        target: Option<Part<'d>>,
    ) -> [String; HEADER.len()] {
        let event = self.event;
        let evidence = self.evidence(view);
        let story = evidence.map(EdgeRef::to);
        let of_story = |key| story.and_then(|story| story.text(key)).unwrap_or_default();
        let place = linked(view, event, "AT");
        let is_country = place.is_some_and(|place| place.is("State"));
        let name = |node: Option<NodeRef<'d>>| node.map(|node| view.name(node)).unwrap_or_default();
        let side = |part: Option<Part<'d>>| {
            let actor = part.map(|part| part.actor);
            (
                name(actor),
                sectors(actor),
                name(actor.and_then(|actor| country(view, actor))),
            )
        };
        let (source_name, source_sectors, source_country) = side(source);
        let (target_name, target_sectors, target_country) = side(target);
        let role = |part: Option<Part<'d>>| part.map_or("", |part| part.role);
        let intensity = INTENSITIES.iter().find(|(code, _)| *code == self.code);
        let sentence = evidence.and_then(|edge| edge.get("sentence")?.printed());
        [
            number.to_string(),
            self.day.to_string(),
            source_name.to_owned(),
            source_sectors,
            source_country.to_owned(),
            words(self.kind),
            self.code.to_owned(),
            intensity.map_or("", |(_, intensity)| *intensity).to_owned(),
            target_name.to_owned(),
            target_sectors,
            target_country.to_owned(),
            story
                .map(|story| view.key(story).text().into_owned())
                .unwrap_or_default(),
            sentence.unwrap_or_default(),
            of_story("publisher").to_owned(),
            if is_country { "" } else { name(place) }.to_owned(),
            String::new(),
            String::new(),
            name(place.and_then(|place| country(view, place))).to_owned(),
            String::new(),
            String::new(),
            view.key(event).text().into_owned(),
            view.name(event).to_owned(),
            role(source).to_owned(),
            role(target).to_owned(),
            event.text("status").unwrap_or_default().to_owned(),
            event.text("date").unwrap_or_default().to_owned(),
            evidence
                .and_then(|edge| edge.text("quote"))
                .unwrap_or_default()
                .to_owned(),
        ]
    }

    /// The first evidence of the event as a whole, else of a field.
    fn evidence(&self, view: &View<'d>) -> Option<EdgeRef<'d>> {
        let supports = |edge: &EdgeRef<'_>| edge.kind() == "SUPPORTED_BY";
        let edges = view.shown(self.event.outgoing().filter(supports));
        let of_field = |edge: &EdgeRef<'_>| edge.get("field").is_some();
        edges.into_iter().min_by_key(of_field)
    }
}

/// Two to four digits, the first two from 01 to 20.
fn is_cameo(code: &str) -> bool {
    let digits = code.bytes().all(|byte| byte.is_ascii_digit());
    digits && (2..=4).contains(&code.len()) && ("01"..="20").contains(&&code[..2])
}

/// The name of a type in words: `Press conference`.
fn words(kind: &str) -> String {
    let mut chars = kind.chars();
    let first = chars.next().map(|char| char.to_ascii_uppercase());
    first
        .into_iter()
        .chain(chars)
        .map(|char| if char == '-' { ' ' } else { char })
        .collect()
}

fn sectors(actor: Option<NodeRef<'_>>) -> String {
    let labels = actor.map(|actor| actor.labels().filter(|label| *label != "Actor").collect());
    labels
        .map(|labels: Vec<_>| labels.join(","))
        .unwrap_or_default()
}

/// Where the first relationship of a type leads, in the order of the graph.
fn linked<'d>(view: &View<'d>, node: NodeRef<'d>, kind: &str) -> Option<NodeRef<'d>> {
    let edges = view.shown(node.outgoing().filter(|edge| edge.kind() == kind));
    edges.first().map(|edge| edge.to())
}

/// The state that something is, represents, belongs to or lies in. A few steps are enough, and
/// circles end.
fn country<'d>(view: &View<'d>, node: NodeRef<'d>) -> Option<NodeRef<'d>> {
    let mut at = node;
    for _ in 0..8 {
        if at.is("State") {
            return Some(at);
        }
        let next = [
            "REPRESENTS",
            "MEMBER_OF",
            "PART_OF",
            "LOCATED_IN",
            "RESIDES_IN",
        ]
        .iter()
        .find_map(|kind| linked(view, at, kind));
        at = next?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_vocabulary_has_its_intensity() {
        let registry = crate::model::registry::Registry::builtin();
        for kind in registry.types() {
            let Some(code) = registry.cameo(kind) else {
                continue;
            };
            assert!(is_cameo(code), "{kind}");
            assert!(
                INTENSITIES.iter().any(|(known, _)| *known == code),
                "{kind}: {code}"
            );
        }
        for code in ["", "1", "00", "21", "04000", "0 4", "é4"] {
            assert!(!is_cameo(code), "{code}");
        }
    }
}
