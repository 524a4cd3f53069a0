//! Temporal functions.

use super::{call, result, sample};
use crate::query::value::Value;

fn map<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::map(entries)
}

fn ints<const N: usize>(entries: [(&str, i64); N]) -> Value {
    Value::map(entries.map(|(key, int)| (key, Value::Int(int))))
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
    check("time", std::slice::from_ref(&zone), "'16:00+05:00'");
    check(
        "datetime",
        std::slice::from_ref(&day),
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
