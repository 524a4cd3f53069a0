//! Newsletter boxes, cookie notices, log-ins and the like.

/// What such notices are about.
const TOPICS: [&str; 32] = [
    "cookie",
    "popup",
    "pop-up",
    "nieuwsbrief",
    "newsletter",
    "mailbox",
    "inbox",
    "e-mail",
    "aanmelden",
    "aangemeld",
    "inloggen",
    "log in",
    "login",
    "abonn",
    "subscri",
    "sign up",
    "registreer",
    "account",
    "javascript",
    "browser",
    "adblock",
    "privacy",
    "advertent",
    "doneer",
    "donate",
    "whatsapp",
    "telegram-kanaal",
    "volg ons",
    "follow us",
    "gratis proberen",
    "app store",
    "meld u",
];

/// How they address the reader.
const ADDRESS: [&str; 16] = [
    "u", "uw", "je", "jij", "jouw", "ons", "onze", "your", "you", "our", "us", "wij", "we", "nu",
    "hier", "here",
];

/// Labels that say so by themselves.
const LABELS: [&str; 22] = [
    "advertentie",
    "advertisement",
    "lees ook",
    "lees meer",
    "lees verder",
    "read more",
    "read also",
    "also read",
    "deel dit artikel",
    "deel dit",
    "share this article",
    "share",
    "delen",
    "reageer",
    "reacties",
    "comments",
    "tekst loopt door onder de advertentie",
    "tekst gaat verder onder de foto",
    "het artikel gaat hieronder verder",
    "alle rechten voorbehouden",
    "all rights reserved",
    "meer nieuws",
];

/// Longer blocks are prose.
const LONGEST: usize = 300;

/// How sure it is that a block is no part of the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// Prose.
    None,
    /// A teaser that may belong to a notice after it: "Nieuws van de haven?".
    Teaser,
    /// About such things, among notices one of them.
    Topic,
    /// Addresses the reader about such things.
    Notice,
    /// A label or a line of links, wherever it stands.
    Label,
}

/// Judges one block.
pub(super) fn likeness(block: &str) -> Likeness {
    let block = block.trim();
    if block.len() > LONGEST {
        return Likeness::None;
    }
    let lower = block.to_lowercase();
    let label = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let linked = [
        "lees ook:",
        "read also:",
        "lees verder:",
        "bekijk ook:",
        "also read:",
    ];
    if LABELS.contains(&label) || linked.iter().any(|start| lower.starts_with(start)) {
        return Likeness::Label;
    }
    if TOPICS.iter().any(|topic| lower.contains(topic)) {
        let mut words = lower.split(|c: char| !c.is_alphanumeric());
        return if words.any(|word| ADDRESS.contains(&word)) {
            Likeness::Notice
        } else {
            Likeness::Topic
        };
    }
    let teaser =
        block.chars().count() <= 60 && block.ends_with(['?', '!']) && !block.contains('\n');
    if teaser {
        Likeness::Teaser
    } else {
        Likeness::None
    }
}

/// How many of the last blocks are boilerplate: a run of notices, with what is about the same
/// between them and a teaser before them.
pub(super) fn tail<'a>(blocks: impl DoubleEndedIterator<Item = &'a str>) -> usize {
    let mut count = 0;
    let mut sure = 0;
    for (n, block) in blocks.rev().enumerate() {
        match likeness(block) {
            Likeness::None => break,
            Likeness::Teaser if n == 0 => break,
            // A teaser belongs to the notice that follows it.
            Likeness::Teaser | Likeness::Topic => count = n + 1,
            Likeness::Notice | Likeness::Label => {
                count = n + 1;
                sure += 1;
            }
        }
    }
    if sure > 0 { count } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(blocks: &[&str], expected: usize) {
        assert_eq!(tail(blocks.iter().copied()), expected, "{blocks:?}");
    }

    #[test]
    fn notices_at_the_tail_are_no_prose() {
        check(
            &[
                "Volgens de rederij wordt de kade in Veldhaven dit voorjaar verlengd.",
                "Nieuws van de haven?",
                "Elke maandag het beste van de kust in je inbox",
                "Geen tijd? Inloggen kan straks nog, onder het menu van onze site.",
                "Zonder cookies onthoudt je browser deze keuze niet, en dan vragen we het morgen weer.",
            ],
            4,
        );
        check(&["Het slot.", "Subscribe to our newsletter"], 1);
        check(
            &[
                "Het slot.",
                "Lees ook: Veerboot vaart weer",
                "Deel dit artikel",
            ],
            2,
        );
    }

    #[test]
    fn prose_stays_prose() {
        check(&["Hoe nu verder?"], 0);
        check(&["Poetin zweeg.", "Wat nu?"], 0);
        check(&["Het parlement stemde over cookies en privacy."], 0);
        check(
            &[
                "We gaan door, zei Poetin.",
                "De browser van Loekasjenko bleef leeg.",
            ],
            0,
        );
        check(&[], 0);
        assert_eq!(likeness(&"u cookies ".repeat(40)), Likeness::None);
    }
}
