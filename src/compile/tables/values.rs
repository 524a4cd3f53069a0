//! What texts of a table are: dates, numbers, amounts, types.

use crate::compile::field::{Typed, one_of};
use crate::ingest::table::mapping::Cell;
use crate::model::amount::Amount;
use crate::model::date::{Day, Edtf};
use crate::model::number::Number;
use crate::model::registry::{AttributeKind, Kind, Registry};
use crate::model::temporal::{calendar, parse};
use crate::model::value::{ValueError, parse_boolean};
use crate::model::words::Stage;

/// Why a text is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// One sentence without a full stop.
    pub(super) reason: String,
    /// What to do about it.
    pub(super) help: Option<String>,
}

impl Fault {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            help: None,
        }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }
}

impl From<ValueError> for Fault {
    fn from(error: ValueError) -> Self {
        Self {
            reason: error.message,
            help: error.help,
        }
    }
}

/// A date of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dated {
    /// An EDTF date, with the time of the day where the table has one.
    pub(super) text: String,
    /// Its first day.
    pub(super) earliest: Option<Day>,
    /// Its last day.
    pub(super) latest: Option<Day>,
}

impl Dated {
    fn day(day: Day, text: String) -> Self {
        Self {
            text,
            earliest: Some(day),
            latest: Some(day),
        }
    }

    fn edtf(date: Edtf) -> Self {
        Self {
            text: date.to_string(),
            earliest: date.earliest(),
            latest: date.latest(),
        }
    }
}

/// Reads a date: as ISO 8601 or EDTF have it, or in one of the formats of the mapping.
pub(super) fn date(text: &str, cell: &Cell) -> Result<Dated, Fault> {
    if cell.formats.is_empty() {
        return match iso_day(text) {
            Some(day) => Ok(Dated::day(day, text.to_owned())),
            None => moment(text).map_or_else(|| edtf(text), Ok),
        };
    }
    let formats = cell.formats.iter().map(|format| format.text.as_str());
    let read = formats.clone().find_map(|format| formatted(text, format));
    read.ok_or_else(|| {
        let formats: Vec<_> = formats.map(|format| format!("`{format}`")).collect();
        let reason = format!("`{text}` is not a date written {}", formats.join(" or "));
        Fault::new(reason).help("`format` may list several, tried one after the other")
    })
}

fn edtf(text: &str) -> Result<Dated, Fault> {
    Edtf::parse(text).map(Dated::edtf).map_err(|error| {
        let help = "say how the table writes dates, `date: {column: …, format: \"%d/%m/%Y\"}`";
        Fault::new(error.message).help(help)
    })
}

/// `YYYY-MM-DD`
fn iso_day(text: &str) -> Option<Day> {
    let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
    if bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |range: std::ops::Range<usize>| {
        bytes[range].iter().try_fold(0_i64, |number, byte| {
            let digit = byte.is_ascii_digit().then(|| i64::from(byte - b'0'))?;
            Some(number * 10 + digit)
        })
    };
    calendar::date(number(0..4)?, number(5..7)?, number(8..10)?)
}

/// A day with a time; a space between them becomes the `T` of ISO 8601.
fn moment(text: &str) -> Option<Dated> {
    let day = iso_day(text.get(..10)?)?;
    let time = text[10..].strip_prefix(['T', ' '])?;
    parse::time(time).ok()?;
    Some(Dated::day(day, format!("{}T{time}", &text[..10])))
}

/// Reads a date in a format of `strftime`.
fn formatted(text: &str, format: &str) -> Option<Dated> {
    let read = jiff::fmt::strtime::parse(format, text).ok()?;
    let Ok(date) = read.to_date() else {
        // A month or a year; a day that its month does not have is no date.
        let year = read.year().filter(|_| read.day().is_none())?;
        let month = read
            .month()
            .map_or(String::new(), |month| format!("-{month:02}"));
        return Edtf::parse(&format!("{year:04}{month}"))
            .ok()
            .map(Dated::edtf);
    };
    let number = |part: i8| i64::from(part);
    let day = calendar::date(date.year().into(), number(date.month()), number(date.day()))?;
    let mut written = day.to_string();
    if let (Some(hour), Some(minute)) = (read.hour(), read.minute().or(Some(0))) {
        use std::fmt::Write as _;
        let _ = write!(written, "T{hour:02}:{minute:02}");
        if let Some(second) = read.second().filter(|second| *second > 0) {
            let _ = write!(written, ":{second:02}");
        }
    }
    Some(Dated::day(day, written))
}

/// Reads an attribute.
pub(super) fn attribute(text: &str, kind: AttributeKind, cell: &Cell) -> Result<Typed, Fault> {
    Ok(match kind {
        AttributeKind::Text => Typed::Text(text.to_owned()),
        AttributeKind::Number => Typed::Number(number(text, cell)?),
        AttributeKind::Boolean => Typed::Boolean(parse_boolean(text)?),
        AttributeKind::Date => {
            let date = date(text, cell)?;
            match Edtf::parse(&date.text) {
                Ok(date) => Typed::Date(date),
                Err(_) => Typed::Text(date.text),
            }
        }
        AttributeKind::Stage => Typed::Stage(Stage::parse(text).ok_or_else(|| {
            let words: Vec<_> = Stage::words().collect();
            Fault::new(format!("`{text}` is not a stage")).help(one_of(text, &words))
        })?),
        AttributeKind::Amount => {
            // The currency stands behind the number.
            let (figure, currency) = text.rsplit_once(' ').unwrap_or((text, ""));
            Typed::Amount(Amount::parse(&format!(
                "{} {currency}",
                plain(figure, cell)?
            ))?)
        }
    })
}

fn number(text: &str, cell: &Cell) -> Result<Number, Fault> {
    let read = Number::parse(&plain(text, cell)?);
    read.map_err(|error| {
        let grouped =
            text.contains([',', '.', '\'', ' ']) && text.bytes().all(|b| !b.is_ascii_alphabetic());
        let fault = Fault::from(error);
        if grouped && cell.thousands.is_none() {
            fault.help(
                "say how the table writes numbers, `{column: …, as: number, thousands: \",\"}`",
            )
        } else {
            fault
        }
    })
}

/// A number without marks between its thousands, and with a point before its decimals.
fn plain(text: &str, cell: &Cell) -> Result<String, Fault> {
    // Where points stand between thousands, a comma stands before the decimals.
    let usual = if cell.thousands == Some('.') {
        ','
    } else {
        '.'
    };
    let decimal = cell.decimal.unwrap_or(usual);
    let (whole, part) = match text.rsplit_once(decimal) {
        Some((whole, part)) => (whole, Some(part)),
        None => (text, None),
    };
    let mut plain = whole.to_owned();
    if let Some(mark) = cell.thousands
        && whole.contains(mark)
    {
        let digits = whole.trim_start_matches(['-', '+', '~']);
        let mut groups = digits.split(mark);
        let head = groups.next().unwrap_or_default();
        let grouped = (1..=3).contains(&head.len()) && groups.all(|group| group.len() == 3);
        if !grouped {
            let reason = format!("`{text}` does not have `{mark}` between its thousands");
            return Err(Fault::new(reason));
        }
        plain = whole.replace(mark, "");
    }
    if let Some(part) = part {
        plain.push('.');
        plain.push_str(part);
    }
    Ok(plain)
}

/// Whether a text is a type of one of some kinds.
pub(super) fn type_of(text: &str, kinds: &[Kind], registry: &Registry) -> Result<(), Fault> {
    match registry.kind(text) {
        Some(found) if kinds.contains(&found) => Ok(()),
        Some(found) => Err(Fault::new(format!(
            "`{text}` is a type of {}s",
            found.root()
        ))),
        None => {
            let known: Vec<&str> = kinds
                .iter()
                .flat_map(|kind| registry.types_of(*kind))
                .collect();
            Err(Fault::new(format!("`{text}` is not a type")).help(one_of(text, &known)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::annotation::Text;

    fn cell(formats: &[&str]) -> Cell {
        let text = |text: &&str| Text {
            text: (*text).to_owned(),
            span: 0..0,
        };
        Cell {
            span: 0..0,
            columns: Vec::new(),
            constant: None,
            join: String::new(),
            map: None,
            default: None,
            formats: formats.iter().map(text).collect(),
            split: None,
            kind: None,
            decimal: None,
            thousands: None,
            currency: None,
        }
    }

    #[track_caller]
    fn check_date(text: &str, formats: &[&str], expected: Option<(&str, &str, &str)>) {
        let read = date(text, &cell(formats)).ok();
        let day = |day: Option<Day>| day.map_or(String::new(), |day| day.to_string());
        let read = read.map(|date| (date.text.clone(), day(date.earliest), day(date.latest)));
        let expected = expected.map(|(text, a, b)| (text.to_owned(), a.to_owned(), b.to_owned()));
        assert_eq!(read, expected, "{text}");
    }

    #[test]
    fn dates_are_read_as_written_or_in_a_format() {
        let day = Some(("2018-01-25", "2018-01-25", "2018-01-25"));
        check_date("2018-01-25", &[], day);
        check_date("25/01/2018", &["%m/%d/%Y", "%d/%m/%Y"], day);
        check_date("25 January 2018", &["%d %B %Y"], day);
        check_date("20180125", &["%Y%m%d"], day);
        let quarter = Some(("2018-01-25T00:15", "2018-01-25", "2018-01-25"));
        check_date("2018-01-25T00:15", &[], quarter);
        check_date("2018-01-25 00:15", &[], quarter);
        check_date("20180125001500", &["%Y%m%d%H%M%S"], quarter);
        check_date(
            "201801",
            &["%Y%m"],
            Some(("2018-01", "2018-01-01", "2018-01-31")),
        );
        check_date(
            "2018-01-01/2018-02-03",
            &[],
            Some(("2018-01-01/2018-02-03", "2018-01-01", "2018-02-03")),
        );
        for (text, formats) in [
            ("2018-02-30", &[][..]),
            ("25/01/2018", &[]),
            ("2018-01-25T25:00", &[]),
            ("x", &["%Y"]),
            ("31/02/2018", &["%d/%m/%Y"]),
        ] {
            check_date(text, formats, None);
        }
    }

    #[test]
    fn thousands_are_parted_only_where_the_mapping_says_so() {
        let read = |text: &str, thousands: Option<char>, decimal: Option<char>| {
            let cell = Cell {
                decimal,
                thousands,
                ..cell(&[])
            };
            attribute(text, AttributeKind::Number, &cell).map(|value| match value {
                Typed::Number(number) => number.min().to_string(),
                other => format!("{other:?}"),
            })
        };
        assert_eq!(read("1,234", Some(','), None), Ok("1234".to_owned()));
        assert_eq!(
            read("1.234.567,5", Some('.'), Some(',')),
            Ok("1234567.5".to_owned())
        );
        assert_eq!(read("1.234.567", Some('.'), None), Ok("1234567".to_owned()));
        assert!(read("1,23", Some(','), None).is_err());
        let fault = read("1,234", None, None).expect_err("two readings");
        assert!(fault.help.is_some_and(|help| help.contains("thousands")));
    }
}
