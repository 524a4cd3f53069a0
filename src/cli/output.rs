//! The two streams of the process: what they are, and how text is made safe for them.

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write as _};

use clap::ValueEnum;

/// When colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Colour {
    // On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    Always,
    Never,
}

/// What a stream is written onto.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Page {
    /// Columns of the terminal; into a pipe or a file there is no limit.
    pub(crate) width: Option<usize>,
    /// Whether a terminal reads it, which obeys control characters.
    pub(crate) terminal: bool,
    /// Whether colours are wanted.
    pub(crate) colour: bool,
}

impl Page {
    /// Standard output.
    pub(crate) fn stdout(colour: Colour) -> Self {
        let stream = io::stdout();
        let terminal = stream.is_terminal();
        Self {
            width: terminal.then(terminal_width),
            terminal,
            colour: wants_colour(colour, anstream::AutoStream::choice(&stream)),
        }
    }

    /// Standard error.
    pub(crate) fn stderr(colour: Colour) -> Self {
        let stream = io::stderr();
        let terminal = stream.is_terminal();
        Self {
            width: terminal.then(terminal_width),
            terminal,
            colour: wants_colour(colour, anstream::AutoStream::choice(&stream)),
        }
    }

    /// A text in a style, where colours are wanted.
    pub(crate) fn paint(self, style: anstyle::Style, text: &str) -> String {
        if self.colour {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }
}

fn wants_colour(colour: Colour, auto: anstream::ColorChoice) -> bool {
    match colour {
        Colour::Auto => auto != anstream::ColorChoice::Never,
        Colour::Always => true,
        Colour::Never => false,
    }
}

fn terminal_width() -> usize {
    terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0))
}

/// Headings and names.
pub(crate) const BOLD: anstyle::Style = anstyle::Style::new().bold();
/// What is beside the point.
pub(crate) const DIM: anstyle::Style = anstyle::Style::new().dimmed();
/// Errors.
pub(crate) const RED: anstyle::Style = anstyle::AnsiColor::Red.on_default().bold();

/// A text that a terminal shows and does not obey: line breaks stay, a tab becomes a space, other
/// control characters and those that turn the direction of writing are written out.
pub(crate) fn visible(text: &str) -> String {
    let obeyed = |c: char| c.is_control() || is_direction(c);
    if !text.contains(obeyed) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' => shown.push('\n'),
            '\t' => shown.push(' '),
            '\r' if chars.peek() == Some(&'\n') => {}
            c if obeyed(c) => {
                // Writing to a string does not fail.
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
            }
            c => shown.push(c),
        }
    }
    shown
}

/// Overrides, embeddings and isolates of the direction of writing.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Says something on standard error. That nobody listens there is no error.
pub(crate) fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_written_out_and_letters_stay() {
        assert_eq!(visible("Минск\té\r\n"), "Минск é\n");
        assert_eq!(
            visible("\u{1b}[31m\u{9b}\u{202e}"),
            "\\u{1b}[31m\\u{9b}\\u{202e}"
        );
    }
}
