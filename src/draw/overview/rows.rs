//! Heights: of the boxes of each column, of the ends of their edges, and the tracks that follow
//! from these. What stands from left to right is not known here.

use super::card::Card;
use super::channel::{End, Run, Side, Tracks, tracks};
use super::content::Target;
use super::layout::{Overflow, Plan};
use super::ports::{self, LeadEnd, nudge, offsets, room};
use super::stack::{Item, stack};

/// Boxes and edges with heights, but not yet with places from left to right.
pub(super) struct Rows {
    pub(super) actors: Boxes,
    pub(super) events: Boxes,
    pub(super) event_cards: Vec<Card>,
    pub(super) sheets: Boxes,
    pub(super) sheet_cards: Vec<Card>,
    /// Heights of both ends of every tie, from the actor.
    pub(super) ties: Vec<(f64, f64)>,
    /// Heights of both ends of every lead, from the cause.
    pub(super) leads: Vec<(f64, f64)>,
    pub(super) tie_tracks: Tracks,
    pub(super) lead_tracks: Tracks,
}

/// Heights and middles of the boxes of a column, by place in the content.
#[derive(Debug, Default)]
pub(super) struct Boxes {
    pub(super) heights: Vec<f64>,
    pub(super) middles: Vec<f64>,
}

/// Ends of edges on a side of the boxes of a column: the edge and the height of each, from top to
/// bottom; no edge where another side looks after it.
struct Stops {
    edges: Vec<Vec<Option<usize>>>,
    heights: Vec<Vec<f64>>,
}

/// White space between boxes of a column, at scale 1: actors, events, sheets.
const GAP: [f64; 3] = [8.0, 10.0, 10.0];
/// Most white space between events, at scale 1.
const WIDE_GAP: f64 = 30.0;
/// How far a port moves at most to make its edge straight, at scale 1.
const NUDGE: f64 = 60.0;
/// From a port to the next and to the end of its side at least, at scale 1.
const APART: f64 = 5.0;
const CORNER: f64 = 4.0;

impl Boxes {
    /// The heights at which the ports of a box may be.
    fn within(&self, at: usize, scale: f64) -> (f64, f64) {
        let reach = self.heights[at] / 2.0 - CORNER * scale;
        (self.middles[at] - reach, self.middles[at] + reach)
    }
}

impl Stops {
    fn new(edges: Vec<Vec<Option<usize>>>, boxes: &Boxes, scale: f64) -> Self {
        let heights = edges
            .iter()
            .enumerate()
            .map(|(at, edges)| {
                offsets(edges.len(), boxes.heights[at], scale)
                    .into_iter()
                    .map(|offset| boxes.middles[at] + offset)
                    .collect()
            })
            .collect();
        Self { edges, heights }
    }

    /// Box and slot of each edge that has an end here.
    fn places(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        self.edges.iter().enumerate().flat_map(|(at, edges)| {
            let edges = edges.iter().enumerate();
            edges.filter_map(move |(slot, edge)| Some(((*edge)?, at, slot)))
        })
    }

    /// The heights by edge.
    fn by_edge(&self, count: usize) -> Vec<f64> {
        let mut heights = vec![0.0; count];
        for (edge, at, slot) in self.places() {
            heights[edge] = self.heights[at][slot];
        }
        heights
    }

    /// Makes edges straight where one of their ports can move: here first, then there.
    fn straighten(&mut self, here: &Boxes, there: &mut Stops, others: &Boxes, scale: f64) {
        let far: Vec<_> = there.places().collect();
        let near: Vec<_> = self.places().collect();
        for (edge, at, slot) in near {
            let Some(&(_, other, end)) = far.iter().find(|(known, ..)| *known == edge) else {
                continue;
            };
            let (from, to) = (self.heights[at][slot], there.heights[other][end]);
            let away = (from - to).abs();
            if away > 0.0 && away < NUDGE * scale {
                let apart = APART * scale;
                let within = here.within(at, scale);
                if !nudge(&mut self.heights[at], slot, to, within, apart) {
                    let within = others.within(other, scale);
                    nudge(&mut there.heights[other], end, from, within, apart);
                }
            }
        }
    }
}

impl Plan<'_, '_> {
    /// Heights of boxes and edges, for columns of these widths.
    pub(super) fn rows(&self, (event_width, sheet_width): (f64, f64)) -> Result<Rows, Overflow> {
        let (content, scale) = (self.content, self.scale);
        let tie_ports = ports::of_events(content, &ranks(&self.actor_order));
        let lead_ports = ports::of_leads(content, &ranks(&self.sheet_order));
        let actor_ports = ports::of_actors(content);
        let sheet_ports = ports::of_sheets(content);
        let event_cards = self.event_cards(event_width);
        let sheet_cards = self.sheet_cards(sheet_width);
        let high = |least: f64, ports: usize| least.max(room(ports, scale));
        let ports_of_event = tie_ports.iter().zip(&lead_ports);
        let event_heights = event_cards
            .iter()
            .zip(ports_of_event)
            .map(|(card, (ties, leads))| high(card.height, ties.len().max(leads.len())))
            .collect();
        let actor_heights = self
            .portraits
            .iter()
            .zip(&actor_ports)
            .map(|(portrait, ports)| high(portrait.height, ports.len()))
            .collect();
        let sheet_heights = sheet_cards
            .iter()
            .zip(&sheet_ports)
            .map(|(card, ports)| high(card.height, ports.len()))
            .collect();
        let heights = [actor_heights, event_heights, sheet_heights];
        self.check_heights(&heights)?;

        let event_middles = self.event_middles(&heights);
        let [actor_heights, event_heights, sheet_heights] = heights;
        let events = Boxes {
            heights: event_heights,
            middles: event_middles,
        };
        let mut event_left = Stops::new(all(&tie_ports), &events, scale);
        let causes = lead_ports.iter().map(|ends| {
            let causes = ends.iter().map(|end| match end {
                LeadEnd::From(lead) if matches!(content.leads[*lead].to, Target::Sheet(_)) => {
                    Some(*lead)
                }
                LeadEnd::From(_) | LeadEnd::To(_) => None,
            });
            causes.collect()
        });
        let mut event_right = Stops::new(causes.collect(), &events, scale);

        let tie_ends = event_left.by_edge(content.ties.len());
        let lead_ends = event_right.by_edge(content.leads.len());
        let actors = self.level(0, &self.actor_order, &actor_ports, actor_heights, &tie_ends);
        let sheets = self.level(
            2,
            &self.sheet_order,
            &sheet_ports,
            sheet_heights,
            &lead_ends,
        );
        let mut actor_right = Stops::new(all(&actor_ports), &actors, scale);
        let mut sheet_left = Stops::new(all(&sheet_ports), &sheets, scale);
        event_left.straighten(&events, &mut actor_right, &actors, scale);
        sheet_left.straighten(&sheets, &mut event_right, &events, scale);

        let ties: Vec<(f64, f64)> = actor_right
            .by_edge(content.ties.len())
            .into_iter()
            .zip(event_left.by_edge(content.ties.len()))
            .collect();
        let mut leads: Vec<(f64, f64)> = sheet_left
            .by_edge(content.leads.len())
            .into_iter()
            .map(|end| (0.0, end))
            .collect();
        for (ends, heights) in lead_ports.iter().zip(&event_right.heights) {
            for (&end, &height) in ends.iter().zip(heights) {
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
            events,
            event_cards,
            sheets,
            sheet_cards,
            ties,
            leads,
        })
    }

    fn check_heights(&self, heights: &[Vec<f64>; 3]) -> Result<(), Overflow> {
        for (column, overflow) in [
            (1, Overflow::Events),
            (0, Overflow::Actors),
            (2, Overflow::Sheets),
        ] {
            if total(&heights[column], GAP[column] * self.scale) > self.area.height {
                return Err(overflow);
            }
        }
        Ok(())
    }

    /// Events one below the other, as far apart as the sheet allows, in the middle of what the
    /// highest column takes.
    #[expect(clippy::cast_precision_loss, reason = "a handful of events")]
    fn event_middles(&self, [actors, events, sheets]: &[Vec<f64>; 3]) -> Vec<f64> {
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

    /// The boxes of an outer column, each level with its edges' other `ends`.
    fn level(
        &self,
        column: usize,
        order: &[usize],
        ports: &[Vec<usize>],
        heights: Vec<f64>,
        ends: &[f64],
    ) -> Boxes {
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
        let stacked = stack(&items, GAP[column] * self.scale, self.area.top, bottom);
        let mut middles = vec![0.0; order.len()];
        for (&at, middle) in order.iter().zip(stacked) {
            middles[at] = middle;
        }
        Boxes { heights, middles }
    }
}

fn all(ports: &[Vec<usize>]) -> Vec<Vec<Option<usize>>> {
    let some = |edges: &Vec<usize>| edges.iter().copied().map(Some).collect();
    ports.iter().map(some).collect()
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

fn run((from, to): (f64, f64), side: Side) -> Run {
    Run {
        from: End {
            side: Side::Left,
            y: from,
        },
        to: End { side, y: to },
    }
}
