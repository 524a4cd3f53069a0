//! Whether a quote can yield a figure or a date.

use super::field::Typed;
use crate::model::date::{Date, Edtf};
use crate::text::Figures;

/// What of a value none of the quotes can yield, for a message; none where they can, or where the
/// value is neither figure nor date.
pub(super) fn missing<'q>(value: &Typed, quotes: impl Iterator<Item = &'q str>) -> Option<String> {
    let numbers = value.numbers();
    let date = match value {
        Typed::Date(date) => Some(date),
        _ => None,
    };
    if numbers.is_empty() && date.is_none() {
        return None;
    }
    let figures: Vec<_> = quotes.map(Figures::of).collect();
    for number in numbers {
        if !figures.iter().any(|figures| figures.has_number(number)) {
            return Some(format!("{number}"));
        }
    }
    let ends: Vec<Date> = match *date? {
        Edtf::Date(date) => vec![date],
        Edtf::Interval { first, last } => [first, last].into_iter().flatten().collect(),
        Edtf::Between(first, last) => vec![first, last],
    };
    ends.into_iter()
        .find(|end| !figures.iter().any(|figures| tells(figures, *end)))
        .map(|end| format!("day, weekday, month or year of {end}"))
}

/// Whether a text names the last unit that a date gives: of a day its number or its weekday.
fn tells(figures: &Figures, date: Date) -> bool {
    match (date.month(), date.day()) {
        (Some(month), Some(day)) => {
            let other_months = (1..=12).any(|month| figures.has_month(month));
            let months_agree = !other_months || figures.has_month(u32::from(month));
            // Day 0, 1970-01-01, was a Thursday; weekdays count from Monday.
            let weekday = (date.first().0 + 3).rem_euclid(7);
            let weekday = u32::try_from(weekday).unwrap_or(0) + 1;
            (figures.has_day_of_month(u32::from(day)) && months_agree)
                || figures.weekdays().contains(&weekday)
        }
        (Some(month), None) => figures.has_month(u32::from(month)),
        _ => figures.has_year(i64::from(date.year())),
    }
}
