//! Plain text as it comes off a page: no marks, a header stuck to the first sentence, headings that
//! are just short lines.

use super::blocks::{Piece, mark_boilerplate, paragraphs, pieces_of_paragraph, tile};
use super::{BlockKind, Draft, dates};

/// Reads a plain text.
pub(super) fn read(text: String) -> Draft {
    let mut pieces = Vec::new();
    let mut published = None;
    let mut from = 0;
    if let Some((date, end)) = header(&text) {
        published = Some(date);
        from = end;
        pieces.push(Piece {
            kind: BlockKind::Header,
            range: 0..end,
        });
    }
    for range in paragraphs(&text, from) {
        pieces.extend(pieces_of_paragraph(&text, range));
    }
    mark_boilerplate(&text, &mut pieces);
    let title = mark_headings(&text, &mut pieces);
    Draft {
        title,
        published,
        blocks: tile(&text, pieces),
        text,
        ..Draft::default()
    }
}

/// The header ` date 2021-09 ` at the beginning of a text: its date and where the text goes on.
fn header(text: &str) -> Option<(String, usize)> {
    let rest = text.trim_start();
    let word = rest
        .get(..4)
        .filter(|word| word.eq_ignore_ascii_case("date"))?;
    let rest = rest[word.len()..].trim_start_matches(':');
    if !rest.starts_with([' ', '\t']) {
        return None;
    }
    let rest = rest.trim_start();
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let date = &rest[..end];
    let shaped = date.len() >= 4 && date.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let date = dates::edtf(date).filter(|_| shaped)?;
    Some((date, text.len() - rest[end..].trim_start().len()))
}

/// Makes short lines between blank lines headings; the first, where no prose comes before it, is
/// the title, which is returned.
fn mark_headings(text: &str, pieces: &mut [Piece]) -> Option<String> {
    let mut title = None;
    let mut prose = false;
    let last = pieces
        .iter()
        .rposition(|piece| piece.kind != BlockKind::Boilerplate);
    for (n, piece) in pieces.iter_mut().enumerate() {
        let followed = last.is_some_and(|last| n < last);
        if piece.kind != BlockKind::Paragraph {
            continue;
        }
        let line = &text[piece.range.clone()];
        let top = !prose && title.is_none();
        if !followed || !(is_heading(line) || top && is_question(line)) {
            prose = true;
        } else if top {
            piece.kind = BlockKind::Heading(1);
            title = Some(line.to_owned());
        } else {
            piece.kind = BlockKind::Heading(2);
        }
    }
    title
}

/// Longer lines are prose, in characters.
const LONGEST: usize = 110;

fn is_heading(line: &str) -> bool {
    let last = line.trim_end_matches(['"', '”', '’', '\'', '»', ')']);
    let ellipsis = last.ends_with('…') || last.ends_with("...");
    let first = line.trim_start_matches(|c: char| "\"“„‘'«(".contains(c));
    let begins = first.starts_with("...")
        || first.starts_with('…')
        || first.starts_with(|c: char| c.is_alphanumeric() && !c.is_lowercase())
        || starts_with_clitic(line);
    line.chars().count() <= LONGEST
        && !line.contains(['\n', '\r'])
        && (ellipsis || !last.ends_with(['.', '!', '?', ':', ';', ',']))
        && begins
        && line.contains(char::is_alphabetic)
        && !line.contains("://")
        && !is_byline(line)
}

/// "'s Nachts in Minsk": the first word has no capital.
fn starts_with_clitic(line: &str) -> bool {
    let rest = line.trim_start_matches(['\'', '’', '‘']);
    rest.len() < line.len()
        && ["s ", "t ", "n "]
            .iter()
            .any(|clitic| rest.starts_with(clitic))
}

/// A title may be a question.
fn is_question(line: &str) -> bool {
    line.strip_suffix('?')
        .is_some_and(|line| is_heading(line.trim_end()) && !line.contains(". "))
}

/// "Door Jan Jansen": who wrote it, in few words that are all names.
fn is_byline(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let by = matches!(words.next(), Some("Door" | "By" | "Von" | "Par"));
    let names = words.clone().count();
    let particle = |word: &str| matches!(word, "van" | "de" | "der" | "den" | "en" | "and" | "von");
    by && (1..=6).contains(&names)
        && words.all(|w| w.starts_with(char::is_uppercase) || particle(w))
}
