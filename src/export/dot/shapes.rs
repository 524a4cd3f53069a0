//! How nodes look in every style: shape by kind, colour by side, the line by status.

use unicode_width::UnicodeWidthStr as _;

use super::write::{Attributes, Lines};
use crate::draw::labels::{Words, fill};
use crate::draw::story::{Agreement, Event, Manner, Shape, Story};
use crate::draw::style::{Colour, GREY, INK, PAPER, RED, SIDES};

/// Columns after which a label is broken, at a space.
const WIDTH: usize = 30;

/// The text in lines of at most some columns, broken at spaces; a longer word stays whole.
pub(super) fn wrap(text: &str, columns: usize) -> String {
    let mut lines = String::with_capacity(text.len());
    let mut used = 0;
    for word in text.split_whitespace() {
        let width = word.width();
        if used > 0 {
            let fits = used + 1 + width <= columns;
            lines.push(if fits { ' ' } else { '\n' });
            used = if fits { used + 1 } else { 0 };
        }
        lines.push_str(word);
        used += width;
    }
    lines
}

/// Lines of a label, those that say nothing left out.
fn lines<T: AsRef<str>>(parts: impl IntoIterator<Item = T>) -> String {
    let parts = parts.into_iter().map(|part| wrap(part.as_ref(), WIDTH));
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    parts.join("\n")
}

/// An actor.
pub(super) fn actor(name: &str, shape: Shape, colour: Colour) -> Attributes {
    let base = Attributes::new()
        .with("label", &lines([name]))
        .with("color", colour.line);
    match shape {
        Shape::Person => base
            .with("style", "rounded,filled")
            .with("fillcolor", colour.tint),
        Shape::Group => base
            .with("style", "filled")
            .with("fillcolor", colour.tint)
            .with("peripheries", "2"),
        Shape::Organization => base.with("style", "filled").with("fillcolor", colour.tint),
        // As in our own pictures: text on the third colour reads badly.
        Shape::State if colour == SIDES[2] => base
            .with("style", "filled")
            .with("fillcolor", colour.tint)
            .with("penwidth", "2"),
        Shape::State => base
            .with("style", "filled")
            .with("fillcolor", colour.line)
            .with("fontcolor", colour.text),
    }
}

/// What stands under an event's name: whether it happened, its figures.
fn details(event: &Event<'_>, words: &Words) -> String {
    let manner = match event.manner {
        Manner::Planned => Some(words.planned.to_owned()),
        Manner::Cancelled => Some(words.cancelled.to_owned()),
        Manner::Claimed if event.claimed_by.is_empty() => Some(words.legend.claimed.to_owned()),
        Manner::Claimed => Some(fill(words.says, &[&words.list(&event.claimed_by)])),
        Manner::Told => None,
    };
    let parts: Vec<String> = manner
        .into_iter()
        .chain(event.figures.iter().cloned())
        .collect();
    parts.join(" · ")
}

/// An event: date, name, details, disputes, and what a style adds.
pub(super) fn event(
    story: &Story<'_>,
    event: &Event<'_>,
    dated: bool,
    more: &[String],
) -> Attributes {
    let date = event
        .when
        .filter(|_| dated)
        .map(|when| when.label(story.words, None));
    let disputes = event.disputes.iter().map(|one| format!("≠ {}", one.text));
    let label = lines(
        date.into_iter()
            .chain([event.name.to_owned(), details(event, story.words)])
            .chain(more.iter().cloned())
            .chain(disputes),
    );
    let style = match event.manner {
        Manner::Told => "rounded,filled",
        Manner::Planned | Manner::Cancelled => "rounded,filled,dashed",
        Manner::Claimed => "rounded,filled,dotted",
    };
    let base = Attributes::new()
        .with("label", &label)
        .with("style", style)
        .with("fillcolor", PAPER)
        .with("tooltip", &story.event_tip(event));
    if event.disputes.is_empty() {
        base
    } else {
        base.with("color", RED).with("penwidth", "2")
    }
}

/// What is said of an agreement on a sheet: its name, then stage and figures, indented.
pub(super) fn agreement_lines(story: &Story<'_>, agreement: &Agreement<'_>) -> Vec<String> {
    let stage = story.stage(agreement.stage).map(str::to_owned);
    let details: Vec<String> = stage
        .into_iter()
        .chain(agreement.figures.iter().cloned())
        .collect();
    let disputes = agreement
        .disputes
        .iter()
        .map(|one| format!("≠ {}", one.text));
    [agreement.name.to_owned()]
        .into_iter()
        .chain(
            Some(details.join(" · "))
                .filter(|details| !details.is_empty())
                .into_iter()
                .chain(disputes)
                .map(|line| format!("    {line}")),
        )
        .collect()
}

/// A sheet with a folded corner that has these lines.
pub(super) fn sheet(lines: &[String], tooltip: &str, disputed: bool) -> Attributes {
    // The indents of the lines are kept: each is broken by itself.
    let broken: Vec<String> = lines
        .iter()
        .map(|line| {
            let indent = &line[..line.len() - line.trim_start().len()];
            let text = wrap(line, WIDTH + 8);
            let parts: Vec<String> = text
                .split('\n')
                .map(|part| format!("{indent}{part}"))
                .collect();
            parts.join("\n")
        })
        .collect();
    let base = Attributes::new()
        .with_lines("label", &broken.join("\n"), Lines::Left)
        .with("shape", "note")
        .with("style", "filled")
        .with("fillcolor", "#FAFAFA")
        .with("tooltip", tooltip);
    if disputed {
        base.with("color", RED).with("penwidth", "2")
    } else {
        base
    }
}

/// A saying: no box, and italics if Graphviz finds the face.
pub(super) fn saying(says: &str, tooltip: &str) -> Attributes {
    Attributes::new()
        .with("label", &wrap(says, WIDTH + 10))
        .with("shape", "underline")
        .with("fontname", "Noto Sans Italic,Arial Italic")
        .with("fontsize", "8")
        .with("color", GREY)
        .with("tooltip", tooltip)
}

/// A place.
pub(super) fn place(name: &str, tooltip: &str) -> Attributes {
    Attributes::new()
        .with("label", &lines([name]))
        .with("shape", "ellipse")
        .with("color", GREY)
        .with("tooltip", tooltip)
}

/// An article.
pub(super) fn article(id: &str, title: &str) -> Attributes {
    Attributes::new()
        .with("label", &lines([id, title]))
        .with("shape", "tab")
        .with("fontsize", "8")
        .with("color", GREY)
        .with("tooltip", title)
}

/// Anything else.
pub(super) fn other(name: &str, labels: &str) -> Attributes {
    Attributes::new()
        .with("label", &lines([name, labels]))
        .with("color", INK)
        .with("tooltip", labels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_break_at_spaces_only() {
        assert_eq!(wrap("a bc  def\nghij", 5), "a bc\ndef\nghij");
        assert_eq!(wrap("abcdefgh i", 3), "abcdefgh\ni");
        assert_eq!(wrap(" \n", 5), "");
    }

    #[test]
    fn wide_characters_count_twice() {
        assert_eq!(wrap("北京 北京", 6), "北京\n北京");
    }
}
