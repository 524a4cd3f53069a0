//! Testimonies: what one article says in one entry, with its references resolved, its values read
//! and its quotes found.

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::{Evidence, Searcher};
use super::field::{self, Field, Typed, one_of};
use super::figures;
use super::input::Input;
use super::symbols::{EntryRef, NodeKind, Symbols, id_of};
use crate::diag::{self, Finding, Severity, SourceId, Span};
use crate::ingest::annotation::{Entry, Quote, Section, Statement, Text};
use crate::model::registry::{RelationDef, pascal_case};
use crate::model::words::{Phase, Stance};
use crate::text::nearest;

/// What one article, or the background, says in one entry.
pub(super) struct Testimony<'i> {
    /// The entry.
    pub(super) entry: &'i Entry,
    /// Its file.
    pub(super) source: SourceId,
    /// The id of the node; of a relation empty.
    pub(super) id: String,
    /// The article in [`Input::articles`]; none for background.
    pub(super) article: Option<usize>,
    /// The entry's own quotes, found.
    pub(super) evidence: Vec<Evidence>,
    /// Its fields.
    pub(super) facts: Vec<Fact<'i>>,
    /// `by`
    pub(super) by: Vec<Speaker>,
    /// `about`
    pub(super) about: Vec<Target>,
    /// `denies`
    pub(super) denies: Vec<Target>,
    /// `during`
    pub(super) during: Vec<String>,
    /// `phase`
    pub(super) phase: Option<Phase>,
    /// `stance`
    pub(super) stance: Option<Stance>,
    /// Of a relation its type and ends.
    pub(super) relation: Option<Ends>,
}

impl Testimony<'_> {
    /// Whether the entry tells what is to come.
    pub(super) fn plans(&self) -> bool {
        self.phase == Some(Phase::Planned)
    }

    /// Whether the article only reports that somebody says so.
    pub(super) fn is_claimed(&self) -> bool {
        self.entry.section != Section::Claims && !self.by.is_empty()
    }
}

/// A value of a field with its evidence.
pub(super) struct Fact<'i> {
    pub(super) statement: &'i Statement,
    pub(super) field: Field,
    pub(super) value: Typed,
    /// Its own quotes, else the entry's.
    pub(super) evidence: Vec<Evidence>,
    /// Who says so; empty where the article itself does.
    pub(super) by: Vec<Speaker>,
}

/// Who speaks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Speaker {
    /// The writer of the article.
    Author,
    /// An actor.
    Actor(String),
}

/// A node, or one field of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Target {
    pub(super) id: String,
    pub(super) field: Option<String>,
}

/// The type and ends of a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ends {
    pub(super) relation: String,
    pub(super) from: String,
    pub(super) to: String,
}

/// All testimonies.
#[derive(Default)]
pub(super) struct Testimonies<'i> {
    /// Background first, then by article.
    pub(super) all: Vec<Testimony<'i>>,
    /// Those that have an id, by id.
    pub(super) by_id: BTreeMap<String, Vec<usize>>,
    /// The articles that refer to an id or declare it.
    pub(super) uses: BTreeMap<String, BTreeSet<usize>>,
}

impl<'i> Testimonies<'i> {
    /// The testimonies of an id, background first, then by article.
    pub(super) fn of(&self, id: &str) -> impl Iterator<Item = &Testimony<'i>> {
        self.by_id
            .get(id)
            .into_iter()
            .flatten()
            .map(|&at| &self.all[at])
    }
}

/// Hears every entry.
pub(super) fn hear<'i>(
    input: &'i Input,
    symbols: &Symbols,
    findings: &mut Vec<Finding>,
) -> Testimonies<'i> {
    let mut testimonies = Testimonies::default();
    for (file_at, file) in input.files.iter().enumerate() {
        // An annotation file whose article is missing cannot be judged further.
        if file.article.is_none() && !file.background {
            continue;
        }
        let searcher = file.article.map(|at| Searcher::new(input, at));
        for (entry_at, entry) in file.annotation.entries.iter().enumerate() {
            let at = EntryRef {
                file: file_at,
                entry: entry_at,
            };
            let id = id_of(input, at);
            let declared = id.as_deref().and_then(|id| symbols.get(id));
            // Entries that lost a conflict of ids have said all they can.
            if entry.section != Section::Relations
                && !declared.is_some_and(|thing| thing.entries.contains(&at))
            {
                continue;
            }
            let mut hearing = Hearing {
                input,
                symbols,
                source: file.annotation.source,
                article: file.article,
                searcher: searcher.as_ref(),
                entry,
                uses: &mut testimonies.uses,
                findings,
            };
            let id = id.unwrap_or_default();
            let mut heard: Vec<_> = hearing.entry(&id).into_iter().collect();
            heard.extend(hearing.links(&id));
            for testimony in heard {
                if !testimony.id.is_empty() {
                    let list = testimonies.by_id.entry(testimony.id.clone()).or_default();
                    list.push(testimonies.all.len());
                }
                testimonies.all.push(testimony);
            }
        }
    }
    testimonies
}

const ACTOR: &[NodeKind] = &[NodeKind::Actor];
const PLACE: &[NodeKind] = &[NodeKind::Place];
const EVENT: &[NodeKind] = &[NodeKind::Event];
const OUTCOME: &[NodeKind] = &[NodeKind::Event, NodeKind::Agreement];
const ANY: &[NodeKind] = &[
    NodeKind::Actor,
    NodeKind::Place,
    NodeKind::Event,
    NodeKind::Agreement,
    NodeKind::Claim,
    NodeKind::Article,
];

struct Hearing<'h, 'i> {
    input: &'i Input,
    symbols: &'h Symbols,
    source: SourceId,
    article: Option<usize>,
    searcher: Option<&'h Searcher<'i>>,
    entry: &'i Entry,
    uses: &'h mut BTreeMap<String, BTreeSet<usize>>,
    findings: &'h mut Vec<Finding>,
}

impl<'i> Hearing<'_, 'i> {
    fn span(&self, text: &Text) -> Span {
        Span::new(self.source, text.span.clone())
    }

    /// Reports a finding; `allow` at the entry silences warnings and notes.
    fn report(&mut self, finding: Finding) {
        let allowed = self
            .entry
            .allow
            .iter()
            .any(|code| code.text == finding.code);
        if finding.severity == Severity::Error || !allowed {
            self.findings.push(finding);
        }
    }

    fn checked<T>(&mut self, result: Result<T, Finding>) -> Option<T> {
        result.map_err(|finding| self.report(finding)).ok()
    }

    /// Codes that `allow` names have to be there.
    fn allowed_codes(&mut self) {
        for code in &self.entry.allow {
            if !diag::codes().any(|known| known == code.text) {
                let message = format!("`{}` is not the code of a finding", code.text);
                let known: Vec<_> = diag::codes().collect();
                let finding = Finding::error("unknown-word", self.span(code), message);
                self.report(match nearest(&code.text, known) {
                    Some(near) => finding.help(format!("did you mean `{near}`?")),
                    None => finding.help("`kroniek explain` lists them all"),
                });
            }
        }
    }

    /// A relation does not end before it begins.
    fn in_order(&mut self, facts: &[Fact<'_>]) {
        let date = |name: &str| {
            facts.iter().find_map(|fact| match fact.value {
                Typed::Date(date) if fact.statement.field == name => Some((fact, date)),
                _ => None,
            })
        };
        let (Some((_, since)), Some((fact, until))) = (date("since"), date("until")) else {
            return;
        };
        if let (Some(first), Some(last)) = (since.earliest(), until.latest())
            && last < first
        {
            let message = format!("it ends in {until} and begins in {since}");
            let span = self.span(&fact.statement.value);
            self.report(Finding::error("interval-reversed", span, message));
        }
    }

    fn entry(&mut self, id: &str) -> Option<Testimony<'i>> {
        let entry = self.entry;
        self.allowed_codes();
        if let (Some(article), false) = (self.article, id.is_empty()) {
            self.uses.entry(id.to_owned()).or_default().insert(article);
        }
        let evidence = self.evidence(&entry.quotes);
        let relation = match entry.section {
            Section::Relations => Some(self.ends()),
            _ => None,
        };
        let relation_type = entry.kind.as_ref().and_then(|kind| {
            let def = self.input.registry.relation(&kind.text)?;
            Some((kind.text.as_str(), def))
        });
        let mut facts = Vec::new();
        for statement in &entry.statements {
            let fact = match entry.section {
                Section::Relations => relation_type
                    .and_then(|(name, def)| self.attribute(name, def, statement, &evidence)),
                _ => self.fact(id, statement, &evidence),
            };
            facts.extend(fact);
        }
        if relation_type.is_some() {
            self.in_order(&facts);
        }
        let by = self.speakers(&entry.by);
        let about = self.targets(&entry.about);
        for name in entry.denies.iter().filter(|name| name.text == id) {
            self.not_itself(id, name);
        }
        let denies = self.targets(&entry.denies);
        let during = self.references(&entry.during, EVENT, "`during` names events");
        let phase = entry.phase.as_ref().and_then(|text| {
            let word = field::word("phase", self.source, text, Phase::parse, Phase::words());
            self.checked(word)
        });
        let stance = entry.stance.as_ref().and_then(|text| {
            let word = field::word("stance", self.source, text, Stance::parse, Stance::words());
            self.checked(word)
        });
        if let Some(wikidata) = &entry.wikidata {
            let digits = wikidata.text.strip_prefix('Q');
            let valid = digits
                .is_some_and(|digits| !digits.starts_with('0') && digits.parse::<u64>().is_ok());
            if !valid {
                let message = format!("`{}` is not a Wikidata id", wikidata.text);
                let finding = Finding::error("bad-wikidata", self.span(wikidata), message);
                self.report(finding.help("a Q and a number, `Q184`"));
            }
        }
        // Without a quote that stands in the article nothing is said, except by the background.
        let must = !matches!(entry.section, Section::Actors | Section::Places);
        if must && evidence.is_empty() {
            return None;
        }
        let relation = match relation {
            Some(ends) => Some(ends?),
            None => None,
        };
        if entry.section == Section::Claims && by.is_empty() {
            return None;
        }
        Some(Testimony {
            entry,
            source: self.source,
            id: id.to_owned(),
            article: self.article,
            evidence,
            facts,
            by,
            about,
            denies,
            during,
            phase,
            stance,
            relation,
        })
    }

    /// `represents` and `member_of` of an actor as relations of their own.
    fn links(&mut self, id: &str) -> Vec<Testimony<'i>> {
        let mut heard = Vec::new();
        for link in &self.entry.links {
            let Some(def) = self.input.registry.relation(link.relation) else {
                continue;
            };
            let evidence = self.evidence(&self.entry.quotes);
            let to = self.refer(&link.of, ACTOR, "an actor belongs to an actor");
            let mut facts = Vec::new();
            for statement in &link.statements {
                facts.extend(self.attribute(link.relation, def, statement, &evidence));
            }
            self.in_order(&facts);
            let Some(to) = to else { continue };
            if self.not_itself(id, &link.of).is_none() {
                continue;
            }
            let ends = Ends {
                relation: link.relation.to_owned(),
                from: id.to_owned(),
                to,
            };
            if self.fits(&ends, def, self.span(&link.of)) {
                heard.push(Testimony {
                    entry: self.entry,
                    source: self.source,
                    id: String::new(),
                    article: self.article,
                    evidence,
                    facts,
                    by: Vec::new(),
                    about: Vec::new(),
                    denies: Vec::new(),
                    during: Vec::new(),
                    phase: None,
                    stance: None,
                    relation: Some(ends),
                });
            }
        }
        heard
    }

    fn evidence(&mut self, quotes: &[Quote]) -> Vec<Evidence> {
        let Some(searcher) = self.searcher else {
            return Vec::new();
        };
        let mut found: Vec<Evidence> = Vec::new();
        for quote in quotes {
            let located = searcher.locate(self.input, self.source, quote);
            if let Some(evidence) = self.checked(located)
                && !found.contains(&evidence)
            {
                found.push(evidence);
            }
        }
        found
    }

    fn fact(
        &mut self,
        id: &str,
        statement: &'i Statement,
        entry_evidence: &[Evidence],
    ) -> Option<Fact<'i>> {
        let thing = self.symbols.get(id)?;
        let registry = &self.input.registry;
        let section = self.entry.section;
        let field = field::field(registry, section, thing, id, self.source, statement);
        let field = self.checked(field);
        let by = self.speakers(&statement.by);
        let evidence = self.own_evidence(statement, entry_evidence);
        let field = field?;
        let value = match &field {
            Field::Role(_) => self.id(&statement.value, ACTOR, "`who` names actors")?,
            Field::Place => self.id(&statement.value, PLACE, "`place` names a place")?,
            Field::PartOf => {
                self.may_be_part(id, statement)?;
                let kind = match thing.kind {
                    NodeKind::Actor => NodeKind::Place,
                    kind => kind,
                };
                let value = self.id(
                    &statement.value,
                    &[kind],
                    "a whole is of the kind of its parts",
                );
                self.not_itself(id, &statement.value)?;
                value?
            }
            Field::LedTo => {
                self.not_itself(id, &statement.value)?;
                self.outcome(statement)?
            }
            _ => {
                let read = field::value(&self.input.sources, &field, self.source, &statement.value);
                self.checked(read)?
            }
        };
        let evidence = evidence?;
        // What a field of an unknown type takes is unknown too.
        if !thing.guessed {
            self.figure(statement, &value, &evidence);
        }
        Some(Fact {
            statement,
            field,
            value,
            evidence,
            by,
        })
    }

    fn attribute(
        &mut self,
        name: &str,
        def: &RelationDef,
        statement: &'i Statement,
        entry_evidence: &[Evidence],
    ) -> Option<Fact<'i>> {
        let field = field::relation_field(def, name, self.source, statement);
        let field = self.checked(field);
        let by = self.speakers(&statement.by);
        let evidence = self.own_evidence(statement, entry_evidence);
        let field = field?;
        let read = field::value(&self.input.sources, &field, self.source, &statement.value);
        let value = self.checked(read)?;
        let evidence = evidence?;
        self.figure(statement, &value, &evidence);
        Some(Fact {
            statement,
            field,
            value,
            evidence,
            by,
        })
    }

    /// The evidence of a statement; none if it has quotes and none of them was found.
    fn own_evidence(
        &mut self,
        statement: &Statement,
        entry_evidence: &[Evidence],
    ) -> Option<Vec<Evidence>> {
        if statement.quotes.is_empty() {
            return Some(entry_evidence.to_vec());
        }
        let own = self.evidence(&statement.quotes);
        (!own.is_empty()).then_some(own)
    }

    /// Warns where a figure or date has a quote that cannot yield it.
    fn figure(&mut self, statement: &Statement, value: &Typed, evidence: &[Evidence]) {
        if self.article.is_none() || statement.why.is_some() || evidence.is_empty() {
            return;
        }
        if let Some(missing) = figures::missing(value, evidence.iter().map(|e| e.quote.as_str())) {
            let quotes: Vec<_> = evidence.iter().map(|e| format!("“{}”", e.quote)).collect();
            let finding = Finding::warning(
                "value-not-in-quote",
                self.span(&statement.value),
                format!(
                    "`{}` does not follow from its quote: there is no {missing} in it",
                    statement.value.text
                ),
            );
            let own = if statement.quotes.is_empty() {
                "the entry’s quote is"
            } else {
                "the quote is"
            };
            let finding = finding.label(format!("{own} {}", shorten(&quotes.join(", "))));
            self.report(
                finding.help("quote the words that say so, or explain with `why:` how it follows"),
            );
        }
    }

    fn speakers(&mut self, names: &[Text]) -> Vec<Speaker> {
        let mut speakers = Vec::new();
        for name in names {
            let speaker = if name.text == "author" {
                Some(Speaker::Author)
            } else {
                let what = "`by` names an actor, or `author` for the writer";
                self.refer(name, ACTOR, what).map(Speaker::Actor)
            };
            speakers.extend(speaker.filter(|speaker| !speakers.contains(speaker)));
        }
        speakers
    }

    fn references(&mut self, names: &[Text], kinds: &[NodeKind], what: &str) -> Vec<String> {
        names
            .iter()
            .filter_map(|name| self.refer(name, kinds, what))
            .collect()
    }

    /// `id` or `id.field`.
    fn targets(&mut self, names: &[Text]) -> Vec<Target> {
        let mut targets = Vec::new();
        for name in names {
            if self.symbols.get(&name.text).is_some() {
                targets.extend(
                    self.refer(name, ANY, "")
                        .map(|id| Target { id, field: None }),
                );
                continue;
            }
            let Some((id, field)) = name.text.split_once('.') else {
                self.refer(name, ANY, "");
                continue;
            };
            let inside = |range: std::ops::Range<usize>| {
                // In quotation marks the place is one further; with escapes it is the whole.
                let written = self
                    .input
                    .sources
                    .get(self.source)
                    .text
                    .get(name.span.clone());
                let at = written.and_then(|written| written.find(&name.text));
                at.map_or_else(
                    || name.span.clone(),
                    |at| name.span.start + at + range.start..name.span.start + at + range.end,
                )
            };
            let id_text = Text {
                text: id.to_owned(),
                span: inside(0..id.len()),
            };
            let field_text = Text {
                text: field.to_owned(),
                span: inside(id.len() + 1..name.text.len()),
            };
            let Some(id) = self.refer(&id_text, ANY, "") else {
                continue;
            };
            if self.has_field(&id, &field_text) {
                let field = (field != "entry").then(|| field.to_owned());
                targets.push(Target { id, field });
            }
        }
        targets
    }

    /// Whether a thing can have a field; reports it if not.
    fn has_field(&mut self, id: &str, field: &Text) -> bool {
        let Some(thing) = self.symbols.get(id) else {
            return false;
        };
        let registry = &self.input.registry;
        let kind = &thing.type_name;
        let mut fields: Vec<String> = match thing.kind {
            NodeKind::Event => ["date", "place", "part_of", "led_to", "phase"]
                .map(str::to_owned)
                .to_vec(),
            NodeKind::Agreement => ["date", "part_of", "phase"].map(str::to_owned).to_vec(),
            NodeKind::Claim => return true,
            NodeKind::Article => Vec::new(),
            NodeKind::Actor | NodeKind::Place => vec!["part_of".to_owned()],
        };
        fields.push("entry".to_owned());
        fields.extend(registry.attributes(kind).into_iter().map(str::to_owned));
        fields.extend(
            registry
                .roles(kind)
                .into_iter()
                .map(|role| format!("who.{role}")),
        );
        if thing.guessed || fields.contains(&field.text) {
            return true;
        }
        let known: Vec<_> = fields.iter().map(String::as_str).collect();
        let message = format!(
            "`{id}` is of type `{kind}`, which has no field `{}`",
            field.text
        );
        let code = if field.text.starts_with("who.") {
            "unknown-role"
        } else {
            "unknown-attribute"
        };
        let finding = Finding::error(code, self.span(field), message);
        self.report(finding.help(one_of(&field.text, &known)));
        false
    }

    /// Of actors only those that are places too, the states, can be part of something.
    fn may_be_part(&mut self, id: &str, statement: &Statement) -> Option<()> {
        let thing = self.symbols.get(id)?;
        let labels = self.input.registry.labels(&thing.type_name);
        if thing.kind != NodeKind::Actor || labels.iter().any(|label| label == "Place") {
            return Some(());
        }
        let span = Span::new(self.source, statement.field_span.clone());
        let message = format!("`{id}` is no place: only places have `part_of`");
        self.report(Finding::error("wrong-kind", span, message).help("did you mean `member_of`?"));
        None
    }

    fn id(&mut self, name: &Text, kinds: &[NodeKind], what: &str) -> Option<Typed> {
        let id = self.refer(name, kinds, what)?;
        Some(Typed::Id(id, None))
    }

    fn outcome(&mut self, statement: &Statement) -> Option<Typed> {
        let id = self.refer(
            &statement.value,
            OUTCOME,
            "`led_to` names events and agreements",
        );
        let stage = match &statement.stage {
            Some(text) => Some(self.checked(field::stage(self.source, text))?),
            None => None,
        };
        let id = id?;
        let kind = self.symbols.get(&id)?.kind;
        if let (Some(text), NodeKind::Event) = (&statement.stage, kind) {
            let message = format!("`{id}` is an event, and only agreements have a stage");
            let finding = Finding::error("wrong-kind", self.span(text), message);
            self.report(finding.help(format!("write `led_to: [{id}]`")));
            return Some(Typed::Id(id, None));
        }
        Some(Typed::Id(id, stage))
    }

    fn not_itself(&mut self, id: &str, name: &Text) -> Option<()> {
        if name.text != id {
            return Some(());
        }
        let message = format!("`{id}` refers to itself");
        self.report(Finding::error("self-reference", self.span(name), message));
        None
    }

    /// The id that a text names, if it is there and of one of the kinds.
    fn refer(&mut self, name: &Text, kinds: &[NodeKind], what: &str) -> Option<String> {
        let id = name.text.as_str();
        let span = self.span(name);
        let Some(thing) = self.symbols.get(id) else {
            let finding = Finding::error("unknown-id", span, format!("nothing has the id `{id}`"));
            self.report(match self.symbols.meant(id, kinds) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None if kinds == ACTOR => {
                    finding.help("declare it under `actors`, in actors.yaml or in this file")
                }
                None if kinds == PLACE => {
                    finding.help("declare it under `places`, in actors.yaml or in this file")
                }
                None => finding.help("write an entry with this id"),
            });
            return None;
        };
        let place = kinds.contains(&NodeKind::Place)
            && self
                .input
                .registry
                .labels(&thing.type_name)
                .iter()
                .any(|label| label == "Place");
        if !kinds.contains(&thing.kind) && !place {
            let message = format!("`{id}` is {}, but {what}", thing.kind.described());
            let finding = Finding::error("wrong-kind", span, message);
            self.report(match self.symbols.meant(id, kinds) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding,
            });
            return None;
        }
        if let (Some(article), true) = (self.article, thing.kind != NodeKind::Article) {
            self.uses.entry(id.to_owned()).or_default().insert(article);
        }
        Some(id.to_owned())
    }

    /// The type and ends of a relation.
    fn ends(&mut self) -> Option<Ends> {
        let entry = self.entry;
        let def = entry.kind.as_ref().and_then(|kind| {
            let def = self.input.registry.relation(&kind.text);
            if def.is_none() && !self.input.faulty_types.contains(&kind.text) {
                let names: Vec<_> = self.input.registry.relations().collect();
                let message = format!("`{}` is not a relation", kind.text);
                let finding = Finding::error("unknown-relation", self.span(kind), message);
                self.report(finding.help(one_of(&kind.text, &names)));
            }
            def
        });
        let end = |hearing: &mut Self, end: &Option<Text>| {
            end.as_ref().and_then(|name| hearing.refer(name, ANY, ""))
        };
        let from = end(self, &entry.from);
        let to = end(self, &entry.to);
        let ends = Ends {
            relation: entry.kind.as_ref()?.text.clone(),
            from: from?,
            to: to?,
        };
        if ends.from == ends.to {
            self.not_itself(&ends.from, entry.to.as_ref()?)?;
        }
        let at = self.span(entry.kind.as_ref()?);
        self.fits(&ends, def?, at).then_some(ends)
    }

    /// Whether the ends bear a label that the relation allows; reports it if not.
    fn fits(&mut self, ends: &Ends, def: &RelationDef, at: Span) -> bool {
        for (id, allowed, end) in [
            (&ends.from, &def.from, "starts"),
            (&ends.to, &def.to, "ends"),
        ] {
            let Some(thing) = self.symbols.get(id) else {
                return false;
            };
            let mut labels = self.input.registry.labels(&thing.type_name);
            if labels.is_empty() {
                labels.push(pascal_case(&thing.type_name));
            }
            if !thing.guessed
                && !allowed.is_empty()
                && !allowed.iter().any(|label| labels.contains(label))
            {
                let message = format!(
                    "`{}` {end} at {}, but `{id}` is {}",
                    ends.relation,
                    allowed.join(" or "),
                    labels.join(", ")
                );
                self.report(Finding::error("relation-ends", at, message));
                return false;
            }
        }
        true
    }
}

/// At most about 120 characters of a text.
fn shorten(text: &str) -> String {
    match text.char_indices().nth(120) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
