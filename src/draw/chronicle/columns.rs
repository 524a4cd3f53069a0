//! Where the columns of a chronicle stand on a sheet.

use super::super::font::{self, Face};
use super::super::style::{A4_LONG, A4_SHORT, MARGIN, NAME};
use super::lanes::Lanes;

/// A sheet to draw on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sheet {
    /// Width in points.
    pub(super) width: f64,
    /// Height in points, which a short picture does not fill.
    pub(super) height: f64,
}

/// A4, upright.
pub(super) const A4: Sheet = Sheet {
    width: A4_SHORT,
    height: A4_LONG,
};
/// A3, upright.
pub(super) const A3: Sheet = Sheet {
    width: A4_LONG,
    height: 1191.0,
};

/// Width of a gap between two sides.
const BAND_GAP: f64 = 2.0;
/// Angle of the lanes' heads against the horizontal, in degrees.
pub(super) const HEAD_ANGLE: f64 = 52.0;
/// Longest head.
const HEAD: f64 = 96.0;
/// Room for the last head, which leans beyond its lane.
const LEAN: f64 = 54.0;
/// From the last lane to the text of what came of it: rail, clock face and white space.
const TO_CARDS: f64 = 29.0;

/// The columns of a chronicle. Lengths in points, from the left edge of the sheet.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    /// Left edge of the dates.
    pub(super) date: f64,
    /// Room for a date.
    pub(super) date_width: f64,
    /// Left edge of the names.
    pub(super) name: f64,
    /// Room for names and details.
    pub(super) name_width: f64,
    /// Room at the right of the names for the witness bars.
    pub(super) witness_width: f64,
    /// Middle of each lane.
    pub(super) lanes: Vec<f64>,
    /// Width of a lane.
    pub(super) lane_width: f64,
    /// Left edge of the lanes' bands.
    pub(super) lanes_left: f64,
    /// Right edge of the lanes' bands.
    pub(super) lanes_right: f64,
    /// The rail on which cards hang.
    pub(super) rail: f64,
    /// Left edge of the text of cards.
    pub(super) card: f64,
    /// Room for the text of cards; 0 where nothing came of anything.
    pub(super) card_width: f64,
    /// Right edge of everything.
    pub(super) right: f64,
    /// Height of the lanes' heads.
    pub(super) heads: f64,
}

impl Columns {
    /// The most lanes that leave room for the rest.
    pub(super) fn most_lanes(sheet: Sheet, with_cards: bool) -> usize {
        match (sheet.width > A4_SHORT, with_cards) {
            (false, true) => 13,
            (true, true) => 18,
            (false, false) => 16,
            (true, false) => 24,
        }
    }

    /// Shares a sheet out.
    #[expect(clippy::cast_precision_loss, reason = "at most 24 lanes")]
    pub(super) fn of(sheet: Sheet, lanes: &Lanes, with_cards: bool) -> Self {
        let wide = sheet.width > A4_SHORT;
        let many = lanes.all.len() > 10 && !wide;
        let lane_width = if many { 14.0 } else { 15.5 };
        let date_width = 52.0;
        let name = MARGIN + date_width + 4.0;
        let name_width = match (with_cards, wide, many) {
            (true, true, _) => 240.0,
            (true, false, true) => 166.0,
            (true, false, false) => 176.0,
            // The room of the cards goes to the names.
            (false, ..) => {
                let lanes =
                    lanes.all.len() as f64 * lane_width + lanes.bands.len() as f64 * BAND_GAP;
                (sheet.width - MARGIN - name - 6.0 - lanes - LEAN).clamp(150.0, 320.0)
            }
        };
        let lanes_left = name + name_width + 6.0;
        let mut middles = Vec::new();
        for (at, band) in lanes.bands.iter().enumerate() {
            for lane in band.first..=band.last {
                middles.push(lanes_left + at as f64 * BAND_GAP + (lane as f64 + 0.5) * lane_width);
            }
        }
        let lanes_right = middles
            .last()
            .map_or(lanes_left, |last| last + lane_width / 2.0);
        let right = sheet.width - MARGIN;
        let rail = lanes_right + 12.0;
        let card = lanes_right - lane_width / 2.0 + TO_CARDS + 7.0;
        let longest = lanes
            .all
            .iter()
            .map(|lane| head_width(&lane.label, lane.own))
            .fold(0.0, f64::max);
        Self {
            date: MARGIN,
            date_width,
            name,
            name_width,
            witness_width: 20.0,
            lanes: middles,
            lane_width,
            lanes_left,
            lanes_right,
            rail,
            card,
            card_width: if with_cards {
                (right - card).max(60.0)
            } else {
                0.0
            },
            right,
            heads: (longest * HEAD_ANGLE.to_radians().sin() + 10.0).max(24.0),
        }
    }
}

/// A lane's head as it is written.
pub(super) fn head(label: &str, own: bool) -> String {
    font::shorten(label, head_face(own), NAME, HEAD)
}

/// The face of a lane's head.
pub(super) fn head_face(own: bool) -> Face {
    if own { Face::Bold } else { Face::Regular }
}

fn head_width(label: &str, own: bool) -> f64 {
    font::width(&head(label, own), head_face(own), NAME)
}
