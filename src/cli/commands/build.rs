//! `kroniek build`

use std::fs;
use std::io::Write as _;

use super::{check, export};
use crate::cli::facts;
use crate::cli::failure::Failure;
use crate::cli::pictures::{Order, PictureFormat, Style, busiest, day_of_making};
use crate::cli::session::Session;
use crate::graph::{Filter, Selection};

/// Check the dossier, build its graph and draw it into `out/`
///
/// Writes DOT, SVG and PNG of four pictures into the folder `out` of the dossier: the chronicle,
/// the overview, who deals with whom, and the picture around the actor with most events.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Language of names and words: en, nl [default: the first of the dossier’s languages]
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  kroniek build
  kroniek build --lang nl
  SOURCE_DATE_EPOCH=$(date +%s) kroniek build   # the pictures name the day";

/// Checks, builds and draws.
pub(crate) fn run(args: &Args, session: &mut Session) -> Result<(), Failure> {
    let compilation = session.check()?;
    check::report(&compilation, session)?;
    if compilation.errors() > 0 && !session.forced() {
        return Err(Failure::reported());
    }
    let dossier = &compilation.dossier;
    let folder = session.folder()?.join("out");
    fs::create_dir_all(&folder)
        .map_err(|error| Failure::call(format!("cannot make `{}`: {error}", folder.display())))?;
    let all = Selection::all(&dossier.graph);
    let actor = busiest(dossier, &all);
    let mut pictures = vec![
        ("chronicle".to_owned(), Style::Chronicle, all.clone()),
        ("overview".to_owned(), Style::Overview, all.clone()),
        ("actors".to_owned(), Style::Actors, all),
    ];
    if let Some(actor) = actor {
        let around = Filter {
            around: Some((actor, 2)),
            ..Filter::default()
        };
        let name = format!("around-{}", facts::id(dossier.graph.node(actor)));
        pictures.push((name, Style::Around, around.select(dossier)));
    }
    let mut formats = vec![PictureFormat::Dot, PictureFormat::Svg];
    if cfg!(feature = "png") {
        formats.push(PictureFormat::Png);
    }
    writeln!(session.out)?;
    for (name, style, selection) in &pictures {
        let order = Order {
            dossier,
            selection,
            style: *style,
            actor,
            lang: args.lang.clone(),
            built: day_of_making(None),
            dpi: 160.0,
        };
        let mut endings = Vec::new();
        let mut pages = 1;
        for format in &formats {
            let path = folder.join(format!("{name}.{}", format.ending()));
            let files = order.files(*format)?;
            pages = pages.max(files.len());
            for (at, bytes) in files.iter().enumerate() {
                export::write(&export::page(&path, at), bytes)?;
            }
            endings.push(format.ending());
        }
        let more = if pages > 1 {
            format!(" ({pages} pages)")
        } else {
            String::new()
        };
        let path = folder.join(name);
        writeln!(
            session.out,
            "{}.{{{}}}{more}",
            path.display(),
            endings.join(",")
        )?;
    }
    Ok(())
}
