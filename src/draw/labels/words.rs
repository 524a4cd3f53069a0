//! The words of the pictures, in English and Dutch.

/// The words of one language. Names, roles and sayings come from the dossier in whatever language
/// it has; these are the pictures' own. `{}` stands for what is filled in.
#[derive(Debug)]
pub(crate) struct Words {
    /// Language tag of these words.
    pub(crate) code: &'static str,
    /// Short names of the months.
    pub(crate) months: [&'static str; 12],
    /// Group separator of large numbers.
    pub(crate) group: char,
    /// Decimal separator.
    pub(crate) decimal: char,
    /// Approximately.
    pub(crate) circa: &'static str,
    /// Until a day that is the latest possible.
    pub(crate) by: &'static str,
    /// From a year or month on.
    pub(crate) since: &'static str,
    /// From a day on, with an imprecise end.
    pub(crate) from: &'static str,
    /// Some day between two.
    pub(crate) between: &'static str,
    /// Without any date.
    pub(crate) undated: &'static str,
    /// Heading of things without a date.
    pub(crate) undated_heading: &'static str,
    /// Between two alternatives.
    pub(crate) or: &'static str,
    /// Between the last two of a list.
    pub(crate) and: &'static str,
    /// Abbreviations of thousand, million, billion, trillion after a figure.
    pub(crate) powers: [&'static str; 4],
    /// Before a quoted speaker.
    pub(crate) says: &'static str,
    /// Of a disputed value that somebody denies.
    pub(crate) denied_by: &'static str,
    /// Of an entry that is denied as a whole.
    pub(crate) itself: &'static str,
    /// Before the other actors of an event.
    pub(crate) with: &'static str,
    /// Planned.
    pub(crate) planned: &'static str,
    /// Cancelled.
    pub(crate) cancelled: &'static str,
    /// Columns of the chronicle.
    pub(crate) when: &'static str,
    /// Column of the events.
    pub(crate) what_happened: &'static str,
    /// Column of the outcomes.
    pub(crate) what_came: &'static str,
    /// The outcomes' usual parties, in the heading.
    pub(crate) usual_parties: &'static str,
    /// Subtitle of the chronicle.
    pub(crate) chronicle_subtitle: &'static str,
    /// An article, articles: one, many.
    pub(crate) articles: [&'static str; 2],
    /// Other actors in a lane of a side.
    pub(crate) plus_others: [&'static str; 2],
    /// Other actors in the last lane.
    pub(crate) others: [&'static str; 2],
    /// Row of an agreement without an event.
    pub(crate) no_event: &'static str,
    /// A time in which nothing begins, months.
    pub(crate) months_without: [&'static str; 2],
    /// A time in which nothing begins, years.
    pub(crate) years_without: [&'static str; 2],
    /// Foot: agreements without a place in the picture.
    pub(crate) not_tied: &'static str,
    /// Foot: the source line.
    pub(crate) sources: &'static str,
    /// Foot: what a quote proves.
    pub(crate) proves: &'static str,
    /// Foot: when it was drawn.
    pub(crate) built: &'static str,
    /// A page of several.
    pub(crate) page: &'static str,
    /// Nothing to draw.
    pub(crate) nothing: &'static str,
    /// Legend.
    pub(crate) legend: Legend,
    /// The picture around an actor.
    pub(crate) around: Around,
    /// Stages of an agreement in their order.
    pub(crate) stages: [&'static str; 8],
    /// Attribute keys with the words for one and for many; `{}` is the figure.
    pub(crate) figures: &'static [(&'static str, &'static str, &'static str)],
    /// Names of fields, roles, types and values that are not simply their key with spaces.
    pub(crate) keys: &'static [(&'static str, &'static str)],
}

/// The words of the legend.
#[derive(Debug)]
pub(crate) struct Legend {
    /// A bar.
    pub(crate) together: &'static str,
    /// An arrow.
    pub(crate) acted: &'static str,
    /// A double bar.
    pub(crate) planned: &'static str,
    /// A dashed bar.
    pub(crate) claimed: &'static str,
    /// A dotted bar.
    pub(crate) watched: &'static str,
    /// A red ring.
    pub(crate) disputed: &'static str,
    /// Witness bars.
    pub(crate) witnesses: &'static str,
    /// A dotted line to a card.
    pub(crate) spoken_of: &'static str,
    /// A square.
    pub(crate) party: &'static str,
    /// A full clock face.
    pub(crate) signed: &'static str,
    /// An event's dot.
    pub(crate) event: &'static str,
    /// A bar before a saying.
    pub(crate) said: &'static str,
    /// An arrow from or to the spine.
    pub(crate) acted_on: &'static str,
}

/// The words of the picture around an actor.
#[derive(Debug)]
pub(crate) struct Around {
    /// The counts, and in how many articles.
    pub(crate) told: &'static str,
    /// Title.
    pub(crate) title: &'static str,
    /// Counts of events, others, agreements, sayings: one, many.
    pub(crate) events: [&'static str; 2],
    /// The others.
    pub(crate) with_others: [&'static str; 2],
    /// The agreements.
    pub(crate) agreements: [&'static str; 2],
    /// The sayings.
    pub(crate) sayings: [&'static str; 2],
    /// Heading of the left column.
    pub(crate) whom: &'static str,
    /// Heading of the right column.
    pub(crate) came_and_said: &'static str,
    /// Kinds of actors: people, states, organisations, groups, places, others.
    pub(crate) kinds: [&'static str; 4],
    /// An agreement on the spine.
    pub(crate) no_event: &'static str,
    /// A day of sayings only.
    pub(crate) statements: &'static str,
    /// An event that only the actor tells of.
    pub(crate) only_by: &'static str,
    /// Foot: sayings without a day.
    pub(crate) unknown_day: &'static str,
    /// Foot: what others said about it.
    pub(crate) about: &'static str,
    /// Foot: agreements without a day.
    pub(crate) agreements_unknown: &'static str,
    /// What is left out of a long list.
    pub(crate) more: &'static str,
}

/// English.
pub(crate) static EN: Words = Words {
    code: "en",
    months: [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ],
    group: ',',
    decimal: '.',
    circa: "c. {}",
    by: "by {}",
    since: "since {}",
    from: "from {}",
    between: "between {} and {}",
    undated: "no date",
    undated_heading: "No date",
    or: "or",
    and: "and",
    powers: ["thousand", "m", "bn", "tn"],
    says: "says {}",
    denied_by: "denied by {}",
    itself: "all of it",
    with: "with {}",
    planned: "planned",
    cancelled: "cancelled",
    when: "When",
    what_happened: "What happened",
    what_came: "What came of it",
    usual_parties: "(between {}, unless said)",
    chronicle_subtitle: "Who met whom, when, and what came of it: events in {}",
    articles: ["one article", "{} articles"],
    plus_others: ["+1 other", "+{} others"],
    others: ["1 other", "{} others"],
    no_event: "(an agreement without a known event)",
    months_without: [
        "1 month without a new event",
        "{} months without a new event",
    ],
    years_without: ["1 year without a new event", "{} years without a new event"],
    not_tied: "Not tied to an event or a month: {}",
    sources: "Sources: {}.",
    proves: "A quote proves that an article says it, not that it is true.",
    built: "Built {} by kroniek.",
    page: "page {} of {}",
    nothing: "Nothing to draw: the selection holds no events and no agreements.",
    legend: Legend {
        together: "took part together",
        acted: "acted on, or called, visited, wrote to",
        planned: "planned",
        claimed: "only claimed",
        watched: "watched",
        disputed: "disputed between articles, or denied",
        witnesses: "articles that report it",
        spoken_of: "only spoken of",
        party: "party to an agreement",
        signed: "signed or carried out",
        event: "event",
        said: "said",
        acted_on: "acted on",
    },
    around: Around {
        told: "{}, in {}",
        title: "Around {}",
        events: ["1 event", "{} events"],
        with_others: ["with 1 other", "with {} others"],
        agreements: ["1 agreement", "{} agreements"],
        sayings: ["1 statement", "{} statements"],
        whom: "With or against whom",
        came_and_said: "What came of it, and what {} said",
        kinds: ["People", "States", "Organisations", "Groups"],
        no_event: "(agreement without a known event)",
        statements: "statements",
        only_by: "reported only by {}",
        unknown_day: "Said on an unknown day: {}",
        about: "Said about {}: {}",
        agreements_unknown: "Agreements of an unknown day: {}",
        more: "{} more",
    },
    stages: [
        "discussed",
        "promised",
        "agreed",
        "signed",
        "ratified",
        "disbursed",
        "delivered",
        "cancelled",
    ],
    figures: &[
        ("troops", "{} soldier", "{} troops"),
        ("vehicles", "{} vehicle", "{} vehicles"),
        ("aircraft", "{} aircraft", "{} aircraft"),
        ("ships", "{} ship", "{} ships"),
        ("people", "{} person", "{} people"),
        ("days", "{} day", "{} days"),
        ("years", "{} year", "{} years"),
        ("share", "{}%", "{}%"),
        ("measures", "{} measure", "{} measures"),
    ],
    keys: &[("led_to", "outcome"), ("part_of", "part of")],
};

/// Dutch.
pub(crate) static NL: Words = Words {
    code: "nl",
    months: [
        "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
    ],
    group: '.',
    decimal: ',',
    circa: "ca. {}",
    by: "uiterlijk {}",
    since: "sinds {}",
    from: "vanaf {}",
    between: "tussen {} en {}",
    undated: "geen datum",
    undated_heading: "Zonder datum",
    or: "of",
    and: "en",
    powers: ["duizend", "mln", "mld", "bln"],
    says: "zegt {}",
    denied_by: "ontkend door {}",
    itself: "het geheel",
    with: "met {}",
    planned: "gepland",
    cancelled: "afgelast",
    when: "Wanneer",
    what_happened: "Wat er gebeurde",
    what_came: "Wat ervan kwam",
    usual_parties: "(tussen {}, tenzij anders vermeld)",
    chronicle_subtitle: "Wie trof wie, wanneer, en wat kwam ervan: gebeurtenissen in {}",
    articles: ["één artikel", "{} artikelen"],
    plus_others: ["+1 ander", "+{} anderen"],
    others: ["1 ander", "{} anderen"],
    no_event: "(een afspraak zonder bekende gebeurtenis)",
    months_without: [
        "1 maand zonder nieuwe gebeurtenis",
        "{} maanden zonder nieuwe gebeurtenis",
    ],
    years_without: [
        "1 jaar zonder nieuwe gebeurtenis",
        "{} jaar zonder nieuwe gebeurtenis",
    ],
    not_tied: "Niet aan een gebeurtenis of maand te verbinden: {}",
    sources: "Bronnen: {}.",
    proves: "Een citaat bewijst dat een artikel het zegt, niet dat het waar is.",
    built: "Gemaakt op {} door kroniek.",
    page: "blad {} van {}",
    nothing: "Niets te tekenen: de selectie bevat geen gebeurtenissen en geen afspraken.",
    legend: Legend {
        together: "samen betrokken",
        acted: "trad op tegen, belde, bezocht, schreef aan",
        planned: "gepland",
        claimed: "alleen beweerd",
        watched: "keek toe",
        disputed: "artikelen spreken elkaar tegen, of ontkend",
        witnesses: "artikelen die het melden",
        spoken_of: "alleen ter sprake",
        party: "partij bij een afspraak",
        signed: "getekend of uitgevoerd",
        event: "gebeurtenis",
        said: "gezegd",
        acted_on: "trad op tegen",
    },
    around: Around {
        told: "{}, in {}",
        title: "Rond {}",
        events: ["1 gebeurtenis", "{} gebeurtenissen"],
        with_others: ["met 1 ander", "met {} anderen"],
        agreements: ["1 afspraak", "{} afspraken"],
        sayings: ["1 uitspraak", "{} uitspraken"],
        whom: "Met of tegen wie",
        came_and_said: "Wat ervan kwam, en wat {} zei",
        kinds: ["Personen", "Staten", "Organisaties", "Groepen"],
        no_event: "(afspraak zonder bekende gebeurtenis)",
        statements: "uitspraken",
        only_by: "alleen gemeld door {}",
        unknown_day: "Gezegd op een onbekende dag: {}",
        about: "Gezegd over {}: {}",
        agreements_unknown: "Afspraken van een onbekende dag: {}",
        more: "nog {}",
    },
    stages: [
        "besproken",
        "toegezegd",
        "afgesproken",
        "getekend",
        "bekrachtigd",
        "uitbetaald",
        "geleverd",
        "afgelast",
    ],
    figures: &[
        ("troops", "{} militair", "{} militairen"),
        ("vehicles", "{} voertuig", "{} voertuigen"),
        ("aircraft", "{} toestel", "{} toestellen"),
        ("ships", "{} schip", "{} schepen"),
        ("people", "{} persoon", "{} personen"),
        ("days", "{} dag", "{} dagen"),
        ("years", "{} jaar", "{} jaar"),
        ("share", "{}%", "{}%"),
        ("measures", "{} maatregel", "{} maatregelen"),
    ],
    keys: &[
        ("meetings_this_year", "ontmoetingen dit jaar"),
        ("fraudulent", "frauduleus"),
        ("until", "tot"),
        ("date", "datum"),
        ("place", "plaats"),
        ("stage", "stadium"),
        ("amount", "bedrag"),
        ("led_to", "uitkomst"),
        ("part_of", "deel van"),
        ("name", "naam"),
        ("true", "ja"),
        ("false", "nee"),
        ("troops", "militairen"),
        ("vehicles", "voertuigen"),
        ("aircraft", "toestellen"),
        ("ships", "schepen"),
        ("people", "personen"),
        ("days", "dagen"),
        ("years", "jaren"),
        ("share", "aandeel"),
        ("measures", "maatregelen"),
        ("office", "ambt"),
        // Types.
        ("event", "gebeurtenis"),
        ("meeting", "ontmoeting"),
        ("call", "telefoongesprek"),
        ("visit", "bezoek"),
        ("exercise", "oefening"),
        ("deployment", "ontplooiing"),
        ("delivery", "levering"),
        ("election", "verkiezing"),
        ("protest", "protest"),
        ("arrest", "arrestatie"),
        ("sentence", "veroordeling"),
        ("sanction", "sanctie"),
        ("incident", "incident"),
        ("crackdown", "repressie"),
        ("statement", "verklaring"),
        ("press-conference", "persconferentie"),
        ("agreement", "afspraak"),
        ("treaty", "verdrag"),
        ("programme", "programma"),
        ("loan", "lening"),
        ("contract", "contract"),
        ("pledge", "toezegging"),
        // Roles.
        ("participant", "deelnemer"),
        ("observer", "waarnemer"),
        ("host", "gastheer"),
        ("guest", "gast"),
        ("caller", "beller"),
        ("called", "gebelde"),
        ("visitor", "bezoeker"),
        ("sender", "zender"),
        ("supplier", "leverancier"),
        ("recipient", "ontvanger"),
        ("winner", "winnaar"),
        ("candidate", "kandidaat"),
        ("target", "doelwit"),
        ("arrested", "gearresteerde"),
        ("convicted", "veroordeelde"),
        ("authority", "gezag"),
        ("imposer", "oplegger"),
        ("speaker", "spreker"),
        ("addressee", "aangesprokene"),
        ("party", "partij"),
        ("signatory", "ondertekenaar"),
        ("lender", "geldgever"),
        ("borrower", "geldnemer"),
        ("promiser", "belover"),
        ("beneficiary", "begunstigde"),
    ],
};

impl Words {
    /// The words for a language: English where there are none of it.
    pub(crate) fn of(lang: &str) -> &'static Self {
        match lang.split(['-', '_']).next() {
            Some("nl") => &NL,
            _ => &EN,
        }
    }

    /// A field, role, type or value in words: `press-conference` is `press conference`.
    pub(crate) fn key(&self, key: &str) -> String {
        let known = self.keys.iter().find(|(known, _)| *known == key);
        known.map_or_else(
            || key.replace(['-', '_'], " "),
            |(_, word)| (*word).to_owned(),
        )
    }

    /// The word for a number of things: the first form for one.
    pub(crate) fn count(forms: [&str; 2], count: usize) -> String {
        fill(forms[usize::from(count != 1)], &[&count.to_string()])
    }

    /// `a, b and c`.
    pub(crate) fn list(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{} {} {last}", first.join(", "), self.and),
        }
    }

    /// `a, b or c`.
    pub(crate) fn alternatives(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{} {} {last}", first.join(", "), self.or),
        }
    }
}

/// Puts values in the places of a template's `{}`, from left to right.
pub(crate) fn fill(template: &str, values: &[&str]) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut values = values.iter();
    let mut parts = template.split("{}");
    filled.push_str(parts.next().unwrap_or_default());
    for part in parts {
        filled.push_str(values.next().copied().unwrap_or_default());
        filled.push_str(part);
    }
    filled
}
