//! A file that can be read row by row. `opening` opens one and detects its format.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{
    delimited::DelimitedRows,
    row::{BrokenRow, Row},
    sheet::{Sheet, SheetCells},
    slices::SlicedText,
    text::{EncodingReason, TextEncoding},
};

/// Options for opening a file, where the user overrides the detection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileOpening {
    /// Sheet of a workbook; `None` for the first visible one with known headings.
    pub sheet: Option<String>,
    /// Separator of a text; `None` to detect it.
    pub delimiter: Option<char>,
    /// Line of the headings; `None` to detect it.
    pub heading_line: Option<u32>,
    /// Year of months without one; `None` to take it from the title or the name of the sheet.
    pub year: Option<i32>,
}

/// A file that can be read row by row.
#[derive(Clone, Debug, PartialEq)]
pub enum Source<'a> {
    /// Delimited text.
    Text {
        /// The text.
        text: Cow<'a, str>,
        /// Encoding of the file.
        encoding: TextEncoding,
        /// Reason for choosing this encoding.
        reason: EncodingReason,
        /// Separator.
        delimiter: char,
    },
    /// Delimited text read slice by slice.
    Sliced {
        /// The text.
        text: SlicedText<'a>,
        /// Estimated number of rows, high rather than low.
        about_rows: usize,
        /// Separator.
        delimiter: char,
    },
    /// A sheet of a spreadsheet.
    Sheet(Sheet),
}

/// Iterator over the rows of a source.
pub enum SourceRows<'a> {
    /// Rows of a text, and its length in bytes.
    Delimited(Box<DelimitedRows<'a>>, u64),
    /// Rows of a sheet, and the index of the next.
    Sheet(&'a SheetCells, usize),
}

/// Estimates the number of rows of a text of this length in bytes from its beginning, high rather than low.
pub(super) fn about_rows(text: &str, length: u64) -> usize {
    const LOOKED_AT: usize = 1 << 16;
    let head = &text.as_bytes()[..text.len().min(LOOKED_AT)];
    let ends = |sign| head.iter().filter(|byte| **byte == sign).count();
    let lines = ends(b'\n').max(ends(b'\r')) + 1;
    let rows = lines as f64 * length as f64 / head.len().max(1) as f64;
    (rows * 1.05) as usize
}

impl Source<'_> {
    /// Returns an estimate of the number of rows, high rather than low.
    pub fn about_rows(&self) -> usize {
        match self {
            Self::Text { text, .. } => about_rows(text, text.len() as u64),
            Self::Sliced { about_rows, .. } => *about_rows,
            Self::Sheet(sheet) => sheet.cells.len(),
        }
    }

    /// Returns the separator of a text; `None` for a sheet.
    pub const fn delimiter(&self) -> Option<char> {
        match self {
            Self::Text { delimiter, .. } | Self::Sliced { delimiter, .. } => Some(*delimiter),
            Self::Sheet(_) => None,
        }
    }

    /// Returns the rows from the first.
    pub fn rows(&self) -> SourceRows<'_> {
        match self {
            Self::Text { text, delimiter, .. } => SourceRows::Delimited(
                Box::new(DelimitedRows::new(text, *delimiter)),
                text.len() as u64,
            ),
            Self::Sliced { text, delimiter, .. } => SourceRows::Delimited(
                Box::new(DelimitedRows::sliced(text, *delimiter)),
                text.length(),
            ),
            Self::Sheet(sheet) => SourceRows::Sheet(&sheet.cells, 0),
        }
    }
}

impl SourceRows<'_> {
    /// Returns the next row, `None` at the end.
    ///
    /// # Errors
    /// [`BrokenRow`] for a line that could not be split; the next call continues with the next line.
    pub fn next_row(&mut self) -> Option<Result<Row<'_>, BrokenRow<'_>>> {
        match self {
            Self::Delimited(rows, _) => rows.next_row(),
            Self::Sheet(cells, place) => {
                *place += 1;
                cells.row(*place - 1).map(Ok)
            }
        }
    }

    /// Returns the amount read and the total: bytes of a text, rows of a sheet.
    pub fn progress(&self) -> (u64, u64) {
        match self {
            Self::Delimited(rows, length) => (rows.position().min(*length), *length),
            Self::Sheet(cells, place) => ((*place).min(cells.len()) as u64, cells.len() as u64),
        }
    }
}
