//! Relationships of many nodes at once.

use super::super::super::bind::tree::Slot;
use super::super::super::error::Error;
use super::super::super::plan::Direction;
use super::super::super::value::Value;
use super::super::Run;
use super::batch::{Batch, Entity, ROWS, Vector};
use super::read::Part;
use super::{Input, Stage};
use crate::graph::NodeId;
use crate::graph::frozen::{self, Adjacency, Codes, Frozen};

/// The lists in which the relationships of a node are found that a pattern follows.
#[derive(Clone)]
pub(super) struct Lists<'g>(Vec<List<'g>>);

#[derive(Clone, Copy)]
struct List<'g> {
    adjacency: Adjacency<'g>,
    /// Whether loops are not taken, as another list has them.
    skips_loops: bool,
}

impl<'g> Lists<'g> {
    pub(super) fn new(
        frozen: &'g Frozen,
        kinds: &[crate::graph::Symbol],
        direction: Direction,
    ) -> Self {
        let mut lists = Vec::new();
        let mut add = |way, skips_loops| {
            for &kind in kinds {
                if let Some(adjacency) = frozen.adjacency(kind, way) {
                    lists.push(List {
                        adjacency,
                        skips_loops,
                    });
                }
            }
        };
        if direction != Direction::In {
            add(frozen::Direction::Outgoing, false);
        }
        if direction != Direction::Out {
            let both = direction == Direction::Both;
            add(frozen::Direction::Incoming, both);
        }
        Self(lists)
    }

    /// Number of relationships of a node; a loop that is in two lists counts twice.
    pub(super) fn degree(&self, node: u32) -> usize {
        let node = NodeId::from(node);
        self.0.iter().map(|list| list.adjacency.degree(node)).sum()
    }

    /// Calls a function with the other ends and the relationships of a node, the oldest first.
    pub(super) fn each(&self, node: u32, mut each: impl FnMut(u32, u32)) {
        for list in &self.0 {
            if list.adjacency.is_complete() {
                let (nodes, edges) = list.adjacency.listed(NodeId::from(node));
                for (&other, &edge) in nodes.iter().zip(edges).rev() {
                    if !(list.skips_loops && other == node) {
                        each(other, edge);
                    }
                }
            } else {
                for (other, edge) in list.collected(node).into_iter().rev() {
                    each(other, edge);
                }
            }
        }
    }

    /// Whether a function is true of any node at the other end, newest first; asks no further then.
    pub(super) fn any(&self, node: u32, holds: &mut impl FnMut(u32) -> bool) -> bool {
        self.0.iter().any(|list| {
            if list.adjacency.is_complete() {
                let (nodes, _) = list.adjacency.listed(NodeId::from(node));
                nodes.iter().any(|&other| holds(other))
            } else {
                list.collected(node).iter().any(|(other, _)| holds(*other))
            }
        })
    }

    /// The only list, if there is but one and nothing of it is to be left out.
    pub(super) fn only(&self) -> Option<Adjacency<'g>> {
        match self.0[..] {
            [list] if list.adjacency.is_complete() && !list.skips_loops => Some(list.adjacency),
            _ => None,
        }
    }
}

impl List<'_> {
    /// The other ends and relationships of a node, newest first, whatever lists them.
    fn collected(&self, node: u32) -> Vec<(u32, u32)> {
        let found = self.adjacency.of_node(NodeId::from(node));
        let found = found.map(|(other, edge)| (u32::from(other), u32::from(edge)));
        let mut found: Vec<_> = found
            .filter(|(other, _)| !(self.skips_loops && *other == node))
            .collect();
        found.sort_unstable_by_key(|(_, edge)| std::cmp::Reverse(*edge));
        found
    }
}

/// Rows that one stage makes of those of another: what is new, and which row each comes from.
#[derive(Default)]
struct Made {
    parents: Vec<u32>,
    nodes: Vec<u32>,
    edges: Vec<u32>,
}

impl Made {
    fn clear(&mut self) {
        self.parents.clear();
        self.nodes.clear();
        self.edges.clear();
    }
}

/// Copies the registers of the rows that others were made of.
pub(super) fn carry<'g>(
    from: &Batch<'g>,
    parents: &[u32],
    slots: &[Slot],
    len: usize,
    out: &mut Batch<'g>,
) {
    for &slot in slots {
        let vector = match from.get(slot) {
            Vector::Ids(entity, ids) if from.len == 1 => Vector::One(*entity, ids[0]),
            Vector::Empty => continue,
            other => other.gathered(parents),
        };
        out.set(slot, vector);
    }
    out.len = len;
}

/// Whether some registers differ from row to row, so that their rows must be remembered.
fn vary(batch: &Batch<'_>, slots: &[Slot]) -> bool {
    let varies = |slot: &Slot| match batch.get(*slot) {
        Vector::Empty | Vector::One(..) => false,
        Vector::Ids(..) => batch.len > 1,
        _ => true,
    };
    slots.iter().any(varies)
}

/// A row for every relationship of a node.
pub(super) struct Expand<'g> {
    pub(super) input: Input<'g>,
    pub(super) lists: Lists<'g>,
    pub(super) from: Slot,
    /// Where relationships and nodes go, if anybody asks for them.
    pub(super) relationship: Option<Slot>,
    pub(super) to: Option<Slot>,
    /// Nodes that the one at the other end must not be.
    pub(super) others: Vec<Slot>,
    /// Relationships that it must not be.
    pub(super) differ: Vec<Slot>,
    /// What must hold of the node, and is told again afterwards.
    pub(super) accept: Option<Accept<'g>>,
    /// Registers that are needed afterwards.
    pub(super) needed: Vec<Slot>,
    pub(super) state: State<'g>,
}

/// A text of a dictionary that a node must have, or must not have.
#[derive(Clone)]
pub(super) struct Accept<'g> {
    pub(super) part: Part<'g>,
    pub(super) codes: Codes<'g>,
    pub(super) range: std::ops::Range<u32>,
    pub(super) not: bool,
}

impl Accept<'_> {
    fn holds(&self, node: u32) -> bool {
        self.part.holds(node)
            && self.range.contains(&self.codes.get(self.part.row(node))) != self.not
    }
}

/// How far an [`Expand`] has come.
pub(super) struct State<'g> {
    batch: Batch<'g>,
    row: usize,
    list: usize,
    /// How many of the list are still to come.
    left: Option<usize>,
    spilled: Vec<(u32, u32)>,
    made: Made,
}

impl State<'_> {
    pub(super) fn new(slots: usize) -> Self {
        Self {
            batch: Batch::new(slots),
            row: 0,
            list: 0,
            left: None,
            spilled: Vec::new(),
            made: Made::default(),
        }
    }
}

/// Ids, the same for all rows or one for each.
#[derive(Clone, Copy)]
enum Numbers<'b> {
    One(u32),
    Each(&'b [u32]),
}

impl<'b> Numbers<'b> {
    fn of(vector: &'b Vector<'_>) -> Self {
        match vector {
            Vector::One(_, id) => Self::One(*id),
            Vector::Ids(_, ids) => Self::Each(ids),
            _ => Self::Each(&[]),
        }
    }

    fn get(self, row: usize) -> u32 {
        match self {
            Self::One(id) => id,
            Self::Each(ids) => ids.get(row).copied().unwrap_or(u32::MAX),
        }
    }
}

/// The most relationships of a node that are taken without asking how much room is left.
const FEW: usize = 256;

impl Expand<'_> {
    /// As [`Expand::fill`], where only nodes are asked for and there is but one list: the rows of nodes
    /// with few relationships, up to one that has many.
    fn fill_quickly(&mut self, adjacency: Adjacency<'_>, parents: bool) {
        let state = &mut self.state;
        let (mut first_other, mut second_other) = (Numbers::One(u32::MAX), Numbers::One(u32::MAX));
        if let Some(slot) = self.others.first() {
            first_other = Numbers::of(state.batch.get(*slot));
        }
        if let Some(slot) = self.others.get(1) {
            second_other = Numbers::of(state.batch.get(*slot));
        }
        let from = Numbers::of(state.batch.get(self.from));
        let first = u32::from(adjacency.first());
        let (offsets, neighbours) = (adjacency.offsets(), adjacency.neighbours());
        let mut len = state.made.nodes.len();
        let mut nodes = std::mem::take(&mut state.made.nodes);
        nodes.resize(len + ROWS + FEW, 0);
        while state.row < state.batch.len && len < ROWS {
            let at = from.get(state.row).wrapping_sub(first) as usize;
            let range = match offsets.get(at..at.saturating_add(2)) {
                Some(&[begin, end]) => begin as usize..end as usize,
                _ => 0..0,
            };
            if range.len() > FEW {
                break;
            }
            let (a, b) = (first_other.get(state.row), second_other.get(state.row));
            let before = len;
            for &node in neighbours.get(range).unwrap_or_default().iter().rev() {
                nodes[len] = node;
                // No jump to be guessed wrong.
                len += usize::from(node != a) & usize::from(node != b);
            }
            if parents {
                let parent = u32::try_from(state.row).unwrap_or(u32::MAX);
                state
                    .made
                    .parents
                    .extend(std::iter::repeat_n(parent, len - before));
            }
            state.row += 1;
        }
        nodes.truncate(len);
        state.made.nodes = nodes;
    }

    /// Goes on with the rows of the batch until enough are made or none is left.
    fn fill(&mut self, parents: bool) {
        let wants_edges = self.relationship.is_some();
        let mut others: Vec<u32> = Vec::new();
        let mut taken: Vec<u32> = Vec::new();
        let quick = (self.lists.only())
            .filter(|_| !wants_edges && self.differ.is_empty() && self.others.len() <= 2)
            .filter(|_| self.accept.is_none());
        let accept = self.accept.clone();
        let is_accepted = |node: u32| accept.as_ref().is_none_or(|accept| accept.holds(node));
        loop {
            if let Some(adjacency) = quick
                && self.state.left.is_none()
            {
                self.fill_quickly(adjacency, parents);
            }
            let state = &mut self.state;
            let row = state.row;
            if row >= state.batch.len || state.made.nodes.len() >= ROWS {
                return;
            }
            let id = |slot: &Slot| state.batch.get(*slot).id(row);
            let Some(node) = id(&self.from) else {
                state.row += 1;
                continue;
            };
            others.clear();
            others.extend(self.others.iter().filter_map(id));
            taken.clear();
            taken.extend(self.differ.iter().filter_map(id));
            let parent = u32::try_from(row).unwrap_or(u32::MAX);
            while let Some(list) = self.lists.0.get(state.list) {
                let complete = list.adjacency.is_complete();
                if !complete && state.left.is_none() {
                    state.spilled = list.collected(node);
                }
                let (nodes, edges) = list.adjacency.listed(NodeId::from(node));
                let all = if complete {
                    nodes.len()
                } else {
                    state.spilled.len()
                };
                let left = state.left.unwrap_or(all);
                let made = &mut state.made;
                let room = ROWS.saturating_sub(made.nodes.len());
                let from = left - left.min(room);
                let all_fit = others.is_empty() && taken.is_empty() && accept.is_none();
                if complete && all_fit && !list.skips_loops {
                    made.nodes.extend(nodes[from..left].iter().rev());
                    if wants_edges {
                        made.edges.extend(edges[from..left].iter().rev());
                    }
                } else if complete {
                    // The newest stand first.
                    if !wants_edges && taken.is_empty() && !list.skips_loops {
                        let other = others.first().copied().unwrap_or(u32::MAX);
                        let fits = |node: &&u32| {
                            is_accepted(**node)
                                && **node != other
                                && (others.len() < 2 || !others.contains(node))
                        };
                        made.nodes
                            .extend(nodes[from..left].iter().rev().filter(fits));
                    } else {
                        for at in (from..left).rev() {
                            let (other, edge) = (nodes[at], edges[at]);
                            if !is_accepted(other)
                                || others.contains(&other)
                                || taken.contains(&edge)
                                || (list.skips_loops && other == node)
                            {
                                continue;
                            }
                            made.nodes.push(other);
                            if wants_edges {
                                made.edges.push(edge);
                            }
                        }
                    }
                } else {
                    for &(other, edge) in state.spilled[from..left].iter().rev() {
                        if !is_accepted(other) || others.contains(&other) || taken.contains(&edge) {
                            continue;
                        }
                        made.nodes.push(other);
                        if wants_edges {
                            made.edges.push(edge);
                        }
                    }
                }
                if parents {
                    made.parents.resize(made.nodes.len(), parent);
                }
                if from > 0 {
                    state.left = Some(from);
                    return;
                }
                state.left = None;
                state.list += 1;
            }
            state.list = 0;
            state.row += 1;
            if state.made.nodes.len() >= ROWS {
                return;
            }
        }
    }
}

impl<'g> Stage<'g> for Expand<'g> {
    fn next(
        &mut self,
        run: &mut Run<'_>,
        row: &mut [Value],
        out: &mut Batch<'g>,
    ) -> Result<bool, Error> {
        loop {
            run.check_time()?;
            if self.state.row >= self.state.batch.len {
                self.state.batch.clear();
                self.state.row = 0;
                if !self.input.next(run, row, &mut self.state.batch)? {
                    return Ok(false);
                }
            }
            self.state.made.clear();
            let parents = vary(&self.state.batch, &self.needed);
            self.fill(parents);
            let state = &mut self.state;
            let len = state.made.nodes.len();
            if len == 0 {
                continue;
            }
            out.clear();
            carry(&state.batch, &state.made.parents, &self.needed, len, out);
            if let Some(slot) = self.to {
                let nodes = std::mem::take(&mut state.made.nodes);
                out.set(slot, Vector::Ids(Entity::Node, nodes));
            }
            if let Some(slot) = self.relationship {
                let edges = std::mem::take(&mut state.made.edges);
                out.set(slot, Vector::Ids(Entity::Relationship, edges));
            }
            return Ok(true);
        }
    }
}

/// A row for every relationship between two known nodes; looks from the one with fewer.
pub(super) struct Into<'g> {
    pub(super) input: Input<'g>,
    pub(super) lists: Lists<'g>,
    pub(super) back: Lists<'g>,
    pub(super) from: Slot,
    pub(super) to: Slot,
    pub(super) relationship: Option<Slot>,
    pub(super) differ: Vec<Slot>,
    pub(super) needed: Vec<Slot>,
    pub(super) batch: Batch<'g>,
}

impl<'g> Stage<'g> for Into<'g> {
    fn next(
        &mut self,
        run: &mut Run<'_>,
        row: &mut [Value],
        out: &mut Batch<'g>,
    ) -> Result<bool, Error> {
        let mut made = Made::default();
        loop {
            run.check_time()?;
            self.batch.clear();
            if !self.input.next(run, row, &mut self.batch)? {
                return Ok(false);
            }
            made.clear();
            let batch = &self.batch;
            for at in 0..batch.len {
                let (Some(from), Some(to)) =
                    (batch.get(self.from).id(at), batch.get(self.to).id(at))
                else {
                    continue;
                };
                let id = |slot: &Slot| batch.get(*slot).id(at);
                let mut add = |edge: u32| {
                    if !self.differ.iter().any(|slot| id(slot) == Some(edge)) {
                        made.parents.push(u32::try_from(at).unwrap_or(u32::MAX));
                        made.edges.push(edge);
                    }
                };
                let (near, far, lists) = if self.back.degree(to) < self.lists.degree(from) {
                    (to, from, &self.back)
                } else {
                    (from, to, &self.lists)
                };
                lists.each(near, |other, edge| {
                    if other == far {
                        add(edge);
                    }
                });
            }
            let len = made.parents.len();
            if len == 0 {
                continue;
            }
            out.clear();
            carry(batch, &made.parents, &self.needed, len, out);
            if let Some(slot) = self.relationship {
                out.set(slot, Vector::Ids(Entity::Relationship, made.edges));
            }
            return Ok(true);
        }
    }
}

/// A row for every node that has a relationship with each of two known ones.
pub(super) struct Meet<'g> {
    pub(super) input: Input<'g>,
    /// The two known nodes with the ways from them to the one between, and back.
    pub(super) ends: [MeetEnd<'g>; 2],
    pub(super) middle: Slot,
    /// Whether the two relationships must differ.
    pub(super) differ: bool,
    pub(super) needed: Vec<Slot>,
    pub(super) batch: Batch<'g>,
    /// The row of the batch that comes next.
    pub(super) row: usize,
}

pub(super) struct MeetEnd<'g> {
    pub(super) node: Slot,
    pub(super) relationship: Slot,
    pub(super) lists: Lists<'g>,
    pub(super) back: Lists<'g>,
}

impl<'g> Stage<'g> for Meet<'g> {
    fn next(
        &mut self,
        run: &mut Run<'_>,
        row: &mut [Value],
        out: &mut Batch<'g>,
    ) -> Result<bool, Error> {
        let mut made = Made::default();
        let mut second: Vec<u32> = Vec::new();
        let mut turned: Vec<bool> = Vec::new();
        loop {
            run.check_time()?;
            if self.row >= self.batch.len {
                self.row = 0;
                self.batch.clear();
                if !self.input.next(run, row, &mut self.batch)? {
                    return Ok(false);
                }
            }
            made.clear();
            second.clear();
            turned.clear();
            let batch = &self.batch;
            let parents = vary(batch, &self.needed);
            let wanted = |end: usize| self.needed.contains(&self.ends[end].relationship);
            let wants_edges = wanted(0) || wanted(1);
            while self.row < batch.len && made.nodes.len() < ROWS {
                let at = self.row;
                self.row += 1;
                let parent = u32::try_from(at).unwrap_or(u32::MAX);
                let id = |end: usize| batch.get(self.ends[end].node).id(at);
                let (Some(a), Some(b)) = (id(0), id(1)) else {
                    continue;
                };
                let turn = self.ends[1].lists.degree(b) < self.ends[0].lists.degree(a);
                let (near, from, far, to) = if turn {
                    (&self.ends[1], b, &self.ends[0], a)
                } else {
                    (&self.ends[0], a, &self.ends[1], b)
                };
                // The same relationship has the same ends.
                let differ = self.differ && a == b;
                let before = made.nodes.len();
                match (near.lists.only(), far.back.only()) {
                    (Some(lists), Some(back)) if !wants_edges && !differ => {
                        common(lists, from, back, to, &mut made.nodes);
                    }
                    _ => near.lists.each(from, |node, edge| {
                        far.back.each(node, |other, last| {
                            if other == to && !(differ && edge == last) {
                                made.nodes.push(node);
                                made.edges.push(edge);
                                second.push(last);
                                turned.push(turn);
                            }
                        });
                    }),
                }
                if parents {
                    let count = made.nodes.len() - before;
                    made.parents.extend(std::iter::repeat_n(parent, count));
                }
            }
            let len = made.nodes.len();
            if len == 0 {
                continue;
            }
            for (at, &turn) in turned.iter().enumerate() {
                if turn {
                    std::mem::swap(&mut made.edges[at], &mut second[at]);
                }
            }
            out.clear();
            carry(batch, &made.parents, &self.needed, len, out);
            out.set(
                self.middle,
                Vector::Ids(Entity::Node, std::mem::take(&mut made.nodes)),
            );
            if wants_edges {
                let [first, last] = &self.ends;
                let edges = std::mem::take(&mut made.edges);
                out.set(first.relationship, Vector::Ids(Entity::Relationship, edges));
                let edges = std::mem::take(&mut second);
                out.set(last.relationship, Vector::Ids(Entity::Relationship, edges));
            }
            return Ok(true);
        }
    }
}

/// The nodes that one node has relationships with and from which relationships lead on to another,
/// each as often as it is found, the oldest first.
fn common(lists: Adjacency<'_>, from: u32, back: Adjacency<'_>, to: u32, found: &mut Vec<u32>) {
    let first = u32::from(back.first());
    let (offsets, neighbours) = (back.offsets(), back.neighbours());
    let (nodes, _) = lists.listed(NodeId::from(from));
    for &node in nodes.iter().rev() {
        let at = node.wrapping_sub(first) as usize;
        if let Some(&[begin, end]) = offsets.get(at..at.saturating_add(2)) {
            let others = neighbours.get(begin as usize..end as usize);
            for &other in others.unwrap_or_default() {
                if other == to {
                    found.push(node);
                }
            }
        }
    }
}

/// Counts the relationships of nodes that nothing else is asked of.
pub(super) struct Degree<'g> {
    pub(super) input: Input<'g>,
    pub(super) lists: Lists<'g>,
    pub(super) from: Slot,
    pub(super) needed: Vec<Slot>,
}

impl<'g> Stage<'g> for Degree<'g> {
    fn next(
        &mut self,
        run: &mut Run<'_>,
        row: &mut [Value],
        out: &mut Batch<'g>,
    ) -> Result<bool, Error> {
        loop {
            run.check_time()?;
            if !self.input.next(run, row, out)? {
                return Ok(false);
            }
            let before = out.weights.take();
            let (mut keep, mut weights) = (Vec::with_capacity(out.len), Vec::new());
            weights.reserve(out.len);
            let nodes = out.get(self.from);
            for at in 0..out.len {
                let degree = nodes.id(at).map_or(0, |node| self.lists.degree(node));
                if degree > 0 {
                    keep.push(u32::try_from(at).unwrap_or(u32::MAX));
                    let times = before.as_ref().map_or(1, |before| before[at]);
                    let weight: u64 = times * degree as u64;
                    weights.push(weight);
                }
            }
            if keep.is_empty() {
                continue;
            }
            out.keep(&keep, &self.needed);
            out.weights = Some(weights);
            return Ok(true);
        }
    }
}
