//! `docs/diagnostics.md` is executed: each example raises its code and no other, and mended as the
//! page says it raises nothing. No code of the program is missing there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use kroniek::compile;
use kroniek::diag;

use crate::page::{Block, blocks};
use crate::program::command;

/// The bytes of a file as the example's note says they are stored.
fn encoded(block: &Block<'_>) -> Vec<u8> {
    match block.note {
        "windows-1252" => encoding_rs::WINDOWS_1252.encode(block.text).0.into_owned(),
        "utf-16le" => block
            .text
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect(),
        "" | "mended" => block.text.as_bytes().to_vec(),
        other => {
            let times = other.strip_prefix('×').and_then(|times| times.parse().ok());
            block.text.repeat(times.expect(other)).into_bytes()
        }
    }
}

/// Replaces the lines with `-` or a space before them by those with `+` or a space, once.
fn mend(code: &str, text: &str, diff: &str) -> String {
    let side = |dropped: char| -> String {
        diff.split_inclusive('\n')
            .filter(|line| !line.starts_with(dropped))
            .map(|line| &line[1..])
            .collect()
    };
    let (before, after) = (side('+'), side('-'));
    assert_eq!(text.matches(&before).count(), 1, "{code}: {before}");
    text.replace(&before, &after)
}

type Files = BTreeMap<String, Vec<u8>>;

fn findings(files: &Files) -> (BTreeSet<&'static str>, String) {
    let dir = tempfile::tempdir().expect("a folder");
    for (path, bytes) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    if files.contains_key(SNAPSHOT) {
        return checked(dir.path());
    }
    let compilation = compile::open(dir.path(), dir.path()).expect("a readable dossier");
    let shown = diag::text(
        &compilation.findings,
        &compilation.sources,
        diag::Looks::default(),
    );
    for finding in &compilation.findings {
        let known = diag::explanation(finding.code).expect(finding.code);
        assert_eq!(known.severity, finding.severity, "{}", finding.code);
    }
    let codes = compilation.findings.iter().map(|finding| finding.code);
    (codes.collect(), shown)
}

/// A file that the command reads and not the compiler.
const SNAPSHOT: &str = ".kroniek/snapshot";

/// What `kroniek check` finds in a folder.
fn checked(folder: &Path) -> (BTreeSet<&'static str>, String) {
    let output = command(&["check", "--format", "json"])
        .current_dir(folder)
        .output()
        .expect("kroniek runs");
    let shown = String::from_utf8(output.stdout).expect("UTF-8");
    let findings: Vec<serde_json::Value> = serde_json::from_str(&shown).expect(&shown);
    let found = |code: &&str| findings.iter().any(|finding| finding["code"] == **code);
    (diag::codes().filter(found).collect(), shown)
}

#[test]
fn every_example_raises_its_code_alone_and_mended_nothing() {
    let page = include_str!("../../docs/diagnostics.md");
    let (intro, _) = page.split_once("\n## ").expect("a section");
    let default: Files = blocks(intro)
        .iter()
        .map(|block| (block.path.to_owned(), encoded(block)))
        .collect();
    let (codes, shown) = findings(&default);
    assert!(codes.is_empty(), "the dossier of the examples: {shown}");

    let mut wrong = Vec::new();
    for code in diag::codes() {
        let section = diag::explain(code).expect(code);
        let mut files = default.clone();
        let mut mended = Files::new();
        for block in blocks(section) {
            let path = block.path.to_owned();
            match (block.kind, block.note) {
                ("diff", _) => {
                    let text = String::from_utf8(files[&path].clone()).expect("UTF-8");
                    mended.insert(path, mend(code, &text, block.text).into_bytes());
                }
                (_, "mended") => drop(mended.insert(path, encoded(&block))),
                _ => drop(files.insert(path, encoded(&block))),
            }
        }
        let (codes, shown) = findings(&files);
        if codes != BTreeSet::from([code]) {
            wrong.push(format!("{code} raises {codes:?}:\n{shown}"));
        }
        if mended.is_empty() {
            continue;
        }
        files.extend(mended);
        let (codes, shown) = findings(&files);
        if !codes.is_empty() {
            wrong.push(format!("{code}, mended, raises {codes:?}:\n{shown}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Codes that the source files give to findings: a kebab-case literal as the first argument of
/// `error(`, `warning(` or `note(`, or one named by `ValueErrorKind::code`.
fn codes_in(dir: &Path, codes: &mut BTreeSet<String>) {
    for entry in fs::read_dir(dir).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            codes_in(&path, codes);
            continue;
        }
        let text = fs::read_to_string(&path).expect("a file");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for call in ["error(", "warning(", "note("] {
            for after in code.split(call).skip(1) {
                let Some(literal) = after.trim_start().strip_prefix('"') else {
                    continue;
                };
                let literal = literal.split('"').next().unwrap_or_default();
                let kebab = literal.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
                if kebab && literal.contains('-') {
                    codes.insert(literal.to_owned());
                }
            }
        }
    }
}

#[test]
fn no_code_of_the_program_is_without_a_section() {
    let mut codes = BTreeSet::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for room in ["src/ingest", "src/compile"] {
        codes_in(&root.join(room), &mut codes);
    }
    assert!(codes.len() > 30, "{codes:?}");
    for code in codes {
        assert!(
            diag::explain(&code).is_some(),
            "{code} is not in docs/diagnostics.md"
        );
    }
}
