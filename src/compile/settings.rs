//! `dossier.yaml`.

use crate::diag::{Finding, SourceId, Span};
use crate::ingest::yaml::{Entry, Key, Node, Value};
use crate::text::nearest;

/// What `dossier.yaml` says.
#[derive(Debug, Clone, Default)]
pub(super) struct Settings {
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) languages: Vec<String>,
    /// Folders or globs of articles, each with its place.
    pub(super) articles: Vec<(String, Span)>,
}

/// Reads `dossier.yaml`.
pub(super) fn settings(source: SourceId, tree: &Node, findings: &mut Vec<Finding>) -> Settings {
    let mut settings = Settings::default();
    let keys = mapping(
        source,
        tree,
        "a mapping with `title`, `languages` …",
        findings,
    );
    for Entry { key, value } in keys {
        let mut text = || scalar(source, key, value, findings);
        match key.text.as_str() {
            "title" => settings.title = text(),
            "description" => settings.description = text(),
            "languages" | "articles" => {
                let items: Vec<_> = match &value.value {
                    Value::Sequence(items) => items.iter().collect(),
                    _ => vec![value],
                };
                for item in items {
                    let Some(text) = scalar(source, key, item, findings) else {
                        continue;
                    };
                    if key.text == "languages" {
                        settings.languages.push(text);
                    } else {
                        let at = Span::new(source, item.span.clone());
                        settings.articles.push((text, at));
                    }
                }
            }
            _ => {
                let known = ["title", "description", "languages", "articles"];
                findings.push(unknown(source, key, "dossier.yaml", &known));
            }
        }
    }
    settings
}

pub(super) fn unknown(source: SourceId, key: &Key, place: &str, known: &[&str]) -> Finding {
    let help = nearest(&key.text, known.iter().copied()).map_or_else(
        || format!("known here: {}", known.join(", ")),
        |near| format!("did you mean `{near}`?"),
    );
    let span = Span::new(source, key.span.clone());
    let message = format!("`{}` is not a key of {place}", key.text);
    Finding::error("unknown-key", span, message).help(help)
}

pub(super) fn mapping<'n>(
    source: SourceId,
    node: &'n Node,
    expected: &str,
    findings: &mut Vec<Finding>,
) -> &'n [Entry] {
    match &node.value {
        Value::Mapping(entries) => return entries,
        Value::Null => {}
        _ => findings.push(Finding::error(
            "wrong-shape",
            Span::new(source, node.span.clone()),
            format!("found {}, expected {expected}", node.shape()),
        )),
    }
    &[]
}

fn scalar(source: SourceId, key: &Key, node: &Node, findings: &mut Vec<Finding>) -> Option<String> {
    match &node.value {
        Value::Scalar(text) if !text.trim().is_empty() => return Some(text.trim().to_owned()),
        Value::Null | Value::Scalar(_) => findings.push(Finding::error(
            "empty-value",
            Span::new(source, key.span.clone()),
            format!("`{}` has no value", key.text),
        )),
        _ => findings.push(Finding::error(
            "wrong-shape",
            Span::new(source, node.span.clone()),
            format!("found {}, expected a text", node.shape()),
        )),
    }
    None
}
