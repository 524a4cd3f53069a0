//! Markdown with front matter. Only blocks are told apart; the text keeps its marks.

use std::ops::Range;

use serde_yaml::Value;

use super::blocks::{Piece, lines, mark_boilerplate, paragraphs, pieces_of_paragraph, tile};
use super::{ArticleProblem, BlockKind, Draft, caption, dates, language, post};

/// Front matter longer than this is not read as such.
const LONGEST_FRONT_MATTER: usize = 1 << 16;

/// Reads a Markdown file.
pub(super) fn read(source: &str, problems: &mut Vec<ArticleProblem>) -> Draft {
    let mut draft = Draft::default();
    let mut pieces = Vec::new();
    let mut from = 0;
    if let Some((yaml, end)) = front_matter(source) {
        from = end;
        pieces.push(Piece {
            kind: BlockKind::Header,
            range: 0..end,
        });
        read_front_matter(source, yaml, &mut draft, problems);
    }
    let mut title = None;
    let mut prose = false;
    for range in blocks(source, from) {
        if let Some((level, words)) = heading(&source[range.clone()]) {
            let is_title = title.is_none() && level == 1 && !prose;
            if is_title {
                title = Some(words);
            }
            pieces.push(Piece {
                kind: BlockKind::Heading(if is_title { 1 } else { level.max(2) }),
                range,
            });
        } else {
            let block = pieces_of_block(source, range);
            prose |= block.iter().any(|piece| piece.kind == BlockKind::Paragraph);
            pieces.extend(block);
        }
    }
    mark_boilerplate(source, &mut pieces);
    draft.title = draft.title.or(title);
    source.clone_into(&mut draft.text);
    draft.blocks = tile(source, pieces);
    draft
}

/// The YAML between the first line `---` and the next, and where the text goes on.
fn front_matter(source: &str) -> Option<(Range<usize>, usize)> {
    let mut at = 0;
    let mut yaml = None;
    for line in source.split_inclusive('\n') {
        let marked = line.trim_end();
        match yaml {
            None if marked == "---" => yaml = Some(line.len()),
            None => return None,
            Some(start) if matches!(marked, "---" | "...") => {
                let end = at + line.len();
                let end = source.len() - source[end..].trim_start().len();
                // Two rules with prose between them are no front matter.
                let yaml = &source[start..at];
                let is_front_matter = yaml.trim().is_empty() || yaml.lines().any(has_key);
                return is_front_matter.then_some((start..at, end));
            }
            Some(_) if at > LONGEST_FRONT_MATTER => return None,
            Some(_) => {}
        }
        at += line.len();
    }
    None
}

/// `title: …`: a line of front matter that says something.
fn has_key(line: &str) -> bool {
    line.split_once(':').is_some_and(|(key, value)| {
        let key = key.trim_matches(['"', '\'']);
        let named = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        !key.is_empty()
            && key.chars().all(named)
            && (value.is_empty() || value.starts_with([' ', '\t', '\r']))
    })
}

fn read_front_matter(
    source: &str,
    yaml: Range<usize>,
    draft: &mut Draft,
    problems: &mut Vec<ArticleProblem>,
) {
    let values = match serde_yaml::from_str::<Value>(&source[yaml.clone()]) {
        Ok(Value::Mapping(values)) => values,
        Ok(Value::Null) => return,
        Ok(_) => {
            problems.push(front_matter_problem(
                yaml,
                "the front matter is no list of keys and values",
            ));
            return;
        }
        Err(error) => {
            let at = error.location().map_or(0, |place| place.index());
            let at = source.floor_char_boundary(yaml.start + at.min(yaml.len()));
            problems.push(front_matter_problem(
                at..at,
                &format!("the front matter is not YAML: {error}"),
            ));
            return;
        }
    };
    for (key, value) in &values {
        let Some(key) = key.as_str() else { continue };
        let value = match value {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            _ => continue,
        };
        if value.is_empty() {
            continue;
        }
        match key.to_lowercase().as_str() {
            "title" => draft.title = Some(value),
            "date" | "published" => match dates::edtf(&value) {
                Some(date) => draft.published = Some(date),
                None => problems.push(date_problem(source, yaml.clone(), &value)),
            },
            "publisher" => draft.publisher = Some(value),
            "language" | "lang" => draft.language = language::of_tag(&value),
            "url" => draft.url = Some(value),
            _ => {}
        }
    }
}

fn front_matter_problem(range: Range<usize>, message: &str) -> ArticleProblem {
    ArticleProblem::warning("article-front-matter", range, message)
        .help("write `title`, `date`, `publisher`, `language` and `url` as `key: value`, or say them in the annotation file")
}

/// A date that cannot be read; shown where it stands in `within`.
pub(super) fn date_problem(source: &str, within: Range<usize>, value: &str) -> ArticleProblem {
    let range = source[within.clone()]
        .find(value)
        .map_or(within.clone(), |at| {
            within.start + at..within.start + at + value.len()
        });
    ArticleProblem::warning("article-date", range, format!("`{value}` is not a date"))
        .help("write year, month and day as `2021-09-09`, or as much of it as is known")
}

/// Blocks of Markdown: paragraphs, split where a heading, a fence or a rule needs no blank line.
fn blocks(source: &str, from: usize) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    let mut fence: Option<&str> = None;
    for paragraph in paragraphs(source, from) {
        let mut open = None;
        for line in lines(&source[paragraph.clone()]) {
            let range = paragraph.start + line.start..paragraph.start + line.end;
            let words = source[range.clone()].trim();
            let mark = ["```", "~~~"]
                .into_iter()
                .find(|mark| words.starts_with(mark));
            match (fence, mark) {
                (Some(inside), mark) => {
                    // A fence is one block, blank lines and all.
                    if mark == Some(inside) {
                        fence = None;
                    }
                    if let Some(last) = blocks.last_mut() {
                        last.end = range.start + source[range].trim_end().len();
                    }
                    open = None;
                    continue;
                }
                (None, Some(_)) => {
                    fence = mark;
                    open = None;
                }
                (None, None) => {}
            }
            let alone = mark.is_some() || is_atx(words) || words.starts_with("![");
            let underlines = open.is_some() && is_underline(words);
            let text = &source[range.clone()];
            let end = range.start + text.trim_end().len();
            if let Some(block) = open.filter(|_| !alone) {
                let block: &mut Range<usize> = &mut blocks[block];
                block.end = end;
            } else {
                blocks.push(range.start + (text.len() - text.trim_start().len())..end);
            }
            open = (!alone && !underlines).then(|| blocks.len() - 1);
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// `## Heading`
fn is_atx(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    matches!(line.len() - rest.len(), 1..=6) && rest.starts_with([' ', '\t'])
}

/// The line of `=` or `-` under a heading.
fn is_underline(line: &str) -> bool {
    line.len() >= 2 && (line.bytes().all(|b| b == b'=') || line.bytes().all(|b| b == b'-'))
}

/// Level and words of a heading.
fn heading(block: &str) -> Option<(u8, String)> {
    if is_atx(block) && !block.contains('\n') {
        let words = block.trim_start_matches('#');
        let level = block.len() - words.len();
        return Some((
            u8::try_from(level).ok()?,
            plain(words.trim().trim_end_matches('#')),
        ));
    }
    let (words, line) = block.rsplit_once('\n')?;
    let level = if line.starts_with('=') { 1 } else { 2 };
    (is_underline(line.trim()) && !words.contains('\n')).then(|| (level, plain(words)))
}

/// Words without marks of emphasis.
fn plain(words: &str) -> String {
    words.replace(['*', '`'], "").trim().to_owned()
}

/// The pieces of a block that is no heading.
fn pieces_of_block(source: &str, range: Range<usize>) -> Vec<Piece> {
    let block = &source[range.clone()];
    let one = |kind| {
        vec![Piece {
            kind,
            range: range.clone(),
        }]
    };
    if block.starts_with("<!--") && block.ends_with("-->") {
        return one(BlockKind::Boilerplate);
    }
    if let Some(rest) = block.strip_prefix("![")
        && let Some((alt, _)) = rest.split_once("](")
        && block.ends_with(')')
    {
        let credit = match caption::caption(alt) {
            Some(BlockKind::Caption { credit }) => credit,
            _ => None,
        };
        return one(BlockKind::Caption { credit });
    }
    if block.starts_with('>') {
        // The signature of a quoted post, without links and marks of the quotation.
        let last = block.rsplit('\n').next().unwrap_or(block);
        let last = last.trim_start_matches(['>', ' ']);
        return one(post::signature(&unlinked(last)).unwrap_or(BlockKind::Paragraph));
    }
    if block.starts_with(['`', '~', '-', '*', '+', '|', '<', '#']) {
        return one(BlockKind::Paragraph);
    }
    pieces_of_paragraph(source, range)
}

/// Text without the addresses of links: `[9 maart 2031](https://…)` is its words.
fn unlinked(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("](") {
        let (before, link) = rest.split_at(at);
        match before.rfind('[') {
            Some(open) => {
                plain.push_str(&before[..open]);
                plain.push_str(&before[open + 1..]);
            }
            None => plain.push_str(before),
        }
        rest = link.find(')').map_or("", |end| &link[end + 1..]);
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the blocks, as their kind and their text trimmed.
    fn check(source: &str, expected: &[(&str, &str)]) -> (Draft, Vec<ArticleProblem>) {
        let mut problems = Vec::new();
        let draft = read(source, &mut problems);
        let blocks: Vec<_> = draft
            .blocks
            .iter()
            .map(|block| {
                (
                    format!("{:?}", block.kind),
                    draft.text[block.range.clone()].trim(),
                )
            })
            .collect();
        let blocks: Vec<_> = blocks
            .iter()
            .map(|(kind, text)| (kind.as_str(), *text))
            .collect();
        assert_eq!(blocks, expected);
        (draft, problems)
    }

    #[test]
    fn front_matter_is_the_header() {
        let (draft, problems) = check(
            "---\ntitle: Een doorbraak\ndate: 2021-09-10\nPublisher: NU\nlang: nl-NL\nurl: https://example.org\n---\n\nRusland wil meer.\n",
            &[
                (
                    "Header",
                    "---\ntitle: Een doorbraak\ndate: 2021-09-10\nPublisher: NU\nlang: nl-NL\nurl: https://example.org\n---",
                ),
                ("Paragraph", "Rusland wil meer."),
            ],
        );
        assert_eq!(problems, []);
        assert_eq!(draft.title.as_deref(), Some("Een doorbraak"));
        assert_eq!(draft.published.as_deref(), Some("2021-09-10"));
        assert_eq!(draft.publisher.as_deref(), Some("NU"));
        assert_eq!(draft.language.as_deref(), Some("nl"));
        assert_eq!(draft.url.as_deref(), Some("https://example.org"));
    }

    #[test]
    fn wrong_front_matter_is_a_warning_and_stays_a_header() {
        let (_, problems) = check(
            "---\ntitle: [a\n---\nTekst.",
            &[("Header", "---\ntitle: [a\n---"), ("Paragraph", "Tekst.")],
        );
        assert_eq!(problems[0].code, "article-front-matter");
        let (draft, problems) = check(
            "---\ndate: ooit\n---\nTekst.",
            &[("Header", "---\ndate: ooit\n---"), ("Paragraph", "Tekst.")],
        );
        assert_eq!(
            (problems[0].code, problems[0].range.clone()),
            ("article-date", 10..14)
        );
        assert_eq!(draft.published, None);
        let (draft, _) = check(
            "---\ndate: 2021\n---\nTekst.",
            &[("Header", "---\ndate: 2021\n---"), ("Paragraph", "Tekst.")],
        );
        assert_eq!(draft.published.as_deref(), Some("2021"));
    }

    #[test]
    fn prose_between_two_rules_is_no_front_matter() {
        let (_, problems) = check(
            "---\n\nDe boot voer uit: eindelijk.\n\n---\n\nMeer.\n",
            &[
                ("Paragraph", "---"),
                ("Paragraph", "De boot voer uit: eindelijk."),
                ("Paragraph", "---"),
                ("Paragraph", "Meer."),
            ],
        );
        assert_eq!(problems, []);
        check(
            "---\n\n---\n\nMeer.",
            &[("Header", "---\n\n---"), ("Paragraph", "Meer.")],
        );
    }

    #[test]
    fn headings_have_marks() {
        let (draft, _) = check(
            "# Een *kop* #\nTekst\nloopt door.\n\nTussenkop\n---\nMeer.\n## Nog een\n# Laatste\n\nGeen kop",
            &[
                ("Heading(1)", "# Een *kop* #"),
                ("Paragraph", "Tekst\nloopt door."),
                ("Heading(2)", "Tussenkop\n---"),
                ("Paragraph", "Meer."),
                ("Heading(2)", "## Nog een"),
                ("Heading(2)", "# Laatste"),
                ("Paragraph", "Geen kop"),
            ],
        );
        assert_eq!(draft.title.as_deref(), Some("Een kop"));
    }

    #[test]
    fn pictures_posts_fences_and_comments_are_told_apart() {
        check(
            "![De kade. Beeld ANP](a.jpg)\n\n> De boot is groot.\n> — Kustwacht (@kustwacht) [9 maart 2031](https://x)\n\n```\ncode\n\n# geen kop\n```\n\n<!-- weg -->\n\n> Een citaat.\n\n- een\n- twee",
            &[
                (
                    "Caption { credit: Some(\"ANP\") }",
                    "![De kade. Beeld ANP](a.jpg)",
                ),
                (
                    "Post { author: Some(\"Kustwacht\"), handle: Some(\"@kustwacht\"), date: Some(\"2031-03-09\") }",
                    "> De boot is groot.\n> — Kustwacht (@kustwacht) [9 maart 2031](https://x)",
                ),
                ("Paragraph", "```\ncode\n\n# geen kop\n```"),
                ("Boilerplate", "<!-- weg -->"),
                ("Paragraph", "> Een citaat."),
                ("Paragraph", "- een\n- twee"),
            ],
        );
    }
}
