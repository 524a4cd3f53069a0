//! Bytes on their way to a writer, gathered so that it is called seldom, and numbers and days as
//! digits, written without a detour over strings.

use std::io::{self, Write};

use crate::model::date::Day;

/// How much is gathered.
const FULL: usize = 1 << 16;

/// Gathers bytes for a writer. What is left is written by [`Sink::finish`].
pub(super) struct Sink<'w> {
    pub bytes: Vec<u8>,
    out: &'w mut dyn Write,
}

impl<'w> Sink<'w> {
    pub(super) fn new(out: &'w mut dyn Write) -> Self {
        Self {
            bytes: Vec::with_capacity(2 * FULL),
            out,
        }
    }

    pub(super) fn push(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
    }

    pub(super) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    pub(super) fn int(&mut self, int: i64) {
        push_int(&mut self.bytes, int);
    }

    pub(super) fn day(&mut self, day: Day) {
        push_day(&mut self.bytes, day);
    }

    /// Writes what has been gathered if it is much: to be called after each line.
    pub(super) fn relieve(&mut self) -> io::Result<()> {
        if self.bytes.len() >= FULL {
            self.out.write_all(&self.bytes)?;
            self.bytes.clear();
        }
        Ok(())
    }

    /// Writes the rest.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.out.write_all(&self.bytes)?;
        self.bytes.clear();
        self.out.flush()
    }
}

/// Appends the digits of a whole number.
pub(super) fn push_int(bytes: &mut Vec<u8>, int: i64) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    let mut rest = int.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if int < 0 {
        bytes.push(b'-');
    }
    bytes.extend_from_slice(&digits[at..]);
}

/// Appends a day in ISO 8601.
pub(super) fn push_day(bytes: &mut Vec<u8>, day: Day) {
    let (year, month, dom) = day.ymd();
    if !(0..=9999).contains(&year) {
        bytes.extend_from_slice(day.to_string().as_bytes());
        return;
    }
    let year = u32::try_from(year).unwrap_or(0);
    let digit = |number: u32| b'0' + u8::try_from(number % 10).unwrap_or(0);
    bytes.extend_from_slice(&[
        digit(year / 1000),
        digit(year / 100),
        digit(year / 10),
        digit(year),
        b'-',
        digit(month / 10),
        digit(month),
        b'-',
        digit(dom / 10),
        digit(dom),
    ]);
}

/// Appends a float so that it reads back as the same and as no whole number.
pub(super) fn push_float(bytes: &mut Vec<u8>, float: f64) {
    // Writing to a vector does not fail.
    let _ = write!(bytes, "{float:?}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_those_of_the_standard_library() {
        for int in [0, 7, -7, 10, 1234, i64::MAX, i64::MIN] {
            let mut bytes = Vec::new();
            push_int(&mut bytes, int);
            assert_eq!(bytes, int.to_string().as_bytes());
        }
        for (year, month, day) in [
            (2021, 9, 9),
            (0, 12, 31),
            (9999, 1, 1),
            (-44, 3, 15),
            (12_345, 6, 7),
        ] {
            let (day, mut bytes) = (Day::from_ymd(year, month, day), Vec::new());
            push_day(&mut bytes, day);
            assert_eq!(bytes, day.to_string().as_bytes());
        }
        let mut bytes = Vec::new();
        push_float(&mut bytes, 80.0);
        assert_eq!(bytes, b"80.0");
    }

    #[test]
    fn all_that_is_gathered_arrives() {
        let mut out = Vec::new();
        let mut buffer = Sink::new(&mut out);
        for _ in 0..FULL {
            buffer.push("abc");
            buffer.relieve().expect("written");
        }
        buffer.finish().expect("written");
        assert_eq!(out.len(), 3 * FULL);
    }
}
