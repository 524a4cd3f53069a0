//! Making a frozen graph: from an open one, and from blocks of nodes and relationships in columns.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::Frozen;
use super::column::ColumnStore;
use super::encode::{Cell, ColumnData, LookUp, choose, encode};
use super::parts::{BlockStore, Coded, Columns, EndStore, SegmentStore};
use crate::graph::open::Open;
use crate::graph::symbols::{Symbol, Symbols};
use crate::graph::{EdgeId, Graph, NodeId, Value};

/// In how many parts with the same labels, or the same type, the nodes or relationships of an open
/// graph may lie for each to become a segment or block of its own. More become one together.
const MOST_PARTS: usize = 16;

/// Makes a frozen graph of an open one and of blocks of nodes and relationships.
#[derive(Debug)]
pub struct Builder {
    symbols: Arc<Symbols>,
    sets: HashMap<Vec<Symbol>, u32>,
    frozen: Frozen,
}

/// New nodes, all with the same labels.
#[derive(Debug)]
pub struct NodeBlock<'a> {
    /// Their labels, the root first.
    pub labels: &'a [&'a str],
    /// How many there are.
    pub len: usize,
    /// Their properties.
    pub columns: Vec<BlockColumn<'a>>,
}

/// New relationships, all of the same type.
#[derive(Debug)]
pub struct EdgeBlock<'a> {
    /// Their type.
    pub kind: &'a str,
    /// How many there are.
    pub len: usize,
    /// The nodes that they leave.
    pub from: Ends,
    /// The nodes that they reach.
    pub to: Ends,
    /// Their properties.
    pub columns: Vec<BlockColumn<'a>>,
}

/// One end of each relationship of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ends {
    /// A node for each, by its number.
    List(Vec<u32>),
    /// Consecutive nodes, each of them for so many relationships, at least one.
    Range {
        /// The first node.
        first: NodeId,
        /// Relationships of each node.
        each: u32,
    },
    /// The same node for all.
    One(NodeId),
}

/// A property of the nodes or relationships of a block.
#[derive(Debug)]
pub struct BlockColumn<'a> {
    /// Its key.
    pub key: &'a str,
    /// A value for each row.
    pub data: ColumnData,
    /// A bit for each row, the first in the lowest bit of the first word: whether the row has a
    /// value. `None` if all have, or if the data say it themselves.
    pub valid: Option<Vec<u64>>,
}

impl<'a> BlockColumn<'a> {
    /// A property that every row has, or whose data say which has none.
    pub fn new(key: &'a str, data: ColumnData) -> Self {
        Self {
            key,
            data,
            valid: None,
        }
    }
}

impl Builder {
    /// Begins with all of a graph, open or frozen. O(size of the graph).
    pub fn of(graph: &Graph) -> Self {
        let (open, symbols) = graph.parts();
        let mut builder = Self {
            symbols: Arc::clone(symbols),
            sets: HashMap::new(),
            frozen: graph.frozen().cloned().unwrap_or_default(),
        };
        for (set, code) in builder.frozen.label_sets.iter().zip(0..) {
            builder.sets.insert(set.labels.clone(), code);
        }
        if let Some(open) = open {
            builder.add_open(open);
        }
        builder
    }

    /// Adds nodes and returns the first; the others follow it. O(size of the block).
    ///
    /// # Panics
    ///
    /// If a column is longer or shorter than the block.
    pub fn add_nodes(&mut self, block: NodeBlock<'_>) -> NodeId {
        let first = self.frozen.node_count;
        let labels: Vec<_> = block
            .labels
            .iter()
            .map(|label| self.intern(label))
            .collect();
        let columns = self.columns(block.columns, block.len, LookUp::of_nodes);
        let labels = Coded::One(self.label_set(labels));
        self.add_segment(block.len, labels, columns);
        first.into()
    }

    /// Adds relationships and returns the first; the others follow it. O(size of the block). Their
    /// nodes may be added later.
    ///
    /// # Panics
    ///
    /// If a list of nodes or a column is longer or shorter than the block.
    pub fn add_edges(&mut self, block: EdgeBlock<'_>) -> EdgeId {
        for end in [&block.from, &block.to] {
            assert!(
                !matches!(end, Ends::List(nodes) if nodes.len() != block.len),
                "a block has a node for each relationship"
            );
        }
        let first = self.frozen.edge_count;
        let kind = Coded::One(self.intern(block.kind).0);
        let columns = self.columns(block.columns, block.len, |_| LookUp::No);
        self.add_block(block.len, kind, block.from.into(), block.to.into(), columns);
        first.into()
    }

    /// The graph. O(size), on as many cores as there are.
    ///
    /// # Panics
    ///
    /// If a relationship leads to a node that was not added.
    pub fn finish(mut self) -> Graph {
        self.frozen.symbols = self.symbols;
        self.frozen.connect();
        self.frozen.into()
    }

    fn intern(&mut self, name: &str) -> Symbol {
        Symbols::intern_in(&mut self.symbols, name)
    }

    fn columns(
        &mut self,
        columns: Vec<BlockColumn<'_>>,
        len: usize,
        look_up: impl Fn(&str) -> LookUp,
    ) -> Vec<ColumnStore> {
        let columns = columns.into_iter().map(|column| {
            let (key, look_up) = (self.intern(column.key), look_up(column.key));
            encode(key, len, column.data, column.valid, look_up)
        });
        columns.collect()
    }

    fn label_set(&mut self, labels: Vec<Symbol>) -> u32 {
        if let Some(code) = self.sets.get(&labels) {
            return *code;
        }
        let code = number(self.sets.len());
        self.frozen.add_label_set(labels.clone());
        self.sets.insert(labels, code);
        code
    }

    fn add_segment(&mut self, len: usize, labels: Coded, columns: Vec<ColumnStore>) {
        let first = self.frozen.node_count;
        self.frozen.node_count = grown(first, len);
        if len > 0 {
            self.frozen.segments.push(SegmentStore {
                first,
                len: number(len),
                labels,
                columns: Columns::of(columns),
            });
        }
    }

    fn add_block(
        &mut self,
        len: usize,
        kinds: Coded,
        from: EndStore,
        to: EndStore,
        columns: Vec<ColumnStore>,
    ) {
        let first = self.frozen.edge_count;
        self.frozen.edge_count = grown(first, len);
        if len > 0 {
            self.frozen.blocks.push(BlockStore {
                first,
                len: number(len),
                kinds,
                from,
                to,
                columns: Columns::of(columns),
            });
        }
    }

    fn add_open(&mut self, open: &Open) {
        let nodes: Vec<_> = open.nodes().collect();
        let sets: Vec<_> = (nodes.iter())
            .map(|&node| self.label_set(open.labels(node).to_vec()))
            .collect();
        let mut new = HashMap::with_capacity(0);
        let dense = nodes
            .last()
            .is_none_or(|last| last.index() + 1 == nodes.len());
        if !dense {
            new = nodes.iter().copied().zip(0..).collect();
        }
        let new_number = |node: NodeId| {
            if dense {
                u32::from(node)
            } else {
                new.get(&node).copied().unwrap_or(u32::MAX)
            }
        };
        let mut at = 0;
        for (len, labels) in parts(&sets) {
            let properties = nodes[at..at + len]
                .iter()
                .map(|&node| open.properties(node));
            let columns = self.gathered(len, properties, LookUp::of_nodes);
            self.add_segment(len, labels, columns);
            at += len;
        }

        let edges: Vec<_> = open.edges().collect();
        let kinds: Vec<_> = edges.iter().map(|&edge| open.kind(edge).0).collect();
        let mut at = 0;
        for (len, kinds) in parts(&kinds) {
            let edges = &edges[at..at + len];
            let properties = edges.iter().map(|&edge| open.edge_properties(edge));
            let columns = self.gathered(len, properties, |_| LookUp::No);
            let ends = |end: fn((NodeId, NodeId)) -> NodeId| {
                let nodes = edges.iter().map(|&edge| new_number(end(open.ends(edge))));
                Ends::List(nodes.collect()).into()
            };
            self.add_block(
                len,
                kinds,
                ends(|ends| ends.0),
                ends(|ends| ends.1),
                columns,
            );
            at += len;
        }
    }

    /// Columns from the properties of each row.
    fn gathered<'p>(
        &self,
        len: usize,
        rows: impl Iterator<Item = &'p Vec<(Symbol, Value)>>,
        look_up: impl Fn(&str) -> LookUp,
    ) -> Vec<ColumnStore> {
        let mut columns: BTreeMap<Symbol, Vec<Cell<'_>>> = BTreeMap::new();
        for (row, properties) in (0..).zip(rows) {
            for (key, value) in properties {
                columns.entry(*key).or_default().push((row, value));
            }
        }
        let columns = columns
            .into_iter()
            .map(|(key, cells)| choose(key, len, &cells, look_up(self.symbols.name(key))));
        columns.collect()
    }
}

/// Consecutive rows with the same code, or all of them if that would be too many parts.
fn parts(codes: &[u32]) -> Vec<(usize, Coded)> {
    let runs = || codes.chunk_by(|a, b| a == b);
    if runs().nth(MOST_PARTS).is_some() {
        return vec![(codes.len(), Coded::Each(codes.to_vec().into()))];
    }
    runs().map(|run| (run.len(), Coded::One(run[0]))).collect()
}

impl From<Ends> for EndStore {
    /// The same in as few numbers as can be.
    fn from(ends: Ends) -> Self {
        let nodes = match ends {
            Ends::List(nodes) => nodes,
            Ends::Range { first, each } => {
                return Self::Range {
                    first: first.into(),
                    each: each.max(1),
                };
            }
            Ends::One(node) => return Self::One(node.into()),
        };
        let Some(&first) = nodes.first() else {
            return Self::List(nodes.into());
        };
        let same = nodes.iter().take_while(|&&node| node == first).count();
        if same == nodes.len() && same > 1 {
            return Self::One(first);
        }
        let consecutive = (nodes.chunks(same).zip(first..))
            .all(|(chunk, node)| chunk.iter().all(|&other| other == node));
        if consecutive {
            let each = number(same);
            return Self::Range { first, each };
        }
        Self::List(nodes.into())
    }
}

fn grown(count: u32, by: usize) -> u32 {
    let sum = u32::try_from(by).ok().and_then(|by| count.checked_add(by));
    sum.expect("a graph has fewer than 4,294,967,296 nodes and relationships")
}

pub(super) fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
