//! JSON Lines: an article a line; and JSON: a file that is one article.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use serde_json::Value;

use super::markdown::date_problem;
use super::{ArticleProblem, Draft, Line, dates, language, plain};

/// A line's keys; others are left alone.
#[derive(Debug, Deserialize)]
struct Record {
    id: Option<Value>,
    text: Option<Value>,
    title: Option<String>,
    date: Option<Value>,
    published: Option<Value>,
    publisher: Option<String>,
    language: Option<String>,
    url: Option<String>,
}

/// What an article's object has.
const KEYS: &str = "`text`, and perhaps `id`, `title`, `date`, `publisher`, `language` and `url`";

/// Reads a `.json` file: one object, over as many lines as it likes, or JSON Lines.
pub(super) fn read_one_or_lines(
    source: &str,
    stem: &str,
    problems: &mut Vec<ArticleProblem>,
) -> Vec<Draft> {
    let is_object = |text: &str| matches!(serde_json::from_str(text), Ok(Value::Object(_)));
    let content = source.trim();
    let start = source.len() - source.trim_start().len();
    let range = start..start + content.len();
    if is_object(content) {
        let draft = article(source, range, stem, problems);
        return draft.into_iter().collect();
    }
    if content.lines().next().is_some_and(is_object) {
        return read(source, stem, problems);
    }
    let message = "the file is neither one object nor one object a line";
    let help = format!("each object is an article, with {KEYS}");
    problems.push(ArticleProblem::error("article-json", range, message).help(help));
    Vec::new()
}

/// Reads every line; one that is wrong is an error, and the others are read all the same.
pub(super) fn read(source: &str, stem: &str, problems: &mut Vec<ArticleProblem>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    // The line where each id stands first.
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    let mut start = 0;
    for (number, line) in (1..).zip(source.split_inclusive('\n')) {
        let content = line.trim();
        let at = start + (line.len() - line.trim_start().len());
        start += line.len();
        if content.is_empty() {
            continue;
        }
        let range = at..at + content.len();
        let unnamed = format!("{stem}-{number}");
        let Some(draft) = article(source, range.clone(), &unnamed, problems) else {
            continue;
        };
        let id = draft.line.as_ref().map_or(unnamed, |line| line.id.clone());
        if let Some(first) = lines.get(&id) {
            let message =
                format!("a second article has the id `{id}`, the first is in line {first}");
            problems.push(
                ArticleProblem::error("id-conflict", range, message)
                    .help("an article's id is the `id` of its line: change one"),
            );
            continue;
        }
        lines.insert(id, number);
        drafts.push(draft);
    }
    drafts
}

/// The article that an object is; `unnamed` is its id if it has none.
fn article(
    source: &str,
    range: Range<usize>,
    unnamed: &str,
    problems: &mut Vec<ArticleProblem>,
) -> Option<Draft> {
    let mut wrong = |message: &str| {
        let help = format!("each line is an object with {KEYS}");
        problems.push(ArticleProblem::error("article-json", range.clone(), message).help(help));
    };
    let content = &source[range.clone()];
    let record: Record = match serde_json::from_str(content) {
        Ok(record) => record,
        Err(error) => {
            let error = error.to_string();
            let what = match serde_json::from_str(content) {
                Ok(Value::Object(_)) | Err(_) => error.split(" at line ").next().unwrap_or(&error),
                Ok(_) => "it is no object",
            };
            wrong(&format!("this is not an article: {what}"));
            return None;
        }
    };
    let Some(Value::String(text)) = record.text else {
        wrong("this article has no `text`");
        return None;
    };
    let id = match record.id {
        Some(Value::String(id)) if !id.trim().is_empty() => id.trim().to_owned(),
        Some(Value::Number(id)) => id.to_string(),
        None | Some(Value::Null) => unnamed.to_owned(),
        Some(_) => {
            wrong("an `id` is text or a number");
            return None;
        }
    };
    let mut draft = plain::read(text);
    draft.line = Some(Line {
        id,
        range: range.clone(),
    });
    let date = match record.published.or(record.date) {
        Some(Value::String(date)) => Some(date.trim().to_owned()),
        Some(Value::Number(year)) => Some(year.to_string()),
        _ => None,
    };
    if let Some(date) = date.filter(|date| !date.is_empty()) {
        match dates::edtf(&date) {
            Some(date) => draft.published = Some(date),
            None => problems.push(date_problem(source, range, &date)),
        }
    }
    let filled = |value: Option<String>| value.filter(|value| !value.trim().is_empty());
    draft.title = filled(record.title).or(draft.title);
    draft.publisher = filled(record.publisher);
    draft.language = record.language.as_deref().and_then(language::of_tag);
    draft.url = filled(record.url);
    Some(draft)
}

#[cfg(test)]
mod tests {
    use super::super::read;

    fn check(source: &str, ids: &[&str], codes: &[&str]) {
        let reading = read("seeds/news.jsonl", "news", "jsonl", source.as_bytes());
        let found: Vec<_> = reading.articles.iter().map(|a| a.id.as_str()).collect();
        assert_eq!(found, ids, "{source}");
        let found: Vec<_> = reading.problems.iter().map(|p| p.code).collect();
        assert_eq!(found, codes, "{source}");
    }

    #[test]
    fn every_line_is_an_article() {
        check(
            "{\"text\": \"Een zin.\"}\r\n\n{\"id\": \"x\", \"text\": \"Nog een.\"}\n{\"id\": 7, \"text\": \"Drie.\", \"other\": [1]}",
            &["news-1", "x", "7"],
            &[],
        );
    }

    #[test]
    fn a_wrong_line_does_not_hide_the_others() {
        check(
            "{\"text\": \"Een.\"}\n{\"text\": \n{\"title\": \"x\"}\n[]\n{\"text\": 3}\n{\"text\": \" \"}\n{\"id\": [], \"text\": \"a\"}\n{\"text\": \"Twee.\"}",
            &["news-1", "news-8"],
            &[
                "article-json",
                "article-json",
                "article-json",
                "article-json",
                "article-empty",
                "article-json",
            ],
        );
    }

    #[test]
    fn an_id_that_stands_twice_is_an_error_at_its_second_line() {
        let source = "{\"id\": \"x\", \"text\": \"Een.\"}\n{\"id\": \"x\", \"text\": \"Twee.\"}\n";
        check(source, &["x"], &["id-conflict"]);
        let reading = read("n.jsonl", "n", "jsonl", source.as_bytes());
        let problem = &reading.problems[0];
        assert_eq!(
            &source[problem.range.clone()],
            "{\"id\": \"x\", \"text\": \"Twee.\"}"
        );
    }

    #[test]
    fn a_json_file_is_one_object_or_one_a_line() {
        for (source, ids, codes) in [
            ("{\n  \"text\": \"Een.\"\n}\n", &["news"][..], &[][..]),
            ("{\"id\": \"x\", \"text\": \"Een.\"}", &["x"], &[]),
            (
                "{\"text\": \"Een.\"}\n{\"text\": \"Twee.\"}\n",
                &["news-1", "news-2"],
                &[],
            ),
            ("[\n{\"text\": \"Een.\"}\n]\n", &[], &["article-json"]),
            ("{\n  \"text\": \"Een.\n}\n", &[], &["article-json"]),
            ("Een zin.\nNog een.", &[], &["article-json"]),
        ] {
            let reading = read("seeds/news.json", "news", "json", source.as_bytes());
            let found: Vec<_> = reading.articles.iter().map(|a| a.id.as_str()).collect();
            assert_eq!(found, ids, "{source}");
            let found: Vec<_> = reading.problems.iter().map(|p| p.code).collect();
            assert_eq!(found, codes, "{source}");
        }
    }

    #[test]
    fn the_keys_describe_the_article() {
        let line = "{\"text\": \"Regel\\r\\néén.\", \"title\": \"T\", \"date\": \"2021-09-09T10:00Z\", \"publisher\": \"P\", \"url\": \"u\", \"language\": \"nl-BE\"}";
        let reading = read("n.jsonl", "n", "JSONL", format!("{line}\r\n").as_bytes());
        let article = &reading.articles[0];
        assert_eq!(article.text, "Regel\r\néén.");
        assert_eq!(article.title.as_deref(), Some("T"));
        assert_eq!(article.published.as_deref(), Some("2021-09-09"));
        assert_eq!(article.publisher.as_deref(), Some("P"));
        assert_eq!(article.language.as_deref(), Some("nl"));
        assert_eq!(article.url.as_deref(), Some("u"));
        assert_eq!(
            article.sha256,
            read("x", "x", "txt", line.as_bytes()).articles[0].sha256
        );
    }

    #[test]
    fn a_wrong_date_is_a_warning_where_it_stands() {
        let reading = read(
            "n.jsonl",
            "n",
            "jsonl",
            b"{\"text\": \"a\", \"date\": \"ooit\"}",
        );
        assert_eq!(reading.articles.len(), 1);
        let problem = &reading.problems[0];
        assert_eq!(
            (problem.code, &reading.source[problem.range.clone()]),
            ("article-date", "ooit")
        );
    }
}
