//! A row of cells, borrowed from where the file's text lies: a million rows make no allocation. Beside the text a
//! row of a sheet says what its cells are that no text can say: merged, shortened, not calculated.

/// A row of a file.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The line of the file, or the row of the sheet, in which it begins, from 1.
    pub line: u32,
    text: &'a str,
    bounds: &'a [Bounds],
    flaws: &'a [CellFlaw],
    merged: &'a [Merged],
}

/// Where a cell begins and ends in the text.
pub type Bounds = (u32, u32);

/// Why a cell of a sheet is not what it seems to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A formula whose value was never stored: the text is the formula.
    NotCalculated,
    /// A number of more than 15 digits: a spreadsheet keeps no more, the last ones are zeros. Only a number that
    /// names something is wrong by that.
    Shortened,
}

/// A flaw and the column that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellFlaw {
    /// The row of the sheet, from 1.
    pub line: u32,
    /// The column, from 0.
    pub column: u32,
    /// The flaw.
    pub flaw: Flaw,
}

/// The part of a merged cell that lies in one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The row of the sheet, from 1.
    pub line: u32,
    /// Its first column, from 0.
    pub first: u32,
    /// Its last column.
    pub last: u32,
    /// True if this is the first row that the merged cell covers, which holds its text.
    pub is_top: bool,
    /// Text of the merged cell.
    pub text: Bounds,
}

/// A line that could not be taken apart: its quotation marks do not pair.
#[derive(Clone, Copy, Debug)]
pub struct BrokenRow<'a> {
    /// The line.
    pub line: u32,
    /// What stands in it.
    pub text: &'a str,
}

impl<'a> Row<'a> {
    /// A row of the pieces of `text` that `bounds` name.
    pub const fn new(line: u32, text: &'a str, bounds: &'a [Bounds]) -> Self {
        Self { line, text, bounds, flaws: &[], merged: &[] }
    }

    /// The same row with what else a sheet says of it.
    pub const fn marked(self, flaws: &'a [CellFlaw], merged: &'a [Merged]) -> Self {
        Self { flaws, merged, ..self }
    }

    /// The cell of a column; empty past the last one.
    pub fn cell(&self, column: usize) -> &'a str {
        self.bounds.get(column).map(|bounds| self.piece(*bounds)).unwrap_or_default()
    }

    /// The cell of a column or, where it is empty and part of a merged cell, what stands in that. For what names a
    /// row (a number, a month); an amount would be counted once more in each of the rows.
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

    /// The cells.
    pub fn cells(&self) -> impl ExactSizeIterator<Item = &'a str> + use<'a, '_> {
        (0..self.bounds.len()).map(|column| self.cell(column))
    }

    /// Why the cell of a column is not what it seems to say, where it is not.
    pub fn flaw(&self, column: usize) -> Option<Flaw> {
        let flaw = self.flaws.iter().find(|flaw| flaw.column as usize == column);
        flaw.map(|flaw| flaw.flaw)
    }

    /// The merged cells that begin in this row and are wider than a column, each by its first and its last one.
    pub fn spans(&self) -> impl Iterator<Item = (usize, usize)> + use<'a> {
        let wide = |merged: &&Merged| merged.is_top && merged.last > merged.first;
        let columns = |merged: &Merged| (merged.first as usize, merged.last as usize);
        self.merged.iter().filter(wide).map(columns)
    }

    /// Whether nothing is written in it.
    pub fn is_blank(&self) -> bool {
        self.cells().all(|cell| cell.trim().is_empty())
    }
}
