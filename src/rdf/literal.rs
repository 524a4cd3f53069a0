//! Values as literals, each in one form: the canonical one of XML Schema where there is one.

use std::borrow::Cow;

use serde_json::Value as Json;

use super::term::Term;
use super::words::Word;
use crate::graph::ValueRef;
use crate::model::date::{Day, Edtf};
use crate::model::digits::{write_day, write_int};

/// A value as a literal. Lists are JSON; what XML Schema has no form for (a time zone's name,
/// a negative part of a duration) keeps openCypher's form under a datatype of its own.
pub(super) fn literal(value: ValueRef<'_>) -> Term<'_> {
    let temporal = |word, text: Option<String>| {
        if let Some(text) = text {
            return Term::Typed(word, text.into());
        }
        let text = value.printed().unwrap_or_default();
        Term::Typed(Word::KroniekTemporal, text.into())
    };
    match value {
        ValueRef::Bool(bool) => Term::Bool(bool),
        ValueRef::Int(int) => Term::Int(int),
        ValueRef::Float(float) => Term::Float(bits(float)),
        ValueRef::Text(text) => Term::text(text),
        ValueRef::Date(day) => Term::Date(day),
        ValueRef::LocalTime(time) => temporal(Word::XsdTime, time_form(&time.to_string())),
        ValueRef::Time(time) => temporal(Word::XsdTime, time_form(&time.to_string())),
        ValueRef::LocalDateTime(local) => {
            temporal(Word::XsdDateTime, date_time_form(&local.to_string()))
        }
        ValueRef::DateTime(instant) => {
            temporal(Word::XsdDateTime, date_time_form(&instant.to_string()))
        }
        ValueRef::Duration(duration) => {
            temporal(Word::XsdDuration, duration_form(&duration.to_string()))
        }
        ValueRef::List(_) => Term::Typed(Word::RdfJson, json(value).to_string().into()),
    }
}

/// An EDTF date as a literal; `None` if the text is none.
pub(super) fn edtf(text: &str) -> Option<(Term<'_>, Edtf)> {
    let date = Edtf::parse(text).ok()?;
    let form = match date {
        Edtf::Between(..) => Cow::Owned(date.to_edtf()),
        _ => Cow::Borrowed(text),
    };
    Some((Term::Typed(Word::EdtfDate, form), date))
}

/// The bits of a float; all that are not numbers are one.
fn bits(float: f64) -> u64 {
    if float.is_nan() { f64::NAN } else { float }.to_bits()
}

/// A double in its canonical form: `1.5E0`, `INF`.
pub(super) fn double_form(bits: u64) -> String {
    let float = f64::from_bits(bits);
    if float.is_nan() {
        return "NaN".to_owned();
    }
    if float.is_infinite() {
        return if float > 0.0 { "INF" } else { "-INF" }.to_owned();
    }
    let form = format!("{float:E}");
    match form.split_once('E') {
        Some((mantissa, exponent)) if !mantissa.contains('.') => {
            format!("{mantissa}.0E{exponent}")
        }
        _ => form,
    }
}

/// A day in the form of `xsd:date`, which has no sign before years after 9999.
pub(super) fn date_form(day: Day) -> String {
    let form = day.to_string();
    form.strip_prefix('+').map(str::to_owned).unwrap_or(form)
}

/// Appends the form of a number, a truth or a day, and gives its datatype; nothing of other terms.
pub fn write_form(term: &Term<'_>, out: &mut Vec<u8>) -> Option<Word> {
    Some(match term {
        Term::Int(int) => {
            write_int(out, *int);
            Word::XsdInteger
        }
        Term::Float(bits) => {
            out.extend_from_slice(double_form(*bits).as_bytes());
            Word::XsdDouble
        }
        Term::Bool(bool) => {
            out.extend_from_slice(if *bool { b"true" } else { b"false" });
            Word::XsdBoolean
        }
        Term::Date(day) => {
            write_date(*day, out);
            Word::XsdDate
        }
        _ => return None,
    })
}

fn write_date(day: Day, out: &mut Vec<u8>) {
    if (0..=9999).contains(&day.ymd().0) {
        write_day(out, day);
    } else {
        out.extend_from_slice(date_form(day).as_bytes());
    }
}

/// `12:30` as `12:30:00`; `None` where the offset has seconds.
fn time_form(text: &str) -> Option<String> {
    let local = text.find(['Z', '+', '-']).unwrap_or(text.len());
    let (time, offset) = text.split_at(local);
    if offset.len() > "+01:00".len() {
        return None;
    }
    let seconds = if time.len() == "12:30".len() {
        ":00"
    } else {
        ""
    };
    Some(format!("{time}{seconds}{offset}"))
}

fn date_time_form(text: &str) -> Option<String> {
    let (day, time) = text.split_once('T')?;
    let day = day.strip_prefix('+').unwrap_or(day);
    Some(format!("{day}T{}", time_form(time)?))
}

fn duration_form(text: &str) -> Option<String> {
    let parts = text.strip_prefix('P')?;
    (!parts.is_empty() && !parts.contains(['-', 'W'])).then(|| text.to_owned())
}

fn json(value: ValueRef<'_>) -> Json {
    match value {
        ValueRef::Bool(bool) => Json::Bool(bool),
        ValueRef::Int(int) => Json::from(int),
        ValueRef::Float(float) => serde_json::Number::from_f64(float)
            .map_or_else(|| Json::String(double_form(bits(float))), Json::Number),
        ValueRef::List(list) => list.iter().map(|item| json(item.into())).collect(),
        scalar => Json::String(scalar.printed().unwrap_or_default()),
    }
}

/// The term of a literal that comes from outside.
pub(super) fn from_outside<'g>(literal: oxrdf::Literal) -> Term<'g> {
    let foreign = |literal: oxrdf::Literal| Term::Foreign(Box::new(literal.into()));
    if literal.language().is_some() {
        return match literal.destruct() {
            (value, _, Some(language)) => Term::Lang(value.into(), language.into()),
            (value, ..) => Term::Text(value.into()),
        };
    }
    let datatype = literal.datatype();
    if datatype == oxrdf::vocab::xsd::STRING {
        return Term::Text(literal.destruct().0.into());
    }
    let iri = datatype.as_str();
    let Some(&word) = Word::ALL.iter().find(|word| word.iri() == iri) else {
        return foreign(literal);
    };
    let value = literal.value();
    let canonical = match word {
        Word::XsdInteger => (value.parse().ok())
            .filter(|int: &i64| int.to_string() == value)
            .map(Term::Int),
        Word::XsdBoolean => value.parse().ok().map(Term::Bool),
        Word::XsdDouble => {
            let number = match value {
                "INF" => Some(f64::INFINITY),
                "-INF" => Some(f64::NEG_INFINITY),
                _ => value.parse().ok(),
            };
            let bits = number.map(bits);
            bits.filter(|bits| double_form(*bits) == value)
                .map(Term::Float)
        }
        Word::XsdDate => day(value).map(Term::Date),
        _ => None,
    };
    canonical.unwrap_or_else(|| Term::Typed(word, literal.destruct().0.into()))
}

/// The day that is written so.
fn day(text: &str) -> Option<Day> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let mut parts = digits.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let year: i64 = year.parse().ok().filter(|year| *year <= 999_999_999)?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let day = Day::from_ymd(if negative { -year } else { year }, month, day);
    (date_form(day) == text).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Value;

    fn check(value: &Value, expected: &str) {
        let term = literal(ValueRef::from(value));
        let written = super::super::mapping::tests::written(&term);
        assert_eq!(written, expected);
        let read: oxrdf::Literal = expected.parse().expect("a literal");
        assert_eq!(from_outside(read), term, "{expected}");
    }

    #[test]
    fn values_have_one_form() {
        let xsd = "http://www.w3.org/2001/XMLSchema#";
        check(&Value::from(true), &format!("\"true\"^^<{xsd}boolean>"));
        check(&Value::from(-3), &format!("\"-3\"^^<{xsd}integer>"));
        check(&Value::from(1.0), &format!("\"1.0E0\"^^<{xsd}double>"));
        check(&Value::from(-0.0), &format!("\"-0.0E0\"^^<{xsd}double>"));
        check(
            &Value::from(1.5e300),
            &format!("\"1.5E300\"^^<{xsd}double>"),
        );
        check(&Value::from(f64::NAN), &format!("\"NaN\"^^<{xsd}double>"));
        check(
            &Value::from(f64::NEG_INFINITY),
            &format!("\"-INF\"^^<{xsd}double>"),
        );
        check(
            &Value::Date(Day::from_ymd(2031, 3, 5)),
            &format!("\"2031-03-05\"^^<{xsd}date>"),
        );
        check(
            &Value::Date(Day::from_ymd(12_031, 3, 5)),
            &format!("\"12031-03-05\"^^<{xsd}date>"),
        );
        check(
            &Value::Date(Day::from_ymd(-43, 3, 15)),
            &format!("\"-0043-03-15\"^^<{xsd}date>"),
        );
        check(&Value::from("a\"b\n"), "\"a\\\"b\\n\"");
        check(
            &Value::List([Value::from(1), Value::from("é"), Value::from(f64::NAN)].into()),
            "\"[1,\\\"é\\\",\\\"NaN\\\"]\"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>",
        );
    }

    #[test]
    fn a_literal_in_another_form_is_another_term() {
        for literal in ["01", "+1", " 1"] {
            let read = oxrdf::Literal::new_typed_literal(literal, oxrdf::vocab::xsd::INTEGER);
            assert_eq!(
                from_outside(read),
                Term::Typed(Word::XsdInteger, literal.into())
            );
        }
    }

    #[test]
    fn times_are_in_the_form_of_xml_schema_where_it_has_one() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(time_form("12:30"), some("12:30:00"));
        assert_eq!(time_form("12:30:01.5Z"), some("12:30:01.5Z"));
        assert_eq!(time_form("12:30+01:00:30"), None);
        assert_eq!(
            date_time_form("2031-03-05T12:30+01:00"),
            some("2031-03-05T12:30:00+01:00")
        );
        assert_eq!(
            date_time_form("2031-03-05T12:30+01:00[Europe/Amsterdam]"),
            None
        );
        assert_eq!(duration_form("P1Y2M"), some("P1Y2M"));
        assert_eq!(duration_form("P-1M"), None);
    }
}
