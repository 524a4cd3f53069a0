//! Runs an installed Graphviz on a graph in the DOT language.

use std::io::{self, Write as _};
use std::process::{Command, Stdio};
use std::thread;

/// Why Graphviz made no picture.
#[derive(Debug, thiserror::Error)]
pub enum GraphvizError {
    /// There is no program of this name.
    #[error(
        "the style `graph` needs Graphviz, and there is no program `{0}`; \
         the styles `chronicle`, `overview`, `around` and `actors` need none"
    )]
    Missing(String),
    /// It could not be run.
    #[error("cannot run `{program}`: {source}")]
    Run {
        /// The program.
        program: String,
        /// What the system says.
        source: io::Error,
    },
    /// It ended with an error.
    #[error("`{program}` failed ({status}): {said}")]
    Failed {
        /// The program.
        program: String,
        /// Its status.
        status: std::process::ExitStatus,
        /// What it wrote to standard error.
        said: String,
    },
}

/// A format that Graphviz writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraphvizFormat {
    /// Scalable Vector Graphics.
    Svg,
    /// Portable Network Graphics, of 144 dots an inch.
    Png,
    /// Portable Document Format.
    Pdf,
}

/// Draws a graph in the DOT language with the installed `dot`.
///
/// # Errors
/// Where the program is missing, cannot be run, or fails.
pub fn draw_with_graphviz(dot: &str, format: GraphvizFormat) -> Result<Vec<u8>, GraphvizError> {
    run("dot", dot, format)
}

fn run(program: &str, dot: &str, format: GraphvizFormat) -> Result<Vec<u8>, GraphvizError> {
    let mut command = Command::new(program);
    match format {
        GraphvizFormat::Svg => command.arg("-Tsvg"),
        GraphvizFormat::Png => command.args(["-Tpng", "-Gdpi=144"]),
        GraphvizFormat::Pdf => command.arg("-Tpdf"),
    };
    let failed = |source: io::Error| {
        if source.kind() == io::ErrorKind::NotFound {
            GraphvizError::Missing(program.to_owned())
        } else {
            GraphvizError::Run {
                program: program.to_owned(),
                source,
            }
        }
    };
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let stdin = child.stdin.take();
    let output = thread::scope(|scope| {
        // Beside the reading: the program may write before it has read everything.
        scope.spawn(move || {
            if let Some(mut stdin) = stdin {
                // Where it stops reading, its status says why.
                let _ = stdin.write_all(dot.as_bytes());
            }
        });
        child.wait_with_output()
    })
    .map_err(failed)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(GraphvizError::Failed {
        program: program.to_owned(),
        status: output.status,
        said: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_graphviz_the_error_names_the_other_styles() {
        let error = run("dot-that-is-not-there", "digraph {}", GraphvizFormat::Svg);
        let said = error.map_err(|error| error.to_string());
        let Err(said) = said else {
            unreachable!("there is no such program")
        };
        for word in ["Graphviz", "chronicle", "overview", "around", "actors"] {
            assert!(said.contains(word), "{said}");
        }
    }
}
