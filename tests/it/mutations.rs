//! The bundled dossier with one thing wrong at a time: `check` must notice each at its line.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use kroniek::compile;
use kroniek::diag::{Severity, SourceId};
use kroniek::ingest::yaml::{Node, Value, parse};

/// One thing to spoil.
struct Mutation {
    file: PathBuf,
    /// Bytes of the scalar in the file.
    at: std::ops::Range<usize>,
    /// What to write there.
    instead: String,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Quote,
    Reference,
    Date,
    Amount,
    Figure,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every scalar of a file with the keys above it, keys that are ids included.
fn scalars(node: &Node, keys: &mut Vec<String>, found: &mut Vec<(Vec<String>, Node)>) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(_) => found.push((keys.clone(), node.clone())),
        Value::Sequence(items) => items.iter().for_each(|item| scalars(item, keys, found)),
        Value::Mapping(entries) => {
            for entry in entries {
                // The agreement that an event led to is a key.
                if keys.last().is_some_and(|key| key == "led_to") && entry.key.text != "is" {
                    let key = Node {
                        span: entry.key.span.clone(),
                        value: Value::Scalar(entry.key.text.clone()),
                    };
                    found.push((keys.clone(), key));
                }
                keys.push(entry.key.text.clone());
                scalars(&entry.value, keys, found);
                keys.pop();
            }
        }
    }
}

/// What to spoil a scalar with, by the keys above it.
fn spoilt(keys: &[String], text: &str) -> Vec<(Kind, String)> {
    let under = |key: &str| keys.iter().any(|above| above == key);
    let last = keys.last().map_or("", String::as_str);
    if last == "why" || last == "type" || under("allow") || under("says") || under("name") {
        return Vec::new();
    }
    if under("quote") {
        let letters: Vec<_> = text
            .char_indices()
            .filter(|(_, c)| c.is_alphabetic())
            .collect();
        let (at, letter) = letters[letters.len() / 2];
        let other = if letter == 'q' { "x" } else { "q" };
        let end = at + letter.len_utf8();
        return vec![(
            Kind::Quote,
            format!("{}{other}{}", &text[..at], &text[end..]),
        )];
    }
    let references = [
        "who",
        "place",
        "part_of",
        "led_to",
        "about",
        "denies",
        "during",
        "by",
        "from",
        "to",
        "of",
        "represents",
        "member_of",
    ];
    if under("date") || ["since", "until", "published"].iter().any(|key| under(key)) {
        return match last {
            "by" => vec![(Kind::Reference, "nobody-at-all".to_owned())],
            _ => vec![(Kind::Date, "2021-02-30".to_owned())],
        };
    }
    if under("amount") && last != "by" {
        return vec![
            (Kind::Amount, text.replace(' ', "-")),
            (
                Kind::Figure,
                text.replace("630", "640").replace("1.5", "2.5"),
            ),
        ];
    }
    let stage = matches!(
        text,
        "discussed" | "promised" | "agreed" | "signed" | "disbursed" | "delivered" | "cancelled"
    );
    let attribute = ["office", "role"].contains(&last);
    if references.iter().any(|key| under(key)) && text != "author" && !stage && !attribute {
        let id = text.split('.').next().unwrap_or(text);
        return vec![(Kind::Reference, text.replacen(id, &format!("{id}zz"), 1))];
    }
    let digits = text.chars().next().is_some_and(|c| c.is_ascii_digit());
    if digits && last != "sha256" && last != "article" {
        let first: u32 = text[..1].parse().expect("a digit");
        return vec![(
            Kind::Figure,
            format!("{}{}", (first + 3) % 9 + 1, &text[1..]),
        )];
    }
    Vec::new()
}

fn mutations() -> Vec<Mutation> {
    let mut mutations = Vec::new();
    let mut files: Vec<_> = fs::read_dir(root().join("annotations"))
        .expect("annotations")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    for file in files {
        let text = fs::read_to_string(&file).expect("read");
        let tree = parse(SourceId(0), &text).0.expect("well formed");
        let mut found = Vec::new();
        scalars(&tree, &mut Vec::new(), &mut found);
        for (keys, node) in found {
            let value = node.as_scalar().expect("a scalar").to_owned();
            let background = file.ends_with("actors.yaml");
            for (kind, instead) in spoilt(&keys, &value) {
                // Background has no quotes, and what has a reason needs none.
                if kind == Kind::Figure
                    && (background || instead == value || explained(&tree, &node))
                {
                    continue;
                }
                mutations.push(Mutation {
                    file: file.clone(),
                    at: node.span.clone(),
                    instead: format!("\"{}\"", instead.replace('\\', "\\\\").replace('"', "\\\"")),
                    kind,
                });
            }
        }
    }
    mutations
}

/// Whether the mapping around a value says why.
fn explained(tree: &Node, value: &Node) -> bool {
    match &tree.value {
        Value::Mapping(entries) => {
            let here = entries
                .iter()
                .any(|entry| entry.value.span == value.span && entry.key.text == "is");
            let why = entries.iter().any(|entry| entry.key.text == "why");
            (here && why) || entries.iter().any(|entry| explained(&entry.value, value))
        }
        Value::Sequence(items) => items.iter().any(|item| explained(item, value)),
        _ => false,
    }
}

/// A copy of the bundled dossier with some things spoilt, which stand in order and apart, and the
/// line where each stands now.
fn spoil(mutations: &[&Mutation]) -> (tempfile::TempDir, Vec<usize>) {
    let dir = tempfile::tempdir().expect("a folder");
    let mut lines = Vec::new();
    for folder in ["annotations", "seeds"] {
        fs::create_dir(dir.path().join(folder)).expect("a folder");
        let mut files: Vec<_> = fs::read_dir(root().join(folder))
            .expect("a folder")
            .map(|entry| entry.expect("an entry").path())
            .collect();
        files.sort();
        for file in files {
            let text = fs::read_to_string(&file).expect("read");
            let mut spoilt = String::with_capacity(text.len());
            let mut from = 0;
            for mutation in mutations.iter().filter(|mutation| mutation.file == file) {
                spoilt.push_str(&text[from..mutation.at.start]);
                lines.push(spoilt.matches('\n').count());
                spoilt.push_str(&mutation.instead);
                from = mutation.at.end;
            }
            spoilt.push_str(&text[from..]);
            let name = file.file_name().expect("a name");
            fs::write(dir.path().join(folder).join(name), spoilt).expect("written");
        }
    }
    (dir, lines)
}

/// Those of some mutations that did not raise what they should at their line, with what was found.
fn missed<'m>(mutations: &[&'m Mutation]) -> Vec<(&'m Mutation, String)> {
    let (dir, lines) = spoil(mutations);
    let compilation = compile::open(dir.path(), dir.path()).expect("read");
    let found: Vec<_> = compilation
        .findings
        .iter()
        .map(|finding| {
            let source = compilation.sources.get(finding.primary.span.source);
            let line = source.text[..finding.primary.span.start]
                .matches('\n')
                .count();
            (source.path.as_str(), line, finding)
        })
        .collect();
    let mut missed = Vec::new();
    for (mutation, line) in mutations.iter().zip(lines) {
        let name = mutation.file.file_name().expect("a name").to_string_lossy();
        let is_found = found.iter().any(|(path, at, finding)| {
            let right = match mutation.kind {
                Kind::Figure => finding.code == "value-not-in-quote",
                _ => finding.severity == Severity::Error,
            };
            right && *at == line && path.ends_with(&*name)
        });
        if !is_found {
            let messages: Vec<_> = compilation.findings.iter().map(|f| &f.message).collect();
            let what = format!(
                "{:?} {name}:{}: {}: {messages:?}",
                mutation.kind,
                line + 1,
                mutation.instead
            );
            missed.push((*mutation, what));
        }
    }
    missed
}

/// Mutations are compiled together, each this far from the next among those of its file, so that
/// they stand in different entries.
const STRIDE: usize = 24;

/// The mutations in groups: those of a group are of different entries, in order and apart.
fn groups(mutations: &[Mutation]) -> Vec<Vec<&Mutation>> {
    let mut groups = vec![Vec::new(); STRIDE];
    for (at, mutation) in mutations.iter().enumerate() {
        groups[at % STRIDE].push(mutation);
    }
    groups
}

#[test]
fn each_mistake_in_the_bundled_dossier_is_found_at_its_line() {
    let mutations = mutations();
    for (kind, least) in [
        (Kind::Quote, 300),
        (Kind::Reference, 400),
        (Kind::Date, 50),
        (Kind::Amount, 2),
        (Kind::Figure, 20),
    ] {
        let count = mutations
            .iter()
            .filter(|mutation| mutation.kind == kind)
            .count();
        assert!(count >= least, "only {count} mutations of {kind:?}");
    }
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let groups = groups(&mutations);
    let share = groups.len().div_ceil(threads);
    let missed: Vec<String> = thread::scope(|scope| {
        let workers: Vec<_> = groups
            .chunks(share)
            .map(|chunk| {
                scope.spawn(move || {
                    // One mistake may hide another: what is missed among others is tried alone.
                    let among_others = chunk.iter().flat_map(|group| missed(group));
                    among_others
                        .flat_map(|(mutation, _)| missed(&[mutation]))
                        .map(|(_, what)| what)
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().expect("no panic"))
            .collect()
    });
    assert!(
        missed.is_empty(),
        "{} missed:\n{}",
        missed.len(),
        missed.join("\n")
    );
}

#[test]
fn the_bundled_dossier_is_clean() {
    let compilation = compile::open(root(), root()).expect("read");
    let messages: Vec<_> = compilation
        .findings
        .iter()
        .map(|f| format!("{}: {}", f.code, f.message))
        .collect();
    assert_eq!(messages, Vec::<String>::new());
}
