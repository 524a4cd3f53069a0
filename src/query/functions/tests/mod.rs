//! Calls of functions by name, with results in the notation of the conformance suite.

mod aggregating;
mod temporal;

use proptest::prelude::*;

use super::{Clock, Context, Instant, Random, aggregates, all, find};
use crate::graph::{self, Graph};
use crate::model::date::Day;
use crate::model::temporal::{Duration, LocalTime};
use crate::query::Error;
use crate::query::value::{Path, Value, notation};

/// Two nodes and a relationship.
fn sample() -> Graph {
    let mut graph = Graph::new();
    let a = graph.add_node(["Event", "Meeting"]);
    let b = graph.add_node(["Place"]);
    graph.set(a, "name", graph::Value::from("talks"));
    graph.set(a, "day", graph::Value::from(Day(0)));
    let edge = graph.add_edge(a, "HELD_IN", b);
    graph.set_edge(edge, "sure", graph::Value::from(true));
    graph
}

fn call(graph: &Graph, name: &str, arguments: &[Value]) -> Result<Value, Error> {
    let clock = Clock::fixed(Instant {
        seconds: 1_600_081_200,
        nanosecond: 500_000_000,
    });
    let context = Context {
        graph,
        clock: &clock,
        random: &Random::new(7),
        deleted_types: None,
    };
    let function = find(name).unwrap();
    assert!(function.accepts(arguments.len()), "{name}");
    (function.eval)(&context, arguments)
}

/// The result of a call on the sample graph, or the detail of its error.
fn result(name: &str, arguments: &[Value]) -> String {
    let graph = sample();
    match call(&graph, name, arguments) {
        Ok(value) => notation(&graph, &value),
        Err(error) => format!("{} {}", error.kind, error.detail),
    }
}

#[test]
fn names_are_found_in_any_case_and_only_once() {
    assert!(find("TOLOWER").is_some());
    assert!(find("Duration.InDays").is_some());
    assert!(find("no such function").is_none());
    let mut names: Vec<_> = all().map(|function| function.name.to_lowercase()).collect();
    names.extend(aggregates::all().map(|aggregate| aggregate.name().to_lowercase()));
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn graph_functions_read_the_graph() {
    let graph = sample();
    let edge = graph.edges().next().unwrap();
    let (node, relationship) = (edge.from().id(), Value::Relationship(edge.id()));
    let path = Value::path(Path {
        nodes: vec![node, edge.to().id()],
        relationships: vec![edge.id()],
    });
    let node = Value::Node(node);
    let check = |name: &str, argument: &Value, expected: &str| {
        assert_eq!(result(name, std::slice::from_ref(argument)), expected);
    };
    check("labels", &node, "['Event', 'Meeting']");
    check("keys", &node, "['day', 'name']");
    check("properties", &relationship, "{sure: true}");
    check("type", &relationship, "'HELD_IN'");
    check(
        "startNode",
        &relationship,
        "(:Event:Meeting {day: '1970-01-01', name: 'talks'})",
    );
    check("endNode", &relationship, "(:Place)");
    check("id", &node, "0");
    check("length", &path, "1");
    check("relationships", &path, "[[:HELD_IN {sure: true}]]");
    check("type", &node, "TypeError InvalidArgumentValue");
    check("labels", &Value::Int(1), "TypeError InvalidArgumentValue");
    check("labels", &Value::Null, "null");
}

#[test]
fn what_was_deleted_cannot_be_read() {
    let mut graph = sample();
    let edge = graph.edges().next().unwrap();
    let (node, edge) = (edge.to().id(), edge.id());
    graph.remove_node(node);
    for (name, entity) in [
        ("labels", Value::Node(node)),
        ("properties", Value::Node(node)),
        ("type", Value::Relationship(edge)),
        ("endNode", Value::Relationship(edge)),
    ] {
        let error = call(&graph, name, &[entity]).unwrap_err();
        assert_eq!(error.detail, "DeletedEntityAccess");
    }
}

#[test]
fn lists_are_taken_apart() {
    let list = || Value::list([Value::Int(1), Value::Null, Value::from("x")]);
    let check = |name: &str, argument: Value, expected: &str| {
        assert_eq!(result(name, &[argument]), expected, "{name}");
    };
    check("size", list(), "3");
    check("size", Value::from("één"), "3");
    check("head", list(), "1");
    check("last", list(), "'x'");
    check("tail", list(), "[null, 'x']");
    check("tail", Value::list([]), "[]");
    check("head", Value::list([]), "null");
    check("reverse", list(), "['x', null, 1]");
    check("reverse", Value::from("abc"), "'cba'");
    check("isEmpty", Value::list([]), "true");
    check("size", Value::Null, "null");
}

#[test]
fn ranges_include_their_ends_and_refuse_a_step_of_zero() {
    let check = |start: i64, end: i64, step: i64, expected: &str| {
        let arguments = [start, end, step].map(Value::Int);
        assert_eq!(result("range", &arguments), expected);
    };
    check(1, 3, 1, "[1, 2, 3]");
    check(0, 10, 4, "[0, 4, 8]");
    check(3, 1, -1, "[3, 2, 1]");
    check(3, 1, 1, "[]");
    check(1, 3, -1, "[]");
    check(2, 2, -5, "[2]");
    check(
        i64::MAX - 1,
        i64::MAX,
        1,
        "[9223372036854775806, 9223372036854775807]",
    );
    check(1, 3, 0, "ArgumentError NumberOutOfRange");
    check(i64::MIN, i64::MAX, 1, "LimitExceeded ListTooLong");
    let float = [Value::Int(0), Value::Float(1.0)];
    assert_eq!(result("range", &float), "ArgumentError InvalidArgumentType");
}

#[test]
fn conversions_read_text_and_refuse_what_they_cannot_convert() {
    let check = |name: &str, argument: Value, expected: &str| {
        assert_eq!(result(name, &[argument]), expected, "{name}");
    };
    check("toInteger", Value::from("2.9"), "2");
    check("toInteger", Value::from(" 42 "), "42");
    check("toInteger", Value::from("inf"), "null");
    check(
        "toInteger",
        Value::from("9223372036854775807"),
        "9223372036854775807",
    );
    check("toInteger", Value::from("9223372036854775808"), "null");
    check("toInteger", Value::Float(-2.9), "-2");
    check(
        "toInteger",
        Value::Float(1e300),
        "ArithmeticError IntegerOverflow",
    );
    check(
        "toInteger",
        Value::list([]),
        "TypeError InvalidArgumentValue",
    );
    check("toIntegerOrNull", Value::list([]), "null");
    check("toFloat", Value::from("1e3"), "1000.0");
    check("toFloat", Value::from("nan"), "null");
    check(
        "toFloat",
        Value::Bool(true),
        "TypeError InvalidArgumentValue",
    );
    check("toBoolean", Value::from("TRUE"), "true");
    check("toBoolean", Value::from("yes"), "null");
    check(
        "toBoolean",
        Value::Float(1.0),
        "TypeError InvalidArgumentValue",
    );
    check("toString", Value::Float(1.0), "'1.0'");
    check(
        "toString",
        Value::map::<&str>([]),
        "TypeError InvalidArgumentValue",
    );
    let mixed = Value::list([Value::from("1"), Value::from("x"), Value::list([])]);
    check("toIntegerList", mixed, "[1, null, null]");
}

#[test]
fn numbers_round_and_keep_their_type() {
    let check = |name: &str, arguments: &[Value], expected: &str| {
        assert_eq!(result(name, arguments), expected, "{name}");
    };
    check("abs", &[Value::Int(-3)], "3");
    check(
        "abs",
        &[Value::Int(i64::MIN)],
        "ArithmeticError IntegerOverflow",
    );
    check("sign", &[Value::Float(-0.5)], "-1");
    check("round", &[Value::Float(-2.5)], "-2.0");
    check("round", &[Value::Float(2.345), Value::Int(2)], "2.35");
    check(
        "round",
        &[Value::Float(2.345), Value::Int(-1)],
        "ArgumentError NumberOutOfRange",
    );
    let down = [Value::Float(2.349), Value::Int(2), Value::from("DOWN")];
    check("round", &down, "2.34");
    check("sqrt", &[Value::Float(12.96)], "3.6");
    check(
        "sqrt",
        &[Value::from("x")],
        "TypeError InvalidArgumentValue",
    );
    check("haversin", &[Value::Int(0)], "0.0");
    check("ceil", &[Value::Null], "null");
}

#[test]
fn strings_are_counted_in_characters() {
    let text = Value::from;
    let check = |name: &str, arguments: &[Value], expected: &str| {
        assert_eq!(result(name, arguments), expected, "{name}");
    };
    check("left", &[text("één"), Value::Int(2)], "'éé'");
    check("right", &[text("één"), Value::Int(9)], "'één'");
    check(
        "left",
        &[text("a"), Value::Int(-1)],
        "ArgumentError NumberOutOfRange",
    );
    check("substring", &[text("één"), Value::Int(1)], "'én'");
    check(
        "substring",
        &[text("abcdef"), Value::Int(1), Value::Int(3)],
        "'bcd'",
    );
    check("substring", &[text("abc"), Value::Int(7)], "''");
    check("split", &[text("a,b,,c"), text(",")], "['a', 'b', '', 'c']");
    check("split", &[text(""), text(",")], "['']");
    check("split", &[text("ab"), text("")], "['a', 'b']");
    let several = Value::list([text(","), text(";")]);
    check("split", &[text("a,b;c"), several], "['a', 'b', 'c']");
    check("replace", &[text("aba"), text("a"), text("x")], "'xbx'");
    check("replace", &[text("aba"), Value::Null, text("x")], "null");
    check("trim", &[text(" a ")], "'a'");
    check("toUpper", &[text("é")], "'É'");
}

fn arguments() -> impl Strategy<Value = Value> {
    let scalars = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        prop_oneof![-5_i64..40, any::<i64>(), Just(i64::MIN), Just(i64::MAX)].prop_map(Value::Int),
        any::<f64>().prop_map(Value::Float),
        "[-0-9.:TZP]{0,8}".prop_map(Value::from),
        prop::sample::select(vec!["week", "hour", "Europe/Stockholm", "UP", ""])
            .prop_map(Value::from),
        any::<i32>().prop_map(|day| Value::Date(Day(day.into()))),
        any::<i64>().prop_map(|nanos| Value::LocalTime(LocalTime::of_nanos(nanos))),
        any::<[i64; 3]>().prop_filter_map("overflow", |[months, days, seconds]| {
            Duration::new(months, days, seconds, 7).map(Value::from)
        }),
    ];
    let keys = prop::sample::select(vec![
        "year",
        "month",
        "day",
        "week",
        "quarter",
        "hour",
        "minute",
        "date",
        "time",
        "days",
        "months",
        "timezone",
        "epochMillis",
    ]);
    scalars.prop_recursive(2, 8, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::list),
            prop::collection::vec((keys.clone(), inner), 0..4).prop_map(Value::map),
        ]
    })
}

proptest! {
    #[test]
    fn no_function_panics_on_any_arguments(
        choice in any::<prop::sample::Index>(),
        values in prop::collection::vec(arguments(), 3),
    ) {
        let graph = sample();
        let functions: Vec<_> = all().collect();
        let function = functions[choice.index(functions.len())];
        for count in 0..=3 {
            if function.accepts(count) {
                let _ = call(&graph, function.name, &values[..count]);
            }
        }
    }

    #[test]
    fn no_aggregate_panics_on_any_values(values in prop::collection::vec(arguments(), 0..5)) {
        for name in aggregates::all().map(aggregates::Aggregate::name) {
            aggregating::aggregate(name, &values);
        }
    }
}
