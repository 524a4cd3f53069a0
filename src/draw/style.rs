//! Colours, sizes and sheets, the same in every picture.

/// Text.
pub(crate) const INK: &str = "#1A1A1A";
/// Secondary text; contrast on white 7.0.
pub(crate) const GREY: &str = "#595959";
/// Rules and rails.
pub(crate) const RULE: &str = "#BFBFBF";
/// Disputed, and nothing else; contrast on white 5.9.
pub(crate) const RED: &str = "#C8102E";
/// The sheet.
pub(crate) const PAPER: &str = "#FFFFFF";

/// White space around a sheet.
pub(crate) const MARGIN: f64 = 24.0;
/// A4, the short side.
pub(crate) const A4_SHORT: f64 = 595.0;
/// A4, the long side.
pub(crate) const A4_LONG: f64 = 842.0;

/// Size of a picture's title.
pub(crate) const TITLE: f64 = 15.0;
/// Size of the line under it.
pub(crate) const SUBTITLE: f64 = 8.5;
/// Size of a year.
pub(crate) const YEAR: f64 = 9.5;
/// Size of names.
pub(crate) const NAME: f64 = 7.5;
/// Size of details, the smallest: below 6.5 nothing is read on A4.
pub(crate) const DETAIL: f64 = 6.5;

/// The colours of a side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Colour {
    /// Lines and fills.
    pub(crate) line: &'static str,
    /// A band behind things, the fill of a pill.
    pub(crate) tint: &'static str,
    /// Text on a fill of the line's colour.
    pub(crate) text: &'static str,
}

/// The colours of the four busiest sides, in the order of their participations. They and the red
/// keep apart in simulations of the three kinds of colour blindness.
pub(crate) const SIDES: [Colour; 4] = [
    Colour {
        line: "#004F82",
        tint: "#E4EDF5",
        text: PAPER,
    },
    Colour {
        line: "#B38600",
        tint: "#F8F1DC",
        text: INK,
    },
    Colour {
        line: "#8E6BBF",
        tint: "#F0EAF8",
        text: INK,
    },
    Colour {
        line: "#1F9E87",
        tint: "#DFF2EE",
        text: INK,
    },
];

/// The colour of all other sides.
pub(crate) const OTHERS: Colour = Colour {
    line: "#6B6B6B",
    tint: "#F0F0F0",
    text: PAPER,
};

/// The colour of the side of this rank.
pub(crate) fn side_colour(rank: usize) -> Colour {
    SIDES.get(rank).copied().unwrap_or(OTHERS)
}
