//! Curves between boxes, and where they cross or run over things.

use crate::draw::marks::Frame;

/// A point on the sheet.
pub(super) type Point = (f64, f64);

/// A cubic Bézier curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Curve {
    /// Where it begins.
    pub(super) from: Point,
    /// Where it first heads for.
    pub(super) control1: Point,
    /// Where it comes from last.
    pub(super) control2: Point,
    /// Where it ends.
    pub(super) to: Point,
}

/// A curve as a row of points, with the rectangle that holds it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Trace {
    points: Vec<Point>,
    low: Point,
    high: Point,
}

impl Curve {
    /// Between two sides of boxes, level at both ends.
    pub(super) fn level(from: Point, to: Point) -> Self {
        let middle = f64::midpoint(from.0, to.0);
        Self {
            from,
            control1: (middle, from.1),
            control2: (middle, to.1),
            to,
        }
    }

    /// A straight line.
    pub(super) fn straight(from: Point, to: Point) -> Self {
        Self {
            from,
            control1: from,
            control2: to,
            to,
        }
    }

    /// The point at a parameter from 0 to 1.
    pub(super) fn at(self, t: f64) -> Point {
        let s = 1.0 - t;
        let weights = [s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t];
        let points = [self.from, self.control1, self.control2, self.to];
        let sum = |pick: fn(&Point) -> f64| {
            weights
                .iter()
                .zip(&points)
                .map(|(weight, point)| weight * pick(point))
                .sum()
        };
        (sum(|point| point.0), sum(|point| point.1))
    }

    /// The direction at the end in radians, that at the beginning reversed for `backwards`.
    pub(super) fn direction(self, backwards: bool) -> f64 {
        let (near, tip) = if backwards {
            (self.at(0.04), self.from)
        } else {
            (self.at(0.96), self.to)
        };
        (tip.1 - near.1).atan2(tip.0 - near.0)
    }

    /// As a row of so many segments.
    pub(super) fn trace(self, segments: usize) -> Trace {
        Trace::of(&[self], segments)
    }
}

impl Trace {
    /// Curves one after the other, each as so many segments.
    #[expect(clippy::cast_precision_loss, reason = "a handful of points")]
    pub(super) fn of(curves: &[Curve], segments: usize) -> Self {
        let first = curves.iter().take(1).map(|curve| curve.from);
        let points: Vec<Point> =
            first
                .chain(curves.iter().flat_map(|curve| {
                    (1..=segments).map(|at| curve.at(at as f64 / segments as f64))
                }))
                .collect();
        let fold = |pick: fn(&Point) -> f64, with: fn(f64, f64) -> f64, from: f64| {
            points.iter().map(pick).fold(from, with)
        };
        Self {
            low: (
                fold(|point| point.0, f64::min, f64::INFINITY),
                fold(|point| point.1, f64::min, f64::INFINITY),
            ),
            high: (
                fold(|point| point.0, f64::max, f64::NEG_INFINITY),
                fold(|point| point.1, f64::max, f64::NEG_INFINITY),
            ),
            points,
        }
    }

    /// How often it crosses another. O(n · m) for their segments.
    pub(super) fn crossings(&self, other: &Self) -> usize {
        let apart = self.high.0 < other.low.0
            || other.high.0 < self.low.0
            || self.high.1 < other.low.1
            || other.high.1 < self.low.1;
        if apart {
            return 0;
        }
        self.points
            .windows(2)
            .map(|a| {
                let crossed = other.points.windows(2).filter(|b| meet(a, b));
                crossed.count()
            })
            .sum()
    }

    /// How many of its points lie in a rectangle grown by `margin`.
    pub(super) fn inside(&self, frame: Frame, margin: f64) -> usize {
        let (left, top) = (frame.x - margin, frame.y - margin);
        let (right, bottom) = (
            frame.x + frame.width + margin,
            frame.y + frame.height + margin,
        );
        if self.high.0 < left || self.low.0 > right || self.high.1 < top || self.low.1 > bottom {
            return 0;
        }
        // Between two points the curve is nearly straight: the middles count too.
        let middles = self.points.windows(2).map(|pair| {
            (
                f64::midpoint(pair[0].0, pair[1].0),
                f64::midpoint(pair[0].1, pair[1].1),
            )
        });
        self.points
            .iter()
            .copied()
            .chain(middles)
            .filter(|(x, y)| *x > left && *x < right && *y > top && *y < bottom)
            .count()
    }

    /// How high it is from its lowest to its highest point.
    pub(super) fn height(&self) -> f64 {
        self.high.1 - self.low.1
    }
}

/// Whether two segments cross in their insides.
fn meet(a: &[Point], b: &[Point]) -> bool {
    let side = |p: Point, q: Point, r: Point| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
    let (d1, d2) = (side(a[0], a[1], b[0]), side(a[0], a[1], b[1]));
    let (d3, d4) = (side(b[0], b[1], a[0]), side(b[0], b[1], a[1]));
    // An end on the other segment belongs to one side, so that a crossing there counts once.
    (d1 > 0.0) != (d2 > 0.0) && (d3 > 0.0) != (d4 > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_cross_where_their_ends_change_sides() {
        let down = Curve::level((0.0, 0.0), (100.0, 80.0)).trace(14);
        let up = Curve::level((0.0, 80.0), (100.0, 0.0)).trace(14);
        let below = Curve::level((0.0, 20.0), (100.0, 100.0)).trace(14);
        assert_eq!(down.crossings(&up), 1);
        assert_eq!(down.crossings(&below), 0);
    }

    #[test]
    fn a_curve_knows_what_it_runs_over() {
        let curve = Curve::level((0.0, 0.0), (100.0, 0.0)).trace(14);
        let frame = |x: f64, y: f64| Frame {
            x,
            y,
            width: 20.0,
            height: 10.0,
        };
        assert!(curve.inside(frame(40.0, -5.0), 0.0) > 0);
        assert_eq!(curve.inside(frame(40.0, 20.0), 3.0), 0);
    }
}
