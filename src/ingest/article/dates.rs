//! Dates as pages, posts and front matter write them, to EDTF.

use crate::model::date::Edtf;

/// Beginnings of the names of months in Dutch and English.
const MONTHS: [&[&str]; 12] = [
    &["jan"],
    &["feb"],
    &["maart", "mrt", "mar"],
    &["apr"],
    &["mei", "may"],
    &["jun"],
    &["jul"],
    &["aug"],
    &["sep"],
    &["okt", "oct"],
    &["nov"],
    &["dec"],
];

/// EDTF of a date: EDTF itself, an ISO date with a time after it, or day, month in words and year
/// in any order ("6 september 2021", "10:12 AM · Sep 6, 2021"). Nothing where it is no date.
pub(super) fn edtf(text: &str) -> Option<String> {
    let text = text.trim();
    if let Ok(date) = Edtf::parse(text) {
        return Some(date.to_string());
    }
    // A time after an ISO date is left out.
    if let Some(day) = text.get(..10)
        && text[10..].starts_with(['T', 't', ' '])
        && let Ok(date) = Edtf::parse(day)
    {
        return Some(date.to_string());
    }
    in_words(text)
}

fn in_words(text: &str) -> Option<String> {
    if text.len() > 80 {
        return None;
    }
    let (mut day, mut month, mut year) = (None, None, None);
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '·')) {
        let word = word.trim_end_matches('.').to_lowercase();
        let number = word
            .strip_suffix("st")
            .or_else(|| word.strip_suffix("nd"))
            .or_else(|| word.strip_suffix("rd"))
            .or_else(|| word.strip_suffix("th"))
            .unwrap_or(&word);
        if let Ok(number) = number.parse::<u32>() {
            let part = match number {
                1..=31 => &mut day,
                1000..=2999 => &mut year,
                _ => return None,
            };
            if part.replace(number).is_some() {
                return None;
            }
        } else if let Some(number) = month_of(&word) {
            if month.replace(number).is_some() {
                return None;
            }
        } else if !is_filler(&word) {
            return None;
        }
    }
    let (month, year) = (month?, year?);
    let date = match day {
        Some(day) => format!("{year:04}-{month:02}-{day:02}"),
        None => format!("{year:04}-{month:02}"),
    };
    Edtf::parse(&date).ok().map(|date| date.to_string())
}

fn month_of(word: &str) -> Option<u32> {
    (1..).zip(MONTHS).find_map(|(number, names)| {
        let named = names.iter().any(|name| word.starts_with(name));
        (named && word.len() <= 9).then_some(number)
    })
}

/// What may stand in a date without meaning: days of the week, times.
fn is_filler(word: &str) -> bool {
    word.is_empty()
        || matches!(
            word,
            "am" | "pm"
                | "a.m"
                | "p.m"
                | "om"
                | "op"
                | "uur"
                | "at"
                | "on"
                | "of"
                | "the"
                | "-"
                | "utc"
        )
        || word.ends_with("dag")
        || word.ends_with("day")
        || word.contains(':') && word.chars().all(|c| c.is_ascii_digit() || c == ':')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(edtf(text).as_deref(), expected, "{text}");
    }

    #[test]
    fn dates_in_words_are_read() {
        check("6 september 2021", Some("2021-09-06"));
        check(" September 6, 2021 ", Some("2021-09-06"));
        check("10:12 AM · Sep 6, 2021", Some("2021-09-06"));
        check("maandag 6 sept. 2021 om 10:12 uur", Some("2021-09-06"));
        check("September 21st, 2021", Some("2021-09-21"));
        check("mei 2020", Some("2020-05"));
        check("maart 2020", Some("2020-03"));
        check("31 okt 2020", Some("2020-10-31"));
    }

    #[test]
    fn iso_dates_lose_their_time() {
        check("2021-09-06", Some("2021-09-06"));
        check("2021-09", Some("2021-09"));
        check("2021", Some("2021"));
        check("2021-09-06T10:12:00+02:00", Some("2021-09-06"));
        check("2021-09-06 10:12", Some("2021-09-06"));
    }

    #[test]
    fn no_date_is_made_of_something_else() {
        for text in [
            "",
            "vandaag",
            "31 februari 2021",
            "6 september",
            "6 7 september 2021",
            "de 6 man in mei 2021",
            "2021-13-01T00:00",
        ] {
            check(text, None);
        }
    }
}
