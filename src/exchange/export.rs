//! Tables as files for other programs: CSV and XLSX. What a table shows is the caller's.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::domain::Month;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// A day.
    Date(Date),
    /// A month.
    Month(Month),
}

impl Cell {
    /// A number, or nothing.
    pub fn number(number: Option<f64>) -> Self {
        number
            .filter(|number| number.is_finite())
            .map_or(Self::Empty, Self::Number)
    }

    /// Text, or nothing.
    pub fn text(text: impl Into<String>) -> Self {
        match text.into() {
            text if text.is_empty() => Self::Empty,
            text => Self::Text(text),
        }
    }
}

/// A table as CSV: UTF-8 with a byte order mark, without which Excel reads Chinese as noise, and with
/// text that a spreadsheet would run as a formula made harmless by an apostrophe [OWASP, CSV injection].
/// Numbers, also negative ones, stay numbers.
///
/// ```
/// use busbar::exchange::export::{Cell, csv};
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

/// A table as CSV that is too long to be held at once: written a piece at a time, each as [`csv`] has
/// it.
#[derive(Clone, Debug)]
pub struct Csv(String);

impl Csv {
    /// A table with these headings.
    pub fn new<H: AsRef<str>>(headings: &[H]) -> Self {
        let mut file = String::from("\u{feff}");
        for (place, heading) in headings.iter().enumerate() {
            separate(&mut file, place);
            quote(&mut file, heading.as_ref());
        }
        file.push_str("\r\n");
        Self(file)
    }

    /// One more row.
    pub fn row(&mut self, cells: &[Cell]) {
        let file = &mut self.0;
        for (place, cell) in cells.iter().enumerate() {
            separate(file, place);
            // Writing to a string does not fail.
            let _ = match cell {
                Cell::Empty => Ok(()),
                Cell::Text(text) => {
                    quote(file, text);
                    Ok(())
                }
                Cell::Number(number) => write!(file, "{number}"),
                Cell::Date(date) => write!(file, "{date}"),
                Cell::Month(month) => write!(file, "{month}"),
            };
        }
        file.push_str("\r\n");
    }

    /// How many bytes wait to be taken.
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none waits.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The bytes that came since they were last taken.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.0).into_bytes()
    }
}

fn separate(file: &mut String, place: usize) {
    if place > 0 {
        file.push(',');
    }
}

fn quote(file: &mut String, text: &str) {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if !is_formula && !text.contains([',', '"', '\r', '\n']) {
        file.push_str(text);
        return;
    }
    file.push('"');
    if is_formula {
        file.push('\'');
    }
    file.push_str(&text.replace('"', "\"\""));
    file.push('"');
}
