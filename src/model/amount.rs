//! Amounts of money: `[~]n[..m] [thousand|million|billion] CUR`, as in `630..640 million USD`.

use std::fmt;

use iso_currency::Currency;

use crate::model::number::{Common, Num, Parts, Percent, Range, meanings, parts, write};
use crate::model::shown::Ranged;
use crate::model::value::{ValueError, ValueErrorKind, trimmed};

/// An amount of money. Two are equal if they mean the same: `1.5 million EUR` and `1500000 EUR`.
#[derive(Debug, Clone)]
pub struct Amount {
    range: Range,
    currency: Currency,
    text: String,
}

impl Amount {
    /// Reads an amount.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let (offset, body) = trimmed(text);
        parse_strict(body).map_err(|error| error.or_help(|| suggest(body)).shifted(offset))
    }

    /// The amount, or the lower end of the range: `amount_min`. An integer where exact.
    pub fn min(&self) -> Num {
        self.range.min.to_num(false)
    }

    /// The amount, or the upper end of the range: `amount_max`. An integer where exact.
    pub fn max(&self) -> Num {
        self.range.max.to_num(false)
    }

    /// ISO 4217 code of its currency.
    pub fn currency(&self) -> &'static str {
        self.currency.code()
    }

    /// Whether `~` stands before it: `amount_approximate`.
    pub fn is_approximate(&self) -> bool {
        self.range.approximate
    }

    /// The text as written, without white space around it: `amount_text`.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl PartialEq for Amount {
    fn eq(&self, other: &Self) -> bool {
        self.range == other.range && self.currency == other.currency
    }
}

impl Eq for Amount {}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Ranged for Amount {
    /// Only in one currency; see [`Ranged::comparable`].
    fn holds_with(&self, other: &Self) -> bool {
        self.comparable(other) && self.range.overlaps(&other.range)
    }

    fn contains(&self, other: &Self) -> bool {
        self.comparable(other) && self.range.contains(&other.range)
    }

    fn common(values: &[&Self]) -> Option<Self> {
        let first = values.first()?;
        if !values.iter().all(|amount| amount.comparable(first)) {
            return None;
        }
        let ranges: Vec<&Range> = values.iter().map(|amount| &amount.range).collect();
        match Range::common(&ranges)? {
            Common::Given(at) => values.get(at).copied().cloned(),
            Common::New(range) => Some(Self {
                text: format!("{} {}", scaled(&range), first.currency()),
                currency: first.currency,
                range,
            }),
        }
    }

    fn comparable(&self, other: &Self) -> bool {
        self.currency == other.currency
    }
}

/// A range with the largest word that leaves its ends whole: `635..640 million`.
fn scaled(range: &Range) -> String {
    if range.is_zero() {
        return range.to_string();
    }
    for (word, power) in [("billion", 9), ("million", 6), ("thousand", 3)] {
        if let (Some(min), Some(max)) = (range.min.whole_over(power), range.max.whole_over(power)) {
            let part = Range {
                min,
                max,
                approximate: range.approximate,
            };
            return format!("{part} {word}");
        }
    }
    range.to_string()
}

/// Reads an amount without white space around it; errors have no suggestion yet.
fn parse_strict(text: &str) -> Result<Amount, ValueError> {
    let kind = ValueErrorKind::Amount;
    let Some((number, code)) = text.rsplit_once(char::is_whitespace) else {
        let found = if text.is_empty() {
            "nothing".to_owned()
        } else {
            format!("`{text}`")
        };
        return Err(ValueError::new(
            kind,
            0..text.len(),
            format!("expected a number and a currency such as `1.5 million EUR`, found {found}"),
        ));
    };
    let code_at = text.len() - code.len()..text.len();
    let currency = Currency::from_code(code);
    if currency.is_none() && parts(text, Percent::Refused, kind).is_ok() {
        return Err(ValueError::new(
            kind,
            0..text.len(),
            format!("`{text}` has no currency"),
        ));
    }
    let Parts { range, .. } = parts(number.trim_end(), Percent::Refused, kind)?;
    let Some(currency) = currency else {
        return Err(ValueError::new(
            ValueErrorKind::Currency,
            code_at,
            format!("`{code}` is not an ISO 4217 currency code"),
        ));
    };
    Ok(Amount {
        range,
        currency,
        text: text.to_owned(),
    })
}

/// Signs and words for currencies. Words that several countries use mean the first to think of.
const CURRENCIES: [(&str, &str); 35] = [
    ("us$", "USD"),
    ("$", "USD"),
    ("dollar", "USD"),
    ("dollars", "USD"),
    ("€", "EUR"),
    ("euro", "EUR"),
    ("euros", "EUR"),
    ("euro's", "EUR"),
    ("euro’s", "EUR"),
    ("£", "GBP"),
    ("pond", "GBP"),
    ("pound", "GBP"),
    ("pounds", "GBP"),
    ("₽", "RUB"),
    ("roebel", "RUB"),
    ("roebels", "RUB"),
    ("rouble", "RUB"),
    ("roubles", "RUB"),
    ("ruble", "RUB"),
    ("rubles", "RUB"),
    ("¥", "JPY"),
    ("yen", "JPY"),
    ("yuan", "CNY"),
    ("renminbi", "CNY"),
    ("frank", "CHF"),
    ("franc", "CHF"),
    ("francs", "CHF"),
    ("zł", "PLN"),
    ("zloty", "PLN"),
    ("₴", "UAH"),
    ("hryvnia", "UAH"),
    ("grivna", "UAH"),
    ("lira", "TRY"),
    ("₹", "INR"),
    ("rupee", "INR"),
];

/// What somebody meant who wrote an amount in another way.
fn suggest(text: &str) -> Option<String> {
    let mut rest = Vec::new();
    let mut currency = None;
    let lower = text.to_lowercase();
    let is_sign = |word: &str| word.contains(['$', '€', '£', '₽', '¥', '₴', '₹']);
    let mut spaced = CURRENCIES
        .iter()
        .find(|(word, _)| is_sign(word) && lower.contains(word))
        .map_or_else(
            || text.to_owned(),
            |(sign, code)| lower.replace(sign, &format!(" {code} ")),
        );
    // `5EUR` is two words.
    if let Some(at) = spaced.rfind(|c: char| c.is_ascii_digit()) {
        spaced.insert(at + 1, ' ');
    }
    for word in spaced.split_whitespace() {
        let found = currency_of(word);
        if currency.is_none() && found.is_some() {
            currency = found;
        } else {
            rest.push(word);
        }
    }
    let last = rest.last().copied().unwrap_or_default();
    let near = currency.is_none().then(|| nearest(last)).flatten();
    if near.is_some() {
        rest.pop();
    }
    let code = currency.or(near)?;
    let meanings: Vec<String> = meanings(&rest.join(" "))
        .iter()
        .map(|number| format!("{number} {code}"))
        .collect();
    if !meanings.iter().all(|text| parse_strict(text).is_ok()) {
        return near.map(|code| format!("did you mean {code}?"));
    }
    let note = match code {
        "RUB" if !lower.contains("rub ") && !lower.ends_with("rub") && !lower.contains('₽') => {
            ", or BYN for the Belarusian rouble"
        }
        "USD" if lower.contains('$') && !lower.contains("us$") || lower.contains("dollar") => {
            ", or the code of another dollar"
        }
        _ => "",
    };
    Some(format!("{}{note}", write(&meanings)))
}

fn currency_of(word: &str) -> Option<&'static str> {
    let lower = word.to_lowercase();
    CURRENCIES
        .iter()
        .find(|(name, _)| *name == lower)
        .map(|(_, code)| *code)
        .or_else(|| Currency::from_code(&word.to_uppercase()).map(|currency| currency.code()))
}

/// The code that differs from a wrong one in one letter, or in two that changed places. Of several
/// the one more often in the news.
fn nearest(word: &str) -> Option<&'static str> {
    const OFTEN: [&str; 8] = ["EUR", "USD", "GBP", "RUB", "CHF", "CNY", "JPY", "BYN"];
    let word = word.to_uppercase();
    // Every currency has a number of three digits.
    (0..1000)
        .filter_map(Currency::from_numeric)
        .map(|currency| currency.code())
        .filter(|code| strsim::osa_distance(code, &word) == 1)
        .min_by_key(|code| {
            (
                OFTEN.iter().position(|often| often == code).unwrap_or(99),
                *code,
            )
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::number::Num::{Float, Int};

    #[track_caller]
    fn check(text: &str, min: Num, max: Num, currency: &str, approximate: bool) {
        let amount = Amount::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!((amount.min(), amount.max()), (min, max), "{text}");
        assert_eq!(amount.currency(), currency, "{text}");
        assert_eq!(amount.is_approximate(), approximate, "{text}");
        assert_eq!(amount.text(), text.trim());
    }

    #[track_caller]
    fn fails(text: &str, wrong: &str, kind: ValueErrorKind, help: Option<&str>) {
        let error = Amount::parse(text).expect_err(text);
        assert_eq!(&text[error.range.clone()], wrong, "{text}: {error}");
        assert_eq!(error.kind, kind, "{text}: {error}");
        assert_eq!(error.help.as_deref(), help, "{text}: {error}");
    }

    #[test]
    fn every_form_of_the_format_has_its_ends() {
        let million = 1_000_000;
        check(
            "1.5 billion USD",
            Int(1_500_000_000),
            Int(1_500_000_000),
            "USD",
            false,
        );
        check(
            "630..640 million USD",
            Int(630 * million),
            Int(640 * million),
            "USD",
            false,
        );
        check(
            "~1.5..2 billion EUR",
            Int(1_500 * million),
            Int(2_000 * million),
            "EUR",
            true,
        );
        check("500 EUR", Int(500), Int(500), "EUR", false);
        check("500.00 EUR", Int(500), Int(500), "EUR", false);
        check("12.50 BYN", Float(12.5), Float(12.5), "BYN", false);
        check(" 7  thousand  RUB ", Int(7000), Int(7000), "RUB", false);
    }

    #[test]
    fn what_is_no_amount_gets_a_place_and_a_suggestion() {
        use ValueErrorKind::{Amount, Currency, Reversed};
        let dollar = Some("write 5 million USD, or the code of another dollar");
        fails(
            "5 million UDS",
            "UDS",
            Currency,
            Some("write 5 million USD"),
        );
        fails(
            "5 million usd",
            "usd",
            Currency,
            Some("write 5 million USD"),
        );
        fails("5 million dollar", "dollar", Currency, dollar);
        fails("$5 million", "$5", Amount, dollar);
        fails("5 million $", "$", Currency, dollar);
        fails("€5 million", "€5", Amount, Some("write 5 million EUR"));
        fails("US$ 5 million", "US$", Amount, Some("write 5 million USD"));
        fails("USD 5 million", "USD", Amount, Some("write 5 million USD"));
        fails(
            "1,5 miljard euro",
            "1,5",
            Amount,
            Some("write 1.5 billion EUR"),
        );
        fails(
            "ongeveer 2 miljoen euro",
            "ongeveer",
            Amount,
            Some("write ~2 million EUR"),
        );
        fails(
            "5 miljoen roebel",
            "miljoen",
            Amount,
            Some("write 5 million RUB, or BYN for the Belarusian rouble"),
        );
        fails("5EUR", "5EUR", Amount, Some("write 5 EUR"));
        fails("5 million", "5 million", Amount, None);
        fails("5", "5", Amount, None);
        fails("", "", Amount, None);
        fails("5 million QQQ", "QQQ", Currency, None);
        fails("80% EUR", "80%", Amount, None);
        fails(
            "6..5 million EUR",
            "6..5",
            Reversed,
            Some("write 5..6 million EUR"),
        );
        fails(
            "200.000 EUR",
            "200.000",
            Amount,
            Some("write 200000 EUR, or 200.0000 EUR for decimals"),
        );
    }

    #[test]
    fn amounts_compare_in_one_currency_only() {
        let amount = |text: &str| Amount::parse(text).expect(text);
        let (range, one) = (amount("630..640 million USD"), amount("635 million USD"));
        assert!(range.holds_with(&one) && range.contains(&one) && !one.contains(&range));
        let euro = amount("635 million EUR");
        assert!(!range.holds_with(&euro) && !range.contains(&euro) && !range.comparable(&euro));
        assert_eq!(Amount::common(&[&range, &euro]), None);
        let common = |a: &str, b: &str| {
            Amount::common(&[&amount(a), &amount(b)]).map(|amount| amount.to_string())
        };
        let is = |text: &str| Some(text.to_owned());
        assert_eq!(
            common("630..640 million USD", "0.635 billion USD"),
            is("0.635 billion USD")
        );
        assert_eq!(
            common("600..640 million USD", "630..700 million USD"),
            is("630..640 million USD")
        );
        assert_eq!(common("1..2.5 EUR", "1.5..3 EUR"), is("1.5..2.5 EUR"));
        assert_eq!(common("-5..0 EUR", "0..5 EUR"), is("0 EUR"));
        assert_eq!(
            common("~1..2 million EUR", "1500..9000 thousand EUR"),
            is("~1500..2000 thousand EUR")
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC{0,24}") {
            let _ = Amount::parse(&text);
        }

        #[test]
        fn no_text_of_its_own_letters_does_either(text in "[-0-9.,~%$€ ]{0,8}( ?(million|miljard|EUR|usd|dollar|k)){0,3}") {
            if let Err(error) = Amount::parse(&text) {
                prop_assert!(text.get(error.range.clone()).is_some());
                if let Some(meant) = error.help.as_deref().and_then(|help| help.strip_prefix("write ")) {
                    let meant = meant.split(',').next().unwrap_or("");
                    prop_assert!(Amount::parse(meant).is_ok(), "{} {}", text, meant);
                }
            }
        }

        #[test]
        fn what_is_printed_reads_as_the_same_amount(
            a in -900_i64..900, length in 0_i64..900, b in -900_i64..900, approximate in any::<bool>(),
            unit in 0_usize..4, cents in 0..100,
        ) {
            let unit = ["", " thousand", " million", " billion"][unit];
            let sign = if approximate { "~" } else { "" };
            let one = Amount::parse(&format!("{sign}{a}..{}.{cents:02}{unit} EUR", a + length));
            let other = Amount::parse(&format!("{b}..{}{unit} EUR", b + length));
            let (Ok(one), Ok(other)) = (one, other) else { return Ok(()) };
            prop_assert_eq!(Amount::parse(&one.to_string()), Ok(one.clone()));
            prop_assert_eq!(one.holds_with(&other), other.holds_with(&one));
            if let Some(common) = Amount::common(&[&one, &other]) {
                prop_assert_eq!(Amount::parse(&common.to_string()), Ok(common.clone()));
                prop_assert!(common.holds_with(&one) && common.holds_with(&other));
            }
        }
    }
}
