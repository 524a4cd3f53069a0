//! Relationships of a node: following them, and checking those that are known.

use super::super::bind::tree::{Length, NameId, Slot};
use super::super::error::Error;
use super::super::plan::{Direction, Follow};
use super::super::value::Value;
use super::eval::has_type;
use super::{Input, Operator, Run};
use crate::graph::{EdgeId, EdgeRef, NodeId, NodeRef, Symbol};

/// Whether a relationship is none of those in slots, single ones or lists.
pub(super) fn is_free(row: &[Value], edge: EdgeId, slots: &[Slot]) -> bool {
    let is_it = |value: &Value| matches!(value, Value::Relationship(other) if *other == edge);
    slots.iter().all(|slot| match &row[slot.index()] {
        Value::List(list) => !list.iter().any(is_it),
        value => !is_it(value),
    })
}

/// The types of a pattern as symbols; `None` if the graph has none of them, so that nothing fits.
pub(super) fn types(run: &mut Run<'_>, names: &[NameId]) -> Option<Vec<Symbol>> {
    let symbols: Vec<_> = names.iter().filter_map(|&name| run.symbol(name)).collect();
    (names.is_empty() || !symbols.is_empty()).then_some(symbols)
}

/// Collects the relationships of a node with the nodes at their other ends, oldest first.
pub(super) fn neighbours(
    node: NodeRef<'_>,
    direction: Direction,
    types: &[Symbol],
    out: &mut Vec<(EdgeId, NodeId)>,
) {
    let fits = |edge: &EdgeRef<'_>| types.is_empty() || types.contains(&edge.kind_symbol());
    out.clear();
    if direction != Direction::In {
        let edges = node.outgoing().filter(fits);
        out.extend(edges.map(|edge| (edge.id(), edge.to().id())));
        out.reverse();
    }
    if direction != Direction::Out {
        let before = out.len();
        // A loop leaves and reaches its node, but it is one relationship.
        let edges = node
            .incoming()
            .filter(fits)
            .filter(|edge| direction == Direction::In || edge.from().id() != node.id());
        out.extend(edges.map(|edge| (edge.id(), edge.from().id())));
        out[before..].reverse();
    }
}

/// The other way.
pub(super) fn opposite(direction: Direction) -> Direction {
    match direction {
        Direction::Out => Direction::In,
        Direction::In => Direction::Out,
        Direction::Both => Direction::Both,
    }
}

/// A row for every relationship of a node.
pub(super) struct Expand<'p> {
    input: Input<'p>,
    follow: &'p Follow,
    found: Vec<(EdgeId, NodeId)>,
    next: usize,
}

impl<'p> Expand<'p> {
    pub(super) fn new(input: Input<'p>, follow: &'p Follow) -> Self {
        Self {
            input,
            follow,
            found: Vec::new(),
            next: 0,
        }
    }

    fn collect(&mut self, run: &mut Run<'_>, row: &[Value]) {
        self.next = 0;
        self.found.clear();
        let &Value::Node(from) = &row[self.follow.from.index()] else {
            return;
        };
        let Some(types) = types(run, &self.follow.types) else {
            return;
        };
        let graph = run.graph();
        if !graph.contains_node(from) {
            return;
        }
        let direction = self.follow.direction;
        if !self.follow.into {
            neighbours(graph.node(from), direction, &types, &mut self.found);
            return;
        }
        // Between two known nodes, look from the one with fewer relationships.
        let &Value::Node(to) = &row[self.follow.to.index()] else {
            return;
        };
        if !graph.contains_node(to) {
            return;
        }
        let turned = is_smaller(graph.node(to), graph.node(from));
        let (near, far, direction) = if turned {
            (to, from, opposite(direction))
        } else {
            (from, to, direction)
        };
        neighbours(graph.node(near), direction, &types, &mut self.found);
        self.found.retain(|(_, other)| *other == far);
        for (_, other) in &mut self.found {
            *other = to;
        }
    }
}

/// Whether the first node has fewer relationships; looks at both at once and no further than needed.
fn is_smaller(a: NodeRef<'_>, b: NodeRef<'_>) -> bool {
    let mut a = a.outgoing().chain(a.incoming());
    let mut b = b.outgoing().chain(b.incoming());
    loop {
        match (a.next(), b.next()) {
            (_, None) => return false,
            (None, Some(_)) => return true,
            _ => {}
        }
    }
}

impl Operator for Expand<'_> {
    fn next(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<bool, Error> {
        loop {
            run.tick()?;
            while let Some(&(edge, node)) = self.found.get(self.next) {
                self.next += 1;
                if is_free(row, edge, &self.follow.distinct_from) {
                    row[self.follow.relationship.index()] = Value::Relationship(edge);
                    row[self.follow.to.index()] = Value::Node(node);
                    return Ok(true);
                }
            }
            if !self.input.next(run, row)? {
                return Ok(false);
            }
            self.collect(run, row);
        }
    }

    fn reset(&mut self) {
        self.found.clear();
        self.next = 0;
        self.input.reset();
    }
}

/// Keeps rows whose known relationships lead from a known node to the other end, known or not.
pub(super) struct Check<'p> {
    input: Input<'p>,
    follow: &'p Follow,
    length: Option<Length>,
    backwards: bool,
}

impl<'p> Check<'p> {
    pub(super) fn new(
        input: Input<'p>,
        follow: &'p Follow,
        length: Option<Length>,
        backwards: bool,
    ) -> Self {
        Self {
            input,
            follow,
            length,
            backwards,
        }
    }

    /// The node at the other end, if the relationships lead there.
    fn end(&self, run: &mut Run<'_>, row: &[Value]) -> Option<NodeId> {
        let &Value::Node(mut at) = &row[self.follow.from.index()] else {
            return None;
        };
        let value = &row[self.follow.relationship.index()];
        let single = std::slice::from_ref(value);
        let edges = match (value, self.length) {
            (Value::Relationship(_), None) => single,
            (Value::List(list), Some(length)) => {
                let count = u32::try_from(list.len()).ok()?;
                if !(length.min..=length.max).contains(&count) {
                    return None;
                }
                list
            }
            _ => return None,
        };
        let mut walk: Vec<EdgeId> = Vec::with_capacity(edges.len());
        for edge in edges {
            match edge {
                Value::Relationship(edge) => walk.push(*edge),
                _ => return None,
            }
        }
        if self.backwards {
            walk.reverse();
        }
        for (step, &edge) in walk.iter().enumerate() {
            if walk[..step].contains(&edge)
                || !run.graph().contains_edge(edge)
                || !is_free(row, edge, &self.follow.distinct_from)
                || !has_type(run, edge, &self.follow.types)
            {
                return None;
            }
            let relationship = run.graph().edge(edge);
            let (from, to) = (relationship.from().id(), relationship.to().id());
            at = match self.follow.direction {
                Direction::Out | Direction::Both if from == at => to,
                Direction::In | Direction::Both if to == at => from,
                _ => return None,
            };
        }
        Some(at)
    }
}

impl Operator for Check<'_> {
    fn next(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<bool, Error> {
        while self.input.next(run, row)? {
            run.tick()?;
            let Some(end) = self.end(run, row) else {
                continue;
            };
            let to = &mut row[self.follow.to.index()];
            if !self.follow.into {
                *to = Value::Node(end);
                return Ok(true);
            }
            if matches!(to, Value::Node(node) if *node == end) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn reset(&mut self) {
        self.input.reset();
    }
}
