//! Workbooks of Excel since 2007 (XLSX and XLSM, ECMA-376, strict and transitional), read part by part with
//! `quick-xml`. Crates that read whole workbooks are not used: they reject files with cells out of order or
//! renamed parts, and hide what decides whether a cell can be trusted (its number format, a formula without a
//! value, merged cells).

use std::io::{BufRead, Read};

use quick_xml::events::{BytesStart, Event};

use super::{
    super::{
        problem::Reason,
        row::Flaw,
        sheet::{Region, SheetBuilder, SheetCells, SheetName, UNPACKED_LIMIT},
    },
    SpreadsheetFile,
    format::{NumberFormat, write_day, write_number},
    limited,
    package::Package,
    shared_string::{Strings, unescape},
    xml::{self, add_text, attribute, number, says_yes},
};

/// Number of bytes searched for merged cells after the last row read.
const TAIL: u64 = 64 << 20;

/// A workbook.
pub struct Xlsx<'a> {
    package: Package<'a>,
    sheets: Vec<SheetName>,
    /// Part of each sheet.
    parts: Vec<String>,
    context: Context,
}

/// Tables that the cells of all sheets refer to.
#[derive(Default)]
struct Context {
    strings: Strings,
    formats: Vec<NumberFormat>,
    is_1904: bool,
    /// `true` if the program that wrote the file left all formulas uncalculated.
    is_to_calculate: bool,
}

impl<'a> Xlsx<'a> {
    /// Opens a workbook whose main part is `workbook`.
    ///
    /// # Errors
    /// [`Reason::Unreadable`], [`Reason::ZipBomb`].
    pub fn open(mut package: Package<'a>, workbook: &str) -> Result<Self, Reason> {
        let relations = package.relations(workbook)?;
        let folder = workbook.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut context = Context::default();
        let mut listed: Vec<(SheetName, Option<String>)> = Vec::new();
        let part = package.part(workbook)?.ok_or(Reason::Unreadable)?;
        xml::each(part, |event| {
            let (Event::Start(tag) | Event::Empty(tag)) = event else {
                return;
            };
            match tag.local_name().as_ref() {
                "workbookPr" => context.is_1904 |= says_yes(&tag, "date1904"),
                "calcPr" => context.is_to_calculate |= says_yes(&tag, "fullCalcOnLoad"),
                "sheet" => {
                    let state = attribute(&tag, "state").unwrap_or_default();
                    let sheet = SheetName {
                        name: attribute(&tag, "name").unwrap_or_default(),
                        is_hidden: state.to_lowercase().contains("hidden"),
                    };
                    listed.push((sheet, attribute(&tag, "id")));
                }
                _ => {}
            }
        })?;
        // Chart, macro and dialog sheets have no rows; the type of the relationship identifies them.
        let mut sheets = Vec::new();
        let mut parts = Vec::new();
        for (sheet, id) in listed {
            let relation = relations.iter().find(|relation| Some(&relation.id) == id.as_ref());
            let is_other = relation.is_some_and(|relation| relation.kind != "worksheet");
            let part = match relation {
                Some(relation) => relation.target.clone(),
                // Without relationships, the first sheet is in the first part.
                None => format!("{folder}/worksheets/sheet{}.xml", parts.len() + 1),
            };
            if !is_other && package.has(&part) {
                sheets.push(sheet);
                parts.push(part);
            }
        }
        let find = |kind: &str, name: &str| {
            let related = relations.iter().filter(|relation| relation.kind == kind);
            let related = related.map(|relation| relation.target.clone());
            related.chain([format!("{folder}/{name}")]).find(|part| package.has(part))
        };
        let [strings, styles] = [("sharedstrings", "sharedStrings.xml"), ("styles", "styles.xml")]
            .map(|(kind, name)| find(kind, name));
        if let Some(part) = strings.as_deref().map(|name| package.part(name)).transpose()?.flatten()
        {
            context.strings = Strings::read(part)?;
        }
        if let Some(part) = styles.as_deref().map(|name| package.part(name)).transpose()?.flatten()
        {
            context.formats = read_formats(part)?;
        }
        Ok(Self { package, sheets, parts, context })
    }
}

impl SpreadsheetFile for Xlsx<'_> {
    fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    fn cells(&mut self, place: usize, rows: usize) -> Result<SheetCells, Reason> {
        let name = self.parts.get(place).ok_or(Reason::NoSuchSheet)?;
        let part = self.package.part(name)?.ok_or(Reason::Unreadable)?;
        SheetReader::new(&self.context, rows).read(part)
    }
}

/// Reads the number format of each cell style.
fn read_formats(part: impl BufRead) -> Result<Vec<NumberFormat>, Reason> {
    let mut own: Vec<(u32, NumberFormat)> = Vec::new();
    let mut styles = Vec::new();
    let (mut in_formats, mut in_styles) = (false, false);
    xml::each(part, |event| match &event {
        Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
            "numFmts" => in_formats = true,
            "cellXfs" => in_styles = true,
            "numFmt" if in_formats => {
                let code = attribute(tag, "formatCode").unwrap_or_default();
                let id = number(tag, "numFmtId").unwrap_or_default();
                own.push((id, NumberFormat::read(&code)));
            }
            "xf" if in_styles => styles.push(number(tag, "numFmtId").unwrap_or_default()),
            _ => {}
        },
        Event::End(tag) => match tag.local_name().as_ref() {
            "numFmts" => in_formats = false,
            "cellXfs" => in_styles = false,
            _ => {}
        },
        _ => {}
    })?;
    Ok(super::formats_of(&styles, &own))
}

/// Reader of the rows of one sheet.
struct SheetReader<'c> {
    context: &'c Context,
    builder: SheetBuilder,
    /// Position, from 0, of a row or cell without a reference.
    row: u32,
    column: u32,
    cell: CellInWork,
    text: TextOf,
}

/// Element that the next text belongs to.
#[derive(Clone, Copy, Default, PartialEq)]
enum TextOf {
    #[default]
    Nothing,
    Value,
    Formula,
    Inline,
}

/// A cell between its tags.
#[derive(Default)]
struct CellInWork {
    at: (u32, u32),
    style: usize,
    kind: String,
    value: String,
    inline: String,
    formula: String,
    has_value: bool,
    has_formula: bool,
}

impl<'c> SheetReader<'c> {
    fn new(context: &'c Context, rows: usize) -> Self {
        Self {
            context,
            builder: SheetBuilder::new(rows),
            row: 0,
            column: 0,
            cell: CellInWork::default(),
            text: TextOf::Nothing,
        }
    }

    fn read(mut self, part: impl BufRead) -> Result<SheetCells, Reason> {
        let mut reader = xml::reader(part);
        let mut buffer = Vec::new();
        let mut in_phonetic = false;
        let (mut in_cell, mut is_whole) = (false, false);
        loop {
            buffer.clear();
            let event = reader.read_event_into(&mut buffer).map_err(|error| xml::reason(&error))?;
            match &event {
                // Text of cells is the most frequent event.
                event @ (Event::Text(_) | Event::CData(_) | Event::GeneralRef(_)) => {
                    let cell = &mut self.cell;
                    match self.text {
                        TextOf::Value => add_text(&mut cell.value, event),
                        TextOf::Formula => add_text(&mut cell.formula, event),
                        TextOf::Inline if !in_phonetic => add_text(&mut cell.inline, event),
                        TextOf::Inline | TextOf::Nothing => {}
                    }
                }
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "row" => {
                        self.begin_row(tag);
                        if self.builder.is_full(self.row) {
                            break;
                        }
                    }
                    "c" => {
                        self.begin_cell(tag);
                        in_cell = true;
                    }
                    "v" if in_cell => {
                        self.text = TextOf::Value;
                        self.cell.has_value = true;
                    }
                    "f" if in_cell => {
                        self.text = TextOf::Formula;
                        self.cell.has_formula = true;
                    }
                    "t" if in_cell => self.text = TextOf::Inline,
                    "rPh" => in_phonetic = true,
                    "mergeCell" => self.merge(tag),
                    _ => {}
                },
                Event::Empty(tag) => match tag.local_name().as_ref() {
                    "row" => {
                        self.begin_row(tag);
                        self.row = self.row.saturating_add(1);
                    }
                    "c" => {
                        self.begin_cell(tag);
                        self.end_cell()?;
                    }
                    "sheetData" => is_whole = true,
                    "v" if in_cell => self.cell.has_value = true,
                    "f" if in_cell => self.cell.has_formula = true,
                    "mergeCell" => self.merge(tag),
                    _ => {}
                },
                Event::End(tag) => match tag.local_name().as_ref() {
                    "row" => self.row = self.row.saturating_add(1),
                    "c" => {
                        self.end_cell()?;
                        in_cell = false;
                    }
                    "v" | "f" | "t" => self.text = TextOf::Nothing,
                    "rPh" => in_phonetic = false,
                    "sheetData" => is_whole = true,
                    _ => {}
                },
                // A sheet whose rows break off is truncated.
                Event::Eof if is_whole || !in_cell && self.builder.is_untouched() => {
                    return Ok(self.builder.finish());
                }
                Event::Eof => return Err(Reason::Unreadable),
                _ => {}
            }
        }
        // Merged cells are listed after all rows.
        let rest = tail(reader.into_inner())?;
        xml::each(rest.as_slice(), |event| {
            if let Event::Start(tag) | Event::Empty(tag) = &event
                && tag.local_name().as_ref() == "mergeCell"
            {
                self.merge(tag);
            }
        })?;
        Ok(self.builder.finish())
    }

    fn begin_row(&mut self, tag: &BytesStart<'_>) {
        if let Some(row) = number::<u32>(tag, "r").and_then(|row| row.checked_sub(1)) {
            self.row = row;
        }
        self.column = 0;
    }

    fn begin_cell(&mut self, tag: &BytesStart<'_>) {
        let cell = &mut self.cell;
        for text in [&mut cell.kind, &mut cell.value, &mut cell.inline, &mut cell.formula] {
            text.clear();
        }
        (cell.has_value, cell.has_formula, cell.style) = (false, false, 0);
        let mut at = None;
        let mut attributes = tag.attributes();
        attributes.with_checks(false);
        for attribute in attributes.filter_map(Result::ok) {
            match attribute.key.0 {
                "r" => at = place(&attribute.value),
                "s" => cell.style = attribute.value.trim().parse().unwrap_or_default(),
                "t" => cell.kind.push_str(&attribute.value),
                _ => {}
            }
        }
        cell.at = at.unwrap_or((self.row, self.column));
        self.column = cell.at.1.saturating_add(1);
        self.text = TextOf::Nothing;
    }

    fn end_cell(&mut self) -> Result<(), Reason> {
        let (cell, context) = (&self.cell, self.context);
        let (row, column) = cell.at;
        let value = cell.value.trim();
        let is_zero = || value.parse::<f64>() == Ok(0.0);
        let is_text = matches!(cell.kind.as_str(), "str" | "s" | "inlineStr");
        let is_not_calculated = cell.has_formula
            && if is_text {
                !cell.has_value && cell.inline.is_empty()
            } else {
                value.is_empty() || context.is_to_calculate && is_zero()
            };
        if is_not_calculated {
            let formula = &cell.formula;
            return self.builder.push(row, column, |text| {
                text.push('=');
                text.push_str(formula);
                Some(Flaw::NotCalculated)
            });
        }
        if !cell.has_value && cell.inline.is_empty() {
            return Ok(());
        }
        let number = match cell.kind.as_str() {
            "" | "n" => value.parse::<f64>().ok().filter(|value| value.is_finite()),
            _ => None,
        };
        if let Some(number) = number {
            let format = context.formats.get(cell.style).unwrap_or(&NumberFormat::General);
            let is_1904 = context.is_1904;
            return self
                .builder
                .push(row, column, |text| write_number(text, number, format, is_1904));
        }
        self.builder.push(row, column, |text| {
            match cell.kind.as_str() {
                "s" => match value.parse().ok().and_then(|place| context.strings.get(place)) {
                    Some(string) => text.push_str(string),
                    // The shared string is missing from the file.
                    None => text.push_str("#VALUE!"),
                },
                "b" => text.push_str(if matches!(value, "1" | "true") { "true" } else { "false" }),
                "d" => write_day(text, value),
                "e" => text.push_str(if value.is_empty() { "#VALUE!" } else { value }),
                _ => {
                    let begin = text.len();
                    text.push_str(if cell.inline.is_empty() { &cell.value } else { &cell.inline });
                    unescape(text, begin);
                }
            }
            None
        })
    }

    fn merge(&mut self, tag: &BytesStart<'_>) {
        let Some(area) = attribute(tag, "ref") else {
            return;
        };
        let (from, to) = area.split_once(':').unwrap_or((&area, &area));
        if let (Some(from), Some(to)) = (place(from), place(to)) {
            self.builder.merge(Region { rows: (from.0, to.0), columns: (from.1, to.1) });
        }
    }
}

/// Returns the part of a sheet after its rows.
fn tail(mut part: impl BufRead) -> Result<Vec<u8>, Reason> {
    const END: &[u8] = b"sheetData>";
    // The last bytes skipped, because the end of the rows can span two reads.
    let mut kept: Vec<u8> = Vec::new();
    loop {
        let piece = part.fill_buf().map_err(|error| limited::reason(&error))?;
        if piece.is_empty() {
            return Ok(Vec::new());
        }
        let length = piece.len();
        kept.extend_from_slice(piece);
        part.consume(length);
        if let Some(at) = kept.windows(END.len()).position(|bytes| bytes == END) {
            kept.drain(..at + END.len());
            break;
        }
        kept.drain(..kept.len().saturating_sub(END.len()));
    }
    let read = part.take(TAIL).read_to_end(&mut kept);
    read.map_err(|error| limited::reason(&error))?;
    debug_assert!((kept.len() as u64) < UNPACKED_LIMIT);
    Ok(kept)
}

/// Returns the row and column, from 0, of a reference: `AB12`, `$AB$12`.
fn place(reference: &str) -> Option<(u32, u32)> {
    let (mut row, mut column) = (0_u32, 0_u32);
    for byte in reference.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' if row == 0 => {
                let letter = u32::from(byte.to_ascii_uppercase() - b'A') + 1;
                column = column.checked_mul(26)?.checked_add(letter)?;
            }
            b'0'..=b'9' => row = row.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?,
            b'$' | b' ' => {}
            _ => return None,
        }
    }
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_places() {
        for (reference, expected) in [
            ("A1", Some((0, 0))),
            ("ab12", Some((11, 27))),
            ("$B$3", Some((2, 1))),
            ("A0", None),
            ("7", None),
            ("A99999999999", None),
            ("R1C1", None),
            ("", None),
        ] {
            assert_eq!(place(reference), expected, "{reference}");
        }
    }

    #[test]
    fn the_end_of_the_rows_is_found_across_pieces() {
        let part =
            std::io::BufReader::with_capacity(7, &b"<c r=\"A1\"/></x:sheetData><mergeCells/>"[..]);
        assert_eq!(tail(part).unwrap(), b"<mergeCells/>");
        assert_eq!(tail(&b"<c/>"[..]).unwrap(), b"");
    }
}
