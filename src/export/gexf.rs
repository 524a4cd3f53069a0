//! GEXF 1.3 with times and colours, as Gephi and Gephi Lite read it.
//!
//! Format: the primer and schemas of GEXF 1.3 at `https://gexf.net`. Beside the properties a node has
//! `kind` (its first label) and `labels`; a relationship has its type as `label` and `kind`, which
//! keeps Gephi from merging relationships of different types. A node or relationship that has a time
//! is there from its first to its last possible day; an open end is left open. Lists are JSON.

use std::io::Write;

use super::buffer::{Buffer, xml, xml_key};
use super::columns::is_common;
use super::graphml::{REPLACED, type_of};
use super::look;
use super::survey::{Columns, PerKind, PerLabels, Question, Survey};
use super::{ExportError, View};
use crate::graph::{Graph, Symbol, ValueRef};
use crate::model::date::{Day, Edtf};

const QUESTION: Question = Question {
    accepts: is_id,
    key: xml_key,
    infinite: true,
    letters: |_| true,
    // Readers keep what they make of times and of the look beside the properties.
    nodes: &[
        "color", "end", "id", "kind", "label", "labels", "shape", "size", "spells", "start", "viz",
        "weight",
    ],
    edges: &["end", "id", "kind", "label", "spells", "start", "weight"],
};

/// Whether a text is an id that every reader gives back as it is.
fn is_id(id: &str) -> bool {
    let odd = |c: char| c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    !id.is_empty() && id.trim() == id && !id.contains(odd)
}

/// Keys that tell when something was there.
struct Times {
    /// The first day: the better key first.
    starts: Vec<Symbol>,
    ends: Vec<Symbol>,
}

impl Times {
    fn of(graph: &Graph, starts: &[&str], ends: &[&str]) -> Self {
        let symbols = |keys: &[&str]| keys.iter().filter_map(|key| graph.symbol(key)).collect();
        Self {
            starts: symbols(starts),
            ends: symbols(ends),
        }
    }

    /// Nothing can have a time.
    fn is_empty(&self) -> bool {
        self.starts.is_empty() && self.ends.is_empty()
    }

    /// First and last day by what `get` finds.
    fn read<'g>(&self, get: impl Fn(Symbol) -> Option<ValueRef<'g>>) -> (Option<Day>, Option<Day>) {
        let day = |keys: &[Symbol], of: fn(&Edtf) -> Option<Day>| {
            keys.iter().find_map(|key| match get(*key)? {
                ValueRef::Date(day) => Some(day),
                ValueRef::Text(text) => of(&Edtf::parse(text).ok()?),
                _ => None,
            })
        };
        (
            day(&self.starts, Edtf::earliest),
            day(&self.ends, Edtf::latest),
        )
    }
}

/// Writes GEXF 1.3. Reads the graph twice: for the types of the properties, and to write.
pub fn write(view: &View<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let survey = Survey::of(view, &QUESTION);
    let graph = &view.dossier.graph;
    // An article is there from the day on which it was published.
    let node_times = Times::of(graph, &["earliest", "published"], &["latest"]);
    let edge_times = Times::of(graph, &["first", "since"], &["last", "until"]);
    let mut buffer = Buffer::new(out);
    let dynamic = !(node_times.is_empty() && edge_times.is_empty());
    head(view, &survey, dynamic, &mut buffer);
    let prefixes = survey
        .nodes
        .prefixes(|at, _| format!("<attvalue for=\"{}\" value=\"", at + 2));
    let mut looks = PerLabels::new();
    for node in view.nodes() {
        buffer.raw("<node id=\"");
        survey.write_key(&mut buffer, node);
        buffer.raw("\" label=\"");
        buffer.xml(view.name(node));
        if !node_times.is_empty() {
            span(
                view,
                &mut buffer,
                node_times.read(|key| node.get_symbol(key)),
            );
        }
        buffer.raw(looks.get(node, || {
            let look = look::of(node);
            let labels: Vec<_> = node.labels().collect();
            let [red, green, blue] = look::rgb(look.fill);
            let kind = labels.first().copied().unwrap_or_default();
            format!(
                "\"><viz:color r=\"{red}\" g=\"{green}\" b=\"{blue}\"/><viz:size value=\"{}\"/>\
                 <viz:shape value=\"{}\"/><attvalues><attvalue for=\"0\" value=\"{}\"/>\
                 <attvalue for=\"1\" value=\"{}\"/>",
                look.size,
                look.shape,
                xml(kind),
                xml(&serde_json::to_string(&labels).unwrap_or_default()),
            )
        }));
        survey.node_properties(node, |at, value| {
            buffer.raw(&prefixes[at]);
            buffer.xml_value(value);
            buffer.raw("\"/>");
        });
        buffer.raw("</attvalues></node>\n");
        buffer.relieve()?;
    }
    buffer.raw("</nodes>\n<edges count=\"");
    buffer.number(view.selection.edge_count());
    buffer.raw("\">\n");
    let prefixes = survey
        .edges
        .prefixes(|at, _| format!("<attvalue for=\"{at}\" value=\""));
    let mut kinds = PerKind::new();
    for edge in view.edges() {
        buffer.raw("<edge id=\"");
        buffer.number(edge.id().index());
        buffer.raw("\" source=\"");
        survey.write_key(&mut buffer, edge.from());
        buffer.raw("\" target=\"");
        survey.write_key(&mut buffer, edge.to());
        buffer.raw(kinds.get(edge, || {
            let kind = xml(edge.kind());
            format!("\" kind=\"{kind}\" label=\"{kind}")
        }));
        if !edge_times.is_empty() {
            span(
                view,
                &mut buffer,
                edge_times.read(|key| edge.get_symbol(key)),
            );
        }
        let mut any = false;
        survey.edge_properties(edge, |at, value| {
            if !any {
                buffer.raw("\"><attvalues>");
                any = true;
            }
            buffer.raw(&prefixes[at]);
            buffer.xml_value(value);
            buffer.raw("\"/>");
        });
        buffer.raw(if any {
            "</attvalues></edge>\n"
        } else {
            "\"/>\n"
        });
        buffer.relieve()?;
    }
    buffer.raw("</edges>\n</graph>\n</gexf>\n");
    buffer.finish()?;
    view.remark_times(buffer.replaced, REPLACED);
    Ok(())
}

fn head(view: &View<'_>, survey: &Survey<'_>, dynamic: bool, buffer: &mut Buffer<'_>) {
    // The schema of 1.3 has colours, sizes and shapes in the namespace of GEXF itself, readers look
    // for the prefix `viz`: this satisfies both.
    buffer.raw(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3\"",
        " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"",
        " xsi:schemaLocation=\"http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd\" version=\"1.3\">\n<meta"
    ));
    if let Some(made) = view.made.filter(|day| is_common(*day)) {
        buffer.raw(" lastmodifieddate=\"");
        buffer.day(made);
        buffer.raw("\"");
    }
    buffer.raw("><creator>kroniek</creator><description>");
    buffer.xml(&view.dossier.title);
    buffer.raw("</description></meta>\n<graph defaultedgetype=\"directed\" idtype=\"string\"");
    buffer.raw(if dynamic {
        " mode=\"dynamic\" timeformat=\"date\" timerepresentation=\"interval\">\n"
    } else {
        " mode=\"static\">\n"
    });
    declare(buffer, "node", &["kind", "labels"], &survey.nodes);
    declare(buffer, "edge", &[], &survey.edges);
    buffer.raw("<nodes count=\"");
    buffer.number(view.selection.node_count());
    buffer.raw("\">\n");
}

fn declare(buffer: &mut Buffer<'_>, class: &str, first: &[&str], columns: &Columns<'_>) {
    buffer.raw("<attributes class=\"");
    buffer.raw(class);
    buffer.raw("\" mode=\"static\">\n");
    let own = columns
        .list
        .iter()
        .map(|column| (&*column.name, type_of(column.holds)));
    let all = first.iter().map(|name| (*name, "string")).chain(own);
    for (at, (name, of_type)) in all.enumerate() {
        buffer.raw("<attribute id=\"");
        buffer.number(at);
        buffer.raw("\" title=\"");
        buffer.xml(name);
        buffer.raw("\" type=\"");
        buffer.raw(of_type);
        buffer.raw("\"/>\n");
    }
    buffer.raw("</attributes>\n");
}

/// First and last day, where there are such.
fn span(view: &View<'_>, buffer: &mut Buffer<'_>, (start, end): (Option<Day>, Option<Day>)) {
    let odd = start.into_iter().chain(end).any(|day| !is_common(day));
    if odd || start.zip(end).is_some_and(|(start, end)| start > end) {
        view.remark("a time before the year 1, after 9999, or that ends before it begins is only in the properties");
        return;
    }
    for (name, day) in [("\" start=\"", start), ("\" end=\"", end)] {
        if let Some(day) = day {
            buffer.raw(name);
            buffer.day(day);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Dossier, Selection, Value};

    /// A node with these properties: the attributes of its lifetime, and whether it was remarked on.
    fn check(properties: &[(&str, Value)], expected: &str, remarked: bool) {
        let mut graph = Graph::new();
        let node = graph.add_node(["Event"]);
        graph.set(node, "id", Value::from("e"));
        for (key, value) in properties {
            graph.set(node, key, value.clone());
        }
        let dossier = Dossier {
            title: "Test".to_owned(),
            ..Dossier::of(graph)
        };
        let selection = Selection::all(&dossier.graph);
        let view = View::new(&dossier, &selection);
        let mut bytes = Vec::new();
        write(&view, &mut bytes).expect("written");
        let text = String::from_utf8(bytes).expect("text");
        let start = format!("<node id=\"e\" label=\"e\"{expected}>");
        assert!(text.contains(&start), "{start}: {text}");
        assert_eq!(!view.remarks().is_empty(), remarked);
    }

    #[test]
    fn a_lifetime_has_open_ends_and_days_that_every_reader_knows() {
        let day = |year| Value::Date(Day::from_ymd(year, 3, 1));
        check(&[], "", false);
        check(&[("earliest", day(2020))], " start=\"2020-03-01\"", false);
        check(
            &[("earliest", day(2020)), ("latest", day(2021))],
            " start=\"2020-03-01\" end=\"2021-03-01\"",
            false,
        );
        check(
            &[("published", Value::from("2021-09"))],
            " start=\"2021-09-01\"",
            false,
        );
        check(&[("published", Value::from("soon"))], "", false);
        check(&[("earliest", day(-44))], "", true);
        check(&[("earliest", day(2021)), ("latest", day(2020))], "", true);
    }
}
