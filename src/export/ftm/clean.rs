//! What values may hold. FollowTheMoney's reader normalises, drops characters and cuts what is too
//! long; a value that went through here, it keeps as it is.

use unicode_normalization::UnicodeNormalization as _;

use crate::export::View;

/// Characters of a text.
const LONGEST_TEXT: usize = 65_000;
/// Characters of a name.
const LONGEST_NAME: usize = 384;
/// Characters of a short text.
const LONGEST_STRING: usize = 1_024;
/// Characters of an address.
const LONGEST_ADDRESS: usize = 250;

/// A text as one value, or several where it is too long for one.
pub(super) fn texts(view: &View<'_>, text: &str) -> Vec<String> {
    let text = safe(view, text);
    let text = text.trim();
    if text.is_empty() {
        return Vec::new();
    }
    let chars: Vec<char> = text.chars().collect();
    if chars.len() > LONGEST_TEXT {
        view.remark("a text of more than 65,000 characters is several values");
    }
    let pieces = chars.chunks(LONGEST_TEXT).map(|piece| {
        let piece: String = piece.iter().collect();
        piece.trim().to_owned()
    });
    pieces.filter(|piece| !piece.is_empty()).collect()
}

/// A name in one line, without quotation marks around it; none if nothing is left.
pub(super) fn name(view: &View<'_>, text: &str) -> Option<String> {
    let mut name = line(view, text);
    for quote in ['"', '\''] {
        while let Some(inner) = (name.strip_prefix(quote)).and_then(|name| name.strip_suffix(quote))
        {
            let inner = inner.trim().to_owned();
            name = inner;
        }
    }
    short(view, name, LONGEST_NAME)
}

/// A short text in one line; none if nothing is left.
pub(super) fn string(view: &View<'_>, text: &str) -> Option<String> {
    short(view, line(view, text), LONGEST_STRING)
}

/// An address in one line; none if nothing is left.
pub(super) fn address(view: &View<'_>, text: &str) -> Option<String> {
    let line = line(view, text).replace([';', '\u{37e}'], ",");
    let parts = line.split(',').map(str::trim);
    let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
    short(view, parts.join(", "), LONGEST_ADDRESS)
}

/// An address on the web as it is, if FollowTheMoney takes it for one.
pub(super) fn url(text: &str) -> Option<String> {
    let rest = (text.strip_prefix("https://")).or_else(|| text.strip_prefix("http://"))?;
    let plain = |c: char| c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c);
    let (host, _) = rest.split_once('/').unwrap_or((rest, ""));
    let fits = host.contains('.') && text.len() <= 4096 && text.chars().all(plain);
    let host_is_plain =
        (host.chars()).all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c));
    if !fits || !host_is_plain {
        return None;
    }
    Some(if rest.contains('/') {
        text.to_owned()
    } else {
        format!("{text}/")
    })
}

fn line(view: &View<'_>, text: &str) -> String {
    let safe = safe(view, text);
    safe.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn short(view: &View<'_>, text: String, longest: usize) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    if text.chars().count() <= longest {
        return Some(text);
    }
    view.remark(format!(
        "a name or value of more than {longest} characters is cut, and whole among the notes"
    ));
    let cut: String = text.chars().take(longest - 1).collect();
    Some(format!("{}…", cut.trim_end()))
}

/// Whether a text is longer than a name may be.
pub(super) fn is_cut(text: &str, is_name: bool) -> bool {
    let longest = if is_name {
        LONGEST_NAME
    } else {
        LONGEST_STRING
    };
    text.chars().nth(longest).is_some()
}

/// The characters that FollowTheMoney keeps. Control characters are replaced, so that it can be
/// seen; marks that nobody sees are left out.
fn safe(view: &View<'_>, text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.nfc() {
        match c {
            '\n' | '\t' => safe.push(c),
            '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => safe.push('\n'),
            '\u{A0}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200A}'
            | '\u{202F}'
            | '\u{205F}'
            | '\u{3000}' => {
                safe.push(' ');
            }
            '\u{AD}'
            | '\u{61C}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2060}'..='\u{2064}'
            | '\u{FEFF}' => {
                view.remark("characters that nobody sees are left out");
            }
            '\u{0A00}' => safe.push('\u{FFFD}'),
            c if c.is_control() => {
                view.remark("control characters are replaced by U+FFFD");
                safe.push('\u{FFFD}');
            }
            c => safe.push(c),
        }
    }
    safe.replace("\r\n", "\n").nfc().collect()
}
