//! What each code means. `docs/diagnostics.md` is the one source; it is part of the program.

use std::sync::LazyLock;

use super::Severity;

/// What is known about a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// `quote-not-found`
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The first sentence about it in one line, without its full stop.
    pub summary: String,
    /// The whole section in Markdown, from its heading on.
    pub section: &'static str,
}

static EXPLANATIONS: LazyLock<Vec<Explanation>> =
    LazyLock::new(|| read(include_str!("../../docs/diagnostics.md")));

/// Every code in the order of the page.
pub fn codes() -> impl Iterator<Item = &'static str> {
    EXPLANATIONS.iter().map(|explanation| explanation.code)
}

/// The section about a code, in Markdown.
pub fn explain(code: &str) -> Option<&'static str> {
    find(code).map(|explanation| explanation.section)
}

/// What is known about a code.
pub fn find(code: &str) -> Option<&'static Explanation> {
    EXPLANATIONS
        .iter()
        .find(|explanation| explanation.code == code)
}

/// Takes the page apart. A section begins with `## code` and, after an empty line, with `**Error.**`,
/// `**Warning.**` or `**Note.**` and its first sentence; other headings end it.
fn read(page: &'static str) -> Vec<Explanation> {
    let mut starts = Vec::new();
    let (mut at, mut in_example) = (0, false);
    for line in page.split_inclusive('\n') {
        if line.starts_with("```") {
            in_example = !in_example;
        }
        if !in_example && (line.starts_with("# ") || line.starts_with("## ")) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([page.len()]);
    starts
        .iter()
        .zip(ends)
        .filter_map(|(start, end)| one(page[*start..end].trim_end()))
        .collect()
}

fn one(section: &'static str) -> Option<Explanation> {
    let (heading, body) = section.split_once('\n')?;
    let (severity, body) = body.trim_start().strip_prefix("**")?.split_once(".**")?;
    let severity = match severity {
        "Error" => Severity::Error,
        "Warning" => Severity::Warning,
        "Note" => Severity::Note,
        _ => return None,
    };
    let sentence = body.split("\n\n").next()?.trim();
    let end = sentence.find(". ").or(sentence.find(".\n"));
    Some(Explanation {
        code: heading.strip_prefix("## ")?,
        severity,
        summary: sentence[..end.unwrap_or(sentence.len())]
            .trim_end_matches('.')
            .replace('\n', " "),
        section,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heading_of_the_page_is_a_code_with_its_severity() {
        let page = include_str!("../../docs/diagnostics.md");
        let mut in_example = false;
        let headings: Vec<&str> = page
            .lines()
            .filter(|line| {
                in_example ^= line.starts_with("```");
                !in_example
            })
            .filter_map(|line| line.strip_prefix("## "))
            .collect();
        assert_eq!(codes().collect::<Vec<_>>(), headings);
        assert!(headings.len() > 40);
        for code in headings {
            let kebab = code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
            assert!(kebab, "{code}");
            let explanation = find(code).expect(code);
            assert!(
                !explanation.summary.contains('\n'),
                "{code}: {}",
                explanation.summary
            );
            assert!(
                explanation.section.contains("\n```"),
                "{code} has no example"
            );
        }
    }

    #[test]
    fn no_code_is_explained_twice() {
        let mut all: Vec<_> = codes().collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), codes().count());
        assert_eq!(explain("no-such-code"), None);
    }
}
