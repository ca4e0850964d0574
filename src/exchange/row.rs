//! A row of cells, borrowed from where the file's text lies: a million rows make no allocation.

/// A row of a file.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The line of the file, or the row of the sheet, in which it begins, from 1.
    pub line: u32,
    text: &'a str,
    bounds: &'a [Bounds],
}

/// Where a cell begins and ends in the text.
pub type Bounds = (u32, u32);

/// A line that could not be taken apart: its quotation marks do not pair.
#[derive(Clone, Copy, Debug)]
pub struct Broken<'a> {
    /// The line.
    pub line: u32,
    /// What stands in it.
    pub text: &'a str,
}

impl<'a> Row<'a> {
    /// A row of the pieces of `text` that `bounds` name.
    pub const fn new(line: u32, text: &'a str, bounds: &'a [Bounds]) -> Self {
        Self { line, text, bounds }
    }

    /// The cell of a column; empty past the last one.
    pub fn cell(&self, column: usize) -> &'a str {
        self.bounds
            .get(column)
            .and_then(|(from, to)| self.text.get(*from as usize..*to as usize))
            .unwrap_or_default()
    }

    /// The cells.
    pub fn cells(&self) -> impl ExactSizeIterator<Item = &'a str> + use<'a, '_> {
        (0..self.bounds.len()).map(|column| self.cell(column))
    }

    /// Whether nothing is written in it.
    pub fn is_blank(&self) -> bool {
        self.cells().all(|cell| cell.trim().is_empty())
    }
}
