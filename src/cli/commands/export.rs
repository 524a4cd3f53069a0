//! `kroniek export`

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::cli::chosen::SelectionFlags;
use crate::cli::failure::Failure;
use crate::cli::pictures::{Order, PictureFormat, Style, day_of_making};
use crate::cli::progress::Progress;
use crate::cli::session::{Session, counted};
use crate::export::file::{self, Draft, FolderDraft};
use crate::export::rdf::{self, Syntax};
use crate::export::{self, ExportError, View};
use crate::graph::{Dossier, Selection, projection};
use crate::model::date::{Day, Edtf};

/// Write the graph, or a part of it, in a format of other programs
///
/// Without --output it goes to standard output. A file is whole or not there. What the format
/// cannot hold is told. Pictures of several pages are one PDF, or files FILE, FILE-2, FILE-3 … of
/// SVG and PNG.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The format
    #[arg(value_enum)]
    format: Format,

    /// Where to: a file, a folder for the formats that are one, or `-` for standard output
    #[arg(
        short,
        long,
        value_name = "FILE",
        default_value = "-",
        hide_default_value = true
    )]
    output: PathBuf,

    /// What the picture shows [default: chronicle; with --around: around; for dot: graph]
    #[arg(long, value_enum, value_name = "STYLE")]
    style: Option<Style>,

    /// Language of names and words: en, nl [default: the first of the dossier’s languages]
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,

    /// Day of making that the file names [default: that of `SOURCE_DATE_EPOCH`, else none]
    #[arg(long, value_name = "DAY", value_parser = day)]
    date: Option<Day>,

    /// Dots an inch of a PNG
    #[arg(long, value_name = "DPI", default_value_t = 160.0, value_parser = dpi)]
    dpi: f64,

    /// What identifiers begin with in RDF [default: urn:kroniek:]
    #[arg(long, value_name = "IRI", value_parser = base)]
    base: Option<String>,

    /// Whether events are folded into relationships between actors
    #[arg(
        long,
        value_enum,
        default_value_t,
        value_name = "WHAT",
        hide_possible_values = false
    )]
    project: Project,

    #[command(flatten)]
    selection: SelectionFlags,
}

/// A format of the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The language of Graphviz
    Dot,
    /// A picture in vectors
    Svg,
    /// A picture in dots
    Png,
    /// A picture to print
    Pdf,
    /// GraphML: yEd, Gephi, igraph, NetworkX
    Graphml,
    /// GEXF 1.3 with times and colours: Gephi, Gephi Lite
    Gexf,
    /// Cytoscape JSON: Cytoscape, Cytoscape.js
    Cyjs,
    /// CX2: Cytoscape, NDEx
    Cx2,
    /// Node-link JSON: D3, NetworkX
    NodeLink,
    /// A folder with nodes.csv and edges.csv: pandas, Kumu, Flourish
    Csv,
    /// A workbook with a sheet of evidence: Excel, LibreOffice
    Xlsx,
    /// A folder with nodes.parquet and edges.parquet: DuckDB, Polars, Spark
    Parquet,
    /// RDF for reading, all in one graph
    Turtle,
    /// RDF, one statement a line, a graph for each article: SPARQL stores
    Nquads,
    /// RDF with a graph for each article: SPARQL stores
    Trig,
    /// RDF in JSON: web pages
    Jsonld,
    /// An openCypher script: Neo4j, Memgraph
    Cypher,
    /// A folder for neo4j-admin import
    Neo4jCsv,
    /// FollowTheMoney entities: Aleph, OpenAleph
    Ftm,
    /// FollowTheMoney statements: OpenSanctions
    FtmStatements,
    /// A STIX 2.1 bundle: OpenCTI, MISP
    Stix,
    /// A Mermaid flowchart: Markdown notes
    Mermaid,
    /// A folder of linked notes: Obsidian
    Obsidian,
    /// A timeline for TimelineJS
    Timelinejs,
    /// A calendar in iCalendar form
    Ical,
    /// A table of events with CAMEO codes
    Icews,
}

/// How a format that is not drawn is written.
#[derive(Clone, Copy)]
enum Writer {
    /// One stream of bytes.
    File(fn(&View<'_>, &mut dyn Write) -> Result<(), ExportError>),
    /// Several files.
    Folder(fn(&View<'_>, &FolderDraft) -> Result<(), ExportError>),
}

impl Format {
    /// How it is written; of a picture how it is drawn.
    fn writer(self) -> Result<Writer, PictureFormat> {
        Ok(match self {
            Self::Dot => return Err(PictureFormat::Dot),
            Self::Svg => return Err(PictureFormat::Svg),
            Self::Png => return Err(PictureFormat::Png),
            Self::Pdf => return Err(PictureFormat::Pdf),
            Self::Graphml => Writer::File(export::graphml::write),
            Self::Gexf => Writer::File(export::gexf::write),
            Self::Cyjs => Writer::File(export::cyjs::write),
            Self::Cx2 => Writer::File(export::cx2::write),
            Self::NodeLink => Writer::File(export::node_link::write),
            Self::Csv => Writer::Folder(export::csv::write),
            Self::Xlsx => Writer::File(export::xlsx::write),
            Self::Parquet => Writer::Folder(export::parquet::write),
            Self::Turtle => Writer::File(|view, out| rdf::write(view, Syntax::Turtle, out)),
            Self::Nquads => Writer::File(|view, out| rdf::write(view, Syntax::NQuads, out)),
            Self::Trig => Writer::File(|view, out| rdf::write(view, Syntax::TriG, out)),
            Self::Jsonld => Writer::File(|view, out| rdf::write(view, Syntax::JsonLd, out)),
            Self::Cypher => Writer::File(export::cypher::write),
            Self::Neo4jCsv => Writer::Folder(export::neo4j_csv::write),
            Self::Ftm => Writer::File(export::ftm::write),
            Self::FtmStatements => Writer::File(export::ftm_statements::write),
            Self::Stix => Writer::File(export::stix::write),
            Self::Mermaid => Writer::File(export::mermaid::write),
            Self::Obsidian => Writer::Folder(export::obsidian::write),
            Self::Timelinejs => Writer::File(export::timelinejs::write),
            Self::Ical => Writer::File(export::ical::write),
            Self::Icews => Writer::File(export::icews::write),
        })
    }
}

/// How much of the graph is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Project {
    /// Everything that is chosen
    #[default]
    Full,
    /// Actors only; the events of each two become one relationship with a count
    Actors,
}

const EXAMPLES: &str = "\
Examples:
  kroniek export svg -o chronicle.svg
  kroniek export pdf --around lukashenko --lang nl -o lukashenko.pdf
  kroniek export png --style overview --only corroborated -o sure.png
  kroniek export dot --types meeting,loan | dot -Tsvg > meetings.svg
  kroniek export gexf --project actors -o who-with-whom.gexf
  kroniek export csv --only corroborated -o tables
  kroniek export dot --query \"MATCH p = (:Person {id: 'putin'})-[:MADE]->() RETURN p\"";

fn day(text: &str) -> Result<Day, String> {
    let date = Edtf::parse(text).map_err(|error| error.to_string())?;
    date.single_day()
        .ok_or_else(|| format!("`{text}` is not a day, 2021-09-09"))
}

/// Reads the beginning of identifiers.
pub(super) fn base(text: &str) -> Result<String, String> {
    let (scheme, rest) = text
        .split_once(':')
        .ok_or("an IRI begins with `https:` or `urn:`")?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && (scheme.chars()).all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let forbidden = |c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c);
    if !is_scheme || rest.is_empty() || text.contains(forbidden) {
        return Err("an IRI begins with `https:` or `urn:` and has no spaces".to_owned());
    }
    if text.ends_with(['/', '#', ':']) {
        return Ok(text.to_owned());
    }
    Err("the base of identifiers ends with `/`, `#` or `:`".to_owned())
}

/// Reads a resolution.
fn dpi(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(dpi) if (1.0..=2400.0).contains(&dpi) => Ok(dpi),
        _ => Err("a resolution is a number from 1 to 2400".to_owned()),
    }
}

/// Writes what is asked for.
pub(crate) fn run(args: &Args, session: &mut Session) -> Result<(), Failure> {
    let dossier = args.selection.shown(session.dossier()?);
    match args.format.writer() {
        Err(format) => draw(args, format, &dossier, session),
        Ok(writer) => {
            args.refuse_style()?;
            let selection = args.selection.select(&dossier, 1, session)?;
            if args.project == Project::Full {
                return write_graph(args, writer, &dossier, &selection, session);
            }
            let folded = projection::actors(&dossier, &selection);
            let all = Selection::all(&folded.graph);
            write_graph(args, writer, &folded, &all, session)
        }
    }
}

impl Args {
    /// A style is of pictures.
    fn refuse_style(&self) -> Result<(), Failure> {
        if self.style.is_none() {
            return Ok(());
        }
        let format = self.format.to_possible_value();
        let format = format.as_ref().map_or("", |format| format.get_name());
        Err(
            Failure::call(format!("`--style` is for pictures, and {format} is none"))
                .hint("pictures are dot, svg, png and pdf"),
        )
    }

    /// Whether it goes to standard output.
    fn to_stdout(&self) -> bool {
        self.output.as_os_str() == "-"
    }
}

/// Writes a format that is not drawn.
fn write_graph(
    args: &Args,
    writer: Writer,
    dossier: &Dossier,
    selection: &Selection,
    session: &mut Session,
) -> Result<(), Failure> {
    let total = selection.node_count() + selection.edge_count();
    let progress = Progress::new(total, session.errors);
    let tell = |steps| progress.tell(steps);
    let mut view = View::new(dossier, selection).with_progress(&tell);
    view.lang = args.lang.as_deref();
    view.made = day_of_making(args.date);
    if let Some(base) = &args.base {
        view.base = base;
    }
    let path = &args.output;
    let cannot_write = |error: std::io::Error| {
        Failure::call(format!("cannot write `{}`: {error}", path.display()))
    };
    let failed = |error: ExportError| match error {
        ExportError::Io(error) if !args.to_stdout() => cannot_write(error),
        ExportError::Io(error) => error.into(),
        other => Failure::call(other.to_string()),
    };
    match writer {
        Writer::File(write) if args.to_stdout() => {
            write(&view, &mut session.out).map_err(failed)?;
        }
        Writer::File(write) => {
            let mut draft = Draft::create(path).map_err(cannot_write)?;
            write(&view, &mut draft).map_err(failed)?;
            draft.commit().map_err(cannot_write)?;
        }
        Writer::Folder(_) if args.to_stdout() => {
            return Err(Failure::call("this format is a folder of several files")
                .hint("name one with `--output DIR`"));
        }
        Writer::Folder(write) => {
            let draft = FolderDraft::create(path).map_err(cannot_write)?;
            write(&view, &draft).map_err(failed)?;
            draft.commit().map_err(cannot_write)?;
        }
    }
    progress.done();
    for (remark, times) in view.remarks() {
        let times = if times > 1 {
            format!(" ({times} times)")
        } else {
            String::new()
        };
        session.note(&format!("note: {remark}{times}"))?;
    }
    Ok(())
}

/// Draws a picture.
fn draw(
    args: &Args,
    format: PictureFormat,
    dossier: &Dossier,
    session: &mut Session,
) -> Result<(), Failure> {
    let around = args.selection.around.is_some();
    let style = args.style.unwrap_or(match format {
        PictureFormat::Dot => Style::Graph,
        _ if around => Style::Around,
        _ => Style::Chronicle,
    });
    // The picture around an actor shows who else took part: two steps away.
    let depth = if style == Style::Around { 2 } else { 1 };
    let mut selection = args.selection.select(dossier, depth, session)?;
    let folded;
    let mut dossier = dossier;
    let mut actor = args.selection.middle(dossier)?;
    if args.project == Project::Actors {
        if style != Style::Graph {
            return Err(Failure::call(
                "`--project actors` leaves no events for this picture to show",
            )
            .hint("draw it with `--style graph`, or with `--style actors` without it"));
        }
        folded = projection::actors(dossier, &selection);
        selection = Selection::all(&folded.graph);
        dossier = &folded;
        actor = None;
    }
    let order = Order {
        dossier,
        selection: &selection,
        style,
        actor,
        lang: args.lang.clone(),
        built: day_of_making(args.date),
        dpi: args.dpi,
    };
    let files = order.files(format)?;
    if args.to_stdout() {
        let [bytes] = &files[..] else {
            return Err(
                Failure::call(format!("the picture has {}", counted(files.len(), "page")))
                    .hint("name a file with `--output`, or export pdf, which holds them all"),
            );
        };
        session.out.write_all(bytes)?;
        return Ok(());
    }
    for (at, bytes) in files.iter().enumerate() {
        write(&page(&args.output, at), bytes)?;
    }
    Ok(())
}

/// The path of a page: `a.svg`, `a-2.svg`, `a-3.svg` …
pub(super) fn page(path: &Path, at: usize) -> PathBuf {
    if at == 0 {
        return path.to_owned();
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    match path.extension() {
        Some(ending) => {
            path.with_file_name(format!("{stem}-{}.{}", at + 1, ending.to_string_lossy()))
        }
        None => path.with_file_name(format!("{stem}-{}", at + 1)),
    }
}

/// Writes a file whole.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    file::write(path, bytes)
        .map_err(|error| Failure::call(format!("cannot write `{}`: {error}", path.display())))
}
