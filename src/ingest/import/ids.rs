//! Ids of a dossier from what a file calls things.

use std::collections::{HashMap, HashSet};

use crate::text::fold;

/// Characters of an id.
const LONGEST: usize = 80;

/// Ids given so far.
#[derive(Debug, Default)]
pub(super) struct Ids {
    by_name: HashMap<String, String>,
    taken: HashSet<String>,
    /// The last number given behind a text.
    numbers: HashMap<String, usize>,
}

impl Ids {
    /// The id of what a file calls so.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.by_name.get(name).map(String::as_str)
    }

    /// Gives an id to what a file calls `name`: itself where it is one, else one made from it, or
    /// from the text that people see where the name has no letters.
    pub(super) fn give(&mut self, name: &str, shown: Option<&str>) -> String {
        let own = local(name);
        let wordless = !own.contains(|c: char| c.is_ascii_lowercase());
        let kebab = match shown
            .map(kebab)
            .filter(|shown| wordless && !shown.is_empty())
        {
            Some(shown) => shown,
            None => own,
        };
        let base = match kebab.as_str() {
            "" => "item",
            other => other,
        };
        let is_free = |id: &str| !self.taken.contains(id) && !matches!(id, "author" | "entry");
        let mut id = base.to_owned();
        let number = self.numbers.entry(base.to_owned()).or_insert(1);
        while !is_free(&id) {
            *number += 1;
            id = format!("{base}-{number}");
        }
        self.taken.insert(id.clone());
        self.by_name.insert(name.to_owned(), id.clone());
        id
    }
}

/// The part of an IRI that names the thing, else all of the text, in kebab-case.
fn local(name: &str) -> String {
    let is_iri = name.contains("://") || name.starts_with("urn:");
    let end = name.trim_end_matches(['/', '#']);
    let part = match end.rfind(['/', '#', ':']) {
        Some(at) if is_iri => &end[at + 1..],
        _ => name,
    };
    kebab(part)
}

/// A text in kebab-case: lower-case letters and digits in words joined by hyphens.
pub(super) fn kebab(text: &str) -> String {
    let mut kebab = fold(text).replace(' ', "-");
    kebab.truncate(LONGEST);
    kebab.truncate(kebab.trim_end_matches('-').len());
    kebab
}

/// `PressConference` as `press-conference`, `TRADES_WITH` as `trades-with`.
pub(super) fn words(label: &str) -> String {
    let mut spaced = String::new();
    let mut before = ' ';
    for c in label.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
        }
        spaced.push(c);
        before = c;
    }
    kebab(&spaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_kebab_case_and_given_once() {
        let mut ids = Ids::default();
        assert_eq!(ids.give("putin", None), "putin");
        assert_eq!(ids.give("Путин", None), "putin-2");
        assert_eq!(ids.give("n17", Some("Vladimir Putin")), "n17");
        assert_eq!(ids.give("17", Some("Vladimir Putin")), "vladimir-putin");
        assert_eq!(
            ids.give("http://example.org/people#Ada_Lund", None),
            "ada-lund"
        );
        assert_eq!(ids.give("author", None), "author-2");
        assert_eq!(ids.give("]]>", None), "item");
        assert_eq!(ids.get("17"), Some("vladimir-putin"));
        assert_eq!(words("PressConference"), "press-conference");
        assert_eq!(words("TRADES_WITH"), "trades-with");
    }
}
