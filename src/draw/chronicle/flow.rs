//! Lets the rows flow down the pages and hangs the cards beside them.

use super::rows::{Row, Subject, repeated_year};

/// A row on a page.
#[derive(Debug, Clone)]
pub(super) struct PlacedRow {
    /// The row.
    pub(super) row: Row,
    /// Its top, from the top of the page's body.
    pub(super) y: f64,
    /// Where cards of rows above it end.
    pub(super) rail_above: f64,
}

/// The rows of a page.
#[derive(Debug, Clone, Default)]
pub(super) struct Body {
    /// From top to bottom.
    pub(super) rows: Vec<PlacedRow>,
    /// Height of rows and cards.
    pub(super) height: f64,
}

/// Lays rows one below the other, on pages of a height. Cards hang down beside later rows; a row
/// with cards of its own waits for their end. A page is cut before a year, a pause or another
/// month, or if there is none in its lower half before any row that is no part of the one above. A
/// row that is higher than a page makes the page higher.
pub(super) fn flow(rows: &[Row], room: f64) -> Vec<Body> {
    let mut pages = Vec::new();
    let mut start = 0;
    let mut year: Option<Row> = None;
    while start < rows.len() {
        let mut carried: Vec<Row> = Vec::new();
        if rows[start].subject != Subject::Year {
            carried.extend(year.as_ref().map(repeated_year));
        }
        let (body, fitting) = fill(&carried, &rows[start..], room);
        let mut end = start + fitting;
        let body = if end == rows.len() {
            body
        } else {
            end = cut(rows, start, end, &body, carried.len(), room);
            fill(&carried, &rows[start..end], f64::INFINITY).0
        };
        year = rows[..end]
            .iter()
            .rfind(|row| row.subject == Subject::Year)
            .cloned();
        pages.push(body);
        start = end;
    }
    pages
}

/// The rows that fit in a height, at least one event or agreement, and how many of `rows` they are.
fn fill(carried: &[Row], rows: &[Row], room: f64) -> (Body, usize) {
    let mut body = Body::default();
    let (mut y, mut rail): (f64, f64) = (0.0, 0.0);
    let mut subjects = 0;
    for (at, row) in carried.iter().chain(rows).enumerate() {
        let top = if row.cards.is_empty() { y } else { y.max(rail) };
        let hanging: f64 = row.cards.iter().map(super::cards::Card::height).sum();
        let rail_below = if row.cards.is_empty() {
            rail
        } else {
            top + hanging
        };
        let bottom = (top + row.height).max(rail_below);
        if bottom > room && subjects > 0 {
            return (body, at - carried.len());
        }
        subjects += usize::from(matches!(
            row.subject,
            Subject::Event(_) | Subject::Agreement(_)
        ));
        body.rows.push(PlacedRow {
            row: row.clone(),
            y: top,
            rail_above: rail,
        });
        (y, rail) = (top + row.height, rail_below);
        body.height = body.height.max(bottom);
    }
    (body, rows.len())
}

/// Where to cut between `start` and `end`, the first row that does not fit.
fn cut(rows: &[Row], start: usize, end: usize, body: &Body, carried: usize, room: f64) -> usize {
    let is_break = |at: usize| match rows[at].subject {
        Subject::Year | Subject::Pause => true,
        _ => rows[at].month.is_some() && rows[at - 1].month != rows[at].month,
    };
    let low = |at: usize| {
        body.rows
            .get(carried + at - start)
            .is_none_or(|placed| placed.y > room / 2.0)
    };
    let mut at = (start + 1..=end)
        .rev()
        .find(|&at| is_break(at) && low(at))
        .or_else(|| (start + 1..=end).rev().find(|&at| !rows[at].indented))
        .unwrap_or(end);
    // A year's or a pause's row does not stay behind alone.
    while at > start + 1 && matches!(rows[at - 1].subject, Subject::Year | Subject::Pause) {
        at -= 1;
    }
    let heading_only = rows[start..at]
        .iter()
        .all(|row| matches!(row.subject, Subject::Year | Subject::Pause));
    if heading_only { end } else { at }
}
