//! Arithmetic of the proleptic Gregorian calendar on [`Day`]s: months, ISO weeks, quarters,
//! ordinal days.

use super::super::date::Day;

/// The first year there is.
pub const MIN_YEAR: i64 = -999_999_999;
/// The last year there is.
pub const MAX_YEAR: i64 = 999_999_999;

/// Whether a year has 366 days.
pub fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Number of days of a month (1 to 12).
pub fn days_in_month(year: i64, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Number of days of a year.
pub fn days_in_year(year: i64) -> u32 {
    if is_leap(year) { 366 } else { 365 }
}

/// The day of a year, month and day of the month; `None` if there is no such day.
pub fn date(year: i64, month: i64, day: i64) -> Option<Day> {
    let month = u32::try_from(month).ok()?;
    let day = u32::try_from(day).ok()?;
    let exists = (MIN_YEAR..=MAX_YEAR).contains(&year)
        && (1..=12).contains(&month)
        && (1..=days_in_month(year, month)).contains(&day);
    exists.then(|| Day::from_ymd(year, month, day))
}

/// The day that is the `ordinal`-th of its year.
pub fn ordinal_date(year: i64, ordinal: i64) -> Option<Day> {
    let first = date(year, 1, 1)?;
    (1..=i64::from(days_in_year(year)))
        .contains(&ordinal)
        .then(|| Day(first.0 + ordinal - 1))
}

/// The day of an ISO week (1 to 52 or 53) and day of the week (Monday is 1).
pub fn week_date(week_year: i64, week: i64, day_of_week: i64) -> Option<Day> {
    let exists = (MIN_YEAR..=MAX_YEAR).contains(&week_year)
        && (1..=weeks_in_year(week_year)).contains(&week)
        && (1..=7).contains(&day_of_week);
    if !exists {
        return None;
    }
    in_range(Day(first_monday(week_year).0
        + (week - 1) * 7
        + day_of_week
        - 1))
}

/// The day of a quarter (1 to 4) and day of the quarter (from 1).
pub fn quarter_date(year: i64, quarter: i64, day_of_quarter: i64) -> Option<Day> {
    if !(1..=4).contains(&quarter) {
        return None;
    }
    let month = (quarter - 1) * 3 + 1;
    let first = date(year, month, 1)?;
    let length: u32 = (0..3)
        .map(|later| days_in_month(year, u32::try_from(month + later).unwrap_or(1)))
        .sum();
    (1..=i64::from(length))
        .contains(&day_of_quarter)
        .then(|| Day(first.0 + day_of_quarter - 1))
}

/// The day itself if its year is one there is.
pub fn in_range(day: Day) -> Option<Day> {
    (first_day().0..=last_day().0)
        .contains(&day.0)
        .then_some(day)
}

fn first_day() -> Day {
    Day::from_ymd(MIN_YEAR, 1, 1)
}

fn last_day() -> Day {
    Day::from_ymd(MAX_YEAR, 12, 31)
}

/// Day of the week, from Monday (1) to Sunday (7).
pub fn day_of_week(day: Day) -> i64 {
    (day.0 + 3).rem_euclid(7) + 1
}

/// Day of the year, from 1.
pub fn day_of_year(day: Day) -> i64 {
    day.0 - Day::from_ymd(day.ymd().0, 1, 1).0 + 1
}

/// Quarter of a month (1 to 12).
pub fn quarter_of(month: u32) -> i64 {
    i64::from(month.saturating_sub(1)) / 3 + 1
}

/// Day of the quarter, from 1.
pub fn day_of_quarter(day: Day) -> i64 {
    let (year, month, _) = day.ymd();
    let first_month = (month - 1) / 3 * 3 + 1;
    day.0 - Day::from_ymd(year, first_month, 1).0 + 1
}

/// Year and week (from 1) of the ISO week a day belongs to: the week of its Thursday.
pub fn week_of(day: Day) -> (i64, i64) {
    let thursday = Day(day.0 + 4 - day_of_week(day));
    (thursday.ymd().0, (day_of_year(thursday) - 1) / 7 + 1)
}

/// The Monday of the first ISO week of a year: the week of 4 January.
pub fn first_monday(week_year: i64) -> Day {
    let fourth = Day::from_ymd(week_year, 1, 4);
    Day(fourth.0 - day_of_week(fourth) + 1)
}

/// Number of ISO weeks of a year.
pub fn weeks_in_year(week_year: i64) -> i64 {
    (first_monday(week_year + 1).0 - first_monday(week_year).0) / 7
}

/// The day some months later (or earlier), clamped to the end of that month.
pub fn add_months(day: Day, months: i64) -> Option<Day> {
    let (year, month, day_of_month) = day.ymd();
    let total = (year * 12 + i64::from(month) - 1).checked_add(months)?;
    let year = total.div_euclid(12);
    if !(MIN_YEAR..=MAX_YEAR).contains(&year) {
        return None;
    }
    let month = u32::try_from(total.rem_euclid(12)).unwrap_or(0) + 1;
    let day_of_month = day_of_month.min(days_in_month(year, month));
    Some(Day::from_ymd(year, month, day_of_month))
}

/// The day some days later (or earlier).
pub fn add_days(day: Day, days: i64) -> Option<Day> {
    in_range(Day(day.0.checked_add(days)?))
}

/// Whole months from one day to another, negative if the second is earlier.
pub fn months_between(from: Day, to: Day) -> i64 {
    let (from_year, from_month, from_day) = from.ymd();
    let (to_year, to_month, to_day) = to.ymd();
    let months = (to_year - from_year) * 12 + i64::from(to_month) - i64::from(from_month);
    if months > 0 && to_day < from_day {
        months - 1
    } else if months < 0 && to_day > from_day {
        months + 1
    } else {
        months
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_weeks_follow_the_thursday() {
        let check = |(y, m, d): (i64, i64, i64), week: (i64, i64, i64)| {
            let day = date(y, m, d).unwrap();
            let (year, number) = week_of(day);
            assert_eq!((year, number, day_of_week(day)), week, "{day}");
            assert_eq!(week_date(week.0, week.1, week.2), Some(day));
        };
        check((1816, 1, 1), (1816, 1, 1));
        check((1816, 12, 30), (1817, 1, 1));
        check((1818, 12, 28), (1818, 53, 1));
        check((1984, 1, 1), (1983, 52, 7));
        check((2015, 7, 21), (2015, 30, 2));
        assert_eq!(week_date(1817, 53, 1), None);
    }

    #[test]
    fn days_outside_the_calendar_are_refused() {
        assert_eq!(date(2023, 2, 29), None);
        assert_eq!(date(2024, 13, 1), None);
        assert_eq!(date(MAX_YEAR + 1, 1, 1), None);
        assert_eq!(ordinal_date(2023, 366), None);
        assert_eq!(quarter_date(2023, 1, 91), None);
        assert_eq!(add_days(last_day(), 1), None);
        assert_eq!(add_days(first_day(), i64::MIN), None);
        assert_eq!(add_months(last_day(), i64::MAX), None);
    }

    #[test]
    fn adding_months_stays_in_the_month() {
        let check = |months, expected: &str| {
            let start = date(2020, 1, 31).unwrap();
            assert_eq!(add_months(start, months).unwrap().to_string(), expected);
        };
        check(1, "2020-02-29");
        check(13, "2021-02-28");
        check(-2, "2019-11-30");
    }

    #[test]
    fn months_between_counts_whole_months() {
        let check = |from: (i64, i64, i64), to: (i64, i64, i64), months| {
            let from = date(from.0, from.1, from.2).unwrap();
            let to = date(to.0, to.1, to.2).unwrap();
            assert_eq!(months_between(from, to), months, "{from} to {to}");
        };
        check((1984, 10, 11), (2015, 6, 24), 368);
        check((2020, 1, 31), (2020, 2, 29), 0);
        check((2020, 2, 29), (2020, 1, 31), 0);
        check((2020, 2, 29), (2020, 1, 29), -1);
    }
}
