//! Where the labels of the edges stand: on their curves, where they hide least.

use super::content::Content;
use super::course::Course;
use super::curve::Point;
use super::layout::{Layout, line_width};
use super::words::EdgeLabel;
use crate::draw::font::{self, Face};
use crate::draw::marks::Frame;

/// A line of a label.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text {
    /// What it says.
    pub(super) says: String,
    /// Its face.
    pub(super) face: Face,
    /// Its size.
    pub(super) size: f64,
    /// The middle of its base line.
    pub(super) at: Point,
}

/// Places tried on each curve.
const PLACES: usize = 61;
/// Size of labels at scale 1.
pub(super) const SIZE: f64 = 6.6;
/// What a place costs that hides a box or another label: no place at all.
const HIDES: f64 = 1000.0;

/// What it costs to come near an arrow head, and how near that is.
const HIDES_HEAD: f64 = 25.0;
const HEAD: f64 = 9.0;

/// The label of an edge before it has a place: its lines, with their heights above the curve.
struct Form {
    lines: Vec<(String, Face, f64)>,
}

/// Finds places for the labels of all edges, the busiest first; of each edge its lines. What
/// finds no place is tried without its years, then left out.
pub(super) fn place(
    content: &Content,
    layout: &Layout,
    labels: &[EdgeLabel],
    area: Frame,
) -> Vec<Vec<Text>> {
    let size = SIZE * layout.scale;
    let mut order: Vec<usize> = (0..content.edges.len()).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(content.edges[at].weight()), at));
    let dots: Vec<Vec<Point>> = layout.courses.iter().map(points).collect();
    let mut placed: Vec<Vec<Text>> = vec![Vec::new(); content.edges.len()];
    let mut taken: Vec<Frame> = Vec::new();
    for at in order {
        let weight = content.edges[at].weight();
        let width = line_width(weight) * layout.scale;
        for form in forms(&labels[at], weight, width, size) {
            let found = best(&form, at, content, layout, &dots, &taken, area, size);
            if let Some((middle, frame)) = found {
                placed[at] = form
                    .lines
                    .iter()
                    .map(|(text, face, dy)| Text {
                        says: text.clone(),
                        face: *face,
                        size,
                        at: (middle.0, middle.1 + dy),
                    })
                    .collect();
                taken.push(frame);
                break;
            }
        }
    }
    placed
}

/// The forms of a label, the best first: of several things in bold above the line with the years
/// below, of one thing in one line on it.
fn forms(label: &EdgeLabel, weight: usize, width: f64, size: f64) -> Vec<Form> {
    let on = size * font::CAP_HEIGHT / 2.0;
    let (above, below) = (
        -width / 2.0 - 2.2,
        width / 2.0 + 1.6 + size * font::CAP_HEIGHT,
    );
    let line = |text: &str, face: Face, dy: f64| (text.to_owned(), face, dy);
    let mut forms = Vec::new();
    if weight > 1 {
        if !label.years.is_empty() {
            forms.push(Form {
                lines: vec![
                    line(&label.what, Face::Bold, above),
                    line(&label.years, Face::Regular, below),
                ],
            });
        }
        forms.push(Form {
            lines: vec![line(&label.what, Face::Bold, above)],
        });
    } else {
        if !label.years.is_empty() {
            let whole = format!("{} {}", label.what, label.years);
            forms.push(Form {
                lines: vec![line(&whole, Face::Regular, on)],
            });
        }
        forms.push(Form {
            lines: vec![line(&label.what, Face::Regular, on)],
        });
    }
    forms
}

/// The place that costs least, if any hides no box and no label.
#[expect(
    clippy::too_many_arguments,
    reason = "one search over all that is on the sheet"
)]
#[expect(clippy::cast_precision_loss, reason = "61 places")]
fn best(
    form: &Form,
    edge: usize,
    content: &Content,
    layout: &Layout,
    dots: &[Vec<Point>],
    taken: &[Frame],
    area: Frame,
    size: f64,
) -> Option<(Point, Frame)> {
    let course = &layout.courses[edge];
    let mut found: Option<(f64, Point, Frame)> = None;
    for step in 0..PLACES {
        let t = 0.08 + 0.84 * step as f64 / (PLACES - 1) as f64;
        let middle = course.at(t);
        let frame = frame_of(form, middle, size);
        let mut cost = 6.0 * (t - 0.5).abs();
        if !holds(area, frame) {
            cost += HIDES;
        }
        for (_, other) in &layout.actors {
            if overlaps(frame, *other, 2.5) {
                cost += HIDES;
            }
        }
        for other in taken {
            if overlaps(frame, *other, 1.0) {
                cost += HIDES;
            }
        }
        let tips = layout
            .courses
            .iter()
            .zip(&content.edges)
            .flat_map(|(course, edge)| {
                let ends = [course.from(), course.to()].into_iter().zip(edge.heads);
                ends.filter_map(|(tip, head)| head.then_some(tip))
            });
        cost += tips
            .filter(|tip| contains(grown(frame, HEAD), *tip))
            .count() as f64
            * HIDES_HEAD;
        for (other, points) in dots.iter().enumerate() {
            if other != edge {
                let hidden = points
                    .iter()
                    .filter(|point| contains(frame, **point))
                    .count();
                let heavy = line_width(content.edges[other].weight()).sqrt();
                cost += 1.5 * heavy * hidden as f64;
            }
        }
        if found.as_ref().is_none_or(|(best, ..)| cost < *best) {
            found = Some((cost, middle, frame));
        }
    }
    found
        .filter(|(cost, ..)| *cost < HIDES)
        .map(|(_, middle, frame)| (middle, frame))
}

fn frame_of(form: &Form, middle: Point, size: f64) -> Frame {
    let width = form
        .lines
        .iter()
        .map(|(text, face, _)| font::width(&font::displayable(text), *face, size))
        .fold(0.0, f64::max);
    let tops = form.lines.iter().map(|(.., dy)| dy - size * 0.8);
    let bottoms = form.lines.iter().map(|(.., dy)| dy + size * 0.25);
    let (top, bottom) = (
        tops.fold(f64::INFINITY, f64::min),
        bottoms.fold(f64::NEG_INFINITY, f64::max),
    );
    Frame {
        x: middle.0 - width / 2.0,
        y: middle.1 + top,
        width,
        height: bottom - top,
    }
}

/// Points of a course, near enough that none of it passes a label unseen.
#[expect(clippy::cast_precision_loss, reason = "300 points at most")]
fn points(course: &Course) -> Vec<Point> {
    let count = 60 * course.pieces().len();
    (0..=count)
        .map(|at| course.at(at as f64 / count as f64))
        .collect()
}

fn overlaps(a: Frame, b: Frame, margin: f64) -> bool {
    a.x < b.x + b.width + margin
        && b.x < a.x + a.width + margin
        && a.y < b.y + b.height + margin
        && b.y < a.y + a.height + margin
}

fn grown(frame: Frame, by: f64) -> Frame {
    Frame {
        x: frame.x - by,
        y: frame.y - by / 2.0,
        width: frame.width + 2.0 * by,
        height: frame.height + by,
    }
}

fn contains(frame: Frame, (x, y): Point) -> bool {
    x > frame.x && x < frame.x + frame.width && y > frame.y && y < frame.y + frame.height
}

fn holds(area: Frame, frame: Frame) -> bool {
    frame.x >= area.x
        && frame.y >= area.y
        && frame.x + frame.width <= area.x + area.width
        && frame.y + frame.height <= area.y + area.height
}
