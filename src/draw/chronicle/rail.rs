//! Draws the cards of a row on their rail.

use super::super::font::{CAP_HEIGHT, Face};
use super::super::marks;
use super::super::style::{GREY, NAME};
use super::super::svg::{Canvas, Paint, TextStyle};
use super::cards::{About, Card};
use super::flow::PlacedRow;
use super::page::{Drawing, MIDDLE, details};
use super::rows::{DETAIL_STEP, NAME_STEP};

/// Radius of a card's clock face.
const CLOCK: f64 = 4.0;

impl Drawing<'_, '_, '_> {
    /// The cards of a row on their rail.
    pub(super) fn cards(
        &self,
        canvas: &mut Canvas,
        placed: &PlacedRow,
        y: f64,
        last_dot: Option<usize>,
    ) {
        let (columns, cards) = (&self.layout.columns, &placed.row.cards);
        let Some(last_card) = cards.last() else {
            return;
        };
        let clock = columns.card - 11.0;
        let line = Paint::stroke(GREY, 0.8);
        let middle = y + MIDDLE;
        let from = last_dot.map_or(columns.lanes_left, |lane| {
            columns.lanes[lane] + marks::DOT + 1.0
        });
        let dotted = cards.iter().all(|card| card.spoken_of);
        let to_first = if dotted {
            Paint::stroke(GREY, 0.8).dashed("1.2 1.6")
        } else {
            line
        };
        canvas.line((from, middle), (clock - CLOCK, middle), to_first);
        let mut top = y;
        let tops: Vec<f64> = cards
            .iter()
            .map(|card| {
                let here = top;
                top += card.height();
                here
            })
            .collect();
        if cards.len() > 1 {
            let end = top - last_card.height() + MIDDLE;
            canvas.line((columns.rail, middle), (columns.rail, end), line);
        }
        for (at, (card, top)) in cards.iter().zip(tops).enumerate() {
            if at > 0 {
                let tick = if card.spoken_of {
                    Paint::stroke(GREY, 0.8).dashed("1.2 1.6")
                } else {
                    line
                };
                canvas.line(
                    (columns.rail, top + MIDDLE),
                    (clock - CLOCK, top + MIDDLE),
                    tick,
                );
            }
            self.card(canvas, card, clock, top);
        }
    }

    fn card(&self, canvas: &mut Canvas, card: &Card, clock: f64, y: f64) {
        let story = self.chronicle.story;
        let middle = y + MIDDLE;
        let tip = match card.about {
            About::Agreement(at, _) => story.agreement_tip(&story.agreements[at]),
            About::Event(at) => story.event_tip(&story.events[at]),
        };
        canvas.with_tip(&tip, |canvas| {
            match card.about {
                About::Agreement(_, stage) => marks::clock(canvas, (clock, middle), CLOCK, stage),
                About::Event(_) => canvas.circle(clock, middle, 1.3, Paint::fill(GREY)),
            }
            let face = if card.first {
                Face::Bold
            } else {
                Face::Regular
            };
            let mut base = middle + NAME * CAP_HEIGHT / 2.0;
            for line in &card.name {
                canvas.text(
                    self.layout.columns.card,
                    base,
                    line,
                    TextStyle::new(face, NAME),
                );
                base += NAME_STEP;
            }
            base += DETAIL_STEP - NAME_STEP - 0.2;
            details(
                canvas,
                self.layout.columns.card,
                base,
                &card.details,
                &card.disputes,
            );
        });
    }
}
