//! An actor as a box with its name and what it is: measured first, then drawn where a layout puts
//! it, as tall as the layout needs.

use super::font::{self, Face};
use super::labels::Words;
use super::marks::Frame;
use super::story::{Shape, Story};
use super::style::{Colour, GREY, INK, PAPER, SIDES};
use super::svg::{Anchor, Canvas, Paint, TextStyle};

/// An actor, measured.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Portrait {
    shape: Shape,
    colour: Colour,
    name: Vec<String>,
    note: Option<String>,
    size: f64,
    /// Width of its box.
    pub(crate) width: f64,
    /// Least height of its box.
    pub(crate) height: f64,
}

/// Size of the name at scale 1.
const NAME: f64 = 8.0;
/// Size of the note at scale 1.
const NOTE: f64 = 6.6;
/// Widest name on a line, in multiples of its size.
const WIDEST: f64 = 17.0;
/// Offset of the second sheet of a group.
const SHEET: f64 = 2.5;

impl Portrait {
    /// Measures the box of an actor at a scale.
    #[expect(clippy::cast_precision_loss, reason = "two lines")]
    pub(crate) fn of(story: &Story<'_>, actor: usize, scale: f64) -> Self {
        let told = &story.actors[actor];
        let size = NAME * scale;
        let name = font::wrap(
            named(told.name, told.id),
            Face::Bold,
            size,
            WIDEST * size,
            2,
        );
        let note = note(story, actor, scale);
        let widest = name
            .iter()
            .map(|line| font::width(line, Face::Bold, size))
            .chain(
                note.iter()
                    .map(|note| font::width(note, Face::Regular, NOTE * scale)),
            )
            .fold(0.0, f64::max);
        let lines =
            name.len() as f64 * size * 1.15 + note.iter().len() as f64 * NOTE * 1.25 * scale;
        Self {
            shape: told.shape,
            colour: story.colour(actor),
            name,
            note,
            size,
            width: (widest + 2.2 * size).max(4.0 * size),
            height: lines + 1.15 * size,
        }
    }

    /// The radius of its corners in a box of a height.
    fn radius(&self, height: f64) -> f64 {
        match self.shape {
            Shape::Person => (height / 2.0).min(1.7 * self.size),
            Shape::State | Shape::Organization => 0.0,
            Shape::Group => 0.4 * self.size,
        }
    }

    /// How far its outline stands back from the left and right of its box at a height on the
    /// sheet: the corners are round.
    pub(crate) fn inset(&self, frame: Frame, y: f64) -> f64 {
        let radius = self.radius(frame.height);
        let into = (y - frame.y).min(frame.y + frame.height - y);
        if into >= radius {
            return 0.0;
        }
        let rest = radius - into.max(0.0);
        radius - (radius * radius - rest * rest).max(0.0).sqrt()
    }

    /// How far its drawing reaches beyond its box to the right and downwards.
    pub(crate) fn overhang(&self) -> f64 {
        if self.shape == Shape::Group {
            SHEET
        } else {
            0.0
        }
    }

    /// Draws it in a box.
    pub(crate) fn draw(&self, canvas: &mut Canvas, frame: Frame) {
        let Frame {
            x,
            y,
            width,
            height,
        } = frame;
        let radius = self.radius(height);
        let outline = Paint::fill(self.colour.tint).outlined(self.colour.line, 1.2);
        let (mut ink, mut grey) = (INK, GREY);
        match self.shape {
            // Neither white nor black reads well on the third colour: there the tint carries the name.
            Shape::State if self.colour != SIDES[2] => {
                canvas.rect(x, y, width, height, radius, Paint::fill(self.colour.line));
                (ink, grey) = (self.colour.text, self.colour.text);
            }
            Shape::Group => {
                let behind = Paint::fill(PAPER).outlined(self.colour.line, 0.9);
                canvas.rect(x + SHEET, y + SHEET, width, height, radius, behind);
                canvas.rect(x, y, width, height, radius, outline);
            }
            _ => canvas.rect(x, y, width, height, radius, outline),
        }
        self.text(canvas, frame, ink, grey);
    }

    #[expect(clippy::cast_precision_loss, reason = "two lines")]
    fn text(&self, canvas: &mut Canvas, frame: Frame, ink: &str, grey: &str) {
        let note_size = self.size * NOTE / NAME;
        let lines = self.name.len() as f64 * self.size * 1.15
            + self.note.iter().len() as f64 * note_size * 1.25;
        let middle = frame.x + frame.width / 2.0;
        let mut y = frame.y + (frame.height - lines) / 2.0;
        for line in &self.name {
            y += self.size * 1.15;
            let style = TextStyle::new(Face::Bold, self.size)
                .anchor(Anchor::Middle)
                .fill(ink);
            canvas.text(middle, y - self.size * 0.24, line, style);
        }
        if let Some(note) = &self.note {
            y += note_size * 1.25;
            let style = TextStyle::new(Face::Regular, note_size)
                .anchor(Anchor::Middle)
                .fill(grey);
            canvas.text(middle, y - note_size * 0.3, note, style);
        }
    }
}

/// The name, or the id where the name has nothing that shows.
pub(crate) fn named<'n>(name: &'n str, id: &'n str) -> &'n str {
    if font::displayable(name).is_empty() {
        id
    } else {
        name
    }
}

/// What a person is, in the language of the picture and short enough for a line: the description,
/// else the office and whose it is.
fn note(story: &Story<'_>, actor: usize, scale: f64) -> Option<String> {
    let told = &story.actors[actor];
    if told.shape != Shape::Person {
        return None;
    }
    let described = match story.lang.as_str() {
        "en" => told
            .node
            .text("description_en")
            .or_else(|| told.node.text("description")),
        lang => told.node.text(&format!("description_{lang}")),
    };
    let office = || {
        let edge = told
            .node
            .outgoing()
            .filter(|edge| edge.kind() == "REPRESENTS" && edge.get("until").is_none())
            .min_by_key(|edge| (edge.to().text("id"), edge.text("office")))?;
        let of = story
            .dossier
            .display_name(edge.to(), Some(&story.lang))
            .to_owned();
        // Offices are written in English; another language has the name alone.
        Some(match edge.text("office").filter(|_| story.lang == "en") {
            Some(office) => format!("{office}, {of}"),
            None => of,
        })
    };
    let fits = |note: &String| {
        font::width(&font::displayable(note), Face::Regular, NOTE * scale) <= WIDEST * NAME * scale
    };
    described
        .map(str::to_owned)
        .filter(fits)
        .or_else(|| office().filter(fits))
}

/// The words for kinds of actors, for legends.
pub(crate) fn shape_word(shape: Shape, words: &Words) -> &'static str {
    let dutch = words.code == "nl";
    match (shape, dutch) {
        (Shape::Person, false) => "person",
        (Shape::State, false) => "state",
        (Shape::Organization, false) => "organisation",
        (Shape::Group, false) => "group",
        (Shape::Person, true) => "persoon",
        (Shape::State, true) => "staat",
        (Shape::Organization, true) => "organisatie",
        (Shape::Group, true) => "groep",
    }
}
