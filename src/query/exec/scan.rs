//! Where rows begin: the row around, nodes and relationships of the graph.

use super::super::bind::tree::{NameId, Slot};
use super::super::error::Error;
use super::super::plan::{Direction, Follow, Source};
use super::super::value::{Value, equal};
use super::eval::{eval, has_type};
use super::expand::is_free;
use super::{Input, Operator, Run};
use crate::graph::NodeId;

/// One row: the registers as they are.
#[derive(Default)]
pub(super) struct Argument {
    done: bool,
}

impl Operator for Argument {
    fn next(&mut self, _: &mut Run<'_>, _: &mut [Value]) -> Result<bool, Error> {
        Ok(!std::mem::replace(&mut self.done, true))
    }

    fn reset(&mut self) {
        self.done = false;
    }
}

/// A row for every node of a source.
pub(super) struct Scan<'p> {
    input: Input<'p>,
    slot: Slot,
    source: &'p Source,
    place: Option<Place>,
}

/// How far a scan has come.
enum Place {
    /// The next number to look at, of all nodes or of those with a label.
    Number(usize),
    /// Nodes that were looked up.
    Found(std::vec::IntoIter<NodeId>),
}

impl<'p> Scan<'p> {
    pub(super) fn new(input: Input<'p>, slot: Slot, source: &'p Source) -> Self {
        Self {
            input,
            slot,
            source,
            place: None,
        }
    }

    fn begin(&self, run: &mut Run<'_>, row: &mut [Value]) -> Result<Place, Error> {
        Ok(match self.source {
            Source::All | Source::Label(_) => Place::Number(0),
            Source::Id(value) => {
                let id = eval(run, row, value)?.as_int();
                let node = id
                    .and_then(|id| usize::try_from(id).ok())
                    .and_then(|id| run.graph().node_from(id).filter(|n| n.index() == id));
                Place::Found(node.into_iter().collect::<Vec<_>>().into_iter())
            }
            Source::Property {
                label,
                key,
                value,
                any,
            } => {
                let value = eval(run, row, value)?;
                Place::Found(sought(run, *label, *key, &value, *any)?.into_iter())
            }
        })
    }

    fn advance(&mut self, run: &mut Run<'_>) -> Option<NodeId> {
        match self.place.as_mut()? {
            Place::Found(nodes) => nodes.next(),
            Place::Number(next) => {
                if let Source::Label(label) = self.source {
                    let label = run.symbol(*label)?;
                    let node = run.graph().labelled_from(label, *next);
                    *next = node.map_or(*next, |node| node.index() + 1);
                    return node;
                }
                let node = run.graph().node_from(*next);
                *next = node.map_or(*next, |node| node.index() + 1);
                node
            }
        }
    }
}

/// The nodes of [`Source::Property`] in the order of their ids.
pub(super) fn sought(
    run: &mut Run<'_>,
    label: Option<NameId>,
    key: NameId,
    value: &Value,
    any: bool,
) -> Result<Vec<NodeId>, Error> {
    let (label, key) = (label.map(|label| run.symbol(label)), run.symbol(key));
    let (Some(key), false) = (key, label == Some(None)) else {
        return Ok(Vec::new());
    };
    match value {
        Value::List(values) if any => {
            let mut nodes = Vec::new();
            for value in values.iter() {
                nodes.extend(seek(run, label.flatten(), key, value)?);
            }
            nodes.sort_unstable();
            nodes.dedup();
            Ok(nodes)
        }
        value => seek(run, label.flatten(), key, value),
    }
}

/// The nodes with a label of which a property equals a value.
fn seek(
    run: &mut Run<'_>,
    label: Option<crate::graph::Symbol>,
    key: crate::graph::Symbol,
    value: &Value,
) -> Result<Vec<NodeId>, Error> {
    if let Ok(Some(stored)) = super::super::value::storable(value)
        && let Some(found) = run.graph().find_nodes(label, key, &stored)
    {
        return Ok(found);
    }
    let mut found = Vec::new();
    let graph = run.graph();
    let mut check = |node: NodeId| {
        let property = graph.node(node).value(key).map(Value::from);
        if property.is_some_and(|property| equal(&property, value) == Some(true)) {
            found.push(node);
        }
    };
    match label {
        Some(label) => graph.labelled(label).for_each(&mut check),
        None => graph.nodes().for_each(|node| check(node.id())),
    }
    run.check_time()?;
    Ok(found)
}

impl Operator for Scan<'_> {
    fn next(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<bool, Error> {
        loop {
            run.tick()?;
            if self.place.is_none() {
                if !self.input.next(run, row)? {
                    return Ok(false);
                }
                self.place = Some(self.begin(run, row)?);
            }
            if let Some(node) = self.advance(run) {
                row[self.slot.index()] = Value::Node(node);
                return Ok(true);
            }
            self.place = None;
        }
    }

    fn reset(&mut self) {
        self.place = None;
        self.input.reset();
    }
}

/// A row for every relationship of the graph, or two where it may point either way.
pub(super) struct ScanRelationships<'p> {
    input: Input<'p>,
    follow: &'p Follow,
    next: Option<usize>,
    /// Whether the relationship before `next` comes once more the other way round.
    again: bool,
}

impl<'p> ScanRelationships<'p> {
    pub(super) fn new(input: Input<'p>, follow: &'p Follow) -> Self {
        Self {
            input,
            follow,
            next: None,
            again: false,
        }
    }
}

impl Operator for ScanRelationships<'_> {
    fn next(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<bool, Error> {
        loop {
            run.tick()?;
            let Some(next) = self.next else {
                if !self.input.next(run, row)? {
                    return Ok(false);
                }
                self.next = Some(0);
                continue;
            };
            let number = if self.again { next - 1 } else { next };
            let Some(edge) = run.graph().edge_from(number) else {
                self.next = None;
                continue;
            };
            self.next = Some(edge.index() + 1);
            let turned = std::mem::take(&mut self.again);
            if !has_type(run, edge, &self.follow.types)
                || !is_free(row, edge, &self.follow.distinct_from)
            {
                continue;
            }
            let relationship = run.graph().edge(edge);
            let (mut from, mut to) = (relationship.from().id(), relationship.to().id());
            if turned || self.follow.direction == Direction::In {
                std::mem::swap(&mut from, &mut to);
            }
            self.again = self.follow.direction == Direction::Both && !turned && from != to;
            row[self.follow.from.index()] = Value::Node(from);
            row[self.follow.relationship.index()] = Value::Relationship(edge);
            row[self.follow.to.index()] = Value::Node(to);
            return Ok(true);
        }
    }

    fn reset(&mut self) {
        self.next = None;
        self.again = false;
        self.input.reset();
    }
}
