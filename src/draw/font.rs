//! The font of the pictures: how wide a text is, which characters it can show, where a line breaks.
//!
//! Noto Sans comes compiled in by the crate `notosans`. A viewer without it falls back to Arial,
//! which is narrower, so what fits here fits there.

use std::borrow::Cow;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A face of the font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Face {
    /// Upright, normal weight.
    Regular,
    /// Upright, bold.
    Bold,
    /// Italic, normal weight.
    Italic,
}

/// The font family as CSS, with what stands in where Noto Sans is missing.
pub(crate) const FAMILY: &str = "'Noto Sans',Arial,Helvetica,sans-serif";

/// Height of a capital letter in parts of the size.
pub(crate) const CAP_HEIGHT: f64 = 0.714;

/// Shown for a character that has no glyph and no transliteration.
const NO_GLYPH: char = '\u{fffd}';

struct Metrics {
    face: ttf_parser::Face<'static>,
    units: f64,
    /// Advances of the characters below U+0250, the bulk of Latin text; 0 where there is no glyph.
    latin: Vec<u16>,
}

impl Metrics {
    fn read(bytes: &'static [u8]) -> Self {
        let face =
            ttf_parser::Face::parse(bytes, 0).expect("a font that is compiled in is well formed");
        let latin = (0..0x250)
            .map(|code| {
                char::from_u32(code)
                    .and_then(|c| face.glyph_index(c))
                    .and_then(|glyph| face.glyph_hor_advance(glyph))
                    .unwrap_or(0)
            })
            .collect();
        Self {
            units: f64::from(face.units_per_em()),
            face,
            latin,
        }
    }

    fn advance(&self, c: char) -> f64 {
        let advance = self.latin.get(c as usize).copied().unwrap_or_else(|| {
            self.face
                .glyph_index(c)
                .and_then(|glyph| self.face.glyph_hor_advance(glyph))
                .unwrap_or(0)
        });
        f64::from(advance)
    }
}

fn metrics(face: Face) -> &'static Metrics {
    static FACES: [OnceLock<Metrics>; 3] = [const { OnceLock::new() }; 3];
    let (at, bytes) = match face {
        Face::Regular => (0, notosans::REGULAR_TTF),
        Face::Bold => (1, notosans::BOLD_TTF),
        Face::Italic => (2, notosans::ITALIC_TTF),
    };
    FACES[at].get_or_init(|| Metrics::read(bytes))
}

/// Width of a text in points, kerning left out: what is drawn is never wider by more than a hair.
/// The text must be [`displayable`] already.
pub(crate) fn width(text: &str, face: Face, size: f64) -> f64 {
    let metrics = metrics(face);
    let units: f64 = text.chars().map(|c| metrics.advance(c)).sum();
    units * size / metrics.units
}

/// Whether every face has a glyph for the character.
pub(crate) fn has_glyph(c: char) -> bool {
    [Face::Regular, Face::Bold, Face::Italic]
        .into_iter()
        .all(|face| metrics(face).face.glyph_index(c).is_some())
}

/// The text as the font can show it.
///
/// Composed (NFC), white space folded to single spaces, control and joining characters left out. A
/// character without a glyph is transliterated to Latin letters, as a name in another script is in
/// a newspaper; what has no transliteration becomes a replacement character. Nothing vanishes.
pub(crate) fn displayable(text: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_ascii_graphic() || (c > '\u{a0}' && c < '\u{250}' && c != '\u{ad}');
    let single_spaced = !text.contains("  ") && text.trim().len() == text.len();
    if single_spaced && text.chars().all(|c| c == ' ' || plain(c)) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut foreign = String::new();
    for c in text.nfc().map(|c| if c.is_whitespace() { ' ' } else { c }) {
        if has_glyph(c) && !is_invisible(c) {
            push_foreign(&mut shown, &mut foreign);
            if c != ' ' || !(shown.is_empty() || shown.ends_with(' ')) {
                shown.push(c);
            }
        } else if !is_invisible(c) {
            foreign.push(c);
        }
    }
    push_foreign(&mut shown, &mut foreign);
    shown.truncate(shown.trim_end().len());
    Cow::Owned(shown)
}

/// Appends a run of characters without glyphs, transliterated, and empties it.
fn push_foreign(shown: &mut String, foreign: &mut String) {
    for c in foreign.drain(..) {
        match latin(c) {
            Some(latin) => {
                let latin = if shown.is_empty() || shown.ends_with(' ') {
                    latin.trim_start()
                } else {
                    latin
                };
                shown.push_str(latin);
            }
            None if is_combining_mark(c) => {}
            None => shown.push(NO_GLYPH),
        }
    }
}

/// A character in Latin letters.
fn latin(c: char) -> Option<&'static str> {
    let latin = match c {
        // What the table leaves out or writes as an accent of its own.
        'ا' | 'أ' | 'إ' | 'آ' | 'ى' | 'ة' | 'א' => "a",
        'ع' | 'ע' => "‘",
        'ء' | 'ئ' | 'ؤ' => "’",
        _ => deunicode::deunicode_char(c)?,
    };
    (!latin.is_empty() && latin.chars().all(has_glyph)).then_some(latin)
}

/// Controls, joiners, direction marks and variation selectors: they have no look of their own.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0000}'..='\u{e01ef}')
}

/// Breaks a text into lines of at most `max` points. The last of `lines` lines ends in `…`, at a
/// word if one fits, when more would follow. A word wider than a line is broken inside.
pub(crate) fn wrap(text: &str, face: Face, size: f64, max: f64, lines: usize) -> Vec<String> {
    let text = displayable(text);
    let mut broken: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let joined = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if width(&joined, face, size) <= max {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            broken.push(std::mem::take(&mut line));
        }
        let mut rest = word;
        while width(rest, face, size) > max {
            let at =
                fitting(rest, face, size, max).max(rest.chars().next().map_or(0, char::len_utf8));
            if at >= rest.len() {
                break;
            }
            broken.push(rest[..at].to_owned());
            rest = &rest[at..];
        }
        rest.clone_into(&mut line);
        if broken.len() > lines {
            break;
        }
    }
    if !line.is_empty() {
        broken.push(line);
    }
    if broken.len() > lines {
        let rest = broken.split_off(lines.saturating_sub(1)).join(" ");
        if lines > 0 {
            broken.push(shorten(&rest, face, size, max));
        }
    }
    broken
}

/// The text if it fits in `max` points, else its beginning up to a word, else up to a letter,
/// with `…`.
pub(crate) fn shorten(text: &str, face: Face, size: f64, max: f64) -> String {
    let text = displayable(text);
    if width(&text, face, size) <= max {
        return text.into_owned();
    }
    let room = max - width("…", face, size);
    let at = fitting(&text, face, size, room);
    let kept = &text[..at];
    // A cut at a word is preferred where it costs less than half the line.
    let word = kept.rfind(' ').filter(|&space| space * 2 > at);
    let kept = if text[at..].starts_with(' ') {
        kept
    } else {
        word.map_or(kept, |space| &kept[..space])
    };
    let kept = kept
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '·' | '–'));
    format!("{kept}…")
}

/// Length in bytes of the longest beginning that fits in `max` points.
fn fitting(text: &str, face: Face, size: f64, max: f64) -> usize {
    let metrics = metrics(face);
    let scale = size / metrics.units;
    let mut used = 0.0;
    for (at, c) in text.char_indices() {
        used += metrics.advance(c) * scale;
        if used > max {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_that_pictures_write_has_a_glyph() {
        for c in "≠→·…–—’‘“”+%(){}×\u{fffd}".chars() {
            assert!(has_glyph(c), "{c}");
        }
    }

    #[test]
    fn letters_of_the_dossier_show_as_they_are() {
        for name in [
            "Лукашенко",
            "Ціханоўская",
            "Oekraïne",
            "Žižek",
            "Ἀθῆναι",
            "Nguyễn",
        ] {
            assert_eq!(displayable(name), name);
        }
    }

    #[test]
    fn what_the_font_lacks_is_transliterated_or_replaced_but_never_vanishes() {
        assert_eq!(displayable("北京 عباس"), "Bei Jing ‘bas");
        for name in ["北京", "محمود عباس", "יצחק", "😀", "\u{10ffff}"] {
            let shown = displayable(name);
            assert!(!shown.is_empty(), "{name}");
            assert!(shown.chars().all(has_glyph), "{name}: {shown}");
        }
        assert_eq!(displayable("a\u{200d}b\n  c\u{301} "), "ab ć");
    }

    #[test]
    fn lines_fit_and_a_cut_text_says_so() {
        let text = "Sanctions threatened by the European Union and the United States";
        let lines = wrap(text, Face::Bold, 9.0, 120.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'));
        for line in &lines {
            assert!(width(line, Face::Bold, 9.0) <= 120.0, "{line}");
        }
        let whole = wrap(text, Face::Bold, 9.0, 120.0, 9);
        assert_eq!(whole.join(" "), text);
    }

    #[test]
    fn a_word_wider_than_the_line_is_broken() {
        let lines = wrap(&"x".repeat(100), Face::Regular, 8.0, 50.0, 99);
        assert_eq!(lines.concat(), "x".repeat(100));
        assert!(lines.len() > 5);
        assert_eq!(wrap("wide", Face::Regular, 8.0, 1.0, 9).concat(), "wide");
    }
}
