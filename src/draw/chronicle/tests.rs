//! Tests of the chronicle: what must hold of every page, and what single rules promise.

use super::super::inspect;
use super::super::sample::Sample;
use super::*;
use crate::graph::Value;

fn draw(dossier: &Dossier, lang: &str) -> Picture {
    let options = Options {
        lang: Some(lang.to_owned()),
        ..Options::default()
    };
    let picture = chronicle(dossier, &Selection::all(&dossier.graph), &options).unwrap();
    for page in &picture.pages {
        inspect::check(page);
    }
    picture
}

fn texts(picture: &Picture) -> Vec<String> {
    picture
        .pages
        .iter()
        .flat_map(inspect::lines)
        .map(|line| line.text)
        .collect()
}

fn says(picture: &Picture, text: &str) -> bool {
    texts(picture).iter().any(|line| line.contains(text))
}

#[test]
fn text_lies_inside_and_apart_whatever_the_dossier() {
    draw(&Sample::new().dossier(), "en");
    for lang in ["en", "nl"] {
        draw(&Sample::small(), lang);
        draw(&Sample::hostile(), lang);
    }
    for seed in 0..4 {
        draw(&Sample::crowd(3, 5, 12, seed), "en");
        draw(&Sample::crowd(12, 60, 40, seed), "nl");
    }
    draw(&Sample::crowd(20, 20, 120, 7), "en");
}

#[test]
fn the_same_selection_gives_the_same_bytes() {
    let dossier = Sample::crowd(9, 40, 60, 3);
    assert_eq!(draw(&dossier, "en"), draw(&dossier.clone(), "en"));
}

#[test]
fn no_event_and_no_agreement_is_lost_between_pages() {
    let dossier = Sample::crowd(5, 15, 150, 1);
    let picture = draw(&dossier, "en");
    assert!(picture.pages.len() > 2);
    let texts = texts(&picture).join(" ");
    for at in 0..150 {
        assert!(texts.contains(&format!("Event {at}, a ")), "{at}");
    }
    // Every page begins with its year.
    for page in &picture.pages {
        let lines = inspect::lines(page);
        let first = lines
            .iter()
            .find(|line| line.size == super::super::style::YEAR)
            .unwrap();
        assert!(first.text.parse::<i64>().is_ok(), "{first:?}");
    }
}

#[test]
fn more_than_the_limit_is_an_error_that_asks_for_fewer() {
    let dossier = Sample::crowd(2, 5, LIMIT + 1, 1);
    let drawn = chronicle(
        &dossier,
        &Selection::all(&dossier.graph),
        &Options::default(),
    );
    assert_eq!(
        drawn,
        Err(DrawError::TooManyEvents {
            count: LIMIT + 1,
            limit: LIMIT
        })
    );
}

#[test]
fn an_empty_selection_is_a_sheet_that_says_so() {
    let dossier = Sample::small();
    let drawn = chronicle(&dossier, &Selection::default(), &Options::default()).unwrap();
    assert!(says(&drawn, "Nothing to draw"));
    assert_eq!(drawn.pages.len(), 1);
}

#[test]
fn the_legend_shows_only_what_occurs() {
    let small = draw(&Sample::small(), "en");
    for word in [
        "planned",
        "only claimed",
        "watched",
        "signed or carried out",
        "cancelled",
    ] {
        assert!(says(&small, word), "{word}");
    }
    let mut sample = Sample::new();
    sample.node("a", "state", "Aland");
    sample.event("e", "meeting", "2020", "Meeting");
    sample.involved("a", "e", "participant");
    let one = draw(&sample.dossier(), "en");
    for word in [
        "planned",
        "only claimed",
        "watched",
        "signed",
        "took part",
        "disputed",
    ] {
        assert!(!says(&one, word), "{word}");
    }
}

#[test]
fn a_date_says_no_more_than_the_article() {
    let mut sample = Sample::new();
    for (id, date, _) in DATES {
        sample.event(id, "meeting", date, id);
    }
    let picture = draw(&sample.dossier(), "en");
    for (_, _, label) in DATES {
        assert!(texts(&picture).join(" ").contains(label), "{label}");
    }
    assert!(says(&picture, "No date"));
}

const DATES: [(&str, &str, &str); 5] = [
    ("a", "../2021-06-01", "by 1 Jun"),
    ("b", "2020/..", "since 2020"),
    ("c", "2021-09-05..2021-09-11", "between 5 and 11 Sep"),
    ("d", "1999-12~", "c. Dec"),
    ("e", "", "no date"),
];

#[test]
fn what_is_disputed_is_said_and_ringed() {
    let mut sample = Sample::new();
    sample.node("a", "person", "Anna Abel");
    sample.node("b", "organization", "The Board");
    sample.event("vote", "election", "2020-08-09", "Vote");
    sample.involved("a", "vote", "candidate");
    sample.set("vote", "disputed_fields", Value::texts(["who.winner"]));
    for (id, by, stance, value) in [("won", "a", "asserts", "a"), ("lost", "b", "denies", "")] {
        sample.node(id, "claim", id);
        sample.set(id, "stance", stance);
        if !value.is_empty() {
            sample.set(id, "value", value);
        }
        sample.edge(by, "MADE", id, "", "");
        sample.edge(id, "ABOUT", "vote", "field", "who.winner");
    }
    let picture = draw(&sample.dossier(), "en");
    assert!(
        says(&picture, "≠ winner Anna Abel: denied by The Board"),
        "{:?}",
        texts(&picture)
    );
    assert!(says(&picture, "≠ disputed between articles"));
}

#[test]
fn an_agreement_without_an_event_has_a_row_or_a_word_in_the_foot() {
    let mut sample = Sample::new();
    sample.node("a", "state", "Aland");
    sample.node("b", "state", "Beland");
    for (id, name, date) in [("old", "Old pact", "1999-12"), ("vague", "Vague pact", "")] {
        sample.node(id, "treaty", name);
        if !date.is_empty() {
            sample.set(id, "date", date);
        }
        sample.edge("a", "PARTY_TO", id, "role", "party");
        sample.edge("b", "PARTY_TO", id, "role", "party");
    }
    let picture = draw(&sample.dossier(), "en");
    assert!(texts(&picture).contains(&"Old pact".to_owned()));
    assert!(says(&picture, "(an agreement without a known event)"));
    assert!(says(
        &picture,
        "Not tied to an event or a month: Vague pact"
    ));
    assert!(says(
        &picture,
        "What came of it (between Aland and Beland, unless said)"
    ));
}

#[test]
fn tooltips_quote_the_article() {
    let picture = draw(&Sample::small(), "en");
    let quote = "“a quote on Abel–Bosch summit” (000_article)";
    assert!(picture.pages[0].svg.contains(quote));
    assert!(picture.pages[0].svg.contains("Anna Abel: participant"));
}
