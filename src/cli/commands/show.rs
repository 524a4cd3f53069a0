//! `kroniek show`

use std::collections::BTreeMap;
use std::io::{self, Write};

use unicode_width::UnicodeWidthStr as _;

use crate::cli::facts::Evidence;
use crate::cli::failure::Failure;
use crate::cli::output::{BOLD, DIM, Page, visible};
use crate::cli::rows::{self, Cell, Format, FormatArgs, Node, Rows, wrap};
use crate::cli::session::Session;
use crate::cli::{facts, names};
use crate::graph::filter::edges;
use crate::graph::{EdgeRef, NodeRef};

/// Everything about one thing: what it is, what it is connected to, and the evidence
///
/// The evidence is the article's own words behind the number of their sentence, and under them the
/// fields that they support with the values that the annotation gives. Of an article it shows what
/// the article supports and mentions.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The thing: an id, a name or an alias; an article also by the beginning of its id
    name: String,

    #[command(flatten)]
    format: FormatArgs,
}

const EXAMPLES: &str = "\
Examples:
  kroniek show moscow-summit-2021-09
  kroniek show \"Alexander Lukashenko\"
  kroniek show 003 --format json";

/// How wide text is on paper, where no terminal says otherwise.
const PAPER: usize = 100;
/// Properties that are shown before the others.
const FIRST: [&str; 3] = ["name", "says", "title"];

/// Prints a node.
pub(crate) fn run(args: &Args, session: &mut Session) -> Result<(), Failure> {
    let dossier = session.dossier()?;
    let node = names::node(&dossier, &args.name, &[])?;
    match args.format.format {
        Format::Table => write_page(node, session.page, &mut session.out)?,
        format => rows::write_one(&object(node), format, session.page, &mut session.out)?,
    }
    Ok(())
}

/// The relationships of a node but its evidence, by type, direction and the node at the other end.
fn relations(node: NodeRef<'_>) -> Vec<(EdgeRef<'_>, bool)> {
    let mut relations: Vec<_> = edges(node)
        .map(|edge| (edge, edge.from().id() == node.id()))
        .filter(|(edge, forward)| !(edge.kind() == "SUPPORTED_BY" && *forward))
        .collect();
    relations
        .sort_by_key(|(edge, forward)| (edge.kind(), *forward, other(*edge, *forward), edge.id()));
    // A relationship from a node to itself comes from both of its ends.
    relations.dedup_by_key(|(edge, _)| edge.id());
    relations
}

fn other(edge: EdgeRef<'_>, forward: bool) -> &str {
    facts::id(if forward { edge.to() } else { edge.from() })
}

fn object(node: NodeRef<'_>) -> Rows {
    let Node {
        id,
        labels,
        properties,
    } = node.into();
    let relations = relations(node).into_iter().map(|(edge, _)| edge.into());
    let mut rows = Rows::new(["id", "labels", "properties", "relations", "evidence"]);
    rows.push([
        id,
        Cell::texts(labels),
        Cell::Map(properties),
        Cell::List(relations.collect()),
        Cell::List(
            facts::evidence(node)
                .into_iter()
                .map(evidence_cell)
                .collect(),
        ),
    ]);
    rows
}

fn evidence_cell(evidence: Evidence<'_>) -> Cell {
    let entries: [(&str, Cell); 7] = [
        ("article", evidence.article.into()),
        ("sentence", evidence.sentence.into()),
        ("field", evidence.field.into()),
        ("value", evidence.value.into()),
        ("quote", evidence.quote.into()),
        ("start", evidence.start.into()),
        ("end", evidence.end.into()),
    ];
    Cell::Map(
        entries
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    )
}

fn write_page(node: NodeRef<'_>, page: Page, out: &mut dyn Write) -> io::Result<()> {
    let labels = node.labels().collect::<Vec<_>>().join(" · ");
    let id = page.paint(BOLD, &visible(facts::id(node)));
    writeln!(out, "{id}  {}", page.paint(DIM, &visible(&labels)))?;
    let mut properties: Vec<_> = node
        .properties()
        .filter(|(key, _)| *key != "id")
        .map(|(key, value)| (key.to_owned(), Cell::from(value).plain()))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    properties.sort_by_key(|(key, _)| !FIRST.contains(&key.as_str()));
    write_pairs(&properties, page, out)?;

    let mut counted: BTreeMap<(&str, bool, &str, String), (usize, EdgeRef<'_>)> = BTreeMap::new();
    for (edge, forward) in relations(node) {
        let key = (
            edge.kind(),
            forward,
            other(edge, forward),
            facts::step(edge, forward),
        );
        counted.entry(key).or_insert((0, edge)).0 += 1;
    }
    if !counted.is_empty() {
        writeln!(out, "\n{}", page.paint(BOLD, "relations"))?;
        let pairs: Vec<_> = counted
            .into_iter()
            .map(|((_, _, other, step), (count, edge))| {
                let times = if count > 1 {
                    format!("  × {count}")
                } else {
                    String::new()
                };
                let status = edge.text("status").map(|status| format!("  ({status})"));
                (
                    step,
                    format!("{other}{times}{}", status.unwrap_or_default()),
                )
            })
            .collect();
        write_pairs(&pairs, page, out)?;
    }

    write_evidence(&facts::evidence(node), page, out)
}

/// One quote after the other, each with what it supports.
fn write_evidence(evidence: &[Evidence<'_>], page: Page, out: &mut dyn Write) -> io::Result<()> {
    if !evidence.is_empty() {
        writeln!(out, "\n{}", page.paint(BOLD, "evidence"))?;
    }
    let place =
        |evidence: &Evidence<'_>| (evidence.article.to_owned(), evidence.start, evidence.end);
    let mut article = None;
    for same in evidence.chunk_by(|a, b| place(a) == place(b)) {
        let Some(first) = same.first() else { continue };
        if article != Some(first.article) {
            article = Some(first.article);
            writeln!(out, "  {}", visible(first.article))?;
        }
        let sentence = first.sentence.map(|n| format!("{n}: ")).unwrap_or_default();
        write_wrapped(&format!("{sentence}“{}”", first.quote), None, page, out)?;
        let fields: Vec<_> = same
            .iter()
            .filter_map(|evidence| {
                let field = evidence.field?;
                Some(match evidence.value {
                    Some(value) => format!("{field} = {value}"),
                    None => field.to_owned(),
                })
            })
            .collect();
        if !fields.is_empty() {
            write_wrapped(&fields.join("; "), Some(DIM), page, out)?;
        }
    }
    Ok(())
}

fn write_wrapped(
    text: &str,
    style: Option<anstyle::Style>,
    page: Page,
    out: &mut dyn Write,
) -> io::Result<()> {
    let indent = if style.is_some() { 6 } else { 4 };
    for line in wrap(&visible(text), width(page) - indent) {
        let line = style.map_or(line.clone(), |style| page.paint(style, &line));
        writeln!(out, "{}{line}", " ".repeat(indent))?;
    }
    Ok(())
}

/// Names and texts side by side, the texts wrapped.
fn write_pairs(pairs: &[(String, String)], page: Page, out: &mut dyn Write) -> io::Result<()> {
    let names = pairs
        .iter()
        .map(|(name, _)| name.width())
        .max()
        .unwrap_or_default();
    let room = width(page).saturating_sub(names + 4).max(20);
    for (name, text) in pairs {
        let (name, pad) = (visible(name), " ".repeat(names - name.width().min(names)));
        for (at, line) in wrap(&visible(text), room).iter().enumerate() {
            if at == 0 {
                writeln!(out, "  {name}{pad}  {line}")?;
            } else {
                writeln!(out, "  {}  {line}", " ".repeat(names))?;
            }
        }
    }
    Ok(())
}

fn width(page: Page) -> usize {
    page.width.unwrap_or(PAPER).max(40)
}
