//! What a format has to know of a selection before it writes the first node: which keys there are,
//! what their values have in common, and which nodes go by their own `id`.
//!
//! One pass over the selection. It keeps a bit for each node, a few words for each key, and of what
//! the nodes are called as much as fits into some MiB.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::buffer::Buffer;
use super::columns::EXACT;
use super::keys::Keys;
use super::{Key, View};
use crate::graph::{EdgeRef, NodeRef, Symbol, Value, ValueRef};

/// What a format asks.
pub(super) struct Question {
    /// Whether an `id` can be the name of a node in the format.
    pub(super) accepts: fn(&str) -> bool,
    /// Writes what a node is called.
    pub(super) key: fn(&mut Vec<u8>, Key<'_>),
    /// Whether NaN and the infinities are numbers in the format.
    pub(super) infinite: bool,
    /// Which characters the name of an attribute can have; others become `_`.
    pub(super) letters: fn(char) -> bool,
    /// Names that the format itself gives to values of nodes.
    pub(super) nodes: &'static [&'static str],
    /// Names that the format itself gives to values of relationships.
    pub(super) edges: &'static [&'static str],
}

/// What is learnt.
pub(super) struct Survey<'d> {
    /// The keys of nodes.
    pub(super) nodes: Columns<'d>,
    /// The keys of relationships.
    pub(super) edges: Columns<'d>,
    id: Option<Symbol>,
    keys: Keys,
}

/// Keys with what they hold, in the code-point order of the keys.
pub(super) struct Columns<'d> {
    /// One for each key.
    pub(super) list: Vec<Column<'d>>,
    /// Places in the list by the number of the key's symbol.
    places: Vec<u32>,
}

/// A key.
pub(super) struct Column<'d> {
    /// What it is called in the format.
    pub(super) name: Cow<'d, str>,
    /// What its values have in common.
    pub(super) holds: Holds,
}

/// What the values of a key have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// One scalar each.
    One(Scalar),
    /// A list of scalars each.
    Many(Scalar),
}

/// A type that every value of a key has or can be written in without loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scalar {
    /// Booleans.
    Bool,
    /// Integers.
    Int,
    /// Numbers; integers among them are small enough to stay exact.
    Float,
    /// Texts, days, or different things that only have a text in common.
    Text,
}

/// The types that were seen, as bits.
#[derive(Clone, Copy, Default)]
struct Seen {
    scalars: u8,
    items: u8,
    list: bool,
}

const BOOL: u8 = 1;
const INT: u8 = 2;
const FLOAT: u8 = 4;
const TEXT: u8 = 8;
/// An integer that a float cannot hold.
const BIG: u8 = 16;
/// A float that is no number, or without end.
const INFINITE: u8 = 32;

impl Seen {
    fn add(&mut self, value: ValueRef<'_>) {
        match value {
            ValueRef::List(list) => {
                self.list = true;
                for item in list {
                    self.items |= bits(ValueRef::from(item));
                }
            }
            scalar => self.scalars |= bits(scalar),
        }
    }

    fn any(self) -> bool {
        self.scalars != 0 || self.list
    }

    fn holds(self, infinite: bool) -> Holds {
        match (self.scalars, self.list) {
            (0, true) => Holds::Many(scalar(self.items, infinite)),
            (scalars, false) => Holds::One(scalar(scalars, infinite)),
            _ => Holds::One(Scalar::Text),
        }
    }
}

fn bits(value: ValueRef<'_>) -> u8 {
    match value {
        ValueRef::Bool(_) => BOOL,
        ValueRef::Int(int) if int.unsigned_abs() > EXACT => INT | BIG,
        ValueRef::Int(_) => INT,
        ValueRef::Float(float) if !float.is_finite() => FLOAT | INFINITE,
        ValueRef::Float(_) => FLOAT,
        _ => TEXT,
    }
}

fn scalar(mut bits: u8, infinite: bool) -> Scalar {
    if infinite {
        bits &= !INFINITE;
    }
    match bits {
        BOOL => Scalar::Bool,
        _ if bits & !BIG == INT => Scalar::Int,
        FLOAT => Scalar::Float,
        _ if bits == INT | FLOAT => Scalar::Float,
        _ => Scalar::Text,
    }
}

impl<'d> Survey<'d> {
    /// Learns of a selection. O(nodes + relationships + values).
    pub(super) fn of(view: &View<'d>, question: &Question) -> Self {
        let graph = &view.dossier.graph;
        let symbols = graph.symbols().count();
        let mut nodes = vec![Seen::default(); symbols];
        let mut edges = vec![Seen::default(); symbols];
        let id = graph.symbol("id");
        let mut keys = Keys::none(view, question.accepts, question.key);
        for node in view.selection.nodes(graph) {
            let accepted = keys.add(view, node);
            node.each_property(|key, value| {
                if !(accepted && Some(key) == id) {
                    nodes[key.index()].add(value);
                }
            });
        }
        for edge in view.selection.edges(graph) {
            edge.each_property(|key, value| edges[key.index()].add(value));
        }
        Self {
            nodes: Columns::of(view, &nodes, question, true),
            edges: Columns::of(view, &edges, question, false),
            id,
            keys,
        }
    }

    /// What a node is called; no two are called the same.
    pub(super) fn key(&self, node: NodeRef<'d>) -> Key<'d> {
        self.keys.of_node(node)
    }

    /// Writes what a node is called.
    pub(super) fn write_key(&self, buffer: &mut Buffer<'_>, node: NodeRef<'d>) {
        self.keys.write(buffer.bytes(), node);
    }

    /// Calls a function with the properties of a node and their places in the list of columns,
    /// leaving out the `id` that it goes by.
    pub(super) fn node_properties(
        &self,
        node: NodeRef<'d>,
        mut f: impl FnMut(usize, ValueRef<'d>),
    ) {
        let own = self.keys.is_own(node.id());
        node.each_property(|key, value| {
            if !(own && Some(key) == self.id) {
                f(self.nodes.place(key), value);
            }
        });
    }

    /// Calls a function with the properties of a relationship and their places in the list of
    /// columns.
    pub(super) fn edge_properties(
        &self,
        edge: EdgeRef<'d>,
        mut f: impl FnMut(usize, ValueRef<'d>),
    ) {
        edge.each_property(|key, value| f(self.edges.place(key), value));
    }
}

impl<'d> Columns<'d> {
    fn of(view: &View<'d>, seen: &[Seen], question: &Question, of_nodes: bool) -> Self {
        let (what, reserved) = if of_nodes {
            ("nodes", question.nodes)
        } else {
            ("relationships", question.edges)
        };
        let mut keys: Vec<_> = (view.dossier.graph.symbols().zip(seen).enumerate())
            .filter(|(_, (_, seen))| seen.any())
            .map(|(symbol, (key, seen))| (key, symbol, *seen))
            .collect();
        keys.sort_unstable_by_key(|(key, ..)| *key);
        let mut taken: BTreeSet<Cow<'_, str>> =
            reserved.iter().map(|name| (*name).into()).collect();
        taken.extend(keys.iter().map(|(key, ..)| Cow::Borrowed(*key)));
        let mut places = vec![0; seen.len()];
        let mut list = Vec::with_capacity(keys.len());
        for (key, symbol, seen) in keys {
            let letter = |c: char| if (question.letters)(c) { c } else { '_' };
            let mut name = Cow::Borrowed(key);
            if of_nodes && key == "id" {
                // Some node goes by a number, and this is what it was called.
                name = "original_id".into();
            } else if key.is_empty() || !key.chars().all(question.letters) {
                name = key.chars().map(letter).collect();
            }
            // The key itself is taken, by itself.
            while name.is_empty()
                || taken.contains(&name) && (name != key || reserved.contains(&key))
            {
                name.to_mut().push('_');
            }
            if name != key {
                view.remark(format!("the property `{key}` of {what} is called `{name}`"));
                taken.insert(name.clone());
            }
            places[symbol] = u32::try_from(list.len()).unwrap_or(u32::MAX);
            let holds = seen.holds(question.infinite);
            list.push(Column { name, holds });
        }
        Self { list, places }
    }

    fn place(&self, key: Symbol) -> usize {
        self.places[key.index()] as usize
    }

    /// What is written before each value of a column, made once.
    pub(super) fn prefixes(&self, prefix: impl Fn(usize, &Column<'d>) -> String) -> Vec<String> {
        let columns = self.list.iter().enumerate();
        columns.map(|(at, column)| prefix(at, column)).collect()
    }
}

impl Scalar {
    /// Whether a value is of the type as it stands; a whole number is also a [`Scalar::Float`].
    pub(super) fn fits(self, value: ValueRef<'_>) -> bool {
        match self {
            Self::Bool => matches!(value, ValueRef::Bool(_)),
            Self::Int => matches!(value, ValueRef::Int(_)),
            Self::Float => matches!(value, ValueRef::Int(_) | ValueRef::Float(_)),
            Self::Text => !matches!(
                value,
                ValueRef::Bool(_) | ValueRef::Int(_) | ValueRef::Float(_) | ValueRef::List(_)
            ),
        }
    }
}

impl Holds {
    /// Whether a value is of the type as it stands, so that nothing has to be made a text.
    pub(super) fn fits(self, value: ValueRef<'_>) -> bool {
        match (self, value) {
            (Self::Many(scalar), ValueRef::List(list)) => {
                list.iter().all(|item: &Value| scalar.fits(item.into()))
            }
            (Self::Many(_), _) => false,
            (Self::One(scalar), value) => scalar.fits(value),
        }
    }
}

/// Something made once for each set of labels and found again quickly.
pub(super) struct PerLabels<'d, T> {
    made: Vec<(&'d [Symbol], T)>,
    places: hashbrown::HashMap<&'d [Symbol], usize>,
    last: usize,
}

impl<'d, T> PerLabels<'d, T> {
    pub(super) fn new() -> Self {
        Self {
            made: Vec::new(),
            places: hashbrown::HashMap::new(),
            last: 0,
        }
    }

    pub(super) fn get(&mut self, node: NodeRef<'d>, make: impl FnOnce() -> T) -> &T {
        let labels = node.label_symbols();
        if self
            .made
            .get(self.last)
            .is_none_or(|(last, _)| *last != labels)
        {
            let made = &mut self.made;
            self.last = *self.places.entry(labels).or_insert_with(|| {
                made.push((labels, make()));
                made.len() - 1
            });
        }
        &self.made[self.last].1
    }
}

/// Something made once for each type of relationships.
pub(super) struct PerKind<T> {
    made: Vec<Option<T>>,
}

impl<T> PerKind<T> {
    pub(super) fn new() -> Self {
        Self { made: Vec::new() }
    }

    pub(super) fn get(&mut self, edge: EdgeRef<'_>, make: impl FnOnce() -> T) -> &T {
        let at = edge.kind_symbol().index();
        if at >= self.made.len() {
            self.made.resize_with(at + 1, || None);
        }
        self.made[at].get_or_insert_with(make)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::export::buffer::json_key;
    use crate::export::{ExportError, cx2, cyjs, gexf, graphml, mermaid, node_link};
    use crate::graph::{Dossier, Graph, Selection};
    use crate::model::date::Day;

    type Format = fn(&View<'_>, &mut dyn Write) -> Result<(), ExportError>;

    const QUESTION: Question = Question {
        accepts: |id| id != "no",
        key: json_key,
        infinite: false,
        letters: |c| c != ' ',
        nodes: &["label"],
        edges: &["type"],
    };

    fn dossier(graph: Graph) -> Dossier {
        Dossier {
            title: "Test".to_owned(),
            ..Dossier::of(graph)
        }
    }

    /// A node for each of these values of one key; what the key is called and holds.
    fn check(key: &str, values: &[Value], name: &str, holds: Holds) {
        let mut graph = Graph::new();
        for value in values {
            let node = graph.add_node(["Event"]);
            graph.set(node, key, value.clone());
        }
        let dossier = dossier(graph);
        let selection = Selection::all(&dossier.graph);
        let view = View::new(&dossier, &selection);
        let survey = Survey::of(&view, &QUESTION);
        let [column] = &survey.nodes.list[..] else {
            panic!("{key}: {} columns", survey.nodes.list.len());
        };
        assert_eq!((&*column.name, column.holds), (name, holds), "{key}");
        assert_eq!(view.remarks().len(), usize::from(name != key), "{key}");
    }

    #[test]
    fn a_type_is_that_of_all_values_or_text() {
        let (int, float) = (Value::from(1), Value::from(0.5));
        let (big, text) = (Value::from(i64::MAX), Value::from("a"));
        let [nan, day] = [Value::from(f64::NAN), Value::from(Day(1))];
        for (values, holds) in [
            (vec![int.clone(), int.clone()], Holds::One(Scalar::Int)),
            (vec![int.clone(), float.clone()], Holds::One(Scalar::Float)),
            (vec![big.clone(), int.clone()], Holds::One(Scalar::Int)),
            (vec![big, float.clone()], Holds::One(Scalar::Text)),
            (vec![float, nan], Holds::One(Scalar::Text)),
            (
                vec![Value::from(true), int.clone()],
                Holds::One(Scalar::Text),
            ),
            (vec![Value::from(true)], Holds::One(Scalar::Bool)),
            (vec![day, text.clone()], Holds::One(Scalar::Text)),
            (
                vec![Value::texts(["a"]), Value::List([].into())],
                Holds::Many(Scalar::Text),
            ),
            (
                vec![Value::List([int.clone()].into())],
                Holds::Many(Scalar::Int),
            ),
            (
                vec![Value::List([int, text].into())],
                Holds::Many(Scalar::Text),
            ),
            (vec![Value::List([].into())], Holds::Many(Scalar::Text)),
            (
                vec![Value::List([].into()), Value::from(1)],
                Holds::One(Scalar::Text),
            ),
        ] {
            check("troops", &values, "troops", holds);
        }
    }

    #[test]
    fn a_name_that_the_format_uses_or_cannot_write_is_changed() {
        let one = [Value::from("a")];
        check("label", &one, "label_", Holds::One(Scalar::Text));
        check("a b c", &one, "a_b_c", Holds::One(Scalar::Text));
        check("type", &one, "type", Holds::One(Scalar::Text));
        check(
            "id",
            &[Value::from("no")],
            "original_id",
            Holds::One(Scalar::Text),
        );
    }

    #[test]
    fn no_two_nodes_are_called_the_same() {
        let mut graph = Graph::new();
        for id in [
            Some("a"),
            Some("a"),
            Some("_:0"),
            Some("_:3"),
            None,
            Some("no"),
        ] {
            let node = graph.add_node(["Event"]);
            graph.set(node, "id", id.map(Value::from));
        }
        let dossier = dossier(graph);
        let selection = Selection::all(&dossier.graph);
        let survey = Survey::of(&View::new(&dossier, &selection), &QUESTION);
        let keys = dossier
            .graph
            .nodes()
            .map(|node| survey.key(node).to_string());
        assert_eq!(
            keys.collect::<Vec<_>>(),
            ["a", "_:1", "_:2", "_:3", "_:4", "_:5"]
        );
    }

    #[test]
    fn a_frozen_graph_is_written_as_the_open_one() {
        let mut graph = Graph::new();
        let first = graph.add_node(["Article"]);
        for at in 0..5 {
            let node = graph.add_node(["Event", if at < 3 { "Meeting" } else { "Call" }]);
            graph.set(node, "id", Value::from(format!("e{at}")));
            graph.set(node, "sources", Value::texts(["x", "y"]));
            graph.set(node, "earliest", (at != 2).then_some(Value::Date(Day(at))));
            if at > 0 {
                let edge = graph.add_edge(node, "LED_TO", first);
                graph.set_edge(edge, "stage", Value::from("signed"));
                graph.set_edge(edge, "count", Value::from(at));
            }
        }
        let frozen = dossier(graph.freeze());
        let open = dossier(graph);
        let written = |dossier: &Dossier, write: Format| {
            let selection = Selection::all(&dossier.graph);
            let mut bytes = Vec::new();
            write(&View::new(dossier, &selection), &mut bytes).expect("written");
            String::from_utf8(bytes).expect("text")
        };
        for write in [
            graphml::write as Format,
            gexf::write,
            node_link::write,
            cyjs::write,
            cx2::write,
            mermaid::write,
        ] {
            assert_eq!(written(&frozen, write), written(&open, write));
        }
    }
}
