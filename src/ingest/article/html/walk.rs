//! The texts of a page in the order of the document.

use std::ops::Range;

use dom_smoothie::Readability;

use super::NUMBER;

/// A piece of text as it stands in the page.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) text: String,
    /// The number of the element that it stands in.
    pub(super) element: usize,
}

/// Where a section stands, by the elements around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a menu, footer, form and the like.
    Around,
    /// In an element that is said to be the article.
    Article,
    /// Neither.
    Page,
}

/// Texts that make one block.
#[derive(Debug, Clone)]
pub(super) struct Section {
    pub(super) runs: Range<usize>,
    /// The element that makes it a block.
    pub(super) tag: String,
    /// Whether line breaks and spaces stay as they are.
    pub(super) preserves: bool,
    pub(super) place: Place,
    pub(super) is_caption: bool,
    /// The number of the quotation that it stands in.
    pub(super) quotation: Option<usize>,
}

/// Numbers every element that has text of its own, and returns all texts and how they make blocks.
pub(super) fn texts(page: &Readability) -> (Vec<Run>, Vec<Section>) {
    let mut runs: Vec<Run> = Vec::new();
    let mut sections: Vec<Section> = Vec::new();
    // What holds for the elements that are open, innermost last.
    let mut open = vec![Section {
        runs: 0..0,
        tag: "body".to_owned(),
        preserves: false,
        place: Place::Page,
        is_caption: false,
        quotation: None,
    }];
    let mut elements = 0;
    let mut quotations = 0;
    let Some(body) = page.doc.body() else {
        return (runs, sections);
    };
    let mut close = |open: &Section, runs: &[Run], sections: &mut Vec<Section>| {
        let from = sections
            .last()
            .map_or(0, |section: &Section| section.runs.end);
        if from < runs.len() {
            sections.push(Section {
                runs: from..runs.len(),
                ..open.clone()
            });
        }
    };
    let mut node = body;
    'walk: loop {
        let mut entered = false;
        if node.is_text() {
            let text = node.text();
            if let Some(parent) = node.parent().filter(|_| !text.is_empty()) {
                let known = parent.attr(NUMBER).and_then(|number| number.parse().ok());
                let number = known.unwrap_or_else(|| {
                    elements += 1;
                    parent.set_attr(NUMBER, &elements.to_string());
                    elements
                });
                runs.push(Run {
                    text: text.to_string(),
                    element: number,
                });
            }
        } else if node.is_element() && node.id != body.id {
            let name = node.node_name().unwrap_or_default().to_ascii_lowercase();
            let outer = &open[open.len() - 1];
            if name == "br" {
                runs.push(Run {
                    text: "\u{2028}".to_owned(),
                    element: runs.last().map_or(0, |run| run.element),
                });
            } else if !is_silent(&name) {
                entered = true;
                let block = is_block(&name);
                let role = node.attr("role").unwrap_or_default();
                quotations += usize::from(name == "blockquote");
                let inner = Section {
                    quotation: if name == "blockquote" {
                        Some(quotations)
                    } else {
                        outer.quotation
                    },
                    runs: 0..0,
                    preserves: outer.preserves || matches!(name.as_str(), "pre" | "textarea"),
                    place: if is_around(&name, &role) {
                        Place::Around
                    } else if outer.place == Place::Page
                        && matches!(name.as_str(), "article" | "main")
                    {
                        Place::Article
                    } else {
                        outer.place
                    },
                    is_caption: outer.is_caption || name == "figcaption",
                    tag: if block && !is_wrapper(&name, &outer.tag) {
                        name
                    } else {
                        outer.tag.clone()
                    },
                };
                if block {
                    close(outer, &runs, &mut sections);
                }
                open.push(inner);
            }
        }
        let within = node.id == body.id || entered;
        if within && let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        if entered {
            leave(
                &node.node_name().unwrap_or_default(),
                &mut open,
                &runs,
                &mut sections,
                &mut close,
            );
        }
        loop {
            if node.id == body.id {
                break 'walk;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else {
                break 'walk;
            };
            node = parent;
            if node.id == body.id {
                break 'walk;
            }
            leave(
                &node.node_name().unwrap_or_default(),
                &mut open,
                &runs,
                &mut sections,
                &mut close,
            );
        }
    }
    close(&open[0], &runs, &mut sections);
    (runs, sections)
}

/// Ends an element: a block ends its section.
fn leave(
    name: &str,
    open: &mut Vec<Section>,
    runs: &[Run],
    sections: &mut Vec<Section>,
    close: &mut impl FnMut(&Section, &[Run], &mut Vec<Section>),
) {
    if open.len() > 1
        && let Some(section) = open.pop()
        && is_block(&name.to_ascii_lowercase())
    {
        close(&section, runs, sections);
    }
}

/// The text of a section with white space folded, or as it is; `<br>` is a line break.
pub(super) fn text_of(runs: &[Run], preserves: bool) -> String {
    let mut text = String::new();
    for run in runs {
        if preserves {
            text.push_str(&run.text.replace('\u{2028}', "\n"));
            continue;
        }
        for c in run.text.chars() {
            match c {
                '\u{2028}' => {
                    text.truncate(text.trim_end_matches(' ').len());
                    text.push('\n');
                }
                ' ' | '\t' | '\n' | '\r' | '\u{c}' => {
                    if !text.is_empty() && !text.ends_with([' ', '\n']) {
                        text.push(' ');
                    }
                }
                _ => text.push(c),
            }
        }
    }
    text.trim_matches(|c: char| c.is_whitespace()).to_owned()
}

/// Holds no text to read.
fn is_silent(name: &str) -> bool {
    matches!(
        name,
        "script" | "style" | "template" | "noscript" | "svg" | "head" | "iframe" | "object"
    )
}

/// Begins a block.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "button"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "option"
            | "p"
            | "pre"
            | "section"
            | "select"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "textarea"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "video"
            | "audio"
    )
}

/// Whether a block within a heading leaves it one: `<h2><div>…</div></h2>`.
fn is_wrapper(name: &str, outer: &str) -> bool {
    matches!(name, "div" | "p" | "section")
        && matches!(outer, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// Surrounds articles.
fn is_around(name: &str, role: &str) -> bool {
    matches!(
        name,
        "nav" | "footer" | "aside" | "form" | "button" | "dialog" | "select" | "menu"
    ) || matches!(
        role,
        "navigation" | "banner" | "contentinfo" | "search" | "complementary" | "dialog" | "alert"
    )
}

/// Whether elements of this name stay open until they are closed, so that they can be nested.
pub(super) fn nests(name: &str) -> bool {
    !matches!(
        name.to_ascii_lowercase().as_str(),
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
            | "p"
            | "li"
            | "dt"
            | "dd"
            | "option"
            | "optgroup"
            | "tr"
            | "td"
            | "th"
            | "thead"
            | "tbody"
            | "tfoot"
            | "colgroup"
            | "rt"
            | "rp"
            | "html"
            | "head"
            | "body"
    )
}
