//! Tests of the picture around an actor.

use super::super::inspect;
use super::super::sample::Sample;
use super::*;
use crate::graph::Value;

fn draw(dossier: &Dossier, id: &str, lang: &str) -> Picture {
    let options = Options {
        lang: Some(lang.to_owned()),
        ..Options::default()
    };
    let node = dossier.names.by_id(id).unwrap();
    let picture = around(dossier, &Selection::all(&dossier.graph), node, &options).unwrap();
    for page in &picture.pages {
        inspect::check(page);
    }
    picture
}

fn says(picture: &Picture, text: &str) -> bool {
    picture
        .pages
        .iter()
        .flat_map(inspect::lines)
        .any(|line| line.text.contains(text))
}

#[test]
fn text_lies_inside_and_apart_around_every_actor() {
    let dossiers = [
        Sample::small(),
        Sample::hostile(),
        Sample::crowd(3, 5, 30, 1),
        Sample::crowd(8, 60, 60, 2),
        Sample::crowd(2, 2, 90, 3),
    ];
    for dossier in &dossiers {
        for actor in dossier
            .graph
            .nodes()
            .filter(|node| node.is("Actor"))
            .step_by(3)
        {
            draw(dossier, actor.text("id").unwrap(), "nl");
        }
    }
}

#[test]
fn the_same_actor_gives_the_same_bytes() {
    let dossier = Sample::crowd(8, 60, 60, 2);
    assert_eq!(
        draw(&dossier, "state-1", "en"),
        draw(&dossier.clone(), "state-1", "en")
    );
}

#[test]
fn a_place_is_no_actor() {
    let dossier = Sample::small();
    let port = dossier.names.by_id("port").unwrap();
    let drawn = around(
        &dossier,
        &Selection::all(&dossier.graph),
        port,
        &Options::default(),
    );
    assert_eq!(drawn, Err(DrawError::NotAnActor("port".to_owned())));
}

#[test]
fn what_came_of_its_events_and_what_it_said_stand_beside_them() {
    let picture = draw(&Sample::small(), "abel", "en");
    for text in [
        "Around Anna Abel",
        "Abel–Bosch summit",
        "Loan of 2020",
        "Fish is ours",
        "Bert Bosch",
    ] {
        assert!(says(&picture, text), "{text}");
    }
    assert!(!says(&picture, "Drill at sea"));
    assert!(says(&picture, "2 events with 1 other"));
}

#[test]
fn agreements_that_events_of_others_led_to_stand_on_their_day() {
    let picture = draw(&Sample::small(), "aland", "en");
    assert!(says(&picture, "Abel–Bosch summit"));
    assert!(says(&picture, "Fish pact"));
    assert!(says(
        &picture,
        "Agreements of an unknown day: Port pact (cancelled)"
    ));
}

#[test]
fn a_part_on_the_day_of_its_whole_folds_into_it() {
    let mut sample = Sample::new();
    sample.node("a", "person", "Anna Abel");
    sample.event("visit", "visit", "2021-05-01/2021-05-03", "Visit of Abel");
    sample.event(
        "talk",
        "press-conference",
        "2021-05-01",
        "Talk to the press",
    );
    sample.edge("talk", "PART_OF", "visit", "", "");
    sample.involved("a", "visit", "visitor");
    sample.involved("a", "talk", "speaker");
    let picture = draw(&sample.dossier(), "a", "en");
    assert!(says(&picture, "with: Talk to the press"));
}

#[test]
fn an_event_that_only_the_actor_tells_of_is_shown_as_that() {
    let mut sample = Sample::new();
    sample.node("a", "person", "Anna Abel");
    sample.node("b", "person", "Bert Bosch");
    sample.event("trial", "sentence", "2021-05-01", "Trial");
    sample.involved("b", "trial", "convicted");
    sample.set("trial", "status", "claimed");
    sample.set("trial", "claimed_by", Value::texts(["a"]));
    let dossier = sample.dossier();
    assert!(says(
        &draw(&dossier, "a", "en"),
        "reported only by Anna Abel"
    ));
    assert!(says(
        &draw(&dossier, "b", "nl"),
        "alleen gemeld door Anna Abel"
    ));
}

#[test]
fn long_stories_are_cut_into_pages_and_lose_nothing() {
    let mut sample = Sample::new();
    sample.node("a", "person", "Anna Abel");
    sample.node("b", "person", "Bert Bosch");
    for at in 0..100 {
        let id = format!("event-{at}");
        let date = format!("{}-{:02}-{:02}", 2010 + at / 24, at % 12 + 1, at % 28 + 1);
        sample.event(&id, "meeting", &date, &format!("Meeting [{at}]"));
        sample.involved("a", &id, "participant");
        sample.involved("b", &id, "participant");
    }
    let picture = draw(&sample.dossier(), "a", "en");
    assert!(picture.pages.len() > 1);
    for at in 0..100 {
        assert!(says(&picture, &format!("[{at}]")), "{at}");
    }
}
