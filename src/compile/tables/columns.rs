//! Values of a mapping as columns: of each row a number, of each number a text.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::TableUnit;
use crate::ingest::annotation::Text;
use crate::ingest::table::LIST;
use crate::ingest::table::mapping::{Cell, Filter, Mapping};

/// Of each row a number.
#[derive(Clone)]
pub(super) enum Codes<'t> {
    /// 0 in all rows.
    One,
    /// Those of a column.
    Column(&'t [u32]),
    /// Those of several columns together.
    Made(Arc<[u32]>),
}

impl Codes<'_> {
    /// The number of a row.
    pub(super) fn at(&self, row: usize) -> usize {
        match self {
            Self::One => 0,
            Self::Column(codes) => codes[row] as usize,
            Self::Made(codes) => codes[row] as usize,
        }
    }
}

/// A value of a mapping in all rows; an empty text is none.
#[derive(Clone)]
pub(super) struct Field<'t> {
    pub(super) codes: Codes<'t>,
    pub(super) texts: Vec<Option<Cow<'t, str>>>,
    /// What to call it in messages.
    pub(super) name: String,
}

impl Field<'_> {
    /// The text in a row.
    pub(super) fn at(&self, row: usize) -> Option<&str> {
        self.texts[self.codes.at(row)].as_deref()
    }
}

/// The columns of a table by name.
pub(super) struct Columns<'t> {
    unit: &'t TableUnit,
    nulls: &'t [String],
}

impl<'t> Columns<'t> {
    pub(super) fn of(unit: &'t TableUnit, mapping: &'t Mapping) -> Self {
        Self {
            unit,
            nulls: &mapping.nulls,
        }
    }

    /// Number of rows that could be read.
    pub(super) fn rows(&self) -> usize {
        self.unit.table.rows.lines.len()
    }

    fn column(&self, name: &str) -> Field<'t> {
        let at = self.unit.wanted.iter().position(|wanted| wanted == name);
        let Some(coded) = at.and_then(|at| self.unit.table.rows.columns.get(at)) else {
            return constant(None, name);
        };
        let texts = coded.texts.iter().map(|text| {
            let text = text.trim();
            let none = text.is_empty() || self.nulls.iter().any(|null| null == text);
            (!none).then_some(Cow::Borrowed(text))
        });
        Field {
            codes: Codes::Column(&coded.codes),
            texts: texts.collect(),
            name: format!("column `{name}`"),
        }
    }

    /// Several columns as one, their texts joined; empty ones are left out.
    pub(super) fn joined(&self, names: &[Text], join: &str) -> Field<'t> {
        let mut names = names.iter();
        let Some(first) = names.next() else {
            return constant(None, "");
        };
        let mut field = self.column(&first.text);
        for name in names {
            let next = self.column(&name.text);
            field = self.pair(&field, &next, join);
        }
        field
    }

    /// An amount with its currency; none where the amount is.
    pub(super) fn in_currency(&self, amount: &Field<'t>, currency: &Field<'t>) -> Field<'t> {
        let mut field = self.pair(amount, currency, " ");
        for row in 0..self.rows() {
            if amount.at(row).is_none() {
                field.texts[field.codes.at(row)] = None;
            }
        }
        field
    }

    /// Two fields as one.
    fn pair(&self, first: &Field<'t>, second: &Field<'t>, join: &str) -> Field<'t> {
        let mut numbers: HashMap<(usize, usize), u32> = HashMap::new();
        let mut texts: Vec<Option<Cow<'t, str>>> = Vec::new();
        let codes = (0..self.rows()).map(|row| {
            let (a, b) = (first.codes.at(row), second.codes.at(row));
            *numbers.entry((a, b)).or_insert_with(|| {
                texts.push(match (&first.texts[a], &second.texts[b]) {
                    (Some(a), Some(b)) => Some(Cow::Owned(format!("{a}{join}{b}"))),
                    (one, other) => one.clone().or_else(|| other.clone()),
                });
                u32::try_from(texts.len() - 1).unwrap_or(u32::MAX)
            })
        });
        let codes = Codes::Made(codes.collect());
        Field {
            codes,
            texts,
            name: format!("{} with {}", first.name, second.name),
        }
    }

    /// A value: columns joined, looked up in the map, the default where there is nothing.
    pub(super) fn field(&self, cell: &'t Cell) -> Field<'t> {
        if let Some(text) = &cell.constant {
            return constant(Some(&text.text), &text.text);
        }
        let mut field = self.joined(&cell.columns, &cell.join);
        if let Some(pairs) = &cell.map {
            let map: HashMap<&str, Option<&str>> = pairs
                .iter()
                .map(|(from, to)| (from.text.as_str(), to.as_ref().map(|to| to.text.as_str())))
                .collect();
            for text in &mut field.texts {
                let Some(found) = text.as_deref().map(|text| map.get(text)) else {
                    continue;
                };
                match (found, &cell.default) {
                    (Some(to), _) => *text = to.map(Cow::Borrowed),
                    (None, Some(default)) => *text = Some(Cow::Borrowed(default.text.as_str())),
                    // What the map does not have stays what it is.
                    (None, None) => {}
                }
            }
        }
        if let Some(default) = &cell.default {
            for text in field.texts.iter_mut().filter(|text| text.is_none()) {
                *text = Some(Cow::Borrowed(default.text.as_str()));
            }
        }
        field
    }

    /// Which rows fulfil all of some conditions; `None`: all rows do.
    pub(super) fn passing(&self, filters: &[&Filter]) -> Option<Vec<bool>> {
        if filters.is_empty() {
            return None;
        }
        let mut passing = vec![true; self.rows()];
        for filter in filters {
            let field = self.column(&filter.column.text);
            let counts: Vec<bool> = field
                .texts
                .iter()
                .map(|text| {
                    let text = text.as_deref().unwrap_or_default();
                    filter.values.iter().any(|value| value.trim() == text) != filter.not
                })
                .collect();
            for (row, passes) in passing.iter_mut().enumerate() {
                *passes &= counts[field.codes.at(row)];
            }
        }
        Some(passing)
    }
}

/// The same text in all rows.
/// The same text in every row.
pub(super) fn constant<'t>(text: Option<&'t str>, name: &str) -> Field<'t> {
    Field {
        codes: Codes::One,
        texts: vec![text.map(Cow::Borrowed)],
        name: format!("`{name}`"),
    }
}

/// The parts of a text that lists several.
pub(super) fn parts<'s>(text: &'s str, split: Option<&'s str>) -> impl Iterator<Item = &'s str> {
    // Without a mark of its own, the mark of lists parts it.
    let by = split.unwrap_or("\u{1f}");
    text.split(LIST)
        .flat_map(move |part| part.split(by))
        .map(str::trim)
        .filter(|part| !part.is_empty())
}
