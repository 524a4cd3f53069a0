//! openCypher over the graph. Must not know files or the terminal.

pub mod ast;
mod error;
pub mod lexer;
pub mod parser;

pub use error::{Error, ErrorType, Phase};
