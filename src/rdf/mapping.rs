//! A graph with what is needed to see it as RDF: the names of its nodes and the words that its
//! labels, types and keys become.

use std::cell::OnceCell;

use hashbrown::HashMap;

use super::edge::Relation;
use super::iri::{decode, encode_into};
use super::literal::{from_outside, write_form};
use super::node::Way;
use super::pairs::Pairs;
use super::term::{EdgePart, NodePart, Term};
use super::words::{PREFIXES, ROLE, VOCABULARY, WIKIDATA, Word, expanded};
use crate::graph::{Dossier, EdgeId, Graph, NodeId, NodeRef, OwnIds, Symbol};
use crate::model::digits::write_unsigned;
use crate::model::registry::{Registry, pascal_case};

/// Why identifiers cannot begin so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BaseError {
    /// Not an IRI.
    #[error("`{0}` is no IRI: {1}")]
    Invalid(String, String),
    /// The names of nodes would be those of words.
    #[error("identifiers cannot begin with `{0}`: that is how the words of a vocabulary begin")]
    Taken(String),
}

/// What a key of a property becomes.
#[derive(Debug, Clone)]
pub(super) struct Key<'g> {
    pub(super) symbol: Symbol,
    pub(super) of_article: Way<'g>,
    pub(super) of_node: Way<'g>,
    pub(super) of_edge: Way<'g>,
}

/// A graph seen as RDF.
#[derive(Debug)]
pub struct Mapping<'g> {
    pub(super) dossier: &'g Dossier,
    base: String,
    /// The nodes that their `id` names.
    named: OwnIds,
    pub(super) keys: HashMap<&'g str, Key<'g>>,
    pub(super) relations: HashMap<Symbol, Relation<'g>>,
    /// The classes of labels beside the label itself.
    pub(super) classes: HashMap<Symbol, Vec<Term<'g>>>,
    pub(super) event: Option<Symbol>,
    pub(super) article: Option<Symbol>,
    pairs: OnceCell<Pairs>,
    /// Whether the registry names properties for relationships.
    pub(super) has_words: bool,
    pub(super) cited: OnceCell<super::dataset::Cited<'g>>,
    pub(super) graphs: OnceCell<Vec<Term<'g>>>,
}

impl<'g> Mapping<'g> {
    /// Sees a dossier as RDF, with identifiers that begin with `base`. O(number of nodes).
    ///
    /// # Errors
    ///
    /// If `base` is no IRI or one that words begin with.
    pub fn new(dossier: &'g Dossier, base: &str) -> Result<Self, BaseError> {
        oxrdf::NamedNode::new(base)
            .map_err(|error| BaseError::Invalid(base.to_owned(), error.to_string()))?;
        let namespaces = PREFIXES.iter().map(|(_, namespace)| *namespace);
        for namespace in namespaces.chain(["http://id.loc.gov/datatypes/edtf/", ROLE]) {
            let taken = |rest: &str| rest.is_empty() || decode(rest).is_some();
            if namespace.strip_prefix(base).is_some_and(taken) {
                return Err(BaseError::Taken(base.to_owned()));
            }
        }
        let graph = &dossier.graph;
        let mut mapping = Self {
            dossier,
            base: base.to_owned(),
            named: OwnIds::of(&dossier.graph),
            keys: HashMap::new(),
            relations: HashMap::new(),
            classes: HashMap::new(),
            event: graph.symbol("Event"),
            article: graph.symbol("Article"),
            pairs: OnceCell::new(),
            has_words: false,
            cited: OnceCell::new(),
            graphs: OnceCell::new(),
        };
        for name in graph.symbols() {
            let Some(symbol) = graph.symbol(name) else {
                continue;
            };
            let key = Key {
                symbol,
                of_article: Way::of_node(name, symbol, true, graph),
                of_node: Way::of_node(name, symbol, false, graph),
                of_edge: Way::of_edge(name, symbol),
            };
            mapping.keys.insert(name, key);
            if graph.kind_count(symbol) > 0 {
                let relation = Relation::of(name, symbol, &mapping);
                mapping.has_words |= relation.word.is_some();
                mapping.relations.insert(symbol, relation);
            }
            if graph.label_count(symbol) > 0 {
                let classes = mapping.classes_of(name);
                mapping.classes.insert(symbol, classes);
            }
        }
        Ok(mapping)
    }

    pub(super) fn graph(&self) -> &'g Graph {
        &self.dossier.graph
    }

    pub(super) fn registry(&self) -> &'g Registry {
        &self.dossier.registry
    }

    /// The classes that a label stands for beside itself.
    fn classes_of(&self, label: &str) -> Vec<Term<'g>> {
        let own: &[Word] = match label {
            "Actor" => &[Word::SemActor],
            "Place" => &[Word::SemPlace],
            "Event" => &[Word::SemEvent],
            "Article" => &[Word::SchemaArticle, Word::ProvEntity],
            "Claim" => &[Word::SchemaClaim],
            _ => &[],
        };
        let mut classes: Vec<_> = own.iter().map(|word| Term::Word(*word)).collect();
        let name = self
            .registry()
            .types()
            .find(|name| pascal_case(name) == label);
        let class = name.and_then(|name| self.registry().get(name)?.rdf.as_deref());
        if let Some(class) = class.and_then(|class| self.word(class))
            && !classes.contains(&class)
        {
            classes.push(class);
        }
        classes
    }

    /// The term of a word of the registry, a prefixed name or an IRI; `None` if it is no IRI.
    pub(super) fn word(&self, name: &str) -> Option<Term<'g>> {
        let iri = oxrdf::NamedNode::new(expanded(name)).ok()?;
        Some(self.iri_from_outside(iri.into_string()))
    }

    fn is_named(&self, node: NodeId) -> bool {
        self.named.contains(node)
    }

    /// The node that a text names, or would.
    pub(super) fn resource(&self, id: &'g str) -> Term<'g> {
        match self.dossier.names.by_id(id) {
            Some(node) if self.is_named(node) => Term::Node(node),
            _ => Term::Absent(id.into()),
        }
    }

    /// Which relationships have others beside them. The first call looks at all.
    pub(super) fn pairs(&self) -> &Pairs {
        self.pairs.get_or_init(|| Pairs::of(self.graph()))
    }

    /// Appends the IRI of a term; nothing for a literal.
    pub fn write_iri(&self, term: &Term<'_>, out: &mut Vec<u8>) {
        match term {
            Term::Node(node) => self.write_node(*node, out),
            Term::NodePart(node, part) => {
                self.write_node(*node, out);
                out.extend_from_slice(match part {
                    NodePart::Time => b"/time",
                    NodePart::Begin => b"/time/begin",
                    NodePart::End => b"/time/end",
                });
            }
            Term::Edge(edge) => self.write_edge(*edge, out),
            Term::EdgePart(edge, part) => {
                self.write_edge(*edge, out);
                let (witness, name): (_, &[u8]) = match part {
                    EdgePart::Evidence(witness) => (Some(*witness), b""),
                    EdgePart::Target(witness) => (*witness, b"/target"),
                    EdgePart::Quote(witness) => (*witness, b"/quote"),
                    EdgePart::Position(witness) => (*witness, b"/position"),
                };
                if let Some(witness) = witness {
                    out.extend_from_slice(b"/evidence/");
                    write_unsigned(out, u64::from(witness));
                }
                out.extend_from_slice(name);
            }
            Term::Absent(id) => {
                out.extend_from_slice(self.base.as_bytes());
                encode_into(id, out);
            }
            Term::Symbol(symbol) => {
                out.extend_from_slice(VOCABULARY.as_bytes());
                encode_into(self.graph().name(*symbol), out);
            }
            Term::Word(word) => out.extend_from_slice(word.iri().as_bytes()),
            Term::Role(role) => {
                out.extend_from_slice(ROLE.as_bytes());
                encode_into(role, out);
            }
            Term::Wikidata(entity) => {
                out.extend_from_slice(WIKIDATA.as_bytes());
                encode_into(entity, out);
            }
            Term::Iri(iri) => out.extend_from_slice(iri.as_bytes()),
            _ => {}
        }
    }

    fn write_node(&self, node: NodeId, out: &mut Vec<u8>) {
        out.extend_from_slice(self.base.as_bytes());
        if let Some(id) = self.named.of_node(self.graph().node(node)) {
            encode_into(id, out);
        } else {
            out.extend_from_slice(b"node/");
            write_unsigned(out, node.index() as u64);
        }
    }

    fn write_edge(&self, edge: EdgeId, out: &mut Vec<u8>) {
        out.extend_from_slice(self.base.as_bytes());
        out.extend_from_slice(b"relationship/");
        write_unsigned(out, edge.index() as u64);
    }

    /// A term as others know it.
    pub fn to_outside(&self, term: &Term<'_>) -> oxrdf::Term {
        let typed = |form: String, word: Word| {
            let datatype = oxrdf::NamedNode::new_unchecked(word.iri());
            oxrdf::Literal::new_typed_literal(form, datatype).into()
        };
        match term {
            Term::Text(text) => oxrdf::Literal::new_simple_literal(&**text).into(),
            Term::Lang(text, language) => {
                let (text, language) = (text.to_string(), language.to_string());
                oxrdf::Literal::new_language_tagged_literal_unchecked(text, language).into()
            }
            Term::Int(_) | Term::Float(_) | Term::Bool(_) | Term::Date(_) => {
                let mut form = Vec::new();
                let word = write_form(term, &mut form).unwrap_or(Word::XsdInteger);
                typed(String::from_utf8_lossy(&form).into_owned(), word)
            }
            Term::Typed(word, form) => typed(form.to_string(), *word),
            Term::Foreign(term) => (**term).clone(),
            _ => {
                let mut iri = Vec::new();
                self.write_iri(term, &mut iri);
                let iri = String::from_utf8_lossy(&iri).into_owned();
                oxrdf::NamedNode::new_unchecked(iri).into()
            }
        }
    }

    /// A term that comes from outside.
    pub fn from_outside(&self, term: oxrdf::Term) -> Term<'g> {
        match term {
            oxrdf::Term::NamedNode(iri) => self.iri_from_outside(iri.into_string()),
            oxrdf::Term::Literal(literal) => from_outside(literal),
            blank @ oxrdf::Term::BlankNode(_) => Term::Foreign(Box::new(blank)),
        }
    }

    fn iri_from_outside(&self, iri: String) -> Term<'g> {
        if let Some(&word) = Word::ALL.iter().find(|word| word.iri() == iri) {
            return Term::Word(word);
        }
        if let Some(term) = iri
            .strip_prefix(&self.base)
            .and_then(|rest| self.local(rest))
        {
            return term;
        }
        let named = |namespace: &str| iri.strip_prefix(namespace).and_then(decode);
        if let Some(symbol) = named(VOCABULARY).and_then(|name| self.graph().symbol(&name)) {
            return Term::Symbol(symbol);
        }
        if let Some(role) = named(ROLE) {
            return Term::Role(role.into());
        }
        if let Some(entity) = named(WIKIDATA) {
            return Term::Wikidata(entity.into());
        }
        Term::Iri(iri.into())
    }

    /// The term whose IRI is the base and this.
    fn local(&self, rest: &str) -> Option<Term<'g>> {
        let mut parts = rest.split('/');
        let first = parts.next()?;
        let parts: Vec<&str> = parts.collect();
        let graph = self.graph();
        let (node, after) = match (first, &parts[..]) {
            ("relationship", [number_of_edge, after @ ..]) if number(number_of_edge).is_some() => {
                let edge = graph.edge_from(number(number_of_edge)?)?;
                let right = edge.index() == number(number_of_edge)?;
                return right.then(|| edge_term(edge, after)).flatten();
            }
            ("node", [number_of_node, after @ ..]) if number(number_of_node).is_some() => {
                let node = graph.node_from(number(number_of_node)?)?;
                let right = node.index() == number(number_of_node)? && !self.is_named(node);
                (right.then_some(node)?, after)
            }
            (id, after) => {
                let id = decode(id)?;
                match self.dossier.names.by_id(&id) {
                    Some(node) if self.is_named(node) => (node, after),
                    _ => return after.is_empty().then(|| Term::Absent(id.into())),
                }
            }
        };
        match after {
            [] => Some(Term::Node(node)),
            ["time"] => Some(Term::NodePart(node, NodePart::Time)),
            ["time", "begin"] => Some(Term::NodePart(node, NodePart::Begin)),
            ["time", "end"] => Some(Term::NodePart(node, NodePart::End)),
            _ => None,
        }
    }
}

/// A resource beside a relationship by what follows its IRI.
fn edge_term<'g>(edge: EdgeId, after: &[&str]) -> Option<Term<'g>> {
    let (witness, name) = match after {
        [] => return Some(Term::Edge(edge)),
        ["evidence", witness] => (Some(number(witness)?), ""),
        ["evidence", witness, name] => (Some(number(witness)?), *name),
        [name] => (None, *name),
        _ => return None,
    };
    let witness = witness.map(u32::try_from).transpose().ok()?;
    let part = match (name, witness) {
        ("", Some(witness)) => EdgePart::Evidence(witness),
        ("target", witness) => EdgePart::Target(witness),
        ("quote", witness) => EdgePart::Quote(witness),
        ("position", witness) => EdgePart::Position(witness),
        _ => return None,
    };
    Some(Term::EdgePart(edge, part))
}

/// A number in its shortest form.
fn number(text: &str) -> Option<usize> {
    let number: usize = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

/// Whether a node has a label.
pub(super) fn has_label(node: NodeRef<'_>, label: Option<Symbol>) -> bool {
    label.is_some_and(|label| node.label_symbols().contains(&label))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::graph::{Graph, Value};

    /// A literal as N-Triples write it.
    pub(in crate::rdf) fn written(term: &Term<'_>) -> String {
        let dossier = dossier(Graph::new());
        let mapping = Mapping::new(&dossier, "urn:kroniek:").expect("a base");
        mapping.to_outside(term).to_string()
    }

    pub(in crate::rdf) fn dossier(graph: Graph) -> Dossier {
        Dossier::of(graph)
    }

    #[test]
    fn every_resource_is_found_by_its_iri() {
        let mut graph = Graph::new();
        let named = graph.add_node(["Person"]);
        graph.set(named, "id", Value::from("a/b é"));
        let odd = graph.add_node(["Person"]);
        graph.set(odd, "id", Value::from("node"));
        let unnamed = graph.add_node(["Person"]);
        let edge = graph.add_edge(named, "KNOWS", unnamed);
        let dossier = dossier(graph);
        let knows = dossier.graph.symbol("KNOWS").expect("a type");
        let mapping = Mapping::new(&dossier, "https://example.org/d#").expect("a base");
        let check = |term: Term<'static>, iri: &str| {
            let outside = mapping.to_outside(&term);
            assert_eq!(outside.to_string(), format!("<{iri}>"));
            assert_eq!(mapping.from_outside(outside), term, "{iri}");
        };
        let base = "https://example.org/d#";
        check(Term::Node(named), &format!("{base}a%2Fb%20%C3%A9"));
        check(Term::Node(odd), &format!("{base}node"));
        check(Term::Node(unnamed), &format!("{base}node/2"));
        for (part, end) in [
            (NodePart::Time, "time"),
            (NodePart::Begin, "time/begin"),
            (NodePart::End, "time/end"),
        ] {
            check(Term::NodePart(odd, part), &format!("{base}node/{end}"));
            check(
                Term::NodePart(unnamed, part),
                &format!("{base}node/2/{end}"),
            );
        }
        check(Term::Edge(edge), &format!("{base}relationship/0"));
        for (part, end) in [
            (EdgePart::Evidence(3), "evidence/3"),
            (EdgePart::Target(Some(0)), "evidence/0/target"),
            (EdgePart::Quote(Some(1)), "evidence/1/quote"),
            (EdgePart::Position(None), "position"),
            (EdgePart::Target(None), "target"),
        ] {
            let iri = format!("{base}relationship/0/{end}");
            check(Term::EdgePart(edge, part), &iri);
        }
        check(Term::Absent("nobody".into()), &format!("{base}nobody"));
        check(Term::Symbol(knows), "urn:kroniek-vocabulary:KNOWS");
        check(
            Term::Iri("urn:kroniek-vocabulary:UNKNOWN".into()),
            "urn:kroniek-vocabulary:UNKNOWN",
        );
        check(Term::Role("lender".into()), "urn:kroniek-role:lender");
        check(
            Term::Wikidata("Q184".into()),
            "http://www.wikidata.org/entity/Q184",
        );
        check(
            Term::Word(Word::SemEvent),
            "http://semanticweb.cs.vu.nl/2009/11/sem/Event",
        );
        for iri in ["node/1", "node/9", "relationship/1", "a/time", "node/2/x"] {
            check(
                Term::Iri(format!("{base}{iri}").into()),
                &format!("{base}{iri}"),
            );
        }
    }

    #[test]
    fn a_base_that_words_begin_with_is_refused() {
        let dossier = dossier(Graph::new());
        let check = |base: &str| Mapping::new(&dossier, base).map(|_| ()).unwrap_err();
        assert!(matches!(check("https://schema.org/"), BaseError::Taken(_)));
        assert!(matches!(check("no scheme"), BaseError::Invalid(..)));
        assert!(matches!(
            check("urn:kroniek-vocabulary:"),
            BaseError::Taken(_)
        ));
        assert!(Mapping::new(&dossier, "http://www.w3.org/").is_ok());
    }
}
