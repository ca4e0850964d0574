//! XML Spreadsheet 2003, which report tools write under the name of a workbook: one document with all sheets and
//! typed cells. Attributes are matched with any prefix.

use quick_xml::events::{BytesStart, Event};

use super::{
    super::{
        problem::Reason,
        row::Flaw,
        sheet::{Region, SheetBuilder, SheetCells, SheetName},
    },
    SpreadsheetFile,
    format::{NumberFormat, write_day, write_number},
    xml::{self, add_text, attribute, number},
};

/// A document.
pub struct Xml2003 {
    sheets: Vec<SheetName>,
    tables: Vec<SheetCells>,
}

impl Xml2003 {
    /// Reads a document.
    ///
    /// # Errors
    /// [`Reason::Unreadable`].
    pub fn open(text: &str) -> Result<Self, Reason> {
        let mut reader = DocumentReader::default();
        let mut refused = None;
        xml::each(text.as_bytes(), |event| {
            if refused.is_none() {
                refused = reader.take(&event).err();
            }
        })?;
        match refused {
            Some(reason) => Err(reason),
            // A document that breaks off is truncated.
            None if reader.depth > 0 => Err(Reason::Unreadable),
            None => Ok(Self { sheets: reader.sheets, tables: reader.tables }),
        }
    }
}

impl SpreadsheetFile for Xml2003 {
    fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    fn cells(&mut self, place: usize, rows: usize) -> Result<SheetCells, Reason> {
        let table = self.tables.get_mut(place).ok_or(Reason::NoSuchSheet)?;
        Ok(table.hand_over(rows))
    }
}

#[derive(Default)]
struct DocumentReader {
    depth: i64,
    sheets: Vec<SheetName>,
    tables: Vec<SheetCells>,
    formats: Vec<(String, NumberFormat)>,
    style: String,
    builder: SheetBuilder,
    row: u32,
    column: u32,
    row_style: String,
    cell: Option<Cell>,
    /// Nesting depth within comments, whose text is not the cell's.
    in_comment: u32,
    in_data: bool,
    in_visible: bool,
}

struct Cell {
    row: u32,
    column: u32,
    style: String,
    has_formula: bool,
    kind: Option<String>,
    text: String,
}

impl DocumentReader {
    fn take(&mut self, event: &Event<'_>) -> Result<(), Reason> {
        match event {
            Event::Start(tag) => {
                self.depth += 1;
                self.begin(tag);
                Ok(())
            }
            Event::Empty(tag) => {
                self.begin(tag);
                self.end(tag.local_name().as_ref())
            }
            Event::End(tag) => {
                self.depth -= 1;
                self.end(tag.local_name().as_ref())
            }
            event => {
                if self.in_visible {
                    let mut text = String::new();
                    add_text(&mut text, event);
                    if let Some(sheet) = self.sheets.last_mut() {
                        sheet.is_hidden |= text.contains("Hidden");
                    }
                } else if self.in_data
                    && let Some(cell) = &mut self.cell
                {
                    add_text(&mut cell.text, event);
                }
                Ok(())
            }
        }
    }

    fn begin(&mut self, tag: &BytesStart<'_>) {
        let style = || attribute(tag, "StyleID").unwrap_or_default();
        match tag.local_name().as_ref() {
            "Style" => self.style = attribute(tag, "ID").unwrap_or_default(),
            "NumberFormat" => {
                let code = attribute(tag, "Format").unwrap_or_default();
                self.formats.push((self.style.clone(), named(&code)));
            }
            "Worksheet" => {
                self.sheets.push(SheetName {
                    name: attribute(tag, "Name").unwrap_or_default(),
                    is_hidden: false,
                });
                self.builder = SheetBuilder::new(usize::MAX);
                self.row = 0;
            }
            "Visible" => self.in_visible = true,
            "Row" => {
                if let Some(row) = number::<u32>(tag, "Index").and_then(|row| row.checked_sub(1)) {
                    self.row = row;
                }
                self.column = 0;
                self.row_style = style();
            }
            "Cell" => {
                if let Some(column) =
                    number::<u32>(tag, "Index").and_then(|column| column.checked_sub(1))
                {
                    self.column = column;
                }
                let span = |name| number::<u32>(tag, name).unwrap_or_default();
                let (across, down) = (span("MergeAcross"), span("MergeDown"));
                self.builder.merge(Region {
                    rows: (self.row, self.row.saturating_add(down)),
                    columns: (self.column, self.column.saturating_add(across)),
                });
                let own = style();
                self.cell = Some(Cell {
                    row: self.row,
                    column: self.column,
                    style: if own.is_empty() { self.row_style.clone() } else { own },
                    has_formula: attribute(tag, "Formula").is_some(),
                    kind: None,
                    text: String::new(),
                });
                self.column = self.column.saturating_add(across).saturating_add(1);
            }
            "Comment" => self.in_comment += 1,
            "Data" if self.in_comment == 0 => {
                if let Some(cell) = &mut self.cell {
                    cell.kind = Some(attribute(tag, "Type").unwrap_or_default());
                    self.in_data = true;
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) -> Result<(), Reason> {
        match name {
            "Data" => self.in_data = false,
            "Comment" => self.in_comment = self.in_comment.saturating_sub(1),
            "Visible" => self.in_visible = false,
            "Cell" => self.end_cell()?,
            "Row" => self.row = self.row.saturating_add(1),
            "Worksheet" => {
                let builder = std::mem::take(&mut self.builder);
                self.tables.push(builder.finish());
            }
            _ => {}
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), Reason> {
        let Some(cell) = self.cell.take() else {
            return Ok(());
        };
        let formats = &self.formats;
        self.builder.push(cell.row, cell.column, |text| {
            let words = cell.text.trim();
            match cell.kind.as_deref() {
                None if cell.has_formula => {
                    text.push('=');
                    return Some(Flaw::NotCalculated);
                }
                None => {}
                Some("Number") => {
                    if let Some(value) = words.parse::<f64>().ok().filter(|value| value.is_finite())
                    {
                        let format = formats.iter().find(|(style, _)| *style == cell.style);
                        let format = format.map_or(&NumberFormat::General, |(_, format)| format);
                        return write_number(text, value, format, false);
                    }
                    text.push_str(words);
                }
                Some("DateTime") => write_day(text, words),
                Some("Boolean") => text.push_str(if words == "1" { "true" } else { "false" }),
                Some("Error") => text.push_str(if words.is_empty() { "#VALUE!" } else { words }),
                Some(_) => text.push_str(&cell.text),
            }
            None
        })
    }
}

/// Returns a format by its name in this file format, or by its code.
fn named(code: &str) -> NumberFormat {
    match code {
        "" | "General" | "General Number" => NumberFormat::General,
        "Fixed" | "Standard" | "Currency" => NumberFormat::built_in(2),
        name if name.ends_with("Date") || name.ends_with("Time") => NumberFormat::Date,
        code => NumberFormat::read(code),
    }
}
