//! Why a command stops, and the status of the process that says so.

use std::io;

use super::output::{Page, RED, say, visible};

/// Statuses of the process; a command that is done has 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    /// Nobody reads the answer any more, which is no error.
    Done = 0,
    /// The input is wrong: the dossier has errors, the query is wrong.
    Input = 1,
    /// The call or the world is: an unknown name, a file that cannot be read, a limit.
    Call = 2,
}

/// A command that stops before its end.
#[derive(Debug)]
pub(crate) struct Failure {
    status: Status,
    message: String,
    hints: Vec<String>,
}

impl Failure {
    /// The input is wrong: status 1.
    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self::new(Status::Input, message)
    }

    /// The call or the world is wrong: status 2.
    pub(crate) fn call(message: impl Into<String>) -> Self {
        Self::new(Status::Call, message)
    }

    /// The input is wrong and the user has been told how: status 1.
    pub(crate) fn reported() -> Self {
        Self::new(Status::Input, "")
    }

    fn new(status: Status, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            hints: Vec::new(),
        }
    }

    /// Adds a line that says what to do.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The status of the process.
    pub(crate) fn status(&self) -> u8 {
        self.status as u8
    }

    /// Says on standard error what is wrong.
    pub(crate) fn report(&self, page: Page) {
        if self.message.is_empty() {
            return;
        }
        say(&format!(
            "{} {}",
            page.paint(RED, "error:"),
            visible(&self.message)
        ));
        for hint in &self.hints {
            say(&format!("  help: {}", visible(hint)));
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::new(Status::Done, "")
        } else {
            Self::call(format!("cannot write to standard output: {error}"))
        }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::call(format!("{error:#}"))
    }
}
