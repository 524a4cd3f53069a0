//! What an export writes: a part of a dossier, with what all formats need to know of it.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::fmt;

use crate::graph::{Dossier, EdgeRef, NodeRef, OwnIds, Selection, Symbol};
use crate::model::date::Day;

/// A part of a dossier on its way into a format.
pub struct View<'d> {
    /// The dossier.
    pub dossier: &'d Dossier,
    /// The part.
    pub selection: &'d Selection,
    /// The language of names; none: the first of the dossier.
    pub lang: Option<&'d str>,
    /// What identifiers begin with in formats that need IRIs; it ends in `/`, `#` or `:`.
    pub base: &'d str,
    /// The day of making, for formats that name one.
    pub made: Option<Day>,
    progress: &'d dyn Fn(u64),
    own: OnceCell<OwnIds>,
    /// Keys that give the display name, the best first.
    names: OnceCell<Vec<Symbol>>,
    steps: Cell<u64>,
    remarks: RefCell<BTreeMap<String, u64>>,
}

/// What a node is called in formats that need a name for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key<'g> {
    /// Its `id`, which no other node has.
    Id(&'g str),
    /// The number of the node, where there is no such `id`: written `_:17`.
    Number(usize),
}

impl<'g> Key<'g> {
    /// As text.
    pub fn text(self) -> Cow<'g, str> {
        match self {
            Self::Id(id) => Cow::Borrowed(id),
            Self::Number(number) => Cow::Owned(format!("_:{number}")),
        }
    }
}

impl fmt::Display for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => f.write_str(id),
            Self::Number(number) => write!(f, "_:{number}"),
        }
    }
}

/// The base of identifiers where nobody gives one.
pub const DEFAULT_BASE: &str = "urn:kroniek:";

impl<'d> View<'d> {
    /// A part of a dossier, with nothing chosen.
    pub fn new(dossier: &'d Dossier, selection: &'d Selection) -> Self {
        Self {
            dossier,
            selection,
            lang: None,
            base: DEFAULT_BASE,
            made: None,
            progress: &|_| {},
            own: OnceCell::new(),
            names: OnceCell::new(),
            steps: Cell::new(0),
            remarks: RefCell::default(),
        }
    }

    /// Tells a function from time to time how many nodes and relationships have been written.
    #[must_use]
    pub fn with_progress(mut self, progress: &'d dyn Fn(u64)) -> Self {
        self.progress = progress;
        self
    }

    /// The nodes in the order of the graph.
    pub fn nodes(&self) -> impl Iterator<Item = NodeRef<'d>> + '_ {
        let nodes = self.selection.nodes(&self.dossier.graph);
        nodes.inspect(|_| self.step())
    }

    /// The relationships in the order of the graph.
    pub fn edges(&self) -> impl Iterator<Item = EdgeRef<'d>> + '_ {
        let edges = self.selection.edges(&self.dossier.graph);
        edges.inspect(|_| self.step())
    }

    fn step(&self) {
        let steps = self.steps.get() + 1;
        self.steps.set(steps);
        if steps.is_multiple_of(1 << 14) {
            (self.progress)(steps);
        }
    }

    /// What a node is called; no two nodes are called the same. O(1), the first time O(nodes of the
    /// graph).
    pub fn key(&self, node: NodeRef<'d>) -> Key<'d> {
        let own = self.own.get_or_init(|| OwnIds::of(&self.dossier.graph));
        // What begins so is a number's.
        match own.of_node(node).filter(|id| !id.starts_with("_:")) {
            Some(id) => Key::Id(id),
            None => Key::Number(node.id().index()),
        }
    }

    /// Those of some relationships of a node that are part of the view, oldest first.
    pub(super) fn shown(&self, edges: impl Iterator<Item = EdgeRef<'d>>) -> Vec<EdgeRef<'d>> {
        let mut shown: Vec<_> = edges
            .filter(|edge| self.selection.contains_edge(edge.id()))
            .collect();
        // Those of a node come newest first.
        shown.reverse();
        shown
    }

    /// The display name of a node in the chosen language, as [`Dossier::display_name`] gives it. The
    /// language is read the first time.
    pub fn name(&self, node: NodeRef<'d>) -> &'d str {
        let keys = self.names.get_or_init(|| {
            let in_language = self.lang.map(|lang| format!("name_{lang}"));
            let keys = in_language
                .as_deref()
                .into_iter()
                .chain(["name", "title", "id"]);
            keys.filter_map(|key| self.dossier.graph.symbol(key))
                .collect()
        });
        keys.iter()
            .find_map(|key| node.get_symbol(*key)?.as_text())
            .unwrap_or_default()
    }

    /// Notes what a format could not carry as it is; equal remarks are counted.
    pub fn remark(&self, remark: impl Into<String>) {
        self.remark_times(1, remark);
    }

    /// Notes so many equal remarks; of none, nothing.
    pub fn remark_times(&self, times: u64, remark: impl Into<String>) {
        if times > 0 {
            let mut remarks = self.remarks.borrow_mut();
            *remarks.entry(remark.into()).or_default() += times;
        }
    }

    /// The remarks, each with how often it was made.
    pub fn remarks(&self) -> Vec<(String, u64)> {
        self.remarks.borrow().clone().into_iter().collect()
    }
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("View")
            .field("selection", &self.selection)
            .field("lang", &self.lang)
            .field("base", &self.base)
            .field("made", &self.made)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Graph, Value};

    #[test]
    fn no_two_nodes_are_called_the_same() {
        let mut graph = Graph::new();
        for id in [Some("a"), Some("_:2"), None, Some("a")] {
            let node = graph.add_node(["Event"]);
            graph.set(node, "id", id.map(Value::from));
        }
        let dossier = Dossier::of(graph);
        let selection = Selection::all(&dossier.graph);
        let view = View::new(&dossier, &selection);
        let keys: Vec<_> = view
            .nodes()
            .map(|node| view.key(node).to_string())
            .collect();
        assert_eq!(keys, ["a", "_:1", "_:2", "_:3"]);
    }
}
