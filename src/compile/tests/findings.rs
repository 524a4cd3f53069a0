//! One mistake, one finding, at its place.

use super::*;

/// The findings of one annotation file on the text of `a.txt`.
fn check(yaml: &str, expected: &[&str]) {
    let c = compile(&[
        ("annotations/actors.yaml", ACTORS),
        ("annotations/a.yaml", &format!("article: a.txt\n{yaml}")),
        ("seeds/a.txt", TEXT_A),
    ]);
    let found = codes(&c);
    let messages: Vec<_> = c
        .findings
        .iter()
        .map(|f| format!("{}: {}", f.code, f.message))
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|line| {
            let (code, place) = line.split_once(' ').expect("code line:column");
            format!("{code} annotations/a.yaml:{place}")
        })
        .collect();
    assert_eq!(found, expected, "{yaml}\n{messages:#?}");
}

/// An event with another line.
fn event(line: &str, expected: &[&str]) {
    let yaml = format!(
        "events:\n  e:\n    type: meeting\n    who: [ada]\n    quote: \"Ada and Bo met\"\n    {line}\n"
    );
    check(&yaml, expected);
}

#[test]
fn references_are_checked_where_they_stand() {
    event("place: prot", &["unknown-id 7:12"]);
    event("place: bo", &["wrong-kind 7:12"]);
    event("part_of: e", &["self-reference 7:14"]);
    event("led_to: {nothing: agreed}", &["unknown-id 7:14"]);
    event("by: nobody", &["unknown-id 7:9"]);
    event(
        "date: {is: 2021-09-09, by: nobody, quote: \"9 September 2021\"}",
        &["unknown-id 7:32"],
    );
    check(
        "claims:\n  - {by: ada, says: x, about: [e, ada.weight], quote: \"Ada is glad\"}\n",
        &["unknown-id 3:32", "unknown-attribute 3:39"],
    );
    check(
        "claims:\n  - {by: port, says: x, quote: \"Ada is glad\"}\n",
        &["wrong-kind 3:10"],
    );
    check(
        "relations:\n  - {type: supporst, from: ada, to: boo, quote: \"Ada is glad\"}\n",
        &["unknown-relation 3:12", "unknown-id 3:37"],
    );
    check(
        "relations:\n  - {type: represents, from: norland, to: ada, quote: \"Ada is glad\"}\n",
        &["relation-ends 3:12"],
    );
}

#[test]
fn types_roles_and_attributes_are_checked() {
    check(
        "events:\n  e: {type: meetin, who: {hosst: ada}, troops: 5, quote: \"Ada and\"}\n",
        &["unknown-type 3:13"],
    );
    check(
        "events:\n  e: {type: loan, who: [ada], quote: \"Ada and\"}\n",
        &["unknown-type 3:13"],
    );
    event("troops: 5", &["unknown-attribute 7:5"]);
    check(
        "events:\n  e: {type: meeting, who: {lender: ada}, quote: \"Ada and\"}\n",
        &["unknown-role 3:28"],
    );
    check(
        "events:\n  e: {who: [ada], quote: \"Ada and\"}\n",
        &["missing-key 3:3"],
    );
    event("phase: plannd", &["unknown-word 7:12"]);
    check("actors:\n  bo: {type: state}\n", &["type-conflict 3:14"]);
    check(
        "events:\n  ada: {type: meeting, quote: \"Ada and\"}\n",
        &["id-conflict 3:3"],
    );
    check(
        "events:\n  Big_Event: {type: meeting, who: [ada], quote: \"Ada and\"}\n",
        &["bad-id 3:3"],
    );
    check(
        "claims:\n  - {id: author, by: ada, says: x, quote: \"Ada and\"}\n",
        &["bad-id 3:10"],
    );
}

#[test]
fn values_are_checked_at_the_characters_that_are_wrong() {
    event("date: 2021-02-30", &["bad-date 7:19"]);
    event("date: 2021-09-10/2021-09-09", &["interval-reversed 7:11"]);
    event("meetings_this_year: many", &["bad-number 7:25"]);
    check(
        "agreements:\n  l: {type: loan, amount: 630 milion USD, who: [ada], quote: \"between 630 and 640 million dollars\"}\n",
        &["bad-amount 3:31"],
    );
    check(
        "agreements:\n  l: {type: loan, amount: 630 million USS, who: [ada], quote: \"between 630 and 640 million dollars\"}\n",
        &["unknown-currency 3:39"],
    );
    check(
        "events:\n  e: {type: election, fraudulent: yes, who: [ada], quote: \"Ada and\"}\n",
        &["bad-boolean 3:35"],
    );
    check("actors:\n  bo: {wikidata: 184}\n", &["bad-wikidata 3:18"]);
}

#[test]
fn figures_have_to_follow_from_their_quotes() {
    event(
        "meetings_this_year: {is: 5, quote: \"their fifth meeting\"}",
        &[],
    );
    event(
        "meetings_this_year: {is: 6, quote: \"their fifth meeting\"}",
        &["value-not-in-quote 7:30"],
    );
    event(
        "meetings_this_year: {is: 6, quote: \"their fifth meeting\", why: one more}",
        &[],
    );
    event(
        "meetings_this_year: {is: 6, quote: \"their fifth meeting\"}\n    allow: [value-not-in-quote]",
        &[],
    );
    event(
        "date: {is: 2021-09-08, quote: \"on 9 September 2021\"}",
        &["value-not-in-quote 7:16"],
    );
    let loan = |amount: &str| {
        format!(
            "agreements:\n  l: {{type: loan, amount: {amount} million USD, who: [ada], quote: \"between 630 and 640 million dollars\"}}\n"
        )
    };
    check(&loan("630..640"), &[]);
    check(&loan("630..650"), &["value-not-in-quote 3:27"]);
}

#[test]
fn quotes_are_checked() {
    let quote = |quote: &str, expected: &[&str]| {
        check(
            &format!("events:\n  e: {{type: meeting, who: [ada], quote: {quote}}}\n"),
            expected,
        );
    };
    quote("\"Ada and Bo meet\"", &["quote-not-found 3:41"]);
    quote("\"Ada\"", &["quote-ambiguous 3:41"]);
    quote("{text: Ada, after: dollars}", &[]);
    quote("{text: Ada, after: euros}", &["quote-not-found 3:60"]);
    quote("{text: Port, after: dollars}", &["quote-not-found 3:61"]);
    quote("\"\"", &["quote-empty 3:41"]);
    quote("\"Ada and …\"", &["quote-ellipsis 3:41"]);
    quote("\"Ada … Port\"", &[]);
    quote("\"Port … Norland\"", &["quote-not-found 3:41"]);
    quote(
        "[\"Ada and Bo\", \"Ada und Bo\"]",
        &["quote-not-found 3:56"],
    );
    check(
        "events:\n  e: {type: meeting, who: [ada]}\n",
        &["missing-key 3:3"],
    );
}

#[test]
fn keys_are_checked() {
    event("plase: port", &["unknown-attribute 7:5"]);
    check("evens: {}\n", &["unknown-key 2:1"]);
    check(
        "claims:\n  - {by: ada, says: x, stanse: denies, quote: \"Ada is glad\"}\n",
        &["unknown-key 3:24"],
    );
    check(
        "claims:\n  - {says: x, quote: \"Ada is glad\"}\n",
        &["missing-key 3:6"],
    );
    check(
        "actors:\n  cy: {type: person, nmae: Cy}\n",
        &["unknown-key 3:22"],
    );
    event("place: []", &[]);
    event("place:", &["empty-value 7:5"]);
    event("quote: x", &["duplicate-key 7:5"]);
    check("events: [1]\n", &["wrong-shape 2:9"]);
    check("events: {e: [1]}\n", &["wrong-shape 2:13"]);
}

#[test]
fn plans_need_their_word() {
    let c = compile(&[
        ("annotations/actors.yaml", ACTORS),
        (
            "annotations/a.yaml",
            "article: a.txt\npublished: 2021-09\nevents:\n  e: {type: meeting, date: {is: 2021-10, why: x}, who: [ada], quote: \"Ada and Bo\"}\n  f: {type: meeting, phase: planned, date: {is: 2021-10, why: x}, who: [ada], quote: \"Ada and Bo\"}\n  g: {type: meeting, quote: \"Ada and Bo\"}\n",
        ),
        ("seeds/a.txt", TEXT_A),
    ]);
    assert_eq!(
        codes(&c),
        [
            "date-after-article annotations/a.yaml:4:33",
            "event-without-actor annotations/a.yaml:6:3"
        ]
    );
}

#[test]
fn wholes_do_not_go_in_circles() {
    check(
        "events:\n  e: {type: event, part_of: f, who: [ada], quote: \"Ada and\"}\n  f: {type: event, part_of: g, who: [ada], quote: \"Ada and\"}\n  g: {type: event, part_of: e, who: [ada], quote: \"Ada and\"}\n",
        &["cycle 3:29"],
    );
}

#[test]
fn articles_are_checked() {
    let annotate = |head: &str| {
        let c = compile(&[
            ("annotations/actors.yaml", ACTORS),
            ("annotations/a.yaml", head),
            ("seeds/a.txt", TEXT_A),
            ("seeds/b.txt", TEXT_B),
        ]);
        codes(&c)
    };
    assert_eq!(
        annotate("article: c.txt\n"),
        ["article-missing annotations/a.yaml:1:10"]
    );
    assert_eq!(
        annotate("title: x\n"),
        ["missing-key annotations/a.yaml:1:1"]
    );
    assert_eq!(annotate("article: a\n"), [""; 0]);
    assert_eq!(
        annotate("article: seeds/a.txt\ncopy_of: a\n"),
        ["self-reference annotations/a.yaml:2:10"]
    );
    assert_eq!(
        annotate("article: a.txt\nsha256: 12\n"),
        ["bad-hash annotations/a.yaml:2:9"]
    );
    assert_eq!(
        annotate(&format!("article: a.txt\nsha256: {}\n", "0".repeat(64))),
        ["article-changed annotations/a.yaml:2:9"]
    );
    assert_eq!(
        annotate("article: a.txt\npublished: 2021-13\n"),
        ["bad-date annotations/a.yaml:2:17"]
    );
    let c = two("", "");
    clean(&c);
    let c = compile(&[
        ("annotations/a.yaml", "article: a.txt\n"),
        ("annotations/b.yaml", "article: a.txt\n"),
        ("seeds/a.txt", TEXT_A),
    ]);
    assert_eq!(codes(&c), ["article-twice annotations/b.yaml:1:10"]);
}

#[test]
fn background_takes_no_quotes_and_no_events() {
    let c = compile(&[
        (
            "annotations/actors.yaml",
            "actors:\n  ada: {type: person, name: Ada, quote: x}\nevents: {}\n",
        ),
        ("seeds/a.txt", TEXT_A),
    ]);
    assert_eq!(
        codes(&c),
        [
            "unknown-key annotations/actors.yaml:2:34",
            "unknown-key annotations/actors.yaml:3:1"
        ]
    );
}

#[test]
fn an_alias_of_two_actors_and_two_wikidata_ids_are_found() {
    let c = compile(&[
        (
            "annotations/actors.yaml",
            "actors:\n  ada: {type: person, name: Ada, wikidata: Q1}\n  bo: {type: person, name: Bo, aliases: [Ada]}\n",
        ),
        (
            "annotations/a.yaml",
            "article: a.txt\nactors: {ada: {wikidata: Q2}}\n",
        ),
        ("seeds/a.txt", TEXT_A),
    ]);
    assert_eq!(
        codes(&c),
        [
            "wikidata-conflict annotations/a.yaml:2:26",
            "alias-shared annotations/actors.yaml:3:42"
        ]
    );
}

#[test]
fn types_of_ones_own_are_checked() {
    let types = |yaml: &str| {
        codes(&compile(&[
            ("types.yaml", yaml),
            ("annotations/actors.yaml", ACTORS),
        ]))
    };
    for (yaml, place) in [
        ("types: {x: {parent: evnt}}", "1:21"),
        ("types: {x: {}}", "1:9"),
        ("types: {meeting: {parent: event}}", "1:9"),
        ("types: {claim: {parent: event}}", "1:9"),
        ("types: {x: {parent: y}, y: {parent: x}}", "1:9"),
        (
            "types: {x: {parent: event, attributes: {y: colour}}}",
            "1:44",
        ),
        (
            "types: {x: {parent: event, attributes: {date: number}}}",
            "1:41",
        ),
        (
            "types: {x: {parent: event, attributes: {n: number, n_min: number}}}",
            "1:52",
        ),
        (
            "types: {x: {parent: meeting, attributes: {meetings_this_year: text}}}",
            "1:43",
        ),
        ("types: {x: {parent: event, roles: {y: actve}}}", "1:39"),
        ("relations: {x: {from: [Peeple]}}", "1:24"),
        ("relations: {led-to: {}}", "1:13"),
        ("relations: {owns: {}}", "1:13"),
        ("relations: {x: {attributes: {since: number}}}", "1:30"),
    ] {
        assert_eq!(
            types(yaml),
            [format!("bad-type types.yaml:{place}")],
            "{yaml}"
        );
    }
    assert_eq!(types("tipes: {}\n"), ["unknown-key types.yaml:1:1"]);
    assert_eq!(
        types("types: {x: {parnt: event}}\n"),
        ["unknown-key types.yaml:1:13"]
    );
}

#[test]
fn what_uses_a_faulty_type_or_article_is_not_to_blame() {
    let c = compile(&[
        (
            "types.yaml",
            "types: {x: {parent: evnt}}\nrelations: {y: {from: [Peeple]}}",
        ),
        ("annotations/actors.yaml", ACTORS),
        (
            "annotations/a.yaml",
            "article: a.txt\nevents: {e: {type: x, who: {odd: ada}, odd: 5, quote: \"Ada and\"}}\nrelations: [{type: y, from: ada, to: bo, quote: \"Ada and\"}]",
        ),
        ("annotations/z.yaml", "article: z.txt\n"),
        ("seeds/a.txt", TEXT_A),
        ("seeds/z.txt", ""),
    ]);
    assert_eq!(
        codes(&c),
        [
            "article-empty seeds/z.txt:1:1",
            "bad-type types.yaml:1:21",
            "bad-type types.yaml:2:24"
        ]
    );
}

#[test]
fn a_claims_attributes_have_names_of_their_own() {
    let claim = |key: &str, expected: &[&str]| {
        check(
            &format!("claims:\n  - {{by: ada, says: x, {key}, quote: \"Ada is glad\"}}\n"),
            expected,
        );
    };
    for key in [
        "status: x",
        "sources: 5",
        "says_nl: x",
        "Bad_Key: x",
        "bad-key: x",
        "currency: x",
    ] {
        claim(key, &["unknown-key 3:24"]);
    }
    claim("n: {is: 1, why: x}, n_min: 2", &["unknown-key 3:44"]);
    check(
        "claims:\n  - {by: [], says: x, quote: \"Ada is glad\"}\n",
        &["empty-value 3:6"],
    );
    check("claims:\n  -\n", &["empty-value 3:4"]);
    check(
        "claims:\n  - {id: c, by: ada, says: x, denies: c, quote: \"Ada is glad\"}\n",
        &["self-reference 3:39"],
    );
    check(
        "claims:\n  - {by: ada, says: x, quote: \"Ada is glad\", allow: [quote-nowhere]}\n",
        &["unknown-word 3:54"],
    );
}

#[test]
fn a_relation_ends_after_it_begins() {
    check(
        "relations:\n  - {type: opposes, from: ada, to: bo, since: {is: 1994, why: x}, until: {is: 1990, why: x}, quote: \"Ada and\"}\n",
        &["interval-reversed 3:79"],
    );
}

#[test]
fn a_quote_names_the_currency_and_the_year_or_neither() {
    let loan = |currency: &str| {
        format!(
            "agreements:\n  l: {{type: loan, amount: 630..640 million {currency}, who: [ada], quote: \"between 630 and 640 million dollars\"}}\n"
        )
    };
    check(&loan("USD"), &[]);
    check(&loan("CAD"), &[]);
    check(&loan("EUR"), &["value-not-in-quote 3:27"]);
    event(
        "date: {is: 2020-09-09, quote: \"on 9 September 2021\"}",
        &["value-not-in-quote 7:16"],
    );
}

#[test]
fn articles_that_are_copies_in_a_circle_are_found() {
    let c = two("copy_of: b\n", "copy_of: a\n");
    assert_eq!(codes(&c), ["cycle annotations/a.yaml:3:10"]);
    assert_eq!(c.findings[0].related.len(), 1);
    clean(&two("copy_of: b\n", ""));
}

#[test]
fn an_empty_item_among_claims_is_one_finding() {
    let c = two("claims:\n  -\n", "");
    assert_eq!(codes(&c).len(), 1, "{:?}", codes(&c));
}

#[test]
fn a_quote_in_a_header_stands_in_the_first_sentence() {
    let c = compile(&[
        ("annotations/actors.yaml", ACTORS),
        (
            "annotations/a.yaml",
            "article: a.md\nevents:\n  e: {type: meeting, who: ada, quote: Ada in Port}\n",
        ),
        (
            "seeds/a.md",
            "---\ntitle: Ada in Port\n---\n\nShe is there.\n",
        ),
    ]);
    clean(&c);
    let evidence = edges(&c, "e", "SUPPORTED_BY", "a");
    assert_eq!(
        evidence[0].get("sentence").map(written).as_deref(),
        Some("1")
    );
}
