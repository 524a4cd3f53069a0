//! Terms and quads as the mapping gives them.

use std::borrow::Cow;

use super::words::Word;
use crate::graph::{EdgeId, NodeId, Symbol};
use crate::model::date::Day;

/// A resource that stands beside a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodePart {
    /// Its time: `…/time`.
    Time,
    /// The instant at which that begins: `…/time/begin`.
    Begin,
    /// The instant at which that ends: `…/time/end`.
    End,
}

/// A resource that stands beside a relationship. The number counts the witnesses of a relationship
/// that has several; a `SUPPORTED_BY` is itself the annotation, and has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EdgePart {
    /// The annotation of a witness: `…/evidence/0`.
    Evidence(u32),
    /// The passage that an annotation names: `…/target`, `…/evidence/0/target`.
    Target(Option<u32>),
    /// What selects the passage by its words: `…/quote`, `…/evidence/0/quote`.
    Quote(Option<u32>),
    /// What selects it by its place: `…/position`, `…/evidence/0/position`.
    Position(Option<u32>),
}

/// A term of RDF. Every term has one form here, so that equality is that of RDF terms.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Term<'g> {
    /// A node of the graph.
    Node(NodeId),
    /// A resource beside a node.
    NodePart(NodeId, NodePart),
    /// A relationship of the graph.
    Edge(EdgeId),
    /// A resource beside a relationship.
    EdgePart(EdgeId, EdgePart),
    /// The `id` of a node that the graph does not have.
    Absent(Cow<'g, str>),
    /// A label, type of relationship or key of a property.
    Symbol(Symbol),
    /// A word of a vocabulary of others.
    Word(Word),
    /// A role.
    Role(Cow<'g, str>),
    /// An entity of Wikidata.
    Wikidata(Cow<'g, str>),
    /// Any other IRI.
    Iri(Cow<'g, str>),
    /// A text.
    Text(Cow<'g, str>),
    /// A text in a language, which is in lower case.
    Lang(Cow<'g, str>, Cow<'g, str>),
    /// An integer in its shortest form.
    Int(i64),
    /// A double, as bits, in the form that this program writes.
    Float(u64),
    /// `true` or `false`.
    Bool(bool),
    /// A calendar day.
    Date(Day),
    /// A literal of another datatype that the mapping uses, or in another form.
    Typed(Word, Cow<'g, str>),
    /// A term that no graph gives: a blank node, or a literal of a datatype unknown here.
    Foreign(Box<oxrdf::Term>),
}

impl<'g> Term<'g> {
    /// A borrowed text.
    pub(super) fn text(text: &'g str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

/// A statement, in the graph of an article or in the default graph.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Quad<'g> {
    /// What it is about.
    pub subject: Term<'g>,
    /// What of it.
    pub predicate: Term<'g>,
    /// That.
    pub object: Term<'g>,
    /// The article that says so; none: the default graph.
    pub graph: Option<Term<'g>>,
}
