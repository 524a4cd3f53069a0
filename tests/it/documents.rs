//! The examples of the documents are executed: each `console` block of a page, in the order of the
//! page, in one copy of the example dossier. A line `$ kroniek …` is a command; what follows is
//! what it prints, standard error after standard output, and `? 1` where that is the status.
//!
//! With `UPDATE_DOCUMENTS=1` the test writes what the commands print into the page.

use std::fs;
use std::path::Path;

use crate::page::blocks;
use crate::program::Dossier;

/// Pages that work on the example dossier.
const ON_THE_EXAMPLE: [&str; 3] = ["docs/commands.md", "docs/exports.md", "docs/queries.md"];

/// Pages that work on the dossier of this repository.
const ON_THE_BUNDLED: [&str; 1] = ["README.md"];

/// Pages that bring their own files.
const ON_THEIR_OWN: [&str; 1] = ["docs/annotations.md"];

#[test]
fn the_examples_of_the_documents_print_what_they_say() {
    let pages = ON_THE_EXAMPLE.iter().chain(&ON_THEIR_OWN);
    for page in pages.chain(&ON_THE_BUNDLED) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
        let text = fs::read_to_string(&path).unwrap();
        let dossier = if ON_THEIR_OWN.contains(page) {
            let files = blocks(&text)
                .into_iter()
                .filter(|block| !block.path.is_empty());
            let files: Vec<_> = files.map(|block| (block.path, block.text)).collect();
            let dossier = Dossier::of(&files);
            let check = dossier.run("check");
            assert!(
                check.ends_with("no errors, no warnings, no notes\n"),
                "{page}: {check}"
            );
            dossier
        } else if ON_THE_BUNDLED.contains(page) {
            Dossier::bundled()
        } else {
            Dossier::example()
        };
        let executed = executed(&text, &dossier);
        if std::env::var_os("UPDATE_DOCUMENTS").is_some() {
            fs::write(&path, executed).unwrap();
        } else {
            let said = text.lines().map(Some).chain([None]);
            let is = executed.lines().map(Some).chain([None]);
            let different = (1..).zip(said.zip(is)).find(|(_, (said, is))| said != is);
            assert_eq!(
                different, None,
                "{page}: run with UPDATE_DOCUMENTS=1 and look"
            );
            assert_eq!(text, executed);
        }
    }
}

/// A page with what its commands print in place of what it says.
fn executed(page: &str, dossier: &Dossier) -> String {
    let mut executed = String::new();
    let mut in_block = false;
    for line in page.split_inclusive('\n') {
        let text = line.trim_end();
        if in_block && text == "```" {
            in_block = false;
        }
        if !in_block {
            executed.push_str(line);
            in_block |= text == "```console";
        } else if let Some(command) = text.strip_prefix("$ ") {
            executed.push_str(line);
            executed.push_str(&answer(command, dossier));
        }
    }
    executed
}

fn answer(command: &str, dossier: &Dossier) -> String {
    let words = words(command);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let Some((&"kroniek", args)) = words.split_first() else {
        panic!("`{command}` is no command of kroniek");
    };
    let output = dossier.output(args);
    let mut answer = String::from_utf8(output.stdout).unwrap();
    answer.push_str(&String::from_utf8(output.stderr).unwrap());
    if !answer.is_empty() && !answer.ends_with('\n') {
        answer.push('\n');
    }
    match output.status.code() {
        Some(0) => {}
        Some(status) => answer.extend(["? ", &status.to_string(), "\n"]),
        None => panic!("`{command}` was killed"),
    }
    answer
}

/// The words of a command line, as a shell splits them at spaces outside quotation marks.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, ' ') => words.push(String::new()),
            (_, c) => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn an_example_that_is_wrong_is_put_right() {
    let page = "```console\n$ kroniek events --type nonsense\nAll is well.\n```\nText stays.\n";
    let executed = executed(page, &Dossier::example());
    assert!(!executed.contains("All is well."), "{executed}");
    assert!(
        executed.contains("there is no type `nonsense`"),
        "{executed}"
    );
    assert!(executed.ends_with("? 2\n```\nText stays.\n"), "{executed}");
}

/// The picture of the README is drawn by this version.
#[test]
fn the_picture_of_the_readme_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/chronicle.svg");
    let drawn = Dossier::bundled().output(&["export", "svg"]).stdout;
    if std::env::var_os("UPDATE_DOCUMENTS").is_some() {
        fs::write(&path, drawn).unwrap();
    } else {
        assert!(
            fs::read(&path).unwrap() == drawn,
            "run with UPDATE_DOCUMENTS=1 and look at it"
        );
    }
}
