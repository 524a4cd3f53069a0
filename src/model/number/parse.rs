//! From text to [`Number`], and the part of the grammar that amounts share:
//! `[~]n[..m][%| thousand|million|billion]`.

use super::decimal::{Decimal, MAX_SCALE};
use super::{Number, Range, suggest};
use crate::model::value::{ValueError, ValueErrorKind, trimmed};

/// Words that multiply, with their powers of ten.
pub(super) const UNITS: [(&str, u32); 3] = [("thousand", 3), ("million", 6), ("billion", 9)];

/// What a number consists of.
pub(crate) struct Parts {
    pub(crate) range: Range,
    /// An end was written with a decimal point, and no word multiplies it.
    pub(crate) float: bool,
}

/// Whether a percent sign may stand behind the digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Percent {
    /// In a number.
    Allowed,
    /// In an amount of money.
    Refused,
}

/// Reads a number and, where it is none, looks for what was meant.
pub(super) fn number(text: &str) -> Result<Number, ValueError> {
    let (offset, body) = trimmed(text);
    match parts(body, Percent::Allowed, ValueErrorKind::Number) {
        Ok(Parts { range, float }) => Ok(Number {
            range,
            float,
            text: body.to_owned(),
        }),
        Err(error) => Err(error.or_help(|| suggest::suggest(body)).shifted(offset)),
    }
}

/// Reads the whole of a text without white space around it.
pub(crate) fn parts(text: &str, sign: Percent, kind: ValueErrorKind) -> Result<Parts, ValueError> {
    let approximate = text.starts_with('~');
    let at = usize::from(approximate);
    let body = &text[at..];
    let end = body.find(char::is_whitespace).unwrap_or(body.len());
    let (digits, word) = (&body[..end], body[end..].trim_start());
    let word_at = text.len() - word.len();

    let percent = sign == Percent::Allowed && digits.ends_with('%');
    let digits = if percent {
        &digits[..digits.len() - 1]
    } else {
        digits
    };
    let power = match UNITS.iter().find(|(unit, _)| *unit == word) {
        Some((_, power)) if !percent => *power,
        _ if word.is_empty() => 0,
        _ if sign == Percent::Allowed && word == "%" && !percent => 0,
        _ => {
            // Where the digits are none either, the message is better about them.
            ends(digits, at, 0, kind)?;
            return Err(ValueError::new(
                kind,
                word_at..text.len(),
                format!("expected `thousand`, `million` or `billion`, found `{word}`"),
            ));
        }
    };
    let (min, max) = ends(digits, at, power, kind)?;
    if min > max {
        return Err(ValueError::new(
            ValueErrorKind::Reversed,
            at..at + digits.len(),
            format!("the range `{digits}` ends below its beginning"),
        ));
    }
    Ok(Parts {
        range: Range {
            min,
            max,
            approximate,
        },
        // `5..6` has two points too, but not inside a number.
        float: power == 0 && digits.replace("..", " ").contains('.'),
    })
}

/// `n` or `n..m`, times a power of ten.
fn ends(
    digits: &str,
    at: usize,
    power: u32,
    kind: ValueErrorKind,
) -> Result<(Decimal, Decimal), ValueError> {
    match digits.split_once("..") {
        None => {
            let one = decimal(digits, at, power, kind)?;
            Ok((one, one))
        }
        Some((a, b)) => Ok((
            decimal(a, at, power, kind)?,
            decimal(b, at + a.len() + 2, power, kind)?,
        )),
    }
}

/// Whether a point stands before three digits and after one to three, of which the first is not 0:
/// in much of Europe it then parts thousands.
pub(super) fn is_ambiguous(number: &str) -> bool {
    let Some((whole, part)) = number.trim_start_matches(['-', '+']).split_once('.') else {
        return false;
    };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let grouped = part.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
    grouped && digits(whole) && digits(part)
}

/// One number: sign, digits, a point and digits.
fn decimal(text: &str, at: usize, power: u32, kind: ValueErrorKind) -> Result<Decimal, ValueError> {
    let fail = |message: String| {
        // An empty part is shown by the sign beside it.
        let range = if text.is_empty() {
            at.saturating_sub(1)..at
        } else {
            at..at + text.len()
        };
        ValueError::new(kind, range, message)
    };
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = match digits.split_once('.') {
        Some((whole, part)) => (whole, Some(part)),
        None => (digits, None),
    };
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || part.is_some_and(|part| !all_digits(part)) {
        if text.is_empty() {
            return Err(fail("expected a number, found nothing".to_owned()));
        }
        return Err(fail(format!("`{text}` is not a number")));
    }
    // With a word that multiplies a point cannot part thousands.
    if power == 0 && is_ambiguous(text) {
        return Err(fail(format!(
            "`{text}` can be read as thousands or as decimals"
        )));
    }
    let part = part.unwrap_or_default().trim_end_matches('0');
    let scale = u32::try_from(part.len()).unwrap_or(u32::MAX);
    if scale > MAX_SCALE {
        return Err(fail(format!("`{text}` has more than {MAX_SCALE} decimals")));
    }
    let mantissa = format!("{whole}{part}").parse::<i128>().ok();
    mantissa
        .map(|mantissa| if negative { -mantissa } else { mantissa })
        .and_then(|mantissa| Decimal::new(mantissa, scale, power))
        .ok_or_else(|| fail(format!("`{text}` is too large; the limit is {}", i64::MAX)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::number::Num::{self, Float, Int};

    #[track_caller]
    fn check(text: &str, min: Num, max: Num, approximate: bool) {
        let number = Number::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!((number.min(), number.max()), (min, max), "{text}");
        assert_eq!(number.is_approximate(), approximate, "{text}");
        assert_eq!(number.is_range(), min != max, "{text}");
        assert_eq!(number.text(), text.trim());
    }

    #[track_caller]
    fn fails(text: &str, wrong: &str, help: Option<&str>) {
        let error = Number::parse(text).expect_err(text);
        assert_eq!(&text[error.range.clone()], wrong, "{text}: {error}");
        assert_eq!(error.help.as_deref(), help, "{text}: {error}");
    }

    #[test]
    fn every_form_of_the_format_has_its_ends() {
        check("200000", Int(200_000), Int(200_000), false);
        check("200 thousand", Int(200_000), Int(200_000), false);
        check("1.5 million", Int(1_500_000), Int(1_500_000), false);
        check("0.0000015 million", Float(1.5), Float(1.5), false);
        check("80%", Int(80), Int(80), false);
        check("80.23 %", Float(80.23), Float(80.23), false);
        check("~200", Int(200), Int(200), true);
        check("5..6", Int(5), Int(6), false);
        check("5..6 thousand", Int(5000), Int(6000), false);
        check("~5..6 thousand", Int(5000), Int(6000), true);
        check("~60..70%", Int(60), Int(70), true);
        check("-3", Int(-3), Int(-3), false);
        check("-3..+4", Int(-3), Int(4), false);
        check("2.0", Float(2.0), Float(2.0), false);
        check("1.5..2", Float(1.5), Float(2.0), false);
        check("0.125", Float(0.125), Float(0.125), false);
        check("2021.5000", Float(2021.5), Float(2021.5), false);
        check("007", Int(7), Int(7), false);
        check(" 5 ", Int(5), Int(5), false);
        check("9223372036854775807", Int(i64::MAX), Int(i64::MAX), false);
    }

    #[test]
    fn what_is_no_number_is_shown_where_it_is_wrong() {
        fails("", "", None);
        fails("many", "many", None);
        fails("5..", ".", None);
        fails("..6", "", None);
        fails("5 lakh", "lakh", None);
        fails("5% thousand", "thousand", None);
        fails("9223372036854775808", "9223372036854775808", None);
        fails("10000000000 billion", "10000000000", None);
        fails("0.0000000000000001", "0.0000000000000001", None);
        fails("0x10", "0x10", None);
        let error = Number::parse("6..5").expect_err("reversed");
        assert_eq!(error.kind, ValueErrorKind::Reversed);
        fails("~6..5 thousand", "6..5", Some("write ~5..6 thousand"));
    }

    #[test]
    fn what_people_write_instead_gets_a_suggestion_that_can_be_read() {
        fails("1,5", "1,5", Some("write 1.5"));
        fails(
            "200.000",
            "200.000",
            Some("write 200000, or 200.0000 for decimals"),
        );
        fails(
            "200,000",
            "200,000",
            Some("write 200000, or 200.0000 for decimals"),
        );
        for (text, meant) in [
            ("about 200", "~200"),
            ("zo'n 200", "~200"),
            ("ongeveer 200.000", "~200000"),
            ("circa 5 tot 6 duizend", "~5..6 thousand"),
            ("1.500.000", "1500000"),
            ("1,500,000", "1500000"),
            ("1.500.000,50", "1500000.50"),
            ("200 000", "200000"),
            ("1_000", "1000"),
            ("1,5 miljoen", "1.5 million"),
            ("2 mln", "2 million"),
            ("200k", "200 thousand"),
            ("5 Million", "5 million"),
            ("80 procent", "80%"),
            ("80 percent", "80%"),
            ("5-6", "5..6"),
            ("5 – 6", "5..6"),
            ("5...6", "5..6"),
            ("between 5 and 6", "5..6"),
            ("tussen de 5 en 6", "5..6"),
            ("~ 200", "~200"),
            ("1e6", "1000000"),
            (".5", "0.5"),
            ("2 trillion", "2000 billion"),
        ] {
            let error = Number::parse(text).expect_err(text);
            let help = format!("write {meant}");
            let helped = error
                .help
                .as_deref()
                .is_some_and(|is| is.starts_with(&help));
            assert!(helped, "{text}: {error:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC{0,24}") {
            let _ = Number::parse(&text);
        }

        #[test]
        fn no_text_of_its_own_letters_does_either(text in "[-+0-9.,~% ek–_a-z']{0,24}") {
            if let Err(error) = Number::parse(&text) {
                prop_assert!(text.get(error.range.clone()).is_some());
                if let Some(help) = error.help {
                    let meant = help.trim_start_matches("write ").split(',').next().unwrap_or("");
                    prop_assert!(Number::parse(meant).is_ok(), "{} {}", text, help);
                }
            }
        }

        #[test]
        fn integers_read_as_themselves(int in any::<i64>()) {
            prop_assume!(int != i64::MIN);
            prop_assert_eq!(Number::parse(&int.to_string()).map(|n| n.min()), Ok(Int(int)));
        }
    }
}
