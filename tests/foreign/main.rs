//! What the program writes, read by programs that are not ours. Each test needs one, so that a
//! newcomer's `cargo test` lists them as ignored; continuous integration installs the programs and
//! runs them all, and a missing one fails.

mod calendars;
mod entities;
mod graphs;
mod pictures;
mod programs;
mod rdf;
mod tables;
