//! What articles say together: names, dates, places, amounts, plans, claims.

use super::*;

fn summit(date: &str, more: &str, quote: &str) -> String {
    format!(
        "events:\n  summit:\n    type: meeting\n    date: {date}\n{more}    who: [ada]\n    quote: \"{quote}\"\n"
    )
}

#[test]
fn a_month_and_a_day_in_it_show_the_day() {
    let c = two(
        &summit("{is: 2021-09, why: x}", "", "Ada and Bo met"),
        &summit(
            "{is: 2021-09-10, quote: \"10 September 2021\"}",
            "",
            "Ada saw Bo",
        ),
    );
    clean(&c);
    assert_eq!(property(&c, "summit", "date"), "2021-09-10");
    assert_eq!(property(&c, "summit", "earliest"), "2021-09-10");
    assert_eq!(property(&c, "summit", "disputed_fields"), "");
}

#[test]
fn a_plan_yields_to_what_happened_and_disputes_nothing() {
    let c = two(
        &summit(
            "{is: 2021-08-01, why: x}",
            "    phase: planned\n    place: port\n",
            "Ada and Bo met",
        ),
        &summit(
            "{is: 2021-09-10, why: x}",
            "    place: sudland\n",
            "Ada saw Bo",
        ),
    );
    clean(&c);
    assert_eq!(property(&c, "summit", "date"), "2021-09-10");
    assert_eq!(property(&c, "summit", "phase"), "happened");
    assert_eq!(property(&c, "summit", "status"), "corroborated");
    assert_eq!(edges(&c, "summit", "AT", "sudland").len(), 1);
    assert!(edges(&c, "summit", "AT", "port").is_empty());
    let dates: Vec<_> = node(&c, "summit")
        .outgoing()
        .filter(|edge| edge.text("field") == Some("date"))
        .filter_map(|edge| edge.text("value"))
        .collect();
    assert_eq!(dates.len(), 2);
}

#[test]
fn a_plan_alone_shows_its_date_and_place() {
    let c = two(
        &summit(
            "{is: 2021-12-01, why: x}",
            "    phase: planned\n    place: port\n",
            "Ada and Bo met",
        ),
        "",
    );
    clean(&c);
    assert_eq!(property(&c, "summit", "phase"), "planned");
    assert_eq!(property(&c, "summit", "date"), "2021-12-01");
    assert_eq!(edges(&c, "summit", "AT", "port").len(), 1);
}

#[test]
fn a_place_in_another_is_the_narrower_one() {
    let at = |place: &str, quote: &str| {
        summit(
            "{is: 2021, why: x}",
            &format!("    place: {place}\n"),
            quote,
        )
    };
    let c = two(&at("norland", "Ada and Bo met"), &at("quay", "Ada saw Bo"));
    clean(&c);
    assert_eq!(edges(&c, "summit", "AT", "quay").len(), 1);
    assert!(edges(&c, "summit", "AT", "norland").is_empty());
    let c = two(&at("sudland", "Ada and Bo met"), &at("quay", "Ada saw Bo"));
    assert_eq!(property(&c, "summit", "disputed_fields"), "place");
}

#[test]
fn amounts_meet_and_stages_go_furthest() {
    let loan = |amount: &str, quote: &str| {
        format!(
            "agreements:\n  loan:\n    type: loan\n    stage: discussed\n    who: {{lender: norland, borrower: sudland}}\n    amount: {amount}\n    quote: \"{quote}\"\n"
        )
    };
    let a = format!(
        "events:\n  summit:\n    type: meeting\n    who: [ada]\n    led_to: {{loan: promised}}\n    quote: \"Ada and Bo met\"\n{}",
        loan(
            "630..640 million USD",
            "lends Sudland between 630 and 640 million dollars"
        )
    );
    let c = two(
        &a,
        &loan("635 million USD", "lends Sudland 635 million dollars"),
    );
    clean(&c);
    assert_eq!(property(&c, "loan", "amount_min"), "635000000");
    assert_eq!(property(&c, "loan", "amount_max"), "635000000");
    assert_eq!(property(&c, "loan", "currency"), "USD");
    assert_eq!(property(&c, "loan", "stage"), "promised");
    assert_eq!(
        edges(&c, "summit", "LED_TO", "loan")[0].text("stage"),
        Some("promised")
    );
    assert_eq!(property(&c, "loan", "status"), "corroborated");
    let c = two(
        &loan("630..640 million USD", "between 630 and 640 million"),
        &loan("635 million EUR", "635 million"),
    );
    assert_eq!(property(&c, "loan", "currency"), "USD");
    assert_eq!(property(&c, "loan", "disputed_fields"), "");
}

#[test]
fn ranges_and_approximate_numbers_have_their_own_properties() {
    let exercise = |troops: &str| {
        format!(
            "events:\n  games:\n    type: exercise\n    who: [norland]\n    troops: {{is: {troops}, why: x}}\n    quote: \"Ada and Bo met\"\n"
        )
    };
    let c = two(&exercise("~200 thousand"), "");
    assert_eq!(property(&c, "games", "troops"), "200000");
    assert_eq!(property(&c, "games", "troops_approximate"), "true");
    let c = two(&exercise("5..6"), "");
    assert_eq!(property(&c, "games", "troops"), "");
    assert_eq!(property(&c, "games", "troops_min"), "5");
    assert_eq!(property(&c, "games", "troops_max"), "6");
}

#[test]
fn names_come_from_background_then_articles_and_the_rest_are_aliases() {
    let c = two(
        "events:\n  summit: {type: meeting, name: {nl: Top}, who: [ada], quote: \"Ada and Bo met\"}\n",
        "events:\n  summit: {name: {en: Summit, nl: Topontmoeting}, aliases: [De top], who: [ada], quote: \"Ada saw Bo\"}\n",
    );
    clean(&c);
    assert_eq!(property(&c, "summit", "name"), "Summit");
    assert_eq!(property(&c, "summit", "name_nl"), "Top");
    assert_eq!(
        property(&c, "summit", "aliases"),
        "De top Top Topontmoeting"
    );
    assert_eq!(property(&c, "sudland", "name"), "Sudland");
    assert_eq!(property(&c, "sudland", "aliases"), "Zuidland");
}

#[test]
fn a_claim_takes_the_date_of_its_event_as_its_own_article_gives_it() {
    let c = two(
        &format!(
            "{}claims:\n  - {{by: ada, says: {{en: Glad, nl: Blij}}, during: summit, people: {{is: ~200, why: x}}, quote: \"Ada is glad\"}}\n",
            summit(
                "{is: 2021-09-09, quote: \"9 September 2021\"}",
                "",
                "Ada and Bo met"
            )
        ),
        &format!(
            "{}claims:\n  - {{id: sixth, by: author, says: Often, stance: denies, medium: tweet, during: summit, quote: \"for the sixth time\"}}\n",
            summit(
                "{is: 2021-09-10, quote: \"10 September 2021\"}",
                "",
                "Ada saw Bo"
            )
        ),
    );
    clean(&c);
    assert_eq!(property(&c, "a-1", "date"), "2021-09-09");
    assert_eq!(property(&c, "sixth", "date"), "2021-09-10");
    assert_eq!(property(&c, "a-1", "says"), "Glad");
    assert_eq!(property(&c, "a-1", "name"), "Glad");
    assert_eq!(property(&c, "a-1", "says_nl"), "Blij");
    assert_eq!(property(&c, "a-1", "people"), "200");
    assert_eq!(property(&c, "a-1", "stance"), "asserts");
    assert_eq!(
        edges(&c, "ada", "MADE", "a-1")[0].text("date"),
        Some("2021-09-09")
    );
    assert_eq!(edges(&c, "b", "MADE", "sixth").len(), 1);
    assert_eq!(edges(&c, "a-1", "DURING", "summit").len(), 1);
}

#[test]
fn quotes_are_the_articles_own_words_at_their_code_points() {
    let c = compile(&[
        (
            "annotations/actors.yaml",
            "actors: {ada: {type: person, name: Ada}}",
        ),
        (
            "annotations/a.yaml",
            "article: a.txt\nevents: {e: {type: event, who: [ada], quote: \"zei 'ja' - en ging\"}}",
        ),
        (
            "seeds/a.txt",
            "\u{feff}Één zin vooraf. Ada zei  ‘ja’ – en\r\nging.",
        ),
    ]);
    clean(&c);
    let edge = edges(&c, "e", "SUPPORTED_BY", "a");
    let entry = edge
        .iter()
        .find(|edge| edge.get("field").is_none())
        .expect("the entry");
    assert_eq!(entry.text("quote"), Some("zei  ‘ja’ – en\r\nging"));
    assert_eq!(entry.get("start").map(written).as_deref(), Some("20"));
    assert_eq!(entry.get("end").map(written).as_deref(), Some("40"));
    assert_eq!(entry.get("sentence").map(written).as_deref(), Some("2"));
}

#[test]
fn mentions_count_names_and_remember_the_first() {
    let c = two(
        "events:\n  summit: {type: meeting, who: [ada], quote: \"Ada and Bo met\"}\n",
        "",
    );
    let mention = edges(&c, "a", "MENTIONS", "ada")[0];
    assert_eq!(mention.get("count").map(written).as_deref(), Some("2"));
    assert_eq!(mention.get("first").map(written).as_deref(), Some("0"));
}

#[test]
fn types_of_ones_own_bring_roles_attributes_and_labels() {
    let c = compile(&[
        (
            "types.yaml",
            "types:\n  sea-game: {parent: naval-exercise}\n  naval-exercise: {parent: exercise, roles: [escort], attributes: {tonnage: number}}\nrelations:\n  funds: {from: [Actor], to: [Actor], attributes: {sum: amount}}\n",
        ),
        (
            "annotations/actors.yaml",
            "actors: {ada: {type: person, name: Ada}, bo: {type: person, name: Bo}}",
        ),
        (
            "annotations/a.yaml",
            "article: a.txt\nevents: {e: {type: sea-game, tonnage: {is: 5, why: x}, who: {escort: ada}, quote: \"Ada\"}}\nrelations: [{type: funds, from: ada, to: bo, sum: {is: ~5 million EUR, why: x}, quote: Bo}]",
        ),
        ("seeds/a.txt", "Ada sails. Bo not."),
    ]);
    clean(&c);
    assert_eq!(
        node(&c, "e").labels().collect::<Vec<_>>(),
        ["Event", "Exercise", "NavalExercise", "SeaGame"]
    );
    let funds = edges(&c, "ada", "FUNDS", "bo")[0];
    let keys: Vec<_> = funds
        .properties()
        .filter(|(key, _)| key.starts_with("sum"))
        .map(|(key, value)| format!("{key}={}", written(value)))
        .collect();
    assert_eq!(
        keys,
        [
            "sum_approximate=true",
            "sum_currency=EUR",
            "sum_max=5000000",
            "sum_min=5000000",
            "sum_text=~5 million EUR"
        ]
    );
}

#[test]
fn the_order_and_names_of_files_do_not_matter() {
    let a = "events:\n  summit: {type: meeting, who: [ada], quote: \"Ada and Bo met\"}\n";
    let b = "events:\n  summit: {who: [bo], quote: \"Ada saw Bo\"}\n";
    let with = |first: &str, second: &str| {
        compile(&[
            ("annotations/actors.yaml", ACTORS),
            (first, &format!("article: a.txt\n{a}")),
            (second, &format!("article: b.txt\n{b}")),
            ("seeds/a.txt", TEXT_A),
            ("seeds/b.txt", TEXT_B),
        ])
    };
    let all = |c: &Compilation| {
        let graph = &c.dossier.graph;
        let nodes = graph.nodes().map(|n| {
            format!(
                "{:?}{:?}",
                n.labels().collect::<Vec<_>>(),
                n.properties().collect::<Vec<_>>()
            )
        });
        let edges = graph.edges().map(|e| {
            format!(
                "{}{:?}{:?}{:?}",
                e.kind(),
                e.from().text("id"),
                e.to().text("id"),
                e.properties().collect::<Vec<_>>()
            )
        });
        nodes.chain(edges).collect::<Vec<_>>()
    };
    let one = with("annotations/a.yaml", "annotations/b.yaml");
    assert_eq!(
        all(&one),
        all(&with("annotations/z.yml", "annotations/deep/er/0.yaml"))
    );
}
