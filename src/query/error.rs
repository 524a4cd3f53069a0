//! What can be wrong with a query, in openCypher's words: an error has a type, a phase and a detail.

use std::fmt;
use std::ops::Range;

/// When an error is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Before the query runs.
    CompileTime,
    /// While it runs.
    Runtime,
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CompileTime => "compile time",
            Self::Runtime => "runtime",
        })
    }
}

/// The type of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorType {
    /// The text of the query is wrong.
    SyntaxError,
    /// The query is well formed but means nothing.
    SemanticError,
    /// A value has the wrong type.
    TypeError,
    /// A value has the right type but cannot be used.
    ArgumentError,
    /// Division by zero, overflow.
    ArithmeticError,
    /// A procedure is unknown or called in a wrong way.
    ProcedureError,
    /// A parameter of the query is not given.
    ParameterMissing,
    /// A node or relationship is not there any more.
    EntityNotFound,
    /// A property is asked of something that is not there any more.
    PropertyNotFound,
    /// A label is asked of something that is not there any more.
    LabelNotFound,
    /// The graph would break a rule: a node is deleted that still has relationships.
    ConstraintVerificationFailed,
    /// A limit on time, rows, memory or nesting was passed.
    LimitExceeded,
}

impl fmt::Display for ErrorType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// Why a query does not answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// Its type.
    pub kind: ErrorType,
    /// When it was found.
    pub phase: Phase,
    /// openCypher's name for the detail, `UndefinedVariable`.
    pub detail: &'static str,
    /// One sentence without a full stop: what was found and what was expected.
    pub message: String,
    /// Bytes of the query's text, where they are known.
    pub span: Option<Range<usize>>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Error {
    /// An error of a phase, without a place.
    pub fn new(
        kind: ErrorType,
        phase: Phase,
        detail: &'static str,
        message: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            phase,
            detail,
            message: message.into(),
            span: None,
            help: None,
        }
    }

    /// An error found while the query runs, without a place.
    pub fn runtime(kind: ErrorType, detail: &'static str, message: impl Into<String>) -> Self {
        Self::new(kind, Phase::Runtime, detail, message)
    }

    /// An error found before the query runs, at bytes of its text.
    pub fn compile(
        kind: ErrorType,
        detail: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
    ) -> Self {
        Self::new(kind, Phase::CompileTime, detail, message).at(span)
    }

    /// Sets the place, unless it is known already.
    #[must_use]
    pub fn at(mut self, span: Range<usize>) -> Self {
        self.span.get_or_insert(span);
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} ({}): {}: {}",
            self.kind, self.phase, self.detail, self.message
        )
    }
}

impl std::error::Error for Error {}
