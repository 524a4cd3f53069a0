//! The rules of the house: which room may enter which, where files are read and text is printed,
//! and how long a file may be. `ARCHITECTURE.md` tells why.

use std::fs;
use std::path::Path;

/// Rooms with the rooms they may import. Data flows one way, from the text to the surfaces.
const ROOMS: [(&str, &[&str]); 13] = [
    ("text", &[]),
    ("diag", &["text"]),
    ("model", &["text"]),
    ("ingest", &["model", "diag", "text"]),
    ("compile", &["ingest", "graph", "model", "diag", "text"]),
    ("graph", &["model", "text"]),
    ("store", &["graph", "model"]),
    ("query", &["graph", "model", "diag", "text"]),
    ("rdf", &["graph", "model"]),
    ("draw", &["graph", "model", "text"]),
    ("export", &["query", "draw", "rdf", "graph", "model"]),
    ("web", &["export", "query", "graph", "model", "diag"]),
    (
        "cli",
        &[
            "text", "diag", "model", "ingest", "compile", "graph", "store", "query", "rdf", "draw",
            "export", "web",
        ],
    ),
];

/// Rooms that touch the disk.
const READS_FILES: [&str; 4] = ["ingest", "store", "export", "cli"];
/// Lines of a file that ask for a split.
const LONGEST: usize = 800;
/// `main.rs` only begins.
const LONGEST_MAIN: usize = 40;
/// How often the word `unsafe` stands in the code.
const UNSAFE: usize = 1;

/// What is wrong with a file of `src`, by its path below `src`. Tests in files of their own may do
/// what they need to.
fn offences(path: &str, text: &str) -> Vec<String> {
    let mut offences = Vec::new();
    let lines = text.lines().count();
    let longest = if path == "main.rs" {
        LONGEST_MAIN
    } else {
        LONGEST
    };
    if lines > longest {
        offences.push(format!("{path} has {lines} lines, more than {longest}"));
    }
    if !text.starts_with("//!") {
        offences.push(format!("{path} does not say at its head what it is for"));
    }
    let Some((room, _)) = path.split_once('/') else {
        return offences;
    };
    let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
        offences.push(format!("{path} lies in no room of the house"));
        return offences;
    };
    if path.ends_with("/tests.rs") || path.contains("/tests/") {
        return offences;
    }
    let tokens = tokens(production(text));
    for other in first_segments(&tokens, "crate") {
        let is_room = ROOMS.iter().any(|(name, _)| *name == other);
        if is_room && other != room && !allowed.contains(&other) {
            offences.push(format!(
                "{path} imports `{other}`, which `{room}` must not know"
            ));
        }
    }
    if room != "graph" && tokens.contains(&"petgraph") {
        offences.push(format!("{path} names petgraph"));
    }
    if !READS_FILES.contains(&room) && first_segments(&tokens, "std").contains(&"fs") {
        offences.push(format!("{path} touches the disk"));
    }
    if room != "cli" && prints(&tokens) {
        offences.push(format!("{path} prints"));
    }
    offences
}

/// The code that runs outside tests, which by custom stand at the end of a file.
fn production(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or(text)
}

/// The names that follow `crate::` or `std::`, also in braces.
fn first_segments<'t>(tokens: &[&'t str], root: &str) -> Vec<&'t str> {
    let mut found = Vec::new();
    for (at, window) in tokens.windows(4).enumerate() {
        if window[0] != root || window[1..3] != [":", ":"] {
            continue;
        }
        if window[3] != "{" {
            found.push(window[3]);
            continue;
        }
        let (mut depth, mut begins) = (0, true);
        for token in &tokens[at + 3..] {
            match *token {
                "{" => depth += 1,
                "}" => depth -= 1,
                "," if depth == 1 => begins = true,
                name if depth == 1 && begins => {
                    found.push(name);
                    begins = false;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    found
}

fn prints(tokens: &[&str]) -> bool {
    let pairs = tokens.windows(2).enumerate();
    pairs.into_iter().any(|(at, pair)| match pair[1] {
        "!" => ["print", "println", "eprint", "eprintln", "dbg"].contains(&pair[0]),
        // A method of this name sets up the streams of another process.
        "(" => ["stdout", "stderr"].contains(&pair[0]) && (at == 0 || tokens[at - 1] != "."),
        _ => false,
    })
}

/// Names and single signs of Rust code, without comments and the contents of literals.
fn tokens(code: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(length) = literal(rest) {
            length
        } else if c.is_alphanumeric() || c == '_' {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
            let end = end.unwrap_or(rest.len());
            tokens.push(&rest[..end]);
            end
        } else {
            if !c.is_whitespace() {
                tokens.push(&rest[..c.len_utf8()]);
            }
            c.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens
}

/// The length of the text or character literal that begins here, if one does.
fn literal(rest: &str) -> Option<usize> {
    let prefix = ["br", "b", "r", ""].into_iter().find(|p| {
        rest.strip_prefix(p).is_some_and(|rest| {
            let unhashed = rest.trim_start_matches('#');
            unhashed.starts_with('"') && (p.contains('r') || unhashed.len() == rest.len())
        })
    });
    if let Some(prefix) = prefix {
        let hashes = rest[prefix.len()..]
            .chars()
            .take_while(|c| *c == '#')
            .count();
        let body = prefix.len() + hashes + 1;
        let raw = prefix.contains('r');
        let close = format!("\"{}", "#".repeat(hashes));
        let mut at = body;
        while at < rest.len() && !rest[at..].starts_with(&close) {
            let escaped = !raw && rest[at..].starts_with('\\');
            at += rest[at..]
                .chars()
                .take(1 + usize::from(escaped))
                .map(char::len_utf8)
                .sum::<usize>();
        }
        return Some((at + close.len()).min(rest.len()));
    }
    let mut chars = rest.strip_prefix('\'')?.chars();
    let first = chars.next()?;
    if first == '\\' {
        let end = rest[2..]
            .char_indices()
            .skip(1)
            .find(|(_, c)| *c == '\'')?
            .0;
        return Some(2 + end + 1);
    }
    // Otherwise it is a lifetime.
    (chars.next() == Some('\'')).then(|| 2 + first.len_utf8())
}

/// Every Rust file below a folder, with its path from there.
fn files(folder: &Path, below: &Path, found: &mut Vec<(String, String)>) {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, below, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let shown = path
                .strip_prefix(below)
                .unwrap()
                .display()
                .to_string()
                .replace('\\', "/");
            found.push((shown, fs::read_to_string(&path).unwrap()));
        }
    }
}

fn source(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    files(&folder, &folder, &mut found);
    found
}

#[test]
fn the_house_is_tidy() {
    let files = source("src");
    let found: Vec<_> = files
        .iter()
        .flat_map(|(path, text)| offences(path, text))
        .collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
    assert!(files.len() > ROOMS.len(), "the source was not found");
}

#[test]
fn unsafe_code_is_counted() {
    let files = source("src");
    let count = |text: &str| {
        tokens(text)
            .into_iter()
            .filter(|token| *token == "unsafe")
            .count()
    };
    let found: usize = files.iter().map(|(_, text)| count(text)).sum();
    assert_eq!(found, UNSAFE);
}

#[test]
fn tests_are_no_longer_than_code_may_be() {
    for (path, text) in source("tests") {
        assert!(text.lines().count() <= LONGEST, "tests/{path}");
        assert!(text.starts_with("//!"), "tests/{path}");
    }
}

mod checker {
    use super::*;

    fn check(path: &str, text: &str, expected: &[&str]) {
        assert_eq!(
            offences(path, &format!("//! A file.\n{text}")),
            expected,
            "{text}"
        );
    }

    #[test]
    fn a_forbidden_import_is_found_however_it_is_written() {
        let offence = ["graph/mod.rs imports `compile`, which `graph` must not know"];
        check("graph/mod.rs", "use crate::compile::Compilation;", &offence);
        check(
            "graph/mod.rs",
            "use crate::{\n    model::date::{Day, Edtf},\n    compile,\n};",
            &offence,
        );
        check(
            "graph/mod.rs",
            "fn f() { crate :: compile::open(); }",
            &offence,
        );
        check(
            "graph/mod.rs",
            "use crate::{model, text::{compile, x}};",
            &[],
        );
        check(
            "graph/mod.rs",
            "// use crate::compile;\nconst A: &str = \"crate::compile\";",
            &[],
        );
        check("compile/mod.rs", "use crate::graph::Graph;", &[]);
        check(
            "compile/mod.rs",
            "use crate::cli::run;",
            &["compile/mod.rs imports `cli`, which `compile` must not know"],
        );
    }

    #[test]
    fn petgraph_files_and_printing_are_found_in_the_wrong_room() {
        check(
            "query/exec.rs",
            "use petgraph::Graph;",
            &["query/exec.rs names petgraph"],
        );
        check("graph/mod.rs", "use petgraph::Graph;", &[]);
        check(
            "compile/a.rs",
            "use std::{fs, io};",
            &["compile/a.rs touches the disk"],
        );
        check(
            "compile/a.rs",
            "fn f() { let _ = std::fs::read(\"x\"); }",
            &["compile/a.rs touches the disk"],
        );
        check("ingest/a.rs", "use std::fs;", &[]);
        check(
            "draw/a.rs",
            "fn f() { println!(\"{}\", '\"'); }",
            &["draw/a.rs prints"],
        );
        check(
            "draw/a.rs",
            "fn f() { let _ = std::io::stderr(); }",
            &["draw/a.rs prints"],
        );
        check("cli/a.rs", "fn f() { println!(); }", &[]);
        check(
            "draw/a.rs",
            "fn f() {}\n\n#[cfg(test)]\nmod tests {\n    fn g() { println!(); }\n}",
            &[],
        );
    }

    #[test]
    fn long_headless_and_homeless_files_are_found() {
        let long = "\n".repeat(LONGEST);
        check(
            "draw/a.rs",
            &long,
            &["draw/a.rs has 801 lines, more than 800"],
        );
        check(
            "draw/tests.rs",
            &format!("use std::fs;{long}"),
            &["draw/tests.rs has 801 lines, more than 800"],
        );
        check(
            "main.rs",
            &"\n".repeat(LONGEST_MAIN),
            &["main.rs has 41 lines, more than 40"],
        );
        check(
            "utils/mod.rs",
            "",
            &["utils/mod.rs lies in no room of the house"],
        );
        let offence = "draw/a.rs does not say at its head what it is for";
        assert_eq!(offences("draw/a.rs", "fn f() {}\n"), [offence]);
    }

    #[test]
    fn literals_and_lifetimes_are_told_apart() {
        let code = r##"fn f<'a>(x: &'a str) -> char { let _ = (r#"a " b"#, b"\"c", '\'', '\u{1b}', '"'); d }"##;
        let names: Vec<_> = tokens(code)
            .into_iter()
            .filter(|t| t.chars().all(char::is_alphanumeric))
            .collect();
        assert_eq!(names, ["fn", "f", "a", "x", "a", "str", "char", "let", "d"]);
    }
}
