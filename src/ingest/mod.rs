//! Bytes to articles and annotations: decoding, article formats, span-keeping YAML trees.
//!
//! This room turns files into data that still knows where each part of it stands. It must not
//! resolve ids, look for evidence or know the graph. [`import`] makes annotations of files of other
//! programs.

pub mod annotation;
pub mod article;
pub mod folder;
pub mod import;
pub mod table;
pub mod trace;
pub mod yaml;
