//! What is in a graph: labels, relationship types, property keys.

use std::collections::{BTreeMap, BTreeSet};

use super::super::value::Value;
use super::Code;
use crate::graph::{self, Graph};

/// Signatures and their code.
pub(super) const ALL: [(&str, Code); 6] = [
    ("db.labels() :: (label :: STRING?)", labels),
    (
        "db.relationshipTypes() :: (relationshipType :: STRING?)",
        relationship_types,
    ),
    (
        "db.propertyKeys() :: (propertyKey :: STRING?)",
        property_keys,
    ),
    (
        "db.schema.nodeTypeProperties() :: (nodeType :: STRING?, nodeLabels :: LIST?, \
         propertyName :: STRING?, propertyTypes :: LIST?, mandatory :: BOOLEAN?)",
        node_type_properties,
    ),
    (
        "db.schema.relTypeProperties() :: (relType :: STRING?, propertyName :: STRING?, \
         propertyTypes :: LIST?, mandatory :: BOOLEAN?)",
        relationship_type_properties,
    ),
    (
        "db.schema.visualization() :: (nodes :: LIST?, relationships :: LIST?)",
        visualization,
    ),
];

type Rows = Vec<Vec<Value>>;

fn column<'g>(names: impl IntoIterator<Item = &'g str>) -> Rows {
    let names: BTreeSet<_> = names.into_iter().collect();
    names.into_iter().map(|name| vec![name.into()]).collect()
}

fn labels(graph: &Graph, _: &[Value]) -> Rows {
    column(graph.nodes().flat_map(graph::NodeRef::labels))
}

fn relationship_types(graph: &Graph, _: &[Value]) -> Rows {
    column(graph.edges().map(graph::EdgeRef::kind))
}

fn property_keys(graph: &Graph, _: &[Value]) -> Rows {
    let of_nodes = graph.nodes().flat_map(graph::NodeRef::properties);
    let of_edges = graph.edges().flat_map(graph::EdgeRef::properties);
    column(
        of_nodes
            .map(|(key, _)| key)
            .chain(of_edges.map(|(key, _)| key)),
    )
}

/// The properties of things of one kind: how many there are, and of each key the types of its
/// values and how many have it.
#[derive(Default)]
struct Kind<'g> {
    count: usize,
    keys: BTreeMap<&'g str, (BTreeSet<&'static str>, usize)>,
}

impl<'g> Kind<'g> {
    fn add(&mut self, properties: impl Iterator<Item = (&'g str, graph::ValueRef<'g>)>) {
        self.count += 1;
        for (key, value) in properties {
            let (types, count) = self.keys.entry(key).or_default();
            types.insert(type_name(value));
            *count += 1;
        }
    }

    /// Name, types and whether all have it; one row of nulls if there are no properties.
    fn rows(&self) -> Vec<[Value; 3]> {
        if self.keys.is_empty() {
            return vec![[Value::Null, Value::Null, Value::Bool(false)]];
        }
        (self.keys.iter())
            .map(|(&key, (types, count))| {
                let types = Value::list(types.iter().map(|&name| Value::from(name)));
                [key.into(), types, Value::Bool(*count == self.count)]
            })
            .collect()
    }
}

fn type_name(value: graph::ValueRef<'_>) -> &'static str {
    match value {
        graph::ValueRef::Bool(_) => "Boolean",
        graph::ValueRef::Int(_) => "Long",
        graph::ValueRef::Float(_) => "Double",
        graph::ValueRef::Text(_) => "String",
        graph::ValueRef::Date(_) => "Date",
        graph::ValueRef::LocalTime(_) => "LocalTime",
        graph::ValueRef::Time(_) => "Time",
        graph::ValueRef::LocalDateTime(_) => "LocalDateTime",
        graph::ValueRef::DateTime(_) => "DateTime",
        graph::ValueRef::Duration(_) => "Duration",
        graph::ValueRef::List(_) => "List",
    }
}

fn node_type_properties(graph: &Graph, _: &[Value]) -> Rows {
    let mut kinds: BTreeMap<Vec<&str>, Kind<'_>> = BTreeMap::new();
    for node in graph.nodes() {
        let mut labels: Vec<_> = node.labels().collect();
        labels.sort_unstable();
        kinds.entry(labels).or_default().add(node.properties());
    }
    let mut rows = Vec::new();
    for (labels, kind) in kinds {
        let name = format!(":`{}`", labels.join("`:`"));
        let labels = Value::list(labels.into_iter().map(Value::from));
        for [key, types, mandatory] in kind.rows() {
            let name = Value::from(name.as_str());
            rows.push(vec![name, labels.clone(), key, types, mandatory]);
        }
    }
    rows
}

fn relationship_type_properties(graph: &Graph, _: &[Value]) -> Rows {
    let mut kinds: BTreeMap<&str, Kind<'_>> = BTreeMap::new();
    for edge in graph.edges() {
        kinds.entry(edge.kind()).or_default().add(edge.properties());
    }
    let mut rows = Vec::new();
    for (name, kind) in kinds {
        for [key, types, mandatory] in kind.rows() {
            rows.push(vec![
                Value::from(format!(":`{name}`")),
                key,
                types,
                mandatory,
            ]);
        }
    }
    rows
}

/// One row: the first labels of nodes with their numbers, and which relationships join them.
fn visualization(graph: &Graph, _: &[Value]) -> Rows {
    let root = |node: graph::NodeRef<'_>| node.labels().next().unwrap_or("").to_owned();
    let number = |count: usize| Value::Int(i64::try_from(count).unwrap_or(i64::MAX));
    let mut nodes: BTreeMap<String, usize> = BTreeMap::new();
    for node in graph.nodes() {
        *nodes.entry(root(node)).or_default() += 1;
    }
    let mut edges: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    for edge in graph.edges() {
        let key = (edge.kind().to_owned(), root(edge.from()), root(edge.to()));
        *edges.entry(key).or_default() += 1;
    }
    let nodes = nodes
        .into_iter()
        .map(|(label, count)| Value::map([("label", label.into()), ("count", number(count))]));
    let edges = edges.into_iter().map(|((kind, from, to), count)| {
        Value::map([
            ("type", kind.into()),
            ("from", from.into()),
            ("to", to.into()),
            ("count", number(count)),
        ])
    });
    vec![vec![Value::list(nodes), Value::list(edges)]]
}

#[cfg(test)]
mod tests {
    use super::super::Registry;
    use super::*;

    fn check(name: &str, expected: &[&[&str]]) {
        let mut graph = Graph::new();
        let a = graph.add_node(["Actor", "Person"]);
        let b = graph.add_node(["Place"]);
        graph.set(a, "name", graph::Value::from("Ada"));
        let edge = graph.add_edge(a, "AT", b);
        graph.set_edge(edge, "since", graph::Value::from(2020));
        let rows = Registry::standard().call(name, &graph, &[]).unwrap();
        let rows: Vec<Vec<_>> = (rows.iter())
            .map(|row| {
                row.iter()
                    .map(|value| crate::query::value::notation(&graph, value))
                    .collect()
            })
            .collect();
        assert_eq!(rows, expected, "{name}");
    }

    #[test]
    fn the_schema_is_what_the_graph_has() {
        check("db.labels", &[&["'Actor'"], &["'Person'"], &["'Place'"]]);
        check("db.relationshipTypes", &[&["'AT'"]]);
        check("db.propertyKeys", &[&["'name'"], &["'since'"]]);
        check(
            "db.schema.nodeTypeProperties",
            &[
                &[
                    "':`Actor`:`Person`'",
                    "['Actor', 'Person']",
                    "'name'",
                    "['String']",
                    "true",
                ],
                &["':`Place`'", "['Place']", "null", "null", "false"],
            ],
        );
        check(
            "db.schema.relTypeProperties",
            &[&["':`AT`'", "'since'", "['Long']", "true"]],
        );
        check(
            "db.schema.visualization",
            &[&[
                "[{count: 1, label: 'Actor'}, {count: 1, label: 'Place'}]",
                "[{count: 1, from: 'Actor', to: 'Place', type: 'AT'}]",
            ]],
        );
    }
}
