//! Every node with every relationship of it: go through the relationships instead.

use super::super::plan::{Direction, Op, Plan, Source};

pub(super) fn run(plan: &mut Plan) {
    super::each(plan, &mut |plan| {
        let Op::Expand(follow) = &plan.op else {
            return;
        };
        if follow.into {
            return;
        }
        let Some(scan) = plan.input.as_deref_mut() else {
            return;
        };
        let from = follow.from;
        if !matches!(&scan.op, Op::Scan { slot, source: Source::All } if *slot == from) {
            return;
        }
        // Both ways the nodes of a relationship would come in another order of rows, but the same.
        let Op::Expand(follow) = std::mem::replace(&mut plan.op, Op::Argument) else {
            return;
        };
        let mut follow = follow;
        if follow.direction == Direction::In {
            std::mem::swap(&mut follow.from, &mut follow.to);
            follow.direction = Direction::Out;
        }
        plan.op = Op::ScanRelationships(follow);
        plan.input = scan.input.take();
    });
}
