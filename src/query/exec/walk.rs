//! Walks of several relationships: all of them, the nodes they reach, the shortest ones.

use std::collections::{HashMap, HashSet, VecDeque};

use super::super::ast::Shortest;
use super::super::bind::tree::{Expr, Length, NameId};
use super::super::error::Error;
use super::super::plan::{Direction, Follow};
use super::super::value::{Value, equal};
use super::eval::eval;
use super::expand::{is_free, neighbours, opposite, types};
use super::{Input, Operator, Run};
use crate::graph::{EdgeId, NodeId, Symbol};

/// Which relationships a walk may take.
pub(super) struct Steps<'p> {
    follow: &'p Follow,
    properties: &'p [(NameId, Expr)],
    backwards: bool,
    /// Filled in for every row: the types, and the values that properties must have.
    types: Option<Vec<Symbol>>,
    wanted: Vec<(NameId, Value)>,
}

impl<'p> Steps<'p> {
    pub(super) fn new(
        follow: &'p Follow,
        properties: &'p [(NameId, Expr)],
        backwards: bool,
    ) -> Self {
        Self {
            follow,
            properties,
            backwards,
            types: None,
            wanted: Vec::new(),
        }
    }

    /// Prepares for a row; the node to start from, if there is one.
    fn begin(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<Option<NodeId>, Error> {
        self.types = types(run, &self.follow.types);
        self.wanted.clear();
        for (key, value) in self.properties {
            let value = eval(run, row, value)?;
            self.wanted.push((*key, value));
        }
        Ok(self.node(run, row, true))
    }

    fn node(&self, run: &Run<'_>, row: &[Value], start: bool) -> Option<NodeId> {
        let slot = if start {
            self.follow.from
        } else {
            self.follow.to
        };
        match row[slot.index()] {
            Value::Node(node) if run.graph().contains_node(node) => Some(node),
            _ => None,
        }
    }

    /// The relationships that may be taken from a node.
    fn from(
        &self,
        run: &mut Run<'_>,
        row: &[Value],
        node: NodeId,
        direction: Direction,
    ) -> Vec<(EdgeId, NodeId)> {
        let mut found = Vec::new();
        let Some(types) = &self.types else {
            return found;
        };
        neighbours(run.graph().node(node), direction, types, &mut found);
        let wanted: Vec<_> = (self.wanted.iter())
            .map(|(key, value)| (run.symbol(*key), value))
            .collect();
        let graph = run.graph();
        found.retain(|&(edge, _)| {
            is_free(row, edge, &self.follow.distinct_from)
                && wanted.iter().all(|(key, value)| {
                    let property = key.and_then(|key| graph.edge(edge).value(key));
                    property.is_some_and(|p| equal(&Value::from(p), value) == Some(true))
                })
        });
        found
    }

    /// Writes the relationships of a walk and its end.
    fn write(&self, row: &mut [Value], walk: &[EdgeId], end: NodeId) {
        let edges = walk.iter().copied().map(Value::Relationship);
        row[self.follow.relationship.index()] = if self.backwards {
            Value::list(edges.rev())
        } else {
            Value::list(edges)
        };
        row[self.follow.to.index()] = Value::Node(end);
    }
}

/// A row for every walk that uses no relationship twice, in depth-first order.
pub(super) struct ExpandMany<'p> {
    input: Input<'p>,
    steps: Steps<'p>,
    length: Length,
    /// The relationships still to take at every depth.
    open: Vec<std::vec::IntoIter<(EdgeId, NodeId)>>,
    walk: Vec<EdgeId>,
    target: Option<NodeId>,
}

impl<'p> ExpandMany<'p> {
    pub(super) fn new(input: Input<'p>, steps: Steps<'p>, length: Length) -> Self {
        Self {
            input,
            steps,
            length,
            open: Vec::new(),
            walk: Vec::new(),
            target: None,
        }
    }

    /// Comes to a node; whether the walk up to here is a result.
    fn arrive(&mut self, run: &mut Run<'_>, row: &mut [Value], node: NodeId) -> bool {
        let length = u32::try_from(self.walk.len()).unwrap_or(u32::MAX);
        let next = if length < self.length.max {
            let direction = self.steps.follow.direction;
            let mut found = self.steps.from(run, row, node, direction);
            found.retain(|(edge, _)| !self.walk.contains(edge));
            found
        } else {
            Vec::new()
        };
        self.open.push(next.into_iter());
        if length < self.length.min || self.target.is_some_and(|target| target != node) {
            return false;
        }
        self.steps.write(row, &self.walk, node);
        true
    }
}

impl Operator for ExpandMany<'_> {
    fn next(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<bool, Error> {
        loop {
            run.tick()?;
            if let Some(open) = self.open.last_mut() {
                if let Some((edge, node)) = open.next() {
                    self.walk.push(edge);
                    if self.arrive(run, row, node) {
                        return Ok(true);
                    }
                } else {
                    self.open.pop();
                    self.walk.pop();
                }
                continue;
            }
            if !self.input.next(run, row)? {
                return Ok(false);
            }
            self.walk.clear();
            let Some(start) = self.steps.begin(run, row)? else {
                continue;
            };
            self.target = None;
            if self.steps.follow.into {
                self.target = self.steps.node(run, row, false);
                if self.target.is_none() {
                    continue;
                }
            }
            if self.arrive(run, row, start) {
                return Ok(true);
            }
        }
    }

    fn reset(&mut self) {
        self.open.clear();
        self.walk.clear();
        self.input.reset();
    }
}

/// A row for every node that a walk reaches, however many walks reach it.
pub(super) struct Reach<'p> {
    input: Input<'p>,
    steps: Steps<'p>,
    length: Length,
    found: std::vec::IntoIter<NodeId>,
}

impl<'p> Reach<'p> {
    pub(super) fn new(input: Input<'p>, steps: Steps<'p>, length: Length) -> Self {
        Self {
            input,
            steps,
            length,
            found: Vec::new().into_iter(),
        }
    }

    /// Breadth first. The shortest walk to a node never uses a relationship twice; with a minimum
    /// of at most 1 nothing else is asked, but for the start itself, which a cycle must lead back to.
    fn collect(
        &self,
        run: &mut Run<'_>,
        row: &[Value],
        start: NodeId,
    ) -> Result<Vec<NodeId>, Error> {
        let mut seen = HashSet::from([start]);
        let mut found = Vec::new();
        if self.length.min == 0 {
            found.push(start);
        }
        let direction = self.steps.follow.direction;
        let mut level = vec![start];
        let mut returned = self.length.min == 0;
        let mut depth = 0;
        while !level.is_empty() && depth < self.length.max {
            depth += 1;
            let mut next = Vec::new();
            for node in level {
                run.tick()?;
                for (_, other) in self.steps.from(run, row, node, direction) {
                    if seen.insert(other) {
                        next.push(other);
                        found.push(other);
                    } else if other == start && !returned && direction != Direction::Both {
                        returned = true;
                        found.push(start);
                    }
                }
            }
            level = next;
        }
        Ok(found)
    }
}

impl Operator for Reach<'_> {
    fn next(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<bool, Error> {
        loop {
            if let Some(node) = self.found.next() {
                row[self.steps.follow.to.index()] = Value::Node(node);
                row[self.steps.follow.relationship.index()] = Value::Null;
                return Ok(true);
            }
            if !self.input.next(run, row)? {
                return Ok(false);
            }
            if let Some(start) = self.steps.begin(run, row)? {
                self.found = self.collect(run, row, start)?.into_iter();
            }
        }
    }

    fn reset(&mut self) {
        self.found = Vec::new().into_iter();
        self.input.reset();
    }
}

/// A row for every shortest walk between two nodes, or for one of them.
pub(super) struct ShortestPath<'p> {
    input: Input<'p>,
    steps: Steps<'p>,
    length: Length,
    single: bool,
    shortest: Shortest,
    found: std::vec::IntoIter<Vec<EdgeId>>,
}

impl<'p> ShortestPath<'p> {
    pub(super) fn new(
        input: Input<'p>,
        steps: Steps<'p>,
        length: Length,
        single: bool,
        shortest: Shortest,
    ) -> Self {
        Self {
            input,
            steps,
            length,
            single,
            shortest,
            found: Vec::new().into_iter(),
        }
    }

    /// The shortest walks, by breadth-first search from both ends at once: the side with the smaller
    /// frontier goes on until the two meet.
    fn search(
        &self,
        run: &mut Run<'_>,
        row: &[Value],
        start: NodeId,
        end: NodeId,
    ) -> Result<Vec<Vec<EdgeId>>, Error> {
        if start == end {
            if self.length.min == 0 {
                return Ok(vec![Vec::new()]);
            }
            return self.cycle(run, row, start);
        }
        let mut sides = [Side::new(start), Side::new(end)];
        let directions = [
            self.steps.follow.direction,
            opposite(self.steps.follow.direction),
        ];
        let mut depth = 0;
        while depth < self.length.max && sides.iter().all(|side| !side.frontier.is_empty()) {
            depth += 1;
            let at = usize::from(sides[1].frontier.len() < sides[0].frontier.len());
            let frontier = std::mem::take(&mut sides[at].frontier);
            let side_depth = sides[at].depth + 1;
            sides[at].depth = side_depth;
            for node in frontier {
                run.tick()?;
                for (edge, other) in self.steps.from(run, row, node, directions[at]) {
                    let side = &mut sides[at];
                    match side.reached.get_mut(&other) {
                        None => {
                            side.reached.insert(other, (side_depth, vec![(edge, node)]));
                            side.frontier.push(other);
                        }
                        Some((known, ways)) if *known == side_depth => ways.push((edge, node)),
                        Some(_) => {}
                    }
                }
            }
            let [a, b] = &sides;
            let meeting: Vec<_> = (sides[at].frontier.iter())
                .filter(|node| sides[1 - at].reached.contains_key(node))
                .copied()
                .collect();
            if !meeting.is_empty() {
                return self.join(run, a, b, &meeting);
            }
        }
        Ok(Vec::new())
    }

    fn join(
        &self,
        run: &mut Run<'_>,
        a: &Side,
        b: &Side,
        meeting: &[NodeId],
    ) -> Result<Vec<Vec<EdgeId>>, Error> {
        let one = self.shortest == Shortest::One;
        let mut walks = Vec::new();
        for &node in meeting {
            run.tick()?;
            let tails = b.walks(run, node, one)?;
            let heads = a.walks(run, node, one)?;
            for head in &heads {
                for tail in &tails {
                    run.keep_bytes((head.len() + tail.len()) * size_of::<EdgeId>())?;
                    let walk: Vec<_> = head.iter().rev().chain(tail).copied().collect();
                    walks.push(walk);
                    if one {
                        return Ok(walks);
                    }
                }
            }
        }
        Ok(walks)
    }

    /// The shortest walks from a node back to it that use no relationship twice.
    fn cycle(
        &self,
        run: &mut Run<'_>,
        row: &[Value],
        start: NodeId,
    ) -> Result<Vec<Vec<EdgeId>>, Error> {
        let direction = self.steps.follow.direction;
        let mut queue = VecDeque::from([(start, Vec::<EdgeId>::new())]);
        let mut seen: HashMap<(NodeId, Option<EdgeId>), usize> = HashMap::new();
        let mut found: Vec<Vec<EdgeId>> = Vec::new();
        while let Some((node, walk)) = queue.pop_front() {
            run.tick()?;
            let longest = found.first().map_or(self.length.max as usize, Vec::len);
            if walk.len() >= longest {
                break;
            }
            for (edge, other) in self.steps.from(run, row, node, direction) {
                if walk.contains(&edge) {
                    continue;
                }
                let mut longer = walk.clone();
                longer.push(edge);
                if other == start {
                    found.push(longer);
                    if self.shortest == Shortest::One {
                        return Ok(found);
                    }
                    continue;
                }
                // By the first relationship too: a way back must differ from the way out.
                let key = (other, longer.first().copied());
                if *seen.entry(key).or_insert(longer.len()) >= longer.len() {
                    queue.push_back((other, longer));
                }
            }
        }
        Ok(found)
    }
}

/// What a search has reached from one end.
struct Side {
    frontier: Vec<NodeId>,
    depth: u32,
    /// For every node its distance and the ways by which it was reached first.
    reached: HashMap<NodeId, (u32, Vec<(EdgeId, NodeId)>)>,
}

impl Side {
    fn new(start: NodeId) -> Self {
        Self {
            frontier: vec![start],
            depth: 0,
            reached: HashMap::from([(start, (0, Vec::new()))]),
        }
    }

    /// The ways by which a node was reached first; none for the start.
    fn ways(&self, node: NodeId) -> &[(EdgeId, NodeId)] {
        self.reached.get(&node).map_or(&[], |(_, ways)| ways)
    }

    /// Walks from a node back to the start of the side, nearest relationship first: one or all.
    fn walks(&self, run: &mut Run<'_>, node: NodeId, one: bool) -> Result<Vec<Vec<EdgeId>>, Error> {
        let mut walks = Vec::new();
        let mut walk = Vec::new();
        // Nodes on the way, with the number of ways that have been gone from each.
        let mut open = vec![(node, 0)];
        while let Some((at, next)) = open.last_mut() {
            run.tick()?;
            let ways = self.ways(*at);
            if let Some(&(edge, before)) = ways.get(*next) {
                *next += 1;
                walk.push(edge);
                open.push((before, 0));
                continue;
            }
            if ways.is_empty() {
                run.keep_bytes(walk.len() * size_of::<EdgeId>())?;
                walks.push(walk.clone());
                if one {
                    break;
                }
            }
            open.pop();
            walk.pop();
        }
        Ok(walks)
    }
}

impl Operator for ShortestPath<'_> {
    fn next(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<bool, Error> {
        loop {
            if let Some(walk) = self.found.next() {
                let end = self.steps.follow.to.index();
                if let Value::Node(end) = row[end] {
                    self.steps.write(row, &walk, end);
                    if self.single
                        && let [edge] = walk[..]
                    {
                        row[self.steps.follow.relationship.index()] = Value::Relationship(edge);
                    }
                    return Ok(true);
                }
            }
            if !self.input.next(run, row)? {
                return Ok(false);
            }
            let start = self.steps.begin(run, row)?;
            if let (Some(start), Some(end)) = (start, self.steps.node(run, row, false)) {
                self.found = self.search(run, row, start, end)?.into_iter();
            }
        }
    }

    fn reset(&mut self) {
        self.found = Vec::new().into_iter();
        self.input.reset();
    }
}
