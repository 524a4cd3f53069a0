//! What the commands print, where, and with which status.

use std::io::Read as _;
use std::process::Stdio;

use insta::assert_snapshot;
use serde_json::Value;

use crate::program::{Dossier, command};

fn json(dossier: &Dossier, args: &[&str]) -> Value {
    let output = dossier.output(args);
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The keys of the first row.
fn keys(line: &str) -> String {
    let dossier = Dossier::example();
    let text =
        String::from_utf8(dossier.output(&line.split(' ').collect::<Vec<_>>()).stdout).unwrap();
    let row: serde_json::Map<String, Value> =
        serde_json::from_str(text.lines().next().unwrap()).unwrap();
    // serde_json sorts the keys it reads; their order is that of the text.
    let mut keys: Vec<_> = row.keys().map(String::as_str).collect();
    keys.sort_by_key(|key| text.find(&format!("\"{key}\":")));
    keys.join(" ")
}

#[test]
fn the_example_checks_green_and_shows_what_it_teaches() {
    let dossier = Dossier::example();
    assert_snapshot!(dossier.run("check"), @"
    2 articles, 1 event, 1 agreement, 3 claims, 5 actors, 1 place, 17 relationships
    27 quotes found verbatim in the articles
    events, agreements and claims: 1 corroborated, 2 reported, 2 disputed, 0 claimed
    no errors, no warnings, no notes
    ");
    assert_snapshot!(dossier.run("events"), @"
    id                         type     date        name                  roles                                 place      status    sources
    ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    veldhaven-meeting-2031-03  meeting  2031-03-05  Meeting in Veldhaven  participant: holm, participant: reik  veldhaven  disputed  harbour-post, kustbode
    ");
    assert_snapshot!(dossier.run("agreements"), @"
    id           type  date  name                 parties                                 stage   amount           status        sources
    ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    bridge-loan  loan        Loan for the bridge  borrower: northland, lender: southmark  agreed  250 million EUR  corroborated  harbour-post, kustbode
    ");
    assert_snapshot!(dossier.run("conflicts"), @"
    id                         field               value                                  shown  source        quote
    ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    train-in-five-years        entry               The first train crosses in five years  true   harbour-post  Holm said that the first train would cross in five years
    train-in-five-years        entry               The first train crosses in five years  true   kustbode      Over vijf jaar rijdt hier de eerste trein
    veldhaven-meeting-2031-03  date                2031-03-04                             false  kustbode      dinsdag 4 maart 2031
    veldhaven-meeting-2031-03  date                2031-03-05                             true   harbour-post  Wednesday 5 March 2031
    veldhaven-meeting-2031-03  meetings_this_year  2                                      false  kustbode      hun tweede ontmoeting dit jaar
    veldhaven-meeting-2031-03  meetings_this_year  3                                      true   harbour-post  their third meeting this year
    ");
    assert_snapshot!(dossier.run("claims --format markdown"), @r#"
    | id | date | by | stance | says | about | status | source | quote |
    | --- | --- | --- | --- | --- | --- | --- | --- | --- |
    | train-in-five-years | 2031-03-04 | holm | promises | The first train crosses in five years | ["bridge-loan"] | disputed | harbour-post | Holm said that the first train would cross in five years |
    | fishermen-do-not-believe |  | veldhaven-fishermen | denies | There will be no train in five years | ["train-in-five-years"] | reported | harbour-post | The fishermen of Veldhaven do not believe her |
    | harbour-post-3 |  | veldhaven-fishermen | predicts | The bridge will ruin the harbour | ["veldhaven"] | reported | harbour-post | the bridge, they say, will ruin the harbour |
    "#);
}

#[test]
fn columns_keep_their_names_and_order() {
    assert_snapshot!(keys("events --format jsonl"), @"id type date name roles place status sources");
    assert_snapshot!(keys("agreements --format jsonl"), @"id type date name parties stage amount status sources");
    assert_snapshot!(keys("claims --format jsonl"), @"id date by stance says about status source quote");
    assert_snapshot!(keys("timeline --format jsonl"), @"date kind id name status sources");
    assert_snapshot!(keys("neighbours holm --format jsonl"), @"id kind name steps relations");
    assert_snapshot!(keys("path holm reik --format jsonl"), @"step from relation to quote source");
    assert_snapshot!(keys("conflicts --format jsonl"), @"id field value shown source quote");
    assert_snapshot!(keys("sources --format jsonl"), @"article title published supports alone");
    assert_snapshot!(keys("stats --format jsonl"), @"what count");
    assert_snapshot!(keys("show holm --format jsonl"), @"id labels properties relations evidence");
}

#[test]
fn lists_stay_lists_and_nulls_stay_keys() {
    let dossier = Dossier::example();
    assert_snapshot!(dossier.run("agreements --format json"), @r#"
    [
      {"id":"bridge-loan","type":"loan","date":null,"name":"Loan for the bridge","parties":["borrower: northland","lender: southmark"],"stage":"agreed","amount":"250 million EUR","status":"corroborated","sources":["harbour-post","kustbode"]}
    ]
    "#);
    assert_snapshot!(dossier.run("agreements --format csv"), @r#"
    id,type,date,name,parties,stage,amount,status,sources
    bridge-loan,loan,,Loan for the bridge,"[""borrower: northland"",""lender: southmark""]",agreed,250 million EUR,corroborated,"[""harbour-post"",""kustbode""]"
    "#);
    assert_snapshot!(dossier.run("claims --about veldhaven --format jsonl"), @r#"{"id":"harbour-post-3","date":null,"by":"veldhaven-fishermen","stance":"predicts","says":"The bridge will ruin the harbour","about":["veldhaven"],"status":"reported","source":"harbour-post","quote":"the bridge, they say, will ruin the harbour"}"#);
}

#[test]
fn a_timeline_holds_all_kinds_and_what_has_no_date_comes_last() {
    let dossier = Dossier::example();
    assert_snapshot!(dossier.run("timeline"), @"
    date        kind       id                         name                                   status        sources
    ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    2031-03-04  claim      train-in-five-years        The first train crosses in five years  disputed      harbour-post, kustbode
    2031-03-05  event      veldhaven-meeting-2031-03  Meeting in Veldhaven                   disputed      harbour-post, kustbode
                agreement  bridge-loan                Loan for the bridge                    corroborated  harbour-post, kustbode
                claim      fishermen-do-not-believe   There will be no train in five years   reported      harbour-post
                claim      harbour-post-3             The bridge will ruin the harbour       reported      harbour-post
    ");
    assert_snapshot!(dossier.run("timeline --from 2031 --kinds claim,agreement"), @"
    date        kind   id                   name                                   status    sources
    ───────────────────────────────────────────────────────────────────────────────────────────────────────────────
    2031-03-04  claim  train-in-five-years  The first train crosses in five years  disputed  harbour-post, kustbode
    ");
}

#[test]
fn flags_choose_and_an_empty_answer_says_what_was_looked_for() {
    let dossier = Dossier::example();
    assert_snapshot!(dossier.run("events --actor Ida_Holm --place noordland --from 2031-03 --to 2031-03-05"), @"
    id                         type     date        name                  roles                                 place      status    sources
    ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    veldhaven-meeting-2031-03  meeting  2031-03-05  Meeting in Veldhaven  participant: holm, participant: reik  veldhaven  disputed  harbour-post, kustbode
    ");
    assert_snapshot!(dossier.run("events --type meeting --actor holm --from 2032"), @"
    --- standard error
    no events with --from 2032 --type meeting --actor holm; 1 without --from
    ");
    assert_snapshot!(dossier.run("events --type call --status reported --format json"), @"
    []
    --- standard error
    no events with --status reported --type call; 1 event in all
    ");
    assert_snapshot!(dossier.run("claims --actor harbour"), @"
    --- standard error
    no claims with --by harbour-post; 3 without --by
    ");
    assert_snapshot!(dossier.run("agreements --stage signed --source kust"), @"
    --- standard error
    no agreements with --source kustbode --stage signed; 1 without --stage
    ");
}

#[test]
fn who_takes_part_with_whom_and_how_can_be_asked() {
    let dossier = Dossier::example();
    let ids = |line: &str| {
        let rows = json(&dossier, &line.split(' ').collect::<Vec<_>>());
        let rows = rows.as_array().unwrap().iter();
        let ids: Vec<_> = rows
            .map(|row| row["id"].as_str().unwrap().to_owned())
            .collect();
        ids.join(" ")
    };
    let meeting = "veldhaven-meeting-2031-03";
    for (line, expected) in [
        ("events --actor holm --with reik", meeting),
        ("events --actor holm --with northland", ""),
        ("events --actor holm --role participant", meeting),
        ("events --role participant", meeting),
        ("events --actor holm --role caller", ""),
        ("agreements --party northland", "bridge-loan"),
        (
            "agreements --party northland --actor southmark",
            "bridge-loan",
        ),
        ("agreements --party holm", ""),
        ("claims --by author", ""),
        ("claims --by holm", "train-in-five-years"),
        ("events --from 2031 --to 2031", meeting),
    ] {
        assert_eq!(ids(&format!("{line} --format json")), expected, "{line}");
    }
    let harbour = "annotations/harbour-post.yaml";
    dossier.edit(harbour, "by: holm", "by: author");
    for line in ["claims --by author", "claims --by harbour-post"] {
        assert_eq!(
            ids(&format!("{line} --force --format json")),
            "train-in-five-years",
            "{line}"
        );
    }
    assert_eq!(ids("claims --by kust --force --format json"), "");
}

#[test]
fn a_name_that_is_wrong_is_an_error_with_a_hint() {
    let dossier = Dossier::example();
    assert_snapshot!(dossier.run("events --actor holm --role participent"), @"
    --- standard error
    error: there is no role `participent`
      help: did you mean `participant`?
    --- status Some(2)
    ");
    assert_snapshot!(dossier.run("events --from 2031-09 --to 2030"), @"
    --- standard error
    error: no time lies between --from 2031-09 and --to 2030
      help: --from is the earlier of the two
    --- status Some(2)
    ");
    assert_snapshot!(dossier.run("events --actor hom"), @"
    --- standard error
    error: no actor or article goes by the name `hom`
      help: did you mean `holm` (actor: Ida Holm)?
    --- status Some(2)
    ");
    assert_snapshot!(dossier.run("events --place reik"), @"
    --- standard error
    error: no place goes by the name `reik`
      help: there is `reik` (actor: Tomas Reik)
    --- status Some(2)
    ");
    assert_snapshot!(dossier.run("show bridge"), @"
    --- standard error
    error: nothing goes by the name `bridge`
      help: did you mean `bridge-loan` (agreement: Loan for the bridge)?
      help: did you mean `harbour-post` (article: Bridge across the strait agreed)?
      help: did you mean `harbour-post-3` (claim: The bridge will ruin the harbour)?
    --- status Some(2)
    ");
    assert_snapshot!(dossier.run("show xyzzy"), @"
    --- standard error
    error: nothing goes by the name `xyzzy`
    --- status Some(2)
    ");
    assert_snapshot!(dossier.run("events --type meting"), @"
    --- standard error
    error: there is no type `meting`
      help: did you mean `meeting`?
    --- status Some(2)
    ");
    assert_snapshot!(dossier.run("events --type loan"), @"
    --- standard error
    error: `loan` is a type of agreement, not of event
    --- status Some(2)
    ");
    assert_snapshot!(dossier.run("events --from 2031-13"), @"
    --- standard error
    error: invalid value '2031-13' for '--from <DATE>': `2031-13` is not a date: expected a month of two digits, 01 to 12, found `13`

    For more information, try '--help'.
    --- status Some(2)
    ");
    assert_snapshot!(dossier.run("events --status true"), @"
    --- standard error
    error: invalid value 'true' for '--status <STATUS>'
      [possible values: reported, corroborated, disputed, claimed]

    For more information, try '--help'.
    --- status Some(2)
    ");
}

#[test]
fn a_name_of_several_things_lists_them() {
    let dossier = Dossier::example();
    let actors = "annotations/actors.yaml";
    dossier.edit(actors, "aliases: [Holm]", "aliases: [Holm, the chief]");
    dossier.edit(actors, "aliases: [Reik]", "aliases: [Reik, the chief]");
    assert_snapshot!(dossier.run("show the_CHIEF"), @"
    --- standard error
    error: `the CHIEF` may be one of 2; name one by its id
      help: `holm` (actor: Ida Holm)
      help: `reik` (actor: Tomas Reik)
    --- status Some(2)
    ");
    dossier.write("seeds/kustbode-2.txt", "Weer een brug.\n");
    assert_snapshot!(dossier.run("show kust"), @"
    --- standard error
    error: `kust` may be one of 2; name one by its id
      help: `kustbode` (article: Noordland en Zuidmark bouwen samen een brug)
      help: `kustbode-2` (article)
    --- status Some(2)
    ");
    assert!(
        dossier
            .run("show kustbode")
            .starts_with("kustbode  Article\n"),
        "an exact id is enough"
    );
}

#[test]
fn names_are_folded_for_case_accents_and_script() {
    let dossier = Dossier::example();
    dossier.edit(
        "annotations/actors.yaml",
        "en: Ida Holm, nl",
        "en: Ida Hölm, ru: Ида Холм, nl",
    );
    for name in ["ida HOLM", "Ida Hölm", "Ида Холм"] {
        let shown = String::from_utf8(dossier.output(&["show", name]).stdout).unwrap();
        assert!(
            shown.starts_with("holm  Actor · Person\n"),
            "{name}: {shown}"
        );
    }
}

#[test]
fn show_tells_everything_about_a_thing() {
    let dossier = Dossier::example();
    assert_snapshot!(dossier.run("show veldhaven-meeting-2031-03"), @"
    veldhaven-meeting-2031-03  Event · Meeting
      name                Meeting in Veldhaven
      aliases             Ontmoeting in Veldhaven
      date                2031-03-05
      disputed_fields     date, meetings_this_year
      earliest            2031-03-05
      latest              2031-03-05
      meetings_this_year  3
      name_en             Meeting in Veldhaven
      name_nl             Ontmoeting in Veldhaven
      phase               happened
      sources             harbour-post, kustbode
      status              disputed

    relations
      AT →                         veldhaven  (corroborated)
      ← DURING                     train-in-five-years  (reported)
      ← INVOLVED_IN (participant)  holm  (corroborated)
      ← INVOLVED_IN (participant)  reik  (corroborated)
      LED_TO (agreed) →            bridge-loan  (corroborated)

    evidence
      harbour-post
        2: “Ida Holm, the prime minister of Northland, and Tomas Reik, the president of Southmark”
          who.participant = holm; who.participant = reik
        2: “met in Veldhaven on Wednesday 5 March 2031”
          place = veldhaven
        2: “Wednesday 5 March 2031”
          date = 2031-03-05
        3: “their third meeting this year”
          meetings_this_year = 3
        4: “They agreed on a bridge”
          led_to = bridge-loan: agreed
      kustbode
        2: “Premier Ida Holm van Noordland en president Tomas Reik van Zuidmark”
          who.participant = holm; who.participant = reik
        2: “hebben dinsdag 4 maart 2031 in Veldhaven besloten dat hun landen samen een brug over de
        zeestraat bouwen”
          led_to = bridge-loan: agreed; place = veldhaven
        2: “dinsdag 4 maart 2031”
          date = 2031-03-04
        3: “hun tweede ontmoeting dit jaar”
          meetings_this_year = 2
    ");
    assert_snapshot!(dossier.run("show veldhaven --format json"), @r#"
    {
      "id": "veldhaven",
      "labels": [
        "Place"
      ],
      "properties": {
        "aliases": [],
        "disputed_fields": [],
        "id": "veldhaven",
        "name": "Veldhaven",
        "name_en": "Veldhaven",
        "name_nl": "Veldhaven",
        "sources": [
          "harbour-post",
          "kustbode"
        ],
        "status": "corroborated"
      },
      "relations": [
        {
          "type": "ABOUT",
          "from": "harbour-post-3",
          "to": "veldhaven",
          "properties": {
            "disputed_fields": [],
            "end": 445,
            "ends": [
              445
            ],
            "quote": "the bridge, they say, will ruin the harbour",
            "quotes": [
              "the bridge, they say, will ruin the harbour"
            ],
            "sources": [
              "harbour-post"
            ],
            "start": 402,
            "starts": [
              402
            ],
            "status": "reported"
          }
        },
        {
          "type": "AT",
          "from": "veldhaven-meeting-2031-03",
          "to": "veldhaven",
          "properties": {
            "disputed_fields": [],
            "end": 162,
            "ends": [
              162,
              217
            ],
            "quote": "met in Veldhaven on Wednesday 5 March 2031",
            "quotes": [
              "met in Veldhaven on Wednesday 5 March 2031",
              "hebben dinsdag 4 maart 2031 in Veldhaven besloten dat hun landen samen een brug over de zeestraat bouwen"
            ],
            "sources": [
              "harbour-post",
              "kustbode"
            ],
            "start": 120,
            "starts": [
              120,
              113
            ],
            "status": "corroborated"
          }
        },
        {
          "type": "MENTIONS",
          "from": "harbour-post",
          "to": "veldhaven",
          "properties": {
            "count": 1,
            "first": 127
          }
        },
        {
          "type": "MENTIONS",
          "from": "kustbode",
          "to": "veldhaven",
          "properties": {
            "count": 1,
            "first": 144
          }
        },
        {
          "type": "PART_OF",
          "from": "veldhaven",
          "to": "northland",
          "properties": {
            "disputed_fields": [],
            "ends": [],
            "quotes": [],
            "sources": [],
            "starts": [],
            "status": "background"
          }
        }
      ],
      "evidence": []
    }
    "#);
    let meeting = json(
        &dossier,
        &["show", "veldhaven-meeting-2031-03", "--format", "json"],
    );
    let evidence = meeting["evidence"].as_array().unwrap();
    let count = evidence
        .iter()
        .find(|evidence| evidence["field"] == "meetings_this_year");
    assert_eq!(
        *count.unwrap(),
        serde_json::json!({
            "article": "harbour-post", "sentence": 3, "field": "meetings_this_year", "value": "3",
            "quote": "their third meeting this year", "start": 171, "end": 200
        })
    );
}

#[test]
fn a_path_goes_through_no_article_and_quotes_every_step() {
    let dossier = Dossier::example();
    assert_snapshot!(dossier.run("path holm reik"), @"
    step  from                       relation                     to                         quote                                                                                  source
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    1     holm                       INVOLVED_IN (participant) →  veldhaven-meeting-2031-03  Ida Holm, the prime minister of Northland, and Tomas Reik, the president of Southmark  harbour-post
    2     veldhaven-meeting-2031-03  ← INVOLVED_IN (participant)  reik                       Ida Holm, the prime minister of Northland, and Tomas Reik, the president of Southmark  harbour-post
    ");
    assert_snapshot!(dossier.run("path Reik Vissers_van_Veldhaven"), @"
    step  from                       relation                     to                         quote                                                                                  source
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    1     reik                       INVOLVED_IN (participant) →  veldhaven-meeting-2031-03  Ida Holm, the prime minister of Northland, and Tomas Reik, the president of Southmark  harbour-post
    2     veldhaven-meeting-2031-03  AT →                         veldhaven                  met in Veldhaven on Wednesday 5 March 2031                                             harbour-post
    3     veldhaven                  ← ABOUT                      harbour-post-3             the bridge, they say, will ruin the harbour                                            harbour-post
    4     harbour-post-3             ← MADE                       veldhaven-fishermen        the bridge, they say, will ruin the harbour                                            harbour-post
    ");
    assert_snapshot!(dossier.run("path harbour holm"), @"
    step  from          relation    to    quote  source
    ───────────────────────────────────────────────────
    1     harbour-post  MENTIONS →  holm
    ");
    assert_snapshot!(dossier.run("path holm holm"), @"
    --- standard error
    holm is holm itself
    ");
    dossier.edit(
        "annotations/actors.yaml",
        "places:",
        "  loner: {type: group, name: Loner, unnamed: true}\nplaces:",
    );
    assert_snapshot!(dossier.run("path holm loner"), @"
    --- standard error
    nothing but articles connects holm with loner
    ");
}

#[test]
fn neighbours_are_counted_in_steps() {
    let dossier = Dossier::example();
    assert_snapshot!(dossier.run("neighbours bridge-loan"), @"
    id                         kind   name                                   steps  relations
    ─────────────────────────────────────────────────────────────────────────────────────────────────────
    northland                  actor  Northland                              1      ← PARTY_TO (borrower)
    southmark                  actor  Southmark                              1      ← PARTY_TO (lender)
    train-in-five-years        claim  The first train crosses in five years  1      ← ABOUT
    veldhaven-meeting-2031-03  event  Meeting in Veldhaven                   1      ← LED_TO (agreed)
    ");
    assert_snapshot!(dossier.run("neighbours bridge-loan --depth 2 --format csv"), @r#"
    id,kind,name,steps,relations
    northland,actor,Northland,1,"[""← PARTY_TO (borrower)""]"
    southmark,actor,Southmark,1,"[""← PARTY_TO (lender)""]"
    train-in-five-years,claim,The first train crosses in five years,1,"[""← ABOUT""]"
    veldhaven-meeting-2031-03,event,Meeting in Veldhaven,1,"[""← LED_TO (agreed)""]"
    fishermen-do-not-believe,claim,There will be no train in five years,2,"[""← ABOUT"",""← DISPUTES""]"
    holm,actor,Ida Holm,2,"[""← INVOLVED_IN (participant)"",""← MADE"",""← REPRESENTS (prime minister)""]"
    reik,actor,Tomas Reik,2,"[""← INVOLVED_IN (participant)"",""← REPRESENTS (president)""]"
    veldhaven,place,Veldhaven,2,"[""AT →"",""← PART_OF""]"
    "#);
}

#[test]
fn sources_and_stats_count() {
    let dossier = Dossier::example();
    assert_snapshot!(dossier.run("sources"), @"
    article       title                                        published   supports  alone
    ──────────────────────────────────────────────────────────────────────────────────────
    harbour-post  Bridge across the strait agreed              2031-03-06  5         2
    kustbode      Noordland en Zuidmark bouwen samen een brug  2031-03-05  3         0
    ");
    assert_snapshot!(dossier.run("stats"), @"
    what           count
    ────────────────────
    articles       2
    actors         5
    persons        2
    states         2
    organizations  0
    groups         1
    places         1
    events         1
    agreements     1
    claims         3
    relationships  17
    quotes         27
    mentions       11
    reported       2
    corroborated   1
    disputed       2
    claimed        0
    conflicts      3
    ");
}

#[test]
fn an_error_fails_the_check_and_stops_the_other_commands() {
    let dossier = Dossier::example();
    dossier.edit(
        "annotations/kustbode.yaml",
        "\"250 miljoen euro\"",
        "\"251 miljoen euro\"",
    );
    assert_snapshot!(dossier.run("check"), @r#"
    2 articles, 1 event, 1 agreement, 3 claims, 5 actors, 1 place, 17 relationships
    26 quotes found verbatim in the articles
    events, agreements and claims: 1 corroborated, 2 reported, 2 disputed, 0 claimed
    1 error, no warnings, no notes
    --- standard error
    error[quote-not-found]: this quote does not stand in `seeds/kustbode.txt`
      --> annotations/kustbode.yaml:33:42
       |
    33 |     amount: {is: 250 million EUR, quote: "251 miljoen euro"}
       |                                          ^^^^^^^^^^^^^^^^^^ the quote has “251”
       |
      ::: seeds/kustbode.txt:5:38
       |
     5 | ... leent Noordland daarvoor 250 miljoen euro. „Over vijf jaar rijdt hier de eerste tre...
       |                                 ------------- the nearest passage; the article has “leent Noordland daarvoor 250”
       |
       = help: copy the words of the article as they stand

    --- status Some(1)
    "#);
    assert_snapshot!(dossier.run("events"), @r#"
    --- standard error
    error[quote-not-found]: this quote does not stand in `seeds/kustbode.txt`
      --> annotations/kustbode.yaml:33:42
       |
    33 |     amount: {is: 250 million EUR, quote: "251 miljoen euro"}
       |                                          ^^^^^^^^^^^^^^^^^^ the quote has “251”
       |
      ::: seeds/kustbode.txt:5:38
       |
     5 | ... leent Noordland daarvoor 250 miljoen euro. „Over vijf jaar rijdt hier de eerste tre...
       |                                 ------------- the nearest passage; the article has “leent Noordland daarvoor 250”
       |
       = help: copy the words of the article as they stand

    error: the dossier has 1 error
      help: `kroniek check` shows them all; `--force` answers from what compiled
    --- status Some(1)
    "#);
    assert_snapshot!(dossier.run("agreements --force"), @"
    id           type  date  name                 parties                                 stage   amount           status        sources
    ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    bridge-loan  loan        Loan for the bridge  borrower: northland, lender: southmark  agreed  250 million EUR  corroborated  harbour-post, kustbode
    ");
    let findings: Value =
        serde_json::from_slice(&dossier.output(&["check", "--format", "json"]).stdout).unwrap();
    assert_eq!(findings[0]["code"], "quote-not-found");
    let sarif: Value =
        serde_json::from_slice(&dossier.output(&["check", "--format", "sarif"]).stdout).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(
        dossier
            .output(&["check", "--format", "sarif"])
            .status
            .code(),
        Some(1)
    );
}

#[test]
fn paths_are_shown_from_where_one_stands_and_a_dossier_is_found_above() {
    let dossier = Dossier::example();
    dossier.edit("annotations/kustbode.yaml", "is: 2,", "is: two,");
    let from = |folder: &str, args: &[&str]| {
        let output = command(args)
            .current_dir(dossier.path().join(folder))
            .output()
            .unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        let place = errors
            .lines()
            .find(|line| line.contains("-->"))
            .unwrap()
            .to_owned();
        place.trim_start_matches(['-', '>', ' ']).to_owned()
    };
    assert_snapshot!(from("annotations", &["check"]), @"kustbode.yaml:22:30");
    assert_snapshot!(from("seeds", &["check"]), @"../annotations/kustbode.yaml:22:30");
    assert_snapshot!(from("..", &["check", "--dossier", &dossier.path().display().to_string()]).replace(
        dossier.path().file_name().unwrap().to_str().unwrap(), "DOSSIER"), @"DOSSIER/annotations/kustbode.yaml:22:30");
}

#[test]
fn what_is_no_dossier_is_an_error_of_the_call() {
    let folder = Dossier::of(&[("notes.txt", "")]);
    assert_snapshot!(folder.run("check"), @"
    --- standard error
    error: neither this folder nor one above it is a dossier
      help: a dossier has a folder `annotations` or a file `dossier.yaml`; name one with `--dossier DIR`
      help: `kroniek init DIR` makes a small example
    --- status Some(2)
    ");
    assert_snapshot!(folder.run("check --dossier ."), @"
    --- standard error
    error: `.` is no dossier: it has neither a folder `annotations` nor a file `dossier.yaml`
      help: `kroniek init DIR` makes a small example
    --- status Some(2)
    ");
    assert_snapshot!(folder.run("check --dossier nowhere"), @"
    --- standard error
    error: there is no folder `nowhere`
    --- status Some(2)
    ");
    assert_snapshot!(folder.run("init ."), @"
    --- standard error
    error: `.` is not empty
      help: name a folder that is not there yet; nothing was written
    --- status Some(2)
    ");
}

#[test]
fn a_code_is_explained() {
    let dossier = Dossier::of(&[]);
    let explained = dossier.run("explain quote-not-found");
    assert!(explained.starts_with("## quote-not-found\n"), "{explained}");
    assert!(dossier.run("explain").lines().count() > 20);
    assert_snapshot!(dossier.run("explain quote-not-fuond"), @"
    --- standard error
    error: there is no code `quote-not-fuond`
      help: did you mean `quote-not-found`?
    --- status Some(2)
    ");
}

#[test]
fn completions_and_manual_pages_are_printed() {
    let dossier = Dossier::of(&[]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = dossier.run(&format!("completions {shell}"));
        assert!(script.contains("neighbours"), "{shell}");
    }
    assert!(dossier.run("man").contains(".SH SYNOPSIS\n\\fBkroniek\\fR"));
    assert!(
        dossier
            .run("man events")
            .contains(".SH SYNOPSIS\n\\fBkroniek events\\fR")
    );
    assert_snapshot!(dossier.run("man event"), @"
    --- standard error
    error: there is no command `event`
      help: did you mean `events`?
    --- status Some(2)
    ");
}

#[test]
fn colours_are_asked_for() {
    let dossier = Dossier::example();
    for (args, coloured) in [
        (vec!["show", "holm"], false),
        (vec!["show", "holm", "--color", "always"], true),
        (vec!["show", "holm", "--color", "never"], false),
    ] {
        let text = String::from_utf8(dossier.output(&args).stdout).unwrap();
        assert_eq!(text.contains('\u{1b}'), coloured, "{args:?}");
    }
}

#[test]
fn every_command_has_a_help_with_examples() {
    let dossier = Dossier::of(&[]);
    let help = dossier.run("--help");
    let commands: Vec<_> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(commands.len() > 10, "{help}");
    for name in commands {
        let help = dossier.run(&format!("{name} --help"));
        assert!(help.contains("Examples:\n  kroniek "), "{name}: {help}");
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let dossier = Dossier::example();
    for args in [
        vec!["show", "holm"],
        vec!["completions", "bash"],
        vec!["events", "--format", "json"],
    ] {
        let mut child = command(&args)
            .current_dir(dossier.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut errors = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut errors)
            .unwrap();
        assert_eq!(
            (child.wait().unwrap().code(), errors.as_str()),
            (Some(0), ""),
            "{args:?}"
        );
    }
}

#[test]
fn control_characters_of_an_article_do_not_reach_a_message() {
    let dossier = Dossier::example();
    let name = "\u{1b}[31mHolm\u{202e}";
    let errors = String::from_utf8(dossier.output(&["show", name]).stderr).unwrap();
    assert!(!errors.contains(['\u{1b}', '\u{202e}']), "{errors}");
    assert!(errors.contains("\\u{1b}[31mHolm\\u{202e}"), "{errors}");
}
