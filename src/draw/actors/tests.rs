//! Tests of the whole picture.

use super::*;
use crate::draw::sample::Sample;

fn draw(dossier: &Dossier, lang: &str) -> String {
    let options = Options {
        lang: Some(lang.to_owned()),
        built: None,
    };
    let all = Selection::all(&dossier.graph);
    let mut picture = actors(dossier, &all, &options);
    assert_eq!(picture.pages.len(), 1);
    picture.pages.remove(0).svg
}

fn check_boxes(dossier: &Dossier) {
    let story = Story::read(
        dossier,
        &Selection::all(&dossier.graph),
        &Options::default(),
    );
    let area = Area {
        left: MARGIN,
        top: 60.0,
        width: A4_LONG - 2.0 * MARGIN,
        height: 430.0,
    };
    let (shown, layout) = (2..=ACTORS)
        .rev()
        .find_map(|limit| {
            let shown = content(&story, limit);
            let layout = lay_out(&story, &shown, &labels(&story, &shown), area, 1.0)?;
            Some((shown, layout))
        })
        .unwrap_or_else(|| unreachable!("two actors fit"));
    let frames: Vec<Frame> = layout.actors.iter().map(|(_, frame)| *frame).collect();
    for (at, a) in frames.iter().enumerate() {
        assert!(
            a.x >= MARGIN - 0.1 && a.x + a.width <= A4_LONG - MARGIN + 0.1,
            "{a:?}"
        );
        assert!(
            a.y >= area.top - 0.1 && a.y + a.height <= area.top + area.height + 0.1,
            "{a:?}"
        );
        for b in &frames[at + 1..] {
            let apart = a.x + a.width <= b.x
                || b.x + b.width <= a.x
                || a.y + a.height <= b.y
                || b.y + b.height <= a.y;
            assert!(apart, "{a:?} {b:?}");
        }
    }
    let labels: Vec<_> = shown
        .edges
        .iter()
        .map(|edge| words::label(&story, edge))
        .collect();
    let sheet = Frame {
        x: MARGIN,
        y: 50.0,
        width: area.width,
        height: 450.0,
    };
    let texts = place(&shown, &layout, &labels, sheet);
    for text in texts.iter().flatten() {
        let half = crate::draw::font::width(&text.says, text.face, text.size) / 2.0;
        assert!(text.at.0 - half >= MARGIN - 0.1 && text.at.0 + half <= A4_LONG - MARGIN + 0.1);
        for frame in &frames {
            let clear = text.at.0 + half <= frame.x
                || text.at.0 - half >= frame.x + frame.width
                || text.at.1 <= frame.y
                || text.at.1 - text.size * 0.7 >= frame.y + frame.height;
            assert!(clear, "{text:?} {frame:?}");
        }
    }
}

#[test]
fn boxes_stand_apart_and_labels_beside_them_whatever_the_dossier() {
    check_boxes(&Sample::small());
    check_boxes(&Sample::hostile());
    for seed in 0..3 {
        check_boxes(&Sample::crowd(4, 12, 14, seed));
    }
    check_boxes(&Sample::crowd(3, 60, 40, 1));
}

#[test]
fn the_same_selection_gives_the_same_bytes() {
    let dossier = Sample::crowd(3, 8, 10, 7);
    assert_eq!(draw(&dossier, "en"), draw(&dossier, "en"));
}

#[test]
fn a_crowd_keeps_the_busiest_twenty_and_says_so() {
    let svg = draw(&Sample::crowd(20, 60, 200, 1), "en");
    assert!(svg.contains("actors with most dealings are shown; left out: "));
}

#[test]
fn an_empty_selection_is_a_sheet_that_says_so() {
    let dossier = Sample::small();
    let picture = actors(&dossier, &Selection::default(), &Options::default());
    assert!(picture.pages[0].svg.contains("Nothing to draw"));
}

#[test]
fn labels_count_what_two_actors_share() {
    let svg = draw(&Sample::small(), "en");
    for word in [
        "1 exercise, 5 agreements",
        "call",
        "sanction 2021",
        "planned visit 2021",
    ] {
        assert!(svg.contains(word), "{word}");
    }
    let svg = draw(&Sample::small(), "nl");
    for word in [
        "1 oefening, 5 afspraken",
        "gepland bezoek",
        "persoon",
        "alleen beweerd",
    ] {
        assert!(svg.contains(word), "{word}");
    }
}

#[test]
fn markup_and_control_characters_of_names_do_not_reach_the_document() {
    let svg = draw(&Sample::hostile(), "en");
    assert!(!svg.contains("<b>"));
    assert!(svg.chars().all(|c| c >= ' ' || matches!(c, '\n' | '\t')));
}
