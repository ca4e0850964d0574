//! A row of cells, borrowed from the text of the file: a million rows allocate nothing. For sheets it also
//! carries what the text cannot express: merged, shortened and uncalculated cells.

/// A row of a file.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Line of the file, or row of the sheet, in which it begins, from 1.
    pub line: u32,
    text: &'a str,
    bounds: &'a [Bounds],
    flaws: &'a [CellFlaw],
    merged: &'a [Merged],
}

/// Start and end of a cell in the text.
pub type Bounds = (u32, u32);

/// Reason why a cell of a sheet cannot be taken at face value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A formula whose value was never stored: the text is the formula.
    NotCalculated,
    /// A number of more than 15 digits, of which spreadsheets keep only 15 and zeros. Only an identifier becomes
    /// wrong by that.
    Shortened,
}

/// A flaw with its location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellFlaw {
    /// Row of the sheet, from 1.
    pub line: u32,
    /// Column, from 0.
    pub column: u32,
    /// Flaw.
    pub flaw: Flaw,
}

/// The part of a merged cell in one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merged {
    /// Row of the sheet, from 1.
    pub line: u32,
    /// First column, from 0.
    pub first: u32,
    /// Last column.
    pub last: u32,
    /// `true` for the first row of the merged cell, which holds its text.
    pub is_top: bool,
    /// Text of the merged cell.
    pub text: Bounds,
}

/// A line that could not be split: its quotes are unbalanced.
#[derive(Clone, Copy, Debug)]
pub struct BrokenRow<'a> {
    /// Line.
    pub line: u32,
    /// Text of the line.
    pub text: &'a str,
}

impl<'a> Row<'a> {
    /// Creates a row from the sections of `text` given by `bounds`.
    pub const fn new(line: u32, text: &'a str, bounds: &'a [Bounds]) -> Self {
        Self { line, text, bounds, flaws: &[], merged: &[] }
    }

    /// Adds the flaws and merged cells of a sheet.
    pub const fn marked(self, flaws: &'a [CellFlaw], merged: &'a [Merged]) -> Self {
        Self { flaws, merged, ..self }
    }

    /// Returns the cell of a column; empty past the last one.
    pub fn cell(&self, column: usize) -> &'a str {
        self.bounds.get(column).map(|bounds| self.piece(*bounds)).unwrap_or_default()
    }

    /// Returns the cell of a column or, if it is empty and part of a merged cell, the text of that. For
    /// identifiers and months; an amount would be counted once per row.
    pub fn cell_or_merged(&self, column: usize) -> &'a str {
        let cell = self.cell(column);
        if !cell.is_empty() || self.merged.is_empty() {
            return cell;
        }
        let is_there = |merged: &&Merged| (merged.first..=merged.last).contains(&(column as u32));
        self.merged.iter().find(is_there).map(|merged| self.piece(merged.text)).unwrap_or_default()
    }

    fn piece(&self, (from, to): Bounds) -> &'a str {
        self.text.get(from as usize..to as usize).unwrap_or_default()
    }

    /// Returns the cells.
    pub fn cells(&self) -> impl ExactSizeIterator<Item = &'a str> + use<'a, '_> {
        (0..self.bounds.len()).map(|column| self.cell(column))
    }

    /// Returns the flaw of the cell of a column, if any.
    pub fn flaw(&self, column: usize) -> Option<Flaw> {
        let flaw = self.flaws.iter().find(|flaw| flaw.column as usize == column);
        flaw.map(|flaw| flaw.flaw)
    }

    /// Returns the merged cells that begin in this row and span several columns, by first and last column.
    pub fn spans(&self) -> impl Iterator<Item = (usize, usize)> + use<'a> {
        let wide = |merged: &&Merged| merged.is_top && merged.last > merged.first;
        let columns = |merged: &Merged| (merged.first as usize, merged.last as usize);
        self.merged.iter().filter(wide).map(columns)
    }

    /// Returns `true` if all cells are empty.
    pub fn is_blank(&self) -> bool {
        self.cells().all(|cell| cell.trim().is_empty())
    }
}
