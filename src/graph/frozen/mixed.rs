//! Values of any type as bytes.

use std::sync::{Arc, OnceLock};

use super::section::Section;
use crate::graph::Value;
use crate::model::date::Day;
use crate::model::temporal::{
    DateTime, Duration, LocalDateTime, LocalTime, NamedZone, Offset, Time, Zone,
};

/// Values of any type, or none.
#[derive(Debug, Clone)]
pub(super) enum MixedArray {
    Owned(Vec<Option<Value>>),
    /// A section, and the values once they were read from it.
    Stored(Arc<dyn Section>, Arc<OnceLock<Vec<Option<Value>>>>),
}

impl MixedArray {
    pub(super) fn get(&self) -> &[Option<Value>] {
        match self {
            Self::Owned(values) => values,
            Self::Stored(section, values) => values.get_or_init(|| read_all(section.bytes())),
        }
    }
}

/// Behind one another, each as its type and what it consists of.
pub(super) fn write_all(values: &[Option<Value>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for value in values {
        match value {
            Some(value) => write(&mut bytes, value),
            None => bytes.push(Tag::NONE),
        }
    }
    bytes
}

/// What [`write_all`] wrote. Bytes that it did not write end the values.
fn read_all(mut bytes: &[u8]) -> Vec<Option<Value>> {
    let mut values = Vec::new();
    while let Some(&first) = bytes.first() {
        if first == Tag::NONE {
            bytes = &bytes[1..];
            values.push(None);
        } else if let Some(value) = read(&mut bytes) {
            values.push(Some(value));
        } else {
            break;
        }
    }
    values
}

/// What the first byte of a value says of it.
struct Tag;

impl Tag {
    const NONE: u8 = 0;
    const FALSE: u8 = 1;
    const TRUE: u8 = 2;
    const INT: u8 = 3;
    const FLOAT: u8 = 4;
    const TEXT: u8 = 5;
    const DATE: u8 = 6;
    const LOCAL_TIME: u8 = 7;
    const TIME: u8 = 8;
    const LOCAL_DATE_TIME: u8 = 9;
    const OFFSET_DATE_TIME: u8 = 10;
    const ZONED_DATE_TIME: u8 = 11;
    const DURATION: u8 = 12;
    const LIST: u8 = 13;
}

pub(super) fn write(bytes: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Bool(false) => bytes.push(Tag::FALSE),
        Value::Bool(true) => bytes.push(Tag::TRUE),
        Value::Int(int) => tagged(bytes, Tag::INT, &[*int]),
        Value::Float(float) => tagged(bytes, Tag::FLOAT, &[float.to_bits().cast_signed()]),
        Value::Text(text) => {
            bytes.push(Tag::TEXT);
            write_text(bytes, text);
        }
        Value::Date(day) => tagged(bytes, Tag::DATE, &[day.0]),
        Value::LocalTime(time) => tagged(bytes, Tag::LOCAL_TIME, &[time.nanos()]),
        Value::Time(time) => {
            let parts = [time.local.nanos(), time.offset.seconds()];
            tagged(bytes, Tag::TIME, &parts);
        }
        Value::LocalDateTime(local) => {
            let parts = [local.day.0, local.time.nanos()];
            tagged(bytes, Tag::LOCAL_DATE_TIME, &parts);
        }
        Value::DateTime(instant) => {
            let (seconds, nanosecond) = instant.instant();
            let mut parts = vec![seconds, nanosecond.into()];
            match instant.zone() {
                Zone::Offset(offset) => {
                    parts.push(offset.seconds());
                    tagged(bytes, Tag::OFFSET_DATE_TIME, &parts);
                }
                Zone::Named(zone) => {
                    tagged(bytes, Tag::ZONED_DATE_TIME, &parts);
                    write_text(bytes, zone.name());
                }
            }
        }
        Value::Duration(duration) => {
            let (months, days) = (duration.months(), duration.days());
            let parts = [months, days, duration.seconds(), duration.nanosecond()];
            tagged(bytes, Tag::DURATION, &parts);
        }
        Value::List(values) => {
            tagged(bytes, Tag::LIST, &[length(values.len())]);
            for value in values.iter() {
                write(bytes, value);
            }
        }
    }
}

fn tagged(bytes: &mut Vec<u8>, tag: u8, parts: &[i64]) {
    bytes.push(tag);
    for part in parts {
        bytes.extend_from_slice(&part.to_le_bytes());
    }
}

fn length(of: usize) -> i64 {
    i64::try_from(of).unwrap_or(i64::MAX)
}

/// A text behind its length.
pub(super) fn write_text(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend_from_slice(&length(text.len()).to_le_bytes());
    bytes.extend_from_slice(text.as_bytes());
}

/// Takes a value from the front of some bytes; `None` if none stands there.
pub(super) fn read(bytes: &mut &[u8]) -> Option<Value> {
    let (&tag, rest) = bytes.split_first()?;
    *bytes = rest;
    // A list holds no lists.
    if tag == Tag::LIST {
        let len = usize::try_from(read_int(bytes)?).ok()?;
        let mut values = Vec::with_capacity(len.min(bytes.len()));
        for _ in 0..len {
            let (&tag, rest) = bytes.split_first()?;
            *bytes = rest;
            values.push(read_scalar(tag, bytes)?);
        }
        return Some(Value::List(values.into()));
    }
    read_scalar(tag, bytes)
}

fn read_scalar(tag: u8, bytes: &mut &[u8]) -> Option<Value> {
    Some(match tag {
        Tag::FALSE => Value::Bool(false),
        Tag::TRUE => Value::Bool(true),
        Tag::INT => Value::Int(read_int(bytes)?),
        Tag::FLOAT => Value::Float(f64::from_bits(read_int(bytes)?.cast_unsigned())),
        Tag::TEXT => Value::text(read_text(bytes)?),
        Tag::DATE => Value::Date(Day(read_int(bytes)?)),
        Tag::LOCAL_TIME => Value::LocalTime(LocalTime::of_nanos(read_int(bytes)?)),
        Tag::TIME => {
            let local = LocalTime::of_nanos(read_int(bytes)?);
            Value::Time(Time::new(local, Offset::of_seconds(read_int(bytes)?)?))
        }
        Tag::LOCAL_DATE_TIME => {
            let day = Day(read_int(bytes)?);
            let time = LocalTime::of_nanos(read_int(bytes)?);
            Value::LocalDateTime(LocalDateTime::new(day, time))
        }
        Tag::OFFSET_DATE_TIME | Tag::ZONED_DATE_TIME => {
            let seconds = read_int(bytes)?;
            let nanosecond = read_int(bytes)?.try_into().ok()?;
            let zone = if tag == Tag::OFFSET_DATE_TIME {
                Zone::Offset(Offset::of_seconds(read_int(bytes)?)?)
            } else {
                Zone::Named(NamedZone::find(read_text(bytes)?)?)
            };
            Value::DateTime(DateTime::at(seconds, nanosecond, zone)?.into())
        }
        Tag::DURATION => {
            let (months, days) = (read_int(bytes)?, read_int(bytes)?);
            let (seconds, nanos) = (read_int(bytes)?, read_int(bytes)?);
            Value::Duration(Duration::new(months, days, seconds, nanos)?.into())
        }
        _ => return None,
    })
}

fn read_int(bytes: &mut &[u8]) -> Option<i64> {
    let (first, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(i64::from_le_bytes(*first))
}

/// Takes a text from the front of some bytes, as [`write_text`] wrote it.
pub(super) fn read_text<'b>(bytes: &mut &'b [u8]) -> Option<&'b str> {
    let length = usize::try_from(read_int(bytes)?).ok()?;
    let (text, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    str::from_utf8(text).ok()
}
