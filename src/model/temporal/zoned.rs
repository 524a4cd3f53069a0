//! Times and date-times with a zone.

use std::fmt;

use super::{LocalDateTime, LocalTime, NANOS_PER_SECOND, Offset, Zone};

/// A time of the day with an offset from UTC. Equal ones have the same offset; whether two are the
/// same instant in any zone says [`Time::utc_nanos`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Time {
    /// What the clock shows.
    pub local: LocalTime,
    /// How far it is ahead of UTC.
    pub offset: Offset,
}

impl Time {
    /// The time a clock with an offset shows.
    pub fn new(local: LocalTime, offset: Offset) -> Self {
        Self { local, offset }
    }

    /// The same instant on a clock with another offset.
    #[must_use]
    pub fn with_offset(self, offset: Offset) -> Self {
        let shift = (offset.seconds() - self.offset.seconds()) * NANOS_PER_SECOND;
        Self::new(LocalTime::of_nanos(self.local.nanos() + shift), offset)
    }

    /// Nanoseconds since midnight UTC, negative or beyond a day where the offset says so.
    pub fn utc_nanos(self) -> i64 {
        self.local.nanos() - self.offset.seconds() * NANOS_PER_SECOND
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.local, self.offset)
    }
}

/// An instant in a time zone. Equal ones are the same instant in the same zone; whether two are the
/// same instant in any zone says [`DateTime::instant`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DateTime {
    local: LocalDateTime,
    offset: Offset,
    zone: Zone,
}

impl DateTime {
    /// The date-time that clocks of a zone show. A time that clocks skipped is moved forward by
    /// the length of the gap; of a time shown twice the first is taken. `None` if that leaves the
    /// calendar.
    pub fn new(local: LocalDateTime, zone: Zone) -> Option<Self> {
        Self::with_preferred_offset(local, None, zone)
    }

    /// As [`DateTime::new`], but of a time shown twice the one with this offset is taken.
    pub fn with_preferred_offset(
        local: LocalDateTime,
        preferred: Option<Offset>,
        zone: Zone,
    ) -> Option<Self> {
        let (local, offset) = zone.resolve(local, preferred)?;
        Some(Self {
            local,
            offset,
            zone,
        })
    }

    /// The instant so many seconds after 1970-01-01T00:00Z, with nanoseconds of the second, as
    /// clocks of a zone show it; `None` if its year is not one there is.
    pub fn at(seconds: i64, nanosecond: u32, zone: Zone) -> Option<Self> {
        let offset = zone.offset_at(seconds);
        let local = LocalDateTime::of_seconds(seconds.checked_add(offset.seconds())?, nanosecond)?;
        Some(Self {
            local,
            offset,
            zone,
        })
    }

    /// The same instant in another zone.
    pub fn in_zone(&self, zone: Zone) -> Option<Self> {
        Self::at(self.epoch_seconds(), self.local.nanosecond(), zone)
    }

    /// What clocks of the zone show.
    pub fn local(&self) -> LocalDateTime {
        self.local
    }

    /// How far they are ahead of UTC at that time.
    pub fn offset(&self) -> Offset {
        self.offset
    }

    /// The zone.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Seconds since 1970-01-01T00:00Z, rounded down.
    pub fn epoch_seconds(&self) -> i64 {
        self.local.seconds() - self.offset.seconds()
    }

    /// Seconds since 1970-01-01T00:00Z and nanoseconds of the second: two date-times are the same
    /// instant if these are equal, and the earlier one is less.
    pub fn instant(&self) -> (i64, u32) {
        (self.epoch_seconds(), self.local.nanosecond())
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.local, self.offset)?;
        match &self.zone {
            Zone::Offset(_) => Ok(()),
            Zone::Named(zone) => write!(f, "[{}]", zone.name()),
        }
    }
}
