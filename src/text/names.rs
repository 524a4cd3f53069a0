//! Finds thousands of names in one pass over a text.

use std::collections::BTreeMap;
use std::ops::Range;

use daachorse::DoubleArrayAhoCorasick;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::lines::line_breaks;

/// A name in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Which of the patterns it is, by its place among those given to [`NameFinder::new`].
    pub pattern: usize,
    /// Bytes of the text, without the ending of a genitive.
    pub range: Range<usize>,
}

/// Finds names in texts.
///
/// Case counts. A name counts where neither a letter or digit (a combining mark is part of its
/// letter) stands next to it nor a hyphen before it; what follows a hyphen is part of a longer
/// name ("Wit-Rusland"), what stands before one is not ("Rusland-kenner"). A genitive counts: the
/// apostrophe of "Minsk’" and "Loekasjenko's" is no letter, and one -s may follow a name of four
/// letters or more ("Poetins"; not "EUs"). Every stretch of text counts once: of two names that
/// overlap the one that starts first, of two that start together the longer. A name that does not
/// count where it stands hides no other.
///
/// What is only typography does not count: curly and straight apostrophes are the same, so are
/// the hyphens of Unicode, composed and decomposed letters (each throughout a name), and any run
/// of white space without a blank line; soft hyphens and other invisible characters are skipped.
#[derive(Clone)]
pub struct NameFinder {
    automaton: Option<DoubleArrayAhoCorasick<u32>>,
    /// Of each pattern, whether an -s may follow.
    takes_s: Vec<bool>,
}

impl std::fmt::Debug for NameFinder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NameFinder")
            .field("patterns", &self.takes_s.len())
            .finish_non_exhaustive()
    }
}

impl NameFinder {
    /// Prepares a search. Of patterns that are the same name the first is found; an empty one is
    /// never found. Takes time about linear in the patterns' summed length.
    pub fn new<P: AsRef<str>>(patterns: impl IntoIterator<Item = P>) -> Self {
        let mut spellings = BTreeMap::<String, u32>::new();
        let mut takes_s = Vec::new();
        for (index, pattern) in (0u32..).zip(patterns) {
            let pattern = pattern.as_ref().trim();
            takes_s.push(
                pattern
                    .chars()
                    .filter(|c| c.is_alphabetic())
                    .take(4)
                    .count()
                    == 4,
            );
            for spelling in [
                fold(pattern),
                fold(&pattern.nfc().to_string()),
                fold(&pattern.nfd().to_string()),
            ] {
                if !spelling.is_empty() {
                    spellings.entry(spelling).or_insert(index);
                }
            }
        }
        let automaton = (!spellings.is_empty()).then(|| {
            DoubleArrayAhoCorasick::with_values(spellings)
                .expect("names that fit in memory fit the automaton")
        });
        Self { automaton, takes_s }
    }

    /// All names of a text, in order, without overlap. Takes time linear in the text's length.
    pub fn find(&self, text: &str) -> Vec<Found> {
        let Some(automaton) = &self.automaton else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let mut stepper = automaton.find_overlapping_stepper();
        // Where folded bytes stand in the text: from each folded offset on, until the next entry,
        // text and folded text advance together.
        let mut anchors = vec![(0, 0)];
        let mut ahead = 0;
        let mut folded = 0;
        let mut at = 0;
        while at < text.len() {
            let (byte, end) = step(text, at);
            at = end;
            let Some(byte) = byte else { continue };
            if end - 1 - folded != ahead {
                // Bytes of the text between the last byte and this one were folded away.
                ahead = end - 1 - folded;
                anchors.push((folded, end - 1));
            }
            stepper.consume(byte);
            folded += 1;
            for hit in stepper.matches() {
                let anchor = anchors.partition_point(|(f, _)| *f <= hit.start()) - 1;
                let (f, t) = anchors[anchor];
                // A folded character may be longer in the text; only its last byte is anchored.
                let start = text.floor_char_boundary(t + (hit.start() - f));
                let pattern = hit.value() as usize;
                if self.counts(text, start..end, pattern) {
                    found.push(Found {
                        pattern,
                        range: start..end,
                    });
                }
            }
        }
        found.sort_unstable_by_key(|f| (f.range.start, usize::MAX - f.range.end));
        let mut free = 0;
        found.retain(|f| {
            let first = f.range.start >= free;
            if first {
                free = f.range.end;
            }
            first
        });
        found
    }

    /// Whether a name counts where it stands.
    fn counts(&self, text: &str, range: Range<usize>, pattern: usize) -> bool {
        let before = text[..range.start]
            .chars()
            .rev()
            .find(|c| !is_invisible(*c));
        if before.is_some_and(|c| is_word(c) || matches!(fold_char(c), Folded::As(b'-'))) {
            return false;
        }
        let mut after = text[range.end..].chars().filter(|c| !is_invisible(*c));
        match after.next() {
            Some('s') if self.takes_s[pattern] => !after.next().is_some_and(is_word),
            Some(next) => !is_word(next),
            None => true,
        }
    }
}

/// Whether a character makes a word longer.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// What a character becomes before names are looked for.
#[derive(Clone, Copy)]
enum Folded {
    /// Itself.
    Same,
    /// Another, of one byte.
    As(u8),
    /// Nothing.
    Nothing,
    /// Part of a run of white space.
    White,
}

fn fold_char(c: char) -> Folded {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{2bc}' => Folded::As(b'\''),
        '-' | '\u{2010}' | '\u{2011}' => Folded::As(b'-'),
        _ if is_invisible(c) => Folded::Nothing,
        _ if c.is_whitespace() => Folded::White,
        _ => Folded::Same,
    }
}

/// Soft hyphen, zero-width space, direction marks, word joiner, byte-order mark.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}

/// Folds a pattern.
fn fold(pattern: &str) -> String {
    let mut bytes = Vec::with_capacity(pattern.len());
    let mut at = 0;
    while at < pattern.len() {
        let (byte, end) = step(pattern, at);
        bytes.extend(byte);
        at = end;
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// Whether characters that are folded begin with a byte; spaces are looked at apart.
const BEGINS_FOLDED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0x09;
    while byte <= 0x0d {
        table[byte] = true;
        byte += 1;
    }
    table[0xc2] = true; // no-break space, soft hyphen, next line
    table[0xca] = true; // modifier letter apostrophe
    table[0xe1] = true; // Ogham space
    table[0xe2] = true; // general punctuation
    table[0xe3] = true; // ideographic space
    table[0xef] = true; // byte-order mark
    table
};

/// The next byte of the folded text, if any, and where the text goes on. `at` lies in the text.
#[inline]
fn step(text: &str, at: usize) -> (Option<u8>, usize) {
    let bytes = text.as_bytes();
    let byte = bytes[at];
    if byte == b' ' {
        let single = bytes
            .get(at + 1)
            .is_none_or(|next| *next != b' ' && !BEGINS_FOLDED[usize::from(*next)]);
        if single {
            return (Some(b' '), at + 1);
        }
    } else if !BEGINS_FOLDED[usize::from(byte)] {
        return (Some(byte), at + 1);
    }
    fold_step(text, at)
}

/// [`step`] at a character that may be folded.
#[inline(never)]
fn fold_step(text: &str, at: usize) -> (Option<u8>, usize) {
    let rest = &text[at..];
    let Some(c) = rest.chars().next() else {
        return (None, text.len());
    };
    match fold_char(c) {
        // The other bytes of the character follow by themselves.
        Folded::Same => (Some(text.as_bytes()[at]), at + 1),
        Folded::As(byte) => (Some(byte), at + c.len_utf8()),
        Folded::Nothing => (None, at + c.len_utf8()),
        Folded::White => {
            let white = &rest[..rest.len() - rest.trim_start().len()];
            // A blank line separates; no name holds a line break.
            let byte = if line_breaks(white) > 1 { b'\n' } else { b' ' };
            (Some(byte), at + white.len())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NAMES: [&str; 14] = [
        "Rusland",
        "Wit-Rusland",
        "Poetin",
        "Vladimir Poetin",
        "Loekasjenko",
        "Minsk",
        "EU",
        "@cepa",
        "S-400",
        "Côte d'Ivoire",
        "Sovjet-Unie",
        "Unie",
        "Unie van Rusland en Belarus",
        "Belarus",
    ];

    /// Checks the names found, as they stand in the text.
    fn check(text: &str, expected: &[&str]) {
        let found = NameFinder::new(NAMES).find(text);
        let texts = found.iter().map(|f| &text[f.range.clone()]);
        assert_eq!(texts.collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn the_longest_name_wins() {
        check("Vladimir Poetin en Poetin", &["Vladimir Poetin", "Poetin"]);
        check("Wit-Rusland en Rusland", &["Wit-Rusland", "Rusland"]);
        check(
            "de Unie van Rusland en Belarus",
            &["Unie van Rusland en Belarus"],
        );
    }

    #[test]
    fn names_inside_words_do_not_count() {
        check(
            "Noord-Rusland, Ruslander, 3Rusland, Rusland3, éPoetin, EUR",
            &[],
        );
        check("-Rusland, \u{2011}Rusland, \u{2010}Rusland", &[]);
        check("Belarusian", &[]);
        check("poetin POETIN", &[]);
        check("Russische", &[]);
    }

    #[test]
    fn a_name_before_a_hyphen_or_after_a_dash_counts() {
        check(
            "een Rusland-kenner, Moskou–Rusland",
            &["Rusland", "Rusland"],
        );
        check(
            "(Rusland), ‘Rusland’, \"Rusland\" en Rusland.",
            &["Rusland"; 4],
        );
        check("Rusland_2", &["Rusland"]);
    }

    #[test]
    fn genitives_count_without_their_ending() {
        check("Poetins plan", &["Poetin"]);
        check(
            "Loekasjenko's en Loekasjenko’s",
            &["Loekasjenko", "Loekasjenko"],
        );
        check("Minsk’ en Minsk' en Minsks", &["Minsk", "Minsk", "Minsk"]);
        check("Vladimir Poetins", &["Vladimir Poetin"]);
        check("de EU's", &["EU"]);
    }

    #[test]
    fn short_names_and_longer_endings_are_no_genitives() {
        check("EUs", &[]);
        check("Poetinse, Poetinss, Poetins3, Poetiniaans", &[]);
        check("PoetinS", &[]);
    }

    #[test]
    fn a_name_that_does_not_count_hides_none_within_it_or_after_it() {
        let finder = NameFinder::new(["Unie van Rusland", "Unie", "Rusland en Belarus", "Belarus"]);
        let text = "Unie van Ruslandse; Unie van Rusland en Belarus; Rusland en Belarusje Belarus";
        let found: Vec<_> = finder
            .find(text)
            .into_iter()
            .map(|f| (f.pattern, &text[f.range]))
            .collect();
        assert_eq!(
            found,
            [
                (1, "Unie"),
                (0, "Unie van Rusland"),
                (3, "Belarus"),
                (3, "Belarus")
            ]
        );
    }

    #[test]
    fn names_with_punctuation_are_found() {
        check("CEPA (@cepa) en x@cepa", &["@cepa"]);
        check("het type S-400, S-4000, S-300", &["S-400"]);
        check("Sovjet-Unie", &["Sovjet-Unie"]);
        check(
            "Côte d’Ivoire en Côte d'Ivoire",
            &["Côte d’Ivoire", "Côte d'Ivoire"],
        );
    }

    #[test]
    fn composed_and_decomposed_letters_are_the_same() {
        check("Co\u{302}te d'Ivoire", &["Co\u{302}te d'Ivoire"]);
        let finder = NameFinder::new(["Co\u{302}te"]);
        assert_eq!(finder.find("Côte, Co\u{302}te").len(), 2);
    }

    #[test]
    fn combining_marks_belong_to_the_letter_before() {
        check("Poetin\u{301} Poetin", &["Poetin"]);
        check("e\u{301}Poetin", &[]);
        assert_eq!(
            NameFinder::new(["Poetin"]).find("Poetin\u{301} Poetin")[0].range,
            9..15
        );
    }

    #[test]
    fn names_run_over_line_breaks_but_not_over_blank_lines() {
        check("Vladimir\nPoetin", &["Vladimir\nPoetin"]);
        check("Vladimir \r\n  Poetin", &["Vladimir \r\n  Poetin"]);
        check("Vladimir\u{a0}Poetin", &["Vladimir\u{a0}Poetin"]);
        check("Vladimir \u{a0} Poetin", &["Vladimir \u{a0} Poetin"]);
        check("Vladimir\n\nPoetin", &["Poetin"]);
        check("Vladimir\r\n \r\nPoetin", &["Poetin"]);
    }

    #[test]
    fn soft_hyphens_are_invisible() {
        check(
            "Loeka\u{ad}sjenko Poetin\u{ad}s",
            &["Loeka\u{ad}sjenko", "Poetin"],
        );
        check("Wit-\u{ad}Rusland", &["Wit-\u{ad}Rusland"]);
        check("Noord-\u{ad}Rusland", &[]);
    }

    #[test]
    fn of_equal_patterns_the_first_is_found_and_of_empty_ones_none() {
        let finder = NameFinder::new(["", " ", "Minsk", "Minsk", "d’Or", "d'Or"]);
        let found: Vec<_> = finder
            .find("Minsk d'Or")
            .iter()
            .map(|f| f.pattern)
            .collect();
        assert_eq!(found, [2, 4]);
        assert_eq!(NameFinder::new(Vec::<&str>::new()).find("Minsk"), []);
        assert_eq!(NameFinder::new([""]).find("Minsk"), []);
    }

    /// All places of all names, without an automaton.
    fn slow(names: &[String], text: &str) -> Vec<Found> {
        let finder = NameFinder::new(names);
        let mut found = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let longest = names
                .iter()
                .enumerate()
                .filter(|(p, n)| {
                    !n.is_empty()
                        && text[at..].starts_with(n.as_str())
                        && finder.counts(text, at..at + n.len(), *p)
                })
                .max_by_key(|(p, n)| (n.len(), usize::MAX - p));
            match longest {
                Some((pattern, name)) => {
                    let range = at..at + name.len();
                    at = range.end;
                    found.push(Found { pattern, range });
                }
                None => at += text[at..].chars().next().map_or(1, char::len_utf8),
            }
        }
        found
    }

    proptest! {
        #[test]
        fn the_one_pass_finds_what_a_slow_search_finds(
            names in prop::collection::vec("[abs]{1,5}(-[ab]{1,2})?( [ab]{1,3})?", 0..6),
            text in "([abs]{1,6}[-. ’]){0,12}",
        ) {
            prop_assert_eq!(NameFinder::new(&names).find(&text), slow(&names, &text));
        }

        #[test]
        fn ranges_are_slices_in_order(text in "([a\u{ad}é’ \n\u{a0}\u{3000}]|aé|Poetin|s){0,60}") {
            let mut free = 0;
            for found in NameFinder::new(["a", "é", "a é", "aé", "Poetin", "a'a"]).find(&text) {
                prop_assert!(found.range.start >= free);
                prop_assert!(text.get(found.range.clone()).is_some());
                free = found.range.end;
            }
        }
    }
}
