//! CX2, as Cytoscape and NDEx read it.
//!
//! Format: "CX2 format specification" of the Cytoscape Exchange project (2.0): a list of aspects, each
//! complete before the next; attributes are declared with one type each, and the look follows `kind`.
//! Beside the properties a node has `key` (what it is called), `label`, `kind` and `labels`; a
//! relationship has `interaction`, its type.

use std::fmt::Write as _;
use std::io::Write;

use super::buffer::{Buffer, json, json_key};
use super::cyjs::typed;
use super::look;
use super::node_link::NOT_FINITE;
use super::survey::{Columns, Holds, PerKind, PerLabels, Question, Scalar, Survey};
use super::{ExportError, View};

const QUESTION: Question = Question {
    accepts: |id| !id.is_empty(),
    key: json_key,
    infinite: false,
    letters: |_| true,
    nodes: &["key", "kind", "label", "labels"],
    edges: &["interaction"],
};

fn type_of(holds: Holds) -> &'static str {
    match holds {
        Holds::One(Scalar::Bool) => "boolean",
        Holds::One(Scalar::Int) => "long",
        Holds::One(Scalar::Float) => "double",
        Holds::One(Scalar::Text) => "string",
        Holds::Many(Scalar::Bool) => "list_of_boolean",
        Holds::Many(Scalar::Int) => "list_of_long",
        Holds::Many(Scalar::Float) => "list_of_double",
        Holds::Many(Scalar::Text) => "list_of_string",
    }
}

/// Writes CX2, a line a node or relationship. Reads the graph twice.
pub fn write(view: &View<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let survey = Survey::of(view, &QUESTION);
    let mut buffer = Buffer::new(out);
    head(view, &survey, &mut buffer);
    buffer.raw("{\"nodes\":[");
    let prefixes = survey
        .nodes
        .prefixes(|_, column| format!(",{}:", json(&column.name)));
    let mut labels = PerLabels::new();
    let mut separator = "\n";
    for node in view.nodes() {
        buffer.raw(separator);
        separator = ",\n";
        buffer.raw("{\"id\":");
        buffer.number(node.id().index());
        buffer.raw(",\"v\":{\"key\":");
        survey.write_key(&mut buffer, node);
        buffer.raw(",\"label\":");
        buffer.json(view.name(node));
        buffer.raw(labels.get(node, || {
            let labels: Vec<_> = node.labels().collect();
            let kind = json(labels.first().copied().unwrap_or_default());
            let labels = serde_json::to_string(&labels).unwrap_or_default();
            format!(",\"kind\":{kind},\"labels\":{labels}")
        }));
        survey.node_properties(node, |at, value| {
            buffer.raw(&prefixes[at]);
            typed(&mut buffer, &survey.nodes, at, value);
        });
        buffer.raw("}}");
        buffer.relieve()?;
    }
    buffer.raw("\n]},\n{\"edges\":[");
    let prefixes = survey
        .edges
        .prefixes(|_, column| format!(",{}:", json(&column.name)));
    let mut kinds = PerKind::new();
    separator = "\n";
    for edge in view.edges() {
        buffer.raw(separator);
        separator = ",\n";
        buffer.raw("{\"id\":");
        buffer.number(edge.id().index());
        buffer.raw(",\"s\":");
        buffer.number(edge.from().id().index());
        buffer.raw(",\"t\":");
        buffer.number(edge.to().id().index());
        buffer.raw(kinds.get(edge, || {
            format!(",\"v\":{{\"interaction\":{}", json(edge.kind()))
        }));
        survey.edge_properties(edge, |at, value| {
            buffer.raw(&prefixes[at]);
            typed(&mut buffer, &survey.edges, at, value);
        });
        buffer.raw("}}");
        buffer.relieve()?;
    }
    buffer.raw("\n]},\n");
    buffer.raw(&looks());
    buffer.raw(",\n{\"status\":[{\"success\":true,\"error\":\"\"}]}]\n");
    buffer.finish()?;
    view.remark_times(buffer.not_finite, NOT_FINITE);
    Ok(())
}

/// What stands before the nodes.
fn head(view: &View<'_>, survey: &Survey<'_>, buffer: &mut Buffer<'_>) {
    buffer.raw("[{\"CXVersion\":\"2.0\",\"hasFragments\":false},\n{\"metaData\":[");
    let counts = [
        ("attributeDeclarations", 1),
        ("networkAttributes", 1),
        ("nodes", view.selection.node_count()),
        ("edges", view.selection.edge_count()),
        ("visualProperties", 1),
    ];
    let mut separator = "";
    for (name, count) in counts {
        buffer.raw(separator);
        separator = ",";
        buffer.raw("{\"name\":\"");
        buffer.raw(name);
        buffer.raw("\",\"elementCount\":");
        buffer.number(count);
        buffer.raw("}");
    }
    buffer.raw(
        "]},\n{\"attributeDeclarations\":[{\"networkAttributes\":{\"name\":{\"d\":\"string\"},",
    );
    buffer.raw("\"description\":{\"d\":\"string\"}},\n\"nodes\":{\"key\":{\"d\":\"string\"},\"label\":{\"d\":\"string\"},");
    buffer.raw("\"kind\":{\"d\":\"string\"},\"labels\":{\"d\":\"list_of_string\"}");
    declare(buffer, &survey.nodes);
    buffer.raw("},\n\"edges\":{\"interaction\":{\"d\":\"string\"}");
    declare(buffer, &survey.edges);
    buffer.raw("}}]},\n{\"networkAttributes\":[{\"name\":");
    buffer.json(&view.dossier.title);
    buffer.raw(",\"description\":");
    buffer.json(view.dossier.description.as_deref().unwrap_or_default());
    buffer.raw("}]},\n");
}

fn declare(buffer: &mut Buffer<'_>, columns: &Columns<'_>) {
    for column in &columns.list {
        buffer.raw(",\n");
        buffer.json(&column.name);
        buffer.raw(":{\"d\":\"");
        buffer.raw(type_of(column.holds));
        buffer.raw("\"}");
    }
}

/// Names beside the nodes, a colour for each kind, the type on each relationship.
fn looks() -> String {
    let mut fills = String::new();
    for look in look::all() {
        let comma = if fills.is_empty() { "" } else { "," };
        let written = write!(
            fills,
            "{comma}{{\"v\":{},\"vp\":\"{}\"}}",
            json(look.kind),
            look.fill
        );
        debug_assert!(written.is_ok(), "a string takes every text");
    }
    let other = look::OTHER.fill;
    format!(
        "{{\"visualProperties\":[{{\"default\":{{\"network\":{{\"NETWORK_BACKGROUND_COLOR\":\"#FFFFFF\"}},\
         \"node\":{{\"NODE_BACKGROUND_COLOR\":\"{other}\",\"NODE_WIDTH\":40,\"NODE_HEIGHT\":40,\
         \"NODE_SHAPE\":\"ellipse\",\"NODE_LABEL_COLOR\":\"#1A1A1A\",\"NODE_LABEL_FONT_SIZE\":10}},\
         \"edge\":{{\"EDGE_LINE_COLOR\":\"#BFBFBF\",\"EDGE_TARGET_ARROW_SHAPE\":\"triangle\",\"EDGE_LABEL_FONT_SIZE\":6}}}},\
         \"nodeMapping\":{{\"NODE_LABEL\":{{\"type\":\"PASSTHROUGH\",\"definition\":{{\"attribute\":\"label\",\"type\":\"string\"}}}},\
         \"NODE_BACKGROUND_COLOR\":{{\"type\":\"DISCRETE\",\"definition\":{{\"attribute\":\"kind\",\"type\":\"string\",\"map\":[{fills}]}}}}}},\
         \"edgeMapping\":{{\"EDGE_LABEL\":{{\"type\":\"PASSTHROUGH\",\"definition\":{{\"attribute\":\"interaction\",\"type\":\"string\"}}}}}}}}]}}"
    )
}
