//! Pictures: a style and a format to bytes.

use clap::ValueEnum;

use super::failure::Failure;
use crate::draw::{self, Picture};
use crate::export::dot::{self, DotOptions, DotStyle, GraphvizFormat};
use crate::export::{PictureError, pdf, png};
use crate::graph::{Dossier, NodeId, NodeRef, Selection};
use crate::model::date::Day;

/// What a picture shows, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Style {
    /// Time downward, actors as lanes, what came of it beside each event
    Chronicle,
    /// The main events, their actors and what came of them
    Overview,
    /// One actor: its events, with whom, what came of them and what it said
    Around,
    /// Who deals with whom
    Actors,
    /// Every node and relationship; pictures of it need an installed Graphviz
    Graph,
}

/// A format of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PictureFormat {
    /// The language of Graphviz.
    Dot,
    /// Scalable Vector Graphics, one document a page.
    Svg,
    /// Portable Network Graphics, one picture a page.
    Png,
    /// One document of all pages.
    Pdf,
}

impl PictureFormat {
    /// The ending of its files.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Self::Dot => "dot",
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }
}

/// A picture that is asked for.
pub(crate) struct Order<'d> {
    pub(crate) dossier: &'d Dossier,
    pub(crate) selection: &'d Selection,
    pub(crate) style: Style,
    /// The actor of the style `around`.
    pub(crate) actor: Option<NodeId>,
    pub(crate) lang: Option<String>,
    pub(crate) built: Option<Day>,
    pub(crate) dpi: f64,
}

impl Order<'_> {
    /// The files of the picture in a format: one, or one a page.
    pub(crate) fn files(&self, format: PictureFormat) -> Result<Vec<Vec<u8>>, Failure> {
        if format == PictureFormat::Dot {
            return Ok(vec![self.dot()?.into_bytes()]);
        }
        if self.style == Style::Graph {
            let format = match format {
                PictureFormat::Png => GraphvizFormat::Png,
                PictureFormat::Pdf => GraphvizFormat::Pdf,
                PictureFormat::Svg | PictureFormat::Dot => GraphvizFormat::Svg,
            };
            let picture = dot::draw_with_graphviz(&self.dot()?, format);
            return Ok(vec![
                picture.map_err(|error| Failure::call(error.to_string()))?,
            ]);
        }
        let picture = self.picture()?;
        let failed = |error: PictureError| Failure::call(error.to_string());
        match format {
            PictureFormat::Pdf => Ok(vec![pdf::render(&picture).map_err(failed)?]),
            PictureFormat::Png => {
                let pages = picture.pages.iter();
                pages
                    .map(|page| png::render(page, self.dpi).map_err(failed))
                    .collect()
            }
            PictureFormat::Svg | PictureFormat::Dot => Ok(picture
                .pages
                .into_iter()
                .map(|page| page.svg.into_bytes())
                .collect()),
        }
    }

    fn actor(&self) -> Result<NodeId, Failure> {
        self.actor
            .or_else(|| busiest(self.dossier, self.selection))
            .ok_or_else(|| Failure::call("there is no actor with an event to draw around"))
    }

    fn dot(&self) -> Result<String, Failure> {
        let style = match self.style {
            Style::Chronicle => DotStyle::Chronicle,
            Style::Overview => DotStyle::Overview,
            Style::Around => DotStyle::Around,
            Style::Actors => DotStyle::Actors,
            Style::Graph => DotStyle::Graph,
        };
        let options = DotOptions {
            lang: self.lang.clone(),
            around: match style {
                DotStyle::Around => Some(self.actor()?),
                _ => None,
            },
        };
        Ok(dot::to_dot(self.dossier, self.selection, style, &options))
    }

    fn picture(&self) -> Result<Picture, Failure> {
        let options = draw::Options {
            lang: self.lang.clone(),
            built: self.built,
        };
        let (dossier, selection) = (self.dossier, self.selection);
        let drawn = match self.style {
            Style::Overview => return Ok(draw::overview(dossier, selection, &options)),
            Style::Actors => return Ok(draw::actors(dossier, selection, &options)),
            Style::Around => draw::around(dossier, selection, self.actor()?, &options),
            Style::Chronicle | Style::Graph => draw::chronicle(dossier, selection, &options),
        };
        drawn.map_err(|error| Failure::call(error.to_string()))
    }
}

/// The actor that takes part in most events of a selection; the first by id where several do.
pub(crate) fn busiest(dossier: &Dossier, selection: &Selection) -> Option<NodeId> {
    let events = |actor: NodeRef<'_>| {
        let mut events: Vec<_> = actor
            .outgoing()
            .filter(|edge| edge.kind() == "INVOLVED_IN" && selection.contains_edge(edge.id()))
            .map(|edge| edge.to().id())
            .collect();
        events.sort_unstable();
        events.dedup();
        events.len()
    };
    let actors = selection
        .nodes(&dossier.graph)
        .filter(|node| node.is("Actor"));
    actors
        .map(|actor| (events(actor), actor))
        .filter(|(count, _)| *count > 0)
        // Of equal ones `max_by_key` takes the last, so ids count backwards.
        .max_by_key(|(count, actor)| (*count, std::cmp::Reverse(actor.text("id"))))
        .map(|(_, actor)| actor.id())
}

/// The day of making that a picture names: as given, else that of `SOURCE_DATE_EPOCH` (seconds
/// since 1970, as reproducible builds set it), never that of the clock.
pub(crate) fn day_of_making(given: Option<Day>) -> Option<Day> {
    given.or_else(|| {
        let seconds: i64 = std::env::var("SOURCE_DATE_EPOCH").ok()?.parse().ok()?;
        Some(Day(seconds.div_euclid(86_400)))
    })
}
