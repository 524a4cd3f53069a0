//! Rows by columns: what flows between stages.

use std::rc::Rc;

use super::super::super::bind::tree::Slot;
use super::super::super::value::Value;
use super::read::Reader;
use crate::graph::{EdgeId, NodeId};

/// How many rows a stage makes at once, about.
pub(super) const ROWS: usize = 2048;

/// What ids are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entity {
    Node,
    Relationship,
}

/// The values of a register in all rows of a batch.
#[derive(Clone, Default)]
pub(super) enum Vector<'g> {
    /// It has none, or nobody asks for them.
    #[default]
    Empty,
    /// The same node or relationship in all rows.
    One(Entity, u32),
    /// Nodes or relationships.
    Ids(Entity, Vec<u32>),
    /// A property of nodes or relationships, read when it is asked for.
    Property(Vec<u32>, Rc<Reader<'g>>),
    /// Integers.
    Ints(Vec<i64>),
    /// Anything.
    Values(Vec<Value>),
}

impl Vector<'_> {
    /// The node or relationship of a row.
    pub(super) fn id(&self, row: usize) -> Option<u32> {
        match self {
            Self::One(_, id) => Some(*id),
            Self::Ids(_, ids) => ids.get(row).copied(),
            _ => None,
        }
    }

    pub(super) fn value(&self, row: usize) -> Value {
        match self {
            Self::Empty => Value::Null,
            Self::One(entity, id) => entity_value(*entity, *id),
            Self::Ids(entity, ids) => entity_value(*entity, ids[row]),
            Self::Property(ids, reader) => reader.value(ids[row]),
            Self::Ints(ints) => Value::Int(ints[row]),
            Self::Values(values) => values[row].clone(),
        }
    }

    /// The rows of some numbers.
    pub(super) fn gathered(&self, rows: &[u32]) -> Self {
        let ids = |ids: &[u32]| rows.iter().map(|&row| ids[row as usize]).collect();
        match self {
            Self::Empty => Self::Empty,
            Self::One(entity, id) => Self::One(*entity, *id),
            Self::Ids(entity, of) => Self::Ids(*entity, ids(of)),
            Self::Property(of, reader) => Self::Property(ids(of), Rc::clone(reader)),
            Self::Ints(ints) => Self::Ints(rows.iter().map(|&row| ints[row as usize]).collect()),
            Self::Values(values) => Self::Values(
                rows.iter()
                    .map(|&row| values[row as usize].clone())
                    .collect(),
            ),
        }
    }

    /// Adds the rows of another vector of the same register; both have so many rows.
    pub(super) fn append(&mut self, len: usize, other: &Self, count: usize) {
        match (&mut *self, other) {
            (Self::One(entity, a), Self::One(other, b)) if a == b && entity == other => {}
            (Self::Ids(_, ids), Self::Ids(_, more))
            | (Self::Property(ids, _), Self::Property(more, _)) => ids.extend_from_slice(more),
            (Self::Ids(_, ids), Self::One(_, id)) => ids.resize(len + count, *id),
            (Self::One(entity, id), other @ (Self::One(..) | Self::Ids(..))) => {
                let mut ids = vec![*id; len];
                match other {
                    Self::Ids(_, more) => ids.extend_from_slice(more),
                    Self::One(_, more) => ids.resize(len + count, *more),
                    _ => {}
                }
                *self = Self::Ids(*entity, ids);
            }
            (Self::Ints(ints), Self::Ints(more)) => ints.extend_from_slice(more),
            (Self::Values(values), Self::Values(more)) => values.extend_from_slice(more),
            (Self::Empty, other) if len == 0 => *self = other.clone(),
            (Self::Empty, Self::Empty) => {}
            (_, other) => {
                let before = (0..len).map(|row| self.value(row));
                let more = (0..count).map(|row| other.value(row));
                *self = Self::Values(before.chain(more).collect());
            }
        }
    }
}

fn entity_value(entity: Entity, id: u32) -> Value {
    match entity {
        Entity::Node => Value::Node(NodeId::from(id)),
        Entity::Relationship => Value::Relationship(EdgeId::from(id)),
    }
}

/// Some rows.
#[derive(Clone, Default)]
pub(super) struct Batch<'g> {
    pub(super) len: usize,
    /// By slot.
    pub(super) columns: Vec<Vector<'g>>,
    /// For how many rows each stands, where that may be another number than one.
    pub(super) weights: Option<Vec<u64>>,
}

impl<'g> Batch<'g> {
    /// No rows of so many registers.
    pub(super) fn new(slots: usize) -> Self {
        Self {
            len: 0,
            columns: vec![Vector::Empty; slots],
            weights: None,
        }
    }

    pub(super) fn clear(&mut self) {
        self.len = 0;
        self.weights = None;
        for column in &mut self.columns {
            *column = Vector::Empty;
        }
    }

    pub(super) fn get(&self, slot: Slot) -> &Vector<'g> {
        &self.columns[slot.index()]
    }

    pub(super) fn set(&mut self, slot: Slot, vector: Vector<'g>) {
        self.columns[slot.index()] = vector;
    }

    /// Keeps the rows of some numbers, which rise, of the registers that are needed.
    pub(super) fn keep(&mut self, rows: &[u32], needed: &[Slot]) {
        if rows.len() < self.len {
            self.take(rows, needed);
        }
    }

    /// The rows of some numbers in their order, of the registers that are needed.
    pub(super) fn take(&mut self, rows: &[u32], needed: &[Slot]) {
        for (at, column) in self.columns.iter_mut().enumerate() {
            if needed.iter().any(|slot| slot.index() == at) {
                *column = column.gathered(rows);
            } else {
                *column = Vector::Empty;
            }
        }
        if let Some(weights) = &mut self.weights {
            *weights = rows.iter().map(|&row| weights[row as usize]).collect();
        }
        self.len = rows.len();
    }

    /// Adds the rows of another batch.
    pub(super) fn append(&mut self, other: &Self, slots: &[Slot]) {
        for &slot in slots {
            let more = other.get(slot);
            self.columns[slot.index()].append(self.len, more, other.len);
        }
        self.len += other.len;
    }

    /// Writes some registers of a row.
    pub(super) fn write(&self, row: usize, slots: &[Slot], registers: &mut [Value]) {
        for slot in slots {
            registers[slot.index()] = self.columns[slot.index()].value(row);
        }
    }
}
