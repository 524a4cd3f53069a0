//! Whether a quote can yield a figure or a date.

use super::field::Typed;
use crate::model::date::{Date, Edtf};
use crate::text::Figures;

/// What of a value none of the quotes can yield, for a message; none where they can, or where the
/// value is neither figure nor date.
pub(super) fn missing<'q>(value: &Typed, quotes: impl Iterator<Item = &'q str>) -> Option<String> {
    let numbers = value.numbers();
    // A range takes two figures; `640..640` is a slip of the pen for another.
    let written = match value {
        Typed::Number(number) => number.text(),
        Typed::Amount(amount) => amount.text(),
        _ => "",
    };
    if written.contains("..") && numbers.len() == 1 {
        return Some("range of two figures".to_owned());
    }
    let date = match value {
        Typed::Date(date) => Some(date),
        _ => None,
    };
    if numbers.is_empty() && date.is_none() {
        return None;
    }
    let texts: Vec<&str> = quotes.collect();
    let figures: Vec<_> = texts.iter().map(|text| Figures::of(text)).collect();
    for number in numbers {
        if !figures.iter().any(|figures| figures.has_number(number)) {
            return Some(format!("{number}"));
        }
    }
    if let Typed::Amount(amount) = value
        && !currencies_agree(&texts, amount.currency())
    {
        return Some(amount.currency().to_owned());
    }
    let ends: Vec<Date> = match *date? {
        Edtf::Date(date) => vec![date],
        Edtf::Interval { first, last } => [first, last].into_iter().flatten().collect(),
        Edtf::Between(first, last) => vec![first, last],
    };
    ends.into_iter()
        .find(|end| !figures.iter().any(|figures| tells(figures, *end)))
        .map(|end| format!("day, weekday, month or year of {end}"))
}

/// Whether a text names the last unit that a date gives: of a day its number or its weekday.
fn tells(figures: &Figures, date: Date) -> bool {
    let years = figures.years();
    let other_year = !years.is_empty() && !figures.has_year(i64::from(date.year()));
    if other_year {
        return false;
    }
    match (date.month(), date.day()) {
        (Some(month), Some(day)) => {
            let other_months = (1..=12).any(|month| figures.has_month(month));
            let months_agree = !other_months || figures.has_month(u32::from(month));
            // Day 0, 1970-01-01, was a Thursday; weekdays count from Monday.
            let weekday = (date.first().0 + 3).rem_euclid(7);
            let weekday = u32::try_from(weekday).unwrap_or(0) + 1;
            (figures.has_day_of_month(u32::from(day)) && months_agree)
                || figures.weekdays().contains(&weekday)
        }
        (Some(month), None) => figures.has_month(u32::from(month)),
        _ => figures.has_year(i64::from(date.year())),
    }
}

/// Words and signs of currencies with the codes that they can stand for.
const CURRENCIES: [(&str, &[&str]); 16] = [
    ("dollar", &["USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD"]),
    (
        "$",
        &[
            "USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN", "BRL",
        ],
    ),
    ("euro", &["EUR"]),
    ("€", &["EUR"]),
    ("roebel", &["RUB", "BYN", "BYR"]),
    ("ruble", &["RUB", "BYN", "BYR"]),
    ("rouble", &["RUB", "BYN", "BYR"]),
    ("₽", &["RUB"]),
    ("pond", &["GBP"]),
    ("pound", &["GBP", "EGP"]),
    ("£", &["GBP"]),
    ("yen", &["JPY"]),
    ("yuan", &["CNY"]),
    ("zloty", &["PLN"]),
    ("złoty", &["PLN"]),
    ("hryvnia", &["UAH"]),
];

/// Whether the texts name no currency at all, or one that a code can stand for.
fn currencies_agree(texts: &[&str], code: &str) -> bool {
    let lower: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
    let word = |text: &str, name: &str| {
        text.match_indices(name).any(|(at, _)| {
            // "euro" does not stand in "Europa", nor "pond" in "antwoordde".
            let rest = &text[at + name.len()..];
            let before = text[..at].chars().next_back();
            let after = rest.strip_prefix(['s', 'n']).unwrap_or(rest).chars().next();
            !name.chars().all(char::is_alphabetic)
                || [before, after]
                    .into_iter()
                    .flatten()
                    .all(|c| !c.is_alphabetic())
        })
    };
    let mut named = CURRENCIES
        .iter()
        .filter(|(name, _)| lower.iter().any(|text| word(text, name)))
        .peekable();
    let written = texts.iter().any(|text| text.contains(code));
    named.peek().is_none() || written || named.any(|(_, codes)| codes.contains(&code))
}
