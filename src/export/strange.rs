//! Dossiers with strange texts in every place, for tests of the formats.

use proptest::collection::vec;
use proptest::prelude::*;

use crate::graph::{Dossier, Graph, Value};
use crate::model::date::Day;

/// Texts that break what was not written with care.
const TEXTS: [&str; 24] = [
    "",
    " ",
    "plain",
    "=1+1",
    "-1",
    "@a",
    "'",
    "'=x",
    "a;b|c\td",
    "\"",
    "\"\"quoted\"\"",
    "line\nfeed",
    "carriage\r\nreturn\r",
    "back\\slash\\u0041\\n",
    "`tick` ``",
    "]]>&amp;<![CDATA[",
    "</script><b>",
    "\u{0}\u{1}\u{8}\u{b}\u{1f}\u{7f}\u{85}",
    "👩‍👩‍👧 🇧🇾",
    "שלום \u{202e}abc",
    "e\u{301}\u{323} ﷺ",
    "\u{fffe}\u{ffff}\u{feff}\u{2028}",
    "null",
    "true",
];

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(&TEXTS[..]).prop_map(str::to_owned),
        4 => ".{0,12}",
        1 => Just("ab\"c\n".repeat(20_000)),
    ]
}

fn values() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => texts().prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => (-1e9..1e9_f64).prop_map(Value::from),
        1 => (-900_000..2_900_000_i64).prop_map(|day| Value::from(Day(day))),
        2 => vec(texts(), 0..3).prop_map(Value::texts),
        1 => vec(any::<i64>(), 0..3).prop_map(|ints| {
            Value::List(ints.into_iter().map(Value::from).collect())
        }),
    ]
}

/// Dossiers of 0 to 6 nodes. The kinds of `text`, `list`, `int`, `float`, `bool` and `day` are
/// kept; `any` and one property of a strange name hold whatever comes.
pub(super) fn dossiers() -> impl Strategy<Value = Dossier> {
    let properties = || {
        (
            texts(),
            vec(texts(), 0..3),
            any::<i64>(),
            -1e9..1e9_f64,
            any::<bool>(),
            (-719_162..2_932_896_i64).prop_map(Day),
            (values(), any::<u8>()),
        )
    };
    let nodes = vec((properties(), texts()), 0..6);
    let edges = vec((properties(), any::<(u8, u8)>()), 0..6);
    (nodes, edges).prop_map(|(nodes, edges)| {
        let mut graph = Graph::new();
        let mut ids = Vec::new();
        for ((text, list, int, float, bool, day, (any, absent)), id) in nodes {
            let node = graph.add_node(["Event", "Odd Label"]);
            let properties: [(&str, Value); 8] = [
                ("id", id.into()),
                ("text", text.into()),
                ("list", Value::texts(list)),
                ("int", int.into()),
                ("float", float.into()),
                ("bool", bool.into()),
                ("day", day.into()),
                ("any `one`, \"all\"", any),
            ];
            for (at, (key, value)) in properties.into_iter().enumerate() {
                if absent & (1 << at) == 0 {
                    graph.set(node, key, value);
                }
            }
            ids.push(node);
        }
        for ((text, list, int, float, bool, day, (any, absent)), (from, to)) in edges {
            if ids.is_empty() {
                break;
            }
            let end = |number: u8| ids[usize::from(number) % ids.len()];
            let edge = graph.add_edge(end(from), "LED_TO", end(to));
            let properties: [(&str, Value); 7] = [
                ("text", text.into()),
                ("list", Value::texts(list)),
                ("int", int.into()),
                ("float", float.into()),
                ("bool", bool.into()),
                ("day", day.into()),
                ("any", any),
            ];
            for (at, (key, value)) in properties.into_iter().enumerate() {
                if absent & (1 << at) == 0 {
                    graph.set_edge(edge, key, value);
                }
            }
        }
        Dossier {
            title: "Strange".to_owned(),
            ..Dossier::of(graph)
        }
    })
}
