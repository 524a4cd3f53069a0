//! What must hold between any values.

use std::cmp::Ordering;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use proptest::prelude::*;

use super::{
    Comparison, Key, Value, add, compare, divide, equal, equivalent, modulo, multiply, negate,
    order, power, subtract,
};
use crate::model::date::Day;
use crate::model::temporal::{Duration, LocalTime, Offset, Time};

fn ints() -> impl Strategy<Value = i64> {
    prop_oneof![
        -3_i64..3,
        any::<i64>(),
        Just(i64::MIN),
        Just(i64::MAX),
        // Neighbours that are one float.
        (0_i64..4).prop_map(|more| (1 << 53) + more),
    ]
}

fn floats() -> impl Strategy<Value = f64> {
    prop_oneof![
        (-6_i32..6).prop_map(|half| f64::from(half) / 2.0),
        any::<f64>(),
        Just(f64::NAN),
        Just(-0.0),
        Just(f64::INFINITY),
        Just(9_007_199_254_740_992.0),
        Just(9_223_372_036_854_775_808.0),
    ]
}

fn scalars() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        ints().prop_map(Value::Int),
        floats().prop_map(Value::Float),
        "[ab]{0,2}".prop_map(Value::from),
        (-2_i64..2).prop_map(|day| Value::Date(Day(day))),
        (0_i64..3, -1_i64..2).prop_map(|(hour, offset)| {
            let local = LocalTime::new(hour, 0, 0, 0).unwrap();
            Value::Time(Time::new(local, Offset::of_seconds(offset * 3600).unwrap()))
        }),
        (ints(), ints(), ints()).prop_map(|(months, days, seconds)| {
            Value::from(Duration::new(months, days, seconds, 0).unwrap())
        }),
    ]
}

fn values() -> impl Strategy<Value = Value> {
    scalars().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::list),
            prop::collection::vec(("[kl]", inner), 0..3).prop_map(Value::map),
        ]
    })
}

fn hash(value: &Value) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(Key(value.clone()))
}

proptest! {
    #[test]
    fn the_order_is_total(a in values(), b in values(), c in values()) {
        prop_assert_eq!(order(&a, &a), Ordering::Equal);
        prop_assert_eq!(order(&a, &b), order(&b, &a).reverse());
        if order(&a, &b).is_le() && order(&b, &c).is_le() {
            prop_assert!(order(&a, &c).is_le());
        }
    }

    #[test]
    fn equal_values_are_equivalent_and_equivalent_ones_hash_alike(a in values(), b in values()) {
        if equal(&a, &b) == Some(true) {
            prop_assert!(equivalent(&a, &b));
        }
        if equivalent(&a, &b) {
            prop_assert_eq!(hash(&a), hash(&b));
            prop_assert_ne!(compare(Comparison::Less, &a, &b), Some(true));
        }
        prop_assert_eq!(equal(&a, &b), equal(&b, &a));
    }

    #[test]
    fn comparisons_agree_with_the_order_of_scalars(a in scalars(), b in scalars()) {
        if compare(Comparison::Less, &a, &b) == Some(true) {
            prop_assert_eq!(order(&a, &b), Ordering::Less);
        }
        let backwards = compare(Comparison::Greater, &b, &a);
        prop_assert_eq!(compare(Comparison::Less, &a, &b), backwards);
    }

    #[test]
    fn arithmetic_never_panics(a in values(), b in values()) {
        for operation in [add, subtract, multiply, divide, modulo, power] {
            let _ = operation(&a, &b);
        }
        let _ = negate(&a);
    }
}

#[test]
fn numbers_group_by_value_and_nan_with_itself() {
    let check = |a: Value, b: Value, expected: bool| {
        assert_eq!(equivalent(&a, &b), expected, "{a:?} {b:?}");
    };
    check(Value::Int(1), Value::Float(1.0), true);
    check(Value::Float(f64::NAN), Value::Float(-f64::NAN), true);
    check(Value::Float(0.0), Value::Float(-0.0), true);
    check(
        Value::Int((1 << 53) + 1),
        Value::Float(9_007_199_254_740_992.0),
        false,
    );
    check(Value::Null, Value::Null, true);
    check(Value::Bool(true), Value::Int(1), false);
}

#[test]
fn types_are_ordered_as_the_language_says() {
    let mut values = [
        Value::Null,
        Value::Float(f64::NAN),
        Value::Float(1.5),
        Value::Bool(false),
        Value::from("text"),
        Value::Date(Day(0)),
        Value::list([Value::from("list")]),
        Value::map([("a", Value::from("map"))]),
    ];
    values.sort_by(order);
    let kinds: Vec<_> = values
        .iter()
        .map(|value| value.kind().described())
        .collect();
    let expected = [
        "a map",
        "a list",
        "a date",
        "a string",
        "a boolean",
        "a float",
        "a float",
        "null",
    ];
    assert_eq!(kinds, expected);
}
