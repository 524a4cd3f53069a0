//! What somebody meant who wrote a date in another way. Every suggestion is read again before it is
//! made, so a wrong guess shows nothing.

use super::Edtf;
use super::parse::parse_strict;

/// Names of months, lower case, in Dutch and English; others are found by their first three letters.
const MONTHS: [&[&str]; 12] = [
    &["januari", "january"],
    &["februari", "february"],
    &["maart", "march", "mrt"],
    &["april"],
    &["mei", "may"],
    &["juni", "june"],
    &["juli", "july"],
    &["augustus", "august"],
    &["september", "sept"],
    &["oktober", "october"],
    &["november"],
    &["december"],
];

/// Words for "about" before a date.
const ABOUT: [&str; 8] = [
    "circa",
    "ca.",
    "ca",
    "c.",
    "about",
    "around",
    "omstreeks",
    "rond",
];

/// Words and signs between the two ends of an interval.
const UNTIL: [&str; 8] = [
    " - ",
    " – ",
    " — ",
    " tot en met ",
    " t/m ",
    " tot ",
    " to ",
    " until ",
];

/// `write …`, or nothing where nothing can be guessed.
pub(super) fn suggest(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    if let Some(date) = one(&lower) {
        let first = date.split('-').next().unwrap_or_default();
        let note = if day_first(&lower) && !lower.starts_with(first) {
            ", the year first"
        } else {
            ""
        };
        return readable(&date).map(|date| format!("write {date}{note}"));
    }
    let joined = |a: &str, sign: &str, b: &str| {
        let end = |part: &str| match part.trim() {
            ".." => Some("..".to_owned()),
            part => one(part),
        };
        Some(format!("{}{sign}{}", end(a)?, end(b)?))
    };
    let pair = |separator: &str, sign: &str| {
        let (a, b) = lower.split_once(separator)?;
        joined(a, sign, b).and_then(|text| readable(&text))
    };
    UNTIL
        .iter()
        .find_map(|word| pair(word, "/"))
        .or_else(|| pair("/", "/"))
        .or_else(|| pair("..", ".."))
        .or_else(|| pair("–", "/"))
        .map(|date| format!("write {date}"))
}

/// The text if it is a date.
fn readable(text: &str) -> Option<String> {
    parse_strict(text).ok().map(|date: Edtf| date.to_string())
}

/// One date without its interval, in EDTF; not yet checked against the calendar.
fn one(text: &str) -> Option<String> {
    let mut text = text.trim();
    let mut about = "";
    for word in ABOUT {
        if let Some(rest) = text.strip_prefix(word)
            && rest.starts_with(' ')
        {
            (text, about) = (rest.trim(), "~");
            break;
        }
    }
    // A qualifier that stands elsewhere than at the end.
    if let Some(sign) = text.chars().find(|c| "~?%".contains(*c)) {
        let rest: String = text.chars().filter(|c| !"~?%".contains(*c)).collect();
        return Some(format!("{}{sign}", one(&rest)?));
    }
    let date = unspecified(text)
        .or_else(|| season(text))
        .or_else(|| digits(text))
        .or_else(|| words(text))?;
    Some(format!("{date}{about}"))
}

/// `2021-09-xx` is September, `202x` the years from 2020 to 2029.
fn unspecified(text: &str) -> Option<String> {
    let known = text.trim_end_matches(['x', '-']);
    if known.len() == text.len() || !text.contains('x') {
        return None;
    }
    match known.len() {
        2 | 3 => {
            let fill = |digit: &str| format!("{known}{}", digit.repeat(4 - known.len()));
            Some(format!("{}..{}", fill("0"), fill("9")))
        }
        4 | 7 => Some(known.to_owned()),
        _ => None,
    }
}

/// The seasons of EDTF level 1, of the northern half of the earth; winter is left alone, for it
/// lies in two years.
fn season(text: &str) -> Option<String> {
    let (year, code) = text.split_once('-')?;
    let (from, to) = match code {
        "21" => ("03", "05"),
        "22" => ("06", "08"),
        "23" => ("09", "11"),
        _ => return None,
    };
    Some(format!("{year}-{from}..{year}-{to}"))
}

/// Whether a date in digits has its year at the end.
fn day_first(text: &str) -> bool {
    let parts: Vec<_> = text.split(['-', '/', '.']).collect();
    matches!(parts[..], [a, b, year] if a.len() <= 2 && b.len() <= 2 && year.len() == 4)
}

/// `2020-9-1`, `20200901`, `1/9/2020`; a time of day behind it is dropped.
fn digits(text: &str) -> Option<String> {
    let date = match text.find(['t', ' ']) {
        Some(at)
            if text[at + 1..].starts_with(|c: char| c.is_ascii_digit()) && text.contains(':') =>
        {
            &text[..at]
        }
        _ => text,
    };
    if date.len() == 8 && date.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(format!("{}-{}-{}", &date[..4], &date[4..6], &date[6..]));
    }
    let parts: Vec<&str> = date.split(['-', '/', '.', ' ', '‐', '‑']).collect();
    let number = |part: &str| part.parse::<u32>().ok();
    if parts.iter().any(|part| number(part).is_none()) {
        return None;
    }
    match parts[..] {
        [year] if year.len() == 4 => Some(year.to_owned()),
        [year, month] if year.len() == 4 => Some(format!("{year}-{:02}", number(month)?)),
        [month, year] if year.len() == 4 => Some(format!("{year}-{:02}", number(month)?)),
        [year, month, day] if year.len() == 4 => {
            Some(format!("{year}-{:02}-{:02}", number(month)?, number(day)?))
        }
        [day, month, year] if year.len() == 4 => {
            let (day, month) = (number(day)?, number(month)?);
            // Day first, unless only the other way makes a date.
            let (day, month) = if month > 12 {
                (month, day)
            } else {
                (day, month)
            };
            Some(format!("{year}-{month:02}-{day:02}"))
        }
        _ => None,
    }
}

/// `9 september 2021`, `September 9, 2021`, `sept. 2021`, a weekday before it or not.
fn words(text: &str) -> Option<String> {
    let (mut year, mut month, mut day) = (None, None, None);
    for word in text.split([' ', ',', '.']).filter(|word| !word.is_empty()) {
        match word.parse::<u32>() {
            Ok(number) if word.len() == 4 && year.is_none() => year = Some(number),
            Ok(number) if word.len() <= 2 && day.is_none() => day = Some(number),
            Ok(_) => return None,
            Err(_) => match month_of(word) {
                Some(number) if month.is_none() => month = Some(number),
                _ if is_weekday(word) => {}
                _ => return None,
            },
        }
    }
    let date = format!("{:04}-{:02}", year?, month?);
    Some(match day {
        Some(day) => format!("{date}-{day:02}"),
        None => date,
    })
}

fn month_of(word: &str) -> Option<usize> {
    let at = MONTHS.iter().position(|names| {
        names
            .iter()
            .any(|name| *name == word || word.len() == 3 && name.starts_with(word))
    })?;
    Some(at + 1)
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 14] = [
        "maandag",
        "dinsdag",
        "woensdag",
        "donderdag",
        "vrijdag",
        "zaterdag",
        "zondag",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    DAYS.contains(&word)
}
