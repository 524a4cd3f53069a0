//! Text: lines and columns, sentences, folding of names, nearest words.
//!
//! Everything here works on plain strings and byte ranges. This room must not know files,
//! articles, annotations or the graph.

mod figures;
pub mod lines;
pub mod names;
mod nearest;
pub mod quote;
mod sentences;

pub use figures::Figures;
pub use lines::{CodePoints, LineIndex, Position};
pub use names::{Found, NameFinder};
pub use nearest::nearest;
pub use sentences::sentences;

/// Folds a name for look-up: case, accents, punctuation and script do not count.
///
/// Compatibility composition, transliteration to ASCII, lower case; every run of other characters
/// becomes one space. `Лукашенко` and `Lukashenko` give the same.
pub fn fold(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    // Most names are plain, and plain text needs neither composition nor transliteration.
    let mut folded = if name.is_ascii() {
        name.to_owned()
    } else {
        deunicode::deunicode(&name.nfkc().collect::<String>())
    };
    folded.make_ascii_lowercase();
    folded
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
