//! Operators on one row at a time.

use std::collections::HashSet;
use std::sync::Arc;

use super::super::bind::tree::{Expr, Slot};
use super::super::error::{Error, ErrorType};
use super::super::value::{Key, Value};
use super::eval::{eval, holds};
use super::{Input, Operator, Run};

/// Keeps rows for which all conditions are true.
pub(super) struct Filter<'p> {
    pub(super) input: Input<'p>,
    pub(super) conditions: &'p [Expr],
}

impl Operator for Filter<'_> {
    fn next(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<bool, Error> {
        while self.input.next(run, row)? {
            run.tick()?;
            if holds(run, row, self.conditions)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn reset(&mut self) {
        self.input.reset();
    }
}

/// Computes values.
pub(super) struct Project<'p> {
    pub(super) input: Input<'p>,
    pub(super) items: &'p [(Slot, Expr)],
}

impl Operator for Project<'_> {
    fn next(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<bool, Error> {
        if !self.input.next(run, row)? {
            return Ok(false);
        }
        for (slot, expr) in self.items {
            row[slot.index()] = eval(run, row, expr)?;
        }
        Ok(true)
    }

    fn reset(&mut self) {
        self.input.reset();
    }
}

/// Drops rows with the same values as one before.
pub(super) struct Distinct<'p> {
    input: Input<'p>,
    slots: &'p [Slot],
    seen: HashSet<Vec<Key>>,
}

impl<'p> Distinct<'p> {
    pub(super) fn new(input: Input<'p>, slots: &'p [Slot]) -> Self {
        Self {
            input,
            slots,
            seen: HashSet::new(),
        }
    }
}

impl Operator for Distinct<'_> {
    fn next(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<bool, Error> {
        while self.input.next(run, row)? {
            let key: Vec<_> = (self.slots.iter())
                .map(|slot| Key(row[slot.index()].clone()))
                .collect();
            if self.seen.insert(key) {
                for slot in self.slots {
                    run.keep(std::slice::from_ref(&row[slot.index()]))?;
                }
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn reset(&mut self) {
        self.seen.clear();
        self.input.reset();
    }
}

/// The number of rows of `SKIP` and `LIMIT`.
pub(super) fn row_count(run: &mut Run<'_>, row: &mut [Value], count: &Expr) -> Result<u64, Error> {
    let wrong =
        |detail, message: String| Err(Error::runtime(ErrorType::SyntaxError, detail, message));
    match eval(run, row, count)? {
        Value::Int(count) => match u64::try_from(count) {
            Ok(count) => Ok(count),
            Err(_) => wrong(
                "NegativeIntegerArgument",
                format!("the number of rows cannot be negative, found {count}"),
            ),
        },
        other => wrong(
            "InvalidArgumentType",
            format!(
                "the number of rows is an integer, found {}",
                other.kind().described()
            ),
        ),
    }
}

/// How many rows are wanted of those in order: the sum of the numbers, or all if there are none.
pub(super) fn first_rows(
    run: &mut Run<'_>,
    row: &mut [Value],
    counts: &[Expr],
) -> Result<usize, Error> {
    if counts.is_empty() {
        return Ok(usize::MAX);
    }
    let mut sum = 0_u64;
    for count in counts {
        sum = sum.saturating_add(row_count(run, row, count)?);
    }
    Ok(usize::try_from(sum).unwrap_or(usize::MAX))
}

/// Drops the first rows.
pub(super) struct Skip<'p> {
    input: Input<'p>,
    count: &'p Expr,
    done: bool,
}

impl<'p> Skip<'p> {
    pub(super) fn new(input: Input<'p>, count: &'p Expr) -> Self {
        Self {
            input,
            count,
            done: false,
        }
    }
}

impl Operator for Skip<'_> {
    fn next(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<bool, Error> {
        if !self.done {
            self.done = true;
            for _ in 0..row_count(run, row, self.count)? {
                if !self.input.next(run, row)? {
                    return Ok(false);
                }
            }
        }
        self.input.next(run, row)
    }

    fn reset(&mut self) {
        self.done = false;
        self.input.reset();
    }
}

/// Drops all but the first rows.
pub(super) struct Limit<'p> {
    input: Input<'p>,
    count: &'p Expr,
    writes: bool,
    left: Option<u64>,
}

impl<'p> Limit<'p> {
    pub(super) fn new(input: Input<'p>, count: &'p Expr, writes: bool) -> Self {
        Self {
            input,
            count,
            writes,
            left: None,
        }
    }
}

impl Operator for Limit<'_> {
    fn next(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<bool, Error> {
        let left = if let Some(left) = self.left {
            left
        } else {
            let count = row_count(run, row, self.count)?;
            if count == 0 && self.writes {
                // Writing operators do all their work before their first row.
                self.input.next(run, row)?;
            }
            count
        };
        self.left = Some(left.saturating_sub(1));
        Ok(left > 0 && self.input.next(run, row)?)
    }

    fn reset(&mut self) {
        self.left = None;
        self.input.reset();
    }
}

/// A row for every element of a list; none for null, one for anything else.
pub(super) struct Unwind<'p> {
    input: Input<'p>,
    list: &'p Expr,
    slot: Slot,
    elements: Arc<[Value]>,
    next: usize,
}

impl<'p> Unwind<'p> {
    pub(super) fn new(input: Input<'p>, list: &'p Expr, slot: Slot) -> Self {
        Self {
            input,
            list,
            slot,
            elements: Arc::from([]),
            next: 0,
        }
    }
}

impl Operator for Unwind<'_> {
    fn next(&mut self, run: &mut Run<'_>, row: &mut [Value]) -> Result<bool, Error> {
        loop {
            run.tick()?;
            if let Some(element) = self.elements.get(self.next) {
                self.next += 1;
                row[self.slot.index()] = element.clone();
                return Ok(true);
            }
            if !self.input.next(run, row)? {
                return Ok(false);
            }
            self.next = 0;
            self.elements = match eval(run, row, self.list)? {
                Value::Null => Arc::from([]),
                Value::List(list) => list,
                other => Arc::from([other]),
            };
        }
    }

    fn reset(&mut self) {
        self.elements = Arc::from([]);
        self.next = 0;
        self.input.reset();
    }
}
