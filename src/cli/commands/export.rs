//! `kroniek export`

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::cli::chosen::SelectionFlags;
use crate::cli::failure::Failure;
use crate::cli::pictures::{Order, PictureFormat, Style, day_of_making};
use crate::cli::session::{Session, counted};
use crate::export::file;
use crate::model::date::{Day, Edtf};

/// Write the graph, or a part of it, in a format of other programs
///
/// Without --output it goes to standard output. A file is whole or not there. Pictures of several
/// pages are one PDF, or files FILE, FILE-2, FILE-3 … of SVG and PNG.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The format
    #[arg(value_enum)]
    format: Format,

    /// Where to: a file, or `-` for standard output
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

    /// Day of making that the picture names [default: that of SOURCE_DATE_EPOCH, else none]
    #[arg(long, value_name = "DAY", value_parser = day)]
    date: Option<Day>,

    /// Dots an inch of a PNG
    #[arg(long, value_name = "DPI", default_value_t = 160.0, value_parser = dpi)]
    dpi: f64,

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
}

const EXAMPLES: &str = "\
Examples:
  kroniek export svg -o chronicle.svg
  kroniek export pdf --around lukashenko --lang nl -o lukashenko.pdf
  kroniek export png --style overview --only corroborated -o sure.png
  kroniek export dot --types meeting,loan | dot -Tsvg > meetings.svg
  kroniek export dot --query \"MATCH p = (:Person {id: 'putin'})-[:MADE]->() RETURN p\"";

fn day(text: &str) -> Result<Day, String> {
    let date = Edtf::parse(text).map_err(|error| error.to_string())?;
    date.single_day()
        .ok_or_else(|| format!("`{text}` is not a day, 2021-09-09"))
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
    let compilation = session.dossier()?;
    let dossier = args.selection.shown(compilation.dossier);
    let format = match args.format {
        Format::Dot => PictureFormat::Dot,
        Format::Svg => PictureFormat::Svg,
        Format::Png => PictureFormat::Png,
        Format::Pdf => PictureFormat::Pdf,
    };
    let around = args.selection.around.is_some();
    let style = args.style.unwrap_or(match format {
        PictureFormat::Dot => Style::Graph,
        _ if around => Style::Around,
        _ => Style::Chronicle,
    });
    // The picture around an actor shows who else took part: two steps away.
    let depth = if style == Style::Around { 2 } else { 1 };
    let selection = args.selection.select(&dossier, depth, session)?;
    let order = Order {
        dossier: &dossier,
        selection: &selection,
        style,
        actor: args.selection.middle(&dossier)?,
        lang: args.lang.clone(),
        built: day_of_making(args.date),
        dpi: args.dpi,
    };
    let files = order.files(format)?;
    if args.output.as_os_str() == "-" {
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
