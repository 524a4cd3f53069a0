//! The words of the overview, in English and Dutch.

use crate::draw::labels::Words;

/// The words of the overview.
#[derive(Debug)]
pub(super) struct OverviewWords {
    /// Title; `{}` is the dossier's.
    pub(super) title: &'static str,
    /// Subtitle where only main events are shown.
    pub(super) main: &'static str,
    /// Subtitle where all events are shown.
    pub(super) all: &'static str,
    /// Foot: agreements without a cause.
    pub(super) loose: &'static str,
    /// Foot: events that are not shown: one, many.
    pub(super) hidden_events: [&'static str; 2],
    /// Foot: agreements that are not shown: one, many.
    pub(super) hidden_agreements: [&'static str; 2],
    /// Foot: what is not shown; `{}` is a list of counts.
    pub(super) hidden: &'static str,
    /// The rest of a sheet: one, many.
    pub(super) more: [&'static str; 2],
    /// Parties too many to name.
    pub(super) parties: [&'static str; 2],
    /// Legend: a dot.
    pub(super) took_part: &'static str,
    /// Legend: an arrow to the event.
    pub(super) acted: &'static str,
    /// Legend: an arrow to the actor.
    pub(super) acted_on: &'static str,
    /// Legend: a black arrow.
    pub(super) led_to: &'static str,
    /// A cancelled agreement.
    pub(super) cancelled: &'static str,
}

/// The words in a language.
pub(super) fn words(words: &Words) -> &'static OverviewWords {
    if words.code == "nl" { &NL } else { &EN }
}

static EN: OverviewWords = OverviewWords {
    title: "{}: the main lines",
    main: "Main events (reported by two articles or more, disputed, or part of a chain), who took part and what came of them",
    all: "The events, who took part and what came of them",
    loose: "Other agreements, without a known event: {}",
    hidden_events: ["one event", "{} events"],
    hidden_agreements: ["one agreement", "{} agreements"],
    hidden: "Not shown: {}; the chronicle has them all.",
    more: ["and one other", "and {} others"],
    parties: ["one party", "{} parties"],
    took_part: "took part",
    acted: "acted",
    acted_on: "was acted on",
    led_to: "led to",
    cancelled: "cancelled",
};

static NL: OverviewWords = OverviewWords {
    title: "{}: de hoofdlijnen",
    main: "De voornaamste gebeurtenissen (door twee of meer artikelen gemeld, omstreden, of schakel in een keten), wie erbij was en wat ervan kwam",
    all: "De gebeurtenissen, wie erbij was en wat ervan kwam",
    loose: "Andere afspraken, zonder bekende gebeurtenis: {}",
    hidden_events: ["één gebeurtenis", "{} gebeurtenissen"],
    hidden_agreements: ["één afspraak", "{} afspraken"],
    hidden: "Niet getoond: {}; de kroniek heeft ze alle.",
    more: ["en één andere", "en {} andere"],
    parties: ["één partij", "{} partijen"],
    took_part: "was erbij",
    acted: "trad op",
    acted_on: "onderging",
    led_to: "leidde tot",
    cancelled: "afgelast",
};
