//! Operators on strings.

use super::Value;

/// `a STARTS WITH b`: unknown unless both are strings.
pub fn starts_with(a: &Value, b: &Value) -> Option<bool> {
    Some(a.as_text()?.starts_with(b.as_text()?))
}

/// `a ENDS WITH b`: unknown unless both are strings.
pub fn ends_with(a: &Value, b: &Value) -> Option<bool> {
    Some(a.as_text()?.ends_with(b.as_text()?))
}

/// `a CONTAINS b`: unknown unless both are strings.
pub fn contains(a: &Value, b: &Value) -> Option<bool> {
    Some(a.as_text()?.contains(b.as_text()?))
}
