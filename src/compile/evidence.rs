//! Evidence: the place in an article where a quote stands.

use super::input::{Input, Unit};
use crate::diag::{Finding, SourceId, Span};
use crate::ingest::annotation::Quote;
use crate::text::CodePoints;
use crate::text::quote::{Folded, Pattern, PatternError};

/// A quote that was found in an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Evidence {
    /// The article in [`Input::articles`].
    pub(super) article: usize,
    /// The article's own words.
    pub(super) quote: String,
    /// First code point, from 0.
    pub(super) start: usize,
    /// One past the last code point.
    pub(super) end: usize,
    /// The sentence where it starts, from 1: between two of them the one before, and before the
    /// first one, as in a header, the first.
    pub(super) sentence: usize,
}

/// An article prepared for looking up quotes.
pub(super) struct Searcher<'i> {
    at: usize,
    unit: &'i Unit,
    folded: Folded,
    offsets: CodePoints<'i>,
}

/// How many places of an ambiguous quote are shown.
const SHOWN: usize = 5;

impl<'i> Searcher<'i> {
    /// Prepares an article. O(length of its text).
    pub(super) fn new(input: &'i Input, at: usize) -> Self {
        let unit = &input.articles[at];
        Self {
            at,
            unit,
            folded: Folded::new(&unit.article.text),
            offsets: CodePoints::new(&unit.article.text),
        }
    }

    /// Finds a quote, or says why it is none.
    pub(super) fn locate(
        &self,
        input: &Input,
        source: SourceId,
        quote: &Quote,
    ) -> Result<Evidence, Finding> {
        let span = Span::new(source, quote.text.span.clone());
        let pattern = pattern(&quote.text.text, span)?;
        let mut places = self.find(&pattern);
        if places.is_empty() {
            return Err(self.not_found(input, &pattern, span));
        }
        if let Some(after) = &quote.after {
            let span = Span::new(source, after.span.clone());
            let marker = self::pattern(&after.text, span)?;
            let markers = self.find(&marker);
            if markers.is_empty() {
                return Err(self.not_found(input, &marker, span));
            }
            let next = |end: usize| places.iter().find(|place| place.start >= end).cloned();
            let mut following: Vec<_> = markers.iter().filter_map(|m| next(m.end)).collect();
            following.dedup();
            if following.is_empty() {
                let path = &self.unit.article.path;
                let message = format!("the quote does not stand after this in `{path}`");
                let finding = Finding::error("quote-not-found", span, message);
                return Err(finding.related(self.span(places[0].clone()), "it stands here"));
            }
            places = following;
        }
        match &places[..] {
            [place] => Ok(self.evidence(place.clone())),
            _ => Err(self.ambiguous(&places, span)),
        }
    }

    fn find(&self, pattern: &Pattern) -> Vec<std::ops::Range<usize>> {
        let blocks = &self.unit.article.blocks;
        let block = |byte: usize| blocks.partition_point(|block| block.range.end <= byte);
        pattern.find(&self.folded, |a, b| block(a) == block(b))
    }

    fn evidence(&self, place: std::ops::Range<usize>) -> Evidence {
        let article = &self.unit.article;
        let sentence = article
            .sentences
            .partition_point(|sentence| sentence.end <= place.start);
        let inside = article
            .sentences
            .get(sentence)
            .is_some_and(|range| range.start <= place.start);
        Evidence {
            article: self.at,
            quote: article.text[place.clone()].to_owned(),
            start: self.offsets.offset(place.start),
            end: self.offsets.offset(place.end),
            sentence: if inside {
                sentence + 1
            } else {
                sentence.max(1)
            },
        }
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.unit.source, range)
    }

    fn ambiguous(&self, places: &[std::ops::Range<usize>], span: Span) -> Finding {
        let path = &self.unit.article.path;
        let message = format!("this quote stands {} times in `{path}`", places.len());
        let mut finding = Finding::error("quote-ambiguous", span, message)
            .help("take more words, or say what stands before it: `{text: …, after: …}`");
        for (n, place) in places.iter().take(SHOWN).enumerate() {
            let label = match places.len() {
                more if n + 1 == SHOWN && more > SHOWN => {
                    format!("place {} of {more}; the others are not shown", n + 1)
                }
                all => format!("place {} of {all}", n + 1),
            };
            finding = finding.related(self.span(place.clone()), label);
        }
        finding
    }

    fn not_found(&self, input: &Input, pattern: &Pattern, span: Span) -> Finding {
        let path = &self.unit.article.path;
        let message = format!("this quote does not stand in `{path}`");
        let finding = Finding::error("quote-not-found", span, message);
        let elsewhere = (0..input.articles.len())
            .filter(|&at| at != self.at)
            .find(|&at| !Searcher::new(input, at).find(pattern).is_empty());
        if let Some(other) = elsewhere {
            let other = &input.articles[other].article.path;
            return finding.help(format!(
                "it stands in `{other}`: write the entry in the file of that article"
            ));
        }
        match pattern.nearest(&self.folded) {
            Some(near) => finding
                .label(format!("the quote has “{}”", near.expected))
                .related(
                    self.span(near.shared),
                    format!("the nearest passage; the article has “{}”", near.found),
                )
                .help("copy the words of the article as they stand"),
            None => finding.help("the article has no passage like it"),
        }
    }
}

fn pattern(text: &str, span: Span) -> Result<Pattern, Finding> {
    Pattern::new(text).map_err(|error| match error {
        PatternError::Empty => Finding::error("quote-empty", span, "this quote is empty")
            .help("copy the words of the article that say so"),
        PatternError::LooseGap => Finding::error(
            "quote-ellipsis",
            span,
            "a `…` stands at an end of this quote or beside another `…`, where it skips nothing",
        )
        .help("take it away: a quote may begin and end anywhere in a sentence"),
    })
}
