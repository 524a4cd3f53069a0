//! Timelines, calendars and tables of events: the documented schema of `TimelineJS`, the package
//! icalendar, pandas and the code book of CAMEO.

use crate::tables::{compare, dossiers};

const EVENTS: &str =
    "MATCH (n:Event) WHERE n.earliest IS NOT NULL OR n.latest IS NOT NULL RETURN n";
const PARTS: &str =
    "MATCH (a)-[r:INVOLVED_IN]->(e:Event) RETURN a.name AS name, r.role AS role, e.id AS event";

fn check(format: &str, queries: &[&str]) {
    for dossier in dossiers() {
        let count = compare("calendars.py", &dossier, format, queries);
        let count: usize = count.trim().parse().expect("a number");
        assert!(count > 20, "{format}: only {count}");
    }
}

#[test]
#[ignore = "needs jsonschema"]
fn a_timeline_follows_the_documented_schema_and_has_every_dated_event() {
    check("timelinejs", &[EVENTS]);
}

#[test]
#[ignore = "needs icalendar"]
fn a_calendar_has_every_dated_event_on_its_days() {
    check("ical", &[EVENTS]);
}

#[test]
#[ignore = "needs pandas and the code book of CAMEO"]
fn a_table_of_events_has_a_row_for_every_pair_with_a_code_of_the_book() {
    check("icews", &[EVENTS, PARTS]);
}
