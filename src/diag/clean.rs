//! Text that is safe to show. Articles and annotations come from anywhere; no control character of
//! theirs may reach a terminal, nor may one that turns the direction of writing around.

/// What is shown instead of a character; `None` for a character that is shown as it is.
fn substitute(c: char) -> Option<char> {
    match c {
        // The pictures of control characters stand in the order of the characters.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7f}' => Some('\u{2421}'),
        // Control characters of eight bits; marks, embeddings, overrides and isolates of direction;
        // and characters that are none, of which the renderer uses one as a mark.
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{fdd0}'..='\u{fdef}' => Some('\u{fffd}'),
        // Line and paragraph separator.
        '\u{2028}' | '\u{2029}' => Some('\u{2424}'),
        _ => None,
    }
}

/// Whether a character could command a terminal or turn writing around.
pub(super) fn is_unsafe(c: char) -> bool {
    substitute(c).is_some()
}

/// A character of a source. Tabs are left to the renderer, which knows the column.
pub(super) fn source_char(c: char) -> char {
    if c == '\t' {
        c
    } else {
        substitute(c).unwrap_or(c)
    }
}

/// One line of words: line breaks and tabs become spaces.
pub(super) fn line(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => ' ',
            c => substitute(c).unwrap_or(c),
        })
        .collect()
}

/// Words that may stand on several lines.
pub(super) fn lines(text: &str) -> String {
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_commands_a_terminal_becomes_a_picture() {
        assert_eq!(line("a\u{1b}[31mb\u{7}\r\n\tc"), "a␛[31mb␇␍  c");
        assert_eq!(
            line("\u{9b}31m \u{202e}x\u{2028}"),
            "\u{fffd}31m \u{fffd}x␤"
        );
        assert_eq!(lines("a\nb\u{1b}"), "a\nb␛");
        assert_eq!(line("één 🇷🇺 Пинск"), "één 🇷🇺 Пинск");
    }
}
