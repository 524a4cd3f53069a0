//! Aggregate functions.

use crate::query::value::{Kinds, Value};
use crate::query::{Error, ErrorType};

/// An aggregate function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Aggregate {
    /// `count(x)`; the executor counts rows for `count(*)`.
    Count,
    /// `collect(x)`
    Collect,
}

/// The aggregate function of a name, in whatever case it is written.
pub fn find(name: &str) -> Option<Aggregate> {
    all().find(|aggregate| aggregate.name().eq_ignore_ascii_case(name))
}

/// All aggregate functions.
pub fn all() -> impl Iterator<Item = Aggregate> {
    [Aggregate::Count, Aggregate::Collect].into_iter()
}

impl Aggregate {
    /// Its name as it is documented.
    pub fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Collect => "collect",
        }
    }

    /// What each parameter accepts; a second parameter (percentiles) is read once per row as well.
    pub fn parameters(self) -> &'static [Kinds] {
        &[Kinds::ANY]
    }

    /// What it returns.
    pub fn returns(self) -> Kinds {
        match self {
            Self::Count => Kinds::INT,
            Self::Collect => Kinds::LIST,
        }
    }

    /// An empty group. `DISTINCT` is the caller's: it feeds each [equivalent](crate::query::value::equivalent) value once.
    pub fn start(self) -> Accumulator {
        match self {
            Self::Count => Accumulator(State::Count(0)),
            Self::Collect => Accumulator(State::Collect(Vec::new())),
        }
    }
}

/// The state of one aggregate in one group.
#[derive(Debug, Clone)]
pub struct Accumulator(State);

#[derive(Debug, Clone)]
enum State {
    Count(i64),
    Collect(Vec<Value>),
}

impl Accumulator {
    /// Takes the arguments of one row; rows whose first argument is null are ignored.
    ///
    /// # Errors
    ///
    /// `TypeError` with `InvalidArgumentType` for what cannot be aggregated.
    pub fn feed(&mut self, arguments: &[Value]) -> Result<(), Error> {
        let value = arguments.first().ok_or_else(|| {
            Error::runtime(
                ErrorType::ArgumentError,
                "InvalidNumberOfArguments",
                "an aggregate function needs an argument",
            )
        })?;
        if value.is_null() {
            return Ok(());
        }
        match &mut self.0 {
            State::Count(count) => *count += 1,
            State::Collect(values) => values.push(value.clone()),
        }
        Ok(())
    }

    /// The result.
    ///
    /// # Errors
    ///
    /// `ArithmeticError` with `IntegerOverflow` for a sum that does not fit.
    pub fn finish(self) -> Result<Value, Error> {
        Ok(match self.0 {
            State::Count(count) => Value::Int(count),
            State::Collect(values) => Value::list(values),
        })
    }
}
