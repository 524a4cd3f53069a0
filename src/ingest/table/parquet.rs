//! Parquet to coded columns, a row group after the other.

use std::fs::File;
use std::io::{self, Read};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::Arc;

use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;
use parquet::schema::types::Type;
use sha2::{Digest as _, Sha256};

use super::rows::Rows;
use super::stream::hex;
use super::{LIST, Table};

/// Reads the wanted columns. A row's line is its number, from 1.
pub(super) fn read(path: &Path, wanted: &[String]) -> io::Result<Table> {
    // The library asserts some things about files that a damaged one breaks.
    panic::catch_unwind(AssertUnwindSafe(|| read_sound(path, wanted)))
        .unwrap_or_else(|_| Err(io::Error::other("the Parquet file is damaged")))
}

fn read_sound(path: &Path, wanted: &[String]) -> io::Result<Table> {
    let reader = SerializedFileReader::new(File::open(path)?).map_err(failed)?;
    let schema = reader.metadata().file_metadata().schema();
    let mut table = Table {
        names: schema
            .get_fields()
            .iter()
            .map(|field| field.name().to_owned())
            .collect(),
        ..Table::default()
    };
    let places = table.find(wanted);
    if !table.is_complete() {
        return Ok(table);
    }
    // Each column once, in the order of the file.
    let mut columns = places.clone();
    columns.sort_unstable();
    columns.dedup();
    let fields = columns
        .iter()
        .map(|&place| Arc::clone(&schema.get_fields()[place]));
    let projection = Type::group_type_builder(schema.name())
        .with_fields(fields.collect())
        .build()
        .map_err(failed)?;
    let mut rows = Rows::new(wanted.len());
    let mut cells = vec![String::new(); columns.len()];
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group).map_err(failed)?;
        for row in group
            .get_row_iter(Some(projection.clone()))
            .map_err(failed)?
        {
            let row = row.map_err(failed)?;
            for (cell, (_, field)) in cells.iter_mut().zip(row.get_column_iter()) {
                cell.clear();
                write(field, cell);
            }
            for (coded, place) in rows.columns.iter_mut().zip(&places) {
                let at = columns.binary_search(place).unwrap_or_default();
                coded.push(&cells[at]);
            }
            rows.line_count += 1;
            rows.keep(rows.line_count);
        }
    }
    table.rows = rows;
    table.sha256 = checksum(path)?;
    Ok(table)
}

fn failed(error: ParquetError) -> io::Error {
    io::Error::other(error)
}

/// Writes a value as a cell: dates and times in ISO 8601, of a list its elements.
fn write(field: &Field, cell: &mut String) {
    use std::fmt::Write as _;
    let _ = match field {
        Field::Null => Ok(()),
        Field::Str(text) => cell.write_str(text),
        Field::Bool(value) => write!(cell, "{value}"),
        Field::Byte(value) => write!(cell, "{value}"),
        Field::Short(value) => write!(cell, "{value}"),
        Field::Int(value) => write!(cell, "{value}"),
        Field::Long(value) => write!(cell, "{value}"),
        Field::UByte(value) => write!(cell, "{value}"),
        Field::UShort(value) => write!(cell, "{value}"),
        Field::UInt(value) => write!(cell, "{value}"),
        Field::ULong(value) => write!(cell, "{value}"),
        Field::Float(value) => write!(cell, "{value}"),
        Field::Double(value) => write!(cell, "{value}"),
        Field::Bytes(bytes) => cell.write_str(&String::from_utf8_lossy(bytes.data())),
        Field::Date(days) => write!(cell, "{}", crate::model::date::Day(i64::from(*days))),
        Field::TimestampMillis(millis) => time(*millis, 1_000, cell),
        Field::TimestampMicros(micros) => time(*micros, 1_000_000, cell),
        Field::ListInternal(list) => {
            for (at, item) in list.elements().iter().enumerate() {
                if at > 0 {
                    cell.push(LIST);
                }
                write(item, cell);
            }
            Ok(())
        }
        other => write!(cell, "{other}"),
    };
}

/// A moment in UTC, `2018-01-25T00:15` with seconds where there are any.
fn time(ticks: i64, per_second: i64, cell: &mut String) -> std::fmt::Result {
    use std::fmt::Write as _;
    let seconds = ticks.div_euclid(per_second);
    let (day, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let day = crate::model::date::Day(day);
    write!(cell, "{day}T{:02}:{:02}", second / 3_600, second / 60 % 60)?;
    if second % 60 > 0 {
        write!(cell, ":{:02}", second % 60)?;
    }
    Ok(())
}

fn checksum(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut part = vec![0; 1 << 16];
    loop {
        let count = file.read(&mut part)?;
        if count == 0 {
            return Ok(hex(&hash.finalize()));
        }
        hash.update(&part[..count]);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    use super::*;

    fn file() -> Vec<u8> {
        let schema = "message t { required binary who (UTF8); required int32 day (DATE); optional int64 n; }";
        let schema = Arc::new(parse_message_type(schema).expect("a schema"));
        let mut bytes = Vec::new();
        let mut writer =
            SerializedFileWriter::new(&mut bytes, schema, Arc::default()).expect("a writer");
        for names in [["Ada", "Berg"], ["Ada", "Cyr"]] {
            let mut group = writer.next_row_group().expect("a group");
            let names = names.map(ByteArray::from);
            let mut column = group.next_column().expect("a column").expect("a column");
            column
                .typed::<ByteArrayType>()
                .write_batch(&names, None, None)
                .expect("written");
            column.close().expect("closed");
            let mut column = group.next_column().expect("a column").expect("a column");
            column
                .typed::<Int32Type>()
                .write_batch(&[17_556, 17_557], None, None)
                .expect("written");
            column.close().expect("closed");
            let mut column = group.next_column().expect("a column").expect("a column");
            column
                .typed::<Int64Type>()
                .write_batch(&[7], Some(&[1, 0]), None)
                .expect("written");
            column.close().expect("closed");
            group.close().expect("closed");
        }
        writer.close().expect("closed");
        bytes
    }

    fn table(bytes: &[u8], wanted: &[&str]) -> io::Result<Table> {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(bytes).expect("written");
        let wanted: Vec<String> = wanted.iter().map(|&name| name.to_owned()).collect();
        read(file.path(), &wanted)
    }

    #[test]
    fn rows_of_all_groups_are_read_in_order() {
        let table = table(&file(), &["n", "who", "day"]).expect("read");
        let cells: Vec<Vec<&str>> = table
            .rows
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
        assert_eq!(cells[0], ["7", "", "7", ""]);
        assert_eq!(cells[1], ["Ada", "Berg", "Ada", "Cyr"]);
        assert_eq!(
            cells[2],
            ["2018-01-25", "2018-01-26", "2018-01-25", "2018-01-26"]
        );
        assert_eq!(table.rows.count, 4);
    }

    #[test]
    fn damaged_files_are_errors() {
        let bytes = file();
        for cut in 0..bytes.len() {
            assert!(table(&bytes[..cut], &["who"]).is_err(), "{cut}");
        }
        for at in 0..bytes.len() {
            let mut bytes = bytes.clone();
            bytes[at] ^= 0x55;
            // Whatever is read of it, nothing panics.
            drop(table(&bytes, &["who", "day"]));
        }
    }
}
