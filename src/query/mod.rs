//! openCypher over the graph. Must not know files or the terminal.

pub mod ast;
mod error;
pub mod lexer;
pub mod parser;
pub mod functions;
pub mod value;

pub use error::{Error, ErrorType, Phase};
pub use value::Value;
