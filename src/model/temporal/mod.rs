//! Temporal values as openCypher defines them (CIP2015-08-06): local and zoned times and
//! date-times, and durations that keep months, days and seconds apart.
//!
//! A calendar day is [`Day`](super::date::Day). Years run from −999,999,999 to 999,999,999, the
//! precision is a nanosecond, a minute has 60 seconds. Start reading at [`calendar`] for
//! days and at [`DateTime`] for zones.

mod between;
pub mod calendar;
mod duration;
#[cfg(test)]
mod laws;
mod local;
pub mod parse;
mod ratio;
mod truncate;
mod zone;
mod zoned;

pub use between::{Moment, add_to_day, between, in_days, in_months, in_seconds};
pub use duration::{Components, Duration};
pub use local::{LocalDateTime, LocalTime};
pub use parse::ParseError;
pub use ratio::Ratio;
pub use truncate::Unit;
pub use zone::{NamedZone, Offset, Zone};
pub use zoned::{DateTime, Time};

/// Nanoseconds of a second.
pub const NANOS_PER_SECOND: i64 = 1_000_000_000;
/// Seconds of a day.
pub const SECONDS_PER_DAY: i64 = 86_400;
/// Nanoseconds of a day.
pub const NANOS_PER_DAY: i64 = SECONDS_PER_DAY * NANOS_PER_SECOND;
