//! Which rows of a table become something, and which are refused.

use super::columns::Field;
use super::entities::Entities;
use super::plan::{Common, Plan, Reference};
use crate::compile::merge::Properties;
use crate::ingest::table::{Refusal, Refusals, Rows};

/// Rows in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Selected {
    /// So many, all of them.
    All(usize),
    /// These.
    Some(Vec<u32>),
}

impl Selected {
    /// The rows.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        let (all, some) = match self {
            Self::All(count) => (*count, &[][..]),
            Self::Some(rows) => (0, rows.as_slice()),
        };
        (0..all).chain(some.iter().map(|row| *row as usize))
    }
}

/// What becomes of the rows of a table.
pub(super) struct Fates {
    /// The rows of each thing of the plan, then of each relation.
    pub(super) selected: Vec<Selected>,
    /// Rows that something is made of.
    pub(super) made: u64,
    /// Rows that fulfil no condition.
    pub(super) left_out: u64,
    /// Rows that are refused here.
    pub(super) refused: Refusals,
}

/// Decides about each row. Linear in their number.
pub(super) fn decide(plan: &Plan<'_>, rows: &Rows) -> Fates {
    let count = rows.lines.len();
    let parts = Parts::of(plan);
    if parts.all_pass {
        return Fates {
            selected: vec![Selected::All(count); parts.list.len()],
            made: count as u64,
            left_out: 0,
            refused: Refusals::default(),
        };
    }
    let mut first_lines: Vec<Vec<u64>> = parts
        .list
        .iter()
        .map(|part| {
            part.unique
                .map_or(Vec::new(), |field| vec![0; field.texts.len()])
        })
        .collect();
    let mut selected = vec![Vec::new(); parts.list.len()];
    let mut fates = Fates {
        selected: Vec::new(),
        made: 0,
        left_out: 0,
        refused: Refusals::default(),
    };
    for row in 0..count {
        let passes = |part: &Part<'_, '_>| {
            part.common
                .passing
                .as_ref()
                .is_none_or(|passing| passing[row])
        };
        let line = rows.lines.at(row);
        let wrong = parts
            .list
            .iter()
            .enumerate()
            .filter(|(_, part)| passes(part))
            .find_map(|(at, part)| {
                part.fault(row, line)
                    .or_else(|| part.twin(row, line, &first_lines[at]))
            });
        if let Some(refusal) = wrong {
            fates.refused.push(|| refusal);
            continue;
        }
        let mut any = false;
        for (at, part) in parts
            .list
            .iter()
            .enumerate()
            .filter(|(_, part)| passes(part))
        {
            any = true;
            selected[at].push(u32::try_from(row).unwrap_or(u32::MAX));
            if let Some(field) = part.unique {
                first_lines[at][field.codes.at(row)] = line;
            }
        }
        fates.made += u64::from(any);
        fates.left_out += u64::from(!any);
    }
    fates.selected = selected.into_iter().map(Selected::Some).collect();
    fates
}

/// Things and relations alike.
struct Part<'p, 't> {
    common: &'p Common<'t>,
    unique: Option<&'p Field<'t>>,
    /// References that a row cannot lack, with what they are.
    needed: Vec<(&'static str, &'p Reference<'t>)>,
    /// The type of a relation.
    kind: Option<&'p Field<'t>>,
}

struct Parts<'p, 't> {
    list: Vec<Part<'p, 't>>,
    /// Whether no row can fail.
    all_pass: bool,
}

impl<'p, 't> Parts<'p, 't> {
    fn of(plan: &'p Plan<'t>) -> Self {
        let things = plan.things.iter().map(|thing| Part {
            common: &thing.common,
            unique: thing.unique.as_ref(),
            needed: thing
                .own
                .iter()
                .map(|own| (thing.section.entry(), own))
                .collect(),
            kind: None,
        });
        let relations = plan.relations.iter().map(|relation| Part {
            common: &relation.common,
            unique: None,
            needed: vec![("from", &relation.from), ("to", &relation.to)],
            kind: Some(&relation.kind),
        });
        let list: Vec<_> = things.chain(relations).collect();
        let sure = |part: &Part<'_, '_>| {
            let common = part.common;
            common.passing.is_none()
                && common.checks.is_empty()
                && part.unique.is_none()
                && part.needed.is_empty()
        };
        Self {
            all_pass: list.iter().all(sure),
            list,
        }
    }
}

impl Part<'_, '_> {
    fn fault(&self, row: usize, line: u64) -> Option<Refusal> {
        let checks = self.common.checks.iter();
        let wrong = checks.filter_map(|check| {
            let code = check.field.codes.at(row);
            Some((&check.field, code, check.faults[code].as_ref()?))
        });
        if let Some((field, code, fault)) = wrong.into_iter().next() {
            let text = field.texts[code].as_deref().unwrap_or_default();
            return Some(Refusal {
                line,
                text: text.to_owned(),
                place: 0..text.len(),
                reason: format!("{} ({})", fault.reason, field.name),
                help: fault.help.clone(),
            });
        }
        let lacks = self
            .needed
            .iter()
            .find(|(_, reference)| !reference.is_in(row));
        let reason = match (lacks, self.kind) {
            (Some((what @ ("from" | "to"), _)), _) => format!("the relation has no `{what}`"),
            (Some((what, _)), _) => format!("the {what} has neither a name nor an id"),
            (None, Some(kind)) if kind.at(row).is_none() => "the relation has no `type`".to_owned(),
            _ => return None,
        };
        Some(Refusal {
            line,
            text: String::new(),
            place: 0..0,
            reason,
            help: None,
        })
    }

    /// Whether an earlier row has the same id or key.
    fn twin(&self, row: usize, line: u64, first_lines: &[u64]) -> Option<Refusal> {
        let field = self.unique?;
        let code = field.codes.at(row);
        let shown = |text: &str| text.replace('\u{1f}', ", ");
        let (reason, text) = match (&field.texts[code], first_lines[code]) {
            (None, _) => ("the row has no id".to_owned(), String::new()),
            (Some(_), 0) => return None,
            (Some(text), first) => {
                let text = shown(text);
                (
                    format!("`{text}` stands in line {first} already ({})", field.name),
                    text,
                )
            }
        };
        Some(Refusal {
            line,
            place: 0..text.len(),
            text,
            reason,
            help: None,
        })
    }
}

/// What a row may refer to.
struct Seen<'p, 't> {
    references: Vec<&'p mut Reference<'t>>,
    cursor: Cursor<'p>,
    /// Properties of the actor or place that the row is, the first of the references.
    properties: &'p [(Field<'t>, Vec<Properties>)],
}

/// Notes the actors and places that the rows of a table name, in the order of the rows and of the
/// mapping. Returns rows that say something else of one than a row before.
pub(super) fn see(
    plan: &mut Plan<'_>,
    fates: &Fates,
    rows: &Rows,
    table: usize,
    actors: &mut Entities,
    places: &mut Entities,
) -> Refusals {
    let things = plan.things.iter_mut().map(|thing| {
        let who = thing.parts.iter_mut().map(|part| &mut part.who);
        let own = thing.own.is_some();
        let references = thing.own.iter_mut().chain(who).chain(&mut thing.place);
        let properties = if own {
            thing.common.properties.as_slice()
        } else {
            &[]
        };
        (references.collect(), properties)
    });
    let relations = plan.relations.iter_mut().map(|relation| {
        let ends: Vec<&mut Reference<'_>> = vec![&mut relation.from, &mut relation.to];
        (ends, &[][..])
    });
    let mut parts: Vec<Seen<'_, '_>> = things
        .chain(relations)
        .zip(&fates.selected)
        .map(|((references, properties), selected)| Seen {
            references,
            cursor: Cursor::of(selected),
            properties,
        })
        .collect();
    parts.retain(|part| !part.references.is_empty());
    let mut differing = Refusals::default();
    for row in 0..rows.lines.len() {
        for part in &mut parts {
            if !part.cursor.takes(row) {
                continue;
            }
            for reference in &mut part.references {
                let entities = if reference.place {
                    &mut *places
                } else {
                    &mut *actors
                };
                reference.see(row, table, || rows.lines.at(row), entities);
            }
            if !part.properties.is_empty()
                && let Some(own) = part.references.first()
            {
                let entities = if own.place {
                    &mut *places
                } else {
                    &mut *actors
                };
                for &at in own.of(row) {
                    describe(
                        at,
                        row,
                        part.properties,
                        entities,
                        || rows.lines.at(row),
                        &mut differing,
                    );
                }
            }
        }
    }
    differing
}

/// Sets the properties of an actor or place that a row is; the first value of each stays.
fn describe(
    at: u32,
    row: usize,
    properties: &[(Field<'_>, Vec<Properties>)],
    entities: &mut Entities,
    line: impl Fn() -> u64,
    differing: &mut Refusals,
) {
    for (field, values) in properties {
        for (key, value) in &values[field.codes.at(row)] {
            let known = &mut entities.list[at as usize]
                .more
                .get_or_insert_default()
                .properties;
            match known.get(key) {
                None => drop(known.insert(key.clone(), value.clone())),
                Some(known) if known == value => {}
                Some(_) => differing.push(|| {
                    let text = field.at(row).unwrap_or_default().to_owned();
                    Refusal {
                        line: line(),
                        place: 0..text.len(),
                        text,
                        reason: format!(
                            "an earlier row gives `{}` another `{key}`, which stays",
                            entities.name(at)
                        ),
                        help: None,
                    }
                }),
            }
        }
    }
}

/// Goes through selected rows.
enum Cursor<'s> {
    All,
    Some(&'s [u32]),
}

impl<'s> Cursor<'s> {
    fn of(selected: &'s Selected) -> Self {
        match selected {
            Selected::All(_) => Self::All,
            Selected::Some(rows) => Self::Some(rows),
        }
    }

    /// Whether the row is selected; rows are asked for in order.
    fn takes(&mut self, row: usize) -> bool {
        match self {
            Self::All => true,
            Self::Some([next, rest @ ..]) if *next as usize == row => {
                *self = Self::Some(rest);
                true
            }
            Self::Some(_) => false,
        }
    }
}
