//! `kroniek man`

use clap::CommandFactory as _;

use crate::cli::Cli;
use crate::cli::failure::Failure;
use crate::cli::session::Session;
use crate::text::nearest;

/// Print a manual page, of kroniek or of one of its commands
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The command; without it the page of kroniek itself
    command: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  kroniek man | man -l -
  kroniek man events > kroniek-events.1";

/// Prints a page in roff.
pub(crate) fn run(args: &Args, session: &mut Session) -> Result<(), Failure> {
    let mut kroniek = Cli::command();
    kroniek.build();
    let Some(name) = &args.command else {
        clap_mangen::Man::new(kroniek).render(&mut session.out)?;
        return Ok(());
    };
    let Some(command) = kroniek.find_subcommand(name) else {
        let failure = Failure::call(format!("there is no command `{name}`"));
        let names = kroniek.get_subcommands().map(clap::Command::get_name);
        return Err(match nearest(name, names) {
            Some(near) => failure.hint(format!("did you mean `{near}`?")),
            None => failure,
        });
    };
    clap_mangen::Man::new(command.clone()).render(&mut session.out)?;
    Ok(())
}
