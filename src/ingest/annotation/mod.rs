//! Annotation files as typed entries that still know where each part of them stands.
//!
//! [`read`] turns a YAML tree into an [`AnnotationFile`] and reports everything that is wrong with
//! its shape: unknown, missing and empty keys, a list where a text belongs. What the words mean (ids,
//! types, roles, attributes, dates, quotes) is the compiler's business.

mod entry;
pub(super) mod shape;

use std::ops::Range;

use super::yaml::{Node, Value};
use crate::diag::{Finding, SourceId};
use shape::Shape;

/// A text with its place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text, escapes resolved.
    pub text: String,
    /// Bytes of the file.
    pub span: Range<usize>,
}

/// A text in a language, or in none in particular.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Language code, `en`.
    pub language: Option<String>,
    /// The text.
    pub text: Text,
}

/// A quote as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The passage.
    pub text: Text,
    /// What stands somewhere before it, where the passage alone is ambiguous.
    pub after: Option<Text>,
}

/// One value of a field: `v`, or `{is: v, quote:, by:, why:}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The field: `date`, `who.lender`, `led_to`, an attribute.
    pub field: String,
    /// The key of the field.
    pub field_span: Range<usize>,
    /// The value; of `led_to` the id.
    pub value: Text,
    /// The stage of a `led_to`.
    pub stage: Option<Text>,
    /// Its own quotes; without any it takes the entry's.
    pub quotes: Vec<Quote>,
    /// Who says so; empty where the article itself does.
    pub by: Vec<Text>,
    /// How the value follows from the quote.
    pub why: Option<String>,
}

impl Statement {
    /// The value as `SUPPORTED_BY` shows it: of `led_to` with the stage.
    pub fn written(&self) -> String {
        match &self.stage {
            Some(stage) => format!("{}: {}", self.value.text, stage.text),
            None => self.value.text.clone(),
        }
    }
}

/// What a list of entries holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// `actors`
    Actors,
    /// `places`
    Places,
    /// `events`
    Events,
    /// `agreements`
    Agreements,
    /// `claims`
    Claims,
    /// `relations`
    Relations,
}

impl Section {
    const ALL: [Section; 6] = [
        Section::Actors,
        Section::Places,
        Section::Events,
        Section::Agreements,
        Section::Claims,
        Section::Relations,
    ];

    /// The key of the section.
    pub fn key(self) -> &'static str {
        match self {
            Section::Actors => "actors",
            Section::Places => "places",
            Section::Events => "events",
            Section::Agreements => "agreements",
            Section::Claims => "claims",
            Section::Relations => "relations",
        }
    }

    /// One of its entries, for messages.
    pub fn entry(self) -> &'static str {
        match self {
            Section::Actors => "actor",
            Section::Places => "place",
            Section::Events => "event",
            Section::Agreements => "agreement",
            Section::Claims => "claim",
            Section::Relations => "relation",
        }
    }
}

/// An entry: an actor, place, event, agreement, claim or relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The list it stands in.
    pub section: Section,
    /// Its id; claims may and relations do lack one.
    pub id: Option<Text>,
    /// Its position in the list, from 1.
    pub position: usize,
    /// Where a missing key is reported: at the entry's key, or at the first key of a list item.
    pub head: Range<usize>,
    /// `type`
    pub kind: Option<Text>,
    /// `name`; of a claim `says`.
    pub names: Vec<Named>,
    /// `aliases`
    pub aliases: Vec<Text>,
    /// `description`
    pub descriptions: Vec<Named>,
    /// `wikidata`
    pub wikidata: Option<Text>,
    /// `unnamed`
    pub unnamed: bool,
    /// `phase`
    pub phase: Option<Text>,
    /// `stance`
    pub stance: Option<Text>,
    /// `medium`
    pub medium: Option<Text>,
    /// `from` of a relation
    pub from: Option<Text>,
    /// `to` of a relation
    pub to: Option<Text>,
    /// `by`
    pub by: Vec<Text>,
    /// `about` of a claim
    pub about: Vec<Text>,
    /// `denies` of a claim
    pub denies: Vec<Text>,
    /// `during` of a claim
    pub during: Vec<Text>,
    /// `quote`
    pub quotes: Vec<Quote>,
    /// `why`
    pub why: Option<String>,
    /// `allow`
    pub allow: Vec<Text>,
    /// Everything else: fields, roles and attributes.
    pub statements: Vec<Statement>,
    /// `represents` and `member_of` of an actor.
    pub links: Vec<Link>,
}

/// A relation that is written at an actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The relation, `represents` or `member-of`.
    pub relation: &'static str,
    /// The other end.
    pub of: Text,
    /// Attributes of the relation.
    pub statements: Vec<Statement>,
}

/// An annotation file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnotationFile {
    /// The file.
    pub source: SourceId,
    /// The article that it annotates; none for background (`actors.yaml`).
    pub article: Option<Text>,
    /// `title`, `published` … of the article, by key.
    pub meta: Vec<(&'static str, Text)>,
    /// All entries in the order of the file.
    pub entries: Vec<Entry>,
}

impl AnnotationFile {
    /// What the file says of the article under a key.
    pub fn meta(&self, key: &str) -> Option<&Text> {
        self.meta
            .iter()
            .find(|(name, _)| *name == key)
            .map(|(_, text)| text)
    }
}

const META: [&str; 8] = [
    "title",
    "published",
    "publisher",
    "language",
    "url",
    "sha256",
    "copy_of",
    "via",
];

/// Reads a file's tree. `background` says that the file is `actors.yaml`, which needs no article.
pub fn read(source: SourceId, tree: &Node, background: bool) -> (AnnotationFile, Vec<Finding>) {
    let mut shape = Shape::new(source);
    let mut file = AnnotationFile {
        source,
        article: None,
        meta: Vec::new(),
        entries: Vec::new(),
    };
    let keys = match &tree.value {
        Value::Mapping(keys) => keys.as_slice(),
        Value::Null => &[],
        _ => {
            shape.wrong(tree, "a mapping with `article`, `events` …");
            return (file, shape.findings);
        }
    };
    let only_background = keys
        .iter()
        .all(|entry| matches!(entry.key.text.as_str(), "actors" | "places"));
    let background = background || (only_background && !keys.is_empty());
    for entry in keys {
        let key = entry.key.text.as_str();
        let section = Section::ALL
            .into_iter()
            .find(|section| section.key() == key);
        let meta = META.into_iter().find(|name| *name == key);
        match (section, meta) {
            (Some(section), _) if !background || matches!(key, "actors" | "places") => {
                file.entries
                    .extend(entry::section(&mut shape, section, &entry.value, background));
            }
            (_, Some(name)) if !background => {
                file.meta
                    .extend(shape.text(&entry.key, &entry.value).map(|text| (name, text)));
            }
            _ if key == "article" && !background => {
                file.article = shape.text(&entry.key, &entry.value);
            }
            _ if background => shape.unknown_key(
                &entry.key,
                "background",
                &["actors", "places"],
                Some("events, agreements, claims and relations need an article that says so: write them in its file"),
            ),
            _ => {
                let mut known = vec!["article"];
                known.extend(META);
                known.extend(Section::ALL.map(Section::key));
                shape.unknown_key(&entry.key, "an annotation file", &known, None);
            }
        }
    }
    if !background && file.article.is_none() && !keys.iter().any(|e| e.key.text == "article") {
        let at = keys.first().map_or(0..0, |entry| entry.key.span.clone());
        shape.missing(
            at,
            "this file",
            "article",
            "name the article that the file annotates, `article: name-of-the-file.txt`",
        );
    }
    (file, shape.findings)
}
