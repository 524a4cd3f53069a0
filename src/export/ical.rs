//! A calendar with an all-day entry for each event that has a date.
//!
//! Format: RFC 5545. `DTSTART` is the first day that an event may be on and `DTEND`, which is
//! exclusive, the day after the last: an event of "September 2021" fills the month and says in its
//! summary how the date is written. Planned and imprecise events are `TENTATIVE`, cancelled ones
//! `CANCELLED`. Status, who took part, and the quotes with their articles are the description. `UID` is made
//! of the base and the event's id, so that a calendar that is imported again replaces its entries.
//! `DTSTAMP` is the day of making, else 1970-01-01: the same graph gives the same bytes.

use std::io::Write;

use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property, ValueType};
use uuid::Uuid;

use super::occasion::Occasion;
use super::{ExportError, View};
use crate::model::date::Day;

const END: &str = "END:VCALENDAR\r\n";

/// Writes the calendar.
///
/// # Errors
///
/// What the writer says.
pub fn write(view: &View<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut calendar = Calendar::empty();
    calendar
        .append_property(Property::new("VERSION", "2.0"))
        .append_property(Property::new(
            "PRODID",
            concat!("-//kroniek//kroniek ", env!("CARGO_PKG_VERSION"), "//EN"),
        ))
        .append_property(Property::new("CALSCALE", "GREGORIAN"))
        .name(&clean(view, &view.dossier.title));
    // The frame stands around entries that are written one by one.
    let frame = calendar.to_string();
    out.write_all(frame.strip_suffix(END).unwrap_or(&frame).as_bytes())?;
    for occasion in Occasion::all(view) {
        match (basic(occasion.first), basic(Day(occasion.last.0 + 1))) {
            (Some(first), Some(end)) => {
                let event = event(view, &occasion, &first, &end);
                out.write_all(event.to_string().as_bytes())?;
            }
            _ => view.remark("events outside the years 1 to 9999 left out"),
        }
    }
    out.write_all(END.as_bytes())?;
    Ok(out.flush()?)
}

fn event<'d>(view: &View<'d>, occasion: &Occasion<'d>, first: &str, end: &str) -> Event {
    let node = occasion.node;
    let stamp = view.made.and_then(basic);
    let stamp = stamp.unwrap_or_else(|| "19700101".to_owned());
    let iri = format!("{}{}", view.base, view.key(node));
    let date = |name, value: &str| {
        Property::new(name, value)
            .append_parameter(ValueType::Date)
            .done()
    };
    let mut event = Event::new();
    event
        .uid(&Uuid::new_v5(&Uuid::NAMESPACE_URL, iri.as_bytes()).to_string())
        .add_property("DTSTAMP", format!("{stamp}T000000Z"))
        .append_property(date("DTSTART", first))
        .append_property(date("DTEND", end))
        .add_property("TRANSP", "TRANSPARENT");
    let name = view.name(node);
    let exact = occasion.is_exact();
    let summary = if exact || occasion.date.is_empty() {
        name.to_owned()
    } else {
        format!("{name} ({})", occasion.date_in_words(view))
    };
    event.summary(&clean(view, &summary));
    event.status(match node.text("phase") {
        Some("cancelled") => EventStatus::Cancelled,
        Some("planned") => EventStatus::Tentative,
        _ if exact => EventStatus::Confirmed,
        _ => EventStatus::Tentative,
    });
    let mut lines = occasion.lines(view);
    for quote in occasion.quotes(view) {
        lines.push(format!("\n“{}”\n— {}", quote.text, quote.source()));
    }
    event.description(&clean(view, &lines.join("\n")));
    let places: Vec<_> = occasion
        .places(view)
        .into_iter()
        .map(|place| view.name(place))
        .collect();
    if !places.is_empty() {
        event.location(&clean(view, &places.join(", ")));
    }
    event.categories(node.labels().map(|label| clean(view, label)));
    // What programs may want to filter by.
    for (name, value) in [
        ("X-KRONIEK-ID", view.key(node).text().as_ref()),
        ("X-KRONIEK-DATE", occasion.date),
        ("X-KRONIEK-STATUS", node.text("status").unwrap_or_default()),
    ] {
        if !value.is_empty() {
            let text = Property::new(name, clean(view, value))
                .append_parameter(ValueType::Text)
                .done();
            event.append_property(text);
        }
    }
    event
}

/// A day as `20210909`, in the years 1 to 9999.
fn basic(day: Day) -> Option<String> {
    let (year, month, dom) = day.ymd();
    let common = super::columns::is_common(day);
    common.then(|| format!("{year:04}{month:02}{dom:02}"))
}

/// A text of the calendar: line breaks are line feeds, and there are no other control characters than
/// tabs.
fn clean(view: &View<'_>, text: &str) -> String {
    if !text.contains(char::is_control) {
        return text.to_owned();
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept = |char: char| !char.is_control() || matches!(char, '\n' | '\t');
    if text.chars().all(kept) {
        return text;
    }
    view.remark("control characters, which calendars cannot hold, replaced by U+FFFD");
    let chars = text.chars();
    chars
        .map(|char| if kept(char) { char } else { '\u{fffd}' })
        .collect()
}
