//! Finding and reading the tables of mappings.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{TableUnit, at_file};
use crate::compile::input::Unit;
use crate::diag::{Finding, Sources, Span};
use crate::ingest::annotation::Text;
use crate::ingest::article::Article;
use crate::ingest::folder::{Folder, ReadError, TableFile};
use crate::ingest::table::mapping::{Cell, Id, Mapping, Thing};
use crate::ingest::table::{self, Format, Packing, Table};
use crate::model::date::Edtf;
use crate::text::nearest;

/// Reads all tables of some mappings, each with the article that it is.
pub(in crate::compile) fn read(
    folder: &Folder,
    mappings: &[Mapping],
    sources: &mut Sources,
    findings: &mut Vec<Finding>,
) -> Result<Vec<(TableUnit, Unit)>, ReadError> {
    let mut units = Vec::new();
    for (at, mapping) in mappings.iter().enumerate() {
        let files = files(folder, mapping, findings)?;
        let single = files.len() == 1;
        for (file, place) in files {
            let mut reader = Reader {
                folder,
                mapping,
                at,
                single,
                sources,
                findings,
            };
            units.extend(reader.file(&file, place));
        }
    }
    Ok(units)
}

/// The files of a mapping, each with the place that names it.
pub(in crate::compile) fn files(
    folder: &Folder,
    mapping: &Mapping,
    findings: &mut Vec<Finding>,
) -> Result<Vec<(TableFile, Span)>, ReadError> {
    let mut files: Vec<(TableFile, Span)> = Vec::new();
    for text in &mapping.tables {
        let span = Span::new(mapping.source, text.span.clone());
        let found = folder.tables(&text.text)?;
        if found.is_empty() {
            let message = format!("`{}` names no table", text.text);
            let finding = Finding::error("table-missing", span, message);
            let names = folder.tables(&beside(&text.text))?;
            let near = nearest(&text.text, names.iter().map(|file| file.inside.as_str()));
            findings.push(
                finding.help(match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => {
                        "a file or a glob such as `tables/*.csv`, as seen from the dossier's folder"
                            .to_owned()
                    }
                }),
            );
        }
        let new = found
            .into_iter()
            .filter(|file| !files.iter().any(|(had, _)| had.path == file.path));
        let new: Vec<_> = new.map(|file| (file, span)).collect();
        files.extend(new);
    }
    Ok(files)
}

/// A glob of the files beside one.
fn beside(path: &str) -> String {
    match path.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/*"),
        None => "*".to_owned(),
    }
}

struct Reader<'r> {
    folder: &'r Folder,
    mapping: &'r Mapping,
    at: usize,
    /// Whether the mapping is about one file.
    single: bool,
    sources: &'r mut Sources,
    findings: &'r mut Vec<Finding>,
}

impl Reader<'_> {
    fn file(&mut self, file: &TableFile, place: Span) -> Option<(TableUnit, Unit)> {
        let name = file.inside.rsplit('/').next().unwrap_or(&file.inside);
        let Some(format) = self.mapping.form.format.or_else(|| Format::of(name)) else {
            let message = format!(
                "the name of {} does not say what form of table it is",
                file.shown
            );
            let finding = Finding::error("missing-key", place, message);
            self.findings
                .push(finding.help("say it: `format: csv`, `tsv`, `jsonl` or `parquet`"));
            return None;
        };
        let columns = columns(self.mapping);
        let wanted: BTreeSet<&str> = columns.iter().map(|(name, _)| *name).collect();
        let wanted: Vec<String> = wanted.into_iter().map(str::to_owned).collect();
        let layout = self.mapping.form.layout(format);
        // It may be gone since it was found.
        let noted = self.folder.note(&file.path).map_err(|error| error.source);
        let table = match noted.and_then(|()| table::read(&file.path, &layout, &wanted)) {
            Ok(table) => table,
            Err(error) => {
                let message = format!("{} cannot be read: {error}", file.shown);
                self.findings
                    .push(Finding::error("table-unreadable", place, message));
                return None;
            }
        };
        if !table.absent.is_empty() || !table.doubled.is_empty() {
            self.unknown_columns(&table, &wanted, &columns, &file.shown);
            return None;
        }
        let stem = Packing::of(name).1;
        let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        let own = self.mapping.id.as_ref().map(|id| id.text.clone());
        let id = own
            .clone()
            .filter(|_| self.single)
            .unwrap_or_else(|| stem.to_owned());
        let scope = own.unwrap_or_else(|| {
            if self.single {
                stem.to_owned()
            } else {
                self.mapping_name()
            }
        });
        let source = at_file(self.sources, &file.shown);
        let unit = self.article(id, file, &table, source);
        let unit_of_table = TableUnit {
            mapping: self.at,
            scope,
            source,
            article: 0,
            shown: file.shown.clone(),
            place,
            wanted,
            table,
        };
        Some((unit_of_table, unit))
    }

    /// The name of the mapping's file without its ending.
    fn mapping_name(&self) -> String {
        let path = &self.sources.get(self.mapping.source).path;
        let name = path.rsplit('/').next().unwrap_or(path);
        name.rsplit_once('.')
            .map_or(name, |(stem, _)| stem)
            .to_owned()
    }

    /// A table is an article without a text.
    fn article(
        &mut self,
        id: String,
        file: &TableFile,
        table: &Table,
        source: crate::diag::SourceId,
    ) -> Unit {
        let meta = |key: &str| {
            let found = self.mapping.meta.iter().find(|(name, _)| *name == key);
            found.map(|(_, text)| text)
        };
        let text = |key: &str| meta(key).map(|text| text.text.clone());
        let published = meta("published").and_then(|written| match Edtf::parse(&written.text) {
            Ok(date) => Some((written.text.clone(), date)),
            Err(error) => {
                let finding = crate::compile::field::value_finding(
                    self.sources,
                    self.mapping.source,
                    written,
                    &error,
                );
                self.findings.push(finding);
                None
            }
        });
        if let Some(pin) = meta("sha256")
            && !pin.text.eq_ignore_ascii_case(&table.sha256)
            && self.single
        {
            let span = Span::new(self.mapping.source, pin.span.clone());
            let hex = pin.text.len() == 64 && pin.text.bytes().all(|b| b.is_ascii_hexdigit());
            self.findings.push(if hex {
                let message = format!("`{}` has changed since it was pinned", file.shown);
                let help = format!(
                    "look at it again, and pin it anew: sha256: {}",
                    table.sha256
                );
                Finding::error("article-changed", span, message).help(help)
            } else {
                Finding::error("bad-hash", span, "a SHA-256 is 64 hexadecimal digits")
            });
        }
        Unit {
            source,
            via: text("via"),
            rows: Some(table.rows.count),
            published: published.as_ref().map(|(_, date)| *date),
            article: Article {
                id,
                path: file.shown.clone(),
                text: String::new(),
                title: text("title"),
                published: published.map(|(text, _)| text),
                publisher: text("publisher"),
                language: text("language"),
                url: text("url"),
                sha256: table.sha256.clone(),
                blocks: Vec::new(),
                sentences: Vec::new(),
            },
        }
    }

    fn unknown_columns(
        &mut self,
        table: &Table,
        wanted: &[String],
        columns: &[(&str, &Range<usize>)],
        shown: &str,
    ) {
        for (at, twice) in table
            .absent
            .iter()
            .map(|at| (at, false))
            .chain(table.doubled.iter().map(|at| (at, true)))
        {
            let name = wanted[*at].as_str();
            let names = || table.names.iter().map(String::as_str);
            let (message, help) = if twice {
                let help = "name the columns yourself: `columns: [a, b, …]` with `header: true`";
                (format!("{shown} has two columns `{name}`"), help.to_owned())
            } else {
                let help = match nearest(name, names()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None if table.names.is_empty() => "no row has this key".to_owned(),
                    None => format!(
                        "its columns: {}",
                        names().take(40).collect::<Vec<_>>().join(", ")
                    ),
                };
                (format!("{shown} has no column `{name}`"), help)
            };
            for (_, range) in columns.iter().filter(|(column, _)| *column == name) {
                let span = Span::new(self.mapping.source, (*range).clone());
                let finding = Finding::error("unknown-column", span, message.clone());
                self.findings.push(finding.help(help.clone()));
            }
        }
    }
}

/// All columns that a mapping names, with the places where it does.
fn columns(mapping: &Mapping) -> Vec<(&str, &Range<usize>)> {
    let mut columns = Columns(Vec::new());
    for filter in &mapping.filters {
        columns.text(&filter.column);
    }
    for thing in &mapping.things {
        columns.thing(thing);
    }
    for relation in &mapping.relations {
        columns.cell(&relation.kind);
        columns.thing(&relation.from);
        columns.thing(&relation.to);
        relation
            .attributes
            .iter()
            .for_each(|(_, cell)| columns.cell(cell));
        relation
            .filters
            .iter()
            .for_each(|filter| columns.text(&filter.column));
    }
    columns.0
}

struct Columns<'m>(Vec<(&'m str, &'m Range<usize>)>);

impl<'m> Columns<'m> {
    fn text(&mut self, text: &'m Text) {
        self.0.push((&text.text, &text.span));
    }

    fn cell(&mut self, cell: &'m Cell) {
        if cell.constant.is_none() {
            cell.columns.iter().for_each(|column| self.text(column));
        }
        if let Some(currency) = &cell.currency {
            self.cell(currency);
        }
    }

    fn thing(&mut self, thing: &'m Thing) {
        let id = match &thing.id {
            Some(Id::Cell(cell)) => Some(cell),
            _ => None,
        };
        let cells = [
            &thing.label,
            &thing.name,
            &thing.aliases,
            &thing.kind,
            &thing.date,
        ];
        for cell in cells.into_iter().flatten().chain(id) {
            self.cell(cell);
        }
        thing.key.iter().for_each(|column| self.text(column));
        for part in &thing.who {
            part.role.iter().for_each(|role| self.cell(role));
            self.thing(&part.actor);
        }
        thing.place.iter().for_each(|place| self.thing(place));
        thing
            .attributes
            .iter()
            .for_each(|(_, cell)| self.cell(cell));
        thing
            .filters
            .iter()
            .for_each(|filter| self.text(&filter.column));
    }
}
