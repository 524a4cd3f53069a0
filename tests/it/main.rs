//! Tests of the whole program. One binary, so that it is linked once.

mod commands;
mod documents;
mod program;
mod startup;
mod tidy;
