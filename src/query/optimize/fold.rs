//! Functions and operators on constants, computed once.

use super::super::bind::tree::Expr;
use super::super::exec::constant;
use super::super::plan::{Op, Plan, Source};
use super::super::value::Value;

/// Functions that make a value of one text and of nothing else.
const FROM_TEXT: [&str; 8] = [
    "date",
    "datetime",
    "localdatetime",
    "localtime",
    "time",
    "duration",
    "toLower",
    "toUpper",
];

pub(super) fn run(plan: &mut Plan) {
    super::each(plan, &mut |plan| match &mut plan.op {
        Op::Filter(conditions) => conditions.iter_mut().for_each(fold),
        Op::Project(items) => items.iter_mut().for_each(|(_, expr)| fold(expr)),
        Op::Unwind { list, .. } => fold(list),
        Op::Scan {
            source: Source::Property { value, .. },
            ..
        } => fold(value),
        _ => {}
    });
}

/// Replaces what can be computed now. What fails is left alone: it may never be computed.
fn fold(expr: &mut Expr) {
    expr.operands_mut(&mut |operand| fold(operand));
    let foldable = match expr {
        // Not all functions: those without arguments ask the clock, others make long lists.
        Expr::Function(function, arguments) => {
            FROM_TEXT
                .iter()
                .any(|name| name.eq_ignore_ascii_case(function.name))
                && matches!(arguments[..], [Expr::Constant(Value::Text(_))])
        }
        Expr::Binary(..)
        | Expr::Comparison(..)
        | Expr::Negate(_)
        | Expr::Plus(_)
        | Expr::Not(_)
        | Expr::Index(..)
        | Expr::Map(_) => true,
        _ => false,
    };
    let mut constants = true;
    expr.operands(&mut |operand| constants = constants && matches!(operand, Expr::Constant(_)));
    if foldable
        && constants
        && let Ok(value) = constant(expr)
    {
        *expr = Expr::Constant(value);
    }
}
