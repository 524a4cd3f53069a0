//! Bytes on their way out: gathered in one buffer that is used again and again, with numbers, days
//! and escaped texts written straight into it.
//!
//! XML is written here and not by a library: the mass of an export is millions of short values, for
//! which a writer of events costs several times what the values do. Escaping follows XML 1.0
//! (fifth edition), sections 2.2 and 2.4; JSON's strings and numbers are `serde_json`'s.

use std::io::{self, Write};

use super::Key;
use crate::graph::{Value, ValueRef};
use crate::model::date::Day;
use crate::model::digits::{write_day, write_int};

/// How much is gathered before it is handed on.
const FULL: usize = 1 << 16;

/// A buffer before a writer.
pub(super) struct Buffer<'w> {
    bytes: Vec<u8>,
    /// A list as text, before it is escaped.
    scratch: Vec<u8>,
    out: &'w mut dyn Write,
    /// Characters that XML 1.0 cannot hold and that were replaced.
    pub(super) replaced: u64,
    /// Numbers that JSON cannot hold and that became texts.
    pub(super) not_finite: u64,
}

impl<'w> Buffer<'w> {
    pub(super) fn new(out: &'w mut dyn Write) -> Self {
        Self {
            bytes: Vec::with_capacity(FULL + FULL / 4),
            scratch: Vec::new(),
            out,
            replaced: 0,
            not_finite: 0,
        }
    }

    /// A text as it is.
    pub(super) fn raw(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// A text that was made ready before.
    pub(super) fn ready(&mut self, text: &[u8]) {
        self.bytes.extend_from_slice(text);
    }

    /// Where a function writes that is given the bytes.
    pub(super) fn bytes(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }

    /// Hands on what was gathered if it is much. To be called after every node and relationship.
    pub(super) fn relieve(&mut self) -> io::Result<()> {
        if self.bytes.len() >= FULL {
            self.out.write_all(&self.bytes)?;
            self.bytes.clear();
        }
        Ok(())
    }

    /// Hands on everything.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.out.write_all(&self.bytes)?;
        self.bytes.clear();
        self.out.flush()
    }

    /// A byte as it is.
    pub(super) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// An integer.
    pub(super) fn int(&mut self, int: impl Into<i64>) {
        write_int(&mut self.bytes, int.into());
    }

    /// The number of a node or relationship.
    pub(super) fn number(&mut self, number: usize) {
        self.int(i64::try_from(number).unwrap_or(i64::MAX));
    }

    /// A day in ISO 8601.
    pub(super) fn day(&mut self, day: Day) {
        write_day(&mut self.bytes, day);
    }

    /// A text in XML, as content or as the value of an attribute.
    pub(super) fn xml(&mut self, text: &str) {
        self.replaced += write_xml(&mut self.bytes, text);
    }

    /// A value in XML; a list as JSON.
    pub(super) fn xml_value(&mut self, value: ValueRef<'_>) {
        match value {
            ValueRef::Bool(bool) => self.raw(if bool { "true" } else { "false" }),
            ValueRef::Int(int) => self.int(int),
            // So that Java, Python and JavaScript all read it.
            ValueRef::Float(float) if !float.is_finite() => self.raw(not_finite(float)),
            ValueRef::Float(float) => write_float(&mut self.bytes, float),
            ValueRef::Text(text) => self.xml(text),
            ValueRef::Date(day) => self.day(day),
            ValueRef::List(_) => {
                let mut scratch = std::mem::take(&mut self.scratch);
                scratch.clear();
                write_json_value(&mut scratch, value);
                self.xml(std::str::from_utf8(&scratch).unwrap_or_default());
                self.scratch = scratch;
            }
            other => self.xml(&other.printed().unwrap_or_default()),
        }
    }

    /// A text in JSON, with its quotation marks.
    pub(super) fn json(&mut self, text: &str) {
        write_json(&mut self.bytes, text);
    }

    /// A value in JSON: numbers, booleans and lists as such, all else as text.
    pub(super) fn json_value(&mut self, value: ValueRef<'_>) {
        self.not_finite += write_json_value(&mut self.bytes, value);
    }

    /// A value in JSON as text.
    pub(super) fn json_text(&mut self, value: ValueRef<'_>) {
        match value {
            ValueRef::Text(text) => self.json(text),
            ValueRef::List(_) => {
                let mut scratch = std::mem::take(&mut self.scratch);
                scratch.clear();
                self.not_finite += write_json_value(&mut scratch, value);
                self.json(std::str::from_utf8(&scratch).unwrap_or_default());
                self.scratch = scratch;
            }
            ValueRef::Float(float) if !float.is_finite() => {
                self.not_finite += 1;
                self.json(not_finite(float));
            }
            other => self.json(&other.printed().unwrap_or_default()),
        }
    }
}

/// The name of a node as it is.
pub(super) fn plain_key(bytes: &mut Vec<u8>, key: Key<'_>) {
    match key {
        Key::Id(id) => bytes.extend_from_slice(id.as_bytes()),
        Key::Number(number) => number_key(bytes, number),
    }
}

/// The name of a node in XML.
pub(super) fn xml_key(bytes: &mut Vec<u8>, key: Key<'_>) {
    match key {
        Key::Id(id) => {
            write_xml(bytes, id);
        }
        Key::Number(number) => number_key(bytes, number),
    }
}

/// The name of a node in JSON.
pub(super) fn json_key(bytes: &mut Vec<u8>, key: Key<'_>) {
    match key {
        Key::Id(id) => write_json(bytes, id),
        Key::Number(number) => {
            bytes.push(b'"');
            number_key(bytes, number);
            bytes.push(b'"');
        }
    }
}

/// The name of a node that goes by its number.
pub(super) fn number_key(bytes: &mut Vec<u8>, number: usize) {
    bytes.extend_from_slice(b"_:");
    write_int(bytes, i64::try_from(number).unwrap_or(i64::MAX));
}

/// A text made ready for XML once, to be written many times.
pub(super) fn xml(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    write_xml(&mut bytes, text);
    String::from_utf8(bytes).unwrap_or_default()
}

/// A text made ready for JSON once, with its quotation marks.
pub(super) fn json(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len() + 2);
    write_json(&mut bytes, text);
    String::from_utf8(bytes).unwrap_or_default()
}

/// Appends a float so that it reads back as the same and as no whole number.
pub(super) fn write_float(bytes: &mut Vec<u8>, float: f64) {
    // Writing to a vector does not fail.
    let _ = write!(bytes, "{float:?}");
}

/// How a float is written that no number of JSON is.
pub(super) fn not_finite(float: f64) -> &'static str {
    if float.is_nan() {
        "NaN"
    } else if float > 0.0 {
        "Infinity"
    } else {
        "-Infinity"
    }
}

/// Bytes of UTF-8 at which XML needs a closer look: markup, control characters, and the first bytes
/// of U+FFFE, U+FFFF, and of U+0085 and U+2028, which parsers of XML 1.1 take for line ends.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut at = 0;
    while at < 0x20 {
        special[at] = true;
        at += 1;
    }
    special[b'<' as usize] = true;
    special[b'>' as usize] = true;
    special[b'&' as usize] = true;
    special[b'"' as usize] = true;
    special[0xC2] = true;
    special[0xE2] = true;
    special[0xEF] = true;
    special
};

/// Writes a text and says how many characters had to be replaced by U+FFFD.
fn write_xml(bytes: &mut Vec<u8>, text: &str) -> u64 {
    const INSTEAD: &str = "\u{FFFD}";
    let mut replaced = 0;
    let source = text.as_bytes();
    // Most texts are plain; without an early end the compiler looks at many bytes at once.
    let odd = |odd: bool, &byte: &u8| {
        odd | !(0x20..0x80).contains(&byte) | matches!(byte, b'<' | b'>' | b'&' | b'"')
    };
    if !source.iter().fold(false, odd) {
        bytes.extend_from_slice(source);
        return 0;
    }
    let mut written = 0;
    let mut at = 0;
    while let Some(ahead) = (source[at..].iter()).position(|byte| SPECIAL[usize::from(*byte)]) {
        at += ahead;
        let (instead, length) = match source[at] {
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'&' => ("&amp;", 1),
            b'"' => ("&quot;", 1),
            // A parser makes spaces of them in attributes, and line feeds of carriage returns.
            b'\t' => ("&#9;", 1),
            b'\n' => ("&#10;", 1),
            b'\r' => ("&#13;", 1),
            0xEF if matches!(source.get(at + 1..at + 3), Some([0xBF, 0xBE | 0xBF])) => (INSTEAD, 3),
            0xC2 if source.get(at + 1) == Some(&0x85) => ("&#x85;", 2),
            0xE2 if source.get(at + 1..at + 3) == Some(&[0x80, 0xA8]) => ("&#x2028;", 3),
            0xC2 | 0xE2 | 0xEF => {
                at += 1;
                continue;
            }
            _ => (INSTEAD, 1),
        };
        replaced += u64::from(instead == INSTEAD);
        bytes.extend_from_slice(&source[written..at]);
        bytes.extend_from_slice(instead.as_bytes());
        at += length;
        written = at;
    }
    bytes.extend_from_slice(&source[written..]);
    replaced
}

fn write_json(bytes: &mut Vec<u8>, text: &str) {
    let odd = |odd: bool, &byte: &u8| odd || byte < 0x20 || matches!(byte, b'"' | b'\\');
    if !text.as_bytes().iter().fold(false, odd) {
        bytes.push(b'"');
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(b'"');
        return;
    }
    let written = serde_json::to_writer(bytes, text);
    debug_assert!(written.is_ok(), "a vector takes every text");
}

/// Writes a value and says how many numbers became texts.
fn write_json_value(bytes: &mut Vec<u8>, value: ValueRef<'_>) -> u64 {
    match value {
        ValueRef::Bool(true) => bytes.extend_from_slice(b"true"),
        ValueRef::Bool(false) => bytes.extend_from_slice(b"false"),
        ValueRef::Int(int) => write_int(bytes, int),
        ValueRef::Float(float) if !float.is_finite() => {
            write_json(bytes, not_finite(float));
            return 1;
        }
        ValueRef::Float(float) => write_float(bytes, float),
        ValueRef::Text(text) => write_json(bytes, text),
        ValueRef::Date(day) => {
            bytes.push(b'"');
            write_day(bytes, day);
            bytes.push(b'"');
        }
        ValueRef::List(list) => return write_json_list(bytes, list),
        other => write_json(bytes, &other.printed().unwrap_or_default()),
    }
    0
}

fn write_json_list(bytes: &mut Vec<u8>, list: &[Value]) -> u64 {
    let mut not_finite = 0;
    bytes.push(b'[');
    for (at, value) in list.iter().enumerate() {
        if at > 0 {
            bytes.push(b',');
        }
        not_finite += write_json_value(bytes, ValueRef::from(value));
    }
    bytes.push(b']');
    not_finite
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use quick_xml::Reader;
    use quick_xml::events::Event;

    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(xml(text), expected);
    }

    #[test]
    fn markup_and_white_space_of_xml_are_escaped() {
        check(
            "a < b && c > \"d\"",
            "a &lt; b &amp;&amp; c &gt; &quot;d&quot;",
        );
        check("]]>", "]]&gt;");
        check("a\tb\r\n", "a&#9;b&#13;&#10;");
        check("\u{85}\u{2028} é – ©", "&#x85;&#x2028; é – ©");
        check("ﬁ ｡ \u{FFFD} 🇧🇾 \u{202E}", "ﬁ ｡ \u{FFFD} 🇧🇾 \u{202E}");
    }

    #[test]
    fn what_xml_cannot_hold_is_replaced_and_counted() {
        let mut bytes = Vec::new();
        let replaced = write_xml(&mut bytes, "a\0\u{1B}b\u{FFFE}\u{FFFF}\u{EFFF}");
        assert_eq!(replaced, 4);
        let text = String::from_utf8(bytes).expect("text");
        assert_eq!(text, "a\u{FFFD}\u{FFFD}b\u{FFFD}\u{FFFD}\u{EFFF}");
    }

    #[test]
    fn digits_are_those_of_the_standard_library() {
        for int in [0, 7, -7, 10, 1234, i64::MAX, i64::MIN] {
            let mut bytes = Vec::new();
            write_int(&mut bytes, int);
            assert_eq!(bytes, int.to_string().as_bytes());
        }
        let mut bytes = Vec::new();
        write_float(&mut bytes, 80.0);
        assert_eq!(bytes, b"80.0");
    }

    #[test]
    fn all_that_is_gathered_arrives() {
        let mut out = Vec::new();
        let mut buffer = Buffer::new(&mut out);
        for _ in 0..FULL {
            buffer.raw("abc");
            buffer.relieve().expect("written");
        }
        buffer.finish().expect("written");
        assert_eq!(out.len(), 3 * FULL);
    }

    #[test]
    fn days_read_as_they_are_displayed() {
        for day in [0, 1, -1, 18_879, 2_932_896, 2_932_897, -719_529, -719_528] {
            let mut bytes = Vec::new();
            write_day(&mut bytes, Day(day));
            assert_eq!(bytes, Day(day).to_string().into_bytes());
        }
    }

    #[test]
    fn a_list_is_json_whatever_it_holds() {
        let list = Value::List([Value::from(f64::NAN), Value::texts(["\u{1}\""])].into());
        let mut bytes = Vec::new();
        assert_eq!(write_json_value(&mut bytes, ValueRef::from(&list)), 1);
        assert_eq!(bytes, br#"["NaN",["\u0001\""]]"#);
    }

    proptest! {
        #[test]
        fn a_parser_reads_back_every_text(text in "(?s).*") {
            let document = format!("<a b=\"{0}\">{0}</a>", xml(&text));
            let legal = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..);
            let expected: String =
                text.chars().map(|c| if legal(c) { c } else { '\u{FFFD}' }).collect();
            let mut reader = Reader::from_str(&document);
            let mut read = String::new();
            loop {
                match reader.read_event().expect("well-formed") {
                    Event::Text(part) => read.push_str(&part),
                    Event::GeneralRef(part) => match part.resolve_char_ref().expect("legal") {
                        Some(c) => read.push(c),
                        None => read.push(match &*part {
                            "lt" => '<',
                            "gt" => '>',
                            "amp" => '&',
                            _ => '"',
                        }),
                    },
                    Event::Eof => break,
                    _ => {}
                }
            }
            prop_assert_eq!(read, expected);
        }
    }
}
