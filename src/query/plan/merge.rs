//! `MATCH … MATCH …` as one pattern, so that it does not matter in how many clauses a pattern is
//! written. Relationships of different clauses may be the same one; of which clause each is, is kept.

use super::super::bind::tree::{Clause, Match, QueryGraph};

/// A pattern made of those of several `MATCH`.
pub(super) struct Merged {
    pub(super) graph: QueryGraph,
    /// The number of the clause that each relationship is of.
    pub(super) clauses: Vec<usize>,
    count: usize,
    /// Whether it is a part of another one, which is not taken apart any further.
    pub(super) is_part: bool,
}

impl Merged {
    pub(super) fn new(graph: QueryGraph) -> Self {
        Self {
            clauses: vec![0; graph.relationships.len()],
            graph,
            count: 1,
            is_part: false,
        }
    }

    /// Adds another pattern; gives it back if it must stay apart.
    pub(super) fn add(&mut self, other: QueryGraph) -> Option<QueryGraph> {
        if other.relationships.iter().any(|r| r.bound) {
            return Some(other);
        }
        let mut places = Vec::with_capacity(other.nodes.len());
        for node in other.nodes {
            let known = (self.graph.nodes.iter_mut()).position(|known| known.slot == node.slot);
            let at = known.unwrap_or(self.graph.nodes.len());
            places.push(at);
            let Some(known) = self.graph.nodes.get_mut(at) else {
                self.graph.nodes.push(node);
                continue;
            };
            for label in node.labels {
                if !known.labels.contains(&label) {
                    known.labels.push(label);
                }
            }
            known.properties.extend(node.properties);
        }
        for mut relationship in other.relationships {
            relationship.from = places[relationship.from];
            relationship.to = places[relationship.to];
            self.graph.relationships.push(relationship);
            self.clauses.push(self.count);
        }
        self.graph.paths.extend(other.paths);
        self.graph.conditions.extend(other.conditions);
        self.count += 1;
        None
    }
}

/// A clause, or the pattern of several.
pub(super) enum Step {
    Pattern(Merged),
    Clause(Clause),
}

/// Puts clauses together: patterns that follow each other, and `WITH` that only says what is seen.
pub(super) fn merge(clauses: Vec<Clause>) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::with_capacity(clauses.len());
    for clause in clauses {
        match clause {
            Clause::Project(projection) if is_empty(&projection) => {}
            Clause::Match(Match {
                optional: false,
                pattern,
                ..
            }) => {
                let rest = match steps.last_mut() {
                    Some(Step::Pattern(merged)) => merged.add(pattern),
                    _ => Some(pattern),
                };
                if let Some(pattern) = rest {
                    steps.push(Step::Pattern(Merged::new(pattern)));
                }
            }
            other => steps.push(Step::Clause(other)),
        }
    }
    steps
}

/// Whether a projection leaves rows as they are.
fn is_empty(projection: &super::super::bind::tree::Projection) -> bool {
    projection.grouping.is_none()
        && projection.items.is_empty()
        && !projection.distinct
        && projection.order.is_empty()
        && projection.skip.is_none()
        && projection.limit.is_none()
        && projection.condition.is_none()
}
