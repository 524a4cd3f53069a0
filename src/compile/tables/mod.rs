//! Tables: rows to actors, places, events, agreements and relations.
//!
//! 1. [`read`] finds and reads the tables of all mappings, while the dossier's files are read;
//! 2. [`checks`] judges the mappings by themselves: types, roles, ids;
//! 3. [`understand`] makes a [`plan`] of each table, in which every distinct text is read once,
//!    decides about its [`rows`], and unites the actors and places that they name ([`entities`]);
//! 4. [`build`](build::build) adds blocks of nodes and relationships to the graph.
//!
//! A row is an atom: if one of its cells is wrong, nothing is made of it, and a finding says so.

mod build;
mod checks;
mod columns;
mod entities;
mod plan;
mod read;
mod rows;
#[cfg(test)]
mod tests;
mod values;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::input::Input;
use super::symbols::Symbols;
use crate::diag::{Finding, SourceId, Sources, Span};
use crate::ingest::table::{Refusal, Refusals, Table};
use columns::Columns;
use entities::{Curated, Entities};
use plan::{Plan, Planner};
use rows::Selected;

pub(super) use build::build;
pub(super) use read::{files, read};

/// A table that was read.
pub(super) struct TableUnit {
    /// Its mapping in [`Input::mappings`].
    mapping: usize,
    /// What names its ids in other mappings.
    scope: String,
    /// Its article, as a source of findings and in [`Input::articles`].
    pub(super) source: SourceId,
    pub(super) article: usize,
    /// Its path as it is shown.
    shown: String,
    /// Where the mapping names it.
    place: Span,
    /// Names of the columns that were read.
    wanted: Vec<String>,
    table: Table,
}

/// How much was made of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableReport {
    /// The id of its article.
    pub article: String,
    /// Its path as it is shown.
    pub path: String,
    /// Number of its rows.
    pub rows: u64,
    /// Rows that something was made of.
    pub made: u64,
    /// Rows that were refused.
    pub refused: u64,
    /// Rows that the conditions of the mapping leave out.
    pub left_out: u64,
}

/// A finding in a row of a table.
struct RowFinding {
    code: &'static str,
    table: usize,
    refusal: Refusal,
}

/// What the tables of a dossier say.
pub(super) struct Tables<'t> {
    actors: Entities,
    places: Entities,
    /// Of each table its plan, and the rows of each part of it.
    plans: Vec<(Plan<'t>, Vec<Selected>)>,
    told: Told,
}

/// What is to be told of tables, once they are compiled.
#[derive(Default)]
pub(super) struct Told {
    reports: Vec<TableReport>,
    findings: Vec<RowFinding>,
}

/// Reads what tables say. Linear in the number of their rows and distinct texts.
pub(super) fn understand<'t>(
    input: &'t Input,
    symbols: &'t Symbols,
    findings: &mut Vec<Finding>,
) -> Tables<'t> {
    let mut tables = Tables {
        actors: Entities::default(),
        places: Entities::default(),
        plans: Vec::new(),
        told: Told::default(),
    };
    for mapping in &input.mappings {
        checks::check(mapping, input, symbols, findings);
    }
    for (at, unit) in input.tables.iter().enumerate() {
        let mapping = &input.mappings[unit.mapping];
        let planner = Planner {
            columns: Columns::of(unit, mapping),
            registry: &input.registry,
            scope: &unit.scope,
        };
        let mut plan = planner.plan(mapping);
        let rows = &unit.table.rows;
        let fates = rows::decide(&plan, rows);
        let differing = rows::see(
            &mut plan,
            &fates,
            rows,
            at,
            &mut tables.actors,
            &mut tables.places,
        );
        tables.told.table(at, input, &fates, differing);
        tables.plans.push((plan, fates.selected));
    }
    tables.merge(input, symbols, findings);
    tables
}

impl<'t> Tables<'t> {
    /// Finds the actors and places that the annotations know.
    fn merge(&mut self, input: &'t Input, symbols: &'t Symbols, findings: &mut Vec<Finding>) {
        let same: Vec<HashMap<&str, Option<&str>>> = input
            .mappings
            .iter()
            .map(|mapping| {
                let pairs = mapping.same_as.iter();
                let pairs = pairs
                    .map(|(name, id)| (name.text.as_str(), id.as_ref().map(|id| id.text.as_str())));
                pairs
                    .filter(|(_, id)| id.is_none_or(|id| symbols.get(id).is_some()))
                    .collect()
            })
            .collect();
        let said = |table: usize, name: &str| {
            let same = &same[input.tables[table].mapping];
            if same.is_empty() {
                None
            } else {
                same.get(name).copied()
            }
        };
        for (entities, root) in [(&mut self.actors, "actor"), (&mut self.places, "place")] {
            let curated = Curated::of(input, symbols, root);
            let told = &mut self.told.findings;
            entities.merge(&curated, said, |line, table, name, ids| {
                let ids: Vec<_> = ids.iter().map(|id| format!("`{id}`")).collect();
                told.push(RowFinding {
                    code: "actor-ambiguous",
                    table,
                    refusal: Refusal {
                        line,
                        text: name.to_owned(),
                        place: 0..name.len(),
                        reason: format!("`{name}` may be {}", ids.join(" or ")),
                        help: Some(format!(
                            "it is kept apart; say which it is, `same_as: {{{name}: …}}`"
                        )),
                    },
                });
            });
        }
        for mapping in &input.mappings {
            let read = input
                .tables
                .iter()
                .any(|unit| std::ptr::eq(&input.mappings[unit.mapping], mapping));
            for (name, _) in mapping.same_as.iter().filter(|_| read) {
                if !self.actors.knows(&name.text) && !self.places.knows(&name.text) {
                    let span = Span::new(mapping.source, name.span.clone());
                    let message = format!("no row names `{}`", name.text);
                    let finding = Finding::warning("same-as-unused", span, message);
                    let help = "write it as the table does, capitals included";
                    if !mapping.allow.iter().any(|code| code.text == finding.code) {
                        findings.push(finding.help(help));
                    }
                }
            }
        }
    }

    /// The articles of the tables that use each id of the annotations.
    pub(super) fn uses(&self, input: &Input) -> BTreeMap<String, BTreeSet<usize>> {
        let mut uses = BTreeMap::new();
        entities::uses(&self.actors, &mut uses);
        entities::uses(&self.places, &mut uses);
        for tables in uses.values_mut() {
            *tables = tables
                .iter()
                .map(|&table| input.tables[table].article)
                .collect();
        }
        uses
    }

    /// What is to be told in the end.
    pub(super) fn into_told(self) -> Told {
        self.told
    }
}

impl Told {
    fn table(&mut self, at: usize, input: &Input, fates: &rows::Fates, differing: Refusals) {
        let unit = &input.tables[at];
        let unreadable = &unit.table.rows.refused;
        self.reports.push(TableReport {
            article: input.articles[unit.article].article.id.clone(),
            path: unit.shown.clone(),
            rows: unit.table.rows.count,
            made: fates.made,
            refused: unreadable.count + fates.refused.count,
            left_out: fates.left_out,
        });
        for (code, refusals) in [
            ("row-refused", unreadable),
            ("row-refused", &fates.refused),
            ("row-differs", &differing),
        ] {
            let mut tell = |refusal: Refusal| {
                self.findings.push(RowFinding {
                    code,
                    table: at,
                    refusal,
                });
            };
            refusals.shown.iter().cloned().for_each(&mut tell);
            let last = refusals.shown.last().map_or(0, |refusal| refusal.line);
            let more = refusals.count - refusals.shown.len() as u64;
            if more > 0 {
                tell(Refusal {
                    line: last,
                    text: String::new(),
                    place: 0..0,
                    reason: format!("and so are {more} more rows after this one"),
                    help: None,
                });
            }
        }
    }

    /// Makes findings of what is to be told of rows; each is a few lines of a file that is not kept.
    pub(super) fn tell(self, input: &mut Input, findings: &mut Vec<Finding>) -> Vec<TableReport> {
        for RowFinding {
            code,
            table,
            refusal,
        } in self.findings
        {
            let unit = &input.tables[table];
            let mapping = &input.mappings[unit.mapping];
            if mapping.allow.iter().any(|allowed| allowed.text == code) {
                continue;
            }
            let line = usize::try_from(refusal.line).unwrap_or(usize::MAX);
            let source = input
                .sources
                .add_excerpt(unit.shown.as_str(), line, refusal.text);
            let finding = Finding::warning(code, Span::new(source, refusal.place), refusal.reason);
            findings.push(match refusal.help {
                Some(help) => finding.help(help),
                None => finding,
            });
        }
        for (report, unit) in self.reports.iter().zip(&input.tables) {
            empty(report, unit, findings);
        }
        self.reports
    }
}

/// Tables of which nothing was made.
fn empty(report: &TableReport, unit: &TableUnit, findings: &mut Vec<Finding>) {
    let path = &report.path;
    if report.rows == 0 {
        let message = format!("{path} has no rows");
        findings.push(Finding::warning("table-empty", unit.place, message));
    } else if report.refused == report.rows {
        let message = format!("every row of {path} is refused");
        let finding = Finding::error("table-refused", unit.place, message);
        findings.push(
            finding.help("look at `format`, `delimiter`, `columns` and the formats of dates"),
        );
    }
}

/// Adds an excerpt-free place for what is wrong with a whole table.
fn at_file(sources: &mut Sources, shown: &str) -> SourceId {
    sources.add(shown, "")
}
