//! The courses of edges between boxes that have their places: on which side of a box they begin,
//! at what height, and through which gap they pass a column that stands between.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::curve::{Curve, Point};
use super::layout::{Arrangement, GAP, LABEL_GAP, Plan, line_width};
use crate::draw::marks::Frame;

/// Curves one after the other.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Course {
    /// At least one.
    pieces: Vec<Curve>,
}

/// On which side of a box an edge begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
    /// At the top or bottom, to the neighbour in the column.
    Vertical,
}

/// White space between a box and an edge that passes it, and between two edges in one gap.
const CLEAR: f64 = 4.0;
const APART: f64 = 5.0;
/// How far outside a column an edge through a gap is level already.
const LEVEL: f64 = 8.0;
/// Segments of a curve to tell whether it runs over a box.
const SEGMENTS: usize = 9;

impl Course {
    fn of(curve: Curve) -> Self {
        Self {
            pieces: vec![curve],
        }
    }

    /// Its pieces from the first end to the second.
    pub(super) fn pieces(&self) -> &[Curve] {
        &self.pieces
    }

    /// Where it begins.
    pub(super) fn from(&self) -> Point {
        self.pieces[0].from
    }

    /// Where it ends.
    pub(super) fn to(&self) -> Point {
        self.pieces[self.pieces.len() - 1].to
    }

    /// The direction of its end, or of its beginning reversed.
    pub(super) fn direction(&self, backwards: bool) -> f64 {
        let piece = if backwards { 0 } else { self.pieces.len() - 1 };
        self.pieces[piece].direction(backwards)
    }

    /// The point at a parameter from 0 to 1, every piece as long as another.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "five pieces at most"
    )]
    pub(super) fn at(&self, t: f64) -> Point {
        let along = t.clamp(0.0, 1.0) * self.pieces.len() as f64;
        let piece = (along as usize).min(self.pieces.len() - 1);
        self.pieces[piece].at(along - piece as f64)
    }
}

/// The places that an edge passes columns at, found before the edges in one gap are set apart.
struct Passage {
    edge: usize,
    column: usize,
    gap: usize,
    wanted: f64,
}

impl Plan<'_> {
    /// The courses of all edges.
    pub(super) fn courses(&self, arrangement: &Arrangement, frames: &[Frame]) -> Vec<Course> {
        let sides: Vec<[Side; 2]> = self
            .content
            .edges
            .iter()
            .map(|edge| self.sides(arrangement, frames, edge.ends))
            .collect();
        let heights = self.ports(frames, &sides);
        let ends: Vec<[Point; 2]> = self
            .content
            .edges
            .iter()
            .enumerate()
            .map(|(at, edge)| {
                [0, 1].map(|which| {
                    let (side, height) = (sides[at][which], heights[at][which]);
                    self.port(frames, edge.ends[which], side, height)
                })
            })
            .collect();
        let through = self.passages(arrangement, frames, &ends);
        (0..self.content.edges.len())
            .map(|at| match sides[at] {
                [Side::Vertical, _] => {
                    Course::of(self.vertical(frames, self.content.edges[at].ends))
                }
                [a, b] if a == b => Course::of(self.bulge(ends[at], a)),
                _ => self.through(ends[at], through.get(&at).map_or(&[], Vec::as_slice)),
            })
            .collect()
    }

    fn vertical(&self, frames: &[Frame], [a, b]: [usize; 2]) -> Curve {
        let (top, bottom) = if frames[a].y < frames[b].y {
            (a, b)
        } else {
            (b, a)
        };
        let x = frames[top].x + frames[top].width / 2.0;
        let below = frames[top].y + frames[top].height + self.portraits[top].overhang();
        let (upper, lower) = ((x, below), (x, frames[bottom].y));
        if top == a {
            Curve::straight(upper, lower)
        } else {
            Curve::straight(lower, upper)
        }
    }

    /// Out of a column and back: both ends reach as far, though the boxes be of different widths.
    fn bulge(&self, [from, to]: [Point; 2], side: Side) -> Curve {
        let channel = self.channels.iter().copied().fold(f64::INFINITY, f64::min);
        let reach = (26.0 + 0.16 * (from.1 - to.1).abs()).min(channel * 0.5) * self.scale;
        let out = match side {
            Side::Left => from.0.min(to.0) - reach,
            Side::Right | Side::Vertical => from.0.max(to.0) + reach,
        };
        Curve {
            from,
            control1: (out, from.1),
            control2: (out, to.1),
            to,
        }
    }

    /// From one end to the other, level through the gaps: column and height of each.
    fn through(&self, [from, to]: [Point; 2], gaps: &[(usize, f64)]) -> Course {
        let mut pieces = Vec::new();
        let mut at = from;
        for &(column, y) in gaps {
            let half = self.widths[column] / 2.0 + LEVEL;
            let forwards = if from.0 < to.0 { 1.0 } else { -1.0 };
            let enter = (self.middles[column] - forwards * half, y);
            let leave = (self.middles[column] + forwards * half, y);
            pieces.push(Curve::level(at, enter));
            pieces.push(Curve::straight(enter, leave));
            at = leave;
        }
        pieces.push(Curve::level(at, to));
        Course { pieces }
    }

    /// For each edge that would run over a box: the columns between, in its direction, and the
    /// heights at which it passes them.
    fn passages(
        &self,
        arrangement: &Arrangement,
        frames: &[Frame],
        ends: &[[Point; 2]],
    ) -> BTreeMap<usize, Vec<(usize, f64)>> {
        let mut passages: Vec<Passage> = Vec::new();
        for (edge, told) in self.content.edges.iter().enumerate() {
            let [a, b] = told.ends.map(|end| self.column[end]);
            let between = a.min(b) + 1..a.max(b);
            if between.is_empty() {
                continue;
            }
            let [from, to] = ends[edge];
            let plain = Curve::level(from, to).trace(SEGMENTS);
            let over = between.clone().any(|column| {
                arrangement.columns[column]
                    .iter()
                    .any(|&actor| plain.inside(frames[actor], CLEAR) > 0)
            });
            if !over {
                continue;
            }
            for column in between {
                let t = (self.middles[column] - from.0) / (to.0 - from.0);
                let natural = from.1 + t * t * (3.0 - 2.0 * t) * (to.1 - from.1);
                let gaps = self.gaps(&arrangement.columns[column], frames);
                let nearest = gaps
                    .iter()
                    .enumerate()
                    .map(|(gap, &(top, bottom))| (gap, natural.clamp(top, bottom)))
                    .min_by(|a, b| (a.1 - natural).abs().total_cmp(&(b.1 - natural).abs()));
                if let Some((gap, wanted)) = nearest {
                    passages.push(Passage {
                        edge,
                        column,
                        gap,
                        wanted,
                    });
                }
            }
        }
        self.set_apart(arrangement, frames, passages)
    }

    /// Heights between the boxes of a column that an edge can pass at, above and below them too.
    fn gaps(&self, actors: &[usize], frames: &[Frame]) -> Vec<(f64, f64)> {
        let mut gaps = Vec::new();
        let mut top = self.area.top - GAP - CLEAR;
        for &actor in actors {
            gaps.push((top, frames[actor].y));
            top = frames[actor].y + frames[actor].height + self.portraits[actor].overhang();
        }
        gaps.push((top, self.area.top + self.area.height + GAP));
        gaps.retain(|(top, bottom)| top + 2.0 * CLEAR <= *bottom);
        // In a wide gap they keep a wider distance from the boxes.
        for (top, bottom) in &mut gaps {
            let clear = ((*bottom - *top) / 3.0).clamp(CLEAR, 3.0 * CLEAR);
            (*top, *bottom) = (*top + clear, *bottom - clear);
        }
        gaps
    }

    fn set_apart(
        &self,
        arrangement: &Arrangement,
        frames: &[Frame],
        mut passages: Vec<Passage>,
    ) -> BTreeMap<usize, Vec<(usize, f64)>> {
        passages.sort_by(|a, b| {
            (a.column, a.gap)
                .cmp(&(b.column, b.gap))
                .then(a.wanted.total_cmp(&b.wanted))
                .then(a.edge.cmp(&b.edge))
        });
        let mut found: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
        for same in passages.chunk_by(|a, b| (a.column, a.gap) == (b.column, b.gap)) {
            let column = same[0].column;
            let (top, bottom) = self.gaps(&arrangement.columns[column], frames)[same[0].gap];
            #[expect(clippy::cast_precision_loss, reason = "a handful of edges")]
            let apart = APART.min((bottom - top) / same.len() as f64);
            let mut heights: Vec<f64> = Vec::with_capacity(same.len());
            for passage in same {
                let least = heights.last().map_or(top, |above| above + apart);
                heights.push(passage.wanted.max(least));
            }
            let mut most = bottom;
            for height in heights.iter_mut().rev() {
                *height = height.min(most);
                most = *height - apart;
            }
            for (passage, height) in same.iter().zip(heights) {
                found
                    .entry(passage.edge)
                    .or_default()
                    .push((column, height));
            }
        }
        for (edge, columns) in &mut found {
            let [a, b] = self.content.edges[*edge].ends.map(|end| self.column[end]);
            columns.sort_by_key(|(column, _)| *column);
            if a > b {
                columns.reverse();
            }
        }
        found
    }

    /// Where on the outline of a box a curve begins.
    fn port(&self, frames: &[Frame], actor: usize, side: Side, y: f64) -> Point {
        let frame = frames[actor];
        let inset = self.portraits[actor].inset(frame, y);
        match side {
            Side::Left => (frame.x + inset, y),
            Side::Right | Side::Vertical => {
                let over = self.portraits[actor].overhang();
                (frame.x + frame.width - inset + over, y)
            }
        }
    }

    fn sides(&self, arrangement: &Arrangement, frames: &[Frame], [a, b]: [usize; 2]) -> [Side; 2] {
        match self.column[a].cmp(&self.column[b]) {
            Ordering::Less => [Side::Right, Side::Left],
            Ordering::Greater => [Side::Left, Side::Right],
            Ordering::Equal => {
                let actors = &arrangement.columns[self.column[a]];
                let place = |of: usize| actors.iter().position(|&other| other == of);
                let next = matches!((place(a), place(b)), (Some(a), Some(b)) if a.abs_diff(b) == 1);
                let (upper, lower) = if frames[a].y < frames[b].y {
                    (a, b)
                } else {
                    (b, a)
                };
                let gap = frames[lower].y - frames[upper].y - frames[upper].height;
                if next && gap >= LABEL_GAP * self.scale {
                    [Side::Vertical; 2]
                } else if (self.column[a] + 1) * 2 > arrangement.columns.len() + 1 {
                    [Side::Left; 2]
                } else {
                    [Side::Right; 2]
                }
            }
        }
    }

    /// Heights of both ends of every edge: on each side of a box sorted by where the other end is.
    fn ports(&self, frames: &[Frame], sides: &[[Side; 2]]) -> Vec<[f64; 2]> {
        let middle = |actor: usize| frames[actor].y + frames[actor].height / 2.0;
        let mut heights: Vec<[f64; 2]> = self
            .content
            .edges
            .iter()
            .map(|edge| edge.ends.map(middle))
            .collect();
        let room = |at: usize| line_width(self.content.edges[at].weight()) + 3.2;
        for (actor, frame) in frames.iter().enumerate() {
            for side in [Side::Left, Side::Right] {
                let mut ends: Vec<(usize, usize, f64)> = Vec::new();
                for (at, edge) in self.content.edges.iter().enumerate() {
                    for (which, &of) in sides[at].iter().enumerate() {
                        if edge.ends[which] == actor && of == side {
                            let other = edge.ends[1 - which];
                            let away = middle(other) - middle(actor);
                            // Edges back to the own column lie outermost, the nearest first.
                            let back = self.column[other] == self.column[actor];
                            let rank = if back {
                                away.signum() * 1e6 - away
                            } else {
                                away
                            };
                            ends.push((at, which, rank));
                        }
                    }
                }
                ends.sort_by(|a, b| a.2.total_cmp(&b.2).then(a.0.cmp(&b.0)));
                let total: f64 = ends.iter().map(|&(at, ..)| room(at)).sum();
                let fits = (frame.height - 5.0) / total.max(1.0);
                // Not more than half as far apart again as needed.
                let stretch = fits.min(1.5);
                let mut y = middle(actor) - total * stretch / 2.0;
                for (at, which, _) in ends {
                    let room = room(at) * stretch;
                    heights[at][which] = y + room / 2.0;
                    y += room;
                }
            }
        }
        heights
    }
}
