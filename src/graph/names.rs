//! Nodes by id, name and alias.

use std::fmt;
use std::ops::Range;
use std::str;
use std::sync::Arc;

use super::frozen::{Section, Segment, Values};
use super::{Graph, NodeId, Value, ValueRef};
use crate::text::fold;

/// An index in memory.
#[derive(Debug)]
struct Owned(Vec<u8>);

impl Section for Owned {
    fn bytes(&self) -> &[u8] {
        &self.0
    }

    fn len(&self) -> usize {
        self.0.len()
    }
}

/// Nodes by id, and by name and alias folded for case, accents and script.
///
/// The index is one array of bytes, so that one that was written to a file is opened without being
/// read. It begins with four numbers: of folded names, of the nodes that have them, of ids, and of
/// bytes of text. Then come for each folded name the end of its text and the end of its nodes; the
/// nodes; for each id the end of its text and its node; and the texts. Names and ids are in
/// code-point order and looked up by binary search. All numbers have four bytes, little-endian.
#[derive(Clone)]
pub struct NameIndex(Arc<dyn Section>);

impl fmt::Debug for NameIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.folded()).finish()
    }
}

impl Default for NameIndex {
    fn default() -> Self {
        Self::new(Vec::new(), Vec::new())
    }
}

/// The number of a node as it stands in the index.
fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

impl NameIndex {
    /// Indexes every node of a graph that has an `id`: by its id as it is if that is a text, and
    /// by its id, `name`, `name_<lang>`, `title` and `aliases` folded. O(n log n) in the total length
    /// of names.
    pub fn of(graph: &Graph) -> Self {
        let mut known = Known::default();
        match graph.frozen() {
            Some(frozen) => {
                for segment in frozen.segments() {
                    known.segment(graph, segment);
                }
            }
            None => {
                for node in graph.nodes().filter(|node| node.get("id").is_some()) {
                    for (key, value) in node.properties() {
                        known.value(NameKind::of(key), value, node.id().into());
                    }
                }
            }
        }
        Self::new(known.folded, known.ids)
    }

    fn new(mut folded: Vec<(String, u32)>, mut ids: Vec<(String, u32)>) -> Self {
        folded.retain(|(name, _)| !name.is_empty());
        folded.sort_unstable();
        folded.dedup();
        ids.sort_unstable();
        // Of nodes with one id the first is found by it.
        ids.dedup_by(|(later, _), (first, _)| later == first);
        let mut text = String::new();
        let (mut names, mut nodes, mut known) = (Vec::new(), Vec::new(), Vec::new());
        for group in folded.chunk_by(|(a, _), (b, _)| a == b) {
            text.push_str(&group[0].0);
            nodes.extend(group.iter().map(|(_, node)| *node));
            names.extend([number(text.len()), number(nodes.len())]);
        }
        for (id, node) in &ids {
            text.push_str(id);
            known.extend([number(text.len()), *node]);
        }
        let counts = [names.len() / 2, nodes.len(), ids.len(), text.len()].map(number);
        let numbers = [&counts[..], &names, &nodes, &known].concat();
        let mut bytes = Vec::with_capacity(numbers.len() * 4 + text.len());
        bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        bytes.extend(text.into_bytes());
        Self(Arc::new(Owned(bytes)))
    }

    /// The index that these bytes are, as [`NameIndex::bytes`] gave them. O(1); in bytes that are
    /// no index nothing is found.
    pub fn open(bytes: Arc<dyn Section>) -> Self {
        Self(bytes)
    }

    /// The bytes of the index.
    pub fn bytes(&self) -> &[u8] {
        self.0.bytes()
    }

    /// The node with exactly this id. O(log n).
    pub fn by_id(&self, id: &str) -> Option<NodeId> {
        let arrays = Arrays::of(self.bytes())?;
        let at = arrays.search(arrays.ids, arrays.text_before_ids(), id)?;
        arrays.ids.number(2 * at + 1).map(NodeId::from)
    }

    /// The nodes whose folded id, name or alias is exactly this text, in the order of the graph.
    /// O(log n).
    pub fn by_folded(&self, folded: &str) -> Vec<NodeId> {
        let found = Arrays::of(self.bytes())
            .and_then(|arrays| Some((arrays, arrays.search(arrays.names, 0, folded)?)));
        found.map_or_else(Vec::new, |(arrays, at)| arrays.nodes_of(at))
    }

    /// The nodes that go by this name: the one with exactly this id, else all whose folded id,
    /// name or alias is equal to the folded text, in the order of the graph.
    pub fn find(&self, name: &str) -> Vec<NodeId> {
        match self.by_id(name) {
            Some(node) => vec![node],
            None => self.by_folded(&fold(name)),
        }
    }

    /// Every folded name with its nodes, in code-point order.
    pub fn folded(&self) -> impl Iterator<Item = (&str, Vec<NodeId>)> {
        let arrays = Arrays::of(self.bytes());
        let count = arrays.map_or(0, |arrays| arrays.names.len() / 2);
        (0..count).filter_map(move |at| {
            let arrays = arrays?;
            Some((arrays.text_at(arrays.names, 0, at)?, arrays.nodes_of(at)))
        })
    }
}

/// What a property is to the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NameKind {
    Id,
    Name,
    Aliases,
    Other,
}

impl NameKind {
    fn of(key: &str) -> Self {
        match key {
            "id" => Self::Id,
            "name" | "title" => Self::Name,
            "aliases" => Self::Aliases,
            key if key.starts_with("name_") => Self::Name,
            _ => Self::Other,
        }
    }
}

/// Names and ids as they are collected, each with its node.
#[derive(Debug, Default)]
struct Known {
    folded: Vec<(String, u32)>,
    ids: Vec<(String, u32)>,
}

impl Known {
    /// Takes a property of a node.
    fn value(&mut self, kind: NameKind, value: ValueRef<'_>, node: u32) {
        match (kind, value) {
            (NameKind::Id, ValueRef::Text(id)) => {
                self.ids.push((id.to_owned(), node));
                self.folded.push((fold(id), node));
            }
            (NameKind::Name, ValueRef::Text(name)) => self.folded.push((fold(name), node)),
            (NameKind::Aliases, ValueRef::List(names)) => {
                let names = names.iter().filter_map(Value::as_text);
                self.folded.extend(names.map(|name| (fold(name), node)));
            }
            _ => {}
        }
    }

    /// Takes the nodes of a segment, column by column: most of the nodes of a table have no name.
    fn segment(&mut self, graph: &Graph, segment: Segment<'_>) {
        let id = graph.symbol("id").and_then(|id| segment.column(id));
        let Some(id) = id else { return };
        let first = u32::from(segment.first());
        for (key, column) in segment.columns() {
            let kind = NameKind::of(graph.name(key));
            let texts = matches!(
                column.values(),
                Values::Constant(_) | Values::Codes { .. } | Values::Text { .. } | Values::Mixed(_)
            );
            if kind == NameKind::Other || !texts {
                continue;
            }
            for (row, node) in (0..segment.len()).zip(first..) {
                if let Some(value) = column.get(row).filter(|_| id.has(row)) {
                    self.value(kind, value, node);
                }
            }
        }
    }
}

/// Numbers of four bytes.
#[derive(Clone, Copy)]
struct Numbers<'b>(&'b [[u8; 4]]);

impl Numbers<'_> {
    fn len(self) -> usize {
        self.0.len()
    }

    fn number(self, at: usize) -> Option<u32> {
        self.0.get(at).copied().map(u32::from_le_bytes)
    }
}

/// The parts of the index.
#[derive(Clone, Copy)]
struct Arrays<'b> {
    /// For each folded name the end of its text and the end of its nodes.
    names: Numbers<'b>,
    nodes: Numbers<'b>,
    /// For each id the end of its text and its node.
    ids: Numbers<'b>,
    text: &'b [u8],
}

impl<'b> Arrays<'b> {
    /// The parts; none if the bytes are no index.
    fn of(bytes: &'b [u8]) -> Option<Self> {
        let (counts, mut rest) = numbers(bytes, 4)?;
        let count = |at| {
            counts
                .number(at)
                .and_then(|count| usize::try_from(count).ok())
        };
        let mut take = |count: usize| {
            let (numbers, left) = numbers(rest, count)?;
            rest = left;
            Some(numbers)
        };
        let names = take(count(0)?.checked_mul(2)?)?;
        let nodes = take(count(1)?)?;
        let ids = take(count(2)?.checked_mul(2)?)?;
        (rest.len() == count(3)?).then_some(Self {
            names,
            nodes,
            ids,
            text: rest,
        })
    }

    fn text_before_ids(self) -> u32 {
        let last = self.names.len().checked_sub(2);
        last.and_then(|at| self.names.number(at)).unwrap_or(0)
    }

    /// From where to where the entry at a place goes, by its ends, which stand at every second number
    /// after `offset`.
    fn range(ends: Numbers<'_>, offset: usize, first: u32, at: usize) -> Option<Range<usize>> {
        let start = match at.checked_sub(1) {
            Some(before) => ends.number(2 * before + offset)?,
            None => first,
        };
        let end = ends.number(2 * at + offset)?;
        Some(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
    }

    fn text_at(self, ends: Numbers<'_>, first: u32, at: usize) -> Option<&'b str> {
        let range = Self::range(ends, 0, first, at)?;
        str::from_utf8(self.text.get(range)?).ok()
    }

    fn nodes_of(self, at: usize) -> Vec<NodeId> {
        let nodes = Self::range(self.names, 1, 0, at).and_then(|range| self.nodes.0.get(range));
        let numbers = nodes.unwrap_or_default().iter().copied();
        numbers
            .map(|number| NodeId::from(u32::from_le_bytes(number)))
            .collect()
    }

    /// The place of a text among sorted ones.
    fn search(self, ends: Numbers<'_>, first: u32, wanted: &str) -> Option<usize> {
        let (mut low, mut high) = (0, ends.len() / 2);
        while low < high {
            let middle = low.midpoint(high);
            match self.text_at(ends, first, middle)?.cmp(wanted) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }
}

/// So many numbers off the front.
fn numbers(bytes: &[u8], count: usize) -> Option<(Numbers<'_>, &[u8])> {
    let (front, rest) = bytes.split_at_checked(count.checked_mul(4)?)?;
    Some((Numbers(front.as_chunks().0), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph() -> Graph {
        let mut graph = Graph::new();
        let mut add = |id: Value, properties: &[(&str, Value)]| {
            let node = graph.add_node(["Actor"]);
            graph.set(node, "id", id);
            for (key, value) in properties {
                graph.set(node, key, value.clone());
            }
        };
        add(
            "minsk".into(),
            &[("name", "Мінск".into()), ("name_nl", "Minsk".into())],
        );
        add(
            "putin".into(),
            &[
                ("name", "Vladimir Putin".into()),
                ("aliases", Value::texts(["Poetin", "VVP"])),
            ],
        );
        add("vvp".into(), &[("title", "".into())]);
        add(Value::Int(17), &[("name", "Poetin".into())]);
        let nameless = graph.add_node(["Actor"]);
        graph.set(nameless, "name", Value::from("Nobody"));
        graph
    }

    fn check(index: &NameIndex, name: &str, expected: &[usize]) {
        let found = index.find(name);
        let found: Vec<_> = found.into_iter().map(NodeId::index).collect();
        assert_eq!(found, expected, "{name}");
    }

    #[test]
    fn nodes_are_found_by_id_name_and_alias() {
        let index = NameIndex::of(&graph());
        check(&index, "minsk", &[0]);
        check(&index, "MINSK", &[0]);
        check(&index, "vladimir putin", &[1]);
        check(&index, "poetin", &[1, 3]);
        check(&index, "vvp", &[2]);
        check(&index, "VVP", &[1, 2]);
        for name in ["", "17", "nobody", "z"] {
            check(&index, name, &[]);
        }
        let names: Vec<_> = index.folded().map(|(name, _)| name).collect();
        assert_eq!(names, ["minsk", "poetin", "putin", "vladimir putin", "vvp"]);
    }

    #[test]
    fn a_frozen_graph_has_the_index_of_the_open_one() {
        let graph = graph();
        let (open, frozen) = (NameIndex::of(&graph), NameIndex::of(&graph.freeze()));
        assert_eq!(open.bytes(), frozen.bytes());
    }

    #[test]
    fn an_index_opened_from_its_bytes_answers_as_before() {
        let built = NameIndex::of(&graph());
        let opened = NameIndex::open(Arc::new(Owned(built.bytes().to_vec())));
        for name in ["minsk", "poetin", "VVP", "nobody"] {
            assert_eq!(opened.find(name), built.find(name));
        }
        assert!(opened.folded().eq(built.folded()));
        assert_eq!(NameIndex::default().find("x"), []);
    }

    #[test]
    fn bytes_that_are_no_index_find_nothing_and_harm_nobody() {
        let bytes = NameIndex::of(&graph()).bytes().to_vec();
        let ask = |bytes: Vec<u8>| {
            let index = NameIndex::open(Arc::new(Owned(bytes)));
            let _ = (
                index.find("poetin"),
                index.find("minsk"),
                index.folded().count(),
            );
        };
        for at in 0..bytes.len() {
            ask(bytes[..at].to_vec());
            for bits in [1, 0x80, 0xff] {
                let mut damaged = bytes.clone();
                damaged[at] ^= bits;
                ask(damaged);
            }
        }
    }
}
