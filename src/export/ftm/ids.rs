//! Ids of entities and names of datasets, the same in every run.

use std::collections::HashMap;

use uuid::Uuid;

use crate::export::{Key, View};
use crate::graph::{EdgeRef, NodeRef};

/// Under which names are hashed.
const NAMESPACE: Uuid = Uuid::from_u128(0x6b72_6f6e_6965_6b00_8000_6674_6d69_6473);

/// The longest id.
const LONGEST: usize = 200;

/// A stable hash of a text, in 32 hexadecimal digits.
pub(super) fn hash(text: &str) -> String {
    let mut buffer = Uuid::encode_buffer();
    let uuid = Uuid::new_v5(&NAMESPACE, text.as_bytes());
    uuid.simple().encode_lower(&mut buffer).to_owned()
}

/// The id of a node's entity: its own where that has only letters, digits and inner hyphens, else
/// one made from it, with a dot.
pub(super) fn of_node<'d>(view: &View<'d>, node: NodeRef<'d>) -> String {
    let key = view.key(node);
    let text = key.text();
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    let is_plain = matches!(key, Key::Id(_))
        && text.len() <= LONGEST
        && text.bytes().all(plain)
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.ends_with(|c: char| c.is_ascii_alphanumeric());
    if is_plain {
        return text.into_owned();
    }
    let readable: String = (text.chars())
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .take(40)
        .collect();
    let hash = &hash(&format!("node {text}"))[..12];
    match readable.trim_matches('-') {
        "" => format!("x.{hash}"),
        readable => format!("{readable}.{hash}"),
    }
}

/// The ids of relationships: from their ends, type and part, numbered where those are equal.
#[derive(Default)]
pub(super) struct Links {
    /// How often each was given, by its hash: keys themselves would take the graph's size.
    seen: HashMap<Uuid, u32>,
}

impl Links {
    /// The next id of a relationship between two entities.
    pub(super) fn next(&mut self, edge: EdgeRef<'_>, from: &str, to: &str) -> String {
        let mut key = format!("{} {from} {to}", edge.kind());
        for part in ["role", "office", "stage", "field", "since"] {
            if let Some(text) = edge.text(part) {
                key.extend([" ", part, "=", text]);
            }
        }
        let hash = hash(&key);
        let number = self
            .seen
            .entry(Uuid::new_v5(&NAMESPACE, key.as_bytes()))
            .or_default();
        *number += 1;
        match *number {
            1 => hash,
            number => format!("{hash}.{number}"),
        }
    }
}

/// The name of a dataset: lower-case letters, digits and single underscores, made from an id.
pub(in crate::export) fn dataset_name(text: &str) -> String {
    let word = |word: &str| {
        !word.is_empty() && (word.bytes()).all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    if !text.is_empty() && text.split('_').all(word) {
        return text.to_owned();
    }
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    let mut name: String = words.join("_").chars().take(60).collect();
    name.truncate(name.trim_end_matches('_').len());
    // Two texts that only differ in what is left out must not become one.
    let hash = &hash(&format!("dataset {text}"))[..8];
    if name.is_empty() {
        format!("dataset_{hash}")
    } else {
        format!("{name}_{hash}")
    }
}
