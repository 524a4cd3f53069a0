//! Node-link JSON, as D3 and NetworkX read it.
//!
//! Format: `networkx.node_link_data` of NetworkX 3.6, whose array of relationships is `edges`; D3 is
//! given any array. Beside the properties a node has `id`, `label` (its display name) and `labels`; a
//! relationship has `source`, `target`, `key` (its number, which keeps parallel ones apart) and
//! `type`. Numbers, booleans and lists are JSON's own, days are texts.

use std::io::Write;

use super::buffer::{Buffer, json, json_key};
use super::survey::{PerKind, PerLabels, Question, Survey};
use super::{ExportError, View};

const QUESTION: Question = Question {
    accepts: |id| !id.is_empty(),
    key: json_key,
    infinite: true,
    letters: |_| true,
    nodes: &["id", "label", "labels"],
    edges: &["key", "source", "target", "type"],
};

/// What is remarked of numbers that JSON has not.
pub(super) const NOT_FINITE: &str = "a number that JSON cannot hold (NaN, Infinity) is a text";

/// Writes node-link JSON, a line a node or relationship. Reads the graph twice.
pub fn write(view: &View<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let survey = Survey::of(view, &QUESTION);
    let mut buffer = Buffer::new(out);
    buffer.raw("{\"directed\":true,\"multigraph\":true,\"graph\":{\"name\":");
    buffer.json(&view.dossier.title);
    buffer.raw("},\n\"nodes\":[");
    let prefixes = survey
        .nodes
        .prefixes(|_, column| format!(",{}:", json(&column.name)));
    let mut labels = PerLabels::new();
    let mut separator = "\n";
    for node in view.nodes() {
        buffer.raw(separator);
        separator = ",\n";
        buffer.raw("{\"id\":");
        survey.write_key(&mut buffer, node);
        buffer.raw(",\"label\":");
        buffer.json(view.name(node));
        buffer.raw(labels.get(node, || {
            let labels: Vec<_> = node.labels().collect();
            let labels = serde_json::to_string(&labels).unwrap_or_default();
            format!(",\"labels\":{labels}")
        }));
        survey.node_properties(node, |at, value| {
            buffer.raw(&prefixes[at]);
            buffer.json_value(value);
        });
        buffer.raw("}");
        buffer.relieve()?;
    }
    buffer.raw("\n],\n\"edges\":[");
    let prefixes = survey
        .edges
        .prefixes(|_, column| format!(",{}:", json(&column.name)));
    let mut kinds = PerKind::new();
    separator = "\n";
    for edge in view.edges() {
        buffer.raw(separator);
        separator = ",\n";
        buffer.raw("{\"source\":");
        survey.write_key(&mut buffer, edge.from());
        buffer.raw(",\"target\":");
        survey.write_key(&mut buffer, edge.to());
        buffer.raw(",\"key\":");
        buffer.number(edge.id().index());
        buffer.raw(kinds.get(edge, || format!(",\"type\":{}", json(edge.kind()))));
        survey.edge_properties(edge, |at, value| {
            buffer.raw(&prefixes[at]);
            buffer.json_value(value);
        });
        buffer.raw("}");
        buffer.relieve()?;
    }
    buffer.raw("\n]}\n");
    buffer.finish()?;
    view.remark_times(buffer.not_finite, NOT_FINITE);
    Ok(())
}
