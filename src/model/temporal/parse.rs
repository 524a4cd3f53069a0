//! Reading temporal values from ISO 8601 text, in the extended form (`2015-07-21T21:40`) and in the
//! basic form (`20150721T2140`).

use std::fmt;

use super::super::date::Day;
use super::{
    Components, DateTime, Duration, LocalDateTime, LocalTime, NamedZone, Offset, Ratio, Zone,
    calendar,
};

/// Why a text is no temporal value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError(String);

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ParseError {}

fn fail<T>(text: &str, kind: &str, form: &str) -> Result<T, ParseError> {
    Err(ParseError(format!(
        "`{text}` is no {kind}; expected a form such as `{form}`"
    )))
}

/// Reads a date: `2015-07-21`, `20150721`, `2015-07`, `2015-202`, `2015-W30-2`, `2015-Q2-60`, `2015`,
/// `+12015-07-21`.
pub fn date(text: &str) -> Result<Day, ParseError> {
    let mut cursor = Cursor(text);
    match cursor.date().filter(|_| cursor.0.is_empty()) {
        Some(day) => Ok(day),
        None => fail(text, "date", "2015-07-21"),
    }
}

/// Reads a time without a zone: `21:40:32.142`, `2140`, `T21`.
pub fn local_time(text: &str) -> Result<LocalTime, ParseError> {
    let mut cursor = Cursor(text);
    cursor.eat('T');
    match cursor.time().filter(|_| cursor.0.is_empty()) {
        Some(time) => Ok(time),
        None => fail(text, "local time", "21:40:32.142"),
    }
}

/// Reads a time and an offset, if it has one: `21:40:32+01:00`, `2140Z`.
pub fn time(text: &str) -> Result<(LocalTime, Option<Offset>), ParseError> {
    let mut cursor = Cursor(text);
    cursor.eat('T');
    let parsed = cursor.time().and_then(|time| {
        let offset = cursor.optional_offset()?;
        cursor.0.is_empty().then_some((time, offset))
    });
    match parsed {
        Some(parsed) => Ok(parsed),
        None => fail(text, "time", "21:40:32+01:00"),
    }
}

/// Reads a date-time without a zone: a date, or a date, `T` and a time.
pub fn local_date_time(text: &str) -> Result<LocalDateTime, ParseError> {
    let mut cursor = Cursor(text);
    match cursor.date_time().filter(|_| cursor.0.is_empty()) {
        Some(local) => Ok(local),
        None => fail(text, "local date-time", "2015-07-21T21:40:32"),
    }
}

/// Reads a date-time with an offset, a zone in brackets, or both; without either it is in the
/// zone given.
///
/// The offset must be one that the zone has at that time.
pub fn date_time(text: &str, default: &Zone) -> Result<DateTime, ParseError> {
    let mut cursor = Cursor(text);
    let parsed = cursor.date_time().and_then(|local| {
        let offset = cursor.optional_offset()?;
        let name = cursor.bracketed()?;
        cursor.0.is_empty().then_some((local, offset, name))
    });
    let Some((local, offset, name)) = parsed else {
        return fail(text, "date-time", "2015-07-21T21:40:32+01:00");
    };
    let zone = match (name, offset) {
        (Some(name), _) => zone(name)?,
        (None, Some(offset)) => Zone::Offset(offset),
        (None, None) => default.clone(),
    };
    let Some(instant) = DateTime::with_preferred_offset(local, offset, zone) else {
        return fail(text, "date-time", "2015-07-21T21:40:32+01:00");
    };
    match offset {
        Some(offset) if offset != instant.offset() => Err(ParseError(format!(
            "in `{text}` the offset is not one of the zone: clocks there were at {}",
            instant.offset()
        ))),
        _ => Ok(instant),
    }
}

/// Reads a zone: an offset, `Z`, or a name such as `Europe/Stockholm`.
pub fn zone(text: &str) -> Result<Zone, ParseError> {
    let mut cursor = Cursor(text);
    if let Some(Some(offset)) = cursor.optional_offset().filter(|_| cursor.0.is_empty()) {
        return Ok(Zone::Offset(offset));
    }
    NamedZone::find(text).map(Zone::Named).ok_or_else(|| {
        ParseError(format!(
            "`{text}` is no time zone; expected an offset such as `+01:00` or a name such as \
             `Europe/Stockholm`"
        ))
    })
}

/// Reads a duration by units (`P1Y2M10DT2H30M1.5S`, `P2.5W`) or in the form of a date-time
/// (`P2012-02-02T14:37:21.545`), with a sign before it or not.
pub fn duration(text: &str) -> Result<Duration, ParseError> {
    const FORM: &str = "P1Y2M10DT2H30M1.5S";
    let mut cursor = Cursor(text);
    let negative = cursor.sign() == Some(true);
    if !cursor.eat_ignoring_case('P') {
        return fail(text, "duration", FORM);
    }
    let mut alternative = Cursor(cursor.0);
    let components = cursor
        .units()
        .filter(|_| cursor.0.is_empty())
        .or_else(|| alternative.date_like().filter(|_| alternative.0.is_empty()));
    let duration = components.and_then(|components| Duration::of(&components));
    let duration = match duration {
        Some(duration) if negative => duration.negated(),
        other => other,
    };
    duration.map_or_else(|| fail(text, "duration", FORM), Ok)
}

/// What is left of a text.
struct Cursor<'t>(&'t str);

impl<'t> Cursor<'t> {
    fn eat(&mut self, char: char) -> bool {
        let rest = self.0.strip_prefix(char);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn eat_ignoring_case(&mut self, char: char) -> bool {
        self.eat(char) || self.eat(char.to_ascii_lowercase())
    }

    /// True for `-`, false for `+`.
    fn sign(&mut self) -> Option<bool> {
        if self.eat('-') {
            Some(true)
        } else if self.eat('+') {
            Some(false)
        } else {
            None
        }
    }

    /// How many digits come next.
    fn digits_ahead(&self) -> usize {
        self.0.bytes().take_while(u8::is_ascii_digit).count()
    }

    /// So many digits as a number, at most 18.
    fn number(&mut self, digits: usize) -> Option<i64> {
        if self.digits_ahead() < digits || digits == 0 || digits > 18 {
            return None;
        }
        let (number, rest) = self.0.split_at(digits);
        self.0 = rest;
        number.parse().ok()
    }

    fn date(&mut self) -> Option<Day> {
        let negative = self.sign();
        let digits = self.digits_ahead();
        let year = match negative {
            // An expanded year takes all digits up to the separator.
            Some(negative) if (4..=9).contains(&digits) => {
                let year = self.number(digits)?;
                if negative { -year } else { year }
            }
            None if digits >= 4 => self.number(4)?,
            _ => return None,
        };
        if self.eat('-') {
            self.rest_of_date(year, true)
        } else {
            self.rest_of_date(year, false)
        }
    }

    fn rest_of_date(&mut self, year: i64, extended: bool) -> Option<Day> {
        // Finds the optional last part: behind a hyphen in the extended form, glued to the one
        // before it in the basic form.
        let last = |cursor: &mut Self, digits: usize| {
            if extended && !cursor.eat('-') || !extended && cursor.digits_ahead() == 0 {
                return Some(None);
            }
            Some(Some(cursor.number(digits)?))
        };
        if self.eat('W') {
            let week = self.number(2)?;
            let day = last(self, 1)?.unwrap_or(1);
            return calendar::week_date(year, week, day);
        }
        if self.eat('Q') {
            let quarter = self.number(1)?;
            let day = last(self, 2)?.unwrap_or(1);
            return calendar::quarter_date(year, quarter, day);
        }
        match self.digits_ahead() {
            0 if !extended => calendar::date(year, 1, 1),
            3 => {
                let ordinal = self.number(3)?;
                calendar::ordinal_date(year, ordinal)
            }
            _ => {
                let month = self.number(2)?;
                let day = last(self, 2)?.unwrap_or(1);
                calendar::date(year, month, day)
            }
        }
    }

    fn time(&mut self) -> Option<LocalTime> {
        let hour = self.number(2)?;
        let extended = self.0.starts_with(':');
        let part = |cursor: &mut Self| {
            if extended && !cursor.eat(':') || !extended && cursor.digits_ahead() == 0 {
                return Some(None);
            }
            Some(Some(cursor.number(2)?))
        };
        let minute = part(self)?;
        let second = match minute {
            Some(_) => part(self)?,
            None => None,
        };
        let nanosecond = match second {
            Some(_) if self.eat('.') || self.eat(',') => self.fraction()?,
            _ => 0,
        };
        LocalTime::new(hour, minute.unwrap_or(0), second.unwrap_or(0), nanosecond)
    }

    /// One to nine digits behind a point, as nanoseconds.
    fn fraction(&mut self) -> Option<i64> {
        let digits = self.digits_ahead();
        let missing = u32::try_from(9_usize.checked_sub(digits)?).ok()?;
        Some(self.number(digits)? * 10_i64.pow(missing))
    }

    fn date_time(&mut self) -> Option<LocalDateTime> {
        let day = self.date()?;
        let time = if self.eat('T') {
            self.time()?
        } else {
            LocalTime::MIDNIGHT
        };
        Some(LocalDateTime::new(day, time))
    }

    /// `Z`, `+01`, `+01:00`, `+0100`, `+01:00:30`, `+010030`; `Some(None)` if there is none.
    #[expect(clippy::option_option, reason = "no offset and a wrong one differ")]
    fn optional_offset(&mut self) -> Option<Option<Offset>> {
        if self.eat_ignoring_case('Z') {
            return Some(Some(Offset::UTC));
        }
        let Some(negative) = self.sign() else {
            return Some(None);
        };
        let hours = self.number(2)?;
        let mut seconds = hours * 3600;
        let extended = self.0.starts_with(':');
        for unit in [60, 1] {
            if extended && !self.eat(':') || !extended && self.digits_ahead() == 0 {
                break;
            }
            let part = self.number(2)?;
            if part >= 60 {
                return None;
            }
            seconds += part * unit;
        }
        Offset::of_seconds(if negative { -seconds } else { seconds }).map(Some)
    }

    /// A text in brackets; `Some(None)` if there is no bracket.
    #[expect(clippy::option_option, reason = "no bracket and an open one differ")]
    fn bracketed(&mut self) -> Option<Option<&'t str>> {
        if !self.eat('[') {
            return Some(None);
        }
        let (inner, rest) = self.0.split_once(']')?;
        self.0 = rest;
        Some(Some(inner))
    }

    /// A number with or without a sign and a fraction.
    fn decimal(&mut self) -> Option<Ratio> {
        let negative = self.sign() == Some(true);
        let digits = self.digits_ahead();
        let (whole, _) = self.0.split_at(digits);
        self.0 = &self.0[digits..];
        let mut fraction = "";
        if self.eat('.') || self.eat(',') {
            let digits = self.digits_ahead();
            (fraction, self.0) = self.0.split_at(digits);
            if digits == 0 {
                return None;
            }
        }
        Ratio::of_decimal(negative, whole, fraction)
    }

    fn units(&mut self) -> Option<Components> {
        let mut components = Components::default();
        let Components {
            years,
            months,
            weeks,
            days,
            hours,
            minutes,
            seconds,
            ..
        } = &mut components;
        let mut any = false;
        let mut read = |cursor: &mut Self, slots: &mut [(char, &mut Ratio)]| {
            let mut next = 0;
            while !cursor.0.is_empty() && !cursor.0.starts_with(['T', 't']) {
                let number = cursor.decimal()?;
                let unit = cursor.0.chars().next()?;
                let at = (next..slots.len()).find(|&at| slots[at].0.eq_ignore_ascii_case(&unit))?;
                cursor.0 = &cursor.0[unit.len_utf8()..];
                *slots[at].1 = number;
                next = at + 1;
                any = true;
            }
            Some(())
        };
        read(
            self,
            &mut [('Y', years), ('M', months), ('W', weeks), ('D', days)],
        )?;
        if self.eat_ignoring_case('T') {
            if self.0.is_empty() {
                return None;
            }
            read(self, &mut [('H', hours), ('M', minutes), ('S', seconds)])?;
        }
        any.then_some(components)
    }

    fn date_like(&mut self) -> Option<Components> {
        let mut components = Components::default();
        let set = |number: i64| Ratio::of_int(number);
        components.years = set(self.number(4)?);
        if self.eat('-') {
            components.months = set(self.number(2)?);
            components.days = set(self.eat('-').then(|| self.number(2))??);
        } else if self.digits_ahead() > 0 {
            components.months = set(self.number(2)?);
            components.days = set(self.number(2)?);
        }
        if self.eat_ignoring_case('T') {
            let time = self.time()?;
            components.seconds = set(time.seconds());
            components.nanoseconds = set(time.nanosecond());
        }
        Some(components)
    }
}
