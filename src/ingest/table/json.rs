//! Rows of JSON Lines to coded columns.

use memchr::memchr_iter;
use serde_json::Value;

use super::LIST;
use super::blocks::Block;
use super::rows::Rows;

/// Reads a block; a column is a key, or keys joined by dots for an object in an object. Returns
/// also which keys were seen.
pub(super) fn read(block: &Block, wanted: &[String]) -> (Rows, Vec<bool>) {
    let mut rows = Rows::new(wanted.len());
    let mut seen = vec![false; wanted.len()];
    let mut start = 0;
    let bytes = &block.bytes;
    let last = (!bytes.ends_with(b"\n")).then_some(bytes.len());
    let mut cell = String::new();
    for end in memchr_iter(b'\n', bytes).chain(last) {
        let line = &bytes[start..end];
        start = end + 1;
        rows.line_count += 1;
        let number = rows.line_count;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let object = match (block.broken, serde_json::from_slice(line)) {
            (None, Ok(object @ Value::Object(_))) => object,
            (Some(reason), _) => {
                rows.refuse(number, line, 0..line.len(), || (reason.to_owned(), None));
                continue;
            }
            (None, Ok(_)) => {
                let reason = "the row is no JSON object".to_owned();
                rows.refuse(number, line, 0..line.len(), || (reason, None));
                continue;
            }
            (None, Err(error)) => {
                let at = error.column().saturating_sub(1);
                rows.refuse(number, line, at..at + 1, || {
                    let error = error.to_string();
                    let what = error.split(" at line ").next().unwrap_or(&error);
                    (format!("the row is not JSON: {what}"), None)
                });
                continue;
            }
        };
        for ((coded, path), seen) in rows.columns.iter_mut().zip(wanted).zip(&mut seen) {
            cell.clear();
            if let Some(value) = look_up(&object, path) {
                *seen = true;
                write(value, &mut cell);
            }
            coded.push(&cell);
        }
        rows.keep(number);
    }
    (rows, seen)
}

/// The value of a key; of `a.b` that of the key `a.b`, else that of `b` in that of `a`.
fn look_up<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    value.get(path).or_else(|| {
        let (first, rest) = path.split_once('.')?;
        look_up(value.get(first)?, rest)
    })
}

/// Writes a value as a cell: of a list its elements.
fn write(value: &Value, cell: &mut String) {
    match value {
        Value::Null => {}
        Value::String(text) => cell.push_str(text),
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    cell.push(LIST);
                }
                write(item, cell);
            }
        }
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => cell.push_str(&value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_nested_keys_and_lists_become_cells() {
        let text = r#"{"id": 7, "properties": {"name": ["Ada", "A. Lund"]}, "x": null}
{"id": "b"}

[1]
{"id": 1,}
"#;
        let block = Block {
            bytes: text.as_bytes().to_vec(),
            broken: None,
            quoted: false,
        };
        let wanted = ["id", "properties.name", "x", "y"].map(str::to_owned);
        let (rows, seen) = read(&block, &wanted);
        let cells: Vec<Vec<&str>> = rows
            .columns
            .iter()
            .map(|column| {
                column
                    .codes
                    .iter()
                    .map(|&code| column.texts.get(code))
                    .collect()
            })
            .collect();
        assert_eq!(cells[0], ["7", "b"]);
        assert_eq!(cells[1], ["Ada\u{1f}A. Lund", ""]);
        assert_eq!(seen, [true, true, true, false]);
        let lines: Vec<_> = rows
            .refused
            .shown
            .iter()
            .map(|refusal| refusal.line)
            .collect();
        assert_eq!(lines, [4, 5]);
        assert_eq!(rows.numbers.iter().collect::<Vec<_>>(), [0, 1]);
    }
}
