//! The snapshot that a dossier keeps of itself, and one that is carried away: answers never depend on
//! them, whatever happens to the files.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use crate::program::{Dossier, command};

/// Longer than the clock of a file system needs to tell two changes apart.
const TICK: Duration = Duration::from_millis(40);

/// Commands that answer from a snapshot.
const COMMANDS: [&str; 16] = [
    "events",
    "events --actor lukashenko",
    "events --type meeting --from 2021 --format json",
    "events --actor putin --role caller",
    "agreements --format json",
    "claims --actor author --format jsonl",
    "timeline",
    "conflicts",
    "sources",
    "stats",
    "show lukashenko --format json",
    "show 001",
    "path putin lukashenko",
    "neighbours moscow",
    "query MATCH_(n)-[r]->(m)_RETURN_n,_r,_m --format json",
    "export dot",
];

/// The dossier of this repository with a snapshot.
fn with_snapshot() -> Dossier {
    let dossier = Dossier::bundled();
    thread::sleep(TICK);
    dossier.run("stats");
    assert!(file(&dossier).is_file(), "no snapshot was written");
    dossier
}

fn file(dossier: &Dossier) -> PathBuf {
    dossier.path().join(".kroniek/snapshot")
}

/// What a command says when it has nothing but the dossier.
fn compiled(dossier: &Dossier, line: &str) -> String {
    dossier.run(&format!("--no-cache {line}"))
}

#[test]
fn answers_from_a_snapshot_are_those_of_the_dossier() {
    let dossier = with_snapshot();
    let before = fs::read(file(&dossier)).unwrap();
    for line in COMMANDS {
        assert_eq!(dossier.run(line), compiled(&dossier, line), "{line}");
    }
    assert_eq!(fs::read(file(&dossier)).unwrap(), before, "written again");
    let ignore = dossier.path().join(".kroniek/.gitignore");
    assert_eq!(fs::read_to_string(ignore).unwrap(), "*\n");
}

#[test]
fn whatever_changes_in_the_folder_is_answered() {
    let dossier = with_snapshot();
    let check = |what: &str| {
        thread::sleep(TICK);
        for line in ["stats", "events --format json"] {
            assert_eq!(dossier.run(line), compiled(&dossier, line), "{what}");
        }
    };
    let before = dossier.run("stats");
    // Of the same length.
    dossier.edit("annotations/actors.yaml", "Lukashenko", "Lukashenka");
    check("an edited file");
    dossier.write("seeds/new.txt", "News\n\nNothing happened in Minsk.\n");
    check("a new article");
    assert_ne!(dossier.run("stats"), before);
    fs::remove_file(dossier.path().join("seeds/new.txt")).unwrap();
    check("an article gone");
    dossier.write("types.yaml", "types: {}\n");
    check("new types");
    dossier.write("dossier.yaml", "title: Another\n");
    check("another title");
    dossier.write("annotations/wrong.yaml", "article: none.txt\n");
    check("a dossier with errors");
    assert_eq!(
        dossier.run("stats --force"),
        compiled(&dossier, "stats --force")
    );
}

#[test]
fn a_damaged_snapshot_never_answers() {
    let dossier = with_snapshot();
    let whole = fs::read(file(&dossier)).unwrap();
    // The last is written while it is read: it may end in an error, but never in a wrong answer.
    let lines = ["events", "show lukashenko", "export cypher"];
    let expected = lines.map(|line| compiled(&dossier, line));
    let check = |bytes: &[u8], what: &str| {
        for (line, expected) in lines.iter().zip(&expected) {
            fs::write(file(&dossier), bytes).unwrap();
            let said = dossier.run(line);
            let told = *line == "export cypher" && said.ends_with("--- status Some(2)\n");
            assert!(told || said == *expected, "{line}, {what}: {said}");
        }
    };
    for part in 0..16 {
        let at = whole.len() * part / 16 + part;
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        check(&bytes, &format!("byte {at}"));
        check(&whole[..at], &format!("cut to {at}"));
    }
}

#[test]
fn check_tells_of_damage_and_mends_it() {
    let dossier = with_snapshot();
    let whole = fs::read(file(&dossier)).unwrap();
    for at in [3, whole.len() / 2, whole.len() - 1] {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        fs::write(file(&dossier), &bytes).unwrap();
        let said = dossier.run("check");
        assert!(said.contains("warning[snapshot-damaged]"), "{said}");
        assert!(said.contains("no errors, 1 warning"), "{said}");
        assert!(!dossier.run("check").contains("snapshot-damaged"));
        assert_eq!(fs::read(file(&dossier)).unwrap(), whole, "not mended");
    }
}

#[test]
fn a_snapshot_is_carried_away() {
    let dossier = with_snapshot();
    assert_eq!(dossier.run("snapshot carried"), "");
    let elsewhere = Dossier::of(&[]);
    let carried = elsewhere.path().join("carried");
    fs::copy(dossier.path().join("carried"), &carried).unwrap();
    for line in COMMANDS {
        let said = elsewhere.run(&format!("--snapshot carried {line}"));
        assert_eq!(said, compiled(&dossier, line), "{line}");
    }
    let said = elsewhere.run("--snapshot carried check");
    assert!(
        said.contains("this command reads the dossier itself"),
        "{said}"
    );
    let mut bytes = fs::read(&carried).unwrap();
    for at in (0..bytes.len()).step_by(64) {
        bytes[at] ^= 1;
    }
    bytes[..64].copy_from_slice(&fs::read(&carried).unwrap()[..64]);
    fs::write(&carried, bytes).unwrap();
    let said = elsewhere.run("--snapshot carried events");
    assert!(said.contains("the snapshot carried is damaged"), "{said}");
    assert!(said.ends_with("--- status Some(2)\n"), "{said}");
    let said = elsewhere.run("--snapshot none events");
    assert!(said.contains("cannot open the snapshot none"), "{said}");
}

#[test]
fn a_carried_snapshot_of_a_dossier_with_errors_says_so() {
    let dossier = Dossier::example();
    dossier.edit("annotations/actors.yaml", "type: state", "type: stat");
    let refused = dossier.run("snapshot carried");
    assert!(refused.contains("the dossier has"), "{refused}");
    assert_eq!(dossier.run("snapshot carried --force"), "");
    let said = dossier.run("--snapshot carried events");
    assert!(said.contains("error[unknown-type]"), "{said}");
    assert!(said.ends_with("--- status Some(1)\n"), "{said}");
    assert_eq!(
        dossier.run("--snapshot carried events --force"),
        compiled(&dossier, "events --force")
    );
}

#[test]
fn where_nothing_can_be_written_everything_is_answered() {
    let dossier = Dossier::bundled();
    dossier.write(".kroniek", "a file where the folder would be");
    thread::sleep(TICK);
    assert_eq!(dossier.run("stats"), compiled(&dossier, "stats"));
    assert!(dossier.run("check").contains("no errors, no warnings"));
    let said = dossier.run("snapshot none/carried");
    assert!(
        said.contains("cannot write the snapshot none/carried"),
        "{said}"
    );
    let without = Dossier::bundled();
    thread::sleep(TICK);
    compiled(&without, "stats");
    assert!(!without.path().join(".kroniek").exists());
}

#[test]
fn a_kill_at_any_moment_leaves_a_whole_snapshot_or_none() {
    let dossier = with_snapshot();
    let expected = compiled(&dossier, "stats");
    for moment in 0..100 {
        // Half of them while a snapshot is there that is no longer true.
        if moment % 2 == 0 {
            fs::remove_file(file(&dossier)).unwrap_or_default();
        } else {
            let text = format!("title: Number {moment}\n");
            dossier.write("dossier.yaml", &text);
        }
        let mut run = command(&["stats"])
            .current_dir(dossier.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_micros(moment * 1500));
        run.kill().unwrap();
        run.wait().unwrap();
        if let Ok(snapshot) = kroniek::store::Snapshot::open(&file(&dossier)) {
            snapshot.verify().unwrap();
        } else {
            assert!(!file(&dossier).exists(), "half a snapshot");
        }
        if moment % 10 == 9 {
            assert_eq!(dossier.run("stats"), expected);
        }
    }
}

#[test]
fn many_at_once_answer_alike() {
    let dossier = with_snapshot();
    let expected = compiled(&dossier, "stats");
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..3 {
                    fs::remove_file(file(&dossier)).unwrap_or_default();
                    assert_eq!(dossier.run("stats"), expected);
                }
            });
        }
    });
    let snapshot = kroniek::store::Snapshot::open(&file(&dossier)).unwrap();
    snapshot.verify().unwrap();
}
