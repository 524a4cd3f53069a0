//! Mermaid: a flowchart of a selection, for notes in Markdown.
//!
//! Format: "Flowcharts - Basic Syntax" of the documentation of Mermaid 11. A node is a box in the colour
//! of its kind with its display name; relationships of one type between the same two nodes are one
//! arrow, with the first role, stage, office or field, and a count. Whatever could be syntax is
//! written as a character code (`#34;`), so that a name can hold anything.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write;

use unicode_segmentation::UnicodeSegmentation as _;

use super::{ExportError, View, look};
use crate::graph::{EdgeRef, NodeId, NodeRef};

/// Characters of a name that are shown.
const LONGEST: usize = 120;
/// `maxEdges` and `maxTextSize` of Mermaid's default configuration.
const MAX_EDGES: usize = 500;
const MAX_TEXT: usize = 50_000;

/// Writes a Mermaid flowchart. It keeps the chart in memory; one that a browser can draw is small.
pub fn write(view: &View<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let (chart, edges) = chart(view);
    if edges > MAX_EDGES || chart.chars().count() > MAX_TEXT {
        view.remark(format!(
            "Mermaid draws charts of up to {MAX_EDGES} arrows and {MAX_TEXT} characters unless `maxEdges` and `maxTextSize` \
             are raised; this one has {edges} and {}: choose less of the graph, for instance with `--around`",
            chart.chars().count()
        ));
    }
    out.write_all(chart.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// The chart and the number of its arrows.
fn chart(view: &View<'_>) -> (String, usize) {
    let mut lines = vec!["flowchart LR".to_owned()];
    let mut looks = BTreeMap::new();
    for node in view.nodes() {
        let look = look::of(node);
        let class = if look.kind.is_empty() {
            "Other"
        } else {
            look.kind
        };
        looks.insert(class, look);
        let text = text(view, shown(view, node));
        let (open, close) = match class {
            "Actor" => ("([", "])"),
            "Place" => ("{{", "}}"),
            "Article" => ("[/", "/]"),
            "Claim" => (">", "]"),
            "Event" => ("(", ")"),
            _ => ("[", "]"),
        };
        lines.push(format!(
            "    n{}{open}\"{text}\"{close}:::{class}",
            node.id().index()
        ));
    }
    let mut arrows: BTreeMap<(NodeId, NodeId, &str), Vec<EdgeRef<'_>>> = BTreeMap::new();
    for edge in view.edges() {
        let ends = (edge.from().id(), edge.to().id(), edge.kind());
        arrows.entry(ends).or_default().push(edge);
    }
    for ((from, to, kind), edges) in &arrows {
        let line = match *kind {
            "SUPPORTED_BY" | "MENTIONS" => "-.->",
            "LED_TO" => "==>",
            _ => "-->",
        };
        let (from, to) = (from.index(), to.index());
        let label = text(view, &label(kind, edges));
        lines.push(format!("    n{from} {line}|\"{label}\"| n{to}"));
    }
    for (class, look) in looks {
        lines.push(format!(
            "    classDef {class} fill:{},stroke:{},color:#1A1A1A",
            look.tint, look.fill
        ));
    }
    lines.push(String::new());
    (lines.join("\n"), arrows.len())
}

fn shown<'d>(view: &View<'d>, node: NodeRef<'d>) -> &'d str {
    match view.name(node) {
        "" => node.labels().last().unwrap_or("?"),
        name => name,
    }
}

/// `INVOLVED_IN: host, guest`, `SUPPORTED_BY ×3`.
fn label(kind: &str, edges: &[EdgeRef<'_>]) -> String {
    let said: BTreeSet<_> = edges.iter().filter_map(|edge| edge.qualifier()).collect();
    let said: Vec<_> = said.into_iter().take(3).collect();
    let mut label = kind.to_owned();
    let mut add = |arguments: std::fmt::Arguments<'_>| {
        let written = label.write_fmt(arguments);
        debug_assert!(written.is_ok(), "a string takes every text");
    };
    if edges.len() > 1 {
        add(format_args!(" ×{}", edges.len()));
    }
    if !said.is_empty() {
        add(format_args!(": {}", said.join(", ")));
    }
    label
}

/// A text between quotation marks: letters, digits and what no syntax uses as they are, the rest by
/// code; white space is folded.
fn text(view: &View<'_>, text: &str) -> String {
    let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((cut, _)) = words.grapheme_indices(true).nth(LONGEST) {
        words.truncate(cut);
        words.push('…');
        view.remark(format!("a name is cut after {LONGEST} characters"));
    }
    let mut safe = String::with_capacity(words.len());
    for c in words.chars() {
        // "1. " and "- " at the beginning would be lists of Markdown.
        let list = matches!(c, '.' | '-' | ')') && safe.bytes().all(|byte| byte.is_ascii_digit());
        match c {
            _ if list => {
                let written = write!(safe, "#{};", u32::from(c));
                debug_assert!(written.is_ok(), "a string takes every text");
            }
            ' ' | ',' | '.' | ':' | '(' | ')' | '?' | '!' | '\'' | '-' | '_' | '/' => safe.push(c),
            _ if c.is_ascii_alphanumeric() => safe.push(c),
            _ if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {
                safe.push('\u{FFFD}');
                view.remark("a control character is replaced by U+FFFD");
            }
            _ if c.is_ascii() => {
                let written = write!(safe, "#{};", u32::from(c));
                debug_assert!(written.is_ok(), "a string takes every text");
            }
            _ => safe.push(c),
        }
    }
    if safe.is_empty() {
        safe.push(' ');
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Dossier, Graph, Selection, Value};

    fn dossier(graph: Graph) -> Dossier {
        Dossier {
            title: "Test".to_owned(),
            ..Dossier::of(graph)
        }
    }

    #[test]
    fn relationships_of_one_type_are_one_arrow_and_no_name_is_syntax() {
        let mut graph = Graph::new();
        let [a, b] = ["1. \"A\" ]--> B;", ""].map(|name| {
            let node = graph.add_node(["Actor"]);
            graph.set(node, "name", Value::from(name));
            node
        });
        for role in ["host", "guest"] {
            let edge = graph.add_edge(a, "MET", b);
            graph.set_edge(edge, "role", Value::from(role));
        }
        let dossier = dossier(graph);
        let selection = Selection::all(&dossier.graph);
        let (chart, arrows) = chart(&View::new(&dossier, &selection));
        assert_eq!(arrows, 1);
        insta::assert_snapshot!(chart, @r#"
        flowchart LR
            n0(["1#46; #34;A#34; #93;--#62; B#59;"]):::Actor
            n1(["Actor"]):::Actor
            n0 -->|"MET ×2: guest, host"| n1
            classDef Actor fill:#E4EDF5,stroke:#004F82,color:#1A1A1A
        "#);
    }

    #[test]
    fn a_chart_that_no_browser_draws_is_remarked_on() {
        let mut graph = Graph::new();
        let node = graph.add_node(["Actor"]);
        graph.set(node, "name", Value::from("é".repeat(200)));
        for at in 0..=MAX_EDGES {
            graph.add_edge(node, &format!("R{at}"), node);
        }
        let dossier = dossier(graph);
        let selection = Selection::all(&dossier.graph);
        let view = View::new(&dossier, &selection);
        write(&view, &mut Vec::new()).expect("written");
        let remarks = view.remarks();
        assert!(remarks[0].0.contains("501"), "{remarks:?}");
        assert!(remarks[1].0.contains("cut"), "{remarks:?}");
    }
}
