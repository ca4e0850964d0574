//! Sheets of LibreOffice, OpenOffice and others (ODS, and flat FODS): tables of one XML document, in which every
//! number is stored with its displayed text. OpenDocument 1.3, part 3.

use std::io::{BufRead, Read};

use quick_xml::events::{BytesStart, Event};

use super::{
    super::{
        problem::{FileType, Reason},
        row::Flaw,
        sheet::{Region, SheetBuilder, SheetCells, SheetName},
    },
    SpreadsheetFile,
    format::{write_day, write_shown},
    limited,
    package::Package,
    xml::{self, add_text, attribute, number},
};

/// Maximum number of columns that a repeated cell fills.
const COLUMNS: u32 = 512;

/// A document with tables.
pub struct Ods<'a> {
    content: Content<'a>,
    sheets: Vec<SheetName>,
}

/// Location of the document.
enum Content<'a> {
    Package(Package<'a>),
    Flat(String),
}

impl<'a> Ods<'a> {
    /// Opens a package.
    ///
    /// # Errors
    /// [`Reason::WrongType`] for an encrypted one, [`Reason::Unreadable`], [`Reason::ZipBomb`].
    pub fn open(mut package: Package<'a>) -> Result<Self, Reason> {
        if let Some(part) = package.part("META-INF/manifest.xml")? {
            let mut is_encrypted = false;
            xml::each(part, |event| {
                if let Event::Start(tag) | Event::Empty(tag) = event {
                    is_encrypted |= tag.local_name().as_ref() == "encryption-data";
                }
            })?;
            if is_encrypted {
                return Err(Reason::WrongType(FileType::Encrypted));
            }
        }
        Self::list(Content::Package(package))
    }

    /// Opens a flat document.
    ///
    /// # Errors
    /// [`Reason::Unreadable`].
    pub fn open_flat(text: String) -> Result<Self, Reason> {
        Self::list(Content::Flat(text))
    }

    fn list(mut content: Content<'a>) -> Result<Self, Reason> {
        let mut sheets = Vec::new();
        let mut hidden: Vec<String> = Vec::new();
        let mut style = String::new();
        let mut tables = Tables::default();
        content.each(&mut |event| {
            if let Event::Start(tag) | Event::Empty(tag) = event {
                match tag.local_name().as_ref() {
                    "style" => style = attribute(tag, "name").unwrap_or_default(),
                    "table-properties" if attribute(tag, "display").as_deref() == Some("false") => {
                        hidden.push(style.clone());
                    }
                    _ => {}
                }
            }
            if let Some(tag) = tables.begins(event) {
                let style = attribute(tag, "style-name").unwrap_or_default();
                sheets.push(SheetName {
                    name: attribute(tag, "name").unwrap_or_default(),
                    is_hidden: hidden.contains(&style),
                });
            }
            Ok(true)
        })?;
        Ok(Self { content, sheets })
    }
}

impl Content<'_> {
    fn each(
        &mut self,
        take: &mut dyn FnMut(&Event<'_>) -> Result<bool, Reason>,
    ) -> Result<(), Reason> {
        match self {
            Self::Package(package) => {
                each(package.part("content.xml")?.ok_or(Reason::Unreadable)?, take)
            }
            Self::Flat(text) => each(text.as_bytes(), take),
        }
    }
}

/// Passes every event to `take` until it stops.
fn each(
    part: impl BufRead,
    take: &mut dyn FnMut(&Event<'_>) -> Result<bool, Reason>,
) -> Result<(), Reason> {
    let mut reader = xml::reader(part);
    let mut buffer = Vec::new();
    let mut depth = 0_i64;
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|error| xml::reason(&error))?;
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            // A document that breaks off is truncated.
            Event::Eof if depth > 0 => return Err(Reason::Unreadable),
            Event::Eof => return Ok(()),
            _ => {}
        }
        if !take(&event)? {
            return Ok(());
        }
    }
}

/// Distinguishes sheets from tables nested in them, in drawings, or in change tracking.
#[derive(Default)]
struct Tables {
    depth: u32,
    passed_over: u32,
}

impl Tables {
    /// Returns the tag of the sheet that begins with this event.
    fn begins<'e>(&mut self, event: &'e Event<'e>) -> Option<&'e BytesStart<'e>> {
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "tracked-changes" | "shapes" | "dde-links" | "annotation" => self.passed_over += 1,
                "table" => {
                    self.depth += 1;
                    return (self.depth == 1 && self.passed_over == 0).then_some(tag);
                }
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "tracked-changes" | "shapes" | "dde-links" | "annotation" => {
                    self.passed_over = self.passed_over.saturating_sub(1);
                }
                "table" => self.depth = self.depth.saturating_sub(1),
                _ => {}
            },
            _ => {}
        }
        None
    }
}

impl SpreadsheetFile for Ods<'_> {
    fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    fn cells(&mut self, place: usize, rows: usize) -> Result<SheetCells, Reason> {
        let mut reader = SheetReader::new(rows);
        let mut tables = Tables::default();
        let mut at = 0;
        let mut is_here = false;
        self.content.each(&mut |event| {
            let had_begun = tables.depth;
            if tables.begins(event).is_some() {
                is_here = at == place;
                at += 1;
                return Ok(true);
            }
            if !is_here || tables.passed_over > 0 {
                return Ok(true);
            }
            if had_begun == 1 && tables.depth == 0 {
                return Ok(false);
            }
            reader.take(event)?;
            Ok(!reader.builder.is_full(reader.row))
        })?;
        Ok(reader.builder.finish())
    }
}

/// Reader of the rows of one table.
struct SheetReader {
    builder: SheetBuilder,
    row: u32,
    column: u32,
    /// Number of times the current row is repeated.
    row_repeats: u32,
    /// Non-empty cells of that row.
    cells: Vec<Cell>,
    cell: Option<Cell>,
    text: String,
    in_paragraph: u32,
    in_annotation: u32,
}

#[derive(Clone, Debug)]
struct Cell {
    column: u32,
    repeats: u32,
    value: Value,
    shown: String,
    has_formula: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Value {
    Nothing,
    Number(f64),
    Day(String),
    Bool(bool),
    Text(Option<String>),
}

impl SheetReader {
    fn new(rows: usize) -> Self {
        Self {
            builder: SheetBuilder::new(rows),
            row: 0,
            column: 0,
            row_repeats: 1,
            cells: Vec::new(),
            cell: None,
            text: String::new(),
            in_paragraph: 0,
            in_annotation: 0,
        }
    }

    fn take(&mut self, event: &Event<'_>) -> Result<(), Reason> {
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "table-row" => self.begin_row(tag),
                "table-cell" | "covered-table-cell" => self.begin_cell(tag),
                "p" => self.begin_paragraph(),
                "annotation" => self.in_annotation += 1,
                "s" | "tab" | "line-break" => self.space(tag),
                _ => {}
            },
            Event::Empty(tag) => match tag.local_name().as_ref() {
                "table-row" => {
                    self.begin_row(tag);
                    self.end_row()?;
                }
                "table-cell" | "covered-table-cell" => {
                    self.begin_cell(tag);
                    self.end_cell();
                }
                "s" | "tab" | "line-break" => self.space(tag),
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "table-row" => self.end_row()?,
                "table-cell" | "covered-table-cell" => self.end_cell(),
                "p" => self.in_paragraph = self.in_paragraph.saturating_sub(1),
                "annotation" => self.in_annotation = self.in_annotation.saturating_sub(1),
                _ => {}
            },
            event if self.in_paragraph > 0 && self.in_annotation == 0 => {
                add_text(&mut self.text, event)
            }
            _ => {}
        }
        Ok(())
    }

    fn begin_row(&mut self, tag: &BytesStart<'_>) {
        self.row_repeats = number(tag, "number-rows-repeated").unwrap_or(1).max(1);
        self.column = 0;
        self.cells.clear();
    }

    fn begin_paragraph(&mut self) {
        if self.in_paragraph == 0 && self.in_annotation == 0 && !self.text.is_empty() {
            self.text.push('\n');
        }
        self.in_paragraph += 1;
    }

    fn space(&mut self, tag: &BytesStart<'_>) {
        if self.in_paragraph == 0 || self.in_annotation > 0 {
            return;
        }
        let sign = if tag.local_name().as_ref() == "line-break" { '\n' } else { ' ' };
        let count = number::<usize>(tag, "c").unwrap_or(1).min(100);
        self.text.extend(std::iter::repeat_n(sign, count));
    }

    fn begin_cell(&mut self, tag: &BytesStart<'_>) {
        let kind = attribute(tag, "value-type").unwrap_or_default();
        let value = match kind.as_str() {
            "float" | "currency" | "percentage" => {
                number(tag, "value").map_or(Value::Text(None), Value::Number)
            }
            "date" => Value::Day(attribute(tag, "date-value").unwrap_or_default()),
            "boolean" => Value::Bool(attribute(tag, "boolean-value").as_deref() == Some("true")),
            "string" => Value::Text(attribute(tag, "string-value")),
            "" => Value::Nothing,
            _ => Value::Text(None),
        };
        let span = |name| number::<u32>(tag, name).unwrap_or(1).max(1);
        let (rows, columns) = (span("number-rows-spanned"), span("number-columns-spanned"));
        self.builder.merge(Region {
            rows: (self.row, self.row.saturating_add(rows - 1)),
            columns: (self.column, self.column.saturating_add(columns - 1)),
        });
        self.text.clear();
        self.cell = Some(Cell {
            column: self.column,
            repeats: number(tag, "number-columns-repeated").unwrap_or(1).max(1),
            value,
            shown: String::new(),
            has_formula: attribute(tag, "formula").is_some(),
        });
    }

    fn end_cell(&mut self) {
        let Some(mut cell) = self.cell.take() else {
            return;
        };
        self.column = self.column.saturating_add(cell.repeats);
        cell.shown.push_str(&self.text);
        let is_empty = cell.value == Value::Nothing && cell.shown.is_empty() && !cell.has_formula;
        if !is_empty {
            self.cells.push(cell);
        }
    }

    fn end_row(&mut self) -> Result<(), Reason> {
        let cells = std::mem::take(&mut self.cells);
        // Empty rows are repeated to the end of a sheet.
        let repeats = if cells.is_empty() { 0 } else { self.row_repeats };
        for row in (self.row..).take(repeats as usize) {
            if self.builder.is_full(row) || row > 1 << 20 {
                break;
            }
            for cell in &cells {
                let columns = (cell.column..).take(cell.repeats.min(COLUMNS) as usize);
                for column in columns {
                    self.builder.push(row, column, |text| cell.write(text))?;
                }
            }
        }
        self.row = self.row.saturating_add(self.row_repeats);
        self.cells = cells;
        self.cells.clear();
        Ok(())
    }
}

impl Cell {
    fn write(&self, text: &mut String) -> Option<Flaw> {
        // The file stores an error as a number or text; the displayed text identifies it.
        let shown = self.shown.trim();
        if self.has_formula && (shown.starts_with('#') || shown.starts_with("Err:")) {
            text.push_str(shown);
            return None;
        }
        match &self.value {
            Value::Nothing if self.has_formula && shown.is_empty() => {
                text.push('=');
                return Some(Flaw::NotCalculated);
            }
            Value::Number(value) => return write_shown(text, *value, shown),
            Value::Day(day) => write_day(text, day),
            Value::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
            Value::Text(Some(string)) if self.shown.is_empty() => text.push_str(string),
            Value::Nothing | Value::Text(_) => text.push_str(&self.shown),
        }
        None
    }
}

/// Returns `true` if a package is an OpenDocument sheet: by its declared type, or by the document in it.
pub fn is_document(package: &mut Package<'_>) -> Result<bool, Reason> {
    let Some(part) = package.part("mimetype")? else {
        return Ok(package.has("content.xml") && package.has("META-INF/manifest.xml"));
    };
    let mut kind = String::new();
    let read = part.take(200).read_to_string(&mut kind);
    read.map_err(|error| limited::reason(&error))?;
    Ok(kind.contains("opendocument.spreadsheet"))
}
