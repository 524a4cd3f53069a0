//! HTML pages: the text of the page, the article's own apart from all around it.
//!
//! Every text of a page's body is kept: what is no part of the article is boilerplate. Scripts,
//! styles, templates and the page's head are no text. White space is folded as a browser does;
//! blocks are a blank line apart.

mod walk;

use std::collections::HashSet;

use dom_smoothie::Readability;

use self::walk::{Place, Run, Section};
use super::blocks::{Piece, tile};
use super::{ArticleProblem, BlockKind, Draft, boilerplate, caption, dates, language, post};

/// Larger pages are refused, in bytes.
const LARGEST: usize = 32 << 20;

/// Pages with more tags and entities than this are refused: finding the article in them takes too
/// long.
const MOST_MARKS: usize = 400_000;

/// Elements within elements beyond this are refused: nobody writes so, and every step of the way
/// through such a page takes time in proportion to its depth.
const DEEPEST: usize = 400;

/// The attribute that elements with text are numbered by, to find them again.
const NUMBER: &str = "data-kroniek-element";

/// Reads a page; nothing with a problem if it is too large or too deep.
pub(super) fn read(source: &str, problems: &mut Vec<ArticleProblem>) -> Option<Draft> {
    let marks = source
        .bytes()
        .filter(|byte| matches!(byte, b'<' | b'&'))
        .count();
    if source.len() > LARGEST || marks > MOST_MARKS {
        let message = if marks > MOST_MARKS {
            format!("the page has {marks} tags and entities, more than {MOST_MARKS}")
        } else {
            format!("the page has {} bytes, more than {LARGEST}", source.len())
        };
        problems.push(
            ArticleProblem::error("article-too-large", 0..0, message)
                .help("save the article's text as a `.txt` file instead"),
        );
        return None;
    }
    if let Some(at) = too_deep(source) {
        let message = format!("elements stand more than {DEEPEST} deep in each other");
        problems.push(
            ArticleProblem::error("article-unreadable", at..at + 1, message)
                .help("close what is left open, or save the article's text as a `.txt` file"),
        );
        return None;
    }
    let mut page = Readability::from(source);
    let (runs, sections) = walk::texts(&page);
    let language = page.doc.select_single("html").attr("lang");
    let address = [
        page.doc.select_single("link[rel=canonical]").attr("href"),
        page.doc
            .select_single("meta[property='og:url']")
            .attr("content"),
    ];
    let address = address
        .into_iter()
        .flatten()
        .map(|url| url.trim().to_owned())
        .next();
    let metadata = page.get_article_metadata(page.parse_json_ld());
    let article = page.parse().ok();
    // A page that is too short for its article to be found is all article.
    let kept = article
        .map(|article| numbers(&article.content))
        .filter(|kept| {
            runs.iter()
                .any(|run| kept.contains(&run.element) && !run.text.trim().is_empty())
        });
    let title = Some(metadata.title.trim().to_owned()).filter(|title| !title.is_empty());

    let mut draft = Draft {
        published: metadata.published_time.as_deref().and_then(dates::edtf),
        publisher: metadata.site_name.map(|name| name.trim().to_owned()),
        language: language.as_deref().and_then(language::of_tag),
        url: metadata.url.map(|url| url.trim().to_owned()).or(address),
        ..Draft::default()
    };
    draft.publisher = draft.publisher.filter(|name| !name.is_empty());
    draft.url = draft.url.filter(|url| !url.is_empty());
    let mut pieces: Vec<Piece> = Vec::new();
    let mut headline = None;
    // The quotation that is being read, and its first piece.
    let mut quotation = (None, 0);
    for section in sections {
        let section_runs = &runs[section.runs.clone()];
        let text = walk::text_of(section_runs, section.preserves);
        if text.is_empty() {
            continue;
        }
        if !draft.text.is_empty() {
            draft.text.push_str("\n\n");
        }
        let start = draft.text.len();
        draft.text.push_str(&text);
        let is_article = is_article(&section, section_runs, kept.as_ref());
        let is_title = headline.is_none() && is_title(&section, &text, title.as_deref());
        if is_title {
            headline = Some(text.clone());
        }
        if section.quotation != quotation.0 {
            quotation = (section.quotation, pieces.len());
        }
        let kind = if is_title {
            BlockKind::Heading(1)
        } else {
            kind(&section, &text, is_article)
        };
        let mut range = start..draft.text.len();
        if section.quotation.is_some() && matches!(kind, BlockKind::Post { .. }) {
            // The signature is the end of the post that it signs.
            range.start = pieces
                .get(quotation.1)
                .map_or(range.start, |first| first.range.start);
            pieces.truncate(quotation.1);
        }
        pieces.push(Piece { kind, range });
    }
    draft.title = headline.or(title);
    draft.blocks = tile(&draft.text, pieces);
    Some(draft)
}

/// Where elements are nested too deep, judged by the tags alone: one that needs no end is not
/// counted.
fn too_deep(source: &str) -> Option<usize> {
    let bytes = source.as_bytes();
    let mut depth = 0_usize;
    for (at, _) in source.match_indices('<') {
        let closes = bytes.get(at + 1) == Some(&b'/');
        let name = &source[at + 1 + usize::from(closes)..];
        let end = name
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(name.len());
        if end == 0
            || !name.starts_with(|c: char| c.is_ascii_alphabetic())
            || !walk::nests(&name[..end])
        {
            continue;
        }
        if closes {
            depth = depth.saturating_sub(1);
        } else {
            depth += 1;
        }
        if depth > DEEPEST {
            return Some(at);
        }
    }
    None
}

/// The numbers of elements in a piece of HTML.
fn numbers(html: &str) -> HashSet<usize> {
    let mark = format!("{NUMBER}=\"");
    html.match_indices(&mark)
        .filter_map(|(at, _)| {
            let rest = &html[at + mark.len()..];
            rest[..rest.find('"')?].parse().ok()
        })
        .collect()
}

/// Whether a section is part of the article: most of its text was found to be.
fn is_article(section: &Section, runs: &[Run], kept: Option<&HashSet<usize>>) -> bool {
    let Some(kept) = kept else {
        return section.place != Place::Around;
    };
    let (mut inside, mut all) = (0, 0);
    for run in runs {
        let len = run.text.trim().len();
        all += len;
        if kept.contains(&run.element) {
            inside += len;
        }
    }
    inside * 2 >= all
}

/// Whether a heading is the page's title, which is often left out of what is found to be the
/// article.
fn is_title(section: &Section, text: &str, title: Option<&str>) -> bool {
    let heading = section.tag == "h1" || section.tag == "h2";
    let same = title.is_some_and(|title| {
        let (title, text) = (crate::text::fold(title), crate::text::fold(text));
        !text.is_empty() && (title == text || title.starts_with(&text) || text.starts_with(&title))
    });
    heading && section.place != Place::Around && (same || (section.tag == "h1" && title.is_none()))
}

fn kind(section: &Section, text: &str, is_article: bool) -> BlockKind {
    let in_article = is_article || section.place == Place::Article;
    if let Some(post) = post::signature(text).filter(|_| in_article) {
        return post;
    }
    if section.is_caption && in_article {
        let credit = match caption::caption(text) {
            Some(BlockKind::Caption { credit }) => credit,
            _ => None,
        };
        return BlockKind::Caption { credit };
    }
    if !is_article || boilerplate::likeness(text) == boilerplate::Likeness::Label {
        return BlockKind::Boilerplate;
    }
    match section.tag.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => BlockKind::Heading((level - b'0').max(2)),
        _ => caption::caption(text).unwrap_or(BlockKind::Paragraph),
    }
}
