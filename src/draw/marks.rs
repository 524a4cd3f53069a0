//! The marks that every picture shares: dots, bars, arrow heads, clock faces, witness bars, actors.

use std::f64::consts::TAU;

use super::font::{self, Face};
use super::story::{Manner, Shape};
use super::style::{Colour, GREY, INK, PAPER, RED, SIDES};
use super::svg::{Anchor, Canvas, Paint, Path, TextStyle};

/// Radius of a dot.
pub(crate) const DOT: f64 = 3.6;

/// An event on an actor's line: full if it happened, hollow if planned or watched, dashed if only
/// claimed, in a red ring if disputed.
pub(crate) fn dot(
    canvas: &mut Canvas,
    at: (f64, f64),
    colour: Colour,
    manner: Manner,
    watched: bool,
    disputed: bool,
) {
    sized_dot(canvas, at, DOT, colour, manner, watched, disputed);
}

/// The same on a spine, larger.
pub(crate) fn spine_dot(
    canvas: &mut Canvas,
    at: (f64, f64),
    colour: Colour,
    manner: Manner,
    watched: bool,
    disputed: bool,
) {
    sized_dot(canvas, at, DOT + 1.2, colour, manner, watched, disputed);
}

fn sized_dot(
    canvas: &mut Canvas,
    (x, y): (f64, f64),
    radius: f64,
    colour: Colour,
    manner: Manner,
    watched: bool,
    disputed: bool,
) {
    if disputed {
        canvas.circle(x, y, radius + 2.6, Paint::fill(PAPER).outlined(RED, 1.1));
    }
    let hollow = Paint::fill(PAPER).outlined(colour.line, 1.4);
    match manner {
        _ if watched => canvas.circle(x, y, radius - 0.7, hollow),
        Manner::Told => canvas.circle(x, y, radius, Paint::fill(colour.line)),
        Manner::Planned => canvas.circle(x, y, radius - 0.7, hollow),
        Manner::Claimed => canvas.circle(x, y, radius - 0.5, hollow.dashed("1.6 1.2")),
        Manner::Cancelled => {
            canvas.circle(x, y, radius - 0.7, hollow);
            let arm = radius - 1.6;
            let cross = Path::at(x - arm, y - arm)
                .to(x + arm, y + arm)
                .jump(x - arm, y + arm)
                .to(x + arm, y - arm);
            canvas.path(&cross, Paint::stroke(colour.line, 1.0));
        }
    }
}

/// A party to an agreement that no event led to.
pub(crate) fn square(canvas: &mut Canvas, (x, y): (f64, f64), colour: Colour) {
    canvas.rect(
        x - 2.6,
        y - 2.6,
        5.2,
        5.2,
        0.0,
        Paint::fill(colour.line).outlined(PAPER, 0.8),
    );
}

/// A bar between actors of an event, from left to right.
pub(crate) fn bar(
    canvas: &mut Canvas,
    (from, to): (f64, f64),
    y: f64,
    manner: Manner,
    watched: bool,
) {
    let line =
        |canvas: &mut Canvas, y: f64, paint: Paint<'_>| canvas.line((from, y), (to, y), paint);
    match manner {
        _ if watched => line(canvas, y, Paint::stroke(GREY, 0.8).dashed("1.2 1.6")),
        Manner::Told => line(canvas, y, Paint::stroke(INK, 1.7)),
        Manner::Planned | Manner::Cancelled => {
            line(canvas, y, Paint::stroke(INK, 2.6));
            line(canvas, y, Paint::stroke(PAPER, 1.3));
        }
        Manner::Claimed => line(canvas, y, Paint::stroke(INK, 1.7).dashed("2.6 1.8")),
    }
}

/// A filled triangle with its tip at a point, flying in a direction (radians, 0 is rightwards,
/// clockwise on the sheet).
pub(crate) fn arrow_head(
    canvas: &mut Canvas,
    (x, y): (f64, f64),
    direction: f64,
    size: f64,
    colour: &str,
) {
    let corner = |turn: f64| {
        let angle = direction + TAU / 2.0 + turn;
        (x + size * angle.cos(), y + size * angle.sin())
    };
    let (left, right) = (corner(0.46), corner(-0.46));
    canvas.path(
        &Path::at(x, y)
            .to(left.0, left.1)
            .to(right.0, right.1)
            .close(),
        Paint::fill(colour),
    );
}

/// How far an agreement came, as a clock face: a quarter full for discussed, full from signed on,
/// crossed out for cancelled. `stage` counts the stages in their order.
pub(crate) fn clock(canvas: &mut Canvas, (x, y): (f64, f64), radius: f64, stage: Option<usize>) {
    let outline = Paint::fill(PAPER).outlined(INK, 1.0);
    match stage {
        Some(quarter @ 0..=2) => {
            canvas.circle(x, y, radius, outline);
            #[expect(clippy::cast_precision_loss, reason = "at most 2")]
            let angle = TAU * (quarter + 1) as f64 / 4.0 - TAU / 4.0;
            let end = (x + radius * angle.cos(), y + radius * angle.sin());
            let slice = Path::at(x, y)
                .to(x, y - radius)
                .arc(radius, quarter == 2, end)
                .close();
            canvas.path(&slice, Paint::fill(INK));
        }
        Some(3..=6) => canvas.circle(x, y, radius, Paint::fill(INK).outlined(INK, 1.0)),
        Some(_) => {
            canvas.circle(x, y, radius, outline);
            let arm = radius * 0.62;
            let cross = Path::at(x - arm, y - arm)
                .to(x + arm, y + arm)
                .jump(x - arm, y + arm)
                .to(x + arm, y - arm);
            canvas.path(&cross, Paint::stroke(INK, 1.0));
        }
        None => canvas.circle(x, y, radius, outline),
    }
}

/// One small upright bar per article that reports something, up to five, then one and the number;
/// it ends at `right`. Returns where it begins.
pub(crate) fn witnesses(canvas: &mut Canvas, right: f64, y: f64, count: usize) -> f64 {
    const STEP: f64 = 2.7;
    let upright =
        |canvas: &mut Canvas, x: f64| canvas.rect(x, y - 2.6, 1.7, 5.2, 0.0, Paint::fill(GREY));
    if count > 5 {
        let number = count.to_string();
        let style = TextStyle::new(Face::Regular, super::style::DETAIL)
            .fill(GREY)
            .anchor(Anchor::End);
        canvas.text(right, y + 2.4, &number, style);
        let left = right - font::width(&number, Face::Regular, super::style::DETAIL) - STEP;
        upright(canvas, left);
        return left;
    }
    let mut left = right;
    for _ in 0..count {
        left -= STEP;
        upright(canvas, left);
    }
    left
}

/// An actor: a pill for a person, a filled box for a state, a box for an organization, two sheets
/// for a group. The label is shortened to fit.
pub(crate) fn actor(canvas: &mut Canvas, frame: Frame, shape: Shape, colour: Colour, label: &str) {
    let Frame {
        x,
        y,
        width,
        height,
    } = frame;
    let outline = Paint::fill(colour.tint).outlined(colour.line, 1.2);
    let mut text = INK;
    match shape {
        Shape::Person => canvas.rect(x, y, width, height, height / 2.0, outline),
        // White or black on the third side's colour reads badly: its tint carries the label.
        Shape::State if colour == SIDES[2] => canvas.rect(x, y, width, height, 0.0, outline),
        Shape::State => {
            canvas.rect(x, y, width, height, 0.0, Paint::fill(colour.line));
            text = colour.text;
        }
        Shape::Organization => canvas.rect(x, y, width, height, 0.0, outline),
        Shape::Group => {
            canvas.rect(
                x + 2.5,
                y + 2.5,
                width,
                height,
                3.0,
                Paint::fill(PAPER).outlined(colour.line, 0.9),
            );
            canvas.rect(x, y, width, height, 3.0, outline);
        }
    }
    let size = super::style::NAME;
    let label = font::shorten(label, Face::Bold, size, width - 10.0);
    let style = TextStyle::new(Face::Bold, size)
        .anchor(Anchor::Middle)
        .fill(text);
    canvas.text(
        x + width / 2.0,
        y + height / 2.0 + size * font::CAP_HEIGHT / 2.0,
        &label,
        style,
    );
}

/// A rectangle on the sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Frame {
    /// Left.
    pub(crate) x: f64,
    /// Top.
    pub(crate) y: f64,
    /// Width.
    pub(crate) width: f64,
    /// Height.
    pub(crate) height: f64,
}
