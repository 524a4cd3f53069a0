//! Tests of the whole program. One binary, so that it is linked once.

mod commands;
mod diagnostics;
mod documents;
mod mutations;
mod page;
mod program;
mod startup;
mod tidy;
