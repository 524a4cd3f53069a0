//! The imported file as an article: one paragraph a record.

use super::records::Property;

/// The marks around a record's number. They stand nowhere else in the text, so that the beginning
/// of a record can be quoted.
const MARKS: [char; 2] = ['⟦', '⟧'];

/// An article in the making.
pub(super) struct Article {
    text: String,
    records: usize,
}

impl Article {
    /// Begins an article on a file.
    pub(super) fn of(name: &str) -> Self {
        let name = visible(name);
        Self {
            text: format!(
                "Records of {name}\n\nThis text was made by an import: every paragraph is a record of the file and says all that it held.\n"
            ),
            records: 0,
        }
    }

    /// Adds a record and gives the words to quote: its number, and what it is about.
    pub(super) fn record(&mut self, head: &str, properties: &[Property]) -> String {
        self.records += 1;
        let quote = format!("{}{}{} {}", MARKS[0], self.records, MARKS[1], visible(head));
        self.text.push('\n');
        self.text.push_str(&quote);
        for property in properties {
            self.text.push_str(" | ");
            self.text.push_str(&visible(&property.key));
            self.text.push_str(": ");
            let values: Vec<_> = property.values.iter().map(|value| visible(value)).collect();
            self.text.push_str(&values.join(" ; "));
        }
        self.text.push_str(" |\n");
        quote
    }

    /// The whole text.
    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// A text in one line. Characters that a text file cannot show, and the marks, are replaced.
fn visible(text: &str) -> String {
    let kept = |c: char| match c {
        c if MARKS.contains(&c) => '\u{FFFD}',
        c if c.is_whitespace() => ' ',
        c if c.is_control() => '\u{FFFD}',
        c => c,
    };
    let line: String = text.chars().map(kept).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}
