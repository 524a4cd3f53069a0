//! The `kroniek` command: everything it does is in [`kroniek::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    kroniek::cli::run()
}
