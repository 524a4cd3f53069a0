//! A sheet that is filled row by row, within the limits of Excel.

use rust_xlsxwriter::{ExcelDateTime, Format, Worksheet, XlsxError};

use crate::export::{View, columns};
use crate::graph::ValueRef;
use crate::model::date::Day;

/// Rows of a sheet, with its header.
const ROWS: u32 = 1_048_576;
/// Columns of a sheet.
const COLUMNS: u16 = 16_384;
/// UTF-16 units of a cell.
const UNITS: usize = 32_767;

/// A sheet on its way.
pub(super) struct Sheet<'v, 'd> {
    view: &'v View<'d>,
    name: &'static str,
    cells: Worksheet,
    row: u32,
    column: u16,
    date: Format,
}

impl<'v, 'd> Sheet<'v, 'd> {
    /// A sheet with its header.
    pub(super) fn new<'h>(
        view: &'v View<'d>,
        name: &'static str,
        header: impl Iterator<Item = &'h str>,
    ) -> Result<Self, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?.set_freeze_panes(1, 0)?;
        let mut sheet = Self {
            view,
            name,
            cells: sheet,
            row: 0,
            column: 0,
            date: Format::new().set_num_format("yyyy-mm-dd"),
        };
        let bold = Format::new().set_bold();
        for text in header {
            if let Some(column) = sheet.place() {
                let text = sheet.fitting(text);
                sheet
                    .cells
                    .write_string_with_format(0, column, text, &bold)?;
            }
        }
        Ok(sheet)
    }

    /// Begins the next row; false if the sheet is full.
    pub(super) fn next_row(&mut self) -> bool {
        if self.row + 1 >= ROWS {
            self.view.remark(format!(
                "rows of the sheet {} left out: Excel holds {ROWS}",
                self.name
            ));
            return false;
        }
        self.row += 1;
        self.column = 0;
        true
    }

    /// The place of the next cell, if the row has room.
    fn place(&mut self) -> Option<u16> {
        if self.column >= COLUMNS {
            let remark = format!(
                "cells of the sheet {} left out: Excel holds {COLUMNS} columns",
                self.name
            );
            self.view.remark(remark);
            return None;
        }
        self.column += 1;
        Some(self.column - 1)
    }

    /// Writes a text into the next cell.
    pub(super) fn text(&mut self, text: &str) -> Result<(), XlsxError> {
        let Some(column) = self.place() else {
            return Ok(());
        };
        if !text.is_empty() {
            let text = self.fitting(text);
            self.cells.write_string(self.row, column, text)?;
        }
        Ok(())
    }

    /// Writes a value into the next cell.
    pub(super) fn value(&mut self, value: Option<ValueRef<'_>>) -> Result<(), XlsxError> {
        match value {
            Some(ValueRef::Text(text)) => self.text(text),
            Some(ValueRef::Int(int)) if int.unsigned_abs() > columns::EXACT => {
                self.view
                    .remark("whole numbers above 2^53 written as text: Excel would round them");
                self.text(&int.to_string())
            }
            #[expect(clippy::cast_precision_loss, reason = "it was found to be below 2^53")]
            Some(ValueRef::Int(int)) => self.number(int as f64),
            Some(ValueRef::Float(float)) if float.is_finite() => self.number(float),
            Some(ValueRef::Bool(bool)) => {
                if let Some(column) = self.place() {
                    self.cells.write_boolean(self.row, column, bool)?;
                }
                Ok(())
            }
            Some(ValueRef::Date(day)) => {
                let Some(date) = excel_day(day) else {
                    self.view
                        .remark("days before March 1900 or after 9999 written as text");
                    return self.text(&day.to_string());
                };
                if let Some(column) = self.place() {
                    let (row, format) = (self.row, &self.date);
                    self.cells
                        .write_datetime_with_format(row, column, &date, format)?;
                }
                Ok(())
            }
            Some(ValueRef::List(items)) => self.text(&columns::json(items).to_string()),
            Some(other) => self.text(&other.printed().unwrap_or_default()),
            None => self.text(""),
        }
    }

    fn number(&mut self, number: f64) -> Result<(), XlsxError> {
        if let Some(column) = self.place() {
            self.cells.write_number(self.row, column, number)?;
        }
        Ok(())
    }

    /// A text that a cell can hold.
    fn fitting(&self, text: &str) -> String {
        let mut fitting = String::with_capacity(text.len());
        let mut units = 0;
        for char in text.chars() {
            if units + char.len_utf16() > UNITS {
                self.view.remark(format!(
                    "texts cut off: a cell of Excel holds {UNITS} characters"
                ));
                break;
            }
            units += char.len_utf16();
            if is_xml(char) {
                fitting.push(char);
            } else {
                self.view
                    .remark("characters that XML cannot hold replaced by U+FFFD");
                fitting.push('\u{fffd}');
            }
        }
        fitting
    }

    /// Sets the widths of the first columns, in characters.
    pub(super) fn widths(mut self, widths: &[f64]) -> Result<Worksheet, XlsxError> {
        for (column, width) in (0..).zip(widths) {
            self.cells.set_column_width(column, *width)?;
        }
        Ok(self.cells)
    }
}

/// Whether XML 1.0 can hold a character.
fn is_xml(char: char) -> bool {
    matches!(char, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// A day from March 1900 on: before it Excel counts a 29 February that never was.
fn excel_day(day: Day) -> Option<ExcelDateTime> {
    let (year, month, dom) = day.ymd();
    if day < Day::from_ymd(1900, 3, 1) {
        return None;
    }
    let year = u16::try_from(year).ok().filter(|year| *year <= 9999)?;
    ExcelDateTime::from_ymd(year, u8::try_from(month).ok()?, u8::try_from(dom).ok()?).ok()
}
