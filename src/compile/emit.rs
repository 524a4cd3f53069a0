//! The draft written as a graph.

use std::collections::HashMap;

use unicode_segmentation::UnicodeSegmentation as _;

use super::input::{Input, Unit};
use super::mentions::Mentions;
use super::merge::{Draft, Relationship};
use super::tables::{self, Tables};
use crate::graph::{Dossier, EdgeId, Graph, NameIndex, NodeId, Value};
use crate::ingest::article::BlockKind;

/// Writes the graph: articles first, then nodes by kind and id, then relationships by type, ends
/// and part.
pub(super) fn emit(
    input: &Input,
    draft: &Draft,
    mentions: &Mentions,
    tables: &Tables<'_>,
) -> Dossier {
    let mut writer = Writer {
        input,
        graph: Graph::new(),
        ids: HashMap::new(),
    };
    for unit in &input.articles {
        writer.article(unit);
    }
    for ((_, id), node) in &draft.nodes {
        let at = writer
            .graph
            .add_node(node.labels.iter().map(String::as_str));
        for (key, value) in &node.properties {
            writer.graph.set(at, key, value.clone());
        }
        writer.ids.insert(id.clone(), at);
    }
    for (key, edge) in &draft.edges {
        writer.relationship(&key.kind, &key.from, &key.to, edge);
    }
    writer.supports(draft);
    for ((article, id), mention) in &mentions.found {
        let article = &input.articles[*article].article.id;
        if let Some(edge) = writer.edge(article, "MENTIONS", id) {
            writer
                .graph
                .set_edge(edge, "count", Value::Int(mention.count));
            writer
                .graph
                .set_edge(edge, "first", Value::Int(mention.first));
        }
    }
    let graph = if input.tables.is_empty() {
        writer.graph
    } else {
        let node = |id: &str| writer.ids.get(id).copied();
        tables::build(&writer.graph, input, tables, node)
    };
    let names = NameIndex::of(&graph);
    Dossier {
        graph,
        registry: input.registry.clone(),
        title: input.title.clone(),
        description: input.description.clone(),
        languages: input.languages.clone(),
        names,
    }
}

struct Writer<'i> {
    input: &'i Input,
    graph: Graph,
    ids: HashMap<String, NodeId>,
}

fn int(number: usize) -> Value {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

impl Writer<'_> {
    fn article(&mut self, unit: &Unit) {
        let article = &unit.article;
        let at = self.graph.add_node(["Article"]);
        let words = article
            .blocks
            .iter()
            .filter(|block| !matches!(block.kind, BlockKind::Header | BlockKind::Boilerplate))
            .map(|block| article.text[block.range.clone()].unicode_words().count())
            .sum();
        let texts = [
            ("title", &article.title),
            ("published", &article.published),
            ("publisher", &article.publisher),
            ("language", &article.language),
            ("url", &article.url),
            ("via", &unit.via),
        ];
        for (key, text) in texts {
            if let Some(text) = text {
                self.graph.set(at, key, Value::text(text.as_str()));
            }
        }
        self.graph.set(at, "id", Value::text(article.id.as_str()));
        self.graph
            .set(at, "sha256", Value::text(article.sha256.as_str()));
        match unit.rows {
            Some(rows) => {
                let rows = i64::try_from(rows).unwrap_or(i64::MAX);
                self.graph.set(at, "rows", Value::Int(rows));
            }
            None => self.graph.set(at, "words", int(words)),
        }
        self.ids.insert(article.id.clone(), at);
    }

    /// Adds a relationship, unless an end did not compile.
    fn edge(&mut self, from: &str, kind: &str, to: &str) -> Option<EdgeId> {
        let (from, to) = (*self.ids.get(from)?, *self.ids.get(to)?);
        Some(self.graph.add_edge(from, kind, to))
    }

    fn relationship(&mut self, kind: &str, from: &str, to: &str, draft: &Relationship) {
        let Some(edge) = self.edge(from, kind, to) else {
            return;
        };
        for (key, value) in &draft.properties {
            self.graph.set_edge(edge, key, value.clone());
        }
        let articles = draft
            .witnesses
            .keys()
            .map(|&at| self.input.articles[at].article.id.as_str());
        let sources = Value::texts(articles);
        let evidence: Vec<_> = draft
            .witnesses
            .values()
            .map(|saying| &saying.evidence)
            .collect();
        let quotes = Value::texts(evidence.iter().map(|found| found.quote.as_str()));
        let offsets = |ends: Vec<usize>| Value::List(ends.into_iter().map(int).collect());
        let starts = offsets(evidence.iter().map(|found| found.start).collect());
        let ends = offsets(evidence.iter().map(|found| found.end).collect());
        let mut set = |key: &str, value: Value| self.graph.set_edge(edge, key, value);
        if let Some(first) = evidence.first() {
            set("quote", Value::text(first.quote.as_str()));
            set("start", int(first.start));
            set("end", int(first.end));
        }
        set("sources", sources);
        set("quotes", quotes);
        set("starts", starts);
        set("ends", ends);
        set(
            "disputed_fields",
            Value::texts(draft.disputed_fields.iter().map(String::as_str)),
        );
        if let Some(status) = draft.status {
            set("status", Value::text(status.as_str()));
        }
    }

    fn supports(&mut self, draft: &Draft) {
        for support in &draft.supports {
            let article = &self.input.articles[support.article].article.id;
            let Some(edge) = self.edge(&support.id, "SUPPORTED_BY", article) else {
                continue;
            };
            let texts = [
                ("field", support.field.as_deref()),
                ("value", support.value.as_deref()),
                ("why", support.why.as_deref()),
                ("quote", Some(support.quote.as_str())),
            ];
            for (key, text) in texts {
                if let Some(text) = text {
                    self.graph.set_edge(edge, key, Value::text(text));
                }
            }
            self.graph.set_edge(edge, "start", int(support.start));
            self.graph.set_edge(edge, "end", int(support.end));
            self.graph.set_edge(edge, "sentence", int(support.sentence));
        }
    }
}
