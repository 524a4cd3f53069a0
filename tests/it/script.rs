//! The openCypher script of the bundled dossier makes the same graph when it is run.

use std::path::Path;

use kroniek::compile;
use kroniek::export::{View, cypher};
use kroniek::graph::{Graph, NodeRef, Selection};
use kroniek::query::{Limits, Parameters, prepare, procedures::Registry};

/// Everything there is to see of a graph, in an order of its own.
fn contents(graph: &Graph) -> Vec<String> {
    let node = |node: NodeRef<'_>| {
        let properties: Vec<_> = node.properties().collect();
        format!("{:?} {properties:?}", node.labels().collect::<Vec<_>>())
    };
    let edges = graph.edges().map(|edge| {
        let ends = (edge.from().text("id"), edge.kind(), edge.to().text("id"));
        format!("{ends:?} {:?}", edge.properties().collect::<Vec<_>>())
    });
    let mut contents: Vec<_> = graph.nodes().map(node).chain(edges).collect();
    contents.sort_unstable();
    contents
}

#[test]
fn the_script_of_the_bundled_dossier_makes_an_equal_graph() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dossier = compile::open(root, root)
        .expect("a readable dossier")
        .dossier;
    let selection = Selection::all(&dossier.graph);
    let mut script = Vec::new();
    cypher::write(&View::new(&dossier, &selection), &mut script).expect("written");
    let script = String::from_utf8(script).expect("text");
    let (mut graph, procedures) = (Graph::new(), Registry::default());
    for statement in script.split_terminator(";\n") {
        // openCypher has no word for constraints.
        if statement.contains(" CONSTRAINT ") && !statement.contains("UNWIND") {
            continue;
        }
        let query = prepare(statement, &graph, &procedures).expect("a query");
        query
            .run_mut(
                &mut graph,
                &procedures,
                &Parameters::new(),
                &Limits::default(),
            )
            .expect("an answer");
    }
    assert_eq!(contents(&graph), contents(&dossier.graph));
}
