//! What the values of fields have in common: how reading one can fail, and booleans.

use std::fmt;
use std::ops::Range;

/// Why a text is not the value that it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueError {
    /// Bytes of the value's text that are wrong; empty only where the text is.
    pub range: Range<usize>,
    /// What it should have been.
    pub kind: ValueErrorKind,
    /// One sentence without a full stop: what was found and what was expected.
    pub message: String,
    /// What to write instead, where it can be guessed.
    pub help: Option<String>,
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ValueError {}

impl ValueError {
    pub(crate) fn new(
        kind: ValueErrorKind,
        range: Range<usize>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            range,
            kind,
            message: message.into(),
            help: None,
        }
    }

    /// Sets the help unless there is one.
    pub(crate) fn or_help(mut self, help: impl FnOnce() -> Option<String>) -> Self {
        self.help = self.help.or_else(help);
        self
    }

    /// Moves the range by the bytes that stand before the text which was read.
    pub(crate) fn shifted(mut self, by: usize) -> Self {
        self.range = self.range.start + by..self.range.end + by;
        self
    }
}

/// What a text that cannot be read should have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueErrorKind {
    /// An EDTF date.
    Date,
    /// An interval or range that begins before it ends.
    Reversed,
    /// A number.
    Number,
    /// An amount of money.
    Amount,
    /// An ISO 4217 code.
    Currency,
    /// `true` or `false`.
    Boolean,
}

impl ValueErrorKind {
    /// The code of the finding that this makes: `bad-date`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Date => "bad-date",
            Self::Reversed => "interval-reversed",
            Self::Number => "bad-number",
            Self::Amount => "bad-amount",
            Self::Currency => "unknown-currency",
            Self::Boolean => "bad-boolean",
        }
    }
}

/// Reads `true` or `false`.
pub fn parse_boolean(text: &str) -> Result<bool, ValueError> {
    let (offset, body) = trimmed(text);
    match body {
        "true" => return Ok(true),
        "false" => return Ok(false),
        _ => {}
    }
    let error = ValueError::new(
        ValueErrorKind::Boolean,
        offset..offset + body.len(),
        format!("`{body}` is not `true` or `false`"),
    );
    Err(error.or_help(|| {
        let meant = match body.to_lowercase().as_str() {
            "true" | "yes" | "y" | "ja" | "j" | "on" | "1" | "waar" => "true",
            "false" | "no" | "n" | "nee" | "neen" | "off" | "0" | "onwaar" => "false",
            _ => return None,
        };
        Some(format!("write {meant}"))
    }))
}

/// A text without the white space around it, and the bytes before it.
pub(crate) fn trimmed(text: &str) -> (usize, &str) {
    let start = text.trim_start();
    (text.len() - start.len(), start.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn booleans_are_true_and_false_and_nothing_else() {
        assert_eq!(parse_boolean("true"), Ok(true));
        assert_eq!(parse_boolean(" false "), Ok(false));
        for (text, help) in [
            ("yes", Some("write true")),
            ("Nee", Some("write false")),
            ("TRUE", Some("write true")),
            ("perhaps", None),
            ("", None),
        ] {
            let error = parse_boolean(text).expect_err(text);
            assert_eq!(error.help.as_deref(), help, "{text}");
            assert_eq!(error.range, 0..text.len());
        }
    }
}
