//! The words of the pictures: dates, figures, roles, statuses, in English and Dutch.
//!
//! Nothing here draws. Start reading at [`Words`].

mod date;
mod figure;
mod words;

pub(crate) use date::{Point, When};
pub(crate) use figure::{amount, figures, number, with_word};
pub(crate) use words::{Words, fill};
