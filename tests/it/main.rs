//! Tests of the whole program. One binary, so that it is linked once.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, also in what it calls"
)]

mod commands;
mod diagnostics;
mod documents;
mod examples;
mod exports;
mod fuzz;
mod imports;
mod mutations;
mod page;
mod pictures;
mod program;
mod script;
mod snapshot;
mod startup;
mod tidy;
