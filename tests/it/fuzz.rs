//! The corpora of the fuzz targets, and queries made of their pieces: all of them are read or refused,
//! and run or refused, without a crash or a hang.
//!
//! `KRONIEK_FUZZ_SECONDS=1800 cargo test --release --test it fuzz` goes on for half an hour.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use kroniek::graph::Graph;
use kroniek::query::functions::Random;
use kroniek::query::lexer::{TokenKind, lex};
use kroniek::query::parser::parse;
use kroniek::query::procedures::Registry;
use kroniek::query::{ErrorType, Limits, Parameters, Strategy, prepare_with};

const SETUP: &str = "CREATE (a:A {x: 1, name: 'a'})-[:R {x: 1}]->(b:B {x: 2})-[:S]->(c:A:B {x: 1}), \
                     (c)-[:R]->(a), (a)-[:R]->(a), (:C {d: date('2020-01-01'), l: [1, 2]})";

fn corpus(name: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(name);
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(!files.is_empty());
    files
        .iter()
        .map(|file| fs::read_to_string(file).unwrap())
        .collect()
}

/// What is read must print as text that reads the same.
fn check_parse(text: &str) {
    if let Ok(tree) = parse(text) {
        let printed = tree.to_string();
        assert_eq!(parse(&printed).as_ref(), Ok(&tree), "{text}\n{printed}");
    }
}

/// Whatever the query, it ends soon after its time is over.
fn check_query(text: &str, graph: &Graph, registry: &Registry) {
    let limits = Limits {
        timeout: Some(Duration::from_millis(500)),
        max_rows: Some(10_000),
        max_memory: Some(50_000_000),
        cancel: None,
    };
    for strategy in [Strategy::Cheapest, Strategy::AsWritten] {
        let start = Instant::now();
        if let Ok(prepared) = prepare_with(text, graph, registry, strategy) {
            let mut graph = graph.clone();
            let _ = prepared.run_mut(&mut graph, registry, &Parameters::new(), &limits);
        }
        let taken = start.elapsed();
        assert!(taken < Duration::from_secs(20), "{taken:?}: {text}");
    }
}

fn setup(registry: &Registry) -> Graph {
    let mut graph = Graph::new();
    prepare_with(SETUP, &graph, registry, Strategy::Cheapest)
        .unwrap()
        .run_mut(&mut graph, registry, &Parameters::new(), &Limits::default())
        .unwrap();
    graph
}

#[test]
fn the_corpora_neither_crash_nor_hang() {
    let registry = Registry::standard();
    let graph = setup(&registry);
    for text in corpus("parse").iter().chain(&corpus("query")) {
        check_parse(text);
        check_query(text, &graph, &registry);
    }
}

#[test]
fn most_of_the_query_corpus_is_valid() {
    let registry = Registry::standard();
    let graph = setup(&registry);
    let texts = corpus("query");
    let valid = |text: &&String| {
        prepare_with(text, &graph, &registry, Strategy::Cheapest).map_or_else(
            |errors| {
                // A limit would hide what is to be tried.
                assert!(
                    errors
                        .iter()
                        .all(|error| error.kind != ErrorType::LimitExceeded)
                );
                false
            },
            |_| true,
        )
    };
    let count = texts.iter().filter(valid).count();
    assert!(count * 10 >= texts.len() * 9, "{count} of {}", texts.len());
}

/// Tokens of a text, as text.
fn pieces(text: &str) -> Vec<&str> {
    lex(text)
        .into_iter()
        .filter(|token| token.kind != TokenKind::End)
        .map(|token| &text[token.span.range()])
        .collect()
}

fn below(random: &Random, bound: usize) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a number below a small bound"
    )]
    let number = (random.next() * bound as f64) as usize;
    number.min(bound.saturating_sub(1))
}

/// What a piece may be put in the place of.
fn class(piece: &str) -> u8 {
    match piece.chars().next() {
        Some(c) if c.is_uppercase() => 0,
        Some(c) if c.is_alphabetic() => 1,
        Some(c) if c.is_numeric() => 2,
        Some('\'' | '"') => 3,
        Some('<' | '>' | '=' | '+' | '*' | '/' | '%' | '^') => 4,
        _ => 5,
    }
}

/// One text with pieces replaced by others of the same kind, and now and then taken out, doubled, swapped
/// or put in.
fn mutate<'t>(random: &Random, texts: &[Vec<&'t str>]) -> Vec<&'t str> {
    let mut tokens = texts[below(random, texts.len())].clone();
    for _ in 0..=below(random, 3) {
        let at = below(random, tokens.len().max(1));
        let to = (at + below(random, 8)).min(tokens.len());
        let other = &texts[below(random, texts.len())];
        match below(random, 12) {
            0 => drop(tokens.drain(at.min(to)..to)),
            1 => {
                let part = tokens[at.min(to)..to].to_vec();
                tokens.splice(at..at, part);
            }
            2 if to < tokens.len() => tokens.swap(at, to),
            3 => {
                let from = below(random, other.len().max(1));
                let end = (from + below(random, 12)).min(other.len());
                let part = other.get(from..end).unwrap_or_default().to_vec();
                tokens.splice(at..to.max(at), part);
            }
            _ => {
                let kin: Vec<_> = (other.iter())
                    .filter(|piece| class(piece) == class(tokens[at]))
                    .collect();
                if !kin.is_empty() {
                    tokens[at] = kin[below(random, kin.len())];
                }
            }
        }
        if tokens.is_empty() {
            tokens.push("RETURN");
        }
    }
    tokens
}

#[test]
fn queries_made_of_pieces_neither_crash_nor_hang() {
    let seconds = std::env::var("KRONIEK_FUZZ_SECONDS").ok();
    let seconds: Option<u64> = seconds.and_then(|seconds| seconds.parse().ok());
    let texts = corpus("query");
    let texts: Vec<_> = texts.iter().map(|text| pieces(text)).collect();
    let registry = Registry::standard();
    let graph = setup(&registry);
    // Every long run begins elsewhere.
    let seed = seconds.map_or(1, |_| {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        now.unwrap_or_default().as_secs()
    });
    let random = Random::new(seed);
    let begin = Instant::now();
    let (mut tried, mut valid) = (0_u64, 0_u64);
    loop {
        let more = match seconds {
            Some(seconds) => begin.elapsed() < Duration::from_secs(seconds),
            None => tried < 400,
        };
        if !more {
            break;
        }
        let text = mutate(&random, &texts).join(" ");
        if seconds.is_some() {
            // What was tried when the process died.
            let _ = fs::write(
                Path::new(env!("CARGO_TARGET_TMPDIR")).join("last.cypher"),
                &text,
            );
        }
        tried += 1;
        valid += u64::from(prepare_with(&text, &graph, &registry, Strategy::Cheapest).is_ok());
        check_parse(&text);
        check_query(&text, &graph, &registry);
    }
    println!("{tried} queries, {valid} of them valid, seed {seed}");
    assert!(valid * 20 > tried, "{valid} of {tried} queries were valid");
}
