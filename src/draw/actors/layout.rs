//! Places the actors in their columns and draws the curves between them: an order within the
//! columns and heights that cost little, by moving one actor at a time.

use super::columns::columns;
use super::content::Content;
use super::curve::{Curve, Point, Trace};
use crate::draw::marks::Frame;
use crate::draw::portrait::Portrait;
use crate::draw::story::Story;

/// The part of the sheet that is free.
#[derive(Debug, Clone, Copy)]
pub(super) struct Area {
    /// Left edge.
    pub(super) left: f64,
    /// Top edge.
    pub(super) top: f64,
    /// Width.
    pub(super) width: f64,
    /// Height.
    pub(super) height: f64,
}

/// Where everything stands.
#[derive(Debug)]
pub(super) struct Layout {
    /// How much larger than at least everything is.
    pub(super) scale: f64,
    /// Actors by their place in the content.
    pub(super) actors: Vec<(Portrait, Frame)>,
    /// Curves by the place of the edge in the content, from its first end.
    pub(super) curves: Vec<Curve>,
    /// The lowest height that is drawn at.
    pub(super) bottom: f64,
}

/// What a crossing costs, a box run over, a point of height.
const CROSSING: f64 = 50.0;
const RUN_OVER: f64 = 90.0;
const HEIGHT: f64 = 0.12;
/// Least white space between boxes of a column, at scale 1.
const GAP: f64 = 9.0;
/// White space between two boxes of a column that holds the label of a straight line, at scale 1.
const LABEL_GAP: f64 = 19.0;
/// Most actors of a column.
const CAPACITY: usize = 11;
/// White space between two columns at most.
const CHANNEL: f64 = 330.0;
/// Rounds of the search for an order; each ends earlier when nothing helps.
const ROUNDS: usize = 6;
/// Segments of a curve in the search for an order, and in that for heights.
const COARSE: usize = 3;
const FINE: usize = 12;
/// The work that the search may do, in comparisons of segments.
const WORK: usize = 40_000_000;

/// The width of an edge that stands for so many things.
#[expect(clippy::cast_precision_loss, reason = "a few hundred at most")]
pub(super) fn line_width(weight: usize) -> f64 {
    if weight <= 1 {
        return 1.2;
    }
    (1.0 + 1.65 * (weight as f64 - 1.0).sqrt()).min(9.0)
}

/// On which side of a box an edge begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
    /// At the top or bottom, to the neighbour in the column.
    Vertical,
}

struct Plan<'p> {
    content: &'p Content,
    area: Area,
    scale: f64,
    portraits: Vec<Portrait>,
    heights: Vec<f64>,
    /// The column of each actor.
    column: Vec<usize>,
    /// Middles of the columns from left to right.
    middles: Vec<f64>,
    /// Width between the columns.
    channel: f64,
}

/// An order within the columns, with shifts of single actors from their slots.
#[derive(Debug, Clone)]
struct Arrangement {
    columns: Vec<Vec<usize>>,
    shift: Vec<f64>,
}

/// Lays out a content at a scale; none if a column is too high.
pub(super) fn lay_out(
    story: &Story<'_>,
    content: &Content,
    area: Area,
    scale: f64,
) -> Option<Layout> {
    let side: Vec<usize> = content
        .actors
        .iter()
        .map(|&actor| story.actors[actor].side.index())
        .collect();
    let columns = columns(content, &side, CAPACITY);
    let portraits: Vec<Portrait> = content
        .actors
        .iter()
        .map(|&actor| Portrait::of(story, actor, scale))
        .collect();
    let plan = Plan::new(content, area, scale, portraits, &columns)?;
    let mut arrangement = Arrangement {
        shift: vec![0.0; content.actors.len()],
        columns,
    };
    plan.sweep(&mut arrangement);
    let mut work = WORK;
    plan.reorder(&mut arrangement, &mut work);
    plan.settle(&mut arrangement, &mut work);
    let (frames, curves) = plan.draw(&arrangement);
    let bottom = frames
        .iter()
        .map(|frame| frame.y + frame.height)
        .fold(area.top, f64::max);
    Some(Layout {
        scale,
        actors: plan.portraits.into_iter().zip(frames).collect(),
        curves,
        bottom,
    })
}

impl<'p> Plan<'p> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a handful of actors and columns"
    )]
    fn new(
        content: &'p Content,
        area: Area,
        scale: f64,
        portraits: Vec<Portrait>,
        columns: &[Vec<usize>],
    ) -> Option<Self> {
        let mut column = vec![0; content.actors.len()];
        for (at, actors) in columns.iter().enumerate() {
            for &actor in actors {
                column[actor] = at;
            }
        }
        // A box is high enough for its edges on the busier side.
        let mut rooms = vec![(0.0, 0.0); content.actors.len()];
        for edge in &content.edges {
            let room = line_width(edge.weight()) + 3.2;
            for (end, other) in [(edge.ends[0], edge.ends[1]), (edge.ends[1], edge.ends[0])] {
                if column[other] < column[end] {
                    rooms[end].0 += room;
                } else {
                    rooms[end].1 += room;
                }
            }
        }
        let heights: Vec<f64> = portraits
            .iter()
            .zip(&rooms)
            .map(|(portrait, room)| portrait.height.max((room.0.max(room.1) + 6.0) * scale))
            .collect();
        let high = |actors: &Vec<usize>| {
            let boxes: f64 = actors.iter().map(|&actor| heights[actor]).sum();
            boxes + actors.len().saturating_sub(1) as f64 * GAP * scale
        };
        if columns.iter().any(|actors| high(actors) > area.height) {
            return None;
        }
        let widths: Vec<f64> = columns
            .iter()
            .map(|actors| {
                let widths = actors
                    .iter()
                    .map(|&actor| portraits[actor].width + portraits[actor].overhang());
                widths.fold(0.0, f64::max)
            })
            .collect();
        let gaps = columns.len().saturating_sub(1).max(1) as f64;
        let boxes: f64 = widths.iter().sum();
        let channel = ((area.width - boxes) / gaps).min(CHANNEL);
        let used = boxes + channel * columns.len().saturating_sub(1) as f64;
        let mut x = area.left + (area.width - used) / 2.0;
        let middles = widths
            .iter()
            .map(|width| {
                let middle = x + width / 2.0;
                x += width + channel;
                middle
            })
            .collect();
        Some(Self {
            content,
            area,
            scale,
            portraits,
            heights,
            column,
            middles,
            channel,
        })
    }

    /// Boxes of equal slots in every column, shifted as the arrangement says.
    #[expect(clippy::cast_precision_loss, reason = "a handful of actors")]
    fn frames(&self, arrangement: &Arrangement) -> Vec<Frame> {
        let mut frames = vec![
            Frame {
                x: 0.0,
                y: 0.0,
                width: 0.0,
                height: 0.0
            };
            self.content.actors.len()
        ];
        for (column, actors) in arrangement.columns.iter().enumerate() {
            // What is left after the boxes is white space, half of it at either end.
            let boxes: f64 = actors.iter().map(|&actor| self.heights[actor]).sum();
            let gap = (self.area.height - boxes) / actors.len().max(1) as f64;
            let least = GAP * self.scale;
            let (gap, mut y) = if gap < least {
                let gap = (self.area.height - boxes) / (actors.len().max(2) - 1) as f64;
                (gap, self.area.top)
            } else {
                (gap, self.area.top + gap / 2.0)
            };
            for &actor in actors {
                let portrait = &self.portraits[actor];
                frames[actor] = Frame {
                    x: self.middles[column] - portrait.width / 2.0,
                    y: y + arrangement.shift[actor],
                    width: portrait.width,
                    height: self.heights[actor],
                };
                y += self.heights[actor] + gap;
            }
        }
        frames
    }

    /// Boxes and curves.
    fn draw(&self, arrangement: &Arrangement) -> (Vec<Frame>, Vec<Curve>) {
        let frames = self.frames(arrangement);
        let sides: Vec<[Side; 2]> = self
            .content
            .edges
            .iter()
            .map(|edge| self.sides(arrangement, &frames, edge.ends))
            .collect();
        let heights = self.ports(&frames, &sides);
        let curves = self
            .content
            .edges
            .iter()
            .enumerate()
            .map(|(at, edge)| {
                let [a, b] = edge.ends;
                let point = |end: usize, which: usize| {
                    self.port(&frames, end, sides[at][which], heights[at][which])
                };
                if sides[at][0] == Side::Vertical {
                    let (top, bottom) = if frames[a].y < frames[b].y {
                        (a, b)
                    } else {
                        (b, a)
                    };
                    let x = frames[top].x + frames[top].width / 2.0;
                    let upper = (
                        x,
                        frames[top].y + frames[top].height + self.portraits[top].overhang(),
                    );
                    let lower = (x, frames[bottom].y);
                    let (from, to) = if top == a {
                        (upper, lower)
                    } else {
                        (lower, upper)
                    };
                    return Curve::straight(from, to);
                }
                let (from, to) = (point(a, 0), point(b, 1));
                if sides[at][0] == sides[at][1] {
                    let reach =
                        (26.0 + 0.16 * (from.1 - to.1).abs()).min(self.channel * 0.45) * self.scale;
                    let reach = if sides[at][0] == Side::Left {
                        -reach
                    } else {
                        reach
                    };
                    // Both ends reach as far out, though the boxes be of different widths.
                    let out = if reach > 0.0 {
                        from.0.max(to.0)
                    } else {
                        from.0.min(to.0)
                    } + reach;
                    return Curve {
                        from,
                        control1: (out, from.1),
                        control2: (out, to.1),
                        to,
                    };
                }
                Curve::level(from, to)
            })
            .collect();
        (frames, curves)
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
            std::cmp::Ordering::Less => [Side::Right, Side::Left],
            std::cmp::Ordering::Greater => [Side::Left, Side::Right],
            std::cmp::Ordering::Equal => {
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
        for actor in 0..frames.len() {
            for side in [Side::Left, Side::Right] {
                let mut ends: Vec<(usize, usize, f64)> = Vec::new();
                for (at, edge) in self.content.edges.iter().enumerate() {
                    for which in 0..2 {
                        if edge.ends[which] == actor && sides[at][which] == side {
                            let other = edge.ends[1 - which];
                            let near = self.column[other].abs_diff(self.column[actor]);
                            // Edges back to the own column lie outermost.
                            let away = middle(other) - middle(actor);
                            let slope = if near == 0 {
                                away.signum() * 1e6 - away
                            } else {
                                away
                            };
                            ends.push((at, which, slope));
                        }
                    }
                }
                ends.sort_by(|a, b| a.2.total_cmp(&b.2).then(a.0.cmp(&b.0)));
                let room = |at: usize| line_width(self.content.edges[at].weight()) + 3.2;
                let total: f64 = ends.iter().map(|&(at, ..)| room(at)).sum();
                let fits = (frames[actor].height - 5.0) / total.max(1.0);
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

    fn cost(&self, arrangement: &Arrangement, segments: usize) -> f64 {
        let (frames, curves) = self.draw(arrangement);
        let traces: Vec<Trace> = curves.iter().map(|curve| curve.trace(segments)).collect();
        let mut cost = 0.0;
        for (at, trace) in traces.iter().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "a few hundred edges")]
            let crossings = traces[at + 1..]
                .iter()
                .map(|other| trace.crossings(other) as f64)
                .sum::<f64>();
            cost += CROSSING * crossings;
            let ends = self.content.edges[at].ends;
            let heavy = line_width(self.content.edges[at].weight()).sqrt();
            cost += HEIGHT * trace.height() * heavy;
            for (actor, frame) in frames.iter().enumerate() {
                if !ends.contains(&actor) && trace.inside(*frame, 2.0) > 0 {
                    cost += RUN_OVER;
                }
            }
        }
        cost
    }

    /// What one comparison of arrangements takes of the work.
    fn price(&self, segments: usize) -> usize {
        let edges = self.content.edges.len();
        1 + edges * edges * segments * segments / 2 + edges * self.content.actors.len() * segments
    }

    /// A beginning: each column ordered by where the actors' neighbours stand, from left to right
    /// and back.
    #[expect(clippy::cast_precision_loss, reason = "a handful of actors")]
    fn sweep(&self, arrangement: &mut Arrangement) {
        for _ in 0..4 {
            let count = arrangement.columns.len();
            for column in (0..count).chain((0..count).rev()) {
                let mut place = vec![0.0; self.content.actors.len()];
                for actors in &arrangement.columns {
                    for (at, &actor) in actors.iter().enumerate() {
                        place[actor] = (at as f64 + 0.5) / actors.len() as f64;
                    }
                }
                let mean = |actor: usize| {
                    let mut sum = (place[actor] * 0.1, 0.1);
                    for edge in &self.content.edges {
                        let [a, b] = edge.ends;
                        let other = if a == actor { b } else { a };
                        if a == actor || b == actor {
                            sum = (sum.0 + place[other], sum.1 + 1.0);
                        }
                    }
                    sum.0 / sum.1
                };
                arrangement.columns[column]
                    .sort_by(|&a, &b| mean(a).total_cmp(&mean(b)).then(a.cmp(&b)));
            }
        }
    }

    /// Moves one actor at a time to every place of its column while that lowers the cost.
    fn reorder(&self, arrangement: &mut Arrangement, work: &mut usize) {
        let mut best = self.cost(arrangement, COARSE);
        for _ in 0..ROUNDS {
            let before = best;
            for column in 0..arrangement.columns.len() {
                for actor in arrangement.columns[column].clone() {
                    for to in 0..arrangement.columns[column].len() {
                        let Some(rest) = work.checked_sub(self.price(COARSE)) else {
                            return;
                        };
                        *work = rest;
                        let mut moved = arrangement.clone();
                        moved.columns[column].retain(|&other| other != actor);
                        moved.columns[column].insert(to, actor);
                        let cost = self.cost(&moved, COARSE);
                        if cost < best - 1e-9 {
                            (*arrangement, best) = (moved, cost);
                        }
                    }
                }
            }
            if best >= before - 1e-9 {
                return;
            }
        }
    }

    /// Shifts one actor at a time a little up or down while that lowers the cost.
    fn settle(&self, arrangement: &mut Arrangement, work: &mut usize) {
        let mut best = self.cost(arrangement, FINE);
        for step in [24.0, 12.0, 12.0, 6.0, 6.0, 3.0] {
            for actor in 0..self.content.actors.len() {
                for by in [step, -step] {
                    let Some(rest) = work.checked_sub(self.price(FINE)) else {
                        return;
                    };
                    let mut moved = arrangement.clone();
                    moved.shift[actor] += by * self.scale;
                    if !self.is_apart(&moved, actor) {
                        continue;
                    }
                    *work = rest;
                    let cost = self.cost(&moved, FINE);
                    if cost < best - 1e-9 {
                        (*arrangement, best) = (moved, cost);
                    }
                }
            }
        }
    }

    /// Whether an actor keeps its distance from its neighbours and the edges of the sheet. Room
    /// for the label of a straight line stays where it was.
    fn is_apart(&self, arrangement: &Arrangement, actor: usize) -> bool {
        let frames = self.frames(arrangement);
        let frame = frames[actor];
        let (top, bottom) = (self.area.top, self.area.top + self.area.height);
        let inside = frame.y >= top && frame.y + frame.height <= bottom;
        inside
            && arrangement.columns[self.column[actor]]
                .iter()
                .all(|&other| {
                    let tied = self
                        .content
                        .edges
                        .iter()
                        .any(|edge| edge.ends.contains(&actor) && edge.ends.contains(&other));
                    let gap = self.scale * if tied { LABEL_GAP } else { GAP };
                    let other_frame = frames[other];
                    other == actor
                        || frame.y + frame.height + gap <= other_frame.y
                        || other_frame.y + other_frame.height + gap <= frame.y
                })
    }
}
