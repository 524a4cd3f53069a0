//! Aggregate functions.

use super::super::aggregates;
use crate::graph::Graph;
use crate::model::temporal::Duration;
use crate::query::value::{Value, notation};

/// What an aggregate makes of rows of one argument.
pub(super) fn aggregate(name: &str, values: &[Value]) -> String {
    let mut group = aggregates::find(name).unwrap().start();
    let fed = values
        .iter()
        .try_for_each(|value| group.feed(&[value.clone(), Value::Float(0.5)]));
    match fed.and_then(|()| group.finish()) {
        Ok(value) => notation(&Graph::new(), &value),
        Err(error) => format!("{} {}", error.kind, error.detail),
    }
}

#[test]
fn aggregates_ignore_nulls() {
    let check = |name: &str, values: &[Value], expected: &str| {
        assert_eq!(aggregate(name, values), expected, "{name}");
    };
    let numbers = [Value::Int(1), Value::Null, Value::Int(4), Value::Int(2)];
    check("count", &numbers, "3");
    check("collect", &numbers, "[1, 4, 2]");
    check("sum", &numbers, "7");
    check("avg", &[Value::Int(1), Value::Null, Value::Int(2)], "1.5");
    check("min", &numbers, "1");
    check("max", &numbers, "4");
    check("stDevP", &[Value::Int(1), Value::Int(3)], "1.0");
    check("stDev", &[Value::Int(1)], "0.0");
    check("percentileCont", &numbers, "2.0");
    check("percentileDisc", &numbers, "2");
    check("sum", &[], "0");
    check("avg", &[Value::Null], "null");
    check("max", &[], "null");
    check("collect", &[], "[]");
    check("percentileDisc", &[], "null");
}

#[test]
fn aggregates_add_what_can_be_added() {
    let check = |name: &str, values: &[Value], expected: &str| {
        assert_eq!(aggregate(name, values), expected, "{name}");
    };
    let hour = || Value::from(Duration::new(0, 0, 3600, 0).unwrap());
    check("sum", &[Value::Int(1), Value::Float(0.5)], "1.5");
    check("sum", &[hour(), hour()], "'PT2H'");
    check("avg", &[hour(), hour()], "'PT1H'");
    check(
        "sum",
        &[hour(), Value::Int(1)],
        "TypeError InvalidArgumentValue",
    );
    check(
        "sum",
        &[Value::Int(1), hour()],
        "TypeError InvalidArgumentValue",
    );
    check(
        "sum",
        &[Value::Int(i64::MAX), Value::Int(1)],
        "ArithmeticError IntegerOverflow",
    );
    check(
        "sum",
        &[Value::Int(i64::MAX), Value::Int(1), Value::Int(-1)],
        "9223372036854775807",
    );
    check("sum", &[Value::from("x")], "TypeError InvalidArgumentValue");
    check(
        "max",
        &[Value::Int(1), Value::from("b"), Value::list([])],
        "1",
    );
}

#[test]
fn a_percentile_is_a_share() {
    let check = |percentile: Value, detail: &str| {
        let mut group = aggregates::find("percentileDisc").unwrap().start();
        let error = group.feed(&[Value::Int(1), percentile]).unwrap_err();
        assert_eq!(error.detail, detail);
    };
    check(Value::Int(1000), "NumberOutOfRange");
    check(Value::Float(-0.1), "NumberOutOfRange");
    check(Value::Float(f64::NAN), "NumberOutOfRange");
    check(Value::from("x"), "InvalidArgumentValue");
}
