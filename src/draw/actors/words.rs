//! The words of the picture of the actors, in English and Dutch: what two actors share, counted.

use super::content::Edge;
use crate::draw::labels::{When, Words};
use crate::draw::story::{Manner, Story};

/// The words of the picture.
#[derive(Debug)]
pub(super) struct ActorsWords {
    /// Title; `{}` is the dossier's.
    pub(super) title: &'static str,
    /// Subtitle.
    pub(super) subtitle: &'static str,
    /// An event or more of different types.
    events: [&'static str; 2],
    /// An agreement or more.
    agreements: [&'static str; 2],
    /// One agreement, alone.
    agreement: &'static str,
    /// Legend: a line of a width.
    pub(super) shared: [&'static str; 2],
    /// Legend: an arrow.
    pub(super) acted: &'static str,
    /// Legend: dotted.
    pub(super) planned_only: &'static str,
    /// Legend: dashed.
    pub(super) claimed_only: &'static str,
    /// Foot: actors that share nothing.
    pub(super) alone: &'static str,
    /// Foot: actors left out; number of the shown, names.
    pub(super) hidden: &'static str,
    /// Foot: lines without a label: one, many.
    pub(super) unlabelled: [&'static str; 2],
    /// Nothing to draw.
    pub(super) nothing: &'static str,
    /// Plurals that are not formed by rule.
    plurals: &'static [(&'static str, &'static str)],
}

/// The words in a language.
pub(super) fn words(words: &Words) -> &'static ActorsWords {
    if words.code == "nl" { &NL } else { &EN }
}

static EN: ActorsWords = ActorsWords {
    title: "{}: who deals with whom",
    subtitle: "Actors, and the events and agreements that they share",
    events: ["1 event", "{} events"],
    agreements: ["1 agreement", "{} agreements"],
    agreement: "agreement",
    shared: [
        "1 shared event or agreement",
        "{} shared events or agreements",
    ],
    acted: "one acted on the other",
    planned_only: "planned only",
    claimed_only: "only claimed",
    alone: "Shared nothing with another: {}",
    hidden: "Only the {} actors with most dealings are shown; left out: {}",
    unlabelled: [
        "One line found no room for its label; its tooltip has it.",
        "{} lines found no room for their labels; their tooltips have them.",
    ],
    nothing: "Nothing to draw: no two actors of the selection share an event or an agreement.",
    plurals: &[],
};

static NL: ActorsWords = ActorsWords {
    title: "{}: wie met wie te maken heeft",
    subtitle: "Actoren, en de gebeurtenissen en afspraken die zij delen",
    events: ["1 gebeurtenis", "{} gebeurtenissen"],
    agreements: ["1 afspraak", "{} afspraken"],
    agreement: "afspraak",
    shared: [
        "1 gedeelde gebeurtenis of afspraak",
        "{} gedeelde gebeurtenissen of afspraken",
    ],
    acted: "de een trad op tegen de ander",
    planned_only: "alleen gepland",
    claimed_only: "alleen beweerd",
    alone: "Deelden niets met een ander: {}",
    hidden: "Alleen de {} actoren met de meeste betrekkingen staan erin; weggelaten: {}",
    unlabelled: [
        "Eén lijn had geen plaats voor haar opschrift; de tooltip heeft het.",
        "{} lijnen hadden geen plaats voor hun opschrift; hun tooltips hebben het.",
    ],
    nothing: "Niets te tekenen: geen twee actoren van de selectie delen een gebeurtenis of afspraak.",
    plurals: &[
        ("ontmoeting", "ontmoetingen"),
        ("telefoongesprek", "telefoongesprekken"),
        ("bezoek", "bezoeken"),
        ("oefening", "oefeningen"),
        ("ontplooiing", "ontplooiingen"),
        ("levering", "leveringen"),
        ("verkiezing", "verkiezingen"),
        ("protest", "protesten"),
        ("arrestatie", "arrestaties"),
        ("veroordeling", "veroordelingen"),
        ("sanctie", "sancties"),
        ("incident", "incidenten"),
        ("repressie", "repressies"),
        ("verklaring", "verklaringen"),
        ("persconferentie", "persconferenties"),
        ("gebeurtenis", "gebeurtenissen"),
    ],
};

/// What two actors share, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EdgeLabel {
    /// The kinds with their counts: `3 meetings, 1 call`.
    pub(crate) what: String,
    /// The years: `2020–21`; empty where nothing has a date.
    pub(crate) years: String,
}

/// The label of an edge: kinds of events with counts, all together where there are three kinds or
/// more, then agreements, and the years; of one thing its type and year.
pub(crate) fn label(story: &Story<'_>, edge: &Edge) -> EdgeLabel {
    let own = words(story.words);
    let mut kinds: Vec<(Kind, usize)> = Vec::new();
    for &event in &edge.events {
        let event = &story.events[event];
        let kind = Kind {
            noun: story.key(event.kind),
            qualifier: match event.manner {
                Manner::Planned => Some(story.words.planned),
                Manner::Cancelled => Some(story.words.cancelled),
                Manner::Told | Manner::Claimed => None,
            },
        };
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((kind, 1)),
        }
    }
    let years = years(story, edge);
    if edge.weight() == 1 {
        let what = kinds.pop().map_or_else(
            || own.agreement.to_owned(),
            |(kind, _)| kind.words(1, story.words),
        );
        return EdgeLabel { what, years };
    }
    kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut parts: Vec<String> = if kinds.len() > 2 {
        vec![Words::count(own.events, edge.events.len())]
    } else {
        kinds
            .into_iter()
            .map(|(kind, count)| format!("{count} {}", kind.words(count, story.words)))
            .collect()
    };
    if !edge.agreements.is_empty() {
        parts.push(Words::count(own.agreements, edge.agreements.len()));
    }
    EdgeLabel {
        what: parts.join(", "),
        years,
    }
}

/// A type of event, perhaps planned or cancelled.
#[derive(Debug, PartialEq, Eq)]
struct Kind {
    noun: String,
    qualifier: Option<&'static str>,
}

impl Kind {
    /// In words, for a number of them.
    fn words(&self, count: usize, words: &Words) -> String {
        let noun = plural(&self.noun, count, words);
        match self.qualifier {
            Some(qualifier) if words.code == "nl" => {
                // The ending before a noun of common gender or a plural.
                let neuter = count == 1 && NEUTER.contains(&self.noun.as_str());
                let end = if neuter || !qualifier.ends_with('d') {
                    ""
                } else {
                    "e"
                };
                format!("{qualifier}{end} {noun}")
            }
            Some(qualifier) => format!("{qualifier} {noun}"),
            None => noun,
        }
    }
}

/// Dutch nouns of the vocabulary that take *het*.
const NEUTER: [&str; 4] = ["telefoongesprek", "bezoek", "protest", "incident"];

/// A noun for a number of things; a Dutch noun of one's own has no plural that we know.
fn plural(noun: &str, count: usize, words: &Words) -> String {
    if count == 1 {
        return noun.to_owned();
    }
    if words.code == "nl" {
        let known = NL.plurals.iter().find(|(one, _)| *one == noun);
        return known.map_or(noun, |(_, many)| many).to_owned();
    }
    if let Some(stem) = noun.strip_suffix('y')
        && !stem.ends_with(['a', 'e', 'i', 'o', 'u'])
    {
        return format!("{stem}ies");
    }
    if ["s", "x", "ch", "sh"].iter().any(|end| noun.ends_with(end)) {
        return format!("{noun}es");
    }
    format!("{noun}s")
}

/// From the first year to the last, `2020–21`, of all that an edge stands for. An agreement
/// without a date has the years of its causes.
fn years(story: &Story<'_>, edge: &Edge) -> String {
    let of_events = edge
        .events
        .iter()
        .filter_map(|&event| story.events[event].when);
    let of_agreements = edge.agreements.iter().flat_map(|&agreement| {
        let agreement = &story.agreements[agreement];
        let causes = agreement
            .causes
            .iter()
            .filter_map(|&cause| story.events[cause].when);
        match agreement.when {
            Some(when) => vec![when],
            None => causes.collect(),
        }
    });
    let whens: Vec<When> = of_events.chain(of_agreements).collect();
    let first = whens.iter().map(|when| when.year()).min();
    let last = whens
        .iter()
        .map(|when| when.latest().map_or_else(|| when.year(), |day| day.ymd().0))
        .max();
    match (first, last) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), Some(last)) if first / 100 == last / 100 && first > 0 => {
            format!("{first}–{:02}", last % 100)
        }
        (Some(first), Some(last)) => format!("{first}–{last}"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_of_the_vocabulary_have_a_plural() {
        let (en, nl) = (Words::of("en"), Words::of("nl"));
        assert_eq!(plural("delivery", 2, en), "deliveries");
        assert_eq!(plural("press conference", 2, en), "press conferences");
        assert_eq!(plural("visit", 1, en), "visit");
        let visit = Kind {
            noun: "bezoek".to_owned(),
            qualifier: Some(nl.planned),
        };
        assert_eq!(visit.words(1, nl), "gepland bezoek");
        assert_eq!(visit.words(2, nl), "geplande bezoeken");
        let registry = crate::model::registry::Registry::builtin();
        for kind in registry.types_of(crate::model::registry::Kind::Event) {
            let word = nl.key(kind);
            assert_ne!(plural(&word, 2, nl), word, "{kind}");
        }
    }
}
