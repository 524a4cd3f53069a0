//! Types of values, and sets of them for checks before a query runs.

use std::fmt;
use std::ops::BitOr;

use super::Value;

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the language's own types")]
pub enum Kind {
    Null,
    Bool,
    Int,
    Float,
    Text,
    List,
    Map,
    Node,
    Relationship,
    Path,
    Date,
    LocalTime,
    Time,
    LocalDateTime,
    DateTime,
    Duration,
}

impl Kind {
    const ALL: [Self; 16] = [
        Self::Null,
        Self::Bool,
        Self::Int,
        Self::Float,
        Self::Text,
        Self::List,
        Self::Map,
        Self::Node,
        Self::Relationship,
        Self::Path,
        Self::Date,
        Self::LocalTime,
        Self::Time,
        Self::LocalDateTime,
        Self::DateTime,
        Self::Duration,
    ];

    /// Its name in messages, with an article.
    pub fn described(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool => "a boolean",
            Self::Int => "an integer",
            Self::Float => "a float",
            Self::Text => "a string",
            Self::List => "a list",
            Self::Map => "a map",
            Self::Node => "a node",
            Self::Relationship => "a relationship",
            Self::Path => "a path",
            Self::Date => "a date",
            Self::LocalTime => "a local time",
            Self::Time => "a time",
            Self::LocalDateTime => "a local date-time",
            Self::DateTime => "a date-time",
            Self::Duration => "a duration",
        }
    }
}

/// A set of types: what a parameter accepts, or what an expression can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Kinds(u32);

impl Kinds {
    /// Every type.
    pub const ANY: Self = Self(0xffff);
    /// No type at all: null literals only.
    pub const NULL: Self = Self::of(Kind::Null);
    /// Booleans.
    pub const BOOL: Self = Self::of(Kind::Bool);
    /// Integers.
    pub const INT: Self = Self::of(Kind::Int);
    /// Floats.
    pub const FLOAT: Self = Self::of(Kind::Float);
    /// Integers and floats.
    pub const NUMBER: Self = Self::INT.or(Self::FLOAT);
    /// Strings.
    pub const TEXT: Self = Self::of(Kind::Text);
    /// Lists.
    pub const LIST: Self = Self::of(Kind::List);
    /// Maps.
    pub const MAP: Self = Self::of(Kind::Map);
    /// Nodes.
    pub const NODE: Self = Self::of(Kind::Node);
    /// Relationships.
    pub const RELATIONSHIP: Self = Self::of(Kind::Relationship);
    /// Paths.
    pub const PATH: Self = Self::of(Kind::Path);
    /// Dates.
    pub const DATE: Self = Self::of(Kind::Date);
    /// Local times.
    pub const LOCAL_TIME: Self = Self::of(Kind::LocalTime);
    /// Times.
    pub const TIME: Self = Self::of(Kind::Time);
    /// Local date-times.
    pub const LOCAL_DATE_TIME: Self = Self::of(Kind::LocalDateTime);
    /// Date-times.
    pub const DATE_TIME: Self = Self::of(Kind::DateTime);
    /// Durations.
    pub const DURATION: Self = Self::of(Kind::Duration);
    /// Dates, times and date-times of any kind.
    pub const INSTANT: Self = Self::DATE
        .or(Self::LOCAL_TIME)
        .or(Self::TIME)
        .or(Self::LOCAL_DATE_TIME)
        .or(Self::DATE_TIME);

    /// One type.
    pub const fn of(kind: Kind) -> Self {
        Self(1 << kind as u32)
    }

    /// Types of either set.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a type is in the set.
    pub const fn contains(self, kind: Kind) -> bool {
        self.0 & Self::of(kind).0 != 0
    }

    /// Whether a value of one set can be one of the other: they share a type, or one of them
    /// can be null, which everything accepts.
    pub const fn meets(self, other: Self) -> bool {
        let either = self.or(other);
        self.0 & other.0 != 0 || either.contains(Kind::Null)
    }
}

impl BitOr for Kinds {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.or(other)
    }
}

impl fmt::Display for Kinds {
    /// `an integer or a float`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::ANY {
            return f.write_str("any value");
        }
        let kinds: Vec<_> = Kind::ALL
            .into_iter()
            .filter(|&kind| self.contains(kind))
            .map(Kind::described)
            .collect();
        match kinds.split_last() {
            Some((last, rest)) if !rest.is_empty() => {
                write!(f, "{} or {last}", rest.join(", "))
            }
            Some((only, _)) => f.write_str(only),
            None => f.write_str("no value"),
        }
    }
}

impl Value {
    /// Its type.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Null => Kind::Null,
            Self::Bool(_) => Kind::Bool,
            Self::Int(_) => Kind::Int,
            Self::Float(_) => Kind::Float,
            Self::Text(_) => Kind::Text,
            Self::List(_) => Kind::List,
            Self::Map(_) => Kind::Map,
            Self::Node(_) => Kind::Node,
            Self::Relationship(_) => Kind::Relationship,
            Self::Path(_) => Kind::Path,
            Self::Date(_) => Kind::Date,
            Self::LocalTime(_) => Kind::LocalTime,
            Self::Time(_) => Kind::Time,
            Self::LocalDateTime(_) => Kind::LocalDateTime,
            Self::DateTime(_) => Kind::DateTime,
            Self::Duration(_) => Kind::Duration,
        }
    }
}
