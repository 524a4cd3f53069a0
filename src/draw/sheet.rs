//! What stands around a picture on its sheet: title, subtitle, notes, legend, sources.

use std::collections::BTreeSet;

use super::font::{self, Face};
use super::labels::{When, Words, fill};
use super::marks;
use super::story::Story;
use super::style::{A4_SHORT, DETAIL, GREY, INK, MARGIN, SUBTITLE, TITLE};
use super::svg::{Canvas, Paint, TextStyle};

/// Draws a mark from its left end, on a middle line.
type Mark = Box<dyn Fn(&mut Canvas, f64, f64)>;

/// A mark of the legend with its word.
pub(crate) struct Entry {
    width: f64,
    draw: Mark,
    word: String,
}

impl Entry {
    /// A mark of a width that is drawn from its left end, on a middle line, and its word.
    pub(crate) fn new(
        width: f64,
        word: &str,
        draw: impl Fn(&mut Canvas, f64, f64) + 'static,
    ) -> Self {
        Self {
            width,
            draw: Box::new(draw),
            word: font::displayable(word).into_owned(),
        }
    }

    fn total(&self) -> f64 {
        self.width + 4.0 + font::width(&self.word, Face::Regular, DETAIL) + 14.0
    }
}

/// The foot of a sheet, laid out for its width.
pub(crate) struct Foot {
    notes: Vec<String>,
    legend: Vec<Vec<Entry>>,
    sources: Vec<String>,
}

const NOTE_STEP: f64 = 8.6;
const LEGEND_STEP: f64 = 13.2;

impl Foot {
    /// Lays out notes (each at most `lines` lines), legend entries and the source line.
    pub(crate) fn new(
        width: f64,
        notes: &[String],
        lines: usize,
        legend: Vec<Entry>,
        sources: &str,
    ) -> Self {
        let notes = notes
            .iter()
            .flat_map(|note| font::wrap(note, Face::Regular, DETAIL, width, lines))
            .collect();
        let mut rows: Vec<Vec<Entry>> = Vec::new();
        let mut used = f64::INFINITY;
        for entry in legend {
            let total = entry.total();
            if used + total - 14.0 > width {
                rows.push(Vec::new());
                used = 0.0;
            }
            used += total;
            if let Some(row) = rows.last_mut() {
                row.push(entry);
            }
        }
        Self {
            notes,
            legend: rows,
            sources: font::wrap(sources, Face::Regular, DETAIL, width, 3),
        }
    }

    /// Its height, the rule above it included.
    #[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
    pub(crate) fn height(&self) -> f64 {
        let notes = self.notes.len() as f64 * NOTE_STEP;
        let legend = self.legend.len() as f64 * LEGEND_STEP;
        4.0 + notes
            + if legend > 0.0 { legend + 1.0 } else { 0.0 }
            + self.sources.len() as f64 * NOTE_STEP
            + 2.0
    }

    /// Draws it from a left edge, with its rule at `top`.
    pub(crate) fn draw(&self, canvas: &mut Canvas, left: f64, top: f64, width: f64) {
        canvas.line((left, top), (left + width, top), Paint::stroke(INK, 0.9));
        let grey = TextStyle::new(Face::Regular, DETAIL).fill(GREY);
        let mut y = top + 4.0;
        for note in &self.notes {
            y += NOTE_STEP;
            canvas.text(left, y - 2.0, note, grey);
        }
        for row in &self.legend {
            let middle = y + LEGEND_STEP / 2.0 + 1.0;
            let mut x = left;
            for entry in row {
                (entry.draw)(canvas, x, middle);
                let base = middle + DETAIL * font::CAP_HEIGHT / 2.0;
                canvas.text(
                    x + entry.width + 4.0,
                    base,
                    &entry.word,
                    TextStyle::new(Face::Regular, DETAIL),
                );
                x += entry.total();
            }
            y += LEGEND_STEP;
        }
        if !self.legend.is_empty() {
            y += 1.0;
        }
        for line in &self.sources {
            y += NOTE_STEP;
            canvas.text(left, y - 2.0, line, grey);
        }
    }
}

/// The clock faces of the stages that occur; from signed on they share one.
pub(crate) fn stages(words: &Words, reached: &[usize]) -> Vec<Entry> {
    let faces = [
        (0..=0, words.stages[0]),
        (1..=1, words.stages[1]),
        (2..=2, words.stages[2]),
        (3..=6, words.legend.signed),
        (7..=7, words.stages[7]),
    ];
    faces
        .into_iter()
        .filter(|(stages, _)| reached.iter().any(|stage| stages.contains(stage)))
        .map(|(stages, word)| {
            let stage = *stages.start();
            Entry::new(9.0, word, move |canvas, x, y| {
                marks::clock(canvas, (x + 4.5, y), 3.9, Some(stage));
            })
        })
        .collect()
}

/// Height of the title and a subtitle of so many lines.
#[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
pub(crate) fn header_height(subtitle_lines: usize) -> f64 {
    MARGIN + TITLE + subtitle_lines as f64 * (SUBTITLE + 2.5)
}

/// Draws the title and the lines under it; a title too long for the sheet is set smaller, then cut.
pub(crate) fn header(canvas: &mut Canvas, title: &str, subtitle: &[String]) {
    let room = canvas.width() - 2.0 * MARGIN;
    let title = font::displayable(title);
    let wide = font::width(&title, Face::Bold, TITLE);
    let size = (TITLE * (room / wide).min(1.0)).max(10.0);
    let title = font::shorten(&title, Face::Bold, size, room);
    let mut y = MARGIN + TITLE * font::CAP_HEIGHT;
    canvas.text(MARGIN, y, &title, TextStyle::new(Face::Bold, size));
    y += 2.0;
    for line in subtitle {
        y += SUBTITLE + 2.5;
        canvas.text(
            MARGIN,
            y,
            line,
            TextStyle::new(Face::Regular, SUBTITLE).fill(GREY),
        );
    }
}

/// Breaks a subtitle for a sheet of A4's short side or wider.
pub(crate) fn subtitle(text: &str, width: f64) -> Vec<String> {
    font::wrap(
        text,
        Face::Regular,
        SUBTITLE,
        width.max(A4_SHORT) - 2.0 * MARGIN,
        2,
    )
}

impl Story<'_> {
    /// The source line: articles, what a quote proves, the day of making.
    pub(crate) fn source_line(&self, options: &super::Options) -> String {
        self.source_line_of(&self.articles, options)
    }

    /// The same for some of the articles.
    pub(crate) fn source_line_of(
        &self,
        articles: &BTreeSet<&str>,
        options: &super::Options,
    ) -> String {
        let articles: Vec<&str> = articles.iter().copied().collect();
        let count = Words::count(self.words.articles, articles.len());
        let named = if articles.is_empty() || articles.len() > 8 {
            count
        } else {
            let short: Vec<_> = articles
                .iter()
                .map(|id| short_id(id, &articles).to_owned())
                .collect();
            format!("{count} ({})", short.join(", "))
        };
        let sources = format!(
            "{} {}",
            fill(self.words.sources, &[&named]),
            self.words.proves
        );
        let built = options.built.and_then(When::of);
        let built = built.map(|day| fill(self.words.built, &[&day.label(self.words, None)]));
        let parts: Vec<String> = (!articles.is_empty())
            .then_some(sources)
            .into_iter()
            .chain(built)
            .collect();
        parts.join(" ")
    }

    /// `2020–2021`, the years of the dated events and agreements; empty without any.
    pub(crate) fn years(&self) -> String {
        let whens = self.events.iter().filter_map(|event| event.when);
        let years: Vec<i64> = whens.map(When::year).collect();
        match (years.iter().min(), years.iter().max()) {
            (Some(first), Some(last)) if first == last => first.to_string(),
            (Some(first), Some(last)) => format!("{first}–{last}"),
            _ => String::new(),
        }
    }
}

/// The shortest beginning of an article's id that ends before a separator and is that of no other.
fn short_id<'i>(id: &'i str, all: &[&str]) -> &'i str {
    id.char_indices()
        .filter(|(at, c)| *at > 0 && !c.is_alphanumeric())
        .map(|(at, _)| &id[..at])
        .find(|start| all.iter().filter(|other| other.starts_with(start)).count() == 1)
        .unwrap_or(id)
}
