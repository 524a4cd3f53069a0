//! Number words of Dutch and English, in lower case without accents.

use std::sync::LazyLock;

/// Zero to twenty and the tens.
const DUTCH: [(&str, u32); 29] = [
    ("nul", 0),
    ("een", 1),
    ("twee", 2),
    ("drie", 3),
    ("vier", 4),
    ("vijf", 5),
    ("zes", 6),
    ("zeven", 7),
    ("acht", 8),
    ("negen", 9),
    ("tien", 10),
    ("elf", 11),
    ("twaalf", 12),
    ("dertien", 13),
    ("veertien", 14),
    ("vijftien", 15),
    ("zestien", 16),
    ("zeventien", 17),
    ("achttien", 18),
    ("negentien", 19),
    ("twintig", 20),
    ("dertig", 30),
    ("veertig", 40),
    ("vijftig", 50),
    ("zestig", 60),
    ("zeventig", 70),
    ("tachtig", 80),
    ("negentig", 90),
    ("eentje", 1),
];

const ENGLISH: [(&str, u32); 28] = [
    ("zero", 0),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];

/// Other words for whole numbers.
const OTHER: [(&str, u32); 34] = [
    ("eerste", 1),
    ("tweeen", 2),
    ("drieen", 3),
    ("vieren", 4),
    ("vijven", 5),
    ("zessen", 6),
    ("beide", 2),
    ("beiden", 2),
    ("allebei", 2),
    ("duo", 2),
    ("dubbel", 2),
    ("dubbele", 2),
    ("verdubbeld", 2),
    ("verdubbelde", 2),
    ("both", 2),
    ("pair", 2),
    ("couple", 2),
    ("double", 2),
    ("doubled", 2),
    ("triple", 3),
    ("once", 1),
    ("twice", 2),
    ("thrice", 3),
    ("first", 1),
    ("second", 2),
    ("third", 3),
    ("fifth", 5),
    ("eighth", 8),
    ("ninth", 9),
    ("twelfth", 12),
    ("hundredth", 100),
    ("thousandth", 1000),
    ("trio", 3),
    ("tweeling", 2),
];

/// What may follow a number within a Dutch word: "tiendaagse", "tweemaal", "vijfjarig".
const ENDINGS: [&str; 28] = [
    "maal",
    "keer",
    "tal",
    "daags",
    "daagse",
    "weeks",
    "weekse",
    "maands",
    "maandse",
    "jarig",
    "jarige",
    "jaars",
    "jaarlijks",
    "jaarlijkse",
    "uurs",
    "voud",
    "voudig",
    "voudige",
    "delig",
    "delige",
    "koppig",
    "koppige",
    "persoons",
    "zijdig",
    "zijdige",
    "ledig",
    "ledige",
    "erlei",
];

/// The first three letters of every number word; compounds begin with one of the tables.
static BEGINNINGS: LazyLock<Vec<&[u8]>> = LazyLock::new(|| {
    let words = DUTCH
        .iter()
        .chain(&ENGLISH)
        .chain(&OTHER)
        .map(|(word, _)| *word);
    let scales = [
        "honderd", "duizend", "miljoen", "miljard", "biljoen", "hundred", "million", "billion",
    ];
    let mut beginnings: Vec<&[u8]> = words
        .chain(scales)
        .map(|word| &word.as_bytes()[..3])
        .collect();
    beginnings.sort_unstable();
    beginnings.dedup();
    beginnings
});

/// The number that one whole word means, cardinal or ordinal: "honderdduizend", "zesde", "twenty".
pub(super) fn number(word: &str) -> Option<f64> {
    let beginning = word.as_bytes().get(..3)?;
    BEGINNINGS.binary_search(&beginning).ok()?;
    if let Some((_, value)) = ENGLISH.iter().chain(&OTHER).find(|(w, _)| *w == word) {
        return Some(f64::from(*value));
    }
    if let Some(value) = dutch(word) {
        return Some(value);
    }
    dutch_ordinal(word)
        .or_else(|| english_ordinal(word))
        .or_else(|| {
            ENDINGS
                .iter()
                .find_map(|ending| dutch(word.strip_suffix(ending)?))
        })
}

/// Whether a word is one of the English tens, which a unit may follow ("twenty-one").
pub(super) fn is_english_ten(word: &str) -> bool {
    ENGLISH.iter().any(|(w, value)| *w == word && *value >= 20)
}

/// The factor of a word that multiplies the number before it.
pub(super) fn scale(word: &str) -> Option<f64> {
    Some(match word {
        "dozijn" | "dozen" => 12.0,
        "honderd" | "hundred" => 1e2,
        "duizend" | "thousand" | "k" => 1e3,
        "miljoen" | "million" | "mln" | "mio" | "mn" | "m" => 1e6,
        "miljard" | "billion" | "mld" | "mrd" | "bn" => 1e9,
        "biljoen" | "trillion" | "tn" => 1e12,
        _ => return None,
    })
}

/// Fractions; those of a whole are also its percentage ("de helft": 0.5 and 50).
pub(super) fn fraction(word: &str) -> Option<f64> {
    Some(match word {
        "half" | "halve" | "helft" => 0.5,
        "anderhalf" | "anderhalve" => 1.5,
        "kwart" | "quarter" => 0.25,
        "driekwart" => 0.75,
        _ => return None,
    })
}

/// "tweeentwintig", "driehonderdvijftigduizend", "vijftienhonderd", "tweeenhalf".
fn dutch(word: &str) -> Option<f64> {
    for half in ["eneenhalf", "eneenhalve", "enhalf", "enhalve"] {
        if let Some(whole) = word.strip_suffix(half) {
            return Some(f64::from(below_hundred(whole)?) + 0.5);
        }
    }
    for (name, factor) in [("miljard", 1e9), ("miljoen", 1e6)] {
        if let Some(count) = word.strip_suffix(name).filter(|count| !count.is_empty()) {
            return Some(f64::from(below_million(count)?) * factor);
        }
    }
    below_million(word).map(f64::from)
}

fn below_million(word: &str) -> Option<u32> {
    let Some((count, rest)) = word.split_once("duizend") else {
        return below_thousand(word);
    };
    let count = if count.is_empty() {
        1
    } else {
        below_thousand(count)?
    };
    Some(count * 1000 + rest_of(rest, below_thousand)?)
}

/// Hundreds count on to "negenennegentighonderd".
fn below_thousand(word: &str) -> Option<u32> {
    let Some((count, rest)) = word.split_once("honderd") else {
        return below_hundred(word);
    };
    let count = if count.is_empty() {
        1
    } else {
        below_hundred(count)?
    };
    Some(count * 100 + rest_of(rest, below_hundred)?)
}

/// What follows "honderd" or "duizend" in a word, perhaps after "en".
fn rest_of(rest: &str, read: fn(&str) -> Option<u32>) -> Option<u32> {
    if rest.is_empty() {
        return Some(0);
    }
    read(rest).or_else(|| read(rest.strip_prefix("en")?))
}

fn below_hundred(word: &str) -> Option<u32> {
    let exact = |word: &str| {
        DUTCH
            .iter()
            .find(|(w, _)| *w == word)
            .map(|(_, value)| *value)
    };
    exact(word).or_else(|| {
        DUTCH[1..10].iter().find_map(|(unit, value)| {
            let ten = exact(word.strip_prefix(unit)?.strip_prefix("en")?)?;
            (ten >= 20).then_some(ten + value)
        })
    })
}

/// "zesde", "twintigste", "honderdeerste", "miljoenste".
fn dutch_ordinal(word: &str) -> Option<f64> {
    let stem = |ending: &str, unit: &str| Some(format!("{}{unit}", word.strip_suffix(ending)?));
    if let Some(cardinal) = stem("eerste", "een").or_else(|| stem("derde", "drie")) {
        return dutch(&cardinal);
    }
    let stem = word
        .strip_suffix("ste")
        .or_else(|| word.strip_suffix("de"))?;
    dutch(stem).or_else(|| scale(stem).filter(|_| stem.len() > 3))
}

/// "sixth", "twentieth", "fivefold"; the irregular ones stand in the table.
fn english_ordinal(word: &str) -> Option<f64> {
    let stem = word
        .strip_suffix("th")
        .or_else(|| word.strip_suffix("fold"))?;
    let cardinal = match stem.strip_suffix("ie") {
        Some(ten) => format!("{ten}y"),
        None => stem.to_owned(),
    };
    let (_, value) = ENGLISH.iter().find(|(w, _)| *w == cardinal)?;
    Some(f64::from(*value))
}
