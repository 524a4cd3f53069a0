//! What the pictures tell: the events of a selection in their order, who took part and how, what
//! came of them, who said what. Read from the graph once; every layout works on this.
//!
//! Nothing here knows where things stand on the sheet. Start reading at [`Story`].

mod disputes;
mod order;
mod read;
mod tips;

use std::collections::BTreeSet;

use super::labels::{When, Words};
use super::sides::Sides;
use super::style::Colour;
use crate::graph::{Dossier, NodeId, NodeRef};
use crate::model::registry::RoleMode;

pub(crate) use disputes::Dispute;
pub(crate) use read::short_name;

/// A selection of a dossier, read for drawing.
#[derive(Debug)]
pub(crate) struct Story<'g> {
    /// The dossier it is of.
    pub(crate) dossier: &'g Dossier,
    /// The pictures' own words.
    pub(crate) words: &'static Words,
    /// The language of names and sayings.
    pub(crate) lang: String,
    /// Actors of its events and agreements, by id.
    pub(crate) actors: Vec<Actor<'g>>,
    /// Its events in the order of pictures.
    pub(crate) events: Vec<Event<'g>>,
    /// Its agreements, by id.
    pub(crate) agreements: Vec<Agreement<'g>>,
    /// Its claims that somebody made, by id.
    pub(crate) claims: Vec<Claim<'g>>,
    /// Ids of the articles that its events, agreements and claims come from.
    pub(crate) articles: BTreeSet<&'g str>,
    /// The sides of its actors.
    pub(crate) sides: Sides,
}

/// How an actor is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shape {
    /// A person.
    Person,
    /// A state.
    State,
    /// An organization, or an actor of another kind.
    Organization,
    /// A group.
    Group,
}

/// Who acts.
#[derive(Debug)]
pub(crate) struct Actor<'g> {
    /// Its node.
    pub(crate) node: NodeRef<'g>,
    /// Its id.
    pub(crate) id: &'g str,
    /// Its name in the language of the picture.
    pub(crate) name: &'g str,
    /// A person's family name where the id tells it, else the name.
    pub(crate) short: String,
    /// How it is drawn.
    pub(crate) shape: Shape,
    /// Its side, a node that may be itself.
    pub(crate) side: NodeId,
    /// Its events, as places in [`Story::events`].
    pub(crate) events: Vec<usize>,
    /// Its agreements, as places in [`Story::agreements`].
    pub(crate) agreements: Vec<usize>,
}

/// Whether something happened, and by whose word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// An article tells it as a fact.
    Told,
    /// An article tells that it is planned.
    Planned,
    /// Only somebody in an article says so.
    Claimed,
    /// Planned once, and off.
    Cancelled,
}

/// An actor's part in an event or agreement.
#[derive(Debug, Clone)]
pub(crate) struct Part<'g> {
    /// Place in [`Story::actors`].
    pub(crate) actor: usize,
    /// Its roles, in code-point order.
    pub(crate) roles: Vec<&'g str>,
    /// How it takes part: the most active of its roles counts.
    pub(crate) mode: RoleMode,
}

/// What happened or is planned.
#[derive(Debug)]
pub(crate) struct Event<'g> {
    /// Its node.
    pub(crate) node: NodeRef<'g>,
    /// Its type.
    pub(crate) kind: &'g str,
    /// Its name in the language of the picture.
    pub(crate) name: &'g str,
    /// When.
    pub(crate) when: Option<When>,
    /// Whether it happened, and by whose word.
    pub(crate) manner: Manner,
    /// Who say so, if it is only claimed: places in [`Story::actors`] where they are there, else
    /// names.
    pub(crate) claimed_by: Vec<String>,
    /// Who took part, one entry an actor, by id of the actor.
    pub(crate) parts: Vec<Part<'g>>,
    /// Where.
    pub(crate) place: Option<NodeRef<'g>>,
    /// The event it is part of, as a place in [`Story::events`].
    pub(crate) whole: Option<usize>,
    /// What it led to, furthest stage first.
    pub(crate) outcomes: Vec<Outcome>,
    /// Its figures but those in dispute, with those that somebody only claims: `80% (says
    /// Lukashenko)`.
    pub(crate) figures: Vec<String>,
    /// What is in dispute about it.
    pub(crate) disputes: Vec<Dispute>,
    /// Articles that report it.
    pub(crate) witnesses: usize,
}

/// What an event led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// An agreement, as a place in [`Story::agreements`], brought to a stage.
    Agreement(usize, Option<usize>),
    /// Another event, as a place in [`Story::events`].
    Event(usize),
}

/// What binds parties.
#[derive(Debug)]
pub(crate) struct Agreement<'g> {
    /// Its node.
    pub(crate) node: NodeRef<'g>,
    /// Its type.
    pub(crate) kind: &'g str,
    /// Its name in the language of the picture.
    pub(crate) name: &'g str,
    /// When, if it says so itself.
    pub(crate) when: Option<When>,
    /// The furthest stage it reached, counted from 0.
    pub(crate) stage: Option<usize>,
    /// Its parties, one entry an actor, by id of the actor.
    pub(crate) parties: Vec<Part<'g>>,
    /// Events that led to it, as places in [`Story::events`], in their order.
    pub(crate) causes: Vec<usize>,
    /// Amount, measures, term, in words.
    pub(crate) figures: Vec<String>,
    /// What is in dispute about it.
    pub(crate) disputes: Vec<Dispute>,
}

/// What somebody said.
#[derive(Debug)]
pub(crate) struct Claim<'g> {
    /// Its node.
    pub(crate) node: NodeRef<'g>,
    /// What is said, in the language of the picture.
    pub(crate) says: &'g str,
    /// Who said it, actors alone: nodes by id.
    pub(crate) by: Vec<NodeRef<'g>>,
    /// When.
    pub(crate) when: Option<When>,
    /// During which event of the story.
    pub(crate) during: Option<usize>,
    /// About what, by id.
    pub(crate) about: Vec<NodeRef<'g>>,
    /// Whether it is the value of a field that somebody gives, and not a saying of its own.
    pub(crate) is_value: bool,
}

impl Story<'_> {
    /// The colour of an actor's side.
    pub(crate) fn colour(&self, actor: usize) -> Colour {
        self.sides.colour(self.actors[actor].side)
    }

    /// A type or role in words.
    pub(crate) fn key(&self, key: &str) -> String {
        self.words.key(key)
    }

    /// The word for a stage.
    pub(crate) fn stage(&self, stage: Option<usize>) -> Option<&'static str> {
        self.words.stages.get(stage?).copied()
    }

    /// Whether the type's word stands in the name already, so that it need not be said again.
    pub(crate) fn name_says_type(&self, name: &str, kind: &str) -> bool {
        let name = crate::text::fold(name);
        let kind = crate::text::fold(&self.key(kind));
        name.split(' ').any(|word| word.starts_with(&kind)) || name.contains(&kind)
    }
}

impl Event<'_> {
    /// The part of an actor, if it has one.
    pub(crate) fn part_of(&self, actor: usize) -> Option<&Part<'_>> {
        self.parts.iter().find(|part| part.actor == actor)
    }

    /// The agreements among its outcomes.
    pub(crate) fn agreements(&self) -> impl Iterator<Item = (usize, Option<usize>)> {
        self.outcomes.iter().filter_map(|outcome| match outcome {
            Outcome::Agreement(agreement, stage) => Some((*agreement, *stage)),
            Outcome::Event(_) => None,
        })
    }
}
