//! Places the actors in their columns and draws the curves between them: an order within the
//! columns and heights that cost little, by moving one actor at a time.

use super::columns::columns;
use super::content::Content;
use super::course::Course;
use super::curve::Trace;
use super::words::EdgeLabel;
use crate::draw::font::{self, Face};
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
    /// Courses by the place of the edge in the content, from its first end.
    pub(super) courses: Vec<Course>,
    /// The lowest height that is drawn at.
    pub(super) bottom: f64,
}

/// What a crossing costs, a box run over, a point of height.
const CROSSING: f64 = 50.0;
const RUN_OVER: f64 = 90.0;
const HEIGHT: f64 = 0.12;
/// Least white space between boxes of a column, at scale 1.
pub(super) const GAP: f64 = 9.0;
/// White space between two boxes of a column that holds the label of a straight line, at scale 1.
pub(super) const LABEL_GAP: f64 = 19.0;
/// Most actors of a column.
const CAPACITY: usize = 11;
/// White space between two columns, at least at scale 1, and at most.
const CHANNEL: (f64, f64) = (60.0, 330.0);
/// Rounds of the search for an order; each ends earlier when nothing helps.
const ROUNDS: usize = 6;
/// Segments of a curve in the search for an order, and in that for heights.
const COARSE: usize = 3;
const FINE: usize = 9;
/// The work that the search may do, in comparisons of segments.
const WORK: usize = 30_000_000;

/// The width of an edge that stands for so many things.
#[expect(clippy::cast_precision_loss, reason = "a few hundred at most")]
pub(crate) fn line_width(weight: usize) -> f64 {
    if weight <= 1 {
        return 1.2;
    }
    (1.0 + 1.65 * (weight as f64 - 1.0).sqrt()).min(9.0)
}

/// What does not change while the search goes on.
pub(super) struct Plan<'p> {
    pub(super) content: &'p Content,
    pub(super) area: Area,
    pub(super) scale: f64,
    pub(super) portraits: Vec<Portrait>,
    heights: Vec<f64>,
    /// The column of each actor.
    pub(super) column: Vec<usize>,
    /// Middles and widths of the columns from left to right.
    pub(super) middles: Vec<f64>,
    pub(super) widths: Vec<f64>,
    /// Widths between the columns.
    pub(super) channels: Vec<f64>,
}

/// An order within the columns, with shifts of single actors from their slots.
#[derive(Debug, Clone)]
pub(super) struct Arrangement {
    pub(super) columns: Vec<Vec<usize>>,
    pub(super) shift: Vec<f64>,
}

/// Lays out a content at a scale; none if a column is too high.
pub(super) fn lay_out(
    story: &Story<'_>,
    content: &Content,
    labels: &[EdgeLabel],
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
    let plan = Plan::new(content, labels, area, scale, portraits, &columns)?;
    let mut arrangement = Arrangement {
        shift: vec![0.0; content.actors.len()],
        columns,
    };
    plan.sweep(&mut arrangement);
    let mut work = WORK;
    plan.reorder(&mut arrangement, &mut work);
    plan.settle(&mut arrangement, &mut work);
    plan.fill_height(&mut arrangement);
    let frames = plan.frames(&arrangement);
    let courses = plan.courses(&arrangement, &frames);
    let bottom = frames
        .iter()
        .map(|frame| frame.y + frame.height)
        .fold(area.top, f64::max);
    Some(Layout {
        scale,
        actors: plan.portraits.into_iter().zip(frames).collect(),
        courses,
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
        labels: &[EdgeLabel],
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
        let boxes: f64 = widths.iter().sum();
        let free = area.width - boxes;
        let channels = channels(content, labels, &column, columns.len(), free, scale)?;
        let used = boxes + channels.iter().sum::<f64>();
        let mut x = area.left + (area.width - used) / 2.0;
        let middles = widths
            .iter()
            .enumerate()
            .map(|(at, width)| {
                let middle = x + width / 2.0;
                x += width + channels.get(at).copied().unwrap_or(0.0);
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
            widths,
            channels,
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

    fn cost(&self, arrangement: &Arrangement, segments: usize) -> f64 {
        let frames = self.frames(arrangement);
        let courses = self.courses(arrangement, &frames);
        let traces: Vec<Trace> = courses
            .iter()
            .map(|course| Trace::of(course.pieces(), segments))
            .collect();
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

    /// Moves everything up to the top and stretches it to the bottom, by a quarter at most.
    fn fill_height(&self, arrangement: &mut Arrangement) {
        let frames = self.frames(arrangement);
        let middle = |frame: &Frame| frame.y + frame.height / 2.0;
        let fold = |values: Vec<f64>, with: fn(f64, f64) -> f64| values.into_iter().reduce(with);
        let (Some(first), Some(last), Some(top), Some(bottom)) = (
            fold(frames.iter().map(middle).collect(), f64::min),
            fold(frames.iter().map(middle).collect(), f64::max),
            fold(frames.iter().map(|frame| frame.y).collect(), f64::min),
            fold(
                frames.iter().map(|frame| frame.y + frame.height).collect(),
                f64::max,
            ),
        ) else {
            return;
        };
        let (free, used) = (self.area.height - 2.0 * GAP, bottom - top);
        let between = last - first;
        if between < 1.0 || used > free {
            return;
        }
        let stretch = ((free - used + between) / between).min(1.25);
        let up = top - self.area.top - GAP;
        for (shift, frame) in arrangement.shift.iter_mut().zip(&frames) {
            *shift += (middle(frame) - first) * (stretch - 1.0) - up;
        }
    }
}

/// Widths of the white space between columns: enough for the labels of the edges that lie in it,
/// the rest shared out by the number of edges. None if there is too little at a scale above 1.
fn channels(
    content: &Content,
    labels: &[EdgeLabel],
    column: &[usize],
    columns: usize,
    free: f64,
    scale: f64,
) -> Option<Vec<f64>> {
    let count = columns.saturating_sub(1);
    let mut least = vec![CHANNEL.0 * scale; count];
    let mut edges = vec![1.0; count];
    for (edge, label) in content.edges.iter().zip(labels) {
        let [a, b] = edge.ends.map(|end| column[end]);
        let (left, right) = (a.min(b), a.max(b));
        for edges in &mut edges[left.min(count)..right.min(count)] {
            *edges += 1.0;
        }
        if right == left + 1 {
            let size = super::place::SIZE * scale;
            let width = if edge.weight() > 1 {
                font::width(&font::displayable(&label.what), Face::Bold, size)
            } else {
                let whole = format!("{} {}", label.what, label.years);
                font::width(&font::displayable(&whole), Face::Regular, size)
            };
            least[left] = least[left].max(width + 34.0 * scale);
        }
    }
    let needed: f64 = least.iter().sum();
    if needed > free {
        let shrink = (free / needed).max(0.0);
        let tight = scale <= 1.0;
        return tight.then(|| least.iter().map(|width| width * shrink).collect());
    }
    let all: f64 = edges.iter().sum();
    let rest = free - needed;
    let widths = least.iter().zip(&edges);
    Some(
        widths
            .map(|(least, edges)| (least + rest * edges / all).min(CHANNEL.1))
            .collect(),
    )
}
