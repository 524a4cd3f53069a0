//! Which stretches of a paragraph stand inside quotation marks or brackets.

use std::ops::Range;

/// What encloses; brackets hold quotations and double quotation marks single ones, so that a stray
/// apostrophe never closes more than its own kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Kind {
    Single,
    Double,
    Round,
    Square,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
}

/// The outermost stretches from `from` on that both open and close, in order and apart: from the
/// opening mark to the end of the closing one. What never closes encloses nothing.
pub(super) fn enclosed(text: &str, from: usize) -> Vec<Range<usize>> {
    let mut open: Vec<(Kind, usize)> = Vec::new();
    let mut pairs: Vec<Range<usize>> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        // First bytes of all quotation marks and brackets: ASCII, «», and general punctuation.
        if !matches!(
            byte,
            b'"' | b'\'' | b'(' | b')' | b'[' | b']' | 0xc2 | 0xe2 | 0xe3
        ) {
            at += 1;
            continue;
        }
        let Some(c) = text[at..].chars().next() else {
            break;
        };
        let end = at + c.len_utf8();
        if let Some((kind, side)) = classify(text, from, at, c, &open) {
            match side {
                Side::Opens => open.push((kind, at)),
                Side::Closes => {
                    if let Some(opener) = opener_of(kind, &open) {
                        let start = open[opener].1;
                        open.truncate(opener);
                        while pairs.last().is_some_and(|pair| pair.start > start) {
                            pairs.pop();
                        }
                        pairs.push(start..end);
                    }
                }
            }
        }
        at = end;
    }
    pairs
}

/// Open marks that a closing one looks through; keeps a text of nothing but marks linear.
const DEPTH: usize = 64;

/// The place in the stack of what a closing mark closes; it may leave only weaker kinds open.
fn opener_of(kind: Kind, open: &[(Kind, usize)]) -> Option<usize> {
    let skipped = open.len().saturating_sub(DEPTH);
    open[skipped..]
        .iter()
        .rposition(|(other, _)| *other >= kind)
        .map(|place| skipped + place)
        .filter(|place| open[*place].0 == kind)
}

/// What a character encloses with and on which side, judged by its neighbours as far as its shape
/// leaves that open: writers take ’ for ‘ and mix straight and curly marks.
fn classify(
    text: &str,
    from: usize,
    at: usize,
    c: char,
    open: &[(Kind, usize)],
) -> Option<(Kind, Side)> {
    let kind = match c {
        '(' => return Some((Kind::Round, Side::Opens)),
        ')' => return Some((Kind::Round, Side::Closes)),
        '[' => return Some((Kind::Square, Side::Opens)),
        ']' => return Some((Kind::Square, Side::Closes)),
        '\'' | '‘' | '’' | '‚' | '‛' | '‹' | '›' => Kind::Single,
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」' | '『' | '』' => {
            Kind::Double
        }
        _ => return None,
    };
    let before = text[from..at].chars().next_back();
    let rest = &text[at + c.len_utf8()..];
    let after = rest.chars().next();
    let word_before = before.is_some_and(char::is_alphanumeric);
    let word_after = after.is_some_and(char::is_alphanumeric);
    if kind == Kind::Single && word_before && word_after {
        return None; // zo’n
    }
    if kind == Kind::Single && !word_before && is_elision(c, rest) {
        return None; // 's avonds, '90
    }
    match c {
        '„' | '‚' | '「' | '『' => return Some((kind, Side::Opens)),
        '」' | '』' => return Some((kind, Side::Closes)),
        _ => {}
    }
    let free_before = before.is_none_or(|c| c.is_whitespace() || "([-–—/“‘\"'„".contains(c));
    let free_after = after.is_none_or(|c| c.is_whitespace() || ")].,;:!?…-–—/”’\"'".contains(c));
    let side = match (free_before, free_after) {
        (true, false) => Side::Opens,
        (false, true) => Side::Closes,
        _ if opener_of(kind, open).is_some() => Side::Closes,
        _ => Side::Opens,
    };
    Some((kind, side))
}

/// Whether what follows an apostrophe is a word cut short in front, or a year.
fn is_elision(apostrophe: char, rest: &str) -> bool {
    let word = rest
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or("");
    match word {
        "s" | "t" | "n" | "k" | "m" | "r" | "ns" | "em" | "ie" => {
            rest[word.len()..].starts_with([' ', '\u{a0}', '-'])
        }
        _ => {
            let year = word.strip_suffix('s').unwrap_or(word);
            apostrophe != '‘' && year.len() == 2 && year.bytes().all(|b| b.is_ascii_digit())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let pairs = enclosed(text, 0);
        let texts: Vec<_> = pairs.iter().map(|p| &text[p.clone()]).collect();
        assert_eq!(texts, expected, "{text}");
    }

    #[test]
    fn marks_pair_whatever_their_shape() {
        check(
            "Hij zei: ‘a b’ en “c” en \"d e\" en 'f'.",
            &["‘a b’", "“c”", "\"d e\"", "'f'"],
        );
        check("de ’onbehouwen’ toon", &["’onbehouwen’"]);
        check(
            "‘Mijn mannen: aanleggen!' De",
            &["‘Mijn mannen: aanleggen!'"],
        );
        check("„Ja“, sagte er, »nein«.", &["„Ja“", "»nein«"]);
        check("(„a “b” c”)", &["(„a “b” c”)"]);
    }

    #[test]
    fn apostrophes_enclose_nothing() {
        check("zo’n foto's van 's avonds in '90, Minsk’ beleid", &[]);
        check(
            "‘Opa’s oudste veerboot’ heet zij",
            &["‘Opa’s oudste veerboot’"],
        );
        check("the '90s and Belarusians' rights", &[]);
    }

    #[test]
    fn what_never_closes_encloses_nothing() {
        check("‘We zien wel. Hij ging (ver.", &[]);
        check("‘Weg. ‘Maar nu’ dan", &["‘Maar nu’"]);
        check("1) eerst 2) dan", &[]);
    }

    #[test]
    fn the_outermost_pair_counts() {
        check("a (b ‘c’ (d) e) f ‘g’", &["(b ‘c’ (d) e)", "‘g’"]);
        check("“Hij zei ‘ga’. Echt” ja", &["“Hij zei ‘ga’. Echt”"]);
        check("(‘half) open’", &["(‘half)"]);
    }
}
