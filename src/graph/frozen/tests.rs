//! That a frozen graph answers as the open one does.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::graph::{EdgeRef, Graph, NodeRef, Value};
use crate::model::date::Day;
use crate::model::temporal::{DateTime, LocalDateTime, NamedZone, Offset, Time, Zone};
use crate::model::temporal::{Duration, LocalTime};

const LABELS: [&str; 4] = ["Actor", "Event", "Meeting", "Article"];
const KINDS: [&str; 3] = ["INVOLVED_IN", "SUPPORTED_BY", "KNOWS"];
const KEYS: [&str; 5] = ["id", "name", "type", "date", "x"];

fn values() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        (-2_i64..3).prop_map(Value::Int),
        any::<i64>().prop_map(Value::Int),
        prop_oneof![
            Just(0.0),
            Just(-0.0),
            Just(1.0),
            Just(f64::NAN),
            any::<f64>()
        ]
        .prop_map(Value::Float),
        "[aé]{0,2}".prop_map(Value::from),
        prop_oneof![-2_i64..2, Just(i64::MAX)].prop_map(|day| Value::Date(Day(day))),
        (0_i64..9).prop_map(|nanos| Value::LocalTime(LocalTime::of_nanos(nanos))),
        (0_i64..9).prop_map(|hours| {
            let offset = Offset::of_seconds(hours * 3600).unwrap();
            Value::Time(Time::new(LocalTime::MIDNIGHT, offset))
        }),
        (
            0_i64..40,
            prop::sample::select(vec!["Europe/Brussels", "Asia/Tokyo", ""])
        )
            .prop_map(|(hours, zone)| {
                // Around the hour that Brussels had twice.
                let time = LocalTime::of_nanos(hours * 1_800_000_000_000 + 5);
                let local = LocalDateTime::new(Day::from_ymd(2021, 10, 31), time);
                match NamedZone::find(zone) {
                    Some(zone) => {
                        let second = Offset::of_seconds(3600);
                        let zone = Zone::Named(zone);
                        let moment = DateTime::with_preferred_offset(local, second, zone);
                        Value::DateTime(moment.unwrap().into())
                    }
                    None if hours % 2 == 0 => Value::LocalDateTime(local),
                    None => Value::DateTime(DateTime::new(local, Zone::UTC).unwrap().into()),
                }
            }),
        (0_i64..9).prop_map(|n| Value::Duration(Duration::new(n, 1, 2, 3).unwrap().into())),
    ];
    prop_oneof![
        4 => scalar.clone(),
        1 => prop::collection::vec(scalar, 0..3).prop_map(|list| Value::List(list.into())),
    ]
}

#[derive(Debug, Clone)]
struct Recipe {
    /// Labels as bits, and the properties with the number of their key.
    nodes: Vec<(usize, Vec<(usize, Value)>)>,
    edges: Vec<(usize, usize, usize, Vec<(usize, Value)>)>,
    removed: Vec<usize>,
}

fn recipes() -> impl Strategy<Value = Recipe> {
    let properties = || prop::collection::vec((0..KEYS.len(), values()), 0..4);
    let alike = prop_oneof![
        Just(None),
        (0..KEYS.len(), prop::collection::vec(values(), 1..3)).prop_map(Some)
    ];
    let nodes = prop::collection::vec((0_usize..16, properties()), 1..40);
    let edges = prop::collection::vec(
        (0..40_usize, 0..KINDS.len(), 0..40_usize, properties()),
        0..60,
    );
    let removed = prop_oneof![
        2 => Just(Vec::new()),
        1 => prop::collection::vec(0..40_usize, 1..5),
    ];
    (nodes, edges, removed, alike, any::<bool>()).prop_map(
        |(mut nodes, mut edges, removed, alike, sorted)| {
            if let Some((key, values)) = alike {
                for (at, (_, properties)) in nodes.iter_mut().enumerate() {
                    properties.retain(|(other, _)| *other != key);
                    properties.push((key, values[at % values.len()].clone()));
                }
            }
            if sorted {
                nodes.sort_by_key(|(labels, _)| *labels);
                edges.sort_by_key(|edge| (edge.1, edge.0));
            }
            Recipe {
                nodes,
                edges,
                removed,
            }
        },
    )
}

fn made(recipe: &Recipe) -> Graph {
    let mut graph = Graph::new();
    for (labels, properties) in &recipe.nodes {
        let labels = (0..LABELS.len()).filter(|at| labels >> at & 1 == 1);
        let node = graph.add_node(labels.map(|at| LABELS[at]));
        for (key, value) in properties {
            graph.set(node, KEYS[*key], value.clone());
        }
    }
    let node = |at: usize| NodeId::at(at % recipe.nodes.len());
    for (from, kind, to, properties) in &recipe.edges {
        let edge = graph.add_edge(node(*from), KINDS[*kind], node(*to));
        for (key, value) in properties {
            graph.set_edge(edge, KEYS[*key], value.clone());
        }
    }
    for at in &recipe.removed {
        graph.remove_node(node(*at));
        graph.remove_edge(EdgeId::at(*at + 7));
    }
    graph
}

/// All that is said of a graph, with nodes and relationships by their rank.
fn told(graph: &Graph) -> Vec<String> {
    let nodes: BTreeMap<NodeId, usize> = graph.nodes().map(NodeRef::id).zip(0..).collect();
    let edges: BTreeMap<EdgeId, usize> = graph.edges().map(EdgeRef::id).zip(0..).collect();
    let mut told = vec![format!("{} {}", graph.node_count(), graph.edge_count())];
    for node in graph.nodes() {
        let ranks = |edges: &BTreeMap<EdgeId, usize>, list: Vec<EdgeRef<'_>>| -> Vec<usize> {
            list.iter().map(|edge| edges[&edge.id()]).collect()
        };
        told.push(format!(
            "{:?} {:?} {:?} {:?}",
            node.labels().collect::<Vec<_>>(),
            node.properties().collect::<Vec<_>>(),
            ranks(&edges, node.outgoing().collect()),
            ranks(&edges, node.incoming().collect()),
        ));
        for key in KEYS {
            told.push(format!("{:?} {:?}", node.get(key), node.text(key)));
            let value = graph.symbol(key).and_then(|key| node.value(key));
            told.push(format!("{value:?}"));
        }
    }
    for edge in graph.edges() {
        told.push(format!(
            "{} {} {} {:?} {:?}",
            nodes[&edge.from().id()],
            edge.kind(),
            nodes[&edge.to().id()],
            edge.properties().collect::<Vec<_>>(),
            edge.get("x"),
        ));
    }
    for label in LABELS {
        let Some(symbol) = graph.symbol(label) else {
            continue;
        };
        let of_label: Vec<_> = graph.labelled(symbol).collect();
        let mut stepped = Vec::new();
        let mut number = 0;
        while let Some(node) = graph.labelled_from(symbol, number) {
            number = node.index() + 1;
            stepped.push(node);
        }
        assert_eq!(of_label, stepped);
        told.push(format!("{label} {}", graph.label_count(symbol)));
        let ranks: Vec<_> = of_label.iter().map(|node| nodes[node]).collect();
        told.push(format!("{ranks:?}"));
    }
    for kind in KINDS {
        told.push(format!(
            "{:?}",
            graph.symbol(kind).map(|kind| graph.kind_count(kind))
        ));
    }
    let mut looked_for: Vec<Value> = Vec::new();
    for node in graph.nodes() {
        looked_for.extend(node.properties().map(|(_, value)| value.to_value()));
    }
    looked_for.extend([
        Value::Int(0),
        Value::Float(1.0),
        Value::from("zz"),
        Value::Bool(true),
    ]);
    for key in KEYS.into_iter().filter_map(|key| graph.symbol(key)) {
        for label in [None, graph.symbol("Actor"), graph.symbol("Meeting")] {
            for value in &looked_for {
                let found = || graph.find_nodes(label, key, value);
                let found = found().or_else(found);
                let ranks = found.map(|found| found.iter().map(|n| nodes[n]).collect::<Vec<_>>());
                told.push(format!("{value:?} {ranks:?}"));
            }
        }
    }
    told
}

/// Sections in memory.
#[derive(Debug, Clone, PartialEq, Default)]
struct Shelf(BTreeMap<String, Vec<u8>>);

impl Shelf {
    fn of(graph: &Graph) -> Self {
        let mut shelf = Self::default();
        graph.frozen().unwrap().write(&mut shelf);
        shelf
    }
}

impl SectionsMut for Shelf {
    fn add(&mut self, name: &str, bytes: &[u8]) {
        assert_eq!(
            self.0.insert(name.to_owned(), bytes.to_vec()),
            None,
            "{name}"
        );
    }
}

impl Sections for Shelf {
    fn section(&self, name: &str) -> Option<Arc<dyn Section>> {
        let bytes = self.0.get(name)?;
        let mut words = vec![0_u64; bytes.len().div_ceil(8)];
        bytemuck::cast_slice_mut(&mut words)[..bytes.len()].copy_from_slice(bytes);
        Some(Arc::new(Aligned(words, bytes.len())))
    }
}

#[derive(Debug)]
struct Aligned(Vec<u64>, usize);

impl Section for Aligned {
    fn bytes(&self) -> &[u8] {
        &bytemuck::cast_slice(&self.0)[..self.1]
    }

    fn len(&self) -> usize {
        self.1
    }
}

/// Reads everything, whatever it says.
fn touch(graph: &Graph) {
    let nodes = graph.nodes().map(NodeRef::id).chain([NodeId::at(9999)]);
    for node in nodes.map(|node| graph.node(node)) {
        for (key, value) in node.properties() {
            let value = value.to_value();
            if let Some(key) = graph.symbol(key) {
                graph.find_nodes(None, key, &value);
                graph.find_nodes(graph.symbol("Actor"), key, &value);
            }
        }
        for edge in node.outgoing().chain(node.incoming()) {
            edge.properties().for_each(drop);
            edge.to().labels().for_each(drop);
        }
    }
    for kind in graph.frozen().unwrap().kinds() {
        for direction in [Direction::Outgoing, Direction::Incoming] {
            let adjacency = graph.frozen().unwrap().adjacency(kind, direction).unwrap();
            for node in graph.nodes() {
                adjacency.of_node(node.id()).for_each(drop);
                adjacency.degree(node.id());
            }
        }
        graph.frozen().unwrap().edge_ends_labels(kind);
    }
    graph.clone().thaw();
}

#[test]
fn damaged_sections_are_refused_or_read_without_harm() {
    let shelf = Shelf::of(&table());
    let (mut refused, mut read) = (0, 0);
    let mut check = |shelf: &Shelf| match Frozen::open(shelf) {
        Ok(frozen) => {
            touch(&frozen.into());
            read += 1;
        }
        Err(_) => refused += 1,
    };
    for (name, bytes) in &shelf.0 {
        let mut damaged = shelf.clone();
        damaged.0.remove(name);
        check(&damaged);
        for at in 0..bytes.len() {
            damaged.0.insert(name.clone(), bytes[..at].to_vec());
            check(&damaged);
            for flipped in [0x01, 0x80, 0xff] {
                let mut bytes = bytes.clone();
                bytes[at] ^= flipped;
                damaged.0.insert(name.clone(), bytes);
                check(&damaged);
            }
        }
    }
    assert!(refused > 100 && read > 100, "{refused} {read}");
}

#[test]
fn opening_says_what_is_wrong() {
    let check = |change: fn(&mut Shelf), expected: OpenError| {
        let mut shelf = Shelf::of(&table());
        change(&mut shelf);
        assert_eq!(Frozen::open(&shelf).unwrap_err(), expected);
    };
    check(
        |shelf| shelf.0.clear(),
        OpenError::Missing("graph".to_owned()),
    );
    check(
        |shelf| drop(shelf.0.remove("graph.3")),
        OpenError::Missing("graph.3".to_owned()),
    );
    check(
        |shelf| shelf.0.get_mut("graph").unwrap()[0] = 99,
        OpenError::Version(99),
    );
    check(
        |shelf| shelf.0.get_mut("graph.0").unwrap().truncate(1),
        OpenError::Length("graph.0".to_owned()),
    );
    check(
        |shelf| shelf.0.get_mut("graph").unwrap().push(0),
        OpenError::Malformed,
    );
}

proptest! {
    #[test]
    fn a_frozen_graph_answers_as_the_open_one(recipe in recipes()) {
        let open = made(&recipe);
        let frozen = open.freeze();
        prop_assert!(frozen.frozen().is_some());
        let expected = told(&open);
        prop_assert_eq!(&told(&frozen), &expected);
        let mut thawed = frozen.clone();
        thawed.thaw();
        prop_assert!(thawed.frozen().is_none());
        prop_assert_eq!(&told(&thawed), &expected);
        prop_assert_eq!(&told(&Builder::of(&frozen).finish()), &expected);
        let shelf = Shelf::of(&frozen);
        let stored = Graph::from(Frozen::open(&shelf).unwrap());
        prop_assert_eq!(&told(&stored), &expected);
        prop_assert_eq!(&Shelf::of(&stored).0, &shelf.0);
    }

    #[test]
    fn adjacency_lists_what_the_nodes_say(recipe in recipes()) {
        let graph = made(&recipe).freeze();
        let frozen = graph.frozen().unwrap();
        for kind in frozen.kinds() {
            let (from_labels, to_labels) = frozen.edge_ends_labels(kind);
            for node in graph.nodes() {
                for direction in [Direction::Outgoing, Direction::Incoming] {
                    let adjacency = frozen.adjacency(kind, direction).unwrap();
                    let mut expected: Vec<_> = match direction {
                        Direction::Outgoing => node.outgoing().map(|e| (e.to().id(), e)).collect(),
                        Direction::Incoming => node.incoming().map(|e| (e.from().id(), e)).collect(),
                    };
                    expected.retain(|(_, edge)| edge.kind_symbol() == kind);
                    let mut found: Vec<_> = adjacency.of_node(node.id()).collect();
                    prop_assert_eq!(adjacency.degree(node.id()), found.len());
                    if adjacency.is_complete() {
                        prop_assert!(found.is_sorted_by(|a, b| a.1 > b.1));
                    }
                    found.sort_by_key(|(_, edge)| std::cmp::Reverse(*edge));
                    let expected: Vec<_> = expected.iter().map(|(n, e)| (*n, e.id())).collect();
                    prop_assert_eq!(&found, &expected);
                    let labels = match direction {
                        Direction::Outgoing => &from_labels,
                        Direction::Incoming => &to_labels,
                    };
                    prop_assert!(found.is_empty() || labels.contains(&node.label_symbols()));
                }
            }
        }
    }
}

#[test]
fn a_change_to_a_frozen_graph_opens_it() {
    let mut graph = Graph::new();
    let a = graph.add_node(["Actor"]);
    let b = graph.add_node(["Actor"]);
    graph.add_edge(a, "KNOWS", b);
    let frozen = graph.freeze();
    let mut changed = frozen.clone();
    changed.set(a, "name", Value::from("Ada"));
    assert_eq!(changed.node(a).text("name"), Some("Ada"));
    assert_eq!(changed.node(b).incoming().count(), 1);
    assert_eq!(frozen.node(a).text("name"), None);
    assert!(frozen.frozen().is_some() && changed.frozen().is_none());
}

/// Two actors, four events of a table with two roles each, and the article of the table.
fn table() -> Graph {
    let mut graph = Graph::new();
    let ada = graph.add_node(["Actor"]);
    graph.set(ada, "name", Value::from("Ada"));
    let mut builder = Builder::of(&graph);
    let article = builder.add_nodes(NodeBlock {
        labels: &["Article"],
        len: 1,
        columns: vec![BlockColumn::new(
            "id",
            ColumnData::Constant(Value::from("icews")),
        )],
    });
    let bo = builder.add_nodes(NodeBlock {
        labels: &["Actor", "Person"],
        len: 1,
        columns: vec![BlockColumn::new(
            "name",
            ColumnData::Text {
                offsets: vec![0, 2],
                bytes: b"Bo".to_vec(),
            },
        )],
    });
    let dictionary = ["b", "unused", "a"].map(str::to_owned).to_vec();
    let events = builder.add_nodes(NodeBlock {
        labels: &["Event"],
        len: 4,
        columns: vec![
            BlockColumn::new("id", ColumnData::Sequence(0)),
            BlockColumn::new(
                "type",
                ColumnData::Codes {
                    codes: vec![0, 2, 2, 0],
                    dictionary,
                },
            ),
            BlockColumn::new("day", ColumnData::Date(vec![3, 3, 4, 9])),
            BlockColumn {
                key: "amount",
                data: ColumnData::Int(vec![7, 0, 1 << 40, 0]),
                valid: Some(vec![0b0101]),
            },
        ],
    });
    let (ada, bo) = (u32::from(ada), u32::from(bo));
    builder.add_edges(EdgeBlock {
        kind: "INVOLVED_IN",
        len: 8,
        from: Ends::List(vec![ada, bo, bo, ada, ada, bo, bo, bo]),
        to: Ends::Range {
            first: events,
            each: 2,
        },
        columns: vec![BlockColumn::new(
            "role",
            ColumnData::Codes {
                codes: vec![0, 1, 0, 1, 0, 1, 0, 1],
                dictionary: vec!["source".to_owned(), "target".to_owned()],
            },
        )],
    });
    builder.add_edges(EdgeBlock {
        kind: "SUPPORTED_BY",
        len: 4,
        from: Ends::Range {
            first: events,
            each: 1,
        },
        to: Ends::One(article),
        columns: vec![BlockColumn::new("line", ColumnData::Sequence(1))],
    });
    builder.finish()
}

#[test]
fn a_table_reads_as_if_its_rows_had_been_added_one_by_one() {
    let graph = table();
    let mut thawed = graph.clone();
    thawed.thaw();
    assert_eq!(told(&graph), told(&thawed));
    assert_eq!(told(&thawed.freeze()), told(&graph));
}

#[test]
fn rows_of_a_table_know_the_article_without_a_list() {
    let graph = table();
    let frozen = graph.frozen().unwrap();
    let supported = graph.symbol("SUPPORTED_BY").unwrap();
    let adjacency = frozen.adjacency(supported, Direction::Incoming).unwrap();
    assert!(!adjacency.is_complete());
    assert!(adjacency.neighbours().is_empty());
    let article = graph.nodes().find(|node| node.is("Article")).unwrap();
    assert_eq!(adjacency.degree(article.id()), 4);
    let lines: Vec<_> = article
        .incoming()
        .filter_map(|edge| edge.get("line")?.as_int())
        .collect();
    assert_eq!(lines, [4, 3, 2, 1]);
    let event = graph.nodes().find(|node| node.is("Event")).unwrap();
    let kinds: Vec<_> = event.outgoing().map(EdgeRef::kind).collect();
    assert_eq!(kinds, ["SUPPORTED_BY"]);
}

#[test]
fn columns_know_their_order_and_keep_texts_once() {
    let graph = table();
    let frozen = graph.frozen().unwrap();
    let events = frozen.segments().last().unwrap();
    let column = |key: &str| events.column(graph.symbol(key).unwrap()).unwrap();
    assert!(column("id").strict() && matches!(column("id").values(), Values::Sequence(0)));
    assert!(column("day").ascending() && !column("day").strict());
    assert!(!column("amount").ascending());
    let Values::Codes {
        codes: Codes::U8(codes),
        texts,
        index: Some(index),
    } = column("type").values()
    else {
        panic!("types are kept as codes with an index");
    };
    assert_eq!(texts.iter().collect::<Vec<_>>(), ["a", "b", "unused"]);
    assert_eq!(codes, [1, 0, 0, 1]);
    assert_eq!(index.of(0), [1, 2]);
    assert_eq!(index.of(2), [0_u32; 0]);
    assert_eq!(index.of(9), [0_u32; 0]);
}
