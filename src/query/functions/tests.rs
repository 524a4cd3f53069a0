//! Calls of functions by name, with results in the notation of the conformance suite.

use proptest::prelude::*;

use super::{Clock, Context, Instant, Random, aggregates, all, find};
use crate::graph::{self, Graph};
use crate::model::date::Day;
use crate::model::temporal::{Duration, LocalTime};
use crate::query::Error;
use crate::query::value::{Path, Value, notation};

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

fn map<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::map(entries)
}

fn ints<const N: usize>(entries: [(&str, i64); N]) -> Value {
    Value::map(entries.map(|(key, int)| (key, Value::Int(int))))
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

#[test]
fn instants_are_made_of_components() {
    let check = |name: &str, argument: Value, expected: &str| {
        assert_eq!(result(name, &[argument]), expected, "{name}");
    };
    check("date", ints([("year", 1817), ("week", 1)]), "'1816-12-30'");
    check(
        "date",
        ints([("year", 1984), ("quarter", 3), ("dayOfQuarter", 45)]),
        "'1984-08-14'",
    );
    check(
        "date",
        ints([("year", 1984), ("ordinalDay", 202)]),
        "'1984-07-20'",
    );
    check(
        "date",
        ints([("year", 1984), ("day", 2)]),
        "ArgumentError InvalidArgumentValue",
    );
    check(
        "date",
        ints([("year", 1984), ("month", 2), ("day", 30)]),
        "ArgumentError InvalidArgumentValue",
    );
    check(
        "date",
        ints([("year", 1984), ("week", 2), ("month", 3)]),
        "ArgumentError InvalidArgumentValue",
    );
    check(
        "date",
        ints([("year", 1984), ("hour", 2)]),
        "ArgumentError InvalidArgumentValue",
    );
    check(
        "date",
        map([("year", Value::from("1984"))]),
        "TypeError InvalidArgumentType",
    );
    check("date", map([("year", Value::Null)]), "null");
    let fraction = [
        ("hour", 12),
        ("minute", 31),
        ("second", 14),
        ("millisecond", 645),
        ("nanosecond", 7),
    ];
    check("localtime", ints(fraction), "'12:31:14.645000007'");
    check(
        "time",
        ints([("hour", 12), ("second", 1)]),
        "ArgumentError InvalidArgumentValue",
    );
    check(
        "datetime",
        ints([("epochSeconds", 1), ("nanosecond", 5)]),
        "'1970-01-01T00:00:01.000000005Z'",
    );
    let zoned = map([
        ("year", Value::Int(1984)),
        ("timezone", Value::from("Europe/Stockholm")),
    ]);
    check(
        "datetime",
        zoned,
        "'1984-01-01T00:00+01:00[Europe/Stockholm]'",
    );
    let nowhere = map([
        ("year", Value::Int(1984)),
        ("timezone", Value::from("Europe/Nowhere")),
    ]);
    check("datetime", nowhere, "ArgumentError InvalidArgumentValue");
}

#[test]
fn components_are_set_over_those_of_another_value() {
    let graph = sample();
    let date = call(&graph, "date", &[Value::from("1984-11-11")]).unwrap();
    let check = |key: &str, number: i64, expected: &str| {
        let argument = map([("date", date.clone()), (key, Value::Int(number))]);
        assert_eq!(result("date", &[argument]), expected, "{key}");
    };
    check("year", 28, "'0028-11-11'");
    check("day", 28, "'1984-11-28'");
    check("week", 1, "'1984-01-08'");
    check("ordinalDay", 28, "'1984-01-28'");
    check("quarter", 3, "'1984-08-11'");

    let time = call(
        &graph,
        "datetime",
        &[Value::from("1984-10-11T12:00[Europe/Stockholm]")],
    )
    .unwrap();
    let check = |function: &str, entries: &[(&str, Value)], expected: &str| {
        let entries = entries.iter().cloned().chain([("time", time.clone())]);
        assert_eq!(result(function, &[Value::map(entries)]), expected);
    };
    let day = ("date", date.clone());
    let zone = ("timezone", Value::from("+05:00"));
    check("localtime", &[("second", Value::Int(42))], "'12:00:42'");
    check("time", &[zone.clone()], "'16:00+05:00'");
    check(
        "datetime",
        &[day.clone()],
        "'1984-11-11T12:00+01:00[Europe/Stockholm]'",
    );
    check("datetime", &[day, zone], "'1984-11-11T16:00+05:00'");
}

#[test]
fn clocks_stand_still_in_their_zone() {
    let check = |name: &str, arguments: &[Value], expected: &str| {
        assert_eq!(result(name, arguments), expected, "{name}");
    };
    check("date", &[], "'2020-09-14'");
    check("time.transaction", &[], "'11:00:00.5Z'");
    check(
        "datetime.realtime",
        &[Value::from("+03:00")],
        "'2020-09-14T14:00:00.5+03:00'",
    );
    check("localdatetime.statement", &[], "'2020-09-14T11:00:00.5'");
    let zone = map([("timezone", Value::from("Pacific/Auckland"))]);
    check("localtime", &[zone], "'23:00:00.5'");
    check("timestamp", &[], "1600081200500");
}

#[test]
fn truncation_keeps_what_is_above_the_unit() {
    let graph = sample();
    let value = call(
        &graph,
        "datetime",
        &[Value::from("1984-10-11T12:31:14.645876123-01:00")],
    )
    .unwrap();
    let check = |name: &str, unit: &str, components: Value, expected: &str| {
        let arguments = [Value::from(unit), value.clone(), components];
        assert_eq!(result(name, &arguments), expected, "{name} {unit}");
    };
    let none = || ints([]);
    let zone = || map([("timezone", Value::from("Europe/Stockholm"))]);
    check(
        "datetime.truncate",
        "month",
        ints([("day", 2)]),
        "'1984-10-02T00:00-01:00'",
    );
    check(
        "datetime.truncate",
        "hour",
        zone(),
        "'1984-10-11T12:00+01:00[Europe/Stockholm]'",
    );
    check(
        "localtime.truncate",
        "millisecond",
        ints([("nanosecond", 2)]),
        "'12:31:14.645000002'",
    );
    check(
        "date.truncate",
        "week",
        ints([("dayOfWeek", 2)]),
        "'1984-10-09'",
    );
    check("time.truncate", "day", none(), "'00:00-01:00'");
    check(
        "date.truncate",
        "hour",
        none(),
        "ArgumentError InvalidArgumentValue",
    );
    check(
        "time.truncate",
        "month",
        none(),
        "ArgumentError InvalidArgumentValue",
    );
    check(
        "date.truncate",
        "fortnight",
        none(),
        "ArgumentError InvalidArgumentValue",
    );
    assert_eq!(
        result("date.truncate", &[Value::from("decade")]),
        "'2020-01-01'"
    );
}

#[test]
fn durations_are_measured_in_the_units_asked_for() {
    let graph = sample();
    let instant = |text: &str| call(&graph, "datetime", &[Value::from(text)]).unwrap();
    let check = |name: &str, from: Value, to: Value, expected: &str| {
        assert_eq!(result(name, &[from, to]), expected, "{name}");
    };
    let (from, to) = (
        "2014-07-21T21:40:36.143+02:00",
        "2015-07-21T21:40:32.142+01:00",
    );
    check(
        "duration.between",
        instant(from),
        instant(to),
        "'P1YT59M55.999S'",
    );
    check("duration.inMonths", instant(from), instant(to), "'P1Y'");
    check("duration.inDays", instant(to), instant(from), "'P-365D'");
    check(
        "duration.inSeconds",
        instant(from),
        instant(to),
        "'PT8760H59M55.999S'",
    );
    check("duration.between", instant(from), Value::Null, "null");
    check(
        "duration.between",
        instant(from),
        Value::Int(1),
        "TypeError InvalidArgumentValue",
    );
    let fractions = map([("months", Value::Float(5.5)), ("days", Value::Int(1))]);
    assert_eq!(result("duration", &[fractions]), "'P5M16DT5H14M33S'");
    assert_eq!(
        result("duration", &[ints([("day", 1)])]),
        "ArgumentError InvalidArgumentValue"
    );
}

/// What an aggregate makes of rows of one argument.
fn aggregate(name: &str, values: &[Value]) -> String {
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
            aggregate(name, &values);
        }
    }
}
