//! What becomes of files of other programs, and what is told of the rest.

use proptest::prelude::*;

use super::records::Place;
use super::{Format, Import, ImportError, import};

fn file<'i>(import: &'i Import, path: &str) -> &'i str {
    let found = import.files.iter().find(|(name, _)| name == path);
    found.map_or("", |(_, text)| text)
}

fn problems(import: &Import) -> Vec<String> {
    let problems = import.problems.iter();
    problems
        .map(|problem| format!("{}: {}", problem.place, problem.message))
        .collect()
}

fn graphml(body: &str) -> Import {
    let text = format!(
        r#"<?xml version="1.0"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="l" for="node" attr.name="labels" attr.type="string"/>
<key id="n" for="node" attr.name="name" attr.type="string"><default>nobody</default></key>
<key id="a" for="node" attr.name="aliases" attr.type="string"/>
<key id="s" for="node" attr.name="shoe_size" attr.type="long"/>
<key id="d" for="node" attr.name="date" attr.type="string"/>
<key id="t" for="edge" attr.name="type" attr.type="string"/>
<key id="r" for="edge" attr.name="role" attr.type="string"/>
<graph edgedefault="directed">{body}</graph></graphml>"#
    );
    import(Format::Graphml, "net.graphml", text.as_bytes()).expect("GraphML")
}

#[test]
fn labels_types_and_lists_of_graphml_become_entries() {
    let made = graphml(
        r#"<node id="ada"><data key="l">:Actor:Person</data><data key="n">Ada &amp; <![CDATA[<co>]]></data><data key="a">["A","no"]</data></node>
<node id="meet"><data key="l">["Event","Meeting"]</data><data key="d">2021-03-04</data></node>
<edge source="ada" target="meet"><data key="t">INVOLVED_IN</data><data key="r">host</data></edge>
<edge source="ada" target="meet"><data key="t">sponsors</data></edge>"#,
    );
    assert_eq!(problems(&made), [""; 0]);
    assert_eq!(
        file(&made, "annotations/actors.yaml"),
        "actors:\n  ada:\n    type: person\n    name: \"Ada & <co>\"\n    aliases: [A, \"no\"]\n"
    );
    assert_eq!(
        file(&made, "annotations/net.yaml"),
        "article: net.txt\ntitle: Records of net.graphml\nevents:\n  meet:\n    type: meeting\n    name: nobody\n    date: \"2021-03-04\"\n    who: {host: ada}\n    quote: \"⟦2⟧ meeting meet\"\n    allow: [value-not-in-quote]\nrelations:\n  -\n    type: sponsors\n    from: ada\n    to: meet\n    quote: \"⟦4⟧ sponsors from ada to meet\"\n    allow: [value-not-in-quote]\n"
    );
    assert_eq!(file(&made, "types.yaml"), "relations:\n  sponsors: {}\n");
}

#[test]
fn what_has_no_place_is_told_with_its_line_and_column() {
    let made = graphml(
        r#"<node id="a"><data key="l">:Actor:Person</data><data key="s">43</data><data key="zz">x</data></node>
<node id="b"><data key="l">:Event:Meeting</data><data key="d">soon</data></node>
<node id="b"/><hyperedge/>
<node id="c"><data key="l">:Ship</data></node>
  <edge source="a" target="nobody"/>
<edge source="a" target="b"><data key="t">INVOLVED_IN</data><data key="r">jester</data></edge>"#,
    );
    let mut told = problems(&made);
    told.sort();
    let begins = [
        "10:1: `b`: `date: soon`: ",
        "11:15: a hyperedge",
        "11:1: a second record is called `b`",
        "12:1: `c`: `ship` is no type",
        "13:3: a link () names `nobody`",
        "14:1: `jester` is no role in `b`",
        "9:31: `a`: `shoe_size: 43` has no place in an actor",
        "9:31: the data of the key `zz`",
    ];
    assert_eq!(told.len(), begins.len(), "{told:#?}");
    for (told, begin) in told.iter().zip(begins) {
        assert!(told.starts_with(begin), "{told} for {begin}");
        assert!(
            file(&made, "import-report.txt").contains(told.as_str()),
            "{told}"
        );
    }
    // Even so it stands in the text.
    assert!(file(&made, "seeds/net.txt").contains("shoe_size: 43"));
}

#[test]
fn a_broken_file_is_told_at_its_place() {
    let place = |format, text: &str| match import(format, "a.ttl", text.as_bytes()) {
        Err(ImportError::Syntax {
            place: Place::Line { line, column },
            ..
        }) => (line, column),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        place(Format::Graphml, "<graphml>\n  <graph></nod>"),
        (2, 10)
    );
    assert_eq!(place(Format::Graphml, "<graphml>\n<graph>"), (2, 8));
    assert_eq!(place(Format::Graphml, "<html></html>"), (1, 14));
    assert_eq!(place(Format::NodeLink, "{\"nodes\": [\n  {]"), (2, 4));
    assert_eq!(place(Format::NodeLink, "[]"), (1, 1));
    assert_eq!(place(Format::Ftm, "{\"id\": \"a\",\n"), (1, 11));
    #[cfg(feature = "rdf")]
    assert_eq!(
        place(Format::Rdf, "<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> ."),
        (2, 17)
    );
}

#[test]
fn parts_of_themselves_and_misfits_are_left_out() {
    let text = r#"{"nodes": [{"id": 1, "type": "place", "name": "A"}, {"id": 2, "type": "place", "name": "B"}, {"id": 3, "type": "event"}],
        "links": [{"source": 1, "target": 2, "type": "PART_OF"}, {"source": 2, "target": 1, "type": "PART_OF"},
                  {"source": 3, "target": 1, "type": "REPRESENTS"}, {"source": 3, "target": 0, "type": "AT"}, {"source": {}}]}"#;
    let made = import(Format::NodeLink, "n.json", text.as_bytes()).expect("JSON");
    assert_eq!(
        problems(&made),
        [
            "links[4]: a link without `source` and `target` is left out: {\"source\":{}}",
            "links[1]: `b` would be a part of itself: the link is left out",
            "links[2]: `represents` cannot go from `3` to `a`: it is a relation of another name",
        ]
    );
    assert!(file(&made, "types.yaml").contains("imported-represents"));
    assert!(file(&made, "annotations/n.yaml").contains("place: a"));
}

#[test]
fn notes_of_followthemoney_say_what_its_dates_cannot() {
    let text = r#"{"id":"e","schema":"Event","properties":{"name":["E"],"keywords":["meeting"],"date":["2021-09"],"notes":["date: 2021-09~","phase: planned","“q” – a","meetings_this_year: 3"]}}
{"id":"p","schema":"Person","properties":{"name":["P"],"birthDate":["1970"]}}
{"id":"l","schema":"UnknownLink","properties":{"subject":["p"],"object":["e"],"role":["guest"],"summary":["involved-in"]}}
not json
{"id":"s","schema":"Sanction","properties":{"entity":["p"],"authority":["EU"]}}"#;
    let made = import(Format::Ftm, "a.ftm", text.as_bytes()).expect("FtM");
    let annotations = file(&made, "annotations/a.yaml");
    for line in [
        "date: \"2021-09~\"",
        "phase: planned",
        "meetings_this_year: \"3\"",
        "who: {guest: p}",
        "who: {target: p}",
    ] {
        assert!(annotations.contains(line), "{line}: {annotations}");
    }
    assert_eq!(
        problems(&made),
        [
            "4:2: this is not JSON: expected ident: the line is left out",
            "2:1: `p`: `birthDate: 1970` has no place in an actor",
            "5:1: `s`: `authority: EU` has no place in an event of its type",
        ]
    );
}

fn any_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\"",
        "\\",
        "\n",
        "\0",
        "]]>",
        "</script>",
        "⟦1⟧",
        "…",
        "...",
        "[...]",
        "author",
        "entry",
        "🇳🇱",
        "e\u{301}",
        "\u{202e}",
        "\u{fffe}",
        "- ",
        ": ",
        "#",
        "no",
        "12:30",
        "a",
        "B",
        "1",
        "date 2021 ",
    ]);
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_make_an_import_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), text in any_text()) {
        for format in [Format::Graphml, Format::NodeLink, Format::Ftm, Format::Rdf] {
            let _ = import(format, &text, &bytes);
            let _ = import(format, "a.ttl", text.as_bytes());
        }
    }

    #[test]
    fn every_hostile_record_stands_in_the_text_and_its_files_are_yaml(
        names in prop::collection::vec((any_text(), any_text(), 0..9usize), 1..6),
        kinds in prop::collection::vec((any_text(), any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..6),
    ) {
        let types = ["person", "state", "place", "event", "loan", "claim", "article", "ship", ""];
        let nodes: Vec<_> = (names.iter().enumerate())
            .map(|(at, (id, name, kind))| serde_json::json!({"id": format!("{id}{at}"), "name": name, "labels": [types[*kind]], name.as_str(): id}))
            .collect();
        let links: Vec<_> = (kinds.iter())
            .map(|(kind, from, to)| serde_json::json!({"source": from.get(&nodes)["id"], "target": to.get(&nodes)["id"], "type": kind, "role": kind}))
            .collect();
        let text = serde_json::json!({"nodes": nodes, "links": links}).to_string();
        let made = import(Format::NodeLink, "n.json", text.as_bytes()).expect("read");
        let article = file(&made, "seeds/n.txt");
        prop_assert_eq!(article.matches('⟦').count(), nodes.len() + links.len());
        for (path, text) in &made.files {
            if path.starts_with("annotations/") {
                let read: Result<serde_yaml::Value, _> = serde_yaml::from_str(text);
                prop_assert!(read.is_ok(), "{}: {}", path, text);
            }
        }
    }
}
