//! Years, months, days and words of time.

use super::{Figures, Kind, Token};

const MONTHS: [&[&str]; 12] = [
    &["januari", "january", "jan"],
    &["februari", "february", "feb", "febr"],
    &["maart", "march", "mrt", "mar"],
    &["april", "apr"],
    &["mei", "may"],
    &["juni", "june", "jun"],
    &["juli", "july", "jul"],
    &["augustus", "august", "aug"],
    &["september", "sep", "sept"],
    &["oktober", "october", "okt", "oct"],
    &["november", "nov"],
    &["december", "dec"],
];

const WEEKDAYS: [(&str, &str, &str); 7] = [
    ("maandag", "monday", "mon"),
    ("dinsdag", "tuesday", "tue"),
    ("woensdag", "wednesday", "wed"),
    ("donderdag", "thursday", "thu"),
    ("vrijdag", "friday", "fri"),
    ("zaterdag", "saturday", "sat"),
    ("zondag", "sunday", "sun"),
];

/// Place in time by themselves.
const RELATIVE: &[&str] = &[
    "gisteren",
    "gisteravond",
    "gistermiddag",
    "gisterochtend",
    "gistermorgen",
    "gisternacht",
    "eergisteren",
    "vandaag",
    "vanavond",
    "vanmiddag",
    "vanochtend",
    "vanmorgen",
    "vannacht",
    "morgen",
    "morgenavond",
    "morgenmiddag",
    "morgenochtend",
    "overmorgen",
    "heden",
    "jongstleden",
    "geleden",
    "daags",
    "weekend",
    "weekeinde",
    "diezelfde",
    "yesterday",
    "today",
    "tonight",
    "tomorrow",
    "ago",
    "overnight",
    "afgelopen",
    "voorbije",
    "aanstaande",
    "komende",
];

/// Place in time with a unit after them.
const POINTING: &[&str] = &[
    "vorig",
    "vorige",
    "volgend",
    "volgende",
    "komend",
    "deze",
    "dit",
    "dezelfde",
    "hetzelfde",
    "verleden",
    "begin",
    "eind",
    "einde",
    "medio",
    "halverwege",
    "binnen",
    "over",
    "last",
    "next",
    "this",
    "past",
    "coming",
    "previous",
    "following",
    "same",
    "early",
    "late",
    "mid",
    "within",
    "in",
    "since",
    "sinds",
    "na",
    "after",
];

/// Place in time with a unit before them.
const TRAILING: &[&str] = &[
    "later",
    "eerder",
    "erna",
    "ervoor",
    "daarna",
    "daarvoor",
    "daarop",
    "tevoren",
    "na",
    "voor",
    "earlier",
    "before",
    "after",
    "afterwards",
    "prior",
    "from",
];

const UNITS: &[&str] = &[
    "dag",
    "dagen",
    "week",
    "weken",
    "maand",
    "maanden",
    "jaar",
    "jaren",
    "kwartaal",
    "zomer",
    "winter",
    "lente",
    "herfst",
    "voorjaar",
    "najaar",
    "uur",
    "nacht",
    "avond",
    "middag",
    "ochtend",
    "eeuw",
    "decennium",
    "day",
    "days",
    "weeks",
    "month",
    "months",
    "year",
    "years",
    "quarter",
    "summer",
    "spring",
    "autumn",
    "fall",
    "night",
    "evening",
    "morning",
    "century",
    "decade",
];

/// Reads all dates and words of time. `plain` is the text with its capitals.
pub(super) fn read(tokens: &[Token<'_>], plain: &str, figures: &mut Figures) {
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Digits => digits(tokens, at, figures),
            Kind::Word => word(tokens, at, plain, figures),
            Kind::Sign => {}
        }
    }
}

fn text<'a>(tokens: &[Token<'a>], at: usize) -> &'a str {
    tokens.get(at).map_or("", |token| token.text)
}

/// A plain number of at most four digits.
fn plain_number(tokens: &[Token<'_>], at: usize) -> Option<u32> {
    let token = tokens
        .get(at)
        .filter(|t| t.kind == Kind::Digits && t.text.len() <= 4)?;
    token.text.parse().ok()
}

fn digits(tokens: &[Token<'_>], at: usize, figures: &mut Figures) {
    let token = tokens[at];
    let parts: Vec<&str> = token.text.split('.').collect();
    if let [a, b, c] = parts[..] {
        numeric_date(a, b, c, figures); // 9.2.2020
    }
    let Some(value) = plain_number(tokens, at) else {
        return;
    };
    figures.add_day(value);
    let elided = at > 0 && token.glued && text(tokens, at - 1) == "'";
    if token.text.len() == 4 && (1000..3000).contains(&value) {
        figures.years.push(i64::from(value));
    } else if token.text.len() == 2 && elided {
        figures
            .years
            .extend([1900 + i64::from(value), 2000 + i64::from(value)]);
    }
    let sign = text(tokens, at + 1);
    let (second, third) = (text(tokens, at + 2), text(tokens, at + 4));
    let numbers = |places: &[usize]| places.iter().all(|p| plain_number(tokens, *p).is_some());
    if matches!(sign, "/" | "-") && numbers(&[at + 2]) {
        if sign == text(tokens, at + 3) && numbers(&[at + 4]) {
            numeric_date(token.text, second, third, figures);
        } else if token.text.len() == 4 && second.len() == 2 {
            // 2021-09; 2020/21
            month_and_day(second, "", figures);
            if plain_number(tokens, at + 2) == Some((value + 1) % 100) {
                figures.years.push(i64::from(value) + 1);
            }
        } else {
            month_and_day(token.text, second, figures);
        }
    }
    // 09 02 20, as in the name of a screenshot
    let three = [at, at + 1, at + 2];
    if numbers(&three) && three.iter().all(|p| text(tokens, *p).len() == 2) {
        numeric_date(token.text, text(tokens, at + 1), second, figures);
    }
}

/// A date of three numbers; day and month are taken in either order.
fn numeric_date(a: &str, b: &str, c: &str, figures: &mut Figures) {
    let (year, first, second) = if a.len() == 4 { (a, b, c) } else { (c, a, b) };
    if first.len() > 2 || second.len() > 2 || !matches!(year.len(), 2 | 4) {
        return;
    }
    match year.parse::<i64>() {
        Ok(short) if year.len() == 2 => figures.years.extend([1900 + short, 2000 + short]),
        Ok(long) => figures.years.push(long),
        Err(_) => return,
    }
    month_and_day(first, second, figures);
}

fn month_and_day(first: &str, second: &str, figures: &mut Figures) {
    for value in [first, second]
        .into_iter()
        .filter_map(|part| part.parse().ok())
    {
        figures.add_month(value);
        figures.add_day(value);
    }
}

fn word(tokens: &[Token<'_>], at: usize, plain: &str, figures: &mut Figures) {
    let word = tokens[at].text;
    if let Some(value) = tokens[at].number {
        #[expect(clippy::cast_possible_truncation, reason = "whole numbers below 3000")]
        if value.fract() == 0.0 && (1.0..3000.0).contains(&value) {
            let value = value as i64;
            figures.add_day(u32::try_from(value).unwrap_or(0));
            if value >= 1000 {
                figures.years.push(value);
            }
        }
    }
    for (month, names) in (1u32..).zip(&MONTHS) {
        let long = names[0].len() > 4 && word.starts_with(names[0]);
        if long || (names.contains(&word) && is_month(tokens, at, plain)) {
            figures.add_month(month);
        }
    }
    for (day, (dutch, english, short)) in (1u32..).zip(&WEEKDAYS) {
        let abbreviated = word == *short && matches!(text(tokens, at + 1), "." | ",");
        if word.starts_with(dutch) || word.starts_with(english) || abbreviated {
            figures.weekdays.push(day);
        }
    }
    figures.relative |=
        RELATIVE.contains(&word) || (UNITS.contains(&word) && is_placed(tokens, at));
}

/// Whether a month's name is meant as one: names that are also other words need a number or a full
/// stop beside them, or a capital ("May").
fn is_month(tokens: &[Token<'_>], at: usize, plain: &str) -> bool {
    let word = tokens[at].text;
    let beside = text(tokens, at + 1) == "."
        || tokens.get(at + 1).is_some_and(|t| t.kind == Kind::Digits)
        || (at > 0 && (tokens[at - 1].kind == Kind::Digits || tokens[at - 1].number.is_some()));
    match word {
        "jan" | "mar" | "dec" | "sep" | "apr" | "jun" | "jul" | "nov" => beside,
        "may" | "march" => {
            beside
                || plain
                    .get(tokens[at].start..)
                    .is_some_and(|rest| rest.starts_with('M'))
        }
        _ => true,
    }
}

/// Whether a unit of time is placed by words near it: "vorig jaar", "een dag eerder".
fn is_placed(tokens: &[Token<'_>], at: usize) -> bool {
    let before = &tokens[at.saturating_sub(3)..at];
    let after = &tokens[at + 1..tokens.len().min(at + 3)];
    before.iter().any(|t| POINTING.contains(&t.text))
        || after.iter().any(|t| TRAILING.contains(&t.text))
}
