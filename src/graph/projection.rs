//! Graphs made of a graph: who deals with whom.

use std::collections::{BTreeMap, BTreeSet};

use super::{Dossier, EdgeRef, Graph, NameIndex, NodeId, NodeRef, Selection, Value, ValueRef};
use crate::model::date::Day;

/// The type of the relationship that stands for shared events.
pub const INVOLVED_WITH: &str = "INVOLVED_WITH";

/// What two actors share.
#[derive(Debug, Default)]
struct Shared<'g> {
    count: i64,
    types: BTreeSet<&'g str>,
    first: Option<Day>,
    last: Option<Day>,
    sources: BTreeSet<&'g str>,
    corroborated: bool,
}

/// The actors of a selection with their relationships, and a relationship `INVOLVED_WITH` for each
/// two that are involved in the same events of the selection: `count`, the `types` of the events
/// (the label that says most of each), `first` and `last` day, and their `sources`. It has no
/// direction; it leaves the actor that comes first in the graph. O(sum over events of the square
/// of the number of their actors).
pub fn actors(dossier: &Dossier, selection: &Selection) -> Dossier {
    let old = &dossier.graph;
    let mut graph = Graph::new();
    let mut ids = BTreeMap::new();
    for node in selection.nodes(old).filter(|node| node.is("Actor")) {
        let copy = graph.add_node(node.labels().collect::<Vec<_>>());
        for (key, value) in node.properties() {
            graph.set(copy, key, value.to_value());
        }
        ids.insert(node.id(), copy);
    }
    for edge in selection.edges(old) {
        if let (Some(&from), Some(&to)) = (ids.get(&edge.from().id()), ids.get(&edge.to().id())) {
            let copy = graph.add_edge(from, edge.kind(), to);
            for (key, value) in edge.properties() {
                graph.set_edge(copy, key, value.to_value());
            }
        }
    }
    for ((a, b), shared) in shared(old, selection) {
        let (Some(&a), Some(&b)) = (ids.get(&a), ids.get(&b)) else {
            continue;
        };
        let edge = graph.add_edge(a, INVOLVED_WITH, b);
        graph.set_edge(edge, "count", Value::Int(shared.count));
        graph.set_edge(edge, "types", Value::texts(shared.types));
        graph.set_edge(edge, "first", shared.first.map(Value::Date));
        graph.set_edge(edge, "last", shared.last.map(Value::Date));
        graph.set_edge(edge, "sources", Value::texts(shared.sources));
        let status = if shared.corroborated {
            "corroborated"
        } else {
            "reported"
        };
        graph.set_edge(edge, "status", Value::from(status));
    }
    Dossier {
        names: NameIndex::of(&graph),
        graph,
        registry: dossier.registry.clone(),
        title: dossier.title.clone(),
        description: dossier.description.clone(),
        languages: dossier.languages.clone(),
    }
}

fn shared<'g>(graph: &'g Graph, selection: &Selection) -> BTreeMap<(NodeId, NodeId), Shared<'g>> {
    let mut pairs: BTreeMap<_, Shared<'g>> = BTreeMap::new();
    for event in selection.nodes(graph).filter(|node| node.is("Event")) {
        let involved =
            |edge: &EdgeRef<'_>| edge.kind() == "INVOLVED_IN" && selection.contains_edge(edge.id());
        let actors: BTreeSet<_> = event
            .incoming()
            .filter(involved)
            .map(|edge| edge.from().id())
            .collect();
        for (&a, &b) in actors
            .iter()
            .flat_map(|a| actors.range(a..).skip(1).map(move |b| (a, b)))
        {
            pairs.entry((a, b)).or_default().add(event);
        }
    }
    pairs
}

impl<'g> Shared<'g> {
    fn add(&mut self, event: NodeRef<'g>) {
        let day = |key| event.get(key).and_then(ValueRef::as_day);
        self.count += 1;
        self.types
            .extend(event.text("type").or_else(|| event.labels().last()));
        self.first = match (self.first, day("earliest")) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        self.last = self.last.max(day("latest"));
        self.sources.extend(event.texts("sources"));
        self.corroborated |= event.text("status") == Some("corroborated");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_become_a_relationship_between_each_two_of_their_actors() {
        let mut graph = Graph::new();
        let [a, b, c] = ["a", "b", "c"].map(|id| {
            let node = graph.add_node(["Actor"]);
            graph.set(node, "id", Value::from(id));
            node
        });
        graph.add_edge(c, "OPPOSES", a);
        for (day, actors) in [(5, vec![a, b, b]), (3, vec![b, a]), (9, vec![a, b, c])] {
            let event = graph.add_node(["Event", "Meeting"]);
            graph.set(event, "earliest", Value::Date(Day(day)));
            graph.set(event, "latest", Value::Date(Day(day + 1)));
            for actor in actors {
                graph.add_edge(actor, "INVOLVED_IN", event);
            }
        }
        let dossier = Dossier::of(graph);
        let folded = actors(&dossier, &Selection::all(&dossier.graph)).graph;
        let edges: Vec<_> = folded
            .edges()
            .map(|edge| {
                let id = |node: NodeRef<'_>| node.text("id").unwrap_or_default().to_owned();
                let printed = |key| edge.get(key).and_then(ValueRef::printed);
                let (from, to) = (id(edge.from()), id(edge.to()));
                (
                    format!("{from} {} {to}", edge.kind()),
                    printed("count"),
                    printed("first"),
                )
            })
            .collect();
        let day = |day| Some(Day(day).to_string());
        let count = |count: &str| Some(count.to_owned());
        assert_eq!(
            edges,
            [
                ("c OPPOSES a".to_owned(), None, None),
                ("a INVOLVED_WITH b".to_owned(), count("3"), day(3)),
                ("a INVOLVED_WITH c".to_owned(), count("1"), day(9)),
                ("b INVOLVED_WITH c".to_owned(), count("1"), day(9)),
            ]
        );
    }
}
