//! How long a dossier takes to compile: the bundled one, and one of a thousand articles with a
//! thousand annotation files that is made here. Run: `cargo bench --bench check`

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use criterion::{Criterion, criterion_main};
use kroniek::compile;

/// Writes a dossier of so many articles, each of about 2,500 characters with twelve entries.
fn generate(root: &Path, articles: usize) {
    for folder in ["seeds", "annotations"] {
        fs::create_dir_all(root.join(folder)).expect("a folder");
    }
    let mut actors = String::from("actors:\n");
    for n in 0..200 {
        writeln!(
            actors,
            "  person-{n}: {{type: person, name: Person Number{n}, aliases: [Number{n}]}}"
        )
        .expect("a text");
    }
    fs::write(root.join("annotations/actors.yaml"), actors).expect("written");
    for n in 0..articles {
        let (mut text, mut yaml) = (
            String::new(),
            format!("article: news-{n}.txt\npublished: 2021-09-30\nevents:\n"),
        );
        for at in 0..12 {
            let (a, b, day) = ((n + at) % 200, (n * 7 + at * 3 + 1) % 200, at % 28 + 1);
            let sentence = format!(
                "On {day} September 2021 Person Number{a} met Person Number{b} for talk {at} of series {n} in the harbour"
            );
            write!(text, "{sentence}, where the ferries to the islands lie at night. Nobody said what the talk had cost.\n\n").expect("a text");
            write!(yaml, "  talk-{n}-{at}:\n    type: meeting\n    date: {{is: 2021-09-{day:02}, quote: \"On {day} September 2021 Person Number{a} met Person Number{b} for talk {at} of\"}}\n    who: [person-{a}, person-{b}]\n    quote: \"{sentence}\"\n").expect("a text");
        }
        fs::write(root.join(format!("seeds/news-{n}.txt")), text).expect("written");
        fs::write(root.join(format!("annotations/news-{n}.yaml")), yaml).expect("written");
    }
}

fn compiles(root: &Path) -> usize {
    let compilation = compile::open(root, root).expect("read");
    assert_eq!(
        compilation.errors(),
        0,
        "{:?}",
        compilation.findings.first()
    );
    compilation.dossier.graph.node_count()
}

fn check(criterion: &mut Criterion) {
    let bundled = Path::new(env!("CARGO_MANIFEST_DIR"));
    criterion.bench_function("check/bundled", |bencher| {
        bencher.iter(|| compiles(bundled));
    });
    let dir = tempfile::tempdir().expect("a folder");
    generate(dir.path(), 1000);
    // For timing the whole program on the same dossier: KRONIEK_BENCH_KEEP=1
    if std::env::var_os("KRONIEK_BENCH_KEEP").is_some() {
        let kept = std::env::temp_dir().join("kroniek-bench");
        generate(&kept, 1000);
    }
    let mut group = criterion.benchmark_group("check");
    group.sample_size(10);
    group.bench_function("1000 articles", |bencher| {
        bencher.iter(|| compiles(dir.path()));
    });
    group.finish();
}

mod benches {
    criterion::criterion_group!(benches, super::check);
}

use benches::benches;
criterion_main!(benches);
