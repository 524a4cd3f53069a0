//! What a YAML file says of a table: where it lies, how it is written, and what its columns mean.
//!
//! [`read`] checks the shape only. Which columns, types and roles there are is known to the compiler.

mod cell;
mod thing;

use std::ops::Range;

use encoding_rs::Encoding;

use super::{Format, Layout};
use crate::diag::{Finding, SourceId, Span};
use crate::ingest::annotation::shape::Shape;
use crate::ingest::annotation::{Section, Text};
use crate::ingest::yaml::{Entry, Key, Node, Value};
use crate::text::nearest;

/// A file that says `table:`.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// The file.
    pub source: SourceId,
    /// Paths or globs of the tables, as seen from the dossier.
    pub tables: Vec<Text>,
    /// The id of the table's article, where it is not the file's stem.
    pub id: Option<Text>,
    /// `title`, `publisher` … of the article, by key.
    pub meta: Vec<(&'static str, Text)>,
    /// How the tables are written, as far as it is said.
    pub form: Form,
    /// Cells that mean nothing, beside empty ones.
    pub nulls: Vec<String>,
    /// Conditions on all rows.
    pub filters: Vec<Filter>,
    /// Names or ids of the table with the id of the dossier that they are; none: nobody's.
    pub same_as: Vec<(Text, Option<Text>)>,
    /// Actors, places, events and agreements that rows are.
    pub things: Vec<Thing>,
    /// Relations that rows are.
    pub relations: Vec<Relation>,
    /// Codes of findings that are not wanted.
    pub allow: Vec<Text>,
}

/// How a table is written.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// `format`
    pub format: Option<Format>,
    /// `delimiter`
    pub delimiter: Option<u8>,
    /// `quote`; the inner `None` is `none`.
    pub quote: Option<Option<u8>>,
    /// `header`
    pub header: Option<bool>,
    /// `skip`
    pub skip: usize,
    /// `columns`
    pub columns: Option<Vec<String>>,
    /// `encoding`
    pub encoding: Option<&'static Encoding>,
}

impl Form {
    /// The layout of a file of some format: what is not said follows from that.
    pub fn layout(&self, format: Format) -> Layout {
        let quote = (format == Format::Csv).then_some(b'"');
        let delimiter = if format == Format::Tsv { b'\t' } else { b',' };
        Layout {
            format,
            delimiter: self.delimiter.unwrap_or(delimiter),
            quote: self.quote.unwrap_or(quote),
            skip: self.skip,
            header: self.header.unwrap_or(self.columns.is_none()),
            columns: self.columns.clone(),
            encoding: self.encoding,
        }
    }
}

/// A value as it comes out of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Where it is written.
    pub span: Range<usize>,
    /// The columns whose texts make it.
    pub columns: Vec<Text>,
    /// What it is in every row instead.
    pub constant: Option<Text>,
    /// What stands between the texts of several columns.
    pub join: String,
    /// What becomes of some texts.
    pub map: Option<Vec<(Text, Option<Text>)>>,
    /// What stands for an empty text, and for one that the map does not have.
    pub default: Option<Text>,
    /// How its dates are written, one after the other to be tried.
    pub formats: Vec<Text>,
    /// What parts several values.
    pub split: Option<String>,
    /// What it is: `number`, `text` …
    pub kind: Option<Text>,
    /// What stands before the decimals of a number.
    pub decimal: Option<char>,
    /// What parts the thousands of a number.
    pub thousands: Option<char>,
    /// The currency of an amount.
    pub currency: Option<Box<Cell>>,
}

impl Cell {
    /// A value that nothing is said of yet.
    fn at(span: Range<usize>) -> Self {
        Self {
            span,
            columns: Vec::new(),
            constant: None,
            join: " ".to_owned(),
            map: None,
            default: None,
            formats: Vec::new(),
            split: None,
            kind: None,
            decimal: None,
            thousands: None,
            currency: None,
        }
    }

    /// The same text in every row.
    pub fn constant(text: Text) -> Self {
        Self {
            constant: Some(text.clone()),
            ..Self::at(text.span)
        }
    }
}

/// A condition on a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The column.
    pub column: Text,
    /// Texts of which the cell is one.
    pub values: Vec<String>,
    /// Whether it must be none of them instead.
    pub not: bool,
}

/// How ids are given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Id {
    /// The number of the row; that of the first.
    Row(i64),
    /// A column.
    Cell(Cell),
}

/// An actor, place, event or agreement in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thing {
    /// What it is.
    pub section: Section,
    /// Where it is written.
    pub span: Range<usize>,
    /// The type of the dossier, which gives its labels.
    pub label: Option<Cell>,
    /// `id`
    pub id: Option<Id>,
    /// Columns that together tell it from others.
    pub key: Vec<Text>,
    /// The table whose ids these are.
    pub of: Option<Text>,
    /// `name`
    pub name: Option<Cell>,
    /// `aliases`
    pub aliases: Option<Cell>,
    /// The table's own word for what it is.
    pub kind: Option<Cell>,
    /// `date`
    pub date: Option<Cell>,
    /// Who takes part.
    pub who: Vec<Part>,
    /// Where it is.
    pub place: Option<Box<Thing>>,
    /// Everything else, by key.
    pub attributes: Vec<(Text, Cell)>,
    /// Conditions on the row.
    pub filters: Vec<Filter>,
}

/// Somebody who takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The role; none is that of a participant or party.
    pub role: Option<Cell>,
    /// Who.
    pub actor: Thing,
}

/// A relation in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Where it is written.
    pub span: Range<usize>,
    /// `type`
    pub kind: Cell,
    /// Where it starts.
    pub from: Thing,
    /// Where it ends.
    pub to: Thing,
    /// `since`, `until` and others, by key.
    pub attributes: Vec<(Text, Cell)>,
    /// Conditions on the row.
    pub filters: Vec<Filter>,
}

/// Keys that speak of the table's article.
const META: [&str; 7] = [
    "title",
    "published",
    "publisher",
    "language",
    "url",
    "sha256",
    "via",
];

/// Keys that speak of the table.
const KNOWN: [&str; 19] = [
    "table",
    "id",
    "format",
    "delimiter",
    "quote",
    "header",
    "skip",
    "columns",
    "encoding",
    "nulls",
    "where",
    "same_as",
    "actors",
    "places",
    "events",
    "agreements",
    "relations",
    "allow",
    "description",
];

/// Whether a file's tree is a mapping.
pub fn is_mapping(tree: &Node) -> bool {
    tree.get("table").is_some()
}

/// Reads a file's tree; everything that is wrong with its shape is reported.
pub fn read(source: SourceId, tree: &Node) -> (Mapping, Vec<Finding>) {
    let mut reader = Reader {
        source,
        shape: Shape::new(source),
    };
    let mut mapping = Mapping {
        source,
        tables: Vec::new(),
        id: None,
        meta: Vec::new(),
        form: Form::default(),
        nulls: Vec::new(),
        filters: Vec::new(),
        same_as: Vec::new(),
        things: Vec::new(),
        relations: Vec::new(),
        allow: Vec::new(),
    };
    let keys: &[Entry] = match &tree.value {
        Value::Mapping(keys) => keys,
        _ => &[],
    };
    for Entry { key, value } in keys {
        reader.key(&mut mapping, key, value);
    }
    if mapping.things.is_empty()
        && mapping.relations.is_empty()
        && reader.shape.findings.is_empty()
        && let Some(first) = keys.first()
    {
        let help =
            "say what its rows are: `events:`, `agreements:`, `actors:`, `places:` or `relations:`";
        reader
            .shape
            .missing(first.key.span.clone(), "this table", "events", help);
    }
    (mapping, reader.shape.findings)
}

/// Reads a tree and collects what is wrong with it.
struct Reader {
    source: SourceId,
    shape: Shape,
}

impl Reader {
    fn key(&mut self, mapping: &mut Mapping, key: &Key, value: &Node) {
        let form = &mut mapping.form;
        match key.text.as_str() {
            "table" => mapping.tables = self.shape.texts(key, value),
            "id" => mapping.id = self.shape.text(key, value),
            "format" => {
                let words = ["csv", "tsv", "jsonl", "parquet"];
                form.format = self
                    .word(key, value, "format", &words)
                    .and_then(|word| Format::parse(&word.text));
            }
            "delimiter" => form.delimiter = self.mark(key, value),
            "quote" if value.as_scalar() == Some("none") => form.quote = Some(None),
            "quote" => form.quote = self.mark(key, value).map(Some),
            "header" => form.header = Some(self.shape.flag(key, value)),
            "skip" => {
                form.skip = self
                    .number(key, value)
                    .and_then(|number| usize::try_from(number).ok())
                    .unwrap_or(0)
            }
            "columns" => {
                let columns = self.shape.texts(key, value);
                form.columns = Some(columns.into_iter().map(|column| column.text).collect());
            }
            "encoding" => form.encoding = self.encoding(key, value),
            "nulls" => mapping.nulls = self.plain_texts(key, value),
            "where" => mapping.filters = self.filters(value),
            "same_as" => mapping.same_as = self.look_up(key, value),
            "allow" => mapping.allow = self.shape.texts(key, value),
            "actors" => mapping.things.extend(self.things(Section::Actors, value)),
            "places" => mapping.things.extend(self.things(Section::Places, value)),
            "events" => mapping.things.extend(self.things(Section::Events, value)),
            "agreements" => mapping
                .things
                .extend(self.things(Section::Agreements, value)),
            "relations" => mapping.relations.extend(self.relations(value)),
            other => match META.into_iter().find(|name| *name == other) {
                Some(name) => mapping
                    .meta
                    .extend(self.shape.text(key, value).map(|text| (name, text))),
                None => {
                    let known: Vec<&str> = KNOWN
                        .into_iter()
                        .filter(|key| *key != "description")
                        .chain(META)
                        .collect();
                    self.shape.unknown_key(key, "a table", &known, None);
                }
            },
        }
    }

    fn report(
        &mut self,
        code: &'static str,
        range: &Range<usize>,
        message: String,
        help: Option<String>,
    ) {
        let finding = Finding::error(code, Span::new(self.source, range.clone()), message);
        self.shape.findings.push(match help {
            Some(help) => finding.help(help),
            None => finding,
        });
    }

    /// One of some words.
    fn word(&mut self, key: &Key, value: &Node, what: &str, words: &[&str]) -> Option<Text> {
        let text = self.shape.text(key, value)?;
        if words.contains(&text.text.as_str()) {
            return Some(text);
        }
        let help = nearest(&text.text, words.iter().copied()).map_or_else(
            || format!("one of {}", words.join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        self.report(
            "unknown-word",
            &text.span,
            format!("`{}` is no {what}", text.text),
            Some(help),
        );
        None
    }

    /// One ASCII character; a tab may be written `\t` or `tab`.
    fn mark(&mut self, key: &Key, value: &Node) -> Option<u8> {
        // Not through `text`, which would trim a tab or a space.
        let text = match &value.value {
            Value::Scalar(text) => text.as_str(),
            Value::Null => {
                self.shape.empty(key);
                return None;
            }
            _ => {
                self.shape.wrong(value, "one character");
                return None;
            }
        };
        match (text, text.as_bytes()) {
            ("tab" | "\\t", _) => Some(b'\t'),
            ("space", _) => Some(b' '),
            (_, [mark]) if mark.is_ascii() && !matches!(mark, b'\n' | b'\r') => Some(*mark),
            _ => {
                let help = "a comma, a semicolon, `tab` …".to_owned();
                let message = format!("`{}` of a table is one ASCII character", key.text);
                self.report("wrong-shape", &value.span, message, Some(help));
                None
            }
        }
    }

    fn number(&mut self, key: &Key, value: &Node) -> Option<i64> {
        let text = self.shape.text(key, value)?;
        let number = text.text.parse().ok();
        if number.is_none() {
            let message = format!("`{}` is not a whole number", text.text);
            self.report("bad-number", &text.span, message, None);
        }
        number
    }

    fn encoding(&mut self, key: &Key, value: &Node) -> Option<&'static Encoding> {
        let text = self.shape.text(key, value)?;
        let found = Encoding::for_label(text.text.as_bytes());
        if found.is_none() {
            let help = "utf-8, windows-1252, windows-1251, utf-16le …".to_owned();
            self.report(
                "unknown-word",
                &text.span,
                format!("`{}` is no encoding", text.text),
                Some(help),
            );
        }
        found
    }

    /// Texts as they stand; an empty one is one.
    fn plain_texts(&mut self, key: &Key, value: &Node) -> Vec<String> {
        let items = match &value.value {
            Value::Sequence(items) => items.as_slice(),
            _ => std::slice::from_ref(value),
        };
        let mut texts = Vec::new();
        for item in items {
            match &item.value {
                Value::Scalar(text) => texts.push(text.clone()),
                Value::Null => texts.push(String::new()),
                _ => {
                    self.shape.wrong(item, "a text");
                }
            }
        }
        if items.is_empty() {
            self.shape.empty(key);
        }
        texts
    }

    /// `{text: what it becomes}`; nothing: it is left out.
    fn look_up(&mut self, _: &Key, value: &Node) -> Vec<(Text, Option<Text>)> {
        let Value::Mapping(entries) = &value.value else {
            self.shape.wrong(value, "a mapping from texts of the table");
            return Vec::new();
        };
        let mut pairs = Vec::new();
        for entry in entries {
            let from = Text {
                text: entry.key.text.clone(),
                span: entry.key.span.clone(),
            };
            let to = match &entry.value.value {
                Value::Null => None,
                _ => match self.shape.text(&entry.key, &entry.value) {
                    Some(to) => Some(to),
                    None => continue,
                },
            };
            pairs.push((from, to));
        }
        pairs
    }

    /// `{column: text}`, `{column: [texts]}` or `{column: {not: …}}`.
    fn filters(&mut self, value: &Node) -> Vec<Filter> {
        let Value::Mapping(entries) = &value.value else {
            self.shape
                .wrong(value, "a mapping from columns to the texts that count");
            return Vec::new();
        };
        let mut filters = Vec::new();
        for Entry { key, value } in entries {
            let column = Text {
                text: key.text.clone(),
                span: key.span.clone(),
            };
            let (values, not) = match &value.value {
                Value::Mapping(inner) => {
                    let mut values = Vec::new();
                    for entry in inner {
                        if entry.key.text == "not" {
                            values = self.plain_texts(&entry.key, &entry.value);
                        } else {
                            self.shape
                                .unknown_key(&entry.key, "a condition", &["not"], None);
                        }
                    }
                    (values, true)
                }
                _ => (self.plain_texts(key, value), false),
            };
            filters.push(Filter {
                column,
                values,
                not,
            });
        }
        filters
    }
}

#[cfg(test)]
mod tests;
