//! Names of files that every system takes and that are unique on systems that know no capitals.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization as _;

/// Bytes of a name; with `.md` and a number it stays below what any system takes.
const LONGEST: usize = 120;

/// Names that Windows keeps for devices.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The paths that are given, folded.
#[derive(Default)]
pub(super) struct Taken {
    paths: HashSet<String>,
    /// The last number given behind a path, folded.
    numbers: HashMap<String, usize>,
}

impl Taken {
    /// A path in a folder that no other note has, without `.md`.
    pub(super) fn path(&mut self, folder: &str, name: &str) -> String {
        let name = safe(name);
        let plain = format!("{folder}/{name}");
        if self.paths.insert(folded(&plain)) {
            return plain;
        }
        let number = self.numbers.entry(folded(&plain)).or_insert(1);
        loop {
            *number += 1;
            let path = format!("{plain} {number}");
            if self.paths.insert(folded(&path)) {
                return path;
            }
        }
    }
}

/// How systems compare names that know neither capitals nor ways to write an accent.
fn folded(path: &str) -> String {
    path.nfkc().flat_map(char::to_lowercase).nfkc().collect()
}

/// A name without characters that a system or a link gives a meaning.
fn safe(name: &str) -> String {
    let kept = |c: char| match c {
        // Forbidden on Windows, or with a meaning in links.
        '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' | '#' | '^' | '[' | ']' | '%'
        | '`' => ' ',
        c if c.is_control() || c.is_whitespace() || !is_visible(c) => ' ',
        c => c,
    };
    let name: String = name.nfc().map(kept).collect();
    let mut name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut end = name.len().min(LONGEST);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.truncate(end);
    // A dot hides a file at the beginning and is dropped by Windows at the end.
    let name = name.trim_matches(['.', ' ']);
    if name.is_empty() {
        return "untitled".to_owned();
    }
    let stem = name.split('.').next().unwrap_or(name).to_lowercase();
    let numbered = |device: &str| {
        (stem.strip_prefix(device))
            .is_some_and(|rest| rest.chars().count() == 1 && !rest.starts_with(char::is_alphabetic))
    };
    if DEVICES.contains(&stem.trim()) || numbered("com") || numbered("lpt") {
        return format!("{name} (name)");
    }
    name.to_owned()
}

/// Whether a character is seen: no mark of direction, and a character at all.
fn is_visible(c: char) -> bool {
    let unseen = matches!(c,
        '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFF}' | '\u{FDD0}'..='\u{FDEF}');
    !unseen && u32::from(c) & 0xFFFE != 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_on_every_system_and_none_is_given_twice() {
        let mut taken = Taken::default();
        let mut path = |name: &str| taken.path("A", name);
        assert_eq!(path("Vladimir Putin"), "A/Vladimir Putin");
        assert_eq!(path("VLADIMIR PUTIN"), "A/VLADIMIR PUTIN 2");
        assert_eq!(path("Vladimir Putin"), "A/Vladimir Putin 3");
        assert_eq!(path("e\u{301}t\u{e9}"), "A/été");
        assert_eq!(path("a/b\\c: [[d|e]] #f^g?"), "A/a b c d e f g");
        assert_eq!(path("../..\0"), "A/untitled");
        assert_eq!(path("con"), "A/con (name)");
        assert_eq!(path("Com1.txt"), "A/Com1.txt (name)");
        assert_eq!(path("commander"), "A/commander");
        assert_eq!(path(""), "A/untitled 2");
        assert!(path(&"é".repeat(100_000)).len() <= LONGEST + 2);
    }
}
