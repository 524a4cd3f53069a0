//! Commands: arguments in, rows and findings out. One file per command. The only room that prints.

use std::process::ExitCode;

/// Runs the command line of this process and returns its exit status.
pub fn run() -> ExitCode {
    ExitCode::SUCCESS
}
