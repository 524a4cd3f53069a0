//! openCypher over the graph. Must not know files or the terminal.

mod error;

pub use error::{Error, ErrorType, Phase};
