//! Commands: arguments in, rows and findings out. The only room that prints.
//!
//! One file per command in [`commands`]; a command is given a [`session::Session`] (the dossier
//! and the streams) and returns nothing or a [`failure::Failure`], which knows the status of the
//! process. This room must not know how anything is compiled, queried or drawn: it calls the rooms
//! that do. Start reading at [`run`].

mod answer;
mod cache;
mod chosen;
mod commands;
mod facts;
mod failure;
mod names;
mod output;
mod pictures;
mod progress;
mod rows;
mod select;
mod session;
pub mod tck;

use std::io::Write as _;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use clap::Parser;

use commands::Command;
use failure::Failure;
use output::Page;
use session::{Globals, Session};

use crate::store;

/// The status of the process when kroniek itself is wrong.
const BUG: u8 = 101;

/// The compiler for journalism: checks that every annotation stands on a sentence of its article,
/// and answers from the graph that comes of it.
#[derive(Debug, Parser)]
#[command(name = "kroniek", version, after_help = AFTER_HELP)]
struct Cli {
    #[command(flatten)]
    globals: Globals,

    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
A dossier is a folder with articles in `seeds` and annotations in `annotations`. To begin:
  kroniek init my-dossier && cd my-dossier
  kroniek check
  kroniek events

Status: 0 done, 1 the input is wrong, 2 the call or the world is, 101 a bug, 130 Ctrl-C.";

/// Runs the command line of this process and returns its exit status.
pub fn run() -> ExitCode {
    panic::set_hook(Box::new(|panic| output::say(&bug(panic))));
    let cli = Cli::parse();
    let errors = Page::stderr(cli.globals.color);
    ExitCode::from(status(errors, || {
        let mut session = Session::new(cli.globals);
        answer(&cli.command, &mut session)?;
        session.out.flush().map_err(Failure::from)
    }))
}

/// Runs a command, and once more if it comes upon damage in the snapshot that the dossier keeps of itself.
fn answer(command: &Command, session: &mut Session) -> Result<(), Failure> {
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| command.run(session)));
    outcome.unwrap_or_else(|panic| match panic.downcast::<store::Error>() {
        Ok(damage) => {
            session.distrust(&damage)?;
            command.run(session)
        }
        Err(panic) => panic::resume_unwind(panic),
    })
}

/// The status of a command; says on standard error why it is not 0.
fn status(errors: Page, command: impl FnOnce() -> Result<(), Failure> + panic::UnwindSafe) -> u8 {
    match panic::catch_unwind(command) {
        Ok(Ok(())) => 0,
        Ok(Err(failure)) => {
            failure.report(errors);
            failure.status()
        }
        Err(_) => BUG,
    }
}

fn bug(panic: &panic::PanicHookInfo<'_>) -> String {
    let place = panic
        .location()
        .map(ToString::to_string)
        .unwrap_or_default();
    let what = panic.payload_as_str().unwrap_or("no message");
    format!(
        "kroniek {} has a bug: {} ({place})\nPlease report it with the command and the dossier.",
        env!("CARGO_PKG_VERSION"),
        output::visible(what),
    )
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn the_status_tells_whose_fault_it_is() {
        let page = Page {
            width: None,
            terminal: false,
            colour: false,
        };
        let of = |outcome: fn() -> Result<(), Failure>| status(page, outcome);
        assert_eq!(of(|| Ok(())), 0);
        assert_eq!(of(|| Err(Failure::reported())), 1);
        assert_eq!(of(|| Err(Failure::call("no such name"))), 2);
        assert_eq!(of(|| Err(anyhow::anyhow!("no such file").into())), 2);
        assert_eq!(
            of(|| Err(io::Error::from(io::ErrorKind::BrokenPipe).into())),
            0
        );
        assert_eq!(
            of(|| Err(io::Error::from(io::ErrorKind::StorageFull).into())),
            2
        );
        assert_eq!(of(|| panic!("a bug")), 101);
    }

    #[test]
    fn the_definition_of_the_command_line_is_sound() {
        use clap::CommandFactory as _;
        Cli::command().debug_assert();
    }
}
