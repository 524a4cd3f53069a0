//! What the exports of a big graph cost: 500,000 nodes and 1,000,000 relationships, made here, written
//! to files. CPU seconds, wall-clock seconds, peak of memory on top of the graph, and bytes of each
//! format. `benches/peers/export.py` writes the same content with other programs.
//!
//! Run: `cargo bench --bench export` (all formats) or `cargo bench --bench export -- gexf csv`;
//! `KRONIEK_BENCH_NODES` sets another number of nodes, `KRONIEK_BENCH_OUT` keeps the files in a folder.

#![expect(
    clippy::print_stdout,
    reason = "what was measured is what it is run for"
)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use kroniek::export::file::{Draft, FolderDraft};
use kroniek::export::rdf::Syntax;
use kroniek::export::{self, ExportError, View};
use kroniek::graph::{Dossier, Graph, Selection, Value};
use kroniek::model::date::Day;

enum Writer {
    File(fn(&View<'_>, &mut dyn Write) -> Result<(), ExportError>),
    Folder(fn(&View<'_>, &FolderDraft) -> Result<(), ExportError>),
}

const FORMATS: [(&str, Writer); 7] = [
    ("graphml", Writer::File(export::graphml::write)),
    ("gexf", Writer::File(export::gexf::write)),
    ("node-link", Writer::File(export::node_link::write)),
    ("csv", Writer::Folder(export::csv::write)),
    ("parquet", Writer::Folder(export::parquet::write)),
    (
        "nquads",
        Writer::File(|view, out| export::rdf::write(view, Syntax::NQuads, out)),
    ),
    ("neo4j-csv", Writer::Folder(export::neo4j_csv::write)),
];

/// A row of numbers that look random and are always the same: the generator of Knuth's MMIX, its
/// upper half.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = (self.0)
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 32) % bound
    }
}

const TYPES: [&str; 8] = [
    "meeting",
    "call",
    "visit",
    "exercise",
    "sanction",
    "statement",
    "protest",
    "arrest",
];
const ROLES: [&str; 4] = ["participant", "host", "guest", "observer"];

/// The same as in `peers/export.py`.
fn graph(nodes: u64) -> Graph {
    let mut graph = Graph::new();
    let mut numbers = Numbers(1);
    let first = Day::from_ymd(2000, 1, 1).0;
    let day = |n: u64| Value::Date(Day(first + i64::try_from(n).unwrap_or_default()));
    let int = |n: u64| Value::Int(i64::try_from(n).unwrap_or_default());
    let types = TYPES.map(Value::from);
    let roles = ROLES.map(Value::from);
    let pick = |from: &[Value], n: u64| from[usize::try_from(n).unwrap_or_default()].clone();
    let ids: Vec<_> = (0..nodes)
        .map(|at| {
            let node = graph.add_node(["Event"]);
            graph.set(node, "id", Value::from(format!("event-{at}")));
            graph.set(node, "name", Value::from(format!("Event number {at}")));
            graph.set(node, "type", pick(&types, numbers.below(8)));
            graph.set(node, "number", int(numbers.below(1_000_000)));
            graph.set(node, "date", day(numbers.below(9000)));
            node
        })
        .collect();
    for _ in 0..2 * nodes {
        let mut end = || ids[usize::try_from(numbers.below(nodes)).unwrap_or_default()];
        let (from, to) = (end(), end());
        let edge = graph.add_edge(from, "LED_TO", to);
        graph.set_edge(edge, "role", pick(&roles, numbers.below(4)));
        graph.set_edge(edge, "number", int(numbers.below(1_000_000)));
        graph.set_edge(edge, "date", day(numbers.below(9000)));
    }
    graph
}

/// User and system time of the process so far, in seconds.
fn cpu() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").expect("Linux");
    let fields: Vec<_> = stat
        .rsplit(')')
        .next()
        .expect("fields")
        .split_whitespace()
        .collect();
    let ticks = |at: usize| fields[at].parse::<f64>().expect("a number");
    // A tick is a hundredth of a second on every Linux that we know of.
    (ticks(11) + ticks(12)) / 100.0
}

/// A line of `/proc/self/status` in MiB.
fn memory(line: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|text| text.strip_prefix(line));
    let number = line.and_then(|text| text.split_whitespace().next());
    number.expect("a number").parse::<u64>().expect("a number") / 1024
}

fn size(path: &Path) -> u64 {
    let meta = fs::metadata(path).expect("written");
    if !meta.is_dir() {
        return meta.len();
    }
    let files = fs::read_dir(path).expect("a folder");
    files.map(|file| size(&file.expect("a file").path())).sum()
}

fn export(view: &View<'_>, writer: &Writer, path: &Path) -> Result<(), ExportError> {
    match writer {
        Writer::File(write) => {
            let mut draft = Draft::create(path)?;
            write(view, &mut draft)?;
            draft.commit()?;
        }
        Writer::Folder(write) => {
            let draft = FolderDraft::create(path)?;
            write(view, &draft)?;
            draft.commit()?;
        }
    }
    Ok(())
}

fn main() {
    let wanted: Vec<_> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with('-'))
        .collect();
    let nodes = std::env::var("KRONIEK_BENCH_NODES")
        .map_or(500_000, |text| text.parse().expect("a number"));
    let graph = graph(nodes);
    let dossier = Dossier {
        title: "Bench".to_owned(),
        ..Dossier::of(graph)
    };
    let selection = Selection::all(&dossier.graph);
    let dir = tempfile::tempdir().expect("a folder");
    let out = std::env::var_os("KRONIEK_BENCH_OUT").map_or(dir.path().to_owned(), PathBuf::from);
    fs::create_dir_all(&out).expect("a folder");
    println!(
        "{nodes} nodes, {} relationships; the graph takes {} MiB",
        2 * nodes,
        memory("VmRSS:")
    );
    println!(
        "{:10} {:>7} {:>7} {:>8} {:>8}",
        "format", "CPU s", "wall s", "+MiB", "MB"
    );
    for (name, writer) in &FORMATS {
        if !wanted.is_empty() && !wanted.iter().any(|format| format == name) {
            continue;
        }
        let path = out.join(name);
        // Begins the peak anew.
        fs::write("/proc/self/clear_refs", "5").expect("Linux");
        let (before, memory_before) = (cpu(), memory("VmRSS:"));
        let began = Instant::now();
        let view = View::new(&dossier, &selection);
        if let Err(error) = export(&view, writer, &path) {
            println!("{name:10} {error}");
            continue;
        }
        let wall = began.elapsed().as_secs_f64();
        let (spent, peak) = (
            cpu() - before,
            memory("VmHWM:").saturating_sub(memory_before),
        );
        println!(
            "{name:10} {spent:7.2} {wall:7.2} {peak:8} {:8}",
            size(&path) / 1_000_000
        );
    }
}
