//! A bar on standard error for what takes long.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::output::Page;

/// Nothing is shown of what is done by then.
const PATIENCE: Duration = Duration::from_secs(1);

/// How far something is that has a known number of steps. Shown on a terminal only.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    begun: Instant,
    total: u64,
}

impl Progress {
    /// The beginning of `total` steps.
    pub(crate) fn new(total: usize, errors: Page) -> Self {
        let bar = errors.terminal.then(|| {
            let bar = ProgressBar::hidden();
            if let Ok(style) = ProgressStyle::with_template("{bar:40} {percent:>3} %  {eta} left") {
                bar.set_style(style);
            }
            bar
        });
        Self {
            bar,
            begun: Instant::now(),
            total: total as u64,
        }
    }

    /// Says how many steps are done.
    pub(crate) fn tell(&self, steps: u64) {
        let Some(bar) = &self.bar else { return };
        if self.begun.elapsed() < PATIENCE {
            return;
        }
        if bar.length() != Some(self.total) {
            bar.set_length(self.total);
            bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
        }
        bar.set_position(steps);
    }

    /// Takes the bar away.
    pub(crate) fn done(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
