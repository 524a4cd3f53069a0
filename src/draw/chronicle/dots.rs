//! The dots of an event on the lanes: who stands where, which way the arrows fly, what is ringed.

use std::collections::BTreeMap;

use super::super::story::{Event, Part, Story};
use super::lanes::Lanes;
use crate::model::registry::RoleMode;

/// An event's dot on a lane.
#[derive(Debug, Clone)]
pub(super) struct LaneDot {
    /// The lane.
    pub(super) lane: usize,
    /// The actors behind it.
    pub(super) actors: Vec<usize>,
    /// How they take part: the most active counts.
    pub(super) mode: RoleMode,
}

/// The dots of an event, one a lane, from left to right.
pub(super) fn lanes_of(event: &Event<'_>, lanes: &Lanes) -> Vec<LaneDot> {
    let mut dots: BTreeMap<usize, LaneDot> = BTreeMap::new();
    for part in &event.parts {
        let Some(lane) = lanes.of(part.actor) else {
            continue;
        };
        let dot = dots.entry(lane).or_insert(LaneDot {
            lane,
            actors: Vec::new(),
            mode: part.mode,
        });
        dot.actors.push(part.actor);
        dot.mode = dot.mode.min(part.mode);
    }
    dots.into_values().collect()
}

/// The passive dots that an arrow reaches, with its direction: 1 rightwards, −1 leftwards. It comes
/// from the nearest active dot.
pub(super) fn arrow_directions(dots: &[LaneDot]) -> Vec<(usize, f64)> {
    let active: Vec<usize> = dots
        .iter()
        .filter(|dot| dot.mode == RoleMode::Active)
        .map(|dot| dot.lane)
        .collect();
    dots.iter()
        .filter(|dot| dot.mode == RoleMode::Passive)
        .filter_map(|dot| {
            let nearest = active.iter().min_by_key(|lane| lane.abs_diff(dot.lane))?;
            Some((dot.lane, if *nearest < dot.lane { 1.0 } else { -1.0 }))
        })
        .collect()
}

/// Whether a dot has a red ring: a disputed role rings those who have it or are said to; if nobody
/// is, all.
pub(super) fn is_disputed(story: &Story<'_>, event: &Event<'_>, dot: &LaneDot) -> bool {
    event.disputes.iter().any(|dispute| {
        let role = dispute.field.as_str();
        let bears = |part: &Part<'_>| {
            part.roles.contains(&role)
                || dispute
                    .values
                    .iter()
                    .any(|value| value == story.actors[part.actor].id)
        };
        let rings = |part: &Part<'_>| bears(part) || !event.parts.iter().any(bears);
        story.dossier.registry.role(event.kind, role).is_some()
            && event
                .parts
                .iter()
                .any(|part| dot.actors.contains(&part.actor) && rings(part))
    })
}
