//! Measures of the network of actors that share events: who stands where.

use super::super::value::Value;
use super::Code;
use crate::graph::Graph;
use crate::graph::algorithms::{self, Actors, Communities, Cost, PageRank};

/// Signatures and their code. All of them are about the actors of the graph and the events that
/// they share; `CALL graph.pageRank() YIELD node, score` gives the highest score first.
pub(super) const ALL: [(&str, Code); 8] = [
    (
        "graph.degree() :: (node :: NODE?, degree :: INTEGER?, events :: INTEGER?)",
        degree,
    ),
    (
        "graph.degreeCentrality() :: (node :: NODE?, score :: FLOAT?)",
        degree_centrality,
    ),
    (
        "graph.pageRank(weighted = true :: BOOLEAN?, damping = 0.85 :: FLOAT?) :: \
         (node :: NODE?, score :: FLOAT?)",
        page_rank,
    ),
    (
        "graph.betweenness(samples = 0 :: INTEGER?, normalized = true :: BOOLEAN?) :: \
         (node :: NODE?, score :: FLOAT?)",
        betweenness,
    ),
    (
        "graph.connectedComponents() :: (node :: NODE?, component :: INTEGER?)",
        components,
    ),
    (
        "graph.louvain(resolution = 1.0 :: FLOAT?) :: (node :: NODE?, community :: INTEGER?)",
        |graph, arguments| communities(graph, arguments, algorithms::louvain),
    ),
    (
        "graph.leiden(resolution = 1.0 :: FLOAT?) :: (node :: NODE?, community :: INTEGER?)",
        |graph, arguments| communities(graph, arguments, algorithms::leiden),
    ),
    (
        "graph.kShortestPaths(from :: NODE?, to :: NODE?, count = 3 :: INTEGER?) :: \
         (index :: INTEGER?, nodes :: LIST?, cost :: FLOAT?)",
        shortest_paths,
    ),
];

type Rows = Vec<Vec<Value>>;

/// More shortest paths than these are not looked for: each takes a search of its own, which the
/// limits of a query do not stop.
const MOST_PATHS: usize = 1000;

/// Seed of the sample of betweenness, so that a query gives the same twice.
const SEED: u64 = 1;

/// Actors with their scores, the highest first, then in the order of the graph.
fn scored(actors: &Actors, scores: &[f64]) -> Rows {
    let mut order: Vec<_> = (0..actors.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
    let row = |at| vec![Value::Node(actors.node(at)), Value::Float(scores[at])];
    order.into_iter().map(row).collect()
}

/// Actors with the number of their group, group after group.
fn grouped(actors: &Actors, groups: &[usize]) -> Rows {
    let mut order: Vec<_> = (0..actors.len()).collect();
    order.sort_by_key(|&at| (groups[at], at));
    let row = |at| vec![Value::Node(actors.node(at)), int(groups[at])];
    order.into_iter().map(row).collect()
}

fn int(number: usize) -> Value {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

/// A null is as if nothing were given, here and in the next.
fn flag(arguments: &[Value], at: usize, default: bool) -> bool {
    match arguments.get(at) {
        Some(Value::Bool(flag)) => *flag,
        _ => default,
    }
}

fn float(arguments: &[Value], at: usize, default: f64) -> f64 {
    arguments
        .get(at)
        .and_then(Value::as_float)
        .filter(|float| float.is_finite())
        .unwrap_or(default)
}

fn count(arguments: &[Value], at: usize) -> usize {
    match arguments.get(at) {
        Some(Value::Int(int)) => usize::try_from(*int).unwrap_or(0),
        _ => 0,
    }
}

fn degree(graph: &Graph, _: &[Value]) -> Rows {
    let actors = Actors::of(graph);
    let degrees = algorithms::degree(&actors);
    let events = algorithms::weighted_degree(&actors);
    let mut order: Vec<_> = (0..actors.len()).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(degrees[at]), at));
    let row = |at: usize| {
        let events = i64::try_from(events[at]).unwrap_or(i64::MAX);
        vec![
            Value::Node(actors.node(at)),
            int(degrees[at]),
            Value::Int(events),
        ]
    };
    order.into_iter().map(row).collect()
}

fn degree_centrality(graph: &Graph, _: &[Value]) -> Rows {
    let actors = Actors::of(graph);
    scored(&actors, &algorithms::degree_centrality(&actors))
}

fn page_rank(graph: &Graph, arguments: &[Value]) -> Rows {
    let actors = Actors::of(graph);
    let options = PageRank {
        weighted: flag(arguments, 0, true),
        damping: float(arguments, 1, 0.85).clamp(0.0, 1.0),
        ..PageRank::default()
    };
    scored(&actors, &algorithms::pagerank(&actors, &options))
}

fn betweenness(graph: &Graph, arguments: &[Value]) -> Rows {
    let actors = Actors::of(graph);
    let normalized = flag(arguments, 1, true);
    let scores = match count(arguments, 0) {
        0 => algorithms::betweenness_centrality(&actors, normalized),
        sources => algorithms::betweenness_centrality_sampled(&actors, sources, SEED, normalized),
    };
    scored(&actors, &scores)
}

fn components(graph: &Graph, _: &[Value]) -> Rows {
    let actors = Actors::of(graph);
    grouped(&actors, &algorithms::connected_components(&actors))
}

fn communities(
    graph: &Graph,
    arguments: &[Value],
    method: fn(&Actors, &Communities) -> Vec<usize>,
) -> Rows {
    let actors = Actors::of(graph);
    let options = Communities {
        resolution: float(arguments, 0, 1.0).max(0.0),
        ..Communities::default()
    };
    grouped(&actors, &method(&actors, &options))
}

fn shortest_paths(graph: &Graph, arguments: &[Value]) -> Rows {
    let actors = Actors::of(graph);
    let position = |at: usize| match arguments.get(at) {
        Some(Value::Node(node)) => actors.position(*node),
        _ => None,
    };
    let (Some(from), Some(to)) = (position(0), position(1)) else {
        return Vec::new();
    };
    let wanted = count(arguments, 2).min(MOST_PATHS);
    let paths = algorithms::k_shortest_paths(&actors, from, to, wanted, Cost::Steps);
    let row = |(at, path): (usize, algorithms::Path)| {
        let nodes = path.actors.iter().map(|&at| Value::Node(actors.node(at)));
        vec![int(at + 1), Value::list(nodes), Value::Float(path.cost)]
    };
    paths.into_iter().enumerate().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::NodeId;

    /// Three actors in a row: a and b share two events, b and c one; d is alone.
    fn row_of_actors() -> (Graph, Vec<NodeId>) {
        let mut graph = Graph::new();
        let actors: Vec<_> = (0..4).map(|_| graph.add_node(["Actor"])).collect();
        for (one, other) in [(0, 1), (0, 1), (1, 2)] {
            let event = graph.add_node(["Event"]);
            graph.add_edge(actors[one], "INVOLVED_IN", event);
            graph.add_edge(actors[other], "INVOLVED_IN", event);
        }
        (graph, actors)
    }

    /// Values do not compare with `==`, as null is not equal to null; their notation does.
    fn check(rows: &[Vec<Value>], expected: &[Vec<Value>]) {
        assert_eq!(format!("{rows:?}"), format!("{expected:?}"));
    }

    #[test]
    fn who_stands_in_the_middle_comes_first() {
        let (graph, actors) = row_of_actors();
        let middle = Value::Node(actors[1]);
        let arguments = [Value::Bool(true), Value::Float(0.85)];
        let ranks = page_rank(&graph, &arguments);
        assert!(matches!(ranks[0][0], Value::Node(node) if node == actors[1]));
        let arguments = [Value::Int(0), Value::Bool(false)];
        let rows = betweenness(&graph, &arguments);
        check(&rows[..1], &[vec![middle.clone(), Value::Float(1.0)]]);
        let rows = degree(&graph, &[]);
        check(&rows[..1], &[vec![middle, Value::Int(2), Value::Int(3)]]);
    }

    #[test]
    fn groups_are_numbered_by_size() {
        let (graph, actors) = row_of_actors();
        let group = |actor: usize, group| vec![Value::Node(actors[actor]), Value::Int(group)];
        let expected = [group(0, 0), group(1, 0), group(2, 0), group(3, 1)];
        check(&components(&graph, &[]), &expected);
    }

    #[test]
    fn paths_lead_over_shared_events() {
        let (graph, actors) = row_of_actors();
        let ends = [0, 2].map(|at| Value::Node(actors[at]));
        let arguments = [ends[0].clone(), ends[1].clone(), Value::Int(2)];
        let all = actors[..3].iter().map(|&node| Value::Node(node));
        let expected = vec![Value::Int(1), Value::list(all), Value::Float(2.0)];
        check(&shortest_paths(&graph, &arguments), &[expected]);
        check(&shortest_paths(&graph, &[Value::Null]), &[]);
    }
}
