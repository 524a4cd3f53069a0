//! Statements once each. RDF is a set, but relationships side by side say the same of their ends.

use hashbrown::HashSet;

use super::mapping::Mapping;
use super::term::{Quad, Term};
use crate::graph::{EdgeRef, NodeRef};

/// What statements come from.
#[derive(Debug, Clone, Copy)]
pub enum Element<'g> {
    /// A node.
    Node(NodeRef<'g>),
    /// A relationship.
    Edge(EdgeRef<'g>),
}

/// Statements that have been told and may come again.
#[derive(Debug, Default)]
pub struct Unique<'g> {
    told: HashSet<Quad<'g>>,
}

impl<'g> Unique<'g> {
    /// Whether a statement, which comes from this element, has not come before. Only the few that
    /// can come twice are kept.
    pub fn is_new(&mut self, mapping: &Mapping<'g>, element: Element<'g>, quad: &Quad<'g>) -> bool {
        let about_itself = |term: &Term<'_>| !matches!(term, Term::Node(_));
        if about_itself(&quad.subject) || !matches!(quad.object, Term::Node(_)) {
            return true;
        }
        let comes_again = match element {
            Element::Node(_) => mapping.has_words,
            Element::Edge(edge) => mapping.has_words || mapping.pairs().is_shared(edge),
        };
        !comes_again || self.told.insert(quad.clone())
    }
}

impl<'g> Mapping<'g> {
    /// Tells what a node or relationship says.
    pub fn quads(&self, element: Element<'g>, emit: &mut impl FnMut(Quad<'g>)) {
        match element {
            Element::Node(node) => self.node_quads(node, emit),
            Element::Edge(edge) => self.edge_quads(edge, emit),
        }
    }
}
