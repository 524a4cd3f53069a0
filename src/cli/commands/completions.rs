//! `kroniek completions`

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::cli::Cli;
use crate::cli::failure::Failure;
use crate::cli::session::Session;

/// Print the completions of a shell
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

const EXAMPLES: &str = "\
Examples:
  kroniek completions bash > ~/.local/share/bash-completion/completions/kroniek
  kroniek completions zsh > ~/.zfunc/_kroniek
  kroniek completions fish > ~/.config/fish/completions/kroniek.fish";

/// Prints a script for a shell.
pub(crate) fn run(args: &Args, session: &mut Session) -> Result<(), Failure> {
    let mut command = Cli::command();
    // The generator does not expect its writer to fail, as a closed pipe does.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "kroniek", &mut script);
    std::io::Write::write_all(&mut session.out, &script)?;
    Ok(())
}
