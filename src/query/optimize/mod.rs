//! Plans that do less and give the same rows: one pass a file, each of which knows one thing.
//!
//! The order of a pattern is not decided here but when it is planned, as it needs the pattern
//! without an order.

mod count;
mod fold;
mod reach;
mod relationships;
mod top;

#[cfg(test)]
mod tests;

use super::plan::{Op, Plan};

/// Runs all passes.
pub(super) fn optimize(plan: &mut Plan) {
    fold::run(plan);
    relationships::run(plan);
    count::run(plan);
    reach::run(plan);
    top::run(plan);
}

/// Calls a function with every operator of a plan and of the plans inside it, the last one first.
fn each(plan: &mut Plan, visit: &mut dyn FnMut(&mut Plan)) {
    let mut at = Some(plan);
    while let Some(plan) = at {
        visit(plan);
        match &mut plan.op {
            Op::Optional { inner, .. } | Op::Apply { inner, .. } | Op::HashJoin { inner, .. } => {
                each(inner, visit);
            }
            Op::Union { branches, .. } => {
                for (branch, _) in branches {
                    each(branch, visit);
                }
            }
            _ => {}
        }
        at = plan.input.as_deref_mut();
    }
}
