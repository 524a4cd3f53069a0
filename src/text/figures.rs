//! What numbers and dates a piece of Dutch or English prose can mean.
//!
//! This is no reader of numbers for its own sake: it answers whether a text holds anything that
//! can yield a given figure. Where a spelling has two readings, both are kept.

mod dates;
mod numbers;
mod words;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The numbers and dates that a text can yield.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures {
    numbers: Vec<f64>,
    years: Vec<i64>,
    /// One bit a month, January is bit 1.
    months: u32,
    /// One bit a day of the month, the first is bit 1.
    days: u32,
    /// ISO numbers in order.
    weekdays: Vec<u32>,
    relative: bool,
}

impl Figures {
    /// Reads a text: digits with Dutch and English grouping and decimals, number words of both
    /// languages, ordinals, months, weekdays, numeric dates and words such as "gisteren". Takes
    /// linear time.
    pub fn of(text: &str) -> Self {
        let plain: String = text
            .nfd()
            .filter(|c| !is_combining_mark(*c))
            .map(|c| match c {
                '\u{2018}' | '\u{2019}' | '\u{2bc}' => '\'',
                '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
                other => other,
            })
            .collect();
        let lower = plain.to_lowercase();
        let tokens = tokens(&lower);
        let mut figures = Self::default();
        dates::read(&tokens, &plain, &mut figures);
        numbers::read(&tokens, &mut figures);
        figures.numbers.sort_by(f64::total_cmp);
        figures.numbers.dedup();
        figures.years.sort_unstable();
        figures.years.dedup();
        figures.weekdays.sort_unstable();
        figures.weekdays.dedup();
        figures
    }

    /// Every number that the text can yield, ascending: "200 duizend" yields 200 and 200000,
    /// "1.500" 1500 and 1.5, "tussen de 410 en 420 miljoen" also 410000000. A percentage is its
    /// number. Ordinals count; Roman numerals and vague words ("tientallen") do not.
    pub fn numbers(&self) -> &[f64] {
        &self.numbers
    }

    /// Whether the text can yield a number, but for rounding in the ninth digit.
    pub fn has_number(&self, number: f64) -> bool {
        self.numbers
            .iter()
            .any(|n| (n - number).abs() <= number.abs() * 1e-9)
    }

    /// Whether the text names a year, in four digits, in a numeric date or as "’90".
    pub fn has_year(&self, year: i64) -> bool {
        self.years.binary_search(&year).is_ok()
    }

    /// The years that the text names, ascending.
    pub fn years(&self) -> &[i64] {
        &self.years
    }

    /// Whether the text names a month (1 is January), by name or in a numeric date.
    pub fn has_month(&self, month: u32) -> bool {
        matches!(month, 1..=12) && self.months >> month & 1 == 1
    }

    /// Whether the text holds a whole number or ordinal that can be this day of a month.
    pub fn has_day_of_month(&self, day: u32) -> bool {
        matches!(day, 1..=31) && self.days >> day & 1 == 1
    }

    /// Whether the text names a day of the week.
    pub fn has_weekday(&self) -> bool {
        !self.weekdays.is_empty()
    }

    /// The days of the week that the text names, by their ISO numbers (1 is Monday), ascending.
    pub fn weekdays(&self) -> &[u32] {
        &self.weekdays
    }

    /// Whether the text places something in time by the day it was written or by another event:
    /// "gisteren", "vorig jaar", "two days later".
    pub fn has_relative_time(&self) -> bool {
        self.relative
    }

    fn add_number(&mut self, number: f64) {
        self.numbers.push(number);
    }

    fn add_day(&mut self, day: u32) {
        if matches!(day, 1..=31) {
            self.days |= 1 << day;
        }
    }

    fn add_month(&mut self, month: u32) {
        if matches!(month, 1..=12) {
            self.months |= 1 << month;
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Letters.
    Word,
    /// Digits, with single separators (`.`, `,`, `'`) between them.
    Digits,
    /// Any other character that is not white space.
    Sign,
}

/// A piece of the lower-case text.
#[derive(Debug, Clone, Copy)]
struct Token<'a> {
    kind: Kind,
    text: &'a str,
    start: usize,
    /// Whether it touches the token before.
    glued: bool,
    /// The number that a word means by itself.
    number: Option<f64>,
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut at = 0;
    let mut glued = false;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        let kind = if c.is_whitespace() {
            at += c.len_utf8();
            glued = false;
            continue;
        } else if c.is_ascii_digit() {
            at += digits(&text[at..]);
            Kind::Digits
        } else if c.is_alphabetic() {
            let rest = &text[at..];
            at += rest
                .find(|c: char| !c.is_alphabetic())
                .unwrap_or(rest.len());
            Kind::Word
        } else {
            at += c.len_utf8();
            Kind::Sign
        };
        let word = &text[start..at];
        let number = if kind == Kind::Word {
            words::number(word)
        } else {
            None
        };
        tokens.push(Token {
            kind,
            text: word,
            start,
            glued,
            number,
        });
        glued = true;
    }
    tokens
}

/// The length of the digits that a text begins with, single separators between them included.
fn digits(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    while digit(at)
        || (at > 0 && matches!(bytes.get(at), Some(b'.' | b',' | b'\'')) && digit(at + 1))
    {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Checks that a text yields numbers, and not others.
    fn check(text: &str, yields: &[f64], never: &[f64]) {
        let figures = Figures::of(text);
        for number in yields {
            assert!(
                figures.has_number(*number),
                "{number} of {text:?}: {:?}",
                figures.numbers()
            );
        }
        for number in never {
            assert!(
                !figures.has_number(*number),
                "{number} of {text:?}: {:?}",
                figures.numbers()
            );
        }
    }

    /// Checks a date, field by field; 0 stands for none.
    fn check_date(text: &str, year: i64, month: u32, day: u32) {
        let figures = Figures::of(text);
        assert!(
            year == 0 || figures.has_year(year),
            "year of {text:?}: {figures:?}"
        );
        assert!(
            month == 0 || figures.has_month(month),
            "month of {text:?}: {figures:?}"
        );
        assert!(
            day == 0 || figures.has_day_of_month(day),
            "day of {text:?}: {figures:?}"
        );
        assert_eq!(
            year == 0,
            figures.years.is_empty(),
            "years of {text:?}: {figures:?}"
        );
        assert_eq!(
            month == 0,
            figures.months == 0,
            "months of {text:?}: {figures:?}"
        );
    }

    #[test]
    fn digits_keep_both_readings() {
        check("1.500.000 euro", &[1_500_000.0], &[1.5]);
        check("1,500,000 euros", &[1_500_000.0], &[1.5]);
        check("1.500 man", &[1500.0, 1.5], &[]);
        check("1,500 men", &[1500.0, 1.5], &[]);
        check("1,5", &[1.5], &[15.0, 5.0]);
        check("1.5", &[1.5], &[15.0]);
        check("0,500", &[0.5], &[500.0]);
        check("1.234,56 en 1,234.56", &[1234.56], &[]);
        check("1 500 000 roebel", &[1_500_000.0], &[]);
        check("1'500", &[1500.0], &[]);
        check("55% en 40 procent", &[55.0, 40.0], &[0.55]);
        check("S-400 (raketsystemen)", &[400.0], &[]);
        check("-5 graden, min 3", &[-5.0, -3.0], &[]);
        check("1½ miljoen, ¾", &[1_500_000.0, 0.75], &[]);
        check("version 3.48.12", &[3.0, 48.0, 12.0], &[]);
    }

    #[test]
    fn dutch_words_are_read() {
        check("nul", &[0.0], &[]);
        check("een en één", &[1.0], &[]);
        check("elf, twaalf, dertien", &[11.0, 12.0, 13.0], &[]);
        check("vijftien schepen en tachtig toestellen", &[15.0, 80.0], &[]);
        check("tweeëntwintig", &[22.0], &[2.0, 20.0]);
        check("negenennegentig", &[99.0], &[]);
        check("zeventig voertuigen, driehonderd man", &[70.0, 300.0], &[]);
        check("honderdduizend betogers", &[100_000.0], &[]);
        check("driehonderdvijfenveertigduizend", &[345_000.0], &[]);
        check("vijftienhonderd", &[1500.0], &[]);
        check(
            "honderdeenentwintig en tweehonderdenvijf",
            &[121.0, 205.0],
            &[],
        );
        check("tweeduizend eenentwintig", &[2021.0, 2000.0, 21.0], &[]);
        check("honderd duizend", &[100_000.0, 100.0], &[]);
        check("een tiental, een tweetal", &[10.0, 2.0], &[]);
        check(
            "de tiendaagse oefening, een vijfjarig plan",
            &[10.0, 5.0],
            &[],
        );
        check("beide landen", &[2.0], &[]);
        check(
            "tientallen, honderden, duizenden, miljoenen",
            &[],
            &[10.0, 100.0, 1000.0, 1e6],
        );
    }

    #[test]
    fn scales_multiply_and_keep_the_parts() {
        check("200 duizend militairen", &[200.0, 200_000.0], &[1000.0]);
        check("anderhalf miljard kronen", &[1.5e9, 1.5], &[1e9]);
        check("1,5 miljoen en 1.1 million", &[1.5e6, 1.1e6], &[]);
        check("een half miljoen, half a million", &[5e5], &[]);
        check(
            "tweeënhalf miljoen; drieëneenhalf miljard",
            &[2.5e6, 3.5e9],
            &[],
        );
        check("twee en een half miljoen", &[2.5e6], &[]);
        check(
            "one and a half billion; two million and a half",
            &[1.5e9, 2.5e6],
            &[],
        );
        check("twee miljoen driehonderdduizend", &[2.3e6, 2e6, 3e5], &[]);
        check(
            "$5bn, €3mln, 4m, 7k, 2 mld",
            &[5e9, 3e6, 4e6, 7e3, 2e9],
            &[],
        );
        check(
            "twee komma vijf miljoen; two point five million",
            &[2.5e6],
            &[],
        );
        check("een miljoen; a million; miljoen", &[1e6], &[]);
        check("vijftig miljoen miljard", &[5e16], &[]);
        check("4,35 honderd", &[435.0], &[]);
    }

    #[test]
    fn english_words_are_read() {
        check("a hundred and twenty", &[120.0, 100.0, 20.0], &[]);
        check("twenty-one, thirty two", &[21.0, 32.0], &[]);
        check("two hundred thousand troops", &[200_000.0, 200.0], &[]);
        check("two dozen, half a dozen, a dozen", &[24.0, 6.0, 12.0], &[]);
        check("fifteen hundred", &[1500.0], &[]);
        check(
            "two million three hundred and fifty thousand",
            &[2.35e6],
            &[],
        );
        check("between one hundred and two hundred", &[100.0, 200.0], &[]);
        check("dozens, hundreds, thousands", &[], &[12.0, 100.0, 1000.0]);
    }

    #[test]
    fn a_scale_word_counts_for_both_ends_of_a_range() {
        let both = [410e6, 420e6, 410.0, 420.0];
        check("tussen de 410 en 420 miljoen kronen", &both, &[]);
        check("410 tot 420 miljoen", &both, &[]);
        check("410-420 miljoen; 410 – 420 mln", &both, &[]);
        check("$410 to $420 million", &both, &[]);
        check("410 à 420 miljoen", &both, &[]);
        check("410 t/m 420 miljoen", &both, &[]);
        check("two to three hundred thousand", &[2e5, 3e5], &[]);
        check("vijf, zes of zeven miljoen", &[5e6, 6e6, 7e6], &[]);
        check("twintig tot dertigduizend", &[20.0, 30e3], &[]);
        check("In 2020 kwamen 3 miljoen mensen", &[3e6], &[2020e6]);
        check("630 miljoen en 5", &[630e6, 5.0], &[5e6]);
    }

    #[test]
    fn ordinals_and_times_are_numbers() {
        check(
            "eerste, tweede, derde, vierde, vijfde",
            &[1.0, 2.0, 3.0, 4.0, 5.0],
            &[],
        );
        check(
            "haar zesde boot, achtste, twintigste",
            &[6.0, 8.0, 20.0],
            &[],
        );
        check(
            "eenentwintigste, honderdste, honderdderde",
            &[21.0, 100.0, 103.0],
            &[],
        );
        check("zijn 71ste reis, de 3e", &[71.0, 3.0], &[]);
        check(
            "sixth, 21st, twentieth, twenty-first, fifth",
            &[6.0, 21.0, 20.0, 5.0],
            &[],
        );
        check("twice, once, tweemaal, driemaal", &[2.0, 1.0, 3.0], &[]);
        check(
            "de helft, een kwart, driekwart",
            &[0.5, 50.0, 0.25, 25.0, 0.75, 75.0],
            &[],
        );
    }

    #[test]
    fn words_that_look_like_numbers_are_none() {
        check(
            "achter, eenheid, viering, tweet, beste, aarde, normaal",
            &[],
            &[1.0, 2.0, 4.0, 8.0],
        );
        check("Karel XIV, deel IV", &[], &[4.0, 14.0]);
        check("Poetin en Loekasjenko", &[], &[0.0, 1.0, 2.0]);
        assert_eq!(Figures::of("").numbers(), [0.0; 0]);
    }

    #[test]
    fn months_and_days_are_read() {
        check_date("op 9 september 2021", 2021, 9, 9);
        check_date("31 augustus", 0, 8, 31);
        check_date("September 9th", 0, 9, 9);
        check_date("de vijfde mei", 0, 5, 5);
        check_date("3 jan. 2014", 2014, 1, 3);
        check_date("Jan zei", 0, 0, 0);
        check_date("they may march", 0, 0, 0);
        check_date("in May", 0, 5, 0);
        check_date("eind 1999", 1999, 0, 0);
        check_date("een septemberdag", 0, 9, 0);
        check_date("the 21st of March", 0, 3, 21);
    }

    #[test]
    fn numeric_dates_are_read_in_either_order() {
        for text in [
            "09/02/20",
            "foto 09 02 20 om 11.20",
            "9-2-2020",
            "9.2.2020",
            "2020-02-09",
            "2/9/20",
        ] {
            let figures = Figures::of(text);
            assert!(figures.has_year(2020), "{text}");
            assert!(
                figures.has_month(2) && figures.has_day_of_month(9),
                "{text}"
            );
        }
        assert!(Figures::of("2020-02-09").has_month(2));
        assert!(Figures::of("2021-09").has_month(9));
        assert!(Figures::of("het seizoen 2020/21").has_year(2021));
        assert!(Figures::of("in '90").has_year(1990));
        assert!(Figures::of("1999-2000").has_year(2000));
        assert!(!Figures::of("9-2-2020").has_month(4));
    }

    #[test]
    fn weekdays_are_read() {
        let check = |text: &str, expected: &[u32]| {
            assert_eq!(Figures::of(text).weekdays(), expected, "{text}");
        };
        check("maakten donderdag", &[4]);
        check("dinsdagavond en vrijdagmiddag", &[2, 5]);
        check("Monday's talks on Sunday", &[1, 7]);
        check("Fri., 9 May", &[5]);
        check("the sun sat", &[]);
        assert!(Figures::of("Zondag").has_weekday());
        assert!(!Figures::of("dag").has_weekday());
    }

    #[test]
    fn words_of_time_are_read() {
        for text in [
            "gisteren",
            "vandaag",
            "Gisteravond",
            "vorig jaar",
            "in augustus vorig jaar",
            "vorige week",
            "begin volgende maand",
            "afgelopen donderdag",
            "drie dagen na de storm",
            "een dag eerder",
            "twee jaar geleden",
            "dit jaar",
            "yesterday",
            "last year",
            "this month",
            "two weeks ago",
            "a day later",
            "next week",
            "binnen twee jaar",
        ] {
            assert!(Figures::of(text).has_relative_time(), "{text}");
        }
        for text in [
            "20 jaar lang",
            "Poetin",
            "elk jaar",
            "de vorige president",
            "9 september",
        ] {
            assert!(!Figures::of(text).has_relative_time(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(\\PC|[0-9.,' /½-]| en | miljoen | hundred |İ){0,40}") {
            let figures = Figures::of(&text);
            prop_assert!(figures.numbers().is_sorted());
        }

        #[test]
        fn whole_numbers_yield_themselves(number in 0_u32..1_000_000) {
            prop_assert!(Figures::of(&number.to_string()).has_number(f64::from(number)));
        }
    }
}
