//! `ORDER BY … LIMIT k`: sorting keeps only the first k rows.

use super::super::bind::tree::Expr;
use super::super::plan::{Op, Plan};

pub(super) fn run(plan: &mut Plan) {
    super::each(plan, &mut |plan| {
        let Op::Limit { count, .. } = &plan.op else {
            return;
        };
        let mut first = vec![count.clone()];
        let mut at = plan.input.as_deref_mut();
        while let Some(found) = at {
            match &mut found.op {
                Op::Skip(count) => first.push(count.clone()),
                Op::Sort { first: wanted, .. } => {
                    // A random number would not be the same the second time.
                    if first.iter().all(is_fixed) {
                        *wanted = first;
                    }
                    return;
                }
                _ => return,
            }
            at = found.input.as_deref_mut();
        }
    });
}

fn is_fixed(count: &Expr) -> bool {
    matches!(count, Expr::Constant(_) | Expr::Parameter(_))
}
