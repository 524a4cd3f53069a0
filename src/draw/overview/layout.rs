//! Places the boxes and routes the edges of an overview: three columns, actors, events by date,
//! sheets, and two channels between them. An event that led to an event is joined to it through
//! the second channel, so that no edge ever passes a box.

use super::card::{Card, event_card, sheet_card};
use super::channel::Tracks;
use super::content::{Content, Target};
use super::order::order;
use super::rows::Rows;
use super::words::OverviewWords;
use crate::draw::marks::Frame;
use crate::draw::portrait::Portrait;
use crate::draw::story::Story;

/// Where everything stands.
#[derive(Debug)]
pub(super) struct Layout {
    /// How much larger than at least everything is.
    pub(super) scale: f64,
    /// Actors by their place in the content.
    pub(super) actors: Vec<(Portrait, Frame)>,
    /// Events by their place in the content.
    pub(super) events: Vec<(Card, Frame)>,
    /// Sheets by their place in the content.
    pub(super) sheets: Vec<(Card, Frame)>,
    /// The courses of the ties, from the actor to the event.
    pub(super) ties: Vec<Route>,
    /// The courses of the leads, from the cause on.
    pub(super) leads: Vec<Route>,
    /// The lowest height that is drawn at.
    pub(super) bottom: f64,
}

/// Corners of an edge.
pub(super) type Route = Vec<(f64, f64)>;

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

/// Which column is too high, or that all are too wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Overflow {
    /// The actors.
    Actors,
    /// The events.
    Events,
    /// The sheets.
    Sheets,
    /// The edges need more room than there is.
    Width,
}

/// From a box to the nearest track, at scale 1: room for dots and arrow heads.
const STUB: f64 = 13.0;
/// Between two tracks, at scale 1: at least, at best.
const PITCH: (f64, f64) = (4.2, 8.0);

/// What does not change with the widths of the columns.
pub(super) struct Plan<'p, 'g> {
    story: &'p Story<'g>,
    pub(super) content: &'p Content,
    own: &'p OverviewWords,
    most: &'p [usize],
    pub(super) area: Area,
    pub(super) scale: f64,
    pub(super) portraits: Vec<Portrait>,
    /// Places of the actors and of the sheets from top to bottom.
    pub(super) actor_order: Vec<usize>,
    pub(super) sheet_order: Vec<usize>,
}

/// Lays out a content at a scale; `most` says of each sheet how many agreements it names.
pub(super) fn lay_out(
    story: &Story<'_>,
    content: &Content,
    own: &OverviewWords,
    most: &[usize],
    area: Area,
    scale: f64,
) -> Result<Layout, Overflow> {
    let ties: Vec<(usize, usize)> = content
        .ties
        .iter()
        .map(|tie| (tie.actor, tie.event))
        .collect();
    let sides: Vec<usize> = content
        .actors
        .iter()
        .map(|&actor| story.actors[actor].side.index())
        .collect();
    let causes: Vec<(usize, usize)> = content
        .leads
        .iter()
        .filter_map(|lead| match lead.to {
            Target::Sheet(sheet) => Some((sheet, lead.from)),
            Target::Event(_) => None,
        })
        .collect();
    let plan = Plan {
        story,
        content,
        own,
        most,
        area,
        scale,
        portraits: content
            .actors
            .iter()
            .map(|&actor| Portrait::of(story, actor, scale))
            .collect(),
        actor_order: order(content.actors.len(), &ties, &sides),
        sheet_order: order(
            content.sheets.len(),
            &causes,
            &vec![0; content.sheets.len()],
        ),
    };
    plan.lay_out()
}

impl Plan<'_, '_> {
    fn lay_out(&self) -> Result<Layout, Overflow> {
        let narrow = self.widths(None);
        let rows = self.rows(narrow)?;
        // Now that the channels are known, the boxes take what they leave.
        let wide = self.widths(Some(&rows));
        let rows = self.rows(wide)?;
        self.place(rows, wide)
    }

    fn actors_width(&self) -> f64 {
        self.portraits
            .iter()
            .map(|portrait| portrait.width + portrait.overhang())
            .fold(0.0, f64::max)
    }

    /// Widths of the boxes of events and of the sheets.
    fn widths(&self, rows: Option<&Rows>) -> (f64, f64) {
        let scale = self.scale;
        let (narrow, wide) = (
            (165.0 * scale, 190.0 * scale),
            (240.0 * scale, 250.0 * scale),
        );
        let channels = rows.map_or(220.0 * scale, |rows| {
            channel_width(&rows.tie_tracks, scale, PITCH.1)
                + channel_width(&rows.lead_tracks, scale, PITCH.1)
        });
        let rest = self.area.width - self.actors_width() - channels;
        if self.content.sheets.is_empty() {
            let width = rest.clamp(narrow.0, wide.0);
            return (self.events_need(width), 0.0);
        }
        let share = (rest - narrow.0 - narrow.1).max(0.0) / 2.0;
        (
            self.events_need((narrow.0 + share).min(wide.0)),
            self.sheets_need((narrow.1 + share).min(wide.1)),
        )
    }

    /// What the events need of a width.
    fn events_need(&self, width: f64) -> f64 {
        self.event_cards(width)
            .iter()
            .map(|card| card.needs(self.scale))
            .fold(0.0, f64::max)
            .min(width)
    }

    /// What the sheets need of a width.
    fn sheets_need(&self, width: f64) -> f64 {
        self.sheet_cards(width)
            .iter()
            .map(|card| card.needs(self.scale))
            .fold(0.0, f64::max)
            .min(width)
    }

    pub(super) fn event_cards(&self, width: f64) -> Vec<Card> {
        (0..self.content.events.len())
            .map(|place| event_card(self.story, self.content, place, width, self.scale))
            .collect()
    }

    pub(super) fn sheet_cards(&self, width: f64) -> Vec<Card> {
        let sheets = self.content.sheets.iter().zip(self.most);
        sheets
            .map(|(sheet, &most)| sheet_card(self.story, sheet, most, self.own, width, self.scale))
            .collect()
    }

    /// Places from left to right.
    fn place(
        &self,
        rows: Rows,
        (event_width, sheet_width): (f64, f64),
    ) -> Result<Layout, Overflow> {
        let scale = self.scale;
        let actors_width = self.actors_width();
        let boxes = actors_width + event_width + sheet_width;
        let free = self.area.width - boxes;
        let needed = |pitch: f64| {
            channel_width(&rows.tie_tracks, scale, pitch)
                + channel_width(&rows.lead_tracks, scale, pitch)
        };
        if needed(PITCH.0) > free {
            return Err(Overflow::Width);
        }
        // Between the least and the best pitch; what is left over makes both channels wider.
        let (least, best) = (needed(PITCH.0), needed(PITCH.1));
        let pitch = if best <= free {
            PITCH.1
        } else {
            PITCH.0 + (PITCH.1 - PITCH.0) * (free - least) / (best - least)
        };
        let channels = if self.content.sheets.is_empty() {
            1.0
        } else {
            2.0
        };
        let extra = ((free - needed(pitch)) / channels).clamp(0.0, 60.0 * scale);
        let first = channel_width(&rows.tie_tracks, scale, pitch) + extra;
        let second = channel_width(&rows.lead_tracks, scale, pitch)
            + if self.content.sheets.is_empty() {
                0.0
            } else {
                extra
            };
        let used = boxes + first + second;
        let left = self.area.left + (self.area.width - used).max(0.0) / 2.0;
        let actors_right = left + actors_width;
        let events_left = actors_right + first;
        let events_right = events_left + event_width;
        let sheets_left = events_right + second;

        let frame = |x: f64, middle: f64, width: f64, height: f64| Frame {
            x,
            y: middle - height / 2.0,
            width,
            height,
        };
        let actors: Vec<(Portrait, Frame)> = self
            .portraits
            .iter()
            .enumerate()
            .map(|(at, portrait)| {
                let x = actors_right - portrait.width - portrait.overhang();
                let frame = frame(
                    x,
                    rows.actors.middles[at],
                    portrait.width,
                    rows.actors.heights[at],
                );
                (portrait.clone(), frame)
            })
            .collect();
        let events: Vec<(Card, Frame)> = rows
            .event_cards
            .into_iter()
            .enumerate()
            .map(|(at, card)| {
                let height = rows.events.heights[at];
                (
                    card,
                    frame(events_left, rows.events.middles[at], event_width, height),
                )
            })
            .collect();
        let sheets: Vec<(Card, Frame)> = rows
            .sheet_cards
            .into_iter()
            .enumerate()
            .map(|(at, card)| {
                let height = rows.sheets.heights[at];
                (
                    card,
                    frame(sheets_left, rows.sheets.middles[at], sheet_width, height),
                )
            })
            .collect();
        let track = |tracks: &Tracks, track: usize, from: f64, width: f64| {
            from + middle_of_track(tracks.count, track, width, pitch)
        };
        let ties = (0..rows.ties.len())
            .map(|at| {
                let (from, to) = rows.ties[at];
                let (portrait, frame) = &actors[self.content.ties[at].actor];
                let start = frame.x + frame.width - portrait.inset(*frame, from);
                let bend = rows.tie_tracks.of[at]
                    .map(|lane| track(&rows.tie_tracks, lane, actors_right, first));
                route((start, from), bend, (events_left, to))
            })
            .collect();
        let leads = (0..rows.leads.len())
            .map(|at| {
                let (from, to) = rows.leads[at];
                let bend = rows.lead_tracks.of[at]
                    .map(|lane| track(&rows.lead_tracks, lane, events_right, second));
                let end = match self.content.leads[at].to {
                    Target::Sheet(_) => sheets_left,
                    Target::Event(_) => events_right,
                };
                route((events_right, from), bend, (end, to))
            })
            .collect();
        let frames = actors.iter().map(|(_, frame)| frame);
        let frames = frames
            .chain(events.iter().map(|(_, frame)| frame))
            .chain(sheets.iter().map(|(_, frame)| frame));
        let bottom = frames
            .map(|frame| frame.y + frame.height)
            .fold(self.area.top, f64::max);
        Ok(Layout {
            scale,
            actors,
            events,
            sheets,
            ties,
            leads,
            bottom,
        })
    }
}

#[expect(clippy::cast_precision_loss, reason = "a handful of tracks")]
fn channel_width(tracks: &Tracks, scale: f64, pitch: f64) -> f64 {
    if tracks.of.is_empty() {
        return 0.0;
    }
    (2.0 * STUB + tracks.count.saturating_sub(1) as f64 * pitch) * scale
}

/// The place of a track in its channel: all in the middle, a pitch apart, wider where there is room.
#[expect(clippy::cast_precision_loss, reason = "a handful of tracks")]
fn middle_of_track(count: usize, track: usize, width: f64, pitch: f64) -> f64 {
    let gaps = count.saturating_sub(1) as f64;
    let room = (width - 2.0 * STUB).max(0.0);
    let step = if gaps > 0.0 {
        (room / gaps).min(pitch * 1.6)
    } else {
        0.0
    };
    width / 2.0 + (track as f64 - gaps / 2.0) * step
}

fn route(from: (f64, f64), bend: Option<f64>, to: (f64, f64)) -> Route {
    match bend {
        Some(x) => vec![from, (x, from.1), (x, to.1), to],
        None => vec![from, to],
    }
}
