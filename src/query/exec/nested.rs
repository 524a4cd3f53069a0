//! Operators with plans inside, and calls of procedures.

use std::collections::HashMap;

use super::super::bind::tree::{Column, Expr, Slot};
use super::super::error::Error;
use super::super::value::{Key, Value};
use super::eval::eval;
use super::{Input, Operator, Run};

/// The rows of a plan for each row, or the row with nulls if there are none.
pub(super) struct Optional<'p> {
    input: Input<'p>,
    inner: Input<'p>,
    introduced: &'p [Slot],
    open: bool,
    found: bool,
}

impl<'p> Optional<'p> {
    pub(super) fn new(input: Input<'p>, inner: Input<'p>, introduced: &'p [Slot]) -> Self {
        Self {
            input,
            inner,
            introduced,
            open: false,
            found: false,
        }
    }
}

impl Operator for Optional<'_> {
    fn next(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<bool, Error> {
        loop {
            if !self.open {
                if !self.input.next(run, row)? {
                    return Ok(false);
                }
                self.inner.reset();
                self.open = true;
                self.found = false;
            }
            if self.inner.next(run, row)? {
                self.found = true;
                return Ok(true);
            }
            self.open = false;
            if !self.found {
                for slot in self.introduced {
                    row[slot.index()] = Value::Null;
                }
                return Ok(true);
            }
        }
    }

    fn reset(&mut self) {
        self.open = false;
        self.input.reset();
    }
}

/// The rows of a plan for each row.
pub(super) struct Apply<'p> {
    input: Input<'p>,
    inner: Input<'p>,
    is_unit: bool,
    open: bool,
}

impl<'p> Apply<'p> {
    pub(super) fn new(input: Input<'p>, inner: Input<'p>, is_unit: bool) -> Self {
        Self {
            input,
            inner,
            is_unit,
            open: false,
        }
    }
}

impl Operator for Apply<'_> {
    fn next(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<bool, Error> {
        loop {
            if !self.open {
                if !self.input.next(run, row)? {
                    return Ok(false);
                }
                self.inner.reset();
                self.open = true;
            }
            if self.is_unit {
                while self.inner.next(run, row)? {}
                self.open = false;
                return Ok(true);
            }
            if self.inner.next(run, row)? {
                return Ok(true);
            }
            self.open = false;
        }
    }

    fn reset(&mut self) {
        self.open = false;
        self.input.reset();
    }
}

/// As [`Apply`], for a plan that changes the graph: all rows before it are taken first, and all rows
/// of it are made before the first goes on.
pub(super) struct ApplyAll<'p> {
    input: Input<'p>,
    inner: Input<'p>,
    is_unit: bool,
    live: &'p [Slot],
    columns: &'p [Slot],
    rows: Option<std::vec::IntoIter<Vec<Value>>>,
}

impl<'p> ApplyAll<'p> {
    pub(super) fn new(
        input: Input<'p>,
        inner: Input<'p>,
        is_unit: bool,
        live: &'p [Slot],
        columns: &'p [Slot],
    ) -> Self {
        Self {
            input,
            inner,
            is_unit,
            live,
            columns,
            rows: None,
        }
    }

    fn collect(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<Vec<Vec<Value>>, Error> {
        let mut before = Vec::new();
        while self.input.next(run, row)? {
            before.push(save(run, row, self.live)?);
        }
        let mut rows = Vec::new();
        for saved in before {
            restore(row, self.live, saved.iter().cloned());
            self.inner.reset();
            while self.inner.next(run, row)? {
                if !self.is_unit {
                    let mut values = saved.clone();
                    values.extend(save(run, row, self.columns)?);
                    rows.push(values);
                }
            }
            if self.is_unit {
                rows.push(saved);
            }
        }
        Ok(rows)
    }
}

impl Operator for ApplyAll<'_> {
    fn next(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<bool, Error> {
        if self.rows.is_none() {
            self.rows = Some(self.collect(run, row)?.into_iter());
        }
        let Some(values) = self.rows.as_mut().and_then(Iterator::next) else {
            return Ok(false);
        };
        let slots = self.live.iter().chain(self.columns);
        for (slot, value) in slots.zip(values) {
            row[slot.index()] = value;
        }
        Ok(true)
    }

    fn reset(&mut self) {
        self.rows = None;
        self.input.reset();
    }
}

/// Copies some registers.
pub(super) fn save(run: &mut Run<'_>, row: &[Value], slots: &[Slot]) -> Result<Vec<Value>, Error> {
    let values: Vec<_> = slots.iter().map(|slot| row[slot.index()].clone()).collect();
    run.keep(&values)?;
    Ok(values)
}

/// Writes registers back.
pub(super) fn restore(row: &mut [Value], slots: &[Slot], values: impl IntoIterator<Item = Value>) {
    for (slot, value) in slots.iter().zip(values) {
        row[slot.index()] = value;
    }
}

/// Pairs each row with the rows of a plan that have equal keys.
pub(super) struct HashJoin<'p> {
    input: Input<'p>,
    inner: Input<'p>,
    outer_keys: &'p [Expr],
    inner_keys: &'p [Expr],
    columns: &'p [Slot],
    table: Option<HashMap<Vec<Key>, Vec<Vec<Value>>>>,
    found: Vec<Vec<Value>>,
    next: usize,
}

impl<'p> HashJoin<'p> {
    pub(super) fn new(
        input: Input<'p>,
        inner: Input<'p>,
        outer_keys: &'p [Expr],
        inner_keys: &'p [Expr],
        columns: &'p [Slot],
    ) -> Self {
        Self {
            input,
            inner,
            outer_keys,
            inner_keys,
            columns,
            table: None,
            found: Vec::new(),
            next: 0,
        }
    }

    fn build(
        &mut self,
        run: &mut Run<'_>,
        row: &mut [Value],
    ) -> Result<HashMap<Vec<Key>, Vec<Vec<Value>>>, Error> {
        let mut table: HashMap<_, Vec<_>> = HashMap::new();
        // The rows of the plan go through the same registers.
        let before = row.to_vec();
        self.inner.reset();
        while self.inner.next(run, row)? {
            if let Some(key) = key(run, row, self.inner_keys)? {
                let values = save(run, row, self.columns)?;
                table.entry(key).or_default().push(values);
            }
        }
        row.clone_from_slice(&before);
        Ok(table)
    }
}

/// The values of keys; `None` if one of them equals nothing.
fn key(run: &mut Run<'_>, row: &mut [Value], exprs: &[Expr]) -> Result<Option<Vec<Key>>, Error> {
    let mut key = Vec::with_capacity(exprs.len());
    for expr in exprs {
        let value = eval(run, row, expr)?;
        if super::super::value::equal(&value, &value) != Some(true) {
            return Ok(None);
        }
        key.push(Key(value));
    }
    Ok(Some(key))
}

impl Operator for HashJoin<'_> {
    fn next(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<bool, Error> {
        loop {
            run.tick()?;
            if let Some(values) = self.found.get(self.next) {
                self.next += 1;
                restore(row, self.columns, values.iter().cloned());
                return Ok(true);
            }
            if !self.input.next(run, row)? {
                return Ok(false);
            }
            if self.table.is_none() {
                self.table = Some(self.build(run, row)?);
            }
            self.next = 0;
            self.found.clear();
            if let Some(key) = key(run, row, self.outer_keys)?
                && let Some(found) = self.table.as_ref().and_then(|table| table.get(&key))
            {
                self.found.clone_from(found);
            }
        }
    }

    fn reset(&mut self) {
        self.table = None;
        self.found.clear();
        self.next = 0;
        self.input.reset();
    }
}

/// The rows of all plans, one after the other.
pub(super) struct Union<'p> {
    input: Input<'p>,
    branches: Vec<(Input<'p>, &'p [Column])>,
    columns: &'p [Column],
    at: Option<usize>,
}

impl<'p> Union<'p> {
    pub(super) fn new(
        input: Input<'p>,
        branches: Vec<(Input<'p>, &'p [Column])>,
        columns: &'p [Column],
    ) -> Self {
        Self {
            input,
            branches,
            columns,
            at: None,
        }
    }
}

impl Operator for Union<'_> {
    fn next(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<bool, Error> {
        loop {
            let at = if let Some(at) = self.at {
                at
            } else {
                if !self.input.next(run, row)? {
                    return Ok(false);
                }
                for (branch, _) in &mut self.branches {
                    branch.reset();
                }
                0
            };
            let Some((branch, names)) = self.branches.get_mut(at) else {
                self.at = None;
                continue;
            };
            self.at = Some(at);
            if !branch.next(run, row)? {
                self.at = Some(at + 1);
                continue;
            }
            let values: Vec<_> = (self.columns.iter())
                .map(|column| {
                    names
                        .iter()
                        .find(|name| name.name == column.name)
                        .map_or(Value::Null, |name| row[name.slot.index()].clone())
                })
                .collect();
            for (column, value) in self.columns.iter().zip(values) {
                row[column.slot.index()] = value;
            }
            return Ok(true);
        }
    }

    fn reset(&mut self) {
        self.at = None;
        self.input.reset();
    }
}

/// A row for every row of a procedure.
pub(super) struct Call<'p> {
    input: Input<'p>,
    procedure: &'p str,
    arguments: &'p [Expr],
    outputs: &'p [(usize, Slot)],
    is_void: bool,
    rows: std::vec::IntoIter<Vec<Value>>,
}

impl<'p> Call<'p> {
    pub(super) fn new(
        input: Input<'p>,
        procedure: &'p str,
        arguments: &'p [Expr],
        outputs: &'p [(usize, Slot)],
        is_void: bool,
    ) -> Self {
        Self {
            input,
            procedure,
            arguments,
            outputs,
            is_void,
            rows: Vec::new().into_iter(),
        }
    }
}

impl Operator for Call<'_> {
    fn next(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<bool, Error> {
        loop {
            if let Some(fields) = self.rows.next() {
                for &(field, slot) in self.outputs {
                    row[slot.index()] = fields.get(field).cloned().unwrap_or(Value::Null);
                }
                return Ok(true);
            }
            if !self.input.next(run, row)? {
                return Ok(false);
            }
            let mut arguments = Vec::with_capacity(self.arguments.len());
            for argument in self.arguments {
                arguments.push(eval(run, row, argument)?);
            }
            let rows = run
                .procedures
                .call(self.procedure, run.graph(), &arguments)?;
            if self.is_void {
                return Ok(true);
            }
            self.rows = rows.into_iter();
        }
    }

    fn reset(&mut self) {
        self.rows = Vec::new().into_iter();
        self.input.reset();
    }
}
