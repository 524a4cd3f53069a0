//! Draws the laid-out picture of the actors.

use std::collections::BTreeSet;

use super::content::{Content, Edge};
use super::course::Course;
use super::layout::{Layout, line_width};
use super::place::Text;
use super::words::{ActorsWords, label};
use crate::draw::font;
use crate::draw::labels::Words;
use crate::draw::marks;
use crate::draw::portrait::shape_word;
use crate::draw::sheet::Entry;
use crate::draw::story::{Manner, Shape, Story};
use crate::draw::style::{INK, OTHERS, PAPER};
use crate::draw::svg::{Anchor, Canvas, Paint, Path, TextStyle};

/// A line for one thing, and for more.
const ONE: &str = "#6B6B6B";
const MORE: &str = "#4A4A4A";

/// Draws curves, boxes, heads and labels.
pub(super) fn paint(
    canvas: &mut Canvas,
    story: &Story<'_>,
    content: &Content,
    layout: &Layout,
    labels: &[Vec<Text>],
) {
    // Thin lines on top of thick ones.
    let mut order: Vec<usize> = (0..content.edges.len()).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(content.edges[at].weight()), at));
    for &at in &order {
        let edge = &content.edges[at];
        canvas.with_tip(&edge_tip(story, content, edge), |canvas| {
            line(canvas, &layout.courses[at], edge, layout.scale);
        });
    }
    for (at, (portrait, frame)) in layout.actors.iter().enumerate() {
        let tip = actor_tip(story, content.actors[at]);
        canvas.with_tip(&tip, |canvas| portrait.draw(canvas, *frame));
    }
    for &at in &order {
        let edge = &content.edges[at];
        let course = &layout.courses[at];
        let size = head_size(edge.weight(), layout.scale);
        if edge.heads[0] {
            marks::arrow_head(canvas, course.from(), course.direction(true), size, INK);
        }
        if edge.heads[1] {
            marks::arrow_head(canvas, course.to(), course.direction(false), size, INK);
        }
    }
    for lines in labels {
        if let [text] = lines.as_slice() {
            // A label on its line: no line shows between its words.
            let width = font::width(&font::displayable(&text.says), text.face, text.size);
            let height = text.size * font::CAP_HEIGHT;
            let (x, y) = (text.at.0 - width / 2.0, text.at.1 - height);
            canvas.rect(x, y, width, height, 0.0, Paint::fill(PAPER));
        }
        for text in lines {
            let style = TextStyle::new(text.face, text.size)
                .anchor(Anchor::Middle)
                .halo();
            canvas.text(text.at.0, text.at.1, &text.says, style);
        }
    }
}

fn head_size(weight: usize, scale: f64) -> f64 {
    (7.0 + line_width(weight) * 0.6) * scale
}

fn dash(manner: Manner) -> &'static str {
    match manner {
        Manner::Told => "",
        Manner::Planned | Manner::Cancelled => "1.2 2.4",
        Manner::Claimed => "3.8 2.6",
    }
}

fn line(canvas: &mut Canvas, course: &Course, edge: &Edge, scale: f64) {
    let weight = edge.weight();
    let back = head_size(weight, scale) * 0.75;
    // A line ends inside its arrow head, or a thick one would stick out.
    let pulled = |tip: (f64, f64), direction: f64, pull: bool| {
        if pull {
            (
                tip.0 - direction.cos() * back,
                tip.1 - direction.sin() * back,
            )
        } else {
            tip
        }
    };
    let from = pulled(course.from(), course.direction(true), edge.heads[0]);
    let to = pulled(course.to(), course.direction(false), edge.heads[1]);
    let colour = if weight > 1 { MORE } else { ONE };
    let paint = Paint::stroke(colour, line_width(weight) * scale);
    let paint = match dash(edge.manner) {
        "" => paint,
        dash => paint.dashed(dash),
    };
    let mut path = Path::at(from.0, from.1);
    let pieces = course.pieces();
    for (at, piece) in pieces.iter().enumerate() {
        let end = if at + 1 == pieces.len() { to } else { piece.to };
        path = path.curve(piece.control1, piece.control2, end);
    }
    canvas.path(&path, paint);
}

fn actor_tip(story: &Story<'_>, actor: usize) -> String {
    let told = &story.actors[actor];
    let mut lines = vec![told.name.to_owned()];
    lines.extend(told.node.text("description").map(str::to_owned));
    lines.extend(told.events.iter().map(|&event| dated(story, event)));
    lines.extend(
        told.agreements
            .iter()
            .map(|&agreement| story.agreements[agreement].name.to_owned()),
    );
    lines.join("\n")
}

fn dated(story: &Story<'_>, event: usize) -> String {
    let event = &story.events[event];
    match event.when {
        Some(when) => format!("{} {}", when.label(story.words, None), event.name),
        None => event.name.to_owned(),
    }
}

/// The two actors, what they share, and the article's words on each event.
pub(crate) fn edge_tip(story: &Story<'_>, content: &Content, edge: &Edge) -> String {
    let [a, b] = edge.ends.map(|end| &story.actors[content.actors[end]]);
    let label = label(story, edge);
    let mut lines = vec![
        format!("{} – {}", a.name, b.name),
        format!("{} {}", label.what, label.years).trim().to_owned(),
    ];
    for &event in &edge.events {
        lines.push(dated(story, event));
        let node = story.events[event].node;
        let mut quotes: Vec<(&str, &str)> = node
            .incoming()
            .filter(|part| part.kind() == "INVOLVED_IN")
            .filter(|part| [a.node.id(), b.node.id()].contains(&part.from().id()))
            .filter_map(|part| {
                Some((
                    part.texts("sources").next().unwrap_or_default(),
                    part.text("quote")?,
                ))
            })
            .collect();
        quotes.sort_unstable();
        if let Some((source, quote)) = quotes.first() {
            let source = if source.is_empty() {
                String::new()
            } else {
                format!(" ({source})")
            };
            lines.push(format!("“{quote}”{source}"));
        }
    }
    lines.extend(
        edge.agreements
            .iter()
            .map(|&agreement| story.agreements[agreement].name.to_owned()),
    );
    lines.join("\n")
}

/// The legend: only marks that occur.
pub(super) fn legend(story: &Story<'_>, content: &Content, own: &ActorsWords) -> Vec<Entry> {
    let mut entries = Vec::new();
    let weights: BTreeSet<usize> = content.edges.iter().map(Edge::weight).collect();
    let mut shown: Vec<usize> = weights
        .first()
        .into_iter()
        .chain(weights.last())
        .copied()
        .collect();
    let between: Vec<usize> = weights.iter().copied().collect();
    if between.len() > 2 {
        shown.push(between[between.len() / 2]);
    }
    shown.sort_unstable();
    shown.dedup();
    for weight in shown {
        let word = Words::count(own.shared, weight);
        let colour = if weight > 1 { MORE } else { ONE };
        entries.push(Entry::new(20.0, &word, move |canvas, x, y| {
            canvas.line(
                (x, y),
                (x + 20.0, y),
                Paint::stroke(colour, line_width(weight)),
            );
        }));
    }
    if content.edges.iter().any(|edge| edge.heads != [false; 2]) {
        entries.push(Entry::new(22.0, own.acted, |canvas, x, y| {
            canvas.line((x, y), (x + 17.0, y), Paint::stroke(ONE, 1.2));
            marks::arrow_head(canvas, (x + 22.0, y), 0.0, head_size(1, 1.0), INK);
        }));
    }
    for (manners, word) in [
        (&[Manner::Planned, Manner::Cancelled][..], own.planned_only),
        (&[Manner::Claimed][..], own.claimed_only),
    ] {
        if content
            .edges
            .iter()
            .any(|edge| manners.contains(&edge.manner))
        {
            let dash = dash(manners[0]);
            entries.push(Entry::new(20.0, word, move |canvas, x, y| {
                canvas.line((x, y), (x + 20.0, y), Paint::stroke(ONE, 1.2).dashed(dash));
            }));
        }
    }
    let shapes: BTreeSet<Shape> = content
        .actors
        .iter()
        .map(|&actor| story.actors[actor].shape)
        .collect();
    for shape in shapes {
        let word = shape_word(shape, story.words);
        entries.push(Entry::new(18.0, word, move |canvas, x, y| {
            let outline = Paint::fill(OTHERS.tint).outlined(OTHERS.line, 1.0);
            let top = y - 4.0;
            match shape {
                Shape::Person => canvas.rect(x, top, 17.0, 8.0, 4.0, outline),
                Shape::State => canvas.rect(x, top, 17.0, 8.0, 0.0, Paint::fill(OTHERS.line)),
                Shape::Organization => canvas.rect(x, top, 17.0, 8.0, 0.0, outline),
                Shape::Group => {
                    let behind = Paint::fill(PAPER).outlined(OTHERS.line, 0.8);
                    canvas.rect(x + 1.8, top + 1.8, 16.0, 7.0, 2.0, behind);
                    canvas.rect(x, top, 16.0, 7.0, 2.0, outline);
                }
            }
        }));
    }
    entries
}
