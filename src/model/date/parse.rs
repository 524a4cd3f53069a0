//! From text to [`Edtf`]. The grammar of one date is `edtf-core`'s; what a dossier leaves out of it
//! (times of day, seasons, unspecified digits, qualifiers inside) is an error here, and so that the
//! message can be right, intervals are taken apart here too.

use std::ops::Range;

use super::{Date, Edtf, suggest};
use crate::model::value::{ValueError, ValueErrorKind, trimmed};

/// Reads a date and, where it is none, looks for what was meant.
pub(super) fn parse(text: &str) -> Result<Edtf, ValueError> {
    let (offset, body) = trimmed(text);
    parse_strict(body).map_err(|error| error.or_help(|| suggest::suggest(body)).shifted(offset))
}

/// Reads a date without white space around it; errors have no suggestion yet.
pub(super) fn parse_strict(text: &str) -> Result<Edtf, ValueError> {
    if let Some(inner) = text.strip_prefix('[') {
        let inner = inner.strip_suffix(']').unwrap_or(inner);
        return match between(inner).map_err(|error| error.shifted(1))? {
            Some(date) if text.ends_with(']') => Ok(date),
            _ => Err(bad(
                0..text.len(),
                format!("`{text}` is not a date: in brackets stands `[a..b]`"),
            )),
        };
    }
    if let Some((first, last)) = text.split_once('/') {
        return interval(first, last);
    }
    match between(text)? {
        Some(date) => Ok(date),
        None => date(text).map(Edtf::Date),
    }
}

/// `a/b` with one open end at most.
fn interval(first: &str, last: &str) -> Result<Edtf, ValueError> {
    let last_at = first.len() + 1;
    let whole = 0..last_at + last.len();
    if first == ".." && last == ".." {
        return Err(bad(whole, "an interval needs a date at one end"));
    }
    for (part, at, example) in [(first, 0, "../b"), (last, last_at, "a/..")] {
        if part.is_empty() {
            let mut error = bad(
                whole,
                format!("an end of the interval is missing; an open end is written `{example}`"),
            );
            if at == 0 && date(last).is_ok() {
                error.help = Some(format!("write ../{last}"));
            } else if at > 0 && date(first).is_ok() {
                error.help = Some(format!("write {first}/.."));
            }
            return Err(error);
        }
    }
    let open = |part: &str, at: usize| match part {
        ".." => Ok(None),
        _ => date(part).map(Some).map_err(|error| error.shifted(at)),
    };
    let interval = (open(first, 0)?, open(last, last_at)?);
    if let (Some(a), Some(b)) = interval {
        in_order(a, b, whole, "/")?;
    }
    Ok(Edtf::Interval {
        first: interval.0,
        last: interval.1,
    })
}

/// `a..b`, or `None` where there is no `..`.
fn between(text: &str) -> Result<Option<Edtf>, ValueError> {
    let Some((first, last)) = text.split_once("..") else {
        return Ok(None);
    };
    let open = match (first, last) {
        ("", "") => None,
        ("", last) => date(last).is_ok().then(|| format!("../{last}")),
        (first, "") => date(first).is_ok().then(|| format!("{first}/..")),
        _ => {
            let at = first.len() + 2;
            let a = date(first)?;
            let b = date(last).map_err(|error| error.shifted(at))?;
            in_order(a, b, 0..text.len(), "..")?;
            return Ok(Some(Edtf::Between(a, b)));
        }
    };
    let mut error = bad(
        0..text.len(),
        format!("`{text}` is not a date: `a..b` needs both of its dates"),
    );
    error.help = open.map(|open| format!("write {open}"));
    Err(error)
}

fn in_order(a: Date, b: Date, range: Range<usize>, sign: &str) -> Result<(), ValueError> {
    if a.first() <= b.last() {
        return Ok(());
    }
    let mut error = ValueError::new(
        ValueErrorKind::Reversed,
        range,
        format!("`{a}{sign}{b}` ends before it begins"),
    );
    error.help = Some(format!("write {b}{sign}{a}"));
    Err(error)
}

/// A year, month or day with at most one qualifier, behind it.
fn date(text: &str) -> Result<Date, ValueError> {
    let (body, uncertain, approximate) = match text.as_bytes().last() {
        Some(b'?') => (&text[..text.len() - 1], true, false),
        Some(b'~') => (&text[..text.len() - 1], false, true),
        Some(b'%') => (&text[..text.len() - 1], true, true),
        _ => (text, false, false),
    };
    if body.is_empty() {
        return Err(bad(0..text.len(), "expected a date, found nothing"));
    }
    if let Some(at) = body.find(['~', '?', '%']) {
        return Err(bad(
            at..at + 1,
            format!(
                "`{}` stands at the end of a year, month or day",
                &body[at..=at]
            ),
        ));
    }
    let parsed = match edtf_core::Edtf::parse(body) {
        Ok(edtf_core::Edtf::Date(date)) => date,
        Ok(_) => {
            let at = body.find('T').unwrap_or(0);
            return Err(bad(
                at..body.len(),
                "a date has no time of day; expected a year, month or day",
            ));
        }
        Err(error) => return Err(explain(body, error.offset)),
    };
    if parsed.has_unspecified() {
        return Err(bad(
            0..body.len(),
            format!("`{body}` has unspecified digits; leave the month or day out, or write `a..b`"),
        ));
    }
    if parsed.precision() == edtf_core::Precision::Season {
        let at = body.len() - 2;
        return Err(bad(
            at..body.len(),
            format!("expected a month from 01 to 12, found `{}`", &body[at..]),
        ));
    }
    let year = parsed
        .year
        .value()
        .and_then(|year| i16::try_from(year).ok());
    let (Some(year), None) = (
        year.filter(|y| y.abs() <= 9999),
        parsed.year.significant_digits,
    ) else {
        return Err(bad(
            0..body.len(),
            format!("expected a year of four digits, found `{body}`"),
        ));
    };
    Ok(Date {
        year,
        month: parsed.month.and_then(edtf_core::DateField::value),
        day: parsed.day.and_then(edtf_core::DateField::value),
        uncertain,
        approximate,
    })
}

/// What `edtf-core` expected at an offset, in the words of a dossier.
fn explain(body: &str, offset: usize) -> ValueError {
    let offset = (0..=offset.min(body.len()))
        .rev()
        .find(|at| body.is_char_boundary(*at))
        .unwrap_or(0);
    // The part of the date that the offset lies in.
    let sign = usize::from(body.starts_with('-'));
    let offset = offset.max(sign);
    let start = body[sign..offset]
        .rfind('-')
        .map_or(sign, |at| sign + at + 1);
    let end = body[start..].find('-').map_or(body.len(), |at| start + at);
    let found = &body[start..end];
    let expected = match body[sign..start].matches('-').count() {
        0 => "a year of four digits".to_owned(),
        1 => "a month of two digits, 01 to 12".to_owned(),
        2 => match month_length(body, sign) {
            Some(days) if found.len() == 2 && found.bytes().all(|b| b.is_ascii_digit()) => {
                format!("a day of that month, which has {days}")
            }
            _ => "a day of two digits".to_owned(),
        },
        _ => "nothing after the day".to_owned(),
    };
    let found = if found.is_empty() {
        "nothing".to_owned()
    } else {
        format!("`{found}`")
    };
    let range = if start == end {
        0..body.len()
    } else {
        start..end
    };
    bad(
        range,
        format!("`{body}` is not a date: expected {expected}, found {found}"),
    )
}

/// Days of the month that a text of the form `YYYY-MM-…` begins with.
fn month_length(body: &str, sign: usize) -> Option<i64> {
    // Only a year and a month: with a day in it, its error would ask for this length again.
    let month = body
        .get(..sign + 7)
        .filter(|month| month[sign..].matches('-').count() == 1)?;
    let month = date(month).ok()?;
    Some(month.last().0 - month.first().0 + 1)
}

fn bad(range: Range<usize>, message: impl Into<String>) -> ValueError {
    ValueError::new(ValueErrorKind::Date, range, message)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::date::Precision;

    #[track_caller]
    fn check(text: &str, earliest: Option<&str>, latest: Option<&str>) {
        let date = Edtf::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let shown = |day: Option<crate::model::date::Day>| day.map(|day| day.to_string());
        assert_eq!(shown(date.earliest()).as_deref(), earliest, "{text}");
        assert_eq!(shown(date.latest()).as_deref(), latest, "{text}");
        assert_eq!(date.to_string(), text.trim().trim_matches(['[', ']']));
        let plain = date.to_edtf();
        assert!(
            plain.contains(['~', '?', '%']) || edtf_core::is_valid(&plain) || plain.contains(".."),
            "{plain}"
        );
    }

    #[track_caller]
    fn fails(text: &str, wrong: &str, message: &str, help: Option<&str>) {
        let error = Edtf::parse(text).expect_err(text);
        assert_eq!(&text[error.range.clone()], wrong, "{text}: {error}");
        assert!(error.message.contains(message), "{text}: {error}");
        assert_eq!(error.help.as_deref(), help, "{text}: {error}");
    }

    #[test]
    fn every_form_of_the_format_has_its_first_and_last_day() {
        check("2021", Some("2021-01-01"), Some("2021-12-31"));
        check("2020-02", Some("2020-02-01"), Some("2020-02-29"));
        check("1999-12~", Some("1999-12-01"), Some("1999-12-31"));
        check("2021-09-09", Some("2021-09-09"), Some("2021-09-09"));
        check("2021-09-09?", Some("2021-09-09"), Some("2021-09-09"));
        check("2021%", Some("2021-01-01"), Some("2021-12-31"));
        check("2020-09/2021-09", Some("2020-09-01"), Some("2021-09-30"));
        check("2021-09-09/2021-09", Some("2021-09-09"), Some("2021-09-30"));
        check("2020-08/..", Some("2020-08-01"), None);
        check("../2022", None, Some("2022-12-31"));
        check(
            "2020-09-14~/2020-09-23~",
            Some("2020-09-14"),
            Some("2020-09-23"),
        );
        check(
            "2021-09-05..2021-09-11",
            Some("2021-09-05"),
            Some("2021-09-11"),
        );
        check("[2021-08..2021-09]", Some("2021-08-01"), Some("2021-09-30"));
        check("2021~..2022-03", Some("2021-01-01"), Some("2022-03-31"));
        check("-0043-03-15", Some("-0043-03-15"), Some("-0043-03-15"));
        check(" 0000 ", Some("0000-01-01"), Some("0000-12-31"));
    }

    #[test]
    fn each_end_has_its_own_precision() {
        let precision = |text| Edtf::parse(text).map(|date| date.precision());
        assert_eq!(
            precision("2021-09-09/2021-09"),
            Ok((Some(Precision::Day), Some(Precision::Month)))
        );
        assert_eq!(precision("../2022"), Ok((None, Some(Precision::Year))));
    }

    #[test]
    fn days_that_no_calendar_has_are_errors() {
        fails("1999-02-30", "30", "which has 28", None);
        fails("2021-04-31", "31", "which has 30", None);
        fails("2021-13", "13", "01 to 12", None);
        fails("2021-00", "00", "01 to 12", None);
        fails("2021-13-01", "13", "01 to 12", None);
        fails("2021-09-00", "00", "a day of that month", None);
        fails("2020/2021-13", "13", "01 to 12", None);
    }

    #[test]
    fn what_ends_before_it_begins_has_an_error_of_its_own() {
        for (text, help) in [
            ("2021-09/2021-08", "write 2021-08/2021-09"),
            ("2021-09-11..2021-09-05", "write 2021-09-05..2021-09-11"),
            ("[2022..2021]", "write 2021..2022"),
        ] {
            let error = Edtf::parse(text).expect_err(text);
            assert_eq!(error.kind, ValueErrorKind::Reversed, "{text}");
            assert_eq!(error.help.as_deref(), Some(help));
        }
        check("2021-09/2021-09-01", Some("2021-09-01"), Some("2021-09-01"));
    }

    #[test]
    fn forms_of_edtf_that_a_dossier_does_not_use_are_errors() {
        fails(
            "2021-09-09T10:00:00",
            "T10:00:00",
            "time of day",
            Some("write 2021-09-09"),
        );
        fails("2021-XX", "2021-XX", "unspecified", Some("write 2021"));
        fails("202X", "202X", "unspecified", Some("write 2020..2029"));
        fails("2021-22", "22", "01 to 12", Some("write 2021-06..2021-08"));
        fails("Y170000", "Y170000", "four digits", None);
        fails("2004-06~-11", "~", "at the end", Some("write 2004-06-11~"));
        fails("~2021", "~", "at the end", Some("write 2021~"));
        fails("2020/", "2020/", "open end", Some("write 2020/.."));
        fails("/2020", "/2020", "open end", Some("write ../2020"));
        fails("../..", "../..", "one end", None);
        fails(
            "..2020",
            "..2020",
            "both of its dates",
            Some("write ../2020"),
        );
        fails(
            "2020..",
            "2020..",
            "both of its dates",
            Some("write 2020/.."),
        );
        fails("[2020]", "[2020]", "in brackets", None);
        fails("[2020..2021", "[2020..2021", "in brackets", None);
        fails("{2020..2021}", "{2020", "four digits", None);
        fails("", "", "found nothing", None);
        fails("-/", "-/", "open end", None);
        fails("-", "-", "four digits", None);
        fails("2020~~", "~", "at the end", Some("write 2020~"));
    }

    #[test]
    fn what_people_write_instead_gets_a_suggestion_that_can_be_read() {
        fails(
            "2020-9-1",
            "9",
            "month of two digits",
            Some("write 2020-09-01"),
        );
        fails(
            "2020-09-1",
            "1",
            "day of two digits",
            Some("write 2020-09-01"),
        );
        fails(
            "9 september 2021",
            "9 september 2021",
            "four digits",
            Some("write 2021-09-09"),
        );
        fails(
            "01-09-2020",
            "01",
            "four digits",
            Some("write 2020-09-01, the year first"),
        );
        let helps = |text: &str| Edtf::parse(text).expect_err(text).help;
        for (text, meant) in [
            ("sept. 2021", "2021-09"),
            ("September 9, 2021", "2021-09-09"),
            ("maandag 9 september 2021", "2021-09-09"),
            ("maart 2020", "2020-03"),
            ("20210909", "2021-09-09"),
            ("2021/09/09", "2021-09-09"),
            ("2021.9.9", "2021-09-09"),
            ("circa 1999", "1999~"),
            ("ca. 1999-12", "1999-12~"),
            ("2021-09-09 10:30", "2021-09-09"),
            ("2021-09-09 - 2021-09-11", "2021-09-09/2021-09-11"),
            ("2021-09-09 tot 2021-09-11", "2021-09-09/2021-09-11"),
            ("2020–2021", "2020/2021"),
            ("2021-9/2021-10", "2021-09/2021-10"),
            ("2021-9..2021-10", "2021-09..2021-10"),
        ] {
            assert_eq!(helps(text), Some(format!("write {meant}")), "{text}");
        }
        assert_eq!(
            helps("25/12/2020").as_deref(),
            Some("write 2020-12-25, the year first")
        );
        assert_eq!(
            helps("12/25/2020").as_deref(),
            Some("write 2020-12-25, the year first")
        );
        assert_eq!(helps("yesterday"), None);
    }

    #[test]
    fn the_error_of_a_text_of_dashes_ends() {
        for text in ["--- abcd", "--1-123", "---1234", "1--1234", "2021--1"] {
            assert!(Edtf::parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC{0,24}") {
            let _ = Edtf::parse(&text);
        }

        #[test]
        fn no_text_of_its_own_letters_does_either(text in "[-0-9./~?%XTY\\[\\]a-z –]{0,24}") {
            if let Err(error) = Edtf::parse(&text) {
                prop_assert!(text.get(error.range.clone()).is_some());
                if let Some(help) = error.help {
                    let meant = help.trim_start_matches("write ").split(',').next().unwrap_or("");
                    prop_assert!(Edtf::parse(meant).is_ok(), "{} {}", text, help);
                }
            }
        }

        #[test]
        fn nothing_like_a_date_makes_it_panic(
            text in "-?[0-9]{0,5}[-/.]?[0-9x]{0,3}[-/. ]?[0-9é]{0,3}[~?]?(/|\\.\\.)?[0-9-]{0,10}"
        ) {
            let _ = Edtf::parse(&text);
        }

        #[test]
        fn what_is_printed_reads_as_the_same_date(date in crate::model::date::compare::tests::edtf()) {
            prop_assert_eq!(Edtf::parse(&date.to_string()), Ok(date));
            prop_assert_eq!(Edtf::parse(&date.to_edtf()), Ok(date));
        }
    }
}
