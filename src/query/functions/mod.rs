//! The functions of the language, found by name: scalar functions here, aggregates in
//! [`aggregates`]. Each says what it accepts, so that a query can be checked before it runs. Must not
//! know queries or plans.

pub mod aggregates;
mod clock;
mod conversion;
mod graph;
mod list;
mod math;
mod random;
mod rounding;
mod table;
mod temporal;
#[cfg(test)]
mod tests;
mod text;

use std::collections::HashMap;
use std::sync::Arc;

pub use clock::{Clock, Instant};
pub use random::Random;
pub use table::{all, find};

use super::value::Kinds;
use super::{Error, ErrorType, Value};
use crate::graph::{EdgeId, Graph};

/// What a function may look at besides its arguments.
#[derive(Debug, Clone, Copy)]
pub struct Context<'g> {
    /// The graph as it is at this moment.
    pub graph: &'g Graph,
    /// The times of the transaction and the statement.
    pub clock: &'g Clock,
    /// The source of `rand()`.
    pub random: &'g Random,
    /// Types of relationships that the query has deleted: `type(r)` still answers.
    pub deleted_types: Option<&'g HashMap<EdgeId, Arc<str>>>,
}

/// A scalar function.
#[derive(Debug)]
pub struct Function {
    /// Its name as it is documented; looked up without regard to case.
    pub name: &'static str,
    /// What each parameter accepts, in order. A value that can only be of other types is
    /// wrong before the query runs (`SyntaxError`, `InvalidArgumentType`).
    pub parameters: &'static [Kinds],
    /// How many of the parameters must be given.
    pub required: usize,
    /// Whether the last parameter may be repeated.
    pub variadic: bool,
    /// What it returns.
    pub returns: Kinds,
    /// Whether equal arguments give equal results within one query, so that a call with constants is
    /// a constant.
    pub deterministic: bool,
    /// Computes it; the number of arguments was checked with [`Function::accepts`].
    pub eval: Eval,
}

/// The code of a function.
pub type Eval = fn(&Context<'_>, &[Value]) -> Result<Value, Error>;

impl Function {
    /// Whether it can be called with so many arguments.
    pub fn accepts(&self, arguments: usize) -> bool {
        arguments >= self.required && (self.variadic || arguments <= self.parameters.len())
    }

    /// What an argument (from 0) may be.
    pub fn parameter(&self, at: usize) -> Kinds {
        let last = self.parameters.last().copied().unwrap_or(Kinds::ANY);
        self.parameters.get(at).copied().unwrap_or(last)
    }
}

/// The error of a function that met a value it cannot take.
fn wrong(function: &str, expected: &str, found: &Value) -> Error {
    Error::runtime(
        ErrorType::TypeError,
        "InvalidArgumentValue",
        format!(
            "`{function}()` needs {expected}, found {}",
            found.kind().described()
        ),
    )
}
