//! What must hold for temporal values of every size.

use proptest::prelude::*;

use super::super::date::Day;
use super::calendar::{MAX_YEAR, MIN_YEAR, add_days, date};
use super::{
    DateTime, Duration, LocalDateTime, LocalTime, Moment, NANOS_PER_DAY, NamedZone, Offset, Ratio,
    Time, Unit, Zone, add_to_day, between, in_days, in_months, in_seconds, parse,
};

fn days() -> impl Strategy<Value = Day> {
    let first = date(MIN_YEAR, 1, 1).unwrap().0;
    let last = date(MAX_YEAR, 12, 31).unwrap().0;
    prop_oneof![
        (first..=last).prop_map(Day),
        (-800_000_i64..800_000).prop_map(Day),
        Just(Day(first)),
        Just(Day(last)),
    ]
}

fn times() -> impl Strategy<Value = LocalTime> {
    let seconds = (0_i64..86_400).prop_map(|second| second * 1_000_000_000);
    prop_oneof![0..NANOS_PER_DAY, seconds].prop_map(LocalTime::of_nanos)
}

fn locals() -> impl Strategy<Value = LocalDateTime> {
    (days(), times()).prop_map(|(day, time)| LocalDateTime::new(day, time))
}

fn offsets() -> impl Strategy<Value = Offset> {
    (-64_800_i64..=64_800).prop_map(|seconds| Offset::of_seconds(seconds).unwrap())
}

fn zones() -> impl Strategy<Value = Zone> {
    let names = [
        "Europe/Stockholm",
        "America/New_York",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Asia/Kathmandu",
        "UTC",
    ];
    prop_oneof![
        offsets().prop_map(Zone::Offset),
        prop::sample::select(names.to_vec())
            .prop_map(|name| Zone::Named(NamedZone::find(name).unwrap())),
    ]
}

fn instants() -> impl Strategy<Value = DateTime> {
    (locals(), zones()).prop_filter_map("beyond the calendar", |(local, zone)| {
        DateTime::new(local, zone)
    })
}

fn numbers() -> impl Strategy<Value = i64> {
    prop_oneof![
        any::<i64>(),
        -100_000_i64..100_000,
        Just(i64::MIN),
        Just(i64::MAX),
        Just(0),
    ]
}

fn durations() -> impl Strategy<Value = Duration> {
    (
        numbers(),
        numbers(),
        numbers(),
        -2_000_000_000_i64..2_000_000_000,
    )
        .prop_filter_map("beyond 64 bits", |(months, days, seconds, nanos)| {
            Duration::new(months, days, seconds, nanos)
        })
}

fn moments() -> impl Strategy<Value = Moment> {
    prop_oneof![
        days().prop_map(Moment::from),
        times().prop_map(Moment::from),
        (times(), offsets()).prop_map(|(time, offset)| Moment::from(Time::new(time, offset))),
        locals().prop_map(Moment::from),
        instants().prop_map(|instant| Moment::from(&instant)),
    ]
}

proptest! {
    #[test]
    fn dates_read_as_they_are_printed(day in days()) {
        prop_assert_eq!(parse::date(&day.to_string()), Ok(day));
    }

    #[test]
    fn times_read_as_they_are_printed(local in times(), offset in offsets()) {
        prop_assert_eq!(parse::local_time(&local.to_string()), Ok(local));
        let text = Time::new(local, offset).to_string();
        prop_assert_eq!(parse::time(&text), Ok((local, Some(offset))));
    }

    #[test]
    fn date_times_read_as_they_are_printed(local in locals(), instant in instants()) {
        prop_assert_eq!(parse::local_date_time(&local.to_string()), Ok(local));
        let read = parse::date_time(&instant.to_string(), &Zone::UTC);
        prop_assert_eq!(read, Ok(instant));
    }

    #[test]
    fn durations_read_as_they_are_printed(duration in durations()) {
        prop_assert_eq!(parse::duration(&duration.to_string()), Ok(duration));
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in "[-+PTWQZ0-9:.,\\[\\]aYMDHS]{0,24}") {
        let _ = parse::date(&text);
        let _ = parse::local_time(&text);
        let _ = parse::time(&text);
        let _ = parse::local_date_time(&text);
        let _ = parse::date_time(&text, &Zone::UTC);
        let _ = parse::duration(&text);
        let _ = parse::zone(&text);
    }

    #[test]
    fn arithmetic_never_panics(
        instant in instants(),
        a in durations(),
        b in durations(),
        int in numbers(),
        float in any::<f64>(),
    ) {
        let _ = instant.plus(a);
        let _ = instant.local().plus(a);
        let _ = instant.local().time.plus(a);
        let _ = add_to_day(instant.local().day, a);
        let _ = (a.plus(b), a.minus(b), a.negated(), a.cmp(&b), a.to_string());
        for ratio in [Some(Ratio::of_int(int)), Ratio::of_float(float)].into_iter().flatten() {
            let _ = a.times(ratio);
            let _ = a.divided_by(ratio);
        }
    }

    #[test]
    fn differences_never_panic(from in moments(), to in moments()) {
        let _ = between(&from, &to);
        let _ = in_months(&from, &to);
        let _ = in_days(&from, &to);
        let _ = in_seconds(&from, &to);
    }

    #[test]
    fn a_difference_leads_from_one_to_the_other(from in locals(), to in locals()) {
        let duration = between(&Moment::from(from), &Moment::from(to));
        prop_assert_eq!(duration.and_then(|duration| from.plus(duration)), Some(to));
        let seconds = in_seconds(&Moment::from(from), &Moment::from(to));
        prop_assert_eq!(seconds.and_then(|duration| from.plus(duration)), Some(to));
    }

    #[test]
    fn conversion_to_another_zone_keeps_the_instant(instant in instants(), zone in zones()) {
        if let Some(converted) = instant.in_zone(zone) {
            prop_assert_eq!(converted.epoch_seconds(), instant.epoch_seconds());
            prop_assert_eq!(converted.in_zone(instant.zone().clone()), Some(instant));
        }
    }

    #[test]
    fn truncation_goes_to_an_earlier_beginning(day in days(), unit in 0..9_usize) {
        let units = ["millennium", "century", "decade", "year", "weekYear", "quarter", "month", "week", "day"];
        let unit = Unit::find(units[unit]).unwrap();
        if let Some(first) = unit.truncate_day(day) {
            prop_assert!(first <= day);
            prop_assert_eq!(unit.truncate_day(first), Some(first));
            prop_assert!(add_days(first, -1).and_then(|before| unit.truncate_day(before)) != Some(first));
        }
    }
}
