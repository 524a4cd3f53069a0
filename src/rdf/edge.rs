//! What a relationship says as RDF: a statement between its ends, the same in the words of others,
//! and, where it has properties, a resource of its own with them and with its evidence.

use super::mapping::{Mapping, has_label};
use super::node::property;
use super::term::{EdgePart, Quad, Term};
use super::words::Word;
use crate::graph::{EdgeRef, Symbol, ValueRef};
use crate::model::registry::upper_snake;

/// What the relationships of a type become.
#[derive(Debug, Clone)]
pub(super) struct Relation<'g> {
    pub(super) symbol: Symbol,
    pub(super) sense: Sense,
    /// The property that the registry names for it.
    pub(super) word: Option<Term<'g>>,
}

/// What a type of relationship means beside its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    /// Nothing known.
    Plain,
    /// A statement from start to end.
    Forward(Word),
    /// A statement from end to start.
    Backward(Word),
    /// An actor takes part in an event by a role.
    Role,
    /// A part and its whole.
    Part,
    /// Evidence.
    Evidence,
}

impl<'g> Relation<'g> {
    pub(super) fn of(kind: &str, symbol: Symbol, mapping: &Mapping<'g>) -> Self {
        let sense = match kind {
            "INVOLVED_IN" => Sense::Role,
            "PARTY_TO" => Sense::Backward(Word::SchemaParticipant),
            "AT" => Sense::Forward(Word::SemHasPlace),
            "PART_OF" => Sense::Part,
            "MADE" => Sense::Backward(Word::ProvWasAttributedTo),
            "ABOUT" => Sense::Forward(Word::SchemaAbout),
            "MENTIONS" => Sense::Forward(Word::SchemaMentions),
            "MEMBER_OF" => Sense::Forward(Word::SchemaMemberOf),
            "SUPPORTED_BY" => Sense::Evidence,
            _ => Sense::Plain,
        };
        let registry = mapping.registry();
        let name = registry.relations().find(|name| upper_snake(name) == kind);
        let word = name.and_then(|name| registry.relation(name)?.rdf.as_deref());
        Self {
            symbol,
            sense,
            word: word.and_then(|word| mapping.word(word)),
        }
    }
}

/// A quote, and the place at which it stands.
#[derive(Debug, Clone, Copy, Default)]
struct Passage<'g> {
    quote: Option<&'g str>,
    place: Option<(i64, i64)>,
}

/// Properties that hold evidence, and are told as such where they fit each other.
const EVIDENCE: [&str; 6] = ["quote", "start", "end", "quotes", "starts", "ends"];

impl<'g> Mapping<'g> {
    /// Tells what a relationship says, in a fixed order. First what is about its ends, in the
    /// default graph and in that of each article among its `sources`; then, if it has properties or
    /// has another of its type beside it, what is about itself, a subject in one go; last its
    /// evidence, each in the graph of its article.
    pub fn edge_quads(&self, edge: EdgeRef<'g>, emit: &mut impl FnMut(Quad<'g>)) {
        let Some(relation) = self.relations.get(&edge.kind_symbol()) else {
            return;
        };
        let mut properties = edge.properties().peekable();
        let stands = properties.peek().is_some() || self.pairs().is_parallel(edge);
        self.between(edge, relation, None, stands, emit);
        if !stands {
            return;
        }
        let sources = || edge.texts("sources");
        for (at, source) in sources().enumerate() {
            if !sources().take(at).any(|before| before == source) {
                let graph = Some(self.resource(source));
                self.between(edge, relation, graph.as_ref(), stands, emit);
            }
        }
        if relation.sense == Sense::Evidence {
            self.annotation(edge, properties, emit);
        } else {
            self.statement(edge, relation, properties, emit);
        }
    }

    /// The statements about its ends.
    fn between(
        &self,
        edge: EdgeRef<'g>,
        relation: &Relation<'g>,
        graph: Option<&Term<'g>>,
        stands: bool,
        emit: &mut impl FnMut(Quad<'g>),
    ) {
        let (from, to) = (edge.from(), edge.to());
        let (start, end) = (Term::Node(from.id()), Term::Node(to.id()));
        let mut say = |subject: &Term<'g>, predicate, object: &Term<'g>| {
            emit(Quad {
                subject: subject.clone(),
                predicate,
                object: object.clone(),
                graph: graph.cloned(),
            });
        };
        say(&start, Term::Symbol(relation.symbol), &end);
        match relation.sense {
            Sense::Forward(Word::SemHasPlace) if !has_label(from, self.event) => {}
            Sense::Forward(word) => say(&start, Term::Word(word), &end),
            Sense::Backward(word) => say(&end, Term::Word(word), &start),
            Sense::Role if has_label(to, self.event) => {
                say(&end, Term::Word(Word::SemHasActor), &start);
                if stands {
                    say(&end, Term::Word(Word::SemHasActor), &Term::Edge(edge.id()));
                }
            }
            Sense::Part => {
                let word = if has_label(from, self.event) {
                    Word::SchemaSuperEvent
                } else if has_label(from, self.graph().symbol("Place")) {
                    Word::SchemaContainedInPlace
                } else {
                    Word::SchemaIsPartOf
                };
                say(&start, Term::Word(word), &end);
            }
            Sense::Plain | Sense::Role | Sense::Evidence => {}
        }
        if let Some(word) = &relation.word {
            say(&start, word.clone(), &end);
        }
    }

    /// A relationship as a resource: a statement of RDF, of a role in an event also SEM's role.
    fn statement(
        &self,
        edge: EdgeRef<'g>,
        relation: &Relation<'g>,
        properties: impl Iterator<Item = (&'g str, ValueRef<'g>)>,
        emit: &mut impl FnMut(Quad<'g>),
    ) {
        let subject = Term::Edge(edge.id());
        let mut say = |predicate, object| {
            emit(Quad {
                subject: subject.clone(),
                predicate,
                object,
                graph: None,
            });
        };
        let word = Term::Word;
        let role = relation.sense == Sense::Role && has_label(edge.to(), self.event);
        say(word(Word::RdfType), word(Word::RdfStatement));
        if role {
            say(word(Word::RdfType), word(Word::SemRole));
        }
        let (from, to) = (edge.from().id(), edge.to().id());
        say(word(Word::RdfSubject), Term::Node(from));
        say(word(Word::RdfPredicate), Term::Symbol(relation.symbol));
        say(word(Word::RdfObject), Term::Node(to));
        if role {
            say(word(Word::RdfValue), Term::Node(from));
            if let Some(role) = edge.text("role") {
                say(word(Word::SemRoleType), Term::Role(role.into()));
            }
        }
        let witnesses = witnesses(edge);
        for (name, value) in properties {
            if witnesses.is_some() && EVIDENCE.contains(&name) {
                continue;
            }
            if let Some(key) = self.keys.get(name) {
                property(self, key.symbol, &key.of_edge, value, &mut say);
            }
        }
        for (at, (source, passage)) in (0..).zip(witnesses.into_iter().flatten()) {
            let annotation = Annotation {
                edge,
                witness: Some(at),
                body: subject.clone(),
                source: self.resource(source),
            };
            let graph = Some(annotation.source.clone());
            annotation.itself(passage, graph.as_ref(), &[], emit);
            annotation.passage(passage, graph.as_ref(), emit);
        }
    }

    /// A `SUPPORTED_BY` as an annotation of its article.
    fn annotation(
        &self,
        edge: EdgeRef<'g>,
        properties: impl Iterator<Item = (&'g str, ValueRef<'g>)>,
        emit: &mut impl FnMut(Quad<'g>),
    ) {
        let passage = Passage {
            quote: edge.text("quote"),
            place: integer(edge, "start").zip(integer(edge, "end")),
        };
        let article = edge.to();
        let graph = has_label(article, self.article).then(|| Term::Node(article.id()));
        let annotation = Annotation {
            edge,
            witness: None,
            body: Term::Node(edge.from().id()),
            source: Term::Node(article.id()),
        };
        let mut own = Vec::new();
        for (name, value) in properties {
            let told = match name {
                "quote" => passage.quote.is_some(),
                "start" | "end" => passage.place.is_some(),
                _ => false,
            };
            if let Some(key) = self.keys.get(name).filter(|_| !told) {
                let mut say = |predicate, object| own.push((predicate, object));
                property(self, key.symbol, &key.of_edge, value, &mut say);
            }
        }
        annotation.itself(passage, graph.as_ref(), &own, emit);
        annotation.passage(passage, graph.as_ref(), emit);
    }
}

fn integer(edge: EdgeRef<'_>, key: &str) -> Option<i64> {
    edge.get(key).and_then(ValueRef::as_int)
}

/// The witnesses of a relationship with their passages, where its lists of evidence stand side by
/// side with its sources and its first quote is the first of the list; else they stay properties.
fn witnesses(edge: EdgeRef<'_>) -> Option<Vec<(&str, Passage<'_>)>> {
    let list = |key: &str| edge.get(key).and_then(ValueRef::as_list);
    let (sources, quotes) = (list("sources")?, list("quotes")?);
    let (starts, ends) = (list("starts")?, list("ends")?);
    if [quotes.len(), starts.len(), ends.len()] != [sources.len(); 3] {
        return None;
    }
    let mut witnesses = Vec::with_capacity(sources.len());
    for (at, source) in sources.iter().enumerate() {
        let passage = Passage {
            quote: Some(quotes[at].as_text()?),
            place: Some((starts[at].as_int()?, ends[at].as_int()?)),
        };
        witnesses.push((source.as_text()?, passage));
    }
    let first = witnesses.first().map(|(_, passage)| *passage);
    let first = first.unwrap_or_default();
    let same = edge.get("quote") == first.quote.map(ValueRef::Text)
        && edge.get("start") == first.place.map(|(start, _)| ValueRef::Int(start))
        && edge.get("end") == first.place.map(|(_, end)| ValueRef::Int(end));
    same.then_some(witnesses)
}

/// A passage of an article that says something: an annotation of the Web Annotation vocabulary.
struct Annotation<'g> {
    edge: EdgeRef<'g>,
    witness: Option<u32>,
    body: Term<'g>,
    source: Term<'g>,
}

impl<'g> Annotation<'g> {
    fn part(&self, part: EdgePart) -> Term<'g> {
        Term::EdgePart(self.edge.id(), part)
    }

    /// The annotation, with properties of its own.
    fn itself(
        &self,
        passage: Passage<'g>,
        graph: Option<&Term<'g>>,
        own: &[(Term<'g>, Term<'g>)],
        emit: &mut impl FnMut(Quad<'g>),
    ) {
        let subject = match self.witness {
            Some(witness) => self.part(EdgePart::Evidence(witness)),
            None => Term::Edge(self.edge.id()),
        };
        let target = match passage {
            Passage {
                quote: None,
                place: None,
            } => self.source.clone(),
            _ => self.part(EdgePart::Target(self.witness)),
        };
        let word = Term::Word;
        let fixed = [
            (word(Word::RdfType), word(Word::OaAnnotation)),
            (word(Word::OaHasBody), self.body.clone()),
            (word(Word::OaHasTarget), target),
        ];
        for (predicate, object) in fixed.into_iter().chain(own.iter().cloned()) {
            emit(Quad {
                subject: subject.clone(),
                predicate,
                object,
                graph: graph.cloned(),
            });
        }
    }

    /// The passage, by its words and by its place.
    fn passage(
        &self,
        passage: Passage<'g>,
        graph: Option<&Term<'g>>,
        emit: &mut impl FnMut(Quad<'g>),
    ) {
        let mut say = |subject: EdgePart, predicate, object| {
            emit(Quad {
                subject: self.part(subject),
                predicate: Term::Word(predicate),
                object,
                graph: graph.cloned(),
            });
        };
        let target = EdgePart::Target(self.witness);
        let (quote, position) = (
            EdgePart::Quote(self.witness),
            EdgePart::Position(self.witness),
        );
        if passage.quote.is_some() || passage.place.is_some() {
            let class = Term::Word(Word::OaSpecificResource);
            say(target, Word::RdfType, class);
            say(target, Word::OaHasSource, self.source.clone());
        }
        if passage.quote.is_some() {
            say(target, Word::OaHasSelector, self.part(quote));
        }
        if passage.place.is_some() {
            say(target, Word::OaHasSelector, self.part(position));
        }
        if let Some(text) = passage.quote {
            let class = Term::Word(Word::OaTextQuoteSelector);
            say(quote, Word::RdfType, class);
            say(quote, Word::OaExact, Term::text(text));
        }
        if let Some((start, end)) = passage.place {
            let class = Term::Word(Word::OaTextPositionSelector);
            say(position, Word::RdfType, class);
            say(position, Word::OaStart, Term::Int(start));
            say(position, Word::OaEnd, Term::Int(end));
        }
    }
}
