//! GraphML 1.0, as yEd, Gephi, igraph, NetworkX and Neo4j read it.
//!
//! Format: Brandes, Eiglsperger, Lerner, "GraphML Primer", and the schema at
//! `http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd`. Beside the properties a node has `labels`
//! (`:Event:Meeting`, as Neo4j writes them) and `label`, its display name; a relationship has `type`,
//! and the same as `label`. Lists are JSON.

use std::io::Write;

use super::buffer::{Buffer, xml, xml_key};
use super::survey::{Holds, PerKind, PerLabels, Question, Scalar, Survey};
use super::{ExportError, View};

const QUESTION: Question = Question {
    accepts: is_token,
    key: xml_key,
    infinite: true,
    letters: |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | ':'),
    nodes: &["label", "labels"],
    edges: &["label", "type"],
};

/// What is remarked of characters that had to be replaced.
pub(super) const REPLACED: &str = "a character that XML cannot hold is replaced by U+FFFD";

/// Whether a text is an `NMTOKEN` of the schema; only ASCII, as parsers differ on the rest.
fn is_token(id: &str) -> bool {
    let name = |byte: u8| byte.is_ascii_alphanumeric() || b"._:-".contains(&byte);
    !id.is_empty() && id.bytes().all(name)
}

/// The type of a column as GraphML and GEXF name it.
pub(super) fn type_of(holds: Holds) -> &'static str {
    match holds {
        Holds::One(Scalar::Bool) => "boolean",
        Holds::One(Scalar::Int) => "long",
        Holds::One(Scalar::Float) => "double",
        Holds::One(Scalar::Text) | Holds::Many(_) => "string",
    }
}

/// Writes GraphML. Reads the graph twice: for the types of the properties, and to write.
pub fn write(view: &View<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let survey = Survey::of(view, &QUESTION);
    let mut buffer = Buffer::new(out);
    head(view, &survey, &mut buffer);
    let prefixes = survey
        .nodes
        .prefixes(|at, _| format!("<data key=\"n{at}\">"));
    let mut labels = PerLabels::new();
    for node in view.nodes() {
        buffer.raw("<node id=\"");
        survey.write_key(&mut buffer, node);
        buffer.raw(labels.get(node, || {
            let labels: String = node.labels().flat_map(|label| [":", label]).collect();
            format!(
                "\"><data key=\"labels\">{}</data><data key=\"label\">",
                xml(&labels)
            )
        }));
        buffer.xml(view.name(node));
        buffer.raw("</data>");
        survey.node_properties(node, |at, value| {
            buffer.raw(&prefixes[at]);
            buffer.xml_value(value);
            buffer.raw("</data>");
        });
        buffer.raw("</node>\n");
        buffer.relieve()?;
    }
    let prefixes = survey
        .edges
        .prefixes(|at, _| format!("<data key=\"e{at}\">"));
    let mut kinds = PerKind::new();
    for edge in view.edges() {
        buffer.raw("<edge id=\"e");
        buffer.number(edge.id().index());
        buffer.raw("\" source=\"");
        survey.write_key(&mut buffer, edge.from());
        buffer.raw("\" target=\"");
        survey.write_key(&mut buffer, edge.to());
        buffer.raw(kinds.get(edge, || {
            let kind = xml(edge.kind());
            format!("\"><data key=\"type\">{kind}</data><data key=\"linked\">{kind}</data>")
        }));
        survey.edge_properties(edge, |at, value| {
            buffer.raw(&prefixes[at]);
            buffer.xml_value(value);
            buffer.raw("</data>");
        });
        buffer.raw("</edge>\n");
        buffer.relieve()?;
    }
    buffer.raw("</graph>\n</graphml>\n");
    buffer.finish()?;
    view.remark_times(buffer.replaced, REPLACED);
    Ok(())
}

fn head(view: &View<'_>, survey: &Survey<'_>, buffer: &mut Buffer<'_>) {
    buffer.raw(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"",
        " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"",
        " xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns",
        " http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n<desc>"
    ));
    buffer.xml(&view.dossier.title);
    buffer.raw("</desc>\n");
    let mut declare = |id: &str, of: &str, name: &str, of_type: &str| {
        buffer.raw("<key id=\"");
        buffer.raw(id);
        buffer.raw("\" for=\"");
        buffer.raw(of);
        buffer.raw("\" attr.name=\"");
        buffer.xml(name);
        buffer.raw("\" attr.type=\"");
        buffer.raw(of_type);
        buffer.raw("\"/>\n");
    };
    declare("labels", "node", "labels", "string");
    declare("label", "node", "label", "string");
    for (at, column) in survey.nodes.list.iter().enumerate() {
        declare(
            &format!("n{at}"),
            "node",
            &column.name,
            type_of(column.holds),
        );
    }
    declare("type", "edge", "type", "string");
    declare("linked", "edge", "label", "string");
    for (at, column) in survey.edges.list.iter().enumerate() {
        declare(
            &format!("e{at}"),
            "edge",
            &column.name,
            type_of(column.holds),
        );
    }
    buffer.raw("<graph edgedefault=\"directed\">\n");
}
