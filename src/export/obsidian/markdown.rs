//! Texts in Markdown that stay what they are.

use std::borrow::Cow;

/// A text as one line of Markdown in which nothing has a meaning.
pub(super) fn inline(text: &str) -> String {
    let text = one_line(text);
    let mut escaped = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '#' | '|' | '$' | '~' | '=' | '^' => {
                escaped.push('\\');
                escaped.push(c);
            }
            // Only at the beginning of a line they make a list or a quote.
            '>' | '+' | '-' if at == 0 => {
                escaped.push('\\');
                escaped.push(c);
            }
            // Two of them hide what follows as a comment.
            '%' => escaped.push_str("\\%"),
            '.' | ')' if at > 0 && text[..at].bytes().all(|b| b.is_ascii_digit()) => {
                escaped.push('\\');
                escaped.push(c);
            }
            '&' => escaped.push_str("&amp;"),
            '\u{FFFE}' | '\u{FFFF}' => escaped.push('\u{FFFD}'),
            c if c.is_control() => escaped.push('\u{FFFD}'),
            c => escaped.push(c),
        }
    }
    escaped
}

/// What a link shows: it has no way to escape what ends it.
pub(super) fn label(text: &str) -> String {
    let kept = |c: char| match c {
        '[' => '(',
        ']' => ')',
        '|' => '/',
        c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => '\u{FFFD}',
        c => c,
    };
    let label: String = one_line(text).chars().map(kept).collect();
    if label.is_empty() {
        "?".to_owned()
    } else {
        label
    }
}

/// Lines with a mark before each: a block quote.
pub(super) fn quoted(text: &str, mark: &str) -> String {
    let mut quoted = String::new();
    for line in text.split('\n') {
        quoted.push_str(format!("{mark}{line}").trim_end());
        quoted.push('\n');
    }
    quoted
}

/// A text with every run of white space as one space.
fn one_line(text: &str) -> Cow<'_, str> {
    Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_taken_for_markdown() {
        assert_eq!(inline("[[a]] *b* `c` #d"), r"\[\[a\]\] \*b\* \`c\` \#d");
        assert_eq!(inline("1. one"), r"1\. one");
        assert_eq!(inline("- a - b"), r"\- a - b");
        assert_eq!(
            inline("</script> &amp; %%x%%"),
            r"\</script> &amp;amp; \%\%x\%\%"
        );
        assert_eq!(inline("a\n\n\tb\u{0}"), "a b\u{FFFD}");
        assert_eq!(label("a]] [b|c"), "a)) (b/c");
        assert_eq!(quoted("a\n\nb", "> "), "> a\n>\n> b\n");
    }
}
