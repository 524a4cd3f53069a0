//! Places the boxes and routes the edges of an overview: three columns, actors, events by date,
//! sheets, and two channels between them. An event that led to an event is joined to it through
//! the second channel, so that no edge ever passes a box.

use super::card::{Card, event_card, sheet_card};
use super::channel::{End, Run, Side, Tracks, tracks};
use super::content::{Content, Target};
use super::order::order;
use super::ports::{self, LeadEnd, nudge, offsets, room};
use super::stack::{Item, stack};
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

/// White space between boxes of a column, at scale 1.
const GAP: [f64; 3] = [8.0, 10.0, 10.0];
/// Most white space between events, at scale 1.
const WIDE_GAP: f64 = 30.0;
/// From a box to the nearest track, at scale 1: room for dots and arrow heads.
const STUB: f64 = 13.0;
/// Between two tracks, at scale 1: at least, at best.
const PITCH: (f64, f64) = (4.2, 8.0);

/// How far a port moves at most to make its edge straight, at scale 1.
const NUDGE: f64 = 60.0;

/// What does not change with the widths of the columns.
struct Plan<'p, 'g> {
    story: &'p Story<'g>,
    content: &'p Content,
    own: &'p OverviewWords,
    most: &'p [usize],
    area: Area,
    scale: f64,
    portraits: Vec<Portrait>,
    actor_order: Vec<usize>,
    sheet_order: Vec<usize>,
}

/// Boxes and edges with heights, but not yet with places from left to right.
struct Rows {
    actors: Vec<f64>,
    actor_heights: Vec<f64>,
    events: Vec<f64>,
    event_heights: Vec<f64>,
    event_cards: Vec<Card>,
    sheets: Vec<f64>,
    sheet_heights: Vec<f64>,
    sheet_cards: Vec<Card>,
    ties: Vec<(f64, f64)>,
    leads: Vec<(f64, f64)>,
    tie_tracks: Tracks,
    lead_tracks: Tracks,
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

    fn event_cards(&self, width: f64) -> Vec<Card> {
        (0..self.content.events.len())
            .map(|place| event_card(self.story, self.content, place, width, self.scale))
            .collect()
    }

    fn sheet_cards(&self, width: f64) -> Vec<Card> {
        let sheets = self.content.sheets.iter().zip(self.most);
        sheets
            .map(|(sheet, &most)| sheet_card(self.story, sheet, most, self.own, width, self.scale))
            .collect()
    }

    /// Heights of boxes and edges.
    fn rows(&self, (event_width, sheet_width): (f64, f64)) -> Result<Rows, Overflow> {
        let (content, scale) = (self.content, self.scale);
        let actor_rank = ranks(&self.actor_order);
        let sheet_rank = ranks(&self.sheet_order);
        let tie_ports = ports::of_events(content, &actor_rank);
        let lead_ports = ports::of_leads(content, &sheet_rank);
        let actor_ports = ports::of_actors(content);
        let sheet_ports = ports::of_sheets(content);

        let event_cards = self.event_cards(event_width);
        let sheet_cards = self.sheet_cards(sheet_width);
        let event_heights: Vec<f64> = event_cards
            .iter()
            .zip(tie_ports.iter().zip(&lead_ports))
            .map(|(card, (ties, leads))| card.height.max(room(ties.len().max(leads.len()), scale)))
            .collect();
        let actor_heights: Vec<f64> = self
            .portraits
            .iter()
            .zip(&actor_ports)
            .map(|(portrait, ports)| portrait.height.max(room(ports.len(), scale)))
            .collect();
        let sheet_heights: Vec<f64> = sheet_cards
            .iter()
            .zip(&sheet_ports)
            .map(|(card, ports)| card.height.max(room(ports.len(), scale)))
            .collect();
        let gaps = GAP.map(|gap| gap * scale);
        for (heights, gap, overflow) in [
            (&event_heights, gaps[1], Overflow::Events),
            (&actor_heights, gaps[0], Overflow::Actors),
            (&sheet_heights, gaps[2], Overflow::Sheets),
        ] {
            if total(heights, gap) > self.area.height {
                return Err(overflow);
            }
        }

        let events = self.event_middles(&event_heights, &actor_heights, &sheet_heights);
        let mut event_left: Vec<Vec<f64>> = Vec::new();
        let mut event_right: Vec<Vec<f64>> = Vec::new();
        for (at, &middle) in events.iter().enumerate() {
            let height = event_heights[at];
            event_left.push(heights_of(middle, tie_ports[at].len(), height, scale));
            event_right.push(heights_of(middle, lead_ports[at].len(), height, scale));
        }

        // Where the other end of each edge is: what actors and sheets would be level with.
        let mut tie_end = vec![0.0; content.ties.len()];
        for (ports, heights) in tie_ports.iter().zip(&event_left) {
            for (&tie, &height) in ports.iter().zip(heights) {
                tie_end[tie] = height;
            }
        }
        let mut lead_start = vec![0.0; content.leads.len()];
        for (ports, heights) in lead_ports.iter().zip(&event_right) {
            for (&end, &height) in ports.iter().zip(heights) {
                if let LeadEnd::From(lead) = end {
                    lead_start[lead] = height;
                }
            }
        }
        let actors = self.level(
            &self.actor_order,
            &actor_ports,
            &actor_heights,
            &tie_end,
            gaps[0],
        );
        let sheets = self.level(
            &self.sheet_order,
            &sheet_ports,
            &sheet_heights,
            &lead_start,
            gaps[2],
        );
        let mut actor_right: Vec<Vec<f64>> = Vec::new();
        for (at, &middle) in actors.iter().enumerate() {
            actor_right.push(heights_of(
                middle,
                actor_ports[at].len(),
                actor_heights[at],
                scale,
            ));
        }
        let mut sheet_left: Vec<Vec<f64>> = Vec::new();
        for (at, &middle) in sheets.iter().enumerate() {
            sheet_left.push(heights_of(
                middle,
                sheet_ports[at].len(),
                sheet_heights[at],
                scale,
            ));
        }

        let within = |middle: f64, height: f64| {
            let reach = height / 2.0 - 4.0 * scale;
            (middle - reach, middle + reach)
        };
        let apart = 5.0 * scale;
        for (actor, ports) in actor_ports.iter().enumerate() {
            for (slot, &tie) in ports.iter().enumerate() {
                let event = content.ties[tie].event;
                let there = tie_ports[event]
                    .iter()
                    .position(|&other| other == tie)
                    .unwrap_or(0);
                let (from, to) = (actor_right[actor][slot], event_left[event][there]);
                if (from - to).abs() < NUDGE * scale && from != to {
                    let event_box = within(events[event], event_heights[event]);
                    let actor_box = within(actors[actor], actor_heights[actor]);
                    let _ = nudge(&mut event_left[event], there, from, event_box, apart)
                        || nudge(&mut actor_right[actor], slot, to, actor_box, apart);
                }
            }
        }
        for (sheet, ports) in sheet_ports.iter().enumerate() {
            for (slot, &lead) in ports.iter().enumerate() {
                let event = content.leads[lead].from;
                let there = lead_ports[event]
                    .iter()
                    .position(|&other| other == LeadEnd::From(lead))
                    .unwrap_or(0);
                let (from, to) = (event_right[event][there], sheet_left[sheet][slot]);
                if (from - to).abs() < NUDGE * scale && from != to {
                    let event_box = within(events[event], event_heights[event]);
                    let sheet_box = within(sheets[sheet], sheet_heights[sheet]);
                    let _ = nudge(&mut sheet_left[sheet], slot, from, sheet_box, apart)
                        || nudge(&mut event_right[event], there, to, event_box, apart);
                }
            }
        }

        let mut ties = vec![(0.0, 0.0); content.ties.len()];
        fill_ends(&mut ties, &actor_ports, &actor_right, |tie| &mut tie.0);
        fill_ends(&mut ties, &tie_ports, &event_left, |tie| &mut tie.1);
        let mut leads = vec![(0.0, 0.0); content.leads.len()];
        fill_ends(&mut leads, &sheet_ports, &sheet_left, |lead| &mut lead.1);
        for (ports, heights) in lead_ports.iter().zip(&event_right) {
            for (&end, &height) in ports.iter().zip(heights) {
                match end {
                    LeadEnd::From(lead) => leads[lead].0 = height,
                    LeadEnd::To(lead) => leads[lead].1 = height,
                }
            }
        }
        let tie_runs: Vec<Run> = ties.iter().map(|&tie| run(tie, Side::Right)).collect();
        let lead_runs: Vec<Run> = leads
            .iter()
            .zip(&content.leads)
            .map(|(&ends, lead)| match lead.to {
                Target::Sheet(_) => run(ends, Side::Right),
                Target::Event(_) => run(ends, Side::Left),
            })
            .collect();
        Ok(Rows {
            tie_tracks: tracks(&tie_runs),
            lead_tracks: tracks(&lead_runs),
            actors,
            actor_heights,
            events,
            event_heights,
            event_cards,
            sheets,
            sheet_heights,
            sheet_cards,
            ties,
            leads,
        })
    }

    /// Events one below the other, as far apart as the sheet allows.
    #[expect(clippy::cast_precision_loss, reason = "a handful of events")]
    fn event_middles(&self, events: &[f64], actors: &[f64], sheets: &[f64]) -> Vec<f64> {
        let scale = self.scale;
        let gaps = events.len().saturating_sub(1).max(1) as f64;
        let boxes: f64 = events.iter().sum();
        let gap = ((self.area.height - boxes) / gaps).clamp(GAP[1] * scale, WIDE_GAP * scale);
        let highest = total(actors, GAP[0] * scale).max(total(sheets, GAP[2] * scale));
        let mut y = self.area.top + (highest - total(events, gap)).max(0.0) / 2.0;
        events
            .iter()
            .map(|height| {
                let middle = y + height / 2.0;
                y += height + gap;
                middle
            })
            .collect()
    }

    /// Middles of the boxes of an outer column, by place, each level with its edges' other ends.
    fn level(
        &self,
        order: &[usize],
        ports: &[Vec<usize>],
        heights: &[f64],
        ends: &[f64],
        gap: f64,
    ) -> Vec<f64> {
        let items: Vec<Item> = order
            .iter()
            .map(|&at| Item {
                height: heights[at],
                wanted: ports[at]
                    .iter()
                    .zip(offsets(ports[at].len(), heights[at], self.scale))
                    .map(|(&edge, offset)| ends[edge] - offset)
                    .collect(),
            })
            .collect();
        let bottom = self.area.top + self.area.height;
        let stacked = stack(&items, gap, self.area.top, bottom);
        let mut middles = vec![0.0; order.len()];
        for (&at, middle) in order.iter().zip(stacked) {
            middles[at] = middle;
        }
        middles
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
                let frame = frame(x, rows.actors[at], portrait.width, rows.actor_heights[at]);
                (portrait.clone(), frame)
            })
            .collect();
        let events: Vec<(Card, Frame)> = rows
            .event_cards
            .into_iter()
            .enumerate()
            .map(|(at, card)| {
                let height = rows.event_heights[at];
                (
                    card,
                    frame(events_left, rows.events[at], event_width, height),
                )
            })
            .collect();
        let sheets: Vec<(Card, Frame)> = rows
            .sheet_cards
            .into_iter()
            .enumerate()
            .map(|(at, card)| {
                let height = rows.sheet_heights[at];
                (
                    card,
                    frame(sheets_left, rows.sheets[at], sheet_width, height),
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

fn ranks(order: &[usize]) -> Vec<usize> {
    let mut ranks = vec![0; order.len()];
    for (rank, &at) in order.iter().enumerate() {
        ranks[at] = rank;
    }
    ranks
}

#[expect(clippy::cast_precision_loss, reason = "a handful of boxes")]
fn total(heights: &[f64], gap: f64) -> f64 {
    heights.iter().sum::<f64>() + gap * heights.len().saturating_sub(1) as f64
}

fn heights_of(middle: f64, count: usize, height: f64, scale: f64) -> Vec<f64> {
    offsets(count, height, scale)
        .into_iter()
        .map(|offset| middle + offset)
        .collect()
}

fn fill_ends(
    edges: &mut [(f64, f64)],
    ports: &[Vec<usize>],
    heights: &[Vec<f64>],
    end: impl Fn(&mut (f64, f64)) -> &mut f64,
) {
    for (ports, heights) in ports.iter().zip(heights) {
        for (&edge, &height) in ports.iter().zip(heights) {
            *end(&mut edges[edge]) = height;
        }
    }
}

fn run((from, to): (f64, f64), side: Side) -> Run {
    Run {
        from: End {
            side: Side::Left,
            y: from,
        },
        to: End { side, y: to },
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
