//! Spreadsheets as rows: guards against archives that unpack to more than they should, then reads
//! the cells of one sheet as text, written so that numbers and days read back exactly.

use std::io::{Cursor, Read};

use calamine::{Data, DataRef, Reader, Xlsx};

use super::{
    problem::{FileType, Reason},
    row::{Bounds, Row},
};

/// What a spreadsheet may unpack to, bytes; the largest sheet there can be (1 048 576 rows) with
/// readings stays under it.
const UNPACKED_LIMIT: u64 = 512 << 20;
/// How many times its packed size a large entry may unpack to; sheets reach 10 to 30.
const RATIO_LIMIT: u64 = 200;
/// Entries below this are small whatever their ratio.
const RATIO_FROM: u64 = 4 << 20;
/// Columns past these are none of ours.
const COLUMNS: u32 = 512;
/// How many cells a sheet may have.
const CELLS: usize = 24_000_000;

/// The cells of a sheet, row after row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SheetCells {
    text: String,
    bounds: Vec<Bounds>,
    /// The number of each row in the sheet, and where its bounds end.
    rows: Vec<(u32, usize)>,
}

/// A sheet that was read, and the names of all sheets.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The cells.
    pub cells: SheetCells,
    /// Which sheet.
    pub name: String,
    /// The sheets of the file.
    pub names: Vec<String>,
}

impl SheetCells {
    /// How many rows have cells.
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no row has any.
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row at this place.
    pub fn row(&self, place: usize) -> Option<Row<'_>> {
        let (line, to) = *self.rows.get(place)?;
        let from = match place {
            0 => 0,
            _ => self.rows[place - 1].1,
        };
        Some(Row::new(line, &self.text, &self.bounds[from..to]))
    }

    fn push(&mut self, row: u32, column: u32, write: impl FnOnce(&mut String)) {
        if self.rows.last().is_none_or(|(line, _)| *line != row + 1) {
            self.rows.push((row + 1, self.bounds.len()));
        }
        let begin = match self.rows.len() {
            1 => 0,
            rows => self.rows[rows - 2].1,
        };
        let here = self.text.len() as u32;
        while self.bounds.len() - begin < column as usize {
            self.bounds.push((here, here));
        }
        write(&mut self.text);
        self.bounds.push((here, self.text.len() as u32));
        if let Some(last) = self.rows.last_mut() {
            last.1 = self.bounds.len();
        }
    }
}

/// Reads one sheet of a spreadsheet, at most `rows` rows of it: the named one, or the first that has
/// cells.
///
/// # Errors
/// [`Reason::WrongType`] for an archive that is no spreadsheet, [`Reason::ZipBomb`],
/// [`Reason::NoSuchSheet`], [`Reason::Unreadable`].
pub fn read(bytes: &[u8], wanted: Option<&str>, rows: usize) -> Result<Sheet, Reason> {
    guard(bytes)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Reason::Unreadable)?;
    let names = workbook.sheet_names();
    let candidates: Vec<String> = match wanted {
        Some(name) => names.iter().filter(|n| *n == name).cloned().collect(),
        None => names.clone(),
    };
    let mut first = None;
    for name in candidates {
        let cells = read_cells(&mut workbook, &name, rows)?;
        let is_empty = cells.is_empty();
        let sheet = Sheet {
            cells,
            name,
            names: names.clone(),
        };
        if !is_empty {
            return Ok(sheet);
        }
        first.get_or_insert(sheet);
    }
    first.ok_or(Reason::NoSuchSheet)
}

fn read_cells(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    rows: usize,
) -> Result<SheetCells, Reason> {
    let mut reader = workbook
        .worksheet_cells_reader(name)
        .map_err(|_| Reason::Unreadable)?;
    let mut cells = SheetCells::default();
    let mut last = None;
    while let Some(cell) = reader.next_cell().map_err(|_| Reason::Unreadable)? {
        let position = cell.get_position();
        let (row, column) = position;
        // Cells come in order in every file that a spreadsheet program writes.
        if last.is_some_and(|last| position <= last) {
            return Err(Reason::Unreadable);
        }
        last = Some(position);
        if column >= COLUMNS || *cell.get_value() == DataRef::Empty {
            continue;
        }
        if cells.bounds.len() > CELLS || cells.text.len() as u64 > UNPACKED_LIMIT {
            return Err(Reason::ZipBomb {
                unpacked: cells.text.len() as u64,
                limit: UNPACKED_LIMIT,
            });
        }
        if cells.len() == rows && cells.rows.last().is_some_and(|(last, _)| *last <= row) {
            break;
        }
        cells.push(row, column, |text| write(text, cell.get_value()));
    }
    Ok(cells)
}

/// Writes a cell as a person would have it in a text file: days as `2026-03-31`, numbers in the
/// shortest form that reads back as the same number.
fn write(text: &mut String, value: &DataRef<'_>) {
    use std::fmt::Write as _;
    let _ = match value {
        DataRef::Int(number) => write!(text, "{number}"),
        DataRef::Float(number) => write!(text, "{number}"),
        DataRef::String(string) => write!(text, "{string}"),
        DataRef::SharedString(string) => write!(text, "{string}"),
        DataRef::Bool(bool) => write!(text, "{bool}"),
        DataRef::DateTime(date) if date.is_datetime() => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            write!(text, "{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(duration) => write!(text, "{}", duration.as_f64()),
        DataRef::DateTimeIso(date) => write!(text, "{date}"),
        DataRef::DurationIso(duration) => write!(text, "{duration}"),
        other => write!(text, "{}", Data::from(other.clone())),
    };
}

/// Refuses what is no spreadsheet or unpacks to too much: by what the directory declares, and, as a
/// directory can lie, by unpacking every entry once into nothing.
fn guard(bytes: &[u8]) -> Result<(), Reason> {
    let wrong = |_| Reason::WrongType(FileType::Archive);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(wrong)?;
    if archive.index_for_name("xl/workbook.xml").is_none() {
        return Err(Reason::WrongType(FileType::Archive));
    }
    let bomb = |unpacked| Reason::ZipBomb {
        unpacked,
        limit: UNPACKED_LIMIT,
    };
    let mut total = 0_u64;
    for place in 0..archive.len() {
        let entry = archive.by_index_raw(place).map_err(wrong)?;
        let (packed, unpacked) = (entry.compressed_size(), entry.size());
        total = total.saturating_add(unpacked);
        if total > UNPACKED_LIMIT
            || (unpacked > RATIO_FROM && unpacked / packed.max(1) > RATIO_LIMIT)
        {
            return Err(bomb(total));
        }
    }
    for place in 0..archive.len() {
        let entry = archive.by_index(place).map_err(|_| Reason::Unreadable)?;
        let declared = entry.size();
        let unpacked = std::io::copy(&mut entry.take(declared + 1), &mut std::io::sink())
            .map_err(|_| Reason::Unreadable)?;
        if unpacked > declared {
            return Err(bomb(unpacked));
        }
    }
    Ok(())
}
