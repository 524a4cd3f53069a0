//! EDTF dates as the dates of FollowTheMoney: a year, month or day, perhaps from and to.

use crate::export::View;
use crate::model::date::{Date, Edtf};

/// Years that FollowTheMoney reads.
const YEARS: std::ops::RangeInclusive<i16> = 1000..=2999;

/// A date as FollowTheMoney has it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Dates {
    /// When it was.
    pub(super) date: Option<String>,
    /// When it began.
    pub(super) start: Option<String>,
    /// When it ended.
    pub(super) end: Option<String>,
    /// Whether this says all that the date says.
    pub(super) exact: bool,
}

/// The parts of an EDTF date that FollowTheMoney can hold.
pub(super) fn of(view: &View<'_>, text: &str) -> Dates {
    let Ok(edtf) = Edtf::parse(text) else {
        return Dates::default();
    };
    let dates = match edtf {
        Edtf::Date(date) => Dates {
            date: prefix(date),
            exact: is_exact(date),
            ..Dates::default()
        },
        Edtf::Interval { first, last } => Dates {
            start: first.and_then(prefix),
            end: last.and_then(prefix),
            exact: [first, last].into_iter().flatten().all(is_exact),
            date: None,
        },
        Edtf::Between(first, last) => Dates {
            date: common(first, last),
            ..Dates::default()
        },
    };
    if !dates.exact {
        view.remark("a date that is uncertain or lies between two days is coarser, and whole among the notes");
    }
    dates
}

/// Whether a prefix of ISO 8601 says all that a date says.
fn is_exact(date: Date) -> bool {
    !date.is_uncertain() && !date.is_approximate() && YEARS.contains(&date.year())
}

fn prefix(date: Date) -> Option<String> {
    let year = date.year();
    YEARS
        .contains(&year)
        .then(|| match (date.month(), date.day()) {
            (None, _) => format!("{year}"),
            (Some(month), None) => format!("{year}-{month:02}"),
            (Some(month), Some(day)) => format!("{year}-{month:02}-{day:02}"),
        })
}

/// What two dates have in common: the month, or the year.
fn common(first: Date, last: Date) -> Option<String> {
    let year = first.year();
    if year != last.year() || !YEARS.contains(&year) {
        return None;
    }
    Some(match (first.month(), last.month()) {
        (Some(a), Some(b)) if a == b => format!("{year}-{a:02}"),
        _ => format!("{year}"),
    })
}
