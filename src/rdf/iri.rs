//! Names of nodes, relationships and words in IRIs.
//!
//! Everything but letters and digits of ASCII, `-`, `_`, `~` and `.` is percent-encoded (RFC 3986,
//! "unreserved"), so that any text makes a valid IRI, equal texts equal ones, and no name holds a
//! `/`: what follows one is ours. A name of dots only is encoded too, as a path of dots is cleaned
//! away by readers.

/// Whether a byte stands for itself.
const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~' | b'.')
}

const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut at: u8 = 0;
    while at < 128 {
        plain[at as usize] = is_plain(at);
        at += 1;
    }
    plain
};

/// Digits of percent-encoding.
const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Appends a name, percent-encoded.
pub(super) fn encode_into(name: &str, out: &mut Vec<u8>) {
    let bytes = name.as_bytes();
    let dots = bytes.iter().all(|byte| *byte == b'.');
    if !dots && bytes.iter().all(|byte| PLAIN[usize::from(*byte)]) {
        out.extend_from_slice(bytes);
        return;
    }
    for &byte in bytes {
        if !dots && PLAIN[usize::from(byte)] {
            out.push(byte);
        } else {
            let (high, low) = (usize::from(byte >> 4), usize::from(byte & 15));
            out.extend_from_slice(&[b'%', HEX[high], HEX[low]]);
        }
    }
}

/// A name, percent-encoded.
pub(super) fn encode(name: &str) -> String {
    let mut out = Vec::with_capacity(name.len());
    encode_into(name, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// The name that is encoded so; `None` if no name is.
pub(super) fn decode(encoded: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.as_bytes();
    while let [first, after @ ..] = rest {
        if *first == b'%' {
            let digits = after
                .get(..2)
                .and_then(|hex| std::str::from_utf8(hex).ok())?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    let name = String::from_utf8(bytes).ok()?;
    (encode(&name) == encoded).then_some(name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(name: &str, encoded: &str) {
        assert_eq!(encode(name), encoded);
        assert_eq!(decode(encoded).as_deref(), Some(name));
    }

    #[test]
    fn names_are_percent_encoded() {
        check("moscow-summit-2021-09", "moscow-summit-2021-09");
        check("a b/c:d", "a%20b%2Fc%3Ad");
        check("é\n", "%C3%A9%0A");
        check("..", "%2E%2E");
        check("", "");
    }

    #[test]
    fn only_the_one_encoding_of_a_name_is_read() {
        for encoded in ["%61", "a/b", "%c3%a9", "%", "%4", "é", "%FF"] {
            assert_eq!(decode(encoded), None, "{encoded}");
        }
    }

    proptest! {
        #[test]
        fn every_name_comes_back(name in any::<String>()) {
            prop_assert_eq!(decode(&encode(&name)), Some(name));
        }
    }
}
