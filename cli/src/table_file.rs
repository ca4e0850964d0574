//! Tables in files: delimited text in any encoding and with any separator that the import reads, or a spreadsheet.
//! Every row is as wide as the first; blank rows are skipped.

use std::fmt::Display;

use busbar_core::exchange::{
    opening,
    row::Row,
    source::{FileOpening, Source},
    style::styles,
    value::{self, Decimal},
};

use crate::input::{Failure, in_words};

/// An open table.
pub struct TableFile<'a> {
    name: &'a str,
    source: Source<'a>,
    decimal: Decimal,
}

impl<'a> TableFile<'a> {
    /// Opens the bytes of the file with this name.
    pub fn open(name: &'a str, bytes: &'a [u8]) -> Result<Self, Failure> {
        let source = opening::open(bytes, &FileOpening::default())
            .map_err(|reason| format!("{name}: {}", in_words(&reason)))?;
        let columns = match source.rows().next_row() {
            Some(Ok(row)) => row.cells().len(),
            _ => 0,
        };
        // A file has a single origin: if one column has decimal commas, all have.
        let has_commas =
            styles(&source, 0, columns).iter().any(|style| style.decimal == Decimal::Comma);
        Ok(Self { name, source, decimal: if has_commas { Decimal::Comma } else { Decimal::Point } })
    }

    /// Calls `read` with every row that is not blank, and adds file and line to its errors.
    pub fn each_row(
        &self,
        mut read: impl FnMut(&Row<'_>) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut rows = self.source.rows();
        let mut wide = None;
        while let Some(row) = rows.next_row() {
            let row =
                row.map_err(|broken| self.wrong(broken.line, "a quotation mark is not closed"))?;
            if row.is_blank() {
                continue;
            }
            let cells = row.cells().len();
            let wide = *wide.get_or_insert(cells);
            // A spreadsheet writes no empty cells at the end of a row.
            let is_short = cells < wide && matches!(self.source, Source::Text { .. });
            if is_short || cells > wide {
                let what = format!("{cells} cells, but the first row has {wide}");
                return Err(self.wrong(row.line, what));
            }
            read(&row).map_err(|what| self.wrong(row.line, what))?;
        }
        Ok(())
    }

    /// Returns the number in a cell, with −0 as 0, or `None` for anything else.
    pub fn number(&self, cell: &str) -> Option<f64> {
        let number = value::number(cell.trim(), self.decimal).ok()?;
        number.unit.is_empty().then_some(number.value + 0.0)
    }

    fn wrong(&self, line: u32, what: impl Display) -> Failure {
        format!("{}, line {line}: {what}", self.name).into()
    }
}
