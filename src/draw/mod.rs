//! Pictures: layout and SVG, read from the graph. Must not know files, articles' texts or YAML.
//!
//! Start reading at [`story`], what every picture tells, then at [`chronicle`](mod@chronicle), the
//! default. A picture is a function from a dossier and a selection of it to pages of SVG; drawn
//! twice, the bytes are the same.

pub(crate) mod actors;
mod around;
mod chronicle;
mod font;
#[cfg(test)]
#[cfg(any(feature = "png", feature = "pdf"))]
mod inspect;
pub(crate) mod labels;
mod marks;
pub(crate) mod overview;
mod portrait;
#[cfg(test)]
pub(crate) mod sample;
mod sheet;
pub(crate) mod sides;
pub(crate) mod story;
pub(crate) mod style;
mod svg;

pub use actors::actors;
pub use around::around;
pub use chronicle::chronicle;
pub use overview::overview;

use crate::model::date::Day;

/// What the caller says about a picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Language of names and words, a tag such as `nl`; else the first of the dossier's languages.
    pub lang: Option<String>,
    /// Day that the foot names as the day of making; left out where there is none.
    pub built: Option<Day>,
}

/// A drawn picture: one page or several.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Its pages in their order, at least one.
    pub pages: Vec<Page>,
}

/// A page of a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Width in points.
    pub width: f64,
    /// Height in points.
    pub height: f64,
    /// What it shows, as its title says.
    pub title: String,
    /// The SVG document; its user units are points.
    pub svg: String,
}

/// Why a picture cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DrawError {
    /// More than fits.
    #[error(
        "{count} events are too many for a chronicle of at most {limit}: choose fewer with --from, --to, --around or --types"
    )]
    TooManyEvents {
        /// Events in the selection.
        count: usize,
        /// The limit.
        limit: usize,
    },
    /// The picture around an actor was asked for something else.
    #[error("`{0}` is not an actor")]
    NotAnActor(String),
}
