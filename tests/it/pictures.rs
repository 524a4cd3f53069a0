//! `build` and `export`: what they write, and that they write the same twice.

use std::fs;

use crate::program::{Dossier, command};

#[test]
fn build_checks_and_draws_four_pictures_in_three_formats() {
    let dossier = Dossier::example();
    let first = dossier.run("build");
    assert!(
        first.contains("no errors, no warnings, no notes"),
        "{first}"
    );
    let mut names: Vec<_> = fs::read_dir(dossier.path().join("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let pictures: Vec<_> = names.iter().filter(|name| name.ends_with(".svg")).collect();
    assert_eq!(pictures.len(), 4, "{names:?}");
    for picture in ["chronicle", "overview", "actors"] {
        for ending in ["dot", "svg", "png"] {
            assert!(names.contains(&format!("{picture}.{ending}")), "{names:?}");
        }
    }
    let bytes = |name: &String| fs::read(dossier.path().join("out").join(name)).unwrap();
    let before: Vec<_> = names.iter().map(bytes).collect();
    dossier.run("build");
    let after: Vec<_> = names.iter().map(bytes).collect();
    assert!(before == after, "two builds differ");
}

#[test]
fn build_stops_at_errors() {
    let dossier = Dossier::example();
    dossier.write("annotations/more.yaml", "article: nowhere.txt\n");
    let said = dossier.run("build");
    assert!(
        said.contains("article-missing") && said.ends_with("--- status Some(1)\n"),
        "{said}"
    );
    assert!(!dossier.path().join("out").exists());
}

#[test]
fn export_writes_each_format_to_a_file_or_to_standard_output() {
    let dossier = Dossier::example();
    for (format, begins) in [
        ("dot", &b"digraph"[..]),
        ("svg", b"<svg"),
        ("png", b"\x89PNG"),
        ("pdf", b"%PDF"),
    ] {
        let output = dossier.output(&["export", format]);
        assert!(output.status.success(), "{format}");
        assert!(output.stdout.starts_with(begins), "{format}");
        let file = format!("a.{format}");
        assert_eq!(
            dossier.run(&format!("export {format} -o {file}")),
            "",
            "{format}"
        );
        assert!(
            fs::read(dossier.path().join(file)).unwrap() == output.stdout,
            "{format}"
        );
    }
}

#[test]
fn export_takes_a_part_of_the_graph() {
    let dossier = Dossier::example();
    let nodes = |line: &str| dossier.run(line).matches("tooltip").count();
    let all = nodes("export dot");
    let query = dossier.output(&[
        "export",
        "dot",
        "--query",
        "MATCH p = (:Event)<-[:INVOLVED_IN]-() RETURN p",
    ]);
    let some = String::from_utf8(query.stdout)
        .unwrap()
        .matches("tooltip")
        .count();
    assert!(0 < some && some < all, "{some} of {all}");
    assert!(nodes("export dot --kinds actor,event --no-claims") < all);
    let quoted = |line: &str| dossier.run(line).contains('“');
    assert!(quoted("export dot") && !quoted("export dot --no-text"));
}

#[test]
fn export_says_what_is_wrong_and_leaves_no_half_file() {
    let dossier = Dossier::example();
    for (line, hint) in [
        (
            "export svg --around nobody-at-all",
            "nothing goes by the name",
        ),
        ("export svg --from 2022 --to 2020", "before"),
        ("export svg -o nowhere/a.svg", "cannot write"),
        ("export svg -o annotations", "cannot write"),
        ("export svg --query RETURN_1", "neither nodes"),
        ("export gif", "invalid value"),
        ("export png --dpi 0", "resolution"),
    ] {
        let said = dossier.run(line);
        assert!(said.contains(hint), "{line}: {said}");
        assert!(said.ends_with("--- status Some(2)\n"), "{line}: {said}");
    }
    assert!(
        dossier
            .run("export svg --query RETURN")
            .ends_with("--- status Some(1)\n")
    );
}

#[test]
fn the_day_in_a_picture_is_given_and_never_the_clocks() {
    let dossier = Dossier::example();
    let with = |args: &[&str], epoch: Option<&str>| {
        let mut program = command(args);
        program.current_dir(dossier.path());
        match epoch {
            Some(epoch) => program.env("SOURCE_DATE_EPOCH", epoch),
            None => program.env_remove("SOURCE_DATE_EPOCH"),
        };
        String::from_utf8(program.output().unwrap().stdout).unwrap()
    };
    let plain = with(&["export", "svg"], None);
    let given = with(&["export", "svg", "--date", "2021-09-09"], None);
    let epoch = with(&["export", "svg"], Some("1631145600"));
    assert_ne!(plain, given);
    assert_eq!(given, epoch);
}
