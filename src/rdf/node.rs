//! What a node says as RDF: its classes, its properties, its time.

use super::literal::{edtf, literal};
use super::mapping::{Mapping, has_label};
use super::term::{NodePart, Quad, Term};
use super::words::Word;
use crate::graph::{Graph, NodeRef, Symbol, ValueRef};
use crate::model::date::Edtf;

/// What the values of a key become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Way<'g> {
    /// The predicate where the values are as expected.
    pub(super) predicate: Term<'g>,
    pub(super) form: Form<'g>,
}

/// The form of the values of a key. Values of another type become plain literals under the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form<'g> {
    /// Any value.
    Plain,
    /// A text in a language.
    Lang(&'g str),
    /// A list of texts of which the order says nothing: a statement each.
    Set,
    /// The same, of ids of nodes.
    Resources,
    /// An entity of Wikidata.
    Wikidata,
    /// An EDTF date.
    Edtf,
    /// An address.
    Uri,
}

impl<'g> Way<'g> {
    /// The key as it is.
    fn plain(symbol: Symbol) -> Self {
        Self {
            predicate: Term::Symbol(symbol),
            form: Form::Plain,
        }
    }

    /// Of a key of nodes, articles or others.
    pub(super) fn of_node(key: &'g str, symbol: Symbol, article: bool, graph: &Graph) -> Self {
        let way = |word, form| Self {
            predicate: Term::Word(word),
            form,
        };
        match key {
            "id" => way(Word::SchemaIdentifier, Form::Plain),
            "name" => way(Word::RdfsLabel, Form::Plain),
            "aliases" => way(Word::SchemaAlternateName, Form::Set),
            "description" => way(Word::SchemaDescription, Form::Plain),
            "wikidata" => way(Word::SchemaSameAs, Form::Wikidata),
            "earliest" => way(Word::SemHasEarliest, Form::Plain),
            "latest" => way(Word::SemHasLatest, Form::Plain),
            "title" if article => way(Word::SchemaHeadline, Form::Plain),
            "published" if article => way(Word::SchemaDatePublished, Form::Edtf),
            "publisher" if article => way(Word::SchemaPublisher, Form::Plain),
            "language" if article => way(Word::SchemaInLanguage, Form::Plain),
            "url" if article => way(Word::SchemaUrl, Form::Uri),
            "words" if article => way(Word::SchemaWordCount, Form::Plain),
            _ => Self::in_language(key, graph).unwrap_or_else(|| Self::of_edge(key, symbol)),
        }
    }

    /// Of a key of relationships.
    pub(super) fn of_edge(key: &str, symbol: Symbol) -> Self {
        let form = match key {
            "disputed_fields" | "types" => Form::Set,
            "claimed_by" => Form::Resources,
            "date" | "since" | "until" | "published" => Form::Edtf,
            "sources" => {
                return Self {
                    predicate: Term::Word(Word::ProvWasDerivedFrom),
                    form: Form::Resources,
                };
            }
            _ => Form::Plain,
        };
        Self {
            form,
            ..Self::plain(symbol)
        }
    }

    /// Of a key that names a language, `name_nl`.
    fn in_language(key: &'g str, graph: &Graph) -> Option<Self> {
        let (key, language) = key.split_once('_')?;
        let short = matches!(language.len(), 2 | 3);
        if !short || !language.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return None;
        }
        let predicate = match key {
            "name" => Term::Word(Word::SchemaName),
            "description" => Term::Word(Word::SchemaDescription),
            "says" => Term::Symbol(graph.symbol("says")?),
            _ => return None,
        };
        Some(Self {
            predicate,
            form: Form::Lang(language),
        })
    }
}

/// Tells a property in its way. `emit` is given the predicate and each object.
pub(super) fn property<'g>(
    mapping: &Mapping<'g>,
    symbol: Symbol,
    way: &Way<'g>,
    value: ValueRef<'g>,
    emit: &mut impl FnMut(Term<'g>, Term<'g>),
) {
    let predicate = || way.predicate.clone();
    match (way.form, value) {
        (Form::Plain, value) => return emit(predicate(), literal(value)),
        (Form::Lang(language), ValueRef::Text(text)) => {
            return emit(predicate(), Term::Lang(text.into(), language.into()));
        }
        (Form::Wikidata, ValueRef::Text(entity)) if is_entity(entity) => {
            return emit(predicate(), Term::Wikidata(entity.into()));
        }
        (Form::Edtf, ValueRef::Text(text)) => {
            if let Some((date, _)) = edtf(text) {
                return emit(predicate(), date);
            }
        }
        (Form::Uri, ValueRef::Text(text)) => {
            return emit(predicate(), Term::Typed(Word::XsdAnyUri, text.into()));
        }
        (Form::Set | Form::Resources, ValueRef::List(list)) => {
            let texts = || list.iter().filter_map(|value| value.as_text());
            // Only then do separate statements say as much as the list.
            if texts().count() == list.len() && texts().is_sorted_by(|a, b| a < b) {
                for text in texts() {
                    let object = match way.form {
                        Form::Resources => mapping.resource(text),
                        _ => Term::text(text),
                    };
                    emit(predicate(), object);
                }
                return;
            }
        }
        _ => {}
    }
    emit(Term::Symbol(symbol), literal(value));
}

/// `Q184`.
fn is_entity(text: &str) -> bool {
    let digits = text.strip_prefix('Q').unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

impl<'g> Mapping<'g> {
    /// Tells what a node says: everything about it but its relationships, in a fixed order, all in
    /// the default graph. A subject is told of in one go.
    pub fn node_quads(&self, node: NodeRef<'g>, emit: &mut impl FnMut(Quad<'g>)) {
        let subject = Term::Node(node.id());
        let mut say = |predicate, object| {
            emit(Quad {
                subject: subject.clone(),
                predicate,
                object,
                graph: None,
            });
        };
        let labels = node.label_symbols();
        for &label in labels {
            say(Term::Word(Word::RdfType), Term::Symbol(label));
        }
        let classes_of = |label| self.classes.get(label).map_or(&[][..], Vec::as_slice);
        for (at, label) in labels.iter().enumerate() {
            for class in classes_of(label) {
                let before = &labels[..at];
                let told = before.iter().any(|label| classes_of(label).contains(class))
                    || matches!(class, Term::Symbol(label) if labels.contains(label));
                if !told {
                    say(Term::Word(Word::RdfType), class.clone());
                }
            }
        }
        let is_event = has_label(node, self.event);
        if let Some(&label) = labels.last().filter(|_| is_event) {
            say(Term::Word(Word::SemEventType), Term::Symbol(label));
        }
        let is_article = has_label(node, self.article);
        let mut date = None;
        for (name, value) in node.properties() {
            let Some(key) = self.keys.get(name) else {
                continue;
            };
            let way = if is_article {
                &key.of_article
            } else {
                &key.of_node
            };
            property(self, key.symbol, way, value, &mut say);
            if name == "date"
                && let ValueRef::Text(text) = value
            {
                date = edtf(text).map(|(_, date)| date);
            }
        }
        if let Some(date) = date {
            if is_event {
                time_stamps(date, &mut say);
            }
            let part = |part| Term::NodePart(node.id(), part);
            say(Term::Word(Word::TimeHasTime), part(NodePart::Time));
            time(date, part, emit);
        }
    }
}

/// The time of an event in the words of SEM: exact days only. The first and last possible days are
/// properties of their own.
fn time_stamps<'g>(date: Edtf, say: &mut impl FnMut(Term<'g>, Term<'g>)) {
    let day = |date: Option<crate::model::date::Date>| {
        let exact = date.filter(|date| date.first() == date.last());
        exact.map(|date| Term::Date(date.first()))
    };
    match date {
        Edtf::Date(date) => {
            if let Some(day) = day(Some(date)) {
                say(Term::Word(Word::SemHasTimeStamp), day);
            }
        }
        Edtf::Interval { first, last } => {
            if let Some(day) = day(first) {
                say(Term::Word(Word::SemHasBeginTimeStamp), day);
            }
            if let Some(day) = day(last) {
                say(Term::Word(Word::SemHasEndTimeStamp), day);
            }
        }
        Edtf::Between(..) => {}
    }
}

/// The time of a node in the words of OWL-Time: an instant for a day, else an interval with the
/// instants at which it begins and ends, where they are known.
fn time<'g>(date: Edtf, part: impl Fn(NodePart) -> Term<'g>, emit: &mut impl FnMut(Quad<'g>)) {
    let mut say = |subject, predicate, object| {
        emit(Quad {
            subject: part(subject),
            predicate: Term::Word(predicate),
            object,
            graph: None,
        });
    };
    let class = |word| Term::Word(word);
    if let Some(day) = date.single_day() {
        say(NodePart::Time, Word::RdfType, class(Word::TimeInstant));
        say(NodePart::Time, Word::TimeInXsdDate, Term::Date(day));
        return;
    }
    let ends = [
        (Word::TimeHasBeginning, NodePart::Begin, date.earliest()),
        (Word::TimeHasEnd, NodePart::End, date.latest()),
    ];
    say(NodePart::Time, Word::RdfType, class(Word::TimeInterval));
    for (predicate, end, day) in ends {
        if day.is_some() {
            say(NodePart::Time, predicate, part(end));
        }
    }
    for (_, end, day) in ends {
        if let Some(day) = day {
            say(end, Word::RdfType, class(Word::TimeInstant));
            say(end, Word::TimeInXsdDate, Term::Date(day));
        }
    }
}
