//! A graph as the dataset of a SPARQL query, without a copy of it.
//!
//! A pattern is answered in two steps: which nodes and relationships can make a statement that fits
//! (from the graph's own indexes and adjacency where a subject, object or graph is given, else by
//! looking at all), and which of the statements they do make fit. The first step may name too
//! many, so that only the mapping decides.

use std::convert::Infallible;

use hashbrown::HashMap;
use spareval::{InternalQuad, QueryableDataset};

use super::mapping::Mapping;
use super::node::Form;
use super::term::{Quad, Term};
use super::unique::{Element, Unique};
use super::words::Word;
use crate::graph::{EdgeRef, NodeRef, Symbol, Value};

/// Nodes and relationships by the resources that their lists name.
pub(super) type Cited<'g> = HashMap<Term<'g>, Vec<Element<'g>>>;

/// What a pattern asks for; `None` is anything.
#[derive(Debug, Clone)]
struct Pattern<'g> {
    subject: Option<Term<'g>>,
    predicate: Option<Term<'g>>,
    object: Option<Term<'g>>,
    /// `Some(None)` is the default graph, `None` any named one.
    #[expect(clippy::option_option, reason = "as SPARQL's evaluator asks")]
    graph: Option<Option<Term<'g>>>,
}

impl<'g> Pattern<'g> {
    fn fits(&self, quad: &Quad<'g>) -> bool {
        let same =
            |asked: &Option<Term<'g>>, term| asked.as_ref().is_none_or(|asked| asked == term);
        same(&self.predicate, &quad.predicate)
            && same(&self.subject, &quad.subject)
            && same(&self.object, &quad.object)
            && match &self.graph {
                Some(graph) => *graph == quad.graph,
                None => quad.graph.is_some(),
            }
    }
}

/// Which elements make statements with a predicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Scope {
    nodes: bool,
    edges: bool,
}

impl Scope {
    const NODES: Self = Self {
        nodes: true,
        edges: false,
    };
    const EDGES: Self = Self {
        nodes: false,
        edges: true,
    };
    const ALL: Self = Self {
        nodes: true,
        edges: true,
    };
}

type Elements<'a, 'g> = Box<dyn Iterator<Item = Element<'g>> + 'a>;

impl<'g> Mapping<'g> {
    fn scope(&self, predicate: Option<&Term<'g>>) -> Scope {
        let Some(predicate) = predicate else {
            return Scope::ALL;
        };
        if self.has_words {
            return Scope::ALL;
        }
        match predicate {
            Term::Word(word) => match word {
                Word::RdfsLabel
                | Word::SchemaIdentifier
                | Word::SchemaName
                | Word::SchemaAlternateName
                | Word::SchemaDescription
                | Word::SchemaSameAs
                | Word::SchemaHeadline
                | Word::SchemaDatePublished
                | Word::SchemaPublisher
                | Word::SchemaInLanguage
                | Word::SchemaUrl
                | Word::SchemaWordCount
                | Word::SemEventType
                | Word::SemHasEarliest
                | Word::SemHasLatest
                | Word::SemHasTimeStamp
                | Word::SemHasBeginTimeStamp
                | Word::SemHasEndTimeStamp
                | Word::TimeHasTime
                | Word::TimeHasBeginning
                | Word::TimeHasEnd
                | Word::TimeInXsdDate => Scope::NODES,
                Word::RdfType | Word::ProvWasDerivedFrom => Scope::ALL,
                _ => Scope::EDGES,
            },
            Term::Symbol(_) => Scope::ALL,
            _ => Scope {
                nodes: false,
                edges: false,
            },
        }
    }

    /// The elements that can make a statement that fits.
    fn candidates<'a>(&'a self, pattern: &Pattern<'g>) -> Elements<'a, 'g> {
        let mut scope = self.scope(pattern.predicate.as_ref());
        if !matches!(pattern.graph, Some(None)) {
            // Only relationships speak in the graph of an article.
            scope.nodes = false;
        }
        let within = move |element: &Element<'g>| match element {
            Element::Node(_) => scope.nodes,
            Element::Edge(_) => scope.edges,
        };
        let found = match &pattern.subject {
            Some(subject) => Some(self.about(subject, scope)),
            None => self.of_object(pattern).or_else(|| self.of_graph(pattern)),
        };
        match found {
            Some(elements) => Box::new(elements.filter(within)),
            None => self.everything(scope),
        }
    }

    fn everything<'a>(&'a self, scope: Scope) -> Elements<'a, 'g> {
        let graph = self.graph();
        let nodes = scope.nodes.then(|| graph.nodes().map(Element::Node));
        let edges = scope.edges.then(|| graph.edges().map(Element::Edge));
        Box::new(
            nodes
                .into_iter()
                .flatten()
                .chain(edges.into_iter().flatten()),
        )
    }

    /// The elements that say something about a subject.
    fn about<'a>(&'a self, subject: &Term<'g>, scope: Scope) -> Elements<'a, 'g> {
        let graph = self.graph();
        match *subject {
            Term::Node(node) => {
                let node = graph.node(node);
                let itself = std::iter::once(Element::Node(node));
                let edges = scope.edges.then(|| incident(node));
                Box::new(itself.chain(edges.into_iter().flatten()))
            }
            Term::NodePart(node, _) => one(Element::Node(graph.node(node))),
            Term::Edge(edge) | Term::EdgePart(edge, _) => one(Element::Edge(graph.edge(edge))),
            _ => Box::new(std::iter::empty()),
        }
    }

    /// The elements that can name an object; `None` where looking at all is as good.
    fn of_object<'a>(&'a self, pattern: &Pattern<'g>) -> Option<Elements<'a, 'g>> {
        let object = pattern.object.as_ref()?;
        let predicate = pattern.predicate.as_ref();
        let graph = self.graph();
        Some(match object {
            Term::Node(node) => {
                let incident = incident(graph.node(*node));
                if predicate.is_none_or(|predicate| self.cites(predicate)) {
                    let citing = self.cited().get(object).into_iter().flatten().copied();
                    Box::new(once_each(incident, citing))
                } else {
                    Box::new(incident)
                }
            }
            Term::Absent(_) => Box::new(self.cited().get(object).into_iter().flatten().copied()),
            Term::NodePart(node, _) => one(Element::Node(graph.node(*node))),
            Term::Edge(edge) | Term::EdgePart(edge, _) => one(Element::Edge(graph.edge(*edge))),
            Term::Symbol(_) | Term::Word(_) | Term::Iri(_)
                if matches!(
                    predicate,
                    Some(Term::Word(Word::RdfType | Word::SemEventType))
                ) =>
            {
                self.of_class(object)?
            }
            Term::Symbol(kind) if predicate == Some(&Term::Word(Word::RdfPredicate)) => {
                let kind = *kind;
                let of_kind = move |edge: &EdgeRef<'g>| edge.kind_symbol() == kind;
                Box::new(graph.edges().filter(of_kind).map(Element::Edge))
            }
            Term::Text(_) | Term::Int(_) | Term::Bool(_) | Term::Date(_) => {
                self.of_value(predicate?, object)?
            }
            _ => return None,
        })
    }

    /// The nodes of a class that stands for labels.
    fn of_class<'a>(&'a self, class: &Term<'g>) -> Option<Elements<'a, 'g>> {
        let made_otherwise = [
            Word::RdfStatement,
            Word::SemRole,
            Word::OaAnnotation,
            Word::OaSpecificResource,
            Word::OaTextQuoteSelector,
            Word::OaTextPositionSelector,
            Word::TimeInstant,
            Word::TimeInterval,
        ];
        if made_otherwise
            .iter()
            .any(|word| *class == Term::Word(*word))
        {
            return None;
        }
        let graph = self.graph();
        let stands_for = |label: &Symbol| {
            *class == Term::Symbol(*label)
                || (self.classes.get(label)).is_some_and(|classes| classes.contains(class))
        };
        let symbols = graph.symbols().filter_map(|name| graph.symbol(name));
        let labels: Vec<_> = symbols.filter(stands_for).collect();
        if let [label] = labels[..] {
            let nodes = graph.labelled(label);
            return Some(Box::new(nodes.map(|node| Element::Node(graph.node(node)))));
        }
        let mut nodes: Vec<_> = labels
            .iter()
            .flat_map(|label| graph.labelled(*label))
            .collect();
        nodes.sort_unstable();
        nodes.dedup();
        let elements = nodes
            .into_iter()
            .map(|node| Element::Node(graph.node(node)));
        Some(Box::new(elements))
    }

    /// The elements of which a property has a value, by the graph's indexes.
    fn of_value<'a>(&'a self, predicate: &Term<'g>, object: &Term<'g>) -> Option<Elements<'a, 'g>> {
        let value = match object {
            Term::Text(text) => Value::text(&**text),
            Term::Int(int) => Value::Int(*int),
            Term::Bool(bool) => Value::Bool(*bool),
            Term::Date(day) => Value::Date(*day),
            _ => return None,
        };
        let graph = self.graph();
        let key = match predicate {
            Term::Word(Word::SchemaIdentifier) => graph.symbol("id"),
            Term::Word(Word::RdfsLabel) => graph.symbol("name"),
            Term::Symbol(symbol) => {
                let key = self.keys.get(graph.name(*symbol))?;
                let plain = [&key.of_article, &key.of_node]
                    .iter()
                    .all(|way| way.form == Form::Plain && way.predicate == *predicate);
                Some(*symbol).filter(|_| plain)
            }
            _ => None,
        }?;
        // The first question makes the graph think of an index, the second build it.
        let find = || graph.find_nodes(None, key, &value);
        let nodes = find().or_else(find)?;
        let nodes = nodes
            .into_iter()
            .map(|node| Element::Node(graph.node(node)));
        let edges = matches!(predicate, Term::Symbol(_)).then(|| {
            let has = move |edge: &EdgeRef<'g>| edge.get_symbol(key).is_some();
            graph.edges().filter(has).map(Element::Edge)
        });
        Some(Box::new(nodes.chain(edges.into_iter().flatten())))
    }

    /// The elements that speak in the graph of an article; `None` where no graph is given.
    fn of_graph<'a>(&'a self, pattern: &Pattern<'g>) -> Option<Elements<'a, 'g>> {
        let graph = pattern.graph.as_ref()?.as_ref()?;
        let citing = self.cited().get(graph).into_iter().flatten().copied();
        Some(match graph {
            Term::Node(node) => {
                let evidence = self.graph().node(*node).incoming().map(Element::Edge);
                Box::new(once_each(evidence, citing))
            }
            _ => Box::new(citing),
        })
    }

    /// Whether a predicate has objects that lists of ids name: witnesses, and the articles that
    /// their evidence is in.
    fn cites(&self, predicate: &Term<'g>) -> bool {
        match predicate {
            Term::Word(word) => matches!(
                word,
                Word::ProvWasDerivedFrom | Word::OaHasSource | Word::OaHasTarget
            ),
            Term::Symbol(symbol) => self.graph().symbol("claimed_by") == Some(*symbol),
            _ => false,
        }
    }

    /// The elements by what their lists of ids name. The first call looks at all.
    fn cited(&self) -> &Cited<'g> {
        self.cited.get_or_init(|| {
            let mut cited = Cited::new();
            let mut add = |element, texts: &mut dyn Iterator<Item = &'g str>| {
                for text in texts {
                    cited.entry(self.resource(text)).or_default().push(element);
                }
            };
            for node in self.graph().nodes() {
                let mut texts = node.texts("sources").chain(node.texts("claimed_by"));
                add(Element::Node(node), &mut texts);
            }
            for edge in self.graph().edges() {
                let mut texts = edge.texts("sources").chain(edge.texts("claimed_by"));
                add(Element::Edge(edge), &mut texts);
            }
            cited
        })
    }

    /// Whether an element makes no statement with a predicate, as far as a glance tells.
    fn cannot(&self, element: Element<'g>, predicate: Option<&Term<'g>>) -> bool {
        let Some(&Term::Symbol(symbol)) = predicate else {
            return false;
        };
        match element {
            // What it says may stand under the key of a language.
            Element::Node(node) => {
                node.get_symbol(symbol).is_none() && self.graph().name(symbol) != "says"
            }
            Element::Edge(edge) => {
                edge.kind_symbol() != symbol && edge.get_symbol(symbol).is_none() && !self.has_words
            }
        }
    }
}

fn one<'a, 'g: 'a>(element: Element<'g>) -> Elements<'a, 'g> {
    Box::new(std::iter::once(element))
}

/// The relationships of a node; one from it to itself comes once.
fn incident<'g>(node: NodeRef<'g>) -> impl Iterator<Item = Element<'g>> {
    let others = move |edge: &EdgeRef<'g>| edge.from().id() != node.id();
    (node.outgoing())
        .chain(node.incoming().filter(others))
        .map(Element::Edge)
}

/// The elements of the first, then those of the second that are not among them.
fn once_each<'a, 'g: 'a>(
    first: impl Iterator<Item = Element<'g>> + 'a,
    second: impl Iterator<Item = Element<'g>> + 'a,
) -> impl Iterator<Item = Element<'g>> + 'a {
    let mut told = hashbrown::HashSet::new();
    let name = |element: &Element<'g>| match element {
        Element::Node(node) => (true, node.id().index()),
        Element::Edge(edge) => (false, edge.id().index()),
    };
    first
        .chain(second)
        .filter(move |element| told.insert(name(element)))
}

/// The statements that fit a pattern.
struct Matches<'a, 'g> {
    mapping: &'a Mapping<'g>,
    pattern: Pattern<'g>,
    elements: Elements<'a, 'g>,
    unique: Unique<'g>,
    /// Those of the element last looked at, the next one last.
    found: Vec<Quad<'g>>,
}

impl<'g> Iterator for Matches<'_, 'g> {
    type Item = Result<InternalQuad<Term<'g>>, Infallible>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.found.is_empty() {
            let element = self.elements.next()?;
            if self
                .mapping
                .cannot(element, self.pattern.predicate.as_ref())
            {
                continue;
            }
            let (pattern, found) = (&self.pattern, &mut self.found);
            let (mapping, unique) = (self.mapping, &mut self.unique);
            mapping.quads(element, &mut |quad| {
                if pattern.fits(&quad) && unique.is_new(mapping, element, &quad) {
                    found.push(quad);
                }
            });
            found.reverse();
        }
        let quad = self.found.pop()?;
        Some(Ok(InternalQuad {
            subject: quad.subject,
            predicate: quad.predicate,
            object: quad.object,
            graph_name: quad.graph,
        }))
    }
}

impl<'a, 'g: 'a> QueryableDataset<'a> for &'a Mapping<'g> {
    type InternalTerm = Term<'g>;
    type Error = Infallible;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&Term<'g>>,
        predicate: Option<&Term<'g>>,
        object: Option<&Term<'g>>,
        graph_name: Option<Option<&Term<'g>>>,
    ) -> impl Iterator<Item = Result<InternalQuad<Term<'g>>, Infallible>> + use<'a, 'g> {
        let mapping: &'a Mapping<'g> = self;
        let pattern = Pattern {
            subject: subject.cloned(),
            predicate: predicate.cloned(),
            object: object.cloned(),
            graph: graph_name.map(Option::<&Term<'g>>::cloned),
        };
        Matches {
            mapping,
            elements: mapping.candidates(&pattern),
            pattern,
            unique: Unique::default(),
            found: Vec::new(),
        }
    }

    fn internal_named_graphs(
        &self,
    ) -> impl Iterator<Item = Result<Term<'g>, Infallible>> + use<'a, 'g> {
        let mapping: &'a Mapping<'g> = self;
        let graphs = mapping.graphs.get_or_init(|| {
            let mut told = hashbrown::HashSet::new();
            let mut graphs = Vec::new();
            for edge in mapping.graph().edges() {
                mapping.edge_quads(edge, &mut |quad| {
                    if let Some(graph) = quad.graph
                        && told.insert(graph.clone())
                    {
                        graphs.push(graph);
                    }
                });
            }
            graphs
        });
        graphs.iter().cloned().map(Ok)
    }

    fn internalize_term(&self, term: oxrdf::Term) -> Result<Term<'g>, Infallible> {
        Ok(self.from_outside(term))
    }

    fn externalize_term(&self, term: Term<'g>) -> Result<oxrdf::Term, Infallible> {
        Ok(self.to_outside(&term))
    }
}
