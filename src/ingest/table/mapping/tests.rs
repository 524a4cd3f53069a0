//! Mappings as they are written, and what is said of those that are wrong.

use super::*;
use crate::diag::Sources;
use crate::ingest::yaml;

fn read_text(text: &str) -> (Mapping, Vec<String>) {
    let mut sources = Sources::default();
    let source = sources.add("table.yaml", text);
    let (tree, problems) = yaml::parse(source, text);
    assert!(problems.is_empty(), "{problems:?}");
    let (mapping, findings) = read(source, &tree.expect("a tree"));
    let findings = findings.iter().map(|finding| {
        let help = finding.help.as_deref().unwrap_or_default();
        let place = &text[finding.primary.span.range()];
        format!(
            "{} at `{place}`: {} ({help})",
            finding.code, finding.message
        )
    });
    (mapping, findings.collect())
}

#[test]
fn a_whole_mapping_is_read() {
    let (mapping, findings) = read_text(
        "table: [a.csv, b/*.csv]\nid: incidents\ntitle: Incidents\nformat: csv\ndelimiter: ';'\nquote: none\n\
         columns: [day, who, what]\nskip: 2\nencoding: windows-1252\nnulls: [NA, '-']\n\
         where: {what: [x, y], who: {not: ''}}\nsame_as: {Rusland: russia, Georgia: }\n\
         events:\n  label: {column: what, map: {x: protest}, default: event}\n  id: {row: 1}\n\
         \x20 date: {column: day, format: ['%d-%m-%Y', '%Y']}\n  who: {source: who, target: {name: {column: who, split: ','}, label: person}}\n\
         \x20 attributes: {people: {column: n, as: number, thousands: ','}}\n",
    );
    assert_eq!(findings, Vec::<String>::new());
    assert_eq!(mapping.tables.len(), 2);
    let layout = mapping.form.layout(Format::Csv);
    assert_eq!(
        (layout.delimiter, layout.quote, layout.header, layout.skip),
        (b';', None, false, 2)
    );
    assert_eq!(mapping.filters[1].values, [""]);
    assert!(mapping.filters[1].not);
    assert_eq!(mapping.same_as[1].1, None);
    let event = &mapping.things[0];
    assert_eq!(event.id, Some(Id::Row(1)));
    assert_eq!(event.who.len(), 2);
    let label = event.who[1]
        .actor
        .label
        .as_ref()
        .and_then(|label| label.constant.as_ref());
    assert_eq!(label.map(|label| label.text.as_str()), Some("person"));
    assert_eq!(event.attributes[0].1.thousands, Some(','));
}

#[test]
fn every_mistake_is_reported_at_its_place() {
    let (_, findings) = read_text(
        "table: a.csv\nformat: cvs\ndelimeter: ';'\ndelimiter: ab\nencoding: klingon\nevents:\n  dat: day\n  id: {row: x}\n  date: {colum: day}\nactors: x\nrelations: {type: owns}\n",
    );
    assert_eq!(
        findings,
        [
            "unknown-word at `cvs`: `cvs` is no format (did you mean `csv`?)",
            "unknown-key at `delimeter`: `delimeter` is not a key of a table (did you mean `delimiter`?)",
            "wrong-shape at `ab`: `delimiter` of a table is one ASCII character (a comma, a semicolon, `tab` …)",
            "unknown-word at `klingon`: `klingon` is no encoding (utf-8, windows-1252, windows-1251, utf-16le …)",
            "unknown-key at `dat`: `dat` is not a key of an event of a table (did you mean `date`?)",
            "bad-number at `x`: `x` is not a whole number ()",
            "unknown-key at `colum`: `colum` is not a key of a value of a table (did you mean `column`?)",
            "wrong-shape at `x`: found a text, expected a mapping: what of the row makes the actor ()",
            "missing-key at `{type: owns}`: this relation has no `from` (name the column of where it starts)",
            "missing-key at `{type: owns}`: this relation has no `to` (name the column of where it ends)",
        ]
    );
    let (_, findings) = read_text("table: a.csv\n");
    assert_eq!(findings.len(), 1);
}
