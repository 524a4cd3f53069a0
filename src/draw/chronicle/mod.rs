//! The chronicle: a row an event, a lane an actor, and beside each row what came of it.
//!
//! Knows rows, lanes and cards; must not read the graph, which [`story`](super::story) does. A
//! picture goes through [`rows`] (what to say), [`lanes`] (who stands where), [`columns`] (the
//! sheet shared out), [`flow`] (pages) and [`page`] (ink).

mod cards;
mod columns;
mod dots;
mod flow;
mod lanes;
mod legend;
mod page;
mod rail;
mod rows;

use super::labels::{Words, fill};
use super::sheet::{self, Foot};
use super::story::Story;
use super::style::MARGIN;
use super::{DrawError, Options, Page, Picture};
use crate::graph::{Dossier, Selection};
use columns::{A3, A4, Columns, Sheet};
use flow::Body;
use lanes::Lanes;
use rows::Plan;

/// Most events of one chronicle.
const LIMIT: usize = 200;

/// Draws the events and agreements of a selection in the order of time: A4, A3 if that holds it on
/// one sheet, else several pages of A4.
///
/// Above 200 events it is an error that asks for fewer. O(events × actors), and the orders of
/// lanes that are tried.
pub fn chronicle(
    dossier: &Dossier,
    selection: &Selection,
    options: &Options,
) -> Result<Picture, DrawError> {
    let story = Story::read(dossier, selection, options);
    if story.events.len() > LIMIT {
        return Err(DrawError::TooManyEvents {
            count: story.events.len(),
            limit: LIMIT,
        });
    }
    let chronicle = Chronicle::plan(&story, options);
    Ok(Picture {
        pages: chronicle.draw(),
    })
}

/// A chronicle that is being laid out.
struct Chronicle<'s, 'g> {
    story: &'s Story<'g>,
    plan: Plan,
    with_cards: bool,
    source_line: String,
}

/// Everything that a page needs to be drawn.
struct Layout {
    sheet: Sheet,
    lanes: Lanes,
    columns: Columns,
    /// Top of the body.
    top: f64,
    foot: Foot,
    pages: Vec<Body>,
}

impl<'s, 'g> Chronicle<'s, 'g> {
    fn plan(story: &'s Story<'g>, options: &Options) -> Self {
        let plan = Plan::of(story);
        let with_cards = story.events.iter().any(|event| !event.outcomes.is_empty())
            || plan.unplaced.len() < story.agreements.len();
        Self {
            story,
            plan,
            with_cards,
            source_line: story.source_line(options),
        }
    }

    fn draw(&self) -> Vec<Page> {
        let narrow = self.lanes(A4);
        let mut layout = self.lay_out(A4, &narrow, 2);
        if layout.pages.len() > 1 {
            let short = self.lay_out(A4, &narrow, 1);
            let large = || self.lay_out(A3, &self.lanes(A3), 2);
            let one_sheet = Some(short)
                .filter(is_one_sheet)
                .or_else(|| Some(large()).filter(is_one_sheet));
            layout = one_sheet.unwrap_or(layout);
        }
        (0..layout.pages.len().max(1))
            .map(|page| page::draw(self, &layout, page))
            .collect()
    }

    fn lanes(&self, sheet: Sheet) -> Lanes {
        Lanes::choose(
            self.story,
            &self.plan.agreements(),
            Columns::most_lanes(sheet, self.with_cards),
        )
    }

    fn lay_out(&self, sheet: Sheet, lanes: &Lanes, detail_lines: usize) -> Layout {
        let columns = Columns::of(sheet, lanes, self.with_cards);
        let rows = rows::rows(self.story, &self.plan, lanes, &columns, detail_lines);
        let foot = self.foot(lanes, columns.right - MARGIN);
        let top = sheet::header_height(self.subtitle(sheet).len()) + columns.heads + 8.0;
        let room = sheet.height - top - foot.height() - MARGIN - 4.0;
        let pages = flow::flow(&rows, room);
        Layout {
            sheet,
            lanes: lanes.clone(),
            columns,
            top,
            foot,
            pages,
        }
    }

    fn foot(&self, lanes: &Lanes, width: f64) -> Foot {
        let words = self.story.words;
        let unplaced: Vec<String> = self
            .plan
            .unplaced
            .iter()
            .map(|&at| self.unplaced(at))
            .collect();
        let notes: Vec<String> = (!unplaced.is_empty())
            .then(|| fill(words.not_tied, &[&unplaced.join("; ")]))
            .into_iter()
            .collect();
        Foot::new(
            width,
            &notes,
            usize::MAX,
            legend::entries(self.story, &self.plan, lanes),
            &self.source_line,
        )
    }

    /// An agreement of the foot: `Earlier Russian loans (disbursed · Russia → Belarus)`.
    fn unplaced(&self, at: usize) -> String {
        let agreement = &self.story.agreements[at];
        let mut details = agreement.figures.clone();
        details.extend(self.story.stage(agreement.stage).map(str::to_owned));
        details.extend(cards::parties(self.story, agreement));
        if details.is_empty() {
            agreement.name.to_owned()
        } else {
            format!("{} ({})", agreement.name, details.join(" · "))
        }
    }

    fn subtitle(&self, sheet: Sheet) -> Vec<String> {
        if self.plan.subjects.is_empty() {
            return Vec::new();
        }
        let words = self.story.words;
        let articles = Words::count(words.articles, self.story.articles.len());
        let text = fill(words.chronicle_subtitle, &[&articles]);
        let years = self.story.years();
        let text = if years.is_empty() {
            text
        } else {
            format!("{text}, {years}")
        };
        sheet::subtitle(&text, sheet.width)
    }

    /// The heading of the cards, with the usual parties.
    fn cards_heading(&self) -> String {
        let words = self.story.words;
        match cards::usual_parties(self.story) {
            Some(parties) => {
                let names: Vec<_> = parties
                    .iter()
                    .map(|&actor| self.story.actors[actor].short.clone())
                    .collect();
                format!(
                    "{} {}",
                    words.what_came,
                    fill(words.usual_parties, &[&words.list(&names)])
                )
            }
            None => words.what_came.to_owned(),
        }
    }
}

fn is_one_sheet(layout: &Layout) -> bool {
    layout.pages.len() <= 1
}

#[cfg(test)]
#[cfg(any(feature = "png", feature = "pdf"))]
mod tests;
