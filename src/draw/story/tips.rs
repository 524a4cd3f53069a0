//! What a tooltip says: name, date, place, who in which role, figures, disputes, and the words of
//! the articles.

use super::super::labels::When;
use super::{Agreement, Claim, Event, Part, Story};
use crate::graph::NodeRef;

/// Quotes shown in one tooltip; the first of each article comes first.
const QUOTES: usize = 5;

impl Story<'_> {
    /// The tooltip of an event.
    pub(crate) fn event_tip(&self, event: &Event<'_>) -> String {
        let mut lines = vec![event.name.to_owned()];
        let date = event.when.map(|when| when.label(self.words, None));
        let place = event.place.map(|place| {
            self.dossier
                .display_name(place, Some(&self.lang))
                .to_owned()
        });
        lines.extend(joined([Some(self.key(event.kind)), date, place]));
        lines.extend(self.part_lines(&event.parts));
        lines.extend(joined(event.figures.iter().cloned().map(Some)));
        lines.extend(
            event
                .disputes
                .iter()
                .map(|dispute| format!("≠ {}", dispute.text)),
        );
        lines.extend(quotes(event.node));
        lines.join("\n")
    }

    /// The tooltip of an agreement.
    pub(crate) fn agreement_tip(&self, agreement: &Agreement<'_>) -> String {
        let mut lines = vec![agreement.name.to_owned()];
        let date = agreement.when.map(|when| when.label(self.words, None));
        let stage = self.stage(agreement.stage).map(str::to_owned);
        lines.extend(joined([Some(self.key(agreement.kind)), stage, date]));
        lines.extend(self.part_lines(&agreement.parties));
        lines.extend(joined(agreement.figures.iter().cloned().map(Some)));
        lines.extend(
            agreement
                .disputes
                .iter()
                .map(|dispute| format!("≠ {}", dispute.text)),
        );
        lines.extend(quotes(agreement.node));
        lines.join("\n")
    }

    /// The tooltip of a saying.
    pub(crate) fn claim_tip(&self, claim: &Claim<'_>) -> String {
        let by: Vec<_> = claim
            .by
            .iter()
            .map(|by| self.dossier.display_name(*by, Some(&self.lang)).to_owned())
            .collect();
        let date = claim.when.map(|when: When| when.label(self.words, None));
        let mut lines = vec![claim.says.to_owned()];
        lines.extend(joined([
            Some(self.words.list(&by)).filter(|by| !by.is_empty()),
            date,
        ]));
        lines.extend(quotes(claim.node));
        lines.join("\n")
    }

    fn part_lines(&self, parts: &[Part<'_>]) -> Vec<String> {
        parts
            .iter()
            .map(|part| {
                let roles: Vec<_> = part.roles.iter().map(|role| self.key(role)).collect();
                format!("{}: {}", self.actors[part.actor].name, roles.join(", "))
            })
            .collect()
    }
}

fn joined(parts: impl IntoIterator<Item = Option<String>>) -> Option<String> {
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// The quotes that support a node as a whole, of each article the first before the second of any.
fn quotes(node: NodeRef<'_>) -> Vec<String> {
    let mut quotes: Vec<(usize, &str, i64, &str)> = Vec::new();
    let mut edges: Vec<_> = node
        .outgoing()
        .filter(|edge| edge.kind() == "SUPPORTED_BY" && edge.get("field").is_none())
        .filter_map(|edge| {
            let start = edge
                .get("start")
                .and_then(crate::graph::ValueRef::as_int)
                .unwrap_or(0);
            Some((edge.to().text("id")?, start, edge.text("quote")?))
        })
        .collect();
    edges.sort_unstable();
    for (article, start, quote) in edges {
        let nth = quotes
            .iter()
            .filter(|(_, known, ..)| *known == article)
            .count();
        quotes.push((nth, article, start, quote));
    }
    quotes.sort_unstable();
    quotes.truncate(QUOTES);
    quotes
        .into_iter()
        .map(|(_, article, _, quote)| format!("“{quote}” ({article})"))
        .collect()
}
