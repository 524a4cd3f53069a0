//! Commands: arguments in, rows and findings out. One file per command. The only room that prints.

pub mod tck;

use std::process::ExitCode;

/// Runs the command line of this process and returns its exit status.
pub fn run() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("tck") {
        return match tck::serve(std::io::stdin().lock(), std::io::stdout().lock()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::from(2),
        };
    }
    ExitCode::SUCCESS
}
