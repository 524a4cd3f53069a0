//! The time that `date()`, `datetime()` and their kin tell.

use std::time::{SystemTime, UNIX_EPOCH};

/// A point in time: seconds since 1970-01-01T00:00Z and nanoseconds of the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant {
    /// Seconds since the epoch.
    pub seconds: i64,
    /// Nanosecond of the second.
    pub nanosecond: u32,
}

impl Instant {
    /// What the machine's clock says.
    pub fn now() -> Self {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Self {
            seconds: i64::try_from(since.as_secs()).unwrap_or(0),
            nanosecond: since.subsec_nanos(),
        }
    }
}

/// The clocks of a query: the transaction's and the statement's stand still, the real one runs.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// When the transaction began.
    pub transaction: Instant,
    /// When the statement began.
    pub statement: Instant,
    /// What the real-time clock says; `None` asks the machine each time.
    pub realtime: Option<Instant>,
}

impl Clock {
    /// A statement that is a transaction of its own and begins now.
    pub fn start() -> Self {
        let now = Instant::now();
        Self {
            transaction: now,
            statement: now,
            realtime: None,
        }
    }

    /// All clocks stand still, for results that can be repeated.
    pub fn fixed(at: Instant) -> Self {
        Self {
            transaction: at,
            statement: at,
            realtime: Some(at),
        }
    }

    /// What the real-time clock says.
    pub fn realtime(&self) -> Instant {
        self.realtime.unwrap_or_else(Instant::now)
    }
}
