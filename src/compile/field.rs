//! Fields: what kind of value each takes, and reading it.

use super::symbols::Thing;
use crate::diag::{Finding, SourceId, Sources, Span};
use crate::ingest::annotation::{Section, Statement, Text};
use crate::model::amount::Amount;
use crate::model::date::Edtf;
use crate::model::number::{Num, Number};
use crate::model::registry::{AttributeKind, Registry, RelationDef};
use crate::model::value::{ValueError, parse_boolean};
use crate::model::words::Stage;
use crate::text::nearest;

/// What a field is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Field {
    Date,
    Place,
    PartOf,
    LedTo,
    /// `who.<role>`
    Role(String),
    /// An attribute of its type.
    Attribute(AttributeKind),
    /// An attribute of a claim, which may be anything.
    Free,
}

/// The value of a field, read.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Typed {
    Date(Edtf),
    Number(Number),
    Amount(Amount),
    Boolean(bool),
    Text(String),
    Stage(Stage),
    /// A reference, with a stage if it is of `led_to` to an agreement.
    Id(String, Option<Stage>),
}

impl Typed {
    /// The numbers that a quote has to yield for this value; empty for other values.
    pub(super) fn numbers(&self) -> Vec<f64> {
        let float = |num: Num| match num {
            #[expect(clippy::cast_precision_loss, reason = "compared with what a text says")]
            Num::Int(int) => int as f64,
            Num::Float(float) => float,
        };
        let mut ends = match self {
            Typed::Number(number) => vec![float(number.min()), float(number.max())],
            Typed::Amount(amount) => vec![float(amount.min()), float(amount.max())],
            _ => Vec::new(),
        };
        ends.dedup();
        ends
    }
}

/// The field that a statement of an event, agreement or claim fills, or what is wrong with it.
pub(super) fn field(
    registry: &Registry,
    section: Section,
    thing: &Thing,
    id: &str,
    source: SourceId,
    statement: &Statement,
) -> Result<Field, Finding> {
    let name = statement.field.as_str();
    let kind = &thing.type_name;
    let span = Span::new(source, statement.field_span.clone());
    match (name, section) {
        ("date", _) => return Ok(Field::Date),
        ("place", Section::Events) => return Ok(Field::Place),
        ("part_of", Section::Claims) => {}
        ("part_of", _) => return Ok(Field::PartOf),
        ("led_to", Section::Events) => return Ok(Field::LedTo),
        _ => {}
    }
    if section == Section::Claims {
        return Ok(Field::Free);
    }
    if let Some(role) = name.strip_prefix("who.") {
        if thing.guessed || registry.role(kind, role).is_some() {
            return Ok(Field::Role(role.to_owned()));
        }
        let roles = registry.roles(kind);
        let finding = Finding::error(
            "unknown-role",
            span,
            format!("`{id}` is of type `{kind}`, which has no role `{role}`"),
        );
        return Err(finding.help(one_of(role, &roles)));
    }
    if let Some(attribute) = registry.attribute(kind, name) {
        return Ok(Field::Attribute(attribute));
    }
    if thing.guessed {
        return Ok(Field::Free);
    }
    let mut known = registry.attributes(kind);
    known.extend([
        "type", "name", "date", "part_of", "who", "quote", "aliases", "phase", "why",
    ]);
    if section == Section::Events {
        known.extend(["place", "led_to"]);
    }
    let finding = Finding::error(
        "unknown-attribute",
        span,
        format!("`{id}` is of type `{kind}`, which has no attribute `{name}`"),
    );
    let own = registry.attributes(kind);
    Err(finding.help(match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if own.is_empty() => format!(
            "a `{kind}` has no attributes; a type of your own can have some, see types.yaml"
        ),
        None => format!("a `{kind}` takes: {}", own.join(", ")),
    }))
}

/// The attribute of a relation that a statement fills, or what is wrong with it.
pub(super) fn relation_field(
    def: &RelationDef,
    name: &str,
    source: SourceId,
    statement: &Statement,
) -> Result<Field, Finding> {
    if let Some(attribute) = def.attribute(&statement.field) {
        return Ok(Field::Attribute(attribute));
    }
    let finding = Finding::error(
        "unknown-attribute",
        Span::new(source, statement.field_span.clone()),
        format!(
            "the relation `{name}` has no attribute `{}`",
            statement.field
        ),
    );
    Err(finding.help(one_of(&statement.field, &def.attribute_names())))
}

/// "did you mean `near`?", or the list of what there is.
pub(super) fn one_of(word: &str, known: &[&str]) -> String {
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known here: {}", known.join(", ")),
    }
}

/// Reads the value of a field that is no reference.
pub(super) fn value(
    sources: &Sources,
    field: &Field,
    source: SourceId,
    text: &Text,
) -> Result<Typed, Finding> {
    let kind = match field {
        Field::Date => AttributeKind::Date,
        Field::Attribute(kind) => *kind,
        Field::Free => return Ok(free(&text.text)),
        Field::Place | Field::PartOf | Field::LedTo | Field::Role(_) => AttributeKind::Text,
    };
    let read = match kind {
        AttributeKind::Date => Edtf::parse(&text.text).map(Typed::Date),
        AttributeKind::Number => Number::parse(&text.text).map(Typed::Number),
        AttributeKind::Amount => Amount::parse(&text.text).map(Typed::Amount),
        AttributeKind::Boolean => parse_boolean(&text.text).map(Typed::Boolean),
        AttributeKind::Text => Ok(Typed::Text(text.text.clone())),
        AttributeKind::Stage => return stage(source, text).map(Typed::Stage),
    };
    read.map_err(|error| value_finding(sources, source, text, &error))
}

/// Reads a stage.
pub(super) fn stage(source: SourceId, text: &Text) -> Result<Stage, Finding> {
    word("stage", source, text, Stage::parse, Stage::words())
}

/// Reads a word of a closed list.
pub(super) fn word<W>(
    what: &str,
    source: SourceId,
    text: &Text,
    parse: impl Fn(&str) -> Option<W>,
    words: impl Iterator<Item = &'static str>,
) -> Result<W, Finding> {
    parse(&text.text).ok_or_else(|| {
        let span = Span::new(source, text.span.clone());
        let words: Vec<_> = words.collect();
        let message = format!("`{}` is not a {what}", text.text);
        Finding::error("unknown-word", span, message).help(one_of(&text.text, &words))
    })
}

/// An attribute of a claim is whatever it looks like.
fn free(text: &str) -> Typed {
    if let Ok(number) = Number::parse(text) {
        Typed::Number(number)
    } else if let Ok(boolean) = parse_boolean(text) {
        Typed::Boolean(boolean)
    } else {
        Typed::Text(text.to_owned())
    }
}

/// The finding of a value that cannot be read, at its very characters where they stand as written.
pub(super) fn value_finding(
    sources: &Sources,
    source: SourceId,
    text: &Text,
    error: &ValueError,
) -> Finding {
    let written = sources
        .get(source)
        .text
        .get(text.span.clone())
        .unwrap_or_default();
    let at = written
        .find(&text.text)
        .map(|inside| text.span.start + inside);
    let range = match at {
        Some(at) => at + error.range.start..at + error.range.end,
        None => text.span.clone(),
    };
    let finding = Finding::error(
        error.kind.code(),
        Span::new(source, range),
        error.message.clone(),
    );
    match &error.help {
        Some(help) => finding.help(help.clone()),
        None => finding,
    }
}
