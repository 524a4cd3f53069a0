//! openCypher over the graph. Must not know files or the terminal.

mod error;
pub mod functions;
pub mod value;

pub use error::{Error, ErrorType, Phase};
pub use value::Value;
