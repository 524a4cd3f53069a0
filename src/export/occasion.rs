//! What timelines and calendars tell of an event: when and where it was, who took part, how sure it
//! is, and the words that say so.

use std::collections::BTreeSet;

use super::View;
use crate::draw::labels::{When, Words};
use crate::graph::{EdgeRef, NodeRef, ValueRef};
use crate::model::date::{Day, Edtf};

/// A quote and the article it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Quote<'d> {
    pub text: &'d str,
    pub article: &'d str,
    pub publisher: Option<&'d str>,
    pub published: Option<&'d str>,
}

/// An event with a date.
pub(super) struct Occasion<'d> {
    pub node: NodeRef<'d>,
    /// The date as it is written, EDTF.
    pub date: &'d str,
    /// The date, where it can be read.
    pub edtf: Option<Edtf>,
    /// Its first day; the last one where the beginning is open.
    pub first: Day,
    /// Its last day; the first one where the end is open.
    pub last: Day,
}

impl<'d> Occasion<'d> {
    /// The events of a part that have a date, in the order of the graph. The others are noted.
    pub(super) fn all<'v>(view: &'v View<'d>) -> impl Iterator<Item = Self> + use<'v, 'd> {
        view.nodes()
            .filter(|node| node.is("Event"))
            .filter_map(|node| {
                let occasion = Self::of(node);
                if occasion.is_none() {
                    view.remark("events without a date left out");
                }
                occasion
            })
    }

    fn of(node: NodeRef<'d>) -> Option<Self> {
        let day = |key| node.get(key).and_then(ValueRef::as_day);
        let (earliest, latest) = (day("earliest"), day("latest"));
        let date = node.text("date").unwrap_or_default();
        let first = earliest.or(latest)?;
        Some(Self {
            node,
            date,
            edtf: Edtf::parse(date).ok(),
            first,
            last: latest.unwrap_or(first).max(first),
        })
    }

    /// Whether the date says no more than which days it fills.
    pub(super) fn is_exact(&self) -> bool {
        match self.edtf {
            Some(Edtf::Date(date)) => {
                self.first == self.last && !date.is_approximate() && !date.is_uncertain()
            }
            Some(Edtf::Interval {
                first: Some(a),
                last: Some(b),
            }) => {
                let exact = |date: crate::model::date::Date| {
                    date.day().is_some() && !date.is_approximate() && !date.is_uncertain()
                };
                exact(a) && exact(b)
            }
            None => self.date.is_empty(),
            _ => false,
        }
    }

    /// The date in words: `c. Dec 2020`, `between 9 and 14 Sep 2021`.
    pub(super) fn date_in_words(&self, view: &View<'_>) -> String {
        let lang = view
            .lang
            .or(view.dossier.languages.first().map(String::as_str));
        let words = Words::of(lang.unwrap_or("en"));
        match When::parse(self.date) {
            Some(when) => when.label(words, None),
            None => self.date.to_owned(),
        }
    }

    /// Its most specific type, in words: `Press conference`.
    pub(super) fn kind(&self) -> String {
        let mut words = String::new();
        for char in self.node.labels().last().unwrap_or_default().chars() {
            if char.is_uppercase() && !words.is_empty() {
                words.push(' ');
                words.extend(char.to_lowercase());
            } else {
                words.push(char);
            }
        }
        words
    }

    /// Who takes part, with the role.
    pub(super) fn who(&self, view: &View<'d>) -> Vec<(NodeRef<'d>, &'d str)> {
        let involved = |edge: &EdgeRef<'_>| edge.kind() == "INVOLVED_IN";
        let edges = view.shown(self.node.incoming().filter(involved));
        edges
            .into_iter()
            .map(|edge| (edge.from(), edge.text("role").unwrap_or_default()))
            .collect()
    }

    /// Where it was.
    pub(super) fn places(&self, view: &View<'d>) -> Vec<NodeRef<'d>> {
        let edges = view.shown(self.node.outgoing().filter(|edge| edge.kind() == "AT"));
        edges.into_iter().map(EdgeRef::to).collect()
    }

    /// The quotes of its entries; where there are none those of its fields. Each once.
    pub(super) fn quotes(&self, view: &View<'d>) -> Vec<Quote<'d>> {
        let supports = |edge: &EdgeRef<'_>| edge.kind() == "SUPPORTED_BY";
        let edges = view.shown(self.node.outgoing().filter(supports));
        let of_entries: Vec<_> = edges
            .iter()
            .filter(|edge| edge.get("field").is_none())
            .collect();
        let chosen = if of_entries.is_empty() {
            edges.iter().collect()
        } else {
            of_entries
        };
        let mut seen = BTreeSet::new();
        let quotes = chosen.into_iter().filter_map(|edge| {
            let article = edge.to();
            Some(Quote {
                text: edge.text("quote")?,
                article: view.name(article),
                publisher: article.text("publisher"),
                published: article.text("published"),
            })
        });
        quotes.filter(|quote| seen.insert(*quote)).collect()
    }

    /// Its status with the disputed fields: `disputed: date, who.winner`.
    pub(super) fn status(&self) -> Option<String> {
        let status = self.node.text("status")?;
        let fields: Vec<_> = self.node.texts("disputed_fields").collect();
        Some(if fields.is_empty() {
            status.to_owned()
        } else {
            format!("{status}: {}", fields.join(", "))
        })
    }

    /// What is told of it, a line each, without quotes.
    pub(super) fn lines(&self, view: &View<'d>) -> Vec<String> {
        let mut lines = Vec::new();
        lines.push(match self.node.text("phase") {
            Some(phase) if phase != "happened" => format!("{} ({phase})", self.kind()),
            _ => self.kind(),
        });
        if !self.is_exact() && !self.date.is_empty() {
            lines.push(format!("Date: {}", self.date_in_words(view)));
        }
        lines.extend(self.node.text("description").map(str::to_owned));
        lines.extend(self.status().map(|status| format!("Status: {status}")));
        let who = self.who(view);
        if !who.is_empty() {
            let told = who.iter().map(|(actor, role)| match *role {
                "" => view.name(*actor).to_owned(),
                role => format!("{} ({role})", view.name(*actor)),
            });
            lines.push(format!("Who: {}", told.collect::<Vec<_>>().join(", ")));
        }
        lines
    }
}

impl Quote<'_> {
    /// The article with its publisher and date: `Title (De Krant, 2021-09-10)`.
    pub(super) fn source(&self) -> String {
        let more: Vec<_> = self.publisher.into_iter().chain(self.published).collect();
        if more.is_empty() {
            return self.article.to_owned();
        }
        format!("{} ({})", self.article, more.join(", "))
    }
}
