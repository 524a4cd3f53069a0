//! Conditions on many rows at once. What is asked of one property of one register is prepared for
//! each column: a comparison of codes, of numbers, a search in all texts; the rest is computed row by row.

use std::cmp::Ordering;
use std::rc::Rc;

use memchr::memmem::Finder;

use super::super::super::ast::{BinaryOp, CompareOp};
use super::super::super::bind::tree::{Expr, Slot};
use super::super::super::error::Error;
use super::super::super::value::{self, Comparison, Value, truth};
use super::super::Run;
use super::super::eval::eval;
use super::batch::{Batch, Vector};
use super::read::{Part, Reader};
use super::{Input, Stage};
use crate::graph::frozen::{Codes, Column, Texts, Values};
use crate::graph::{NodeId, Symbol, ValueRef};

/// A condition.
pub(super) enum Test<'p, 'g> {
    /// Two registers are the same node or relationship, or are not.
    Same(Slot, Slot, bool),
    /// A node has all labels.
    Labels(Slot, Vec<Symbol>, &'g crate::graph::Graph),
    /// A property is as it must be.
    Property {
        slot: Slot,
        reader: Rc<Reader<'g>>,
        /// By part.
        parts: Vec<PartTest<'g>>,
    },
    /// Whatever hangs on nothing but a property that has few values.
    ByCode {
        slot: Slot,
        reader: Rc<Reader<'g>>,
        condition: &'p Expr,
        /// By part and code: whether it holds, if it has been asked.
        known: Vec<Vec<Option<bool>>>,
    },
    /// Whatever else.
    Each(&'p Expr, Vec<Slot>),
}

/// What must hold of the values of a column.
pub(super) enum PartTest<'g> {
    None,
    All,
    /// The code is in the range, or is not.
    Code(std::ops::Range<u32>, bool),
    /// The integer is in the range, or is not.
    Int(i64, i64, bool),
    /// The text compares so.
    Compare(Texts<'g>, Box<str>, CompareOp),
    Contains(Texts<'g>, Box<Finder<'static>>),
    StartsWith(Texts<'g>, Box<str>),
    EndsWith(Texts<'g>, Box<str>),
    /// Value by value.
    Each(Question),
}

/// A comparison with a value that is known.
#[derive(Debug, Clone)]
pub(super) enum Question {
    Compare(CompareOp, Value),
    Binary(BinaryOp, Value),
}

impl Question {
    fn holds(&self, found: &Value) -> bool {
        let holds = match self {
            Self::Compare(op, other) => compare(*op, found, other),
            Self::Binary(BinaryOp::Contains, other) => value::contains(found, other),
            Self::Binary(BinaryOp::StartsWith, other) => value::starts_with(found, other),
            Self::Binary(BinaryOp::EndsWith, other) => value::ends_with(found, other),
            Self::Binary(..) => None,
        };
        holds == Some(true)
    }
}

fn compare(op: CompareOp, left: &Value, right: &Value) -> Option<bool> {
    match op {
        CompareOp::Equal => value::equal(left, right),
        CompareOp::NotEqual => value::not_equal(left, right),
        CompareOp::Less => value::compare(Comparison::Less, left, right),
        CompareOp::LessOrEqual => value::compare(Comparison::LessOrEqual, left, right),
        CompareOp::Greater => value::compare(Comparison::Greater, left, right),
        CompareOp::GreaterOrEqual => value::compare(Comparison::GreaterOrEqual, left, right),
    }
}

/// A question prepared for a column.
pub(super) fn part_test<'g>(part: &Part<'g>, question: &Question) -> PartTest<'g> {
    let Some(column) = part.column else {
        return PartTest::None;
    };
    let (Question::Compare(_, operand) | Question::Binary(_, operand)) = question;
    if operand.is_null() {
        return PartTest::None;
    }
    if let Values::Constant(constant) = column.values()
        && column.valid().is_none()
    {
        return if question.holds(&Value::from(constant)) {
            PartTest::All
        } else {
            PartTest::None
        };
    }
    let quick = match (question, operand) {
        _ if column.valid().is_some() => None,
        (Question::Compare(op, _), Value::Text(text)) => compare_text(column, *op, text),
        (Question::Compare(op, _), Value::Int(int)) => compare_int(column, *op, *int, true),
        (Question::Compare(op, _), Value::Date(day)) => compare_int(column, *op, day.0, false),
        (Question::Binary(op, _), Value::Text(text)) => search_text(column, *op, text),
        _ => None,
    };
    quick.unwrap_or_else(|| PartTest::Each(question.clone()))
}

fn compare_text<'g>(column: Column<'g>, op: CompareOp, text: &str) -> Option<PartTest<'g>> {
    match column.values() {
        Values::Codes { texts, .. } => {
            let place = |above: bool| {
                let (mut low, mut high) = (0, texts.len());
                while low < high {
                    let middle = low.midpoint(high);
                    let order = texts.raw(middle).cmp(text.as_bytes());
                    if order.is_lt() || (above && order.is_eq()) {
                        low = middle + 1;
                    } else {
                        high = middle;
                    }
                }
                u32::try_from(low).unwrap_or(u32::MAX)
            };
            let (from, to) = (place(false), place(true));
            Some(match op {
                CompareOp::Equal if from == to => PartTest::None,
                CompareOp::NotEqual if from == to => PartTest::All,
                CompareOp::Equal => PartTest::Code(from..to, false),
                CompareOp::NotEqual => PartTest::Code(from..to, true),
                CompareOp::Less => PartTest::Code(0..from, false),
                CompareOp::LessOrEqual => PartTest::Code(0..to, false),
                CompareOp::Greater => PartTest::Code(to..u32::MAX, false),
                CompareOp::GreaterOrEqual => PartTest::Code(from..u32::MAX, false),
            })
        }
        Values::Text { texts, .. } => Some(PartTest::Compare(texts, text.into(), op)),
        _ => None,
    }
}

/// Integers against an integer, or days against a day.
fn compare_int(column: Column<'_>, op: CompareOp, int: i64, number: bool) -> Option<PartTest<'_>> {
    let fits = match column.values() {
        Values::Sequence(_) | Values::Int(_) | Values::Int32(_) => number,
        Values::Date(_) => !number,
        _ => false,
    };
    fits.then(|| match op {
        CompareOp::Equal => PartTest::Int(int, int, false),
        CompareOp::NotEqual => PartTest::Int(int, int, true),
        CompareOp::Less if int == i64::MIN => PartTest::None,
        CompareOp::Less => PartTest::Int(i64::MIN, int - 1, false),
        CompareOp::LessOrEqual => PartTest::Int(i64::MIN, int, false),
        CompareOp::Greater if int == i64::MAX => PartTest::None,
        CompareOp::Greater => PartTest::Int(int + 1, i64::MAX, false),
        CompareOp::GreaterOrEqual => PartTest::Int(int, i64::MAX, false),
    })
}

fn search_text<'g>(column: Column<'g>, op: BinaryOp, text: &str) -> Option<PartTest<'g>> {
    let Values::Text { texts, .. } = column.values() else {
        return None;
    };
    Some(match op {
        BinaryOp::Contains => {
            PartTest::Contains(texts, Box::new(Finder::new(text.as_bytes()).into_owned()))
        }
        BinaryOp::StartsWith => PartTest::StartsWith(texts, text.into()),
        BinaryOp::EndsWith => PartTest::EndsWith(texts, text.into()),
        _ => return None,
    })
}

/// Keeps those of some numbers of rows for which something holds of the id.
fn retain(rows: &mut Vec<u32>, ids: &[u32], mut holds: impl FnMut(u32) -> bool) {
    rows.retain(|&row| holds(ids[row as usize]));
}

impl PartTest<'_> {
    /// Keeps those of the rows, all of whose ids lie in the part, that pass.
    fn run(&self, part: &Part<'_>, ids: &[u32], rows: &mut Vec<u32>) {
        let Some(column) = part.column else {
            rows.clear();
            return;
        };
        match self {
            Self::All => {}
            Self::None => rows.clear(),
            Self::Code(range, not) => {
                let Values::Codes { codes, .. } = column.values() else {
                    return;
                };
                let fits = |code: u32| range.contains(&code) != *not;
                match codes {
                    Codes::U8(codes) => retain(rows, ids, |id| {
                        fits(codes.get(part.row(id)).copied().unwrap_or(0).into())
                    }),
                    Codes::U16(codes) => retain(rows, ids, |id| {
                        fits(codes.get(part.row(id)).copied().unwrap_or(0).into())
                    }),
                    Codes::U32(codes) => retain(rows, ids, |id| {
                        fits(codes.get(part.row(id)).copied().unwrap_or(0))
                    }),
                }
            }
            Self::Int(from, to, not) => {
                let fits = |int: i64| (*from <= int && int <= *to) != *not;
                match column.values() {
                    Values::Sequence(first) => retain(rows, ids, |id| {
                        fits(first.wrapping_add(i64::from(id - part.first)))
                    }),
                    Values::Int(ints) => retain(rows, ids, |id| fits(ints[part.row(id)])),
                    Values::Int32(ints) | Values::Date(ints) => {
                        retain(rows, ids, |id| fits(ints[part.row(id)].into()));
                    }
                    _ => rows.clear(),
                }
            }
            Self::Compare(texts, text, op) => retain(rows, ids, |id| {
                let order = texts.raw(part.row(id)).cmp(text.as_bytes());
                match op {
                    CompareOp::Equal => order == Ordering::Equal,
                    CompareOp::NotEqual => order != Ordering::Equal,
                    CompareOp::Less => order.is_lt(),
                    CompareOp::LessOrEqual => order.is_le(),
                    CompareOp::Greater => order.is_gt(),
                    CompareOp::GreaterOrEqual => order.is_ge(),
                }
            }),
            Self::Contains(texts, finder) => contains(part, *texts, finder, ids, rows),
            Self::StartsWith(texts, text) => retain(rows, ids, |id| {
                texts.raw(part.row(id)).starts_with(text.as_bytes())
            }),
            Self::EndsWith(texts, text) => retain(rows, ids, |id| {
                texts.raw(part.row(id)).ends_with(text.as_bytes())
            }),
            Self::Each(question) => retain(rows, ids, |id| {
                let value: Option<ValueRef<'_>> = column.get(part.row(id));
                value.is_some_and(|value| question.holds(&Value::from(value)))
            }),
        }
    }
}

/// Consecutive texts are searched in one piece.
fn contains(
    part: &Part<'_>,
    texts: Texts<'_>,
    finder: &Finder<'_>,
    ids: &[u32],
    rows: &mut Vec<u32>,
) {
    let consecutive = rows.windows(2).all(|pair| pair[1] == pair[0] + 1)
        && rows
            .first()
            .zip(rows.last())
            .is_some_and(|(&first, &last)| {
                let ids = &ids[first as usize..=last as usize];
                ids.windows(2).all(|pair| pair[1] == pair[0] + 1)
            });
    let Some(&first) = rows
        .first()
        .filter(|_| consecutive && !finder.needle().is_empty())
    else {
        retain(rows, ids, |id| {
            finder.find(texts.raw(part.row(id))).is_some()
        });
        return;
    };
    let first_row = part.row(ids[first as usize]);
    let offsets = &texts.offsets()[first_row..=first_row + rows.len()];
    let (Some(&begin), Some(&end)) = (offsets.first(), offsets.last()) else {
        return;
    };
    let bytes = &texts.bytes()[begin as usize..end as usize];
    let (mut kept, mut from, mut at) = (Vec::new(), 0, 0);
    while let Some(found) = bytes.get(from..).and_then(|rest| finder.find(rest)) {
        let place = begin + u32::try_from(from + found).unwrap_or(u32::MAX);
        at += offsets[at..].partition_point(|&offset| offset <= place) - 1;
        let text_end = offsets[at + 1];
        if place as usize + finder.needle().len() <= text_end as usize {
            kept.push(first + u32::try_from(at).unwrap_or(0));
            // The next text.
            from = (text_end - begin) as usize;
        } else {
            // It began in one text and ended in another.
            from += found + 1;
        }
    }
    *rows = kept;
}

impl Test<'_, '_> {
    /// Keeps the numbers of the rows that pass.
    fn run(
        &mut self,
        run: &mut Run<'_>,
        registers: &mut [Value],
        batch: &Batch<'_>,
        rows: &mut Vec<u32>,
    ) -> Result<(), Error> {
        match self {
            Self::Same(a, b, same) => match (batch.get(*a), batch.get(*b)) {
                (Vector::Ids(_, ids), Vector::One(_, one))
                | (Vector::One(_, one), Vector::Ids(_, ids)) => {
                    rows.retain(|&row| (ids[row as usize] == *one) == *same);
                }
                (a, b) => rows.retain(|&row| {
                    let row = row as usize;
                    (a.id(row) == b.id(row)) == *same
                }),
            },
            Self::Labels(slot, labels, graph) => {
                let nodes = batch.get(*slot);
                rows.retain(|&row| {
                    nodes.id(row as usize).is_some_and(|node| {
                        let has = graph.node(NodeId::from(node)).label_symbols();
                        labels.iter().all(|label| has.contains(label))
                    })
                });
            }
            Self::Property {
                slot,
                reader,
                parts,
            } => match batch.get(*slot) {
                Vector::One(_, id) => {
                    let at = reader.part_of(*id);
                    let (Some(test), Some(part)) = (parts.get(at), reader.parts.get(at)) else {
                        return Ok(());
                    };
                    let mut kept = vec![0];
                    test.run(part, &[*id], &mut kept);
                    if kept.is_empty() {
                        rows.clear();
                    }
                }
                Vector::Ids(_, ids) => {
                    let mut kept = Vec::with_capacity(rows.len());
                    let (mut begin, mut piece) = (0, Vec::new());
                    reader.runs(ids, |at, range| {
                        let (Some(test), Some(part)) = (parts.get(at), reader.parts.get(at)) else {
                            return;
                        };
                        let until =
                            rows[begin..].partition_point(|&row| (row as usize) < range.end);
                        if range == (0..ids.len()) {
                            piece = std::mem::take(rows);
                        } else {
                            piece.clear();
                            piece.extend_from_slice(&rows[begin..begin + until]);
                        }
                        begin += until;
                        test.run(part, ids, &mut piece);
                        if kept.is_empty() {
                            std::mem::swap(&mut kept, &mut piece);
                        } else {
                            kept.append(&mut piece);
                        }
                    });
                    *rows = kept;
                }
                _ => rows.clear(),
            },
            Self::ByCode {
                slot,
                reader,
                condition,
                known,
            } => {
                let ids = batch.get(*slot);
                let mut failure = None;
                rows.retain(|&row| {
                    let row = row as usize;
                    let Some(id) = ids.id(row) else {
                        return false;
                    };
                    let at = reader.part_of(id);
                    let place = reader.parts.get(at).and_then(|part| {
                        let (codes, count) = part.codes()?;
                        if known.len() <= at {
                            known.resize(at + 1, Vec::new());
                        }
                        if known[at].is_empty() {
                            known[at].resize(count, None);
                        }
                        known[at].get_mut(codes.get(part.row(id)) as usize)
                    });
                    if let Some(Some(holds)) = place {
                        return *holds;
                    }
                    registers[slot.index()] = ids.value(row);
                    let holds = match eval(run, registers, condition).and_then(|v| truth(&v)) {
                        Ok(holds) => holds == Some(true),
                        Err(error) => {
                            failure.get_or_insert(error);
                            return false;
                        }
                    };
                    if let Some(place) = place {
                        *place = Some(holds);
                    }
                    holds
                });
                if let Some(error) = failure {
                    return Err(error);
                }
            }
            Self::Each(condition, slots) => {
                let mut kept = Vec::with_capacity(rows.len());
                for &row in rows.iter() {
                    run.tick()?;
                    batch.write(row as usize, slots, registers);
                    if truth(&eval(run, registers, condition)?)? == Some(true) {
                        kept.push(row);
                    }
                }
                *rows = kept;
            }
        }
        Ok(())
    }
}

/// Keeps rows for which all conditions are true.
pub(super) struct Filter<'p, 'g> {
    pub(super) input: Input<'g>,
    pub(super) tests: Vec<Test<'p, 'g>>,
    pub(super) needed: Vec<Slot>,
}

impl<'g> Stage<'g> for Filter<'_, 'g> {
    fn next(
        &mut self,
        run: &mut Run<'_>,
        row: &mut [Value],
        out: &mut Batch<'g>,
    ) -> Result<bool, Error> {
        loop {
            if !self.input.next(run, row, out)? {
                return Ok(false);
            }
            let mut rows: Vec<u32> = (0..u32::try_from(out.len).unwrap_or(u32::MAX)).collect();
            for test in &mut self.tests {
                test.run(run, row, out, &mut rows)?;
                if rows.is_empty() {
                    break;
                }
            }
            if !rows.is_empty() {
                out.keep(&rows, &self.needed);
                return Ok(true);
            }
        }
    }
}
