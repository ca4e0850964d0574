//! Tables as files for other programs: formats, cells and CSV. Spreadsheets are written by `workbook`; the caller
//! decides the content.

use std::fmt::{self, Write as _};

use csv_core::{Terminator, Writer, WriterBuilder};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::{Month, date};

/// File format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// Delimited text, readable by every program.
    Csv,
    /// A spreadsheet.
    Xlsx,
}

impl ExportFormat {
    /// All formats.
    pub const ALL: &'static [Self] = &[Self::Csv, Self::Xlsx];

    /// Returns the file name extension.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// Returns the media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// Content of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Title, used as the name of the sheet.
    pub title: String,
    /// The headings.
    pub headings: Vec<String>,
    /// Rows, with one cell per heading.
    pub rows: Vec<Vec<Cell>>,
}

/// Content of a cell. The order is part of the workers' protocol.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// A day.
    Date(#[serde(with = "date::stored")] Date),
    /// A month.
    Month(Month),
    /// A sum of money; a workbook shows it to the fen.
    Money(f64),
    /// A share or a rate, 1 for the whole; a workbook shows it in percent.
    Share(f64),
}

impl Cell {
    /// Creates a number, or an empty cell.
    pub fn number(number: Option<f64>) -> Self {
        Self::finite(number, Self::Number)
    }

    /// Creates a sum of money, or an empty cell.
    pub fn money(number: Option<f64>) -> Self {
        Self::finite(number, Self::Money)
    }

    /// Creates a share or a rate, or an empty cell.
    pub fn share(number: Option<f64>) -> Self {
        Self::finite(number, Self::Share)
    }

    fn finite(number: Option<f64>, cell: fn(f64) -> Self) -> Self {
        number.filter(|number| number.is_finite()).map_or(Self::Empty, cell)
    }

    /// Creates a text, or an empty cell.
    pub fn text(text: impl Into<String>) -> Self {
        match text.into() {
            text if text.is_empty() => Self::Empty,
            text => Self::Text(text),
        }
    }
}

/// Rounds a number to the fifteen digits that an `f64` holds reliably and that spreadsheets write, so that a
/// converted unit comes out as it was typed.
///
/// ```
/// use busbar_core::exchange::export::written;
/// assert_eq!(written(189.799_999_999_999_98).to_string(), "189.8");
/// assert_eq!(written(1e15 / 3.0).to_string(), "333333333333333");
/// ```
pub fn written(number: f64) -> f64 {
    if number.fract() == 0.0 {
        return number;
    }
    format!("{number:.14e}").parse().unwrap_or(number)
}

/// Writes a table as CSV: UTF-8 with a byte order mark, without which Excel garbles Chinese, and with text that a
/// spreadsheet would run as a formula escaped by an apostrophe [OWASP, CSV injection]. Numbers, including
/// negative ones, stay numbers.
///
/// ```
/// use busbar_core::exchange::export::{Cell, csv};
/// let file = csv(&["名称"], [vec![Cell::text("=HYPERLINK(\"x\")")]]);
/// assert_eq!(String::from_utf8(file).unwrap(), "\u{feff}名称\r\n\"'=HYPERLINK(\"\"x\"\")\"\r\n");
/// ```
pub fn csv<H: AsRef<str>>(headings: &[H], rows: impl IntoIterator<Item = Vec<Cell>>) -> Vec<u8> {
    let mut file = Csv::new(headings);
    for row in rows {
        file.row(&row);
    }
    file.take()
}

/// Incremental writer for CSV files too long to hold in memory, with the same output as [`csv`].
#[derive(Clone, Debug)]
pub struct Csv {
    writer: Writer,
    /// The bytes that were not taken yet.
    file: Vec<u8>,
    /// The text of the current cell.
    text: String,
}

impl Csv {
    /// Starts a table with these headings.
    pub fn new<H: AsRef<str>>(headings: &[H]) -> Self {
        let writer = WriterBuilder::new().terminator(Terminator::CRLF).build();
        let mut csv = Self { writer, file: "\u{feff}".into(), text: String::new() };
        for (place, heading) in headings.iter().enumerate() {
            csv.field(place, |text| inert(text, heading.as_ref()));
        }
        csv.end_row();
        csv
    }

    /// Appends a row.
    pub fn row(&mut self, cells: &[Cell]) {
        for (place, cell) in cells.iter().enumerate() {
            self.field(place, |text| match cell {
                Cell::Empty => Ok(()),
                Cell::Text(words) => inert(text, words),
                Cell::Number(number) | Cell::Money(number) | Cell::Share(number) => {
                    write!(text, "{}", written(*number))
                }
                Cell::Date(date) => write!(text, "{date}"),
                Cell::Month(month) => write!(text, "{month}"),
            });
        }
        self.end_row();
    }

    /// Returns the number of bytes not yet taken.
    pub const fn len(&self) -> usize {
        self.file.len()
    }

    /// Returns `true` if there are no bytes to take.
    pub const fn is_empty(&self) -> bool {
        self.file.is_empty()
    }

    /// Takes the bytes written since the last call.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.file)
    }

    fn field(&mut self, place: usize, write: impl FnOnce(&mut String) -> fmt::Result) {
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        // Writing to a string does not fail.
        let _ = write(&mut text);
        if place > 0 {
            self.put(2, |writer, room| writer.delimiter(room).1);
        }
        // At most, every byte is a quote that is doubled, between two others.
        self.put(2 * text.len() + 2, |writer, room| writer.field(text.as_bytes(), room).2);
        self.text = text;
    }

    fn end_row(&mut self) {
        self.put(4, |writer, room| writer.terminator(room).1);
    }

    /// Appends what `write` puts into a room of this many bytes; it returns how many it used.
    fn put(&mut self, room: usize, write: impl FnOnce(&mut Writer, &mut [u8]) -> usize) {
        let end = self.file.len();
        self.file.resize(end + room, 0);
        let used = write(&mut self.writer, &mut self.file[end..]);
        self.file.truncate(end + used);
    }
}

/// Writes a text that no spreadsheet runs as a formula.
fn inert(into: &mut String, text: &str) -> fmt::Result {
    if is_formula(text) {
        into.push('\'');
    }
    into.write_str(text)
}

/// Returns `true` if a spreadsheet would run the text as a formula, as it is or after an edit. East Asian
/// versions also accept the full-width characters.
pub(super) fn is_formula(text: &str) -> bool {
    text.starts_with(FORMULA_SIGNS) || text.starts_with(['\t', '\r', '\n'])
}

/// Characters that start a formula.
pub(super) const FORMULA_SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_of_a_file_is_run() {
        for (text, written) in [
            ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
            ("+8613800138000", "'+8613800138000"),
            ("-2+3+cmd", "'-2+3+cmd"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝cmd", "'＝cmd"),
            ("\t=cmd", "'\t=cmd"),
            ("\n=cmd", "\"'\n=cmd\""),
            // Inside a text, and after the separator of another locale, it is still one text.
            ("a;=cmd", "a;=cmd"),
            ("a,=cmd", "\"a,=cmd\""),
            ("a\"\n=cmd", "\"a\"\"\n=cmd\""),
        ] {
            let file = csv(&[text], [vec![Cell::text(text), Cell::Number(-2.5)]]);
            let expected = format!("\u{feff}{written}\r\n{written},-2.5\r\n");
            assert_eq!(String::from_utf8(file).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn numbers_are_written_as_they_were_typed() {
        for (number, text) in [
            (0.1898 * 1000.0, "189.8"),
            (18.98 * 10_000.0, "189800"),
            (0.1 + 0.2, "0.3"),
            (-189.799_999_999_999_98, "-189.8"),
            (412_345.678_901_23, "412345.67890123"),
            (0.0, "0"),
            (1e300, &format!("{}", 1e300)),
            (f64::MIN_POSITIVE, &format!("{}", written(f64::MIN_POSITIVE))),
        ] {
            let file = csv(&["n"], [vec![Cell::Number(number)]]);
            assert_eq!(String::from_utf8(file).unwrap(), format!("\u{feff}n\r\n{text}\r\n"));
        }
    }
}
