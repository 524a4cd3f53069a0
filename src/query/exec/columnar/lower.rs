//! From the operators of a plan to stages, for one run on one graph.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::super::ast::CompareOp;
use super::super::super::bind::tree::{Expr, NameId, Slot};
use super::super::super::plan::{Follow, Op, Plan, is_deterministic};
use super::super::super::value::Value;
use super::super::Run;
use super::super::eval::eval;
use super::Input;
use super::batch::{Batch, Entity};
use super::filter::{Filter, PartTest, Question, Test, part_test};
use super::follow::{Accept, Degree, Expand, Into, Lists, Meet, MeetEnd, State as ExpandState};
use super::group::{Distinct, Group, Total};
use super::join::Join;
use super::keys::{Combined, Key, Source as KeySource};
use super::path::{Shortest, directions};
use super::read::Reader;
use super::rows::{Item, Limit, Project, Skip};
use super::seek::{Bound, Seek, State as SeekState};
use super::sort::{By, Sort};
use super::steps::{Step, Steps, kinds, reads, slots_of, steps};
use crate::graph::Graph;
use crate::graph::frozen::Frozen;

/// The stages of a plan; `None` if something in it has no counterpart, or the graph is not frozen.
pub(super) fn lower<'g>(
    plan: &'g Plan,
    graph: &'g Graph,
    needed: &[Slot],
    slots: usize,
    run: &mut Run<'_>,
) -> Option<Input<'g>> {
    let frozen = graph.frozen()?;
    let Steps { steps, entities } = steps(plan, frozen, run)?;
    let mut lowering = Lowering {
        graph,
        frozen,
        slots,
        entities,
        readers: BTreeMap::new(),
    };
    // What is needed after each step, from the last one to the first.
    let mut after = vec![needed.to_vec()];
    for step in steps.iter().rev() {
        let mut needed = after.last().cloned().unwrap_or_default();
        reads(step, &lowering.entities, &mut needed);
        needed.sort_unstable();
        needed.dedup();
        after.push(needed);
    }
    after.pop();
    let bounds = bounds(&steps, &mut lowering, run);
    let accepts: Vec<_> = (0..steps.len())
        .map(|at| lowering.accept(&steps[at..], run))
        .collect();
    let mut input: Option<Input<'g>> = None;
    for ((step, bounds), accept) in steps.into_iter().zip(bounds).zip(accepts) {
        let needed = after.pop().unwrap_or_default();
        input = Some(lowering.stage(step, input, needed, (bounds, accept), run)?);
    }
    input
}

/// What the filter after a scan says of values that may be in order.
fn bounds(steps: &[Step<'_>], lowering: &mut Lowering<'_>, run: &mut Run<'_>) -> Vec<Vec<Bound>> {
    let mut all = Vec::with_capacity(steps.len());
    for (at, step) in steps.iter().enumerate() {
        let mut found = Vec::new();
        if let (Step::Seek { slot, .. }, Some(Step::Filter(conditions))) = (step, steps.get(at + 1))
        {
            for condition in conditions {
                for (of, key, question) in lowering.questions(condition, run).unwrap_or_default() {
                    if let Question::Compare(op, value) = question
                        && of == *slot
                        && op != CompareOp::NotEqual
                    {
                        let key = run.symbol(key);
                        found.push(Bound { key, op, value });
                    }
                }
            }
        }
        all.push(found);
    }
    all
}

struct Lowering<'g> {
    graph: &'g Graph,
    frozen: &'g Frozen,
    slots: usize,
    entities: BTreeMap<Slot, Entity>,
    readers: BTreeMap<(NameId, bool), Rc<Reader<'g>>>,
}

impl<'g> Lowering<'g> {
    fn stage(
        &mut self,
        step: Step<'g>,
        input: Option<Input<'g>>,
        needed: Vec<Slot>,
        (bounds, accept): (Vec<Bound>, Option<Accept<'g>>),
        run: &mut Run<'_>,
    ) -> Option<Input<'g>> {
        if let Step::Seek { slot, source } = step {
            return Some(Box::new(Seek {
                frozen: self.frozen,
                input,
                slot,
                source,
                bounds,
                needed,
                state: SeekState::new(self.slots),
            }));
        }
        let input = input?;
        Some(match step {
            Step::Seek { .. } => return None,
            Step::Expand {
                follow,
                others,
                differ,
            } => self.expand(follow, (others, differ, accept), input, needed, run),
            Step::Meet {
                first,
                second,
                differ,
            } => self.meet((first, second, differ), input, needed, run),
            Step::Degree(follow) => Box::new(Degree {
                input,
                lists: self.lists(follow, run).0,
                from: follow.from,
                needed,
            }),
            Step::Filter(conditions) => {
                let mut tests = Vec::new();
                for condition in conditions {
                    self.tests(condition, run, &mut tests);
                }
                Box::new(Filter {
                    input,
                    tests,
                    needed,
                })
            }
            Step::Project(items) => {
                let items = items.into_iter();
                let items = items
                    .map(|(slot, expr)| (slot, self.item(expr, run)))
                    .collect();
                Box::new(Project { input, items })
            }
            Step::Distinct(slots) => {
                let keys = slots.iter().map(|slot| self.key(KeySource::Slot(*slot)));
                Box::new(Distinct {
                    input,
                    keys: keys.collect(),
                    combined: combined(slots.len()),
                    count: 0,
                    needed,
                })
            }
            Step::Aggregate { keys, calls } => {
                let mut totals: Vec<_> = calls.iter().map(Total::new).collect();
                for total in &mut totals {
                    if let Total::Count(_, of, _) = total
                        && of.is_some_and(|of| self.entities.contains_key(&of))
                    {
                        *of = None;
                    }
                }
                let adds = totals.iter().all(Total::adds);
                let keys = keys.iter().map(|(slot, expr)| {
                    let source = self.key_source(expr, adds, run);
                    (*slot, self.key(source))
                });
                Box::new(Group {
                    keys: keys.collect(),
                    input,
                    totals,
                    batch: Batch::new(self.slots),
                    done: false,
                })
            }
            Step::Sort { order, kept, first } => {
                let mut collected = kept;
                for (_, expr) in &order {
                    expr.slots(&mut collected);
                }
                collected.extend(needed);
                collected.sort_unstable();
                collected.dedup();
                let order = order
                    .into_iter()
                    .map(|(way, expr)| (way, self.by(expr, run)));
                Box::new(Sort {
                    order: order.collect(),
                    input,
                    first,
                    needed: collected,
                    slots: self.slots,
                    done: false,
                })
            }
            Step::Skip(count) => Box::new(Skip {
                input,
                count,
                left: None,
                needed,
            }),
            Step::Limit(count) => Box::new(Limit {
                input,
                count,
                left: None,
                needed,
            }),
            Step::Join {
                inner,
                outer_key,
                inner_key,
                columns,
                differ,
                once,
            } => {
                let columns: Vec<_> = (columns.into_iter())
                    .filter(|slot| needed.contains(slot) && *slot != outer_key)
                    .collect();
                let mut wanted = columns.clone();
                wanted.push(inner_key);
                wanted.extend(differ.iter().map(|(_, inner)| *inner));
                let outer = needed.into_iter().filter(|slot| !columns.contains(slot));
                Box::new(Join {
                    input,
                    inner: lower(inner, self.graph, &wanted, self.slots, run)?,
                    outer_key,
                    inner_key,
                    needed: outer.collect(),
                    columns,
                    differ,
                    once,
                    table: None,
                    batch: Batch::new(self.slots),
                    row: 0,
                })
            }
            Step::Shortest(plan) => self.shortest(plan, input, needed, run)?,
        })
    }

    /// What the filter after an expansion asks first of the dictionary of the nodes reached.
    fn accept(&mut self, steps: &[Step<'_>], run: &mut Run<'_>) -> Option<Accept<'g>> {
        let [Step::Expand { follow, .. }, Step::Filter(conditions), ..] = steps else {
            return None;
        };
        for condition in conditions {
            for (slot, key, question) in self.questions(condition, run).unwrap_or_default() {
                if slot != follow.to || follow.into {
                    continue;
                }
                let reader = self.reader(slot, key, run)?;
                let tests = reader
                    .parts
                    .iter()
                    .map(|part| (part, part_test(part, &question)));
                let mut tests = tests.filter(|(_, test)| !matches!(test, PartTest::None));
                if let (Some((part, PartTest::Code(range, not))), None) =
                    (tests.next(), tests.next())
                    && let Some((codes, _)) = part.codes()
                {
                    return Some(Accept {
                        part: *part,
                        codes,
                        range,
                        not,
                    });
                }
            }
        }
        None
    }

    /// The lists of a relationship from the node where it is begun, and from the one it comes to.
    fn lists(&self, follow: &Follow, run: &mut Run<'_>) -> (Lists<'g>, Lists<'g>) {
        let kinds = kinds(self.frozen, run, &follow.types);
        let [there, back] = directions(follow.direction);
        (
            Lists::new(self.frozen, &kinds, there),
            Lists::new(self.frozen, &kinds, back),
        )
    }

    fn expand(
        &self,
        follow: &Follow,
        (others, differ, accept): (Vec<Slot>, Vec<Slot>, Option<Accept<'g>>),
        input: Input<'g>,
        needed: Vec<Slot>,
        run: &mut Run<'_>,
    ) -> Input<'g> {
        let (lists, back) = self.lists(follow, run);
        let relationship = Some(follow.relationship).filter(|slot| needed.contains(slot));
        let (from, to) = (follow.from, follow.to);
        if follow.into {
            return Box::new(Into {
                input,
                lists,
                back,
                from,
                to,
                relationship,
                differ,
                needed,
                batch: Batch::new(self.slots),
            });
        }
        Box::new(Expand {
            input,
            lists,
            from,
            relationship,
            to: Some(to).filter(|slot| needed.contains(slot)),
            others,
            differ,
            accept,
            needed,
            state: ExpandState::new(self.slots),
        })
    }

    fn meet(
        &self,
        (first, second, differ): (&Follow, &Follow, bool),
        input: Input<'g>,
        needed: Vec<Slot>,
        run: &mut Run<'_>,
    ) -> Input<'g> {
        let (lists, back) = self.lists(first, run);
        let one = MeetEnd {
            node: first.from,
            relationship: first.relationship,
            lists,
            back,
        };
        let (there, back) = self.lists(second, run);
        // The second may be followed from the middle or towards it.
        let (node, lists, back) = if second.from == first.to {
            (second.to, back, there)
        } else {
            (second.from, there, back)
        };
        let other = MeetEnd {
            node,
            relationship: second.relationship,
            lists,
            back,
        };
        Box::new(Meet {
            input,
            ends: [one, other],
            middle: first.to,
            differ,
            needed,
            batch: Batch::new(self.slots),
            row: 0,
        })
    }

    fn shortest(
        &self,
        plan: &'g Plan,
        input: Input<'g>,
        needed: Vec<Slot>,
        run: &mut Run<'_>,
    ) -> Option<Input<'g>> {
        let Op::ShortestPath {
            follow,
            length,
            single,
            backwards,
            ..
        } = &plan.op
        else {
            return None;
        };
        let (there, back) = self.lists(follow, run);
        Some(Box::new(Shortest {
            input,
            from: follow.from,
            to: follow.to,
            relationship: follow.relationship,
            ways: [there, back],
            length: *length,
            single: *single,
            backwards: *backwards,
            plan,
            needed,
        }))
    }

    fn reader(&mut self, slot: Slot, key: NameId, run: &mut Run<'_>) -> Option<Rc<Reader<'g>>> {
        let of_nodes = *self.entities.get(&slot)? == Entity::Node;
        let (frozen, symbol) = (self.frozen, run.symbol(key));
        let reader = (self.readers)
            .entry((key, of_nodes))
            .or_insert_with(|| Rc::new(Reader::new(frozen, symbol, of_nodes)));
        Some(Rc::clone(reader))
    }

    fn key<'p>(&self, source: KeySource<'p, 'g>) -> Key<'p, 'g> {
        let sizes = (self.frozen.node_count(), self.frozen.edge_count());
        Key::new(source, sizes)
    }

    fn key_source<'p>(
        &mut self,
        expr: &'p Expr,
        adds: bool,
        run: &mut Run<'_>,
    ) -> KeySource<'p, 'g> {
        if let Expr::Slot(slot) = expr {
            return KeySource::Slot(*slot);
        }
        if let Some((slot, key)) = only_property(expr)
            && let Some(reader) = self.reader(slot, key, run)
        {
            let plain = self.property(expr).is_some();
            if reader.parts.iter().any(|part| part.codes().is_some()) {
                return KeySource::ByCode(slot, reader, (!plain).then_some(expr));
            }
            if plain && adds {
                return KeySource::ById(slot, reader);
            }
        }
        KeySource::Value(expr, slots_of(expr))
    }

    fn item<'p>(&mut self, expr: &'p Expr, run: &mut Run<'_>) -> Item<'p, 'g> {
        if let Some((slot, key)) = only_property(expr)
            && let Some(reader) = self.reader(slot, key, run)
        {
            if self.property(expr).is_some() {
                return Item::Property(slot, reader);
            }
            if reader.parts.iter().any(|part| part.codes().is_some()) {
                let source = KeySource::ByCode(slot, reader, Some(expr));
                return Item::Keyed(Box::new(self.key(source)));
            }
        }
        Item::Value(expr, slots_of(expr))
    }

    fn by<'p>(&mut self, expr: &'p Expr, run: &mut Run<'_>) -> By<'p, 'g> {
        if let Expr::Slot(slot) = expr {
            return By::Slot(*slot);
        }
        if let Some((slot, key)) = self.property(expr)
            && let Some(reader) = self.reader(slot, key, run)
        {
            return By::Property(slot, reader);
        }
        By::Value(expr, slots_of(expr))
    }

    /// A condition as comparisons of properties with known values; `None` if it is not.
    fn questions(
        &mut self,
        condition: &Expr,
        run: &mut Run<'_>,
    ) -> Option<Vec<(Slot, NameId, Question)>> {
        let mut found = Vec::new();
        match condition {
            Expr::Comparison(first, rest) => {
                let operands = std::iter::once(&**first).chain(rest.iter().map(|(_, right)| right));
                if !operands.into_iter().all(is_deterministic) {
                    return None;
                }
                let mut left = &**first;
                for (op, right) in rest {
                    let question = if let Some((slot, key)) = self.property(left) {
                        (slot, key, Question::Compare(*op, known(right, run)?))
                    } else {
                        let (slot, key) = self.property(right)?;
                        (slot, key, Question::Compare(turned(*op), known(left, run)?))
                    };
                    found.push(question);
                    left = right;
                }
            }
            Expr::Binary(op, left, right) => {
                use super::super::super::ast::BinaryOp;
                let (slot, key) = self.property(left)?;
                if !matches!(
                    op,
                    BinaryOp::Contains | BinaryOp::StartsWith | BinaryOp::EndsWith
                ) {
                    return None;
                }
                // A dictionary is asked once for each text.
                let reader = self.reader(slot, key, run)?;
                if reader.parts.iter().any(|part| part.codes().is_some()) {
                    return None;
                }
                found.push((slot, key, Question::Binary(*op, known(right, run)?)));
            }
            _ => return None,
        }
        Some(found)
    }

    fn property(&self, expr: &Expr) -> Option<(Slot, NameId)> {
        match expr {
            Expr::Property(base, key) => match **base {
                Expr::Slot(slot) if self.entities.contains_key(&slot) => Some((slot, *key)),
                _ => None,
            },
            _ => None,
        }
    }

    fn tests<'p>(&mut self, condition: &'p Expr, run: &mut Run<'_>, tests: &mut Vec<Test<'p, 'g>>) {
        if let Some(questions) = self.questions(condition, run) {
            for (slot, key, question) in questions {
                let Some(reader) = self.reader(slot, key, run) else {
                    continue;
                };
                let parts = reader.parts.iter().map(|part| part_test(part, &question));
                tests.push(Test::Property {
                    slot,
                    parts: parts.collect(),
                    reader: Rc::clone(&reader),
                });
            }
            return;
        }
        match condition {
            Expr::Comparison(left, rest) => {
                if let (Expr::Slot(a), [(op, Expr::Slot(b))]) = (&**left, &rest[..])
                    && matches!(op, CompareOp::Equal | CompareOp::NotEqual)
                    && self.entities.contains_key(a)
                    && self.entities.get(a) == self.entities.get(b)
                {
                    tests.push(Test::Same(*a, *b, *op == CompareOp::Equal));
                    return;
                }
            }
            Expr::HasLabels(base, names) => {
                let symbols: Option<Vec<_>> = names.iter().map(|&name| run.symbol(name)).collect();
                if let (Expr::Slot(slot), Some(symbols)) = (&**base, symbols)
                    && self.entities.get(slot) == Some(&Entity::Node)
                {
                    tests.push(Test::Labels(*slot, symbols, self.graph));
                    return;
                }
            }
            _ => {}
        }
        if let Some((slot, key)) = only_property(condition)
            && let Some(reader) = self.reader(slot, key, run)
            && reader.parts.iter().any(|part| part.codes().is_some())
        {
            tests.push(Test::ByCode {
                slot,
                reader,
                condition,
                known: Vec::new(),
            });
            return;
        }
        tests.push(Test::Each(condition, slots_of(condition)));
    }
}

fn combined(keys: usize) -> Vec<Combined> {
    let mut combined = Vec::new();
    combined.resize_with(keys.saturating_sub(1), Combined::default);
    combined
}

/// The same comparison the other way round.
fn turned(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Less => CompareOp::Greater,
        CompareOp::LessOrEqual => CompareOp::GreaterOrEqual,
        CompareOp::Greater => CompareOp::Less,
        CompareOp::GreaterOrEqual => CompareOp::LessOrEqual,
        same => same,
    }
}

/// The value of an expression that hangs on no row; `None` if it does, or fails.
fn known(expr: &Expr, run: &mut Run<'_>) -> Option<Value> {
    if !slots_of(expr).is_empty() || !is_deterministic(expr) {
        return None;
    }
    eval(run, &mut [], expr).ok()
}

/// The property that an expression hangs on, if it is but one of one register, and nothing else.
fn only_property(expr: &Expr) -> Option<(Slot, NameId)> {
    fn visit(expr: &Expr, found: &mut Option<(Slot, NameId)>) -> bool {
        match expr {
            Expr::Property(base, key) => {
                if let Expr::Slot(slot) = **base {
                    return *found.get_or_insert((slot, *key)) == (slot, *key);
                }
            }
            Expr::Slot(_)
            | Expr::IsNode(_)
            | Expr::Path(_)
            | Expr::Subquery(_)
            | Expr::ListComprehension { .. }
            | Expr::Quantifier { .. }
            | Expr::Reduce { .. } => return false,
            _ => {}
        }
        let mut all = true;
        expr.operands(&mut |operand| all = all && visit(operand, found));
        all
    }
    let mut found = None;
    (visit(expr, &mut found) && is_deterministic(expr))
        .then_some(found)
        .flatten()
}
