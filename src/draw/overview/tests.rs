//! Tests of the whole picture.

use super::*;
use crate::draw::marks::Frame;
use crate::draw::sample::Sample;

fn draw(dossier: &Dossier, lang: &str) -> String {
    let options = Options {
        lang: Some(lang.to_owned()),
        built: None,
    };
    let all = Selection::all(&dossier.graph);
    let mut picture = overview(dossier, &all, &options);
    assert_eq!(picture.pages.len(), 1);
    picture.pages.remove(0).svg
}

/// Lays a dossier out as [`overview`] does.
fn laid_out(dossier: &Dossier) -> Option<(Content, Layout, Area)> {
    let story = Story::read(
        dossier,
        &Selection::all(&dossier.graph),
        &Options::default(),
    );
    let mut limits = Limits {
        events: EVENTS,
        actors: ACTORS,
    };
    let area = Area {
        left: MARGIN,
        top: 65.0,
        width: A4_LONG - 2.0 * MARGIN,
        height: 420.0,
    };
    let own = words::words(story.words);
    let (shown, layout) = fit(&story, content(&story, limits), &mut limits, own, area);
    layout.map(|layout| (shown, layout, area))
}

fn check_boxes(dossier: &Dossier) {
    let Some((_, layout, area)) = laid_out(dossier) else {
        return;
    };
    let columns: [Vec<Frame>; 3] = [
        layout.actors.iter().map(|(_, frame)| *frame).collect(),
        layout.events.iter().map(|(_, frame)| *frame).collect(),
        layout.sheets.iter().map(|(_, frame)| *frame).collect(),
    ];
    let inside = |frame: &Frame| {
        frame.x >= area.left - 0.01
            && frame.y >= area.top - 0.01
            && frame.x + frame.width <= area.left + area.width + 0.01
            && frame.y + frame.height <= area.top + area.height + 0.01
    };
    let all: Vec<Frame> = columns.concat();
    for (at, a) in all.iter().enumerate() {
        assert!(inside(a), "{a:?}");
        for b in &all[at + 1..] {
            let apart = a.x + a.width < b.x
                || b.x + b.width < a.x
                || a.y + a.height < b.y
                || b.y + b.height < a.y;
            assert!(apart, "{a:?} {b:?}");
        }
    }
    for (card, frame) in layout.events.iter().chain(&layout.sheets) {
        for line in &card.lines {
            let wide = crate::draw::font::width(&line.text, line.face, line.size);
            assert!(
                line.indent + wide <= frame.width + 0.01,
                "{line:?} in {frame:?}"
            );
        }
    }
    // No edge passes a box: its corners lie in the channels.
    for route in layout.ties.iter().chain(&layout.leads) {
        for corner in &route[1..route.len() - 1] {
            for frame in &all {
                assert!(
                    corner.0 < frame.x || corner.0 > frame.x + frame.width,
                    "{corner:?} {frame:?}"
                );
            }
        }
    }
}

#[test]
fn boxes_stand_apart_and_inside_whatever_the_dossier() {
    check_boxes(&Sample::small());
    check_boxes(&Sample::hostile());
    for seed in 0..6 {
        check_boxes(&Sample::crowd(5, 20, 12, seed));
        check_boxes(&Sample::crowd(3, 60, 40, seed));
    }
}

#[test]
fn the_same_selection_gives_the_same_bytes() {
    let dossier = Sample::crowd(4, 15, 20, 7);
    assert_eq!(draw(&dossier, "en"), draw(&dossier, "en"));
}

#[test]
fn a_crowd_of_events_and_sides_ends_and_says_what_is_left_out() {
    let svg = draw(&Sample::crowd(20, 60, 200, 1), "en");
    assert!(svg.contains("Not shown: 19"), "{svg}");
}

#[test]
fn an_empty_selection_is_a_sheet_that_says_so() {
    let dossier = Sample::small();
    let none = Selection::default();
    let picture = overview(&dossier, &none, &Options::default());
    assert!(picture.pages[0].svg.contains("Nothing to draw"));
    assert!(picture.pages[0].height < A4_SHORT);
}

#[test]
fn words_and_dates_are_in_the_language() {
    let dossier = Sample::small();
    let svg = draw(&dossier, "nl");
    for word in [
        "de hoofdlijnen",
        "14 sep 2020",
        "leidde tot",
        "gepland",
        "toegezegd",
    ] {
        assert!(svg.contains(word), "{word}");
    }
    assert!(!svg.contains("led to"));
}

#[test]
fn markup_and_control_characters_of_names_do_not_reach_the_document() {
    let svg = draw(&Sample::hostile(), "en");
    assert!(!svg.contains("<b>"));
    assert!(svg.chars().all(|c| c >= ' ' || matches!(c, '\n' | '\t')));
}

#[test]
fn the_legend_shows_only_what_occurs() {
    let mut sample = Sample::new();
    sample.node("abel", "person", "Abel");
    sample.node("bosch", "person", "Bosch");
    sample.event("talk", "meeting", "2021", "A talk");
    sample.involved("abel", "talk", "participant");
    sample.involved("bosch", "talk", "participant");
    let svg = draw(&sample.dossier(), "en");
    assert!(svg.contains("took part"));
    for word in [
        "was acted on",
        "watched",
        "led to",
        "planned",
        "disputed between",
        "signed",
    ] {
        assert!(!svg.contains(word), "{word}");
    }
}

#[test]
fn agreements_of_the_same_causes_and_parties_share_a_sheet() {
    let dossier = Sample::small();
    let (shown, ..) = laid_out(&dossier).unwrap_or_else(|| unreachable!("it has events"));
    let sizes: Vec<usize> = shown
        .sheets
        .iter()
        .map(|sheet| sheet.agreements.len())
        .collect();
    assert_eq!(sizes, [3, 1]);
    assert_eq!(shown.loose.len(), 1);
}
