//! Full stops that end no sentence: abbreviations, initials, numbers; and the words that begin a
//! sentence all the same.

use super::Start;

/// Stand before a name or go on in the middle of a sentence, in any case: no sentence ends in one.
const JOINING: &[&str] = &[
    "dhr", "mevr", "mw", "mej", "jhr", "mr", "mrs", "ms", "dr", "drs", "prof", "ir", "ing", "ds",
    "messrs", "mme", "mlle", "mgr", "gebr", "hrn", "dipl", "vs", "bijv", "resp", "zgn", "nl", "ca",
    "cf", "viz", "vgl", "incl", "excl", "evt", "dwz", "bzw", "sog", "geb", "overl", "betr",
    "approx", "o.a", "d.w.z", "m.a.w", "m.b.t", "i.v.m", "t.a.v", "n.a.v", "t.o.v", "t.g.v",
    "t.b.v", "i.p.v", "i.t.t", "i.c.m", "i.s.m", "i.h.b", "o.l.v", "o.b.v", "d.m.v", "h.t.l",
    "a.d.h.v", "i.h.k.v", "m.n", "z.g", "e.g", "i.e", "u.a", "z.b", "d.h", "p/a", "c/o",
];

/// Titles and parts of names, with a capital; as ordinary words they end sentences.
const TITLES: &[&str] = &[
    "Gen", "Col", "Lt", "Maj", "Sgt", "Capt", "Cpl", "Cmdr", "Adm", "Gov", "Sen", "Rep", "Pres",
    "Amb", "Hon", "Rev", "Sec", "Min", "Kol", "Kapt", "Luit", "Hr", "Fam", "Fr", "St", "Ste", "Mt",
    "Ft", "Bros", "Th", "Ph", "Ch", "Chr", "Joh", "Jos", "Jac", "Yu", "Ju", "Wm", "Geo", "Vl",
    "Al",
];

/// Stand before a number: the sentence goes on where a digit follows.
const COUNTING: &[&str] = &[
    "no", "nos", "nr", "nrs", "num", "art", "p", "pp", "pag", "blz", "par", "fig", "hfdst", "ch",
    "vol", "vols", "afl", "dl", "tel", "fl", "f", "eur", "usd", "rs", "c", "cat", "max", "jan",
    "feb", "febr", "mrt", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "okt", "oct", "nov",
    "dec",
];

/// May end a sentence: it ends where a word follows that is known to begin one. So do words of
/// letters with full stops between (`U.S.`, `N.V.`).
const OPEN: &[&str] = &[
    "inc", "ltd", "corp", "plc", "llc", "gmbh", "jr", "sr", "etc", "enz", "usw", "esq", "blvd",
    "dept", "univ", "bv",
];

/// Words that begin a sentence, where one could also be a name: they are no names.
const DUTCH: &[&str] = &[
    "De",
    "Het",
    "Een",
    "Hij",
    "Zij",
    "Ze",
    "Wij",
    "We",
    "Ik",
    "U",
    "Jij",
    "Je",
    "Dat",
    "Dit",
    "Die",
    "Deze",
    "Er",
    "En",
    "Maar",
    "Want",
    "Of",
    "Dus",
    "Ook",
    "In",
    "Op",
    "Bij",
    "Met",
    "Na",
    "Voor",
    "Door",
    "Over",
    "Onder",
    "Tegen",
    "Tijdens",
    "Volgens",
    "Toen",
    "Toch",
    "Nu",
    "Daar",
    "Daarom",
    "Daarna",
    "Daarbij",
    "Daarmee",
    "Hier",
    "Als",
    "Omdat",
    "Terwijl",
    "Hoewel",
    "Wie",
    "Wat",
    "Waar",
    "Waarom",
    "Wanneer",
    "Hoe",
    "Zo",
    "Zijn",
    "Haar",
    "Hun",
    "Niet",
    "Geen",
    "Veel",
    "Alle",
    "Sinds",
    "Uit",
    "Aan",
    "Tot",
    "Om",
    "Te",
    "Al",
    "Wel",
    "Dan",
    "Nog",
    "Vorig",
    "Vorige",
    "Gisteren",
    "Vandaag",
    "Morgen",
    "Beide",
    "Sommige",
    "Andere",
    "Eerder",
    "Later",
    "Inmiddels",
];
const ENGLISH: &[&str] = &[
    "The",
    "A",
    "An",
    "He",
    "She",
    "It",
    "They",
    "We",
    "I",
    "You",
    "This",
    "That",
    "These",
    "Those",
    "There",
    "But",
    "And",
    "Or",
    "So",
    "Yet",
    "In",
    "On",
    "At",
    "By",
    "For",
    "From",
    "With",
    "After",
    "Before",
    "During",
    "Under",
    "As",
    "If",
    "When",
    "While",
    "Since",
    "Because",
    "Although",
    "However",
    "Meanwhile",
    "Moreover",
    "What",
    "Who",
    "Why",
    "How",
    "Where",
    "Which",
    "His",
    "Her",
    "Its",
    "Their",
    "Our",
    "My",
    "No",
    "Not",
    "Some",
    "Many",
    "Most",
    "All",
    "Both",
    "Last",
    "Earlier",
    "Later",
    "Then",
    "Now",
    "Here",
    "According",
    "To",
    "Of",
];
const GERMAN: &[&str] = &[
    "Der", "Die", "Das", "Den", "Dem", "Ein", "Eine", "Er", "Sie", "Es", "Wir", "Ich", "Und",
    "Aber", "Doch", "Auch", "In", "Im", "Am", "An", "Auf", "Bei", "Mit", "Nach", "Vor", "Für",
    "Dass", "Dies", "Diese", "Wer", "Was", "Wo", "Wann", "Wie", "Wenn", "Weil", "Als", "So", "Nun",
    "Dann", "Damit", "Zum", "Zur", "Seit", "Laut",
];
const FRENCH: &[&str] = &[
    "Le", "La", "Les", "L", "Un", "Une", "Des", "Il", "Elle", "Ils", "Elles", "On", "Nous", "Vous",
    "Je", "Ce", "Cette", "Ces", "Cela", "C", "Et", "Mais", "Ou", "Donc", "Or", "Dans", "En", "À",
    "Au", "Aux", "Avec", "Pour", "Par", "Sur", "Selon", "Après", "Avant", "Depuis", "Si", "Quand",
    "Lorsque", "Qui", "Que", "Son", "Sa", "Ses",
];

/// Particles of names: after an initial they begin no sentence ("J. De Vries").
const PARTICLES: &[&str] = &[
    "De", "Den", "Der", "Die", "Het", "Le", "La", "Les", "Op", "In", "Te", "A", "An", "I",
];

const GERMAN_MONTHS: &[&str] = &[
    "Januar",
    "Jänner",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

/// Whether a word is known to begin sentences, in a language or, without one, in Dutch or English.
pub(super) fn begins_sentence(word: &str, language: Option<&str>) -> bool {
    match language {
        Some("nl") => DUTCH.contains(&word),
        Some("en") => ENGLISH.contains(&word),
        Some("de") => GERMAN.contains(&word),
        Some("fr") => FRENCH.contains(&word),
        _ => DUTCH.contains(&word) || ENGLISH.contains(&word),
    }
}

/// Whether a sentence goes on after a full stop that is not followed by lower case. `sentence` is
/// what stands before the full stop; `bare` says that no quotation
/// closes right after it.
pub(super) fn goes_on(
    sentence: &str,
    bare: bool,
    next: &str,
    follows: Start,
    language: Option<&str>,
) -> bool {
    let word = sentence
        .rsplit(|c: char| c.is_whitespace() || is_edge(c))
        .next()
        .unwrap_or("");
    if word.is_empty() || next.is_empty() || !bare {
        return false;
    }
    let starts = || begins_sentence(next, language);
    let before = &sentence[..sentence.len() - word.len()];
    if word.bytes().all(|b| b.is_ascii_digit()) {
        let list_number = before.trim().is_empty();
        let german_date =
            language == Some("de") && word.len() <= 2 && GERMAN_MONTHS.contains(&next);
        return list_number || german_date;
    }
    let lower = word.to_lowercase();
    let lower = lower.as_str();
    if JOINING.contains(&lower) || TITLES.contains(&word) {
        return true;
    }
    if follows == Start::Digit {
        return COUNTING.contains(&lower);
    }
    if is_initial(word) {
        return !starts() || PARTICLES.contains(&next);
    }
    let et_al = word == "al" && before.trim_end().ends_with(" et");
    (et_al || OPEN.contains(&lower) || is_dotted(word)) && !starts()
}

/// "J", "Ж": one capital letter.
fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

/// "N.V", "U.S", "Th.H", "v.Chr": short letters with full stops between.
fn is_dotted(word: &str) -> bool {
    word.contains('.')
        && word.split('.').all(|part| {
            matches!(part.chars().count(), 1..=3) && part.chars().all(char::is_alphabetic)
        })
        && word.split('.').any(|part| part.chars().count() == 1)
}

/// What a word may be stuck to in front.
fn is_edge(c: char) -> bool {
    matches!(c, '(' | '[' | '"' | '“' | '„' | '‘' | '«' | '»' | '–' | '—')
}
