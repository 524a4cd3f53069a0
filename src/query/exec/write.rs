//! Changing the graph.

use std::collections::BTreeSet;

use super::super::bind::tree::{Creation, Merge, NameId, Properties, SetItem, Slot, Write};
use super::super::error::{Error, ErrorType};
use super::super::value::{Value, storable};
use super::eval::{build_path, entries, eval};
use super::nested::{restore, save};
use super::{Input, Operator, Run, build};
use crate::graph::{self, NodeId};

/// Takes all rows before it, makes each change for all of them, and hands them on.
pub(super) struct WriteAll<'p> {
    input: Input<'p>,
    writes: &'p [Write],
    slots: Vec<Slot>,
    rows: Option<std::vec::IntoIter<Vec<Value>>>,
}

impl<'p> WriteAll<'p> {
    pub(super) fn new(input: Input<'p>, writes: &'p [Write], live: &[Slot]) -> Self {
        let mut slots = live.to_vec();
        for write in writes {
            introduced(write, &mut slots);
        }
        slots.sort_unstable();
        slots.dedup();
        Self {
            input,
            writes,
            slots,
            rows: None,
        }
    }

    fn collect(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<Vec<Vec<Value>>, Error> {
        let mut rows = Vec::new();
        while self.input.next(run, row)? {
            rows.push(save(run, row, &self.slots)?);
        }
        // A single row stays in the registers from one change to the next.
        let mut loaded = false;
        for write in self.writes {
            if rows.len() == 1 && !matches!(write, Write::Merge(_)) {
                if !loaded {
                    restore(row, &self.slots, rows[0].iter().cloned());
                    loaded = true;
                }
                let mut deleted = Deleted::default();
                write_row(run, row, write, &mut deleted, &mut |_, _| Ok(()))?;
                deleted.finish(run)?;
                continue;
            }
            if std::mem::take(&mut loaded) {
                rows = vec![save(run, row, &self.slots)?];
            }
            rows = self.write_all(run, row, write, rows)?;
        }
        if loaded {
            rows = vec![save(run, row, &self.slots)?];
        }
        Ok(rows)
    }

    fn write_all(
        &self,
        run: &mut Run<'_>,
        row: &mut [Value],
        write: &Write,
        rows: Vec<Vec<Value>>,
    ) -> Result<Vec<Vec<Value>>, Error> {
        let mut deleted = Deleted::default();
        let mut after = Vec::with_capacity(rows.len());
        for saved in rows {
            run.tick()?;
            restore(row, &self.slots, saved);
            let mut keep = |run: &mut Run<'_>, row: &mut [Value]| {
                after.push(save(run, row, &self.slots)?);
                Ok(())
            };
            write_row(run, row, write, &mut deleted, &mut keep)?;
        }
        deleted.finish(run)?;
        Ok(after)
    }
}

impl Operator for WriteAll<'_> {
    fn next(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<bool, Error> {
        if self.rows.is_none() {
            self.rows = Some(self.collect(run, row)?.into_iter());
        }
        let Some(values) = self.rows.as_mut().and_then(Iterator::next) else {
            return Ok(false);
        };
        restore(row, &self.slots, values);
        Ok(true)
    }

    fn reset(&mut self) {
        self.rows = None;
        self.input.reset();
    }
}

/// Adds the slots that a change fills.
fn introduced(write: &Write, slots: &mut Vec<Slot>) {
    match write {
        Write::Create(creations) => slots.extend(creations.iter().map(|creation| match creation {
            Creation::Node { slot, .. } | Creation::Relationship { slot, .. } => *slot,
            Creation::Path(path) => path.slot,
        })),
        Write::Merge(merge) => slots.extend(&merge.introduced),
        _ => {}
    }
}

type Keep<'k> = &'k mut dyn FnMut(&mut Run<'_>, &mut [Value]) -> Result<(), Error>;

fn write_row(
    run: &mut Run<'_>,
    row: &mut [Value],
    write: &Write,
    deleted: &mut Deleted,
    keep: Keep<'_>,
) -> Result<(), Error> {
    match write {
        Write::Create(creations) => create(run, row, creations)?,
        Write::Merge(merge) => return merge_row(run, row, merge, keep),
        Write::Set(items) => set(run, row, items)?,
        Write::Delete { detach, targets } => {
            for target in targets {
                let target = eval(run, row, target)?;
                deleted.add(run, &target, *detach)?;
            }
        }
        Write::Foreach { list, slot, body } => {
            let elements = match eval(run, row, list)? {
                Value::Null => return keep(run, row),
                Value::List(list) => list,
                other => [other].into(),
            };
            for element in elements.iter() {
                run.tick()?;
                row[slot.index()] = element.clone();
                for write in body {
                    let mut inner = Deleted::default();
                    write_row(run, row, write, &mut inner, &mut |_, _| Ok(()))?;
                    inner.finish(run)?;
                }
            }
        }
    }
    keep(run, row)
}

fn create(run: &mut Run<'_>, row: &mut [Value], creations: &[Creation]) -> Result<(), Error> {
    for creation in creations {
        match creation {
            Creation::Node {
                slot,
                labels,
                properties,
            } => {
                let properties = new_properties(run, row, properties.as_ref())?;
                let labels: Vec<_> = labels
                    .iter()
                    .map(|&label| run.name(label).clone())
                    .collect();
                let graph = run.graph_mut()?;
                let node = graph.add_node(labels.iter().map(|label| &**label));
                for (key, value) in properties {
                    graph.set(node, &key, value);
                }
                row[slot.index()] = Value::Node(node);
            }
            Creation::Relationship {
                slot,
                from,
                to,
                kind,
                properties,
            } => {
                let properties = new_properties(run, row, properties.as_ref())?;
                let (from, to) = (end(run, row, *from)?, end(run, row, *to)?);
                let kind = run.name(*kind).clone();
                let graph = run.graph_mut()?;
                let edge = graph.add_edge(from, &kind, to);
                for (key, value) in properties {
                    graph.set_edge(edge, &key, value);
                }
                row[slot.index()] = Value::Relationship(edge);
            }
            Creation::Path(path) => row[path.slot.index()] = build_path(run, row, path),
        }
    }
    Ok(())
}

/// A node that a new relationship is to join.
fn end(run: &Run<'_>, row: &[Value], slot: Slot) -> Result<NodeId, Error> {
    match &row[slot.index()] {
        Value::Node(node) if run.graph().contains_node(*node) => Ok(*node),
        gone @ Value::Node(_) => Err(super::super::value::deleted(gone)),
        other => Err(Error::runtime(
            ErrorType::TypeError,
            "InvalidArgumentType",
            format!(
                "a relationship joins two nodes, found {}",
                other.kind().described()
            ),
        )),
    }
}

type New = Vec<(std::sync::Arc<str>, graph::Value)>;

fn new_properties(
    run: &mut Run<'_>,
    row: &mut [Value],
    properties: Option<&Properties>,
) -> Result<New, Error> {
    let mut new = New::new();
    let mut add = |key: std::sync::Arc<str>, value: &Value| {
        if let Some(value) = storable(value)? {
            new.push((key, value));
        }
        Ok(())
    };
    match properties {
        None => {}
        Some(Properties::Listed(items)) => {
            for (key, value) in items {
                let value = eval(run, row, value)?;
                add(run.name(*key).clone(), &value)?;
            }
        }
        Some(Properties::Map(map)) => {
            let map = eval(run, row, map)?;
            for (key, value) in entries(run, &map)? {
                add(key, &value)?;
            }
        }
    }
    Ok(new)
}

fn merge_row(
    run: &mut Run<'_>,
    row: &mut [Value],
    merge: &Merge,
    keep: Keep<'_>,
) -> Result<(), Error> {
    for property in &merge.properties {
        if eval(run, row, property)?.is_null() {
            return Err(Error::runtime(
                ErrorType::SemanticError,
                "MergeReadOwnWrites",
                "MERGE cannot look for a property that is null, as it would never find it",
            ));
        }
    }
    let Some(plan) = &merge.plan else {
        return Ok(());
    };
    // All matches are found before the first is changed.
    let mut matches = Vec::new();
    let mut operator = build(plan, false);
    while operator.next(run, row)? {
        matches.push(save(run, row, &merge.introduced)?);
    }
    if matches.is_empty() {
        create(run, row, &merge.creations)?;
        set(run, row, &merge.on_create)?;
        return keep(run, row);
    }
    for values in matches {
        restore(row, &merge.introduced, values);
        set(run, row, &merge.on_match)?;
        keep(run, row)?;
    }
    Ok(())
}

/// A node or relationship that is there.
#[derive(Clone, Copy)]
enum Entity {
    Node(NodeId),
    Relationship(graph::EdgeId),
}

/// What is to be changed; `None` of null.
fn entity(run: &Run<'_>, value: &Value) -> Result<Option<Entity>, Error> {
    match value {
        Value::Null => Ok(None),
        Value::Node(node) if run.graph().contains_node(*node) => Ok(Some(Entity::Node(*node))),
        Value::Relationship(edge) if run.graph().contains_edge(*edge) => {
            Ok(Some(Entity::Relationship(*edge)))
        }
        Value::Node(_) | Value::Relationship(_) => Err(super::super::value::deleted(value)),
        other => Err(Error::runtime(
            ErrorType::TypeError,
            "InvalidArgumentType",
            format!(
                "only nodes and relationships can be changed, found {}",
                other.kind().described()
            ),
        )),
    }
}

fn set_property(
    run: &mut Run<'_>,
    entity: Entity,
    key: &str,
    value: Option<graph::Value>,
) -> Result<(), Error> {
    let graph = run.graph_mut()?;
    match entity {
        Entity::Node(node) => graph.set(node, key, value),
        Entity::Relationship(edge) => graph.set_edge(edge, key, value),
    }
    Ok(())
}

fn set(run: &mut Run<'_>, row: &mut [Value], items: &[SetItem]) -> Result<(), Error> {
    for item in items {
        match item {
            SetItem::Property { target, key, value } => {
                let target = eval(run, row, target)?;
                let value = eval(run, row, value)?;
                if let Some(entity) = entity(run, &target)? {
                    let key = run.name(*key).clone();
                    set_property(run, entity, &key, storable(&value)?)?;
                }
            }
            SetItem::Properties { target, value, add } => {
                let target = eval(run, row, target)?;
                let value = eval(run, row, value)?;
                if let Some(entity) = entity(run, &target)? {
                    set_properties(run, entity, &target, &value, *add)?;
                }
            }
            SetItem::Labels {
                target,
                labels,
                remove,
            } => {
                let target = eval(run, row, target)?;
                set_labels(run, &target, labels, *remove)?;
            }
        }
    }
    Ok(())
}

fn set_properties(
    run: &mut Run<'_>,
    entity: Entity,
    target: &Value,
    value: &Value,
    add: bool,
) -> Result<(), Error> {
    let new = entries(run, value)?;
    if !add {
        let old = entries(run, target)?;
        for key in old.keys().filter(|key| !new.contains_key(*key)) {
            set_property(run, entity, key, None)?;
        }
    }
    for (key, value) in &new {
        set_property(run, entity, key, storable(value)?)?;
    }
    Ok(())
}

fn set_labels(
    run: &mut Run<'_>,
    target: &Value,
    labels: &[NameId],
    remove: bool,
) -> Result<(), Error> {
    match entity(run, target)? {
        None => {}
        Some(Entity::Node(node)) => {
            for &label in labels {
                let label = run.name(label).clone();
                let graph = run.graph_mut()?;
                if remove {
                    graph.remove_label(node, &label);
                } else {
                    graph.add_label(node, &label);
                }
            }
        }
        Some(Entity::Relationship(_)) => {
            return Err(Error::runtime(
                ErrorType::TypeError,
                "InvalidArgumentType",
                "a relationship has no labels",
            ));
        }
    }
    Ok(())
}

/// What a `DELETE` is about to delete: nodes go when all rows have been looked at, as their
/// relationships may be deleted by a later row.
#[derive(Default)]
struct Deleted {
    nodes: BTreeSet<NodeId>,
}

impl Deleted {
    fn add(&mut self, run: &mut Run<'_>, target: &Value, detach: bool) -> Result<(), Error> {
        match target {
            Value::Null => {}
            Value::Node(node) => {
                if run.graph().contains_node(*node) {
                    if detach {
                        let node = run.graph().node(*node);
                        let edges: Vec<_> = node.outgoing().chain(node.incoming()).collect();
                        let edges: Vec<_> = edges.into_iter().map(graph::EdgeRef::id).collect();
                        for edge in edges {
                            delete_edge(run, edge)?;
                        }
                    }
                    self.nodes.insert(*node);
                }
            }
            Value::Relationship(edge) => delete_edge(run, *edge)?,
            Value::Path(path) => {
                for &edge in &path.relationships {
                    delete_edge(run, edge)?;
                }
                for &node in &path.nodes {
                    self.add(run, &Value::Node(node), detach)?;
                }
            }
            other => {
                return Err(Error::runtime(
                    ErrorType::TypeError,
                    "InvalidArgumentType",
                    format!("{} cannot be deleted", other.kind().described()),
                ));
            }
        }
        Ok(())
    }

    fn finish(self, run: &mut Run<'_>) -> Result<(), Error> {
        for &node in &self.nodes {
            let node = run.graph().node(node);
            if node.outgoing().next().is_some() || node.incoming().next().is_some() {
                return Err(Error::runtime(
                    ErrorType::ConstraintVerificationFailed,
                    "DeleteConnectedNode",
                    "a node that still has relationships cannot be deleted",
                )
                .help("delete its relationships too, or write DETACH DELETE"));
            }
        }
        for node in self.nodes {
            run.graph_mut()?.hide_node(node);
        }
        Ok(())
    }
}

fn delete_edge(run: &mut Run<'_>, edge: graph::EdgeId) -> Result<(), Error> {
    if !run.graph().contains_edge(edge) {
        return Ok(());
    }
    let kind = run.graph().edge(edge).kind().into();
    run.deleted_types.insert(edge, kind);
    run.graph_mut()?.hide_edge(edge);
    Ok(())
}
