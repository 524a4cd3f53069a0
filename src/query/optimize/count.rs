//! Counting all nodes, all with a label, or all relationships: the graph knows how many.

use super::super::bind::tree::{AggregateCall, Expr, Slot};
use super::super::functions::aggregates::Aggregate;
use super::super::plan::{Counted, Direction, Op, Plan, Source};

pub(super) fn run(plan: &mut Plan) {
    super::each(plan, &mut |plan| {
        let Op::Aggregate { keys, aggregates } = &plan.op else {
            return;
        };
        let ([], [call]) = (&keys[..], &aggregates[..]) else {
            return;
        };
        let Some(input) = &plan.input else {
            return;
        };
        // Only the whole graph counted once.
        if !matches!(
            input.input.as_deref(),
            Some(Plan {
                op: Op::Argument,
                ..
            })
        ) {
            return;
        }
        let what = match &input.op {
            Op::Scan { slot, source } if counts(call, &[*slot]) => match source {
                Source::All => Counted::Nodes(None),
                Source::Label(label) => Counted::Nodes(Some(*label)),
                _ => return,
            },
            Op::ScanRelationships(follow)
                if follow.direction != Direction::Both
                    && counts(call, &[follow.from, follow.relationship, follow.to]) =>
            {
                Counted::Relationships(follow.types.clone())
            }
            _ => return,
        };
        let slot = call.slot;
        plan.op = Op::Count { what, slot };
        plan.input = Some(Box::new(Plan::argument()));
        plan.estimate = 1.0;
    });
}

/// Whether a call counts rows: all, or those where something is not null that never is.
fn counts(call: &AggregateCall, never_null: &[Slot]) -> bool {
    match (call.function, &call.arguments[..]) {
        (None, _) => true,
        (Some(Aggregate::Count), [Expr::Slot(slot)]) => !call.distinct && never_null.contains(slot),
        _ => false,
    }
}
