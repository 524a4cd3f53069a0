//! Searching names, aliases, descriptions and quotes for words.

use std::collections::{BTreeMap, HashMap};

use super::super::value::Value;
use super::Code;
use crate::graph::{Graph, NodeId, NodeRef};
use crate::text::fold;

/// Signatures and their code. There is one index; its name does not matter.
pub(super) const ALL: [(&str, Code); 1] = [(
    "db.index.fulltext.queryNodes(indexName :: STRING?, queryString :: STRING?) :: \
     (node :: NODE?, score :: FLOAT?)",
    query_nodes,
)];

/// What a word weighs by where it stands.
const NAME: f64 = 4.0;
const ALIAS: f64 = 3.0;
const TEXT: f64 = 1.0;

/// The words of a text, folded for case, accents and script.
fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A word that is looked for; with `*` at its end the beginning of one.
struct Term {
    word: String,
    prefix: bool,
}

impl Term {
    fn fits(&self, word: &str) -> bool {
        if self.prefix {
            word.starts_with(&self.word)
        } else {
            word == self.word
        }
    }
}

fn terms(query: &str) -> Vec<Term> {
    query
        .split_whitespace()
        .flat_map(|part| {
            let prefix = part.ends_with('*');
            let words = words(part);
            let last = words.len().saturating_sub(1);
            words.into_iter().enumerate().map(move |(at, word)| Term {
                word,
                prefix: prefix && at == last,
            })
        })
        .collect()
}

/// Every text of a node with its weight: its own, and the quotes that support it.
fn texts(node: NodeRef<'_>) -> Vec<(&str, f64)> {
    let mut texts = Vec::new();
    for (key, value) in node.properties() {
        let weight = match key {
            "id" | "name" | "title" => NAME,
            "aliases" => ALIAS,
            key if key.starts_with("name_") => NAME,
            "description" | "says" | "quote" | "quotes" | "text" => TEXT,
            key if key.starts_with("description_") || key.starts_with("says_") => TEXT,
            _ => continue,
        };
        let list = value.as_list().unwrap_or_default().iter();
        let found = value
            .as_text()
            .into_iter()
            .chain(list.filter_map(|v| v.as_text()));
        texts.extend(found.map(|text| (text, weight)));
    }
    let quotes = node.outgoing().filter_map(|edge| edge.text("quote"));
    texts.extend(quotes.map(|quote| (quote, TEXT)));
    texts
}

/// Nodes with at least one of the words, the best first: words weigh more in names, when they are
/// rare, and when the query has several of them.
fn query_nodes(graph: &Graph, arguments: &[Value]) -> Vec<Vec<Value>> {
    let Some(query) = arguments.get(1).and_then(Value::as_text) else {
        return Vec::new();
    };
    let terms = terms(query);
    let mut found: BTreeMap<NodeId, HashMap<usize, f64>> = BTreeMap::new();
    let mut frequency = vec![0_u32; terms.len()];
    for node in graph.nodes() {
        let mut weights: HashMap<usize, f64> = HashMap::new();
        for (text, weight) in texts(node) {
            for word in words(text) {
                for (at, _) in terms.iter().enumerate().filter(|(_, t)| t.fits(&word)) {
                    let best = weights.entry(at).or_insert(0.0);
                    *best = best.max(weight);
                }
            }
        }
        for (at, count) in frequency.iter_mut().enumerate() {
            *count += u32::from(weights.contains_key(&at));
        }
        if !weights.is_empty() {
            found.insert(node.id(), weights);
        }
    }
    let nodes = u32::try_from(graph.node_count()).unwrap_or(u32::MAX);
    let mut scored: Vec<_> = (found.into_iter())
        .map(|(node, weights)| {
            let score: f64 = (0..terms.len())
                .filter_map(|at| {
                    let rarity = (f64::from(nodes) / f64::from(frequency[at])).ln() + 1.0;
                    weights.get(&at).map(|weight| weight * rarity)
                })
                .sum();
            (node, score)
        })
        .collect();
    scored.sort_by(|(a, x), (b, y)| y.total_cmp(x).then(a.cmp(b)));
    scored
        .into_iter()
        .map(|(node, score)| vec![Value::Node(node), Value::Float(score)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph;

    fn check(query: &str, expected: &[&str]) {
        let mut graph = Graph::new();
        for (id, name, description) in [
            ("putin", "Vladimir Putin", "president of Russia"),
            ("russia", "Russia", "a country"),
            ("belarus", "Belarus", "borders on Russia"),
        ] {
            let node = graph.add_node(["Actor"]);
            graph.set(node, "id", graph::Value::from(id));
            graph.set(node, "name", graph::Value::from(name));
            graph.set(node, "description", graph::Value::from(description));
        }
        let rows = query_nodes(&graph, &["all".into(), query.into()]);
        let ids: Vec<_> = (rows.iter())
            .map(|row| match row[0] {
                Value::Node(node) => graph.node(node).text("id").unwrap(),
                _ => "",
            })
            .collect();
        assert_eq!(ids, expected, "{query}");
    }

    #[test]
    fn names_come_before_descriptions() {
        check("russia", &["russia", "putin", "belarus"]);
        check("Путин", &["putin"]);
        check("bel*", &["belarus"]);
        check("country borders", &["russia", "belarus"]);
        check("nothing", &[]);
    }
}
