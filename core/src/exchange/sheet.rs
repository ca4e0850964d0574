//! Cells of one sheet as rows of text, whatever the file format: sorted into place even if they come out of order
//! or twice. Formatting of cells is in `spreadsheet::format`.

use super::{
    problem::Reason,
    row::{Bounds, CellFlaw, Flaw, Merged, Row},
};

/// Maximum size of the text in the cells of a sheet, and of an unpacked file, in bytes: the largest possible
/// sheet (1 048 576 rows) with readings stays below it.
pub const UNPACKED_LIMIT: u64 = 512 << 20;
/// Number of columns read; Busbar uses none beyond them.
const COLUMNS: u32 = 512;
/// Maximum number of cells in a sheet.
const CELLS: usize = 24_000_000;
/// Maximum number of rows in a sheet.
const ROWS: u32 = 1 << 20;
/// Maximum number of merged-cell parts kept.
const MERGED: usize = 1 << 20;

/// Cells of a sheet, row by row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SheetCells {
    text: String,
    bounds: Vec<Bounds>,
    /// Row number in the sheet, and the end of its bounds.
    rows: Vec<(u32, usize)>,
    /// Ordered by line and column.
    flaws: Vec<CellFlaw>,
    /// Ordered by line.
    merged: Vec<Merged>,
}

/// The name of a sheet, and whether the file hides it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SheetName {
    /// Name.
    pub name: String,
    /// `true` if it is hidden.
    pub is_hidden: bool,
}

/// A sheet that was read, with the names of all sheets.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Cells.
    pub cells: SheetCells,
    /// Name of the sheet that was read.
    pub name: String,
    /// Sheets with cells, hidden ones last.
    pub names: Vec<SheetName>,
    /// Format of the file.
    pub kind: SheetFormat,
}

/// A format of sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum SheetFormat {
    /// Workbook of Excel since 2007: XLSX, XLSM.
    Xlsx,
    /// The same in binary form, XLSB.
    Xlsb,
    /// Workbook of Excel before 2007, XLS.
    Xls,
    /// Sheet of LibreOffice and others, ODS.
    Ods,
    /// Web page with a table, often named like a workbook.
    WebPage,
    /// XML Spreadsheet 2003.
    Xml,
}

impl SheetCells {
    /// Returns the number of rows with cells.
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns `true` if no row has cells.
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns the row at this index.
    pub fn row(&self, place: usize) -> Option<Row<'_>> {
        let (line, to) = *self.rows.get(place)?;
        let row = Row::new(line, &self.text, &self.bounds[self.begin(place)..to]);
        if self.flaws.is_empty() && self.merged.is_empty() {
            return Some(row);
        }
        let flaws = of_line(&self.flaws, line, |flaw| flaw.line);
        let merged = of_line(&self.merged, line, |merged| merged.line);
        Some(row.marked(flaws, merged))
    }

    /// Moves out the first rows, or all of them, leaving the sheet empty.
    pub(super) fn hand_over(&mut self, rows: usize) -> Self {
        if rows == usize::MAX {
            return std::mem::take(self);
        }
        let rows = self.rows[..rows.min(self.len())].to_vec();
        let Some((last, end)) = rows.last().copied() else {
            return Self::default();
        };
        let bounds = self.bounds[..end].to_vec();
        let length = bounds.last().map(|(_, to)| *to as usize);
        let flaws = self.flaws.iter().filter(|flaw| flaw.line <= last);
        let merged = self.merged.iter().filter(|merged| merged.line <= last);
        Self {
            text: self.text[..length.unwrap_or_default()].to_owned(),
            bounds,
            flaws: flaws.copied().collect(),
            merged: merged.copied().collect(),
            rows,
        }
    }

    fn begin(&self, place: usize) -> usize {
        place.checked_sub(1).map_or(0, |before| self.rows[before].1)
    }

    /// Turns the end of the text into a cell, after all others.
    fn place(&mut self, line: u32, column: u32, from: usize, flaw: Option<Flaw>) {
        if self.rows.last().is_none_or(|(last, _)| *last != line) {
            self.rows.push((line, self.bounds.len()));
        }
        let begin = self.begin(self.rows.len() - 1);
        let (from, to) = (from as u32, self.text.len() as u32);
        self.bounds.resize(begin + column as usize, (from, from));
        self.bounds.push((from, to));
        if let Some(last) = self.rows.last_mut() {
            last.1 = self.bounds.len();
        }
        self.flaws.extend(flaw.map(|flaw| CellFlaw { line, column, flaw }));
    }
}

fn of_line<T>(all: &[T], line: u32, line_of: impl Fn(&T) -> u32) -> &[T] {
    let from = all.partition_point(|one| line_of(one) < line);
    let to = from + all[from..].partition_point(|one| line_of(one) == line);
    &all[from..to]
}

/// A merged cell as in files: rows and columns from 0, inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// First and last row.
    pub rows: (u32, u32),
    /// First and last column.
    pub columns: (u32, u32),
}

/// A cell that came out of order.
#[derive(Debug)]
struct Late {
    line: u32,
    column: u32,
    text: String,
    flaw: Option<Flaw>,
}

/// Collects the cells of a sheet as they come.
#[derive(Debug, Default)]
pub struct SheetBuilder {
    cells: SheetCells,
    /// Row and column, from 0, of the last cell that came in order.
    last: Option<(u32, u32)>,
    late: Vec<Late>,
    merged: Vec<Region>,
    /// Number of rows wanted.
    wanted: usize,
    /// `true` if the first row received is the first row of the sheet.
    begins_at_top: bool,
}

impl SheetBuilder {
    /// Creates a builder for at most `wanted` rows.
    pub fn new(wanted: usize) -> Self {
        Self { wanted, ..Self::default() }
    }

    /// Returns `true` if all wanted rows have been received, and a cell of this row (from 0) would begin
    /// another. If rows are out of order, the first ones are known only at the end.
    pub fn is_full(&self, row: u32) -> bool {
        self.cells.len() >= self.wanted
            && self.begins_at_top
            && self.late.is_empty()
            && self.last.is_some_and(|(last, _)| row > last)
    }

    /// Returns `true` if no cell has been received.
    pub const fn is_untouched(&self) -> bool {
        self.last.is_none()
    }

    /// Adds a cell, with row and column from 0; `write` writes its text and returns its flaw. Empty cells are
    /// skipped, so that of duplicates the last one with a value counts.
    ///
    /// # Errors
    /// [`Reason::ZipBomb`] if there are more cells than a sheet can have here.
    pub fn push(
        &mut self,
        row: u32,
        column: u32,
        write: impl FnOnce(&mut String) -> Option<Flaw>,
    ) -> Result<(), Reason> {
        if column >= COLUMNS || row >= ROWS {
            return Ok(());
        }
        let from = self.cells.text.len();
        if self.cells.bounds.len() + self.late.len() > CELLS || from as u64 > UNPACKED_LIMIT {
            return Err(Reason::ZipBomb { unpacked: from as u64, limit: UNPACKED_LIMIT });
        }
        let flaw = write(&mut self.cells.text);
        if self.cells.text.len() == from {
            return Ok(());
        }
        if self.last.is_some_and(|last| (row, column) <= last) {
            let text = self.cells.text.split_off(from);
            self.late.push(Late { line: row + 1, column, text, flaw });
            return Ok(());
        }
        self.begins_at_top |= self.last.is_none() && row == 0;
        self.last = Some((row, column));
        self.cells.place(row + 1, column, from, flaw);
        Ok(())
    }

    /// Adds a merged cell.
    pub fn merge(&mut self, region: Region) {
        if self.merged.len() < MERGED
            && (region.rows.0 < region.rows.1 || region.columns.0 < region.columns.1)
        {
            self.merged.push(region);
        }
    }

    /// Returns the cells in their places.
    pub fn finish(mut self) -> SheetCells {
        if !self.late.is_empty() {
            self.sort();
        }
        self.place_merged();
        self.cells
    }

    /// Sorts late cells into place.
    fn sort(&mut self) {
        let early = std::mem::take(&mut self.cells);
        let mut all: Vec<(u32, u32, &str, Option<Flaw>)> = Vec::new();
        for place in 0..early.len() {
            let Some(row) = early.row(place) else {
                continue;
            };
            let filled = row.cells().enumerate().filter(|(_, cell)| !cell.is_empty());
            all.extend(
                filled.map(|(column, cell)| (row.line, column as u32, cell, row.flaw(column))),
            );
        }
        let late = self.late.iter();
        all.extend(late.map(|late| (late.line, late.column, late.text.as_str(), late.flaw)));
        // Stable: of two in one place the later one comes second.
        all.sort_by_key(|(line, column, ..)| (*line, *column));
        for (place, (line, column, text, flaw)) in all.iter().enumerate() {
            let next = all.get(place + 1);
            if next.is_none_or(|next| (next.0, next.1) != (*line, *column)) {
                let from = self.cells.text.len();
                self.cells.text.push_str(text);
                self.cells.place(*line, *column, from, *flaw);
            }
        }
    }

    /// Assigns the parts of merged cells to their rows.
    fn place_merged(&mut self) {
        let mut parts = Vec::new();
        for region in &self.merged {
            let ((top, bottom), (first, last)) = (region.rows, region.columns);
            let rows = &self.cells.rows;
            let from = rows.partition_point(|(line, _)| *line <= top);
            let to = rows.partition_point(|(line, _)| *line <= bottom.saturating_add(1));
            let text = match rows.get(from) {
                Some((line, _)) if *line == top + 1 => {
                    let row = self.cells.begin(from)..rows[from].1;
                    let bounds = self.cells.bounds[row].get(first as usize);
                    bounds.copied().unwrap_or_default()
                }
                _ => continue,
            };
            if parts.len() + (to - from) > MERGED {
                break;
            }
            parts.extend(rows[from..to].iter().map(|(line, _)| Merged {
                line: *line,
                first,
                last: last.min(COLUMNS),
                is_top: *line == top + 1,
                text,
            }));
        }
        parts.sort_by_key(|part| (part.line, part.first));
        self.cells.merged = parts;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built(cells: &[(u32, u32, &str)]) -> Vec<(u32, Vec<String>)> {
        let mut builder = SheetBuilder::new(usize::MAX);
        for (row, column, text) in cells {
            builder
                .push(*row, *column, |all| {
                    all.push_str(text);
                    None
                })
                .unwrap();
        }
        let cells = builder.finish();
        let row = |place| {
            let row = cells.row(place).unwrap();
            (row.line, row.cells().map(str::to_owned).collect())
        };
        (0..cells.len()).map(row).collect()
    }

    #[test]
    fn cells_stand_where_they_belong_whatever_order_they_come_in() {
        let expected =
            [(1, vec!["a".to_owned(), String::new(), "c".to_owned()]), (3, vec!["d".to_owned()])];
        for cells in [
            &[(0, 0, "a"), (0, 2, "c"), (2, 0, "d")][..],
            &[(0, 2, "c"), (0, 0, "a"), (2, 0, "d")],
            &[(2, 0, "d"), (0, 0, "a"), (0, 2, "c")],
            // Twice: the later one with a value counts.
            &[(0, 0, "x"), (0, 0, "a"), (0, 0, ""), (0, 2, "c"), (2, 0, "y"), (2, 0, "d")],
            &[(2, 0, "x"), (0, 0, "a"), (0, 2, "c"), (2, 0, "d")],
        ] {
            assert_eq!(built(cells), expected, "{cells:?}");
        }
    }

    #[test]
    fn merged_cells_say_how_far_they_reach() {
        let mut builder = SheetBuilder::new(usize::MAX);
        for (row, column, text) in [
            (0, 0, "户号"),
            (0, 1, "电量"),
            (1, 1, "峰"),
            (1, 2, "谷"),
            (2, 0, "A1"),
            (2, 1, "1"),
            (3, 1, "2"),
        ] {
            builder
                .push(row, column, |all| {
                    all.push_str(text);
                    None
                })
                .unwrap();
        }
        for (rows, columns) in [((0, 1), (0, 0)), ((0, 0), (1, 2)), ((2, 3), (0, 0))] {
            builder.merge(Region { rows, columns });
        }
        let cells = builder.finish();
        let row = |place| cells.row(place).unwrap();
        assert_eq!(row(0).spans().collect::<Vec<_>>(), [(1, 2)]);
        assert_eq!(row(1).spans().count(), 0);
        assert_eq!([row(1).cell(0), row(1).cell_or_merged(0)], ["", "户号"]);
        assert_eq!([row(3).cell(0), row(3).cell_or_merged(0)], ["", "A1"]);
        assert_eq!(row(3).cell_or_merged(1), "2");
    }
}
