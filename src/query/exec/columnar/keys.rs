//! Keys of rows as dense numbers: what grouping and `DISTINCT` have in common.

use std::collections::HashMap;
use std::rc::Rc;

use super::super::super::bind::tree::{Expr, Slot};
use super::super::super::error::Error;
use super::super::super::value::{Key as ValueKey, Value};
use super::super::Run;
use super::super::eval::eval;
use super::batch::{Batch, Entity, Vector};
use super::read::Reader;
use super::scratch::Dense;
use crate::graph::frozen::Codes;

/// Where the values of a key come from.
pub(super) enum Source<'p, 'g> {
    /// A register as it is.
    Slot(Slot),
    /// A property of the node or relationship in a register; rows of one of them have one number,
    /// though two of them may have the same value.
    ById(Slot, Rc<Reader<'g>>),
    /// What hangs on nothing but a property, mostly one with a dictionary: a register that holds
    /// the node or relationship, and what is computed.
    ByCode(Slot, Rc<Reader<'g>>, Option<&'p Expr>),
    /// Whatever else, and the registers it reads.
    Value(&'p Expr, Vec<Slot>),
}

/// One key.
pub(super) struct Key<'p, 'g> {
    pub(super) source: Source<'p, 'g>,
    /// Numbers by id, one more than they are.
    dense: Option<(Entity, Dense)>,
    /// By part and code, one more than they are.
    codes: Vec<Vec<u32>>,
    places: HashMap<ValueKey, u32>,
    /// The value of each number, unless it is an id.
    values: Vec<Value>,
    sizes: (usize, usize),
    /// By code, rows of a batch; all 0 between batches.
    tallies: Vec<u32>,
}

/// What is made of a property: itself, or what is computed.
struct Made<'k, 'g> {
    slot: Slot,
    reader: &'k Reader<'g>,
    expr: Option<&'k Expr>,
    piece: Option<Piece>,
}

impl<'k, 'g> Made<'k, 'g> {
    fn new(
        (slot, reader, expr): (Slot, &'k Reader<'g>, Option<&'k Expr>),
        run: &mut Run<'_>,
    ) -> Self {
        Self {
            slot,
            reader,
            expr,
            piece: expr.and_then(|expr| Piece::of(expr, run)),
        }
    }
}

fn add(counts: &mut Vec<u64>, number: u32, rows: u64) {
    let at = number as usize;
    if counts.len() <= at {
        counts.resize(at + 1, 0);
    }
    counts[at] += rows;
}

/// Counts the ids of each code; of codes that had not been counted, the place of the first id.
fn tally<T: Copy + Into<u32>>(
    codes: &[T],
    first: u32,
    ids: &[u32],
    tallies: &mut [u32],
    new: &mut Vec<u32>,
) {
    for (place, &id) in (0..).zip(ids) {
        let code: u32 = codes[(id - first) as usize].into();
        let count = &mut tallies[code as usize];
        if *count == 0 {
            new.push(place);
        }
        *count += 1;
    }
}

impl<'p, 'g> Key<'p, 'g> {
    /// A key in a graph of so many nodes and relationships.
    pub(super) fn new(source: Source<'p, 'g>, sizes: (usize, usize)) -> Self {
        Self {
            source,
            dense: None,
            codes: Vec::new(),
            places: HashMap::new(),
            values: Vec::new(),
            sizes,
            tallies: Vec::new(),
        }
    }

    /// The id of each number, if numbers stand for ids.
    pub(super) fn ids(&self) -> Option<(Entity, &[u32])> {
        (self.dense.as_ref()).map(|(entity, dense)| (*entity, &dense.set[..]))
    }

    pub(super) fn values(&self) -> &[Value] {
        &self.values
    }

    fn number(&mut self, value: Value) -> u32 {
        let next = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        let values = &mut self.values;
        *self
            .places
            .entry(ValueKey(value.clone()))
            .or_insert_with(|| {
                values.push(value);
                next
            })
    }

    /// The number of every row, in the order in which values come first.
    pub(super) fn numbers(
        &mut self,
        run: &mut Run<'_>,
        registers: &mut [Value],
        batch: &Batch<'g>,
        out: &mut Vec<u32>,
    ) -> Result<(), Error> {
        out.clear();
        match &self.source {
            Source::Slot(slot) | Source::ById(slot, _) => match batch.get(*slot) {
                Vector::One(entity, id) => {
                    let number = self.by_id(*entity, *id);
                    out.resize(batch.len, number);
                }
                Vector::Ids(entity, ids) => {
                    let Some(&first) = ids.first() else {
                        return Ok(());
                    };
                    self.by_id(*entity, first);
                    let Some((_, dense)) = &mut self.dense else {
                        return Ok(());
                    };
                    out.extend(ids.iter().map(|&id| dense.place(id)));
                }
                Vector::Property(_, reader) => {
                    let (slot, reader) = (*slot, Rc::clone(reader));
                    self.by_code(run, registers, batch, (slot, &reader, None), out)?;
                }
                vector => {
                    for row in 0..batch.len {
                        let number = self.number(vector.value(row));
                        out.push(number);
                    }
                }
            },
            Source::ByCode(slot, reader, expr) => {
                let (slot, reader, expr) = (*slot, Rc::clone(reader), *expr);
                self.by_code(run, registers, batch, (slot, &reader, expr), out)?;
            }
            Source::Value(expr, slots) => {
                let expr = *expr;
                let slots = slots.clone();
                for row in 0..batch.len {
                    run.tick()?;
                    batch.write(row, &slots, registers);
                    let value = eval(run, registers, expr)?;
                    out.push(self.number(value));
                }
            }
        }
        Ok(())
    }

    /// Counts rows by key, where that is all that is wanted of them: adds to counts by number. False if
    /// the key's source is no register and no dictionary; then nothing has been done.
    pub(super) fn count(
        &mut self,
        run: &mut Run<'_>,
        registers: &mut [Value],
        batch: &Batch<'g>,
        counts: &mut Vec<u64>,
    ) -> Result<bool, Error> {
        match &self.source {
            Source::Slot(slot) | Source::ById(slot, _) => {
                let vector = batch.get(*slot);
                let (Vector::Ids(entity, _) | Vector::One(entity, _)) = vector else {
                    return Ok(false);
                };
                self.dense_of(*entity);
                match (&mut self.dense, vector) {
                    (Some((_, dense)), Vector::Ids(_, ids)) => {
                        for &id in ids {
                            add(counts, dense.place(id), 1);
                        }
                    }
                    (Some((_, dense)), Vector::One(_, id)) => {
                        add(counts, dense.place(*id), batch.len as u64);
                    }
                    _ => {}
                }
                Ok(true)
            }
            Source::ByCode(slot, reader, expr) => {
                let (slot, reader, expr) = (*slot, Rc::clone(reader), *expr);
                let vector = batch.get(slot);
                if !(reader.parts.iter())
                    .all(|part| part.column.is_none() || part.codes().is_some())
                {
                    return Ok(false);
                }
                let made = Made::new((slot, &reader, expr), run);
                let ids = match vector {
                    Vector::Ids(_, ids) => ids,
                    Vector::One(_, id) => {
                        let number = self.made(&made, run, registers, (vector, 0, *id))?;
                        add(counts, number, batch.len as u64);
                        return Ok(true);
                    }
                    _ => return Ok(false),
                };
                let mut failure = None;
                let mut new: Vec<u32> = Vec::new();
                reader.runs(ids, |at, range| {
                    let Some(part) = reader.parts.get(at) else {
                        return;
                    };
                    let Some((codes, count)) = part.codes() else {
                        let first = (vector, range.start, ids[range.start]);
                        match self.made(&made, run, registers, first) {
                            Ok(number) => add(counts, number, range.len() as u64),
                            Err(error) => drop(failure.get_or_insert(error)),
                        }
                        return;
                    };
                    if self.codes.len() <= at {
                        self.codes.resize(at + 1, Vec::new());
                    }
                    let mut known = std::mem::take(&mut self.codes[at]);
                    known.resize(count, 0);
                    self.tallies.resize(self.tallies.len().max(count), 0);
                    let piece = &ids[range.clone()];
                    new.clear();
                    let tallies = &mut self.tallies;
                    match codes {
                        Codes::U8(codes) => tally(codes, part.first, piece, tallies, &mut new),
                        Codes::U16(codes) => tally(codes, part.first, piece, tallies, &mut new),
                        Codes::U32(codes) => tally(codes, part.first, piece, tallies, &mut new),
                    }
                    for &place in &new {
                        let id = piece[place as usize];
                        let code = codes.get(part.row(id)) as usize;
                        let rows = std::mem::take(&mut self.tallies[code]);
                        if known[code] == 0 {
                            let row = (vector, range.start + place as usize, id);
                            match self.made(&made, run, registers, row) {
                                Ok(number) => known[code] = number + 1,
                                Err(error) => {
                                    failure.get_or_insert(error);
                                    continue;
                                }
                            }
                        }
                        add(counts, known[code] - 1, rows.into());
                    }
                    self.codes[at] = known;
                });
                match failure {
                    Some(error) => Err(error),
                    None => Ok(true),
                }
            }
            Source::Value(..) => Ok(false),
        }
    }

    /// The number of what is made of the id of a row.
    fn made(
        &mut self,
        made: &Made<'_, 'g>,
        run: &mut Run<'_>,
        registers: &mut [Value],
        (vector, row, id): (&Vector<'g>, usize, u32),
    ) -> Result<u32, Error> {
        let Some(expr) = made.expr else {
            return Ok(self.number(made.reader.value(id)));
        };
        let piece = made.piece.as_ref();
        let text = piece.and_then(|piece| piece.cut(made.reader.get(id)?.as_text()?));
        let value = if let Some(text) = text {
            if let Some(Value::Text(last)) = self.values.last()
                && **last == *text
            {
                return Ok(u32::try_from(self.values.len() - 1).unwrap_or(u32::MAX));
            }
            Value::from(text)
        } else {
            registers[made.slot.index()] = vector.value(row);
            eval(run, registers, expr)?
        };
        Ok(self.number(value))
    }

    fn dense_of(&mut self, entity: Entity) {
        let (nodes, relationships) = self.sizes;
        self.dense.get_or_insert_with(|| {
            let ids = match entity {
                Entity::Node => nodes,
                Entity::Relationship => relationships,
            };
            (entity, Dense::new(ids))
        });
    }

    fn by_id(&mut self, entity: Entity, id: u32) -> u32 {
        self.dense_of(entity);
        let Some((_, dense)) = &mut self.dense else {
            return 0;
        };
        dense.place(id)
    }

    fn by_code(
        &mut self,
        run: &mut Run<'_>,
        registers: &mut [Value],
        batch: &Batch<'g>,
        (slot, reader, expr): (Slot, &Reader<'g>, Option<&Expr>),
        out: &mut Vec<u32>,
    ) -> Result<(), Error> {
        let vector = batch.get(slot);
        let made = Made::new((slot, reader, expr), run);
        let one;
        let ids = match vector {
            Vector::Ids(_, ids) | Vector::Property(ids, _) => &ids[..],
            Vector::One(_, id) => {
                one = [*id];
                &one[..]
            }
            _ => &[],
        };
        let mut failure = None;
        reader.runs(ids, |at, range| {
            let Some(part) = reader.parts.get(at) else {
                return;
            };
            if self.codes.len() <= at {
                self.codes.resize(at + 1, Vec::new());
            }
            let codes = part.codes();
            let mut known = std::mem::take(&mut self.codes[at]);
            let mut row = range.start;
            while row < range.end {
                if let Some((codes, _)) = codes
                    && !known.is_empty()
                {
                    let ids = &ids[row..range.end];
                    row += match codes {
                        Codes::U8(codes) => look_up(codes, part.first, ids, &known, out),
                        Codes::U16(codes) => look_up(codes, part.first, ids, &known, out),
                        Codes::U32(codes) => look_up(codes, part.first, ids, &known, out),
                    };
                    if row == range.end {
                        break;
                    }
                }
                let id = ids[row];
                row += 1;
                let place = codes.and_then(|(codes, count)| {
                    if known.is_empty() {
                        known.resize(count, 0);
                    }
                    known.get_mut(codes.get(part.row(id)) as usize)
                });
                if let Some(&mut number) = place
                    && number > 0
                {
                    out.push(number - 1);
                    continue;
                }
                match self.made(&made, run, registers, (vector, row - 1, id)) {
                    Ok(number) => {
                        if let Some((codes, _)) = codes
                            && let Some(place) = known.get_mut(codes.get(part.row(id)) as usize)
                        {
                            *place = number + 1;
                        }
                        out.push(number);
                    }
                    Err(error) => {
                        failure.get_or_insert(error);
                        out.push(0);
                    }
                }
            }
            self.codes[at] = known;
        });
        if let Some(error) = failure {
            return Err(error);
        }
        if let ([number], true) = (&out[..], batch.len != 1) {
            let number = *number;
            out.resize(batch.len, number);
        }
        Ok(())
    }
}

/// Adds the numbers of the codes of ids up to the first that has none yet; how many they are. `known`
/// are numbers by code, one more than they are.
fn look_up<T: Copy + Into<u32>>(
    codes: &[T],
    first: u32,
    ids: &[u32],
    known: &[u32],
    out: &mut Vec<u32>,
) -> usize {
    let before = out.len();
    out.extend(ids.iter().map_while(|&id| {
        let code: u32 = (*codes.get((id - first) as usize)?).into();
        known.get(code as usize)?.checked_sub(1)
    }));
    out.len() - before
}

/// A part of a text, by characters: `substring(text, start, length)` and `left(text, length)`.
struct Piece {
    start: usize,
    length: usize,
}

impl Piece {
    fn of(expr: &Expr, run: &mut Run<'_>) -> Option<Self> {
        let Expr::Function(function, arguments) = expr else {
            return None;
        };
        let mut number = |expr: &Expr| {
            if !matches!(expr, Expr::Constant(_) | Expr::Parameter(_)) {
                return None;
            }
            let int = eval(run, &mut [], expr).ok()?.as_int()?;
            usize::try_from(int).ok()
        };
        let of_slot = |base: &Expr| matches!(base, Expr::Slot(_));
        match (function.name, &arguments[..]) {
            ("substring", [Expr::Property(base, _), start, length]) if of_slot(base) => {
                Some(Self {
                    start: number(start)?,
                    length: number(length)?,
                })
            }
            ("left", [Expr::Property(base, _), length]) if of_slot(base) => Some(Self {
                start: 0,
                length: number(length)?,
            }),
            _ => None,
        }
    }

    /// The part; `None` if characters would have to be counted.
    fn cut<'t>(&self, text: &'t str) -> Option<&'t str> {
        if !text.is_ascii() {
            return None;
        }
        let start = self.start.min(text.len());
        let end = start.saturating_add(self.length).min(text.len());
        text.get(start..end)
    }
}

/// The numbers of several keys as one.
#[derive(Default)]
pub(super) struct Combined {
    /// The number of those whose second number is 0, which often is always so; one more than it is.
    first: Vec<u32>,
    others: HashMap<(u32, u32), u32>,
    count: u32,
}

impl Combined {
    /// Joins the numbers of one more key to those so far.
    pub(super) fn join(&mut self, numbers: &mut [u32], more: &[u32]) {
        for (number, &other) in numbers.iter_mut().zip(more) {
            let place = if other == 0 {
                let at = *number as usize;
                if self.first.len() <= at {
                    self.first.resize(at + 1, 0);
                }
                &mut self.first[at]
            } else {
                self.others.entry((*number, other)).or_default()
            };
            if *place == 0 {
                self.count += 1;
                *place = self.count;
            }
            *number = *place - 1;
        }
    }
}
