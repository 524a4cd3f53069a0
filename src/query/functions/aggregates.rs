//! Aggregate functions: each group has an accumulator that takes the arguments row by row.

use crate::model::temporal::{Duration, Ratio};
use crate::query::value::{self, Kinds, Value};
use crate::query::{Error, ErrorType};

/// An aggregate function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Aggregate {
    /// `count(x)`; the executor counts rows for `count(*)`.
    Count,
    /// `collect(x)`
    Collect,
    /// `sum(x)` of numbers or of durations.
    Sum,
    /// `avg(x)` of numbers or of durations.
    Avg,
    /// `min(x)` in the order of `ORDER BY`.
    Min,
    /// `max(x)` in the order of `ORDER BY`.
    Max,
    /// `stDev(x)`, of a sample.
    StDev,
    /// `stDevP(x)`, of a population.
    StDevP,
    /// `percentileCont(x, p)`: between the two nearest values.
    PercentileCont,
    /// `percentileDisc(x, p)`: the nearest value.
    PercentileDisc,
}

const ALL: [Aggregate; 10] = [
    Aggregate::Count,
    Aggregate::Collect,
    Aggregate::Sum,
    Aggregate::Avg,
    Aggregate::Min,
    Aggregate::Max,
    Aggregate::StDev,
    Aggregate::StDevP,
    Aggregate::PercentileCont,
    Aggregate::PercentileDisc,
];

/// The aggregate function of a name, in whatever case it is written.
pub fn find(name: &str) -> Option<Aggregate> {
    all().find(|aggregate| aggregate.name().eq_ignore_ascii_case(name))
}

/// All aggregate functions.
pub fn all() -> impl Iterator<Item = Aggregate> {
    ALL.into_iter()
}

impl Aggregate {
    /// Its name as it is documented.
    pub fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Collect => "collect",
            Self::Sum => "sum",
            Self::Avg => "avg",
            Self::Min => "min",
            Self::Max => "max",
            Self::StDev => "stDev",
            Self::StDevP => "stDevP",
            Self::PercentileCont => "percentileCont",
            Self::PercentileDisc => "percentileDisc",
        }
    }

    /// What each parameter accepts; all of them must be given.
    pub fn parameters(self) -> &'static [Kinds] {
        const SUMMABLE: &[Kinds] = &[Kinds::NUMBER.or(Kinds::DURATION)];
        match self {
            Self::Count | Self::Collect | Self::Min | Self::Max => &[Kinds::ANY],
            Self::Sum | Self::Avg => SUMMABLE,
            Self::StDev | Self::StDevP => &[Kinds::NUMBER],
            Self::PercentileCont | Self::PercentileDisc => &[Kinds::NUMBER, Kinds::NUMBER],
        }
    }

    /// What it returns.
    pub fn returns(self) -> Kinds {
        match self {
            Self::Count => Kinds::INT,
            Self::Collect => Kinds::LIST,
            Self::Sum | Self::Avg => Kinds::NUMBER.or(Kinds::DURATION),
            Self::Min | Self::Max => Kinds::ANY,
            Self::StDev | Self::StDevP | Self::PercentileCont => Kinds::FLOAT,
            Self::PercentileDisc => Kinds::NUMBER,
        }
    }

    /// An empty group. `DISTINCT` is the caller's: it feeds each
    /// [equivalent](crate::query::value::equivalent) value once.
    pub fn start(self) -> Accumulator {
        let state = match self {
            Self::Count => State::Count(0),
            Self::Collect => State::Collect(Vec::new()),
            Self::Sum => State::Sum(Total::default()),
            Self::Avg => State::Avg(Total::default()),
            Self::Min => State::Min(None),
            Self::Max => State::Max(None),
            Self::StDev => State::Deviation(Moments::default(), 1),
            Self::StDevP => State::Deviation(Moments::default(), 0),
            Self::PercentileCont | Self::PercentileDisc => State::Percentile(Vec::new(), None),
        };
        Accumulator {
            function: self,
            state,
        }
    }
}

/// The state of one aggregate in one group.
#[derive(Debug, Clone)]
pub struct Accumulator {
    function: Aggregate,
    state: State,
}

#[derive(Debug, Clone)]
enum State {
    Count(i64),
    Collect(Vec<Value>),
    Sum(Total),
    Avg(Total),
    Min(Option<Value>),
    Max(Option<Value>),
    /// The last number is what is taken off the number of values.
    Deviation(Moments, u32),
    Percentile(Vec<Value>, Option<f64>),
}

impl Accumulator {
    /// Takes the arguments of one row; a null is ignored.
    ///
    /// # Errors
    ///
    /// `TypeError` with `InvalidArgumentValue` for what cannot be aggregated, `ArgumentError` with
    /// `NumberOutOfRange` for a percentile that is not from 0 to 1.
    pub fn feed(&mut self, arguments: &[Value]) -> Result<(), Error> {
        let name = self.function.name();
        if let State::Percentile(_, percentile) = &mut self.state
            && percentile.is_none()
        {
            *percentile = arguments.get(1).map(read_percentile).transpose()?;
        }
        let Some(value) = arguments.first().filter(|value| !value.is_null()) else {
            return Ok(());
        };
        let number = || {
            value
                .as_float()
                .ok_or_else(|| super::wrong(name, "numbers", value))
        };
        match &mut self.state {
            State::Count(count) => *count += 1,
            State::Collect(values) => values.push(value.clone()),
            State::Sum(total) | State::Avg(total) => total.add(name, value)?,
            State::Min(least) => {
                if least
                    .as_ref()
                    .is_none_or(|least| value::order(value, least).is_lt())
                {
                    *least = Some(value.clone());
                }
            }
            State::Max(most) => {
                if most
                    .as_ref()
                    .is_none_or(|most| value::order(value, most).is_gt())
                {
                    *most = Some(value.clone());
                }
            }
            State::Deviation(moments, _) => moments.add(number()?),
            State::Percentile(values, _) => {
                number()?;
                values.push(value.clone());
            }
        }
        Ok(())
    }

    /// The result: of no values 0 for counts, sums and deviations, an empty list for `collect`, else
    /// null.
    ///
    /// # Errors
    ///
    /// `ArithmeticError` with `IntegerOverflow` or `NumberOutOfRange` for a sum that does not fit.
    pub fn finish(self) -> Result<Value, Error> {
        Ok(match self.state {
            State::Count(count) => Value::Int(count),
            State::Collect(values) => Value::list(values),
            State::Sum(total) => return total.sum(),
            State::Avg(total) => return total.average(),
            State::Min(value) | State::Max(value) => value.unwrap_or(Value::Null),
            State::Deviation(moments, less) => Value::Float(moments.deviation(less)),
            State::Percentile(mut values, percentile) => {
                values.sort_by(value::order);
                let percentile = percentile.unwrap_or(0.0);
                match self.function {
                    Aggregate::PercentileDisc => discrete(&values, percentile),
                    _ => continuous(&values, percentile),
                }
            }
        })
    }
}

/// A sum of integers, which is exact, of floats, and of durations.
#[derive(Debug, Clone, Default)]
struct Total {
    count: i64,
    ints: i128,
    floats: f64,
    any_float: bool,
    duration: Option<Duration>,
}

impl Total {
    fn add(&mut self, name: &str, value: &Value) -> Result<(), Error> {
        let mixed = match value {
            Value::Duration(_) => self.count > 0 && self.duration.is_none(),
            _ => self.duration.is_some(),
        };
        match value {
            Value::Int(int) if !mixed => self.ints += i128::from(*int),
            Value::Float(float) if !mixed => {
                self.floats += float;
                self.any_float = true;
            }
            Value::Duration(duration) if !mixed => {
                let sum = self.duration.unwrap_or_default().plus(**duration);
                self.duration = Some(sum.ok_or_else(value::out_of_range)?);
            }
            _ => {
                let expected = "numbers only, or durations only";
                return Err(super::wrong(name, expected, value));
            }
        }
        self.count += 1;
        Ok(())
    }

    #[expect(clippy::cast_precision_loss, reason = "floats are approximate")]
    fn float(&self) -> f64 {
        self.ints as f64 + self.floats
    }

    fn sum(self) -> Result<Value, Error> {
        if let Some(duration) = self.duration {
            return Ok(Value::from(duration));
        }
        if self.any_float {
            return Ok(Value::Float(self.float()));
        }
        i64::try_from(self.ints).map(Value::Int).map_err(|_| {
            Error::runtime(
                ErrorType::ArithmeticError,
                "IntegerOverflow",
                "the sum does not fit 64 bits",
            )
        })
    }

    #[expect(clippy::cast_precision_loss, reason = "floats are approximate")]
    fn average(self) -> Result<Value, Error> {
        if self.count == 0 {
            return Ok(Value::Null);
        }
        let Some(duration) = self.duration else {
            return Ok(Value::Float(self.float() / self.count as f64));
        };
        duration
            .divided_by(Ratio::of_int(self.count))
            .map(Value::from)
            .ok_or_else(value::out_of_range)
    }
}

/// Mean and squared differences from it, in one pass.
///
/// Algorithm: Welford, "Note on a method for calculating corrected sums of squares and products",
/// 1962.
#[derive(Debug, Clone, Copy, Default)]
struct Moments {
    count: u32,
    mean: f64,
    squares: f64,
}

impl Moments {
    fn add(&mut self, number: f64) {
        self.count = self.count.saturating_add(1);
        let difference = number - self.mean;
        self.mean += difference / f64::from(self.count);
        self.squares += difference * (number - self.mean);
    }

    fn deviation(self, less: u32) -> f64 {
        if self.count <= less {
            return 0.0;
        }
        (self.squares / f64::from(self.count - less)).sqrt()
    }
}

fn read_percentile(value: &Value) -> Result<f64, Error> {
    match value.as_float() {
        Some(percentile) if (0.0..=1.0).contains(&percentile) => Ok(percentile),
        Some(percentile) => Err(Error::runtime(
            ErrorType::ArgumentError,
            "NumberOutOfRange",
            format!("a percentile is a number from 0 to 1, found {percentile}"),
        )),
        None => Err(super::wrong("percentile", "a number from 0 to 1", value)),
    }
}

/// The first value at or above which that share of all values is.
fn discrete(sorted: &[Value], percentile: f64) -> Value {
    let rank = share(sorted.len(), percentile).ceil();
    let at = index(rank).saturating_sub(1);
    sorted.get(at).cloned().unwrap_or(Value::Null)
}

/// The value at that share of the way from the first to the last.
fn continuous(sorted: &[Value], percentile: f64) -> Value {
    let Some(last) = sorted.len().checked_sub(1) else {
        return Value::Null;
    };
    let place = share(last, percentile);
    let at = |place: f64| sorted.get(index(place)).and_then(Value::as_float);
    let (below, above) = (at(place.floor()), at(place.ceil()));
    below.zip(above).map_or(Value::Null, |(below, above)| {
        Value::Float(below + (above - below) * place.fract())
    })
}

#[expect(clippy::cast_precision_loss, reason = "lists are not that long")]
fn share(length: usize, percentile: f64) -> f64 {
    length as f64 * percentile
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a length is neither negative nor above it"
)]
fn index(place: f64) -> usize {
    place as usize
}
