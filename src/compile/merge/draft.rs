//! The graph before it is written: ordered maps of nodes and relationships.

use std::collections::{BTreeMap, BTreeSet};

use crate::compile::evidence::Evidence;
use crate::compile::symbols::NodeKind;
use crate::graph::Value;

/// Properties by key.
pub(in crate::compile) type Properties = BTreeMap<String, Value>;

/// A graph in the making.
#[derive(Default)]
pub(in crate::compile) struct Draft {
    /// Nodes by kind and id.
    pub(in crate::compile) nodes: BTreeMap<(NodeKind, String), NodeDraft>,
    /// Curated relationships: one per ends, type and part.
    pub(in crate::compile) edges: BTreeMap<EdgeKey, Relationship>,
    /// `SUPPORTED_BY` relationships.
    pub(in crate::compile) supports: BTreeSet<Support>,
}

/// A node in the making.
#[derive(Default)]
pub(in crate::compile) struct NodeDraft {
    pub(in crate::compile) labels: Vec<String>,
    pub(in crate::compile) properties: Properties,
}

/// What makes a curated relationship one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::compile) struct EdgeKey {
    pub(in crate::compile) kind: String,
    pub(in crate::compile) from: String,
    pub(in crate::compile) to: String,
    /// Role, office, field, since: whatever tells two of one type and ends apart.
    pub(in crate::compile) part: String,
}

impl EdgeKey {
    pub(super) fn new(kind: &str, from: &str, to: &str, part: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            from: from.to_owned(),
            to: to.to_owned(),
            part: part.to_owned(),
        }
    }
}

/// A curated relationship in the making.
#[derive(Default)]
pub(in crate::compile) struct Relationship {
    pub(in crate::compile) properties: Properties,
    /// The articles that say so, by article, each with its first quote.
    pub(in crate::compile) witnesses: BTreeMap<usize, Saying>,
    /// Fields on which the witnesses disagree.
    pub(in crate::compile) disputed_fields: BTreeSet<String>,
    /// Whether a claim denies it.
    pub(in crate::compile) denied: bool,
    /// Its status, once all witnesses are heard.
    pub(in crate::compile) status: Option<crate::model::words::Status>,
}

/// How one article supports a relationship.
pub(in crate::compile) struct Saying {
    pub(in crate::compile) evidence: Evidence,
    /// Whether it only passes on what somebody says.
    pub(in crate::compile) claimed: bool,
}

/// One `SUPPORTED_BY`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::compile) struct Support {
    pub(in crate::compile) id: String,
    pub(in crate::compile) article: usize,
    /// None for the entry as a whole.
    pub(in crate::compile) field: Option<String>,
    pub(in crate::compile) value: Option<String>,
    pub(in crate::compile) start: usize,
    pub(in crate::compile) end: usize,
    pub(in crate::compile) sentence: usize,
    pub(in crate::compile) quote: String,
    pub(in crate::compile) why: Option<String>,
}

impl Draft {
    /// The relationship of a key, made if need be.
    pub(super) fn edge(&mut self, key: EdgeKey) -> &mut Relationship {
        self.edges.entry(key).or_default()
    }

    /// Adds the evidence of an entry or of one of its fields.
    pub(super) fn support(
        &mut self,
        id: &str,
        field: Option<(&str, String)>,
        why: Option<&str>,
        evidence: &[Evidence],
    ) {
        let (field, value) = field.unzip();
        for found in evidence {
            self.supports.insert(Support {
                id: id.to_owned(),
                article: found.article,
                field: field.map(str::to_owned),
                value: value.clone(),
                start: found.start,
                end: found.end,
                sentence: found.sentence,
                quote: found.quote.clone(),
                why: why.map(str::to_owned),
            });
        }
    }
}

impl Relationship {
    /// Adds what an article says; its first quote stays.
    pub(super) fn hear(&mut self, article: Option<usize>, evidence: &[Evidence], claimed: bool) {
        let (Some(article), Some(first)) = (article, evidence.first()) else {
            return;
        };
        let saying = self.witnesses.entry(article).or_insert_with(|| Saying {
            evidence: first.clone(),
            claimed,
        });
        saying.claimed &= claimed;
    }
}
