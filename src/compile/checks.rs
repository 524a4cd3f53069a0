//! What only shows when all files are seen together.

use std::collections::{BTreeMap, BTreeSet};

use super::field::{Field, Typed};
use super::input::Input;
use super::mentions::Mentions;
use super::symbols::{NodeKind, Symbols, Thing};
use super::testimony::{Testimonies, Testimony};
use crate::diag::{Finding, Severity, Span};
use crate::ingest::annotation::Entry;
use crate::model::words::Phase;

/// Checks the whole.
pub(super) fn check(
    input: &Input,
    symbols: &Symbols,
    testimonies: &Testimonies<'_>,
    mentions: &Mentions,
    findings: &mut Vec<Finding>,
) {
    articles_without_annotations(input, findings);
    wikidata(input, symbols, findings);
    shared_aliases(input, symbols, mentions, findings);
    unmentioned_actors(input, symbols, mentions, findings);
    events(input, symbols, testimonies, findings);
    cycles(testimonies, findings);
}

fn allowed(entry: &Entry, finding: &Finding) -> bool {
    finding.severity != Severity::Error && entry.allow.iter().any(|code| code.text == finding.code)
}

/// The entries of a thing with their files' places.
fn entries<'i>(input: &'i Input, thing: &Thing) -> impl Iterator<Item = (&'i Entry, Span)> {
    thing.entries.iter().map(|at| {
        let annotation = &input.files[at.file].annotation;
        let entry = &annotation.entries[at.entry];
        (entry, Span::new(annotation.source, entry.head.clone()))
    })
}

fn articles_without_annotations(input: &Input, findings: &mut Vec<Finding>) {
    if input.unread_annotations {
        return;
    }
    let annotated: BTreeSet<usize> = input.files.iter().filter_map(|file| file.article).collect();
    for (at, unit) in input.articles.iter().enumerate() {
        if !annotated.contains(&at) && unit.rows.is_none() {
            let finding = Finding::note(
                "article-without-annotations",
                Span::new(unit.source, 0..0),
                format!("no file in annotations/ is about `{}`", unit.article.id),
            );
            let file = unit
                .article
                .path
                .rsplit('/')
                .next()
                .unwrap_or(&unit.article.id);
            findings.push(finding.help(format!("begin one with `article: {file}`")));
        }
    }
}

fn wikidata(input: &Input, symbols: &Symbols, findings: &mut Vec<Finding>) {
    for (id, thing) in symbols.iter() {
        let mut first: Option<(&str, Span)> = None;
        for (entry, head) in entries(input, thing) {
            let Some(wikidata) = &entry.wikidata else {
                continue;
            };
            let span = Span::new(head.source, wikidata.span.clone());
            match first {
                None => first = Some((&wikidata.text, span)),
                Some((text, place)) if text != wikidata.text => {
                    let message = format!("`{id}` is {} here and {text} elsewhere", wikidata.text);
                    let finding = Finding::error("wikidata-conflict", span, message);
                    findings.push(finding.related(place, format!("{text} here")));
                }
                Some(_) => {}
            }
        }
    }
}

fn shared_aliases(
    input: &Input,
    symbols: &Symbols,
    mentions: &Mentions,
    findings: &mut Vec<Finding>,
) {
    for (name, bearers) in &mentions.bearers {
        // A state and the place of its name may share it: nobody confuses them.
        let actors: Vec<_> = bearers
            .iter()
            .filter(|(id, _)| {
                symbols
                    .get(id)
                    .is_some_and(|thing| thing.kind == NodeKind::Actor)
            })
            .collect();
        let [(first, place), others @ ..] = &actors[..] else {
            continue;
        };
        for (id, span) in others {
            let finding = Finding::warning(
                "alias-shared",
                **span,
                format!("`{id}` and `{first}` both go by “{name}”"),
            )
            .related(**place, format!("a name of `{first}`"))
            .help("a mention of this name counts for both: take it from one of them");
            let silenced = |id: &str| {
                symbols.get(id).is_some_and(|thing| {
                    entries(input, thing).any(|(entry, _)| allowed(entry, &finding))
                })
            };
            if !silenced(id) && !silenced(first) {
                findings.push(finding);
            }
        }
    }
}

fn unmentioned_actors(
    input: &Input,
    symbols: &Symbols,
    mentions: &Mentions,
    findings: &mut Vec<Finding>,
) {
    let mentioned: BTreeSet<&str> = mentions.found.keys().map(|(_, id)| id.as_str()).collect();
    if input.articles.is_empty() {
        return;
    }
    for (id, thing) in symbols.iter() {
        if thing.kind != NodeKind::Actor || mentioned.contains(id) {
            continue;
        }
        let mut places = entries(input, thing);
        if entries(input, thing).any(|(entry, _)| entry.unnamed) {
            continue;
        }
        if let Some((_, head)) = places.next() {
            let finding = Finding::warning(
                "actor-not-mentioned",
                head,
                format!("no article names `{id}`"),
            )
            .help("add the spelling of the articles to its aliases, or say `unnamed: true`");
            if !entries(input, thing).any(|(entry, _)| allowed(entry, &finding)) {
                findings.push(finding);
            }
        }
    }
}

fn events(
    input: &Input,
    symbols: &Symbols,
    testimonies: &Testimonies<'_>,
    findings: &mut Vec<Finding>,
) {
    for (id, thing) in symbols.iter() {
        if thing.kind != NodeKind::Event {
            continue;
        }
        let told: Vec<_> = testimonies.of(id).collect();
        let with_actor = told
            .iter()
            .flat_map(|testimony| &testimony.entry.statements);
        if let (Some(first), false) = (
            told.first(),
            with_actor
                .into_iter()
                .any(|statement| statement.field.starts_with("who.")),
        ) {
            let span = Span::new(first.source, first.entry.head.clone());
            let message = format!("`{id}` has no actor: it stands in no actor’s lane");
            let finding = Finding::note("event-without-actor", span, message)
                .help("say under `who` who took part, even if it is a group");
            if !told
                .iter()
                .any(|testimony| allowed(testimony.entry, &finding))
            {
                findings.push(finding);
            }
        }
        for testimony in told {
            if let Some(finding) = after_its_article(input, id, testimony)
                && !allowed(testimony.entry, &finding)
            {
                findings.push(finding);
            }
        }
    }
}

/// An event that an article reports as past, but dates after itself.
fn after_its_article(input: &Input, id: &str, testimony: &Testimony<'_>) -> Option<Finding> {
    if testimony.phase.unwrap_or(Phase::Happened) != Phase::Happened {
        return None;
    }
    let published = input.articles[testimony.article?].published?.latest()?;
    let fact = testimony.facts.iter().find(|fact| {
        let begins = match &fact.value {
            Typed::Date(date) if fact.field == Field::Date => date.earliest(),
            _ => None,
        };
        begins.is_some_and(|day| day > published)
    })?;
    let finding = Finding::warning(
        "date-after-article",
        Span::new(testimony.source, fact.statement.value.span.clone()),
        format!(
            "`{id}` is dated after the article that reports it, which is of {published} at the latest"
        ),
    );
    Some(finding.help("say `phase: planned` if it was still to come"))
}

/// Things that are part of themselves over several steps.
fn cycles(testimonies: &Testimonies<'_>, findings: &mut Vec<Finding>) {
    let mut wholes: BTreeMap<&str, BTreeMap<&str, Span>> = BTreeMap::new();
    for testimony in &testimonies.all {
        for fact in &testimony.facts {
            if let (Field::PartOf, Typed::Id(whole, _)) = (&fact.field, &fact.value) {
                let span = Span::new(testimony.source, fact.statement.value.span.clone());
                let of = wholes.entry(&testimony.id).or_default();
                of.entry(whole).or_insert(span);
            }
        }
    }
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for start in wholes.keys().copied().collect::<Vec<_>>() {
        // Each cycle is reported once, at the first of its members.
        if known.contains(start) {
            continue;
        }
        if let Some(cycle) = path_back(&wholes, start) {
            known.extend(&cycle);
            let mut steps = cycle.iter().zip(cycle.iter().cycle().skip(1));
            let Some((from, to)) = steps.next() else {
                continue;
            };
            let names: Vec<_> = cycle
                .iter()
                .chain([from])
                .map(|id| format!("`{id}`"))
                .collect();
            let message = format!("{} are parts of each other in a circle", names.join(" → "));
            let mut finding = Finding::error("cycle", wholes[from][to], message);
            for (from, to) in steps {
                finding = finding.related(wholes[from][to], format!("`{from}` is part of `{to}`"));
            }
            findings.push(finding);
        }
    }
}

/// The shortest way from a node back to itself.
fn path_back<'w>(
    wholes: &BTreeMap<&'w str, BTreeMap<&'w str, Span>>,
    start: &'w str,
) -> Option<Vec<&'w str>> {
    let mut reached: BTreeMap<&str, &str> = BTreeMap::new();
    let mut front = vec![start];
    while !front.is_empty() {
        let mut next = Vec::new();
        for from in front {
            for &to in wholes.get(from).into_iter().flat_map(BTreeMap::keys) {
                if to == start {
                    let mut path = vec![from];
                    while let Some(&before) = path.last().and_then(|at| reached.get(at)) {
                        path.push(before);
                    }
                    path.reverse();
                    return Some(path);
                }
                if to != start && !reached.contains_key(to) {
                    reached.insert(to, from);
                    next.push(to);
                }
            }
        }
        front = next;
    }
    None
}
