//! Values of a row: a column, several, or a constant.

use super::{Cell, Id, Reader};
use crate::ingest::annotation::Text;
use crate::ingest::yaml::{Entry, Key, Node, Value};

/// The keys of a value.
const KEYS: [&str; 12] = [
    "column",
    "columns",
    "is",
    "join",
    "map",
    "default",
    "format",
    "split",
    "as",
    "decimal",
    "thousands",
    "currency",
];

/// What `as` may say.
const KINDS: [&str; 5] = ["text", "number", "boolean", "date", "amount"];

impl Reader {
    /// A value: a text names a column; a list of texts several, whose texts are joined by a space;
    /// a mapping says more.
    pub(super) fn cell(&mut self, key: &Key, node: &Node) -> Option<Cell> {
        let mut cell = Cell::at(node.span.clone());
        let Value::Mapping(entries) = &node.value else {
            cell.columns = self.shape.texts(key, node);
            return (!cell.columns.is_empty()).then_some(cell);
        };
        let before = self.shape.findings.len();
        for entry in entries {
            self.cell_key(&mut cell, entry);
        }
        if cell.columns.is_empty() && cell.constant.is_none() {
            if self.shape.findings.len() == before {
                let what = format!("this `{}`", key.text);
                let help =
                    "name a column, `{column: name}`, or say what it always is, `{is: text}`";
                self.shape.missing(node.span.clone(), &what, "column", help);
            }
            return None;
        }
        Some(cell)
    }

    fn cell_key(&mut self, cell: &mut Cell, Entry { key, value }: &Entry) {
        match key.text.as_str() {
            "column" | "columns" => cell.columns = self.shape.texts(key, value),
            "is" => cell.constant = self.shape.text(key, value),
            "join" => {
                cell.join = self
                    .plain_texts(key, value)
                    .into_iter()
                    .next()
                    .unwrap_or_default()
            }
            "map" => cell.map = Some(self.look_up(key, value)),
            "default" => cell.default = self.shape.text(key, value),
            "format" => cell.formats = self.shape.texts(key, value),
            "split" => {
                let by = self.plain_texts(key, value).into_iter().next();
                cell.split = by.filter(|by| !by.is_empty());
            }
            "as" => cell.kind = self.word(key, value, "kind of value", &KINDS),
            "decimal" => cell.decimal = self.mark(key, value).map(char::from),
            "thousands" => cell.thousands = self.mark(key, value).map(char::from),
            "currency" => cell.currency = self.currency(key, value),
            _ => self
                .shape
                .unknown_key(key, "a value of a table", &KEYS, None),
        }
    }

    /// A code such as `EUR`, which no column is likely to be called, or a value.
    fn currency(&mut self, key: &Key, node: &Node) -> Option<Box<Cell>> {
        let mut cell = self.cell(key, node)?;
        let is_code =
            |text: &Text| text.text.len() == 3 && text.text.bytes().all(|b| b.is_ascii_uppercase());
        if node.as_scalar().is_some() && cell.columns.len() == 1 && is_code(&cell.columns[0]) {
            cell.constant = cell.columns.pop();
        }
        Some(Box::new(cell))
    }

    /// `{row: 0}` or a value.
    pub(super) fn id(&mut self, key: &Key, node: &Node) -> Option<Id> {
        match &node.value {
            Value::Mapping(entries) if node.get("row").is_some() => {
                let mut first = 0;
                for entry in entries {
                    if entry.key.text == "row" {
                        first = self.number(&entry.key, &entry.value).unwrap_or(0);
                    } else {
                        self.shape
                            .unknown_key(&entry.key, "a row's number", &["row"], None);
                    }
                }
                Some(Id::Row(first))
            }
            _ => self.cell(key, node).map(Id::Cell),
        }
    }
}
