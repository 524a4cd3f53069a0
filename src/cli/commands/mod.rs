//! One file per command: its arguments, and what it does with them.

mod agreements;
mod check;
mod claims;
mod completions;
mod conflicts;
mod events;
mod explain;
mod init;
mod man;
mod neighbours;
mod path;
mod show;
mod sources;
mod stats;
mod timeline;

use clap::Subcommand;

use super::failure::Failure;
use super::session::Session;

/// The commands, in the order of `kroniek --help`.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Verify every quote and value of a dossier
    Check(check::Args),
    /// Explain a code of `check`
    Explain(explain::Args),
    /// List what happened or is planned
    Events(events::Args),
    /// List what binds parties
    Agreements(agreements::Args),
    /// List what somebody said is so
    Claims(claims::Args),
    /// Events, agreements and claims in the order of time
    Timeline(timeline::Args),
    /// Everything about one thing, with the evidence
    Show(show::Args),
    /// How two things are connected, step by step
    Path(path::Args),
    /// What is connected to a thing
    Neighbours(neighbours::Args),
    /// Where the articles contradict each other
    Conflicts(conflicts::Args),
    /// What each article supports, and what it alone supports
    Sources(sources::Args),
    /// How many there are of everything
    Stats(stats::Args),
    /// Make a small example dossier
    Init(init::Args),
    /// Print the completions of a shell
    Completions(completions::Args),
    /// Print a manual page
    Man(man::Args),
}

impl Command {
    /// Does what the command is for.
    pub fn run(self, session: &mut Session) -> Result<(), Failure> {
        match self {
            Self::Check(args) => check::run(&args, session),
            Self::Explain(args) => explain::run(&args, session),
            Self::Events(args) => events::run(&args, session),
            Self::Agreements(args) => agreements::run(&args, session),
            Self::Claims(args) => claims::run(&args, session),
            Self::Timeline(args) => timeline::run(&args, session),
            Self::Show(args) => show::run(&args, session),
            Self::Path(args) => path::run(&args, session),
            Self::Neighbours(args) => neighbours::run(&args, session),
            Self::Conflicts(args) => conflicts::run(&args, session),
            Self::Sources(args) => sources::run(&args, session),
            Self::Stats(args) => stats::run(&args, session),
            Self::Init(args) => init::run(&args, session),
            Self::Completions(args) => completions::run(&args, session),
            Self::Man(args) => man::run(&args, session),
        }
    }
}
