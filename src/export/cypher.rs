//! A script in openCypher that makes the graph anew in an empty database: Neo4j, Memgraph.
//!
//! Nodes and relationships are made in batches, `UNWIND [{…}, …] AS row CREATE …`, one statement
//! for each set of labels or type. While the script runs, nodes have the label `KroniekImport` and the
//! property `kroniek_key`, by which relationships find their ends; at the end both are taken away.
//! `id` gets a constraint for each root label. The statements that begin with `CREATE CONSTRAINT`
//! and `DROP CONSTRAINT` are Neo4j's own; openCypher has no word for them, and everything else of the
//! script does without.
//!
//! Every statement ends in `;` at the end of a line, and no text holds a line break: what begins on a line
//! of its own may be split off there.

use std::collections::BTreeMap;
use std::io::Write;

use super::buffer::{Buffer, write_float};
use super::columns::{self, Kind};
use super::{ExportError, Key, View};
use crate::graph::filter::NodeKind;
use crate::graph::{NodeRef, Symbol, Value, ValueRef};

/// Rows of a statement, of which a database keeps the tree in memory.
const ROWS: usize = 500;
/// Bytes after which a statement ends.
const BYTES: usize = 1 << 20;

/// The label and the property that nodes bear while the script runs.
const LABEL: &str = "KroniekImport";
const KEY: &str = "kroniek_key";

const ROOTS: [NodeKind; 6] = [
    NodeKind::Actor,
    NodeKind::Place,
    NodeKind::Event,
    NodeKind::Agreement,
    NodeKind::Claim,
    NodeKind::Article,
];

/// Writes the script.
///
/// # Errors
///
/// What the writer says.
pub fn write(view: &View<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut script = Script {
        view,
        out: Buffer::new(out),
        pending: BTreeMap::new(),
    };
    script
        .out
        .raw("// Run in an empty database: cypher-shell -f FILE\n");
    script.constrain();
    script.nodes()?;
    script.relationships()?;
    script.out.raw(&format!(
        "MATCH (n:{LABEL}) REMOVE n:{LABEL}, n.{KEY};\nDROP CONSTRAINT kroniek_import IF EXISTS;\n"
    ));
    Ok(script.out.finish()?)
}

struct Script<'v, 'd, 'w> {
    view: &'v View<'d>,
    out: Buffer<'w>,
    /// The rows of statements that have not been written, by what they have in common.
    pending: BTreeMap<Vec<Symbol>, Batch>,
}

#[derive(Default)]
struct Batch {
    rows: usize,
    text: Vec<u8>,
}

impl Script<'_, '_, '_> {
    /// Keys are unique while the script runs, ids for good.
    fn constrain(&mut self) {
        let mut constraint = |name: &str, label: &str, key: &str| {
            self.out.raw(&format!(
                "CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{key} IS UNIQUE;\n"
            ));
        };
        constraint("kroniek_import", LABEL, KEY);
        for kind in ROOTS {
            let label = kind.label();
            let name = format!("{}_id", label.to_lowercase());
            // Ids that several nodes share forbid it.
            let mut nodes = self.view.selection.nodes(&self.view.dossier.graph);
            let shared = |node: NodeRef<'_>| {
                let node = self.view.dossier.graph.node(node.id());
                matches!(self.view.key(node), Key::Number(_)) && node.get("id").is_some()
            };
            if !nodes.any(|node| node.is(label) && shared(node)) {
                constraint(&name, label, "id");
            }
        }
    }

    fn nodes(&mut self) -> Result<(), ExportError> {
        let view = self.view;
        for node in view.nodes() {
            let batch = self
                .pending
                .entry(node.label_symbols().to_vec())
                .or_default();
            batch.begin_row();
            batch.text.extend_from_slice(b"{k: ");
            literal(&mut batch.text, &view.key(node).text());
            batch.text.extend_from_slice(b", p: ");
            map(&mut batch.text, node.properties(), view);
            batch.text.push(b'}');
            if batch.is_full() {
                let batch = std::mem::take(batch);
                self.create_nodes(node.label_symbols(), &batch)?;
            }
        }
        for (labels, batch) in std::mem::take(&mut self.pending) {
            self.create_nodes(&labels, &batch)?;
        }
        Ok(())
    }

    fn create_nodes(&mut self, labels: &[Symbol], batch: &Batch) -> Result<(), ExportError> {
        if batch.rows == 0 {
            return Ok(());
        }
        let graph = &self.view.dossier.graph;
        self.out.raw("UNWIND [\n");
        self.out.ready(&batch.text);
        self.out.raw("] AS row CREATE (n");
        for label in labels {
            self.out.byte(b':');
            name(self.out.bytes(), graph.name(*label));
        }
        self.out
            .raw(&format!(":{LABEL}) SET n = row.p SET n.{KEY} = row.k;\n"));
        Ok(self.out.relieve()?)
    }

    fn relationships(&mut self) -> Result<(), ExportError> {
        let view = self.view;
        for edge in view.edges() {
            let kind = edge.kind_symbol();
            let batch = self.pending.entry(vec![kind]).or_default();
            batch.begin_row();
            batch.text.extend_from_slice(b"{a: ");
            literal(&mut batch.text, &view.key(edge.from()).text());
            batch.text.extend_from_slice(b", b: ");
            literal(&mut batch.text, &view.key(edge.to()).text());
            batch.text.extend_from_slice(b", p: ");
            map(&mut batch.text, edge.properties(), view);
            batch.text.push(b'}');
            if batch.is_full() {
                let batch = std::mem::take(batch);
                self.create_relationships(kind, &batch)?;
            }
        }
        for (kind, batch) in std::mem::take(&mut self.pending) {
            self.create_relationships(kind[0], &batch)?;
        }
        Ok(())
    }

    fn create_relationships(&mut self, kind: Symbol, batch: &Batch) -> Result<(), ExportError> {
        if batch.rows == 0 {
            return Ok(());
        }
        self.out.raw("UNWIND [\n");
        self.out.ready(&batch.text);
        self.out.raw(&format!(
            "] AS row MATCH (a:{LABEL} {{{KEY}: row.a}}), (b:{LABEL} {{{KEY}: row.b}}) CREATE (a)-[r:"
        ));
        name(self.out.bytes(), self.view.dossier.graph.name(kind));
        self.out.raw("]->(b) SET r = row.p;\n");
        Ok(self.out.relieve()?)
    }
}

impl Batch {
    fn begin_row(&mut self) {
        if self.rows > 0 {
            self.text.extend_from_slice(b",\n");
        }
        self.rows += 1;
    }

    fn is_full(&self) -> bool {
        self.rows >= ROWS || self.text.len() >= BYTES
    }
}

/// Writes properties as a map.
fn map<'g>(
    bytes: &mut Vec<u8>,
    properties: impl Iterator<Item = (&'g str, ValueRef<'g>)>,
    view: &View<'_>,
) {
    bytes.push(b'{');
    for (at, (key, value)) in properties.enumerate() {
        if at > 0 {
            bytes.extend_from_slice(b", ");
        }
        name(bytes, key);
        bytes.extend_from_slice(b": ");
        match (value, Kind::of(value)) {
            (ValueRef::List(items), Kind::Mixed) => {
                view.remark(format!(
                    "lists of several kinds in `{key}` written as text: Neo4j keeps none"
                ));
                literal(bytes, &columns::json(items).to_string());
            }
            (ValueRef::List(items), _) => list(bytes, items),
            (scalar, _) => expression(bytes, scalar),
        }
    }
    bytes.push(b'}');
}

fn list(bytes: &mut Vec<u8>, items: &[Value]) {
    bytes.push(b'[');
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            bytes.extend_from_slice(b", ");
        }
        expression(bytes, item.into());
    }
    bytes.push(b']');
}

/// Writes a value that is no list.
fn expression(bytes: &mut Vec<u8>, value: ValueRef<'_>) {
    let function = match value {
        ValueRef::Text(text) => return literal(bytes, text),
        ValueRef::Float(float) if float.is_nan() => {
            return bytes.extend_from_slice(b"(0.0 / 0.0)");
        }
        ValueRef::Float(float) if float.is_infinite() => {
            let text: &[u8] = if float > 0.0 {
                b"(1.0 / 0.0)"
            } else {
                b"(-1.0 / 0.0)"
            };
            return bytes.extend_from_slice(text);
        }
        ValueRef::Float(float) => return write_float(bytes, float),
        ValueRef::Date(_) => "date",
        ValueRef::LocalTime(_) => "localtime",
        ValueRef::Time(_) => "time",
        ValueRef::LocalDateTime(_) => "localdatetime",
        ValueRef::DateTime(_) => "datetime",
        ValueRef::Duration(_) => "duration",
        ValueRef::Int(_) | ValueRef::Bool(_) | ValueRef::List(_) => "",
    };
    let printed = value.printed().unwrap_or_default();
    if function.is_empty() {
        bytes.extend_from_slice(printed.as_bytes());
        return;
    }
    bytes.extend_from_slice(function.as_bytes());
    bytes.push(b'(');
    literal(bytes, &printed);
    bytes.push(b')');
}

/// Writes a text in quotes. `\` and what follows it are read before anything else in Neo4j, where
/// `\\u0041` would become `\A`: so that no `u` follows, it is written as the escape `\u0075`.
fn literal(bytes: &mut Vec<u8>, text: &str) {
    bytes.push(b'\'');
    let mut after_backslash = false;
    for &byte in text.as_bytes() {
        match byte {
            b'\\' => bytes.extend_from_slice(b"\\\\"),
            b'\'' => bytes.extend_from_slice(b"\\'"),
            b'\n' => bytes.extend_from_slice(b"\\n"),
            b'\r' => bytes.extend_from_slice(b"\\r"),
            b'\t' => bytes.extend_from_slice(b"\\t"),
            0x08 => bytes.extend_from_slice(b"\\b"),
            0x0c => bytes.extend_from_slice(b"\\f"),
            b'u' if after_backslash => bytes.extend_from_slice(b"\\u0075"),
            0x00..=0x1f | 0x7f => {
                let _ = write!(bytes, "\\u{byte:04x}");
            }
            _ => bytes.push(byte),
        }
        after_backslash = byte == b'\\';
    }
    bytes.push(b'\'');
}

/// Writes the name of a label, type or property.
fn name(bytes: &mut Vec<u8>, name: &str) {
    bytes.push(b'`');
    bytes.extend_from_slice(name.replace('`', "``").as_bytes());
    bytes.push(b'`');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::strange;
    use crate::graph::{Graph, Selection};
    use crate::query::{Limits, Parameters, prepare, procedures::Registry};

    /// Runs a script in an empty graph, but for what openCypher has no word for.
    fn run(script: &str) -> Graph {
        let (mut graph, procedures) = (Graph::new(), Registry::default());
        for statement in script.split_terminator(";\n") {
            if statement.contains(" CONSTRAINT ") && !statement.contains("UNWIND") {
                continue;
            }
            let query = prepare(statement, &graph, &procedures);
            let query = query.unwrap_or_else(|errors| panic!("{statement}: {errors:?}"));
            let rows = query.run_mut(
                &mut graph,
                &procedures,
                &Parameters::new(),
                &Limits::default(),
            );
            rows.unwrap_or_else(|error| panic!("{statement}: {error:?}"));
        }
        graph
    }

    /// Everything there is to see of a graph, in an order of its own.
    fn contents(graph: &Graph) -> Vec<String> {
        let node = |node: NodeRef<'_>| {
            let properties: Vec<_> = node.properties().collect();
            format!("{:?} {properties:?}", node.labels().collect::<Vec<_>>())
        };
        let edges = graph.edges().map(|edge| {
            let properties: Vec<_> = edge.properties().collect();
            format!(
                "{} -{} {properties:?}-> {}",
                node(edge.from()),
                edge.kind(),
                node(edge.to())
            )
        });
        let mut contents: Vec<_> = graph.nodes().map(node).chain(edges).collect();
        contents.sort_unstable();
        contents
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(64))]
        #[test]
        fn the_script_makes_an_equal_graph(dossier in strange::dossiers()) {
            let selection = Selection::all(&dossier.graph);
            let mut script = Vec::new();
            write(&View::new(&dossier, &selection), &mut script).expect("written");
            let script = String::from_utf8(script).expect("text");
            proptest::prop_assert_eq!(contents(&run(&script)), contents(&dossier.graph));
        }
    }

    #[test]
    fn a_text_in_quotes_is_one_line_and_no_escape() {
        let mut bytes = Vec::new();
        literal(&mut bytes, "a'b\\u0041;\n\u{1}");
        assert_eq!(bytes, br"'a\'b\\\u00750041;\n\u0001'");
    }
}
