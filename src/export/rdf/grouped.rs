//! Turtle, `TriG` and JSON-LD: all that is said of a thing stands together.

use std::io::Write;

use hashbrown::HashMap;
use oxrdf::{GraphName, NamedOrBlankNode, Quad as Outside, Term as OutsideTerm};
use oxrdfio::{JsonLdProfileSet, RdfFormat, RdfSerializer, WriterQuadSerializer};

use super::Syntax;
use crate::export::{ExportError, View};
use crate::graph::EdgeRef;
use crate::rdf::{Element, Mapping, PREFIXES, Quad, Term, Unique};

/// Writes nodes, each with what it is and what goes out from it and comes in; then relationships;
/// then the graphs of articles, in the order in which they are met.
pub(super) fn write<'d>(
    view: &View<'d>,
    mapping: &Mapping<'d>,
    syntax: Syntax,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let format = match syntax {
        Syntax::Turtle => RdfFormat::Turtle,
        Syntax::TriG => RdfFormat::TriG,
        Syntax::NQuads => RdfFormat::NQuads,
        Syntax::JsonLd => RdfFormat::JsonLd {
            profile: JsonLdProfileSet::empty(),
        },
    };
    let mut serializer = RdfSerializer::from_format(format);
    if syntax != Syntax::JsonLd {
        for (prefix, namespace) in PREFIXES.into_iter().chain([("", view.base)]) {
            serializer = serializer
                .with_prefix(prefix, namespace)
                .map_err(|error| ExportError::Impossible(error.to_string()))?;
        }
    }
    let mut writer = Writer {
        mapping,
        one_graph: syntax == Syntax::Turtle,
        out: serializer.for_writer(out),
    };
    let mut unique = Unique::default();
    for node in view.nodes() {
        writer.node(view, node, &mut unique)?;
    }
    let mut graphs = Graphs::default();
    for edge in view.edges() {
        let mut quads = Vec::new();
        mapping.edge_quads(edge, &mut |quad| match &quad.graph {
            _ if is_about_node(&quad) && (quad.graph.is_none() || writer.one_graph) => {}
            Some(graph) if !writer.one_graph => graphs.meet(graph, edge),
            _ => quads.push(quad),
        });
        writer.all(quads)?;
    }
    let mut unique = Unique::default();
    for (graph, edge) in graphs.sorted() {
        let mut quads = Vec::new();
        mapping.edge_quads(edge, &mut |quad| {
            if quad.graph.as_ref() == Some(&graph)
                && unique.is_new(mapping, Element::Edge(edge), &quad)
            {
                quads.push(quad);
            }
        });
        writer.all(quads)?;
    }
    writer.out.finish()?;
    Ok(())
}

fn is_about_node(quad: &Quad<'_>) -> bool {
    matches!(quad.subject, Term::Node(_))
}

/// Which relationships say something in which graphs.
#[derive(Default)]
struct Graphs<'g> {
    numbers: HashMap<Term<'g>, usize>,
    terms: Vec<Term<'g>>,
    met: Vec<(usize, EdgeRef<'g>)>,
}

impl<'g> Graphs<'g> {
    fn meet(&mut self, graph: &Term<'g>, edge: EdgeRef<'g>) {
        let terms = &mut self.terms;
        let number = *self.numbers.entry(graph.clone()).or_insert_with(|| {
            terms.push(graph.clone());
            terms.len() - 1
        });
        // A relationship tells each graph in one go, or nearly.
        let last = self.met.iter().rev().take(8);
        if !last
            .clone()
            .any(|(met, other)| *met == number && other.id() == edge.id())
        {
            self.met.push((number, edge));
        }
    }

    fn sorted(mut self) -> impl Iterator<Item = (Term<'g>, EdgeRef<'g>)> {
        self.met
            .sort_unstable_by_key(|(graph, edge)| (*graph, edge.id()));
        self.met.dedup_by_key(|(graph, edge)| (*graph, edge.id()));
        let terms = self.terms;
        let met = self.met.into_iter();
        met.map(move |(graph, edge)| (terms[graph].clone(), edge))
    }
}

struct Writer<'m, 'g, W: Write> {
    mapping: &'m Mapping<'g>,
    one_graph: bool,
    out: WriterQuadSerializer<W>,
}

impl<'g, W: Write> Writer<'_, 'g, W> {
    /// Everything of which a node is the subject, equal predicates together; then its time.
    fn node(
        &mut self,
        view: &View<'g>,
        node: crate::graph::NodeRef<'g>,
        unique: &mut Unique<'g>,
    ) -> Result<(), ExportError> {
        let mapping = self.mapping;
        let (mut own, mut beside) = (Vec::new(), Vec::new());
        mapping.node_quads(node, &mut |quad| {
            if !is_about_node(&quad) {
                beside.push(quad);
            } else if unique.is_new(mapping, Element::Node(node), &quad) {
                own.push(quad);
            }
        });
        let subject = Term::Node(node.id());
        let mut edges: Vec<_> = node.outgoing().chain(node.incoming()).collect();
        edges.retain(|edge| view.selection.contains_edge(edge.id()));
        edges.sort_unstable_by_key(|edge| edge.id());
        edges.dedup_by_key(|edge| edge.id());
        for edge in edges {
            mapping.edge_quads(edge, &mut |quad| {
                if quad.graph.is_none()
                    && quad.subject == subject
                    && unique.is_new(mapping, Element::Edge(edge), &quad)
                {
                    own.push(quad);
                }
            });
        }
        let mut ranks = HashMap::new();
        for quad in &own {
            let next = ranks.len();
            ranks.entry(quad.predicate.clone()).or_insert(next);
        }
        own.sort_by_key(|quad| ranks.get(&quad.predicate).copied());
        self.all(own.into_iter().chain(beside))
    }

    fn all(&mut self, quads: impl IntoIterator<Item = Quad<'g>>) -> Result<(), ExportError> {
        for quad in quads {
            let graph = quad.graph.as_ref().filter(|_| !self.one_graph);
            let Some(quad) = self.outside(&quad, graph) else {
                continue;
            };
            self.out.serialize_quad(&quad)?;
        }
        Ok(())
    }

    /// A quad as the serializer takes it; subjects, predicates and graphs are IRIs.
    fn outside(&self, quad: &Quad<'g>, graph: Option<&Term<'g>>) -> Option<Outside> {
        let iri = |term: &Term<'g>| match self.mapping.to_outside(term) {
            OutsideTerm::NamedNode(iri) => Some(iri),
            _ => None,
        };
        let graph = match graph {
            Some(graph) => GraphName::NamedNode(iri(graph)?),
            None => GraphName::DefaultGraph,
        };
        Some(Outside::new(
            NamedOrBlankNode::NamedNode(iri(&quad.subject)?),
            iri(&quad.predicate)?,
            self.mapping.to_outside(&quad.object),
            graph,
        ))
    }
}
