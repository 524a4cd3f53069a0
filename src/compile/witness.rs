//! Which articles are independent of each other.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::input::Input;
use super::symbols::{NodeKind, Symbols};
use crate::diag::{Finding, Span};
use crate::ingest::article::BlockKind;
use crate::text::quote::Folded;

/// Groups of articles that are copies of each other; a group is one witness.
pub(super) struct Witnesses {
    /// The first article of each article's group.
    group: Vec<usize>,
}

impl Witnesses {
    /// Groups articles: `copy_of`, the same `via`, or body text that is equal when folded.
    pub(super) fn of(input: &Input, symbols: &Symbols, findings: &mut Vec<Finding>) -> Self {
        let mut witnesses = Self {
            group: (0..input.articles.len()).collect(),
        };
        let mut bodies: HashMap<String, usize> = HashMap::new();
        let mut agencies: HashMap<&str, usize> = HashMap::new();
        for (at, unit) in input.articles.iter().enumerate() {
            if unit.rows.is_some() {
                continue;
            }
            let body: String = unit
                .article
                .blocks
                .iter()
                .filter(|block| !matches!(block.kind, BlockKind::Header | BlockKind::Boilerplate))
                .map(|block| &unit.article.text[block.range.clone()])
                .collect();
            let folded = Folded::new(body.trim());
            let first = *bodies.entry(folded.as_str().to_owned()).or_insert(at);
            witnesses.join(first, at);
            if let Some(via) = &unit.via {
                let first = *agencies.entry(via).or_insert(at);
                witnesses.join(first, at);
            }
        }
        let mut copies = BTreeMap::new();
        for file in &input.files {
            let (Some(at), Some(of)) = (file.article, file.annotation.meta("copy_of")) else {
                continue;
            };
            let stem = of.text.rsplit_once('.').map_or(&*of.text, |(stem, _)| stem);
            let original = [&*of.text, stem]
                .into_iter()
                .find_map(|id| input.articles.iter().position(|unit| unit.article.id == id));
            let span = Span::new(file.annotation.source, of.span.clone());
            match original {
                Some(original) if original == at => findings.push(Finding::error(
                    "self-reference",
                    span,
                    "an article cannot be a copy of itself",
                )),
                Some(original) => {
                    copies.entry(at).or_insert((original, span));
                    witnesses.join(original, at);
                }
                None => {
                    let finding = Finding::error(
                        "unknown-id",
                        span,
                        format!("there is no article `{}`", of.text),
                    );
                    findings.push(match symbols.meant(&of.text, &[NodeKind::Article]) {
                        Some(near) => finding.help(format!("did you mean `{near}`?")),
                        None => finding,
                    });
                }
            }
        }
        cycles(input, &copies, findings);
        witnesses
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.group[a], self.group[b]);
        let (first, other) = (a.min(b), a.max(b));
        for group in &mut self.group {
            if *group == other {
                *group = first;
            }
        }
    }

    /// The witness that an article is.
    pub(super) fn group(&self, article: usize) -> usize {
        self.group[article]
    }

    /// How many independent witnesses some articles are.
    pub(super) fn count(&self, articles: impl IntoIterator<Item = usize>) -> usize {
        let mut groups: Vec<_> = articles.into_iter().map(|at| self.group[at]).collect();
        groups.sort_unstable();
        groups.dedup();
        groups.len()
    }
}

/// Articles that are copies of each other in a circle, so that none is the original. Each article
/// is said to be a copy of one other, at a place.
fn cycles(input: &Input, copies: &BTreeMap<usize, (usize, Span)>, findings: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    for &start in copies.keys() {
        let mut way = Vec::new();
        let mut at = start;
        while let Some((original, span)) = copies.get(&at)
            && seen.insert(at)
        {
            way.push((at, *span));
            at = *original;
        }
        // Else the way ends at an original, or joins one that has been gone.
        let Some(from) = way.iter().position(|(article, _)| *article == at) else {
            continue;
        };
        let circle = &way[from..];
        let id = |article: usize| format!("`{}`", input.articles[article].article.id);
        let names: Vec<_> = circle
            .iter()
            .chain([&circle[0]])
            .map(|(article, _)| id(*article))
            .collect();
        let message = format!("{} are copies of each other in a circle", names.join(" → "));
        let finding = Finding::error("cycle", circle[0].1, message)
            .help("take the `copy_of` away at the original");
        let steps = circle.iter().zip(&names[1..]).skip(1);
        findings.push(steps.fold(finding, |finding, ((article, span), of)| {
            finding.related(*span, format!("{} is a copy of {of}", id(*article)))
        }));
    }
}
