//! `kroniek explain`
use crate::cli::failure::Failure;
use crate::cli::session::Session;
/// Verify
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}
/// Runs.
pub(crate) fn run(_args: &Args, session: &mut Session) -> Result<(), Failure> {
    let c = session.compile()?;
    if c.errors() > 0 {
        return Err(Failure::reported());
    }
    Ok(())
}
