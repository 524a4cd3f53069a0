//! One file per command: its arguments, and what it does with them.

mod agreements;
mod build;
mod check;
mod claims;
mod completions;
mod conflicts;
mod events;
mod explain;
mod export;
mod import;
mod init;
mod man;
mod neighbours;
mod path;
pub(crate) mod query;
mod show;
mod snapshot;
mod sources;
mod stats;
mod timeline;

use clap::Subcommand;

use super::failure::Failure;
use super::session::Session;
use super::tck;

/// The commands, in the order of `kroniek --help`.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Check(check::Args),
    Build(build::Args),
    Explain(explain::Args),
    Events(events::Args),
    Agreements(agreements::Args),
    Claims(claims::Args),
    Timeline(timeline::Args),
    Show(show::Args),
    Path(path::Args),
    Neighbours(neighbours::Args),
    Conflicts(conflicts::Args),
    Sources(sources::Args),
    Stats(stats::Args),
    Query(query::Args),
    Export(export::Args),
    Import(import::Args),
    Snapshot(snapshot::Args),
    Init(init::Args),
    Completions(completions::Args),
    Man(man::Args),
    /// Answer the cases of the openCypher conformance suite, one JSON request a line
    #[command(hide = true)]
    Tck,
}

impl Command {
    /// Does what the command is for.
    pub(crate) fn run(&self, session: &mut Session) -> Result<(), Failure> {
        match self {
            Self::Check(args) => check::run(args, session),
            Self::Build(args) => build::run(args, session),
            Self::Explain(args) => explain::run(args, session),
            Self::Events(args) => events::run(args, session),
            Self::Agreements(args) => agreements::run(args, session),
            Self::Claims(args) => claims::run(args, session),
            Self::Timeline(args) => timeline::run(args, session),
            Self::Show(args) => show::run(args, session),
            Self::Path(args) => path::run(args, session),
            Self::Neighbours(args) => neighbours::run(args, session),
            Self::Conflicts(args) => conflicts::run(args, session),
            Self::Sources(args) => sources::run(args, session),
            Self::Stats(args) => stats::run(args, session),
            Self::Query(args) => query::run(args, session),
            Self::Export(args) => export::run(args, session),
            Self::Import(args) => import::run(args, session),
            Self::Snapshot(args) => snapshot::run(args, session),
            Self::Init(args) => init::run(args, session),
            Self::Completions(args) => completions::run(args, session),
            Self::Man(args) => man::run(args, session),
            Self::Tck => {
                tck::serve(std::io::stdin().lock(), &mut session.out).map_err(Failure::from)
            }
        }
    }
}
