//! Ids and what they stand for.

use std::collections::BTreeMap;

use super::input::Input;
use crate::diag::{Finding, Span};
use crate::ingest::annotation::{Entry, Section, Text};
use crate::model::registry::Kind;
use crate::text::{fold, nearest};

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum NodeKind {
    Article,
    Actor,
    Place,
    Event,
    Agreement,
    Claim,
}

impl NodeKind {
    /// For messages: `an event`.
    pub(super) fn described(self) -> &'static str {
        match self {
            Self::Article => "an article",
            Self::Actor => "an actor",
            Self::Place => "a place",
            Self::Event => "an event",
            Self::Agreement => "an agreement",
            Self::Claim => "a claim",
        }
    }

    fn of(section: Section) -> Option<Self> {
        Some(match section {
            Section::Actors => Self::Actor,
            Section::Places => Self::Place,
            Section::Events => Self::Event,
            Section::Agreements => Self::Agreement,
            Section::Claims => Self::Claim,
            Section::Relations => return None,
        })
    }

    /// The kind of its types; articles and claims have none.
    pub(super) fn typed(self) -> Option<Kind> {
        Some(match self {
            Self::Actor => Kind::Actor,
            Self::Place => Kind::Place,
            Self::Event => Kind::Event,
            Self::Agreement => Kind::Agreement,
            Self::Article | Self::Claim => return None,
        })
    }
}

/// Where an entry stands: the file and its position there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct EntryRef {
    pub(super) file: usize,
    pub(super) entry: usize,
}

/// What an id stands for.
#[derive(Debug, Clone)]
pub(super) struct Thing {
    pub(super) kind: NodeKind,
    /// Its type; of articles and claims the kind's name.
    pub(super) type_name: String,
    /// The entries that declare it, background first, then by article; of articles none.
    pub(super) entries: Vec<EntryRef>,
    /// Whether its type is missing or wrong, so that nothing more can be said of roles and attributes.
    pub(super) guessed: bool,
    declared: Option<Span>,
    typed: Option<Span>,
}

/// All ids.
#[derive(Debug, Default)]
pub(super) struct Symbols {
    things: BTreeMap<String, Thing>,
    /// Ids by folded name and alias, for hints.
    names: BTreeMap<String, String>,
}

/// Lower-case letters and digits in words joined by single hyphens.
pub(super) fn is_kebab_case(id: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    id.split('-').all(word)
}

/// The id of an entry: as written, or for a claim without one the article's id and its position.
pub(super) fn id_of(input: &Input, at: EntryRef) -> Option<String> {
    let file = &input.files[at.file];
    let entry = &file.annotation.entries[at.entry];
    match (&entry.id, entry.section, file.article) {
        (Some(id), ..) => Some(id.text.clone()),
        (None, Section::Claims, Some(article)) => {
            let article = &input.articles[article].article.id;
            Some(format!("{article}-{}", entry.position))
        }
        _ => None,
    }
}

/// Declares every id of articles and entries.
pub(super) fn declare(input: &Input, findings: &mut Vec<Finding>) -> Symbols {
    let mut symbols = Symbols::default();
    for unit in &input.articles {
        let thing = Thing {
            kind: NodeKind::Article,
            type_name: "article".to_owned(),
            entries: Vec::new(),
            guessed: false,
            declared: Some(Span::new(unit.source, 0..0)),
            typed: None,
        };
        symbols.things.insert(unit.article.id.clone(), thing);
    }
    for (file_at, file) in input.files.iter().enumerate() {
        for (entry_at, entry) in file.annotation.entries.iter().enumerate() {
            let at = EntryRef {
                file: file_at,
                entry: entry_at,
            };
            let span = |text: &Text| Span::new(file.annotation.source, text.span.clone());
            let Some(kind) = NodeKind::of(entry.section) else {
                continue;
            };
            if let Some(id) = &entry.id {
                check_id(id, span(id), findings);
            }
            let Some(id) = id_of(input, at) else { continue };
            let head = entry.id.as_ref().map_or_else(
                || Span::new(file.annotation.source, entry.head.clone()),
                span,
            );
            let thing = symbols.things.entry(id.clone()).or_insert_with(|| Thing {
                kind,
                type_name: String::new(),
                entries: Vec::new(),
                guessed: false,
                declared: Some(head),
                typed: None,
            });
            if thing.kind != kind {
                let finding = Finding::error(
                    "id-conflict",
                    head,
                    format!(
                        "`{id}` is {} here and {} elsewhere",
                        kind.described(),
                        thing.kind.described()
                    ),
                );
                let first = thing.declared.unwrap_or(head);
                findings.push(
                    finding
                        .related(first, format!("{} here", thing.kind.described()))
                        .help("give one of the two another id"),
                );
                continue;
            }
            if kind == NodeKind::Claim
                && let Some(twin) = thing.entries.iter().find(|twin| twin.file == file_at)
            {
                let first = &file.annotation.entries[twin.entry];
                let first = Span::new(file.annotation.source, first.head.clone());
                findings.push(
                    Finding::error(
                        "duplicate-key",
                        head,
                        format!("two claims have the id `{id}`"),
                    )
                    .related(first, "the first stands here")
                    .help("give one of the two another id, or join them with a list of quotes"),
                );
                continue;
            }
            thing.entries.push(at);
            symbols.set_type(input, &id, entry, head, findings);
            let named = entry.names.iter().map(|named| &named.text.text);
            for name in named.chain(entry.aliases.iter().map(|alias| &alias.text)) {
                symbols
                    .names
                    .entry(fold(name))
                    .or_insert_with(|| id.clone());
            }
        }
    }
    symbols.require_types(input, findings);
    symbols
}

fn check_id(id: &Text, span: Span, findings: &mut Vec<Finding>) {
    if matches!(id.text.as_str(), "author" | "entry") {
        let message = format!("`{}` is a reserved word and cannot be an id", id.text);
        findings.push(Finding::error("bad-id", span, message));
    } else if !is_kebab_case(&id.text) {
        let suggestion = fold(&id.text).replace(' ', "-");
        let finding = Finding::error(
            "bad-id",
            span,
            format!(
                "`{}` is not kebab-case: lower-case letters and digits, joined by hyphens",
                id.text
            ),
        );
        findings.push(match suggestion.as_str() {
            "" => finding,
            suggestion => finding.help(format!("write `{suggestion}`")),
        });
    }
}

impl Symbols {
    /// What an id stands for.
    pub(super) fn get(&self, id: &str) -> Option<&Thing> {
        self.things.get(id)
    }

    /// All ids in code-point order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Thing)> {
        self.things.iter().map(|(id, thing)| (id.as_str(), thing))
    }

    /// The id that somebody may have meant: one that goes by this name, else the nearest.
    pub(super) fn meant(&self, id: &str, kinds: &[NodeKind]) -> Option<&str> {
        let wanted = |id: &str| {
            self.get(id)
                .is_some_and(|thing| kinds.contains(&thing.kind))
        };
        let named = self.names.get(&fold(id)).map(String::as_str);
        let ids = || self.iter().map(|(id, _)| id).filter(|id| wanted(id));
        named.filter(|id| wanted(id)).or_else(|| nearest(id, ids()))
    }

    fn set_type(
        &mut self,
        input: &Input,
        id: &str,
        entry: &Entry,
        head: Span,
        findings: &mut Vec<Finding>,
    ) {
        let Some(thing) = self.things.get_mut(id) else {
            return;
        };
        let (Some(written), Some(kind)) = (&entry.kind, thing.kind.typed()) else {
            return;
        };
        let span = Span::new(head.source, written.span.clone());
        let registry = &input.registry;
        match registry.kind(&written.text) {
            Some(found) if found == kind => {}
            None if input.faulty_types.contains(&written.text) => {
                thing.typed.get_or_insert(span);
                return;
            }
            found => {
                let near = nearest(&written.text, registry.types_of(kind));
                let message = match found {
                    Some(found) => format!(
                        "`{}` is a type of {}s, not of {}s",
                        written.text,
                        found.root(),
                        kind.root()
                    ),
                    None => format!("`{}` is not a type", written.text),
                };
                let help = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!(
                        "types of {}s: {}; others can be defined in types.yaml",
                        kind.root(),
                        registry.types_of(kind).collect::<Vec<_>>().join(", ")
                    ),
                };
                findings.push(Finding::error("unknown-type", span, message).help(help));
                // One mistake, one finding: a wrong type counts as given.
                thing.typed.get_or_insert(span);
                return;
            }
        }
        match thing.typed {
            Some(first) if thing.type_name != written.text && !thing.type_name.is_empty() => {
                let message = format!(
                    "`{id}` is of type `{}` here and of type `{}` elsewhere",
                    written.text, thing.type_name
                );
                findings.push(
                    Finding::error("type-conflict", span, message)
                        .related(first, format!("`{}` here", thing.type_name))
                        .help("one id has one type in all files"),
                );
            }
            _ => {
                thing.type_name.clone_from(&written.text);
                thing.typed = Some(span);
            }
        }
    }

    /// Things without a type: an error, but for places, which have one to fall back on.
    fn require_types(&mut self, input: &Input, findings: &mut Vec<Finding>) {
        for (id, thing) in &mut self.things {
            if !thing.type_name.is_empty() {
                continue;
            }
            let Some(kind) = thing.kind.typed() else {
                "claim".clone_into(&mut thing.type_name);
                continue;
            };
            kind.root().clone_into(&mut thing.type_name);
            thing.guessed = kind != Kind::Place || thing.typed.is_some();
            if let (None, Some(span), true) = (thing.typed, thing.declared, kind != Kind::Place) {
                let types: Vec<_> = input
                    .registry
                    .types_of(kind)
                    .filter(|name| kind != Kind::Actor || *name != kind.root())
                    .collect();
                findings.push(
                    Finding::error("missing-key", span, format!("`{id}` has no `type`"))
                        .help(format!("one of {}", types.join(", "))),
                );
            }
        }
    }
}
