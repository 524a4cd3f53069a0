//! The bytes of a file to text.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::ArticleProblem;

/// Decodes a file: UTF-8 with or without byte-order mark, UTF-16 with one, an HTML page as it
/// declares itself; else windows-1252, with a warning. The byte-order mark is no part of the text.
///
/// Fails on an empty file and on one that is no text.
pub(super) fn decode(
    bytes: &[u8],
    is_html: bool,
) -> Result<(String, Option<ArticleProblem>), ArticleProblem> {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, &bytes[mark..]),
        None => (UTF_8, bytes),
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(empty());
    }
    if encoding == UTF_16LE || encoding == UTF_16BE {
        let (text, broken) = encoding.decode_without_bom_handling(bytes);
        let warning = broken.then(|| {
            let at = text.find('\u{fffd}').unwrap_or(0);
            encoding_warning(
                &text,
                at,
                "the file is not valid UTF-16; what could not be read became `\u{fffd}`",
            )
        });
        let text = text.into_owned();
        return if text.contains('\0') {
            Err(unreadable("it has NUL bytes"))
        } else {
            Ok((text, warning))
        };
    }
    if bytes.contains(&0) {
        return Err(unreadable("it has NUL bytes"));
    }
    if has_many_control_characters(bytes) {
        return Err(unreadable("it has many control characters"));
    }
    let at = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok((text.to_owned(), None)),
        Err(error) => error.valid_up_to(),
    };
    if let Some(declared) = declared(bytes).filter(|_| is_html) {
        let (text, broken) = declared.decode_without_bom_handling(bytes);
        if !broken {
            return Ok((text.into_owned(), None));
        }
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    let warning = encoding_warning(
        &text,
        at,
        "the file is not UTF-8; it was read as windows-1252",
    );
    Ok((text.into_owned(), Some(warning)))
}

/// What is said of a file with nothing but white space.
pub(super) fn empty() -> ArticleProblem {
    ArticleProblem::error("article-empty", 0..0, "the file is empty")
        .help("an article needs at least one sentence: remove the file or fill it in")
}

/// A warning at the first character that gave trouble; bytes before `at` are the same in the text
/// as long as they are ASCII, so the place is looked for from there on.
fn encoding_warning(text: &str, at: usize, message: &str) -> ArticleProblem {
    let start = text
        .char_indices()
        .find(|(_, c)| !c.is_ascii())
        .map_or_else(|| text.floor_char_boundary(at), |(first, _)| first);
    let len = text[start..].chars().next().map_or(0, char::len_utf8);
    ArticleProblem::warning("article-encoding", start..start + len, message)
        .help("save the file as UTF-8, and look at the letters with accents")
}

/// Whether more than one byte of 32 is a control character that texts do not have: of compressed
/// data it is one of ten.
fn has_many_control_characters(bytes: &[u8]) -> bool {
    let is_control = |byte: &&u8| {
        byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1b)
    };
    bytes.iter().filter(is_control).count() * 32 > bytes.len()
}

fn unreadable(why: &str) -> ArticleProblem {
    ArticleProblem::error(
        "article-unreadable",
        0..0,
        format!("the file is not a text: {why}"),
    )
    .help("articles are plain text, Markdown, HTML or JSON Lines, in UTF-8")
}

/// The encoding that an HTML page names in its first kilobyte.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1024)];
    let at = head
        .windows(8)
        .position(|part| part.eq_ignore_ascii_case(b"charset="))?
        + 8;
    let name = head[at..].strip_prefix(b"\"").unwrap_or(&head[at..]);
    let end = name
        .iter()
        .position(|b| !(b.is_ascii_alphanumeric() || b"-_:.".contains(b)))?;
    Encoding::for_label(&name[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], text: &str, warns: bool) {
        let (decoded, warning) = decode(bytes, false).unwrap();
        assert_eq!(decoded, text);
        assert_eq!(warning.map(|w| w.code), warns.then_some("article-encoding"));
    }

    #[test]
    fn utf_8_and_utf_16_are_read_without_their_mark() {
        check("één".as_bytes(), "één", false);
        check("\u{feff}één".as_bytes(), "één", false);
        check(b"\xff\xfee\0\xeb\0", "eë", false);
        check(b"\xfe\xff\0e\0\xeb", "eë", false);
        check("a\u{feff}b".as_bytes(), "a\u{feff}b", false);
    }

    #[test]
    fn anything_else_is_windows_1252_with_a_warning() {
        check(b"caf\xe9 \x80", "café €", true);
        let (_, warning) = decode(b"caf\xe9 \xe9", false).unwrap();
        assert_eq!(warning.map(|w| w.range), Some(3..5));
        check(b"\xef\xbb\xbfcaf\xe9", "café", true);
    }

    #[test]
    fn broken_utf_16_is_read_with_a_warning() {
        let (text, warning) = decode(b"\xff\xfea\0\0\xd8b\0", false).unwrap();
        assert_eq!(text, "a\u{fffd}b");
        assert_eq!(
            warning.map(|w| (w.code, w.range)),
            Some(("article-encoding", 1..4))
        );
    }

    #[test]
    fn a_page_may_declare_its_encoding() {
        let page = b"<meta charset=\"windows-1251\"><p>\xcc\xe8\xed\xf1\xea";
        assert_eq!(
            decode(page, true).unwrap().0,
            "<meta charset=\"windows-1251\"><p>Минск"
        );
        assert!(decode(page, true).unwrap().1.is_none());
        assert!(decode(page, false).unwrap().1.is_some());
    }

    #[test]
    fn what_is_no_text_is_an_error() {
        let code = |bytes: &[u8]| decode(bytes, false).unwrap_err().code;
        assert_eq!(code(b""), "article-empty");
        assert_eq!(code(b" \r\n"), "article-empty");
        assert_eq!(code(b"\xef\xbb\xbf"), "article-empty");
        assert_eq!(code(b"\x89PNG\0\0"), "article-unreadable");
        assert_eq!(code(b"\x89PNG\r\n\x1a\n"), "article-unreadable");
        let compressed: Vec<u8> = (1..=255).cycle().take(999).collect();
        assert_eq!(code(&compressed), "article-unreadable");
        let one_of_many = [&b"caf\xe9 ".repeat(20)[..], b"\x1a"].concat();
        assert!(decode(&one_of_many, false).is_ok());
        assert_eq!(code(b"t\0e\0k\0s\0t\0"), "article-unreadable");
        assert_eq!(code(b"\xff\xfea\0\0\0"), "article-unreadable");
    }
}
