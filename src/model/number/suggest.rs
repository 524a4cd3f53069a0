//! What somebody meant who wrote a number in another way. Every suggestion is read again before it
//! is made, so a wrong guess shows nothing.

use super::parse::{Percent, is_ambiguous, parts};
use crate::model::value::ValueErrorKind;

/// Words for "about" before a number.
const ABOUT: [&str; 14] = [
    "about",
    "around",
    "approximately",
    "approx.",
    "roughly",
    "some",
    "circa",
    "ca.",
    "ca",
    "c.",
    "ongeveer",
    "zo'n",
    "zo’n",
    "rond de",
];

/// Words before the lower end of a range, with the word before its upper end.
const BETWEEN: [(&str, &str); 4] = [
    ("between", " and "),
    ("tussen de", " en "),
    ("tussen", " en "),
    ("from", " to "),
];

/// Signs and words between the ends of a range.
const TO: [&str; 9] = ["...", "…", "–", "—", " to ", " tot ", " - ", " à ", "-"];

/// Other words for the words that multiply.
const UNITS: [(&str, &str); 17] = [
    ("duizend", "thousand"),
    ("thousands", "thousand"),
    ("k", "thousand"),
    ("miljoen", "million"),
    ("millions", "million"),
    ("mln", "million"),
    ("mln.", "million"),
    ("mio", "million"),
    ("m", "million"),
    ("miljard", "billion"),
    ("billions", "billion"),
    ("mld", "billion"),
    ("mrd", "billion"),
    ("bn", "billion"),
    ("percent", "%"),
    ("procent", "%"),
    ("pct", "%"),
];

/// `write …`, or nothing where nothing can be guessed.
pub(super) fn suggest(text: &str) -> Option<String> {
    let readable = |text: &String| parts(text, Percent::Allowed, ValueErrorKind::Number).is_ok();
    let meanings = meanings(text);
    meanings.iter().all(readable).then(|| write(&meanings))
}

/// Help that gives one text, or the two readings of a point before three digits.
pub(crate) fn write(meanings: &[String]) -> String {
    match meanings {
        [thousands, decimals] => format!("write {thousands}, or {decimals} for decimals"),
        _ => format!("write {}", meanings.join(" or ")),
    }
}

/// The text in the words of the format as far as they can be guessed, perhaps no number either; two
/// texts where a point can part thousands or decimals.
pub(crate) fn meanings(text: &str) -> Vec<String> {
    let meant = rewrite(text);
    let sign_and_rest = |text: &str| {
        let at = usize::from(text.starts_with('~'));
        let end = text
            .find(|c: char| c.is_whitespace() || c == '%')
            .unwrap_or(text.len());
        (at, end.max(at))
    };
    let (at, end) = sign_and_rest(&meant);
    let around = |numbers: &str| format!("{}{numbers}{}", &meant[..at], &meant[end..]);
    let mut ends: Vec<String> = meant[at..end].split("..").map(str::to_owned).collect();
    if let [a, b] = &ends[..]
        && let Err(error) = parts(&meant, Percent::Allowed, ValueErrorKind::Number)
        && error.kind == ValueErrorKind::Reversed
    {
        ends = vec![b.clone(), a.clone()];
    }
    if ends.iter().any(|end| is_ambiguous(end)) {
        let read = |read: fn(&str) -> String| {
            let ends: Vec<String> = ends
                .iter()
                .map(|end| {
                    if is_ambiguous(end) {
                        read(end)
                    } else {
                        end.clone()
                    }
                })
                .collect();
            around(&ends.join(".."))
        };
        vec![
            read(|end| end.replace('.', "")),
            read(|end| format!("{end}0")),
        ]
    } else {
        vec![around(&ends.join(".."))]
    }
}

/// The text in the words of the format, as far as they can be guessed.
fn rewrite(text: &str) -> String {
    let lower = text.to_lowercase();
    let mut body = lower.trim();
    let mut about = "";
    if let Some(rest) = body.strip_prefix('~') {
        (about, body) = ("~", rest.trim_start());
    }
    for word in ABOUT {
        if let Some(rest) = body.strip_prefix(word)
            && rest.starts_with(' ')
        {
            (about, body) = ("~", rest.trim_start());
        }
    }
    let mut ranged = body.to_owned();
    for (before, and) in BETWEEN {
        if let Some(rest) = body.strip_prefix(before)
            && rest.starts_with(' ')
            && let Some((a, b)) = rest.split_once(and)
        {
            ranged = format!("{}..{}", a.trim(), b.trim());
            break;
        }
    }
    if !ranged.contains("..") || ranged.contains("...") {
        for sign in TO {
            // A minus before the first digit is a sign.
            if let Some((a, b)) = ranged.split_once(sign)
                && a.ends_with(|c: char| c.is_ascii_digit() || c == ' ' || c == '%')
                && !a.trim().is_empty()
                && !b.trim().is_empty()
            {
                ranged = format!("{}..{}", a.trim().trim_end_matches('%'), b.trim());
                break;
            }
        }
    }
    // The digits end where the last digit stands.
    let end = ranged
        .rfind(|c: char| c.is_ascii_digit())
        .map_or(0, |at| at + 1);
    let (numbers, word) = (&ranged[..end], ranged[end..].trim());
    let mut unit = UNITS
        .iter()
        .find(|(other, _)| *other == word)
        .map_or(word, |(_, unit)| unit);
    let mut ends: Vec<String> = numbers.split("..").map(digits).collect();
    if matches!(word, "trillion" | "biljoen" | "bln") {
        unit = "billion";
        for end in &mut ends {
            end.push_str("000");
        }
    }
    let space = if unit.is_empty() || unit == "%" {
        ""
    } else {
        " "
    };
    format!("{about}{}{space}{unit}", ends.join(".."))
}

/// One number with a decimal point and without signs between thousands.
fn digits(text: &str) -> String {
    let text: String = text
        .trim()
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '_' && *c != '\'')
        .collect();
    if let Some((mantissa, power)) = text.split_once('e')
        && let (Ok(mantissa), Ok(power)) = (mantissa.parse::<i64>(), power.parse::<u32>())
        && let Some(value) = 10_i64
            .checked_pow(power)
            .and_then(|ten| ten.checked_mul(mantissa))
    {
        return value.to_string();
    }
    if text.starts_with('.') {
        return format!("0{text}");
    }
    let (points, commas) = (text.matches('.').count(), text.matches(',').count());
    match (points, commas) {
        // The sign that stands last parts off the decimals, if it stands once.
        (1.., 1) if text.rfind(',') > text.rfind('.') => text.replace('.', "").replace(',', "."),
        (1, 1..) if text.rfind('.') > text.rfind(',') => text.replace(',', ""),
        (2.., 0) => text.replace('.', ""),
        (0, 2..) => text.replace(',', ""),
        (0, 1) => text.replace(',', "."),
        _ => text,
    }
}
