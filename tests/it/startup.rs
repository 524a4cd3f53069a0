//! How long the program takes as a whole.

use std::time::{Duration, Instant};

use crate::program::{Dossier, command};

/// A process that does nothing heavy at its start answers at once, even unoptimised and on a busy
/// machine: the fastest of several runs counts, and the limit is many times what is needed.
#[test]
fn nothing_heavy_happens_at_the_start() {
    let dossier = Dossier::example();
    let run = |_| {
        let start = Instant::now();
        let output = command(&["check"])
            .current_dir(dossier.path())
            .output()
            .unwrap();
        assert!(output.status.success());
        start.elapsed()
    };
    let fastest = (0..10).map(run).min().unwrap();
    assert!(fastest < Duration::from_millis(250), "{fastest:?}");
}
