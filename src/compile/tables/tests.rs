//! Dossiers with tables, compiled.

use crate::compile::Compilation;
use crate::compile::tests::compile;
use crate::graph::{NodeRef, ValueRef};

const ICEWS: &str = "\
table: tables/e.tsv
columns: [subject, type, object, date]
events:
  id: {row: 0}
  type: type
  date: date
  who: {source: subject, target: object}
";

fn shown(value: ValueRef<'_>) -> String {
    match value.as_list() {
        Some(list) => {
            let items = list.iter().filter_map(crate::graph::Value::printed);
            format!("[{}]", items.collect::<Vec<_>>().join(", "))
        }
        None => value.printed().unwrap_or_default(),
    }
}

/// A node as `Label:Label key=value …`, without what all nodes of tables have.
fn line(node: NodeRef<'_>) -> String {
    let common = ["aliases", "disputed_fields", "status", "sources", "phase"];
    let labels: Vec<_> = node.labels().collect();
    let properties = node.properties().filter(|(key, value)| {
        !common.contains(key)
            || (*key == "aliases" && value.as_list().is_some_and(|list| !list.is_empty()))
    });
    let properties: Vec<_> = properties
        .map(|(key, value)| format!("{key}={}", shown(value)))
        .collect();
    format!("{} {}", labels.join(":"), properties.join(" "))
}

fn nodes(compilation: &Compilation, label: &str) -> Vec<String> {
    let graph = &compilation.dossier.graph;
    graph
        .nodes()
        .filter(|node| node.is(label))
        .map(line)
        .collect()
}

/// Relationships of a type as `from -[role]-> to`, by ids.
fn edges(compilation: &Compilation, kind: &str) -> Vec<String> {
    let graph = &compilation.dossier.graph;
    let id = |node: NodeRef<'_>| node.get("id").map_or(String::new(), shown);
    let edges = graph.edges().filter(|edge| edge.kind() == kind);
    edges
        .map(|edge| {
            let what = ["role", "line", "share", "since"].map(|key| edge.get(key).map(shown));
            let what: Vec<_> = what.into_iter().flatten().collect();
            format!(
                "{} -[{}]-> {}",
                id(edge.from()),
                what.join(" "),
                id(edge.to())
            )
        })
        .collect()
}

fn findings(compilation: &Compilation) -> Vec<String> {
    let places = compilation.findings.iter().map(|finding| {
        let source = compilation.sources.get(finding.primary.span.source);
        let before = &source.text[..finding.primary.span.start];
        let line = source.first_line + before.matches('\n').count();
        format!(
            "{} {}:{line}: {}",
            finding.code, source.path, finding.message
        )
    });
    places.collect()
}

#[test]
fn an_event_table_is_the_plain_model() {
    let text = "B\tmeet\tA\t2018-01-02\nA\tmeet\tC\t2018-01-01\nC\tsay\tC\t2018-01-02\n";
    let compilation = compile(&[("annotations/e.yaml", ICEWS), ("tables/e.tsv", text)]);
    assert_eq!(findings(&compilation), Vec::<String>::new());
    assert_eq!(
        nodes(&compilation, "Event"),
        [
            "Event date=2018-01-01 earliest=2018-01-01 id=1 latest=2018-01-01 type=meet",
            "Event date=2018-01-02 earliest=2018-01-02 id=0 latest=2018-01-02 type=meet",
            "Event date=2018-01-02 earliest=2018-01-02 id=2 latest=2018-01-02 type=say",
        ]
    );
    assert_eq!(
        nodes(&compilation, "Actor"),
        [
            "Actor id=0 name=B",
            "Actor id=1 name=A",
            "Actor id=2 name=C"
        ]
    );
    assert_eq!(
        edges(&compilation, "INVOLVED_IN"),
        [
            "1 -[source]-> 1",
            "2 -[target]-> 1",
            "0 -[source]-> 0",
            "1 -[target]-> 0",
            "2 -[source]-> 2",
            "2 -[target]-> 2"
        ]
    );
    let mut supports = edges(&compilation, "SUPPORTED_BY");
    supports.sort();
    assert_eq!(
        supports,
        [
            "0 -[1]-> e",
            "0 -[1]-> e",
            "1 -[1]-> e",
            "1 -[2]-> e",
            "2 -[2]-> e",
            "2 -[3]-> e"
        ]
    );
    let article = nodes(&compilation, "Article");
    assert!(
        article[0].starts_with("Article id=e rows=3 sha256="),
        "{article:?}"
    );
    let graph = &compilation.dossier.graph;
    let event = graph
        .nodes()
        .find(|node| node.is("Event"))
        .expect("an event");
    assert_eq!(event.text("status"), Some("reported"));
    assert_eq!(event.texts("sources").collect::<Vec<_>>(), ["e"]);
    assert!(graph.frozen().is_some());
    let report = &compilation.tables[0];
    assert_eq!(
        (report.rows, report.made, report.refused, report.left_out),
        (3, 3, 0, 0)
    );
}

#[test]
fn times_of_day_are_kept() {
    let text = "A\tx\tB\t2018-01-25T00:15\nA\tx\tB\t2018-01-25T00:00\n";
    let compilation = compile(&[("annotations/e.yaml", ICEWS), ("tables/e.tsv", text)]);
    assert_eq!(
        nodes(&compilation, "Event"),
        [
            "Event date=2018-01-25T00:00 earliest=2018-01-25 id=1 latest=2018-01-25 type=x",
            "Event date=2018-01-25T00:15 earliest=2018-01-25 id=0 latest=2018-01-25 type=x",
        ]
    );
}

#[test]
fn actors_are_united_by_name_alias_and_word_of_the_mapping_only() {
    let actors = "actors:\n  ada: {type: person, name: Ada, aliases: [Adda]}\n  ora: {type: person, name: Ora}\n  ora-2: {type: person, name: Óra}\n  bo: {type: person, name: Bo}\n  cy: {type: person, name: Cy}\n";
    let mapping = format!("{ICEWS}same_as: {{Bob: bo, Cy: , Nobody: bo}}\n");
    let text = "adda\tx\tBob\t2018\nCy\tx\tORA\t2018\nAda\tx\tOra\t2018\n";
    let compilation = compile(&[
        ("annotations/actors.yaml", actors),
        ("annotations/e.yaml", &mapping),
        ("tables/e.tsv", text),
    ]);
    assert_eq!(
        findings(&compilation),
        [
            "same-as-unused annotations/e.yaml:8: no row names `Nobody`",
            "actor-ambiguous tables/e.tsv:2: `ORA` may be `ora` or `ora-2`",
        ]
    );
    assert_eq!(
        edges(&compilation, "INVOLVED_IN"),
        [
            "ada -[source]-> 0",
            "bo -[target]-> 0",
            "2 -[source]-> 1",
            "3 -[target]-> 1",
            "ada -[source]-> 2",
            "ora -[target]-> 2"
        ]
    );
    let graph = &compilation.dossier.graph;
    let ada = graph.node(compilation.dossier.names.by_id("ada").expect("ada"));
    assert_eq!(ada.text("status"), Some("reported"));
    assert_eq!(ada.texts("sources").collect::<Vec<_>>(), ["e"]);
    let cy = graph.node(compilation.dossier.names.by_id("cy").expect("cy"));
    assert_eq!(cy.text("status"), Some("background"));
}

#[test]
fn the_same_name_in_two_tables_is_one_actor() {
    let second = ICEWS.replace("tables/e.tsv", "tables/f.tsv");
    let compilation = compile(&[
        ("annotations/e.yaml", ICEWS),
        ("annotations/f.yaml", &second),
        ("tables/e.tsv", "A\tx\tB\t2018\n"),
        ("tables/f.tsv", "C\tx\tA\t2018\n"),
    ]);
    assert_eq!(findings(&compilation), Vec::<String>::new());
    assert_eq!(nodes(&compilation, "Actor").len(), 3);
    let a = compilation
        .dossier
        .graph
        .nodes()
        .find(|node| node.text("name") == Some("A"));
    assert_eq!(
        a.expect("A").texts("sources").collect::<Vec<_>>(),
        ["e", "f"]
    );
}

#[test]
fn wrong_rows_are_refused_with_their_lines() {
    let mapping = "\
table: t.csv
where: {keep: {not: 'no'}}
events:
  id: id
  label: {column: kind, map: {p: protest}}
  date: {column: day, format: '%d/%m/%Y'}
  attributes: {people: {column: people, as: number}}
";
    let table = "\
id,kind,day,people,keep
1,p,01/02/2018,10,
2,p,2018-02-01,10,
3,q,01/02/2018,10,
4,p,01/02/2018,\"1,000\",
1,p,01/02/2018,10,
5,p,01/02/2018
6,p,01/02/2018,10,no
7,p,02/02/2018,,
";
    let compilation = compile(&[
        ("annotations/t.yaml", mapping),
        ("t.csv", table),
        ("seeds/a.txt", "Text."),
    ]);
    let found: Vec<_> = findings(&compilation)
        .into_iter()
        .filter(|finding| finding.starts_with("row"))
        .collect();
    assert_eq!(
        found,
        [
            "row-refused t.csv:3: `2018-02-01` is not a date written `%d/%m/%Y` (column `day`)",
            "row-refused t.csv:4: `q` is not a type (column `kind`)",
            "row-refused t.csv:5: `1,000` is not a number (column `people`)",
            "row-refused t.csv:6: `1` stands in line 2 already (column `id`)",
            "row-refused t.csv:7: the row has 3 cells where the table has 5",
        ]
    );
    assert_eq!(nodes(&compilation, "Protest").len(), 2);
    let report = &compilation.tables[0];
    assert_eq!(
        (report.rows, report.made, report.refused, report.left_out),
        (8, 2, 5, 1)
    );
    assert_eq!(compilation.errors(), 0);
}

#[test]
fn ids_join_tables() {
    let people = "\
table: people.jsonl
actors:
  - {where: {schema: Person}, label: person, id: id, name: names, attributes: {born: born}}
  - {where: {schema: Company}, label: organization, id: id, name: names}
";
    let links = "\
table: links.csv
relations:
  type: owns
  from: {id: a, of: people}
  to: {id: b, of: people}
  attributes: {share: {column: share, decimal: ','}, since: since}
";
    let compilation = compile(&[
        ("annotations/people.yaml", people),
        ("annotations/links.yaml", links),
        (
            "people.jsonl",
            "{\"id\":\"p\",\"schema\":\"Person\",\"names\":[\"Ada\",\"A.\"],\"born\":1979}\n{\"id\":\"c\",\"schema\":\"Company\",\"names\":\"Vega\"}\n",
        ),
        (
            "links.csv",
            "a,b,share,since\np,c,\"62,5\",2019\np,x,,\n,c,,\n",
        ),
    ]);
    assert_eq!(
        findings(&compilation),
        ["row-refused links.csv:4: the relation has no `from`"]
    );
    assert_eq!(
        nodes(&compilation, "Actor"),
        [
            "Actor id=x name=x",
            "Actor:Person aliases=[A.] born=1979 id=p name=Ada",
            "Actor:Organization id=c name=Vega",
        ]
    );
    assert_eq!(
        edges(&compilation, "OWNS"),
        ["p -[2 62.5 2019]-> c", "p -[3]-> x"]
    );
}

#[test]
fn mistakes_of_mappings_stand_at_their_places() {
    let mapping = "\
table: t.csv
events:
  label: protst
  date: dya
  who: {targt: who}
  place: {label: city, name: who}
  attributes: {status: who}
same_as: {A: nobody}
relations: {type: own, from: who, to: who}
actors: {id: who, of: tt}
";
    let compilation = compile(&[
        ("annotations/t.yaml", mapping),
        ("t.csv", "day,who\n2018,A\n"),
    ]);
    let mut found: Vec<_> = findings(&compilation);
    found.retain(|finding| !finding.starts_with("unknown-column"));
    assert_eq!(
        found,
        [
            "unknown-type annotations/t.yaml:3: `protst` is not a type",
            "unknown-role annotations/t.yaml:5: an event of this table has no role `targt`",
            "unknown-type annotations/t.yaml:6: `city` is not a type",
            "unknown-key annotations/t.yaml:7: `status` has a meaning of its own and cannot be an attribute",
            "unknown-id annotations/t.yaml:8: there is no actor or place `nobody`",
            "unknown-relation annotations/t.yaml:9: `own` is not a relation",
        ]
    );
}

#[test]
fn missing_damaged_and_empty_tables_are_told() {
    let mapping = |table: &str| format!("table: {table}\nactors: {{name: who}}\n");
    for (table, text, expected) in [
        (
            "t.csv",
            None,
            "table-missing annotations/t.yaml:1: `t.csv` names no table",
        ),
        (
            "t.csv.gz",
            Some("who\nA\n"),
            "table-unreadable annotations/t.yaml:1: t.csv.gz cannot be read: unexpected end of file",
        ),
        (
            "t.csv",
            Some(""),
            "table-empty annotations/t.yaml:1: t.csv has no rows",
        ),
        (
            "t.csv",
            Some("wo\nA\n"),
            "unknown-column annotations/t.yaml:2: t.csv has no column `who`",
        ),
        (
            "t.csv",
            Some("who,x\nA\n"),
            "table-refused annotations/t.yaml:1: every row of t.csv is refused",
        ),
        (
            "t.doc",
            Some("x"),
            "missing-key annotations/t.yaml:1: the name of t.doc does not say what form of table it is",
        ),
    ] {
        let mapping = mapping(table);
        let mut files = vec![("annotations/t.yaml", mapping.as_str())];
        files.extend(text.map(|text| (table, text)));
        let found = findings(&compile(&files));
        assert_eq!(found[0], expected);
    }
}

#[test]
fn tables_among_the_articles_are_no_articles() {
    let mapping = ICEWS.replace("tables/e.tsv", "seeds/e.tsv");
    let compilation = compile(&[
        ("annotations/e.yaml", &mapping),
        ("seeds/e.tsv", "A\tx\tB\t2018\n"),
    ]);
    assert_eq!(findings(&compilation), Vec::<String>::new());
    assert_eq!(nodes(&compilation, "Article").len(), 1);
}
