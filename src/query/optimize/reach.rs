//! Walks of which only the different ends are asked for: find each node once instead of every walk.

use super::super::bind::tree::{Expr, Slot};
use super::super::plan::{Direction, Op, Plan};

pub(super) fn run(plan: &mut Plan) {
    super::each(plan, &mut |plan| {
        // Rows that are the same count once.
        let needed: Vec<Slot> = match &plan.op {
            Op::Distinct(slots) => slots.clone(),
            Op::Aggregate { keys, aggregates }
                if aggregates
                    .iter()
                    .all(|call| call.distinct && call.function.is_some()) =>
            {
                let keys = keys.iter().map(|(_, expr)| expr);
                let arguments = aggregates.iter().flat_map(|call| &call.arguments);
                slots_of(keys.chain(arguments))
            }
            _ => return,
        };
        prune(plan.input.as_deref_mut(), needed);
    });
}

fn slots_of<'e>(exprs: impl Iterator<Item = &'e Expr>) -> Vec<Slot> {
    let mut slots = Vec::new();
    exprs.for_each(|expr| expr.slots(&mut slots));
    slots
}

/// Goes on to the operators before as long as equal rows stay equal.
fn prune(mut at: Option<&mut Plan>, mut needed: Vec<Slot>) {
    while let Some(plan) = at {
        match &mut plan.op {
            Op::Filter(conditions) => needed.extend(slots_of(conditions.iter())),
            Op::Project(items) => needed.extend(slots_of(items.iter().map(|(_, expr)| expr))),
            Op::ExpandMany {
                follow,
                length,
                ends_only,
                properties,
                ..
            } => {
                let start_is_found = follow.direction != Direction::Both || length.min == 0;
                if length.min <= 1
                    && start_is_found
                    && !follow.into
                    && follow.distinct_from.is_empty()
                    && !needed.contains(&follow.relationship)
                {
                    *ends_only = true;
                }
                needed.extend([follow.from, follow.relationship, follow.to]);
                needed.extend(slots_of(properties.iter().map(|(_, expr)| expr)));
                needed.extend(&follow.distinct_from);
            }
            Op::Expand(follow) => {
                needed.extend([follow.from, follow.to]);
                needed.extend(&follow.distinct_from);
            }
            Op::Scan { .. } => {}
            _ => return,
        }
        at = plan.input.as_deref_mut();
    }
}
