//! The model: the vocabulary of a dossier. Ids, days and EDTF dates, amounts, attribute values,
//! types with their roles and attributes, relations, stages, statuses.
//!
//! This room must not know files, how annotations are read, articles or the graph; of YAML it only
//! knows how values are written. Start reading at [`registry`]; for what values say and when two of
//! them can hold, at [`shown`].

pub mod amount;
pub mod date;
pub mod digits;
pub mod number;
pub mod registry;
pub mod shown;
pub mod temporal;
pub mod value;
pub mod words;
pub mod yaml;
