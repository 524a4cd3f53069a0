//! A timeline for TimelineJS 3: a title and a slide for each event with a date.
//!
//! Format: <https://timeline.knightlab.com/docs/json-format.html>. A date is a year with perhaps month
//! and day; what it cannot say (`~`, `?`, "some day between", open ends) stands in `display_date`. Texts
//! of slides are HTML: status, who took part, and the quotes with their articles. Events are
//! grouped by type.

use std::fmt::Write as _;
use std::io::Write;

use serde_json::{Map, Value, json};

use super::buffer::Buffer;
use super::occasion::Occasion;
use super::{ExportError, View};
use crate::model::date::{Date, Day};

/// Writes the timeline.
///
/// # Errors
///
/// What the writer says.
pub fn write(view: &View<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut out = Buffer::new(out);
    let title = json!({"text": {
        "headline": html(&view.dossier.title),
        "text": html(view.dossier.description.as_deref().unwrap_or_default()),
    }});
    out.raw(&format!("{{\"title\":{title},\n\"events\":["));
    let mut separator = "\n";
    for occasion in Occasion::all(view) {
        out.raw(separator);
        out.raw(&slide(view, &occasion).to_string());
        separator = ",\n";
        out.relieve()?;
    }
    if separator == "\n" {
        view.remark("TimelineJS shows no timeline without events");
    }
    out.raw("\n]}\n");
    Ok(out.finish()?)
}

fn slide<'d>(view: &View<'d>, occasion: &Occasion<'d>) -> Value {
    let mut slide = Map::new();
    let begin = occasion.edtf.and_then(|edtf| edtf.begin().or(edtf.end()));
    let end = occasion
        .edtf
        .and_then(|edtf| edtf.end().filter(|_| edtf.begin().is_some()));
    slide.insert("start_date".to_owned(), date(begin, occasion.first));
    if occasion.first != occasion.last && (begin != end || begin.is_none()) {
        slide.insert("end_date".to_owned(), date(end, occasion.last));
    }
    if !occasion.is_exact() {
        slide.insert(
            "display_date".to_owned(),
            occasion.date_in_words(view).into(),
        );
    }
    let mut text = String::new();
    for line in occasion.lines(view) {
        let _ = write!(text, "<p>{}</p>", html(&line));
    }
    let places: Vec<_> = occasion
        .places(view)
        .into_iter()
        .map(|place| view.name(place))
        .collect();
    if !places.is_empty() {
        let places = format!("Where: {}", places.join(", "));
        let _ = write!(text, "<p>{}</p>", html(&places));
    }
    for quote in occasion.quotes(view) {
        let (words, source) = (html(quote.text), html(&quote.source()));
        let _ = write!(text, "<blockquote>{words}<br>— {source}</blockquote>");
    }
    slide.insert(
        "text".to_owned(),
        json!({"headline": html(view.name(occasion.node)), "text": text}),
    );
    slide.insert("group".to_owned(), occasion.kind().into());
    slide.insert(
        "unique_id".to_owned(),
        view.key(occasion.node).text().into(),
    );
    // Names and quotes are no links.
    slide.insert("autolink".to_owned(), false.into());
    Value::Object(slide)
}

/// A date as exactly as it is given; a day where it cannot be read.
fn date(date: Option<Date>, day: Day) -> Value {
    let Some(date) = date else {
        let (year, month, day) = day.ymd();
        return json!({"year": year, "month": month, "day": day});
    };
    let mut parts = Map::new();
    parts.insert("year".to_owned(), date.year().into());
    if let Some(month) = date.month() {
        parts.insert("month".to_owned(), month.into());
    }
    if let Some(day) = date.day() {
        parts.insert("day".to_owned(), day.into());
    }
    Value::Object(parts)
}

/// A text as HTML that shows it.
fn html(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            char => html.push(char),
        }
    }
    html
}
