//! Reads pages back, for tests of what stands on them.

use resvg::usvg::roxmltree::{Document, Node};

use super::Page;
use super::font::{self, Face};

/// A line of text on a page, with the room that its capitals take.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// The text.
    pub(crate) text: String,
    /// Size in points.
    pub(crate) size: f64,
    /// Left end, before it is turned.
    pub(crate) left: f64,
    /// Right end, before it is turned.
    pub(crate) right: f64,
    /// Base line.
    pub(crate) base: f64,
    /// Degrees by which it is turned around its beginning.
    pub(crate) turn: f64,
}

impl Line {
    fn read(node: Node<'_, '_>) -> Self {
        let number = |key: &str| -> f64 { node.attribute(key).unwrap().parse().unwrap() };
        let face = match (node.attribute("font-weight"), node.attribute("font-style")) {
            (Some(_), _) => Face::Bold,
            (_, Some(_)) => Face::Italic,
            _ => Face::Regular,
        };
        let text = node.text().unwrap_or_default().to_owned();
        let size = number("font-size");
        let width = font::width(&text, face, size);
        let left = match node.attribute("text-anchor") {
            Some("middle") => number("x") - width / 2.0,
            Some("end") => number("x") - width,
            _ => number("x"),
        };
        let turn = node.attribute("transform").and_then(|turn| {
            turn.strip_prefix("rotate(")?
                .split(' ')
                .next()?
                .parse()
                .ok()
        });
        Self {
            text,
            size,
            left,
            right: left + width,
            base: number("y"),
            turn: turn.unwrap_or(0.0),
        }
    }

    fn top(&self) -> f64 {
        self.base - self.size * font::CAP_HEIGHT
    }

    fn overlaps(&self, other: &Self) -> bool {
        let across = self.right.min(other.right) - self.left.max(other.left);
        let down = self.base.min(other.base) - self.top().max(other.top());
        across > 0.3 && down > 0.3
    }

    /// The corners of its box on the page.
    fn corners(&self) -> Vec<(f64, f64)> {
        let (sin, cos) = self.turn.to_radians().sin_cos();
        let ends = [self.left, self.right];
        ends.into_iter()
            .flat_map(|x| [self.base, self.top()].map(|y| (x - self.left, y - self.base)))
            .map(|(x, y)| (self.left + x * cos - y * sin, self.base + x * sin + y * cos))
            .collect()
    }
}

/// All lines of text on a page, in the order they were drawn.
pub(crate) fn lines(page: &Page) -> Vec<Line> {
    let document = Document::parse(&page.svg).unwrap();
    document
        .descendants()
        .filter(|node| node.has_tag_name("text"))
        .map(Line::read)
        .collect()
}

/// Checks what holds of every page: it is XML, says what it is, all its text lies inside, can be
/// shown by the font, is not too small and does not lie on other text.
pub(crate) fn check(page: &Page) {
    let document = Document::parse(&page.svg).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    for tag in ["title", "desc"] {
        let told = root
            .children()
            .find(|node| node.has_tag_name(tag))
            .and_then(|node| node.text());
        assert!(told.is_some_and(|text| !text.trim().is_empty()), "{tag}");
    }
    assert!(!page.svg.contains("NaN") && !page.svg.contains("inf"));
    let lines = lines(page);
    for line in &lines {
        assert!(line.text.chars().all(font::has_glyph), "{line:?}");
        assert!(line.size >= 6.5, "{line:?}");
        for (x, y) in line.corners() {
            let inside = (0.0..=page.width).contains(&x) && (0.0..=page.height).contains(&y);
            assert!(
                inside,
                "{line:?} at {x} {y} of {} {}",
                page.width, page.height
            );
        }
    }
    let level: Vec<_> = lines.iter().filter(|line| line.turn == 0.0).collect();
    for (at, line) in level.iter().enumerate() {
        for other in &level[at + 1..] {
            assert!(!line.overlaps(other), "{line:?} lies on {other:?}");
        }
    }
}
