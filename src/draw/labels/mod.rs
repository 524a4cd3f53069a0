//! The words of the pictures: dates, figures, roles, statuses, in English and Dutch.
//!
//! Nothing here draws. Start reading at [`Words`].

mod date;
mod figure;
mod words;

pub(crate) use date::When;
pub(crate) use figure::{amount, figures, written};
pub(crate) use words::{Words, fill};
