//! The picture around an actor: its events along a spine, at the left with or against whom, at the
//! right what came of it and what the actor said.
//!
//! Must not read the graph, which [`story`](super::story) does. [`plan`] says what stands along the
//! spine, [`left`] places the others, [`page`] draws.

mod curves;
mod left;
mod legend;
mod page;
mod plan;
mod rows;

use super::labels::{Words, fill};
use super::sheet::{self, Foot};
use super::sides::side_of;
use super::story::Story;
use super::style::{A4_LONG, A4_SHORT, Colour, MARGIN};
use super::{DrawError, Options, Picture};
use crate::graph::{Dossier, NodeId, NodeRef, Selection};
use plan::Plan;
use rows::{Row, Subject};

/// Where the columns stand on a sheet. Lengths in points.
#[derive(Debug, Clone, Copy)]
struct Columns {
    /// Width of the sheet.
    sheet: f64,
    /// Height of the sheet, at which pages are cut.
    height: f64,
    /// Width of the others' boxes.
    boxes: f64,
    /// Middle of the spine.
    spine: f64,
    /// Left edge of the events' words.
    event: f64,
    /// Room for them.
    event_width: f64,
    /// Left edge of what stands at the right.
    right: f64,
}

/// A4, upright.
const A4: Columns = Columns {
    sheet: A4_SHORT,
    height: A4_LONG,
    boxes: 112.0,
    spine: 198.0,
    event: 210.0,
    event_width: 154.0,
    right: 374.0,
};

/// A3, upright.
const A3: Columns = Columns {
    sheet: A4_LONG,
    height: 1191.0,
    boxes: 150.0,
    spine: 270.0,
    event: 284.0,
    event_width: 230.0,
    right: 530.0,
};

impl Columns {
    /// Room for what stands at the right.
    fn right_width(self) -> f64 {
        self.sheet - MARGIN - self.right
    }

    /// Room for everything.
    fn width(self) -> f64 {
        self.sheet - 2.0 * MARGIN
    }
}

/// Most rows of a page.
const ROWS: usize = 40;
/// Sayings of others that the foot names.
const ABOUT: usize = 5;

/// The actor in the middle.
#[derive(Debug)]
struct Center<'g> {
    node: NodeRef<'g>,
    /// Its place in the story, if it takes part in anything.
    actor: Option<usize>,
    short: String,
    colour: Colour,
}

/// Draws what is around an actor: its events and those that it alone tells of, with whom, what came
/// of them and what it said; on A4, cut below the foot, or on several pages of at most 40 rows.
///
/// The selection should reach two steps from the actor: to those who took part in its events. An
/// error for what is no actor. O(events × actors + lines²).
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
    let a4 = Around::lay_out(&story, &center, A4, options);
    if a4.pages.len() == 1 {
        return Ok(Picture { pages: a4.draw() });
    }
    let a3 = Around::lay_out(&story, &center, A3, options);
    let one_sheet = a3.pages.len() == 1;
    Ok(Picture {
        pages: if one_sheet { a3.draw() } else { a4.draw() },
    })
}

/// A picture that has been laid out.
struct Around<'s, 'g> {
    story: &'s Story<'g>,
    center: &'s Center<'g>,
    columns: Columns,
    plan: Plan,
    /// Top of the rows.
    top: f64,
    subtitle: Vec<String>,
    /// The foot of the last page, and of those before.
    feet: [Foot; 2],
    pages: Vec<Vec<Row>>,
}

impl<'s, 'g> Around<'s, 'g> {
    fn lay_out(
        story: &'s Story<'g>,
        center: &'s Center<'g>,
        columns: Columns,
        options: &Options,
    ) -> Self {
        let plan = plan::plan(story, center, columns);
        let articles = plan.articles(story);
        let subtitle = subtitle(story, center, &plan, columns, articles.len());
        let sources = story.source_line_of(&articles, options);
        let notes = notes(story, center, &plan);
        let foot = |notes: &[String]| {
            Foot::new(
                columns.width(),
                notes,
                usize::MAX,
                legend::legend(story, center, &plan),
                &sources,
            )
        };
        let mut around = Self {
            story,
            center,
            columns,
            top: sheet::header_height(subtitle.len()) + 30.0,
            subtitle,
            feet: [foot(&notes), foot(&[])],
            plan,
            pages: Vec::new(),
        };
        around.pages = around.cut();
        around
    }

    fn draw(&self) -> Vec<super::Page> {
        (0..self.pages.len())
            .map(|number| page::draw(self, number))
            .collect()
    }

    /// Cuts the rows into pages; a year's row is never last, and a page begins with its year. The
    /// last page has room for the notes.
    fn cut(&self) -> Vec<Vec<Row>> {
        let room = |foot: &Foot| self.columns.height - self.top - foot.height() - MARGIN - 2.0;
        let (last_room, room) = (room(&self.feet[0]), room(&self.feet[1]));
        let mut rows = self.plan.rows.as_slice();
        let mut pages = Vec::new();
        let mut year: Option<Row> = None;
        loop {
            let carried = year
                .clone()
                .filter(|_| rows.first().is_some_and(|row| row.subject != Subject::Year));
            let mut used: f64 = carried.iter().map(|row| row.height).sum();
            let all: f64 = rows.iter().map(|row| row.height).sum();
            let fits = |used: f64, taken: usize| used <= room && taken <= ROWS;
            let mut taken = 0;
            if used + all <= last_room && rows.len() <= ROWS {
                taken = rows.len();
            } else {
                while taken < rows.len()
                    && (fits(used + rows[taken].height, taken + 1) || !has_subject(&rows[..taken]))
                {
                    used += rows[taken].height;
                    taken += 1;
                }
                // What fits only without the notes leaves a row for the page with the notes.
                if taken == rows.len() && taken > 1 && has_subject(&rows[..taken - 1]) {
                    taken -= 1;
                }
                while taken > 1
                    && rows[taken - 1].subject == Subject::Year
                    && has_subject(&rows[..taken - 1])
                {
                    taken -= 1;
                }
            }
            let (page, rest) = rows.split_at(taken);
            pages.push(carried.into_iter().chain(page.iter().cloned()).collect());
            year = page
                .iter()
                .rfind(|row| row.subject == Subject::Year)
                .cloned()
                .or(year);
            rows = rest;
            if rows.is_empty() {
                return pages;
            }
        }
    }
}

fn has_subject(rows: &[Row]) -> bool {
    rows.iter().any(|row| row.subject != Subject::Year)
}

/// Who it is, and how much is told.
fn subtitle(
    story: &Story<'_>,
    center: &Center<'_>,
    plan: &Plan,
    columns: Columns,
    articles: usize,
) -> Vec<String> {
    let words = story.words;
    let others = story.actors.iter().enumerate().filter(|(at, actor)| {
        Some(*at) != center.actor && actor.events.iter().any(|event| plan.events.contains(event))
    });
    let count = |forms, count: usize| (count > 0).then(|| Words::count(forms, count));
    let others = count(words.around.with_others, others.count());
    let events = count(words.around.events, plan.events.len()).map(|events| match others {
        Some(others) => format!("{events} {others}"),
        None => events,
    });
    let agreements = count(words.around.agreements, plan.agreements.len());
    let sayings = count(words.around.sayings, plan.sayings.len());
    let counts: Vec<String> = [events, agreements, sayings]
        .into_iter()
        .flatten()
        .collect();
    if counts.is_empty() {
        let description = center.node.text("description").map(capitalised);
        return sheet::subtitle(&description.unwrap_or_default(), columns.sheet);
    }
    let told = fill(
        words.around.told,
        &[&counts.join(", "), &Words::count(words.articles, articles)],
    );
    let text = match center.node.text("description") {
        Some(description) => format!("{}. {told}", capitalised(description.trim_end_matches('.'))),
        None => told,
    };
    sheet::subtitle(&text, columns.sheet)
}

/// What has no place along the spine: agreements and sayings without a day, sayings of others.
fn notes(story: &Story<'_>, center: &Center<'_>, plan: &Plan) -> Vec<String> {
    let words = story.words;
    let mut notes = Vec::new();
    if !plan.undated_agreements.is_empty() {
        let names = plan.undated_agreements.iter().map(|&at| {
            let agreement = &story.agreements[at];
            let stage = story
                .stage(agreement.stage)
                .map(|stage| format!(" ({stage})"));
            format!("{}{}", agreement.name, stage.unwrap_or_default())
        });
        notes.push(fill(
            words.around.agreements_unknown,
            &[&names.collect::<Vec<_>>().join("; ")],
        ));
    }
    if !plan.undated_sayings.is_empty() {
        let says: Vec<_> = plan
            .undated_sayings
            .iter()
            .map(|&at| story.claims[at].says)
            .collect();
        notes.push(fill(words.around.unknown_day, &[&says.join("; ")]));
    }
    if !plan.about.is_empty() {
        let mut said: Vec<_> = plan
            .about
            .iter()
            .take(ABOUT)
            .map(|&at| said(story, at))
            .collect();
        let rest = plan.about.len().saturating_sub(ABOUT);
        if rest > 0 {
            said.push(fill(words.around.more, &[&rest.to_string()]));
        }
        notes.push(fill(words.around.about, &[&center.short, &said.join("; ")]));
    }
    notes
}

/// A saying of another: `Lukashenko is a friend (Putin)`.
fn said(story: &Story<'_>, at: usize) -> String {
    let claim = &story.claims[at];
    let by = claim.by.iter().map(|by| {
        super::story::short_name(*by, story.dossier.display_name(*by, Some(&story.lang)))
    });
    format!(
        "{} ({})",
        claim.says,
        story.words.list(&by.collect::<Vec<_>>())
    )
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

#[cfg(test)]
#[cfg(any(feature = "png", feature = "pdf"))]
mod tests;
