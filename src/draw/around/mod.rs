//! The picture around an actor: its events along a spine, at the left with or against whom, at the right
//! what came of it and what the actor said.
//!
//! Must not read the graph, which [`story`](super::story) does. [`rows`] says what stands along the
//! spine, [`left`] places the others, [`page`] draws.

mod left;
mod page;
mod rows;

use super::labels::{Words, fill};
use super::sheet::{self, Foot};
use super::sides::side_of;
use super::story::Story;
use super::style::{A4_LONG, A4_SHORT, Colour, MARGIN};
use super::{DrawError, Options, Picture};
use crate::graph::{Dossier, NodeId, NodeRef, Selection};
use rows::{Plan, Row, Subject};

/// Middle of the spine.
const SPINE: f64 = 198.0;
/// Width of the others' boxes.
const BOX_WIDTH: f64 = 112.0;
/// Left edge of the events' words.
const EVENT: f64 = 210.0;
/// Room for them.
const EVENT_WIDTH: f64 = 154.0;
/// Left edge of what stands at the right.
const RIGHT: f64 = 374.0;
/// Room for it.
const RIGHT_WIDTH: f64 = A4_SHORT - MARGIN - RIGHT;
/// Most rows of a page.
const ROWS: usize = 40;
/// Sayings of others that the foot names.
const ABOUT: usize = 8;

/// The actor in the middle.
#[derive(Debug)]
struct Center<'g> {
    node: NodeRef<'g>,
    /// Its place in the story, if it takes part in anything.
    actor: Option<usize>,
    short: String,
    colour: Colour,
}

/// Draws what is around an actor: its events and those that it alone tells of, with whom, what came of them and what
/// it said; on A4, cut below the foot, or on several pages of at most 40 rows.
///
/// The selection should reach two steps from the actor: to those who took part in its events. An error for what is no
/// actor. O(events × actors + lines²).
pub fn around(
    dossier: &Dossier,
    selection: &Selection,
    actor: NodeId,
    options: &Options,
) -> Result<Picture, DrawError> {
    let node = dossier.graph.node(actor);
    if !node.is("Actor") {
        return Err(DrawError::NotAnActor(
            node.text("id").unwrap_or_default().to_owned(),
        ));
    }
    let story = Story::read(dossier, selection, options);
    let center = Center {
        node,
        actor: story
            .actors
            .iter()
            .position(|other| other.node.id() == actor),
        short: super::story::short_name(node, dossier.display_name(node, Some(&story.lang))),
        colour: story.sides.colour(side_of(&dossier.graph, actor)),
    };
    let plan = rows::plan(&story, &center);
    let source_line = story.source_line(options);
    let around = Around {
        story: &story,
        center: &center,
        plan: &plan,
        source_line,
    };
    Ok(Picture {
        pages: around.draw(),
    })
}

/// A picture that is being laid out.
struct Around<'s, 'g> {
    story: &'s Story<'g>,
    center: &'s Center<'g>,
    plan: &'s Plan,
    source_line: String,
}

impl Around<'_, '_> {
    fn draw(&self) -> Vec<super::Page> {
        let foot = self.foot();
        let subtitle = self.subtitle();
        let top = sheet::header_height(subtitle.len()) + 30.0;
        let pages = self.pages(A4_LONG - top - foot.height() - MARGIN);
        let count = pages.len();
        (0..count)
            .map(|at| page::draw(self, &pages[at], top, &foot, (at, count)))
            .collect()
    }

    /// Cuts the rows into pages, a year's row never last; a page begins with its year.
    fn pages(&self, room: f64) -> Vec<Vec<Row>> {
        let mut pages: Vec<Vec<Row>> = vec![Vec::new()];
        let mut used = 0.0;
        let mut year: Option<&Row> = None;
        for row in &self.plan.rows {
            let needed = if row.subject == Subject::Year {
                row.height + 30.0
            } else {
                row.height
            };
            let page = &pages[pages.len() - 1];
            let only_year = page.iter().all(|row| row.subject == Subject::Year);
            if !only_year && (used + needed > room || page.len() >= ROWS) {
                let carried: Vec<Row> = year
                    .filter(|_| row.subject != Subject::Year)
                    .into_iter()
                    .cloned()
                    .collect();
                used = carried.iter().map(|row| row.height).sum();
                pages.push(carried);
            }
            if row.subject == Subject::Year {
                year = Some(row);
            }
            used += row.height;
            if let Some(page) = pages.last_mut() {
                page.push(row.clone());
            }
        }
        pages
    }

    /// Who it is, and how much is told.
    fn subtitle(&self) -> Vec<String> {
        let (words, plan) = (self.story.words, self.plan);
        let others = self.story.actors.iter().enumerate().filter(|(at, actor)| {
            Some(*at) != self.center.actor
                && actor.events.iter().any(|event| plan.events.contains(event))
        });
        let counts = [
            format!(
                "{} {}",
                Words::count(words.around.events, plan.events.len()),
                Words::count(words.around.with_others, others.count())
            ),
            Words::count(words.around.agreements, plan.agreements.len()),
            Words::count(words.around.sayings, plan.sayings.len()),
        ];
        let articles = Words::count(words.articles, self.story.articles.len());
        let told = format!("{}; {articles}", counts.join(", "));
        let text = match self.center.node.text("description") {
            Some(description) => {
                format!("{}. {told}", capitalised(description.trim_end_matches('.')))
            }
            None => told,
        };
        sheet::subtitle(&text, A4_SHORT)
    }

    fn foot(&self) -> Foot {
        let (story, words) = (self.story, self.story.words);
        let mut notes = Vec::new();
        let names = |agreements: &[usize]| -> Vec<&str> {
            agreements
                .iter()
                .map(|&at| story.agreements[at].name)
                .collect()
        };
        if !self.plan.undated_agreements.is_empty() {
            notes.push(fill(
                words.around.agreements_unknown,
                &[&names(&self.plan.undated_agreements).join("; ")],
            ));
        }
        if !self.plan.undated_sayings.is_empty() {
            let says: Vec<_> = self
                .plan
                .undated_sayings
                .iter()
                .map(|&at| story.claims[at].says)
                .collect();
            notes.push(fill(words.around.unknown_day, &[&says.join("; ")]));
        }
        if !self.plan.about.is_empty() {
            let mut said: Vec<_> = self
                .plan
                .about
                .iter()
                .take(ABOUT)
                .map(|&at| self.said(at))
                .collect();
            let rest = self.plan.about.len().saturating_sub(ABOUT);
            if rest > 0 {
                said.push(fill(words.around.more, &[&rest.to_string()]));
            }
            notes.push(fill(
                words.around.about,
                &[&self.center.short, &said.join("; ")],
            ));
        }
        Foot::new(
            A4_SHORT - 2.0 * MARGIN,
            &notes,
            usize::MAX,
            page::legend(self),
            &self.source_line,
        )
    }

    /// A saying of another: `Lukashenko is a friend (Putin)`.
    fn said(&self, at: usize) -> String {
        let claim = &self.story.claims[at];
        let by = claim.by.iter().map(|by| {
            super::story::short_name(
                *by,
                self.story.dossier.display_name(*by, Some(&self.story.lang)),
            )
        });
        format!(
            "{} ({})",
            claim.says,
            self.story.words.list(&by.collect::<Vec<_>>())
        )
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(chars)
        .collect()
}
