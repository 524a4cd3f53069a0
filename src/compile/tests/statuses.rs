//! Status: disputed, claimed, corroborated, reported, background.

use super::*;

const MEETING: &str = "events:\n  summit:\n    type: meeting\n    who: [ada, bo]\n    quote: \"Ada and Bo met in Port\"\n";

#[test]
fn one_witness_reports_and_two_corroborate() {
    let c = two(
        MEETING,
        "events:\n  summit:\n    who: [ada, bo]\n    quote: \"Ada saw Bo\"\n",
    );
    clean(&c);
    assert_eq!(property(&c, "summit", "status"), "corroborated");
    let edge = edges(&c, "ada", "INVOLVED_IN", "summit")[0];
    assert_eq!(edge.text("status"), Some("corroborated"));
    assert_eq!(edge.get("sources").map(written).as_deref(), Some("a b"));
    assert_eq!(edge.text("role"), Some("participant"));
    assert_eq!(
        edge.texts("quotes").collect::<Vec<_>>(),
        ["Ada and Bo met in Port", "Ada saw Bo"]
    );
    assert_eq!(edge.get("start").map(written).as_deref(), Some("0"));
    assert_eq!(edge.get("starts").map(written).as_deref(), Some("0 21"));
    let c = two(MEETING, "");
    assert_eq!(property(&c, "summit", "status"), "reported");
}

#[test]
fn copies_are_one_witness() {
    let b = "events:\n  summit:\n    who: [ada, bo]\n    quote: \"Ada saw Bo\"\n";
    for (a, b) in [
        (MEETING.to_owned(), format!("copy_of: a\n{b}")),
        (format!("via: ANP\n{MEETING}"), format!("via: ANP\n{b}")),
    ] {
        assert_eq!(property(&two(&a, &b), "summit", "status"), "reported");
    }
    let c = compile(&[
        ("annotations/actors.yaml", ACTORS),
        ("annotations/a.yaml", &format!("article: a.txt\n{MEETING}")),
        ("annotations/b.yaml", &format!("article: b.txt\n{MEETING}")),
        ("seeds/a.txt", TEXT_A),
        (
            "seeds/b.txt",
            &TEXT_A.replace("\n\n", "\r\n\r\n").replace(' ', "  "),
        ),
    ]);
    clean(&c);
    assert_eq!(property(&c, "summit", "status"), "reported");
}

#[test]
fn values_that_cannot_both_hold_dispute_and_the_one_with_most_witnesses_shows() {
    let with = |number: &str, quote: &str, words: &str| {
        format!(
            "events:\n  summit:\n    type: meeting\n    meetings_this_year: {{is: {number}, quote: \"{words}\"}}\n    who: [ada]\n    quote: \"{quote}\"\n"
        )
    };
    let a = with("5", "Ada and Bo met", "their fifth meeting");
    let b = with("6", "Ada saw Bo", "for the sixth time");
    let c = two(&a, &b);
    clean(&c);
    assert_eq!(property(&c, "summit", "status"), "disputed");
    assert_eq!(
        property(&c, "summit", "disputed_fields"),
        "meetings_this_year"
    );
    assert_eq!(property(&c, "summit", "meetings_this_year"), "5");
}

#[test]
fn an_entry_that_somebody_quoted_tells_is_claimed() {
    let c = two(
        "events:\n  summit:\n    type: meeting\n    by: bo\n    who: [ada]\n    quote: \"Ada and Bo met\"\n",
        "",
    );
    assert_eq!(property(&c, "summit", "status"), "claimed");
    assert_eq!(property(&c, "summit", "claimed_by"), "bo");
    assert_eq!(
        edges(&c, "ada", "INVOLVED_IN", "summit")[0].text("status"),
        Some("claimed")
    );
}

#[test]
fn a_by_at_a_field_makes_a_claim_and_no_property() {
    let c = two(
        "events:\n  vote:\n    type: election\n    share: {is: 80%, by: ada, why: x}\n    who: {candidate: ada, winner: {is: ada, by: [ada, author]}}\n    quote: \"Ada and Bo met\"\n",
        "",
    );
    clean(&c);
    assert_eq!(property(&c, "vote", "share"), "");
    assert_eq!(property(&c, "vote-share-ada", "says"), "share: 80%");
    assert_eq!(property(&c, "vote-share-ada", "value"), "80%");
    assert_eq!(edges(&c, "ada", "MADE", "vote-share-ada").len(), 1);
    assert_eq!(
        edges(&c, "vote-share-ada", "ABOUT", "vote")[0].text("field"),
        Some("share")
    );
    assert_eq!(edges(&c, "a", "MADE", "vote-who.winner-a").len(), 1);
    assert_eq!(
        edges(&c, "ada", "INVOLVED_IN", "vote").len(),
        1,
        "no winner"
    );
    assert_eq!(property(&c, "vote", "status"), "reported");
}

#[test]
fn a_by_value_that_cannot_hold_with_a_reported_one_disputes() {
    let c = two(
        "events:\n  vote: {type: election, share: {is: 80%, by: ada, why: x}, who: [ada], quote: \"Ada and Bo met\"}\n",
        "events:\n  vote: {share: {is: 10%, why: x}, who: [ada], quote: \"Ada saw Bo\"}\n",
    );
    clean(&c);
    assert_eq!(property(&c, "vote", "disputed_fields"), "share");
    assert_eq!(property(&c, "vote", "share"), "10");
}

#[test]
fn a_denial_disputes_a_field_an_entry_or_a_claim() {
    let c = two(
        &format!(
            "{MEETING}claims:\n  - {{id: glad, by: ada, says: Glad, about: loan, quote: \"Ada is glad\"}}\nagreements:\n  loan: {{type: loan, who: {{lender: norland, borrower: sudland}}, quote: \"Norland lends Sudland\"}}\n"
        ),
        "claims:\n  - {by: bo, says: No, denies: [summit.who.participant, loan, glad], quote: \"Ada saw Bo\"}\n",
    );
    clean(&c);
    assert_eq!(property(&c, "summit", "disputed_fields"), "who.participant");
    assert_eq!(property(&c, "summit", "status"), "disputed");
    assert_eq!(
        edges(&c, "bo", "INVOLVED_IN", "summit")[0].text("status"),
        Some("disputed")
    );
    assert_eq!(property(&c, "loan", "disputed_fields"), "entry");
    assert_eq!(property(&c, "glad", "status"), "disputed");
    assert_eq!(edges(&c, "b-1", "DISPUTES", "glad").len(), 1);
    assert_eq!(edges(&c, "b-1", "ABOUT", "glad").len(), 1);
    assert!(edges(&c, "b-1", "DISPUTES", "summit").is_empty());
}

#[test]
fn background_stays_background_until_an_article_uses_it() {
    let c = two(MEETING, "");
    assert_eq!(property(&c, "norland", "status"), "background");
    assert_eq!(property(&c, "norland", "sources"), "");
    assert_eq!(property(&c, "ada", "status"), "reported");
    assert_eq!(property(&c, "ada", "sources"), "a");
    let office = edges(&c, "ada", "REPRESENTS", "norland")[0];
    assert_eq!(office.text("status"), Some("background"));
    assert_eq!(office.text("office"), Some("president"));
    assert_eq!(office.get("sources").map(written).as_deref(), Some(""));
    assert_eq!(office.text("quote"), None);
    let c = two(
        "relations:\n  - {type: represents, from: ada, to: norland, office: president, since: {is: 1999, why: known}, quote: \"Ada and Bo met\"}\n",
        "",
    );
    clean(&c);
    let office = edges(&c, "ada", "REPRESENTS", "norland");
    assert_eq!(office.len(), 1);
    assert_eq!(office[0].text("status"), Some("reported"));
    assert_eq!(office[0].text("quote"), Some("Ada and Bo met"));
}
