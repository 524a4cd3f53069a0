//! Quotes: finding a passage verbatim in a text.
//!
//! Verbatim means equal after Unicode NFC, with white space folded, quotation marks and dashes
//! treated alike and `...` read as `…`. A `…`, `[...]` or `[…]` between spaces skips text, as little
//! as possible. Nothing ever matches approximately.

use std::ops::Range;

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

/// A text folded for comparison, each folded character with the bytes it came from.
#[derive(Debug, Clone)]
pub struct Folded {
    text: String,
    /// For each byte of `text` that begins a character, and for its end: the byte of the original
    /// where that character begins. Other bytes repeat their character's.
    starts: Vec<usize>,
    /// The same, but where that character ends.
    ends: Vec<usize>,
}

impl Folded {
    /// Folds a text. O(length).
    pub fn new(original: &str) -> Self {
        let mut folded = Self {
            text: String::with_capacity(original.len()),
            starts: Vec::with_capacity(original.len() + 1),
            ends: Vec::with_capacity(original.len() + 1),
        };
        let mut at = 0;
        while at < original.len() {
            let cluster = cluster(&original[at..]);
            let range = at..at + cluster.len();
            at = range.end;
            if cluster.len() == 1 && cluster.is_ascii() {
                folded.push(fold_char(char::from(cluster.as_bytes()[0])), range);
            } else {
                for c in cluster.nfc() {
                    folded.push(fold_char(c), range.clone());
                }
            }
        }
        folded
    }

    fn push(&mut self, c: char, from: Range<usize>) {
        if c == ' ' && self.text.ends_with(' ') {
            self.ends[self.text.len() - 1] = from.end;
            return;
        }
        if c == '.' && self.text.ends_with("..") {
            let start = self.starts[self.text.len() - 2];
            for _ in 0..2 {
                self.text.pop();
                self.starts.pop();
                self.ends.pop();
            }
            self.push('…', start..from.end);
            return;
        }
        self.text.push(c);
        for _ in 0..c.len_utf8() {
            self.starts.push(from.start);
            self.ends.push(from.end);
        }
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The bytes of the original that a range of the folded text came from.
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        if range.is_empty() {
            let at = self
                .starts
                .get(range.start)
                .or(self.ends.last())
                .copied()
                .unwrap_or(0);
            return at..at;
        }
        self.starts[range.start]..self.ends[range.end - 1]
    }
}

/// The first character of a text with all that may compose with it.
fn cluster(text: &str) -> &str {
    let mut chars = text.char_indices();
    chars.next();
    let end = chars
        .find(|&(_, c)| {
            c.is_ascii()
                || is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes
                    && unicode_normalization::char::canonical_combining_class(c) == 0
        })
        .map_or(text.len(), |(at, _)| at);
    &text[..end]
}

fn fold_char(c: char) -> char {
    match c {
        '\'' | '`' | '´' | '‘' | '’' | '‚' | '‛' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹'
        | '›' | '′' | '″' | 'ʼ' | '＂' | '＇' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹘' | '﹣' | '－' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// A quote, ready to be looked for.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// What stands between the gaps, folded and trimmed.
    parts: Vec<String>,
}

/// Why a text is no quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatternError {
    /// Nothing but white space.
    Empty,
    /// A gap stands at its beginning or end, or two stand side by side.
    LooseGap,
}

impl Pattern {
    /// Folds a quote and takes it apart at its gaps.
    pub fn new(quote: &str) -> Result<Self, PatternError> {
        let folded = Folded::new(quote);
        let words = folded.as_str().split(' ').filter(|word| !word.is_empty());
        let mut parts = vec![String::new()];
        for word in words {
            if matches!(word, "…" | "[…]") {
                parts.push(String::new());
                continue;
            }
            if let Some(part) = parts.last_mut() {
                if !part.is_empty() {
                    part.push(' ');
                }
                part.push_str(word);
            }
        }
        if parts.iter().all(String::is_empty) {
            return Err(PatternError::Empty);
        }
        if parts.iter().any(String::is_empty) {
            return Err(PatternError::LooseGap);
        }
        Ok(Self { parts })
    }

    /// The folded parts between the gaps.
    pub fn parts(&self) -> &[String] {
        &self.parts
    }

    /// Every place where the quote stands in a text, as bytes of the original, in order.
    ///
    /// `same_block` tells whether two bytes of the original lie in one block: a gap does not leave
    /// it. Of places that contain each other only the shortest counts. A quote does not begin or
    /// end inside a number: "30" does not stand in "630".
    pub fn find(
        &self,
        text: &Folded,
        same_block: impl Fn(usize, usize) -> bool,
    ) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        for first in occurrences(&self.parts[0], text.as_str(), 0) {
            let mut end = first.end;
            let complete = self.parts[1..].iter().all(|part| {
                let next = occurrences(part, text.as_str(), end).next();
                let next =
                    next.filter(|next| same_block(text.ends[end - 1] - 1, text.starts[next.start]));
                if let Some(next) = &next {
                    end = next.end;
                }
                next.is_some()
            });
            if complete {
                let place = text.original(first.start..end);
                // A later start with the same end skips less.
                if found.last().is_some_and(|last| last.end >= place.end) {
                    found.pop();
                }
                found.push(place);
            }
        }
        found
    }
}

/// Places of a folded part in a folded text that do not cut a number, overlapping ones included.
fn occurrences<'t>(
    part: &'t str,
    text: &'t str,
    from: usize,
) -> impl Iterator<Item = Range<usize>> + 't {
    let step = part.chars().next().map_or(1, char::len_utf8);
    let mut from = from;
    std::iter::from_fn(move || {
        loop {
            let start = from + text.get(from..)?.find(part)?;
            let end = start + part.len();
            from = start + step;
            if !cuts_number(text, start) && !cuts_number(text, end) {
                return Some(start..end);
            }
        }
    })
}

fn cuts_number(text: &str, at: usize) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    digit(text[..at].chars().next_back()) && digit(text[at..].chars().next())
}

/// The passage of a text that is nearest to a quote that does not stand in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearest {
    /// Bytes of the original that stand in the quote too: the longest run of whole words.
    pub shared: Range<usize>,
    /// What the text says where the quote goes another way, up to a few words.
    pub found: String,
    /// What the quote says there.
    pub expected: String,
}

impl Pattern {
    /// The longest run that the quote shares with a text, and where they part.
    ///
    /// Case does not count here, so that a wrong capital is shown as such. None if they share no
    /// word of four letters. O(words of the quote × occurrences in the text).
    pub fn nearest(&self, text: &Folded) -> Option<Nearest> {
        let quote: Vec<char> = self.parts.join(" … ").chars().collect();
        let haystack: Vec<(usize, char)> = text.as_str().char_indices().collect();
        let lower: Vec<char> = haystack.iter().map(|&(_, c)| fold_case(c)).collect();
        let wanted: Vec<char> = quote.iter().copied().map(fold_case).collect();
        let mut best: Option<(usize, usize, usize)> = None;
        for word in words(&wanted) {
            for at in positions(&lower, &wanted[word.clone()]) {
                let back = (0..word.start.min(at))
                    .take_while(|&n| wanted[word.start - 1 - n] == lower[at - 1 - n])
                    .count();
                let ahead = (word.start..wanted.len())
                    .zip(at..lower.len())
                    .take_while(|&(q, t)| wanted[q] == lower[t])
                    .count();
                let length = back + ahead;
                if best.is_none_or(|(_, _, longest)| length > longest) {
                    best = Some((word.start - back, at - back, length));
                }
            }
        }
        let (in_quote, in_text, length) = best?;
        let byte = |n: usize| haystack.get(n).map_or(text.as_str().len(), |&(at, _)| at);
        let excerpt = |chars: &[char]| chars.iter().collect::<String>().trim().to_owned();
        let text_chars: Vec<char> = haystack.iter().map(|&(_, c)| c).collect();
        let same = quote[in_quote..in_quote + length] == text_chars[in_text..in_text + length];
        let (found, expected) = if !same {
            // They differ only in case.
            (
                excerpt(&text_chars[in_text..in_text + length]),
                excerpt(&quote[in_quote..in_quote + length]),
            )
        } else if in_quote + length < quote.len() {
            (
                excerpt(words_after(&text_chars, in_text + length)),
                excerpt(words_after(&quote, in_quote + length)),
            )
        } else {
            (
                excerpt(words_before(&text_chars, in_text)),
                excerpt(words_before(&quote, in_quote)),
            )
        };
        Some(Nearest {
            shared: text.original(byte(in_text)..byte(in_text + length)),
            found,
            expected,
        })
    }
}

fn fold_case(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// Ranges of words of four letters or more, or of all words where none is that long.
fn words(chars: &[char]) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in chars.iter().enumerate() {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| from..chars.len()));
    let long: Vec<_> = words
        .iter()
        .filter(|word| word.len() >= 4)
        .cloned()
        .collect();
    if long.is_empty() { words } else { long }
}

/// Where a word stands in a text as a word of its own.
fn positions(text: &[char], word: &[char]) -> Vec<usize> {
    let whole = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| text.get(at));
        let after = text.get(at + word.len());
        [before, after]
            .into_iter()
            .flatten()
            .all(|c| !c.is_alphanumeric())
    };
    text.windows(word.len())
        .enumerate()
        .filter(|&(at, window)| window == word && whole(at))
        .map(|(at, _)| at)
        .collect()
}

/// From the beginning of the word at a position, to about four words on.
fn words_after(chars: &[char], at: usize) -> &[char] {
    let start = (0..at)
        .rev()
        .find(|&n| chars[n] == ' ')
        .map_or(0, |n| n + 1);
    let start = if chars.get(at) == Some(&' ') {
        at
    } else {
        start
    };
    let end = (at + 1..chars.len()).filter(|&n| chars[n] == ' ').nth(3);
    &chars[start..end.unwrap_or(chars.len())]
}

/// About four words before a position, to the end of the word there.
fn words_before(chars: &[char], at: usize) -> &[char] {
    let end = (at..chars.len())
        .find(|&n| chars[n] == ' ')
        .unwrap_or(chars.len());
    let start = (0..at).rev().filter(|&n| chars[n] == ' ').nth(3);
    &chars[start.map_or(0, |n| n + 1)..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(quote: &str, text: &str) -> Vec<String> {
        let folded = Folded::new(text);
        let block = |at: usize| text[..at].matches("\n\n").count();
        Pattern::new(quote)
            .expect("a quote")
            .find(&folded, |a, b| block(a) == block(b))
            .into_iter()
            .map(|range| text[range].to_owned())
            .collect()
    }

    #[test]
    fn marks_dashes_space_and_composition_do_not_count() {
        for (quote, text) in [
            ("zei 'ja' - en ging", "Hij zei ‘ja’ – en  ging."),
            ("zei \"ja\"", "Hij zei “ja”."),
            ("Oekrai\u{308}ne wil", "In Oekraïne\nwil men"),
            ("Oekraïne wil", "In Oekrai\u{308}ne wil men"),
            ("...en hij", "…en hij"),
            ("Belarus…", "in Belarus..."),
            ("a b", "a\u{a0}\r\n b"),
        ] {
            assert_eq!(find(quote, text).len(), 1, "{quote:?} in {text:?}");
        }
    }

    #[test]
    fn the_match_is_the_texts_own_words() {
        assert_eq!(find("zei \"ja\" -", "Hij zei  ‘ja’ – en"), ["zei  ‘ja’ –"]);
        assert_eq!(find("Belarus…", "in Belarus... dus"), ["Belarus..."]);
    }

    #[test]
    fn nothing_matches_approximately() {
        for (quote, text) in [
            ("De premie", "de premie"),
            ("premie", "preemie"),
            ("é", "e"),
            ("30 m", "630 m"),
            ("a 6", "a 630"),
        ] {
            assert!(find(quote, text).is_empty(), "{quote:?} in {text:?}");
        }
    }

    #[test]
    fn a_gap_skips_as_little_as_possible_within_a_block() {
        assert_eq!(find("a … c", "a b a b c d c"), ["a b c"]);
        assert_eq!(find("a [...] c", "a b c"), ["a b c"]);
        assert_eq!(find("a […] c", "a b c. a x c"), ["a b c", "a x c"]);
        assert!(find("a … c", "a b\n\nc").is_empty());
        assert_eq!(find("b c", "a b\n\nc").len(), 1);
    }

    #[test]
    fn a_quote_has_words_around_its_gaps() {
        for quote in ["", "  ", "…", " … … "] {
            assert_eq!(
                Pattern::new(quote).err(),
                Some(PatternError::Empty),
                "{quote:?}"
            );
        }
        for quote in ["… a", "a …", "a ...", "a … … b", "[...] a"] {
            assert_eq!(
                Pattern::new(quote).err(),
                Some(PatternError::LooseGap),
                "{quote:?}"
            );
        }
        for quote in ["a…", "…a", "(…)", "a... b"] {
            assert!(Pattern::new(quote).is_ok(), "{quote:?}");
        }
    }

    #[test]
    fn the_nearest_passage_is_shown_where_they_part() {
        let text = "De premie van anderhalf duizend kronen werd zondag uitgedeeld.";
        let folded = Folded::new(text);
        let near = |quote: &str| {
            let near = Pattern::new(quote)
                .expect("a quote")
                .nearest(&folded)
                .expect("near");
            (
                text[near.shared.clone()].to_owned(),
                near.found,
                near.expected,
            )
        };
        assert_eq!(
            near("premie van anderhalf dubbele kronen"),
            (
                "premie van anderhalf du".into(),
                "duizend kronen werd zondag".into(),
                "dubbele kronen".into()
            )
        );
        assert_eq!(near("De boete van anderhalf duizend").2, "De boete");
        assert_eq!(
            near("de premie van"),
            (
                "De premie van".into(),
                "De premie van".into(),
                "de premie van".into()
            )
        );
        assert!(
            Pattern::new("Zweden")
                .expect("a quote")
                .nearest(&folded)
                .is_none()
        );
    }

    proptest::proptest! {
        #[test]
        fn every_slice_of_a_text_is_found_in_it(text in "[a-cé ’'\"“–\\-.…\u{301}\n]{1,40}", from in 0usize..40, len in 1usize..20) {
            let chars: Vec<char> = text.chars().collect();
            let slice: String = chars.iter().skip(from).take(len).collect();
            // A slice that begins with a combining mark is another letter.
            if slice.starts_with('\u{301}') || chars.get(from + len) == Some(&'\u{301}') { return Ok(()); }
            if let Ok(pattern) = Pattern::new(&slice) && pattern.parts().len() == 1 {
                let folded = Folded::new(&text);
                let dots = slice.contains('.') || slice.contains('…');
                let found = pattern.find(&folded, |_, _| true);
                proptest::prop_assert!(dots || !found.is_empty());
                for range in found { proptest::prop_assert!(text.get(range).is_some()); }
            }
        }

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = Folded::new(&text);
            let twice = Folded::new(once.as_str());
            proptest::prop_assert_eq!(once.as_str(), twice.as_str());
            for (at, _) in once.as_str().char_indices() {
                proptest::prop_assert!(text.get(once.original(at..once.as_str().len())).is_some());
            }
        }
    }
}
