//! Which actors and places the articles name.

use std::collections::{BTreeMap, BTreeSet};

use super::input::Input;
use super::symbols::{NodeKind, Symbols};
use crate::diag::Span;
use crate::ingest::article::BlockKind;
use crate::text::{CodePoints, NameFinder};

/// How often an article names something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) count: i64,
    /// Code point where it is named first.
    pub(super) first: i64,
}

/// Names with those who bear them, and where they were found.
pub(super) struct Mentions {
    /// By article and id.
    pub(super) found: BTreeMap<(usize, String), Mention>,
    /// Who bears a name, with the place where the name is written.
    pub(super) bearers: BTreeMap<String, BTreeMap<String, Span>>,
}

/// Finds all names and aliases of actors and places in all articles, in one pass over each.
///
/// All blocks are searched but the header and boilerplate; a name does not span two blocks. A name
/// that two share is a mention of both.
pub(super) fn find(input: &Input, symbols: &Symbols) -> Mentions {
    let mut bearers: BTreeMap<String, BTreeMap<String, Span>> = BTreeMap::new();
    for (id, thing) in symbols.iter() {
        if !matches!(thing.kind, NodeKind::Actor | NodeKind::Place) {
            continue;
        }
        for at in &thing.entries {
            let file = &input.files[at.file];
            let entry = &file.annotation.entries[at.entry];
            let names = entry.names.iter().map(|named| &named.text);
            for name in names.chain(&entry.aliases) {
                let span = Span::new(file.annotation.source, name.span.clone());
                let bearers = bearers.entry(name.text.clone()).or_default();
                bearers.entry(id.to_owned()).or_insert(span);
            }
        }
    }
    let names: Vec<&str> = bearers.keys().map(String::as_str).collect();
    let ids: Vec<BTreeSet<&str>> = bearers
        .values()
        .map(|bearers| bearers.keys().map(String::as_str).collect())
        .collect();
    let finder = NameFinder::new(&names);
    let mut found: BTreeMap<(usize, String), Mention> = BTreeMap::new();
    for (at, unit) in input.articles.iter().enumerate() {
        let article = &unit.article;
        let offsets = CodePoints::new(&article.text);
        for block in &article.blocks {
            if matches!(block.kind, BlockKind::Header | BlockKind::Boilerplate) {
                continue;
            }
            for hit in finder.find(&article.text[block.range.clone()]) {
                let place = offsets.offset(block.range.start + hit.range.start);
                let place = i64::try_from(place).unwrap_or(i64::MAX);
                for &id in &ids[hit.pattern] {
                    let mention = found.entry((at, id.to_owned())).or_insert(Mention {
                        count: 0,
                        first: place,
                    });
                    mention.count += 1;
                }
            }
        }
    }
    Mentions { found, bearers }
}
