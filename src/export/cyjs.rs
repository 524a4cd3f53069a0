//! Cytoscape JSON, as Cytoscape.js and Cytoscape read it.
//!
//! Format: "JSON import" and "elements JSON" of the manuals of Cytoscape and Cytoscape.js. Everything
//! of an element is in its `data`, with the names that Cytoscape expects: `id`, `shared_name`, `name`,
//! for a relationship `source`, `target` and `interaction`, its type. A column has one type, as
//! Cytoscape asks; where values differ, all are texts. The labels of a node are also its classes.

use std::io::Write;

use super::buffer::{Buffer, json, json_key};
use super::node_link::NOT_FINITE;
use super::survey::{Columns, PerKind, PerLabels, Question, Survey};
use super::{ExportError, View};
use crate::graph::ValueRef;

const QUESTION: Question = Question {
    // Cytoscape.js takes an id of nothing but white space (`\s` of JavaScript) for none.
    accepts: |id| id.contains(|c: char| !c.is_whitespace() && c != '\u{FEFF}'),
    key: json_key,
    infinite: false,
    letters: |_| true,
    // `parent` makes a compound node, `selected` and `SUID` are Cytoscape's own.
    nodes: &[
        "SUID",
        "id",
        "label",
        "labels",
        "parent",
        "selected",
        "shared_name",
    ],
    edges: &[
        "SUID",
        "id",
        "interaction",
        "name",
        "selected",
        "shared_interaction",
        "shared_name",
        "source",
        "target",
    ],
};

/// Writes Cytoscape JSON, a line a node or relationship. Reads the graph twice.
pub fn write(view: &View<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let survey = Survey::of(view, &QUESTION);
    let mut buffer = Buffer::new(out);
    let title = json(&view.dossier.title);
    buffer.raw("{\"format_version\":\"1.0\",\"generated_by\":\"kroniek\",");
    buffer.raw("\"target_cytoscapejs_version\":\"~3.0\",\"data\":{\"name\":");
    buffer.raw(&title);
    buffer.raw(",\"shared_name\":");
    buffer.raw(&title);
    buffer.raw("},\"elements\":{\n\"nodes\":[");
    let prefixes = survey
        .nodes
        .prefixes(|_, column| format!(",{}:", json(&column.name)));
    let mut labels = PerLabels::new();
    let mut separator = "\n";
    let name = view.dossier.graph.symbol("name");
    for node in view.nodes() {
        buffer.raw(separator);
        separator = ",\n";
        buffer.raw("{\"data\":{\"id\":");
        survey.write_key(&mut buffer, node);
        buffer.raw(",\"shared_name\":");
        survey.write_key(&mut buffer, node);
        let shown = view.name(node);
        if name.is_none_or(|name| node.get_symbol(name).is_none()) {
            buffer.raw(",\"name\":");
            buffer.json(shown);
        }
        buffer.raw(",\"label\":");
        buffer.json(shown);
        let (list, classes) = labels.get(node, || {
            let labels: Vec<_> = node.labels().collect();
            let list = serde_json::to_string(&labels).unwrap_or_default();
            (
                format!(",\"labels\":{list}"),
                format!("}},\"classes\":{}}}", json(&labels.join(" "))),
            )
        });
        buffer.raw(list);
        survey.node_properties(node, |at, value| {
            buffer.raw(&prefixes[at]);
            typed(&mut buffer, &survey.nodes, at, value);
        });
        buffer.raw(classes);
        buffer.relieve()?;
    }
    buffer.raw("\n],\n\"edges\":[");
    let prefixes = survey
        .edges
        .prefixes(|_, column| format!(",{}:", json(&column.name)));
    let mut kinds = PerKind::new();
    separator = "\n";
    for edge in view.edges() {
        let (from, to) = (edge.from(), edge.to());
        buffer.raw(separator);
        separator = ",\n";
        // Nodes and relationships share their names; no node's begins so.
        buffer.raw("{\"data\":{\"id\":\"_:e");
        buffer.number(edge.id().index());
        buffer.raw("\",\"source\":");
        survey.write_key(&mut buffer, from);
        buffer.raw(",\"target\":");
        survey.write_key(&mut buffer, to);
        let (middle, interaction) = kinds.get(edge, || {
            let kind = json(edge.kind());
            (
                format!(" ({}) ", edge.kind()),
                format!(",\"interaction\":{kind},\"shared_interaction\":{kind}"),
            )
        });
        buffer.raw(interaction);
        let name = json(&format!("{}{middle}{}", survey.key(from), survey.key(to)));
        buffer.raw(",\"name\":");
        buffer.raw(&name);
        buffer.raw(",\"shared_name\":");
        buffer.raw(&name);
        survey.edge_properties(edge, |at, value| {
            buffer.raw(&prefixes[at]);
            typed(&mut buffer, &survey.edges, at, value);
        });
        buffer.raw("}}");
        buffer.relieve()?;
    }
    buffer.raw("\n]}}\n");
    buffer.finish()?;
    view.remark_times(buffer.not_finite, NOT_FINITE);
    Ok(())
}

/// A value in the type of its column.
pub(super) fn typed(
    buffer: &mut Buffer<'_>,
    columns: &Columns<'_>,
    at: usize,
    value: ValueRef<'_>,
) {
    if columns.list[at].holds.fits(value) {
        buffer.json_value(value);
    } else {
        buffer.json_text(value);
    }
}
