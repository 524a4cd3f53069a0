//! Testimonies of all articles united into nodes and relationships with a status.
//!
//! The result is a [`Draft`]: the graph as ordered maps, so that nothing depends on the order in
//! which files were read.

mod claim;
mod draft;
mod node;
mod relation;
mod settle;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use draft::{Draft, Properties, Relationship};

use super::field::{Field, Typed};
use super::input::Input;
use super::symbols::{NodeKind, Symbols};
use super::testimony::{Testimonies, Testimony};
use super::witness::Witnesses;
use crate::model::words::{Stage, Status};
use claim::Voiced;
use settle::Places;
pub(super) use settle::write;

/// Unites all testimonies.
pub(super) fn merge(
    input: &Input,
    symbols: &Symbols,
    witnesses: &Witnesses,
    testimonies: &Testimonies<'_>,
) -> Draft {
    let mut merger = Merger {
        input,
        symbols,
        witnesses,
        testimonies,
        places: Places::of(testimonies),
        denied: denied(testimonies),
        outcomes: outcomes(testimonies),
        voiced: BTreeMap::new(),
        dates: BTreeMap::new(),
        draft: Draft::default(),
    };
    // Claims come last: their dates are those of the events during which they were made.
    for claims in [false, true] {
        for (id, thing) in symbols.iter() {
            match thing.kind {
                NodeKind::Article => {}
                NodeKind::Claim => {
                    if claims {
                        merger.claim(id);
                    }
                }
                kind => {
                    if !claims {
                        merger.thing(id, kind);
                    }
                }
            }
        }
    }
    merger.relations();
    merger.voiced();
    merger.judge_relationships();
    merger.draft
}

struct Merger<'m, 'i> {
    input: &'m Input,
    symbols: &'m Symbols,
    witnesses: &'m Witnesses,
    testimonies: &'m Testimonies<'i>,
    places: Places,
    /// Fields that a claim denies, by the node's id; `entry` for the whole.
    denied: BTreeMap<String, BTreeSet<String>>,
    /// The furthest stage to which an event led, by agreement.
    outcomes: BTreeMap<String, Stage>,
    /// Claims that a `by` at a field makes.
    voiced: BTreeMap<String, Voiced>,
    /// The date that each event shows.
    dates: BTreeMap<String, crate::model::date::Edtf>,
    draft: Draft,
}

/// What claims deny.
fn denied(testimonies: &Testimonies<'_>) -> BTreeMap<String, BTreeSet<String>> {
    let mut denied: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for target in testimonies
        .all
        .iter()
        .flat_map(|testimony| &testimony.denies)
    {
        let field = target.field.clone().unwrap_or_else(|| "entry".to_owned());
        denied.entry(target.id.clone()).or_default().insert(field);
    }
    denied
}

fn outcomes(testimonies: &Testimonies<'_>) -> BTreeMap<String, Stage> {
    let mut outcomes = BTreeMap::new();
    for fact in testimonies
        .all
        .iter()
        .flat_map(|testimony| &testimony.facts)
    {
        if let (Field::LedTo, true, Typed::Id(id, Some(stage))) =
            (&fact.field, fact.by.is_empty(), &fact.value)
        {
            let furthest = outcomes.entry(id.clone()).or_insert(*stage);
            *furthest = (*furthest).max(*stage);
        }
    }
    outcomes
}

impl Merger<'_, '_> {
    /// Article ids in code-point order.
    fn article_ids(&self, articles: impl IntoIterator<Item = usize>) -> Vec<&str> {
        let articles: BTreeSet<usize> = articles.into_iter().collect();
        articles
            .into_iter()
            .map(|at| self.input.articles[at].article.id.as_str())
            .collect()
    }

    /// The status of something said by some testimonies: claimed if all of them only pass it on,
    /// else by the number of independent witnesses among the others.
    fn status<'t, 'i: 't>(
        &self,
        disputed: bool,
        testimonies: impl IntoIterator<Item = &'t Testimony<'i>>,
    ) -> Status {
        let (claimed, reporting): (Vec<_>, Vec<_>) = testimonies
            .into_iter()
            .filter_map(|testimony| Some((testimony.article?, testimony.is_claimed())))
            .partition(|(_, claimed)| *claimed);
        let reporting = reporting.into_iter().map(|(article, _)| article);
        self.status_of(disputed, !claimed.is_empty(), reporting)
    }

    fn status_of(
        &self,
        disputed: bool,
        claimed: bool,
        reporting: impl IntoIterator<Item = usize>,
    ) -> Status {
        match (disputed, self.witnesses.count(reporting), claimed) {
            (true, ..) => Status::Disputed,
            (_, 0, true) => Status::Claimed,
            (_, 0, false) => Status::Background,
            (_, 1, _) => Status::Reported,
            _ => Status::Corroborated,
        }
    }
}
